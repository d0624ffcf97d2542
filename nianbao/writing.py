"""Figures → the text of a content file: a table looks like the table on paper.

Used by `new` and by `check --fix` (and by whatever else writes content files), so that all files look alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from .forms import Cell, EntryLine, Form, Table
from .widths import width

CELL_WIDTH = 6
_DECIMALS = re.compile(r"(?<=\d)\.\d+\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class TableLine:
    """A line of a table taken apart: `name` with its indentation and colon, `remark` with its sign."""

    name: str
    values: tuple[str, ...]
    remark: str


def write_tables(form: Form, values: Mapping[str, str], default: str) -> str:
    """All tables of a form as YAML text; cells without a value are written as `default`."""
    return "\n".join(
        write_table(table, lambda cell: values.get(cell.address, default), default) for table in form.tables
    )


def write_table(table: Table, value: Callable[[Cell], str], default: str) -> str:
    """One table: names left, figures right under right edges, the official labels as comments."""
    lines = [
        TableLine(f"{'  ' * (line.depth + 1)}{line.name}:", _values(line, value, default), label_of(line))
        for line in table.entry
    ]
    return "\n".join([f"{table.name}:", *lay_out(lines, edges_of(lines))]) + "\n"


def label_of(line: EntryLine) -> str:
    """The official label as it stands behind a line."""
    return f"# {line.comment}"


def edges_of(lines: Sequence[TableLine]) -> list[int]:
    """Where each column of figures ends: one cell apart, further where a long figure needs it."""
    names = max((width(line.name) for line in lines if line.values), default=0)
    edges: list[int] = []
    for column in range(max((len(line.values) for line in lines), default=0)):
        needed = [
            (edges[-1] + width(decimals(line.values[column - 1])) if column else width(line.name))
            + (2 if column else 1)
            + width(whole(line.values[column]))
            for line in lines
            if column < len(line.values)
        ]
        edges.append(max((edges[-1] if column else names) + CELL_WIDTH, *needed))
    return edges


def fit(lines: Sequence[TableLine], edges: Sequence[int]) -> bool:
    """Whether every figure ends at its edge with a blank before it."""
    for line in lines:
        end = width(line.name)
        for value, edge in zip(line.values, edges, strict=False):
            if end + 1 + width(whole(value)) > edge:
                return False
            end = edge + width(decimals(value))
        if len(line.values) > len(edges):
            return False
    return True


def lay_out(lines: Sequence[TableLine], edges: Sequence[int], remarks_at: int = 0) -> list[str]:
    """The lines with whole numbers ending at `edges` and remarks under one another.

    `remarks_at` is the column of the remarks, unless a line is too long for it.
    """
    texts = []
    for line in lines:
        text = line.name
        for value, edge in zip(line.values, edges, strict=False):
            text += " " * (edge - width(whole(value)) - width(text)) + value
        texts.append(text)
    longest = max([*map(width, texts), *edges], default=0)
    column = remarks_at if remarks_at > longest else longest + 2
    return [
        text + " " * (column - width(text)) + line.remark if line.remark else text
        for line, text in zip(lines, texts, strict=True)
    ]


def whole(value: str) -> str:
    """The part of a figure that stands before its decimals."""
    return _DECIMALS.sub("", value)


def decimals(value: str) -> str:
    return value[len(whole(value)) :]


def _values(line: EntryLine, value: Callable[[Cell], str], default: str) -> tuple[str, ...]:
    if line.kind == "guard":
        return line.columns
    return (default,) if line.kind == "unit" else tuple(value(cell) for cell in line.cells)
