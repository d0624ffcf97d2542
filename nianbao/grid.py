"""A table's two label trees → the printed grid: cells with spans and the ids of their headers.

The same grid serves the page, Word and Excel.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import lcm

from .forms import Block, Cell, Heading, Table


@dataclass(frozen=True, slots=True)
class Slot:
    """One printed cell. `kind`: banner, corner, column, row, value. `headers`: ids of what labels it.

    `scope` is the HTML scope of a header: col, colgroup, row, rowgroup.
    """

    kind: str
    text: str
    rowspan: int
    colspan: int
    id: str = ""
    scope: str = ""
    headers: tuple[str, ...] = ()
    cell: Cell | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """`head`: whether the row stands in the table's head and is repeated on each printed page."""

    head: bool
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """R rows of C columns, every place covered exactly once; `body` is the first row that holds figures."""

    rows: tuple[Row, ...]
    columns: int


@dataclass(frozen=True, slots=True)
class Placed:
    """A printed cell and where its upper left corner stands; rows and columns count from 0."""

    slot: Slot
    row: int
    column: int


def placed(grid: Grid) -> Iterator[Placed]:
    """Every printed cell with its place, as a sheet or a Word table needs it."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(grid.rows):
        column = 0
        for slot in row.slots:
            while (number, column) in taken:
                column += 1
            yield Placed(slot, number, column)
            taken |= {
                (number + down, column + right)
                for down in range(slot.rowspan)
                for right in range(slot.colspan)
            }


def lay_out(table: Table) -> Grid:
    """Lay out a table with its spans.

    Value columns of blocks with fewer columns are stretched to the full width, so that all blocks end at
    the same edge. Source: the printed tables of the form named by the edition.
    """
    label_columns = max(_depth(block.rows) for block in table.blocks)
    if not any(path[-1].label for block in table.blocks for path in block.row_paths()):
        label_columns = 0
    value_columns = lcm(*(len(block.column_paths()) for block in table.blocks))
    cells = iter(table.cells)
    rows: list[Row] = []
    for number, block in enumerate(table.blocks):
        prefix = f"{table.key}-{number + 1}" if len(table.blocks) > 1 else table.key
        rows += _block_rows(block, prefix, label_columns, value_columns, cells, len(table.blocks) == 1)
    return Grid(tuple(rows), label_columns + value_columns)


def _block_rows(
    block: Block, prefix: str, label_columns: int, value_columns: int, cells: Iterator[Cell], head: bool
) -> Iterator[Row]:
    stretch = value_columns // len(block.column_paths())
    banner: tuple[str, ...] = ()
    if block.banner:
        banner = (f"{prefix}-banner",)
        yield Row(
            False,
            (Slot("banner", block.banner, 1, label_columns + value_columns, banner[0], "rowgroup"),),
        )
    depth = _depth(block.columns)
    ids = _ids(block.columns, f"{prefix}-c")
    for level in range(depth):
        slots = list(_head_slots(block, level, depth, stretch, ids, label_columns))
        yield Row(head, tuple(slots))
    column_headers = [tuple(ids[id(heading)] for heading in path) for path in block.column_paths()]
    row_ids = _ids(block.rows, f"{prefix}-r")
    printed: set[int] = set()
    for path in block.row_paths():
        slots = list(_row_head_slots(path, label_columns, row_ids, printed))
        row_headers = tuple(row_ids[id(heading)] for heading in path if heading.label)
        for headers in column_headers:
            cell = next(cells)
            slots.append(
                Slot("value", "", 1, stretch, cell.id, headers=(*banner, *row_headers, *headers), cell=cell)
            )
        yield Row(False, tuple(slots))


def _head_slots(
    block: Block, level: int, depth: int, stretch: int, ids: dict[int, str], label_columns: int
) -> Iterator[Slot]:
    if level == 0 and label_columns:
        yield Slot("corner", block.corner, depth, label_columns)
    for heading in _level(block.columns, level):
        leaves = sum(1 for _ in heading.leaves())
        yield Slot(
            "column",
            heading.label,
            depth - level if heading.is_leaf else 1,
            leaves * stretch,
            ids[id(heading)],
            "col" if heading.is_leaf else "colgroup",
        )


def _row_head_slots(
    path: tuple[Heading, ...], label_columns: int, ids: dict[int, str], printed: set[int]
) -> Iterator[Slot]:
    for level, heading in enumerate(path):
        if not heading.label or id(heading) in printed:
            continue
        printed.add(id(heading))
        yield Slot(
            "row",
            heading.label,
            sum(1 for _ in heading.leaves()),
            label_columns - level if heading.is_leaf else 1,
            ids[id(heading)],
            "row" if heading.is_leaf else "rowgroup",
        )


def _depth(headings: tuple[Heading, ...]) -> int:
    return max((1 + _depth(heading.children) for heading in headings), default=0)


def _level(headings: tuple[Heading, ...], level: int) -> list[Heading]:
    if level == 0:
        return list(headings)
    return [child for heading in headings for child in _level(heading.children, level - 1)]


def _ids(headings: tuple[Heading, ...], prefix: str) -> dict[int, str]:
    """A short id for every heading of a tree: the numbers of its place at each level."""
    ids: dict[int, str] = {}
    for number, heading in enumerate(headings, 1):
        ids[id(heading)] = f"{prefix}{number}"
        ids.update(_ids(heading.children, f"{prefix}{number}-"))
    return ids
