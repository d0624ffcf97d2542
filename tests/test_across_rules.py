"""Rules that need several reports: levels, years, dates, orders of magnitude, 雷同."""

from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.agencies import Agency
from nianbao.checking import check_across
from nianbao.finding import Finding
from nianbao.head import Head
from nianbao.likeness import SKETCH, comparable, hashes, read_clauses, sketch
from nianbao.memo import Memo
from nianbao.pipeline import Options, check_site
from nianbao.project import gather
from nianbao.rules.district import District
from nianbao.settings import read_settings
from tests.sites import FORM, figures, prose, write

SITE = "名称: 政府信息公开工作年度报告\n"


def agency(name: str, category: str = "工作部门", more: str = "") -> str:
    return f"全称: {name}\n类别: {category}\n{more}"


def year(
    licensing: str = "0", *, scope: str = "", published: str = "2024-01-20", more: str = "", **cells: str
) -> str:
    """A short report of 2021's edition; `cells` are the other rows of table 2."""
    rows = {
        "规章": "0 0 0",
        "行政规范性文件": "0 0 0",
        "行政许可": licensing,
        "行政处罚": "0",
        "行政强制": "0",
        "收费万元": "0",
    } | cells
    lines = "".join(f"  {name}: {numbers}\n" for name, numbers in rows.items())
    head = f"发布日期: {published}\n" + (f"汇总范围: {scope}\n" if scope else "")
    return f"{head}主动公开:\n{lines}申请: 无\n复议诉讼: 无\n{more}"


def year_2020(licensing: str, more: str = "") -> str:
    """A short report of 2019's edition."""
    return f"""发布日期: 2021-01-20
{more}主动公开:
  规章: 0 0 0
  规范性文件: 0 0 0
  行政许可: {licensing}
  其他事项: 0 0 0
  行政处罚: 0 0 0
  行政强制: 0 0 0
  收费项目: 0 0
  集中采购: 1 20
  采购单位: 万元
申请: 无
复议诉讼: 无
"""


def check(root: Path, files: dict[str, str], *codes: str) -> list[Finding]:
    """The findings of these codes; `files` stand below content/reports."""
    site = files.pop("site.yaml", SITE)
    project = write(
        root, {"content/site.yaml": site, **{f"content/reports/{name}": text for name, text in files.items()}}
    )
    found = check_site(project, gather(project), Memo(None), Options()).findings
    return [finding for finding in found if finding.code in codes]


def district(**reports: str) -> dict[str, str]:
    """示例区 with its consolidated report and the reports of departments, by the names of their folders."""
    files = {"qu/agency.yaml": agency("示例区人民政府", "人民政府")}
    for name, text in reports.items():
        folder = name.replace("__", "/")
        files[f"{folder}/2023.yaml"] = text
        files.setdefault(f"{folder}/agency.yaml", agency(f"示例区{folder.rpartition('/')[2]}局"))
    return files


# -- levels


def test_a_sum_that_fits_is_left_alone(tmp_path: Path) -> None:
    files = district(qu=year("5", scope="全部下级"), qu__a=year("2"), qu__b=year("3"))
    assert check(tmp_path, files, "H101", "H102", "H103") == []


def test_one_finding_tells_all_cells_and_the_unit_that_was_left_out(tmp_path: Path) -> None:
    files = district(qu=year("2", scope="全部下级"), qu__a=year("2"), qu__b=year("3", 行政处罚="4"))
    [finding] = check(tmp_path, files, "H101")
    assert finding.cells == ("disclosure.licensing.decisions", "disclosure.penalties.decisions")
    assert finding.numbers == ("2", "2", "5")
    assert "示例区b局" in finding.likely and "漏" in finding.likely


def test_a_unit_counted_twice_is_named(tmp_path: Path) -> None:
    files = district(qu=year("8", scope="全部下级"), qu__a=year("2"), qu__b=year("3"))
    [finding] = check(tmp_path, files, "H101")
    assert "示例区b局" in finding.likely and "多算" in finding.likely


