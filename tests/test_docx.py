"""Word files written by the program: what goes in comes out, in the typography of official documents."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import docx
from hypothesis import given
from hypothesis import strategies as st

from nianbao.docx.model import (
    BODY,
    HEADING,
    TITLE,
    Paragraph,
    Run,
    Table,
    TableCell,
    WordFile,
    paragraph,
)
from nianbao.docx.writer import write_docx
from nianbao.grid import lay_out, placed
from tests.sites import FORM


def opened(file: WordFile) -> docx.document.Document:
    return docx.Document(io.BytesIO(write_docx(file)))


@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_words_come_out_as_they_went_in_but_for_signs_xml_cannot_hold(texts: list[str]) -> None:
    found = [p.text for p in opened(WordFile("样", [paragraph(text) for text in texts])).paragraphs]
    kept = [
        "".join(sign for sign in text if sign in "\t\n\r" or (sign >= " " and sign not in "\ufffe\uffff"))
        for text in texts
    ]
    assert [text.replace("\r", "\n") for text in found] == [
        text.replace("\r\n", "\n").replace("\r", "\n") for text in kept
    ]


def test_headings_are_headings_for_word_and_for_screen_readers() -> None:
    file = opened(
        WordFile(
            "样", [paragraph("报告", TITLE), paragraph("一、总体情况", HEADING), paragraph("正文", BODY)]
        )
    )
    assert [p.style.name for p in file.paragraphs if p.style] == ["Title", "Heading 1", "Normal"]


def test_an_official_table_keeps_its_spans_and_repeats_its_head() -> None:
    table = FORM.tables[1]
    grid = lay_out(table)
    cells = tuple(
        TableCell(slot.slot.text or "7", slot.row, slot.column, slot.slot.rowspan, slot.slot.colspan)
        for slot in placed(grid)
    )
    widths = (1.0,) * grid.columns
    found = opened(WordFile("样", [Table(cells, widths, head=3)])).tables[0]
    assert (len(found.rows), len(found.columns)) == (len(grid.rows), grid.columns)
    by_place = {(slot.row, slot.column): slot.slot for slot in placed(grid)}
    for (row, column), slot in by_place.items():
        for down in range(slot.rowspan):
            for right in range(slot.colspan):
                assert found.cell(row + down, column + right).text == (slot.text or "7")
    assert [row._tr.xml.count("w:tblHeader") for row in found.rows][:4] == [1, 1, 1, 0]


def test_every_page_bears_the_header_the_watermark_and_its_number() -> None:
    file = opened(WordFile("样", [Paragraph((Run("正文", bold=True),))], header="送审稿", watermark="送审稿"))
    section = file.sections[0]
    assert section.header.paragraphs[0].text == "送审稿" and 'string="送审稿"' in section.header._element.xml
    assert " PAGE " in section.footer._element.xml
    size = [round(length.mm) for length in (section.page_width, section.page_height) if length]
    assert size == [210, 297]


def test_the_same_content_gives_the_same_bytes_and_every_part_is_xml() -> None:
    file = WordFile("样 & <例>", [paragraph("一 & 二 < 三")], landscape=True)
    data = write_docx(file)
    assert data == write_docx(file)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            ElementTree.fromstring(package.read(name))
