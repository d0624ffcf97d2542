"""Names as people type them: short names, official labels with or without their number, near misses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

_PARENTHESES = str.maketrans("()", "（）")
_DROPPED = re.compile(r"[\"“”'‘’.．、，,\s\u200b-\u200f\u2060\ufeff]")
_NUMBER = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、]")
_LONGEST = 60


def loose(name: str) -> str:
    """A name without its numbers in front, and without what differs from typist to typist."""
    name = name.strip().translate(_PARENTHESES)
    while match := _NUMBER.match(name):
        name = name[match.end() :]
    return _DROPPED.sub("", name)


def closest(name: str, known: Iterable[str]) -> str:
    """The known name a typed one most likely means, or ''."""
    if not name or len(name) > _LONGEST:
        return ""
    # Of four characters three must agree, of two or three one half.
    found = get_close_matches(name, list(known), 1, 0.6 if len(name) > 3 else 0.5)
    return found[0] if found else ""
