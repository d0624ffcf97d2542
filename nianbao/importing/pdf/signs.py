"""The characters of a PDF page: where each stands, what it says, which of them nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

_BOLD = re.compile(r"bold|black|heavy|[-,_]b$|粗", re.IGNORECASE)
# Punctuation of vertical text that NFKC does not know or makes half as wide.
_VERTICAL = str.maketrans(
    "︐︑︒︓︔︕︖︵︶﹁﹂﹃﹄︻︼︽︾︿﹀︰", "，、。：；！？（）「」『』【】《》〈〉："
)
_BROKEN = re.compile(r"\(cid:\d+\)")
_GONE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\\x00-\\x1f\\x7f]")
# What some fonts call a character by the radical it looks like; NFKC knows those of the Kangxi block,
# not these of the supplement (Unicode, EquivalentUnifiedIdeograph.txt), and takes two for the traditional sign.
_RADICALS = str.maketrans(
    "⼾⾭⺁⺇⺍⺎⺒⺓⺝⺠⺬⺳⺶⺻⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻰⻳",
    "户青厂几小兀巳幺月民示网羊聿虎西见角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿龙龟",
)

# Letters spread apart by a style, in sizes of the letters; what is wider parts words.
_LEAST_SPACING = 0.1
_WIDEST_SPACING = 0.6
_FEWEST_GAPS = 12


@dataclass(frozen=True, slots=True)
class Sign:
    """One character on a page, in points from the upper left corner; `base` is the line it stands on.

    `turn`: 0 upright, 1 read upwards, -1 downwards, 2 upside down, 3 askew (a watermark). `shade`: how light it
    is printed, from 0 (black, or nobody knows) to 1 (white).
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    font: str
    bold: bool
    turn: int = 0
    shade: float = 0.0

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def is_blank(self) -> bool:
        return not self.text.strip()


@lru_cache(maxsize=5_000)
def mend(text: str) -> str:
    """Radicals, compatibility characters and ligatures as the characters they stand for; no invisible signs."""
    if _BROKEN.fullmatch(text):
        return "\ufffd"
    text = _GONE.sub("", text).translate(_RADICALS).translate(_VERTICAL)
    return "".join(
        unicodedata.normalize("NFKC", sign)
        if "\u2e80" <= sign <= "\u2fdf" or "\uf900" <= sign <= "\ufaff" or "\ufb00" <= sign <= "\ufb06"
        else sign
        for sign in text
    ).replace("\u00a0", " ")


@lru_cache(maxsize=500)
def font_name(name: str) -> str:
    """Without the tag of a subset; names in GBK that were taken for Latin-1 are read again."""
    name = name.partition("+")[2] or name
    try:
        return name.encode("latin-1").decode("gb18030")
    except UnicodeError:
        return name


def _turn(matrix: Sequence[float]) -> int:
    a, b, _, d = matrix[:4]
    scale = max(abs(a), abs(b), 1e-9)
    if abs(b) < 0.15 * scale:
        return 0 if a > 0 or d > 0 else 2
    if abs(a) < 0.15 * scale:
        return 1 if b > 0 else -1
    return 3


def read_sign(char: Mapping[str, Any]) -> Sign:
    """A character as pdfplumber gives it → a Sign; its text may be ''."""
    font = font_name(str(char["fontname"]))
    turn = _turn(char["matrix"])
    # The matrix counts from below; mixed fonts on one line differ in top and bottom, not in their base.
    raised = char["matrix"][5] - char["y0"] if turn == 0 else 0.0
    if not -char["size"] <= raised <= char["size"]:
        raised = 0.2 * char["size"]
    return Sign(
        text=mend(char["text"]),
        x0=char["x0"],
        x1=char["x1"],
        top=char["top"],
        bottom=char["bottom"],
        base=char["bottom"] - raised,
        size=max(float(char["size"]), 0.1),
        font=font,
        bold=bool(_BOLD.search(font)),
        turn=turn,
        shade=_shade(char.get("non_stroking_color")),
    )


def _shade(colour: object) -> float:
    """The lightness of a grey, red-green-blue or four-ink colour."""
    parts = (
        [float(part) for part in colour if isinstance(part, int | float)] if isinstance(colour, tuple) else []
    )
    if len(parts) == 4:
        parts = [1 - min(1.0, part + parts[3]) for part in parts[:3]]
    return sum(parts) / len(parts) if parts else 0.0


