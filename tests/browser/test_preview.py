"""The preview in a real browser: every save is shown, errors too, and nobody else may ask."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.sites import ROOT, figures, prose, small_site, write

REPORT = "content/reports/jiaowei/2023.yaml"
PROSE = "content/reports/jiaowei/2023.md"


class Serving:
    """`build.py serve` running on a small site."""

    def __init__(self, root: Path) -> None:
        self.root = root
        write(root, small_site())
        self.output = root / "output.txt"
        command = [sys.executable, str(ROOT / "build.py"), "serve", "--project", str(root), "--no-open"]
        with self.output.open("w") as output:
            self.process = subprocess.Popen([*command, "--port", "8765"], stdout=output)
        self.port = self._wait_for_port()

    def _wait_for_port(self) -> int:
        for _ in range(300):
            found = re.search(r"http://localhost:(\d+)/", self.output.read_text(encoding="utf-8"))
            if found:
                return int(found[1])
            time.sleep(0.1)
        raise AssertionError(self.output.read_text(encoding="utf-8"))

    @property
    def report(self) -> str:
        return f"http://localhost:{self.port}/reports/jiaowei/2023.html"

    def save(self, name: str, text: str) -> None:
        write(self.root, {name: text})

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[Serving]:
    running = Serving(tmp_path)
    yield running
    if running.process.poll() is None:
        running.stop()


def open_page(browser: Browser, address: str) -> Page:
    """A page whose websocket is connected, so that what follows is sent to it."""
    page = browser.new_page()
    with page.expect_websocket() as connected:
        page.goto(address)
    connected.value.wait_for_event("framereceived")
    page.wait_for_timeout(150)
    return page


def test_a_save_is_shown_without_touching_the_browser(browser: Browser, serving: Serving) -> None:
    page = open_page(browser, serving.report)
    serving.save(PROSE, prose(text="刚刚改过的一段话。"))
    expect(page.locator("main")).to_contain_text("刚刚改过的一段话。", timeout=15000)
    page.close()


def test_two_saves_within_a_second_end_with_the_last_one(browser: Browser, serving: Serving) -> None:
    page = open_page(browser, serving.report)
    for number in range(6):
        serving.save(PROSE, prose(text=f"第{number}次改的一段话。"))
        time.sleep(0.15 * (number % 3))
    expect(page.locator("main")).to_contain_text("第5次改的一段话。", timeout=15000)
    page.wait_for_timeout(1000)
    expect(page.locator("main")).to_contain_text("第5次改的一段话。")
    page.close()


def test_a_page_fetched_during_a_build_does_not_stay_stale(browser: Browser, serving: Serving) -> None:
    page = browser.new_page()
    page.route("**/livereload.js*", lambda route: (time.sleep(1.5), route.continue_()))
    page.goto(serving.report, wait_until="commit")
    serving.save(PROSE, prose(text="网页还在打开时改的。"))
    expect(page.locator("main")).to_contain_text("网页还在打开时改的。", timeout=15000)
    page.close()


def test_a_report_with_errors_is_shown_with_its_cells_marked(browser: Browser, serving: Serving) -> None:
    page = open_page(browser, serving.report)
    serving.save(REPORT, figures(changes={"requests.results_total.total": "1"}))
    cell = page.locator("#requests-results_total-total")
    expect(cell).to_have_class(re.compile("marked"), timeout=15000)
    expect(page.locator("body")).to_contain_text("A102")
    page.close()


def test_a_report_that_cannot_be_read_keeps_a_page_with_the_reason(
    browser: Browser, serving: Serving
) -> None:
    page = open_page(browser, serving.report)
    serving.save(REPORT, "发布日期：2024-01-20\n")
    expect(page.locator("body")).to_contain_text("必改", timeout=15000)
    serving.save(REPORT, figures())
    expect(page.locator("body")).not_to_contain_text("必改", timeout=15000)
    page.close()


def test_the_panel_leads_to_the_cell_and_every_cell_of_the_finding_bears_its_number(
    browser: Browser, serving: Serving
) -> None:
    serving.save(REPORT, figures(changes={"disputes.review.total": "1"}))
    page = open_page(browser, serving.report)
    cell = page.locator("#disputes-review-total")
    expect(cell).to_have_class(re.compile("marked"), timeout=15000)
    page.locator("#finding-1").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"#disputes-review-"))
    expect(cell).to_be_in_viewport()
    for column in ("upheld", "corrected", "other_result", "pending", "total"):
        expect(page.locator(f"#disputes-review-{column} a.mark")).to_have_text("问题1")
    cell.locator("a.mark").click()
    expect(page.locator("#finding-1")).to_be_in_viewport()
    page.close()


def test_the_panel_leads_to_the_paragraph_which_says_what_is_the_matter(
    browser: Browser, serving: Serving
) -> None:
    rows, columns = ("new_requests", "granted", "results_total"), ("natural_person", "total")
    stated = {f"requests.{row}.{column}": "8" for row in rows for column in columns}
    serving.save(REPORT, figures(changes=stated))
    serving.save(PROSE, prose(text="公开<信息>若干条。\n本年新收政府信息公开申请9件。"))
    page = open_page(browser, serving.report)
    marked = page.locator(".prose p.marked")
    expect(marked).to_have_count(1, timeout=15000)
    expect(marked).to_contain_text("本年新收政府信息公开申请9件。")
    page.locator(".findings li", has_text="N201").get_by_role("link").first.click()
    expect(marked).to_be_in_viewport()
    assert page.url.endswith("#" + str(marked.get_attribute("id")))
    note = page.locator(".marked-note")
    expect(note).to_have_count(1)
    expect(note).to_contain_text("请核 正文与表格不一致")
    number = marked.locator("a.mark").inner_text()
    assert note.locator("a.mark").inner_text() == number
    assert page.locator("#requests-new_requests-total a.mark").inner_text() == number
    page.close()


def test_signs_of_the_input_method_are_one_line_however_many(browser: Browser, serving: Serving) -> None:
    typed = figures().replace("0     0     0     0     0     0     0", "0，0，0，0，0，0，0")
    serving.save(REPORT, typed)
    page = open_page(browser, serving.report)
    line = page.locator(".findings .mends")
    expect(line).to_contain_text("处输入法符号，运行“检查 --修”一次改好。", timeout=15000)
    assert int(re.findall(r"\d+", line.inner_text())[0]) > 10
    expect(page.locator(".findings ol > li")).to_have_count(0)
    page.goto(f"http://localhost:{serving.port}/")
    expect(page.locator(".findings .mends")).to_have_count(1)
    page.close()


def test_what_is_explained_stands_apart_and_marks_nothing(browser: Browser, serving: Serving) -> None:
    note = "核实说明:\n  - 问题: A104\n    位置: 复议诉讼-行政复议-总计\n    数值: 1 0\n    说明: 照录。\n    核实人: 办公室\n    日期: 2024-01-18\n"
    serving.save(REPORT, figures(changes={"disputes.review.total": "1"}, extra=note))
    page = open_page(browser, serving.report)
    expect(page.locator(".findings .explained summary")).to_have_text("已写核实说明 1 条", timeout=15000)
    expect(page.locator(".findings .explained")).to_contain_text("不在网页上公布")
    expect(page.locator(".marked")).to_have_count(0)
    expect(page.locator(".notes")).to_have_count(0)
    serving.save(REPORT, figures(changes={"disputes.review.total": "1"}, extra=note + "    公开: 是\n"))
    expect(page.locator(".notes")).to_contain_text("填报数 1，计算数 0", timeout=15000)
    page.close()


def test_a_file_that_cannot_be_read_shows_its_last_figures_and_says_so(
    browser: Browser, serving: Serving
) -> None:
    serving.save(REPORT, figures(changes={"disclosure.licensing.decisions": "2629"}))
    page = open_page(browser, serving.report)
    cell = page.locator("#disclosure-licensing-decisions")
    expect(cell).to_have_text("2629", timeout=15000)
    serving.save(REPORT, "[\n")
    said = page.locator(".draft")
    expect(said).to_contain_text("以下是最后一次读得出的内容，不是文件里现在的内容", timeout=15000)
    expect(cell).to_have_text("2629")
    serving.save(REPORT, figures())
    expect(said).to_have_count(0, timeout=15000)
    page.close()


def test_a_broken_layout_keeps_the_old_pages(browser: Browser, serving: Serving) -> None:
    page = open_page(browser, serving.report)
    serving.save("layouts/report.html", "{% if %}")
    page.wait_for_timeout(1000)
    page.reload()
    expect(page.locator("h1")).to_contain_text("东城区教育委员会")
    page.close()


def ask(port: int, request: str) -> str:
    """The first line of the answer to a raw request."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(request.replace("\n", "\r\n").encode())
        return connection.recv(4000).decode("utf-8", errors="replace").partition("\r\n")[0]


