"""What one printed cell says → how a content file writes it, and what a person should look at."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from ...cells import AUTO, BLANK, NOT_APPLICABLE, SIGN_OF, SIGNS, plain_value
from ...forms import Cell
from ..matched import PENDING

EMPTY, NONE, COMPUTED = SIGN_OF[BLANK], SIGN_OF[NOT_APPLICABLE], SIGN_OF[AUTO]
# How a page of our own says that a total was left to the program.
_LEFT_TO_US = frozenset(sign for sign, state in SIGNS.items() if state == AUTO) - {COMPUTED}

# How many 元 a word for money stands for; the longest words first, as they are looked for.
MONEY = {"百万元": 10**6, "千万元": 10**7, "亿元": 10**8, "万元": 10**4, "千元": 10**3, "元": 1}
_SHORT_MONEY = {"万": "万元", "亿": "亿元", "元整": "元"}
_COUNTERS = frozenset(
    ["件", "条", "项", "个", "宗", "起", "次", "份", "例", "笔", "部", "人", "户", "人次", "件次"]
)
_MANY = {"万": 10**4, "千": 10**3, "百": 100, "亿": 10**8}

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―─━﹘﹣－−", "-"))
_SLASHES = re.compile(r"[/\\]+\Z")
_ONLY_DASHES = re.compile(r"-+\Z")
# Words by which a report says that there is no such thing here.
_NOTHING = re.compile(
    r"不适用|不涉及|无(?:此项|该项|此类|此项内容|此项目|数据|相关数据|内容)?|没有|未涉及|[Nn]/?[Aa]"
)
_PLAIN_NOTHING = frozenset({"不适用"})
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d*)(?:\.(?P<part>\d*))?(?P<rest>[^\d.,].*)?\Z",
    re.ASCII | re.DOTALL,
)
_REMARK = re.compile(
    r"(?P<unit>[^()\[\]*。;、]*)(?P<remark>[(\[].{1,200}[)\]])?(?P<mark>[*。;、]?)\Z", re.DOTALL
)
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:\.\d+)?\Z", re.ASCII)
_LINES = re.compile(r"[+-]?\d+(?:\.\d*)?(?:\s*\n\s*\.?\d+)+\Z", re.ASCII)
_UP, _DOWN = re.compile(r"(?:增加?|↑|\+)(?=\d)"), re.compile(r"(?:减少?|↓|-)(?=\d)")
# 共12件, and 12件，其中网上5件: what counts is the first figure.
_SAID = re.compile(
    r"(?:共计?|合计|总计|计)?\s*(?P<figure>\d[\d,，.．]*\s*\w{0,3}?)(?:\s*[,;，；。\n]\s*(?:其中|包括|包含|含).*)?",
    re.DOTALL,
)
# The mark of a remark behind a figure: ¹, ①, (²).
_MARK = re.compile(r"(?<=\w)\s*[(（\[［〔【]?[⁰¹²³⁴-⁹₀-₉①-⑳㉑-㉟㊱-㊿]+[)）\]］〕】]?\Z")
_BLANKS = re.compile(r"\s+")
_LONGEST = 200
_QUOTED = 60


def typed_value(printed: str, cell: Cell, unit: str = "") -> tuple[str, str]:
    """`printed` → (typed, note). Only what is certain is typed; anything else is 待填, with its words in the note.

    `unit` is what the head of its column or row says of the unit, '' when it says nothing. No note: plain digits
    (also with thousands separators or with the cell's own unit behind them), an empty cell, `/` and 不适用.
    """
    bare = _bare(printed)
    if bare != printed.strip():
        typed, note = typed_value(bare, cell, unit)
        return typed, "；".join(filter(None, (note, f"原表写“{_quote(printed)}”")))
    text = _plain(printed)
    if not text:
        return EMPTY, ""
    if text in _LEFT_TO_US and cell.is_total:
        return COMPUTED, ""
    if len(text) > _LONGEST or any(unicodedata.category(sign) == "No" for sign in printed):
        return _pending(printed)
    if _SLASHES.match(text) or _ONLY_DASHES.match(text) or _NOTHING.fullmatch(text):
        is_plain = set(text) == {"/"} or text in _PLAIN_NOTHING
        return NONE, "" if is_plain else f"原表写“{_quote(printed)}”"
    if text in ("零", "〇"):
        return "0", f"原表写“{text}”"
    text, joined = _joined(text)
    return _number(_BLANKS.sub("", text), joined, printed, cell, unit)


@lru_cache(maxsize=20_000)
def is_figure(text: str) -> bool:
    """Whether a printed cell holds a figure or a sign for none, and no label. An empty one does not."""
    if len(text) > 2 * _LONGEST:
        return False
    plain = _plain(_bare(text))
    if not plain or len(plain) > _LONGEST:
        return False
    if plain in _LEFT_TO_US:
        return True
    if _SLASHES.match(plain) or _ONLY_DASHES.match(plain) or _NOTHING.fullmatch(plain):
        return True
    match = _NUMBER.match(_BLANKS.sub("", _DOWN.sub("-", _UP.sub("+", plain))))
    if match is None or not (match["whole"] or match["part"]):
        return False
    rest = _REMARK.match(match["rest"] or "")
    word = rest["unit"] if rest else ""
    return rest is not None and (
        not word or word in MONEY or word in _SHORT_MONEY or word in _COUNTERS or _many(word) is not None
    )


def unit_of(text: str, choices: Sequence[str]) -> str:
    """The one of `choices` that a printed cell or heading states: 251000元 → 元, 金额(万元) → 万元; '' for none."""
    stated = stated_money(text)
    return stated if stated in choices else ""


def stated_money(text: str) -> str:
    """The word for money that a heading (`金额（单位：万元）`) or a figure (`240万`) ends with, or ''."""
    plain = _BLANKS.sub("", _plain(text))
    found = re.search(
        r"(?:[(\[:]|单位:?|\d)(百万元|千万元|亿元|万元|千元|元整|元|万|亿)(?:人民币)?[)\]]?\Z", plain
    )
    if found is None:
        return ""
    return _SHORT_MONEY.get(found.group(1), found.group(1))


def _number(text: str, joined: str, printed: str, cell: Cell, unit: str) -> tuple[str, str]:
    signed = _DOWN.sub("-", _UP.sub("+", text, count=1), count=1) if cell.kind == "signed" else text
    match = _NUMBER.match(signed)
    if match is None or not (match["whole"] or match["part"]) or len(match["whole"]) > 20:
        return _pending(printed)
    rest = _REMARK.match(match["rest"] or "")
    if rest is None:
        return _pending(printed)
    notes = [joined] if joined else []
    if signed != text and not text.startswith(("+", "-")):
        notes.append(f"原表写“{_quote(printed)}”")
    if rest["remark"] or rest["mark"]:
        notes.append(f"原表写“{_quote(printed)}”")
    value = Decimal(f"{match['sign']}{match['whole'].replace(',', '') or '0'}.{match['part'] or '0'}")
    converted = _converted(value, rest["unit"], cell, unit)
    if converted is None:
        return _pending(printed)
    if converted[1]:
        notes.append(converted[1].replace("@", _quote(printed)))
    typed = _written(converted[0], match["part"] or "", cell.kind, value == converted[0])
    if re.match(r"0\d", match["whole"]) or (match["sign"] == "+" and cell.kind != "signed"):
        notes.append(f"原表写“{_quote(printed)}”")
    if plain_value(typed, cell.kind) is None:
        return _pending(printed)
    return typed, "；".join(dict.fromkeys(notes))


def _converted(value: Decimal, word: str, cell: Cell, unit: str) -> tuple[Decimal, str] | None:
    """The number in the cell's own unit, and a note when something was decided; None when it does not fit."""
    money = _SHORT_MONEY.get(word, word)
    if cell.kind == "amount" and money in MONEY:
        if cell.unit not in MONEY or money == cell.unit:
            return value, "" if money == word else "原表写“@”"
        return value * MONEY[money] / MONEY[cell.unit], f"原表写“@”，已换算成{cell.unit}"
    if not word:
        if unit in MONEY and cell.unit in MONEY and unit != cell.unit and value:
            return value * MONEY[unit] / MONEY[cell.unit], f"原表以{unit}为单位（@），已换算成{cell.unit}"
        return value, ""
    if cell.kind == "amount":
        return None
    many = _many(word)
    if many is not None and many != 1:
        return value * many, "原表写“@”"
    if word in _COUNTERS:
        return value, "" if word == cell.unit else "原表写“@”"
    return None


def _many(word: str) -> int | None:
    """万件 → 10000, 件 → 1; None when it is no counting word."""
    if word in _COUNTERS:
        return 1
    if word[:1] in _MANY and (not word[1:] or word[1:] in _COUNTERS):
        return _MANY[word[0]]
    return None


def _written(value: Decimal, part: str, kind: str, is_same: bool) -> str:
    """Counts without decimals that say nothing; amounts with the decimals they are printed with."""
    if kind != "amount" or not is_same:
        text = format(value.normalize(), "f")
    else:
        text = format(value.quantize(Decimal(1).scaleb(-len(part))), "f")
    return "0" if text in ("-0", "") else text


def _joined(text: str) -> tuple[str, str]:
    """Digits parted by blanks or line ends put together where that is safe enough, with a note."""
    if _THOUSANDS.match(text):
        return text.replace(" ", ""), f"原表写“{text}”，当作一个数"
    if _LINES.match(text):
        return _BLANKS.sub("", text), f"原表分行写“{_quote(text)}”，当作一个数"
    # Blanks between other digits: nobody can be sure that it is one number.
    return (text.replace(" ", "…"), "") if re.search(r"\d\s+\d", text) else (text, "")


def _plain(text: str) -> str:
    """Widths, invisible signs, dashes and blanks as usual; line ends stay."""
    wide = unicodedata.normalize("NFKC", text.translate(_DASHES))
    seen = "".join(
        sign for sign in wide if unicodedata.category(sign) not in ("Cf", "Cc") or sign in "\n\t\r"
    )
    lines = (" ".join(line.split()) for line in seen.translate(_DASHES).split("\n"))
    return "\n".join(line for line in lines if line)


def _bare(printed: str) -> str:
    """A figure without the words and marks around it that are no part of it; any other text as it is."""
    text = _MARK.sub("", printed.strip())
    said = _SAID.fullmatch(text)
    return said["figure"] if said else text


def _quote(printed: str) -> str:
    text = " ".join(printed.split())
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"


def _pending(printed: str) -> tuple[str, str]:
    return PENDING, f"原表写“{_quote(printed)}”，看不出是什么数"
