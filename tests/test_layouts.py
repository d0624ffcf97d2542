"""The pages as HTML and XML: what each kind must hold, and what the documentation says of it."""

from __future__ import annotations

import json
import posixpath
import re
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from nianbao import outputs
from nianbao.forms import Form
from nianbao.head import Head
from nianbao.memo import Memo
from nianbao.outputs import plan
from nianbao.pages import page_view
from nianbao.paths import agency_path
from nianbao.pipeline import Options, check_site
from nianbao.printed import Figures, skeletons
from nianbao.project import gather
from nianbao.render import Renderer, relative_to
from nianbao.rendering import site_view
from nianbao.views import percent, report_view, summary
from tests.page_samples import BASE, FORM_2019, SITE, pages_site
from tests.sites import FORM, build, figures, write

ROOT = Path(__file__).parent.parent
LAYOUTS = ROOT / "layouts"
DOCS = ROOT / "docs" / "layouts.md"
SOURCES = {
    path.relative_to(LAYOUTS).as_posix(): path.read_text(encoding="utf-8")
    for path in sorted(LAYOUTS.rglob("*"))
    if path.suffix in (".html", ".xml", ".txt")
}
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAPS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
SCHOOLS_2023 = "reports/qu/jiaoyu/2023.html"
SCHOOLS_2019 = "reports/qu/jiaoyu/2019.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of tests/page_samples.py, as published."""
    root = tmp_path_factory.mktemp("pages")
    built = build(root, pages_site())
    assert built.exit_code == 0, [finding.text for finding in built.findings]
    return root / "site"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with an error and a draft, as the preview shows it."""
    root = tmp_path_factory.mktemp("preview")
    files = pages_site()
    report = str(files["content/reports/qu/jiaoyu/2023.yaml"])
    files["content/reports/qu/jiaoyu/2023.yaml"] = report.replace("办理总计:       7", "办理总计:       6")
    draft = str(files["content/reports/qu/zhongxin/2023.yaml"])
    files["content/reports/qu/zhongxin/2023.yaml"] = draft.replace("发布日期: 2024-01-20", "发布日期: 待定")
    build(root, files, preview=True)
    return root / "site"


def page(site: Path, path: str) -> html.HtmlElement:
    return html.fromstring((site / path).read_text(encoding="utf-8"))


def text(element: etree._Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def metas(site: Path, path: str) -> dict[str, str]:
    return {tag.get("name"): tag.get("content") for tag in page(site, path).xpath("//meta[@name]")}


# ---- the layouts as files


def markup(source: str) -> str:
    """A layout without what Jinja takes out of it; what it prints is replaced by x."""
    return re.sub(r"\{\{.*?\}\}", "x", re.sub(r"\{[%#].*?[%#]\}", "", source, flags=re.S), flags=re.S)


@pytest.mark.parametrize("name", SOURCES)
def test_every_attribute_is_quoted(name: str) -> None:
    for tag in re.findall(r"<[a-zA-Z][^>]*>", markup(SOURCES[name])):
        assert not re.search(r"=\s*[^\s\"'][^\s\"'>]*", re.sub(r'"[^"]*"', '""', tag)), tag


@pytest.mark.parametrize("name", SOURCES)
def test_no_style_and_no_script_stands_in_a_page(name: str) -> None:
    plain = markup(SOURCES[name])
    assert not re.search(r"\s(?:style|on[a-z]+)=", plain)
    assert "<style" not in plain
    for tag in re.findall(r"<script[^>]*>", plain):
        assert 'src="' in tag or 'type="application/ld+json"' in tag


def test_safe_stands_only_where_prose_is_printed() -> None:
    found = {(name, match) for name, source in SOURCES.items() for match in re.findall(r"\{\{([^{}]*)\|\s*safe", source)}
    assert found == {
        ("report.html", " view.preface"),
        ("report.html", " section.html"),
        ("page.html", " view.html"),
    }


def test_no_word_about_an_agency_that_a_public_page_must_not_say() -> None:
    for name, source in SOURCES.items():
        shown = re.sub(r"\{#.*?#\}", "", source, flags=re.S)
        for word in ("豁免", "违规", "逾期", "迟报", "不合格", "错误率", "排名", "造假", "异常", "未发布报告"):
            assert word not in shown, (name, word)


def test_colours_of_text_can_be_read_on_every_ground_in_both_schemes() -> None:
    css = (LAYOUTS / "assets" / "nianbao.css").read_text(encoding="utf-8")
    light, dark = (block for block in re.findall(r":root \{(.*?)\n\s*\}", css, re.S)[:2])
    for scheme in (light, dark):
        colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", scheme))
        for ground in ("paper", "surface", "tint"):
            for ink in ("ink", "muted", "faint", "accent"):
                assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground, colours)
            assert contrast(colours["line-strong"], colours[ground]) >= 3, ground
        assert contrast(colours["on-accent"], colours["accent"]) >= 4.5
        assert contrast(colours["ink"], colours["accent-tint"]) >= 4.5
        assert contrast(colours["muted"], colours["accent-tint"]) >= 4.5


def contrast(one: str, other: str) -> float:
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


# ---- every page


def test_every_page_is_whole(site: Path) -> None:
    for file in site.rglob("*.html"):
        source = file.read_text(encoding="utf-8")
        assert re.match(r"<!doctype html>\s*<html lang=\"zh-CN\">\s*<head>\s*<meta charset=\"utf-8\">", source), file
        tree = html.fromstring(source)
        ids = [element.get("id") for element in tree.xpath("//*[@id]")]
        assert len(ids) == len(set(ids)), file
        assert len(tree.xpath("//h1")) == 1, file
        levels = [int(heading.tag[1]) for heading in tree.xpath("//h1|//h2|//h3|//h4")]
        assert levels[0] == 1 and all(b <= a + 1 for a, b in pairwise(levels)), file
        assert len(tree.xpath("//header")) >= 1 and len(tree.xpath("//main")) == len(tree.xpath("//footer")) == 1
        assert tree.xpath("//a[@class='skip']/@href") == ["#main"]
        policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert policy == (
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
            "form-action 'self'; base-uri 'none'"
        )


def test_links_are_relative_but_on_the_page_shown_at_any_address(site: Path) -> None:
    for file in site.rglob("*.html"):
        inside = [link for link in page(site, str(file)).xpath("//@href|//@src|//@action") if "://" not in link]
        if file.name == "404.html":
            assert all(link.startswith(("/zwgk/nianbao/", "#")) for link in inside)
        else:
            assert not [link for link in inside if link.startswith("/")], file


def test_the_foot_of_every_page_says_what_is_given_and_nothing_else(site: Path, tmp_path: Path) -> None:
    foot = text(page(site, "index.html").xpath("//footer")[0])
    for given in (
        "网站地图", "关于本站", "我为政府网站找错", "主办单位：示例区人民政府办公室", "承办单位：示例区大数据中心",
        "电话：010-00000000", "网站标识码：1234567890", "某ICP备12345678号", "某公网安备12345678901234号",
    ):
        assert given in foot
    files = pages_site() | {"content/site.yaml": "名称: 年报\n"}
    build(tmp_path, files)
    bare = text(page(tmp_path / "site", "index.html").xpath("//footer")[0])
    assert bare == "网站地图 关于本站 数据核对说明 订阅"


def test_government_tags_follow_the_kind_of_page(site: Path) -> None:
    home = ["SiteName", "SiteDomain", "SiteIDCode"]
    column = [*home, "ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]
    article = [*column, "ArticleTitle", "PubDate", "ContentSource"]
    for path, wanted in {
        "index.html": home,
        "404.html": home,
        "years/2023.html": column,
        "reports/qu/jiaoyu/index.html": column,
        "search.html": column,
        "about.html": column,
        SCHOOLS_2023: article,
    }.items():
        found = metas(site, path)
        assert [name for name in found if name in article] == wanted, path
        assert found["Description"]
    tags = metas(site, SCHOOLS_2023)
    assert tags["SiteDomain"] == "example.invalid"
    assert tags["ColumnName"] == "年报专栏"
    assert tags["ColumnType"] == "信息公开年报"
    assert tags["PubDate"] == "2024-01-20 00:00"
    assert tags["ContentSource"] == "示例区教育局"
    assert tags["Url"] == BASE + SCHOOLS_2023


def test_tags_without_a_value_are_left_out(tmp_path: Path) -> None:
    build(tmp_path, pages_site() | {"content/site.yaml": "名称: 年报\n"})
    found = metas(tmp_path / "site", SCHOOLS_2023)
    assert not {"SiteDomain", "SiteIDCode", "Url"} & set(found)
    assert "" not in found.values()


# ---- the report


@pytest.mark.parametrize(("path", "form"), [(SCHOOLS_2023, FORM), (SCHOOLS_2019, FORM_2019)])
def test_the_headers_of_every_figure_spell_its_labels(site: Path, path: str, form: Form) -> None:
    tree = page(site, path)
    by_id = {element.get("id"): element for element in tree.xpath("//*[@id]")}
    banners = {
        cell.address: block.banner
        for table in form.tables
        for cell in table.cells
        for block in table.blocks
        if cell.row_labels and any(cell.row_labels[-1] == path[-1].label for path in block.row_paths())
        and any(cell.column_labels[-1] == path[-1].label for path in block.column_paths())
    }
    for cell in form.cells:
        figure = by_id[cell.id]
        table = next(figure.iterancestors("table"))
        names = figure.get("headers").split()
        assert all(by_id[name].tag == "th" and table in by_id[name].iterancestors() for name in names)
        labels = [text(by_id[name]) for name in names]
        assert set(labels) == {*cell.row_labels, *cell.column_labels, banners.get(cell.address, "")} - {""}
    for table in tree.xpath("//table[contains(@class, 'official')]"):
        assert text(table.find("caption"))
        assert all(th.get("scope") in ("col", "colgroup", "row", "rowgroup") for th in table.xpath(".//th"))
        above = [name for th in table.xpath(".//th[@headers]") for name in th.get("headers").split()]
        assert all(by_id[name].tag == "th" for name in above)


@pytest.mark.parametrize(("path", "form"), [(SCHOOLS_2023, FORM), (SCHOOLS_2019, FORM_2019)])
def test_every_place_of_a_table_is_covered_once(site: Path, path: str, form: Form) -> None:
    for table in page(site, path).xpath("//table[contains(@class, 'official')]"):
        covered: set[tuple[int, int]] = set()
        width = 0
        for y, row in enumerate(table.xpath(".//tr")):
            x = 0
            for cell in row:
                while (x, y) in covered:
                    x += 1
                span = int(cell.get("colspan", 1)), int(cell.get("rowspan", 1))
                places = {(x + dx, y + dy) for dx in range(span[0]) for dy in range(span[1])}
                assert not places & covered
                covered |= places
                width = max(width, x + span[0])
        assert len(covered) == width * (1 + max(y for _, y in covered))


def test_each_state_of_a_figure_looks_and_reads_as_it_is(site: Path) -> None:
    tree = page(site, "reports/qu/jiedao/2023.html")
    zero = tree.get_element_by_id("requests-granted-business")
    assert (zero.get("class"), text(zero)) == ("zero", "0")
    blank = tree.get_element_by_id("requests-granted-natural_person")
    assert (blank.get("class"), text(blank)) == ("blank", "空白")
    assert blank.xpath("./*[@class='visually-hidden']")
    absent = tree.get_element_by_id("disclosure-regulations-issued")
    assert absent.xpath("./abbr/@title") == ["不适用"] and text(absent) == "/"
    computed = tree.get_element_by_id("requests-new_requests-total")
    assert text(computed) == "0※本站计算"
    assert "由本站按各分项相加得出" in text(tree.get_element_by_id("s3"))
    assert "由本站按各分项相加得出" not in text(tree.get_element_by_id("s2"))
    amount = page(site, SCHOOLS_2019).get_element_by_id("disclosure-procurement-amount")
    assert text(amount) == "251000 元"
    assert text(page(site, SCHOOLS_2019).get_element_by_id("disclosure-licensing-change")) == "-2"
    assert text(page(site, SCHOOLS_2023).get_element_by_id("disclosure-fees-amount")) == "12.5"


def test_what_a_report_holds_can_never_become_markup() -> None:
    values = ["0"] * len(FORM.cells)
    values[0] = '<b onclick="x">&'
    filled = skeletons(FORM)["disclosure"].fill(Figures("n" * len(values), values, {}, {}))
    assert "<b" not in filled and "&lt;b onclick=&#34;x&#34;&gt;&amp;" in filled


def test_the_summary_links_each_number_to_its_cell(site: Path) -> None:
    box = page(site, SCHOOLS_2023).xpath("//section[@class='summary']")[0]
    assert text(box.find("h2")) == "数据摘要（本站按表中数据计算，不是报告原文）"
    assert text(box.find("p")) == (
        "2023年收到申请8件，办结8件；公开3件、部分公开1件，合计占50.0%（4/8）；因公开引发复议2件、诉讼1件。"
    )
    linked = dict((link.get("href"), text(link)) for link in box.xpath(".//a"))
    assert linked["#requests-granted-total"] == "3"
    assert linked["#disputes-review-total"] == "2"
    assert not page(site, SCHOOLS_2023).xpath("//div[@class='sheet']//section[@class='summary']")


def test_a_year_without_requests_says_so(site: Path) -> None:
    box = page(site, "reports/qu/zhongxin/2023.html").xpath("//section[@class='summary']/p")[0]
    assert text(box) == "2023年全年没有收到申请；没有因公开引发的复议、诉讼。"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"requests.new_requests.total": "~"}, "2023年办结0件；没有因公开引发的复议、诉讼。"),
        (
            {"requests.carried_over.total": "3", "requests.results_total.total": "1", "requests.carried_forward.total": "2"},
            "2023年收到申请0件，上年结转3件，办结1件，结转下年度2件；公开0件、部分公开0件，合计占0.0%（0/1）；没有因公开引发的复议、诉讼。",
        ),
        (
            {"requests.new_requests.total": "5", "requests.granted.total": "~", "disputes.direct_suit.total": "~"},
            "2023年收到申请5件，办结0件；因公开引发复议0件。",
        ),
        (
            {"requests.new_requests.total": "5", "requests.partially_granted.total": "~", "disputes.review.total": "~",
             "disputes.post_review_suit.total": "4"},
            "2023年收到申请5件，办结0件；因公开引发诉讼4件。",
        ),
    ],
)
def test_what_is_not_known_is_left_out_of_the_summary(changes: dict[str, str], sentence: str) -> None:
    signs = ["~" if changes.get(cell.address) == "~" else "n" for cell in FORM.cells]
    values = tuple("" if sign == "~" else changes.get(cell.address, "0") for sign, cell in zip(signs, FORM.cells, strict=True))
    view = {"year": 2023, "summary": summary(head_of("".join(signs), values), FORM)}
    made = renderer().render("parts/summary.html", "x.html", view, {})
    assert text(html.fromstring(made.decode()).find("p")).startswith(sentence)


def head_of(states: str, values: tuple[str, ...]) -> Head:
    return Head(
        agency="a", year=2023, edition="2021", title="", published="", states=states, values=values, units={},
        fields={}, explanations=(), corrections=(), findings=(), file="", digest="", body="",
    )


def renderer() -> Renderer:
    return Renderer((str(LAYOUTS),), {})


def test_a_rate_keeps_one_decimal_and_says_nothing_without_a_whole() -> None:
    assert percent(42, 81) == "51.9%"
    assert percent(1, 2000) == "0.1%"
    assert percent(0, 0) == "—"
    assert percent(None, 3) == percent(3, None) == ""


def test_the_report_shows_what_is_given_and_no_empty_rows(site: Path) -> None:
    tree = page(site, SCHOOLS_2023)
    info = {text(row.find("dt")): text(row.find("dd")) for row in tree.xpath("//dl[@class='info']/div")}
    assert info == {
        "发布机构": "示例区教育局",
        "发布日期": "2024年1月20日",
        "更正日期": "2024年3月5日",
        "文号": "示教〔2024〕1号",
        "索引号": "000000/2024-00001",
        "来源": "示例区教育局",
        "格式依据": FORM.source,
        "原文网址": "example.invalid",
    }
    downloads = tree.xpath("//section[@aria-labelledby='downloads']//a")
    assert [text(link) for link in downloads] == ["附件：2023.docx", "数据文件 JSON", "数据表 CSV（可用 Excel 打开）"]
    assert tree.xpath("//nav[@class='contents']//a/@href") == [f"#s{number}" for number in range(1, 7)]
    assert text(tree.xpath("//section[@class='corrections']//li")[0]) == (
        "2024年3月5日 表三“本年新收”自然人由6件更正为7件。原因：漏记一件"
    )
    assert [text(link) for link in tree.xpath("//nav[@class='pager']//a")] == ["‹ 上一年2022年报告"]
    assert "4份" in text(tree.xpath("//a[contains(@href, 'years/2023')]")[0])
    assert text(tree.xpath("//p[@class='citation']")[0]) == (
        f"示例区教育局. 示例区教育局2023年政府信息公开工作年度报告[R/OL]. (2024-01-20). {BASE}{SCHOOLS_2023}."
    )
    sparse = {text(row.find("dt")) for row in page(site, "reports/qu/zhongxin/2023.html").xpath("//dl[@class='info']/div")}
    assert sparse == {"发布机构", "发布日期", "格式依据"}


def test_a_report_bears_the_name_of_its_year(site: Path) -> None:
    tree = page(site, "reports/qu/jiaoyu/2022.html")
    assert text(tree.find(".//h1")) == "示例区教育委员会2022年政府信息公开工作年度报告"
    assert [text(item) for item in tree.xpath("//nav[@aria-label='当前位置']//li")] == ["首页", "示例区教育局", "2022年报告"]


def test_an_explained_difference_stands_below_its_table(site: Path) -> None:
    tree = page(site, SCHOOLS_2023)
    note = tree.xpath("//section[@id='s2']//aside")[0]
    assert "（填报数 9，计算数 7）。清理以后统计范围有调整，原数照录。" in text(note)
    assert text(note).endswith("核实：区教育局办公室 2024年1月18日")
    assert len(tree.xpath("//aside")) == 1


def test_an_explanation_that_is_not_public_is_on_no_page(tmp_path: Path) -> None:
    files = pages_site()
    name = "content/reports/qu/jiaoyu/2023.yaml"
    files[name] = str(files[name]).replace("    公开: 是\n", "")
    build(tmp_path, files)
    for file in (tmp_path / "site").rglob("*"):
        if file.is_file():
            assert "清理以后统计范围" not in file.read_text(encoding="utf-8"), file


def test_findings_and_drafts_are_marked_in_the_preview_only(site: Path, preview: Path) -> None:
    shown = page(preview, SCHOOLS_2023)
    panel = shown.xpath("//section[@aria-labelledby='findings']")[0]
    assert "必改" in text(panel) and "A102" in text(panel)
    marked = shown.xpath("//td[contains(@class, 'marked')]")
    assert marked
    for cell in marked:
        described = cell.get("aria-describedby").split()
        assert [link.lstrip("#") for link in cell.xpath("./a[@class='mark']/@href")] == described
        assert all(shown.get_element_by_id(name) is not None for name in described)
    assert "草稿" in text(page(preview, "reports/qu/zhongxin/2023.html").find(".//main"))
    home = text(page(preview, "index.html").xpath("//section[@aria-labelledby='findings']")[0])
    assert "示例区教育局 2023年" in home and "A102" in home
    assert (preview / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nDisallow: /\n"
    for file in site.rglob("*.html"):
        source = file.read_text(encoding="utf-8")
        assert "finding-" not in source and "marked" not in source and "必改" not in source, file
        assert "livereload" not in source and "预览" not in text(page(site, str(file)).find(".//main")), file


def test_the_preview_tells_what_is_wrong_around_the_reports_too(tmp_path: Path) -> None:
    files = pages_site() | {"content/published.csv": "qu/zhongxin,2023\nqu/zhongxin,去年\n"}
    files["content/reports/qu/zhongxin/2023.yaml"] = figures(published="待定")
    build(tmp_path, files, preview=True)
    home = text(page(tmp_path / "site", "index.html").xpath("//section[@aria-labelledby='findings']")[0])
    assert "站点资料和单位资料" in home and "必改 U114" in home and "写四位数字" in home
    panel = page(tmp_path / "site", "reports/qu/zhongxin/2023.html").xpath("//section[@aria-labelledby='findings']")[0]
    assert "发布过的年报成了草稿" in text(panel)


def test_a_file_that_never_could_be_read_has_a_page_that_says_so(tmp_path: Path) -> None:
    files = pages_site() | {SCHOOLS_2023.replace("reports", "content/reports").replace(".html", ".yaml"): "[\n"}
    build(tmp_path, files, preview=True)
    main = page(tmp_path / "site", SCHOOLS_2023).find(".//main")
    assert "文件现在读不出来，以下没有内容。" in text(main)
    assert "必改" in text(main)


def test_the_list_for_narrow_screens_says_the_same_as_the_table(site: Path) -> None:
    boxes = page(site, SCHOOLS_2023).xpath("//div[@class='figure-list']")
    requests = boxes[1]
    rows = {text(row.find("dt")): text(row.find("dd")) for row in requests.xpath("./dl/div")}
    assert rows["一、本年新收"].startswith("8自然人")
    assert len(rows) == 5
    assert text(requests.xpath("./details/summary")[0]) == "另有 20 项为 0"
    assert len(requests.xpath("./details//li")) == 20


def test_the_description_for_machines_says_only_what_is_given(site: Path) -> None:
    data = json.loads(page(site, SCHOOLS_2023).xpath("//script[@type='application/ld+json']")[0].text)
    assert data["@type"] == "Report" and data["name"] == "示例区教育局2023年政府信息公开工作年度报告"
    assert (data["datePublished"], data["dateModified"]) == ("2024-01-20", "2024-03-05")
    assert data["reportNumber"] == "示教〔2024〕1号"
    assert data["url"] == BASE + SCHOOLS_2023
    bare = json.loads(page(site, "reports/qu/zhongxin/2023.html").xpath("//script[@type='application/ld+json']")[0].text)
    assert not {"reportNumber", "isBasedOn"} & set(bare)


# ---- the other pages


def test_the_agency_page_leads_to_what_a_citizen_can_do(site: Path) -> None:
    tree = page(site, "reports/qu/jiaoyu/index.html")
    assert [(text(link), link.get("href")) for link in tree.xpath("//p[@class='actions']/a")] == [
        ("申请公开政府信息", "https://example.invalid/shenqing"),
        ("政府信息公开指南", "https://example.invalid/zhinan"),
    ]
    rows = [text(row) for row in tree.xpath("//table//tbody/tr")]
    assert [row[:5] for row in rows] == ["2023年", "2022年", "2021年", "2020年", "2019年"]
    assert rows[2].endswith("本站未收录") and "示例区教育委员会" in rows[1] and "有更正" in rows[0]
    about = text(tree.xpath("//section[@aria-labelledby='about']")[0])
    assert "2022年及以前名称" in about and "010-00000001" in about and "示例区人民政府" in about


def test_the_year_page_keeps_consolidated_reports_apart(site: Path) -> None:
    table = page(site, "years/2023.html").xpath("//table")[0]
    groups = [text(row) for row in table.xpath(".//tr[@class='group']")]
    assert groups == ["汇总报告（已包含所属单位的数字）", "工作部门", "街道乡镇", "其他"]
    sums = [text(cell) for cell in table.xpath("./tfoot/tr/*")]
    assert sums == ["按已发布的 3 份合计，不含汇总报告", "8", "8", "—没有数字", "2", "1"] or sums[:3] == [
        "按已发布的 3 份合计，不含汇总报告", "8", "8",
    ]
    assert "尚未发布" not in text(page(site, "years/2023.html").find(".//main"))


def test_the_home_page_lists_years_agencies_and_what_is_new(site: Path) -> None:
    tree = page(site, "index.html")
    assert "收录 4 个单位、6 份报告，2019年至2023年" in text(tree.find(".//main"))
    assert [text(link) for link in tree.xpath("//section[@aria-labelledby='years']//tbody//a")] == ["2023年", "2022年", "2019年"]
    top = tree.xpath("//ul[@class='tree'][1]/li/p/a[1]")
    assert text(top[0]) == "示例区人民政府"
    assert len(tree.xpath("//ul[@class='tree']//ul[@class='tree']/li")) == 3
    assert tree.xpath("//form/@action") == ["search.html"] and tree.xpath("//form//input/@name") == ["q"]
    assert len(tree.xpath("//section[@aria-labelledby='latest']//li")) == 6


def test_a_site_without_reports_is_whole_too(tmp_path: Path) -> None:
    built = build(tmp_path, {"content/site.yaml": "名称: 年报\n"})
    assert built.exit_code == 0, [finding.text for finding in built.findings]
    assert "还没有发布报告" in text(page(tmp_path / "site", "index.html").find(".//main"))


def test_a_tree_of_many_agencies_leaves_the_lower_levels_to_their_superiors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs, "TREE_AGENCIES", 2)
    build(tmp_path, pages_site())
    tree = page(tmp_path / "site", "index.html")
    assert [text(item) for item in tree.xpath("//ul[@class='tree']/li/p")] == ["示例区人民政府 2023 所属单位 3 个"]


# ---- feeds and lists


def test_the_feed_is_complete_and_its_ids_are_the_addresses(site: Path) -> None:
    feed = etree.parse(site / "feed.xml").getroot()
    assert feed.tag == f"{{{ATOM['a']}}}feed"
    assert feed.xpath("a:id/text()", namespaces=ATOM) == [BASE]
    assert feed.xpath("a:link[@rel='self']/@href", namespaces=ATOM) == [BASE + "feed.xml"]
    assert feed.xpath("a:updated/text()", namespaces=ATOM) == ["2024-03-05T00:00:00+08:00"]
    assert feed.xpath("a:author/a:name/text()", namespaces=ATOM) == ["示例区人民政府办公室"]
    entries = feed.findall("a:entry", ATOM)
    assert len(entries) == 6
    for entry in entries:
        (name,) = entry.xpath("a:id/text()", namespaces=ATOM)
        assert name == entry.xpath("a:link[@rel='alternate']/@href", namespaces=ATOM)[0]
        assert (site / name.removeprefix(BASE)).is_file()
        for moment in entry.xpath("a:updated/text()|a:published/text()", namespaces=ATOM):
            assert datetime.fromisoformat(moment).tzinfo is not None
        assert entry.xpath("a:title/text()", namespaces=ATOM) and entry.xpath("a:summary/text()", namespaces=ATOM)


def test_without_an_address_the_feed_has_lasting_ids_and_no_map_is_made(tmp_path: Path) -> None:
    build(tmp_path, pages_site() | {"content/site.yaml": "名称: 年报\n"})
    feed = etree.parse(tmp_path / "site" / "feed.xml").getroot()
    ids = feed.xpath("//a:id/text()", namespaces=ATOM)
    assert len(ids) == len(set(ids)) == 7
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", name) for name in ids)
    for name in ("sitemap.xml", "opensearch.xml"):
        assert not (tmp_path / "site" / name).exists()
    assert "opensearch" not in (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert (tmp_path / "site" / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nAllow: /\n"


def test_the_sitemap_names_every_page(site: Path) -> None:
    root = etree.parse(site / "sitemap.xml").getroot()
    named = {name.removeprefix(BASE) for name in root.xpath("//s:loc/text()", namespaces=MAPS)}
    pages = {file.relative_to(site).as_posix() for file in site.rglob("*.html")}
    assert named == pages - {"404.html"}
    assert root.xpath(f"//s:url[s:loc='{BASE}{SCHOOLS_2023}']/s:lastmod/text()", namespaces=MAPS) == ["2024-03-05"]
    assert f"Sitemap: {BASE}sitemap.xml" in (site / "robots.txt").read_text(encoding="utf-8")


def test_a_large_sitemap_is_parted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "SITEMAP_ADDRESSES", 8)
    build(tmp_path, pages_site())
    index = etree.parse(tmp_path / "site" / "sitemap.xml").getroot()
    parts = index.xpath("//s:sitemap/s:loc/text()", namespaces=MAPS)
    assert len(parts) == 3
    found = [
        name
        for part in parts
        for name in etree.parse(tmp_path / "site" / part.removeprefix(BASE)).xpath("//s:loc/text()", namespaces=MAPS)
    ]
    assert len(found) == len(set(found)) == len(list((tmp_path / "site").rglob("*.html"))) - 1


def test_browsers_are_told_how_to_search(site: Path) -> None:
    root = etree.parse(site / "opensearch.xml").getroot()
    names = {"o": "http://a9.com/-/spec/opensearch/1.1/"}
    assert root.xpath("o:Url/@template", namespaces=names) == [BASE + "search.html?q={searchTerms}"]
    assert len(root.xpath("o:ShortName/text()", namespaces=names)[0]) <= 16


# ---- layouts of one's own


def test_a_layout_may_extend_the_one_it_replaces(tmp_path: Path) -> None:
    files = pages_site() | {
        "layouts/report.html": "{% extends 'shipped/report.html' %}{% block after %}{{ super() }}<p>以纸质文本为准。</p>{% endblock %}",
        "layouts/base.html": "{% extends 'shipped/base.html' %}{% block head %}{{ super() }}"
        "<link rel=\"stylesheet\" href=\"{{ asset('assets/colours.css') }}\">{% endblock %}",
        "layouts/assets/colours.css": ":root { --accent: #1f4e79; }\n",
        "layouts/parts/footer.html": "<footer><p>本单位的页脚</p></footer>",
    }
    built = build(tmp_path, files)
    assert built.exit_code == 0, [finding.text for finding in built.findings]
    source = (tmp_path / "site" / SCHOOLS_2023).read_text(encoding="utf-8")
    assert "以纸质文本为准" in source and "本单位的页脚" in source and "assets/colours-" in source
    assert "application/ld+json" in source and "引用" in source


@pytest.mark.parametrize("source", ["index.html", "years/2023.html", "reports/a/2023.html", "reports/a/b/index.html"])
def test_links_lead_from_any_page_to_any_other(source: str) -> None:
    url = relative_to(source)
    for target in ("index.html", "years/2023.html", "reports/a/index.html", "reports/a/b/2022.html", "assets/x.css", "reports/ab/2020.html"):
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(source), url(target)))
        assert joined == target
        assert url(target + "#s1") == url(target) + "#s1"
    assert url("https://example.invalid/") == "https://example.invalid/"
    assert url("#s1") == "#s1"


# ---- the documentation


def documented() -> set[str]:
    """What stands in code marks, examples left out; of `chinese_date(…)` and `view.html` the name as well."""
    words = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", DOCS.read_text(encoding="utf-8"), flags=re.S))
    return {name for word in words for name in (word, word.partition("(")[0])}


def keys_of(value: Any) -> set[str]:
    """Every key of a view, at any depth; what maps addresses, names or roles to values is not looked into."""
    if isinstance(value, dict):
        deeper = [item for key, item in value.items() if key not in ("json_ld", "contact", "cells", "edits", "positions")]
        own = {key for key in value if "." not in key}
        return own.union(*(keys_of(item) for item in deeper))
    if isinstance(value, (list, tuple)):
        return set().union(*(keys_of(item) for item in value))
    return set()


def test_the_documentation_names_every_layout_part_macro_and_block() -> None:
    named = documented()
    for name, source in SOURCES.items():
        assert name.rpartition("/")[2] in named, name
        if name != "home.html" and name != "year.html" and name != "search.html":
            for macro in re.findall(r"\{% macro (\w+)\(", source):
                assert any(item.startswith(f"{macro}(") for item in named), (name, macro)
        for block in re.findall(r"\{%-? block (\w+)", source):
            assert block in named, (name, block)
    for file in (LAYOUTS / "assets").iterdir():
        assert f"assets/{file.name}" in named


def test_the_documentation_names_every_token() -> None:
    css = (LAYOUTS / "assets" / "nianbao.css").read_text(encoding="utf-8")
    tokens = set(re.findall(r"(--[\w-]+):", css.partition("@layer base {")[0]))
    assert tokens <= documented()


def test_the_documentation_names_every_key_a_layout_receives(tmp_path: Path) -> None:
    project = write(tmp_path, pages_site() | {"content/site.yaml": SITE + "显示尚未发布: 是\n"})
    memo = Memo(project.cache / "memo.sqlite")
    site = check_site(project, gather(project), memo, Options(preview=True)).site
    keys: set[str] = set(site_view(site))
    forms = {"2021": FORM, "2019": FORM_2019}
    for output in plan(site, "program"):
        head = output.facts.get("head")
        if output.kind == "report":
            body = memo.get("body", head.body)
            keys |= keys_of(report_view(output.facts, forms[head.edition], body))
        elif output.kind == "page":
            keys |= keys_of(page_view(output.facts, b"# A\n\nB\n"))
        elif head is None and (output.kind in ("home", "agency", "year", "search", "quality", "quality-year") or output.kind.endswith(".xml")):
            keys |= keys_of(output.facts)
    memo.close(prune=False)
    inner = {"of", "main", "parts", "label", "file", "line", "column", "end_column", "source", "positions", "preview", "about"}
    assert keys - documented() - inner == set()


def test_the_documentation_names_every_filter() -> None:
    own = {"chinese_date", "site_url", "stable_id", "count"}
    assert {name for name in own if not any(item.startswith(name) for item in documented())} == set()


def test_addresses_of_pages_are_where_the_site_map_says() -> None:
    assert agency_path("a/b") == "reports/a/b/index.html"
