"""What could not be checked is counted and said: silence must not look like agreement."""

from __future__ import annotations

from pathlib import Path

from nianbao.coverage import Coverage, uncovered
from tests.sites import FORM, build, codes, figures, prose, small_site

INNER = len(FORM.inner_equations)
CROSSING = len(FORM.crossing_equations)


def covered(root: Path, files: dict[str, str | bytes | None]) -> dict[tuple[str, int], Coverage]:
    return dict(build(root, files).checked.site.coverage)


def agency(path: str, name: str, extra: str = "") -> dict[str, str]:
    return {f"content/reports/{path}/agency.yaml": f"全称: {name}\n{extra}"}


def report(path: str, year: int, **more: str) -> dict[str, str]:
    folder = f"content/reports/{path}/{year}"
    return {f"{folder}.yaml": figures(year, **more), f"{folder}.md": prose(year)}  # type: ignore[arg-type]


def test_a_report_alone_is_checked_within_and_nothing_else(tmp_path: Path) -> None:
    [one] = covered(tmp_path, dict(small_site())).values()
    assert (one.held, one.failed, one.undecided, one.compared) == (INNER, 0, 0, 0)
    assert one.missing_before == ("jiaowei",) and one.has_prose


def test_with_the_year_before_every_relation_with_it_is_counted(tmp_path: Path) -> None:
    one = covered(tmp_path, {**small_site(), **report("jiaowei", 2022)})["jiaowei", 2023]
    assert (one.compared, one.missing_before) == (CROSSING, ())


def test_failed_undecided_and_computed_equations_are_told_apart(tmp_path: Path) -> None:
    changes = {
        "requests.granted.natural_person": "~",
        "disputes.review.total": "1",
        "requests.new_requests.total": "_",
    }
    files = {**small_site(), "content/reports/jiaowei/2023.yaml": figures(changes=changes)}
    [one] = covered(tmp_path, files).values()
    assert (one.failed, one.undecided) == (1, 2)
    assert one.held == INNER - 1 - 2 - 1  # the computed total proves nothing


def test_a_blank_that_no_number_can_fill_is_a_failure_and_not_open(tmp_path: Path) -> None:
    changes = {"disputes.review.upheld": "5", "disputes.review.corrected": "~", "disputes.review.total": "1"}
    files = {**small_site(), "content/reports/jiaowei/2023.yaml": figures(changes=changes)}
    [one] = covered(tmp_path, files).values()
    assert (one.failed, one.undecided) == (1, 0)


def test_a_merged_agency_is_compared_only_with_all_it_took_over(tmp_path: Path) -> None:
    merged = agency(
        "wenlv", "文化和旅游局", "承接:\n  - 单位: wenhua\n    起: 2023\n  - 单位: lvyou\n    起: 2023\n"
    )
    carried = {
        f"requests.{row}.{column}": "2"
        for row in ("carried_over", "granted", "results_total")
        for column in ("natural_person", "total")
    }
    forward = {
        f"requests.{row}.{column}": "1"
        for row in ("new_requests", "carried_forward")
        for column in ("natural_person", "total")
    }
    files = {
        **{name: text for name, text in small_site().items() if "jiaowei" not in name},
        **merged,
        **agency("wenhua", "文化局", "撤销: 2022\n"),
        **agency("lvyou", "旅游局", "撤销: 2022\n"),
        **report("wenlv", 2023, changes=carried),  # type: ignore[arg-type]
        **report("wenhua", 2022, changes=forward),  # type: ignore[arg-type]
    }
    built = build(tmp_path, files)
    one = built.checked.site.coverage["wenlv", 2023]
    assert one.missing_before == ("lvyou",) and one.compared == 0
    assert "S101" not in codes(built)
    built = build(tmp_path, report("lvyou", 2022, changes=forward))  # type: ignore[arg-type]
    assert built.checked.site.coverage["wenlv", 2023].compared == CROSSING
    assert "S101" not in codes(built)


def test_an_agency_founded_that_year_has_no_year_before_to_miss(tmp_path: Path) -> None:
    files = {**small_site(), **agency("jiaowei", "东城区教育委员会", "设立: 2023\n")}
    assert covered(tmp_path, files)["jiaowei", 2023].missing_before == ()


def test_a_sum_names_the_agencies_whose_report_is_not_there(tmp_path: Path) -> None:
    files = {
        **small_site(),
        **agency("qu", "示例区人民政府"),
        **report("qu", 2023, extra="汇总范围: 全部下级\n"),
        **agency("qu/jiaoyu", "示例区教育局"),
        **report("qu/jiaoyu", 2023),
        **agency("qu/jiedao", "示例区街道"),
        **agency("qu/old", "示例区旧局", "撤销: 2020\n"),
        **agency("qu/none", "示例区某中心", "不单独编制: 是\n"),
    }
    found = covered(tmp_path, files)
    assert found["qu", 2023].missing_below == ("qu/jiedao",)
    assert found["jiaowei", 2023].missing_below == ()


def test_the_sentence_for_clerks_counts_what_was_left_out(tmp_path: Path) -> None:
    seen = {
        ("a", 2023): Coverage(True, 40, 0, 0, 9, (), (), True),
        ("b", 2023): Coverage(True, 40, 0, 12, 0, ("b",), (), True),
        ("c", 2023): Coverage(True, 40, 0, 0, 0, ("x", "y"), ("z",), False),
        ("d", 2023): Coverage(False, 0, 0, 0, 0, (), (), False),
    }
    said = uncovered(seen, lambda key: {"x": "旅游局", "y": "文化局", "z": "某街道"}[key[0]])
    assert said == (
        "没有核对的：1 份读不出来；1 份没有上一年的报告，前后年度没有对照；"
        "1 份缺承接单位上一年的报告（旅游局、文化局），前后年度没有对照；1 份有空白格，12 个等式无法判断；"
        "1 份没有正文，正文与表格没有对照；1 份汇总报告缺所属单位的报告（某街道）。"
    )
    assert uncovered({("a", 2023): seen["a", 2023]}, lambda key: "") == ""
