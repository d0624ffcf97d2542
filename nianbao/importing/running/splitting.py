"""Digits run together → figures: the one reading of all rows that satisfies the equations of the form.

A run is the row of a table whose figures cannot be told apart by separators; its readings are all ways to cut
it. The runs are solved jointly, and a cell is known when all solutions agree on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ...forms import Cell
from ...forms.equations import Equation
from .cutting import Budget, cut
from .sums import Number, Row, holds, number_of, viable
from .weighing import Scale

# At most so many figures of a row that has separators may have been left blank.
_MOST_LOST = 2
# Rows that have to be cut by their sums are believed where at most one in so many does not add up.
_BELIEVED = 2
_Reading = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """The figures of one row as they stand there: `chunks`, parted by separators, for `cells`.

    `others`: the same row read otherwise (a digit at its end may be the number of the next label). `must_add_up`:
    rows beside it are parted by separators, so figures may rather be missing here than run together.
    """

    cells: tuple[Cell, ...]
    chunks: tuple[str, ...]
    others: tuple[tuple[str, ...], ...] = ()
    must_add_up: bool = False


@dataclass(frozen=True, slots=True)
class Split:
    """What became of a run: a figure for each cell, '' for a blank one, None where it is not known.

    `readings`: what it could be, at most a few. `by_sums`: equations were needed to decide.
    """

    figures: tuple[str | None, ...]
    readings: tuple[_Reading, ...]
    by_sums: bool


@dataclass(frozen=True, slots=True)
class _Ways:
    """The readings of a run that satisfy the equations within it; where none does, all, and `is_broken`."""

    readings: tuple[_Reading, ...]
    is_broken: bool = False


def split_runs(
    runs: Sequence[Run], equations: Iterable[Equation], known: Mapping[int, str], *, shown: int = 4
) -> list[Split]:
    """A Split for each run. `known`: figures read otherwise, as typed, by the index of their cell.

    Work is bounded, whatever stands in the runs: what would take too long is not known.
    """
    budget = Budget()
    checked = [equation for equation in equations if not equation.crosses_years]
    used = {term.index for equation in checked for term in (*equation.left, *equation.right)}
    ways = _trusted(runs, [_ways(run, _inner(run, checked), budget) for run in runs])
    numbers = {index: number_of(typed) for index, typed in known.items()}
    splits = []
    for run, way, left in zip(runs, ways, _left(runs, ways, checked, numbers, budget), strict=True):
        is_cut = sum(map(len, run.chunks)) > len(run.cells) and any(cell.index in used for cell in run.cells)
        splits.append(_agreed(run, left, is_cut or len(left) < len(way.readings), shown))
    return splits


def _trusted(runs: Sequence[Run], ways: Sequence[_Ways]) -> list[_Ways]:
    """The ways, without those of rows that add up in a table where many rows do not: they do so by chance."""
    broken: Counter[str] = Counter()
    all_: Counter[str] = Counter()
    for run, way in zip(runs, ways, strict=True):
        if _has_choice(run):
            broken[run.cells[0].table] += way.is_broken
            all_[run.cells[0].table] += 1
    return [
        _Ways(()) if _has_choice(run) and broken[table] > max(2, all_[table] / _BELIEVED) else way
        for run, way in zip(runs, ways, strict=True)
        for table in [run.cells[0].table]
    ]


def _has_choice(run: Run) -> bool:
    return sum(map(len, run.chunks)) > len(run.cells)


def _left(
    runs: Sequence[Run],
    ways: Sequence[_Ways],
    equations: Sequence[Equation],
    known: Mapping[int, Number | None],
    budget: Budget,
) -> list[Sequence[_Reading]]:
    """The readings of each run that the other rows leave."""
    rows = [_row(run, way.readings) for run, way in zip(runs, ways, strict=True)]
    left: list[Sequence[_Reading]] = [
        [way.readings[place] for place in places]
        for way, places in zip(ways, viable(rows, equations, known), strict=True)
    ]
    # Where the columns do not add up, a row that does may do so by chance.
    scale = Scale(
        [_row(run, readings) for run, readings in zip(runs, left, strict=True)],
        [equation for equation in equations if not any(_is_within(equation, run) for run in runs)],
        known,
    )
    for place, (run, way) in enumerate(zip(runs, ways, strict=True)):
        least = min((scale.weight(place, _numbers(reading)) for reading in left[place]), default=0)
        if not least or way.is_broken:
            continue
        spare = _cuts(run, [], budget)
        lighter = [r for r in spare or () if 1 + scale.weight(place, _numbers(r)) <= least]
        left[place] = [] if spare is None else list(dict.fromkeys((*left[place], *lighter)))
    return left


def _row(run: Run, readings: Sequence[_Reading]) -> Row:
    return Row(tuple(cell.index for cell in run.cells), tuple(map(_numbers, readings)))


def _agreed(run: Run, readings: Sequence[_Reading], by_sums: bool, shown: int) -> Split:
    if not readings:
        return Split((None,) * len(run.cells), (), False)
    figures = tuple(
        values[0] if all(value == values[0] for value in values) else None
        for values in zip(*readings, strict=True)
    )
    return Split(figures, tuple(readings[:shown]), by_sums)


def _is_within(equation: Equation, run: Run) -> bool:
    """Whether all cells of an equation are in one run."""
    indexes = {cell.index for cell in run.cells}
    return all(term.index in indexes for term in (*equation.left, *equation.right))


def _inner(run: Run, equations: Iterable[Equation]) -> list[Equation]:
    return [equation for equation in equations if _is_within(equation, run)]


def _ways(run: Run, inner: Sequence[Equation], budget: Budget) -> _Ways:
    """All ways to read one run that satisfy the equations within it; without them where none does."""
    cuts = _cuts(run, inner, budget)
    if cuts is None:
        return _Ways(())
    fitting = [reading for reading in cuts if holds(inner, run.cells, _numbers(reading))]
    if fitting and inner:
        return _Ways(tuple(fitting))
    lost = [reading for reading in _with_blanks(run) if holds(inner, run.cells, _numbers(reading))]
    if not inner:
        return _Ways((*(() if run.must_add_up else cuts), *lost))
    # The row does not add up in the source. Where some separators are left, a part of the row may be missing.
    if len(run.chunks) > 1 or run.must_add_up:
        return _Ways(tuple(lost), is_broken=True)
    free, gapped = _cuts(run, [], budget), _with_a_gap(run, budget)
    return _Ways(() if free is None or gapped is None else (*free, *gapped), is_broken=True)


def _cuts(run: Run, inner: Sequence[Equation], budget: Budget) -> list[_Reading] | None:
    """All ways to cut a run that may satisfy `inner`; None when there are too many."""
    found: list[_Reading] = []
    for chunks in (run.chunks, *run.others):
        cuts = cut(chunks, run.cells, inner, budget)
        if cuts is None:
            return None
        found += cuts
    return found


def _with_a_gap(run: Run, budget: Budget) -> list[_Reading] | None:
    """All ways to cut a run one cell of which is blank and left no trace; None when there are too many."""
    found: list[_Reading] = []
    for blank in range(len(run.cells)):
        cells = (*run.cells[:blank], *run.cells[blank + 1 :])
        cuts = _cuts(Run(cells, run.chunks, run.others), [], budget)
        if cuts is None:
            return None
        found += [(*reading[:blank], "", *reading[blank:]) for reading in cuts]
    return found


def _with_blanks(run: Run) -> list[_Reading]:
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
