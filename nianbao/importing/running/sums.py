"""Rows with several readings each, and equations across them → the readings that are in some joint solution.

The number of joint solutions may be huge, but what is asked is only which readings take part in one. A walk
over the rows that remembers nothing but what each equation still lacks answers it: forwards for what can be
reached, backwards for what leads to a solution.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ...forms import Cell
from ...forms.equations import Equation

Number = int | Decimal
_State = tuple[Number, ...]
# More states than this between two rows: the walk gives up, and what bounds alone exclude is all that is excluded.
_MOST_STATES = 3_000
_MOST_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Row:
    """Cells by their index, and the ways to read their numbers; None where a cell is blank or no number."""

    indexes: tuple[int, ...]
    readings: tuple[tuple[Number | None, ...], ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows tied together by equations: `adds[row][place]` is what a reading adds to each equation, all of which
    have to end at 0 from `starts`."""

    rows: tuple[int, ...]
    starts: tuple[Number, ...]
    adds: tuple[tuple[tuple[Number, ...], ...], ...]


def number_of(typed: str) -> Number | None:
    """The number of a figure, None for signs and words."""
    try:
        number = Decimal(typed.replace(",", ""))
    except ArithmeticError:
        return None
    if not number.is_finite():
        return None
    return int(number) if number == number.to_integral_value() else number


def holds(equations: Iterable[Equation], cells: Sequence[Cell], numbers: Sequence[Number | None]) -> bool:
    """Whether equations whose cells are all among `cells` hold; one with a blank in it cannot be said not to."""
    value = {cell.index: number for cell, number in zip(cells, numbers, strict=True)}
    for equation in equations:
        left = [(term.sign, value[term.index]) for term in equation.left]
        right = [(-term.sign, value[term.index]) for term in equation.right]
        terms = [*left, *right]
        total = sum((sign * number for sign, number in terms if number is not None), 0)
        if total and all(number is not None for _, number in terms):
            return False
    return True


def viable(
    rows: Sequence[Row], equations: Sequence[Equation], known: Mapping[int, Number | None]
) -> list[list[int]]:
    """For each row the places of its readings that are part of a joint solution; all where there is none."""
    kept = [list(range(len(row.readings))) for row in rows]
    constants = dict(known)
    for row in rows:
        if len(row.readings) == 1:
            constants |= dict(zip(row.indexes, row.readings[0], strict=True))
    for part in _parts(rows, equations, constants):
        solved = _solve(part)
        if solved is not None:
            for place, readings in zip(part.rows, solved, strict=True):
                kept[place] = readings
    return kept


def _parts(
    rows: Sequence[Row], equations: Sequence[Equation], constants: Mapping[int, Number | None]
) -> list[_Part]:
    """The open rows in groups that share no equation."""
    row_of = {
        index: place for place, row in enumerate(rows) if len(row.readings) > 1 for index in row.indexes
    }
    usable: list[tuple[Equation, set[int]]] = []
    for equation in equations:
        indexes = [term.index for term in (*equation.left, *equation.right)]
        touched = {row_of[index] for index in indexes if index in row_of}
        # One within a single row has been used to read that row.
        is_within = len(touched) == 1 and all(index in row_of for index in indexes)
        is_known = all(index in row_of or constants.get(index) is not None for index in indexes)
        if touched and is_known and not is_within:
            usable.append((equation, touched))
    groups: list[tuple[set[int], list[Equation]]] = []
    for equation, touched in usable:
        joined, members = set(touched), [equation]
        apart = []
        for group in groups:
            if group[0] & joined:
                joined |= group[0]
                members = [*group[1], *members]
            else:
                apart.append(group)
        groups = [*apart, (joined, members)]
    return [_part(sorted(group), members, rows, constants) for group, members in groups]


