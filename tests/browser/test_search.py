"""Search in a real browser: over http under a sub-path with a strict policy, and from a disk."""

from __future__ import annotations

import random
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Browser, BrowserContext, Page, expect

from nianbao.search import (
    FigureLabel,
    SearchSite,
    SearchSource,
    build_index,
    fold,
    index_terms,
    parse_traditional,
)
from tests.browser.serving import serving
from tests.search_corpus import ROWS, reports

ROOT = Path(__file__).parents[2]
LAYOUTS = next(
    folder
    for folder in (ROOT / "layouts", ROOT / "nianbao" / "layouts")
    if (folder / "assets" / "search.js").exists()
)
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
BASE = f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">
<title>{{% block title %}}{{% endblock %}}</title>
<link rel="stylesheet" href="{{{{ url('assets/nianbao.css') }}}}">{{% block head %}}{{% endblock %}}</head>
<body><main>{{% block main %}}{{% endblock %}}</main>{{% block scripts %}}{{% endblock %}}</body></html>
"""
SUB_PATH = "zwgk/nianbao"
SOURCES = list(reports(300))


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder a server shows; the site lies under SUB_PATH."""
    top = tmp_path_factory.mktemp("served")
    write_site(top / SUB_PATH, SOURCES)
    (top / "favicon.ico").touch()  # browsers ask for it whatever the page says
    return top


@pytest.fixture(scope="session")
def server(served: Path) -> Iterator[str]:
    """The address of the site over http."""
    with serving(served, POLICY) as address:
        yield f"{address}/{SUB_PATH}"


