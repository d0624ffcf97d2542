"""Findings: what is wrong, where on the printed form and in the file, why, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from .located import Edit, Lines

ERROR, WARNING, HINT = "error", "warning", "hint"
LEVEL_WORDS = {ERROR: "必改", WARNING: "请核", HINT: "提示"}


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file. Lines and columns count from 1, in characters; `source` is the whole line."""

    file: str
    line: int
    column: int
    end_column: int
    source: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a source text, in code points; `file` is the path as messages print it."""

    file: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CellSpot:
    """A figure of a report whose source is at hand only when somebody asks (other years, other units)."""

    agency: str
    year: int
    address: str


@dataclass(frozen=True, slots=True)
class FieldSpot:
    """What a report states besides its tables, such as `published`; found when somebody asks."""

    agency: str
    year: int
    name: str


@dataclass(frozen=True, slots=True)
class TextSpot:
    """Characters of a report's figures file, or of its prose; found when somebody asks."""

    agency: str
    year: int
    start: int
    end: int
    in_prose: bool = False


FarSpot = CellSpot | FieldSpot | TextSpot


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule says; `Finding` adds who and where.

    `place` is the place on the printed form, `text` the facts with both numbers, `likely` which figures are
    probably wrong and what they should be, `numbers` what a
    核实说明 must state to accept it, `cells` the addresses to mark, `edits` a safe mend of the first
    spot's file, `suggestions` what somebody may decide to write there instead: shown, never made.
    """

    place: str
    text: str
    remedy: str
    why: str = ""
    spots: tuple[Spot | FarSpot, ...] = ()
    cells: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    level: str = ""
    suggestions: tuple[Edit, ...] = ()
    likely: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    name: str
    level: str
    agency: str
    unit: str
    year: int | None
    place: str
    text: str
    why: str
    remedy: str
    positions: tuple[Position, ...]
    cells: tuple[str, ...]
    numbers: tuple[str, ...]
    edits: tuple[Edit, ...]
    explanation: str = ""
    suggestions: tuple[Edit, ...] = ()
    likely: str = ""

    @property
    def blocks(self) -> bool:
        return self.level == ERROR and not self.explanation

    def accepted_by(self, explanation: str) -> Finding:
        return replace(self, explanation=explanation)

    @property
    def order(self) -> tuple[Any, ...]:
        """Grouped by report, then by level, then in the order of the file."""
        first = self.positions[0] if self.positions else Position("", 0, 0, 0, "")
        level = (ERROR, WARNING, HINT).index(self.level)
        return (
            self.agency,
            -(self.year or 0),
            level,
            first.file,
            first.line,
            first.column,
            self.code,
            self.text,
        )


def position(file: str, lines: Lines, start: int, end: int) -> Position:
    """The position of the characters [start, end), cut at the end of their first line."""
    start = min(start, len(lines.text))
    line, column = lines.position(start)
    source = lines.line(line)
    end_column = min(column + max(end - start, 1), max(len(source) + 1, column + 1))
    return Position(file, line, column, end_column, source)


def finding_from_json(data: dict[str, Any]) -> Finding:
    return Finding(
        **{
            **data,
            "positions": tuple(Position(**item) for item in data["positions"]),
            "cells": tuple(data["cells"]),
            "numbers": tuple(data["numbers"]),
            "edits": tuple(Edit(**item) for item in data["edits"]),
            "suggestions": tuple(Edit(**item) for item in data["suggestions"]),
        }
    )
