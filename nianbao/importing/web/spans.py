"""An HTML table → a `Grid`, as the standard places its cells: spans cut where another cell already stands, or
where they reach too far down."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..document import Grid, GridCell, Place, Refused
from .markup import Line, read_lines, tag
from .overlong import MOST_CUTS, Spanned, overlong

# More than any report has; less than what would fill the memory.
MAX_CELLS = 20_000
MAX_AREA = 200_000
# How a content file may write a total that the program computes; no official table prints this word.
COMPUTED = "自动"
_SECTION = re.compile(r"[一二三四五六七八九十]{1,2}、")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_DIGITS = re.compile(r"\s*(\d{1,6})", re.ASCII)
_FIGURE = re.compile(r"[-+－＋]?\s?\d[\d,，.]*\s?(?:[万亿]?元|[件个项次份条])?")


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of a page that are tables, not frames for its layout; `figures`: those with many figures."""

    data: frozenset[Any]
    figures: frozenset[Any]


def tell_tables(root: Any) -> Tables:
    """Which tables hold data. One that only arranges the page holds other tables, or whole sections of text."""
    tables = list(root.iter("table"))
    own = {
        table: [_plain(cell) for row in _rows(table) for cell in row.cells if cell.find(".//table") is None]
        for table in tables
    }
    inside: dict[Any, list[int]] = {table: [0, 0] for table in tables}  # texts and figures of tables within
    for table in reversed(tables):
        outer = next(table.iterancestors("table"), None)
        if outer is not None:
            inside[outer][0] += inside[table][0] + sum(map(bool, own[table]))
            inside[outer][1] += inside[table][1] + sum(map(is_figure, own[table]))
    data: set[Any] = set()
    figures: set[Any] = set()
    for table in tables:
        numbers = sum(map(is_figure, own[table]))
        is_frame = inside[table][0] > 0 and (numbers < 4 or numbers < inside[table][1])
        if (
            is_frame
            or any(outer in data for outer in table.iterancestors("table"))
            or _is_layout(table, numbers)
        ):
            continue
        data.add(table)
        if numbers >= 4 and sum(len(_HAN.findall(text)) >= 3 for text in own[table]) >= 3:
            figures.add(table)
    return Tables(frozenset(data), frozenset(figures))


def is_figure(text: str) -> bool:
    return bool(_FIGURE.fullmatch(text))


def _plain(cell: Any) -> str:
    return " ".join("".join(cell.itertext()).split())


def _is_layout(table: Any, numbers: int) -> bool:
    """Of one column; or with a long text and nothing beside it; or with a cell that holds whole sections."""
    rows = [[_plain(cell) for cell in row.cells] for row in _rows(table)]
    if numbers >= 10:
        return False
    if max(map(len, rows), default=0) < 2:
        return True
    if all(sum(map(bool, row)) < 2 for row in rows) and any(len(text) > 100 for row in rows for text in row):
        return True
    cells = (cell for row in _rows(table) for cell in row.cells if len(_plain(cell)) > 200)
    return any(sum(bool(_SECTION.match(line.text)) for line in read_lines(cell)) >= 2 for cell in cells)


# -- rows


@dataclass(slots=True)
class _Row:
    group: Any
    cells: list[Any]


def _rows(table: Any) -> list[_Row]:
    """The rows with their cells, not those of tables inside; a cell outside any row begins one."""
    from lxml import etree

    rows: list[_Row] = []
    current: Any = None
    walker = etree.iterwalk(table, events=("start",))
    for _, element in walker:
        name = tag(element)
        if name == "table" and element is not table:
            walker.skip_subtree()
        elif name == "tr":
            current = element
            rows.append(_Row(element.getparent(), []))
        elif name in ("td", "th"):
            walker.skip_subtree()
            if not rows or (
                current is not None and current not in list(element.iterancestors("tr", "table"))
            ):
                current = None
                rows.append(_Row(element.getparent(), []))
            rows[-1].cells.append(element)
    return rows


