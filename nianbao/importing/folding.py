"""Printed text → what is compared: no blanks, no punctuation, no widths, but every word."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


def is_kept(sign: str) -> bool:
    """Letters and digits of any script are compared; blanks, punctuation and symbols are not."""
    return unicodedata.category(sign)[0] in "LN"


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """`1．属于 国家秘密` → `1属于国家秘密`: NFKC, letters and digits only, lower case."""
    return "".join(filter(is_kept, unicodedata.normalize("NFKC", text))).lower()


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the index in `text` it came from."""
    folded: list[str] = []
    places: list[int] = []
    for index, sign in enumerate(text):
        for part in unicodedata.normalize("NFKC", sign):
            if is_kept(part):
                folded.append(part.lower())
                places.append(index)
    return "".join(folded), places
