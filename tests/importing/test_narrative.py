"""From the paragraphs of a document to the Markdown of a report: nothing lost, nothing invented."""

from __future__ import annotations

import re
from collections import Counter

import lxml.html
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nianbao.forms import Form
from nianbao.forms.loading import load_form
from nianbao.importing.document import Paragraph, Place
from nianbao.importing.matched import Matched
from nianbao.importing.prose.escaping import to_markdown
from nianbao.importing.prose.narrative import Narrative, narrate
from nianbao.prose import read_prose
from nianbao.prose.chinese import read_line
from nianbao.prose.headings import find_headings
from nianbao.prose.lines import BLANKS, split_lines
from tests.importing.examples import EXAMPLES, needs_examples
from tests.sites import ROOT

FORMS: dict[str, Form] = {
    year: load_form((ROOT / "nianbao" / "forms" / f"{year}.yaml").read_text(encoding="utf-8"))
    for year in ("2019", "2021")
}
FORM = FORMS["2021"]


def told(*texts: str | Paragraph, form: Form = FORM, anchors: dict[str, int] | None = None) -> Narrative:
    paragraphs = tuple(
        text if isinstance(text, Paragraph) else Paragraph(text, Place(line=number))
        for number, text in enumerate(texts, 1)
    )
    return narrate(Matched(form, {}, paragraphs, anchors=anchors or {}))


def lines_of(narrative: Narrative) -> list[str]:
    return [line for line in narrative.markdown.splitlines() if line]


def without_blanks(text: str) -> str:
    return "".join(sign for sign in text if not sign.isspace() and sign not in BLANKS)


def printed(markdown: str, form: Form = FORM) -> str:
    """The characters a reader sees, in order: titles as typed, lines as the prose reader prints them."""
    lines = list(split_lines(markdown))
    headings = find_headings(lines, form.sections)
    parts = []
    for index, line in enumerate(lines):
        heading = headings.get(index)
        if heading is not None and heading.section is not None and heading.depth:
            parts.append(line.text[heading.depth :])
        else:
            text = line.text[heading.depth :] if heading is not None else line.text
            parts += [token.content for token in read_line(text)]
    return without_blanks("".join(parts))


def assert_nothing_lost(source: str, narrative: Narrative, form: Form = FORM) -> None:
    seen = printed(narrative.markdown, form)
    left = without_blanks("".join(item.text for item in narrative.dropped if "控制字符" not in item.why))
    source = without_blanks(re.sub("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff]", "", source))
    assert Counter(source) == Counter(seen) + Counter(left)
    rest = iter(source)
    assert all(sign in rest for sign in seen), "the order of the words changed"


# -- sections

REPORT = (
    "测试区教育局2023年政府信息公开工作年度报告",
    "依据条例编制。",
    "一、总体情况",
    "（一）主动公开。全年公开88条。",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "一是人手少。",
    "六、其他需要报告的事项",
    "没有收取信息处理费。",
)


def test_a_plain_report_becomes_headings_and_lines() -> None:
    assert lines_of(told(*REPORT)) == [
        "依据条例编制。",
        "## 一、总体情况",
        "（一）主动公开。全年公开88条。",
        "## 二、主动公开政府信息情况",
        "## 三、收到和处理政府信息公开申请情况",
        "## 四、政府信息公开行政复议、行政诉讼情况",
        "## 五、存在的主要问题及改进情况",
        "一是人手少。",
        "## 六、其他需要报告的事项",
        "没有收取信息处理费。",
    ]