@pytest.fixture(params=["http", "file"])
def site(request: pytest.FixtureRequest, served: Path, server: str) -> str:
    """The site's address without a slash at its end, both ways."""
    return server if request.param == "http" else (served / SUB_PATH).as_uri()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="zh-CN", viewport={"width": 1000, "height": 900})
    made.set_default_timeout(10_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that must not complain: no script error, no violation of the policy."""
    made = context.new_page()
    complaints: list[str] = []
    made.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    made.on("pageerror", lambda error: complaints.append(str(error)))
    yield made
    assert complaints == []


def write_site(folder: Path, sources: list[SearchSource]) -> None:
    """The search page and its files, and plain pages for the links to lead to."""
    environment = Environment(
        loader=ChoiceLoader([DictLoader({"base.html": BASE}), FileSystemLoader(LAYOUTS)]),
        autoescape=True,
        undefined=StrictUndefined,
    )
    years = sorted({source.year for source in sources}, reverse=True)
    regions = list(dict.fromkeys(source.region for source in sources))
    view = {
        "years": [{"year": year, "path": f"years/{year}.html"} for year in years],
        "regions": [{"value": region, "name": region} for region in regions],
        "categories": list(dict.fromkeys(source.category for source in sources)),
    }
    site = {"name": "测试站"}
    search = environment.get_template("search.html").render(
        view=view, site=site, url=lambda path: path, asset=lambda path: path
    )
    pages = {"search.html": search}
    pages |= {f"years/{year}.html": plain_page(f"{year}年") for year in years}
    pages |= {source.agency_path: plain_page(source.agency) for source in sources}
    pages |= {source.url: plain_page(source.title, source.sections) for source in sources}
    files = {path: text.encode() for path, text in pages.items()}
    files |= dict(build_index(map(index_terms, sources), site=search_site()))
    for path, data in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    shutil.copytree(LAYOUTS / "assets", folder / "assets")


def plain_page(title: str, sections: tuple[tuple[str, str, str], ...] = ()) -> str:
    body = "".join(f'<h2 id="{anchor}">{heading}</h2><p>{text}' for anchor, heading, text in sections)
    return f'<!doctype html><meta charset="utf-8"><title>{title}</title><h1>{title}</h1>{body}'


def search_site() -> SearchSite:
    text = (ROOT / "nianbao" / "data" / "traditional.txt").read_text(encoding="utf-8")
    return SearchSite(
        labels={
            ROWS[0]: FigureLabel(("本年新收政府信息公开申请数量",), "表三 一、", "overview", "件"),
            ROWS[1]: FigureLabel(("1.属于国家秘密", "国家秘密"), "表三 三、（三）", "overview", "件"),
        },
        aliases=(("文旅委", "文化和旅游局"), ("热力公司", "停车管理")),
        traditional=parse_traditional(text),
    )


# ---- brute force ---------------------------------------------------------------------------------


def names_of(source: SearchSource) -> str:
    return fold("\n".join((source.title, source.agency, *source.names)))


TEXTS = {
    source.url: (names_of(source), fold("\n".join(text for _, _, text in source.sections)))
    for source in SOURCES
}


def expected(query: str) -> set[str]:
    """The addresses of the reports a query must find, by looking through all texts."""
    parts = fold(query).split()
    only_titles = all(len(part) == 1 for part in parts)
    return {
        url
        for url, (names, text) in TEXTS.items()
        if parts and all(part in names or (part in text and not only_titles) for part in parts)
    }


def random_queries(count: int) -> list[str]:
    """Substrings of two to six characters from anywhere in the indexed texts, punctuation and all.

    Those that punctuation cuts into single characters are left out: the guarantee is for two and more.
    """
    chance = random.Random(20240308)
    queries: list[str] = []
    while len(queries) < count:
        source = chance.choice(SOURCES)
        text = chance.choice([source.title, *source.names, *(section[2] for section in source.sections)])
        start = chance.randrange(len(text) - 1)
        query = text[start : start + chance.randint(2, 6)]
        if any(len(part) > 1 for part in fold(query).split()):
            queries.append(query)
    return queries


def search(page: Page, queries: list[str], filters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """`nianbao.search` for each query, addresses without their anchors."""
    program = """async ([queries, filters]) => {
        const answers = [];
        for (const query of queries) answers.push(await nianbao.search(query, filters));
        return answers;
    }"""
    answers: list[dict[str, Any]] = page.evaluate(program, [queries, filters])
    for answer in answers:
        answer["urls"] = [result["url"].partition("#")[0] for result in answer["results"]]
    return answers


# ---- the guarantee -------------------------------------------------------------------------------


def test_every_substring_is_found_and_nothing_else(page: Page, site: str) -> None:
    page.goto(f"{site}/search.html")
    queries = random_queries(200)
    for query, answer in zip(queries, search(page, queries), strict=True):
        assert answer["kind"] == "found", query
        assert len(answer["urls"]) == len(set(answer["urls"]))
        assert set(answer["urls"]) == expected(query), query
        assert answer["count"] == len(answer["urls"])


@pytest.mark.parametrize(
    "query",
    [
        "𠮷家",
        "𠮷家胡同",
        "app",
        "ＡＰＰ",
        "PM2.5",
        "㎡保障房",
        "35m2",
        "iii级应急",
        "1号工程",
        "CAFÉ",
        "﨑岛",
    ],
)
def test_odd_characters_are_found_in_either_form(page: Page, server: str, query: str) -> None:
    page.goto(f"{server}/search.html")
    (answer,) = search(page, [query])
    assert answer["urls"]
    assert set(answer["urls"]) == expected(query)


def test_the_browser_folds_text_as_the_program_does(page: Page, server: str) -> None:
    """All characters both know as they stand today, between two Han characters and after a letter."""
    page.goto(f"{server}/search.html")
    blocks = [
        *range(0x0000, 0xD800, 0x800),
        *range(0xE000, 0x10000, 0x800),
        0x1D400,
        0x1F100,
        0x20800,
        0x2F800,
    ]
    texts = [
        "\n".join(f"中{chr(code)}文 e{chr(code)}" for code in range(block, block + 0x800) if known(chr(code)))
        for block in blocks
    ]
    folded = page.evaluate("texts => texts.map(nianbao.fold)", texts)
    for text, ours, theirs in zip(texts, map(fold, texts), folded, strict=True):
        if ours != theirs:
            differing = [line for line in text.split("\n") if fold(line) not in theirs]
            pytest.fail(f"{differing[:5]!a}")


def known(character: str) -> bool:
    return unicodedata.category(character) not in ("Cn", "Cs")


def test_a_part_of_one_character_narrows_the_others(page: Page, server: str) -> None:
    page.goto(f"{server}/search.html")
    queries = ["垃圾分类 龘", "养老服务 5", "教委 2023 垃圾"]
    for query, answer in zip(queries, search(page, queries), strict=True):
        assert set(answer["urls"]) == expected(query), query


def test_title_hits_come_first_then_newer_years(page: Page, server: str) -> None:
    page.goto(f"{server}/search.html")
    (answer,) = search(page, ["街道办事处"])
    order = [(0 if "街道办事处" in TEXTS[url][0] else 1, -int(url[-9:-5])) for url in answer["urls"]]
    assert order == sorted(order)
    assert {place for place, _ in order} == {0, 1}


@pytest.mark.parametrize(
    ("filters", "keeps"),
    [
        ({"year": "2023"}, lambda source: source.year == 2023),
        ({"region": "平潭综合实验区"}, lambda source: source.region == "平潭综合实验区"),
        ({"category": "街道、乡镇"}, lambda source: source.category == "街道、乡镇"),
        ({"requests": True}, lambda source: source.has_requests),
        (
            {"requests": False, "year": 2022, "category": "工作部门"},
            lambda source: not source.has_requests and source.year == 2022 and source.category == "工作部门",
        ),
        ({"region": "没有这个地区"}, lambda source: False),
    ],
)
def test_filters_keep_what_they_name(
    page: Page, server: str, filters: dict[str, Any], keeps: Callable[[SearchSource], bool]
) -> None:
    page.goto(f"{server}/search.html")
    kept = {source.url for source in SOURCES if keeps(source)}
    found, nothing = search(page, ["垃圾分类", "东"], filters)
    assert set(found["urls"]) == expected("垃圾分类") & kept or (not kept and found["kind"] != "found")
    assert set(nothing["urls"]) == expected("东") & kept


# ---- the page, as a reader uses it ---------------------------------------------------------------


def ask(page: Page, query: str) -> None:
    page.get_by_label("要查找的字词").fill(query)
    page.get_by_role("button", name="搜索", exact=True).click()


def test_a_typed_query_shows_results_with_section_excerpt_and_marks(page: Page, site: str) -> None:
    page.goto(f"{site}/search.html")
    page.get_by_label("要查找的字词").press_sequentially("垃圾分类")
    page.keyboard.press("Enter")
    most = len(expected("垃圾分类"))
    expect(page.get_by_role("status")).to_have_text(f"至多 {most} 篇，已核对出 10 篇。")
    results = page.locator(".search-results > li")
    expect(results).to_have_count(10)
    expect(results.first.locator("mark").first).to_have_text("垃圾分类")
    expect(results.first.locator(".search-where")).to_have_text(re.compile(r"20\d\d年 · [一五六]、"))
    assert re.search(
        r"/\d{4}\.html#(overview|problems|other)$", results.first.get_by_role("link").evaluate("a => a.href")
    )
    page.get_by_role("button", name="再显示 10 篇").click()
    expect(results).to_have_count(20)
    expect(results.nth(10).get_by_role("link")).to_be_focused()


def test_marks_fall_on_the_original_characters(page: Page, server: str) -> None:
    page.goto(f"{server}/search.html")
    (answer,) = search(page, ["app 京通"])
    marked = [text for text, mark in answer["results"][0]["excerpt"] if mark]
    assert marked[:2] == ["ＡＰＰ", "京通"]
    (answer,) = search(page, ["35m2保障"])
    assert next(text for text, mark in answer["results"][0]["excerpt"] if mark) == "35㎡保障"


def test_a_long_query_is_counted_when_all_is_verified(page: Page, server: str) -> None:
    page.goto(f"{server}/search.html")
    query = "教育委员会2023年政府信息公开工作年度报告"
    ask(page, query)
    status = page.get_by_role("status")
    assert len(expected(query)) == 6
    expect(status).to_have_text("找到 6 篇。")
    ask(page, "政府信息公开工作")
    expect(status).to_have_text("至多 300 篇，已核对出 10 篇。")
    ask(page, "养老")
    expect(status).to_have_text(f"找到 {len(expected('养老'))} 篇。")


def test_the_address_can_be_shared_and_filters_stand_in_it(page: Page, site: str) -> None:
    page.goto(f"{site}/search.html?q=养老服务&年份=2022&申请=有")
    kept = {source.url for source in SOURCES if source.year == 2022 and source.has_requests}
    count = len(expected("养老服务") & kept)
    expect(page.get_by_role("status")).to_have_text(re.compile(f"{count} 篇"))
    expect(page.get_by_label("年份", exact=True)).to_have_value("2022")
    page.get_by_label("年份", exact=True).select_option("2023")
    kept = {source.url for source in SOURCES if source.year == 2023 and source.has_requests}
    expect(page.get_by_role("status")).to_have_text(re.compile(f"{len(expected('养老服务') & kept)} 篇"))
    assert page.evaluate("decodeURIComponent(location.search)") in ("?q=养老服务&年份=2023&申请=有",)


def test_the_back_button_returns_to_the_results(page: Page, site: str) -> None:
    page.goto(f"{site}/search.html")
    ask(page, "区教委")
    first = page.locator(".search-results > li").first
    title = first.get_by_role("link").inner_text()
    first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.go_back()
    expect(page.get_by_label("要查找的字词")).to_have_value("区教委")
    expect(first.get_by_role("link")).to_have_text(title)


def test_one_character_is_looked_for_in_titles_and_names_only(page: Page, site: str) -> None:
    page.goto(f"{site}/search.html")
    ask(page, "潭")
    count = len(expected("潭"))
    assert 0 < count < 300
    expect(page.get_by_role("status")).to_have_text(
        f"只有一个字，只在标题和单位名称里查找：找到 {count} 篇。"
    )


def test_short_and_former_names_find_an_agency_s_reports(page: Page, server: str) -> None:
    page.goto(f"{server}/search.html")
    ask(page, "市政市容管理")
    expect(page.locator(".search-where").first).to_contain_text("单位名称")
    expect(page.locator(".search-excerpt mark").first).to_have_text("市政市容管理")


def test_agencies_are_offered_while_one_types(page: Page, site: str) -> None:
    page.goto(f"{site}/search.html")
    page.get_by_label("要查找的字词").press_sequentially("徐汇区教")
    offers = page.get_by_role("navigation", name="名称相符的单位")
    expect(offers.get_by_role("link")).to_have_text(["上海市徐汇区教育委员会"])
    page.get_by_label("要查找的字词").fill("区卫健委")
    expect(offers.get_by_role("listitem").first).to_have_text("北京市东城区卫生健康委员会（区卫健委）")
    offers.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("北京市东城区卫生健康委员会")


def test_a_label_of_the_form_offers_its_figures(page: Page, site: str) -> None:
    page.goto(f"{site}/search.html")
    ask(page, "属于国家秘密")
    expect(page.get_by_role("status")).to_contain_text("它是表格的栏目")
    stated = [source for source in SOURCES if ROWS[1] in source.figures]
    newest = next(source for source in stated if source.year == 2024)
    lines = page.locator(".search-figure-list > li")
    expect(lines).to_have_count(10)
    expect(lines.first).to_have_text(f"{newest.agency} 2024年：{newest.figures[ROWS[1]]}件")
    expect(page.locator(".search-figures summary")).to_contain_text(f"（{len(stated)} 篇填有数字）")
    page.get_by_label("年份", exact=True).select_option("2021")
    oldest = [source for source in stated if source.year == 2021]
    expect(page.locator(".search-figures-body")).to_contain_text(f"{len(oldest)} 篇填有数字")
    expect(lines.first).to_contain_text("2021年")
    page.get_by_role("button", name="再显示 10 篇").click()
    expect(lines).to_have_count(min(20, len(oldest)))


def test_traditional_characters_are_understood_when_nothing_was_found(page: Page, site: str) -> None:
    page.goto(f"{site}/search.html")
    ask(page, "養老服務")
    expect(page.get_by_role("status")).to_have_text(
        f"没有找到“養老服務”，以下是“养老服务”的结果：至多 {len(expected('养老服务'))} 篇，已核对出 10 篇。"
    )


def test_words_are_fetched_only_when_nothing_was_found(page: Page, server: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server}/search.html?q=养老服务")
    expect(page.locator(".search-result")).to_have_count(10)
    assert not any("words.js" in url for url in asked)
    assert all(url.startswith(f"{server}/") for url in asked)


def test_words_that_mean_the_same_are_tried(page: Page, server: str) -> None:
    page.goto(f"{server}/search.html")
    answers = search(page, ["文旅委", "热力公司"])
    assert [answer["kind"] for answer in answers] == ["other", "other"]
    assert set(answers[0]["urls"]) == expected("文化和旅游局")
    assert set(answers[1]["urls"]) == expected("停车管理")


def test_partial_matches_stand_under_their_own_heading(page: Page, site: str) -> None:
    page.goto(f"{site}/search.html")
    ask(page, "垃圾分类火星探测")
    expect(page.get_by_role("heading", name="部分相符的报告")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("没有找到“垃圾分类火星探测”")
    expect(page.locator(".search-excerpt mark").first).to_have_text("垃圾分类")


def test_nothing_found_offers_the_years(page: Page, site: str) -> None:
    page.goto(f"{site}/search.html")
    ask(page, "鲲鹏鸾凤")
    expect(page.get_by_role("status")).to_contain_text("没有找到“鲲鹏鸾凤”")
    page.get_by_role("navigation", name="按年份查看").get_by_role("link", name="2023年").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2023年")


def test_without_scripts_the_page_is_a_form_and_links_to_the_years(browser: Browser, server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/search.html")
    expect(page.locator(".search-noscript")).to_contain_text("按年份查看")
    expect(page.locator(".search-noscript a").first).to_have_attribute("href", "years/2024.html")
    page.locator("#search-query").fill("养老")
    page.locator(".search-button").click()
    assert "q=%E5%85%BB%E8%80%81" in page.url
    context.close()


def test_a_file_that_does_not_come_is_said_and_can_be_asked_for_again(
    context: BrowserContext, server: str
) -> None:
    page = context.new_page()
    page.route("**/search/t/*", lambda route: route.abort())
    page.goto(f"{server}/search.html?q=养老服务")
    expect(page.get_by_role("status")).to_contain_text("搜索数据没有载入（search/t/")
    expect(page.locator(".search-result")).to_have_count(0)
    page.unroute("**/search/t/*")
    page.get_by_role("button", name="重试").click()
    expect(page.locator(".search-result")).to_have_count(10)


def test_the_keyboard_alone_suffices(page: Page, server: str) -> None:
    page.goto(f"{server}/search.html")
    page.locator("#search-query").focus()
    page.keyboard.type("河湖治理")
    page.keyboard.press("Enter")
    expect(page.locator(".search-result")).to_have_count(10)
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.search-results') !== null"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("年政府信息公开工作年度报告")
    assert page.url.startswith(f"{server}/reports/")
