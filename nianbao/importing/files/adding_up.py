"""Acceptance by arithmetic: whether what was read of a source satisfies the equations of its form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...cells import BLANK, NOT_APPLICABLE, NUMBER, PENDING, Figure, plain_value
from ...forms import Cell
from ...report import Report
from ...rules.equations import Failure, failures, known_value, tally
from ...rules.scene import Scene
from ..imported import Imported, one_line, typed, typed_unit, unit_lines
from ..matched import PENDING as PENDING_SIGN

# So many cells of an equation are told with their places.
_PLACES = 12


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An equation that does not hold, in words: `text` has both sides, `places` where they stand in the source."""

    place: str
    text: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """An import in numbers. `cells` = `numbers` + `blank` + `inapplicable` + `pending`; `units` are those still
    to be filled in; `noted` are the cells about which the program decided something."""

    cells: int
    numbers: int
    blank: int
    inapplicable: int
    pending: int
    units: int
    noted: int
    unmapped: int
    dropped: int
    held: int
    failed: int
    undecided: int
    mismatches: tuple[Mismatch, ...]

    @property
    def read(self) -> int:
        """Cells whose content the source states, blanks among them."""
        return self.cells - self.pending


def sum_up(imported: Imported) -> Summary:
    """Count the cells and judge the equations."""
    form = imported.form
    figures = tuple(_figure(imported, cell) for cell in form.cells)
    values = [known_value(figure) for figure in figures]
    failed = failures(form, values, {})
    held, _, undecided = tally(form, values, {}, failed)
    report = Report(form.edition, imported.year, {}, {}, None, figures, {}, (), ())
    scene = Scene(report, None, form, imported.unit, imported.year, "", "")
    states = [figure.state for figure in figures]
    return Summary(
        cells=len(states),
        numbers=states.count(NUMBER),
        blank=states.count(BLANK),
        inapplicable=states.count(NOT_APPLICABLE),
        pending=states.count(PENDING),
        units=sum(typed_unit(imported, line) == PENDING_SIGN for _, line in unit_lines(form)),
        noted=sum(bool(read.note) for address, read in imported.cells.items() if address in form.by_address),
        unmapped=len(imported.unmapped),
        dropped=len(imported.dropped),
        held=held,
        failed=len(failed),
        undecided=undecided,
        mismatches=tuple(_mismatch(imported, scene, failure) for failure in failed),
    )


def _figure(imported: Imported, cell: Cell) -> Figure:
    state, value = plain_value(typed(imported, cell), cell.kind) or (PENDING, None)
    return Figure(state, value, 0, 0)


def _mismatch(imported: Imported, scene: Scene, failure: Failure) -> Mismatch:
    equation = failure.equation
    return Mismatch(
        scene.across_place(equation), scene.describe(failure), tuple(_places(imported, scene, failure))
    )


def _places(imported: Imported, scene: Scene, failure: Failure) -> Iterator[str]:
    """The figures of an equation that say something: all but the zeros, when there are many."""
    terms = [*failure.equation.left, *failure.equation.right]
    told = [term for term in terms if known_value(scene.report.figures[term.index]) != 0]
    if len(terms) <= _PLACES:
        told = terms
    for term in told[:_PLACES]:
        cell = imported.form.cells[term.index]
        read = imported.cells.get(cell.address)
        name = cell.row_place if failure.equation.each == "column" else cell.column_place
        if read is None:
            yield f"“{name}”没有找到"
        else:
            place = f"（{read.place}）" if str(read.place) else ""
            yield f"“{name}” {shortened(read.printed) or '空白'}{place}"
    if len(told) > _PLACES:
        yield f"等 {len(told)} 格"


def shortened(printed: str, most: int = 60) -> str:
    """What the source prints, on one line that is not too long."""
    text = one_line(printed)
    return f"{text[:most]}…" if len(text) > most else text