def test_what_is_written_has_no_faults_of_headings() -> None:
    prose = read_prose(told(*REPORT).markdown, FORM, None)
    assert [fault.kind for fault in prose.faults] == []
    assert [section.key for section in prose.sections] == [section.key for section in FORM.sections]


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("五、存在的主要问题及改进措施", "problems"),
        ("五、存在的主要问题及整改措施", "problems"),
        ("五、政府信息公开工作存在的主要问题及改进情况", "problems"),
        ("五、存在问题及改进情况", "problems"),
        ("五．存在的主要问题及改进情况：", "problems"),
        ("存在的主要问题及改进情况", "problems"),
        ("一、2023年政务公开总体情况", "overview"),
        ("一、 总 体 情 况", "overview"),
        ("第一部分 总体情况", "overview"),
        ("1、总体情况", "overview"),
        ("二、行政机关主动公开政府信息情况", "disclosure"),
        ("二、主动公开政府政府情况", "disclosure"),
        ("三、收到和处理政府信息公开申请情", "requests"),
        ("四、政府信息公开行政法复议、行政诉讼情况", "disputes"),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "disputes"),
        ("六、其它需要报告的事项", "other"),
        ("四、其他需要报告的事项", "other"),
    ],
)
def test_a_title_in_other_words_is_found_and_stays_as_printed(title: str, key: str) -> None:
    narrative = told("前言。", title, "正文一句。")
    assert f"## {title}" in lines_of(narrative)
    assert [section.key for section in read_prose(narrative.markdown, FORM, None).sections] == [key]


@pytest.mark.parametrize(
    "line",
    [
        "（一）主动公开政府信息情况",
        "1.主动公开政府信息情况",
        "主动公开政府信息情况",
        "二、对公开队伍的管理还不够，主动公开的意识不强。",
        "二、优化平台建设",
        "五、问题整改清单已经公布，见区政府网站。",
    ],
)
def test_a_line_that_only_sounds_like_a_title_is_a_paragraph(line: str) -> None:
    narrative = told("一、总体情况", line, "正文。", "六、其他需要报告的事项", "无。")
    assert line in lines_of(narrative)
    assert f"## {line}" not in lines_of(narrative)


def test_a_title_without_its_number_is_believed_where_its_table_stands() -> None:
    texts = (
        "一、总体情况",
        "正文。",
        Paragraph("主动公开政府信息情况", Place(), level=2),
        "三、收到和处理政府信息公开申请情况",
    )
    assert "## 主动公开政府信息情况" in lines_of(told(*texts, anchors={"disclosure": 3, "requests": 4}))


def test_a_sign_before_a_title_is_left_out_and_said() -> None:
    narrative = told("正文。", "l六、其他需要报告的事项", "无。")
    assert "## 六、其他需要报告的事项" in lines_of(narrative)
    assert [(item.text, item.why) for item in narrative.dropped] == [("l", "标题前多余的字")]


def test_sections_the_document_lacks_get_no_heading() -> None:
    assert lines_of(told("一、总体情况", "正文。")) == ["## 一、总体情况", "正文。"]


def test_a_title_broken_in_two_is_one_heading() -> None:
    narrative = told("正文。", "四、因政府信息公开工作被申请行政复议、提", "起行政诉讼情况", "无。")
    assert "## 四、因政府信息公开工作被申请行政复议、提起行政诉讼情况" in lines_of(narrative)


def test_titles_that_run_into_the_text_are_cut_from_it() -> None:
    narrative = told(
        "本报告依据条例编制。 一、总体情况 2022年，全区平稳。 （一）主动公开方面 全区切实落实国务院办公厅、省政府办公厅有关公开工作的各项要求。"
        " （二）依申请公开方面 全区畅通依申请公开渠道，督促各有关单位及时受理，提高答复的时效性。"
        "六、其他需要报告的事项2023年，无收取信息处理费情况。"
    )
    assert lines_of(narrative) == [
        "本报告依据条例编制。",
        "## 一、总体情况",
        "2022年，全区平稳。",
        "（一）主动公开方面",
        "全区切实落实国务院办公厅、省政府办公厅有关公开工作的各项要求。",
        "（二）依申请公开方面",
        "全区畅通依申请公开渠道，督促各有关单位及时受理，提高答复的时效性。",
        "## 六、其他需要报告的事项",
        "2023年，无收取信息处理费情况。",
    ]


