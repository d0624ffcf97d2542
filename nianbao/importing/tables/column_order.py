"""The columns of one block: whether its head is drawn straight, and which heading each column is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from ...forms import Form, Heading
from .labels import Hit, Labels, Node
from .lines import Line


@dataclass(frozen=True, slots=True)
class Column:
    """One printed column of a block, over the grid's columns [start, end). `nodes` are the headings it may
    stand for: one leaf where all is clear. `unit`: the money its head states. `cell`: page, row and column
    of the printed head. `is_renamed`: as of its hits."""

    start: int
    end: int
    nodes: tuple[Node, ...]
    text: str
    score: float
    unit: str = ""
    note: str = ""
    cell: tuple[int, int, int] = (0, 0, 0)
    is_renamed: bool = False

    @property
    def leaves(self) -> frozenset[int]:
        return frozenset(leaf for node in self.nodes for leaf in node.leaves)


def column_hits(text: str, labels: Labels, table: int, block: int) -> list[Hit]:
    return [
        hit
        for hit in labels.find(text)
        if hit.node.axis == "column" and (hit.node.table, hit.node.block) == (table, block)
    ]


def is_ragged(lines: Sequence[Line], columns: Sequence[Column], paths: Sequence[tuple[Heading, ...]]) -> bool:
    """A head with wrong spans: a group has a column of no label beside its labelled ones, or its columns stand
    apart; or places without any cell go with missing labels or with an order that is not the form's."""
    for group in (node for column in columns for node in column.nodes if not node.is_leaf):
        if any(group.covers(node) and node != group for column in columns for node in column.nodes):
            return True
    order = [column.nodes[0].leaves[0] for column in columns if len(column.nodes) == 1]
    if _stretches(paths, order) - _stretches(paths, range(len(paths))):
        return True
    is_whole = len(frozenset(leaf for column in columns for leaf in column.leaves)) == len(paths)
    if is_whole and order == sorted(order):
        return False
    width = max((column.end for column in columns), default=0) if is_whole else lines[-1].width
    first = min((column.start for column in columns), default=0)
    return any(not _is_covered(line, first, width) for line in (lines if is_whole else lines[-1:]))


def _stretches(paths: Sequence[tuple[Heading, ...]], order: Iterable[int]) -> Counter[int]:
    """In how many stretches the columns of each group stand."""
    return Counter(
        group for group, _ in groupby(id(paths[leaf][-2]) for leaf in order if len(paths[leaf]) > 1)
    )


def _is_covered(line: Line, start: int, end: int) -> bool:
    return (
        len({x for entry in line.entries for x in range(max(entry.start, start), min(entry.end, end))})
        >= end - start
    )


def by_elimination(columns: Sequence[Column]) -> list[Column]:
    """Columns that may stand for several headings, without those that other columns surely are."""
    taken = {leaf for column in columns if len(column.nodes) == 1 for leaf in column.leaves}
    told = []
    for column in columns:
        left = tuple(node for node in column.nodes if not taken.intersection(node.leaves))
        told.append(replace(column, nodes=left) if len(column.nodes) > 1 and left else column)
    return told


def leaf_columns(columns: Sequence[Column]) -> tuple[Column, ...] | None:
    """The columns, when each stands for one heading and none for two."""
    seen = Counter(leaf for column in columns for leaf in column.leaves)
    if all(len(column.nodes) == 1 for column in columns) and max(seen.values(), default=0) <= 1:
        return tuple(columns)
    return None


def by_order(columns: Sequence[Column], form: Form, table: int, block: int) -> tuple[Column, ...] | None:
    """Labels that occur several times, told apart by their order when it is the whole order of the form."""
    total = len(form.tables[table].blocks[block].column_paths())
    if len(columns) != total:
        return None
    told: list[Column] = []
    for leaf, column in enumerate(columns):
        nodes = tuple(node for node in column.nodes if node.leaves == (leaf,))
        if not nodes:
            return None
        note = "" if len(column.nodes) == 1 else "有几列同名，按顺序对应"
        told.append(replace(column, nodes=nodes, note=note))
    return tuple(told)


def named_columns(lines: Sequence[Line], labels: Labels, table: int, block: int) -> tuple[Column, ...]:
    """A head whose spans are wrong: its columns in the order of the form, if it names each of them and no label
    stands before one that the form prints earlier; else ()."""
    paths = labels.form.tables[table].blocks[block].column_paths()
    named: Counter[str] = Counter()
    texts: dict[str, Hit] = {}
    for line in lines:
        order: list[int] = []
        for entry in line.filled:
            hits = column_hits(entry.text, labels, table, block)
            if not hits:
                continue
            if hits[0].node.is_leaf:
                label = hits[0].node.label
                named[label] += 1
                texts[label] = hits[0]
            if len(hits) == 1:
                order.append(hits[0].node.leaves[0])
        if any(after < before for before, after in pairwise(order)):
            return ()
    if named != Counter(path[-1].label for path in paths):
        return ()
    return tuple(
        Column(
            leaf,
            leaf + 1,
            (_leaf_node(labels, table, block, leaf),),
            path[-1].label,
            texts[path[-1].label].score,
        )
        for leaf, path in enumerate(paths)
    )


def _leaf_node(labels: Labels, table: int, block: int, leaf: int) -> Node:
    path = labels.form.tables[table].blocks[block].column_paths()[leaf]
    return Node("column", table, block, len(path), (leaf,), path[-1].label)
