"""What single pages show of a table, and the rows that a page break cuts in two."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .lines import Line
from .ruling import Box
from .signs import Sign

_FIGURES = re.compile(r"[-－+]?[\d.,，\s]+")
_NO_WORDS = re.compile(r"[\W\d_无]+")
_NUMBERED = re.compile(r"\s*(?:[（(]?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[.．、)）]|[①-⑳])")


@dataclass(frozen=True)
class Piece:
    """What one page shows of a table. `open_above`, `open_below`: no line is drawn there.
    `signs`: of a frame, its text. `lines`: of a table without lines drawn, what stands there as text."""

    page: int
    bounds: Box
    cells: tuple[Box, ...]
    open_above: bool
    open_below: bool
    texts: tuple[str, ...] = ()
    signs: tuple[Sign, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def xs(self) -> list[float]:
        return sorted({cell.x0 for cell in self.cells} | {cell.x1 for cell in self.cells})

    @property
    def ys(self) -> list[float]:
        return sorted({cell.top for cell in self.cells} | {cell.bottom for cell in self.cells})

    @property
    def is_plain(self) -> bool:
        """A frame around text rather than a table: one column."""
        return len(self.xs) <= 2


def close_rows(piece: Piece) -> Piece:
    """The piece without rows that hold nothing: what a page break leaves of borders and of cells over rows."""
    cells, texts = list(piece.cells), list(piece.texts)
    for line in piece.ys[1:-1]:
        above = {(cell.x0, cell.x1): index for index, cell in enumerate(cells) if cell.bottom == line}
        below = {(cell.x0, cell.x1): index for index, cell in enumerate(cells) if cell.top == line}
        hollow = any(not any(texts[index] for index in side.values()) for side in (above, below))
        if not hollow or above.keys() != below.keys():
            continue
        for edges, index in above.items():
            cells[index] = replace(cells[index], bottom=cells[below[edges]].bottom)
            texts[index] = texts[index] or texts[below[edges]]
        gone = set(below.values())
        cells = [cell for index, cell in enumerate(cells) if index not in gone]
        texts = [text for index, text in enumerate(texts) if index not in gone]
    return replace(piece, cells=tuple(cells), texts=tuple(texts))


def join_rows(above: Piece, below: Piece) -> tuple[Piece, Piece]:
    """Two pieces with the same columns; a row cut by the page break between them is put back together.

    Only where that is sure; other halves stay rows of their own, for who knows the labels.
    """
    if not above.cells or not below.cells:
        return above, below
    last = {
        (cell.x0, cell.x1): index
        for index, cell in enumerate(above.cells)
        if cell.bottom >= above.bounds.bottom - 1
    }
    first = [index for index, cell in enumerate(below.cells) if cell.top <= below.bounds.top + 1]
    edges = [(below.cells[index].x0, below.cells[index].x1) for index in first]
    if any(edge not in last for edge in edges):
        return above, below
    pairs = [(last[edge], index) for edge, index in zip(edges, first, strict=True)]
    return _joined(above, below, pairs) if _is_cut(above, below, pairs) else (above, below)


def _is_cut(above: Piece, below: Piece, pairs: list[tuple[int, int]]) -> bool:
    """Whether the first row of `below` is the rest of the last row of `above`; `pairs` of their cells."""
    if above.open_below and below.open_above:
        return True  # lines are drawn between rows, not within one
    halves = [(above.texts[upper], below.texts[lower]) for upper, lower in pairs if below.texts[lower]]
    if not halves:
        return False
    if all(_FIGURES.fullmatch(lower) for _, lower in halves):
        # A row of figures without any label is none: those of a single row have digits above them.
        return all(not upper or _FIGURES.fullmatch(upper) for upper, _ in halves)
    whole = [pair for pair in halves if pair[0]]
    if len(whole) >= 2 and not any(
        _NO_WORDS.fullmatch(half) or re.search(r"\d", half) for pair in whole for half in pair
    ):
        # Words under words in every column: a row of headings. Where a row of headings follows on another,
        # it parts their columns.
        return all(upper != lower for upper, lower in whole)
    return _lost_number(above, below, pairs)


def _lost_number(above: Piece, below: Piece, pairs: list[tuple[int, int]]) -> bool:
    """Whether the row labels are numbered, all but those of the first row of `below`."""
    line = below.ys[1]
    labels = [
        (upper, lower)
        for upper, lower in pairs
        if below.cells[lower].bottom <= line and not _NO_WORDS.fullmatch(below.texts[lower] or "0")
    ]
    if not labels or any(_NUMBERED.match(below.texts[lower]) for _, lower in labels):
        return False
    for upper, lower in labels:
        edges = (below.cells[lower].x0, below.cells[lower].x1)
        others = [
            text
            for piece in (above, below)
            for index, (cell, text) in enumerate(zip(piece.cells, piece.texts, strict=True))
            if (cell.x0, cell.x1) == edges and text and not (piece is below and index == lower)
        ]
        numbered = sum(bool(_NUMBERED.match(text)) for text in others)
        if _NUMBERED.match(above.texts[upper]) and numbered >= 0.8 * len(others):
            return True
    return False


def _joined(above: Piece, below: Piece, pairs: list[tuple[int, int]]) -> tuple[Piece, Piece]:
    """The texts of the first row of `below` put under those of the last row of `above`."""
    upper, lower = list(above.texts), list(below.texts)
    for place, index in pairs:
        upper[place] = "\n".join(part for part in (upper[place], lower[index]) if part)
        lower[index] = ""
    line = below.ys[1]
    kept = [
        (replace(cell, top=max(cell.top, line)), text)
        for cell, text in zip(below.cells, lower, strict=True)
        if cell.bottom > line + 1
    ]
    rest = replace(
        below,
        cells=tuple(cell for cell, _ in kept),
        texts=tuple(text for _, text in kept),
        bounds=replace(below.bounds, top=line),
        open_above=False,
    )
    return replace(above, texts=tuple(upper)), rest