def test_titles_left_by_tables_that_were_run_together_stand_alone() -> None:
    narrative = told(
        "二、主动公开政府信息情况 三、收到和处理政府信息公开申请情况 四、政府信息公开行政复议、行政诉讼情况"
    )
    assert [line[:4] for line in lines_of(narrative)] == ["## 二", "## 三", "## 四"]


@pytest.mark.parametrize(
    "line",
    [
        "本报告包括：一、总体情况；二、主动公开政府信息情况；三、收到和处理政府信息公开申请情况。",
        "一、总体情况、二、主动公开政府信息情况、三、收到和处理政府信息公开申请情况等部分组成。",
        "详见五、存在的主要问题及改进情况的第二段。",
        "（一）依法公开。见附件（二）所列文件。（三）以后再说。",
    ],
)
def test_a_line_that_names_titles_is_not_cut(line: str) -> None:
    assert line in lines_of(told("前言。", line, "一、总体情况", "正文。"))


def test_a_list_of_the_titles_before_the_report_does_not_take_their_place() -> None:
    titles = [section.title for section in FORM.sections]
    narrative = told("前言。", *titles, *[text for title in titles for text in (title, "正文。")])
    assert lines_of(narrative)[:8] == ["前言。", *titles, f"## {titles[0]}"]


def test_a_table_of_contents_is_left_out() -> None:
    narrative = told("目  录", "一、总体情况……………1", "二、主动公开政府信息情况\t3", "一、总体情况", "正文。")
    assert lines_of(narrative) == ["## 一、总体情况", "正文。"]
    assert {item.why for item in narrative.dropped} == {"目录"}


def test_an_edition_that_nobody_knew_works_the_same() -> None:
    form = load_form((ROOT / "tests" / "editions" / "2031.yaml").read_text(encoding="utf-8"))
    narrative = told("测试局2031年往来报告", "甲、件数", "乙、说明", "一切如常。", form=form)
    assert lines_of(narrative) == ["## 甲、件数", "## 乙、说明", "一切如常。"]


# -- paragraphs


def test_notes_of_a_table_stay_in_its_section() -> None:
    narrative = told(*REPORT[:5], "注：不含涉密文件。", *REPORT[5:])
    section = read_prose(narrative.markdown, FORM, None).section("disclosure")
    assert section is not None and section.text == "注：不含涉密文件。"


def test_lines_within_a_paragraph_are_lines_of_the_prose() -> None:
    assert lines_of(told("第一行\n第二行\u2028第三行\x0b第四行")) == ["第一行", "第二行", "第三行", "第四行"]


def test_a_heading_of_the_source_stays_a_heading() -> None:
    narrative = told("一、总体情况", Paragraph("主要做法", Place(), level=3), "正文。")
    assert "### 主要做法" in lines_of(narrative)


def test_a_heading_of_the_source_is_none_where_it_would_be_taken_for_a_section() -> None:
    narrative = told(
        "一、总体情况", Paragraph("主动公开政府信息情况", Place(), level=3), "正文。", *REPORT[4:6]
    )
    assert [section.key for section in read_prose(narrative.markdown, FORM, None).sections].count(
        "disclosure"
    ) == 1


def test_bold_stays_bold_but_not_for_whole_headings() -> None:
    narrative = told(
        Paragraph("一、总体情况", Place(), bold=((0, 6),)),
        Paragraph("（一）主动公开", Place(), bold=((0, 7),)),
        Paragraph("（二）依申请公开。全年没有收到申请。", Place(), bold=((0, 9),)),
    )
    assert lines_of(narrative) == [
        "## 一、总体情况",
        "（一）主动公开",
        "**（二）依申请公开。**全年没有收到申请。",
    ]


def test_numbers_stay_as_typed() -> None:
    for line in (
        "1.强化领导。",
        "- 第一",
        "+ 第二",
        "> 引",
        "2、组织",
        "①制度",
        "| 甲 | 乙 |",
        "====",
        "    缩进",
    ):
        assert lines_of(told("一、总体情况", line))[1:] == [line.strip()]


