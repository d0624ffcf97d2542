"""The Markdown reader: `tests/prose/fixtures.md` holds input and expected output side by side.

Under the HTML each fault stands as `! kind line:column “text”`. NIANBAO_UPDATE=1 writes the outputs anew.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import lxml.html
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nianbao.forms import Form
from nianbao.forms.loading import load_form
from nianbao.located import Lines
from nianbao.prose import Prose, ProseSection, prose_from_json, prose_to_json, read_prose, render_page
from nianbao.report import Report, read_report

ROOT = Path(__file__).resolve().parents[1]
FIXTURES = Path(__file__).parent / "prose" / "fixtures.md"
ORIGINALS = ROOT.parent / "shared" / "examples"
FORM: Form = load_form((ROOT / "nianbao" / "forms" / "2021.yaml").read_text(encoding="utf-8"))

needs_originals = pytest.mark.skipif(
    not ORIGINALS.is_dir(), reason="the original reports are not beside the checkout (../shared/examples)"
)


def sample(name: str, year: int) -> Report:
    text = (ROOT / "content" / "reports" / name / f"{year}.yaml").read_text(encoding="utf-8")
    report, _ = read_report(text, FORM, year)
    assert report is not None
    return report


REPORT = sample("pingtan", 2023)


# -- the fixtures


def fixtures() -> list[tuple[str, str, str]]:
    parts = re.split(r"(?m)^\.\n", FIXTURES.read_text(encoding="utf-8"))
    return [(parts[at].strip(), parts[at + 1], parts[at + 2]) for at in range(0, len(parts) - 2, 3)]


def show(text: str, prose: Prose) -> str:
    """Preface and sections as HTML, then the faults with their places."""
    shown = [prose.preface.html]
    for section in prose.sections:
        shown += [f"## {section.title_printed}", section.html]
    lines = Lines(text)
    for fault in prose.faults:
        if fault.kind == "section-missing" and not prose.sections:
            continue
        line, column = lines.position(fault.start)
        quoted = text[fault.start : fault.end].replace("\n", "⏎")
        choices = fault.facts.get("choices", fault.facts.get("expected", ""))
        shown.append(f"! {fault.kind} {line}:{column} “{quoted}” {choices or ''}".rstrip())
    return "".join(f"{line}\n" for line in shown if line)


def update_fixtures() -> None:
    cases = [
        f"{title}\n.\n{text}.\n{show(text, read_prose(text, FORM, REPORT))}.\n"
        for title, text, _ in fixtures()
    ]
    FIXTURES.write_text("\n".join(cases), encoding="utf-8", newline="\n")


if os.environ.get("NIANBAO_UPDATE"):
    update_fixtures()


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=title) for title, *case in fixtures()])
def test_fixture(text: str, expected: str) -> None:
    assert show(text, read_prose(text, FORM, REPORT)) == expected


# -- places


def fault_texts(text: str, kind: str, report: Report | None = REPORT) -> list[str]:
    return [
        text[fault.start : fault.end] for fault in read_prose(text, FORM, report).faults if fault.kind == kind
    ]


def test_a_fault_points_at_the_right_one_of_equal_words() -> None:
    text = "﻿　　{申请-本年新收-总计}、{申请-甲-乙}、{申请-甲-乙}\r\n甲{申请-甲-乙}\r乙{申请-甲-乙}"
    starts = [
        fault.start for fault in read_prose(text, FORM, REPORT).faults if fault.kind == "citation-unknown"
    ]
    assert starts == [match.start() for match in re.finditer(re.escape("{申请-甲-乙}"), text)]


def test_lines_are_counted_as_findings_count_them() -> None:
    text = "甲\r\n\r\n乙\x0b丙\n丁"
    assert read_prose(text, FORM, None).preface.blocks == (("p1", 1), ("p2", 3), ("p3", 3), ("p4", 4))


def test_heading_edits_make_the_heading_the_forms() -> None:
    text = "一、总体情况\n甲\n##二、主动公开的情况\n乙\n五、存在的主要问题及改进措施\r\n丙\n# 六、其他需要报告的事项\n丁\n"
    edits = sorted(
        (edit for fault in read_prose(text, FORM, None).faults for edit in fault.edits),
        key=lambda e: -e.start,
    )
    for edit in edits:
        text = text[: edit.start] + edit.text + text[edit.end :]
    assert text == (
        "## 一、总体情况\n甲\n## 二、主动公开政府信息情况\n乙\n## 五、存在的主要问题及改进情况\r\n丙\n"
        "## 六、其他需要报告的事项\n丁\n"
    )
    assert not read_prose(text, FORM, None).faults


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("一、政府信息公开工作总体情况", "overview"),
        ("一、政务公开概述", "overview"),
        ("五、存在的主要问题及下一步打算", "problems"),
        ("四、行政复议和诉讼的情况", "disputes"),
    ],
)
def test_a_title_pasted_without_signs_is_known_by_its_words(line: str, section: str) -> None:
    prose = read_prose(f"前言。\n{line}\n内容。", FORM, None)
    assert [item.key for item in prose.sections] == [section]


@pytest.mark.parametrize("line", ["2.依申请公开政府信息情况", "2、主动公开政府信息情况", "二、加强平台建设"])
def test_a_numbered_paragraph_of_a_section_stays_one(line: str) -> None:
    prose = read_prose(f"## 一、总体情况\n甲。\n{line}\n乙。", FORM, None)
    assert [item.key for item in prose.sections] == ["overview"]
    assert not any(fault.edits for fault in prose.faults)


def test_a_heading_that_says_something_else_is_not_rewritten() -> None:
    faults = read_prose("## 一、总体情况\n甲。\n## 五、工作打算\n乙。", FORM, None).faults
    [fault] = [fault for fault in faults if fault.kind == "heading-variant"]
    assert not fault.edits
    assert [edit.text for edit in fault.suggestions] == ["## 五、存在的主要问题及改进情况"]


# -- what comes out


def test_sections_follow_the_form_and_know_their_titles() -> None:
    prose = read_prose("前言\n## 六、其他需要报告的事项\n丙丙\n## 一、总体概述\n甲 甲\n乙", FORM, None)
    assert [section.number for section in prose.sections] == ["一", "六"]
    assert read_prose("**一、总体情况**", FORM, None).sections[0].title_typed == FORM.sections[0].title
    first = prose.sections[0]
    assert (first.title_typed, first.title_printed) == ("一、总体概述", FORM.sections[0].title)
    assert (first.text, first.characters) == ("甲 甲\n乙", 3)
    assert prose.preface.text == "前言"
    assert prose.characters == 7
    assert prose.section(first.key) is first
    assert prose.section("nothing") is None


def test_citations_print_figures_as_stated() -> None:
    prose = read_prose("{申请-本年新收-总计} {主动公开-收费万元} {申请-本年新收-总计}", FORM, REPORT)
    assert prose.preface.text == "81 5949.088667 81"
    assert prose.cited == ("requests.new_requests.total", "disclosure.fees.amount")


def test_a_cell_without_a_number_prints_its_sign() -> None:
    yaml = (ROOT / "content" / "reports" / "pingtan" / "2023.yaml").read_text(encoding="utf-8")
    yaml = yaml.replace("本年新收:        80     1", "本年新收:        待填     ~").replace(
        "规章:                 0", "规章:                 /"
    )
    report, _ = read_report(yaml, FORM, 2023)
    text = "{申请-本年新收-自然人} {申请-本年新收-企业} {主动公开-规章-制发}"
    prose = read_prose(text, FORM, report)
    assert prose.preface.text == "待填 ~ /"
    faults = [fault for fault in prose.faults if fault.kind == "citation-no-number"]
    assert [fault.facts.get("draft_ok", False) for fault in faults] == [True, False, False]


def test_without_a_report_citations_wait() -> None:
    prose = read_prose("{申请-本年新收-总计}", FORM, None)
    assert (
        prose.preface.html
        == '<p id="p1"><a class="cell-ref" href="#requests-new_requests-total" data-cited="申请-本年新收-总计">待填</a></p>'
    )


def test_prose_goes_through_json_unchanged() -> None:
    text = "甲**\n## 一、总体概述\n{申请-其他} {申请-甲} 现行有效行政规范性文件393件\n待填"
    prose = read_prose(text, FORM, REPORT)
    assert {fault.kind for fault in prose.faults} >= {
        "mention-differs",
        "heading-variant",
        "citation-ambiguous",
    }
    assert prose_from_json(json.loads(json.dumps(prose_to_json(prose)))) == prose


def test_empty_text_lacks_every_section_that_needs_words() -> None:
    prose = read_prose("", FORM, REPORT)
    assert [fault.facts["number"] for fault in prose.faults] == ["一", "五", "六"]
    assert prose.preface == ProseSection("", "", "", "", "", "", ())


# -- mentions

NOTHING_SAID = """
其中11件予以公开，8件申请人主动撤销。
全年共收到依申请公开81件，其中区政府办收到申请30件。
区政府办公室收到申请30件；各部门、街道收到申请51件。
收到当面申请3件、网络申请78件。
收到通过网络提交的政府信息公开申请30件、通过邮寄提交的51件。
通过网上平台收到申请30件。
2022年收到政府信息公开申请75件。
较2022年的75件，今年收到政府信息公开申请80件。
去年收到申请75件，自2008年以来收到申请900件，累计收到申请500件。
一季度收到申请12件，每月受理申请3件，1月至6月收到申请40件，上半年受理申请40件。
不予受理申请3件，未受理申请3件。
人大代表建议、政协提案办结32件，答复满意率100%。
收到网民留言申请公开咨询30件，答复30件。
自然人申请中，予以公开的有21件；部分公开19件。
规范性文件予以公开12件，部门规范性文件现行有效12件，拟废止规范性文件12件，修改、废止规范性文件3件。
公示行政处罚决定12件。
未经行政复议直接起诉5件。
行政复议、行政诉讼案件共9件，上年结转行政复议3件。
收到申请81件次，收到约80件，答复近79件，收到并办结政府信息公开申请70件。
收到政府信息公开申请85件，受理81件。
“收到申请82件”的说法不准确，实际收到申请81件。
依申请公开事项办结79件。
"""
DIFFERENT = {
    "2023年全区共受理政府信息公开申请3259件，答复3278件。": ["3259", "3278"],
    "办理上年度结转申请1件。答复11件。": ["1"],
    "收到公民、法人和其他组织政府信息公开申请８０件。": ["８０"],
    "自2023年1月1日至12月31日，收到申请1,081件。": ["1,081"],
    "全市各级行政机关共收到政府信息公开申请80 件，均已答复。": ["80"],
    "收到申请81件，自然人81件；3件结转下年度。": ["81", "3"],
    "收到申请81件，予以公开23件，部分公开20件，不予公开6件，无法提供31件。": ["23", "6"],
    "因政府信息公开被申请行政复议3件，被提起行政诉讼9件，其中复议后起诉4件。": ["3", "9", "4"],
    "制发行政规范性文件77件，废止131件，现行有效471件。": ["131", "471"],
}


def section_two(sentence: str) -> str:
    return f"## 一、总体情况\n（二）依申请公开。{sentence}\n"


@pytest.mark.parametrize("sentence", NOTHING_SAID.split())
def test_a_number_that_may_mean_something_else_is_left_alone(sentence: str) -> None:
    assert fault_texts(section_two(sentence), "mention-differs") == []


@pytest.mark.parametrize(("sentence", "numbers"), DIFFERENT.items())
def test_a_number_that_can_only_mean_a_cell_is_compared(sentence: str, numbers: list[str]) -> None:
    assert fault_texts(section_two(sentence), "mention-differs") == numbers


def test_received_may_count_what_was_carried_over() -> None:
    report = sample("pingtan", 2022)
    for number, faults in (("74", []), ("75", []), ("76", ["76"])):
        text = section_two(f"2022年，全区收到政府信息公开申请{number}件。")
        assert fault_texts(text, "mention-differs", report) == faults


def test_words_against_a_table_of_zeros_are_another_fault() -> None:
    report = sample("dongcheng/government-office", 2023)
    text = section_two("全年收到政府信息公开申请3件，均已按期答复。")
    assert fault_texts(text, "mention-of-nothing", report) == ["3"]
    assert fault_texts(text, "mention-differs", report) == []


def test_a_typed_number_within_a_link_is_not_linked_again() -> None:
    prose = read_prose(section_two("[收到政府信息公开申请81件](a.html)。"), FORM, REPORT)
    assert prose.sections[0].html.count("<a ") == 1


# -- the originals


def original(name: str) -> str:
    """The text of a web page on one line, parted again at its headings."""
    text = (ORIGINALS / name).read_text(encoding="utf-8").partition("正文 ====================\n")[2]
    titles = (
        "|".join(re.escape(section.title) for section in FORM.sections)
        + "|四、政府信息公开行政法复议、行政诉讼情况"
    )
    text = re.sub(rf"\s*({titles})\s*", r"\n## \1\n", text)
    return re.sub(r"\s*(（[一二三四五]）[^（）]{4,12}方面)\s*", r"\n\1\n", text)


@needs_originals
def test_in_the_original_of_pingtan_2023_one_number_differs() -> None:
    text = original("2023-pingtan-experimental-zone.txt")
    prose = read_prose(text, FORM, REPORT)
    differing = [fault for fault in prose.faults if fault.kind == "mention-differs"]
    assert [(text[f.start : f.end], f.facts["expected"]) for f in differing] == [("393", "470")]
    linked = re.findall(r'href="#([\w-]+)">(\d+)<', prose.sections[0].html)
    assert linked == [
        ("disclosure-normative_documents-issued", "77"),
        ("requests-new_requests-total", "81"),
        ("requests-new_requests-natural_person", "80"),
        ("requests-new_requests-business", "1"),
        ("requests-results_total-total", "81"),
        ("disputes-review-total", "2"),
    ]


@needs_originals
def test_in_the_original_of_pingtan_2022_nothing_differs() -> None:
    text = original("2022-pingtan-experimental-zone.txt")
    assert fault_texts(text, "mention-differs", sample("pingtan", 2022)) == []
    assert fault_texts(text, "heading-variant") == ["## 四、政府信息公开行政法复议、行政诉讼情况"]


@needs_originals
def test_in_the_original_of_huaian_2024_every_number_agrees() -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    with pdfplumber.open(ORIGINALS / "2024-huaian-city.pdf") as document:
        pages = "\n".join(page.extract_text() for page in document.pages[:3])
    words = re.search(r"（二）依申请公开.*?(?=（三）)", re.sub(r"\n- \d+ -", "", pages), re.DOTALL)
    assert words is not None
    text = f"## 一、总体情况\n{words.group().replace(chr(10), '')}"
    report = sample("huaian", 2024)
    assert fault_texts(text, "mention-differs", report) == []
    html = read_prose(text, FORM, report).sections[0].html
    assert re.findall(r'href="#([\w-]+)">(\d+)<', html) == [
        ("requests-new_requests-total", "3119"),
        ("requests-results_total-total", "3050"),
        ("requests-carried_over-total", "34"),
        ("requests-carried_forward-total", "103"),
        ("disputes-review-total", "351"),
        ("disputes-review-upheld", "72"),
        ("disputes-review-corrected", "64"),
    ]


@needs_originals
def test_the_original_of_dongcheng_is_read_as_pasted() -> None:
    text = (ORIGINALS / "2023-dongcheng-government-office.txt").read_text(encoding="utf-8")
    prose = read_prose(text, FORM, sample("dongcheng/government-office", 2023))
    kinds = [fault.kind for fault in prose.faults]
    assert kinds == [
        "heading-marks",
        "prose-residue",
        *["heading-marks"] * 3,
        "heading-variant",
        "heading-marks",
    ]
    assert len(prose.sections) == len(FORM.sections)
    assert (
        '<a href="http://www.bjdch.gov.cn/">http://www.bjdch.gov.cn/</a>，如需了解' in prose.sections[5].html
    )


# -- safety

PAYLOADS = """
<script>alert(1)</script>
<img src=x onerror=alert(1)>
[甲](javascript:alert(1)) [甲](JaVaScRiPt:alert(1)) [甲](&#106;avascript:alert(1)) [甲](java%0ascript:alert(1))
[甲](data:text/html;base64,PHNjcmlwdD4=) [甲](vbscript:msgbox(1)) [甲](file:///etc/passwd) [甲](//evil.cn)
[甲](\\evil.cn) [甲](/\\evil.cn) [甲](http:evil) [甲](https:/\\evil.cn) [甲]（javascript:alert(1)）
[甲](a"onmouseover="alert(1)) [甲](https://a.cn/"><script>) [甲](a'b) [甲](<javascript:alert(1)>)
[甲][乙]
[乙]: javascript:alert(1)
<javascript:alert(1)> <https://a.cn> http://a.cn/"onclick="x https://a.cn/'><b>
![甲](javascript:alert(1)) ![甲](x" onerror="alert(1))
{<img src=x>} {"><script>} ｛申请－<b>｝
## <script>alert(1)</script>
### <b onclick=x>甲</b>
**<i>**</i> [**](a)** **[甲**](b)
<!-- --> <![CDATA[x]]> <?php ?> &lt;script&gt; &#60;script&#62;
<p style="x" id="p1">甲</p>
"""
ALLOWED = {"p": {"id"}, "h3": {"id"}, "strong": set(), "a": {"href", "class", "data-cited"}}


def check_html(html: str) -> None:
    """Nothing but the few elements and attributes, and no address but the allowed kinds."""
    for element in lxml.html.fragments_fromstring(f"<div>{html}</div>")[0].iter():
        if element.tag == "div":
            continue
        assert element.tag in ALLOWED, html
        assert set(element.attrib) <= ALLOWED[element.tag], html
        if element.tag == "a":
            href = element.attrib["href"]
            assert re.match(
                r"https?://[^/\\]|mailto:[^/\\]|#[a-z]|(?![A-Za-z][A-Za-z0-9+.-]*:)[^/\\\s]", href
            ), href
            assert element.attrib.get("class", "cell-ref") == "cell-ref"
    without_tags = re.sub(r'</?(?:p|h3|strong|a)(?: (?:id|href|class|data-cited)="[^"<>]*")*>', "", html)
    assert not re.search(r"[<>\"]", without_tags), html


def all_html(prose: Prose) -> str:
    return "\n".join(section.html for section in (prose.preface, *prose.sections))


@pytest.mark.parametrize("payload", PAYLOADS.strip().split("\n"))
def test_no_markup_gets_through(payload: str) -> None:
    check_html(all_html(read_prose(payload, FORM, REPORT)))
    check_html(all_html(read_prose(f"甲{payload}乙\n**{payload}**\n[{payload}](a.html)", FORM, REPORT)))


PIECES = [
    *"*[](){}｛｝\\!#＃（）一二五六、。，0123件　 \t\n\r<>&\"'`_~",
    *(
        "**",
        "](",
        "![",
        "http://a.cn",
        "https://",
        "javascript:",
        "{申请-本年新收-总计}",
        "{申请-其他}",
        "待填",
    ),
    *(
        "## ",
        "一、总体情况",
        "五、存在的主要问题",
        "收到政府信息公开申请",
        "81件",
        "（一）",
        "\x00",
        "\ud800",
        "\u2028",
    ),
]
anything = st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join))


@given(anything)
@example("[a](b\x00c) \x1f \ud800 {\x00}")
def test_any_text_is_read_and_gives_clean_html(text: str) -> None:
    prose = read_prose(text, FORM, REPORT)
    html = all_html(prose)
    html.encode()
    check_html(html)
    for fault in prose.faults:
        assert 0 <= fault.start <= fault.end <= len(text)


def words_of(text: str) -> str:
    """Letters and digits alone: whatever may be markup is left out on both sides."""
    return "".join(character for character in text if character.isalnum())


@given(
    st.lists(
        st.sampled_from([*"甲乙丙丁0123ab，。 　*()（）!<>&_~`\n\r", "**", "\\", "[", "]", "一是", "1."])
    ).map("".join)
)
@example("**甲** [乙](丙丁) 甲")
def test_no_word_is_lost(text: str) -> None:
    # Without headings, citations and links every letter comes out again, in order.
    text = text.replace("](", "] (")
    prose = read_prose(text, FORM, REPORT)
    assert words_of(prose.preface.text) == words_of(text)
    shown = lxml.html.fromstring(f"<div>{prose.preface.html}</div>").text_content()
    assert words_of(shown) == words_of(text)


@given(
    st.lists(st.sampled_from(["## 一、总体情况", "六、其他需要报告的事项", "## 甲", "（一）乙", "丙丁", ""]))
)
def test_every_line_comes_out_under_some_heading(lines: list[str]) -> None:
    prose = read_prose("\n".join(lines), FORM, None)
    sections = [prose.preface, *prose.sections]
    shown = [line for section in sections for line in section.text.split("\n") if line]
    titles = {section.title for section in FORM.sections}
    typed = [line.lstrip("# ") for line in lines if line and line.lstrip("# ") not in titles]
    assert sorted(line for line in shown if line not in titles) == sorted(typed)


HOSTILE: dict[str, Callable[[], str]] = {
    "[": lambda: "[" * 100_000,
    "**": lambda: "**" * 50_000,
    "** ": lambda: "**甲 " * 25_000,
    "(": lambda: "(" * 100_000,
    "{": lambda: "{" * 50_000,
    "{甲}": lambda: "{申请-甲}" * 50_000,
    "[[]": lambda: "[[]" * 30_000,
    "[甲](": lambda: "[甲](" * 30_000,
    "![": lambda: "![" * 50_000,
    "https://": lambda: "https://" * 50_000,
    ")": lambda: "http://a" + ")" * 100_000,
    "#": lambda: "# " + "# #" * 30_000,
    "digits": lambda: "9" * 100_000 + "件",
    "one line": lambda: "收到政府信息公开申请3件" * 2_000,
    "verbs": lambda: "收到政府信息公开申请" * 2_000 + "3件",
    "years": lambda: "2023年" * 50_000 + "1件",
    "headings": lambda: "## 一、甲\n" * 50_000,
    "plain headings": lambda: "一、存在的主要问题\n" * 50_000,
    "traces": lambda: "（此处" * 50_000 + "<p " * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.timeout(60)
def test_hostile_text_is_read_in_time(name: str) -> None:
    text = HOSTILE[name]()
    prose = read_prose(text, FORM, REPORT)
    assert len(prose.faults) < 1_000


# -- pages


def test_a_page_has_a_title_lists_and_lines() -> None:
    title, html = render_page(
        "﻿# 关于本站\n\n第一行**重点。**然后\n第二行\n\n## 小节\n\n- 甲\n- 乙{丙}\n\n后面 <b>\n"
    )
    assert title == "关于本站"
    assert html == (
        "<p>第一行<strong>重点。</strong>然后</p>\n<p>第二行</p>\n<h2>小节</h2>\n"
        "<ul>\n<li>甲</li>\n<li>乙{丙}</li>\n</ul>\n<p>后面 &lt;b&gt;</p>\n"
    )


def test_a_page_without_a_title_has_none() -> None:
    assert render_page("甲") == ("", "<p>甲</p>\n")


@given(anything)
@example(PAYLOADS)
@example("- " * 10_000)
@example("# \ud800\x00")
def test_pages_let_no_markup_through(text: str) -> None:
    title, html = render_page(text)
    (title + html).encode()
    for element in lxml.html.fromstring(f"<div>{html}</div>").iter():
        assert element.tag in {
            "div",
            "p",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "ul",
            "ol",
            "li",
            "strong",
            "a",
        }
        assert set(element.attrib) <= {"href", "start"}
