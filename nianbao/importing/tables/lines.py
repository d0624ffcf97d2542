"""The grids of a document → their rows in reading order, whichever page or sheet they stand on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ..document import Grid, GridCell, Paragraph, Place
from .figures import is_figure

# No table of a report is larger; a grid that is, is not looked at.
MOST_PLACES = 200_000


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell as one row sees it: columns [start, end). `is_own`: it begins in this row, not above it;
    `height`: how many rows it covers."""

    text: str
    start: int
    end: int
    place: Place
    is_own: bool = True
    height: int = 1

    @property
    def is_filled(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table. Rows of one `table` have the same columns; `grid` is the place of its piece among
    all blocks of the document, `is_first` whether it begins that piece. `width` is that of the whole table.
    `is_loose`: a line of text, of which several may make one row."""

    table: int
    grid: int
    is_first: bool
    width: int
    entries: tuple[Entry, ...]
    is_loose: bool = False

    @property
    def own(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.is_own)

    @property
    def filled(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.own if entry.is_filled)

    @property
    def place(self) -> Place:
        shown = self.own or self.entries
        return replace(shown[0].place, column=0) if shown else Place()

    @property
    def text(self) -> str:
        """The row as it stands there, its cells parted by bars."""
        return " | ".join(" ".join(entry.text.split()) for entry in self.own)

    def has_figures(self) -> bool:
        return any(is_figure(entry.text) for entry in self.own)


def read_lines(blocks: Sequence[Paragraph | Grid]) -> list[Line]:
    """All rows of all grids. Grids of the same number that follow each other are pieces of one table."""
    lines: list[Line] = []
    table, last = -1, -2
    before: Grid | None = None
    for index, block in enumerate(blocks):
        if not isinstance(block, Grid):
            continue
        continues = before is not None and index == last + 1 and _is_continued(before, block)
        table += not continues
        lines += _lines_of(block, table, index)
        before, last = block, index
    return _with_widths(lines)


def _is_continued(before: Grid, grid: Grid) -> bool:
    """A table number given twice is one table over two pages."""
    return bool(grid.place.table) and (before.place.table, before.place.sheet) == (
        grid.place.table,
        grid.place.sheet,
    )


def _with_widths(lines: list[Line]) -> list[Line]:
    widths: dict[int, int] = {}
    for line in lines:
        widths[line.table] = max(widths.get(line.table, 0), line.width)
    return [replace(line, width=widths[line.table]) for line in lines]


def is_too_large(grid: Grid) -> bool:
    """Whether a grid covers more places than any table of a report."""
    places = sum(cell.rowspan * cell.colspan for cell in grid.cells)
    return max(places, grid.height * grid.width) > MOST_PLACES


def _lines_of(grid: Grid, table: int, index: int) -> Iterator[Line]:
    if is_too_large(grid):
        return
    covering = grid.covering
    is_first = True
    for row in range(grid.height):
        entries: list[Entry] = []
        before: GridCell | None = None
        for column in range(grid.width):
            cell = covering.get((row, column))
            if cell is not None and cell is not before:
                entries.append(_entry(grid, cell, row))
            before = cell
        if entries:
            yield Line(table, index, is_first, grid.width, tuple(entries), bool(grid.otherwise))
            is_first = False


def _entry(grid: Grid, cell: GridCell, row: int) -> Entry:
    place = replace(
        grid.place, row=(grid.place.row or 1) + cell.row, column=(grid.place.column or 1) + cell.column
    )
    text = cell.text.replace("\xa0", " ").strip()
    return Entry(
        text, cell.column, cell.column + cell.colspan, place, cell.row == row, min(cell.rowspan, grid.height)
    )
