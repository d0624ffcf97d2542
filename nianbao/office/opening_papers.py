"""What an agency receives when the year is opened: a folder with the 填报表 and the prose to be written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace

from ..docx.model import HEADING, TITLE, Paragraph, WordFile, paragraph
from ..docx.writer import write_docx
from ..drafting import draft_figures, draft_prose
from ..export.word import paragraphs_of
from ..prose import read_prose
from ..settings import Settings
from .filling import OPEN, Paper
from .filling_workbook import write_filling

# The first day a zip can bear.
_MADE = (1980, 1, 1, 0, 0, 0)
_HEADER = "在“待填”处写正文；各级标题照统一格式，不要改。"


def agency_files(paper: Paper, settings: Settings, before: str) -> dict[str, bytes]:
    """The files by name. `before` is the day they are wanted back, '' to leave it open."""
    start = f"{paper.unit}{paper.year}年"
    return {
        f"{start}填报表.xlsx": write_filling(paper, _hints(settings, before)),
        f"{start}正文.docx": write_shell(paper),
    }


def write_shell(paper: Paper) -> bytes:
    """The prose to be written, as a Word file: the headings of the form, and 待填 where words belong."""
    prose = read_prose(draft_prose(paper.form), paper.form, None, paper.unit)
    written = {section.key: section for section in prose.sections}
    blocks = [paragraph(paper.report_title, TITLE), *_marked(prose.preface.html)]
    for section in paper.form.sections:
        blocks.append(paragraph(section.title, HEADING))
        blocks += _marked(written[section.key].html) if section.key in written else []
    in_tables = "、".join(section.number for section in paper.form.sections if section.table)
    header = f"{_HEADER}第{in_tables}部分的表填在 Excel 填报表里，这里不用写。"
    return write_docx(WordFile(paper.report_title, blocks, header=header))


def draft_content(paper: Paper) -> dict[str, bytes]:
    """The content files of the year by the ends of their names: everything to be filled in."""
    cells = paper.form.cells
    known = {cells[index].address: str(number) for index, number in paper.given.items()}
    return {
        ".yaml": draft_figures(paper.form, paper.unit, paper.year, known).encode("utf-8"),
        ".md": draft_prose(paper.form).encode("utf-8"),
    }


def pack(folders: Mapping[str, Mapping[str, bytes]]) -> bytes:
    """One zip with a folder for each agency. The same content gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for folder, files in folders.items():
            for name, data in files.items():
                entry = zipfile.ZipInfo(f"{folder}/{name}", _MADE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(entry, data)
    return out.getvalue()


def _hints(settings: Settings, before: str) -> list[str]:
    wanted = [f"请于 {before} 前报送。"] if before else []
    return wanted + ([f"联系：{settings.contact_line}"] if settings.contact_line else [])


def _marked(html: str) -> list[Paragraph]:
    """Paragraphs in which what is to be written stands out."""
    return [
        Paragraph(tuple(replace(run, red=run.text == OPEN) for run in one.runs), one.style)
        for one in paragraphs_of(html)
    ]
