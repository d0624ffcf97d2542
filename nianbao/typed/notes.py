"""Remarks behind a row's numbers: where they begin, however they are marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from .signs import BLANKS, body_end, body_start

_MANY = 40
_SIGN = re.compile(r"[#＃]|//|[（(]")
_WORD = re.compile(r"[^\W\d_]")
_NUMBERS = re.compile(rf"[{BLANKS}]*[\d~/_]")
_CLOSE = re.compile(r"[）)]")
_BEHIND = re.compile(rf"[{BLANKS}]*(?:[#＃]|//|\Z)")


@dataclass(frozen=True, slots=True)
class Note:
    """Columns: the value's end, the sign, the first word. `is_plain`: written as YAML wants it."""

    value_end: int
    sign_at: int
    text_at: int
    is_plain: bool


def find_note(text: str, at: int) -> Note:
    """The remark behind the numbers that begin at column `at`; without one all three columns are the end."""
    for match in islice(_SIGN.finditer(text, at), _MANY):
        sign_at = match.start()
        if not _is_note(text, at, sign_at, match.group()):
            continue
        value_end = body_end(text, at, sign_at)
        is_plain = match.group() == "#" and (sign_at == at or text[sign_at - 1] in " \t")
        words_at = sign_at if match.group() in "（(" else match.end()
        return Note(value_end, sign_at, words_at if is_plain else body_start(text, words_at), is_plain)
    end = body_end(text, at, len(text))
    return Note(end, len(text), len(text), True)


def _is_note(text: str, at: int, sign_at: int, sign: str) -> bool:
    before = text[sign_at - 1] if sign_at > at else " "
    if sign == "#" and before in " \t":
        return True
    if sign in "（(":
        close = _CLOSE.search(text, sign_at)
        inside = text[sign_at + 1 : close.start() if close else len(text)]
        return _WORD.search(inside) is not None and (
            close is None or _BEHIND.match(text, close.end()) is not None
        )
    behind = sign_at + len(sign)
    if _NUMBERS.match(text, behind):
        return False
    return sign != "//" or _WORD.search(text, behind) is not None
