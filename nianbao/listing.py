"""Rows in columns: on a terminal folded to its width, elsewhere set straight."""

from __future__ import annotations

import re
import shutil
from collections.abc import Collection, Iterator, Sequence
from typing import IO

from .widths import padded, width

_BETWEEN = "  "
# A column that gives way keeps at least so many letters' width.
_NARROWEST = 12
_WORDS = re.compile(r"[0-9A-Za-z]+|.", re.ASCII | re.DOTALL)


def write_columns(
    rows: Sequence[Sequence[str]], out: IO[str], *, elastic: Collection[int], right: Collection[int] = ()
) -> None:
    """Write rows, the first of them the head. `elastic` columns give way where the terminal has no room;
    `right` are columns of numbers."""
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    if out.isatty():
        widths = _fitting(widths, shutil.get_terminal_size().columns, elastic)
    for row in rows:
        for parts in _folded(row, widths, right):
            out.write(_BETWEEN.join(parts).rstrip() + "\n")


def _fitting(whole: Sequence[int], room: int, elastic: Collection[int]) -> list[int]:
    """Widths that a terminal has room for; the narrower of the elastic columns are served first."""
    fitted = list(whole)
    fixed = sum(each for column, each in enumerate(whole) if column not in elastic)
    left = room - fixed - len(_BETWEEN) * (len(whole) - 1) - 1
    waiting = sorted(elastic, key=lambda column: whole[column])
    for number, column in enumerate(waiting):
        share = max(left // (len(waiting) - number), _NARROWEST)
        fitted[column] = min(whole[column], share)
        left -= fitted[column]
    return fitted


def _folded(row: Sequence[str], widths: Sequence[int], right: Collection[int]) -> Iterator[list[str]]:
    """A row as lines of a terminal."""
    cells = [_cut(text, columns) for text, columns in zip(row, widths, strict=True)]
    for number in range(max(map(len, cells))):
        parts = [cell[number] if number < len(cell) else "" for cell in cells]
        yield [
            " " * (columns - width(part)) + part if column in right else padded(part, columns)
            for column, (part, columns) in enumerate(zip(parts, widths, strict=True))
        ]


def _cut(text: str, columns: int) -> list[str]:
    """A text in pieces no wider than that; digits and letters stay together where they can."""
    pieces = [""]
    for word in _WORDS.findall(text):
        if pieces[-1] and width(pieces[-1] + word) > columns:
            pieces.append("")
        for letter in word:
            if pieces[-1] and width(pieces[-1] + letter) > columns:
                pieces.append("")
            pieces[-1] += letter
    return [piece.strip() for piece in pieces]
