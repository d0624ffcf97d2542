"""An import written as content files: as `new` writes them, nothing invented, a draft until all is known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.cells import AUTO, PENDING
from nianbao.drafting import draft_figures
from nianbao.importing.files.content import write_figures
from nianbao.importing.files.merging import Standing, merge
from nianbao.importing.imported import Imported, fields_of, is_complete
from nianbao.report import Report, read_report
from nianbao.tidying import tidy
from tests.importing.imported_samples import FORMS, imported
from tests.sites import FORM, build, codes, small_site

TOTAL = "requests.new_requests.total"


def read(source: Imported) -> Report:
    report, faults = read_report(write_figures(source), source.form, source.year)
    assert report is not None and [f for f in faults if not f.facts.get("draft_ok")] == []
    return report


def typed_of(kind: str) -> st.SearchStrategy[str]:
    numbers = st.integers(0, 10**6).map(str)
    if kind == "amount":
        numbers |= st.decimals(0, 10**6, allow_nan=False, allow_infinity=False, places=4).map(str)
    if kind == "signed":
        numbers |= st.integers(-99, -1).map(str)
    return numbers | st.sampled_from(["~", "/", "待填"])


@pytest.mark.parametrize("edition", FORMS)
@given(data=st.data())
def test_every_figure_reads_back_as_it_was_imported(edition: str, data: st.DataObject) -> None:
    form = FORMS[edition]
    some = data.draw(st.lists(st.sampled_from(form.cells), max_size=12, unique_by=lambda cell: cell.index))
    changes = {cell.address: data.draw(typed_of(cell.kind)) for cell in some}
    report = read(imported(changes, form=form))
    for cell in form.cells:
        assert report.figures[cell.index].sign == changes.get(cell.address, "0")


@pytest.mark.parametrize("edition", FORMS)
def test_the_file_looks_as_new_writes_it(edition: str) -> None:
    form = FORMS[edition]
    source = imported(form=form, units={}, fields={})
    text = write_figures(source)
    zeros = {cell.address: "0" for cell in form.cells}
    drafted = draft_figures(form, source.unit, source.year, zeros).split("\n")
    assert [line for line in text.split("\n") if line not in drafted] == [
        "发布日期: 待定  # 原件没有发布日期，查到后填写，不推测"
    ]
    assert tidy(text, form, source.year)[1] == 0


@pytest.mark.parametrize("edition", FORMS)
def test_nothing_found_is_all_to_be_filled_in_and_never_a_nought(edition: str) -> None:
    report = read(imported(form=FORMS[edition], cells={}, units={}))
    assert {figure.state for figure in report.figures} == {PENDING}


@pytest.mark.parametrize("typed", ["", "1,234", "1 2", "三", "１", "-1", "007"])
def test_what_no_content_file_may_hold_is_to_be_filled_in(typed: str) -> None:
    report = read(imported({TOTAL: typed}))
    assert report.figures[FORM.by_address[TOTAL].index].state == PENDING


def test_only_a_total_is_left_to_the_program() -> None:
    part = "requests.new_requests.natural_person"
    report = read(imported({TOTAL: "_", part: "_"}))
    states = [report.figures[FORM.by_address[address].index].state for address in (TOTAL, part)]
    assert states == [AUTO, PENDING]


# -- the date


def test_a_report_that_is_all_known_has_its_date() -> None:
    assert read(imported()).dated == "2024-01-20"


def test_with_something_left_to_fill_in_it_is_a_draft_and_the_date_is_kept_in_a_remark() -> None:
    source = imported({TOTAL: None})
    assert read(source).dated == ""
    assert "\n发布日期: 待定  # 原件写 2024-01-20，填完再写\n" in write_figures(source)


def test_a_unit_that_is_not_stated_keeps_it_a_draft_too() -> None:
    source = imported(form=FORMS["2019"], units={})
    assert not is_complete(source)
    assert read(source).dated == ""


@pytest.mark.parametrize("stated", ["2024年初", "2024-02-31", "待定", "#1: x"])
def test_what_is_no_date_is_never_made_one(stated: str) -> None:
    source = imported(fields={"published": stated})
    assert read(source).dated == ""
    assert f"# 原件写 {stated}，" in write_figures(source)


# -- the other fields


def test_a_title_is_written_only_when_it_is_not_the_usual_one() -> None:
    usual = "东城区教育委员会 2023年政府信息公开 工作年度报告"
    assert "标题" not in write_figures(imported(fields={"title": usual}))
    assert read(imported(fields={"title": "2023年度报告"})).fields["title"] == "2023年度报告"


@pytest.mark.parametrize(
    "text",
    [
        "关于公开: 2023年的报告",
        "报告 # 1",
        "“引号”报告",
        '"引号"报告',
        "it's: a #title",
        """both ' and " : #""",
        "- 短横",
        "2023",
        "~",
        "{a}",
        "[1] 号",
        "*星*",
        "&x",
        "!y",
        "|z",
        "%w",
        "@v",
        "？问",
        "报告：一",
        "国办〔2024〕3号",
        "000014349/2024-00012",
        "名称:",
        "a\\b",
        '\\"',
        "待定",
        "无",
    ],
)
@pytest.mark.parametrize("name", ["title", "document_number", "index_number", "source_file"])
def test_any_text_of_a_field_reads_back_as_it_was(name: str, text: str) -> None:
    assert read(imported(fields={name: text})).fields[name] == text


@given(st.text(min_size=1, max_size=40))
def test_no_text_of_a_title_breaks_the_file(text: str) -> None:
    report = read(imported(fields=fields_of(FORM, FORM, source="a.docx", title=text)))
    assert report.fields["source_file"] == "a.docx"


def test_the_edition_is_named_only_where_the_year_would_choose_another() -> None:
    old, new = FORMS["2019"], FORMS["2021"]
    assert "edition" not in fields_of(new, new, source="a.docx")
    assert fields_of(old, new, source="a.docx")["edition"] == "2019"
    source = imported(form=old, year=2021, fields=fields_of(old, new, source="收件/旧/a.docx"))
    text = write_figures(source)
    assert "\n来源文件: a.docx\n版式: 2019\n" in text
    assert read(source).fields["edition"] == "2019"


def test_the_unit_of_an_amount_is_written_where_it_is_known() -> None:
    form = FORMS["2019"]
    for word in ("元", "万元", "未注明"):
        source = imported(form=form, units={"采购单位": word})
        assert read(source).units == {"procurement": word}
        assert tidy(write_figures(source), form, 2019)[1] == 0


# -- as part of a site


def test_an_imported_report_is_published_and_its_log_is_not(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = dict(small_site())
    merged = merge(imported(), Standing())
    files["content/reports/jiaowei/2023.yaml"] = merged.figures
    files["content/reports/jiaowei/2023.md"] = merged.prose
    files["content/reports/jiaowei/2023.import.txt"] = merged.log
    built = build(tmp_path, files)
    assert codes(built) == []
    written = [path for path in (tmp_path / "site").rglob("*") if path.is_file()]
    assert (tmp_path / "site/reports/jiaowei/2023.html").is_file()
    assert not any("import" in path.name or "导入记录".encode() in path.read_bytes() for path in written)


def test_cells_by_another_form_are_passed_over() -> None:
    source = imported()
    strange = replace(source, cells={**source.cells, "no.such.cell": source.cells[TOTAL]})
    assert write_figures(strange) == write_figures(source)