def test_a_consolidated_part_counts_for_all_below_it(tmp_path: Path) -> None:
    below = {"qu__xian": year("7", scope="全部下级"), "qu__xian__c": year("4"), "qu__xian__d": year("3")}
    files = district(qu=year("9", scope="全部下级"), qu__a=year("2"), **below)
    files["qu/xian/agency.yaml"] = agency("示例县人民政府", "人民政府")
    assert check(tmp_path, files, "H101", "H102") == []


def test_a_part_with_its_own_figures_only_is_added_to_those_below_it(tmp_path: Path) -> None:
    files = district(qu=year("9", scope="全部下级"), qu__a=year("2"), qu__a__b=year("7"))
    assert check(tmp_path, files, "H101", "H102") == []


def test_a_superior_that_changed_counts_by_year(tmp_path: Path) -> None:
    files = district(qu=year("2", scope="全部下级"), qu__a=year("2"), other=year("1"), qu__gone=year("9"))
    files["qu/gone/agency.yaml"] = agency("示例区气象局", more="上级:\n  - {单位: other, 起: 2023}\n")
    assert check(tmp_path, files, "H101", "H102") == []


def test_a_department_with_figures_of_its_own_may_state_more_than_its_units(tmp_path: Path) -> None:
    files = district(ju=year("9", scope="全部下级"), ju__zhan=year("4"))
    assert check(tmp_path, files, "H101") == []
    files = district(ju=year("3", scope="全部下级"), ju__zhan=year("4"))
    assert len(check(tmp_path / "less", files, "H101")) == 1


def test_a_draft_counts_as_soon_as_it_is_filled_in(tmp_path: Path) -> None:
    draft = year("3", published="待定")
    assert check(tmp_path, district(qu=year("3", scope="全部下级"), qu__a=draft), "H101", "H102") == []
    unfilled = year("待填", published="待定")
    found = check(
        tmp_path / "unfilled", district(qu=year("3", scope="全部下级"), qu__a=unfilled), "H101", "H102"
    )
    assert [(finding.code, "示例区a局" in finding.text) for finding in found] == [("H102", True)]


def test_units_that_do_not_report_are_not_missed(tmp_path: Path) -> None:
    files = district(qu=year("3", scope="全部下级"), qu__a=year("3"))
    files["qu/b/agency.yaml"] = agency("示例区乙局", more="不单独编制: 是\n")
    files["qu/c/agency.yaml"] = agency("示例区丙局", more="撤销: 2020\n")
    assert check(tmp_path, files, "H101", "H102") == []


def test_a_site_that_holds_no_units_below_is_not_told_so(tmp_path: Path) -> None:
    assert check(tmp_path, district(qu=year("3", scope="区直部门")), "H101", "H102", "H103") == []


def test_blank_cells_and_rounded_amounts_are_no_differences(tmp_path: Path) -> None:
    parts = {"qu__a": year("~", 收费万元="1.254"), "qu__b": year("3", 收费万元="2")}
    files = district(qu=year("7", scope="全部下级", 收费万元="3.25"), **parts)
    assert check(tmp_path, files, "H101") == []
    files["qu/2023.yaml"] = year("7", scope="全部下级", 收费万元="3.24")
    assert [f.cells for f in check(tmp_path, files, "H101")] == [("disclosure.fees.amount",)]


def test_editions_are_compared_where_both_have_the_cell(tmp_path: Path) -> None:
    files = {
        "qu/agency.yaml": agency("示例区人民政府", "人民政府"),
        "qu/a/agency.yaml": agency("示例区甲局"),
        "qu/2020.yaml": year_2020("100 5 8", "汇总范围: 全部下级\n"),
        "qu/a/2020.yaml": year("8", published="2021-01-20").replace("主动公开", "版式: '2021'\n主动公开"),
    }
    assert check(tmp_path, files, "H101", "H102") == []


def test_what_cannot_be_read_is_missing_and_nothing_breaks(tmp_path: Path) -> None:
    files = district(qu=year("3", scope="全部下级"), qu__a="主动公开: [")
    assert [finding.code for finding in check(tmp_path, files, "H101", "H102")] == ["H102"]


def test_superiors_in_a_circle_do_not_hang(tmp_path: Path) -> None:
    files = district(qu=year("3", scope="全部下级"), qu__a=year("3"))
    files["qu/agency.yaml"] += "上级:\n  - {单位: qu/a, 起: 2000}\n"
    assert check(tmp_path, files, "H101", "H102") == []