def _group_ends(rows: list[_Row]) -> list[int]:
    """For each row, where its group of rows (head, body, foot) ends: no cell reaches beyond."""
    ends = [len(rows)] * len(rows)
    for index in range(len(rows) - 2, -1, -1):
        same = rows[index].group is rows[index + 1].group
        ends[index] = ends[index + 1] if same else index + 1
    return ends


# -- the grid


def read_grid(table: Any, number: int) -> Grid:
    """The table with its spans; `number` counts the tables of the page. Raises Refused import-too-long."""
    rows = _rows(table)
    ends = _group_ends(rows)
    if sum(len(row.cells) for row in rows) > MAX_CELLS:
        raise Refused("import-too-long", cells=MAX_CELLS)
    words = {cell: _plain(cell) for row in rows for cell in row.cells}
    cut: dict[Any, int] = {}
    placed = _place(rows, ends, cut)
    for _ in range(MOST_CUTS):
        found = overlong([_spanned(words[one[0]], *one[1:]) for one in placed], len(rows))
        if found is None:
            break
        cut[placed[found[0]][0]] = found[1]
        placed = _place(rows, ends, cut)
    return _narrow(placed, len(rows), number)


def _place(rows: list[_Row], ends: list[int], cut: Mapping[Any, int]) -> list[tuple[Any, int, int, int, int]]:
    """Each cell with its row, its column, and how far it reaches down and to the right. `cut`: cells that
    reach less far down than they say."""
    placed: list[tuple[Any, int, int, int, int]] = []
    taken: list[int] = []  # per column, the first row in which it is free
    for index, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while column < len(taken) and taken[column] > index:
                column += 1
            down = cut.get(cell) or _span(cell.get("rowspan"), ends[index] - index)
            wide = 0
            while wide < max(1, _span(cell.get("colspan"), 1000)) and not (
                column + wide < len(taken) and taken[column + wide] > index
            ):
                wide += 1
            taken += [0] * (column + wide - len(taken))
            taken[column : column + wide] = [index + down] * wide
            placed.append((cell, index, column, down, wide))
            column += wide
    return placed


def _spanned(text: str, row: int, column: int, down: int, wide: int) -> Spanned:
    return Spanned(row, column, down, wide, bool(text) and not is_figure(text), is_figure(text))


def _span(value: str | None, limit: int) -> int:
    """A span as written, at most `limit`; 0 reaches to the end, and what is no number is 1."""
    found = _DIGITS.match(value or "1")
    number = int(found.group(1)) if found else 1
    return limit if number == 0 else min(number, limit)


def _narrow(placed: list[tuple[Any, int, int, int, int]], height: int, number: int) -> Grid:
    """Without the columns in which no cell begins: they only come from spans wider than the table."""
    starts = sorted({column for _, _, column, _, _ in placed})
    if len(starts) * height > MAX_AREA:
        raise Refused("import-too-long", cells=MAX_AREA)
    cells = []
    for cell, row, column, down, wide in placed:
        first = bisect_left(starts, column)
        cells.append(GridCell(cell_text(cell), row, first, down, bisect_left(starts, column + wide) - first))
    return Grid(tuple(cells), Place(table=number))


def cell_text(cell: Any) -> str:
    """What a cell prints, its lines parted by newlines. Our own pages say of a cell that it was computed."""
    if cell.get("data-state") == "auto":
        return COMPUTED
    return "\n".join(line.text for line in read_lines(cell, in_cell=True))


def loose_lines(table: Any) -> Iterator[Line]:
    """The lines of a table that stand in none of its cells: its caption, and text where none belongs."""
    cells = frozenset(cell for row in _rows(table) for cell in row.cells)
    yield from (line for line in read_lines(table, cells) if isinstance(line, Line))


def has_pictures_only(table: Any) -> bool:
    """Whether cells show pictures and no text."""
    cells = [cell for row in _rows(table) for cell in row.cells]
    return any(cell.find(".//img") is not None for cell in cells) and not any(map(_plain, cells))
