"""Every kind of page in a real browser: accessible, within the screen, within the policy, with and without script."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pdfplumber
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.serving import serving
from tests.page_samples import pages_site
from tests.sites import build

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
SUB_PATH = "zwgk/nianbao"
REPORT = "reports/qu/jiaoyu/2023.html"
OLDER = "reports/qu/jiaoyu/2019.html"
ODD = "reports/qu/jiedao/2023.html"
PAGES = [
    "index.html",
    "reports/qu/jiaoyu/index.html",
    "years/2023.html",
    "quality.html",
    "quality/2023.html",
    REPORT,
    OLDER,
    ODD,
    "search.html",
    "about.html",
    "404.html",
]
DESK, PHONE, SMALL = 1280, 390, 320


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder a server shows: the site under SUB_PATH, a preview beside it under preview/."""
    top = tmp_path_factory.mktemp("pages")
    made = tmp_path_factory.mktemp("made")
    assert build(made / "public", pages_site()).exit_code == 0
    files = pages_site()
    name = "content/reports/qu/jiaoyu/2023.yaml"
    files[name] = str(files[name]).replace("办理总计:       7", "办理总计:       6")
    build(made / "preview", files, preview=True)
    (top / "zwgk").mkdir()
    (made / "public" / "site").rename(top / SUB_PATH)
    (made / "preview" / "site").rename(top / "preview")
    return top


@pytest.fixture(scope="module")
def server(served: Path) -> Iterator[str]:
    with serving(served, POLICY, without_policy="/preview/") as address:
        yield address


@pytest.fixture
def address(server: str) -> str:
    return f"{server}/{SUB_PATH}"


@pytest.fixture
def contexts(browser: Browser) -> Iterator[list[BrowserContext]]:
    """Contexts opened by a test; they are closed after it."""
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