def test_only_this_computer_may_ask(serving: Serving) -> None:
    host = f"localhost:{serving.port}"
    assert "200" in ask(serving.port, f"GET / HTTP/1.1\nHost: {host}\nConnection: close\n\n")
    for foreign in ("evil.example", f"evil.example:{serving.port}", "localhost.evil.example", ""):
        assert (
            "403" in ask(serving.port, f"GET / HTTP/1.1\nHost: {foreign}\nConnection: close\n\n")
            or foreign == ""
        )
    upgrade = (
        f"GET /livereload HTTP/1.1\nHost: {host}\nUpgrade: websocket\nConnection: Upgrade\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\nSec-WebSocket-Version: 13\nOrigin: {origin}\n\n"
    )
    assert "403" in ask(serving.port, upgrade.format(origin="http://evil.example"))
    assert "101" in ask(serving.port, upgrade.format(origin=f"http://{host}"))


@pytest.mark.parametrize(
    "path",
    ["/../site.yaml", "/%2e%2e/%2e%2e/content/site.yaml", "/..%2f..%2fcontent/site.yaml", "//etc/passwd"],
)
def test_nothing_outside_the_folder_is_served(serving: Serving, path: str) -> None:
    line = ask(serving.port, f"GET {path} HTTP/1.1\nHost: localhost:{serving.port}\nConnection: close\n\n")
    assert "200" not in line


def test_a_port_in_use_is_not_a_problem(serving: Serving, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = Serving(tmp_path_factory.mktemp("other"))
    assert other.port != serving.port
    assert other.stop() == 0