# -- what is no part of the report


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("- 1 -", "页码"),
        ("— 12 —", "页码"),
        ("第 3 页 共 9 页", "页码"),
        ("【打印】【关闭】", "网页上的文字"),
        ("打印本页 | 关闭窗口", "网页上的文字"),
        ("字体：【大 中 小】 打印", "网页上的文字"),
        ("上一篇：关于放假的通知", "网页上的文字"),
        ("下一篇：没有了", "网页上的文字"),
        ("扫一扫在手机打开当前页", "网页上的文字"),
        ("分享到：", "网页上的文字"),
        ("责任编辑：信息中心", "网页上的文字"),
        ("来源：区政府办公室", "网页上的文字"),
        ("浏览次数：132", "网页上的文字"),
        ("您当前的位置：首页 > 政府信息公开", "网页上的文字"),
        ("版权所有：某区人民政府", "网页上的文字"),
        ("附件：2023年年报.docx", "附件的名称"),
        ("相关附件：", "附件的名称"),
        ("2023年年报统计表.xlsx", "附件的名称"),
        ("索 引 号：XM02123-0101-2023-00001", "网页上的登记项"),
        ("发布日期：2024-01-05", "网页上的登记项"),
        ("日期：2024-01-05", "网页上的登记项"),
        ("3 / 12", "页码"),
        ("【我要打印】【关闭】", "网页上的文字"),
        ("校对：信息科", "网页上的文字"),
        ("相关文档", "网页上的文字"),
        ("您是第 33 位访客", "网页上的文字"),
    ],
)
def test_what_a_page_or_a_printer_adds_is_left_out_and_said(line: str, why: str) -> None:
    narrative = told(*REPORT, line)
    assert line not in narrative.markdown
    assert (line, why) in [(item.text, item.why) for item in narrative.dropped]


@pytest.mark.parametrize(
    "line",
    [
        "关闭政务新媒体3个，打印政府公报2期。",
        "附件上传不规范的问题仍然存在。",
        "来源于群众的建议有12条。",
        "12",
        "大中小企业。",
        "编写说明：本报告按格式编写。",
        "打印设备更新",
        "一是下载量提高。",
        "扫一扫公众号二维码可以查询进度",
        "阅读量达3万次",
        "点击率提高",
        "公开方式：网站公开",
        "公开时限：20个工作日",
    ],
)
def test_words_of_the_report_are_not_taken_for_a_page(line: str) -> None:
    assert line in lines_of(told(*REPORT, line))


@pytest.mark.parametrize(
    "line", ["附件：无", "扫一扫", "来源：群众意见", "审核：三审三校", "发布时间：2023年5月", "首页>年报栏目"]
)
def test_between_the_sections_only_page_numbers_are_no_words(line: str) -> None:
    narrative = told(*REPORT[:4], line, "- 3 -", *REPORT[4:])
    assert line in lines_of(narrative)
    assert [item.why for item in narrative.dropped] == ["标题", "页码"]


def test_a_title_that_runs_into_the_preface_is_cut_from_it() -> None:
    narrative = told(REPORT[0] + "根据条例编制。", *REPORT[2:])
    assert lines_of(narrative)[0] == "根据条例编制。"
    assert [(item.text, item.why) for item in narrative.dropped] == [(REPORT[0], "标题")]


def test_links_stay_with_the_words_they_stand_on() -> None:
    text = "（一）公开。见[bookmark: _GoBack]条例、http://a.cn/和指南。"
    at = text.index("条例")
    links = (
        (at, at + 2, "https://www.gov.cn/a (1).html"),
        (at + 3, at + 15, "http://a.cn/"),
        (at + 16, at + 18, "javascript:void(0)"),
    )
    narrative = told("一、总体情况", Paragraph(text, Place(), links=links))
    assert (
        lines_of(narrative)[1]
        == "（一）公开。见[条例](https://www.gov.cn/a%20(1).html)、http://a.cn/和指南。"
    )


def test_the_trace_of_a_bookmark_is_cut_from_the_line() -> None:
    narrative = told("[bookmark: _GoBack]（一）主动公开。", form=FORM)
    assert lines_of(narrative) == ["（一）主动公开。"]
    assert narrative.dropped[0].why == "Word书签的痕迹"


