"""Row spans that reach too far: editors of pages write them, and every row below is pushed to the right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

MOST_CUTS = 20
_FEWEST_ROWS = 3


@dataclass(frozen=True, slots=True)
class Spanned:
    """A cell as it is placed. `is_label`: it has words in it that are no figure."""

    row: int
    column: int
    down: int
    wide: int
    is_label: bool
    is_figure: bool


def overlong(cells: Sequence[Spanned], height: int) -> tuple[int, int] | None:
    """The place of one cell that spans too many rows among `cells`, and how many it should span; None
    without one.

    A span is wrong where all rows from some row on to its end are too wide for the table by the width of this
    cell, no other cell could be the reason, and these rows have as many figures as other rows.
    """
    if height < _FEWEST_ROWS:
        return None
    reach = [0] * height
    for cell in cells:
        for row in range(cell.row, min(height, cell.row + cell.down)):
            reach[row] = max(reach[row], cell.column + cell.wide)
    width = _usual(reach)
    if max(reach) == width:
        return None
    figures = _figures(cells, height)
    usual = {count for count, far in zip(figures, reach, strict=True) if far <= width}
    usual.add(_usual([count for count in figures if count is not None]))
    table = _Table(cells, reach, width, figures, usual)
    return _hanging_figure(table) or _hanging_label(table)


@dataclass(frozen=True, slots=True)
class _Table:
    """`reach`: how far each row goes, `width`: how far the rows should go; `figures`: how many end each row,
    `usual`: the numbers of figures that rows have."""

    cells: Sequence[Spanned]
    reach: list[int]
    width: int
    figures: list[int | None]
    usual: set[int | None]


def _hanging_figure(table: _Table) -> tuple[int, int] | None:
    """A figure that reaches into a row that has all its figures: it belongs to the rows above alone."""
    for place, cell in enumerate(table.cells):
        below = range(cell.row + 1, min(len(table.reach), cell.row + cell.down)) if cell.is_figure else ()
        for row in below:
            if table.reach[row] > table.width and table.figures[row] in table.usual - {None}:
                return place, row - cell.row
    return None


def _hanging_label(table: _Table) -> tuple[int, int] | None:
    reach, width = table.reach, table.width
    found = []
    for place, cell in enumerate(table.cells):
        end = min(len(reach), cell.row + cell.down)
        first = end
        while first > cell.row + 1 and reach[first - 1] - width == cell.wide:
            first -= 1
        if first < end and reach[first - 1] <= width:
            found.append((place, first, end))
    for place, first, end in found[:MOST_CUTS]:
        others = [one for one in found if one[0] != place and one[1] < end and first < one[2]]
        counts = {table.figures[row] for row in range(first, end)} - {None}
        if not others and counts <= table.usual:
            return place, first - table.cells[place].row
    return None


def _figures(cells: Sequence[Spanned], height: int) -> list[int | None]:
    """How many figures and empty cells end each row; None for rows without a figure."""
    rows: list[list[Spanned]] = [[] for _ in range(height)]
    for cell in cells:
        rows[cell.row].append(cell)
    counts: list[int | None] = []
    for row in rows:
        last = max((number for number, cell in enumerate(row) if cell.is_label), default=-1)
        counts.append(len(row) - last - 1 if any(cell.is_figure for cell in row) else None)
    return counts


def _usual(numbers: Sequence[int]) -> int:
    """The most frequent number, of several the least."""
    counts = Counter(numbers)
    return min(counts, key=lambda number: (-counts[number], number), default=0)
