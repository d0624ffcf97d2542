from __future__ import annotations

from random import Random

import pytest

from nianbao.forms import Form
from nianbao.forms.loading import load_form
from nianbao.grid import lay_out
from nianbao.importing.document import Document, Grid
from nianbao.importing.matched import Matched
from nianbao.importing.matching import match
from nianbao.report import read_report
from tests.importing.examples import EXAMPLES, needs_examples
from tests.importing.printed_tables import document, printed
from tests.importing.test_odd_tables import row_with, rows_of, spanned
from tests.sites import ROOT

FORMS = {
    name: load_form((ROOT / path).read_text(encoding="utf-8"))
    for name, path in (
        ("2019", "nianbao/forms/2019.yaml"),
        ("2021", "nianbao/forms/2021.yaml"),
        ("2031", "tests/editions/2031.yaml"),
    )
}


def truth(path: str, form: Form, year: int) -> dict[str, str]:
    text = (ROOT / "content/reports" / path / f"{year}.yaml").read_text(encoding="utf-8")
    report, _ = read_report(text, form, year)
    assert report is not None
    return {cell.address: report.figures[cell.index].sign for cell in form.cells}


def typed(matched: Matched) -> dict[str, str]:
    return {address: read.typed for address, read in matched.cells.items()}


def filled(form: Form) -> tuple[dict[str, str], list[Grid]]:
    random = Random(3)
    figures = {cell.address: str(random.randint(0, 500)) for cell in form.cells}
    return figures, [printed(table, figures, number) for number, table in enumerate(form.tables, 1)]


@pytest.mark.parametrize("edition", FORMS)
@pytest.mark.parametrize("year", [None, 2019, 2020, 2024, 2040])
def test_the_edition_is_known_by_its_tables_whatever_the_year_says(edition: str, year: int | None) -> None:
    figures, grids = filled(FORMS[edition])
    matched = match(document("前言", *grids, "结语"), FORMS, year)
    assert matched.form.edition == edition
    assert typed(matched) == figures
    assert list(matched.cells) == [cell.address for cell in FORMS[edition].cells]
    assert [paragraph.text for paragraph in matched.paragraphs] == ["前言", "结语"]
    assert set(matched.anchors.values()) == {1}


def test_tables_that_both_editions_have_are_told_by_the_year() -> None:
    _, grids = filled(FORMS["2021"])
    for year, edition in ((2019, "2019"), (2020, "2019"), (2022, "2021")):
        assert match(document(grids[2]), FORMS, year).form.edition == edition


def test_other_handling_in_one_row_does_not_make_a_report_one_of_an_earlier_edition() -> None:
    _, grids = filled(FORMS["2021"])
    rows = rows_of(1)
    first = row_with(rows, "（六）")
    rows[first : first + 3] = [[("（六）其他处理", 1, 2), *[("0", 1, 1)] * 7]]
    rows = [[(t, 20 if "三、本" in t else r, c) for t, r, c in row] for row in rows]
    for year in (2022, None):
        matched = match(document(grids[0], spanned(rows, 2), grids[2]), FORMS, year)
        assert matched.form.edition == "2021"
    # Without the table that tells them apart, the year does.
    assert match(document(spanned(rows, 2), grids[2]), FORMS, 2023).form.edition == "2021"


def test_a_table_in_running_text_stands_beside_those_in_grids() -> None:
    figures, grids = filled(FORMS["2021"])
    lines = [
        "\t".join(figures[slot.cell.address] if slot.cell else slot.text for slot in row.slots)
        for row in lay_out(FORMS["2021"].tables[0]).rows
    ]
    titles = [section.title for section in FORMS["2021"].sections]
    matched = match(document(titles[1], *lines, titles[2], grids[1], grids[2], "六、其他"), FORMS, 2023)
    assert typed(matched) == figures
    texts = [paragraph.text for paragraph in matched.paragraphs]
    assert texts[-1] == "六、其他"
    assert texts[matched.anchors["requests"] - 1] == titles[2]


def test_a_document_without_tables_gives_no_cells_and_loses_no_word() -> None:
    matched = match(document("一、总体情况", "全年公开信息12条。"), FORMS, 2023)
    assert not matched.cells
    assert [paragraph.text for paragraph in matched.paragraphs] == ["一、总体情况", "全年公开信息12条。"]
    assert not match(Document("txt", ()), FORMS, None).cells


@needs_examples
@pytest.mark.parametrize(
    ("name", "path", "year"),
    [
        ("2019-shanghai-gov-general-office.html", "shanghai/general-office", 2019),
        ("2024-huaian-city.pdf", "huaian", 2024),
        ("2023-dongcheng-government-office.txt", "dongcheng/government-office", 2023),
    ],
)
def test_real_reports_are_read_without_a_fault(name: str, path: str, year: int) -> None:
    from nianbao.importing.sources.opening import open_source

    matched = match(open_source((EXAMPLES / name).read_bytes(), name), FORMS, year)
    assert typed(matched) == truth(path, matched.form, year)
    assert not matched.unmapped
    assert not [read for read in matched.cells.values() if read.note]


@needs_examples
def test_the_blank_form_is_read_as_blank() -> None:
    from nianbao.importing.sources.opening import open_source

    name = "blank-form-2021.docx"
    matched = match(open_source((EXAMPLES / name).read_bytes(), name), FORMS, None)
    assert matched.form.edition == "2021"
    assert set(typed(matched).values()) == {"~"}
    assert len(matched.cells) == len(matched.form.cells)
