"""The official tables as HTML: one skeleton a form, filled for each report.

What stands in the cells of the national form, and how they are joined, is prescribed; so the rows are made
here, and layouts decide what surrounds them. A skeleton is made once; filling it costs some 50 µs a report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from .forms import Cell, Form, Table
from .grid import Grid, Row, Slot, lay_out
from .head import STATES

HIDDEN = '<span class="visually-hidden">{}</span>'
# What follows `<td …` for a figure without a number of its own.
EMPTY = {
    "blank": ("blank", HIDDEN.format("空白")),
    "not_applicable": ("na", '<abbr title="不适用">/</abbr>'),
    "pending": ("pending", "待填"),
    "unreadable": ("pending", "无法读取"),
    "auto": ("blank auto", HIDDEN.format("未填，各分项不全，没有计算")),
}
COMPUTED = '<span class="computed">※' + HIDDEN.format("本站计算") + "</span>"
ZEROS = frozenset({"0", "0.0", "0.00"})


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one report in form order, as `Head` holds them, with the marks of a preview.

    `marks` are cell addresses with the numbers of the findings that concern them.
    """

    states: str
    values: Sequence[str]
    units: Mapping[str, str]
    marks: Mapping[str, Sequence[int]]

    def unit(self, cell: Cell) -> str:
        """The unit stated by the report, where the form leaves it open."""
        return "" if cell.unit else self.units.get(cell.row.rpartition(".")[2], "")


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of a table for the list: `label` as printed, its cells, `total` the one that sums it up."""

    label: str
    cells: tuple[Cell, ...]
    total: Cell | None


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A table's rows as HTML with a gap for each figure: `pieces[n]` stands before `cells[n]`."""

    table: Table
    grid: Grid
    label_columns: int
    pieces: tuple[str, ...]
    tail: str
    cells: tuple[Cell, ...]
    rows: tuple[ListRow, ...]

    def fill(self, figures: Figures) -> Markup:
        """The rows with their figures."""
        states, values = figures.states, figures.values
        unmarked = not figures.marks and not figures.units
        parts: list[str] = []
        for piece, cell in zip(self.pieces, self.cells, strict=True):
            text, sign = values[cell.index], states[cell.index]
            parts.append(piece)
            # Nearly all cells are plain numbers: those need no more than this.
            if unmarked and sign == "n" and text.isdigit():
                parts.append(' class="zero">0' if text == "0" else f">{text}")
            else:
                parts.append(_content(cell, text, figures))
        parts.append(self.tail)
        return Markup("".join(parts))


_made: dict[str, dict[str, Skeleton]] = {}


def skeletons(form: Form) -> dict[str, Skeleton]:
    """All tables of a form by key, made once a process."""
    if form.digest not in _made:
        _made[form.digest] = {table.key: _skeleton(table) for table in form.tables}
    return _made[form.digest]


def value_text(cell: Cell, figures: Figures) -> str:
    """A figure in words, for lists: with its unit, 空白, 不适用."""
    text = figures.values[cell.index]
    if text:
        unit = figures.unit(cell)
        return f"{text}{unit}" if unit else text
    return {"~": "空白", "_": "空白", "/": "不适用"}.get(figures.states[cell.index], "待填")


# -- filling


def _content(cell: Cell, text: str, figures: Figures) -> str:
    """What follows `<td …` for any figure: its class, the number or the sign, unit and marks."""
    state = STATES[figures.states[cell.index]]
    if text:
        name = "zero" if text in ZEROS else ""
        inner = str(escape(text))
        unit = figures.unit(cell)
        if unit:
            inner += f'<span class="unit"> {escape(unit)}</span>'
        if state == "auto":
            inner += COMPUTED
    else:
        name, inner = EMPTY[state]
    numbers = figures.marks.get(cell.address)
    if not numbers:
        return f' class="{name}">{inner}' if name else f">{inner}"
    described = " ".join(f"finding-{number}" for number in numbers)
    links = "".join(
        f'<a class="mark" href="#finding-{number}">{HIDDEN.format("问题")}{number}</a>' for number in numbers
    )
    return f' class="{f"{name} marked".strip()}" aria-describedby="{described}">{inner}{links}'


