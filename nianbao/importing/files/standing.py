"""A year's file as it stands: where its tables and units are written, and editing them in place.

All that is not edited stays byte for byte as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...cells import PENDING, SIGN_OF, UNREADABLE, Figure
from ...form_names import form_names
from ...forms import Cell, Form, Table
from ...keyboard import apply_edits, mend
from ...located import Edit, Scalar, compose
from ...located import Mapping as Node
from ...report import Report
from ...tidying import tidy
from ...widths import width
from ...writing import whole, write_table


@dataclass(frozen=True, slots=True)
class Written:
    """Where things stand in a text: [start, end) of the word behind a table's name, by table key, for tables
    that are not written out; and of the units, by the row of their figure."""

    words: Mapping[str, tuple[int, int]]
    units: Mapping[str, tuple[int, int]]


def locate(text: str, form: Form) -> Written:
    """Where the tables and units of a year's file stand; nothing where it cannot be read."""
    names = form_names(form)
    mended = mend(text, names.shape)
    root, _ = compose(mended.text)
    words: dict[str, tuple[int, int]] = {}
    units: dict[str, tuple[int, int]] = {}
    for key, value in root.entries if isinstance(root, Node) else ():
        table = names.table(key.text)
        if table is None:
            continue
        if isinstance(value, Scalar):
            words[table.key] = (mended.original(value.start), mended.original_end(value.end))
        elif isinstance(value, Node):
            for typed, unit in value.entries:
                line = names.line(table, "", typed.text)
                if line is not None and line.kind == "unit" and isinstance(unit, Scalar):
                    units[line.row] = (mended.original(unit.start), mended.original_end(unit.end))
    return Written(words, units)


def set_units(text: str, form: Form, words: Mapping[str, str]) -> str:
    """The text with other units; `words` by the row of their figure."""
    spans = locate(text, form).units
    return apply_edits(
        text, [_aligned(text, *spans[row], word) for row, word in sorted(words.items()) if row in spans]
    )


def set_figures(
    text: str, report: Report, form: Form, values: Mapping[str, str], units: Mapping[str, str]
) -> str:
    """The text with other figures (by address, as typed) and units (by row), tables as straight as they were.

    `report` is what `text` says. A table that is not written out is, when a figure of it changes.
    """
    if not values and not units:
        return text
    written = locate(text, form)
    edits = [_aligned(text, *written.units[row], word) for row, word in units.items() if row in written.units]
    for table in form.tables:
        changed = [cell for cell in table.cells if cell.address in values]
        if changed and table.key in written.words:
            edits += _written_out(text, written.words[table.key], table, report, values)
            continue
        for cell in changed:
            figure = report.figures[cell.index]
            edits.append(_aligned(text, figure.start, figure.end, values[cell.address]))
    edited = apply_edits(text, edits)
    # Only who keeps the columns straight wants them kept so.
    return edited if tidy(text, form, report.year)[1] else tidy(edited, form, report.year)[0]


def line_end(text: str) -> str:
    """How the lines of a text end."""
    return "\r\n" if "\r\n" in text else "\n"


def _aligned(text: str, start: int, end: int, new: str) -> Edit:
    """Another value in the place of one, its right edge where it was as far as there are blanks before it."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    blanks = len(line) - len(line.rstrip(" "))
    grown = width(whole(new)) - width(whole(text[start:end]))
    return Edit(start - max(0, min(grown, blanks - 1)), end, " " * -grown + new)


def _written_out(
    text: str, word: tuple[int, int], table: Table, report: Report, values: Mapping[str, str]
) -> list[Edit]:
    """A table that one word stood for, with all its rows; a remark behind the word stays."""

    def value(cell: Cell) -> str:
        return values.get(cell.address) or _sign(report.figures[cell.index])

    start, end = word
    before = text[:start].rstrip(" ")
    newline = line_end(text)
    line_stop = text.find("\n", end)
    stop = len(text) if line_stop < 0 else line_stop - text[:line_stop].endswith("\r")
    rows = write_table(table, value, SIGN_OF[PENDING]).rstrip("\n").split("\n")[1:]
    return [
        Edit(len(before) if before.endswith(":") else start, end, ""),
        Edit(stop, stop, newline + newline.join(rows)),
    ]


def _sign(figure: Figure) -> str:
    return SIGN_OF[PENDING] if figure.state == UNREADABLE else figure.sign
