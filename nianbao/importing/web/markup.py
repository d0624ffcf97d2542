"""HTML elements → lines of text, as a reader of the page sees them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

_BLOCKS = """
address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure
footer form h1 h2 h3 h4 h5 h6 header hr html li main menu nav ol option p pre section summary table tbody
td tfoot th thead tr ul ucaptitle ucapcontent
"""
BLOCKS = frozenset(_BLOCKS.split())
HEADINGS = {f"h{level}": level for level in range(1, 7)}
_RAISED = re.compile(r"vertical-align\s{0,9}:\s{0,9}(?:super|sub|text-top|text-bottom)", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight\s{0,9}:\s{0,9}(\w{1,20})", re.IGNORECASE)
_KEPT_BREAKS = re.compile(r"white-space\s{0,9}:\s{0,9}(?:pre|break-spaces)", re.IGNORECASE)
# Zero-width and soft signs: they are no part of the words.
_INVISIBLE = {code: None for code in (0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFC)}
_BLANKS = " \t\n\r\f\v\xa0\u2002\u2003\u2009\u2028"
_HAN_NUMBERS = "一二三四五六七八九十"
_UNNUMBERED = re.compile(r"list-style(?:-type)?\s{0,9}:\s{0,9}none", re.IGNORECASE)
_HAN_NUMBERED = re.compile(r"cjk-ideographic|(?:simp|trad)-chinese", re.IGNORECASE)
_NUMBERED = re.compile(rf"[（(]?[\d{_HAN_NUMBERS}]{{1,3}}[、.．）)]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page. `linked`: how many of its characters are links. `element`: what it stands in.
    `links`: stretches [start, end) and where they lead, as written."""

    text: str
    bold: tuple[tuple[int, int], ...]
    level: int
    linked: int
    element: Any
    links: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Style:
    """What holds inside an element: bold, within a link (the element), line ends kept."""

    bold: bool = False
    link: Any = None
    kept: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    style: _Style


