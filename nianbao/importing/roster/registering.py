"""What a 名录 changes in the agencies: their files as they will be, worked out before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ...agencies import Agency, read_agency
from ...decoding import decode
from ...located import Fault
from .agency_text import CannotEdit, Value, new_text, set_value
from .sheet import BETWEEN, NAME, ORDER, RANK, UNRANKED, Wish, same, shown

STEP = 10
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Registration:
    """The agency.yaml of one agency. `changes`: (name, old, new) as the sheet writes them."""

    path: str
    name: str
    is_new: bool
    old: bytes | None
    new: bytes
    changes: tuple[tuple[str, str, str], ...]


def register(
    wishes: Sequence[Wish], known: Mapping[str, Agency], files: Mapping[str, bytes]
) -> tuple[list[Registration], list[Fault]]:
    """The files that change, in the order of the sheet. `files`: every agency.yaml by its agency's path."""
    done: list[Registration] = []
    faults: list[Fault] = []
    for wish in with_ranks(wishes, known):
        if not wish.values:
            continue
        if wish.path in files:
            changed = _changed(wish, known.get(wish.path), files[wish.path])
            if changed is None:
                changes = [f"{name} → {text or '（删掉）'}" for name, text in wish.cells.items()]
                target = f"content/reports/{wish.path}/agency.yaml"
                faults.append(Fault("roster-refused", 0, 1, {"target": target, "changes": changes}))
            else:
                done.append(changed)
        else:
            done.append(found(wish.path, wish.values, wish.cells))
    return done, faults


def found(path: str, values: Mapping[str, Value], cells: Mapping[str, str]) -> Registration:
    """A new agency's file."""
    name = str(values[NAME])
    text = new_text(name, values, ORDER)
    told = tuple((column, "", cell) for column, cell in cells.items() if cell)
    return Registration(path, name, True, None, text.encode("utf-8"), told)


def _changed(wish: Wish, agency: Agency | None, data: bytes) -> Registration | None:
    """The file with the changes in it; None when they cannot be made so that all else stays."""
    text, faults = decode(data)
    if faults or agency is None:
        return None
    new = text
    try:
        for key, value in wish.values.items():
            new = set_value(new, key, value, ORDER)
    except CannotEdit:
        return None
    before, read = read_agency(text, wish.path), read_agency(new, wish.path)
    cells = shown(agency) | dict(wish.cells)
    # What is read back must be what was wanted and nothing else.
    if read[0] is None or len(read[1]) > len(before[1]) or not _says(read[0], cells):
        return None
    old = shown(agency)
    told = tuple((name, old.get(name, ""), cell) for name, cell in wish.cells.items())
    mark = _MARK if data.startswith(_MARK) else b""
    return Registration(wish.path, read[0].name, False, data, mark + new.encode("utf-8"), told)


def _says(agency: Agency, cells: Mapping[str, str]) -> bool:
    found = shown(agency)
    return all(_equal(found.get(name, ""), cells.get(name, "")) for name in {*found, *cells})


def _equal(one: str, other: str) -> bool:
    """Equal but for blanks, and for the order of a list, which agencies are read in by year."""
    return same(one, other) or sorted(one.split(BETWEEN)) == sorted(other.split(BETWEEN))


def with_ranks(wishes: Sequence[Wish], known: Mapping[str, Agency]) -> list[Wish]:
    """The order of the rows as 排序, where the numbers in the sheet do not say it already."""
    groups: dict[str, list[Wish]] = {}
    for wish in wishes:
        groups.setdefault(wish.path.rpartition("/")[0], []).append(wish)
    ranks: dict[str, int] = {}
    for group in groups.values():
        ranks |= _new_ranks(group, known)
    return [_ranked(wish, ranks[wish.path]) if wish.path in ranks else wish for wish in wishes]


def _new_ranks(group: Sequence[Wish], known: Mapping[str, Agency]) -> dict[str, int]:
    """Ranks for the agencies of one parent that are to change; nobody's, when the rows are in order as it is."""
    if any(RANK in wish.values for wish in group):
        return {}  # numbers that somebody wrote say more than where the row stands
    keys = [(known[w.path].rank if w.path in known else UNRANKED, w.path) for w in group]
    if keys == sorted(keys):
        return {}
    old = [rank for rank, path in keys if path in known]
    if UNRANKED not in old and all(one < other for one, other in pairwise(old)):
        filled = _between(keys, known)
        if filled is not None:
            return filled
    ranks = {path: STEP * number for number, (_, path) in enumerate(keys, 1)}
    return {path: rank for path, rank in ranks.items() if path not in known or known[path].rank != rank}


def _between(keys: Sequence[tuple[int, str]], known: Mapping[str, Agency]) -> dict[str, int] | None:
    """Ranks for new agencies between those of their neighbours; None when there is no room."""
    ranks: dict[str, int] = {}
    last = 0
    for number, (rank, path) in enumerate(keys):
        if path in known:
            last = rank
            continue
        following = next((r for r, p in keys[number:] if p in known), None)
        last = last + STEP if following is None else min(last + STEP, (last + following) // 2)
        if (following is not None and last >= following) or last <= 0 or last in ranks.values():
            return None
        if any(known[p].rank == last for _, p in keys if p in known):
            return None
        ranks[path] = last
    return ranks


def _ranked(wish: Wish, rank: int) -> Wish:
    return replace(wish, cells={**wish.cells, RANK: str(rank)}, values={**wish.values, RANK: str(rank)})
