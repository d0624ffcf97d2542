"""How wide text is where every character has its column: on a terminal, in a file of aligned figures."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """Columns a text takes: Chinese characters two, combining marks none."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WFA" else 1
        for letter in text
    )