def open_page(
    browser: Browser, contexts: list[BrowserContext], url: str, width: int = DESK, **options: object
) -> Page:
    context = browser.new_context(locale="zh-CN", viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
    contexts.append(context)
    page = context.new_page()
    page.goto(url)
    return page


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")


def violations(page: Page) -> list[str]:
    page.evaluate(AXE + ";0")
    result = page.evaluate("axe.run(document)")
    return [f"{item['id']}: {item['nodes'][0]['target']}" for item in result["violations"]]


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


# ---- for everyone


@pytest.mark.parametrize("width", [DESK, PHONE])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_kind_of_page(
    browser: Browser, contexts: list[BrowserContext], address: str, server: str, scheme: str, width: int
) -> None:
    # The policy would keep axe itself out of the page.
    page = open_page(browser, contexts, "about:blank", width, color_scheme=scheme, bypass_csp=True)
    for url in [
        *(f"{address}/{path}" for path in PAGES),
        f"{server}/preview/index.html",
        f"{server}/preview/{REPORT}",
    ]:
        page.goto(url)
        assert violations(page) == [], url
        if url.endswith(REPORT):
            unfold(page)
            assert violations(page) == [], url


@pytest.mark.parametrize("width", [SMALL, PHONE, 640])
def test_no_page_is_wider_than_the_screen(
    browser: Browser, contexts: list[BrowserContext], address: str, width: int
) -> None:
    """640 is a screen of 1280 at twice the size."""
    page = open_page(browser, contexts, "about:blank", width)
    for path in PAGES:
        page.goto(f"{address}/{path}")
        assert overflow(page) == 0, path
        unfold(page)
        assert overflow(page) == 0, path
    page.get_by_role("button", name="大字").click()
    for path in PAGES:
        page.goto(f"{address}/{path}")
        assert overflow(page) == 0, f"{path}, large text"


def test_the_wide_table_fits_the_sheet_on_a_desk(
    browser: Browser, contexts: list[BrowserContext], address: str
) -> None:
    page = open_page(browser, contexts, f"{address}/{REPORT}")
    for table in page.locator("table.official").all():
        assert table.evaluate("table => table.scrollWidth <= table.parentElement.clientWidth + 1")


def test_pages_keep_to_the_policy_under_a_sub_path_and_from_a_disk(
    browser: Browser, contexts: list[BrowserContext], address: str, served: Path
) -> None:
    for base in (address, (served / SUB_PATH).as_uri()):
        page = open_page(browser, contexts, "about:blank")
        complaints: list[str] = []
        page.on("console", lambda message, found=complaints: found.append(message.text))
        page.on("pageerror", lambda error, found=complaints: found.append(str(error)))
        page.on("requestfailed", lambda request, found=complaints: found.append(request.url))
        for path in PAGES:
            if base.startswith("file:") and path == "404.html":
                continue  # its links start at the site's address
            page.goto(f"{base}/{path}")
            page.wait_for_load_state("networkidle")
            assert complaints == [], path
            assert page.evaluate("getComputedStyle(document.body).borderTopWidth") == "4px"


def test_from_a_disk_one_can_walk_from_the_first_page_to_a_report_and_back(
    browser: Browser, contexts: list[BrowserContext], served: Path
) -> None:
    page = open_page(browser, contexts, (served / SUB_PATH / "index.html").as_uri())
    page.get_by_role("link", name="2023年", exact=True).click()
    page.get_by_role("link", name="示例区教育局").click()
    expect(page.locator("h1")).to_have_text("示例区教育局2023年政府信息公开工作年度报告")
    page.get_by_role("link", name="上一年").click()
    expect(page.locator("h1")).to_contain_text("2022年")
    page.get_by_label("当前位置").get_by_role("link", name="首页").click()
    expect(page.locator("h1")).to_contain_text("政府信息公开工作年度报告")


# ---- keyboard


def test_the_keyboard_reaches_the_text_first_and_the_tables_too(
    browser: Browser, contexts: list[BrowserContext], address: str
) -> None:
    page = open_page(browser, contexts, f"{address}/{REPORT}", PHONE)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    summary = page.locator("#s3 details.whole-table > summary")
    box = page.locator("#s3 .table-box")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(box).to_be_focused()
    assert box.evaluate("box => getComputedStyle(box).outlineStyle") == "solid"
    page.keyboard.press("ArrowRight")
    for _ in range(50):
        if box.evaluate("box => box.scrollLeft") > 0:
            break
        page.wait_for_timeout(50)
    assert box.evaluate("box => box.scrollLeft") > 0


def test_every_focus_can_be_seen(browser: Browser, contexts: list[BrowserContext], address: str) -> None:
    page = open_page(browser, contexts, f"{address}/{REPORT}")
    seen = 0
    for _ in range(60):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "() => document.activeElement === document.body ? null"
            " : getComputedStyle(document.activeElement).outlineWidth"
        )
        if outline is None:
            break
        assert outline == "3px"
        seen += 1
    assert seen > 25


# ---- phones


def test_on_a_phone_the_summary_and_lists_come_first_and_a_table_is_one_tap_away(
    browser: Browser, contexts: list[BrowserContext], address: str
) -> None:
    page = open_page(browser, contexts, f"{address}/{REPORT}", PHONE)
    assert page.locator(".summary").bounding_box()["y"] < page.locator(".contents").bounding_box()["y"]  # type: ignore[index]
    expect(page.locator("#s3 .figure-list")).to_be_visible()
    table = page.locator("#s3 table.official")
    expect(table).not_to_be_visible()
    page.get_by_text("完整表格（表三）").click()
    expect(table).to_be_visible()
    page.get_by_text("另有 20 项为 0").click()
    expect(page.get_by_text("三、（五）2 重复申请")).to_be_visible()


def test_on_a_phone_a_link_to_a_figure_opens_its_table(
    browser: Browser, contexts: list[BrowserContext], address: str
) -> None:
    page = open_page(browser, contexts, f"{address}/{REPORT}", PHONE)
    page.locator(".summary a").first.click()
    cell = page.locator("#requests-new_requests-total")
    expect(cell).to_be_visible()
    page.goto(f"{address}/{REPORT}#disputes-review-total")
    expect(page.locator("#disputes-review-total")).to_be_visible()


def test_on_a_desk_the_list_is_away_and_the_heads_stay_in_sight(
    browser: Browser, contexts: list[BrowserContext], address: str
) -> None:
    page = open_page(browser, contexts, f"{address}/{REPORT}")
    expect(page.locator("#s3 .figure-list")).not_to_be_visible()
    expect(page.get_by_text("完整表格（表三）")).not_to_be_visible()
    page.locator("#requests-carried_forward-total").scroll_into_view_if_needed()
    page.evaluate("window.scrollBy({ top: 500, behavior: 'instant' })")
    page.locator("#requests-results_total-total").evaluate(
        "cell => cell.scrollIntoView({ block: 'center', behavior: 'instant' })"
    )
    assert page.locator("#requests-c1").bounding_box()["y"] >= -1  # type: ignore[index]


