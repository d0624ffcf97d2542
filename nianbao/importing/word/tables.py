"""Word's tables as grids: merged cells become spans, whatever way they were merged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..document import GridCell
from .xml import W, children, number_of, switch_of

_WIDEST = 200
# Columns that no figure fits in (twentieths of a point, 3.5 mm): borders that somebody dragged out of line.
_THIN = 200


@dataclass(frozen=True, slots=True)
class Slot:
    """One w:tc with the columns it takes. `continues`: 'down' or 'right' when it belongs to the cell above or
    to its left, else ''."""

    element: Any
    column: int
    colspan: int
    continues: str = ""


def rows_of(table: Any) -> tuple[list[list[Slot]], list[list[Slot]]]:
    """The rows that are printed, and those that are hidden; rows and cells deleted by a tracked change are
    neither."""
    rows = [row for row in children(table, "tr") if row.find(f"{W}trPr/{W}del") is None]
    hidden = [row for row in rows if switch_of(row.find(f"{W}trPr"), "hidden")]
    printed = [list(_slots(row)) for row in rows if row not in hidden]
    return _in_line(printed, _thin_columns(table, printed)), [list(_slots(row)) for row in hidden]


def _thin_columns(table: Any, rows: list[list[Slot]]) -> set[int]:
    """The columns that are only the gap between borders out of line; a cell's whole width is never one."""
    columns = table.findall(f"{W}tblGrid/{W}gridCol")
    widths = [column.get(f"{W}w", "") for column in columns]
    thin = {number for number, width in enumerate(widths) if width.isdigit() and 0 < int(width) <= _THIN}
    for slot in (slot for row in rows for slot in row):
        taken = set(range(slot.column, slot.column + slot.colspan))
        if taken <= thin:
            thin -= taken
    return thin


def _in_line(rows: list[list[Slot]], thin: set[int]) -> list[list[Slot]]:
    """The rows without the thin columns: borders on either side of one become the same border."""
    if not thin:
        return rows

    def moved(border: int) -> int:
        return border - sum(number < border for number in thin)

    def narrowed(slot: Slot) -> Slot:
        start, end = moved(slot.column), moved(slot.column + slot.colspan)
        return replace(slot, column=start, colspan=end - start)

    return [[narrowed(slot) for slot in row] for row in rows]


def _slots(row: Any) -> Iterator[Slot]:
    column = min(number_of(row.find(f"{W}trPr"), "gridBefore", 0), _WIDEST)
    for element in children(row, "tc"):
        properties = element.find(f"{W}tcPr")
        if properties is not None and properties.find(f"{W}cellDel") is not None:
            continue
        colspan = min(max(number_of(properties, "gridSpan", 1), 1), _WIDEST)
        yield Slot(element, column, colspan, _continues(properties))
        column += colspan


def _continues(properties: Any) -> str:
    for name, way in (("vMerge", "down"), ("hMerge", "right")):
        merge = properties.find(f"{W}{name}") if properties is not None else None
        if merge is not None and merge.get(f"{W}val", "continue") == "continue":
            return way
    return ""


def cells_of(rows: list[list[Slot]], text_of: Callable[[Any], str]) -> tuple[list[GridCell], list[str]]:
    """The cells with their spans, and the texts that merging has hidden (Word keeps them, but does not print)."""
    cells: list[GridCell] = []
    hidden: list[str] = []
    above: dict[int, int] = {}  # column → index in `cells` of the cell that reaches the row above
    for number, row in enumerate(rows):
        here: dict[int, int] = {}
        left = -1
        for slot in row:
            text = text_of(slot.element)
            index = above.get(slot.column, -1) if slot.continues == "down" else -1
            if index >= 0 and cells[index].column == slot.column:
                cells[index] = _taller(cells[index], number)
            elif slot.continues == "right" and left >= 0:
                index = left
                cells[index] = replace(cells[index], colspan=cells[index].colspan + slot.colspan)
            else:
                index = len(cells)
                cells.append(GridCell(text, number, slot.column, 1, slot.colspan))
                text = ""
            if text:
                hidden.append(text)
            left = index
            here |= dict.fromkeys(range(slot.column, slot.column + slot.colspan), index)
        above = here
    return cells, hidden


def _taller(cell: GridCell, row: int) -> GridCell:
    return replace(cell, rowspan=row - cell.row + 1)


def inner_tables(table: Any) -> list[Any]:
    """The tables in the cells of a table, but not those in their cells."""
    return [
        inner
        for row in children(table, "tr")
        for cell in children(row, "tc")
        for inner in children(cell, "tbl")
    ]


def is_frame(table: Any, rows: list[list[Slot]]) -> bool:
    """Whether a table only frames text or other tables: it has one column, or its inner tables hold more cells
    than itself."""
    if all(len(row) <= 1 for row in rows):
        return True
    inner = sum(len(row) for other in inner_tables(table) for row in rows_of(other)[0])
    return inner > sum(len(row) for row in rows)
