"""Names as people type them: short names, official labels with or without their number, near misses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

_PARENTHESES = str.maketrans("()", "（）")
_DROPPED = re.compile(r"[\"“”'‘’.．、，,\s\u200b-\u200f\u2060\ufeff]")
# Of what is dropped, all that may stand in a name without a fault of its own.
_TOLERATED = "[\"“”'‘’.．、，, ]*"
_NUMBER = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、]")
_LONGEST = 60


def loose(name: str) -> str:
    """A name without its numbers in front, and without what differs from typist to typist."""
    name = name.strip().translate(_PARENTHESES)
    while match := _NUMBER.match(name):
        name = name[match.end() :]
    return _DROPPED.sub("", name)


def pattern_of(name: str) -> str:
    """A regular expression, in the syntax JavaScript shares, for all that `loose` makes the same as `name`."""
    numbers = _NUMBER.pattern.replace("（", "[（(]").replace("）", "[）)]")
    either = {"（": "[（(]", "）": "[）)]"}
    signs = (either.get(sign) or literal(sign) for sign in loose(name))
    return f" *(?:{numbers})*{_TOLERATED}{_TOLERATED.join(signs)}{_TOLERATED}"


def literal(text: str) -> str:
    """As `re.escape`, without the escapes that JavaScript refuses."""
    return re.sub(r"[\\^$.|?*+()\[\]{}]", r"\\\g<0>", text)


def closest(name: str, known: Iterable[str]) -> str:
    """The known name a typed one most likely means, or ''."""
    if not name or len(name) > _LONGEST:
        return ""
    # Of four characters three must agree, of two or three one half.
    found = get_close_matches(name, list(known), 1, 0.6 if len(name) > 3 else 0.5)
    return found[0] if found else ""
