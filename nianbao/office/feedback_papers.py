"""反馈单 as a Word file for each agency, and all of them in one Excel sheet."""

from __future__ import annotations

from collections.abc import Sequence

from ..docx.model import NOTE, PLAIN, TITLE, Paragraph, Table, TableCell, WordFile, paragraph
from ..docx.writer import write_docx
from ..settings import Settings
from .feedback import Sheet
from .workbook import write_rows

_HEADS = ("序号", "性质", "位置（按年报表格）", "现填", "问题", "建议", "单位反馈")
_WIDTHS = (5, 6, 20, 9, 32, 22, 16)
_NOTE = "“必改”改好才能发布；“请核”请看一眼，数字没有错的，在“单位反馈”一栏写明情况。改好后连同本单一并发回。"


def write_sheet(sheet: Sheet, settings: Settings, before: str) -> bytes:
    """The sheet of one agency. `before` is the day by which an answer is wanted, '' to leave it open."""
    title = f"{sheet.year}年政府信息公开工作年度报告反馈单"
    blocks: list[Paragraph | Table] = [paragraph(title, TITLE)]
    blocks += [paragraph(line, PLAIN) for line in _head(sheet, settings, before)]
    blocks += [_table(sheet), paragraph(_NOTE, NOTE)]
    return write_docx(WordFile(title, blocks, landscape=True, narrow=True))


def _head(sheet: Sheet, settings: Settings, before: str) -> list[str]:
    lines = [f"单位：{sheet.unit}"]
    if sheet.received:
        lines.append(f"收到的文件：{sheet.received}")
    lines.append(f"请于 {before or '　　月　　日'} 前反馈")
    return [*lines, *([f"联系：{settings.contact_line}"] if settings.contact_line else [])]


def _table(sheet: Sheet) -> Table:
    cells = [TableCell(word, 0, column, shaded=True, bold=True) for column, word in enumerate(_HEADS)]
    for row, item in enumerate(sheet.items, 1):
        values = (str(row), item.level, item.place, item.stated, item.problem, item.advice, "")
        cells += [
            TableCell(value, row, column, align="center" if column in (0, 1, 3) else "left")
            for column, value in enumerate(values)
        ]
    return Table(tuple(cells), _WIDTHS, head=1)


def write_all(sheets: Sequence[Sheet], year: int) -> bytes:
    """Every item of every agency, for the people who follow them up."""
    rows = [
        (number, sheet.unit, item.level, item.place, item.stated, item.problem, item.advice, "")
        for number, (sheet, item) in enumerate(((sheet, item) for sheet in sheets for item in sheet.items), 1)
    ]
    columns = [("序号", 6), ("单位", 26), ("性质", 6), ("位置", 28), ("现填", 12), ("问题", 50), ("建议", 36)]
    return write_rows(f"{year}年反馈", f"{year}年年报反馈汇总", [*columns, ("单位反馈", 24)], rows)
