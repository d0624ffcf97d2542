"""What one cell, or one row of cells, says as typed.

Nothing here knows words of the form: a row is its numbers parted by blanks. A row typed as it should be is
read in this module; whatever else people type is taken apart in `odd_rows` and `numerals`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from .forms import Cell
from .located import Fault

NUMBER, BLANK, NOT_APPLICABLE, AUTO = "number", "blank", "not_applicable", "auto"
PENDING, UNREADABLE = "pending", "unreadable"

SIGNS = {
    "~": BLANK,
    "空": BLANK,
    "/": NOT_APPLICABLE,
    "不适用": NOT_APPLICABLE,
    "_": AUTO,
    "自动": AUTO,
    "待填": PENDING,
}
SIGN_OF = {BLANK: "~", NOT_APPLICABLE: "/", AUTO: "_", PENDING: "待填"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell's value as stated. `value` is None unless it is a number (or a total that was computed)."""

    state: str
    value: int | Decimal | None
    start: int
    end: int

    @property
    def sign(self) -> str:
        """As written in a content file."""
        return str(self.value) if self.state == NUMBER else SIGN_OF.get(self.state, "")


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int


# \ue000 is what `keyboard` puts before a value that YAML would read as something else than text.
_TOKEN = re.compile(r"[^\s\ue000]+")
_COUNT = re.compile(r"(?:0|[1-9]\d{0,14})\Z", re.ASCII)
_SIGNED = re.compile(r"(?:0|-?[1-9]\d{0,14})\Z", re.ASCII)
_AMOUNT = re.compile(r"(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?\Z", re.ASCII)
_KINDS = {"count": _COUNT, "signed": _SIGNED, "amount": _AMOUNT}


def read_row(text: str, start: int, cells: Sequence[Cell]) -> tuple[tuple[Figure, ...], list[Fault]]:
    """A row's figures, one for each of `cells`; `text` stands at `start` of the source.

    Where a mend is safe the fault carries it and the mended value is given; otherwise the figure is
    unreadable.
    """
    found = list(_TOKEN.finditer(text))
    if len(found) == len(cells):
        figures = []
        for match, cell in zip(found, cells, strict=True):
            plain = plain_value(match.group(), cell.kind)
            if plain is None or (plain[0] == AUTO and not cell.is_total):
                break
            figures.append(Figure(plain[0], plain[1], start + match.start(), start + match.end()))
        else:
            return tuple(figures), []
    from .odd_rows import read_odd_row

    return read_odd_row(text, start, cells)


def plain_value(text: str, kind: str) -> tuple[str, int | Decimal | None] | None:
    """State and value of a token typed as it should be (count, signed or amount); None for any other."""
    if _KINDS[kind].match(text):
        return NUMBER, Decimal(text) if kind == "amount" else int(text)
    state = SIGNS.get(text)
    return None if state is None else (state, None)
