"""A whole report as it should be typed, and what the tests do with it: retype a part, read, mend."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from nianbao.cells import NUMBER
from nianbao.forms import Form
from nianbao.forms.loading import load_form
from nianbao.keyboard import apply_edits
from nianbao.located import Edit, Fault, Lines
from nianbao.report import Report, read_report

ROOT = Path(__file__).resolve().parents[1]
WHOLE = (Path(__file__).parent / "whole_report.yaml").read_text(encoding="utf-8")
FORM: Form = load_form((ROOT / "nianbao" / "forms" / "2021.yaml").read_text(encoding="utf-8"))
YEAR = 2023

Value = int | Decimal | str | None


@dataclass(frozen=True)
class Read:
    """One text, read: the report, the faults with line and column, the text with all safe edits made."""

    text: str
    report: Report | None
    faults: list[Fault]

    @property
    def kinds(self) -> list[str]:
        return [fault.kind for fault in self.faults]

    @property
    def places(self) -> list[str]:
        lines = Lines(self.text)
        return [f"{fault.kind} {':'.join(map(str, lines.position(fault.start)))}" for fault in self.faults]

    @property
    def edits(self) -> list[Edit]:
        return sorted({edit for fault in self.faults for edit in fault.edits}, key=lambda e: (e.start, e.end))

    @property
    def mended(self) -> str:
        return apply_edits(self.text, self.edits)

    def row(self, name: str) -> list[Value]:
        """The figures of a row: numbers as such, anything else by its state."""
        assert self.report is not None
        line = next(line for table in FORM.tables for line in table.rows if line.name == name)
        figures = [self.report.figures[cell.index] for cell in line.cells]
        return [figure.value if figure.state == NUMBER else figure.state for figure in figures]


def read(text: str) -> Read:
    return Read(text, *read_report(text, FORM, YEAR))


def retyped(old: str, new: str, whole: str = WHOLE) -> str:
    """The whole report with one part typed otherwise."""
    assert whole.count(old) >= 1, old
    return whole.replace(old, new, 1)


def row_retyped(name: str, typed: str) -> str:
    """The whole report with the line of a row typed otherwise, without its remark."""
    start = WHOLE.index(f"{name}:")
    end = WHOLE.index("\n", start)
    return f"{WHOLE[:start]}{name}{typed}{WHOLE[end:]}"


def line_of(text: str, part: str) -> int:
    """The number of the line in which a part first stands."""
    return text[: text.index(part)].count("\n") + 1


def line_at(text: str, number: int) -> str:
    return text.splitlines()[number - 1] if number <= len(text.splitlines()) else ""
