"""The labels of a table in running text → its rows, each with the figures behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...forms import Block, Cell, Table
from ..tables.figures import stated_money
from .anchors import Anchor, labels_of, raw_start
from .chunks import Chunk, Figures, figures_for, read_figures
from .line_fields import fields_of, under
from .scattered import SCATTERED, is_scattered
from .text import Running, letters_of

# A stretch among the rows that is longer than this, or a sentence, is prose and not a row of its own.
_LONGEST_ROW = 60
_CLOSING = re.compile(r"[\s|）)】\]”\"’。；;]*")
_SENTENCE = re.compile(r"[,，。；]")
_PAGE = re.compile(r"\d{1,3}", re.ASCII)
_FEWEST_ROWS = 0.5
_FEWEST_COLUMNS = 0.7


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands there: its label begins at `start`, `cells` are in the order of its columns.

    `units` is what the head states for each cell ('' for nothing); `notes` what was tolerated in the label of its
    column, `note` in that of the row. `aligned`: the figure or empty cell under each column, where lines show it.
    `next_number`: digits of the next label that may be the last of the figures.
    """

    cells: tuple[Cell, ...]
    units: tuple[str, ...]
    notes: tuple[str, ...]
    start: int
    figures: Figures
    aligned: tuple[Chunk, ...] = ()
    note: str = ""
    next_number: str = ""


