"""Lines of a CSV file within a text: their commas as tabs, so that they part cells and not thousands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from ..tables.figures import is_figure

# So many lines with as many commas each are a table; prose has no such lines.
_FEWEST_LINES = 3
_FEWEST_COMMAS = 2
_MOST_JOINED = 6
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_FIGURE_BEHIND = re.compile(r"\s[+\-]?\d")


def part_commas(text: str) -> str:
    """`text` with as many characters, in which runs of comma-separated lines are separated by tabs.

    A line end within quotes is a blank then, and the quotes are too.
    """
    if text.count(",") < _FEWEST_LINES * _FEWEST_COMMAS:
        return text
    shown: list[str] = []
    for commas, records in groupby(_records(text), key=_commas):
        made = list(records)
        is_table = commas >= _FEWEST_COMMAS and sum(bool(record.strip()) for record in made) >= _FEWEST_LINES
        shown += map(_parted, made) if is_table else made
    return "".join(shown)


def _records(text: str) -> Iterator[str]:
    """The lines with their ends; those that a quoted cell goes over are one."""
    lines = text.splitlines(keepends=True)
    place = 0
    while place < len(lines):
        end = place + 1
        last = min(len(lines), place + _MOST_JOINED) if "," in lines[place] else end
        while end < last and _is_open(lines[place:end]):
            end += 1
        if _is_open(lines[place:end]):
            end = place + 1
        yield "".join(lines[place:end])
        place = end


def _is_open(lines: list[str]) -> bool:
    return sum(line.count('"') for line in lines) % 2 == 1


def _commas(record: str) -> int:
    """How many commas part a record; 0 when it is no record of cells."""
    bare = _QUOTED.sub("", record)
    if "\t" in bare or "|" in bare or "\n" in bare.rstrip("\n"):
        return 0
    fields = bare.strip("\n").split(",")
    return len(fields) - 1 if all(map(_is_cell, fields)) else 0


def _is_cell(field: str) -> bool:
    """Whether a field is empty, a figure or words; not words with a figure behind a blank."""
    text = field.strip()
    return not text or is_figure(text) or not _FIGURE_BEHIND.search(text)


def _parted(record: str) -> str:
    signs = []
    is_quoted = False
    body = record.removesuffix("\n")
    for sign in body:
        is_quoted ^= sign == '"'
        signs.append("\t" if sign == "," and not is_quoted else " " if sign in '"\n' else sign)
    return "".join(signs) + record[len(body) :]
