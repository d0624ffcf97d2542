"""Where the report stands on a page: the element that holds its sections and tables, and the preface before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .chrome import ends_report, is_chrome
from .facts import is_facts
from .markup import Line

# The numbers under which any edition prints its sections.
_SECTION = re.compile(r"([一二三四五六七八九十]{1,2}|[甲乙丙丁戊己庚辛壬癸])\s?[、．.，,]\s?\D")
_NUMBERS = "一二三四五六七八九十"
_PREFACE = re.compile(r"报告|条例|公开")
_SENTENCE = 30
_SECTIONS = 5
_BACK = 12
_TABLES = 2
_DIFFERENCES = 2


def section_number(line: Line) -> str:
    """The Chinese number before a section's title; lines that are links are a list of contents."""
    found = _SECTION.match(line.text)
    return found.group(1) if found and line.linked * 2 < len(line.text) else ""


def is_prose(line: Line) -> bool:
    return len(line.text) >= _SENTENCE and line.linked * 3 < len(line.text)


def find_article(root: Any, pieces: Sequence[Line | Any], figures: frozenset[Any]) -> Any:
    """The smallest element that holds all numbered sections and most tables of figures.

    `pieces`: the lines and tables of the page. Without sections and tables, the element with most prose.
    """
    numbers = _wanted({section_number(piece) for piece in pieces if isinstance(piece, Line)} - {""})
    held: dict[Any, set[str]] = {}
    prose: dict[Any, int] = {}
    signs = {table: "".join("".join(table.itertext()).split()) for table in figures}
    for piece in pieces:
        line = piece if isinstance(piece, Line) else None
        sign = section_number(line) if line else signs.get(piece, "")
        for element in _around(line.element if line else piece):
            if sign in numbers or piece in signs:
                held.setdefault(element, set()).add(sign)
            if line is not None and is_prose(line):
                prose[element] = prose.get(element, 0) + len(line.text)
    return _descend(root, numbers, frozenset(signs.values()), held, prose)


def _descend(
    root: Any,
    numbers: set[str],
    tables: frozenset[str],
    held: Mapping[Any, set[str]],
    prose: Mapping[Any, int],
) -> Any:
    """The deepest element that still holds all `numbers` and tables (those of a report with all its sections
    may leave a table to the page), and enough of the prose. A page that holds a report twice gives one."""
    needed = len(tables) if len(numbers) < _SECTIONS else (len(tables) + 1) // 2
    share = 0.4 if numbers or tables else 0.8
    found = root
    while numbers or tables or prose:
        fitting = [
            child
            for child in found
            if held.get(child, set()) >= numbers
            and len(held.get(child, set()) & tables) >= needed
            and prose.get(child, 0) >= prose.get(found, 0) * share
        ]
        if not fitting:
            break
        found = max(fitting, key=lambda child: (len(held.get(child, set()) & tables), prose.get(child, 0)))
    return found


def _wanted(numbers: set[str]) -> set[str]:
    """Those that follow one another from the first on; a stray number elsewhere on the page is none."""
    run = set()
    for number in _NUMBERS:
        if number not in numbers:
            break
        run.add(number)
    return run or numbers


def _around(element: Any) -> Iterator[Any]:
    yield element
    yield from element.iterancestors()


def report_range(pieces: Sequence[Line | Any], article: Any) -> tuple[int, int]:
    """Which pieces are the report: those in the article, a preface right before it, nothing after its end."""
    inside = [
        index
        for index, piece in enumerate(pieces)
        if any(element is article for element in _around(piece.element if isinstance(piece, Line) else piece))
    ]
    if not inside:
        return 0, 0
    start, end = inside[0], inside[-1] + 1
    return _preface_start(pieces, start), _report_end(pieces, start, end)


def _preface_start(pieces: Sequence[Line | Any], start: int) -> int:
    """Where sentences on the report begin that stand right before the element with its sections."""
    first = start
    for index in range(start - 1, max(-1, start - _BACK), -1):
        piece = pieces[index]
        if not isinstance(piece, Line) or is_chrome(piece.text) or is_facts(piece.text):
            break
        if is_prose(piece) and _PREFACE.search(piece.text) and "。" in piece.text:
            first = index
    return first


def _report_end(pieces: Sequence[Line | Any], start: int, end: int) -> int:
    """Where the page begins again after the last section: neighbours, links, the footer."""
    last = start
    for index in range(start, end):
        piece = pieces[index]
        if not isinstance(piece, Line) or section_number(piece) or is_prose(piece):
            last = index
    for index in range(last, end):
        piece = pieces[index]
        if isinstance(piece, Line) and ends_report(piece.text, bool(piece.linked)):
            return index
    return end


def holds_several(pieces: Sequence[Line | Any], figures: frozenset[Any]) -> bool:
    """Whether a page holds two reports that are not the same one again, as for telephones."""
    whole = [run for run in _runs(pieces, figures) if run.reached >= _SECTIONS and run.tables >= _TABLES]
    return any(len(run.content - whole[0].content) >= _DIFFERENCES for run in whole[1:])


@dataclass(slots=True)
class _Run:
    """Sections that follow one another from the first on: how far, how many tables of figures, and what
    stands in them."""

    reached: int = 1
    tables: int = 0
    content: set[str] = field(default_factory=set)


def _runs(pieces: Sequence[Line | Any], figures: frozenset[Any]) -> list[_Run]:
    runs: list[_Run] = []
    for piece in pieces:
        number = _NUMBERS.find(section_number(piece) or " ") if isinstance(piece, Line) else -1
        if number == 0:
            runs.append(_Run())
        elif runs and number == runs[-1].reached:
            runs[-1].reached += 1
        elif runs and isinstance(piece, Line) and is_prose(piece):
            runs[-1].content.add("".join(piece.text.split()))
        elif runs and not isinstance(piece, Line) and piece in figures:
            runs[-1].tables += 1
            runs[-1].content.add("".join("".join(piece.itertext()).split()))
    return runs
