"""Headings that a source calls by names nobody knows, told by elimination: those around them are known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from .column_order import Column
from .labels import Labels, Node

# What tables have besides the columns and rows of a form.
_BESIDE = re.compile(r"[小合总共]\s*计|备\s*注|说\s*明|序\s*号|其中|占比|比例|比重|同比|增|减")
_HALF = 0.5


def eliminated(order: Sequence[int | None], labels: Sequence[str], texts: Sequence[str]) -> dict[int, int]:
    """Place in `order` → leaf, for the headings that are not known (None) among those that are.

    `labels` are those of the leaves, `texts` what the source prints at each place. The known ones must stand in
    the order of the form; between two of them as many must be unknown as are missing. Several side by side must
    each share half of their signs with the label they are taken for.
    """
    known = [leaf for leaf in order if leaf is not None]
    if not known or any(after <= before for before, after in pairwise(known)):
        return {}
    found: dict[int, int] = {}
    before = -1
    for is_known, group in groupby(range(len(order)), lambda place: order[place] is not None):
        places = list(group)
        if is_known:
            before = order[places[-1]] or 0
            continue
        after = order[places[-1] + 1] if places[-1] + 1 < len(order) else None
        missing = range(before + 1, len(labels) if after is None else after)
        pairs = list(zip(places, missing, strict=False))
        if len(missing) == len(places) and _may_be(
            [texts[place] for place in places], [labels[n] for n in missing]
        ):
            found |= dict(pairs)
    return found


def _may_be(texts: Sequence[str], labels: Sequence[str]) -> bool:
    pairs = list(zip(texts, labels, strict=True))
    if any(_BESIDE.search(text) and not _BESIDE.search(label) for text, label in pairs):
        return False
    return len(pairs) == 1 or all(_shared(text, label) >= _HALF for text, label in pairs)


def _shared(text: str, label: str) -> float:
    signs = [sign for sign in text if sign.isalnum()]
    return sum(sign in label for sign in signs) / len(signs) if signs else 0.0


def with_eliminated(
    columns: Sequence[Column], unknown: Sequence[Column], labels: Labels, table: int, block: int
) -> list[Column]:
    """`columns` and those of `unknown` that elimination tells. `nodes` of an unknown one are the groups above it."""
    paths = labels.form.tables[table].blocks[block].column_paths()
    # Left of the first that is known, or stands under a known group, are the labels of the rows.
    first = min((column.start for column in (*columns, *unknown) if column.nodes), default=0)
    every = sorted((c for c in (*columns, *unknown) if c.start >= first), key=lambda column: column.start)
    if any(len(column.nodes) > 1 and column not in unknown for column in columns):
        return list(columns)
    leaves = [column.nodes[0].leaves[0] if _is_known(column, unknown) else None for column in every]
    texts = [column.text if column in unknown else "" for column in every]
    told = eliminated(leaves, [path[-1].label for path in paths], texts)
    made = [column for column in columns if column.start < first]
    for place, column in enumerate(every):
        leaf = told.get(place)
        if leaf is not None and (not column.nodes or leaf in column.leaves):
            node = Node("column", table, block, len(paths[leaf]), (leaf,), paths[leaf][-1].label)
            named = f"写“{' '.join(texts[place].split())}”" if texts[place] else "空着"
            made.append(replace(column, nodes=(node,), score=1.0, note=f"原表列名{named}，按其余各列推出"))
        elif column not in unknown:
            made.append(column)
    return made


def _is_known(column: Column, unknown: Sequence[Column]) -> bool:
    return column not in unknown and len(column.nodes) == 1 and column.nodes[0].is_leaf
