"""HTML elements → lines of text, as a reader of the page sees them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

from ..document import Dropped, Place

_BLOCKS = """
address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure
footer form h1 h2 h3 h4 h5 h6 header hr html li main menu nav ol option p pre section summary table tbody
td tfoot th thead tr ul ucaptitle ucapcontent
"""
BLOCKS = frozenset(_BLOCKS.split())
HEADINGS = {f"h{level}": level for level in range(1, 7)}
# Elements whose text nobody sees, or that are made to be pressed.
_UNSEEN_NAMES = """
applet audio button canvas datalist embed frame frameset head iframe input map meta noframes noscript object
script select style svg template textarea title video xml
"""
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_HIDDEN = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|mso-hide\s{0,9}:\s{0,9}all", re.IGNORECASE
)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s{0,9}:[^;]{0,99}line-through", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight\s{0,9}:\s{0,9}(\w{1,20})", re.IGNORECASE)
_KEPT_BREAKS = re.compile(r"white-space\s{0,9}:\s{0,9}(?:pre|break-spaces)", re.IGNORECASE)
_FOR_READERS_ALOUD = frozenset(("visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text"))
# Zero-width and soft signs: they are no part of the words.
_INVISIBLE = {code: None for code in (0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFC)}
_BLANKS = " \t\n\r\f\v\xa0\u2002\u2003\u2009\u2028"
_HAN_NUMBERS = "一二三四五六七八九十"
_UNNUMBERED = re.compile(r"list-style(?:-type)?\s{0,9}:\s{0,9}none", re.IGNORECASE)
_HAN_NUMBERED = re.compile(r"cjk-ideographic|(?:simp|trad)-chinese", re.IGNORECASE)
_NUMBERED = re.compile(rf"[（(]?[\d{_HAN_NUMBERS}]{{1,3}}[、.．）)]")
_TOLD_HIDDEN = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the page. `linked`: how many of its characters are links. `element`: what it stands in."""

    text: str
    bold: tuple[tuple[int, int], ...]
    level: int
    linked: int
    element: Any


@dataclass(frozen=True, slots=True)
class _Style:
    """What holds inside an element: bold, within a link, line ends kept."""

    bold: bool = False
    link: bool = False
    kept: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    style: _Style


def tag(element: Any) -> str:
    """The name of an element, '' for what is none (comments)."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def prune(root: Any, keep_hidden: bool = False) -> list[Dropped]:
    """Take out of the tree what nobody sees; the words that were hidden or struck out are told."""
    dropped: list[Dropped] = []
    for element in list(root.iter()):
        name = tag(element)
        if name == "input":
            _print_value(element)
        why = _unseen(element, name, keep_hidden)
        if why is None or element is root or element.getparent() is None:
            continue
        text = " ".join("".join(element.itertext()).split())
        if why and text and len(dropped) < _TOLD_HIDDEN:
            dropped.append(Dropped(text[:40], why, Place()))
        element.drop_tree()
    return dropped


def _unseen(element: Any, name: str, keep_hidden: bool) -> str | None:
    """None for what is seen, else why its text is left out ('' where that needs no word)."""
    if not name or name in _UNSEEN or _FOR_READERS_ALOUD & set((element.get("class") or "").split()):
        return ""
    style = element.get("style") or ""
    if name in ("s", "strike", "del") or (style and _STRUCK.search(style)):
        return "网页上划掉的文字"
    if keep_hidden or name in ("html", "body"):
        return None
    if element.get("hidden") is not None or (style and _HIDDEN.search(style)):
        return "网页上隐藏的文字"
    return None


def _print_value(element: Any) -> None:
    """A filled-in field in a table cell prints its value: pages saved from reporting systems have those."""
    cell = next(element.iterancestors("td", "th"), None)
    value = element.get("value") or ""
    if cell is not None and value and (element.get("type") or "text").lower() in ("text", "number"):
        element.tail = value + (element.tail or "")


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
                if in_cell and name == "sup" and _is_note(element, runs):
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
    return _Style(bold, outer.link or name == "a", kept)


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
        text, bold = _settle(line)
        if text:
            linked = sum(len(run.text.strip()) for run in line if run.style.link)
            yield Line(text, bold, level, linked, block)


def _upwards(element: Any) -> Iterator[Any]:
    """An element and those around it, as far as a heading may reach."""
    for _ in range(4):
        if element is None:
            return
        yield element
        element = element.getparent()


def _settle(runs: list[_Run]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text as a browser shows it, without blanks around it, and its bold stretches.

    Blanks run together; a line end of the source between two Chinese signs is no blank at all.
    """
    signs: list[tuple[str, bool]] = []
    gap, broken = False, False
    for run in runs:
        for sign in run.text.translate(_INVISIBLE):
            if sign in _BLANKS:
                gap, broken = True, broken or sign in "\n\r"
                continue
            if gap and signs and not (broken and _is_wide(signs[-1][0]) and _is_wide(sign)):
                signs.append((" ", run.style.bold and signs[-1][1]))
            gap, broken = False, False
            signs.append((sign, run.style.bold))
    whole = "".join(sign for sign, _ in signs)
    text = whole.strip()
    start = len(whole) - len(whole.lstrip())
    return text, _stretches([bold for _, bold in signs[start : start + len(text)]])


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def _stretches(flags: list[bool]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for index, flag in enumerate(flags):
        if flag and found and found[-1][1] == index:
            found[-1] = (found[-1][0], index + 1)
        elif flag:
            found.append((index, index + 1))
    return tuple(found)
