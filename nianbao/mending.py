"""The edits of many faults brought into one set that can be made at once."""

from __future__ import annotations

from dataclasses import replace

from .keyboard import apply_edits
from .located import Edit, Fault, Lines

# How many edits may begin inside of one.
_NEAR = 400


def reconciled(faults: list[Fault]) -> list[Fault]:
    """Where a later fault's edit covers an earlier one's, the later says it all and both carry it."""
    clashing = _clashing(faults)
    if not clashing:
        return faults
    done = list(faults)
    kept: list[int] = []
    for n in sorted(clashing):
        fault = done[n]
        touched = [other for other in kept if _touch(done[other].edits, fault.edits)]
        if any(not _covers(fault.edits, done[other].edits) for other in touched):
            done[n] = replace(fault, edits=())
            continue
        for other in touched:
            done[other] = replace(done[other], edits=_merged(done[other].edits, fault.edits))
        kept.append(n)
    return done


def _clashing(faults: list[Fault]) -> set[int]:
    """Which faults have edits that overlap with another's."""
    edits = sorted(
        ((edit, n) for n, fault in enumerate(faults) for edit in fault.edits),
        key=lambda item: (item[0].start, item[0].end),
    )
    found: set[int] = set()
    for place, (edit, n) in enumerate(edits):
        for other, m in edits[place + 1 : place + 1 + _NEAR]:
            if other.start > edit.end:
                break
            if n != m and _overlap(edit, other):
                found |= {n, m}
    return found


def _touch(one: tuple[Edit, ...], other: tuple[Edit, ...]) -> bool:
    return any(_overlap(a, b) for a in one for b in other)


def _overlap(a: Edit, b: Edit) -> bool:
    return a != b and (
        (a.start < b.end and b.start < a.end)
        or (a.start == b.start and (a.end == a.start or b.end == b.start))
    )


def _covers(later: tuple[Edit, ...], earlier: tuple[Edit, ...]) -> bool:
    return all(
        any(a.start <= b.start and b.end <= a.end for a in later) for b in earlier if _touch(later, (b,))
    )


def _merged(earlier: tuple[Edit, ...], later: tuple[Edit, ...]) -> tuple[Edit, ...]:
    return tuple(dict.fromkeys((*(edit for edit in earlier if not _touch(later, (edit,))), *later)))


def ordered(fault: Fault, faults: list[Fault], text: str, lines: Lines) -> Fault:
    """With the edits that put rows in the form's order, when every row is one line of its own."""
    keys, order, groups = (fault.facts[name] for name in ("keys", "order", "groups"))
    numbers = [lines.position(key)[0] for key in keys]
    moved = [(here, there) for here, there in enumerate(order) if here != there]
    edits = tuple(edit for other in faults for edit in other.edits)
    slots = {n: _slot(lines, keys[n]) for n, _ in moved}
    if (
        len(set(numbers)) < len(numbers)
        or any(groups[here] != groups[there] for here, there in moved)
        or any(_crosses(edit, slot) for edit in edits for slot in slots.values())
    ):
        return fault
    new = []
    for here, there in moved:
        start, end = slots[there]
        inside = [
            Edit(edit.start - start, edit.end - start, edit.text)
            for edit in edits
            if start <= edit.start and edit.end <= end
        ]
        new.append(Edit(*slots[here], apply_edits(text[start:end], inside)))
    return replace(fault, edits=tuple(new))


def _slot(lines: Lines, place: int) -> tuple[int, int]:
    """The line at `place`, without its end."""
    number, column = lines.position(place)
    start = place - column + 1
    return start, start + len(lines.line(number))


def _crosses(edit: Edit, slot: tuple[int, int]) -> bool:
    start, end = slot
    return edit.start < end and start < edit.end and not (start <= edit.start and edit.end <= end)
