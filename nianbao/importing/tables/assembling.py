"""Tables of which only the lines of text are known → rows: the parts of labels over several lines put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from .figures import is_figure
from .labels import LONGEST, SURE, Labels
from .lines import Entry, Line

# No table of a report has more lines, however narrow its labels are.
_MOST_LINES = 600
_MOST_PARTS = 20
_MOST_TRIED = 200
_FARTHEST = 4
_Part = tuple[int, Entry]


def assembled(lines: Sequence[Line], labels: Labels) -> list[Line]:
    """The lines, those of tables without ruling as rows with whole labels: parts that stand below one another
    are one label where together they are one of the form, and none of them is."""
    made: list[Line] = []
    for _, group in groupby(lines, lambda line: (line.table, line.is_loose)):
        table = list(group)
        made += _rows(table, labels) if table[0].is_loose and len(table) <= _MOST_LINES else table
    return made


def _rows(lines: list[Line], labels: Labels) -> list[Line]:
    parts = {number: _parts(lines, number) for number in range(len(lines))}
    used: set[int] = set()
    for number in range(len(lines)):
        for entry in parts[number]:
            if id(entry) in used or not labels.may_begin_with(entry.text):
                continue
            chain = _chain([(number, entry)], parts, labels, used)
            if len(chain) > 1:
                used.update(id(part) for _, part in chain)
                _put(lines, chain)
    kept = [replace(line, entries=tuple(e for e in line.entries if id(e) not in used)) for line in lines]
    return _with_rests([line for line in kept if line.entries], labels)


def _with_rests(lines: Sequence[Line], labels: Labels) -> list[Line]:
    """The lines without those of nothing but words that nobody knows, which go to the label above: it is not
    whole, and must not be taken for another that is as short."""
    made: list[Line] = []
    for line in lines:
        above = _above(made[-1], line, labels) if made else None
        if above is None:
            made.append(line)
            continue
        whole = replace(above, text=above.text + line.filled[0].text)
        made[-1] = replace(made[-1], entries=tuple(whole if e is above else e for e in made[-1].entries))
    return made


def _above(before: Line, line: Line, labels: Labels) -> Entry | None:
    """The last words before the figures of `before`, if `line` can only be their rest."""
    if len(line.filled) != 1 or is_figure(line.filled[0].text) or labels.find(line.filled[0].text):
        return None
    parts = [entry for entry in before.filled if not is_figure(entry.text)]
    if not parts or len(parts) == len(before.filled):
        return None
    rest = line.filled[0]
    return parts[-1] if rest.start < parts[-1].end and parts[-1].start < rest.end else None


def _parts(lines: Sequence[Line], number: int) -> list[Entry]:
    """The words of a line, up to its figures."""
    entries = lines[number].entries
    left = next((entry.start for entry in entries if is_figure(entry.text)), lines[number].width)
    return [e for e in entries if e.is_filled and e.end <= left and not is_figure(e.text)]


def _chain(begun: list[_Part], parts: dict[int, list[Entry]], labels: Labels, used: set[int]) -> list[_Part]:
    """The parts, from the given one down, that make the best label; the given one alone if none do."""
    best, best_score = begun, _score(begun, labels)
    pending = [begun]
    tried = 0
    while pending and tried < _MOST_TRIED:
        chain = pending.pop()
        tried += 1
        if len(chain) == _MOST_PARTS or sum(len(part.text) for _, part in chain) > LONGEST:
            continue
        for following in _following(chain[-1], parts, used):
            longer = [*chain, following]
            score = _score(longer, labels)
            if score < _score([following], labels):
                continue
            # Of two that fit as well the longer: 其他 is a label, and so is 其他结果.
            if score > best_score or (score == best_score and score >= SURE):
                best, best_score = longer, score
            pending.append(longer)
    return best


def _following(last: _Part, parts: dict[int, list[Entry]], used: set[int]) -> Iterator[_Part]:
    """The nearest words below a part."""
    number, entry = last
    for lower in range(number + 1, len(parts)):
        under = [
            part
            for part in parts[lower]
            if id(part) not in used and part.start < entry.end and entry.start < part.end
        ]
        for part in under:
            yield lower, part
        if under or lower - number >= _FARTHEST:
            return


def _score(chain: Sequence[_Part], labels: Labels) -> float:
    text = "".join(entry.text for _, entry in chain)
    hits = labels.find(text)
    return max((hit.score for hit in hits if hit.node.axis != "title"), default=0.0)


def _put(lines: list[Line], chain: Sequence[_Part]) -> None:
    """Write the whole label into the row whose figures stand beside it, else where it begins."""
    first, entry = chain[0]
    rows = [
        number
        for number in range(first, chain[-1][0] + 1)
        if any(is_figure(other.text) for other in lines[number].entries)
    ]
    place = rows[0] if len(rows) == 1 else first
    start, end = min(part.start for _, part in chain), max(part.end for _, part in chain)
    whole = replace(
        entry, text="".join(part.text for _, part in chain), start=start, end=end, place=lines[place].place
    )
    others = [other for other in lines[place].entries if other.end <= start or other.start >= end]
    spoiled = [other for other in lines[place].entries if other not in others]
    kept = [other for other in spoiled if all(other is not part for _, part in chain)]
    entries = sorted([*others, *kept, whole], key=lambda other: (other.start, other.end))
    lines[place] = replace(lines[place], entries=tuple(entries))
