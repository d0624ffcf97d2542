"""published.csv: what was published with which figures, and what may not change afterwards."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.located import Fault
from nianbao.releases import HEADER, Release, format_release, read_releases, release_of, says_same
from tests.sites import FORM, build, codes, figures, small_site

FORMS = {"2021": FORM}
KEY = ("jiaowei", 2023)
REPORT = "content/reports/jiaowei/2023.yaml"
NIL = Release(*KEY, "2024-01-20", "2021", ("0",) * len(FORM.cells), 0, ("2024-01-20",))
CHANGED = {
    f"requests.{row}.{column}": "2"
    for row in ("new_requests", "granted", "results_total")
    for column in ("natural_person", "total")
}
CORRECTION = "更正:\n  - 日期: {}\n    内容: 表三“本年新收”更正为2件。\n    原因: 漏记\n"


def read(text: str) -> tuple[dict[tuple[str, int], Release], list[Fault]]:
    return read_releases(text, FORMS, {KEY})


def site(*releases: Release, changes: dict[str, str] | None = None, extra: str = "") -> dict[str, str]:
    lines = "".join(f"{format_release(release)}\n" for release in releases)
    return {
        **small_site(),
        "content/published.csv": f"{HEADER}\n{lines}",
        REPORT: figures(changes=changes, extra=extra),
    }


# -- reading

figure = st.one_of(
    st.sampled_from(["~", "/", "_"]),
    st.integers(0, 10**15 - 1).map(str),
    st.integers(0, 999).map("_{}".format),
    st.decimals(0, 10**9, places=6).map(str),
)


@given(st.lists(figure, min_size=len(FORM.cells), max_size=len(FORM.cells)), st.integers(0, 9))
def test_a_line_that_was_written_reads_back_the_same(cells: list[str], corrections: int) -> None:
    release = replace(NIL, cells=tuple(cells), corrections=corrections)
    assert read(f"{HEADER}\n{format_release(release)}\n") == ({KEY: release}, [])


def test_a_line_of_unit_and_year_is_enough_and_that_nothing_can_be_compared_is_said_once() -> None:
    listed, faults = read("单位,年份\r\njiaowei,2023\r\njiaowei,2023\r\n\r\n,,\r\n")
    assert list(listed) == [KEY] and listed[KEY].cells == ()
    assert [fault.kind for fault in faults] == ["published-bare"]


def test_the_first_line_is_a_heading_only_without_figures() -> None:
    assert list(read("jiaowei,2023\n")[0]) == [KEY]
    assert [fault.kind for fault in read("区教委,2023年\n")[1]] == ["bad-published"]


def test_a_date_may_be_written_as_excel_writes_it() -> None:
    listed, faults = read("jiaowei,2023,2024/1/20\n")
    assert listed[KEY].date == "2024-01-20"
    assert [fault.kind for fault in faults] == ["published-bare"]


@pytest.mark.parametrize(
    ("line", "column", "text"),
    [
        ("", "", ""),
        (",2023", "单位文件夹", ""),
        ("jiaowei", "年份", ""),
        ("jiaowei，2023", "单位文件夹", "jiaowei，2023"),
        ("jiaowei,23", "年份", "23"),
        ('"jiaowei","2023","昨天"', "发布日期", "昨天"),
        ("jiaowei,2023,,2031", "版式", "2031"),
        ("jiaowei,2023,,,0 0", "版式", ""),
        ("jiaowei,2023,,2021, 0 0", "数", "0 0"),
        ("jiaowei,2023,,2021," + "0 " * (len(FORM.cells) - 1) + "三", "数", None),
        ("jiaowei,2023,2024-01-20,2021,,两条", "更正条数", "两条"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_column(line: str, column: str, text: str | None) -> None:
    file = f"{HEADER}\n{line}\n"
    faults = [fault for fault in read(file)[1] if fault.kind == "bad-published"]
    assert [fault.facts["column"] for fault in faults] == ([column] if column else [])
    for fault in faults:
        assert text is None or fault.facts["text"] == text
        assert file[fault.start :].startswith(fault.facts["text"])


@given(st.text(alphabet='jiaowei,，2023-\n\r"0 ~/_年区三.', max_size=60))
def test_no_file_is_too_odd(text: str) -> None:
    read(text)


def test_the_latest_line_of_a_report_counts_wherever_it_stands() -> None:
    later = replace(NIL, date="2024-04-02", cells=("1",) * len(FORM.cells), corrections=1)
    for lines in ((NIL, later), (later, NIL)):
        listed, _ = read("".join(f"{format_release(line)}\n" for line in lines))
        assert listed[KEY].cells == later.cells
        assert set(listed[KEY].dates) == {"2024-01-20", "2024-04-02"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("25.10", "25.1", True),
        ("_81", "81", True),
        ("0", "~", False),
        ("0", "/", False),
        ("_", "~", False),
        ("-8", "8", False),
    ],
)
def test_blank_and_zero_differ_but_not_two_ways_to_write_a_number(one: str, other: str, same: bool) -> None:
    assert says_same(one, other) is says_same(other, one) is same


# -- what may not change


def test_a_report_as_it_was_published_is_left_alone(tmp_path: Path) -> None:
    built = build(tmp_path, site(NIL))
    assert codes(built) == []
    head = built.checked.site.reports[KEY]
    assert release_of(head, FORM, "2024-01-20") == replace(NIL, dates=())


def test_a_changed_number_stops_the_whole_site_and_is_told_once_with_all_its_cells(tmp_path: Path) -> None:
    build(tmp_path, site(NIL))
    built = build(tmp_path, site(NIL, changes=CHANGED), hold_errors=True)
    [finding] = [finding for finding in built.findings if finding.code == "P401"]
    assert built.published is None
    assert set(finding.cells) == set(CHANGED)
    assert finding.text.startswith("2024-01-20 发布为 0，现在是 2（共 6 格变了")
    assert {place.file for place in finding.positions} == {REPORT} and len(finding.positions) == 6


@pytest.mark.parametrize(
    ("day", "stops"), [("2024-01-19", True), ("2024-01-20", False), ("2024-04-02", False)]
)
def test_only_a_correction_of_that_day_or_later_explains_it(tmp_path: Path, day: str, stops: bool) -> None:
    built = build(tmp_path, site(NIL, changes=CHANGED, extra=CORRECTION.format(day)))
    assert ("P401" in codes(built)) is stops
    assert (built.published is None) is stops


def test_a_correction_that_was_published_explains_no_later_change(tmp_path: Path) -> None:
    corrected = replace(NIL, date="2024-04-02", corrections=1)
    built = build(tmp_path, site(NIL, corrected, changes=CHANGED, extra=CORRECTION.format("2024-04-02")))
    assert "P401" in codes(built)
    again = CORRECTION.format("2024-04-02") + CORRECTION.format("2024-04-02").partition("\n")[2]
    assert codes(build(tmp_path, site(NIL, corrected, changes=CHANGED, extra=again))) == []


def test_an_explanation_does_not_replace_a_correction(tmp_path: Path) -> None:
    note = "核实说明:\n  - 问题: P401\n    说明: 口径调整\n    核实人: 办公室\n    日期: 2024-04-02\n"
    built = build(tmp_path, site(NIL, changes=CHANGED, extra=note))
    assert {"P401", "E101"} <= set(codes(built))
    assert built.published is None


def test_strictness_about_years_does_not_soften_it(tmp_path: Path) -> None:
    files = site(NIL, changes=CHANGED)
    files["content/site.yaml"] += "严格自: 2024\n"
    assert build(tmp_path, files).published is None


@pytest.mark.parametrize("typed", ["待填", "三"])
def test_a_cell_without_a_figure_is_left_to_the_rule_that_says_so(tmp_path: Path, typed: str) -> None:
    built = build(tmp_path, site(NIL, changes={"requests.granted.total": typed}))
    assert "P401" not in codes(built) and built.published is None


def test_a_published_report_does_not_change_its_edition_unnoticed(tmp_path: Path) -> None:
    release = replace(NIL, edition="2019", cells=())
    assert {"P401", "P403"} & set(codes(build(tmp_path, site(release)))) == {"P403"}
    explained = build(tmp_path, site(release, extra=CORRECTION.format("2024-01-22")))
    assert "P403" not in codes(explained)


def test_a_unit_that_the_report_states_itself_belongs_to_the_figure() -> None:
    assert not says_same("251000元", "251000万元")
    assert says_same("251000", "251000元") and says_same("25.10万元", "25.1万元")


def test_the_day_of_publication_stays_what_one_of_the_lines_says(tmp_path: Path) -> None:
    other = replace(NIL, date="2024-01-22")
    assert "P402" in codes(build(tmp_path, site(other)))
    assert "P402" not in codes(build(tmp_path, site(other, NIL)))
