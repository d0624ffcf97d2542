"""What a rule across years sees: a report and the year before, or the predecessors of a merged agency."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ..finding import CellSpot
from ..forms import Form
from ..forms.equations import Term
from ..head import Head
from .equations import Failure, Number


@dataclass(frozen=True)
class Pair:
    """`previous` are the reports whose figures the year starts from: last year's own, or of several
    predecessors, whose figures are added."""

    head: Head
    form: Form
    previous: tuple[Head, ...]
    previous_forms: tuple[Form, ...]

    @property
    def agency(self) -> str:
        return self.head.agency

    @property
    def year(self) -> int:
        return self.head.year

    @property
    def previous_years(self) -> str:
        return f"{self.year - 1}年"

    @cached_property
    def previous_numbers(self) -> Sequence[Number | None]:
        """Last year's figures in the order of this year's form; None where an edition has no such cell."""
        return add_up(self.form, self.previous, self.previous_forms)

    def value(self, term: Term) -> Number | None:
        return (self.previous_numbers if term.previous else self.head.numbers)[term.index]

    def checked(self, rule: str) -> int:
        """How many equations of a rule could be judged."""
        return sum(
            1
            for equation in self.form.equations
            if equation.rule == rule
            and all(self.value(term) is not None for term in (*equation.left, *equation.right))
        )

    def previous_place(self, failure: Failure) -> str:
        return next(self.form.cells[term.index].row_place for term in failure.equation.right if term.previous)

    def spots(self, failures: list[Failure]) -> tuple[CellSpot, ...]:
        """This year's cells first, then last year's."""
        now = [
            CellSpot(self.agency, self.year, self.form.cells[term.index].address)
            for failure in failures
            for term in (*failure.equation.left, *failure.equation.right)
            if not term.previous
        ]
        before = [
            CellSpot(head.agency, head.year, self.form.cells[term.index].address)
            for failure in failures
            for term in failure.equation.right
            if term.previous
            for head in self.previous
        ]
        return (*now, *before)


def add_up(form: Form, heads: Sequence[Head], forms: Sequence[Form]) -> list[Number | None]:
    """The figures of several reports added, in the order of `form`; None where one does not state its own, or its
    edition has no such cell. `forms` are those of the reports."""
    return [_sum_of(cell.address, heads, forms) for cell in form.cells]


def _sum_of(address: str, heads: Sequence[Head], forms: Sequence[Form]) -> Number | None:
    total: Number = 0
    for head, form in zip(heads, forms, strict=True):
        cell = form.by_address.get(address)
        number = None if cell is None else head.numbers[cell.index]
        if number is None:
            return None
        total += number
    return total
