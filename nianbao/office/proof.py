"""清样: a report for the leader's signature, with its key figures beside last year's and what was verified."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..agencies import Agency
from ..docx.model import HEADING, NOTE, PLAIN, TITLE, Paragraph, Table, TableCell, WordFile, paragraph
from ..docx.writer import write_docx
from ..export.word import figure_text, report_blocks
from ..finding import LEVEL_WORDS
from ..forms import Cell, Form
from ..head import Head
from ..outcome import open_findings
from ..pipeline import Checked
from ..prose import read_prose
from ..report import read_report
from ..rules.register import RULES

MARK = "送审稿"
_FIGURES = ("项目", "本年", "上年", "增减")
_FIGURE_WIDTHS = (4.6, 1.6, 1.6, 1.4)
_NOTES = ("问题", "位置", "说明", "核实人", "日期")
_NOTE_WIDTHS = (2.0, 2.2, 4.0, 1.4, 1.4)
_SIGNATURES = "拟稿：　　　　　审核：　　　　　签发：\n　　　　　　　　　　　　　　　　　　　　年　　月　　日"


def write_proof(checked: Checked, agency: Agency, head: Head) -> bytes:
    """The Word file: one sheet to decide by, then the report as it will be published."""
    unit, form = agency.name_in(head.year), checked.district.form(head.key)
    report, _ = read_report(checked.locator.text(head.key), form, head.year)
    prose = read_prose(checked.locator.prose(head.key), form, report, unit)
    first, *rest = report_blocks(head, form, prose)
    assert isinstance(first, Paragraph)
    title = f"{unit}{head.year}年年报{MARK}"
    blocks = [*_sheet(checked, head, form, unit), Paragraph(first.runs, first.style, page_break_before=True)]
    return write_docx(WordFile(title, [*blocks, *rest], header=MARK, watermark=MARK))


def _sheet(checked: Checked, head: Head, form: Form, unit: str) -> Iterator[Paragraph | Table]:
    yield paragraph(f"{unit}{head.year}年政府信息公开工作年度报告送审表", TITLE)
    yield paragraph("一、关键数据与上年对照", HEADING)
    yield _table(_FIGURES, list(_beside(checked, head, form)), _FIGURE_WIDTHS)
    yield paragraph("二、核实过的问题", HEADING)
    notes = [_note(item) for item in head.explanations]
    yield _table(_NOTES, notes, _NOTE_WIDTHS) if notes else paragraph("没有。", PLAIN)
    yield paragraph("三、还没有办的问题", HEADING)
    found = open_findings(checked.site.findings.get(head.key, ()))
    yield from (
        [paragraph(f"{LEVEL_WORDS[one.level]}　{one.place}：{one.text}", NOTE) for one in found]
        or [paragraph("没有。", PLAIN)]
    )
    yield paragraph(_SIGNATURES, PLAIN)


def _beside(checked: Checked, head: Head, form: Form) -> Iterator[tuple[str, ...]]:
    """The figures that play a part in the form, each with last year's and the difference."""
    past = checked.district.numbers_before(head.key, form)
    for cell in _key_cells(form):
        now, before = head.numbers[cell.index], past[cell.index]
        change = "" if now is None or before is None else f"{now - before:+}" if now != before else "0"
        told = "—" if before is None else str(before)
        yield cell.place, figure_text(cell, head) or "空白", told, change


def _key_cells(form: Form) -> list[Cell]:
    cells = {form.by_address[address].index: form.by_address[address] for address in form.roles.values()}
    return [cells[index] for index in sorted(cells)]


def _note(item: Mapping[str, str]) -> tuple[str, ...]:
    entry = RULES.get(item["rule"].strip())
    name = entry.name if entry else item["rule"]
    return name, item["path"], item["text"].strip(), item["by"], item["date"]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Table:
    cells = [TableCell(word, 0, column, shaded=True, bold=True) for column, word in enumerate(heads)]
    cells += [
        TableCell(text, number, column, align="left" if column == 0 or len(text) > 12 else "center")
        for number, row in enumerate(rows, 1)
        for column, text in enumerate(row)
    ]
    return Table(tuple(cells), tuple(widths), head=1)
