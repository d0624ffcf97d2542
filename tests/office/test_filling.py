"""The 填报表: it shows what does not balance while it is filled in, and comes back without a loss."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from nianbao.agencies import Agency
from nianbao.forms.loading import load_form
from nianbao.importing.imported import Imported
from nianbao.importing.many.receiving import Library, pack_library, receive, unpack
from nianbao.office.filling import Paper, blanks, cells_of
from nianbao.office.filling_book import CHECKS, FAILS, HOLDS, TOP
from nianbao.office.filling_workbook import write_filling
from tests.office.filled import balanced, fill, needs_libreoffice, recalculated
from tests.sites import ROOT

UNIT = "东城区教育委员会"
FORMS = {
    path.stem: load_form(path.read_text(encoding="utf-8"))
    for path in (*sorted((ROOT / "nianbao/forms").glob("*.yaml")), ROOT / "tests/editions/2031.yaml")
}
every_edition = pytest.mark.parametrize("edition", FORMS)


def paper_of(edition: str, *, known: bool = True) -> Paper:
    """What an agency fills in; `known`: of last year there are figures that balance."""
    form = FORMS[edition]
    past = balanced(form, 7)
    return Paper(
        form,
        UNIT,
        "jiaowei",
        form.first_year + 3,
        [past[cell.index] if known else None for cell in form.cells],
    )


def figures_for(paper: Paper, seed: int = 1) -> dict[int, int]:
    return balanced(paper.form, seed, [None if number is None else int(number) for number in paper.before])


def bring(data: bytes, name: str = "填报表.xlsx") -> Imported:
    library = pack_library(Library(FORMS, (Agency(path="jiaowei", name=UNIT),)))
    return unpack(receive(data, name, library, opened_as=name, digest="").packed, FORMS)


def typed_figures(imported: Imported) -> dict[str, str]:
    return {address: read.typed for address, read in imported.cells.items()}


def wanted(paper: Paper, values: Mapping[int, int]) -> dict[str, str]:
    return {cell.address: str(values[cell.index]) for cell in paper.form.cells}


def book_of(data: bytes, *, values: bool = True) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)


def inputs(paper: Paper) -> set[tuple[str, int, int]]:
    """The cells to fill in, wide ones whole: sheet, row, column, from 1."""
    return {
        (sheet.table.place, TOP + one.row + 1, one.column + right)
        for sheet in paper.sheets
        for one in sheet.slots
        if one.slot.cell is not None
        for right in range(1, one.slot.colspan + 1)
    }


# -- before anybody has filled it in


@every_edition
def test_the_tables_stand_as_printed_and_nothing_but_the_cells_to_fill_in_can_be_changed(
    edition: str,
) -> None:
    paper = paper_of(edition)
    book = book_of(write_filling(paper))
    free = inputs(paper)
    for sheet in paper.sheets:
        page = book[sheet.table.place]
        assert page.protection.sheet
        for slot in sheet.slots:
            if slot.slot.cell is None and slot.slot.text:
                assert page.cell(TOP + slot.row + 1, slot.column + 1).value == slot.slot.text
    if paper.fees is not None:
        section, sentence = paper.fees
        free |= {(section.number, TOP + row, 2) for row in range(1, len(blanks(sentence)) + 1)}
    for page in book.worksheets:
        assert page.protection.sheet
        cells = (cell for row in page.iter_rows() for cell in row)
        assert {(page.title, cell.row, cell.column) for cell in cells if not cell.protection.locked} == {
            place for place in free if place[0] == page.title
        }


@every_edition
def test_what_last_year_handed_on_is_filled_in_and_nothing_else(edition: str) -> None:
    paper = paper_of(edition)
    book = book_of(write_filling(paper))
    filled = {
        cell.index: book[sheet.table.place].cell(TOP + row + 1, column + 1).value
        for sheet in paper.sheets
        for cell, row, column in cells_of(sheet)
    }
    assert {index: value for index, value in filled.items() if value is not None} == paper.given
    assert paper.given == {index: paper.before[past] for index, past in paper.form.taken_over.items()}


def test_without_last_years_report_nothing_is_filled_in() -> None:
    paper = paper_of("2021", known=False)
    assert paper.given == {}
    assert not any(check.equation.crosses_years for check in paper.checks)


@every_edition
def test_every_cell_takes_only_what_the_form_allows_there(edition: str) -> None:
    paper = paper_of(edition)
    book = book_of(write_filling(paper))
    for sheet in paper.sheets:
        rules = {str(rule.sqref): rule for rule in book[sheet.table.place].data_validations.dataValidation}
        for cell, row, column in cells_of(sheet):
            name = f"{get_column_letter(column + 1)}{TOP + row + 1}"
            formula = str(rules[name].formula1)
            assert (f"{name}>=0" in formula) == (cell.kind != "signed")
            assert (f"INT({name})" in formula) == (cell.kind != "amount")
            assert f'{name}="/"' in formula
            assert rules[name].showErrorMessage


@every_edition
def test_the_same_year_gives_the_same_file(edition: str) -> None:
    assert write_filling(paper_of(edition)) == write_filling(paper_of(edition))


def test_a_name_of_an_agency_is_never_a_formula() -> None:
    paper = Paper(FORMS["2021"], "=1+1", "jiaowei", 2024, [None] * 200)
    book = book_of(write_filling(paper), values=False)
    assert all(not str(page["A1"].value).startswith("=") or page["A1"].data_type == "s" for page in book)


# -- filled in


@every_edition
def test_a_form_that_was_filled_in_comes_back_cell_by_cell(edition: str) -> None:
    paper = paper_of(edition)
    values = figures_for(paper)
    imported = bring(fill(write_filling(paper), paper.form, values, (3, "250.5", 0)))
    assert imported.form is paper.form
    assert typed_figures(imported) == wanted(paper, values)
    assert not imported.unmapped
    if paper.fees is not None:
        assert "发出收费通知3件，总金额250.5元，实际收取0元。" in imported.markdown


@every_edition
def test_signs_and_decimals_come_back_as_typed(edition: str) -> None:
    paper = paper_of(edition, known=False)
    typed: dict[int, object] = {
        cell.index: 12.34 if cell.kind == "amount" else "/" if cell.index % 3 else 0
        for cell in paper.form.cells
    }
    imported = bring(fill(write_filling(paper), paper.form, typed))
    assert typed_figures(imported) == {cell.address: str(typed[cell.index]) for cell in paper.form.cells}


@every_edition
def test_a_cell_that_was_not_filled_in_is_still_to_be_filled_in_and_no_blank_of_the_report(
    edition: str,
) -> None:
    paper = paper_of(edition, known=False)
    values = figures_for(paper)
    left = [cell.index for cell in paper.form.cells][::5]
    imported = bring(
        fill(write_filling(paper), paper.form, {k: v for k, v in values.items() if k not in left})
    )
    open_still = [paper.form.cells[index].address for index in left]
    assert [address for address, read in imported.cells.items() if read.typed == "待填"] == open_still
    assert all("没有填" in imported.cells[address].note for address in open_still)


# -- worked out by LibreOffice


@needs_libreoffice
def test_a_form_that_balances_says_so_and_comes_back_after_libreoffice_has_saved_it(tmp_path: Path) -> None:
    papers = {f"{edition}.xlsx": paper_of(edition) for edition in FORMS}
    chosen = {name: figures_for(paper) for name, paper in papers.items()}
    files = {name: fill(write_filling(paper), paper.form, chosen[name]) for name, paper in papers.items()}
    for name, data in recalculated(tmp_path, files).items():
        book, paper = book_of(data), papers[name]
        assert {row[5] for row in book[CHECKS].iter_rows(min_row=2, values_only=True)} <= {HOLDS}
        assert {book[sheet.table.place]["A4"].value for sheet in paper.sheets} == {"都填了；没有不平的"}
        imported = bring(data)
        assert typed_figures(imported) == wanted(paper, chosen[name])
        assert not imported.unmapped


@needs_libreoffice
def test_every_wrong_figure_turns_the_relations_it_stands_in_red(tmp_path: Path) -> None:
    papers, files, wrong = {}, {}, {}
    for edition in FORMS:
        paper = paper_of(edition)
        values = figures_for(paper)
        told = {index for check in paper.checks for index in check.indexes}
        for index in sorted(told)[:: max(1, len(told) // 6)]:
            name = f"{edition}-{index}.xlsx"
            papers[name], wrong[name] = paper, index
            files[name] = fill(write_filling(paper), paper.form, values | {index: values[index] + 1})
    for name, data in recalculated(tmp_path, files).items():
        rows = list(book_of(data)[CHECKS].iter_rows(min_row=2, values_only=True))
        shown = [check for check, row in zip(papers[name].checks, rows, strict=True) if row[5] == FAILS]
        assert shown == [check for check in papers[name].checks if wrong[name] in check.indexes]
        assert all(abs(row[4]) == 1 for row in rows if row[5] == FAILS)
