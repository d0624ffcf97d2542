"""Why equations fail together: the smallest corrections of stated figures that mend them all. No words here.

A sum that does not add up says only that one of its figures is wrong. Where a row and a column fail together,
the figure they share explains both; where two columns fail by the same number, a row may do so.
A figure in an equation that holds is never suspected alone: correcting it would break what balances.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..forms import Form
from .equations import Failure, Number

# More than so many explanations are none.
MOST_CHOICES = 3
# A report of which nearly everything fails is not worth a long search.
_MOST_STEPS = 3000


@dataclass(frozen=True, slots=True)
class Change:
    """A figure, by its index in form order, and what it would have to be."""

    index: int
    value: Number


Choice = tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """Failed equations that belong together.

    `choices` are the smallest corrections each of which mends them all: a single one leaves no doubt, several
    cannot be told apart by the figures, and none means that the figures tell nothing.
    """

    failures: tuple[Failure, ...]
    choices: tuple[Choice, ...] = ()


def find_causes(
    form: Form, values: Sequence[Number | None], computed: Mapping[int, int], failed: Sequence[Failure]
) -> list[Cause]:
    """Group the failed equations of one report by what would explain them, in the order of the form."""
    if not any(failure.complete for failure in failed):
        return [Cause((failure,)) for failure in failed]
    system = _System(form, values, computed)
    causes = list(_shared_figures(system))
    causes += _pairs(system, system.broken.difference(*(rows for rows, _ in causes)))
    failure_of = {id(failure.equation): failure for failure in failed}
    found = []
    for rows, choices in causes:
        group = [failure_of[id(form.equations[row])] for row in sorted(rows)]
        found.append(Cause(tuple(sorted(group, key=lambda one: not _totals(one, choices))), choices))
    told = {id(failure) for cause in found for failure in cause.failures}
    found += [Cause((failure,)) for failure in failed if id(failure) not in told]
    order = {id(failure): place for place, failure in enumerate(failed)}
    return sorted(found, key=lambda cause: order[id(cause.failures[0])])


def _totals(failure: Failure, choices: tuple[Choice, ...]) -> bool:
    """Whether the one suspected figure is the total of this equation: then it is told first."""
    suspects = {change.index for change in choices[0]} if len(choices) == 1 else set()
    left = failure.equation.left
    return len(left) == 1 and left[0].index in suspects


class _System:
    """The equations whose figures are all known, as rows of coefficients that should come to 0.

    A total that the program computed is no figure of its own: its parts stand in its place.
    """

    def __init__(self, form: Form, values: Sequence[Number | None], computed: Mapping[int, int]) -> None:
        self.form = form
        self.values = values
        self.rows: dict[int, Mapping[int, int]] = {}
        self.rest: dict[int, Number] = {}
        for number, row in _coefficients(form, computed).items():
            if all(values[index] is not None for index in row):
                self.rows[number] = row
                self.rest[number] = sum(sign * (values[index] or 0) for index, sign in row.items())
        self.broken = {number for number, rest in self.rest.items() if rest}
        self.rows_of: dict[int, list[int]] = {}
        for number, row in self.rows.items():
            for index in row:
                self.rows_of.setdefault(index, []).append(number)

    def corrected(self, index: int, row: int, rest: Number) -> Number | None:
        """What the figure would have to be for the row to hold; None when no such figure can be."""
        sign = self.rows[row][index]
        if abs(sign) != 1:
            return None
        value = (self.values[index] or 0) - sign * rest
        kind = self.form.cells[index].kind
        if (value < 0 and kind != "signed") or (value != int(value) and kind != "amount"):
            return None
        return value

    def after(self, changes: Mapping[int, Number]) -> dict[int, Number]:
        """What every row touched by the changes comes to once they are made."""
        rest: dict[int, Number] = {}
        for index, value in changes.items():
            step = value - (self.values[index] or 0)
            for row in self.rows_of[index]:
                rest[row] = rest.get(row, self.rest[row]) + self.rows[row][index] * step
        return rest


def _coefficients(form: Form, computed: Mapping[int, int]) -> dict[int, Mapping[int, int]]:
    """By the number of the equation: index of a figure → its sign, left minus right."""
    rows: dict[int, Mapping[int, int]] = {}
    for number, equation in enumerate(form.equations):
        if equation.crosses_years or (
            len(equation.left) == 1 and computed.get(equation.left[0].index) == number
        ):
            continue
        row: dict[int, int] = {}
        for sign, terms in ((1, equation.left), (-1, equation.right)):
            for term in terms:
                _add(form, computed, row, term.index, sign * term.sign)
        rows[number] = {index: sign for index, sign in row.items() if sign}
    return rows


def _add(form: Form, computed: Mapping[int, int], row: dict[int, int], index: int, sign: int) -> None:
    if index not in computed:
        row[index] = row.get(index, 0) + sign
        return
    for term in form.equations[computed[index]].right:
        _add(form, computed, row, term.index, sign * term.sign)


# -- figures that stand in failed equations only


def _shared_figures(system: _System) -> Iterator[tuple[set[int], tuple[Choice, ...]]]:
    suspects = {
        index: rows for index, rows in system.rows_of.items() if all(row in system.broken for row in rows)
    }
    for rows in _connected(suspects.values()):
        choices = _Search(system, suspects, rows).run() if len(rows) > 1 else ()
        if len(choices) == 1:
            yield from _parted(system, choices[0])
        elif choices:
            yield rows, choices


def _parted(system: _System, choice: Choice) -> Iterator[tuple[set[int], tuple[Choice, ...]]]:
    """Mistakes that have no equation in common are told one by one."""
    for rows in _connected(system.rows_of[change.index] for change in choice):
        yield rows, (tuple(change for change in choice if rows.issuperset(system.rows_of[change.index])),)


def _connected(groups: Iterable[Sequence[int]]) -> list[set[int]]:
    """Rows that share a suspect, directly or by way of others."""
    found: list[set[int]] = []
    for group in groups:
        touching = [rows for rows in found if rows & set(group)]
        found = [rows for rows in found if rows not in touching]
        found.append(set(group).union(*touching))
    return found


class _Search:
    """The fewest suspects whose correction makes all rows hold: the row with the fewest suspects first."""

    def __init__(self, system: _System, suspects: Mapping[int, Sequence[int]], rows: set[int]) -> None:
        self._system = system
        self._rows = sorted(rows)
        self._suspects = {row: [index for index in suspects if row in suspects[index]] for row in self._rows}
        self._steps = 0
        self._found: dict[tuple[tuple[int, Number], ...], Choice] = {}

    def run(self) -> tuple[Choice, ...]:
        for most in range(1, len(self._rows)):
            self._try({}, most)
            if self._steps > _MOST_STEPS or len(self._found) > MOST_CHOICES:
                return ()
            if self._found:
                return tuple(choice for _, choice in sorted(self._found.items()))
        return ()

    def _try(self, changes: dict[int, Number], most: int) -> None:
        self._steps += 1
        if self._steps > _MOST_STEPS or len(self._found) > MOST_CHOICES:
            return
        rest = {row: self._system.rest[row] for row in self._rows} | self._system.after(changes)
        open_rows = [row for row in self._rows if rest[row]]
        if not open_rows:
            key = tuple(sorted(changes.items()))
            self._found[key] = tuple(Change(index, value) for index, value in key)
            return
        if len(changes) == most:
            return
        row = min(open_rows, key=lambda number: len(self._suspects[number]))
        for index in self._suspects[row]:
            if index not in changes:
                value = self._system.corrected(index, row, rest[row])
                if value is not None:
                    self._try({**changes, index: value}, most)


# -- two figures of one row or column that holds


def _pairs(system: _System, broken: set[int]) -> Iterator[tuple[set[int], tuple[Choice, ...]]]:
    """Two figures typed in each other's place, or a figure and its total that are both wrong."""
    by_rows: dict[frozenset[int], dict[tuple[int, ...], Choice]] = {}
    for row in sorted(broken):
        for index in system.rows[row]:
            value = system.corrected(index, row, system.rest[row])
            if value is None:
                continue
            for pair in _partners(system, index, value):
                mended = frozenset(number for number in system.after(pair) if number in system.broken)
                choice = tuple(Change(at, pair[at]) for at in sorted(pair))
                by_rows.setdefault(mended, {})[tuple(sorted(pair))] = choice
    taken: set[int] = set()
    for rows in sorted(by_rows, key=lambda numbers: (-len(numbers), sorted(numbers))):
        if len(rows) > 1 and rows <= broken - taken:
            taken |= rows
            choices = by_rows[rows]
            yield set(rows), tuple(choices.values()) if len(choices) <= MOST_CHOICES else ()


def _partners(system: _System, index: int, value: Number) -> Iterator[dict[int, Number]]:
    """The other figure that a row needs to hold again when this one is corrected."""
    old = system.values[index] or 0
    broken_by_it = [row for row, rest in system.after({index: value}).items() if rest]
    kept = [row for row in broken_by_it if row not in system.broken]
    if len(kept) != 1:
        return
    [row] = kept
    rest = system.rows[row][index] * (value - old)
    for other in system.rows[row]:
        if other == index:
            continue
        changed = system.corrected(other, row, rest)
        if changed is None:
            continue
        swapped = value == (system.values[other] or 0) and changed == old
        total = system.rows[row][index] * system.rows[row][other] < 0
        pair = {index: value, other: changed}
        if (swapped or total) and not any(system.after(pair).values()):
            yield pair