def moved_sign(sign: Sign, left: float, above: float) -> Sign:
    """The same on a page whose upper left corner is at (left, above)."""
    if not left and not above:
        return sign
    return replace(
        sign,
        x0=sign.x0 - left,
        x1=sign.x1 - left,
        top=sign.top - above,
        bottom=sign.bottom - above,
        base=sign.base - above,
    )


def turn_sign(sign: Sign, way: int, width: float, height: float) -> Sign:
    """The same on a page that was turned so that text of turn `way` (1, -1, 2) is upright."""
    if way == 1:
        x0, x1, top, bottom = height - sign.bottom, height - sign.top, sign.x0, sign.x1
    elif way == -1:
        x0, x1, top, bottom = sign.top, sign.bottom, width - sign.x1, width - sign.x0
    else:
        x0, x1, top, bottom = width - sign.x1, width - sign.x0, height - sign.bottom, height - sign.top
    turned = 0 if sign.turn == way else 3
    base = bottom - 0.2 * (bottom - top)
    return replace(sign, x0=x0, x1=x1, top=top, bottom=bottom, base=base, size=bottom - top, turn=turned)


def group_by_base(signs: Iterable[Sign]) -> list[list[Sign]]:
    """Signs → visual lines from above, each from left to right; small raised signs stay with their line."""
    lines: list[list[Sign]] = []
    for sign in sorted(signs, key=lambda sign: (sign.base, sign.x0)):
        if lines:
            first = lines[-1][0]
            near = 0.35 * min(max(sign.size, first.size), 24.0)
            if sign.base - first.base <= near:
                lines[-1].append(sign)
                continue
        lines.append([sign])
    return [sorted(line, key=lambda sign: (sign.x0, sign.x1)) for line in lines]


def _is_wide(text: str) -> bool:
    return unicodedata.east_asian_width(text[-1]) in "WF"


def spacing(signs: Iterable[Sign]) -> float:
    """How far, in sizes, the signs of a text are spread apart, 0.0 where they stand as usual."""
    gaps = sorted(
        (right.x0 - left.x1) / max(left.size, right.size)
        for line in group_by_base(signs)
        for left, right in pairwise(line)
        if not left.is_blank and not right.is_blank and _is_wide(left.text) and _is_wide(right.text)
    )
    near = [gap for gap in gaps if gap < _WIDEST_SPACING]
    middle = near[len(near) // 2] if len(near) >= _FEWEST_GAPS else 0.0
    return middle if middle > _LEAST_SPACING else 0.0


def _blank_between(left: Sign, right: Sign, explicit: bool, spread: float) -> bool:
    """Whether a blank stands between two signs of a line: typed, or as a gap that no script has by itself."""
    gap = (right.x0 - left.x1) / max(left.size, right.size) - spread
    wide = _is_wide(left.text) or _is_wide(right.text)
    if explicit:
        # Spaces are drawn over nothing when a line is justified or a space has no width.
        return gap > 0.05
    return gap > (0.8 if wide else 0.22)


def spell(signs: Sequence[Sign], spread: float = 0.0) -> list[tuple[str, bool]]:
    """A visual line → its characters, each with whether it is bold; gaps become one blank. `spread` as in spacing."""
    spelled: list[tuple[str, bool]] = []
    last: Sign | None = None
    explicit = False
    for sign in signs:
        if not sign.text:
            continue
        if sign.is_blank:
            explicit = True
            continue
        if last is not None and _blank_between(last, sign, explicit, spread):
            spelled.append((" ", last.bold and sign.bold))
        spelled.extend((part, sign.bold) for part in sign.text)
        last, explicit = sign, False
    return spelled


def write(signs: Sequence[Sign], spread: float = 0.0) -> str:
    """A visual line as text."""
    return "".join(part for part, _ in spell(signs, spread))


def write_lines(signs: Iterable[Sign], spread: float = 0.0) -> str:
    """The text of a table's cell, its lines parted by newlines; turned text is read in its own direction."""
    kept = [sign for sign in signs if sign.text]
    inked = [sign for sign in kept if not sign.is_blank]
    way = 1 if sum(sign.turn == 1 for sign in inked) * 2 > len(inked) else 0
    way = -1 if sum(sign.turn == -1 for sign in inked) * 2 > len(inked) else way
    if way:
        kept = [turn_sign(sign, way, 0.0, 0.0) for sign in kept]
    return "\n".join(text for line in group_by_base(kept) if (text := write(line, spread)))
