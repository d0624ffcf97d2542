"""Which lines of a document are the titles of the form's sections."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...forms import Section
from ...prose.headings import find_headings
from ...prose.lines import BLANKS, Line
from ..folding import fold_with_places
from .passages import Left, Passage
from .section_titles import LONGEST_TITLE, NEAR, SURE, UNNUMBERED, Titles, is_junk, section_of_words
from .title_cuts import cut_titles, join_broken


@dataclass(frozen=True, slots=True)
class _Candidate:
    index: int
    section: int
    strength: int


def tie_headings(
    passages: Sequence[Passage], sections: Sequence[Section], tables: Mapping[str, int]
) -> tuple[list[Passage], dict[int, int], list[Left]]:
    """The passages with titles on lines of their own, which of them are titles, and what was left out.

    `tables`: before which paragraph each table stands, by its key; it tells which line is the table's title.
    """
    titles = Titles(sections)
    lines = join_broken([part for passage in passages for part in cut_titles(passage, titles)], titles)
    candidates = [found for index, line in enumerate(lines) if (found := _recognise(index, line, titles))]
    chosen = _choose(candidates, lines, titles, tables)
    dropped: list[Left] = []
    for index, section in chosen.items():
        lines[index] = _without_junk(lines[index], titles, section, dropped)
    return lines, _confirmed(lines, chosen, tuple(sections)), dropped


def _recognise(index: int, line: Passage, titles: Titles) -> _Candidate | None:
    if len(line.text) > LONGEST_TITLE:
        return None
    found = section_of_words(line.text, titles)
    return _Candidate(index, *found) if found else None


# -- choosing


def _choose(
    candidates: Sequence[_Candidate], lines: Sequence[Passage], titles: Titles, tables: Mapping[str, int]
) -> dict[int, int]:
    """Index of the line → its section, at most one line for each section."""
    chosen: dict[int, int] = {}
    for strength in (SURE, UNNUMBERED, NEAR):
        for section in range(len(titles.sections)):
            if section in chosen.values():
                continue
            fitting = [
                found for found in candidates if (found.section, found.strength) == (section, strength)
            ]
            if strength != SURE:
                low, high = _between(section, chosen, len(lines))
                fitting = [found for found in fitting if low < found.index < high]
            key = titles.sections[section].table
            picked = _pick(fitting, candidates, lines, tables.get(key) if key else None)
            if picked is not None and (
                strength == SURE or _is_believable(lines[picked.index], strength, bool(key))
            ):
                chosen[picked.index] = section
    return chosen


def _between(section: int, chosen: Mapping[int, int], length: int) -> tuple[int, int]:
    before = max((index for index, other in chosen.items() if other < section), default=-1)
    after = min((index for index, other in chosen.items() if other > section), default=length)
    return before, after


def _pick(
    fitting: Sequence[_Candidate],
    candidates: Sequence[_Candidate],
    lines: Sequence[Passage],
    table: int | None,
) -> _Candidate | None:
    """The one that stands before its table, else the first that is not in a list of contents."""
    if table is not None:
        places = [lines[found.index].paragraph for found in fitting]
        last = bisect_left(places, table) - 1
        if last >= 0 and table - places[last] <= 3:
            return fitting[last]
    indexes = {found.index for found in candidates}
    alone = [f for f in fitting if not (f.index - 1 in indexes or f.index + 1 in indexes)]
    if len(fitting) > 1 and not alone:
        return fitting[-1]
    return next(iter(alone or fitting), None)


def _is_believable(line: Passage, strength: int, has_table: bool) -> bool:
    """Words without their number may as well head a paragraph of section 一, where the section has a table."""
    return (
        strength == NEAR
        or not has_table
        or line.level > 0
        or bool(re.match(r"[一二三四五六七八九十]", line.text))
    )


def _without_junk(line: Passage, titles: Titles, section: int, dropped: list[Left]) -> Passage:
    folded, places = fold_with_places(line.text)
    for whole, index in titles.whole.items():
        if index == section and is_junk(folded, whole):
            start = places[len(folded) - len(whole)]
            dropped.append(line.left(line.text[:start].strip(BLANKS), "标题前多余的字"))
            return line.cut(start, len(line.text), glued=False)
    return line


def _confirmed(
    lines: Sequence[Passage], chosen: dict[int, int], sections: tuple[Section, ...]
) -> dict[int, int]:
    """Those titles that whoever reads the Markdown will tie to the same section."""
    indexes = sorted(chosen)
    typed = [Line(number, number, f"## {lines[index].text}") for number, index in enumerate(indexes)]
    read = find_headings(typed, sections)
    return {
        index: chosen[index]
        for number, index in enumerate(indexes)
        if number in read and read[number].section == chosen[index]
    }
