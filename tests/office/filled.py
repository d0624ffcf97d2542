"""填报表 filled in as an agency would, for tests: figures that balance, words, LibreOffice to work formulas out."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from nianbao.forms import Form
from nianbao.office.filling import Paper, blanks, cells_of
from nianbao.office.filling_book import TOP

SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")


def balanced(
    form: Form, seed: int, before: Sequence[int | None] | None = None, nothing_in: Sequence[str] = ()
) -> dict[int, int]:
    """Figures by index that satisfy every equation of a form, given last year's where they are known; 0 in the
    rows that are named."""
    dice = random.Random(seed)
    past = before or [None] * len(form.cells)
    values = {
        cell.index: 0 if cell.row in nothing_in else dice.choice((0, 0, 0, 0, 1, 1, 2, 5))
        for cell in form.cells
    }
    known = [
        equation
        for equation in form.equations
        if all(past[term.index] is not None for term in (*equation.left, *equation.right) if term.previous)
    ]

    def value(term: Any) -> int:
        number = past[term.index] if term.previous else values[term.index]
        assert number is not None
        return int(term.sign * number)

    for _ in range(20):
        for equation in known:
            rest = sum(map(value, equation.right)) - sum(map(value, equation.left[1:]))
            for term in equation.right:
                if rest < 0 and term.sign < 0 and not term.previous:
                    values[term.index] += rest
                    rest = 0
            values[equation.left[0].index] = rest
    for equation in known:
        assert sum(map(value, equation.left)) == sum(map(value, equation.right))
    assert min(values.values()) >= 0
    return values


def fill(data: bytes, form: Form, values: Mapping[int, object], fees: Sequence[object] = (0, 0, 0)) -> bytes:
    """A 填报表 with figures by index typed in, and what was charged."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    paper = Paper(form, "", "", form.first_year, [None] * len(form.cells))
    for sheet in paper.sheets:
        for cell, row, column in cells_of(sheet):
            if cell.index in values:
                book[sheet.table.place].cell(TOP + row + 1, column + 1).value = values[cell.index]  # type: ignore[index]
    if paper.fees is not None:
        section, sentence = paper.fees
        for number, _ in enumerate(blanks(sentence)):
            book[section.number].cell(TOP + number + 1, 2).value = fees[number]  # type: ignore[index]
    return saved(book)


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_words(data: bytes, text: str) -> bytes:
    """The Word file with a sentence wherever one is to be written."""
    document = docx.Document(io.BytesIO(data))
    for paragraph in document.paragraphs:
        if paragraph.text.strip() == "待填":
            paragraph.runs[0].text = text
    return saved(document)


def recalculated(folder: Path, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Workbooks opened and saved again by LibreOffice, which works every formula out."""
    assert SOFFICE is not None
    source, target = folder / "typed", folder / "recalculated"
    source.mkdir(parents=True)
    for name, data in files.items():
        (source / name).write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    words = ["--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(target)]
    subprocess.run(
        [SOFFICE, profile, *words, *(str(source / name) for name in files)],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return {name: (target / name).read_bytes() for name in files}
