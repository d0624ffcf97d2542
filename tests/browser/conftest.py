"""A browser for the tests: Chromium as found on the machine, started once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Tests that need it are skipped, with the reason, where there is none."""
    program = os.environ.get("NIANBAO_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not program:
        pytest.skip(
            "没有找到 Chromium，浏览器测试跳过；可用环境变量 NIANBAO_CHROMIUM 指定。"
            " / No Chromium found: browser tests are skipped; set NIANBAO_CHROMIUM to its path."
        )
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield started
        started.close()
