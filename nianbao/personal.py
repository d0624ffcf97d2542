"""Numbers and addresses of single persons within a text. What a name or a street is cannot be told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

IDENTITY, OLD_IDENTITY, MOBILE, CARD, MAIL, PLATE = (
    "identity",
    "old-identity",
    "mobile",
    "card",
    "mail",
    "plate",
)


@dataclass(frozen=True, slots=True)
class Personal:
    """`shown` is what may be repeated of it."""

    kind: str
    start: int
    end: int
    shown: str


# One pass finds whatever may be one: long numbers, plates (a province, a letter, digits), mail addresses.
_CANDIDATE = re.compile(
    r"[0-9０-９A-Z@](?:(?<=[0-9０-９])[0-9０-９ \-－]{9,24}[\dXxＸ]"
    r"|(?<=[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z])[·•]?[A-HJ-NP-Z\d]{5,6}(?![A-Za-z\d-])"
    r"|(?<=@)(?:qq|foxmail|163|126|139|189|yeah|sina|sohu|gmail|hotmail|outlook)\.[A-Za-z.]{2,7})"
)
# Provinces, and residents from Hong Kong, Macao and Taiwan.
_REGIONS = frozenset(
    (
        *range(11, 16),
        *range(21, 24),
        *range(31, 38),
        *range(41, 47),
        *range(50, 55),
        *range(61, 66),
        71,
        81,
        82,
        83,
    )
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PART_OF_MORE = re.compile(r"[A-Za-z\d/_=.%&?#@+*\-－]")
_AMOUNT = re.compile(r"[.．,，]?\d|[元件条个次人份万亿篇项笔户]")
_OFFICE_ACCOUNT = re.compile(r"财政|非税|专户|国库|缴款|单位|公章|信用代码|基本户|对公")
_NEAR = 24


@lru_cache(maxsize=16)
def find_personal(text: str) -> tuple[Personal, ...]:
    """In the order of the text. Kept for a moment, because one rule after the other asks."""
    return tuple(_find(text))


def _find(text: str) -> Iterator[Personal]:
    for match in _CANDIDATE.finditer(text):
        start, end = match.span()
        first = text[start]
        if first == "@":
            yield from _mail(text, start, end)
        elif not first.isdecimal():
            if sum(sign.isdecimal() for sign in match.group()) >= 3:
                yield Personal(PLATE, start - 1, end, f"{text[start - 1 : start + 1]}***")
        else:
            yield from _numbers(text, start, end)


def _numbers(text: str, start: int, end: int) -> Iterator[Personal]:
    """A stretch of digits and blanks: one number written in groups, or several numbers."""
    groups = [(start + m.start(), start + m.end()) for m in re.finditer(r"[\dXxＸ]+", text[start:end])]
    whole = _number(text, groups[0][0], groups[-1][1])
    found = [whole] if whole else [_number(text, *group) for group in groups] if len(groups) > 1 else []
    yield from (one for one in found if one)


def _number(text: str, start: int, end: int) -> Personal | None:
    if _PART_OF_MORE.match(text, end) and not text.startswith("@", end):
        return None
    before = text[start - 1 : start]
    if before and _PART_OF_MORE.match(before) and text[max(0, start - 3) : start] not in ("+86", "86-"):
        return None
    typed = text[start:end]
    plain = "".join(str(int(c)) if c.isdecimal() else "X" for c in typed if c not in " -－")
    near = text[max(0, start - _NEAR) : start]
    kind = ""
    if len(plain) == 18 and _is_identity(plain) and "信用代码" not in near:
        kind = IDENTITY
    elif not plain.isdecimal() or _AMOUNT.match(text, end):
        return None
    elif len(plain) == 15 and "身份证" in near and _is_old_identity(plain):
        kind = OLD_IDENTITY
    elif _is_mobile(plain, typed) and not text.startswith("@", end):
        kind = MOBILE
    elif _is_card(plain, near):
        kind = CARD
    hidden = f"{plain[:3]}{'*' * (len(plain) - 7)}{plain[-4:]}"
    return Personal(kind, start, end, hidden) if kind else None


def _is_identity(number: str) -> bool:
    """GB 11643: region, date of birth, order, check character."""
    if not number[:17].isdecimal() or int(number[:2]) not in _REGIONS:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return _CHECKS[total % 11] == number[17] and _is_birthday(number[6:14])


def _is_old_identity(number: str) -> bool:
    return int(number[:2]) in _REGIONS and _is_birthday(f"19{number[6:12]}")


def _is_birthday(text: str) -> bool:
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:])).year >= 1900
    except ValueError:
        return False


_GROUPS_OF_MOBILE = re.compile(r"\d{11}|\d{3}[ \-－]\d{4}[ \-－]\d{4}|\d{4}[ \-－]\d{3}[ \-－]\d{4}")


def _is_mobile(number: str, typed: str) -> bool:
    return number[0] == "1" and number[1:2] >= "3" and _GROUPS_OF_MOBILE.fullmatch(typed) is not None


def _is_card(number: str, near: str) -> bool:
    """A bank card's prefix and Luhn's check; what is said to be an office's account is none of a person."""
    union = number.startswith("62") and 16 <= len(number) <= 19
    other = len(number) == 16 and (number[0] == "4" or "51" <= number[:2] <= "55")
    if not union and not (other and re.search("卡|银行|账|帐|户", near)):
        return False
    digits = [int(digit) for digit in reversed(number)]
    total = sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return total % 10 == 0 and not _OFFICE_ACCOUNT.search(near)


_LOCAL = re.compile(r"[A-Za-z0-9._+-]+\Z")


def _mail(text: str, at: int, end: int) -> Iterator[Personal]:
    """Only addresses made of a QQ or mobile number: a private mail service alone does not make it a person's."""
    match = _LOCAL.search(text[max(0, at - 40) : at])
    local = match.group() if match else ""
    near = text[max(0, at - len(local) - 8) : at - len(local)]
    number = local.isdecimal() and (text.startswith(("@qq", "@foxmail"), at) or len(local) == 11)
    if number and not re.search("单位|公务|工作|办公", near):
        yield Personal(MAIL, at - len(local), end, f"{local[:2]}***{text[at:end]}")
