"""One number in the many ways people write it: what it says, whether that is certain, how to write it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from .cells import UNREADABLE, plain_value


@dataclass(frozen=True, slots=True)
class Reading:
    """`written` is the safe way to write it, '' when nobody can be sure; then `likely` may hold a guess."""

    state: str
    value: int | Decimal | None
    kind: str = ""
    written: str = ""
    likely: str = ""


_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(sign): plain for sign, plain in zip("−–﹣〜∼⁄∕", "---~~//", strict=True)
}
_QUOTES = {"“": "”", "‘": "’", '"': '"', "'": "'", "「": "」", "『": "』", "”": "”", "＂": "＂"}
_MONEY = {
    "元": 1,
    "千元": 1000,
    "万": 10_000,
    "万元": 10_000,
    "百万元": 10**6,
    "千万元": 10**7,
    "亿": 10**8,
    "亿元": 10**8,
}
_LONGEST = 40

_WHOLE_SCIENTIFIC = re.compile(r"(\d{1,9})[eE]\+?(\d)", re.ASCII)
_SCIENTIFIC = re.compile(r"\d{1,15}(?:\.\d{1,15})?[eE][+-]?\d{1,2}", re.ASCII)
_LEADING_ZEROS = re.compile(r"\A(-?)0+(?=\d)", re.ASCII)
_ZERO_DECIMALS = re.compile(r"(-?\d+)\.0+", re.ASCII)
_NEGATIVE = re.compile(r"-\d+(?:\.\d+)?", re.ASCII)
_DECIMAL = re.compile(r"\d{1,15}\.\d+", re.ASCII)
_LONG = re.compile(r"[+-]?(?:\d{16,}(?:\.\d+)?|\d{1,15}\.\d{11,})", re.ASCII)
_WITH_UNIT = re.compile(r"(\d{1,15}(?:\.\d{1,10})?)([\u4e00-\u9fff]{1,4})", re.ASCII)
_NOTHING = re.compile(
    r"[-－—–−─﹣]+|[*＊?？×✕〃″＂…·.。&@%|>!`'\"]+|[无没未][\u4e00-\u9fff]{0,3}|缺|略|同上|空[格白]|[Nn]/?[Aa]|null|None"
)
_HAN_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "○": 0}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_LOOKALIKES = str.maketrans("OoＯｏ○〇lIｌＩ", "0000001111")


def read_number(text: str, kind: str, unit: str) -> Reading:
    """A token that is not written as it should be, for a cell of `kind` whose unit is `unit`."""
    if len(text) > _LONGEST:
        digits = text.translate(_WIDE)
        return _unsure("too-large" if digits.isascii() and _LONG.fullmatch(digits) else "not-a-number")
    work, found = _simplify(text, kind, unit)
    plain = plain_value(work, kind)
    if plain is not None:
        return Reading(*plain, kind=found or "number-form", written=work)
    return _refuse(work, kind, unit)


def han_number(text: str) -> int | None:
    """二百五十 → 250, 二〇二四 → 2024; None for anything else."""
    if not text or any(sign not in _HAN_DIGITS and sign not in _HAN_UNITS for sign in text):
        return None
    if all(sign in _HAN_DIGITS for sign in text):
        return int("".join(str(_HAN_DIGITS[sign]) for sign in text[:15]))
    total = digit = 0
    for sign in text:
        if sign in _HAN_DIGITS:
            digit = _HAN_DIGITS[sign]
        else:
            total += (digit or 1) * _HAN_UNITS[sign]
            digit = 0
    return total + digit


def _simplify(text: str, kind: str, unit: str) -> tuple[str, str]:
    """Take off what changes no value; the first thing taken off names the fault."""
    found = ""
    work = text
    if len(work) > 2 and _QUOTES.get(work[0]) == work[-1]:
        work, found = work[1:-1], "quoted-number"
    plain = work.translate(_WIDE)
    if plain != work:
        work, found = plain, found or "wide-number"
    if unit and work.endswith(unit) and len(work) > len(unit):
        work, found = work[: -len(unit)], found or "unit"
    form = work.removeprefix("+")
    whole = _WHOLE_SCIENTIFIC.fullmatch(form)
    if whole:
        form = str(int(whole.group(1)) * 10 ** int(whole.group(2)))
    form = _LEADING_ZEROS.sub(r"\1", form)
    zeros = _ZERO_DECIMALS.fullmatch(form) if kind != "amount" else None
    form = zeros.group(1) if zeros else form
    return ("0" if form == "-0" else form), found


def _refuse(work: str, kind: str, unit: str) -> Reading:
    if _LONG.fullmatch(work):
        return _unsure("too-large")
    if _NEGATIVE.fullmatch(work):
        return _unsure("negative", work[1:])
    if kind != "amount" and _DECIMAL.fullmatch(work):
        return _unsure("not-whole")
    if _SCIENTIFIC.fullmatch(work):
        return _unsure("scientific", _tidy(Decimal(work)))
    with_unit = _WITH_UNIT.fullmatch(work)
    if with_unit:
        return _unsure("other-unit", _converted(with_unit.group(1), with_unit.group(2), unit))
    if _NOTHING.fullmatch(work):
        return _unsure("no-number")
    return _unsure("not-a-number", _guess(work, kind))


def _unsure(kind: str, likely: str = "") -> Reading:
    return Reading(UNREADABLE, None, kind, likely=likely)


def _converted(number: str, unit: str, wanted: str) -> str:
    if unit in _MONEY and wanted in _MONEY:
        return _tidy(Decimal(number) * _MONEY[unit] / _MONEY[wanted])
    return number


def _tidy(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _guess(work: str, kind: str) -> str:
    """The number a token most likely means, or ''."""
    han = han_number(work)
    if han is not None:
        return str(han)
    if len(work) == 1:
        try:
            return _tidy(Decimal(str(unicodedata.numeric(work))))
        except (ValueError, InvalidOperation):
            pass
    if re.fullmatch(r"0[xX][0-9a-fA-F]{1,12}", work):
        return str(int(work, 16))
    work = re.sub(r"[()（）\[\]'\"“”]|[.。]\Z|(?<=\d)_(?=\d)", "", work.translate(_LOOKALIKES)).replace(
        "。", "."
    )
    work = "0" + work if re.fullmatch(r"\.\d+", work) else work
    return work if plain_value(work, kind) and work[0].isdigit() else ""
