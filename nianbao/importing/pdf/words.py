"""The words of a visual line: what stands apart as the cells of a row do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .signs import Sign, write

# In sizes of the letters: how far cells stand apart at least, and how wide a typed blank may be within one.
_APART = 0.5
_BLANK = 1.3
_BESIDE_BLANK = 0.35
_FIGURE = re.compile(
    r"(?:[-－+＋]?\d[\d,，.]*\s*(?:[件条项个宗起次份例笔部人户元万亿]{1,3})?(?:[(（][^()（）]{1,40}[)）])?"
    r"|[/／\\—–－―-]{1,3}|无|不适用|〇|○)"
)


@dataclass(frozen=True, slots=True)
class Word:
    """Text of one line without a gap, from `x0` to `x1` in points."""

    text: str
    x0: float
    x1: float

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def is_figure(self) -> bool:
        """Whether it is what stands in a cell for figures: a number, with its unit or a remark, or a sign for none."""
        return bool(_FIGURE.fullmatch(self.text.strip()))


def figures_of(words: Sequence[Word]) -> tuple[Word, ...]:
    """The words at the end of a row that are figures."""
    first = len(words)
    while first and words[first - 1].is_figure:
        first -= 1
    return tuple(words[first:])


def split_words(signs: Sequence[Sign]) -> tuple[Word, ...]:
    """A visual line, its signs from left to right, → its words."""
    groups: list[list[Sign]] = []
    blanks: list[Sign] = []
    for sign in signs:
        if sign.is_blank:
            blanks.append(sign)
            continue
        if not groups or _stands_apart(groups[-1][-1], blanks, sign):
            groups.append([sign])
        else:
            groups[-1] += [*blanks, sign]
        blanks = []
    return tuple(Word(write(group), group[0].x0, max(sign.x1 for sign in group)) for group in groups)


def _stands_apart(left: Sign, blanks: Sequence[Sign], right: Sign) -> bool:
    """Whether two signs belong to two words, with typed blanks between them or without."""
    size = max(left.size, right.size)
    gap = right.x0 - left.x1
    if not blanks:
        return gap > _APART * size
    if gap > _BLANK * size or right.x0 - max(sign.x1 for sign in blanks) > _BESIDE_BLANK * size:
        return True
    return left.text[-1].isdecimal() and right.text[0].isdecimal() and gap > 0.15 * size