@pytest.mark.parametrize(
    ("name", "more", "said"),
    [
        ("示例区东门街道办事处", "", True),
        ("示例县教育局", "", True),
        ("示例壮族自治区林业局", "", False),
        ("示例市教育局", "", False),
        ("示例市教育局", "层级: 市级\n", True),
        ("示例市人民政府办公室", "层级: 市级\n", False),
        ("示例省人民政府办公厅", "层级: 省级\n", False),
        ("示例市人民政府", "层级: 县级\n", True),
    ],
)
def test_who_may_make_rules_is_judged_only_where_it_is_known(
    tmp_path: Path, name: str, more: str, said: bool
) -> None:
    files = {"a/agency.yaml": agency(name, more=more), "a/2023.yaml": year(规章="1 0 1")}
    assert bool(check(tmp_path, files, "C101")) == said


# -- years


def test_requests_are_carried_over_from_one_edition_to_the_next(tmp_path: Path) -> None:
    carried = {f"requests.carried_over.{column}": "2" for column in ("natural_person", "total")}
    handled = {
        f"requests.{row}.{column}": "2"
        for row in ("granted", "results_total")
        for column in ("natural_person", "total")
    }
    files = {
        "a/agency.yaml": agency("示例区甲局"),
        "a/2020.yaml": year_2020("0 0 0"),
        "a/2021.yaml": figures(2021, changes=carried | handled),
    }
    [finding] = check(tmp_path, files, "S101", "S102")
    assert (finding.code, finding.year, finding.numbers) == ("S101", 2021, ("2", "0", "2", "0"))


def test_items_of_2019_go_on_from_year_to_year(tmp_path: Path) -> None:
    files = {"a/agency.yaml": agency("示例区甲局")}
    files["a/2019.yaml"] = year_2020("100 -5 1").replace("2021-", "2020-")
    files["a/2020.yaml"] = year_2020("100 0 1")
    [finding] = check(tmp_path, files, "S103")
    assert finding.numbers == ("100", "95")
    assert (
        check(
            tmp_path / "blank",
            files | {"a/2019.yaml": files["a/2019.yaml"].replace("100 -5", "100 ~")},
            "S103",
        )
        == []
    )


def test_the_larger_amount_is_the_one_doubted(tmp_path: Path) -> None:
    files = {"a/agency.yaml": agency("示例区甲局")}
    files |= {
        "a/2022.yaml": year(收费万元="251000", published="2023-01-20"),
        "a/2023.yaml": year(收费万元="25.1"),
    }
    [finding] = check(tmp_path, files, "C105", "S105")
    assert (finding.year, finding.numbers) == (2022, ("251000", "25.1"))
    assert "应填 25.1" in finding.remedy


@pytest.mark.parametrize(
    ("before", "now", "codes"),
    [
        ("25.1", "260000", ["C105"]),
        ("31.2", "251000", ["C105"]),
        ("0", "251000", []),
        ("0.5", "4900", ["C105"]),
        ("0.5", "2500", []),
        ("3", "40", ["S105"]),
        ("0.3", "4", []),
    ],
)
def test_only_large_changes_of_large_amounts_are_mentioned(
    tmp_path: Path, before: str, now: str, codes: list[str]
) -> None:
    files = {"a/agency.yaml": agency("示例区甲局")}
    files |= {"a/2022.yaml": year(收费万元=before, published="2023-01-20"), "a/2023.yaml": year(收费万元=now)}
    assert [finding.code for finding in check(tmp_path, files, "C105", "S105")] == codes


def test_a_year_of_taking_over_others_is_not_compared(tmp_path: Path) -> None:
    files = {
        "a/agency.yaml": agency("示例区甲局", more="承接:\n  - {单位: b, 起: 2023}\n"),
        "b/agency.yaml": agency("示例区乙局"),
    }
    files |= {"a/2022.yaml": year("20", published="2023-01-20"), "a/2023.yaml": year("900")}
    assert check(tmp_path, files, "S105") == []


# -- dates


