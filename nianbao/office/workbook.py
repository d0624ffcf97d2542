"""A plain Excel sheet of rows: every text a text, every number a number, nothing a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from math import ceil

import xlsxwriter

from ..widths import width

# A file is made of its content alone: Excel wants some day of making.
MADE = datetime(2000, 1, 1)
# The height of a line of letters, in points.
_LINE = 15.5
OPTIONS = {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False}


def write_rows(
    name: str, title: str, columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[str | int]]
) -> bytes:
    """A workbook of one sheet: the title, the head (`columns` with their widths in letters), the rows."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, OPTIONS)
    book.set_properties({"title": title, "created": MADE})
    page = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bg_color": "#EDEDED", "border": 1, "valign": "vcenter"})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    page.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    for number, (label, wide) in enumerate(columns):
        page.set_column(number, number, wide)
        page.write_string(1, number, label, head)
    for row, values in enumerate(rows, 2):
        page.set_row(
            row, _LINE * max(_lines(value, wide) for value, (_, wide) in zip(values, columns, strict=True))
        )
        for number, value in enumerate(values):
            if isinstance(value, int):
                page.write_number(row, number, value, cell)
            elif value:
                page.write_string(row, number, value, cell)
            else:
                page.write_blank(row, number, None, cell)
    page.freeze_panes(2, 2)
    page.autofilter(1, 0, 1 + len(rows), len(columns) - 1)
    page.repeat_rows(0, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    book.close()
    return out.getvalue()


def _lines(value: str | int, wide: float) -> int:
    """How many lines a value takes in a column so many letters wide; not every program finds that out itself."""
    return sum(max(1, ceil(width(line) / (wide - 1))) for line in str(value).split("\n"))
