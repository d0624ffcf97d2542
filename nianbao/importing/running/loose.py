"""Tables of a form in running text → cells: labels in order, and behind each row its figures.

Nothing is read by place: a block is read only where all its column labels stand before its rows in the form's
order. Figures that run together are cut by the equations of the form; what stays uncertain is 待填 with a note.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...forms import Cell, Form, Table
from ...forms.equations import Equation
from ..document import Dropped, Paragraph
from ..matched import PENDING, Read, Unmapped
from ..tables.figures import typed_value, unit_of
from .anchoring import find_anchors, title_spans
from .anchors import Anchor, raw_start
from .chunks import Chunk, read_figures
from .rows import Found, Row, Stray, is_prose, is_table, read_rows
from .scattered import SCATTERED, find_single_row
from .splitting import Run, Split, split_runs
from .taking import Taken, habits_of, take
from .text import Running, run_together

_QUOTED = 80
# In a table that prints nothing for blank cells no figure is known by its place.
_UNCUT = Split((), (), False)
_SHIFTED = "这一行有一格看不出是什么数，别的格也请对一下"
_TWICE = "原文里这张表不止一处，只取了这一处"


@dataclass(frozen=True, slots=True)
class Loose:
    """What was read from running text. `paragraphs`: the text without its tables, cut where they begin and end;
    `anchors`: by table key, how many of `paragraphs` stand before that table; `units` by name of the unit line."""

    cells: Mapping[str, Read]
    paragraphs: tuple[Paragraph, ...]
    unmapped: tuple[Unmapped, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    anchors: Mapping[str, int] = field(default_factory=dict)
    dropped: tuple[Dropped, ...] = ()


def read_loose(
    paragraphs: Sequence[Paragraph], form: Form, tables: Sequence[Table], known: Mapping[str, Read]
) -> Loose:
    """The cells of `tables` as far as running text holds them. `known`: what grids gave already."""
    running = run_together(paragraphs)
    found = _find(running, form, tables)
    rows = [row for each in found for row in each.rows]
    cells = _read(running, rows, form.inner_equations, _numbers(form, known))
    unmapped: list[Unmapped] = []
    spans: list[tuple[int, int]] = []
    for each in found:
        start = each.start
        for stray in each.strays:
            text = running.text[stray.start : stray.end].strip()
            if is_prose(text):
                spans.append((start, stray.start))
                start = stray.end
            elif not _fill_group(running, stray, cells):
                unmapped.append(Unmapped(" ".join(text.split()), running.place(stray.start), stray.why))
        spans.append((start, each.end))
    return Loose(
        cells,
        running.without(spans),
        tuple(unmapped),
        _units(form, rows, cells),
        {each.table.key: len(running.without([*spans, (each.start, len(running.text))])) for each in found},
        tuple(Dropped(line.text.strip(), "页码", line.place) for line in running.page_numbers(spans)),
    )


def _find(running: Running, form: Form, tables: Sequence[Table]) -> list[Found]:
    """The tables in the order in which they stand in the text."""
    anchored: list[tuple[Table, tuple[Anchor, ...], str]] = []
    barred: list[tuple[int, int]] = []
    for table in tables:
        anchors = find_anchors(running, form, table, barred)
        if anchors and is_table(running, table, anchors):
            barred.append((anchors[0].first, anchors[-1].last))
            again = find_anchors(running, form, table, barred)
            note = _TWICE if again and is_table(running, table, again) else ""
            anchored.append((table, anchors, note))
    anchored.sort(key=lambda item: item[1][0].first)
    starts = [raw_start(running, anchors[0])[0] for _, anchors, _ in anchored]
    starts += [running.at[first] for first, _ in title_spans(running, form)]
    found: list[Found | None] = []
    for table, anchors, note in anchored:
        behind = running.at[anchors[-1].last - 1]
        limit = min([len(running.text), *(start for start in starts if start > behind)])
        found.append(read_rows(running, table, anchors, limit, note))
    seen = {table.key for table, _, _ in anchored}
    found += [_single_row(running, table) for table in tables if table.key not in seen]
    return sorted(filter(None, found), key=lambda each: each.start)


def _single_row(running: Running, table: Table) -> Found | None:
    """A table of one row whose head is broken over lines."""
    place = find_single_row(running, table)
    if place is None:
        return None
    start, first, end = place
    count = len(table.cells)
    figures = read_figures(running.text, first, end)
    row = Row(table.cells, ("",) * count, (SCATTERED,) * count, start, figures)
    return Found(table, start, end, (row,), ())


def _numbers(form: Form, known: Mapping[str, Read]) -> dict[int, str]:
    return {
        form.by_address[address].index: read.typed
        for address, read in known.items()
        if address in form.by_address
    }


def _read(
    running: Running, rows: Sequence[Row], equations: Sequence[Equation], known: Mapping[int, str]
) -> dict[str, Read]:
    taken = [take(row) for row in rows]
    cells: dict[str, Read] = {}
    for row, each in zip(rows, taken, strict=True):
        for read in _direct(running, row, each):
            cells[read.address] = read
    numbers = dict(known)
    for row in rows:
        numbers |= {cell.index: cells[cell.address].typed for cell in row.cells if cell.address in cells}
    habits = habits_of(rows, taken)
    glued = [(row, each) for row, each in zip(rows, taken, strict=True) if each.glued]
    runs = [
        Run(
            row.cells,
            _texts(each.glued),
            tuple(_texts(other) for other in each.others),
            must_add_up=habits[row.cells[0].table].is_parted,
        )
        for row, each in glued
    ]
    for (row, each), run, split in zip(glued, runs, split_runs(runs, equations, numbers), strict=True):
        hides_blanks = habits[row.cells[0].table].hides_blanks
        for read in _split(running, row, each, run, _UNCUT if hides_blanks else split):
            cells[read.address] = read
    return cells


def _texts(chunks: Sequence[Chunk]) -> tuple[str, ...]:
    return tuple(chunk.text for chunk in chunks)


def _direct(running: Running, row: Row, taken: Taken) -> Iterator[Read]:
    """The cells of a row whose figures are parted; all 待填 where it has none."""
    if not taken.chunks and not taken.glued:
        for cell in row.cells:
            yield Read(cell.address, "", PENDING, running.place(row.start), "原文这一行后面没有数")
    values = [
        typed_value(chunk.text, cell, unit)
        for cell, unit, chunk in zip(row.cells, row.units, taken.chunks, strict=False)
    ]
    # One that is no figure of its column may be a part of its neighbour.
    doubt = _SHIFTED if len(values) > 1 and any(typed == PENDING for typed, _ in values) else ""
    for cell, head_note, chunk, (typed, note) in zip(
        row.cells, row.notes, taken.chunks, values, strict=False
    ):
        notes = filter(None, (note or doubt, taken.note, row.note, head_note))
        yield Read(cell.address, chunk.text, typed, running.place(chunk.start), "；".join(notes))


def _split(running: Running, row: Row, taken: Taken, run: Run, split: Split) -> Iterator[Read]:
    printed = " ".join(run.chunks)
    shown = printed if len(printed) <= _QUOTED else f"{printed[:_QUOTED]}…"
    place = running.place(taken.glued[0].start)
    figures = split.figures or (None,) * len(row.cells)
    for cell, unit, head_note, figure in zip(row.cells, row.units, row.notes, figures, strict=True):
        typed, note = typed_value(figure, cell, unit) if figure is not None else (PENDING, "")
        said = _said(run, split, shown) if figure is None else _won(run, split, shown)
        notes = filter(None, (said, note, row.note, head_note))
        yield Read(cell.address, printed if figure is None else figure, typed, place, "；".join(notes))


def _won(run: Run, split: Split, shown: str) -> str:
    if split.by_sums:
        return f"连写的数字“{shown}”按勾稽关系拆分"
    return f"连写的数字“{shown}”只有一种拆法"


def _said(run: Run, split: Split, shown: str) -> str:
    if split.readings:
        ways = "、".join(" ".join(figure or "空" for figure in reading) for reading in split.readings)
        return f"“{shown}”可以拆成 {ways} 等，不能确定" if len(split.readings) > 1 else f"“{shown}”不能确定"
    if 1 < len(run.chunks) < len(run.cells):
        return f"这一行有{len(run.chunks)}个数、{len(run.cells)}列，不能确定哪一列没有数：“{shown}”"
    if split is _UNCUT:
        return f"这张表空白的格没有印出来，“{shown}”不能确定是哪几格的数"
    if len(run.chunks) > len(run.cells):
        return f"这一行有{len(run.chunks)}个数，只有{len(run.cells)}列：“{shown}”"
    return f"“{shown}”不能拆成{len(run.cells)}个数"


def _fill_group(running: Running, stray: Stray, cells: dict[str, Read]) -> bool:
    """Rows of a form that the source prints as one: where that one is 0, they are; else they are 待填."""
    if not stray.rows or any(cell.address in cells for row in stray.rows for cell in row):
        return False
    figures = read_figures(running.text, stray.start, stray.end).filled
    width = len(stray.rows[0])
    printed = " ".join(chunk.text for chunk in figures)
    texts = [chunk.text for chunk in figures]
    if not texts or any(len(row) != width for row in stray.rows):
        return False
    if len(texts) == 1 and texts[0] == "0" * width:
        texts = ["0"] * width
    for row in stray.rows:
        for column, cell in enumerate(row):
            is_zero = len(texts) == width and texts[column] == "0"
            note = (
                "原文只有合在一起的一行，是0"
                if is_zero
                else f"原文只有合在一起的一行：“{printed}”，没有分开的数"
            )
            typed = "0" if is_zero else PENDING
            cells[cell.address] = Read(cell.address, printed, typed, running.place(stray.start), note)
    return True


def _units(form: Form, rows: Sequence[Row], cells: Mapping[str, Read]) -> dict[str, str]:
    """Units that the source states, by the name of the line on which a content file says them."""
    stated: dict[str, str] = {}
    head = {cell.address: unit for row in rows for cell, unit in zip(row.cells, row.units, strict=True)}
    for cell, name, choices in _choices(form):
        read = cells.get(cell.address)
        if read is None:
            continue
        unit = unit_of(read.printed, choices) or (
            head.get(cell.address, "") if head.get(cell.address) in choices else ""
        )
        if unit:
            stated[name] = unit
    return stated


def _choices(form: Form) -> Iterator[tuple[Cell, str, tuple[str, ...]]]:
    """Cells whose unit the form leaves open, with the name of their unit line and what may be written there."""
    for table in form.tables:
        cells = iter(table.cells)
        for block in table.blocks:
            for _ in block.row_paths():
                for path in block.column_paths():
                    cell = next(cells)
                    if path[-1].unit_name:
                        yield cell, path[-1].unit_name, path[-1].unit_choices
