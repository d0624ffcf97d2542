"""Figures → the text of a content file: a table looks like the table on paper.

Used by `new` (and by whatever else writes content files), so that all files look alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .forms import Cell, EntryLine, Form, Table
from .widths import width

CELL_WIDTH = 6


def write_tables(form: Form, values: Mapping[str, str], default: str) -> str:
    """All tables of a form as YAML text; cells without a value are written as `default`."""
    return "\n".join(
        write_table(table, lambda cell: values.get(cell.address, default), default) for table in form.tables
    )


def write_table(table: Table, value: Callable[[Cell], str], default: str) -> str:
    """One table: names left, figures right under right edges, the official labels as comments."""
    label_width = max(_label_width(line) for line in table.entry if line.kind in ("row", "guard"))
    row_width = max(len(line.cells) for line in table.rows) * CELL_WIDTH
    lines = [f"{table.name}:"]
    for line in table.entry:
        name = f"{'  ' * (line.depth + 1)}{line.name}:"
        if line.kind == "group":
            figures = ""
        elif line.kind == "guard":
            figures = _right(line.columns)
        elif line.kind == "unit":
            figures = " " * (CELL_WIDTH - width(default)) + default
        else:
            figures = _right([value(cell) for cell in line.cells])
        text = name + " " * (label_width - width(name)) + figures
        lines.append(text + " " * (label_width + row_width - width(text)) + "  # " + line.comment)
    return "\n".join(lines) + "\n"


def _label_width(line: EntryLine) -> int:
    return width(f"{'  ' * (line.depth + 1)}{line.name}:")


def _right(values: list[str] | tuple[str, ...]) -> str:
    """Figures one under the other; a long one pushes its row to the right but never touches its neighbour."""
    return "".join(" " * max(1, CELL_WIDTH - width(value)) + value for value in values)
