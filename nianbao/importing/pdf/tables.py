"""The ruled tables of a PDF page: from lines to cells with their spans, and pieces over pages to one table."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace

from ..document import Grid, GridCell, Place
from .pieces import Piece, close_rows, join_rows
from .ruling import SNAP, Box, Rule, cluster, lattices, nearest
from .signs import Sign, group_by_base, spacing, write_lines


def find_pieces(level: list[Rule], upright: list[Rule], page: int) -> list[Piece]:
    """The tables that these rules draw, from above. Frames of one cell are among them."""
    pieces: list[Piece] = []
    for lattice in lattices(level, upright):
        bounds = Box(lattice.xs[0], lattice.ys[0], lattice.xs[-1], lattice.ys[-1])
        open_above, open_below = lattice.open_at(0), lattice.open_at(len(lattice.ys) - 1)
        pieces.append(Piece(page, bounds, tuple(lattice.boxes()), open_above, open_below))
    # A table that holds another is a layout.
    inner = [
        piece
        for piece in pieces
        if not any(
            piece.bounds.surrounds(other.bounds) and not other.is_plain
            for other in pieces
            if other is not piece
        )
    ]
    return sorted(inner, key=lambda piece: (piece.bounds.top, piece.bounds.x0))


def _locator(cells: Sequence[Box]) -> Callable[[float, float], int]:
    """From a point to the cell that holds it, -1 for none."""
    xs = sorted({edge for cell in cells for edge in (cell.x0, cell.x1)})
    ys = sorted({edge for cell in cells for edge in (cell.top, cell.bottom)})
    held = {
        (row, column): index
        for index, cell in enumerate(cells)
        for row in range(bisect_left(ys, cell.top), bisect_left(ys, cell.bottom))
        for column in range(bisect_left(xs, cell.x0), bisect_left(xs, cell.x1))
    }
    return lambda x, y: held.get((bisect_right(ys, y) - 1, bisect_right(xs, x) - 1), -1)


def _owners(signs: Sequence[Sign], cells: Sequence[Box]) -> list[int]:
    """For each sign the cell it belongs to, -1 for none. A figure that a rule cuts through stays whole."""
    owner_at = _locator(cells)
    owners = [owner_at(sign.x, sign.y) for sign in signs]
    places = {id(sign): place for place, sign in enumerate(signs)}
    for line in group_by_base(sign for sign in signs if not sign.is_blank):
        for run in _digit_runs(line):
            _keep_whole([places[id(part)] for part in run], signs, cells, owners)
    return owners


def _digit_runs(line: Sequence[Sign]) -> list[list[Sign]]:
    """Digits that stand closely side by side, as those of one figure do."""
    runs: list[list[Sign]] = [[]]
    for sign in line:
        if sign.text[0] not in "0123456789.,":
            runs.append([])
        elif runs[-1] and sign.x0 - runs[-1][-1].x1 >= 0.15 * sign.size:
            runs.append([sign])
        else:
            runs[-1].append(sign)
    return [run for run in runs if len(run) > 1]


def _keep_whole(run: list[int], signs: Sequence[Sign], cells: Sequence[Box], owners: list[int]) -> None:
    """Give a run of digits to one cell where a rule goes through a digit and not between two."""
    held = {owners[place] for place in run} - {-1}
    if len(held) < 2:
        return
    edges = {edge for index in held for edge in (cells[index].x0, cells[index].x1)}
    cut = any(
        signs[place].x0 + 0.15 * (signs[place].x1 - signs[place].x0)
        < edge
        < signs[place].x1 - 0.15 * (signs[place].x1 - signs[place].x0)
        for place in run
        for edge in edges
    )
    if cut:
        middle = (signs[run[0]].x0 + signs[run[-1]].x1) / 2
        owner = next(
            (index for index in sorted(held) if cells[index].x0 <= middle <= cells[index].x1), min(held)
        )
        for place in run:
            owners[place] = owner


def fill_piece(piece: Piece, signs: Sequence[Sign]) -> tuple[Piece, list[Sign]]:
    """The piece with the texts of its cells, and the signs that stand outside it."""
    inside = [sign for sign in signs if piece.bounds.holds(sign.x, sign.y)]
    outside = [sign for sign in signs if not piece.bounds.holds(sign.x, sign.y)]
    held: list[list[Sign]] = [[] for _ in piece.cells]
    for sign, owner in zip(inside, _owners(inside, piece.cells), strict=True):
        if owner >= 0:
            held[owner].append(sign)
        elif not sign.is_blank:
            outside.append(sign)
    spread = spacing(inside)
    return close_rows(replace(piece, texts=tuple(write_lines(part, spread) for part in held))), outside


def continues(above: Piece, below: Piece) -> bool:
    """Whether a piece at the top of a page can be the rest of that at the foot of the page before."""
    widths = (above.bounds.x1 - above.bounds.x0, below.bounds.x1 - below.bounds.x0)
    return abs(widths[0] - widths[1]) <= 2 * SNAP and abs(above.bounds.x0 - below.bounds.x0) <= 60


def _moved(piece: Piece, by: float) -> Piece:
    cells = tuple(Box(cell.x0 + by, cell.top, cell.x1 + by, cell.bottom) for cell in piece.cells)
    bounds = Box(piece.bounds.x0 + by, piece.bounds.top, piece.bounds.x1 + by, piece.bounds.bottom)
    return replace(piece, bounds=bounds, cells=cells)


def lay_out(pieces: Sequence[Piece], table: int) -> list[Grid]:
    """The pieces of one table, a Grid for each page, all with the same columns and the same number."""
    left = pieces[0].bounds.x0
    moved = [_moved(piece, left - piece.bounds.x0) for piece in pieces]
    xs = cluster(x for piece in moved for x in piece.xs)
    # Snapped to the common columns before rows are compared over the break.
    moved = [
        replace(
            piece,
            cells=tuple(
                replace(cell, x0=xs[nearest(cell.x0, xs)], x1=xs[nearest(cell.x1, xs)])
                for cell in piece.cells
            ),
        )
        for piece in moved
    ]
    # Where no lines are drawn, who knows the labels puts their parts together.
    for index in range(0 if pieces[0].lines else len(moved) - 1):
        moved[index], moved[index + 1] = join_rows(moved[index], moved[index + 1])
    moved = [piece for piece in moved if piece.cells]
    grids: list[Grid] = []
    for piece in moved:
        ys = piece.ys
        cells = []
        for cell, text in zip(piece.cells, piece.texts, strict=True):
            row, column = ys.index(cell.top), xs.index(cell.x0)
            rowspan, colspan = ys.index(cell.bottom) - row, xs.index(cell.x1) - column
            if rowspan and colspan:
                cells.append(GridCell(text, row, column, rowspan, colspan))
        ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
        grids.append(Grid(ordered, Place(page=piece.page, table=table)))
    return grids
