"""Tables of a form as a source prints them: the official grid filled with figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from nianbao.forms import Table
from nianbao.grid import lay_out
from nianbao.importing.document import Document, Grid, GridCell, Paragraph, Place


def printed(table: Table, figures: Mapping[str, str], number: int = 1) -> Grid:
    """The table as the form prints it, with the texts of `figures` by address."""
    rows = [
        [
            (figures.get(slot.cell.address, "") if slot.cell else slot.text, slot.rowspan, slot.colspan)
            for slot in row.slots
        ]
        for row in lay_out(table).rows
    ]
    return spanned(rows, number)


def spanned(rows: Sequence[Sequence[tuple[str, int, int]]], number: int = 1) -> Grid:
    """Rows of (text, rowspan, colspan), laid out as HTML does."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for row, slots in enumerate(rows):
        column = 0
        for text, rowspan, colspan in slots:
            while (row, column) in taken:
                column += 1
            cells.append(GridCell(text, row, column, rowspan, colspan))
            taken |= {(row + r, column + c) for r in range(rowspan) for c in range(colspan)}
    return Grid(tuple(cells), Place(table=number))


def plain(rows: Iterable[Sequence[str]], number: int = 1) -> Grid:
    """Rows of texts without spans."""
    return spanned([[(text, 1, 1) for text in row] for row in rows], number)


def cut(grid: Grid, at: int) -> tuple[Grid, Grid]:
    """The grid on two pages, cut before row `at`; a cell that spans the cut stands on both, its text on the first."""
    upper, lower = [], []
    for cell in grid.cells:
        if cell.row < at:
            upper.append(replace(cell, rowspan=min(cell.rowspan, at - cell.row)))
        below = cell.row + cell.rowspan - max(cell.row, at)
        if below > 0:
            text = cell.text if cell.row >= at else ""
            lower.append(replace(cell, text=text, row=max(cell.row - at, 0), rowspan=below))
    return (
        Grid(tuple(upper), replace(grid.place, page=1)),
        Grid(tuple(lower), replace(grid.place, page=2)),
    )


def document(*blocks: Grid | str) -> Document:
    return Document(
        "docx", tuple(Paragraph(block, Place()) if isinstance(block, str) else block for block in blocks)
    )
