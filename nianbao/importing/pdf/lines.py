"""The lines of PDF pages, and how they make paragraphs."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TypeVar

from ..document import Paragraph, Place
from .signs import Sign, group_by_base, spell
from .words import Word, split_words

_T = TypeVar("_T", str, float)
_NUMBERS = re.compile(r"(?:(?<=\s)|^)[-－+]?\d[\d,，.]*(?=\s|$)|(?:(?<=\s)|^)[/／—-](?=\s|$)")
_CHAPTER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十]{1,3}[）)]|第[一二三四五六七八九十]{1,3}[章部节])"
)
_SENTENCE_END = "。！？；：!?;:"
_CLOSING = "。！？；：，、）》“”‘’】」』〕…!?;:,.)]%"
_OPENING = "（《“”‘’【「『〔(["
_HEADING_FONT = re.compile(r"黑|hei|heavy|bold|小标宋|xbs", re.IGNORECASE)
# A word of letters by itself; what has digits or dots in it is an address or a number.
_LAST_WORD = re.compile(r"(?:^|[^!-~])[(\"']?[A-Za-z]+[,.;:)\"'?!]*$")
_FIRST_WORD = re.compile(r"[(\"']?[A-Za-z]+[,.;:)\"'?!]*(?![!-~])")
_ENOUGH_LINES = 4
_LONGEST_HEADING = 45


@dataclass(frozen=True, slots=True)
class Line:
    """One visual line outside tables; measures in points from the upper left corner of its page."""

    page: int
    text: str
    bold: tuple[bool, ...]
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    font: str
    gaps: int
    words: tuple[Word, ...] = ()

    @property
    def is_tabular(self) -> bool:
        """A row of a table without rules: figures, or texts that stand apart."""
        return len(_NUMBERS.findall(self.text)) >= 3 or self.gaps >= 3


@dataclass(frozen=True, slots=True)
class Measure:
    """How the text of a document stands: margins by page, body size and font, distance of lines in sizes."""

    left: dict[int, float]
    right: dict[int, float]
    size: float
    font: str
    pitch: float


def make_lines(signs: Iterable[Sign], page: int) -> list[Line]:
    """The signs outside tables → lines, from above."""
    lines: list[Line] = []
    for group in group_by_base(signs):
        spelled = spell(group)
        if not spelled:
            continue
        inked = [sign for sign in group if not sign.is_blank]
        sizes = Counter(round(sign.size, 1) for sign in inked)
        size = min(sizes, key=lambda one: (-sizes[one], -one))
        fonts = Counter(sign.font for sign in inked)
        gaps = sum(b.x0 - a.x1 > 1.4 * size for a, b in pairwise(inked))
        lines.append(
            Line(
                page=page,
                text="".join(part for part, _ in spelled),
                bold=tuple(heavy for _, heavy in spelled),
                x0=inked[0].x0,
                x1=max(sign.x1 for sign in inked),
                top=min(sign.top for sign in inked),
                bottom=max(sign.bottom for sign in inked),
                base=group[0].base,
                size=size,
                font=min(fonts, key=lambda name: (-fonts[name], name)),
                gaps=gaps,
                words=split_words(group),
            )
        )
    return sorted(lines, key=lambda line: (line.base, line.x0))


def _most(counter: Counter[_T], default: _T) -> _T:
    return min(counter, key=lambda one: (-counter[one], str(one))) if counter else default


def measure(lines: Sequence[Line]) -> Measure:
    """The margins of each page and what most of the text looks like."""
    sizes: Counter[float] = Counter()
    fonts: Counter[str] = Counter()
    for line in lines:
        sizes[round(line.size)] += len(line.text)
        fonts[line.font] += len(line.text)
    size = _most(sizes, 12.0)
    body = [line for line in lines if abs(line.size - size) <= 0.15 * size and not line.is_tabular]
    pitches: Counter[float] = Counter()
    for above, below in pairwise(body):
        if above.page == below.page and 0 < below.base - above.base < 4 * size:
            pitches[round((below.base - above.base) / size, 1)] += 1
    left, right = _margins(body, {line.page for line in lines}, size)
    return Measure(left, right, size, _most(fonts, ""), _most(pitches, 1.75))


def _margins(body: Sequence[Line], pages: set[int], size: float) -> tuple[dict[int, float], dict[int, float]]:
    """Where lines begin and end on each page; on pages with little text, where they do on all pages."""
    by_page: dict[int, list[Line]] = {page: [] for page in pages}
    for line in body:
        by_page[line.page].append(line)
    width = median([line.x1 - line.x0 for line in body]) if body else 0.0
    all_left = _common_left([line.x0 for line in body], size)
    all_right = _common_right([line.x1 for line in body], size)
    left, right = dict.fromkeys(pages, all_left), dict.fromkeys(pages, all_right)
    for page, here in by_page.items():
        if sum(line.x1 - line.x0 >= 0.8 * width for line in here) >= _ENOUGH_LINES:
            left[page] = _common_left([line.x0 for line in here], size)
            right[page] = max(_common_right([line.x1 for line in here], size), all_right - 2 * size)
    return left, right


def _common_left(starts: list[float], size: float) -> float:
    """Where lines begin that are not indented: the leftmost place with a fair share of them."""
    ordered = sorted(starts)
    for index, start in enumerate(ordered):
        if bisect_right(ordered, start + 0.5 * size) - index >= max(2, 0.1 * len(ordered)):
            return start
    return ordered[0] if ordered else 0.0


def _common_right(ends: list[float], size: float) -> float:
    """Where full lines end."""
    return -_common_left([-end for end in ends], 2 * size)


def _is_centred(line: Line, measured: Measure) -> bool:
    left, right = measured.left[line.page], measured.right[line.page]
    before, after = line.x0 - left, right - line.x1
    return before > 1.5 * line.size and abs(before - after) <= max(1.5 * line.size, 0.1 * (right - left))


def _is_heading_like(line: Line, measured: Measure) -> bool:
    return line.font != measured.font and bool(_HEADING_FONT.search(line.font))


def _ends_short(above: Line, below: Line, measured: Measure) -> bool:
    """Whether the line above stops before the margin although what follows would have fitted there."""
    room = measured.right[above.page] - above.x1
    return room > (_unbroken_width(below.text) + 1.2) * above.size


def _unbroken_width(text: str) -> float:
    """How wide the beginning of a line is, in sizes, up to where it could have been broken.

    Words and numbers stay whole, no line begins with closing punctuation, some programs keep quotation
    marks with what stands beside them.
    """
    width = 0.0
    for this, following in pairwise(text[:60] + " "):
        width += 0.55 if this.isascii() else 1.0
        glued = this in _OPENING or following in _CLOSING or (this + following).isascii()
        if following == " " or not glued:
            break
    return width


def _begins_new(above: Line, below: Line, measured: Measure) -> bool:
    """Whether `below` begins a paragraph, by what a reader sees."""
    if above.is_tabular or below.is_tabular:
        return True
    if abs(above.size - below.size) > 0.13 * max(above.size, below.size):
        return True
    size = below.size
    if above.page == below.page and below.base - above.base > max(1.35 * measured.pitch, 1.3) * size:
        # The distance of large lines is their own.
        return True
    large = size > 1.2 * measured.size
    if _is_centred(above, measured) and _is_centred(below, measured):
        return not (large and above.font == below.font)
    indent = (below.x0 - measured.left[below.page]) / size
    above_indent = (above.x0 - measured.left[above.page]) / size
    if indent >= 1.2 and not (abs(indent - above_indent) < 0.3 and _is_hanging(above, below, measured)):
        return True
    if (
        _is_heading_like(above, measured)
        and not _is_heading_like(below, measured)
        and _ends_short(above, below, measured)
    ):
        return True
    if _CHAPTER.match(below.text) and above.text[-1] in _SENTENCE_END and indent > -0.5:
        short = below.x1 < measured.right[below.page] - 4 * size
        if short or _is_heading_like(below, measured):
            return True
    return _ends_short(above, below, measured)


def _is_hanging(above: Line, below: Line, measured: Measure) -> bool:
    """Lines of a list that is indented as a whole: the line above is full and ends in mid-sentence."""
    full = above.x1 >= measured.right[above.page] - 1.5 * above.size
    return full and above.text[-1] not in _SENTENCE_END and not _CHAPTER.match(below.text)


def _joint(left: str, right: str) -> str:
    """What stands between two lines of a paragraph: a blank between Latin words, else nothing."""
    return " " if _LAST_WORD.search(left[-40:]) and _FIRST_WORD.match(right) else ""


def _level(lines: Sequence[Line], text: str, measured: Measure) -> int:
    """1 for a title, 2 for a heading in a heading's font, 0 for the rest."""
    if any(line.is_tabular for line in lines) or len(text) > _LONGEST_HEADING * 2:
        return 0
    if all(line.size >= 1.25 * measured.size and _is_centred(line, measured) for line in lines):
        return 1
    if not 5 <= len(text) <= _LONGEST_HEADING or text[-1] in "。；;，":
        return 0
    if all(_is_heading_like(line, measured) for line in lines):
        return 2
    # Fonts have many names; a numbered line by itself in another font than the text is a heading too.
    return 2 if _CHAPTER.match(text) and all(line.font != measured.font for line in lines) else 0


