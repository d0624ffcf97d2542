"""The head rows of a table → which columns of which block stand where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from .column_order import (
    Column,
    by_elimination,
    by_order,
    column_hits,
    is_ragged,
    leaf_columns,
    named_columns,
)
from .figures import stated_money
from .gaps import with_eliminated
from .labels import SURE, Hit, Labels, Node
from .lines import Entry, Line

# How much of a block's columns a head has to name to be taken for its head.
_ENOUGH = 0.5
# … when all others follow from these.
_FEWEST = 1 / 3
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one block. `is_straight`: figures can be placed by what stands above them; if not, only
    by their order, with a note."""

    table: int
    block: int
    columns: tuple[Column, ...]
    share: float
    is_straight: bool


@dataclass(frozen=True, slots=True)
class Head:
    """What the head rows above a row say. `table` is the table of the source they stand in."""

    table: int
    columns: tuple[Columns, ...]
    spare: tuple[Column, ...] = ()

    @property
    def first(self) -> int:
        """Where the figures begin, counted in columns of the grid."""
        return min((column.start for part in self.columns for column in part.columns), default=0)

    @property
    def last(self) -> int:
        return max((column.end for part in self.columns for column in part.columns), default=0)


def is_head(line: Line, labels: Labels, above: Head | None) -> bool:
    """Whether a row names columns: more column labels than row labels, and no figure."""
    if line.has_figures():
        return False
    votes = 0
    for entry in line.filled:
        hits = labels.find(entry.text)
        best = {
            axis: max((hit.score for hit in hits if hit.node.axis == axis), default=0)
            for axis in ("column", "row")
        }
        if best["column"] and not _is_beside(entry, line, above):
            votes += 1 if best["column"] >= best["row"] else -1
        elif best["row"]:
            votes -= 1
    return votes > 0


def _is_beside(entry: Entry, line: Line, above: Head | None) -> bool:
    """Left of the columns that the head above names, and with cells below these: the label of a row."""
    return (
        above is not None
        and above.table == line.table
        and entry.end <= above.first
        and any(other.start >= above.first for other in line.own)
    )


def read_head(lines: Sequence[Line], labels: Labels) -> Head | None:
    """The head made of `lines`; None when it names too little of any block."""
    stacks = _stacks(lines)
    found = []
    for number, table in enumerate(labels.form.tables):
        for index in range(len(table.blocks)):
            columns = _columns_of(lines, stacks, labels, number, index)
            if columns is not None:
                found.append(columns)
    if not found:
        return None
    found.sort(key=lambda columns: -columns.share)
    head = Head(lines[0].table, tuple(found))
    known = {column for part in found for made in part.columns for column in range(made.start, made.end)}
    spare = tuple(
        Column(start, end, (), stack[-1].text, 0.0)
        for start, end, stack in stacks
        if stack
        and (start >= head.first or _is_grouped(stack, head, labels))
        and not known.intersection(range(start, end))
    )
    return Head(head.table, head.columns, spare)


def _is_grouped(stack: Sequence[Entry], head: Head, labels: Labels) -> bool:
    return any(
        column_hits(entry.text, labels, part.table, part.block) for part in head.columns for entry in stack
    )


def _stacks(lines: Sequence[Line]) -> list[tuple[int, int, tuple[Entry, ...]]]:
    """The filled cells above one another, for each stretch of columns where they are the same."""
    stacks: list[tuple[int, int, tuple[Entry, ...]]] = []
    for column in range(lines[0].width):
        stack: dict[tuple[int, int, int, str], Entry] = {}
        for line in lines:
            for entry in line.entries:
                if entry.start <= column < entry.end and entry.is_filled:
                    key = (entry.place.page, entry.place.row, entry.start, entry.text)
                    stack.setdefault(key, entry)
        entries = tuple(stack.values())
        if stacks and stacks[-1][2] == entries:
            stacks[-1] = (stacks[-1][0], column + 1, entries)
        else:
            stacks.append((column, column + 1, entries))
    return stacks


def _columns_of(
    lines: Sequence[Line],
    stacks: Sequence[tuple[int, int, tuple[Entry, ...]]],
    labels: Labels,
    table: int,
    block: int,
) -> Columns | None:
    paths = labels.form.tables[table].blocks[block].column_paths()
    total = len(paths)
    made: list[Column] = []
    unknown: list[Column] = []
    is_straight = True
    for start, end, stack in stacks:
        column, fits = _column(start, end, stack, labels, table, block)
        is_straight = is_straight and fits
        if column is not None:
            made.append(column)
        elif stack:
            unknown.append(_unknown(start, end, stack, labels, table, block))
    named = {leaf for column in made if not column.is_renamed for leaf in column.leaves}
    # A sum by another name beside the one that is called as the form calls it is something else.
    merged = _merged([column for column in made if not (column.is_renamed and named & column.leaves)])
    covered = frozenset(leaf for column in merged for leaf in column.leaves)
    is_enough = len(covered) >= _ENOUGH * total or _is_whole_group(stacks, covered, labels, table, block)
    if not merged or (not is_enough and len(covered) < _FEWEST * total):
        return None
    merged = with_eliminated(merged, _merged(unknown), labels, table, block)
    if not is_enough and len(frozenset(leaf for column in merged for leaf in column.leaves)) < total:
        return None
    is_straight = is_straight and not is_ragged(lines, merged, paths)
    share = len(covered) / total
    leaves = leaf_columns(merged) if is_straight else None
    if leaves and all(node.is_leaf for column in leaves for node in column.nodes):
        return Columns(table, block, leaves, share, True)
    ordered = by_order(merged, labels.form, table, block) if is_straight else None
    if ordered:
        return Columns(table, block, ordered, share, True)
    in_order = named_columns(lines, labels, table, block)
    if in_order:
        return Columns(table, block, in_order, share, False)
    return Columns(table, block, leaves or tuple(merged), share, True) if is_straight else None


