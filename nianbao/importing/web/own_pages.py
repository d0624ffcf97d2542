"""Pages that this program built: the report as its layouts print it, without what the site adds to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# What the layouts add to a report: lists for narrow screens, 数据核对说明, remarks, marks of the preview.
_ADDED = frozenset(("figure-list", "notes", "table-note", "mark"))


@dataclass(frozen=True, slots=True)
class OwnPage:
    """`article` holds the report; `address` is where the original stands, '' where the report names none."""

    article: Any
    address: str


def find_own_page(root: Any) -> OwnPage | None:
    """The report of a page of ours, None on other pages. Takes what the site added out of the tree."""
    for sheet in root.iter("div"):
        tables = [table for table in sheet.iter("table") if "official" in _classes(table)]
        if (
            "sheet" in _classes(sheet)
            and tables
            and any("report" in _classes(a) for a in sheet.iterancestors("article"))
        ):
            _take_out(sheet, tables)
            return OwnPage(sheet, _address(root))
    return None


def _take_out(sheet: Any, tables: list[Any]) -> None:
    for element in list(sheet.iter("div", "aside", "p", "a", "summary")):
        if element.tag == "summary" or _ADDED & _classes(element):
            element.drop_tree()
    for link in sheet.iter("a"):
        if "cell-ref" in _classes(link):
            # What was cited is cited again; what the site linked by itself it will link again.
            cited = link.get("data-cited") or ""
            link.set("href", f"{{{cited}}}" if cited else "")
    for table in tables:
        for caption in table.findall("caption"):
            caption.drop_tree()
        for cell in table.iter("td"):
            if "auto" in _classes(cell) or any("computed" in _classes(span) for span in cell.iter("span")):
                cell.set("data-state", "auto")


def _address(root: Any) -> str:
    """The link beside 原文网址: the one in the information box that leads to another site."""
    return next((link.get("href") or "" for link in root.iter("a") if link.get("rel") == "external"), "")


def _classes(element: Any) -> frozenset[str]:
    return frozenset((element.get("class") or "").split())