@dataclass(frozen=True, slots=True)
class Stray:
    """Characters [start, end) within a table that belong to none of its cells, and why."""

    start: int
    end: int
    why: str
    rows: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One table in the running text: it covers the characters [start, end)."""

    table: Table
    start: int
    end: int
    rows: tuple[Row, ...]
    strays: tuple[Stray, ...]


def is_table(running: Running, table: Table, anchors: Sequence[Anchor]) -> bool:
    """Whether so many labels stand together that this is the table, and not prose that names some of them."""
    rows = [anchor for anchor in anchors if anchor.label.kind == "row"]
    columns = [anchor for anchor in anchors if anchor.label.kind == "column"]
    labelled = [path for block in table.blocks for path in block.row_paths() if path[-1].label]
    if labelled:
        return len(rows) >= _FEWEST_ROWS * len(labelled) and (bool(columns) or not _is_said(running, anchors))
    expected = sum(len(block.column_paths()) for block in table.blocks)
    return len(columns) >= _FEWEST_COLUMNS * expected and not _is_said(running, anchors)


def _is_said(running: Running, anchors: Sequence[Anchor]) -> bool:
    """Whether labels are parted as the words of a sentence are."""
    return any(
        _SENTENCE.search(running.text, running.at[one.last - 1] + 1, running.at[other.first])
        for one, other in pairwise(anchors)
    )


def read_rows(running: Running, table: Table, anchors: Sequence[Anchor], limit: int, note: str = "") -> Found:
    """The rows of one table. `limit`: where the next table or section begins; `note` is put on every row."""
    spans = list(_spans(running, anchors, limit))
    blocks = list(_blocks(table))
    heads = [_head(running, block, number, anchors) for number, block in enumerate(table.blocks)]
    rows: list[Row] = []
    strays: list[Stray] = []
    end = spans[0].start
    for place, span in enumerate(spans):
        block = span.anchor.label.block
        row = _row_of(span, spans, place, table.blocks[block])
        head = heads[block]
        width = len(heads[block].order)
        figures = figures_for(running.text, span.label_end, span.end, width)
        if row is None:
            reason = "这里没有该填的格" if figures.filled else ""
            strays.append(Stray(span.label_end, span.end, reason, _below(span.anchor, blocks[block])))
            end = max(end, span.label_end)
            continue
        if head.problem:
            strays.append(Stray(span.start, max(figures.end, span.label_end), head.problem))
        else:
            broken = _broken(running, span.anchor)
            if broken.filled and not figures.filled:
                figures = Figures(broken.chunks, span.label_end)
            cells = blocks[block][row]
            rows.append(
                Row(
                    tuple(cells[column] for column in head.order),
                    tuple(head.units[column] for column in head.order),
                    tuple(head.notes[column] for column in head.order),
                    span.start,
                    figures,
                    under(running.text, head.fields, figures.chunks),
                    "；".join(filter(None, (_label_note(running, span), note))),
                    span.next_number,
                )
            )
        end = max(end, span.label_end, figures.end)
        strays.append(Stray(max(figures.end, span.label_end), span.end, "不是统一格式的行或列"))
    closing = _CLOSING.match(running.text, end, limit)
    end = closing.end() if closing else end
    kept = [stray for stray in strays if stray.start < end]
    return Found(
        table,
        spans[0].start,
        end,
        tuple(rows),
        tuple(
            Stray(stray.start, min(stray.end, end), stray.why, stray.rows)
            for stray in kept
            if not _is_known(running, table, stray, end)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Span:
    anchor: Anchor
    start: int
    label_end: int
    end: int
    next_number: str


@dataclass(frozen=True, slots=True)
class _Head:
    """The columns of a block as they are printed: their numbers from left to right, the unit that each states
    and what was tolerated in its label by its number, or why it cannot be said which is which."""

    order: tuple[int, ...]
    units: tuple[str, ...]
    problem: str = ""
    notes: tuple[str, ...] = ()
    fields: tuple[tuple[int, int], ...] = ()


def _spans(running: Running, anchors: Sequence[Anchor], limit: int) -> Iterator[_Span]:
    starts = [raw_start(running, anchor) for anchor in anchors]
    for place, anchor in enumerate(anchors):
        label_end = running.at[anchor.last - 1] + 1
        following = place + 1 < len(anchors)
        end = max(label_end, starts[place + 1][0]) if following else limit
        is_open = following and starts[place + 1][1]
        number = anchors[place + 1].label.enumerator if is_open else ""
        yield _Span(anchor, starts[place][0], label_end, end, number)


def _blocks(table: Table) -> Iterator[list[tuple[Cell, ...]]]:
    """The cells of each block by row and column."""
    cells = iter(table.cells)
    for block in table.blocks:
        width = len(block.column_paths())
        yield [tuple(next(cells) for _ in range(width)) for _ in block.row_paths()]


def _row_of(span: _Span, spans: Sequence[_Span], place: int, block: Block) -> int | None:
    """The number of the row whose figures stand behind a label; None behind heads and groups."""
    label = span.anchor.label
    if label.kind == "row":
        return label.number
    paths = block.row_paths()
    if len(paths) != 1 or paths[0][-1].label:
        return None
    # A block whose only row has no label: its figures stand behind the last label of its head.
    is_last = all(other.anchor.label.block != label.block for other in spans[place + 1 :])
    return 0 if is_last else None


def _head(running: Running, block: Block, number: int, anchors: Sequence[Anchor]) -> _Head:
    paths = block.column_paths()
    own = [anchor for anchor in anchors if anchor.label.block == number]
    first_row = min((anchor.first for anchor in own if anchor.label.kind == "row"), default=len(running.at))
    columns = [a for a in own if a.label.kind == "column" and a.first < first_row]
    printed = tuple(anchor.label.number for anchor in columns)
    missing = [paths[column][-1].label for column in range(len(paths)) if column not in printed]
    if missing and is_scattered(running, block, first_row):
        width = len(paths)
        return _Head(tuple(range(width)), ("",) * width, notes=(SCATTERED,) * width)
    if missing:
        return _Head((), (), f"这一部分没有找到列名“{'”“'.join(missing[:3])}”")
    is_flat = all(len(path) == 1 for path in paths)
    if is_flat:
        order = printed
    elif list(printed) in (_by_level(block), list(range(len(paths)))):
        order = tuple(range(len(paths)))
    else:
        return _Head((), (), "列名的次序与统一格式不同")
    spans = zip(columns, [*columns[1:], None], strict=True)
    if not all(other is None or _is_unbroken(running, one, other) for one, other in spans):
        return _Head((), (), "列名之间有数字")
    stop = running.at[first_row] if first_row < len(running.at) else len(running.text)
    units = dict.fromkeys(range(len(paths)), "")
    for anchor, other in zip(columns, [*columns[1:], None], strict=True):
        end = running.at[other.first] if other else stop
        units[anchor.label.number] = _unit(running, anchor, end)
    notes = dict.fromkeys(range(len(paths)), "")
    for anchor in columns:
        if anchor.is_like:
            label = running.text[running.at[anchor.first] : running.at[anchor.last - 1] + 1]
            notes[anchor.label.number] = f"列名“{' '.join(label.split())[:40]}”与统一格式不完全相同"
    place = {anchor.label.number: running.at[anchor.first] for anchor in columns}
    fields = fields_of(running.text, [place[column] for column in order])
    return _Head(order, tuple(units.values()), notes=tuple(notes.values()), fields=fields)


def _by_level(block: Block) -> list[int]:
    """The numbers of the columns in the order in which a head of several levels is read."""
    depths = [len(path) for path in block.column_paths()]
    return sorted(range(len(depths)), key=lambda column: (depths[column], column))


def _is_unbroken(running: Running, one: Anchor, other: Anchor) -> bool:
    between = running.text[running.at[one.last - 1] + 1 : running.at[other.first]]
    # A number on a line of its own is that of a page.
    return not any(sign.isdecimal() for line in _inner_lines(between) for sign in line)


def _inner_lines(text: str) -> list[str]:
    """The lines of a stretch but those that hold nothing but a short number between two line ends."""
    first, *rest = text.split("\n")
    return [first, *(line for line in rest[:-1] if not _PAGE.fullmatch(line.strip())), *rest[-1:]]


def _unit(running: Running, anchor: Anchor, end: int) -> str:
    start = running.at[anchor.first]
    text = running.text[start : min(end, start + 40)]
    closed = re.match(r"[^\d\n\t|]*?[)）]", text)
    return stated_money(closed.group() if closed else text.split()[0])


def _broken(running: Running, anchor: Anchor) -> Figures:
    """The figures within a label: where it has several lines, they stand beside the middle one."""
    start, end = running.at[anchor.first], running.at[anchor.last - 1]
    for index in range(anchor.first, anchor.last - 1):
        a, b = running.at[index] + 1, running.at[index + 1]
        if b > a and any(sign.isdecimal() for sign in running.text[a:b]):
            return read_figures(running.text, a, b)
    return Figures((), start if start > end else end)


def _label_note(running: Running, span: _Span) -> str:
    if not span.anchor.is_like or span.anchor.label.kind != "row":
        return ""
    printed = " ".join(running.text[span.start : span.label_end].split())
    return f"行名“{printed[:40]}”与统一格式不完全相同"


def _below(anchor: Anchor, cells: list[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    return tuple(cells[row] for row in anchor.label.rows) if anchor.label.kind == "group" else ()


def _is_known(running: Running, table: Table, stray: Stray, end: int) -> bool:
    """Whether a stretch says nothing: no letters and digits, or only labels of this table once more."""
    text = running.text[stray.start : min(stray.end, end)]
    if not any(sign.isalnum() for sign in text):
        return True
    if any(sign.isdecimal() for sign in text):
        return False
    letters = letters_of(text)
    variants = {variant for label in labels_of(table, by_level=True) for variant in label.variants}
    # The rest of a label whose beginning was found is in it.
    if any(letters in variant for variant in variants):
        return True
    for variant in sorted(variants, key=lambda variant: (-len(variant), variant)):
        letters = letters.replace(variant, "\0")
    return not letters.strip("\0")


def is_prose(text: str) -> bool:
    """Whether a stretch within a table is no row of it, but text that stands between two of its parts."""
    return "。" in text or len(letters_of(text)) > _LONGEST_ROW
