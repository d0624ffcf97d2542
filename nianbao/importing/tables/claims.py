"""What single rows say of cells → one reading for each cell, with a note where they do not agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ..matched import PENDING, Read
from .figures import EMPTY

# How a figure was come by: printed for this cell, for a group it belongs to, for parts of it, or beside its
# name without a head of columns.
DIRECT, OF_GROUP, OF_PART, ALONE = 0, 1, 2, 3
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """One figure for one cell. `rank`: DIRECT, OF_GROUP, OF_PART or ALONE; only those of the best rank count."""

    read: Read
    rank: int = DIRECT


def noted(claim: Claim, note: str) -> Claim:
    """The claim with one more thing to look at, before what is said already."""
    return replace(claim, read=replace(claim.read, note="；".join(filter(None, (note, claim.read.note)))))


def settle(claims: Iterable[Claim]) -> tuple[dict[str, Read], list[Claim]]:
    """The cells, and the claims that counted for nothing because the cell has figures of its own."""
    by_address: dict[str, list[Claim]] = {}
    for claim in claims:
        by_address.setdefault(claim.read.address, []).append(claim)
    cells: dict[str, Read] = {}
    spare: list[Claim] = []
    for address, found in by_address.items():
        best = min(claim.rank for claim in found)
        cells[address] = _agreed([claim.read for claim in found if claim.rank == best], best)
        spare += [claim for claim in found if claim.rank != best and claim.rank in (OF_GROUP, ALONE)]
    return cells, spare


def _agreed(reads: Sequence[Read], rank: int) -> Read:
    first = reads[0]
    if len(reads) == 1:
        return first
    if rank == OF_PART:
        notes = list(dict.fromkeys(read.note for read in reads))
        return Read(first.address, first.printed, PENDING, first.place, "；".join(notes[:_SHOWN]))
    stated = [read for read in reads if read.typed != EMPTY]
    if not stated:
        return first
    if all(read.typed == stated[0].typed for read in stated):
        best = min(stated, key=lambda read: bool(read.note))
        if len(stated) == len(reads) or best.note:
            return best
        return Read(best.address, best.printed, best.typed, best.place, "原表另有一处同名，是空白")
    told = [f"{read.place}写“{' '.join(read.printed.split())}”" for read in stated[:_SHOWN]]
    note = f"原表有{len(stated)}处，不一致：{'，'.join(told)}"
    return Read(first.address, first.printed, PENDING, first.place, note)
