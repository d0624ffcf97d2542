"""The 填报表 of one agency and year as values: where each figure stands on its sheet, and what must hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from ..forms import Cell, Form, Section, Table
from ..forms.equations import Equation, Term
from ..grid import Grid, Placed, lay_out, placed
from ..relations import relation_text

Number = int | Decimal
# What a sentence of the form leaves open for a figure or for words.
OPEN = "待填"


@dataclass(frozen=True, slots=True)
class Check:
    """One equation as the sheets show it. `known` is what last year's figures on the right come to."""

    equation: Equation
    place: str
    text: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    known: Number = 0

    @property
    def indexes(self) -> list[int]:
        return [term.index for term in (*self.left, *self.right)]

    @property
    def words(self) -> str:
        """The relation with what is known of last year."""
        return f"{self.text}（上年的数：{self.known}）" if self.equation.crosses_years else self.text

    @property
    def total(self) -> int | None:
        """The one figure that the others make up, None where both sides are sums."""
        return self.left[0].index if len(self.left) == 1 else None


@dataclass(frozen=True, slots=True)
class TableSheet:
    """A table as printed: its grid, and each figure's (row, column) within it, both from 0."""

    table: Table
    grid: Grid
    slots: tuple[Placed, ...]
    at: Mapping[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Blank:
    """A figure that a sentence asks for: the words before it and the unit behind it."""

    label: str
    unit: str


@dataclass(frozen=True)
class Paper:
    """What one agency has to fill in for a year.

    `before` are last year's numbers in the order of this form, None where nothing is known; `given` the
    figures that are filled in already, by index.
    """

    form: Form
    unit: str
    path: str
    year: int
    before: Sequence[Number | None]

    @property
    def report_title(self) -> str:
        return self.form.title.format(agency=self.unit, year=self.year)

    @property
    def title(self) -> str:
        return f"{self.report_title}填报表"

    @cached_property
    def sheets(self) -> tuple[TableSheet, ...]:
        return tuple(_sheet(table) for table in self.form.tables)

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """What must hold, as far as last year is known."""
        return tuple(check for equation in self.form.equations for check in self._check(equation))

    @cached_property
    def given(self) -> dict[int, Number]:
        """Figures taken over from last year as they are."""
        known = {index: self.before[past] for index, past in self.form.taken_over.items()}
        return {index: number for index, number in known.items() if number is not None}

    @cached_property
    def fees(self) -> tuple[Section, str] | None:
        """The section that has to say what was charged, and the sentence it is said in."""
        return next(
            (
                (section, text)
                for section in self.form.sections
                if section.fees
                for text in section.draft
                if text != OPEN and OPEN in text
            ),
            None,
        )

    def _check(self, equation: Equation) -> Iterator[Check]:
        past = [term for term in (*equation.left, *equation.right) if term.previous]
        numbers = [(term.sign, self.before[term.index]) for term in past]
        if any(number is None for _, number in numbers):
            return
        # In a form last year's figures stand on the right: what is known is added there.
        known = sum((sign * number for sign, number in numbers if number is not None), start=0)
        yield Check(
            equation,
            across_place(self.form, equation),
            relation_text(self.form, equation),
            tuple(term for term in equation.left if not term.previous),
            tuple(term for term in equation.right if not term.previous),
            known,
        )


def across_place(form: Form, equation: Equation) -> str:
    """The row or column an equation runs along, as on the printed form: 表三“自然人”列."""
    cell = form.cells[equation.left[0].index]
    return (
        f"{cell.table_place}“{cell.column_place}”列"
        if equation.each == "column"
        else f"{cell.table_place} {cell.row_place}"
    )


def blanks(sentence: str) -> list[Blank]:
    """The figures a sentence of the form leaves open: 发出收费通知(件)，总金额(元)，实际收取(元)."""
    parts = sentence.split(OPEN)
    return [
        Blank(before.rpartition("，")[2], after.partition("，")[0].partition("。")[0])
        for before, after in pairwise(parts)
    ]


def _sheet(table: Table) -> TableSheet:
    grid = lay_out(table)
    slots = tuple(placed(grid))
    at = {slot.slot.cell.index: (slot.row, slot.column) for slot in slots if slot.slot.cell is not None}
    return TableSheet(table, grid, slots, at)


def cells_of(sheet: TableSheet) -> Iterator[tuple[Cell, int, int]]:
    """The figures of a sheet with their rows and columns."""
    for cell in sheet.table.cells:
        yield cell, *sheet.at[cell.index]
