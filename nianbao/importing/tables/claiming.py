"""One printed figure → what it claims for a cell, or for each cell of a group."""

from __future__ import annotations

from collections.abc import Sequence

from ...forms import Cell
from ..matched import PENDING, Read
from .claims import OF_PART, Claim
from .figures import EMPTY, NONE, typed_value
from .lines import Entry, Line

_QUOTED = 30


def claim_cell(cell: Cell, entry: Entry, unit: str, notes: Sequence[str]) -> Claim:
    typed, note = typed_value(entry.text, cell, unit)
    told = "；".join(dict.fromkeys(filter(None, (*notes, note))))
    return Claim(Read(cell.address, entry.text, typed, entry.place, told))


def claim_group(cell: Cell, entry: Entry, notes: Sequence[str], word: str, rank: int) -> Claim:
    """One figure for several cells: none, nothing or blank holds for each; counts that sum to 0 are all 0."""
    typed, note = typed_value(entry.text, cell)
    shown = " ".join(entry.text.split())
    if typed == "0" and cell.kind == "count":
        note = f"{word}“{shown}”，各项都是 0"
    elif typed not in (EMPTY, NONE):
        typed, note = PENDING, f"{word}“{shown}”，不知道是其中哪一项的"
    elif typed == NONE:
        note = f"{word}“{shown}”"
    told = "；".join(dict.fromkeys(filter(None, (*notes, note))))
    return Claim(Read(cell.address, entry.text, typed, entry.place, told), rank)


def claim_part(cell: Cell, entry: Entry, line: Line) -> Claim:
    note = f"原表分几行写，统一格式只有一行：{shortened(line.text, 3 * _QUOTED)}"
    return Claim(Read(cell.address, entry.text, PENDING, entry.place, note), OF_PART)


def shortened(text: str, longest: int = _QUOTED) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"
