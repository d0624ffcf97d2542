"""What a PDF prints around the report: page numbers, running heads and feet, a table of contents."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..document import Dropped, Place
from .lines import Line
from .pieces import Piece

_TOP, _FOOT = 0.1, 0.88
_NUMBER = re.compile(
    r"[-—–－‐~·.\s]*(?:第\s*)?(\d{1,4})\s*页?[-—–－‐~·.\s]*(?:[/／,，]?\s*(?:共|of)?\s*\d{1,4}\s*页?)?", re.I
)
_DRESSED = re.compile(r"\D")
_ROMAN = re.compile(r"[-—\s]*[ivxIVX]{1,6}[-—\s]*")
_BROWSER_FOOT = re.compile(r"(?:https?|file)://\S+(?:\s+\d+\s*/\s*\d+)?|\d+\s*/\s*\d+")
_BROWSER_HEAD = re.compile(r"\d{4}[/年.-]\d{1,2}[/月.-]\d{1,2}日?[\s,，]*(?:[上下]午)?\s*\d{1,2}:\d{2}.*")
_CONTENTS_LINE = re.compile(r".{2,60}?\s*(?:[.．·…]\s?){4,}\s*[-—]?\s*\d{1,3}\s*[-—]?")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class PageFlow:
    """A page from above: its lines outside tables, and its tables."""

    number: int
    width: float
    height: float
    items: tuple[Line | Piece, ...]

    @property
    def lines(self) -> list[Line]:
        return [item for item in self.items if isinstance(item, Line)]


def is_in_margin(top: float, bottom: float, height: float) -> bool:
    """Whether something stands where page numbers and running heads stand."""
    return bottom < _TOP * height or top > _FOOT * height


def _zone(line: Line, page: PageFlow) -> str:
    if not is_in_margin(line.top, line.bottom, page.height):
        return ""
    return "top" if line.bottom < _TOP * page.height else "foot"


def _outermost(page: PageFlow) -> list[tuple[Line, str]]:
    """Lines in the margins with nothing of the page's text beyond them."""
    found = [(line, _zone(line, page)) for line in page.lines]
    pieces = [item for item in page.items if isinstance(item, Piece)]
    return [
        (line, zone)
        for line, zone in found
        if zone
        and not any(
            (piece.bounds.top < line.top if zone == "top" else piece.bounds.bottom > line.bottom)
            for piece in pieces
        )
    ]


def _page_numbers(pages: Sequence[PageFlow]) -> dict[int, str]:
    """Lines that are nothing but a page number: dressed as one, or counting on with the pages."""
    found: dict[int, str] = {}
    bare: dict[int, list[Line]] = defaultdict(list)
    for page in pages:
        for line, _ in _outermost(page):
            text = line.text.strip()
            match = _NUMBER.fullmatch(text)
            if match and _DRESSED.search(text.replace(" ", "")):
                found[id(line)] = "页码"
            elif match:
                bare[int(match.group(1)) - page.number].append(line)
            elif _ROMAN.fullmatch(text):
                found[id(line)] = "页码"
    for offset, lines in bare.items():
        if len(lines) >= 2 or offset == 0 or len(pages) == 1:
            found.update((id(line), "页码") for line in lines)
    return found


def _running(pages: Sequence[PageFlow]) -> dict[int, str]:
    """Lines with the same words (digits may differ) at the same height of most pages."""
    seen: dict[tuple[str, str], list[tuple[int, Line]]] = defaultdict(list)
    for page in pages:
        for line, zone in _outermost(page):
            seen[zone, _DIGITS.sub("0", line.text)].append((page.number, line))
    found: dict[int, str] = {}
    for (zone, _), lines in seen.items():
        heights = [line.base for _, line in lines]
        numbers = {number for number, _ in lines}
        same_height = max(heights) - min(heights) <= 4
        if same_height and len(numbers) >= max(2, 0.6 * len(pages)):
            found.update((id(line), "页眉" if zone == "top" else "页脚") for _, line in lines)
    return found


def _printed_by_browser(pages: Sequence[PageFlow]) -> dict[int, str]:
    found: dict[int, str] = {}
    for page in pages:
        for line, zone in _outermost(page):
            if zone == "top" and _BROWSER_HEAD.fullmatch(line.text):
                found[id(line)] = "页眉"
            elif zone == "foot" and _BROWSER_FOOT.fullmatch(line.text):
                found[id(line)] = "页脚"
    return found


def _contents(pages: Sequence[PageFlow]) -> dict[int, str]:
    """A table of contents: lines with leaders and page numbers, and the word above them."""
    lines = [line for page in pages for line in page.lines]
    listed = [index for index, line in enumerate(lines) if _CONTENTS_LINE.fullmatch(line.text)]
    if len(listed) < 3:
        return {}
    found = {id(lines[index]): "目录" for index in listed}
    before = lines[listed[0] - 1] if listed[0] else None
    if before is not None and before.text.replace(" ", "").replace("\u3000", "") == "目录":
        found[id(before)] = "目录"
    return found


def drop_furniture(pages: Sequence[PageFlow]) -> tuple[list[PageFlow], list[Dropped]]:
    """The pages without what is printed around the report, and what that was."""
    why = _contents(pages) | _printed_by_browser(pages) | _running(pages) | _page_numbers(pages)
    dropped = [
        Dropped(line.text, why[id(line)], Place(page=page.number))
        for page in pages
        for line in page.lines
        if id(line) in why
    ]
    kept = [replace(page, items=tuple(item for item in page.items if id(item) not in why)) for page in pages]
    return kept, dropped
