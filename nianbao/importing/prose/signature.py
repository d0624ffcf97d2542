"""The unit and date that sign a document, in the shapes that people give them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from .titles import looks_like_unit, squeeze

_NUMBER = "[\\d一二三四五六七八九十]{1,3}"
_DATE = re.compile(
    rf"(?:20\d\d|二[〇零○O0].[^年])(?:年{_NUMBER}月(?:{_NUMBER}[日号])?|(?P<mark>[-./])\d{{1,2}}(?P=mark)\d{{1,2}})"
)
# 抄送：… and 某办公室 2024年1月17日印发 close an official document.
_COPIES = re.compile(r"(?:抄送|抄报|分送|主送)[:：]")
_ISSUED = re.compile(r"印发\Z")
_MOST_UNITS = 3


def date_of(line: str) -> str:
    """The date that a line is, as printed without blanks and brackets; '' when it is anything else."""
    words = _plain(line)
    return words if _DATE.fullmatch(words) else ""


def dated_unit(line: str) -> tuple[str, str] | None:
    """Unit and date of a line that is both, or a date only (the unit is '' then); None of any other line."""
    words = _plain(line)
    for match in (
        _DATE.match(words),
        next((m for m in _DATE.finditer(words) if m.end() == len(words)), None),
    ):
        if match is not None:
            unit = words[: match.start()] + words[match.end() :]
            return (unit, match.group()) if not unit or looks_like_unit(unit) else None
    return None


def signature_start(lines: Sequence[str]) -> int:
    """Where unit and date begin that end the lines; their number when they end otherwise."""
    last = len(lines)
    while last and (_COPIES.match(lines[last - 1]) or _is_issued(lines[last - 1])):
        alone = _is_issued(lines[last - 1]) and bool(date_of(_ISSUED.sub("", _plain(lines[last - 1]))))
        last -= 2 if alone and last > 1 and looks_like_unit(lines[last - 2]) else 1
    start = last
    if start > 1 and looks_like_unit(lines[start - 1]) and date_of(lines[start - 2]):
        return start - 2
    signed = dated_unit(lines[start - 1]) if start else None
    if signed is None:
        return last
    start -= 1
    if not signed[0]:
        for _ in range(_MOST_UNITS):
            start -= bool(start and looks_like_unit(lines[start - 1]))
    return start


def signing_unit(lines: Sequence[str]) -> str:
    """The unit that signs at the end, beside, above or below a date; '' where there is none."""
    names = [squeeze(line).strip("（）()") for line in lines[signature_start(lines) :]]
    for name in names:
        signed = dated_unit(name)
        unit = signed[0] if signed else name
        if looks_like_unit(unit):
            return unit
    return ""


def _is_issued(line: str) -> bool:
    words = _plain(line)
    return _ISSUED.search(words) is not None and dated_unit(_ISSUED.sub("", words)) is not None


def _plain(line: str) -> str:
    return squeeze(unicodedata.normalize("NFKC", line)).strip("（）()")
