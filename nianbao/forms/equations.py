"""The equations of a form: `total = a + b + sum(group) - previous.c`, and nothing more.

If a relation needs an `if`, it is a rule in `rules/`, not an equation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Term:
    """One figure in an equation: its sign, its index in form order, whether it is last year's."""

    sign: int
    index: int
    previous: bool = False


@dataclass(frozen=True)
class Equation:
    """`left` terms sum to the same as `right` terms.

    `rule` names the rule that reports it, `across` is the row or column it was made for, as printed.
    """

    rule: str
    table: str
    each: str
    across: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    source: str
    text: str

    @cached_property
    def crosses_years(self) -> bool:
        return any(term.previous for term in (*self.left, *self.right))

    @cached_property
    def plain_sides(self) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
        """The indexes of both sides where nothing is subtracted and nothing is last year's, as nearly always."""
        if any(term.previous or term.sign < 0 for term in (*self.left, *self.right)):
            return None
        return tuple(term.index for term in self.left), tuple(term.index for term in self.right)


@dataclass(frozen=True, slots=True)
class Part:
    """One written term before it is tied to cells."""

    sign: int
    name: str
    is_sum: bool
    previous: bool


_PART = re.compile(
    r"\s*(?P<sign>[+-]?)\s*(?P<previous>previous\.)?(?:sum\((?P<group>[\w.]+)\)|(?P<name>[\w.]+))"
)


def parse_equation(text: str) -> tuple[list[Part], list[Part]]:
    """The two sides of an equation. Raises ValueError when it is not of the one allowed shape."""
    sides = text.split("=")
    if len(sides) != 2:
        raise ValueError(text)
    return _parse_side(sides[0]), _parse_side(sides[1])


def _parse_side(text: str) -> list[Part]:
    parts: list[Part] = []
    position = 0
    while position < len(text.rstrip()):
        match = _PART.match(text, position)
        if match is None or (parts and not match["sign"]):
            raise ValueError(text)
        parts.append(
            Part(
                sign=-1 if match["sign"] == "-" else 1,
                name=match["group"] or match["name"],
                is_sum=match["group"] is not None,
                previous=match["previous"] is not None,
            )
        )
        position = match.end()
    if not parts:
        raise ValueError(text)
    return parts