def tag(element: Any) -> str:
    """The name of an element, '' for what is none (comments)."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def read_lines(root: Any, tables: Container[Any] = (), in_cell: bool = False) -> Iterator[Line | Any]:
    """The lines of an element in reading order; of `tables`, the element itself instead of its lines.

    `in_cell`: notes set above the line are put in brackets, so that 22 with note 1 never becomes 221.
    """
    from lxml import etree

    walker = etree.iterwalk(root, events=("start", "end"))
    styles = [_Style()]
    runs: list[_Run] = []
    notes: set[Any] = set()
    counts: dict[Any, int] = {}
    number = ""  # of a list item whose text is still to come
    block = root
    for event, element in walker:
        name = tag(element)
        is_table = element in tables
        if name in BLOCKS or is_table:
            yield from _lines_of(runs, block)
            runs = []
            block = element if event == "start" else element.getparent()
        if event == "start":
            styles.append(_style(element, name, styles[-1]))
            if is_table:
                yield element
                walker.skip_subtree()
            else:
                if in_cell and _is_raised(element, name) and _is_note(element, runs):
                    notes.add(element)
                if name == "li":
                    parent = element.getparent()
                    counts[parent] = counts.get(parent, 0) + 1
                    number = _item_number(element, parent, counts[parent])
                text = ("[" if element in notes else "") + (element.text or "")
                runs.append(_Run(number * bool(text.strip()) + text, styles[-1]))
                number = "" if text.strip() else number
            continue
        inner = styles.pop()
        if element in notes:
            runs.append(_Run("]", inner))
        if name == "br":
            runs.append(_Run("\u2028", inner))
        if element is not root and element.tail:
            runs.append(_Run(number * bool(element.tail.strip()) + element.tail, styles[-1]))
            number = "" if element.tail.strip() else number
    yield from _lines_of(runs, root)


def _is_raised(element: Any, name: str) -> bool:
    """Whether text stands above or below the line."""
    return name in ("sup", "sub") or _RAISED.search(element.get("style") or "") is not None


def _is_note(element: Any, runs: list[_Run]) -> bool:
    """Whether what is set above the line follows a digit."""
    before = next((run.text.strip() for run in reversed(runs) if run.text.strip()), "")
    return before[-1:].isdigit() and bool("".join(element.itertext()).strip())


def _style(element: Any, name: str, outer: _Style) -> _Style:
    style = element.get("style") or ""
    weight = _WEIGHT.search(style) if style else None
    bold = outer.bold or name in ("b", "strong")
    if weight:
        word = weight.group(1).lower()
        bold = word in ("bold", "bolder") or (word.isdigit() and int(word[:4]) >= 600)
    kept = outer.kept or name == "pre" or bool(style and _KEPT_BREAKS.search(style))
    return _Style(bold, element if name == "a" else outer.link, kept)


def _item_number(item: Any, parent: Any, place: int) -> str:
    """The number that a browser prints before the item at a place of a numbered list, '' of others."""
    text = "".join(item.itertext()).strip()
    looks = f"{item.get('style') or ''};{parent.get('style') or ''}" if parent is not None else ""
    if (
        parent is None
        or tag(parent) != "ol"
        or not text
        or _UNNUMBERED.search(looks)
        or _NUMBERED.match(text)
    ):
        return ""
    start = parent.get("start") or ""
    number = (int(start) if start.isdigit() and len(start) < 5 else 1) + place - 1
    if _HAN_NUMBERED.search(looks) and 0 < number <= len(_HAN_NUMBERS):
        return f"{_HAN_NUMBERS[number - 1]}、"
    if parent.get("type") in ("a", "A") and 0 < number <= 26:
        return f"{chr(ord(parent.get('type')) + number - 1)}. "
    return f"{number}. "


# -- runs of text → lines


def _lines_of(runs: list[_Run], block: Any) -> Iterator[Line]:
    """Cut at the breaks; lines without text are left out."""
    lines: list[list[_Run]] = [[]]
    for run in runs:
        text = run.text.replace("\n", "\u2028") if run.style.kept else run.text
        first, *others = text.split("\u2028")
        lines[-1].append(_Run(first, run.style))
        lines += [[_Run(other, run.style)] for other in others]
    level = next((HEADINGS[tag(part)] for part in _upwards(block) if tag(part) in HEADINGS), 0)
    for line in lines:
        text, bold, links = _settle(line)
        if text:
            linked = sum(len(run.text.strip()) for run in line if run.style.link is not None)
            yield Line(text, bold, level, linked, block, links)


def _upwards(element: Any) -> Iterator[Any]:
    """An element and those around it, as far as a heading may reach."""
    for _ in range(4):
        if element is None:
            return
        yield element
        element = element.getparent()


def _settle(
    runs: list[_Run],
) -> tuple[str, tuple[tuple[int, int], ...], tuple[tuple[int, int, str], ...]]:
    """The text as a browser shows it, without blanks around it, its bold stretches and its links.

    Blanks run together; a line end of the source between two Chinese signs is no blank at all.
    """
    signs: list[tuple[str, bool, Any]] = []
    gap, broken = False, False
    for run in runs:
        bold, link = run.style.bold, run.style.link
        for sign in run.text.translate(_INVISIBLE):
            if sign in _BLANKS:
                gap, broken = True, broken or sign in "\n\r"
                continue
            if gap and signs and not (broken and _is_wide(signs[-1][0]) and _is_wide(sign)):
                _, was_bold, before = signs[-1]
                signs.append((" ", bold and was_bold, link if link is before else None))
            gap, broken = False, False
            signs.append((sign, bold, link))
    whole = "".join(sign for sign, _, _ in signs)
    text = whole.strip()
    start = len(whole) - len(whole.lstrip())
    kept = signs[start : start + len(text)]
    strong = tuple((first, last) for first, last, _ in _stretches([bold or None for _, bold, _ in kept]))
    links = _stretches([link for _, _, link in kept])
    return text, strong, tuple((first, last, (link.get("href") or "").strip()) for first, last, link in links)


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def _stretches(values: list[Any]) -> list[tuple[int, int, Any]]:
    """Where one thing goes on, and what it is; None is nothing."""
    found: list[tuple[int, int, Any]] = []
    for index, value in enumerate(values):
        if value is not None and found and found[-1][1] == index and found[-1][2] is value:
            found[-1] = (found[-1][0], index + 1, value)
        elif value is not None:
            found.append((index, index + 1, value))
    return found
