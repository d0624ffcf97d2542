"""How many equations between the rows of a table one reading of one row breaks, beside what is known of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...forms.equations import Equation
from .sums import Number, Row


@dataclass(frozen=True, slots=True)
class _Rest:
    """An equation without the cells of one row: how often each of these counts, what the others add up to, and
    whether some of them are unknown on either side."""

    signs: tuple[int, ...]
    total: Number
    is_open_left: bool
    is_open_right: bool


class Scale:
    """Weighs readings of `rows`; known are the cells that all readings of a row agree on, and `known`."""

    def __init__(
        self, rows: Sequence[Row], equations: Sequence[Equation], known: Mapping[int, Number | None]
    ) -> None:
        values = {index: number or 0 for index, number in known.items()}
        for row in rows:
            values |= _agreed(row)
        signs = [_signs(equation) for equation in equations]
        self._rests = [
            [_rest(of, row, values) for of in signs if not of.keys().isdisjoint(row.indexes)] for row in rows
        ]

    def weight(self, place: int, reading: Sequence[Number | None]) -> int:
        """How many equations cannot hold when the row at `place` reads so; a blank cell adds nothing."""
        return sum(
            _is_broken(
                rest, sum((s * (n or 0) for s, n in zip(rest.signs, reading, strict=True) if s), rest.total)
            )
            for rest in self._rests[place]
        )


def _agreed(row: Row) -> dict[int, Number]:
    columns = zip(row.indexes, zip(*row.readings, strict=True), strict=False)
    return {index: numbers[0] or 0 for index, numbers in columns if len({n or 0 for n in numbers}) == 1}


def _signs(equation: Equation) -> dict[int, int]:
    return {
        **{term.index: term.sign for term in equation.left},
        **{term.index: -term.sign for term in equation.right},
    }


def _rest(signs: Mapping[int, int], row: Row, values: Mapping[int, Number]) -> _Rest:
    others = {index: sign for index, sign in signs.items() if index not in row.indexes}
    unknown = {sign for index, sign in others.items() if index not in values}
    return _Rest(
        tuple(signs.get(index, 0) for index in row.indexes),
        sum((sign * values[index] for index, sign in others.items() if index in values), 0),
        1 in unknown,
        -1 in unknown,
    )


def _is_broken(rest: _Rest, total: Number) -> bool:
    """Whether an equation cannot hold; what is unknown is some number that is not below 0."""
    if rest.is_open_left and rest.is_open_right:
        return False
    if rest.is_open_left:
        return total > 0
    return total < 0 if rest.is_open_right else total != 0