def test_the_title_and_what_stands_around_it_are_not_repeated_in_the_prose() -> None:
    narrative = told(
        "首页 > 年报",
        "测教发〔2024〕1号",
        "测试区教育局",
        "2023年政府信息公开",
        "工作年度报告",
        "测试区教育局",
        "（2024年1月12日）",
        "前言。",
        "一、总体情况",
    )
    assert lines_of(narrative) == ["前言。", "## 一、总体情况"]
    assert len(narrative.dropped) == 7


def test_a_title_that_is_printed_twice_is_left_out_twice() -> None:
    narrative = told(
        "大坡乡2024年政府信息公开工作年度报告",
        "大坡乡2024年政府信息公开工作",
        "年度报告",
        "一、总体情况",
        "正文。",
    )
    assert lines_of(narrative) == ["## 一、总体情况", "正文。"]


@pytest.mark.parametrize(
    "ending",
    [
        ("测试区教育局", "2024年1月17日"),
        ("测试区教育局 2024年1月17日",),
        ("2024年1月17日",),
        ("测试区教育局", "2024.1.17"),
        ("测试区教育局", "2024-01-17"),
        ("测试区教育局", "２０２４年１月１７日"),
        ("测试区教育局", "二0二四年一月十七日"),
        ("测试区教育局", "2024年1月"),
        ("2024年1月17日", "测试区教育局"),
        ("2024年1月17日测试区教育局",),
        ("测试区教育局", "测试区体育局", "2024年1月17日"),
        ("抄送：测试区人民政府办公室。", "测试区教育局办公室", "2024年1月17日印发"),
    ],
)
def test_unit_and_date_at_the_end_are_the_signature(ending: tuple[str, ...]) -> None:
    narrative = told(*REPORT, *ending)
    assert lines_of(narrative)[-1] == REPORT[-1]
    assert [item.why for item in narrative.dropped[1:]] == ["落款"] * len(ending)


@pytest.mark.parametrize(
    "ending", ["联系人：办公室，2024年1月17日", "测试区教育局", "截至2024年1月17日，没有收到申请。"]
)
def test_an_ending_that_says_more_or_less_stays(ending: str) -> None:
    assert lines_of(told(*REPORT, ending))[-1] == ending


# -- characters

NASTY = [
    "a*b **c** ***d*** *",
    "{申请-本年新收-总计} ｛甲｝ {",
    r"反斜杠 \{ \\ \* 尾\ ",
    "[文字](https://example.invalid/x) ![图](a.png) [国发[2021]30号](试行)",
    "[甲](javascript:1) [](x.html) [一](/根)",
    "网址https://example.invalid/a_b?c=*d*&e={f}。下一句",
    "# 井号 #",
    "＃全角",
    "&amp; &lt;p&gt; <b>粗</b> `代码` ~~删~~ _下划线_",
    "1. 一 2. 二",
    "| 甲 | 乙 |",
    "<!-- 注 -->",
    "（http://www.bjdch.gov.cn/），如需**了解",
]


@pytest.mark.parametrize("text", NASTY)
def test_every_sign_is_printed_as_it_stood(text: str) -> None:
    narrative = told("一、总体情况", text)
    assert_nothing_lost("一、总体情况" + text, narrative)
    kinds = {fault.kind for fault in read_prose(narrative.markdown, FORM, None).faults}
    assert not kinds & {"prose-link", "prose-image", "prose-bold", "brace-alone", "unknown-cell"}


SIGNS = st.sampled_from(
    [
        *list("*_#[]()<>|`\\{}｛｝＊＃~!&;:/.-+=1２ \u3000\t\n年一、。（）"),
        "**",
        "http://a.cn/",
        "](",
        "&amp;",
        "\x0b",
        "\x01",
    ]
)
TEXTS = st.lists(SIGNS, max_size=24).map("".join)