# -- skeletons


def _skeleton(table: Table) -> Skeleton:
    grid = lay_out(table)
    values = max(sum(slot.colspan for slot in row.slots if slot.kind == "value") for row in grid.rows)
    ids = {slot.id for row in grid.rows for slot in row.slots if slot.id}
    pieces: list[str] = []
    cells: list[Cell] = []
    current = _columns(grid.columns - values, values)
    for row, opened in _grouped(grid):
        current += f"{opened}<tr>"
        for slot in row.slots:
            current += _open(slot, ids, grid.columns)
            if slot.cell is not None:
                pieces.append(current)
                cells.append(slot.cell)
                current = "</td>"
        current += "</tr>\n"
    return Skeleton(
        table=table,
        grid=grid,
        label_columns=grid.columns - values,
        pieces=tuple(pieces),
        tail=current + "</tbody>\n",
        cells=tuple(cells),
        rows=tuple(_list_row(line.place.partition(" ")[2], line.cells) for line in table.rows),
    )


def _columns(labels: int, values: int) -> str:
    named = "".join(f'<col class="label-{number}">' for number in range(1, labels + 1))
    return f'<colgroup>{named}<col class="figures" span="{values}"></colgroup>\n'


def _grouped(grid: Grid) -> Iterator[tuple[Row, str]]:
    """Rows with the tags that open a group of rows before them; a banner begins a group of its own."""
    opened = ""
    for row in grid.rows:
        banner = row.slots[0].kind == "banner"
        wanted = "thead" if row.head else "tbody"
        if wanted == opened and not banner:
            yield row, ""
            continue
        yield row, (f"</{opened}>\n" if opened else "") + f"<{wanted}>\n"
        opened = wanted


def _open(slot: Slot, ids: set[str], columns: int) -> str:
    """A cell up to where its text is filled in; a heading whole."""
    spans = (f' rowspan="{slot.rowspan}"' if slot.rowspan > 1 else "") + (
        f' colspan="{slot.colspan}"' if slot.colspan > 1 else ""
    )
    if slot.kind == "value":
        return f'<td id="{slot.id}" headers="{" ".join(slot.headers)}"{spans}'
    text = escape(slot.text)
    if slot.kind == "corner":
        # A corner of several rows holds a remark on the table; one beside a single row of heads is a head.
        return f'<td class="corner"{spans}>{text}</td>' if slot.rowspan > 1 else f'<th scope="col"{spans}>{text}</th>'
    above = _above(slot.id, ids)
    headers = f' headers="{" ".join(above)}"' if above else ""
    level = 1 + sum(not name.endswith("-banner") for name in above)
    return (
        f'<th id="{slot.id}" class="{slot.kind} level-{level}" scope="{slot.scope}"{headers}{spans}>'
        f"{_breakable(slot.text)}</th>"
    )


def _breakable(label: str) -> Markup:
    """A label with the places where a narrow cell may break it.

    Chinese labels are mostly words of two characters: 社会|公益|组织, and （三）|不予公开.
    """
    number, mark, words = label.rpartition("）") if label.startswith("（") else ("", "", label)
    if len(words) % 2 == 0 and words.isalpha() and len(words) <= 8:
        pieces = [words[start : start + 2] for start in range(0, len(words), 2)]
    else:
        pieces = [words]
    return Markup("<wbr>").join([escape(piece) for piece in (number + mark, *pieces) if piece])


def _above(name: str, ids: set[str]) -> list[str]:
    """The headings a heading stands under: ids are built from those above them."""
    parts = name.split("-")
    prefixes = ["-".join(parts[:end]) for end in range(1, len(parts))]
    found = [above for prefix in prefixes for above in (f"{prefix}-banner", prefix) if above in ids]
    return [above for above in found if above != name]


def _list_row(label: str, cells: tuple[Cell, ...]) -> ListRow:
    return ListRow(label, cells, next((cell for cell in reversed(cells) if cell.is_total), None))
