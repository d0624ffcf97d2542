"""The labels of one table in reading order, as they may be printed in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ...forms import Heading, Table
from .text import Running, letters_of

_SHORTEST_CLAUSE = 4

_ENUMERATOR = re.compile(
    r"\s*(?:[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．]|[(（]?\d{1,2}[)）]?[.．、]?)"
)
_DIGITS_BEFORE = re.compile(
    r"(?P<digits>\d{1,2})[)）]?(?P<point>[.．、,，:：]?)[\s“\"‘'「《（(]*\Z", re.ASCII
)
_ALSO_PARTING = ",，:："
_OPENING = re.compile(r"[“\"‘'「《（(]*\Z")


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a table. `kind`: banner, corner, column, row or group (a heading over rows or columns).

    `number`: of a row or column within its block, counted from 0. `variants`: its letters, as it may be printed.
    """

    kind: str
    block: int
    number: int
    variants: tuple[str, ...]
    enumerator: str = ""
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a label stands: letters [first, last) of the running text. `is_like`: it is printed differently."""

    label: Label
    order: int
    first: int
    last: int
    is_like: bool = False


def labels_of(table: Table, *, by_level: bool) -> tuple[Label, ...]:
    """The labels of a table in reading order: heads level by level as tables are read, or branch by branch."""
    found: list[Label] = []
    for number, block in enumerate(table.blocks):
        found += [
            Label(kind, number, -1, (letters_of(text),))
            for kind, text in (("banner", block.banner), ("corner", block.corner))
            if text
        ]
        columns = list(_tree(block.columns, number, "column"))
        found += [label for _, label in (sorted(columns, key=lambda item: item[0]) if by_level else columns)]
        found += [label for _, label in _tree(block.rows, number, "row")]
    shared = _shared(found)
    return tuple(
        replace(
            label, variants=tuple(v for place, v in enumerate(label.variants) if not place or v not in shared)
        )
        for label in found
    )


def _tree(headings: Sequence[Heading], block: int, kind: str) -> Iterator[tuple[int, Label]]:
    """(level, label) from top to bottom."""
    number = 0
    stack = [(0, heading) for heading in reversed(headings)]
    while stack:
        level, heading = stack.pop()
        if heading.label:
            below = sum(1 for _ in heading.leaves())
            yield (
                level,
                Label(
                    kind if heading.is_leaf else "group",
                    block,
                    number if heading.is_leaf else -1,
                    _variants(heading),
                    _digits(heading.label),
                    tuple(range(number, number + below)) if kind == "row" else (),
                ),
            )
        number += heading.is_leaf
        stack += [(level + 1, child) for child in reversed(heading.children)]


def _digits(label: str) -> str:
    match = re.match(r"\d{1,2}", label)
    return match.group() if match else ""


def _variants(heading: Heading) -> tuple[str, ...]:
    """Its letters, the whole label first: with and without its number, its first clause, its other names."""
    found = []
    for label in (heading.label, heading.short, *heading.aliases):
        match = _ENUMERATOR.match(label)
        bare = label[match.end() :] if match else label
        head = label[: match.end()] if match else ""
        clause = re.split(r"[、，,；;（(：:]", bare)[0]
        found += [letters_of(label), letters_of(bare)]
        if len(letters_of(clause)) >= _SHORTEST_CLAUSE:
            found += [letters_of(head + clause), letters_of(clause)]
    return tuple(dict.fromkeys(filter(None, found)))


def _shared(labels: Iterable[Label]) -> set[str]:
    """Clauses by which two labels of one block could be meant."""
    owners: dict[str, set[str]] = {}
    for label in labels:
        for variant in label.variants:
            owners.setdefault(variant, set()).add(label.variants[0])
    return {variant for variant, of in owners.items() if len(of) > 1}


def raw_start(running: Running, anchor: Anchor) -> tuple[int, bool]:
    """The index in the text where a label begins, its number included; whether a digit before it might be it."""
    at = running.at[anchor.first]
    match = _DIGITS_BEFORE.search(running.text, max(0, at - 12), at)
    opening = _OPENING.search(running.text, max(0, at - 12), at)
    start = opening.start() if opening else at
    if match is None:
        return start, False
    digits, own = match["digits"], anchor.label.enumerator
    is_own = bool(own) and digits.endswith(own)
    # A comma parts figures too, and the line above may end with a figure.
    doubts = (match["point"] in _ALSO_PARTING) + ("\n" in match.group())
    if match["point"] and doubts <= is_own:
        taken = own if is_own else digits[-1:]
        # Two digits belong to the number only where it has two, or nothing else stands before them.
        before = running.text[match.start("digits") - 1 : match.start("digits")]
        if not own and not before.isdigit() and before != ".":
            taken = digits
        return match.end("digits") - len(taken), False
    return start, is_own
