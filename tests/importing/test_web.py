"""Saved web pages: the report found in whatever surrounds it, its tables with their spans, its facts."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.forms import Form
from nianbao.forms.loading import load_form
from nianbao.grid import lay_out
from nianbao.importing.document import Document, Grid, Paragraph, Refused
from nianbao.importing.sources.opening import open_source
from nianbao.importing.web.reader import read_html
from tests.importing.examples import EXAMPLES, needs_examples
from tests.sites import FORM, ROOT, build, figures, small_site

TITLE = "示例市民政局2023年政府信息公开工作年度报告"
TABLE = (
    "<table border=1><tr><td>信息内容</td><td>本年制发件数</td></tr><tr><td>规章</td><td>3</td></tr>"
    "<tr><td>行政规范性文件</td><td>12</td></tr><tr><td>行政许可事项</td><td>7</td></tr>"
    "<tr><td>行政处罚事项</td><td>&nbsp;</td></tr><tr><td>行政强制事项</td><td>0</td></tr></table>"
)
PREFACE = "<p>　　根据《中华人民共和国政府信息公开条例》的规定，编制本报告，数据统计期限为2023年1月1日至12月31日。</p>"
BODY = (
    f"<p><b>一、总体情况</b></p><p>全年主动公开政府信息，都在政府网站上，群众可以查阅。</p>"
    f"<p>二、主动公开政府信息情况</p>{TABLE}<p>三、收到和处理政府信息公开申请情况</p><p>没有收到申请。</p>"
    "<p>六、其他需要报告的事项</p><p>无。</p>"
)
TEXTS = [
    "根据《中华人民共和国政府信息公开条例》的规定，编制本报告，数据统计期限为2023年1月1日至12月31日。",
    "一、总体情况",
    "全年主动公开政府信息，都在政府网站上，群众可以查阅。",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "没有收到申请。",
    "六、其他需要报告的事项",
    "无。",
]
MENU = "<ul><li><a href=a>要闻动态</a></li><li><a href=b>一、政务公开</a></li><li><a href=c>二、办事服务</a></li></ul>"
CALENDAR = "<table>" + "<tr>" + "<td>7</td>" * 7 + "</tr>" * 1 + "<tr>" + "<td>8</td>" * 7 + "</tr></table>"
FOOTER = "<p>主办：示例市人民政府　承办：示例中心</p><p>版权所有　ICP备00000000号</p>"
CHROME = (
    "<html><head><meta http-equiv=Content-Type content='text/html; charset={charset}'><title>"
    + TITLE
    + "_示例市政府网</title>"
    "<style>p{{}}</style><script>var x='<td>9</td>';</script></head><body><form>"
    "<div class=top>今天是<span>2024年5月1日</span> <input value=请输入关键字><select><option>站内</option></select></div>"
    f"{MENU}<table width=1000><tr><td>{CALENDAR}<ul><li><a href=x>2022年政府信息公开工作年度报告</a></li></ul></td><td>"
    "<div>您现在的位置：<a href=/>首页</a>&gt;<a>年报</a></div>"
    "<table><tr><td>索 引 号：</td><td>AB-2024-001</td><td>主题分类：</td><td>综合</td></tr><tr><td>发布机构：</td>"
    "<td>示例市民政局</td><td>文　　号：</td><td>示民〔2024〕3号</td></tr></table>"
    f"<h1>{TITLE}</h1><p>发布日期：2024-01-20 15:07　来源：示例市民政局　浏览次数：<i>88</i>　字体：【大 中 小】</p>"
    "{article}<p>【<a>打印本页</a>】 【<a>关闭窗口</a>】</p><p>上一篇：<a href=1>旧报告</a></p><p>下一篇：没有了</p>"
    "<div>分享到：<a>微信</a> <a>微博</a></div></td></tr></table></form>" + FOOTER + "</body></html>"
)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def rows(grid: Grid) -> list[list[str]]:
    return [
        [
            grid.covering[row, column].text if (row, column) in grid.covering else "·"
            for column in range(grid.width)
        ]
        for row in range(grid.height)
    ]


def read(page: str) -> Document:
    return read_html(page.encode("utf-8"))


def table_of(html: str) -> Grid:
    (grid,) = grids(read(f"<p>一、总体情况</p><p>二、有关情况</p><table>{html}</table>"))
    return grid


# -- the article


@pytest.mark.parametrize(
    "article",
    [
        f"<div id=zoom><div class=TRS_Editor><div>{PREFACE}{BODY}</div></div></div>",
        f"<div id=vsb_content><div class=v_news_content>{PREFACE}{BODY}</div></div>",
        f"<ucapcontent>{PREFACE}{BODY}</ucapcontent>",
        f"<div>{PREFACE}</div><div>{BODY}</div>",
        f"<table><tr><td>{PREFACE}</td></tr><tr><td>{BODY}</td></tr></table>",
        f"{PREFACE}{BODY}",
        "<div>" + (PREFACE + BODY).replace("</p>", "<br><br>").replace("<p>", "") + "</div>",
        "<article>"
        + (PREFACE + BODY).replace("<p>", "<section><div><span>").replace("</p>", "</span></div></section>")
        + "</article>",
    ],
    ids=["TRS", "vsb", "UCAP", "preface-apart", "layout-table", "bare", "br", "sections"],
)
def test_the_report_is_found_in_heavy_page_chrome(article: str) -> None:
    document = read(CHROME.format(charset="utf-8", article=article))
    assert [text for text in texts(document) if text != TITLE] == TEXTS
    assert [len(grid.cells) for grid in grids(document)] == [12]
    assert document.stated == {
        "title": TITLE,
        "published": "2024-01-20",
        "agency": "示例市民政局",
        "number": "示民〔2024〕3号",
        "index": "AB-2024-001",
    }


def test_what_surrounds_the_report_is_told_once_a_region() -> None:
    dropped = read(CHROME.format(charset="utf-8", article=f"<div>{PREFACE}{BODY}</div>")).dropped
    told = [item.text for item in dropped]
    assert "要闻动态 一、政务公开 二、办事服务" in told
    assert any(text.startswith("主办：示例市人民政府") for text in told)
    assert all(len(text) <= 80 and item.why for text, item in zip(told, dropped, strict=True))
    assert len(told) < 16


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("gb2312", "utf-8"),
        ("utf-8", "utf-8"),
        ("utf-8", "gbk"),
        ("gbk", "utf-8-sig"),
        ("utf-8", "utf-16"),
        ("iso-8859-1", "gbk"),
        ("big5", "gbk"),
    ],
)
def test_a_page_is_decoded_whatever_it_says_of_its_encoding(charset: str, encoding: str) -> None:
    page = CHROME.format(charset=charset, article=f"<div>{PREFACE}{BODY}</div>")
    if (charset, encoding) == ("big5", "gbk"):
        page = page.replace("big5", "x-unknown")
    assert texts(read_html(page.encode(encoding))) == TEXTS


def test_signs_that_gb2312_lacks_are_read_from_a_page_that_declares_it() -> None:
    page = CHROME.format(charset="gb2312", article=f"<div>{PREFACE}{BODY}<p>喆、㙍和镕三处。</p></div>")
    assert texts(read_html(page.encode("gb18030")))[-1] == "喆、㙍和镕三处。"


def test_a_page_cut_off_within_a_sign_is_still_read() -> None:
    page = (f"<div>{PREFACE}{BODY}" + "<p>" + "说明。" * 2000 + "完").encode()
    assert texts(read_html(page[:-1]))[:8] == TEXTS


def test_hidden_text_is_left_out_unless_it_is_the_report() -> None:
    hidden = read(f"<div>{PREFACE}{BODY}</div><p style='DISPLAY: none'>统计代码</p><p hidden>旧文</p>")
    assert texts(hidden) == TEXTS
    assert [item.text for item in hidden.dropped] == ["统计代码", "旧文"]
    assert texts(read(f"<p>请选择</p><div style='display:none'>{PREFACE}{BODY}</div>")) == TEXTS


def test_a_page_that_holds_the_report_twice_gives_it_once() -> None:
    once = f"<div class=pc>{PREFACE}{BODY}</div>"
    assert texts(read(once + once.replace("pc", "mobile"))) == TEXTS


LINKS = "".join(
    f"<li><a href={year}>某局{year}年政府信息公开工作年度报告</a></li>" for year in (2021, 2022, 2023)
)


@pytest.mark.parametrize(
    ("page", "why", "names"),
    [
        (
            "<frameset><frame src=top.html><frame src=main.html></frameset>",
            "frame",
            ["main.html", "top.html"],
        ),
        ("<h1>年报</h1><iframe src='about:blank'></iframe><iframe src=a.html></iframe>", "frame", ["a.html"]),
        ("<p>附件：<a href='/f/2023.docx'>年报</a></p>", "attachment", ["/f/2023.docx"]),
        ("<p>附件：<a href='/down?id=1'>2023年年报.docx</a></p>", "attachment", ["2023年年报.docx"]),
        ("<h1>年报</h1><iframe src='/view?file=/a/b.pdf&x=1'>", "attachment", ["/view?file=/a/b.pdf&x=1"]),
        ("<h1>年报</h1><object data=b.pdf></object>", "attachment", ["b.pdf"]),
        (f"<h1>年报</h1><script>var text = {BODY + '四、五、'!r}</script>", "script", []),
        (f"<h1>年报</h1><textarea>{BODY}四、五、</textarea>", "script", []),
        ("<div id=app></div><script src=app.js></script>", "script", []),
        (f"<ul>{LINKS}</ul><p><img src=logo.png></p>", "list", None),
        ("<h1>某局2023年年度报告</h1><p><img src=1.jpg width=800></p>", "picture", []),
    ],
)
def test_a_page_without_the_words_of_a_report_tells_where_they_are(
    page: str, why: str, names: list[str] | None
) -> None:
    with pytest.raises(Refused) as caught:
        read(f"<html><body>{page}</body></html>")
    assert (caught.value.fault.kind, caught.value.fault.facts["why"]) == ("import-no-report", why)
    if names is not None:
        assert caught.value.fault.facts["names"] == names


SECTIONS = "".join(
    f"<p>{number}、有关情况</p><p>{{unit}}这一年在这个方面做了{number}件事情，都在政府网站上公开，群众可以查阅。</p>{{table}}"
    for number in "一二三四五六"
)


def test_two_reports_on_one_page_are_refused_and_one_that_stands_there_twice_is_not() -> None:
    first = f"<div><h1>甲局2023年年度报告</h1>{SECTIONS.format(unit='甲局', table=TABLE)}</div>"
    second = f"<div><h1>乙局2023年年度报告</h1>{SECTIONS.format(unit='乙局', table=TABLE)}</div>"
    assert len(grids(read(first + first))) == 6
    for page in (first + second, (first + second).replace("<div>", "").replace("</div>", "")):
        with pytest.raises(Refused) as caught:
            read(page)
        assert caught.value.fault.kind == "import-several"
        assert caught.value.fault.facts["names"] == ["甲局2023年年度报告", "乙局2023年年度报告"]


def test_the_title_above_the_report_is_that_of_the_report() -> None:
    head = "<title>某市民政局</title>"
    for title in (
        "<td>某市民政局2023年政府信息公开工作年度报告",
        "<td><p>某市民政局<p>2023年政府信息公开工作年度报告",
    ):
        page = f"<html><head>{head}</head><body><table><tr>{title}<tr><td><div>{PREFACE}{BODY}</div></table></body></html>"
        assert read(page).stated["title"] == "某市民政局2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("data", "kind"), [(b"", "import-empty"), (b" \n", "import-empty"), (b"<p></p>", "import-no-report")]
)
def test_an_empty_page_is_refused(data: bytes, kind: str) -> None:
    with pytest.raises(Refused) as caught:
        read_html(data)
    assert caught.value.fault.kind == kind


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Refused) as caught:
        read_html(bytes(range(128, 256)) * 50)
    assert caught.value.fault.kind == "import-encoding"


def test_elements_nested_too_deep_for_the_parser_lose_no_text() -> None:
    page = f"<div>{PREFACE}" + "<span>" * 400 + BODY + "</span>" * 400
    assert texts(read(page)) == TEXTS
    with pytest.raises(Refused) as caught:
        read("<span>" * 50_000 + BODY)
    assert caught.value.fault.kind == "import-broken"


# -- lines


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>\u3000\u3000&nbsp;&nbsp;一是&nbsp; 好&nbsp;</p>", "一是 好"),
        (
            "<p><span>主</span><span lang=EN-US><o:p></o:p></span><span>动\u200b公\xad开</span></p>",
            "主动公开",
        ),
        ("<p>主动公开\n     政府信息 2023\n年</p>", "主动公开政府信息 2023 年"),
        ("<p>a&lt;b&gt; &amp;amp; &#12300;引&#x300D;</p>", "a<b> &amp; 「引」"),
        ("<p>面积10m<sup>2</sup></p>", "面积10m2"),
        ("<p><del>旧的</del>新的</p>", "新的"),
        ("<![if !supportLists]>1、<![endif]>主动", "1、主动"),
    ],
)
def test_text_is_read_as_the_page_shows_it(html: str, text: str) -> None:
    assert texts(read(f"<p>一、甲</p><p>二、乙</p>{html}"))[2:] == [text]


def test_bold_stretches_and_headings_are_kept() -> None:
    document = read(
        "<h2>一、总体情况</h2><p>本年<strong>新收</strong>与<span style='font-weight:700'>办结</span>"
        "<b><span style='font-weight: normal'>平</span></b></p><h3><b>二、其他</b></h3>"
    )
    first, second, third = (block for block in document.blocks if isinstance(block, Paragraph))
    assert (first.level, second.level, third.level) == (2, 0, 3)
    assert [second.text[start:end] for start, end in second.bold] == ["新收", "办结"]


def test_numbered_lists_keep_their_printed_numbers() -> None:
    html = (
        "<p>一、甲</p><p>二、乙</p><ol start=3><li>甲项</li><li><p>乙项</p></li></ol><ul><li>丙项</li></ul>"
        "<ol style='list-style-type:cjk-ideographic'><li>丁项</li></ol><ol><li>1.戊项</li></ol>"
    )
    assert texts(read(html))[2:] == ["3. 甲项", "4. 乙项", "丙项", "一、丁项", "1.戊项"]


# -- tables


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<tr><td rowspan=2>甲<td>1<td>2<tr><td>3<td>4", [["甲", "1", "2"], ["甲", "3", "4"]]),
        ("<tr><td rowspan=0>甲<td>1<tr><td>2<tr><td>3", [["甲", "1"], ["甲", "2"], ["甲", "3"]]),
        ("<tr><td rowspan=99>甲<td>1<tr><td>2", [["甲", "1"], ["甲", "2"]]),
        ("<tr><td colspan=9>甲<tr><td>1<td>2<tr><td>3<td>4", [["甲", "甲"], ["1", "2"], ["3", "4"]]),
        ("<tr><td colspan='x'>甲<td>乙<tr><td>1<td>2", [["甲", "乙"], ["1", "2"]]),
        ("<tr><td>1<td>2<td rowspan=2>丙<tr><td colspan=3>乙", [["1", "2", "丙"], ["乙", "乙", "丙"]]),
        ("<tr><td>1<td>2<tr><td>3", [["1", "2"], ["3", "·"]]),
        ("<td>甲<td>1<tr><td>乙<td>2", [["甲", "1"], ["乙", "2"]]),
        ("<thead><tr><th rowspan=5>甲<th>乙<tbody><tr><td>1<td>2", [["甲", "乙"], ["1", "2"]]),
        ("<tr><td>本年新<br/>制作<td><p>1</p><p>2</p>", [["本年新\n制作", "1\n2"]]),
        ("<tr><td>甲<td>&nbsp;<tr style='display:none'><td>丙<td>9<tr><td>乙<td>", [["甲", ""], ["乙", ""]]),
        ("<tr><td>甲<td>22<sup><a href=#n>1</a></sup><tr><td>乙<td>3", [["甲", "22[1]"], ["乙", "3"]]),
        (
            "<tr><td>甲<td>22<span style='vertical-align:super'>1</span><tr><td>乙<td>3",
            [["甲", "22[1]"], ["乙", "3"]],
        ),
        ("<tr><td>甲<td>22<sub>注</sub><tr><td>乙<td>3", [["甲", "22[注]"], ["乙", "3"]]),
        ("<tr><td>甲<td>22<font color=white>9</font><tr><td>乙<td>3", [["甲", "22"], ["乙", "3"]]),
        ("<tr><td>甲<td>22<i style='font-size:0px'>9</i><tr><td>乙<td>3", [["甲", "22"], ["乙", "3"]]),
        (
            "<tr bgcolor=blue><td>甲<td>2<font color=white>3</font><tr><td>乙<td>3",
            [["甲", "23"], ["乙", "3"]],
        ),
        (
            "<tr><td>甲<td style='font-size:0'><b style='font-size:9pt'>2</b><tr><td>乙<td>3",
            [["甲", "2"], ["乙", "3"]],
        ),
        (
            "<tr><td>甲<td><textarea>22</textarea><tr><td>乙<td><select><option>1<option selected>3</select>",
            [["甲", "22"], ["乙", "3"]],
        ),
        (
            "<tr><td>甲<td>1</tr><td>乙<td>2</td></tr> <th>丙<td>3</tr>",
            [["甲", "1"], ["乙", "2"], ["丙", "3"]],
        ),
        ("<tr><td>甲<td>22<sup>1</sup><tr><td>乙<td><s>21</s>20", [["甲", "22[1]"], ["乙", "20"]]),
        (
            "<tr><td>甲<td><input value='22'><tr><td>乙<td><input type=text value=0>",
            [["甲", "22"], ["乙", "0"]],
        ),
    ],
)
def test_spans_are_placed_as_a_browser_places_them(html: str, expected: list[list[str]]) -> None:
    assert rows(table_of(html)) == expected


@pytest.mark.parametrize("number", range(3))
def test_a_label_that_spans_too_many_rows_pushes_nothing_aside(number: int) -> None:
    table = FORM.tables[number]
    rows = [list(row.slots) for row in lay_out(table).rows]
    broken = [
        (at, place)
        for at, row in enumerate(rows)
        for place, slot in enumerate(row)
        if not slot.cell and slot.kind != "corner" and at < 7
    ]
    whole = written(rows)
    assert broken
    for at, place in broken[:12]:
        assert rows_below(written(rows, (at, place)), at) == rows_below(whole, at)


def written(rows: list[list[Any]], longer: tuple[int, int] | None = None) -> Grid:
    """The table with one of its cells one row longer; every figure is another one."""
    return table_of(
        "".join(
            "<tr>"
            + "".join(
                f"<td rowspan={slot.rowspan + ((at, place) == longer)} colspan={slot.colspan}>"
                f"{100 * at + place if slot.cell else slot.text}</td>"
                for place, slot in enumerate(row)
            )
            for at, row in enumerate(rows)
        )
    )


def rows_below(grid: Grid, row: int) -> list[tuple[str, int, int]]:
    return [
        (cell.text, cell.row, cell.column) for cell in grid.cells if cell.row > row and cell.text.isdigit()
    ]


def test_a_page_archive_gives_the_page_in_its_frame_and_its_address() -> None:
    report = f"<h1>{TITLE}</h1><div>{PREFACE}{BODY}</div>"
    head = (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: http://a.gov.cn/1.html\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/related; boundary=x\r\n\r\n"
    )
    part = "--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{}\r\n"
    single = open_source((head + part.format(report) + "--x--").encode(), "年报.mht")
    assert single.stated["address"] == "http://a.gov.cn/1.html"
    framed = part.format("<h1>年报</h1><iframe src=cid:2></iframe>") + part.format(report)
    assert texts(open_source((head + framed + "--x--").encode(), "年报.mhtml"))[-6:] == texts(single)[-6:]


def test_a_data_table_inside_a_layout_table_is_a_table_and_the_frame_is_none() -> None:
    page = f"<table><tr><td><table><tr><td>一、总体情况</td></tr><tr><td>二、情况<table><tr><td>{TABLE}</td></tr></table></td></tr></table></td></tr></table>"
    document = read(page)
    assert [grid.height for grid in grids(document)] == [6]
    assert texts(document) == ["一、总体情况", "二、情况"]


def test_text_of_a_table_outside_its_cells_is_not_lost() -> None:
    document = read(
        "<p>一、甲</p><p>二、乙</p><table><caption>表二</caption>单位：件<tr><td>甲</td><td>1</td></tr></table>"
    )
    assert texts(document) == ["一、甲", "二、乙", "表二", "单位：件"]


def test_tables_that_are_pictures_are_told() -> None:
    document = read(
        "<p>一、甲</p><p>二、乙</p><table><tr><td><img src=a/1.png></td><td><img src=2.png></td></tr></table>"
    )
    assert "图片里的字读不出来" in " ".join(item.why for item in document.dropped)


def test_a_table_too_large_for_any_report_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        table_of("<tr>" + "<td rowspan=9999>1" * 999 + "<tr><td>1" * 999)
    assert caught.value.fault.kind == "import-too-long"


# -- facts


@pytest.mark.parametrize(
    ("head", "line", "stated"),
    [
        ("", "【发布日期】：2023年2月20日　【字号：大 中 小】", {"published": "2023-02-20"}),
        (
            "",
            "时间：2023-02-20 15:07 来源：示例市人民政府",
            {"published": "2023-02-20", "agency": "示例市人民政府"},
        ),
        ("<meta name=PubDate content='2023-02-20 15:07'>", "", {"published": "2023-02-20"}),
        ("<meta name=PubDate content='2023-02-21'>", "发布时间：2023-02-20", {}),
        ("", "成文日期：2023-02-20", {}),
        ("", "发布日期：2023-02-31", {}),
        ("<meta name=Url content='http://a.gov.cn/b.html'>", "", {"address": "http://a.gov.cn/b.html"}),
        ("<link rel=canonical href='https://a.gov.cn/c'>", "", {"address": "https://a.gov.cn/c"}),
        ("<meta name=ArticleTitle content='某局2023年年度报告'>", "", {"title": "某局2023年年度报告"}),
        ("<title>某局2023年政府信息公开年报-某市政府</title>", "", {"title": "某局2023年政府信息公开年报"}),
        ("<title>某局 年度报告 某局2023年年度报告</title>", "", {"title": "某局2023年年度报告"}),
        ("<title>某局 2023年年度报告</title>", "", {"title": "某局 2023年年度报告"}),
        ("", "[ 2023-02-20 ] 来源：某局", {"published": "2023-02-20", "agency": "某局"}),
        ("", "2023.02.20 | 来源：某局 | 字体：大 中 小", {"published": "2023-02-20", "agency": "某局"}),
        ("<title>某局2023年政府信息公开年报_某市政府</title>", "", {"title": "某局2023年政府信息公开年报"}),
    ],
)
def test_the_page_states_its_facts(head: str, line: str, stated: dict[str, str]) -> None:
    page = f"<html><head>{head}</head><body><p>{line}</p><div>{PREFACE}{BODY}</div></body></html>"
    assert read(page).stated == stated


def test_the_browsers_note_of_where_a_page_was_saved_from_is_its_address() -> None:
    page = f"<!-- saved from url=(0025)http://www.a.gov.cn/1.html -->\n<html><body><div>{PREFACE}{BODY}</div>"
    assert read(page).stated == {"address": "http://www.a.gov.cn/1.html"}


# -- real and own pages


@needs_examples
def test_the_real_report_of_shanghai_is_read_whole() -> None:
    document = read_html((EXAMPLES / "2019-shanghai-gov-general-office.html").read_bytes())
    assert document.stated == {"published": "2020-01-31"}
    assert [(grid.height, grid.width) for grid in grids(document)] == [(18, 5), (26, 10), (4, 15)]
    requests = rows(grids(document)[1])
    assert requests[3][3:] == ["821", "35", "", "", "2", "1", "859"]
    assert requests[24][3:] == ["767", "35", "", "", "2", "1", "805"]
    assert rows(grids(document)[0])[-1] == ["政府集中采购", "6", "6", "251000元", "251000元"]
    assert rows(grids(document)[2])[-1] == ["5", "", "", "2", "7", "8", "", "", "1", "9", "", "", "", "", ""]
    assert texts(document)[0] == "2019年上海市人民政府办公厅政府信息公开工作年度报告"
    assert texts(document)[-1] == "无。"


@pytest.mark.parametrize("edition", ["2019", "2021", "2031"])
def test_any_printed_form_is_read_with_its_spans(edition: str) -> None:
    folder = "tests/editions" if edition == "2031" else "nianbao/forms"
    form = load_form((ROOT / folder / f"{edition}.yaml").read_text(encoding="utf-8"))
    assert [held(grid) for grid in grids(read(printed(form)))] == [
        expected(form, table.key) for table in form.tables
    ]


def printed(form: Form) -> str:
    parts = []
    for section in form.sections:
        parts.append(f"<p>{section.title}</p>")
        if section.table:
            cells = (
                "<tr>"
                + "".join(f"<td rowspan={s.rowspan} colspan={s.colspan}>{s.text or 7}" for s in row.slots)
                for row in lay_out(form.table(section.table)).rows
            )
            parts.append(f"<table>{''.join(cells)}</table>")
    return "".join(parts)


def expected(form: Form, key: str) -> list[tuple[str, int, int]]:
    return [
        (s.text or "7", at, s.rowspan)
        for at, row in enumerate(lay_out(form.table(key)).rows)
        for s in row.slots
    ]


def held(grid: Grid) -> list[tuple[str, int, int]]:
    return [(cell.text, cell.row, cell.rowspan) for cell in grid.cells]


def test_a_page_of_ours_gives_its_report_without_what_the_site_adds(tmp_path: Path) -> None:
    changes = {cell.address: sign for cell, sign in zip(FORM.cells, ("~", "/", "12", "0"), strict=False)}
    total = next(cell for cell in FORM.cells if cell.is_total)
    files: dict[str, Any] = small_site()
    files["content/reports/jiaowei/2023.yaml"] = figures(changes=changes | {total.address: "_"})
    build(tmp_path, files)
    document = read_html((tmp_path / "site/reports/jiaowei/2023.html").read_bytes())
    assert [block.text for block in document.blocks if isinstance(block, Paragraph) and block.level == 2] == [
        section.title for section in FORM.sections
    ]
    assert texts(document)[0].startswith("本报告依据")
    assert texts(document)[-1] == "本年度发出收费通知0件，总金额0元，实际收取0元。"
    values = [
        cell.text
        for grid in grids(document)
        for cell in grid.cells
        if cell.text in ("", "/", "12", "0", "自动")
    ]
    assert values[:4] == ["", "/", "12", "0"]
    assert values.count("自动") == 1
    assert len(values) == len(FORM.cells)
    assert document.stated == {
        "title": "东城区教育委员会2023年政府信息公开工作年度报告",
        "published": "2024-01-20",
        "agency": "东城区教育委员会",
        "author": "东城区教育委员会",
        "year": "2023",
    }


@pytest.mark.parametrize(
    ("data", "stated"),
    [
        (
            '{"@type": "Report", "name": "去年的说明", "author": {"name": "某局"}, "temporalCoverage": "2023-01-01/2023-12-31"}',
            {"title": "去年的说明", "author": "某局", "year": "2023"},
        ),
        (
            '{"@graph": [{"@type": "Report", "name": "甲", "author": "某局"}, {"@type": "Person"}]}',
            {"title": "甲", "author": "某局"},
        ),
        ('{"@type": "Report", "name": "甲"}', {}),
        ('[{"@type": "Report", "author": "一"}, {"@type": "Report", "author": "二"}]', {}),
        ('{"@type": "Report", "author": 3}', {}),
        ('{"@type": ["Report"]}', {}),
        ("[[[[", {}),
        ("[" * 50_000, {}),
        ("3", {}),
    ],
)
def test_a_page_may_say_as_data_whose_report_it_is(data: str, stated: dict[str, str]) -> None:
    head = f'<script type="application/ld+json">{data}</script>'
    assert read(f"<html><head>{head}</head><body><div>{PREFACE}{BODY}</div></body></html>").stated == stated


def test_a_sentence_that_begins_like_a_footer_does_not_end_the_report() -> None:
    page = (
        f"<div>{PREFACE}{BODY}<p>扫一扫二维码即可关注公众号。</p><p>没有别的。</p></div><div>主办：某局</div>"
    )
    assert texts(read(page))[-2:] == ["扫一扫二维码即可关注公众号。", "没有别的。"]


def test_links_lead_where_the_page_says() -> None:
    words = "见<a href='/a.html'>甲</a>、<a href='#s'>乙</a>、<a href='javascript:x()'>丙</a>、<a href='mailto:a@b.cn'>丁</a>。"
    base = "<link rel=canonical href='https://www.test.gov.cn/b/c.html'>"
    for head, links in (
        (base, ((1, 2, "https://www.test.gov.cn/a.html"), (7, 8, "mailto:a@b.cn"))),
        ("", ((7, 8, "mailto:a@b.cn"),)),
    ):
        document = read(f"<html><head>{head}</head><body>{PREFACE}{BODY}<p>{words}</p></body></html>")
        assert [block for block in document.blocks if isinstance(block, Paragraph)][-1].links == links


# -- anything


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_bring_anything_but_a_document_or_a_refusal(data: bytes) -> None:
    with suppress(Refused):
        assert isinstance(read_html(data), Document)


SPAN = st.integers(0, 4)
ROWS = st.lists(st.lists(st.tuples(SPAN, SPAN, st.integers(0, 99)), max_size=6), min_size=1, max_size=6)


@settings(max_examples=150, deadline=None)
@given(ROWS)
def test_no_place_of_a_table_is_covered_twice_and_no_cell_is_lost(
    spans: list[list[tuple[int, int, int]]],
) -> None:
    html = "".join("<tr>" + "".join(f"<td rowspan={r} colspan={c}>{n}" for r, c, n in row) for row in spans)
    document = read(f"<p>一、甲</p><p>二、乙</p><p>三、丙</p><table>{html}</table><p>四、丁</p>")
    for grid in grids(document):
        places = [
            (row, column)
            for cell in grid.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        ]
        assert len(places) == len(set(places))
        assert [cell.text for cell in grid.cells] == [str(n) for row in spans for _, _, n in row]
