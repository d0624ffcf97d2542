"""The signs that Word puts before the paragraphs of a numbered list: 3 → 三, ③, （三）, C, iii.

Names of the formats are those of ST_NumberFormat, ECMA-376 part 1, 17.18.59.
"""

from __future__ import annotations

from collections.abc import Callable

_HAN = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LARGEST = 9_999


def printed_number(number: int, kind: str) -> str:
    """`number` (from 0) in the format `kind`; decimal digits for a format that is not known."""
    if not 0 <= number <= _LARGEST:
        return str(number)
    return _FORMATS.get(kind, str)(number)


def _units(number: int, digits: str, units: str) -> str:
    """23 → 二十三 with the signs given; zeros within are said once: 105 → 一百零五."""
    if number == 0:
        return digits[0]
    text = ""
    gap = False
    for unit, sign in zip((1000, 100, 10, 1), units, strict=True):
        digit = number // unit % 10
        if digit:
            text += ("零" if gap else "") + digits[digit] + sign.strip()
        gap = bool(text) and (digit == 0)
    return text


def _counting(number: int) -> str:
    text = _units(number, _HAN, "千百十 ")
    return text[1:] if 10 <= number <= 19 else text


def _legal(number: int) -> str:
    return _units(number, _LEGAL, "仟佰拾 ")


def _digits(number: int) -> str:
    return "".join(_HAN[int(digit)] for digit in str(number))


def _roman(number: int) -> str:
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _letter(number: int) -> str:
    """1 → A, 26 → Z, 27 → AA, 28 → BB, as Word counts."""
    return chr(65 + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else ""


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _enclosed(first: int, last: int, more: tuple[int, int] = (0, 0)) -> Callable[[int], str]:
    """Signs of their own for 1 … `last`, the first at code point `first`; further ones from `more` (code point,
    last number); decimal digits after that."""

    def sign(number: int) -> str:
        if 1 <= number <= last:
            return chr(first + number - 1)
        return chr(more[0] + number - last - 1) if last < number <= more[1] else str(number)

    return sign


def _wide(number: int) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))


_CIRCLED = _enclosed(0x2460, 20, (0x3251, 35))
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalHalfWidth": str,
    "decimalFullWidth": _wide,
    "decimalFullWidth2": _wide,
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": _enclosed(0x2474, 20),
    "decimalEnclosedFullstop": _enclosed(0x2488, 20),
    "ideographEnclosedCircle": _enclosed(0x3280, 10),
    "numberInDash": lambda number: f"-{number}-",
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "koreanCounting": _counting,
    "ideographDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "taiwaneseDigital": _digits,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "japaneseLegal": _legal,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": _letter,
    "lowerLetter": lambda number: _letter(number).lower(),
    "none": lambda number: "",
}