def _is_whole_group(
    stacks: Sequence[tuple[int, int, tuple[Entry, ...]]],
    covered: frozenset[int],
    labels: Labels,
    table: int,
    block: int,
) -> bool:
    """Whether the columns are all those of one group, and its name stands above them: a table of its own."""
    texts = dict.fromkeys(entry.text for _, _, stack in stacks for entry in stack)
    hits = [hit for text in texts for hit in column_hits(text, labels, table, block)]
    return any(
        hit.score >= SURE and not hit.node.is_leaf and covered == frozenset(hit.node.leaves) for hit in hits
    )


def _column(
    start: int, end: int, stack: tuple[Entry, ...], labels: Labels, table: int, block: int
) -> tuple[Column | None, bool]:
    """The heading over one stretch of columns, and whether those above it are its own."""
    for length in range(1, min(_DEEPEST, len(stack)) + 1):
        # 商业 and 企业 may stand in two cells, one below the other.
        text = "".join(entry.text for entry in stack[-length:])
        hits = [hit for hit in column_hits(text, labels, table, block) if length == 1 or hit.score >= SURE]
        if hits:
            return _below(start, end, stack, stack[:-length], text, hits, labels, table, block)
    for depth in range(len(stack) - 1, 0, -1):
        # A remark under the label, such as （件）.
        hits = [
            hit
            for hit in column_hits(stack[depth - 1].text, labels, table, block)
            # What stands under a group is a column of its own, whatever it is.
            if hit.node.is_leaf
        ]
        if hits and not labels.find(stack[depth].text):
            text = stack[depth - 1].text
            return _below(start, end, stack, stack[: depth - 1], text, hits, labels, table, block)
    return None, True


def _unknown(
    start: int, end: int, stack: tuple[Entry, ...], labels: Labels, table: int, block: int
) -> Column:
    """A column by a name that nobody knows, with the groups it stands under."""
    lowest = stack[-1]
    groups = [
        hit.node
        for entry in reversed(stack[:-1])
        for hit in column_hits(entry.text, labels, table, block)
        if not hit.node.is_leaf
    ]
    return Column(
        start,
        end,
        tuple(groups[:1]),
        lowest.text,
        0.0,
        next(filter(None, (stated_money(entry.text) for entry in reversed(stack))), ""),
        cell=(lowest.place.page, lowest.place.row, lowest.start),
    )


def _below(
    start: int,
    end: int,
    stack: tuple[Entry, ...],
    above: tuple[Entry, ...],
    text: str,
    hits: list[Hit],
    labels: Labels,
    table: int,
    block: int,
) -> tuple[Column | None, bool]:
    nodes = [hit.node for hit in hits]
    fits = True
    for entry in above:
        groups = [hit.node for hit in column_hits(entry.text, labels, table, block)]
        kept = [node for node in nodes if any(group.covers(node) for group in groups)]
        if groups and not kept:
            if hits[0].is_renamed:
                return None, True
            fits = False
        nodes = kept or nodes
    money = next(filter(None, (stated_money(entry.text) for entry in reversed(stack))), "")
    lowest = stack[len(above)]
    cell = (lowest.place.page, lowest.place.row, lowest.start)
    is_renamed = hits[0].is_renamed
    return Column(
        start, end, tuple(nodes), text, hits[0].score, money, cell=cell, is_renamed=is_renamed
    ), fits


def _merged(columns: list[Column]) -> list[Column]:
    """One column for each printed head. One that reaches under two groups, as widths rounded by a converter
    make it do, belongs where most of it stands; if that is even, it may be either."""
    merged: list[Column] = []
    for _, group in groupby(columns, lambda column: (column.cell, column.text)):
        parts = list(group)
        widths: Counter[tuple[Node, ...]] = Counter()
        for part in parts:
            widths[part.nodes] += part.end - part.start
        most = max(widths.values())
        nodes = dict.fromkeys(node for found, width in widths.items() if width == most for node in found)
        unit = next((part.unit for part in parts if part.unit), "")
        whole = replace(parts[0], end=parts[-1].end, nodes=tuple(nodes), unit=unit)
        merged.append(whole)
    return by_elimination(merged)
