"""Search on a site as it is built: from disk, under a sub-path, and after an edit."""

from __future__ import annotations

import random
import re
import shutil

import pytest
from playwright.sync_api import Browser, expect

from nianbao.pipeline import Options, build_site
from nianbao.project import Project
from tests.sites import ROOT, write


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Project:
    root = tmp_path_factory.mktemp("site")
    shutil.copytree(ROOT / "content", root / "content")
    assert build_site(Project(root), Options()).exit_code == 0
    return Project(root)


def phrases(count: int) -> list[tuple[str, set[str]]]:
    """Substrings of the sample's prose with the reports whose prose holds them."""
    texts = {
        path.relative_to(ROOT / "content").with_suffix(".html").as_posix(): re.sub(
            r"\{[^}]*\}|\[|\]\([^)]*\)|\*\*", "\n", path.read_text(encoding="utf-8").replace("## ", "\n## ")
        )
        for path in sorted((ROOT / "content/reports").rglob("*.md"))
    }
    bodies = {url: [line for line in text.split("\n") if not line.startswith("#")] for url, text in texts.items()}
    runs = [run for lines in bodies.values() for line in lines for run in re.findall(r"[\u4e00-\u9fff]{4,}", line)]
    chosen = random.Random(7)
    found = []
    for _ in range(count):
        run = chosen.choice(runs)
        start = chosen.randrange(len(run) - 3)
        phrase = run[start : start + chosen.randint(3, 6)]
        found.append((phrase, {url for url, lines in bodies.items() if any(phrase in line for line in lines)}))
    return found


def test_random_phrases_of_the_sample_are_found_from_disk(browser: Browser, sample: Project) -> None:
    page = browser.new_page()
    page.goto((sample.site / "search.html").as_uri())
    for phrase, reports in phrases(60):
        urls = page.evaluate(
            "query => nianbao.search(query, {}).then(found => found.results.map(result => result.url))", phrase
        )
        assert reports <= {url.partition("#")[0] for url in urls}, phrase
    page.close()


def test_a_result_leads_to_its_section(browser: Browser, sample: Project) -> None:
    page = browser.new_page()
    page.goto((sample.site / "search.html").as_uri() + "?q=政务新媒体2个")
    result = page.locator("#search-output a").first
    expect(result).to_contain_text("平潭综合实验区2023年度")
    result.click()
    expect(page).to_have_url(re.compile(r"reports/pingtan/2023\.html#s1$"))
    expect(page.locator("#s1")).to_contain_text("政务新媒体")
    page.close()


def test_a_form_label_offers_the_figures_of_its_row(browser: Browser, sample: Project) -> None:
    page = browser.new_page()
    page.goto((sample.site / "search.html").as_uri() + "?q=本机关不掌握相关政府信息")
    expect(page.locator("#search-output")).to_contain_text("769")
    page.close()


def test_an_agency_is_offered_while_its_short_name_is_typed(browser: Browser, sample: Project) -> None:
    page = browser.new_page()
    page.goto((sample.site / "search.html").as_uri())
    page.locator("#search-query").press_sequentially("平潭管委")
    link = page.locator("#search-agencies a").first
    expect(link).to_contain_text("平潭综合实验区管理委员会")
    link.click()
    expect(page.locator("h1")).to_have_text("平潭综合实验区管理委员会")
    page.close()


def test_an_edit_is_found_after_the_next_build(browser: Browser, sample: Project) -> None:
    name = "content/reports/huaian/2024.md"
    text = (sample.root / name).read_text(encoding="utf-8")
    write(sample.root, {name: text.replace("（一）主动公开", "（一）主动公开，青鸾火凤", 1)})
    assert build_site(sample, Options()).exit_code == 0
    page = browser.new_page()
    page.goto((sample.site / "search.html").as_uri() + "?q=青鸾火凤")
    expect(page.locator("#search-output a").first).to_contain_text("淮安市人民政府")
    page.close()