@settings(max_examples=300, deadline=None)
@example("**", [(0, 1)])
@example("a*b", [(1, 3)])
@given(TEXTS, st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), max_size=3))
def test_any_line_reads_back_as_the_same_characters(text: str, bold: list[tuple[int, int]]) -> None:
    text = re.sub(r"[\n\x0b\x01]", "", text).strip(BLANKS)
    tokens = read_line(to_markdown(text, bold))
    assert "".join(token.content for token in tokens) == text
    assert not any(token.meta.get("fault") for token in tokens if token.type == "text")


TITLES = st.sampled_from(
    [section.title for section in FORM.sections]
    + [
        "五、存在问题及改进措施",
        "总体情况",
        "测试局2023年政府信息公开工作年度报告",
        "- 3 -",
        "测试局",
        "2024年1月2日",
        "[bookmark: _GoBack]",
        "六、其他需要报告的事项2023年，无。",
    ]
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.builds(
            lambda parts, bold, level: ("".join(parts), bold, level),
            st.lists(
                st.one_of(TEXTS, TITLES, st.just("（一）主动公开。 （二）依申请公开方面 本年没有。")),
                max_size=3,
            ),
            st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=2),
            st.sampled_from([0, 0, 0, 1, 3]),
        ),
        max_size=8,
    )
)
def test_no_document_loses_or_gains_a_character(drawn: list[tuple[str, list[tuple[int, int]], int]]) -> None:
    paragraphs = [
        Paragraph(text, Place(line=index), tuple((start, end) for start, end in bold if start < end), level)
        for index, (text, bold, level) in enumerate(drawn)
    ]
    assert_nothing_lost("".join(text for text, _, _ in drawn), told(*paragraphs))


@pytest.mark.parametrize(
    "text",
    [
        "一、总体情况" * 60_000,
        "。 （一）" * 100_000,
        "*" * 200_000,
        "**a" * 60_000,
        "[" * 100_000,
        "\\" * 200_000,
        "{" * 200_000,
        "https://" * 40_000,
        "甲\n" * 100_000,
    ],
    ids=lambda text: text[:8],
)
@pytest.mark.timeout(60)
def test_no_text_takes_long(text: str) -> None:
    told(text)


# -- real reports


def example_paragraphs(name: str) -> tuple[str, list[Paragraph]]:
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    if name.endswith(".html"):
        found = [
            paragraph.text_content().strip()
            for paragraph in lxml.html.fromstring(text).iter("p")
            if not any(above.tag == "td" for above in paragraph.iterancestors())
        ]
        return text, [Paragraph(line, Place()) for line in found if line]
    body = text.partition("正文 ====================")[2] or text
    lines = [line.strip() for line in body.splitlines() if line.strip() and not line.startswith("\t")]
    return text, [Paragraph(line, Place(line=number)) for number, line in enumerate(lines, 1)]


@needs_examples
@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("2019-shanghai-gov-general-office.html", "2019"),
        ("2022-pingtan-experimental-zone.txt", "2021"),
        ("2023-pingtan-experimental-zone.txt", "2021"),
        ("2023-dongcheng-government-office.txt", "2021"),
    ],
)
def test_the_words_of_a_real_report_are_all_there(name: str, year: str) -> None:
    _, paragraphs = example_paragraphs(name)
    narrative = told(*paragraphs, form=FORMS[year])
    assert_nothing_lost("".join(paragraph.text for paragraph in paragraphs), narrative, FORMS[year])


@needs_examples
def test_a_real_report_in_one_paragraph_is_parted_as_it_was_printed() -> None:
    _, paragraphs = example_paragraphs("2022-pingtan-experimental-zone.txt")
    found = [line for line in lines_of(told(*paragraphs)) if line.startswith("#") or len(line) < 20]
    assert found[:6] == [
        "## 一、总体情况",
        "（一）主动公开方面",
        "（二）依申请公开方面",
        "（三）政府信息管理方面",
        "（四）信息公开平台建设方面",
        "（五）监督保障方面",
    ]
    assert found[-1] == "2022年，无收取信息处理费情况。"
