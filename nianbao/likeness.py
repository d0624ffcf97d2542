"""Which words of two reports are the same: a small sketch for finding alike ones, an exact look at two.

Prose is compared clause by clause (what stands between two punctuation marks), without numbers and without
the names of the unit, because those are what changes when a text is taken over. Whole clauses are cheaper
than strings of characters by a factor of twenty, and say as much: nobody takes over half a clause.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from .forms import Form
from .prose.headings import find_headings
from .prose.lines import printable, split_lines

# Shorter clauses are turns of phrase. A report with fewer characters in clauses has too little to compare.
SHORTEST_CLAUSE = 6
SHORTEST_PROSE = 300
# So many of a report's clauses, those with the smallest hashes, stand for all of them.
SKETCH = 32
_HASH = 8

_BREAKS = "，。；：！？（）,;:!?()\n"
_CLAUSE = re.compile(f"[^{re.escape(_BREAKS)}]{{{SHORTEST_CLAUSE},}}")
_CHANGING = re.compile("[0-9０-９.* \u3000\xa0\t]+")
_CITATION = re.compile(r"\{[^{}\n]*\}")
# Section six states fees in the words of the law.
_SAME_EVERYWHERE = "other"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause without numbers and names, and where it stands in the file."""

    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """`share` of one text stands in the other too; `here` and `there` is the longest run in both files."""

    share: float
    here: tuple[int, int]
    there: tuple[int, int]


def own_sections(form: Form) -> frozenset[str]:
    """The sections a unit writes in its own words: no preface, no tables, no statement of fees."""
    return frozenset(
        section.key for section in form.sections if not section.table and section.key != _SAME_EVERYWHERE
    )


def sketch(texts: Iterable[str], names: Sequence[str]) -> str:
    """The smallest hashes of a report's clauses, in order; '' when there is too little to compare."""
    plain = _plain("。".join(texts), _longest_first(names))
    clauses = set(_CLAUSE.findall(plain))
    if sum(map(len, clauses)) < SHORTEST_PROSE:
        return ""
    smallest = sorted({zlib.crc32(clause.encode()) for clause in clauses})[:SKETCH]
    return "".join(f"{number:08x}" for number in smallest)


def hashes(drawn: str) -> list[str]:
    """The hashes of a sketch, smallest first."""
    return [drawn[at : at + _HASH] for at in range(0, len(drawn), _HASH)]


def comparable(mine: Sequence[str], other: Sequence[str]) -> Sequence[str]:
    """Those hashes of a sketch that the other sketch would hold if its report had the clause."""
    return mine if len(other) < SKETCH else [one for one in mine if one <= other[-1]]


def read_clauses(text: str, form: Form, names: Sequence[str]) -> list[Clause]:
    """The clauses of a Markdown file in the sections of `own_sections`."""
    lines = list(split_lines(printable(text)))
    headings = find_headings(lines, form.sections)
    kept, section, names = own_sections(form), "", _longest_first(names)
    found: list[Clause] = []
    for number, line in enumerate(lines):
        heading = headings.get(number)
        if heading is not None:
            section = section if heading.section is None else form.sections[heading.section].key
        elif section in kept:
            found += _clauses(line.text, line.start, names)
    return found


def compare(mine: Sequence[Clause], other: Sequence[Clause]) -> Likeness:
    """How much of `mine` stands in `other`, and the longest run of clauses they share."""
    words, theirs = [clause.words for clause in mine], [clause.words for clause in other]
    known = set(theirs)
    whole = sum(map(len, words))
    same = sum(len(clause) for clause in words if clause in known)
    run = SequenceMatcher(None, theirs, words, autojunk=False).find_longest_match()
    if not run.size:
        return Likeness(0.0, (0, 1), (0, 1))
    return Likeness(
        same / whole,
        (mine[run.b].start, mine[run.b + run.size - 1].end),
        (other[run.a].start, other[run.a + run.size - 1].end),
    )


def _clauses(text: str, start: int, names: Sequence[str]) -> Iterator[Clause]:
    for match in _CLAUSE.finditer(text):
        words = _plain(_CITATION.sub("", match.group()), names)
        if len(words) >= SHORTEST_CLAUSE:
            yield Clause(words, start + match.start(), start + match.end())


def _longest_first(names: Sequence[str]) -> list[str]:
    return sorted(names, key=lambda name: (-len(name), name))


def _plain(text: str, names: Sequence[str]) -> str:
    text = _CHANGING.sub("", text)
    for name in names:
        text = text.replace(name, "")
    return text
