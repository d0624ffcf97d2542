"""Digits run together → figures: the one reading of all rows that satisfies the equations of the form.

A run is the row of a table whose figures cannot be told apart by separators; its readings are all ways to cut
it. The runs are solved jointly, and a cell is known when all solutions agree on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ...forms import Cell
from ...forms.equations import Equation
from .cutting import Budget, cut
from .sums import Number, Row, holds, number_of, viable

# At most so many figures of a row that has separators may have been left blank.
_MOST_LOST = 2


@dataclass(frozen=True, slots=True)
class Run:
    """The figures of one row as they stand there: `chunks`, parted by separators, for `cells`.

    `others`: the same row read otherwise (a digit at its end may be the number of the next label).
    """

    cells: tuple[Cell, ...]
    chunks: tuple[str, ...]
    others: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """What became of a run: a figure for each cell, '' for a blank one, None where it is not known.

    `readings`: what it could be, at most a few. `by_sums`: equations were needed to decide.
    """

    figures: tuple[str | None, ...]
    readings: tuple[tuple[str, ...], ...]
    by_sums: bool


def split_runs(
    runs: Sequence[Run], equations: Iterable[Equation], known: Mapping[int, str], *, shown: int = 4
) -> list[Split]:
    """A Split for each run. `known`: figures read otherwise, as typed, by the index of their cell.

    Work is bounded, whatever stands in the runs: what would take too long is not known.
    """
    budget = Budget()
    checked = [equation for equation in equations if not equation.crosses_years]
    by_cell: dict[int, list[Equation]] = {}
    for equation in checked:
        for term in (*equation.left, *equation.right):
            by_cell.setdefault(term.index, []).append(equation)
    ways = [_readings(run, by_cell, budget) for run in runs]
    rows = [
        Row(tuple(cell.index for cell in run.cells), tuple(map(_numbers, readings)))
        for run, readings in zip(runs, ways, strict=True)
        if readings
    ]
    kept = iter(viable(rows, checked, {index: number_of(typed) for index, typed in known.items()}))
    splits = []
    for run, readings in zip(runs, ways, strict=True):
        left = [readings[place] for place in next(kept)] if readings else []
        splits.append(_agreed(run, left, len(left) < len(readings) or _is_checked(run, by_cell), shown))
    return splits


def _agreed(run: Run, readings: Sequence[tuple[str, ...]], by_sums: bool, shown: int) -> Split:
    if not readings:
        return Split((None,) * len(run.cells), (), False)
    figures = tuple(
        values[0] if all(value == values[0] for value in values) else None
        for values in zip(*readings, strict=True)
    )
    return Split(figures, tuple(readings[:shown]), by_sums)


def _is_checked(run: Run, by_cell: Mapping[int, list[Equation]]) -> bool:
    return sum(map(len, run.chunks)) > len(run.cells) and any(cell.index in by_cell for cell in run.cells)


def _readings(run: Run, by_cell: Mapping[int, list[Equation]], budget: Budget) -> list[tuple[str, ...]]:
    """All ways to read one run that satisfy the equations within it; without them where none does."""
    indexes = {cell.index for cell in run.cells}
    inner = list(
        {
            id(equation): equation
            for cell in run.cells
            for equation in by_cell.get(cell.index, ())
            if all(term.index in indexes for term in (*equation.left, *equation.right))
        }.values()
    )
    cuts: list[tuple[str, ...]] = []
    for chunks in (run.chunks, *run.others):
        found = cut(chunks, run.cells, inner, budget)
        if found is None:
            return []
        cuts += found
    fitting = [reading for reading in cuts if holds(inner, run.cells, _numbers(reading))]
    if fitting and inner:
        return fitting
    lost = [reading for reading in _with_blanks(run) if holds(inner, run.cells, _numbers(reading))]
    if not inner:
        return [*cuts, *lost]
    # The row does not add up in the source. It is known only if its digits leave no choice, and if nothing parts
    # them: where some separators are left, a part of the row may be missing.
    if len(run.chunks) > 1:
        return lost
    free: list[tuple[str, ...]] = []
    for chunks in (run.chunks, *run.others):
        found = cut(chunks, run.cells, [], budget)
        if found is None:
            return []
        free += found
    return free if len(free) == 1 else []


def _with_blanks(run: Run) -> list[tuple[str, ...]]:
    """Readings of a run with separators in which one or two cells were blank and left no trace."""
    missing = len(run.cells) - len(run.chunks)
    if not 0 < missing <= _MOST_LOST or len(run.chunks) < 2 or not all(map(_is_whole, run.chunks)):
        return []
    readings = []
    for blanks in combinations(range(len(run.cells)), missing):
        chunks = iter(run.chunks)
        readings.append(tuple("" if column in blanks else next(chunks) for column in range(len(run.cells))))
    return readings


def _is_whole(chunk: str) -> bool:
    """Whether a chunk can be one figure."""
    return not (chunk.isdigit() and chunk.startswith("0") and len(chunk) > 1)


def _numbers(reading: Iterable[str]) -> tuple[Number | None, ...]:
    return tuple(map(number_of, reading))
