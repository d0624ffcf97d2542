"""The figures of a row → the columns they stand under."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from .column_order import Column
from .columns import Columns, Head
from .figures import is_figure
from .lines import Entry, Line

BY_ORDER = "这一行和表头没有对齐，按顺序对应"
HANGING = "这一行有上一行合并下来的数"


@dataclass(frozen=True, slots=True)
class Placed:
    """One figure under its column, or under all the columns its cell is merged over."""

    entry: Entry
    columns: tuple[Column, ...]
    note: str = ""


def align(line: Line, values: Sequence[Entry], head: Head, part: Columns) -> list[Placed] | None:
    """As `_aligned`, with a note on each figure of a row into which one from above reaches."""
    placed = _aligned(line, values, head, part)
    if placed is None or all(one.entry.is_own or not is_figure(one.entry.text) for one in placed):
        return placed
    # Nobody can tell a merged cell from one that pushed the others out of their columns.
    return [replace(one, note="；".join(filter(None, (one.note, HANGING)))) for one in placed]


def _aligned(line: Line, values: Sequence[Entry], head: Head, part: Columns) -> list[Placed] | None:
    """Each column with the figure that stands under it; None when they do not fit together.

    Figures are placed by what stands above them. Where the source's own spans are wrong and there are as many
    figures as columns, their order decides, with a note.
    """
    inside = [entry for entry in values if entry.end > head.first or entry.is_filled]
    if head.table == line.table and part.is_straight:
        straight = _straight(inside, part.columns, head.spare) or _pairwise(inside, part.columns)
        if straight is not None:
            return straight
        merged = _merged(inside, part.columns)
        if merged is not None:
            return merged
    continued = head.table != line.table and part.is_straight
    for tried in (list(values), inside):
        if len(tried) == len(part.columns) and len({column.leaves for column in part.columns}) == len(tried):
            note = "" if continued and len(tried) == len(values) else BY_ORDER
            return [Placed(entry, (column,), note) for entry, column in zip(tried, part.columns, strict=True)]
    if not any(entry.is_filled for entry in values) and values:
        return [Placed(values[0], (column,)) for column in part.columns]
    return None


def _overlaps(entry: Entry, column: Column) -> bool:
    return entry.start < column.end and column.start < entry.end


def _straight(
    values: Sequence[Entry], columns: Sequence[Column], spare: Sequence[Column]
) -> list[Placed] | None:
    """One figure under each column, and none that stands under no head at all."""
    placed = []
    used: set[int] = set()
    for column in columns:
        under = [entry for entry in values if _overlaps(entry, column)]
        if len(under) > 1 and sum(entry.is_filled for entry in under) == 1:
            # A cell drawn in two, one half of it empty.
            under = [entry for entry in under if entry.is_filled]
        if len(under) != 1 or sum(_overlaps(under[0], other) for other in columns) != 1:
            return None
        used.add(id(under[0]))
        placed.append(Placed(under[0], (column,)))
    beside = [entry for entry in values if entry.is_filled and id(entry) not in used]
    if any(entry.is_own for entry in beside) and not all(piece.entry.is_own for piece in placed):
        # A figure that hangs down from the row above has pushed one of this row's out of its column.
        return None
    if all(any(_overlaps(entry, column) for column in spare) for entry in beside):
        return placed
    return None


def _pairwise(values: Sequence[Entry], columns: Sequence[Column]) -> list[Placed] | None:
    """As many figures as columns, each reaching under its own, though spans differ by a little."""
    if len(values) != len(columns):
        return None
    if not all(_overlaps(entry, column) for entry, column in zip(values, columns, strict=True)):
        return None
    return [Placed(entry, (column,)) for entry, column in zip(values, columns, strict=True)]


def _merged(values: Sequence[Entry], columns: Sequence[Column]) -> list[Placed] | None:
    """Cells merged over several whole columns."""
    if not values or len(values) >= len(columns):
        return None
    placed = []
    for entry in values:
        under = tuple(column for column in columns if _overlaps(entry, column))
        if not under or under[0].start < entry.start or under[-1].end > entry.end:
            return None
        placed.append(Placed(entry, under))
    covered = sum(len(piece.columns) for piece in placed)
    return placed if covered == len(columns) else None