# ---- with and without script


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_without_script_everything_can_be_read(
    browser: Browser, contexts: list[BrowserContext], address: str, width: int
) -> None:
    page = open_page(browser, contexts, f"{address}/{REPORT}", width, java_script_enabled=False)
    for table in page.locator("table.official").all():
        expect(table).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    page.goto(f"{address}/index.html")
    page.get_by_role("searchbox").fill("教育")
    page.get_by_role("button", name="搜索").click()
    assert page.url.endswith("search.html?q=%E6%95%99%E8%82%B2")


def test_large_text_is_kept_from_page_to_page(
    browser: Browser, contexts: list[BrowserContext], address: str
) -> None:
    page = open_page(browser, contexts, f"{address}/index.html")
    normal = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    page.get_by_role("button", name="大字").click()
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > normal * 1.2
    page.goto(f"{address}/{REPORT}")
    switch = page.get_by_role("button", name="大字")
    expect(switch).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > normal * 1.2
    switch.click()
    page.reload()
    expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "false")


def test_large_text_works_where_storage_is_forbidden(
    browser: Browser, contexts: list[BrowserContext], address: str
) -> None:
    page = open_page(browser, contexts, "about:blank")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('forbidden', 'SecurityError'); } })"
    )
    page.goto(f"{address}/index.html")
    page.get_by_role("button", name="大字").click()
    expect(page.locator("html")).to_have_attribute("data-text", "large")
    assert errors == []


def test_the_citation_can_be_copied(browser: Browser, contexts: list[BrowserContext], address: str) -> None:
    page = open_page(
        browser, contexts, f"{address}/{REPORT}", permissions=["clipboard-read", "clipboard-write"]
    )
    page.get_by_role("button", name="复制").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("示例区教育局. 示例区教育局2023年")


def test_the_print_button_prints(browser: Browser, contexts: list[BrowserContext], address: str) -> None:
    page = open_page(browser, contexts, "about:blank")
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(f"{address}/{REPORT}")
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("window.printed") is True


# ---- paper


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_paper_is_no_narrow_screen(
    browser: Browser, contexts: list[BrowserContext], address: str, width: int
) -> None:
    page = open_page(browser, contexts, f"{address}/{REPORT}", width)
    expect(page.locator("details.whole-table[open]")).to_have_count(3 if width == DESK else 0)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 600, "height": 800})
    expect(page.locator("details.whole-table[open]")).to_have_count(3)


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_printed_report_is_an_official_document(
    browser: Browser, contexts: list[BrowserContext], address: str, width: int
) -> None:
    page = open_page(browser, contexts, f"{address}/{REPORT}", width, color_scheme="dark")
    paper = page.pdf(prefer_css_page_size=True)
    with pdfplumber.open(io.BytesIO(paper)) as document:
        texts = [plain(sheet.extract_text()) for sheet in document.pages]
        sizes = {(round(sheet.width), round(sheet.height)) for sheet in document.pages}
    assert sizes in ({(595, 842)}, {(596, 842)})
    assert 3 <= len(texts) <= 5
    whole = "".join(texts)
    assert texts[0].startswith("示例区教育局2023年政府信息公开工作年度报告")
    for chrome in ("首页", "目录", "下载", "数据摘要", "主办单位", "完整表格", "打印"):
        assert chrome not in whole
    for wanted in ("更正说明", "六、其他需要报告的事项", "数据核对说明"):
        assert wanted in whole
    # Each table stands on one sheet.
    for first, last in (
        ("二、上年结转政府信息公开申请数量", "四、结转下年度继续办理"),
        ("规章", "行政事业性收费"),
    ):
        assert any(first in sheet and last in sheet for sheet in texts), first


def plain(text: str) -> str:
    """Text out of a PDF without blanks; its fonts give 示 as the radical ⽰."""
    return "".join(unicodedata.normalize("NFKC", text).split())
