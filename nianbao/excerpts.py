"""A line of a file as a terminal may show it, and the marks below it under the right characters."""

from __future__ import annotations

import unicodedata

from .finding import Position
from .widths import width

COLUMNS = 100
_UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def printable(text: str) -> str:
    """A text of as many characters in which nothing steers the terminal and nothing is invisible."""
    return "".join(
        " " if letter in "\t\n" else "?" if unicodedata.category(letter) in _UNSEEN else letter
        for letter in text
    )


def excerpt(place: Position, *, columns: int = COLUMNS, mark: tuple[str, str] = ("", "")) -> list[str]:
    """The line with its number, and the carets; a long line is cut around them.

    `mark` is put around the characters meant. It shows them also where a terminal gives a character
    another width than `width` does.
    """
    source = printable(place.source)
    start, end = place.column - 1, place.end_column - 1
    first, last = _window(source, start, columns)
    end = min(end, last)
    before = ("…" if first else "") + source[first:start]
    after = source[end:last] + ("…" if last < len(source) else "")
    number = str(place.line)
    carets = "^" * max(1, width(source[start:end]))
    return [
        f"  {number} | {before}{mark[0]}{source[start:end]}{mark[1]}{after}",
        f"  {' ' * len(number)} | {' ' * width(before)}{carets} 这里",
    ]


def _window(source: str, start: int, columns: int) -> tuple[int, int]:
    """The part of a line that is shown: all of it, or a third of the columns before `start`, what fits behind
    it, and more before it where the line ends soon."""
    if width(source) <= columns:
        return 0, len(source)
    first = 0
    if width(source[:start]) > columns * 2 // 3:
        first = start
        while first and width(source[first - 1 : start]) <= columns // 3:
            first -= 1
        while first and width(source[first]) == 0:  # a mark is not parted from its letter
            first -= 1
    last = min(start + 1, len(source))
    while last < len(source) and width(source[first : last + 1]) <= columns:
        last += 1
    while first and width(source[first - 1 : last]) <= columns:
        first -= 1
    return first, last
