"""The lines of a document as they become lines of prose: text that can be cut without losing what is bold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ...prose.lines import BLANKS
from ..document import Dropped, Paragraph, Place

_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
_BOOKMARK = re.compile(r"\[bookmark:[^\]\n]{0,60}\]")
_MARKS = re.compile(r"(#{1,6})[ \t\u3000]+(?=\S)")

Stretch = tuple[int, int]
Link = tuple[int, int, str]
# What is left out, with the index of the paragraph it stood in.
Left = tuple[int, Dropped]


@dataclass(frozen=True, slots=True)
class Passage:
    """One line. `bold` and `links`: stretches [start, end) of it, links with where they lead; `level`: of a
    heading the source marks as one, else 0.

    `paragraph` is the index of the paragraph it comes from; `glued`: it was cut out of a longer line, so
    that blanks in it may stand for line ends.
    """

    text: str
    place: Place
    paragraph: int = 0
    bold: tuple[Stretch, ...] = ()
    level: int = 0
    glued: bool = False
    links: tuple[Link, ...] = ()

    def cut(self, start: int, end: int, glued: bool = True) -> Passage:
        """The part [start, end) without the blanks around it."""
        part = self.text[start:end]
        start += len(part) - len(part.lstrip(BLANKS))
        part = part.strip(BLANKS)
        bold = tuple(_shifted(self.bold, start, start + len(part), -start))
        links = tuple(_links_within(self.links, start, start + len(part), -start))
        return replace(self, text=part, bold=bold, links=links, glued=glued or self.glued)

    def left(self, text: str, why: str) -> Left:
        """Words of it that are left out."""
        return self.paragraph, Dropped(text, why, self.place)

    @property
    def is_all_bold(self) -> bool:
        return bool(self.bold) and sum(last - first for first, last in self.bold) >= len(self.text)


def join(first: Passage, second: Passage) -> Passage:
    """Two lines as one: a heading that was broken in two."""
    shift = len(first.text)
    bold = (*first.bold, *((start + shift, end + shift) for start, end in second.bold))
    links = (*first.links, *((start + shift, end + shift, target) for start, end, target in second.links))
    level = max(first.level, second.level)
    return replace(first, text=first.text + second.text, bold=bold, links=links, level=level)


def split_paragraphs(paragraphs: Sequence[Paragraph]) -> tuple[list[Passage], list[Left]]:
    """The paragraphs line by line; what no reader of the report should see goes to the second list."""
    passages: list[Passage] = []
    dropped: list[Left] = []
    for index, paragraph in enumerate(paragraphs):
        whole = Passage(
            paragraph.text,
            paragraph.place,
            index,
            paragraph.bold,
            paragraph.level,
            links=paragraph.links,
        )
        for line in _lines(whole):
            clean = _without(line, _UNPRINTABLE, "看不见的控制字符", dropped)
            clean = _without(clean, _BOOKMARK, "Word书签的痕迹", dropped)
            clean = _without_marks(clean, dropped)
            if clean.text:
                passages.append(clean)
    return passages, dropped


def _shifted(bold: Iterable[Stretch], start: int, end: int, by: int) -> Iterator[Stretch]:
    """What of the stretches lies within [start, end), moved."""
    for first, last in bold:
        if first < end and last > start:
            yield max(first, start) + by, min(last, end) + by


def _links_within(links: Iterable[Link], start: int, end: int, by: int) -> Iterator[Link]:
    """The links that stand wholly within [start, end), moved: one that is cut is none."""
    for first, last, target in links:
        if start <= first and last <= end:
            yield first + by, last + by, target


def _lines(whole: Passage) -> Iterator[Passage]:
    start = 0
    for match in _BREAK.finditer(whole.text):
        yield whole.cut(start, match.start(), glued=False)
        start = match.end()
    yield whole.cut(start, len(whole.text), glued=False)


def _without(line: Passage, pattern: re.Pattern[str], why: str, dropped: list[Left]) -> Passage:
    """The line without what matches, each match kept among what was dropped."""
    found = [match.span() for match in pattern.finditer(line.text)]
    if not found:
        return line
    kept: list[str] = []
    bold: list[Stretch] = []
    links: list[Link] = []
    start = length = 0
    for end, behind in [*found, (len(line.text), len(line.text))]:
        bold += _shifted(line.bold, start, end, length - start)
        links += _links_within(line.links, start, end, length - start)
        kept.append(line.text[start:end])
        length += end - start
        start = behind
    dropped += [line.left(_printable(line.text[first:last]), why) for first, last in found]
    whole = replace(line, text="".join(kept), bold=tuple(bold), links=tuple(links))
    return whole.cut(0, length, glued=False)


def _printable(text: str) -> str:
    """What a log may hold: control characters by their number."""
    return _UNPRINTABLE.sub(lambda match: "".join(f"U+{ord(sign):04X}" for sign in match.group()), text)


def _without_marks(line: Passage, dropped: list[Left]) -> Passage:
    """`## 标题` as some text files have it: the marks tell a level and are no words of the report."""
    match = _MARKS.match(line.text)
    if match is None:
        return line
    dropped.append(line.left(match[1], "标题的记号"))
    return replace(line.cut(match.end(), len(line.text), glued=False), level=len(match[1]))
