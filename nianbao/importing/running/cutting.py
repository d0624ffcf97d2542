"""One run of digits → all ways to cut it into the figures of a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...forms import Cell
from ...forms.equations import Equation

# More readings than this of one row say nothing.
MOST_READINGS = 400
_MOST_DIGITS = {"count": 9, "signed": 9, "amount": 12}
_MOST_DECIMALS = 6
Number = int | Decimal
_SIGNS = frozenset("/／\\-－—–~～")
_WHOLE = re.compile(r"[+\-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?\Z", re.ASCII)
_CUTTABLE = re.compile(r"[\d./／\\+\-－—–~～]+\Z", re.ASCII)


@dataclass(slots=True)
class Budget:
    """How many steps may still be taken: for one run, and for all."""

    all: int = 450_000
    each: int = 80_000


def cut(
    chunks: Sequence[str], cells: Sequence[Cell], inner: Sequence[Equation], budget: Budget
) -> list[tuple[str, ...]] | None:
    """Every way to cut `chunks` into one figure a cell, without leading zeros; None when there are too many.

    Signs for an empty cell stand alone; decimals stand only in amounts; no figure reaches over a separator.
    Ways that cannot satisfy `inner` (equations whose cells are all among `cells`) are left out early.
    """
    cutter = _Cutter(tuple(chunks), tuple(cells), _bounds(inner, cells), min(budget.each, budget.all))
    whole = sum(map(len, chunks))
    if not chunks or len(chunks) > len(cells) or whole < len(cells):
        return []
    cutter.walk(0, 0)
    budget.all -= cutter.steps
    return None if cutter.gave_up else cutter.found


@dataclass(frozen=True, slots=True)
class _Bound:
    """An equation without signs: the columns whose sum is that of the others, and the last of them all."""

    left: tuple[int, ...]
    right: tuple[int, ...]


def _bounds(inner: Sequence[Equation], cells: Sequence[Cell]) -> tuple[_Bound, ...]:
    column = {cell.index: place for place, cell in enumerate(cells)}
    found = []
    for equation in inner:
        sides = equation.plain_sides
        if sides is not None and all(
            cells[column[index]].kind != "signed" for index in (*sides[0], *sides[1])
        ):
            found.append(
                _Bound(tuple(column[index] for index in sides[0]), tuple(column[index] for index in sides[1]))
            )
    return tuple(found)


class _Cutter:
    """A walk over all cuts, from left to right."""

    def __init__(
        self, chunks: tuple[str, ...], cells: tuple[Cell, ...], bounds: tuple[_Bound, ...], most: int
    ) -> None:
        self.chunks, self.cells, self.bounds, self.most = chunks, cells, bounds, most
        # What is still to be read behind each chunk: its length, and that of the longest chunk.
        self.behind = [sum(map(len, chunks[place + 1 :])) for place in range(len(chunks))]
        self.steps = 0
        self.gave_up = False
        self.figures: list[str] = []
        self.values: list[Number] = []
        self.found: list[tuple[str, ...]] = []

    def walk(self, chunk: int, start: int) -> None:
        """Read one figure from `start` of a chunk in every way, and what follows it."""
        if chunk == len(self.chunks):
            if len(self.figures) == len(self.cells):
                self.found.append(tuple(self.figures))
                self.gave_up = self.gave_up or len(self.found) > MOST_READINGS
            return
        columns_left = len(self.cells) - len(self.figures)
        if columns_left < len(self.chunks) - chunk:
            return
        text = self.chunks[chunk]
        for end in self._ends(text, start, self.cells[len(self.figures)].kind):
            left = len(text) - end + self.behind[chunk]
            if left < columns_left - 1 or self.gave_up:
                continue
            self.steps += 1
            if self.steps > self.most:
                self.gave_up = True
                return
            self.figures.append(text[start:end])
            self.values.append(value_of(text[start:end]))
            if self._may_hold(left):
                self.walk(*((chunk, end) if end < len(text) else (chunk + 1, 0)))
            self.figures.pop()
            self.values.pop()

    def _ends(self, text: str, start: int, kind: str) -> list[int]:
        """Where a figure that begins at `start` may end."""
        if _WHOLE.match(text) or not _CUTTABLE.match(text):
            return [len(text)] if start == 0 else []
        ends = [start + 1] if text[start] in _SIGNS else []
        digits = start + (kind == "signed" and text[start] in "+-")
        most = digits + _MOST_DIGITS[kind]
        end = digits
        while end < min(len(text), most) and text[end].isdigit():
            end += 1
            ends.append(end)
            if text[digits] == "0":
                break
        if kind == "amount":
            ends += [place for whole in tuple(ends) for place in _decimal_ends(text, whole)]
        return sorted(set(ends))

    def _may_hold(self, left: int) -> bool:
        """Whether the equations can still hold when `left` signs are not yet read."""
        read = len(self.values)
        unread = len(self.cells) - read
        # Each figure has one sign at least, so the longest has no more than the rest of them.
        highest = 10 ** min(max(left - unread + 1, 0), 15) + 9 * unread
        for bound in self.bounds:
            low_left, high_left = self._range(bound.left, read, highest)
            low_right, high_right = self._range(bound.right, read, highest)
            if low_left > high_right or low_right > high_left:
                return False
        return True

    def _range(self, columns: tuple[int, ...], read: int, highest: int) -> tuple[Number, Number]:
        total: Number = 0
        most: Number = 0
        for column in columns:
            if column < read:
                total += self.values[column]
            else:
                most = highest
        return total, total + most


def _decimal_ends(text: str, whole: int) -> list[int]:
    if whole >= len(text) or text[whole] != ".":
        return []
    end = whole + 1
    ends = []
    while end < len(text) and text[end].isdigit() and end - whole <= _MOST_DECIMALS:
        end += 1
        ends.append(end)
    return ends


def value_of(figure: str) -> Number:
    """The number a figure states; a sign for an empty cell counts as nothing."""
    if figure.isdecimal():
        return int(figure)
    try:
        return Decimal(figure.replace(",", ""))
    except ArithmeticError:
        return Decimal()
