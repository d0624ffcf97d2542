"""The agencies as 名录.xlsx."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import Any

from ...agencies import Agency, official_order
from .sheet import COLUMNS, CONTACTS, NAME, PATH, PREFIX, shown

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_sheet(agencies: Sequence[Agency]) -> bytes:
    """名录.xlsx. Every text is written as a text: nothing in it can become a formula."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    contacts = dict.fromkeys((*CONTACTS, *(name for agency in agencies for name in agency.contact)))
    heads = [*(column.name for column in COLUMNS), *(f"{PREFIX}{name}" for name in contacts)]
    book = Workbook()
    sheet = book.active
    sheet.title = "名录"
    rows = [heads, *([shown(a).get(head, "") for head in heads] for a in official_order(agencies))]
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            if text:
                _write_cell(sheet.cell(number, column), text)
    for column, head in enumerate(heads, 1):
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = 30 if head in (PATH, NAME) else 14
    sheet.freeze_panes = "C2"
    notes = book.create_sheet("填写说明")
    hints = [(c.name, c.hint) for c in COLUMNS] + [(PREFIX + "…", "写科室和公开的电话，不写个人")]
    hints.append(("空着的格子", "不改。要删掉原来写的，填“无”"))
    for number, pair in enumerate(hints, 1):
        for column, text in enumerate(pair, 1):
            _write_cell(notes.cell(number, column), text)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_cell(cell: Any, text: str) -> None:
    cell.number_format = "@"
    cell.value = _ILLEGAL.sub("", text)
    cell.data_type = "s"
    # Typed over in Excel, a text that begins so would become a formula.
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
