"""Merging prose: a line is a paragraph, and whoever changed it keeps it.

Blanks around a line and empty lines between them make no difference; the text that stands there keeps its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from .standing import line_end

CHANGED, KEPT, CONFLICT = "changed", "kept", "conflict"

_LINE = re.compile(r"[^\n]*\n(?:[ \t\r]*\n)*|[^\n]+\Z")
_HEADING = re.compile(r"#{1,6}\s*(.*)")
# Comparing takes the product of the lengths at worst, and longer where many lines are alike: past this what
# is between the common beginning and end differs whole.
_MOST_PAIRS, _MOST_ALIKE = 4_000_000, 20_000


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines in which texts differ, below `heading`. `kind`: theirs came in (`CHANGED`), mine stays because theirs
    says what it said before (`KEPT`), or both changed and mine stays (`CONFLICT`)."""

    kind: str
    heading: str
    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it is compared, and with its end and the empty lines behind it. `is_last`: of its own text."""

    text: str
    raw: str
    is_last: bool


@dataclass(frozen=True, slots=True)
class _Edit:
    """The lines [start, end) of the base are `lines` instead; `is_mine` in the text that stands there."""

    start: int
    end: int
    lines: tuple[_Line, ...]
    is_mine: bool


def merge_prose(
    base: str | None, mine: str, theirs: str, *, replacing: bool = False
) -> tuple[str, tuple[Passage, ...]]:
    """The merged text, and where texts differed. Without a base every difference is a conflict.

    With `replacing` theirs comes in wherever it differs from mine.
    """
    my_lines, their_lines = _lines(mine), _lines(theirs)
    has_base = base is not None and not replacing
    base_lines = _lines(base) if base is not None and has_base else my_lines
    my_edits, raws = _edits(base_lines, my_lines, is_mine=True)
    their_edits, _ = _edits(base_lines, their_lines, is_mine=False)
    merged: list[_Line] = []
    passages: list[Passage] = []
    place = 0
    for group in _groups([*my_edits, *their_edits]):
        start, end = group[0].start, max(edit.end for edit in group)
        merged += raws[place:start]
        old, own = base_lines[start:end], _applied(group, raws, start, end, is_mine=True)
        new = _applied(group, raws, start, end, is_mine=False)
        kind = _kind(group, own, new, is_judged=has_base or replacing)
        if kind:
            passages.append(Passage(kind, _heading(merged), _text(old), _text(own), _text(new)))
        merged += _ended(new, mine) if kind == CHANGED else own
        place = end
    merged += raws[place:]
    return _joined(merged, line_end(mine)), tuple(passages)


def _kind(group: Sequence[_Edit], own: Sequence[_Line], new: Sequence[_Line], *, is_judged: bool) -> str:
    """Who changed these lines, '' when both made the same of them."""
    if [line.text for line in own] == [line.text for line in new]:
        return ""
    if not is_judged:
        return CONFLICT
    if not any(edit.is_mine for edit in group):
        return CHANGED
    return KEPT if all(edit.is_mine for edit in group) else CONFLICT


def _lines(text: str) -> list[_Line]:
    """The lines of a text, each with the empty lines behind it."""
    return [
        _Line(match.group().strip(), match.group(), match.end() == len(text))
        for match in _LINE.finditer(text)
    ]


def _edits(
    base: Sequence[_Line], other: Sequence[_Line], *, is_mine: bool
) -> tuple[list[_Edit], list[_Line]]:
    """What makes the other text of the base; and the base's lines, as the other has them where it has them."""
    raws = list(base)
    edits: list[_Edit] = []
    for kind, start, end, first, last in _compare(base, other):
        if kind == "equal":
            raws[start:end] = other[first:last]
        elif end - start == last - first:
            # As many lines as before: each is taken for the same paragraph, written anew.
            edits += [
                _Edit(start + n, start + n + 1, (other[first + n],), is_mine) for n in range(end - start)
            ]
        else:
            edits.append(_Edit(start, end, tuple(other[first:last]), is_mine))
    return edits, raws


def _compare(base: Sequence[_Line], other: Sequence[_Line]) -> Iterator[tuple[str, int, int, int, int]]:
    """As difflib's opcodes: what is the same at both ends is not compared further."""
    one, two = [line.text for line in base], [line.text for line in other]
    same = _same(one, two)
    rest = min(_same(one[::-1], two[::-1]), len(one) - same, len(two) - same)
    ends = len(one) - rest, len(two) - rest
    yield "equal", 0, same, 0, same
    inner, outer = one[same : ends[0]], two[same : ends[1]]
    if len(inner) * len(outer) > _MOST_PAIRS or _alike(inner, outer) > _MOST_ALIKE:
        yield "replace", same, ends[0], same, ends[1]
    else:
        for kind, start, end, first, last in SequenceMatcher(None, inner, outer, False).get_opcodes():
            yield kind, start + same, end + same, first + same, last + same
    yield "equal", ends[0], len(one), ends[1], len(two)


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many pairs of lines, one of each text, are the same."""
    counts = Counter(one)
    return sum(counts[line] for line in other)


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """How many lines two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (left, right) in pairs if left != right), min(len(one), len(other)))


def _groups(edits: Iterable[_Edit]) -> Iterator[list[_Edit]]:
    """Edits that meet, together; edits that only touch do not meet, but two insertions at one place do."""
    group: list[_Edit] = []
    end = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end, not edit.is_mine)):
        if group and not (edit.start < end or edit.start == edit.end == group[0].start == end):
            yield group
            group = []
        end = max(end, edit.end) if group else edit.end
        group.append(edit)
    if group:
        yield group


def _applied(
    group: Iterable[_Edit], base: Sequence[_Line], start: int, end: int, *, is_mine: bool
) -> list[_Line]:
    """The lines [start, end) of the base as one side has them."""
    found: list[_Line] = []
    for edit in group:
        if edit.is_mine == is_mine:
            found += [*base[start : edit.start], *edit.lines]
            start = edit.end
    return [*found, *base[start:end]]


def _heading(lines: Sequence[_Line]) -> str:
    """The last heading of what is written so far."""
    found = (_HEADING.fullmatch(line.text) for line in reversed(lines))
    return next((match[1] for match in found if match), "")


def _text(lines: Iterable[_Line]) -> str:
    return "\n".join(line.text for line in lines)


def _ended(lines: Iterable[_Line], mine: str) -> list[_Line]:
    """Lines that come in end as those do that stand there."""
    end = line_end(mine)
    return [replace(line, raw=line.raw.replace("\r\n", "\n").replace("\n", end)) for line in lines]


def _joined(lines: Sequence[_Line], end: str) -> str:
    """The lines as one text. What was last is no longer when something follows, and the other way round."""
    *others, last = lines or [_Line("", "", True)]
    raws = [line.raw.rstrip("\r\n") + end * 2 if line.is_last else line.raw for line in others]
    return "".join([*raws, last.raw if last.is_last else last.raw.rstrip() + end])
