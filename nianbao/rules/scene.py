"""What a rule sees of a report: figures, prose, form, unit — and how it speaks of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..agencies import Agency
from ..cells import Figure
from ..finding import Spot
from ..forms import Form
from ..forms.equations import Equation, Term
from ..house import House
from ..prose import Paragraph, Prose
from ..report import Report
from .equations import Failure, Number


@dataclass(frozen=True, slots=True)
class Scene:
    """One report as the report-level rules see it.

    `computed`: cell index → equation that computed a total typed as “_”; `failed`: equations that do not hold.
    `file` and `prose_file` are the paths as messages print them; `unit` is the agency's full name in that year.
    """

    report: Report
    prose: Prose | None
    form: Form
    unit: str
    year: int
    file: str
    prose_file: str
    computed: dict[int, int] = field(default_factory=dict)
    agency: Agency = field(default_factory=lambda: Agency("", ""))
    house: House = field(default_factory=House)
    failed: tuple[Failure, ...] = ()
    text: str = field(init=False, default="")

    def __post_init__(self) -> None:
        # The prose in one piece, a line each: to be searched at once; `found_at` tells where a find is.
        object.__setattr__(self, "text", "\n".join([paragraph.text for paragraph in self.paragraphs]))

    @property
    def dated(self) -> str:
        """The publication date as typed, '' for a draft."""
        return self.report.dated

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The prose line by line; nothing when there is none."""
        return self.prose.paragraphs if self.prose else ()

    def found_at(self, start: int, end: int) -> tuple[Paragraph, Spot]:
        """The paragraph of the characters [start, end) of `text`, and their place in the file."""
        begin = 0
        for paragraph in self.paragraphs:
            if start <= begin + len(paragraph.text):
                break
            begin += len(paragraph.text) + 1
        return paragraph, self.prose_spot(paragraph, start - begin, min(end - begin, len(paragraph.text)))

    def spot(self, start: int, end: int) -> Spot:
        return Spot(self.file, start, end)

    def prose_spot(self, paragraph: Paragraph, start: int, end: int) -> Spot:
        """The place of the characters [start, end) of a paragraph's text."""
        return Spot(self.prose_file, *paragraph.span(start, end))

    def figure(self, address: str) -> Figure:
        return self.report.figures[self.form.by_address[address].index]

    def across_place(self, equation: Equation) -> str:
        """The row or column an equation runs along, as on the printed form."""
        table, name = self.form.cells[equation.left[0].index].table_place, self.across_name(equation)
        return f"{table}“{name}”列" if equation.each == "column" else f"{table} {name}"

    def across_name(self, equation: Equation) -> str:
        cell = self.form.cells[equation.left[0].index]
        return cell.column_place if equation.each == "column" else cell.row_place

    def describe(self, failure: Failure) -> str:
        """Both sides with their numbers, and the difference."""
        equation = failure.equation
        left, right = (
            self._side(equation, terms, total, failure.complete)
            for terms, total in ((equation.left, failure.left), (equation.right, failure.right))
        )
        if not failure.complete:
            return f"{right}；{left}；空白格无论填多少都不能平"
        sides = (right, left) if len(equation.left) == 1 else (left, right)
        return f"{'；'.join(sides)}；相差 {failure.difference}"

    def _side(self, equation: Equation, terms: tuple[Term, ...], total: Number, complete: bool) -> str:
        names = [self._term_name(equation, term) for term in terms]
        values = [self.report.figures[term.index].value for term in terms]
        if len(terms) == 1:
            return f"{names[0]}填 {total}"
        if len(terms) <= 4 and complete:
            parts = " + ".join(f"{name} {value or 0}" for name, value in zip(names, values, strict=True))
            return f"{parts} = {total}"
        sums = "+".join(str(value or 0) for value in values)
        return f"{names[0]}至{names[-1]}相加 {sums if len(terms) <= 8 else ''}{' = ' if len(terms) <= 8 else ''}{total}"

    def _term_name(self, equation: Equation, term: Term) -> str:
        cell = self.form.cells[term.index]
        return f"“{cell.row_place if equation.each == 'column' else cell.column_place}”"
