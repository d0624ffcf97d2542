"""Word's automatic numbering: what is printed before a paragraph although it stands in no paragraph's text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .numbers import printed_number
from .xml import W, children, number_of, value_of

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_BULLET = "•"


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered. `restart`: the level (from 1) whose step begins it anew, 0: never,
    -1: any above. `style`: of the paragraphs that are at this level."""

    kind: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int = -1
    is_legal: bool = False
    style: str = ""
    suffix: str = "tab"


@dataclass(frozen=True, slots=True)
class List:
    """One w:num: the definition it counts with, its levels, and the levels it starts anew."""

    definition: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int]


def read_lists(root: Any) -> dict[str, List]:
    """The lists of word/numbering.xml by w:numId; `root` may be None."""
    if root is None:
        return {}
    definitions = {item.get(f"{W}abstractNumId", ""): item for item in root.findall(f"{W}abstractNum")}
    by_style = {
        value_of(item, "styleLink"): key for key, item in definitions.items() if value_of(item, "styleLink")
    }
    lists: dict[str, List] = {}
    for item in root.findall(f"{W}num"):
        definition = value_of(item, "abstractNumId")
        linked = value_of(definitions.get(definition), "numStyleLink")
        definition = by_style.get(linked, definition)
        levels = _levels(definitions.get(definition))
        starts: dict[int, int] = {}
        for change in item.findall(f"{W}lvlOverride"):
            depth = _depth(change)
            if change.find(f"{W}startOverride") is not None:
                starts[depth] = number_of(change, "startOverride", 1)
            levels |= _levels(change)
            if depth in starts:
                levels[depth] = replace(levels.get(depth, Level()), start=starts[depth])
        lists[item.get(f"{W}numId", "")] = List(definition, levels, starts)
    return lists


def _levels(parent: Any) -> dict[int, Level]:
    if parent is None:
        return {}
    return {
        _depth(item): Level(
            value_of(item, "numFmt") or "decimal",
            value_of(item, "lvlText"),
            number_of(item, "start", 0),
            number_of(item, "lvlRestart", -1),
            item.find(f"{W}isLgl") is not None,
            value_of(item, "pStyle"),
            value_of(item, "suff") or "tab",
        )
        for item in children(parent, "lvl")
    }


def _depth(item: Any) -> int:
    text = item.get(f"{W}ilvl", "0")
    return int(text) if text in "012345678" and text else 0


class Counters:
    """Counts paragraphs as Word does: lists of one definition go on counting, a deeper level begins anew."""

    def __init__(self, lists: Mapping[str, List]) -> None:
        self._lists = lists
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def level_of_style(self, list_id: str, style: str) -> int:
        """The level that a style stands for in a list."""
        found = self._lists.get(list_id)
        levels = found.levels if found else {}
        return next((depth for depth, level in levels.items() if style and level.style == style), 0)

    def step(self, list_id: str, depth: int) -> str:
        """The printed number of the next paragraph at `depth` (from 0), with a blank where one is needed to
        keep it apart from the text; '' when the list is not known."""
        found = self._lists.get(list_id)
        if found is None:
            return ""
        counts = self._counts.setdefault(found.definition, {})
        if list_id not in self._begun:
            self._begun.add(list_id)
            for level, start in found.starts.items():
                counts[level] = start - 1
        for above in range(depth):
            counts.setdefault(above, self._level(found, above).start)
        counts[depth] = counts.get(depth, self._level(found, depth).start - 1) + 1
        for below in range(depth + 1, _LEVELS):
            restart = self._level(found, below).restart
            if restart == -1 or 0 < depth + 1 <= restart:
                counts.pop(below, None)
        return _apart(self._printed(found, depth, counts))

    def _level(self, found: List, depth: int) -> Level:
        return found.levels.get(depth, Level())

    def _printed(self, found: List, depth: int, counts: Mapping[int, int]) -> str:
        own = self._level(found, depth)
        if own.kind == "bullet":
            # Bullets stand in the private code points of symbol fonts: 0xF06C is a dot only in Wingdings.
            is_private = any("\ue000" <= sign <= "\uf8ff" for sign in own.text)
            return _BULLET if is_private or not own.text.strip() else own.text
        if own.kind == "none":
            return _PLACEHOLDER.sub("", own.text)

        def number(match: re.Match[str]) -> str:
            depth = int(match.group(1)) - 1
            level = self._level(found, depth)
            kind = "decimal" if own.is_legal else level.kind
            return printed_number(counts.get(depth, level.start), kind)

        return _PLACEHOLDER.sub(number, own.text)


def _apart(printed: str) -> str:
    """`1` and `第一条` need a blank before the text, `一、` and `（一）` do not."""
    printed = printed.strip()
    return printed + " " if printed and (printed[-1].isalnum() or printed[-1] == _BULLET) else printed