def _stretches(flags: Sequence[bool], text: str) -> tuple[tuple[int, int], ...]:
    """Runs of bold characters as [start, end)."""
    runs: list[tuple[int, int]] = []
    for index, heavy in enumerate(flags):
        if not heavy:
            continue
        if runs and runs[-1][1] == index:
            runs[-1] = (runs[-1][0], index + 1)
        else:
            runs.append((index, index + 1))
    return tuple((start, end) for start, end in runs if text[start:end].strip())


def make_paragraph(lines: Sequence[Line], measured: Measure) -> Paragraph:
    """Lines of one paragraph, joined."""
    text = lines[0].text
    bold = list(lines[0].bold)
    for line in lines[1:]:
        joint = _joint(text, line.text)
        bold += [bool(bold[-1] and line.bold[0])] * len(joint) + list(line.bold)
        text += joint + line.text
    level = _level(lines, text, measured)
    stretches = () if level or all(bold) else _stretches(bold, text)
    return Paragraph(text, Place(page=lines[0].page), stretches, level)


def join_lines(lines: Sequence[Line], measured: Measure) -> list[Paragraph]:
    """Lines between two tables → paragraphs; a sentence goes on over a page break."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and not _begins_new(groups[-1][-1], line, measured):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [make_paragraph(group, measured) for group in groups]
