"""Dates as people write them. Only a whole date that exists is taken; nothing missing is ever guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from .numerals import han_number

_PLAIN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_WIDE = (
    {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    | {ord(sign): "-" for sign in "—–−"}
    | {ord("。"): "."}
)
_PARTS = re.compile(
    r"(\d{4})\s*([-./年])\s*(\d{1,2})\s*([-./月])\s*(\d{1,2})\s*[日号]?(.*)", re.ASCII | re.DOTALL
)
_TOGETHER = re.compile(r"(\d{4})(\d{2})(\d{2})(.*)", re.ASCII | re.DOTALL)
_TIME = re.compile(
    r"[\sT]*(?:[（(]?(?:星期|周)[一二三四五六日天][）)]?)?\s*(?:上午|下午)?\s*"
    r"(?:\d{1,2}\s*[:点时]\s*\d{0,2}\s*[:分]?\s*\d{0,2}(?:\.\d+)?秒?(?:Z|[+-]\d\d:?\d\d)?)?\s*[。.]?",
    re.ASCII,
)
_INCOMPLETE = re.compile(
    r"(?:\d{4}\s*[-./年])?\s*\d{1,2}\s*月?(?:\s*\d{1,2}\s*[日号])?|\d{4}\s*年?", re.ASCII
)
_HAN = re.compile(
    r"([〇零一二三四五六七八九○]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]"
)
_DAY_FIRST = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})", re.ASCII)
_SERIAL = re.compile(r"[34]\d{4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class DateReading:
    """`kind` is '' for a date written as 2024-01-22; `likely` is a guess where nobody can be sure."""

    value: date | None
    kind: str = ""
    likely: str = ""


def parse_date(text: str) -> date | None:
    """A date written as 2024-01-22, or None."""
    return _day(*text.split("-")) if _PLAIN.fullmatch(text) else None


def read_date(text: str) -> DateReading:
    """A date in any of the ways people write one."""
    plain = parse_date(text)
    if plain is not None:
        return DateReading(plain)
    work = text.strip().translate(_WIDE) if len(text) < 60 else ""
    match = _PARTS.fullmatch(work)
    parts = match.group(1, 3, 5, 6) if match and _same_marks(match.group(2), match.group(4)) else None
    together = _TOGETHER.fullmatch(work)
    parts = parts or (together.groups() if together else None)
    if parts and _TIME.fullmatch(parts[3]):
        day = _day(*parts[:3])
        return DateReading(day, "date-form") if day else DateReading(None, "date-impossible")
    return _refuse(work)


def _same_marks(first: str, second: str) -> bool:
    return (first, second) == ("年", "月") or first == second


def _refuse(work: str) -> DateReading:
    han = _HAN.fullmatch(work)
    if han:
        return DateReading(None, "date-incomplete", _iso(*(str(han_number(part)) for part in han.groups())))
    if re.fullmatch(r"[〇零一二三四五六七八九十○]{2,4}年.{0,8}", work) or _INCOMPLETE.fullmatch(work):
        return DateReading(None, "date-incomplete")
    day_first = _DAY_FIRST.fullmatch(work)
    if day_first:
        one, other, year = day_first.groups()
        ways = {_iso(year, one, other), _iso(year, other, one)} - {""}
        return DateReading(None, "bad-date", "或 ".join(sorted(ways)))
    if _SERIAL.fullmatch(work):
        return DateReading(None, "bad-date", (date(1899, 12, 30) + timedelta(int(work))).isoformat())
    return DateReading(None, "bad-date")


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _iso(year: str, month: str, day: str) -> str:
    found = _day(year, month, day)
    return found.isoformat() if found else ""
