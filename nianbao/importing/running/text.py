"""Paragraphs as one running text: its letters for finding labels, and where everything stands."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..document import Paragraph, Place
from .comma_lines import part_commas

# Page numbers on a line of their own stand in the middle of tables too.
_PAGE_NUMBER = re.compile(
    r"\s*(?:[-—–－]\s*\d{1,3}\s*[-—–－]|第\s*\d{1,3}\s*页(?:[/,，\s]*共\s*\d{1,3}\s*页)?"
    r"|\d{1,3}\s?[/／]\s?\d{1,3})\s*\Z"
)

# Wide digits and signs, one for one, so that places stay.
_NARROW = str.maketrans("０１２３４５６７８９．＋－／｜，％", "0123456789.+-/|,%")

# 其它 is written for 其他 as often as not.
_OTHER = re.compile("(?<=其)它")


@dataclass(frozen=True)
class Running:
    """`text` of all paragraphs, each on lines of its own, empty lines as in the source; `begins` of each.

    `letters` is what labels are looked for in: letters only, no digits, no punctuation; `at` the index in
    `text` of each.
    """

    text: str
    begins: tuple[int, ...]
    paragraphs: tuple[Paragraph, ...]
    letters: str
    at: tuple[int, ...]

    @cached_property
    def _digits(self) -> list[int]:
        """How many digits stand before each letter, and before the end."""
        counts = []
        index = digits = 0
        for place in (*self.at, len(self.text)):
            digits += sum(sign.isdecimal() for sign in self.text[index:place])
            index = place
            counts.append(digits)
        return counts

    def is_whole(self, start: int, end: int) -> bool:
        """Whether no digits stand within the letters [start, end)."""
        return self._digits[start] == self._digits[end - 1]

    def place(self, index: int) -> Place:
        """The place of the paragraph that an index of `text` falls into."""
        return self.paragraphs[max(0, bisect_right(self.begins, index) - 1)].place

    def page_numbers(self, spans: Sequence[tuple[int, int]]) -> Iterator[Paragraph]:
        """The lines within `spans` [start, end) that hold only a page number."""
        for paragraph, begin in zip(self.paragraphs, self.begins, strict=True):
            inside = any(start <= begin and begin + len(paragraph.text) <= end for start, end in spans)
            if inside and _PAGE_NUMBER.match(paragraph.text):
                yield paragraph

    def without(self, spans: Iterable[tuple[int, int]]) -> tuple[Paragraph, ...]:
        """The paragraphs without what stands in `spans` [start, end); cut ones in as many parts as are left."""
        taken = sorted(spans)
        left: list[Paragraph] = []
        for paragraph, begin in zip(self.paragraphs, self.begins, strict=True):
            left += _cut(paragraph, [(start - begin, end - begin) for start, end in taken])
        return tuple(left)


def run_together(paragraphs: Sequence[Paragraph]) -> Running:
    """One running text. Lines that hold only a page number are blanked, so that they are no figures."""
    parts: list[str] = []
    begins: list[int] = []
    length = line = 0
    for paragraph in paragraphs:
        # Where the source has lines, those left out were empty: rows of a table may be parted by them.
        joint = "\n" * (2 if line and paragraph.place.line > line + 1 else 1) if parts else ""
        line = paragraph.place.line
        text = paragraph.text
        shown = " " * len(text) if _PAGE_NUMBER.match(text) else text
        begins.append(length + len(joint))
        parts.append(joint + shown)
        length += len(joint) + len(text)
    whole = part_commas("".join(parts)).translate(_NARROW)
    letters, at = _letters_at(whole)
    return Running(whole, tuple(begins), tuple(paragraphs), letters, at)


def letters_of(text: str) -> str:
    """The letters of a label as `Running.letters` has them."""
    return _letters_at(text)[0]


def _letters_at(text: str) -> tuple[str, tuple[int, ...]]:
    letters: list[str] = []
    at: list[int] = []
    for index, sign in enumerate(text):
        if "\u4e00" <= sign <= "\u9fff":
            letters.append(sign)
            at.append(index)
            continue
        for part in unicodedata.normalize("NFKC", sign):
            category = unicodedata.category(part)
            if category[0] == "L" or category == "Nl":
                letters.append(part.lower()[:1])
                at.append(index)
    return _OTHER.sub("他", "".join(letters)), tuple(at)


def _cut(paragraph: Paragraph, spans: Iterable[tuple[int, int]]) -> list[Paragraph]:
    length = len(paragraph.text)
    inside = [(max(0, start), min(length, end)) for start, end in spans if start < length and end > 0]
    if not inside:
        return [paragraph] if paragraph.text.strip() else []
    parts = []
    begin = 0
    for start, end in [*inside, (length, length)]:
        part = paragraph.text[begin : max(begin, start)]
        # A bar or two is what is left of the line that the table began or ended on.
        if part.strip(" \t\n\u3000|"):
            lead = begin + len(part) - len(part.lstrip())
            parts.append(
                replace(
                    paragraph,
                    text=part.strip(),
                    bold=_shifted(paragraph.bold, lead, lead + len(part.strip())),
                    level=paragraph.level if begin == 0 else 0,
                    links=(),
                )
            )
        begin = max(begin, end)
    return parts


def _shifted(stretches: Iterable[tuple[int, int]], start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Stretches as they fall into [start, end), counted from its start."""
    return tuple((max(a, start) - start, min(b, end) - start) for a, b in stretches if a < end and b > start)