@pytest.mark.parametrize(
    ("name", "category", "published", "late"),
    [
        ("示例区教育局", "工作部门", "2024-01-31", False),
        ("示例区教育局", "工作部门", "2024-02-01", True),
        ("示例区人民政府", "人民政府", "2024-03-31", False),
        ("示例区人民政府", "人民政府", "2024-04-01", True),
        ("示例镇人民政府", "人民政府", "2024-02-01", True),
        ("示例开发区管委会", "其他", "2024-03-31", False),
        ("示例开发区管委会", "其他", "2024-04-01", True),
    ],
)
def test_a_date_is_late_only_after_the_last_day_of_its_kind(
    tmp_path: Path, name: str, category: str, published: str, late: bool
) -> None:
    files = {"a/agency.yaml": agency(name, category), "a/2023.yaml": year(published=published)}
    assert bool(check(tmp_path, files, "P101")) == late


def test_local_deadlines_hold_from_the_strict_year_on(tmp_path: Path) -> None:
    files = {
        "site.yaml": f"{SITE}严格自: 2023\n期限: {{工作部门: 01-15}}\n",
        "a/agency.yaml": agency("示例区甲局"),
    }
    files |= {"a/2022.yaml": year(published="2023-01-20"), "a/2023.yaml": year(published="2024-01-20")}
    assert [finding.year for finding in check(tmp_path, files, "P101")] == [2023]


@pytest.mark.parametrize("typed", ["期限: 1月20日", "期限: {工作部门: 2月30日}", "期限: {区直部门: 1月20日}"])
def test_a_deadline_nobody_can_read_is_a_finding(typed: str) -> None:
    settings, faults = read_settings(f"{SITE}{typed}\n")
    assert ([fault.kind for fault in faults], dict(settings.deadlines)) == (["bad-setting"], {})


def test_a_lateness_is_never_made_public(tmp_path: Path) -> None:
    note = "核实说明:\n  - 问题: P101\n    说明: 有原因\n    公开: 是\n"
    files = {"a/agency.yaml": agency("示例区甲局"), "a/2023.yaml": year(published="2024-02-20", more=note)}
    [finding] = check(tmp_path, files, "P101")
    assert finding.explanation == ""


# -- 雷同

TOPICS = [
    "招生划片",
    "校车线路",
    "食堂检查",
    "道路修补",
    "路灯维护",
    "雨季积水",
    "老旧小区",
    "停水通知",
    "图书借阅",
    "场馆开放",
]
DEEDS = [
    "逐月核对并公布{}的进展情况",
    "请社区工作人员试读{}的说明",
    "对{}的旧文件重新审看一遍",
    "把{}的答复同时贴在公告栏",
]


def words(first: int, deeds: list[str] = DEEDS) -> str:
    """Prose of some 400 characters, the same for the same start."""
    topics = TOPICS[first:] + TOPICS[:first]
    return "，".join(deed.format(topic) for topic in topics[:8] for deed in deeds) + "。"


def alike(
    root: Path, texts: dict[str, str], more: dict[str, str] | None = None
) -> list[tuple[str, int | None, str]]:
    """Who is said to be like another; `texts` by agency and year."""
    files = {}
    for name, text in texts.items():
        path, _, at = name.rpartition("/")
        files[f"{path}/agency.yaml"] = agency(f"示例区{path.rpartition('/')[2]}局")
        files[f"{name}.yaml"] = year(published=f"{int(at) + 1}-01-20")
        files[f"{name}.md"] = prose(int(at), text)
    found = check(root, files | (more or {}), "D501", "D502")
    return [(finding.agency, finding.year, finding.code) for finding in found]


OTHERS = [f"{sign}{{}}工作按季度推进" for sign in "甲乙丙丁"]


def test_last_years_words_with_new_numbers_are_still_last_years(tmp_path: Path) -> None:
    texts = {"a/2022": words(0) + "全年公开信息120条。", "a/2023": words(0) + "全年公开信息135条。"}
    assert alike(tmp_path, texts) == [("a", 2023, "D501")]


def test_new_words_are_not_like_anything(tmp_path: Path) -> None:
    assert (
        alike(tmp_path, {"a/2022": words(0), "a/2023": words(0, OTHERS), "b/2023": words(0, DEEDS[:2])}) == []
    )


