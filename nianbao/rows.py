"""A typed row → its figures: a row is its numbers parted by blanks."""

from __future__ import annotations

from collections.abc import Sequence

from .cells import AUTO, TOKEN, Figure, plain_value
from .forms import Cell
from .located import Fault
from .odd_rows import read_odd_row


def read_row(text: str, start: int, cells: Sequence[Cell]) -> tuple[tuple[Figure, ...], list[Fault]]:
    """A row's figures, one for each of `cells`; `text` stands at `start` of the source.

    Where a mend is safe the fault carries it and the mended value is given; otherwise the figure is
    unreadable.
    """
    found = list(TOKEN.finditer(text))
    if len(found) == len(cells):
        figures = []
        for match, cell in zip(found, cells, strict=True):
            plain = plain_value(match.group(), cell.kind)
            if plain is None or (plain[0] == AUTO and not cell.is_total):
                break
            figures.append(Figure(plain[0], plain[1], start + match.start(), start + match.end()))
        else:
            return tuple(figures), []
    return read_odd_row(text, start, cells)
