"""The figures behind one label → its cells, where their number says which is which; else what has to be cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .chunks import Chunk
from .rows import Row

# One row in so many with fewer digits than cells is a slip, more of them are how the table is printed.
_RARE = 10
_BY_SIGNS = "空白格的位置按原文的分隔符认定"


@dataclass(frozen=True, slots=True)
class Taken:
    """Either `chunks`, one a cell, with a `note`; or `glued`: chunks that have to be cut, and `others` likewise."""

    chunks: tuple[Chunk, ...] = ()
    note: str = ""
    glued: tuple[Chunk, ...] = ()
    others: tuple[tuple[Chunk, ...], ...] = ()


def take(row: Row) -> Taken:
    """The chunks of a row, one for each of its cells, where there can be no doubt."""
    width = len(row.cells)
    figures = row.figures
    filled = figures.filled
    if row.next_number and filled:
        numbered = _numbered(filled, row.next_number, width)
        if numbered:
            return numbered
    if len(filled) == width:
        return Taken(filled)
    if row.aligned:
        return Taken(row.aligned)
    if not filled and len(figures.chunks) >= width:
        return Taken(figures.chunks[:width])
    if len(figures.chunks) == width:
        # An empty cell at either end may as well be part of a label, or of the next row.
        is_clear = figures.chunks[0].text and figures.chunks[-1].text
        return Taken(figures.chunks, note="" if is_clear else _BY_SIGNS)
    if width == 1 and len(filled) > 1 and len({chunk.text for chunk in filled}) == 1:
        # A cell over several columns, written once for each.
        return Taken(filled[:1], note="原文这一格重复写了几遍")
    return Taken(glued=filled)


def _numbered(filled: tuple[Chunk, ...], number: str, width: int) -> Taken | None:
    """What the figures are when the last digits may be the number of the next label; None when they are not."""
    cut = _without_number(filled, number)
    if len(filled) == width + 1 and len(cut) == width:
        return Taken(cut)
    if len(filled) == width and len(cut) == width - 1:
        return Taken(filled, note="最后一个数也可能是下一行的序号")
    if len(filled) != width and len(cut) != width and cut != filled:
        return Taken(glued=filled, others=(cut,) if cut else ())
    return None


def _without_number(chunks: tuple[Chunk, ...], number: str) -> tuple[Chunk, ...]:
    """The chunks without the digits at the end that may be the number of the next label."""
    last = chunks[-1]
    if not last.text.endswith(number):
        return chunks
    rest = last.text[: -len(number)]
    return (*chunks[:-1], Chunk(rest, last.start, last.start + len(rest))) if rest else chunks[:-1]


@dataclass(frozen=True, slots=True)
class Habits:
    """How a table prints its rows: whether separators part their figures, whether blank cells leave no trace."""

    is_parted: bool
    hides_blanks: bool


def habits_of(rows: Sequence[Row], taken: Sequence[Taken]) -> dict[str, Habits]:
    """By table key, for the rows of all tables."""
    pairs = list(zip(rows, taken, strict=True))
    by_table: dict[str, list[tuple[Row, Taken]]] = {}
    for row, each in pairs:
        by_table.setdefault(row.cells[0].table, []).append((row, each))
    return {
        table: Habits(
            any(len(row.cells) > 1 and len(each.chunks) == len(row.cells) for row, each in of),
            _hides_blanks(of) or _hides_blanks(pairs),
        )
        for table, of in by_table.items()
    }


def _hides_blanks(pairs: Sequence[tuple[Row, Taken]]) -> bool:
    """Whether many rows have fewer digits than cells, however they are cut."""
    short = sum(
        not each.chunks and sum(len(chunk.text) for chunk in each.glued) < len(row.cells)
        for row, each in pairs
    )
    return short > max(1, len(pairs) // _RARE)
