"""The words of our own pages come back as the Markdown they were typed in: links, citations, bold, headings."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.forms import Form
from nianbao.importing.document import Paragraph, Place
from nianbao.importing.matched import Matched, Read
from nianbao.importing.prose.narrative import narrate
from nianbao.importing.web.reader import read_html
from nianbao.prose import Prose, read_prose
from nianbao.report import read_report
from tests.sites import FORM, ROOT

FIGURES = (ROOT / "content/reports/pingtan/2023.yaml").read_text(encoding="utf-8")
REPORT = read_report(FIGURES, FORM, 2023)[0]
assert REPORT is not None
CELLS = {
    cell.address: Read(cell.address, sign, sign, Place())
    for cell in FORM.cells
    for sign in [str(REPORT.figures[cell.index].value)]
}
TABLE = '<table class="official"><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>'


def page(prose: Prose, form: Form) -> str:
    """The report as the layout prints it."""
    parts = [f'<div class="prose" id="preface">{prose.preface.html}</div>']
    for section in form.sections:
        typed = prose.section(section.key)
        if typed or section.table:
            words = typed.html if typed else ""
            title = html.escape(typed.title_typed if typed else section.title)
            parts.append(
                f'<section><h2>{title}</h2>{TABLE * bool(section.table)}<div class="prose">{words}</div>'
            )
            parts.append("</section>")
    return f'<article class="report"><div class="sheet">{"".join(parts)}</div></article>'


def again(markdown: str, cells: dict[str, Read] | None = None) -> str:
    """What an import makes of the page that prints this Markdown."""
    document = read_html(page(read_prose(markdown, FORM, REPORT), FORM).encode())
    paragraphs = tuple(block for block in document.blocks if isinstance(block, Paragraph))
    return narrate(Matched(FORM, CELLS if cells is None else cells, paragraphs)).markdown


def lines(markdown: str) -> list[str]:
    return [line for line in markdown.splitlines() if line]


@pytest.mark.parametrize(
    "line",
    [
        "见[条例](https://www.gov.cn/a.html?b=c&d=e#f)第三条。",
        "见[附件](../../index.html)、[本页](2022.html#s1)。",
        "请写信到[办公室](mailto:a@b.cn)。",
        "见[国发[2021]30号](https://a.cn/b(1).html)。",
        "见[甲](https://a.cn/)[乙](https://a.cn/)。",
        "**见[条例](https://a.cn/)。**其余[**重**点](https://b.cn/)。",
        "网址https://www.gov.cn/a_b?c=d。",
        "[https://www.gov.cn/](https://www.gov.cn/b)",
        "全年收到申请{申请-本年新收-总计}件，**规章{主动公开-规章-制发}件**。",
        "{申请-本年新收-总计}",
        "### 主要做法",
        "### 主要做法，以及其他：三项",
        "（一）主动公开",
        "### （一）主动公开",
        "**重点**",
        "- 第一",
        "1. 一",
        "> 引用",
        "| 甲 | 乙 |",
        r"\{甲\} \*\*乙\*\* \\ <b> &amp; _丙_",
    ],
)
def test_a_line_of_our_page_comes_back_as_it_was_typed(line: str) -> None:
    words = ["前言。", "## 一、总体情况", line, "（二）依申请公开。全年没有。"]
    expected = [line, words[3]]
    if line == "（一）主动公开":
        words[3] = expected[1] = "（二）依申请公开"
    assert lines(again("\n\n".join(words)))[2:4] == expected


def test_a_number_that_the_site_linked_by_itself_is_no_citation() -> None:
    line = f"收到政府信息公开申请{CELLS['requests.new_requests.total'].typed}件。"
    assert 'class="cell-ref"' in read_prose(f"## 一、总体情况\n{line}", FORM, REPORT).sections[0].html
    assert lines(again(f"## 一、总体情况\n{line}"))[1] == line


def test_a_citation_is_a_number_where_the_figure_that_was_read_is_another() -> None:
    address = "requests.new_requests.total"
    number = CELLS[address].typed
    other = CELLS | {address: replace(CELLS[address], typed="7")}
    line = "## 一、总体情况\n\n收到{申请-本年新收-总计}件。"
    assert lines(again(line, other))[1] == f"收到{number}件。"
    assert lines(again(line, {}))[1] == f"收到{number}件。"


WORDS = st.lists(
    st.sampled_from(
        [
            "全年",
            "收到",
            "件",
            "，",
            "。",
            "1",
            "2023年",
            "条例",
            "甲*乙",
            "#",
            "3号",
            "a_b",
            "<b>",
            "&amp;",
            "：",
            "“引”",
            "[2021]30号",
            "(试行)",
            "~",
            "|",
            " ",
            r"\*\*",
            r"\{x\}",
        ]
    ),
    min_size=1,
    max_size=4,
).map("".join)
ADDRESSES = st.sampled_from(["https://www.gov.cn/a?b=c&d=e", "../../a.html", "mailto:a@b.cn", "a.html#p"])
PARTS = st.one_of(
    WORDS,
    WORDS.map(lambda words: f"**{words.strip()}字**"),
    st.builds(lambda words, address: f"[{words.strip()}字]({address})", WORDS, ADDRESSES),
    st.sampled_from(
        [
            "{申请-本年新收-总计}",
            "**收到{主动公开-规章-制发}件**",
            "[见{申请-结转下年-总计}件](a.html)",
            "https://www.gov.cn/a_b?c=d",
            "**[粗](https://b.cn/)体**",
            "[**粗**体](https://b.cn/)",
        ]
    ),
)
LINES = st.one_of(
    st.lists(PARTS, min_size=1, max_size=4).map("".join),
    st.sampled_from(
        ["### 主要做法", "（一）主动公开", "- 一", "2．二", "（二）申请。没有。", "### （一）公开"]
    ),
)
BODIES = st.lists(LINES, max_size=3)


@settings(max_examples=50, deadline=None)
@given(st.lists(BODIES, min_size=7, max_size=7))
def test_a_page_that_was_imported_prints_the_same_page_again(bodies: list[list[str]]) -> None:
    titles = ["", *(f"## {section.title}" for section in FORM.sections)]
    typed = "\n\n".join(line for title, body in zip(titles, bodies, strict=True) for line in (title, *body))
    first = read_prose(typed, FORM, REPORT)
    second = read_prose(again(typed), FORM, REPORT)
    assert printed(second) == printed(first)


def printed(prose: Prose) -> list[str]:
    """The HTML of each section; blanks run together in HTML, and the bold of a heading is no other heading."""
    sections = (prose.preface, *prose.sections)
    shown = (re.sub(" +", " ", section.html) for section in sections if section.html)
    return [re.sub(r"<h3.*?</h3>", lambda match: re.sub("</?strong>", "", match[0]), text) for text in shown]
