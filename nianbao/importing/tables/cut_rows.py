"""Rows that the source cut in two or ran into one → rows as they were."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from .figures import is_figure
from .labels import SURE, Labels
from .lines import Entry, Line


def mended(lines: Sequence[Line], labels: Labels) -> list[Line]:
    """The lines with those put together that a page break cut through, and those parted that share one row."""
    parted = [piece for line in lines for piece in _parted(line, labels)]
    made: list[Line] = []
    for line in parted:
        joined = _joined(made[-1], line, labels) if made else None
        if joined is not None:
            made[-1] = joined
        elif made and _is_rest_of_group(made, line, labels):
            continue
        else:
            made.append(line)
    return made


# -- cut in two


def _joined(before: Line, line: Line, labels: Labels) -> Line | None:
    """Both as one row, if their last labels together are a label that neither is alone."""
    if before.table != line.table and not line.is_first:
        return None
    first, second = _last_label(before), _last_label(line)
    if first is None or second is None or not (first.is_own and second.is_own):
        return None
    score = _score(first.text + second.text, labels)
    if score < SURE or _score(second.text, labels) >= SURE or _score(first.text, labels) >= score:
        return None
    if before.table == line.table and first.start != second.start:
        return None
    pairs = _pairs(before, first, line, second)
    if pairs is None:
        return None
    text = f"{first.text}{second.text}"
    entries = [replace(entry, text=text) if entry is first else entry for entry in before.entries]
    for mine, theirs in pairs:
        if theirs.is_filled:
            entries = [
                replace(mine, text=theirs.text, place=theirs.place) if e is mine else e for e in entries
            ]
    return replace(before, entries=tuple(entries))


def _pairs(before: Line, first: Entry, line: Line, second: Entry) -> list[tuple[Entry, Entry]] | None:
    """The cells right of both labels, two by two; None when both halves of one hold something."""
    upper = [entry for entry in before.entries if entry.start >= first.end]
    lower = [entry for entry in line.entries if entry.start >= second.end]
    if len(upper) != len(lower):
        if any(entry.is_filled for entry in lower):
            return None
        return []
    pairs = list(zip(upper, lower, strict=True))
    return None if any(mine.is_filled and theirs.is_filled for mine, theirs in pairs) else pairs


def _is_rest_of_group(made: Sequence[Line], line: Line, labels: Labels) -> bool:
    """A row of nothing but the second half of a group's label, at the beginning of a page."""
    filled = line.filled
    if not line.is_first or len(filled) != 1 or is_figure(filled[0].text) or _score(filled[0].text, labels):
        return False
    above = [entry.text for entry in made[-1].entries if entry.is_filled and entry.start == filled[0].start]
    return any(_score(text + filled[0].text, labels) >= SURE for text in above)


def _last_label(line: Line) -> Entry | None:
    """The cell before the figures: the last one with words, if no figure stands before it."""
    last = None
    for entry in line.entries:
        if is_figure(entry.text):
            break
        if entry.is_filled:
            last = entry
    return last


def _score(text: str, labels: Labels) -> float:
    hits = labels.find(text)
    return max((hit.score for hit in hits if hit.node.axis == "row"), default=0.0)


# -- run into one


def _parted(line: Line, labels: Labels) -> Iterator[Line]:
    """A row whose label and figures have as many lines each, and every line of the label is a label."""
    label = _last_label(line)
    names = label.text.split("\n") if label is not None else []
    if label is None or len(names) < 2 or _score(label.text, labels) >= SURE:
        yield line
        return
    if any(_score(name, labels) < SURE for name in names):
        yield line
        return
    values = [entry for entry in line.entries if entry.start >= label.end]
    if any(entry.is_filled and len(entry.text.split("\n")) != len(names) for entry in values):
        yield line
        return
    for number, name in enumerate(names):
        yield replace(
            line,
            is_first=line.is_first and number == 0,
            entries=tuple(
                replace(entry, text=name)
                if entry is label
                else replace(entry, text=entry.text.split("\n")[number])
                if entry in values and entry.is_filled
                else entry
                for entry in line.entries
            ),
        )
