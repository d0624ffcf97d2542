"""How wide text is where every character has its column: on a terminal, in a file of aligned figures."""

from __future__ import annotations

import unicodedata

# Marks that stand on the letter before them.
_MARKS = {"Mn", "Me"}


def width(text: str) -> int:
    """Columns a text takes: Chinese characters two, marks on another letter none.

    What Unicode calls ambiguous (“ ” — … · ①) counts two: Chinese fonts draw it as wide as a Han character,
    and so does the console of Chinese Windows, where this is read most.
    """
    return sum(
        0
        if unicodedata.category(letter) in _MARKS
        else 2
        if unicodedata.east_asian_width(letter) in "WFA"
        else 1
        for letter in text
    )


def padded(text: str, columns: int) -> str:
    """A text with blanks behind it, up to a width."""
    return text + " " * (columns - width(text))
