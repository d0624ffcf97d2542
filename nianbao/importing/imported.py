"""Everything one source gives for one report, as a value; what of it is certain enough to be written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..cells import AUTO, BLANK, SIGN_OF, plain_value
from ..dates import parse_date
from ..forms import Cell, EntryLine, Form, Table
from ..typed.signs import UNREADABLE, UNSEEN
from .document import Dropped
from .matched import PENDING, Read, Unmapped

_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_TRAILING = re.compile(r"[^\S\n]+$", re.MULTILINE)
_FOLDERS = re.compile(r"[/\\]")


@dataclass(frozen=True, slots=True)
class Imported:
    """One report as one source states it.

    `source` is the file's name as given, `sha256` that of its bytes, `kind` as in `Document`. `unit` is the
    agency's name in that year. `fields`: what stands in a content file besides the tables, by the names in
    code (`form_names.FIELDS`). `notes` are remarks for the clerk, `reasons` say what the agency, the year,
    the title and the date were recognised from. `is_partial`: of the prose it has some sections only, and does
    not speak of the others.
    """

    source: str
    sha256: str
    kind: str
    agency: str
    unit: str
    form: Form
    year: int
    cells: Mapping[str, Read] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    markdown: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    unmapped: tuple[Unmapped, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    is_partial: bool = False


def fields_of(
    form: Form,
    in_force: Form | None,
    *,
    source: str,
    title: str = "",
    published: str = "",
    number: str = "",
    index: str = "",
    address: str = "",
) -> dict[str, str]:
    """The fields of a report as `Imported` has them; those without a value are missing.

    `in_force` is the edition that the year alone would choose: only another one has to be named.
    """
    stated = {
        "published": published,
        "title": title,
        "document_number": number,
        "index_number": index,
        "source_file": _FOLDERS.split(source)[-1],
        "source_url": address,
        "edition": "" if in_force is not None and in_force.edition == form.edition else form.edition,
    }
    tidy = {name: one_line(text) for name, text in stated.items()}
    return {name: text for name, text in tidy.items() if text}


def typed(imported: Imported, cell: Cell) -> str:
    """A cell as a content file writes it: 待填 where nothing was found, or nothing such a file may hold."""
    read = imported.cells.get(cell.address)
    if read is None:
        return PENDING
    plain = plain_value(read.typed, cell.kind)
    return PENDING if plain is None or (plain[0] == AUTO and not cell.is_total) else read.typed


def typed_unit(imported: Imported, line: EntryLine) -> str:
    """The unit of an amount as a content file writes it, 待填 where the source does not state it."""
    word = imported.units.get(line.name) or imported.units.get(line.row, "")
    return word if word in line.choices else PENDING


def unit_lines(form: Form) -> list[tuple[Table, EntryLine]]:
    """The lines of the form that state the unit of an amount."""
    return [(table, line) for table in form.tables for line in table.entry if line.kind == "unit"]


def unit_path(table: Table, line: EntryLine) -> str:
    """The address path of a unit, as that of a cell."""
    return f"{table.name}-{line.name}"


def is_complete(imported: Imported) -> bool:
    """Whether nothing is left to be filled in; a form that is blank all over has nothing filled in."""
    figures = {typed(imported, cell) for cell in imported.form.cells}
    units = {typed_unit(imported, line) for _, line in unit_lines(imported.form)}
    return PENDING not in figures | units and figures != {SIGN_OF[BLANK]}


def has_figures(imported: Imported) -> bool:
    """Whether the source states any figure; one of words alone does not."""
    return any(typed(imported, cell) != PENDING for cell in imported.form.cells)


def has_prose(imported: Imported) -> bool:
    """Whether the source has any words of a report; a workbook of tables does not."""
    return bool(imported.markdown.strip())


def publication_date(imported: Imported) -> str:
    """The date the source states, '' when it states none or something that is no date."""
    stated = imported.fields.get("published", "")
    return stated if parse_date(stated) else ""


def prose_text(imported: Imported) -> str:
    """The prose as its file holds it: lines that end alike, nothing in it that no reader lets through."""
    text = UNREADABLE.sub("", _LINE_ENDS.sub("\n", imported.markdown).replace("\t", " "))
    return _TRAILING.sub("", text).strip("\n") + "\n"


def one_line(text: str) -> str:
    """Text on one line without signs that nobody sees; any run of blanks is one blank."""
    return UNSEEN.sub("", " ".join(text.split()))
