"""Rows by names that nobody knows, told by elimination: the rows above and below them are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ..matched import Unmapped
from .claiming import shortened
from .claims import noted
from .columns import Head
from .gaps import eliminated
from .lines import Line
from .rows import RowRead, RowReader


@dataclass(frozen=True, slots=True)
class Seen:
    """A row with figures, or of a known name. `row`: (table, block, leaf) of its name, None where it is not
    known; `unmapped` is then what was noted of it."""

    line: Line
    head: Head
    row: tuple[int, int, int] | None
    unmapped: Unmapped | None = None


def told_by_neighbours(seen: Sequence[Seen], reader: RowReader) -> Iterator[tuple[Unmapped, RowRead]]:
    """What was noted of rows that now are understood, each with its figures."""
    for _, group in groupby(seen, key=lambda one: id(one.head)):
        rows = list(group)
        blocks = {one.row[:2] for one in rows if one.row is not None}
        known = {(part.table, part.block) for part in rows[0].head.columns}
        if len(blocks) != 1 or not blocks <= known or all(one.row for one in rows):
            continue
        table, block = blocks.pop()
        labels = [path[-1].label for path in reader.labels.form.tables[table].blocks[block].row_paths()]
        texts = [_name(one, reader) for one in rows]
        told = eliminated([one.row[2] if one.row else None for one in rows], labels, texts)
        for place, leaf in told.items():
            one = rows[place]
            named = f"写“{shortened(texts[place])}”" if texts[place] else "空着"
            read = reader.read_as(one.line, one.head, (table, block, leaf))
            if read.claims and one.unmapped is not None:
                note = f"原表行名{named}，按上下各行推出"
                yield one.unmapped, replace(read, claims=tuple(noted(claim, note) for claim in read.claims))


def _name(one: Seen, reader: RowReader) -> str:
    labels, _ = reader.split(one.line, one.head)
    return labels[-1].text if labels and labels[-1].is_own else ""
