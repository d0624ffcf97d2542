"""Whose report of which year: taken from what is written, never guessed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.agencies import Agency, FormerName
from nianbao.forms.loading import load_form
from nianbao.importing.document import Document, Grid, GridCell, Paragraph, Place
from nianbao.importing.prose.titles import find_title, parse_title
from nianbao.importing.recognise import STATED, Recognised, recognise
from tests.importing.examples import EXAMPLES, needs_examples
from tests.sites import ROOT

CITY = Agency("ceshi", "测试市人民政府", "市政府")
OFFICE = Agency("ceshi/office", "测试市人民政府办公室", "市政府办")
EDUCATION = Agency(
    "ceshi/jiaoyu", "测试市教育局", "市教育局", former_names=(FormerName("测试市教育委员会", 2018),)
)
EAST = Agency("ceshi/dong", "测试市东区人民政府", "东区政府")
EAST_EDUCATION = Agency("ceshi/dong/jiaoyu", "测试市东区教育局", "东区教育局")
TOWN = Agency("ceshi/dong/qingshan", "测试市东区青山镇人民政府")
STREET = Agency("ceshi/dong/qianjin", "测试市东区前进街道办事处")
ZONE = Agency("ceshi/zone", "平安综合实验区管理委员会", "平安管委会")
ALL = (CITY, OFFICE, EDUCATION, EAST, EAST_EDUCATION, TOWN, STREET, ZONE)
PERIOD = "本报告所列数据的统计期限自2023年1月1日起至2023年12月31日止。"


def seen(
    *lines: str,
    name: str = "a.docx",
    agencies: tuple[Agency, ...] = ALL,
    stated: dict[str, str] | None = None,
) -> Recognised:
    blocks = tuple(Paragraph(line, Place(line=number)) for number, line in enumerate(lines, 1))
    return recognise(Document("docx", blocks, stated or {}), agencies, name)


# -- titles


@pytest.mark.parametrize(
    ("title", "unit", "years"),
    [
        ("淮安市人民政府2024 年政府信息公开工作年度报告", "淮安市人民政府", (2024,)),
        ("2022年上海市人民政府办公厅政府信息公开工作年度报告", "上海市人民政府办公厅", (2022,)),
        ("平潭综合实验区2023年度政府信息公开工作年度报告", "平潭综合实验区", (2023,)),
        ("驼峰路街道办事处政府信息公开工作年度报告", "驼峰路街道办事处", ()),
        ("漳平市审计局2025年政府信息公开工作的年度报告", "漳平市审计局", (2025,)),
        ("舒兰市2016年政务信息公开工作年度报告", "舒兰市", (2016,)),
        ("青山镇2023年政府信息公开工作年度报告（图片版）", "青山镇", (2023,)),
        (
            "重庆市大足区人民政府外事办公室政府信息公开工作2022年度报告",
            "重庆市大足区人民政府外事办公室",
            (2022,),
        ),
        ("左贡县人民政府2021年度信息公开年度报告", "左贡县人民政府", (2021,)),
        ("自然资源部2024年政府信息公开工作报告", "自然资源部", (2024,)),
        ("铁边城镇2022年度政府信息公开年报", "铁边城镇", (2022,)),
        ("张家湾镇人民政府信息公开工作年度报告", "张家湾镇人民政府", ()),
        ("标题: 测试局二〇二三年政府信息公开工作年度报告", "测试局", (2023,)),
        ("《测试局2023年政府信息公开工作年度报告》", "测试局", (2023,)),
        ("2023年政府信息公开工作年度报告", "", (2023,)),
        ("2023年度政府信息公开年报", "", (2023,)),
        ("测试局政府信息公开工作报告（2023年度）", "测试局", (2023,)),
        ("测试局政府信息公开年度报告【2023年】", "测试局", (2023,)),
        ("测试局政府信息公开工作2023年报", "测试局", (2023,)),
        ("测试局二０二三年政府信息公开工作年度报告", "测试局", (2023,)),
        ("测试局２０２３年政府信息公开工作年度报告", "测试局", (2023,)),
        ("测试局2023年《政府信息公开工作年度报告》", "测试局", (2023,)),
        ("测试局2023年政务公开工作年度报告", "测试局", (2023,)),
        ("测试局2023年政府信息公开工作总结", "测试局", (2023,)),
        ("测试局2023年度政府信息公开工作情况的报告", "测试局", (2023,)),
        ("测试水务公司2023年企事业单位信息公开年度报告", "测试水务公司", (2023,)),
        ("测试局（测试二局）2023年政府信息公开工作年度报告", "测试局（测试二局）", (2023,)),
        ("测试局2023年政府信息公开工作年度报告（2024年1月）", "测试局", (2023,)),
        ("测试局2023年政府信息公开工作年度报告2024-01-20", "测试局", (2023,)),
        ("测试局23年政府信息公开工作年度报告", "测试局", ()),
        ("—测试局·2023年政府信息公开工作年度报告—", "测试局", (2023,)),
        ("测试局：2023年政府信息公开工作年度报告", "测试局", (2023,)),
        ("【年报】测试局2023年政府信息公开工作年度报告", "测试局", (2023,)),
        ("附件1：测试局2023年政府信息公开工作年度报告（盖章版）.docx", "测试局", (2023,)),
        ("国家税务总局测试市税务局2023年政府信息公开工作年度报告", "国家税务总局测试市税务局", (2023,)),
        ("中华人民共和国测试海关2023年政府信息公开工作年度报告", "中华人民共和国测试海关", (2023,)),
    ],
)
def test_a_title_tells_unit_and_year_in_any_of_its_forms(
    title: str, unit: str, years: tuple[int, ...]
) -> None:
    assert parse_title(title) == (unit, years)


@pytest.mark.parametrize(
    "line",
    [
        "根据《条例》，现公布2023年政府信息公开工作年度报告",
        "现向社会公布我局2023年政府信息公开工作年度报告",
        "首页 > 政府信息公开 > 政府信息公开年报",
        "关于做好2023年政府信息公开工作年度报告编制工作的通知",
        "2023年政府工作报告",
        "一、总体情况",
        "上一篇：测试局2022年政府信息公开工作年度报告",
        "",
    ],
)
def test_a_sentence_that_names_a_report_is_no_title(line: str) -> None:
    assert parse_title(line) is None


@pytest.mark.parametrize(
    "lines",
    [
        ("测试市教育局", "2023年政府信息公开工作年度报告"),
        ("测试市教育局2023年政府信息", "公开工作年度报告"),
        ("测试市教育局", "2023年度", "政府信息公开工作年度报告"),
        ("首页", "打印", "测试市教育局2023年政府信息公开工作年度报告", "正文。"),
        ("测试市教育局\n2023年政府信息公开工作年度报告",),
        ("测 试 市 教 育 局", "2023年政府信息公开", "工作年度", "报告"),
        ("测试市教育局", "政府信息公开工作年度报告", "（2023年度）"),
        ("2023年政府信息公开工作年度报告", "测试市教育局"),
        ("2023年政府信息公开工作年度报告", "（测试市教育局）"),
        ("年度：2023年", "填报单位（盖章）：测试市教育局", "政府信息公开工作年度报告"),
        ("测试市教育局关于印发2023年政府信息公开工作年度报告的通知", "各科室："),
        ("关于公布《测试市教育局2023年政府信息公开工作年度报告》的公告", "正文。"),
    ],
)
def test_a_title_on_several_lines_is_one_title(lines: tuple[str, ...]) -> None:
    found = seen(*lines)
    assert (found.unit, found.year, found.agency) == ("测试市教育局", 2023, EDUCATION)
    assert "".join(found.title.split()) == found.title


def test_a_name_with_brackets_that_is_broken_over_lines_stays_whole() -> None:
    found = seen("测试市教育局（测试市体", "育局）2023年政府信息公开", "工作年度报告")
    assert (found.unit, found.year) == ("测试市教育局（测试市体育局）", 2023)


def test_the_title_of_the_report_is_preferred_to_that_of_the_notice() -> None:
    notice = "测试市教育局关于印发2022年、2023年政府信息公开工作年度报告的通知"
    found = seen(notice, "各科室：", "测试市教育局2023年政府信息公开工作年度报告")
    assert found.title == "测试市教育局2023年政府信息公开工作年度报告"


def test_a_notice_that_asks_for_reports_is_no_title() -> None:
    found = seen("测试市教育局关于报送2023年政府信息公开工作年度报告的通知")
    assert found.title == ""


def test_a_page_that_says_whose_report_it_is_may_call_it_as_it_likes() -> None:
    stated = {"title": "去年工作的说明", "author": "测试市教育局", "year": "2023"}
    found = seen("一、总体情况", stated=stated)
    assert (found.title, found.agency, found.year) == ("去年工作的说明", EDUCATION, 2023)
    assert seen("一、总体情况", PERIOD, stated=stated | {"year": "2022"}).years == (2022, 2023)


def test_a_title_with_unit_and_year_is_preferred_to_the_name_of_the_column() -> None:
    title = find_title(["政府信息公开年报", "测试市教育局2023年政府信息公开工作年度报告"])
    assert title is not None and title.unit == "测试市教育局"


def test_a_form_may_call_its_reports_otherwise() -> None:
    form = load_form((ROOT / "tests" / "editions" / "2031.yaml").read_text(encoding="utf-8"))
    document = Document("docx", (Paragraph("测试市教育局2031年往来报告", Place()),))
    found = recognise(document, ALL, "a.docx", (form,))
    assert (found.agency, found.year) == (EDUCATION, 2031)


# -- the year


def test_the_year_is_that_of_the_title() -> None:
    assert seen("测试市教育局2023年政府信息公开工作年度报告", "2022年全年公开。").year == 2023


@pytest.mark.parametrize(
    "period",
    [
        PERIOD,
        "报告所列统计期限自 2023 年 1 月 1 日至 2023 年 12 月 31 日。",
        "本年度报告中所列数据的统计期限为:2023年1月1日——2023年12月31日。",
        "数据统计期限从2023年1月1日起至12月31日止。",
        "统计时限：2023.1.1-2023.12.31",
        "本报告数据统计时间为2023年1月至12月。",
    ],
)
def test_without_a_year_in_the_title_the_period_of_the_data_tells_it(period: str) -> None:
    assert seen("测试市教育局政府信息公开工作年度报告", period).year == 2023


def test_a_period_of_other_matters_is_not_that_of_the_data() -> None:
    found = seen("测试市教育局政府信息公开工作年度报告", "专项行动从2022年1月1日至2022年12月31日进行。")
    assert (found.year, found.years) == (None, ())


def test_title_and_period_that_contradict_each_other_leave_the_year_open() -> None:
    found = seen("测试市教育局2024年政府信息公开工作年度报告", PERIOD)
    assert (found.year, found.years) == (None, (2023, 2024))
    assert any("不能确定" in reason for reason in found.reasons)


def test_a_title_with_two_years_leaves_the_year_open() -> None:
    assert seen("测试市教育局2023年2024年政府信息公开工作年度报告").years == (2023, 2024)


def test_the_name_of_the_file_tells_the_year_only_where_the_document_does_not() -> None:
    assert seen("测试市教育局政府信息公开工作年度报告", name="教育局2023年年报.docx").year == 2023
    assert seen("测试市教育局2022年政府信息公开工作年度报告", name="教育局2023年年报.docx").year == 2022


@pytest.mark.parametrize("name", ["20240112.docx", "教育局年报.docx", "2023年报2024年报.docx", "2024.docx"])
def test_a_number_in_the_name_of_the_file_is_no_year_by_itself(name: str) -> None:
    assert seen("测试市教育局政府信息公开工作年度报告", name=name).year is None


# -- the unit


@pytest.mark.parametrize(
    ("unit", "agency"),
    [
        ("测试市教育局", EDUCATION),
        ("市教育局", EDUCATION),
        ("测试市教育委员会", EDUCATION),
        ("东区教育局", EAST_EDUCATION),
        ("某省测试市教育局", EDUCATION),
        ("测试市", CITY),
        ("测试市政府", CITY),
        ("测试市人民政府办公室", OFFICE),
        ("测试市政府办公室", OFFICE),
        ("测试市东区", EAST),
        ("东区", EAST),
        ("青山镇", TOWN),
        ("东区青山镇", TOWN),
        ("青山镇人民政府", TOWN),
        ("前进街道", STREET),
        ("测试市东区前进街道", STREET),
        ("平安综合实验区", ZONE),
        ("平安管委会", ZONE),
    ],
)
def test_a_unit_is_known_by_any_name_it_goes_by(unit: str, agency: Agency) -> None:
    assert seen(f"{unit}2023年政府信息公开工作年度报告").agency == agency


@pytest.mark.parametrize(
    "unit",
    [
        "另一市教育局",
        "西区教育局",
        "测试市西区",
        "红旗镇人民政府",
        "人民政府办公室",
        "委员会办公室",
        "街道办事处",
    ],
)
def test_a_unit_that_nobody_registered_is_not_taken_for_another(unit: str) -> None:
    found = seen(f"{unit}2023年政府信息公开工作年度报告", name="测试市教育局年报.docx")
    assert (found.agency, found.unit) == (None, unit)


def test_a_name_that_two_agencies_bear_names_both() -> None:
    found = seen("教育局2023年政府信息公开工作年度报告")
    assert found.agency is None
    assert {agency.path for agency in found.candidates} == {EDUCATION.path, EAST_EDUCATION.path}


def test_of_two_that_a_title_may_mean_the_name_of_the_file_tells_which() -> None:
    found = seen("教育局2023年政府信息公开工作年度报告", name="东区教育局.docx")
    assert found.agency == EAST_EDUCATION


def test_a_name_that_passed_from_one_agency_to_another_is_that_of_the_year() -> None:
    old = Agency("old", "测试市卫生健康局", former_names=(FormerName("测试市卫生局", 2019),))
    new = Agency("new", "测试市卫生局")
    for year, agency in ((2019, None), (2023, new)):
        found = seen(f"测试市卫生局{year}年政府信息公开工作年度报告", agencies=(old, new))
        assert found.agency == agency


def test_without_a_title_the_preface_tells_the_unit() -> None:
    found = seen(
        "根据《条例》规定，现公布测试市教育局2023年政府信息公开工作年度报告。" + PERIOD, "一、总体情况"
    )
    assert (found.agency, found.year) == (EDUCATION, 2023)


def test_without_a_title_the_signature_tells_the_unit() -> None:
    assert seen("一、总体情况", PERIOD, "青山镇人民政府", "2024年1月23日").agency == TOWN


def test_an_office_that_signs_may_mean_its_government() -> None:
    found = seen("一、总体情况", PERIOD, "测试市人民政府办公室", "2024年1月23日")
    assert (found.agency, found.candidates) == (None, (CITY, OFFICE))


def test_whoever_published_a_page_is_not_its_unit_unless_known() -> None:
    found = seen("一、总体情况", PERIOD, stated={"agency": "测试市大数据中心"})
    assert (found.agency, found.unit) == (None, "")


def test_the_name_of_the_file_tells_the_unit_where_the_document_does_not() -> None:
    assert seen("一、总体情况", PERIOD, name="收件/青山镇2023年报.docx").agency == TOWN
    assert seen("一、总体情况", PERIOD, name="市教育局.docx").agency == EDUCATION
    assert seen("一、总体情况", PERIOD, name="新建文档.docx").agency is None
    assert len(seen("一、总体情况", PERIOD, name="青山镇、前进街道.docx").candidates) == 2


def test_the_document_is_believed_before_the_name_of_the_file() -> None:
    found = seen("测试市教育局2023年政府信息公开工作年度报告", name="青山镇2022年报.docx")
    assert (found.agency, found.year) == (EDUCATION, 2023)


# -- dates and numbers


def test_a_date_is_taken_from_the_page_or_from_a_line_that_says_what_it_is() -> None:
    title = "测试市教育局2023年政府信息公开工作年度报告"
    assert seen(title, stated={"published": "2024-01-20 15:07"}).published == "2024-01-20"
    assert seen(title, "发布日期：2024年1月20日").published == "2024-01-20"
    assert seen(title, "• 发布时间:2024/1/20 14:26").published == "2024-01-20"


@pytest.mark.parametrize("line", ["2024年1月20日", "（2024年1月20日）", "测试市教育局 2024年1月20日"])
def test_the_date_of_a_signature_is_no_date_of_publication(line: str) -> None:
    found = seen("测试市教育局2023年政府信息公开工作年度报告", "一、总体情况", "正文。", line)
    assert found.published == ""
    assert any("落款" in reason for reason in found.reasons)


@pytest.mark.parametrize("value", ["2024年1月", "2024-02-30", "2022-03-01", "昨天", "二〇二四年一月二十日"])
def test_what_is_no_possible_date_is_not_used(value: str) -> None:
    found = seen("测试市教育局2023年政府信息公开工作年度报告", stated={"published": value})
    assert found.published == ""
    assert any(reason.startswith("发布日期") for reason in found.reasons)


def test_numbers_are_read_from_lines_and_from_the_box_of_a_page() -> None:
    box = Grid(
        tuple(
            GridCell(text, 0, column)
            for column, text in enumerate(
                ("索 引 号：", "11330800002618306N/2025-00326", "成文日期：", "2024-01-15")
            )
        ),
        Place(),
    )
    title = Paragraph("测试市教育局2023年政府信息公开工作年度报告", Place())
    number = Paragraph("文号：测教发〔2024〕1号", Place())
    found = recognise(Document("html", (box, number, title)), ALL, "a.html")
    assert (found.index, found.number) == ("11330800002618306N/2025-00326", "测教发〔2024〕1号")


def test_a_number_alone_above_the_title_is_that_of_the_document() -> None:
    assert (
        seen("金统发〔2025〕2号", "金昌市统计局", "2024年政府信息公开工作年度报告").number
        == "金统发〔2025〕2号"
    )


def test_the_number_of_a_document_that_is_cited_is_not_its_own() -> None:
    assert (
        seen("测试市教育局2023年政府信息公开工作年度报告", "根据国办公开办函〔2021〕30号编制。").number == ""
    )


def test_the_address_is_as_stated() -> None:
    assert (
        seen("一、总体情况", stated={"address": " https://example.invalid/a.html "}).address
        == "https://example.invalid/a.html"
    )
    assert set(STATED) == {"title", "published", "agency", "number", "index", "address", "author", "year"}


# -- anything


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    "测试市",
                    "教育局",
                    "2023",
                    "年",
                    "政府",
                    "信息公开",
                    "工作",
                    "年度报告",
                    "\n",
                    " ",
                    "。",
                    "：",
                    "发布日期",
                    "至12月31日",
                    "1月1日",
                    "（",
                ]
            ),
            max_size=9,
        ).map("".join),
        max_size=6,
    ),
    st.text(max_size=12),
)
def test_nothing_that_is_read_is_an_error(lines: list[str], name: str) -> None:
    found = seen(*lines, name=name)
    assert found.year is None or not found.years
    assert found.agency is None or not found.candidates
    assert found.reasons


@pytest.mark.parametrize(
    "text",
    [
        "2023年" * 30_000,
        "信息公开" * 30_000,
        "2023年1月1日至" * 20_000,
        "甲\n" * 50_000,
        " " * 200_000 + "甲",
    ],
)
@pytest.mark.timeout(60)
def test_no_document_takes_long_to_recognise(text: str) -> None:
    seen(text)


def test_the_same_document_is_recognised_the_same_whatever_the_order_of_agencies() -> None:
    lines = ("教育局2023年政府信息公开工作年度报告",)
    assert set(map(str, seen(*lines).candidates)) == set(
        map(str, seen(*lines, agencies=ALL[::-1]).candidates)
    )


# -- real reports


@needs_examples
@pytest.mark.parametrize(
    ("name", "unit", "year"),
    [
        ("2023-dongcheng-government-office.txt", "北京市东城区人民政府办公室", 2023),
        ("2022-pingtan-experimental-zone.txt", "平潭综合实验区", 2022),
    ],
)
def test_a_real_report_tells_whose_it_is(name: str, unit: str, year: int) -> None:
    lines = [
        line.strip() for line in (EXAMPLES / name).read_text(encoding="utf-8").splitlines() if line.strip()
    ]
    agencies = (
        Agency("dongcheng", "北京市东城区人民政府"),
        Agency("dongcheng/office", "北京市东城区人民政府办公室"),
        Agency("pingtan", "平潭综合实验区管理委员会"),
    )
    found = seen(*lines, agencies=agencies)
    assert (found.unit, found.year) == (unit, year)
    assert found.agency is not None and found.agency.name.startswith(unit)
