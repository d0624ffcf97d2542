"""A document → the cells of the edition it follows: grids first, then tables in running text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..forms import Form, Table
from .document import Document, Paragraph, as_text
from .matched import PENDING, Matched, Read
from .running.barred import with_grids
from .tables.grids import Tables, read_tables

# What the year speaks for an edition, beside the share of each table's cells that fit it.
_BY_YEAR = 0.3
# A cell that was read with a doubt, beside one without.
_DOUBTFUL = 0.5


def match(document: Document, forms: Mapping[str, Form], year: int | None) -> Matched:
    """The document read under every form, and the reading that fits best. `cells` is empty when no table of
    any form was found."""
    readings = [_best(document, form) for form in forms.values()]
    return max(readings, key=lambda matched: (_fit(matched, year), matched.form.first_year))


def _best(document: Document, form: Form) -> Matched:
    """The reading with the most cells: lines that are parted into cells can be read as running text, which
    needs no order in them, or as tables, which know the words around a label."""
    best: Matched | None = None
    for each in (document, as_text(document), with_grids(document, form)):
        if each is None:
            continue
        read = _read(each, form)
        if best is None or _read_of(read) > _read_of(best):
            best = read
        if _read_of(best)[1] == len(form.cells):
            break
    assert best is not None
    return best


def _read_of(matched: Matched) -> tuple[int, int]:
    """How many cells were read, and how many of them without a doubt."""
    read = [one for one in matched.cells.values() if one.typed != PENDING]
    return len(read), sum(not one.note for one in read)


def _fit(matched: Matched, year: int | None) -> float:
    """How well the tables fit: the share of each table's cells that was read, and whether the form was in
    force."""
    form = matched.form
    shares = sum(_share(matched, table) for table in form.tables)
    in_force = (
        year is not None and form.first_year <= year and (form.last_year is None or year <= form.last_year)
    )
    return shares + (_BY_YEAR if in_force else 0)


def _share(matched: Matched, table: Table) -> float:
    reads = [matched.cells[cell.address] for cell in table.cells if cell.address in matched.cells]
    return sum(_DOUBTFUL if read.note else 1 for read in reads) / len(table.cells)


def _read(document: Document, form: Form) -> Matched:
    tables = read_tables(document, form)
    missing = [
        table for table in form.tables if not any(cell.address in tables.cells for cell in table.cells)
    ]
    if not missing or not tables.paragraphs:
        return _matched(document, form, tables)
    from .running.loose import read_loose

    loose = read_loose(tables.paragraphs, form, missing, tables.cells)
    cells: dict[str, Read] = {**loose.cells, **tables.cells}
    return Matched(
        form=form,
        cells=_in_order(cells, form),
        paragraphs=tuple(loose.paragraphs),
        unmapped=(*tables.unmapped, *loose.unmapped),
        units={**loose.units, **tables.units},
        dropped=(*document.dropped, *loose.dropped),
        anchors={**loose.anchors, **_moved(tables, loose.paragraphs)},
    )


def _matched(document: Document, form: Form, tables: Tables) -> Matched:
    return Matched(
        form=form,
        cells=_in_order(tables.cells, form),
        paragraphs=tables.paragraphs,
        unmapped=tables.unmapped,
        units=tables.units,
        dropped=document.dropped,
        anchors=tables.anchors,
    )


def _in_order(cells: Mapping[str, Read], form: Form) -> dict[str, Read]:
    return {cell.address: cells[cell.address] for cell in form.cells if cell.address in cells}


def _moved(tables: Tables, paragraphs: Sequence[Paragraph]) -> dict[str, int]:
    """The anchors of `tables` in the paragraphs that are left: before the first that stood behind them."""
    origins = _origins(tables.paragraphs, paragraphs)
    return {
        key: next((number for number, origin in enumerate(origins) if origin >= anchor), len(paragraphs))
        for key, anchor in tables.anchors.items()
    }


def _origins(before: Sequence[Paragraph], after: Sequence[Paragraph]) -> list[int]:
    """For each paragraph the one it was, or was cut from; both stand in the same order."""
    same = {id(paragraph): number for number, paragraph in enumerate(before)}
    origins: list[int] = []
    last = 0
    for paragraph in after:
        found = same.get(id(paragraph))
        if found is None:
            found = next((n for n in range(last, len(before)) if paragraph.text in before[n].text), last)
        last = found
        origins.append(last)
    return origins
