"""Whole reports as web pages and Word files, made from figures, for the tests of the command."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from html import escape

import openpyxl

from nianbao.forms import Form, Table
from nianbao.grid import lay_out, placed
from tests.sites import FORM

OVERVIEW = "（一）主动公开。全年主动公开政府信息，都在政府网站上。"


def title_of(unit: str, year: int) -> str:
    return f"{unit}{year}年政府信息公开工作年度报告"


def page(
    unit: str,
    year: int,
    changes: Mapping[str, str] | None = None,
    *,
    title: str | None = None,
    overview: str = OVERVIEW,
    form: Form = FORM,
    published: str = "",
) -> bytes:
    """A report as a web page: 0 in every cell but those in `changes`."""
    figures = {cell.address: "0" for cell in form.cells} | dict(changes or {})
    heading = title_of(unit, year) if title is None else title
    parts = [f"<h1>{escape(heading)}</h1>", f"<p>发布日期：{published}</p>" if published else ""]
    parts.append(
        f"<p>本报告所列数据的统计期限自{year}年1月1日起至12月31日止。</p>"
        if title is None
        else "<p>按要求编制。</p>"
    )
    tables = {table.key: table for table in form.tables}
    for section in form.sections:
        parts.append(f"<h2>{escape(section.title)}</h2>")
        if section.table:
            parts.append(_table(tables[section.table], figures))
        else:
            parts.append(f"<p>{escape(overview)}</p>")
    head = '<meta charset="utf-8"><title>政府信息公开</title>'
    return f"<html><head>{head}</head><body>{''.join(parts)}</body></html>".encode()


def _table(table: Table, figures: Mapping[str, str]) -> str:
    rows = [
        "".join(
            f'<td rowspan="{slot.rowspan}" colspan="{slot.colspan}">'
            f"{escape(figures[slot.cell.address] if slot.cell else slot.text)}</td>"
            for slot in row.slots
        )
        for row in lay_out(table).rows
    ]
    return f"<table border=1>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def word(unit: str, year: int, changes: Mapping[str, str] | None = None, *, form: Form = FORM) -> bytes:
    """The same report as a Word file, every cell where the grid has it."""
    import docx

    figures = {cell.address: "0" for cell in form.cells} | dict(changes or {})
    file = docx.Document()
    file.add_paragraph(title_of(unit, year))
    file.add_paragraph(f"本报告所列数据的统计期限自{year}年1月1日起至12月31日止。")
    tables = {table.key: table for table in form.tables}
    for section in form.sections:
        file.add_paragraph(section.title)
        if section.table:
            _word_table(file, tables[section.table], figures)
        else:
            file.add_paragraph(OVERVIEW)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def _word_table(file: object, table: Table, figures: Mapping[str, str]) -> None:
    grid = lay_out(table)
    made = file.add_table(len(grid.rows), grid.columns)  # type: ignore[attr-defined]
    for one in placed(grid):
        slot = one.slot
        last = made.cell(one.row + slot.rowspan - 1, one.column + slot.colspan - 1)
        cell = made.cell(one.row, one.column).merge(last) if (slot.rowspan, slot.colspan) != (1, 1) else last
        cell.text = figures[slot.cell.address] if slot.cell else slot.text


def workbook(unit: str, year: int, changes: Mapping[str, str] | None = None) -> bytes:
    """The tables of a report alone, as Excel has them."""
    figures = {cell.address: "0" for cell in FORM.cells} | dict(changes or {})
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = title_of(unit, year)
    top = 3
    for table in FORM.tables:
        grid = lay_out(table)
        for one in placed(grid):
            text = figures[one.slot.cell.address] if one.slot.cell else one.slot.text
            row, column = top + one.row, 1 + one.column
            sheet.cell(row, column, int(text) if text.isdigit() else text)
            if one.slot.rowspan * one.slot.colspan > 1:
                last = row + one.slot.rowspan - 1, column + one.slot.colspan - 1
                sheet.merge_cells(start_row=row, start_column=column, end_row=last[0], end_column=last[1])
        top += len(grid.rows) + 2
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def without_tables(report: bytes) -> bytes:
    """The words of a report alone."""
    return re.sub(rb"<table.*?</table>", b"", report, flags=re.DOTALL)
