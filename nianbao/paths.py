"""Where each page of the site lies: the one place that knows its addresses."""

from __future__ import annotations

QUALITY = "quality.html"


def report_path(agency: str, year: int) -> str:
    return f"reports/{agency}/{year}.html"


def agency_path(agency: str) -> str:
    return f"reports/{agency}/index.html"


def year_path(year: int) -> str:
    return f"years/{year}.html"


def quality_path(year: int) -> str:
    return f"quality/{year}.html"