def _part(
    group: list[int],
    equations: list[Equation],
    rows: Sequence[Row],
    constants: Mapping[int, Number | None],
) -> _Part:
    signs = [
        {
            **{term.index: term.sign for term in equation.left},
            **{term.index: -term.sign for term in equation.right},
        }
        for equation in equations
    ]
    open_cells = {index for row in group for index in rows[row].indexes}
    starts = tuple(
        sum(((constants[index] or 0) * sign for index, sign in of.items() if index not in open_cells), 0)
        for of in signs
    )
    adds = tuple(
        tuple(
            tuple(
                sum(
                    (of[index] * (number or 0))
                    for index, number in zip(rows[row].indexes, reading, strict=True)
                    if index in of
                )
                for of in signs
            )
            for reading in rows[row].readings
        )
        for row in group
    )
    return _Part(tuple(group), starts, adds)


def _solve(part: _Part) -> list[list[int]] | None:
    """The places of the readings that take part in a solution; None when there is no solution."""
    places = _bounded(part)
    if places is None or all(len(of) == 1 for of in places):
        return places
    return _walked(part, places)


def _bounded(part: _Part) -> list[list[int]] | None:
    """What is left when readings go that the largest and smallest of the other rows cannot make up for."""
    places = [list(range(len(adds))) for adds in part.adds]
    for _ in range(_MOST_ROUNDS):
        changed = False
        low, high = _extremes(part, places)
        all_low = [sum(column) for column in zip(*low, strict=True)]
        all_high = [sum(column) for column in zip(*high, strict=True)]
        for row, adds in enumerate(part.adds):
            fitting = [
                place
                for place in places[row]
                if all(
                    start + of_all_low - own_low + add <= 0 <= start + of_all_high - own_high + add
                    for start, of_all_low, own_low, add, of_all_high, own_high in zip(
                        part.starts, all_low, low[row], adds[place], all_high, high[row], strict=True
                    )
                )
            ]
            if not fitting:
                return None
            changed = changed or len(fitting) < len(places[row])
            places[row] = fitting
        if not changed:
            break
    return places


def _extremes(part: _Part, places: Sequence[Sequence[int]]) -> tuple[list[list[Number]], list[list[Number]]]:
    """The least and the most that each row can add to each equation."""
    columns = [
        list(zip(*(adds[place] for place in of), strict=True))
        for adds, of in zip(part.adds, places, strict=True)
    ]
    return [[min(c) for c in row] for row in columns], [[max(c) for c in row] for row in columns]


def _walked(part: _Part, places: list[list[int]]) -> list[list[int]] | None:
    layers = _reached(part, places)
    if layers is None:
        return places
    if not layers[-1]:
        return None
    kept: list[list[int]] = [[] for _ in places]
    leading = layers[-1]
    for row in range(len(places) - 1, -1, -1):
        steps = [
            (state, place)
            for state in layers[row]
            for place in places[row]
            if _added(state, part.adds[row][place]) in leading
        ]
        kept[row] = sorted({place for _, place in steps})
        leading = {state for state, _ in steps}
    return kept


def _reached(part: _Part, places: list[list[int]]) -> list[set[_State]] | None:
    """What the equations may lack before each row and after the last; None when that is too much to follow."""
    low, high = _extremes(part, places)
    low_behind, high_behind = _behind(low, len(part.starts)), _behind(high, len(part.starts))
    layers: list[set[_State]] = [{part.starts}]
    for row, adds in enumerate(part.adds):
        reached: set[_State] = set()
        for state in layers[-1]:
            for place in places[row]:
                after = _added(state, adds[place])
                if all(
                    value + least <= 0 <= value + most
                    for value, least, most in zip(
                        after, low_behind[row + 1], high_behind[row + 1], strict=True
                    )
                ):
                    reached.add(after)
            if len(reached) > _MOST_STATES:
                return None
        layers.append(reached)
    return layers


def _added(state: _State, add: _State) -> _State:
    return tuple(a + b for a, b in zip(state, add, strict=True))


def _behind(extremes: Sequence[Sequence[Number]], width: int) -> list[list[Number]]:
    """For each row what it and all rows behind it can add, and a last line of zeros."""
    sums: list[list[Number]] = [[0] * width]
    for row in reversed(extremes):
        sums.append([a + b for a, b in zip(row, sums[-1], strict=True)])
    return sums[::-1]
