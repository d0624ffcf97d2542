"""数据核对说明: what the public is told of the checks — what stands, with its reason, and never what is open."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import html

from nianbao.finding import ERROR, Finding
from nianbao.quality import told_numbers
from nianbao.rules.register import RULES
from tests.page_samples import pages_site
from tests.sites import FORM, build, codes, figures, prose, small_site

# What no public page may say of an agency; the form's own labels hold 逾期.
NEVER = (
    "豁免",
    "违规",
    "逾期",
    "迟报",
    "不合格",
    "错误率",
    "排名",
    "红黄绿",
    "造假",
    "异常",
    "必改",
    "请核",
    "应为",
)
REPORT = "content/reports/jiaowei/2023.yaml"
STOCK = {"disclosure.normative_documents.in_force": "9"}
NOTE = """核实说明:
  - 问题: S102
    位置: 主动公开-行政规范性文件-有效
    数值: 9 0
    说明: 清理以后统计范围有调整。
    核实人: 办公室
    日期: 2024-01-18
    公开: 是
"""


def text(node: html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


def page(root: Path, name: str) -> str:
    return text(html.parse(str(root / "site" / name)).getroot().find(".//main"))


def two_years(extra: str = "", **site: str) -> dict[str, str]:
    files = small_site()
    files["content/site.yaml"] += "".join(f"{name}: {value}\n" for name, value in site.items())
    files["content/reports/jiaowei/2022.yaml"] = figures(2022)
    files["content/reports/jiaowei/2022.md"] = prose(2022)
    files[REPORT] = figures(changes=STOCK, extra=extra)
    return files


def test_each_year_says_how_much_was_checked_and_how_much_could_not_be(tmp_path: Path) -> None:
    build(tmp_path, pages_site())
    said = page(tmp_path, "quality/2023.html")
    inner = len(FORM.inner_equations)
    assert f"报告 4 份，每份表内等式 {inner} 个，合计 {inner * 4} 个；相等的 {inner * 4 - 3} 个。" in said
    assert "等式里有空白格，不能判断的 2 个。" in said
    assert "总计由本站按各分项相加得出，不用来核对的 1 个。" in said
    assert "前后年度对照 9 个等式，1 份报告；3 份没有能够对照的上一年报告，没有对照。" in said


def test_the_relations_are_those_the_forms_declare_with_their_source(tmp_path: Path) -> None:
    build(tmp_path, pages_site())
    said = page(tmp_path, "quality.html")
    assert (
        "“一、本年新收” ＋ “二、上年结转” ＝ “三、（七）总计” ＋ “四、结转下年度”。依据：表三表头所印勾稽关系"
        in said
    )
    assert "“二、上年结转” ＝ 上一年“四、结转下年度”" in said
    assert said.count("2021版格式") == said.count("2019版格式") == 1


def test_an_accepted_difference_stands_with_both_numbers_reason_and_who_looked_into_it(
    tmp_path: Path,
) -> None:
    build(tmp_path, two_years(NOTE))
    said = page(tmp_path, "quality/2023.html")
    assert (
        "东城区教育委员会 表二 第二十条第（一）项 行政规范性文件，现行有效件数 现行有效件数对不上：填报数 9，计算数 0。"
        " 核实说明：清理以后统计范围有调整。 核实：办公室 2024年1月18日"
    ) in said
    tree = html.parse(str(tmp_path / "site/quality/2023.html"))
    links = tree.xpath("//section[@class='noted']//li//a/@href")
    assert links == ["../reports/jiaowei/2023.html#disclosure-normative_documents-in_force"]


@pytest.mark.parametrize("word", ["", "    公开: 否\n", "    公开:\n"])
def test_without_the_word_nothing_of_it_is_public(tmp_path: Path, word: str) -> None:
    built = build(tmp_path, two_years(NOTE.replace("    公开: 是\n", word)))
    assert codes(built) == []
    for file in (tmp_path / "site").rglob("*.html"):
        assert "统计范围" not in file.read_text(encoding="utf-8"), file
    assert "这一年没有公布的说明和记录。" in page(tmp_path, "quality/2023.html")


def test_two_notes_in_the_same_words_are_public_only_when_both_say_so(tmp_path: Path) -> None:
    stock = STOCK | {"disclosure.regulations.in_force": "9"}
    other = NOTE.partition("\n")[2].replace("行政规范性文件", "规章").replace("    公开: 是\n", "")
    files = two_years()
    files[REPORT] = figures(changes=stock, extra=NOTE + other)
    build(tmp_path, files)
    assert "统计范围" not in page(tmp_path, "quality/2023.html")


def test_what_is_still_open_is_on_no_public_page(tmp_path: Path) -> None:
    assert codes(build(tmp_path, two_years())) == ["S102"]
    assert "这一年没有公布的说明和记录。" in page(tmp_path, "quality/2023.html")


def test_before_the_strict_years_a_difference_is_recorded_without_a_reason(tmp_path: Path) -> None:
    files = two_years(严格自="2024")
    wrong = STOCK | {"requests.results_total.total": "1"}
    files[REPORT] = figures(changes=wrong)
    assert build(tmp_path, files).published is not None
    said = page(tmp_path, "quality/2023.html")
    assert "没有附说明的，是以往公开的报告中两个数不相等的记录。" in said
    assert "现行有效件数对不上：填报数 9，计算数 0。" in said
    assert re.search(r"各.相加不等于总计：填报数 1，计算数 0", said)


def test_only_differences_between_numbers_are_recorded(tmp_path: Path) -> None:
    files = two_years(严格自="2024")
    files["content/reports/jiaowei/2023.md"] = prose().replace("改进情况", "改进措施")
    assert "D301" in codes(build(tmp_path, files))
    assert page(tmp_path, "quality/2023.html").count("栏目") == 0


def test_units_stand_in_official_order_and_nothing_is_counted_by_unit(tmp_path: Path) -> None:
    files = two_years(NOTE)
    for path, rank in (("aaa", 2), ("zzz", 1)):
        for name, content in two_years(NOTE).items():
            if "jiaowei" in name:
                files[name.replace("jiaowei", path)] = content
        files[f"content/reports/{path}/agency.yaml"] = f"全称: 单位{path}\n排序: {rank}\n"
    build(tmp_path, files)
    tree = html.parse(str(tmp_path / "site/quality/2023.html"))
    assert [text(node) for node in tree.xpath("//section[@class='noted']/h3")] == [
        "单位zzz",
        "单位aaa",
        "东城区教育委员会",
    ]


def test_no_page_holds_a_word_that_judges_an_agency(tmp_path: Path) -> None:
    files = two_years(NOTE, 严格自="2024")
    files["content/reports/jiaowei/2022.yaml"] = figures(
        2022, changes={"requests.granted.total": "~", "disputes.review.total": "1"}
    )
    build(tmp_path / "one", files)
    build(tmp_path / "two", pages_site())
    labels = {
        label
        for cell in FORM.cells
        for label in (*cell.row_labels, *cell.column_labels, cell.place, cell.row_place)
    }
    for file in [*(tmp_path / "one").rglob("site/**/*.html"), *(tmp_path / "two").rglob("site/**/*.html")]:
        said = text(html.parse(str(file)).getroot())
        for label in sorted(labels, key=len, reverse=True):
            said = said.replace(label, "")
        for word in NEVER:
            assert word not in said, (file, word)


def test_the_name_of_a_rule_that_may_stand_on_a_public_page_judges_nobody() -> None:
    for entry in RULES.values():
        if entry.acceptable:
            assert not any(word in entry.name for word in NEVER), entry.code


def test_numbers_are_called_what_they_are() -> None:
    def told(code: str, *numbers: str) -> str:
        return told_numbers(Finding(code, "", ERROR, "", "", 2023, "", "", "", "", (), (), numbers, ()))

    assert told("S101", "2", "3", "5", "6") == "本年数 2，上年数 3；本年数 5，上年数 6"
    assert told("A110", "126") == "空白格 126"
    assert told("D101") == ""
    assert told("D101", "1", "2") == told("S102", "1", "2").replace("填报数 1，计算数 2", "所涉数字：1、2")


def test_a_site_without_reports_has_the_page_too(tmp_path: Path) -> None:
    build(tmp_path, {"content/site.yaml": "名称: 年报\n"})
    assert "还没有发布报告。" in page(tmp_path, "quality.html")


def test_a_page_of_ones_own_does_not_take_its_place(tmp_path: Path) -> None:
    built = build(tmp_path, {**small_site(), "content/pages/quality.md": "# 质量\n\n文字。\n"})
    assert codes(built) == ["U107"]
    assert "数据核对说明" in page(tmp_path, "quality.html")


def test_ten_thousand_reports_make_a_page_of_each_year_that_can_be_opened(tmp_path: Path) -> None:
    """A page holds one year; an entry is a few hundred bytes."""
    build(tmp_path, two_years(NOTE))
    entry = html.tostring(
        html.parse(str(tmp_path / "site/quality/2023.html")).xpath("//section[@class='noted']")[0]
    )
    assert len(entry) * 1000 < 1_500_000
