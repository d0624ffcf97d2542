"""Turns of phrase that the rules about files share."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..located import Fault
from ..typed.signs import call

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
# Signs that a terminal takes for its own, and blanks, which part one name from the next.
_TAKEN_BY_TERMINALS = re.compile(r"[\s()&;|<>*?!#$`'\[\]{}^%,=~]")


def place_of(fault: Fault) -> str:
    """The place on the form, or the line where that says nothing."""
    place = fault.facts.get("place") or fault.facts.get("name")
    if place:
        return str(place)
    line = fault.facts.get("line")
    return f"第 {line} 行" if line else "文件"


def brief(text: str, most: int = 24) -> str:
    """Text as typed on one line, cut when it is long."""
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[:most]}…"


def quote(text: str, start: int, end: int, around: int = 12) -> str:
    """The characters [start, end) with a little of what stands about them on their line."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end) if "\n" in text[end:] else len(text)
    first, last = max(start - around, line_start), min(end + around, line_end)
    return f"{'…' * (first > line_start)}{text[first:last]}{'…' * (last < line_end)}"


def remedy(fault: Fault, by_hand: str) -> str:
    """How to mend it by hand; with a safe mend at hand, that the program can do it."""
    return f"{by_hand}；运行“检查 --修”可一次改好。" if fault.edits else f"{by_hand}。"


def signs(fault: Fault) -> str:
    """The names of signs that cannot be shown, each once."""
    found = dict.fromkeys(sign for sign in fault.facts.get("signs", "") if sign != " ")
    return "、".join(call(sign) for sign in found) or "特殊空格"


def some(items: Sequence[str], most: int = 6) -> str:
    """Items in quotes, cut when there are many."""
    shown = "、".join(f"“{item}”" for item in items[:most])
    return f"{shown}等 {len(items)} 个" if len(items) > most else shown


def pairs(texts: Sequence[str], written: Sequence[str], most: int = 4) -> str:
    """“８０”应写 80, for each; cut when there are many."""
    shown = "，".join(
        f"“{text}”应写 {new}" for text, new in list(zip(texts, written, strict=False))[:most] if new
    )
    return f"{shown}，等 {len(texts)} 处" if len(texts) > most else shown


def spoken(number: int) -> str:
    """二千六百二十九 for 2629, below a hundred million."""
    if number >= 10_000:
        rest = number % 10_000
        gap = "零" if 0 < rest < 1000 else ""
        return f"{spoken(number // 10_000)}万{gap}{spoken(rest) if rest else ''}"
    text = ""
    for place, digit in enumerate(map(int, reversed(str(number)))):
        if digit:
            text = _DIGITS[digit] + _UNITS[place] + text
        elif text and not text.startswith("零"):
            text = "零" + text
    return text.removeprefix("一") if text.startswith("一十") else text or "零"


def quoted(name: str) -> str:
    """A file as it has to be typed."""
    return f'"{name}"' if _TAKEN_BY_TERMINALS.search(name) else name
