"""What stands behind a label in running text → the figures there, as the source parts them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..tables.figures import is_figure

_UNITS = r"(?:万元|亿元|千元|元|件次|人次|件|条|项|个|宗|起|次|份|例|笔|部|户|人)"
_REMARK = r"[（(\[][^（）()\[\]\n]{1,80}[）)\]]"
# A figure with its unit and a remark, or several run together.
_TOKEN = re.compile(
    rf"(?:[+\-]?\d[\d.,/\\\-—–+~]*|[/\\\-—–~]+)(?:{_UNITS}(?![^\W\d_]))?(?:\s?{_REMARK})?", re.ASCII
)
_WORD = re.compile(r"[^\s|]{1,12}")
# What may stand between a label and its figures.
_LEAD = re.compile(rf"[ \u3000]*(?:{_REMARK}|[:：”\"’')）》])*")
_THOUSANDS = re.compile(r"[+\-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z", re.ASCII)
_SEPARATORS = " \u3000\t\n|。；;,，、:：”\"’')）》（(《‘'“"
_NUMBERS = re.compile(r"[\d.,+\-/]+\Z", re.ASCII)
# The number of the next section, glued to the last figure.
_NUMERAL = re.compile(r"[一二三四五六七八九十]{1,3}、")
_DATE = re.compile(r"(?:19|20)\d\d\Z", re.ASCII)
_RULE = re.compile(r"[|+\s:]*-{3}[-|+\s:]*\Z")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Characters [start, end) of the text; `text` is '' for a cell that the source shows to be empty."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What was read: `chunks` in order, up to `end`. What follows is no figure of this row."""

    chunks: tuple[Chunk, ...]
    end: int

    @property
    def filled(self) -> tuple[Chunk, ...]:
        return tuple(chunk for chunk in self.chunks if chunk.text)


def read_figures(text: str, start: int, end: int, *, commas: bool = False, in_cells: bool = True) -> Figures:
    """The figures at the beginning of [start, end) of `text`. `commas`: they part figures, not thousands.

    `in_cells`: pipes, tabs and lines bound the row and show its empty cells; else they are mere blanks.
    """
    lead = _LEAD.match(text, start, end) if start < end else None
    start = lead.end() if lead else start
    chunks: list[Chunk] = []
    last = start
    for first, stop, is_cell in _cells(text, start, end) if in_cells else [(start, end, False)]:
        found, read_to = _tokens(text, first, stop, commas)
        if not found and is_cell and not text[first:stop].strip():
            found = [Chunk("", first, stop)]
            read_to = stop
        chunks += found
        if any(chunk.text for chunk in found):
            last = found[-1].end
        if text[read_to:stop].strip(_SEPARATORS):
            break
    return Figures(tuple(chunks), last)


def figures_for(text: str, start: int, end: int, width: int) -> Figures:
    """The figures of a row of `width` columns, by whichever separators give as many; else all there are."""
    shown = read_figures(text, start, end)
    if 0 < width < len(shown.filled) and _is_one_line(text, start, shown.filled[:width], shown.filled[width]):
        return Figures(shown.filled[:width], shown.filled[width - 1].end)
    if len(shown.filled) == width:
        return shown
    running = read_figures(text, start, end, in_cells=False)
    parted = (
        read_figures(text, start, end, commas=True, in_cells=False) if "," in text[start:end] else running
    )
    for figures in (running, parted):
        if len(figures.filled) == width:
            return figures
    # Empty cells count only where they make up a row.
    return shown if len(shown.chunks) >= width or len(shown.filled) >= len(running.filled) else running


def _is_one_line(text: str, start: int, row: Sequence[Chunk], behind: Chunk) -> bool:
    """Whether a whole row stands on one line, and what follows it on another: a page number, a line of prose.

    A figure alone has to stand on the line of its label.
    """
    first = row[0].start if len(row) > 1 else start
    return "\n" not in text[first : row[-1].end] and "\n" in text[row[-1].end : behind.start]


def _cells(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """(start, end, whether separators enclose it) of the cells of one row; one stretch where nothing parts them."""
    row = text[start:end]
    first_line = row.partition("\n")[0]
    if "|" in first_line or "\t" in first_line:
        yield from _line_cells(text, start, end)
    elif "\n\t" in row and "|" not in row:
        yield from _cell_lines(text, start, end)
    elif "|" in row:
        yield from _line_cells(text, start, end)
    else:
        yield start, end, False


def _line_cells(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Cells parted by pipes or tabs within one line; the first line that holds any figure."""
    place = start
    while place < end:
        stop = text.find("\n", place, end)
        stop = end if stop < 0 else stop
        line = text[place:stop]
        if not _RULE.match(line):
            fields = list(_fields(text, place, stop))
            yield from fields
            if any(text[a:b].strip() for a, b, _ in fields):
                return
            if fields and place == start and stop < end and not text[stop:end].strip():
                return
        place = stop + 1


def _fields(text: str, start: int, stop: int) -> Iterator[tuple[int, int, bool]]:
    sign = "|" if "|" in text[start:stop] else "\t"
    edges = [index for index in range(start, stop) if text[index] == sign]
    bounds = [start - 1, *edges, stop]
    for number, (a, b) in enumerate(pairwise(bounds)):
        is_blank = not text[a + 1 : b].strip()
        # Before the first and behind the last pipe there is no cell; behind the last tab there is one.
        if is_blank and (number == 0 or (b == stop and sign == "|")):
            continue
        yield a + 1, b, number > 0


def _cell_lines(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """One cell a line, each behind a tab; an empty line ends the row."""
    lines: list[tuple[int, int]] = []
    place = start
    while place <= end:
        stop = text.find("\n", place, end)
        stop = end if stop < 0 else stop
        lines.append((place, stop))
        place = stop + 1
    seen = False
    for a, b in lines:
        if text[a : a + 1] == "\t":
            seen = True
            yield a + 1, b, True
        elif seen and not text[a:b].strip():
            return
        elif text[a:b].strip():
            yield a, b, False


def _tokens(text: str, start: int, end: int, commas: bool) -> tuple[list[Chunk], int]:
    """The figures of one stretch, and how far they reach; it ends before the first thing that is no figure."""
    chunks: list[Chunk] = []
    place = start
    while place < end:
        match = _TOKEN.match(text, place, end)
        word = _WORD.match(text, place, end)
        if match:
            found = _token(text, match, end, commas)
            chunks += found
            if not found or found[-1].end < match.end() - 1:
                return chunks, found[-1].end if found else place
            place = match.end()
        elif word and word.group()[0].isalnum():
            if not is_figure(word.group()):
                return chunks, place
            chunks.append(Chunk(word.group(), place, word.end()))
            place = word.end()
        else:
            place += 1
    return chunks, end


def _token(text: str, match: re.Match[str], end: int, commas: bool) -> list[Chunk]:
    """The figures of one token; none when it is the beginning of words. In 02023年 only 2023 is."""
    start = match.start()
    found = match.group().rstrip(".,")
    follows = text[match.end() : end][:1]
    if follows.isalpha() and not _NUMERAL.match(text, match.end(), end):
        date = _DATE.search(found)
        found = found[: date.start()] if date and follows == "年" else ""
    if not found:
        return []
    if "," not in found or not _NUMBERS.match(found) or (_THOUSANDS.match(found) and not commas):
        return [Chunk(found, start, start + len(found))]
    return [
        Chunk(part.group(), start + part.start(), start + part.end()) for part in re.finditer(r"[^,]+", found)
    ]