def test_another_units_words_with_another_name_are_found_from_both_sides(tmp_path: Path) -> None:
    texts = {"a/2023": f"示例区a局{words(0)}", "b/2023": f"示例区b局{words(0)}"}
    assert alike(tmp_path, texts) == [("a", 2023, "D502"), ("b", 2023, "D502")]


def test_a_government_and_its_office_may_say_the_same(tmp_path: Path) -> None:
    assert alike(tmp_path, {"a/2023": words(0), "a/b/2023": words(0)}) == []


def test_short_prose_is_never_called_alike(tmp_path: Path) -> None:
    assert alike(tmp_path, {"a/2022": "没有变化。", "a/2023": "没有变化。", "b/2023": "没有变化。"}) == []


def test_words_that_many_units_share_are_nobodys_own(tmp_path: Path) -> None:
    assert alike(tmp_path, {f"u{number}/2023": words(0) for number in range(8)}) == []


def test_the_places_of_the_longest_run_are_given_in_both_files(tmp_path: Path) -> None:
    files = {"a/agency.yaml": agency("示例区甲局")}
    for at, text in ((2022, words(0)), (2023, f"今年另外新开了两处查阅点。{words(0)}")):
        files |= {f"a/{at}.yaml": year(published=f"{at + 1}-01-20"), f"a/{at}.md": prose(at, text)}
    [finding] = check(tmp_path, files, "D501")
    assert [place.source[place.column - 1 :][:9] for place in finding.positions] == ["逐月核对并公布招生"] * 2
    assert [place.file[-7:] for place in finding.positions] == ["2023.md", "2022.md"]


def test_a_sketch_is_the_same_everywhere_and_knows_no_numbers_or_names() -> None:
    text = words(0)
    drawn = sketch([text], ["示例局"])
    assert drawn == sketch([f"示例局{text}", "2023"], ["示例局"])
    assert hashes(drawn)[:2] == ["070568b1", "07ab3ff9"]
    assert hashes(drawn) == sorted(set(hashes(drawn)))


def test_a_long_text_is_compared_with_a_short_one_by_what_both_sketches_could_hold() -> None:
    short = hashes(sketch([words(0)], []))
    long = hashes(sketch([words(0), words(0, OTHERS), words(0, [f"{deed}表" for deed in DEEDS])], []))
    assert len(long) == SKETCH
    assert set(comparable(short, long)) <= set(long)


def test_both_ways_of_reading_clauses_agree() -> None:
    text = prose(2023, f"示例局{words(0)}")
    clauses = read_clauses(text, FORM, ["示例局"])
    overview = text.partition("## 五")[0].rpartition("主动公开\n")[2].partition("## 二")[0]
    problems = text.partition("改进情况\n")[2].partition("## 六")[0]
    assert sketch([overview, problems], ["示例局"]) == sketch([clause.words for clause in clauses], [])
    assert all(text[clause.start : clause.end].replace("示例局", "") == clause.words for clause in clauses)


# -- all of them


def test_the_order_of_the_reports_changes_nothing(tmp_path: Path) -> None:
    files = {}
    for number in range(6):
        files[f"u{number}/agency.yaml"] = agency(f"示例区{number}局")
        files[f"u{number}/2023.yaml"] = year(str(number))
        files[f"u{number}/2023.md"] = prose(2023, words(0, OTHERS if number % 2 else DEEDS))
    project = write(
        tmp_path,
        {"content/site.yaml": SITE, **{f"content/reports/{name}": text for name, text in files.items()}},
    )
    checked = check_site(project, gather(project), Memo(None), Options())
    site = checked.site

    def found(heads: dict[tuple[str, int], Head], agencies: dict[str, Agency]) -> dict[object, object]:
        district = District(heads, agencies, lambda key: FORM, site.settings, {}, checked.locator.prose)
        return dict(check_across(district, checked.locator))

    one_way = found(dict(site.reports), site.by_path)
    assert one_way == found(dict(reversed(site.reports.items())), dict(reversed(site.by_path.items())))
    assert "D502" in str(one_way)
