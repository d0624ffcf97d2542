"""Evaluating a form's equations on stated figures. No words here; `arithmetic` and `series` speak."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..cells import AUTO, NOT_APPLICABLE, NUMBER, Figure
from ..forms import Form
from ..forms.equations import Equation, Term

Number = int | Decimal
_INFINITE = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Failure:
    """An equation that does not hold: what each side sums to, as far as it is known."""

    equation: Equation
    left: Number
    right: Number
    complete: bool

    @property
    def gap(self) -> Number:
        """Left minus right."""
        return self.left - self.right

    @property
    def difference(self) -> Number:
        return self.left - self.right if self.left > self.right else self.right - self.left


def known_value(figure: Figure) -> Number | None:
    """The number an equation may use: `/` counts as 0, blanks and unfilled cells are unknown."""
    if figure.state in (NUMBER, AUTO):
        return figure.value
    return 0 if figure.state == NOT_APPLICABLE else None


def compute_totals(form: Form, figures: tuple[Figure, ...]) -> tuple[tuple[Figure, ...], dict[int, int]]:
    """Fill the totals typed as “_” whose parts are all known.

    Returns the figures and, by cell index, the index of the equation that gave the value: an equation
    never proves the total it computed.
    """
    done = list(figures)
    computed: dict[int, int] = {}
    waiting = True
    while waiting:
        waiting = False
        for number, equation in enumerate(form.equations):
            if equation.crosses_years or len(equation.left) != 1:
                continue
            index = equation.left[0].index
            if done[index].state != AUTO or done[index].value is not None:
                continue
            value = _sum(equation.right, [known_value(figure) for figure in done], None)
            if value is not None:
                done[index] = Figure(AUTO, value, done[index].start, done[index].end)
                computed[index] = number
                waiting = True
    return tuple(done), computed


def failures(
    form: Form,
    values: Sequence[Number | None],
    computed: dict[int, int],
    previous: Sequence[Number | None] | None = None,
) -> list[Failure]:
    """The equations that do not hold; with `previous` given, those across years, else those within one.

    An unknown figure may be anything from 0 up: an equation with unknown figures fails only when no such
    value can make it hold.
    """
    found = []
    for number, equation in enumerate(form.equations):
        if equation.crosses_years != (previous is not None):
            continue
        if len(equation.left) == 1 and computed.get(equation.left[0].index) == number:
            continue
        left, right = _sides(equation, values, previous)
        if left is not None and right is not None:
            if left != right:
                found.append(Failure(equation, left, right, True))
            continue
        left_low, left_high = _range(form, equation.left, values, previous)
        right_low, right_high = _range(form, equation.right, values, previous)
        if left_low > right_high or right_low > left_high:
            found.append(Failure(equation, _known(left_low, left_high), _known(right_low, right_high), False))
    return found


def tally(
    form: Form, values: Sequence[Number | None], computed: dict[int, int], failed: Sequence[Failure]
) -> tuple[int, int, int]:
    """How many equations within a report held, failed, and could not be judged because of unknown figures.

    The rest are those that computed a total.
    """
    given = set(computed.values())
    undecided = 0
    if None in values:
        undecided = sum(
            any(values[term.index] is None for term in (*equation.left, *equation.right))
            for number, equation in enumerate(form.equations)
            if not equation.crosses_years and number not in given
        ) - sum(not failure.complete for failure in failed)
    held = len(form.inner_equations) - len(given) - len(failed) - undecided
    return held, len(failed), undecided


def _known(low: Number, high: Number) -> Number:
    return low if abs(low) != _INFINITE else high


def _sides(
    equation: Equation, values: Sequence[Number | None], previous: Sequence[Number | None] | None
) -> tuple[Number | None, Number | None]:
    """What both sides come to, None where a figure is unknown."""
    plain = equation.plain_sides
    if plain is not None:
        # Every equation of every report passes here: sums of a list are what Python does fastest.
        left, right = [values[index] for index in plain[0]], [values[index] for index in plain[1]]
        if None not in left and None not in right:
            return sum(left), sum(right)  # type: ignore[arg-type]
    return _sum(equation.left, values, previous), _sum(equation.right, values, previous)


def _sum(
    terms: tuple[Term, ...], values: Sequence[Number | None], previous: Sequence[Number | None] | None
) -> Number | None:
    total: Number = 0
    for term in terms:
        value = (previous or values)[term.index] if term.previous else values[term.index]
        if value is None:
            return None
        total += term.sign * value
    return total


def _range(
    form: Form,
    terms: tuple[Term, ...],
    values: Sequence[Number | None],
    previous: Sequence[Number | None] | None,
) -> tuple[Number, Number]:
    low: Number = 0
    high: Number = 0
    for term in terms:
        value = (previous or values)[term.index] if term.previous else values[term.index]
        if value is not None:
            low += term.sign * value
            high += term.sign * value
            continue
        signed = form.cells[term.index].kind == "signed"
        if signed or term.sign > 0:
            high = _INFINITE
        if signed or term.sign < 0:
            low = -_INFINITE
    return low, high
