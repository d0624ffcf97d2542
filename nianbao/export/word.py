"""A report as a Word file: the national form in the typography of official documents."""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser

from ..docx.model import BODY, HEADING, SUBHEADING, TITLE, Paragraph, Run, Table, TableCell, paragraph
from ..forms import Cell, Form
from ..forms import Table as FormTable
from ..grid import lay_out, placed
from ..head import Head
from ..prose.model import Prose

# Shares of the text width: a column of groups, one of labels, one of figures.
_GROUP, _LABEL, _VALUE = 1.6, 3.0, 1.0
# Letters in half points; a table of many columns has smaller ones.
_SIZE, _SMALL, _MANY = 21, 18, 12
_BLANK = {"~": "", "_": "", "/": "/", "?": "待填", "!": "无法读取"}


def report_blocks(head: Head, form: Form, prose: Prose | None) -> list[Paragraph | Table]:
    """Title, preface and sections as printed: each table right below its heading."""
    sections = {section.key: section for section in prose.sections} if prose else {}
    blocks: list[Paragraph | Table] = [paragraph(head.title, TITLE)]
    blocks += paragraphs_of(prose.preface.html) if prose else []
    for section in form.sections:
        typed = sections.get(section.key)
        blocks.append(paragraph(typed.title_printed if typed else section.title, HEADING))
        if section.table:
            blocks.append(official_table(form.table(section.table), head))
        if typed:
            blocks += paragraphs_of(typed.html)
    return blocks


def official_table(table: FormTable, head: Head) -> Table:
    """A table of the form filled with the figures of a report."""
    grid = lay_out(table)
    slots = list(placed(grid))
    labels = min(one.column for one in slots if one.slot.cell is not None)
    cells = tuple(
        TableCell(
            one.slot.text if one.slot.cell is None else figure_text(one.slot.cell, head),
            one.row,
            one.column,
            one.slot.rowspan,
            one.slot.colspan,
            shaded=one.slot.cell is None,
        )
        for one in slots
    )
    named = (_GROUP,) * (labels - 1) + (_LABEL,) if labels else ()
    widths = named + (_VALUE,) * (grid.columns - labels)
    heads = sum(row.head for row in grid.rows)
    return Table(cells, widths, heads, _SMALL if grid.columns > _MANY else _SIZE)


def figure_text(cell: Cell, head: Head) -> str:
    """A figure as it stands in the table: the number with its own unit, nothing where it is blank."""
    value = head.values[cell.index]
    unit = "" if cell.unit else head.unit(cell)
    return f"{value}{unit}" if value else _BLANK[head.states[cell.index]]


def paragraphs_of(html: str) -> list[Paragraph]:
    """The paragraphs and sub-headings of a section, bold as in the prose."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.paragraphs


class _Reader(HTMLParser):
    """What `prose.blocks` writes: rows of <p> and <h3>, with <strong> and <a> in them."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[Paragraph] = []
        self._runs: list[Run] = []
        self._bold = False

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self._bold = self._bold or tag == "strong"

    def handle_endtag(self, tag: str) -> None:
        if tag == "strong":
            self._bold = False
        elif tag in ("p", "h3"):
            self.paragraphs.append(Paragraph(tuple(self._runs), BODY if tag == "p" else SUBHEADING))
            self._runs = []

    def handle_data(self, data: str) -> None:
        if data.strip() or self._runs:
            self._runs.append(Run(data, self._bold))
