"""`{申请-本年新收-总计}` → the number of that cell, linked to it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, TypeVar

from ..cells import PENDING, SIGN_OF
from ..forms import Cell, EntryLine, Form, Table, find_cells
from ..report import Report

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cited:
    """What a citation prints; without `cell` it names none and is printed as typed.

    `fault` is the kind of what is wrong with it, or ''.
    """

    printed: str
    cell: Cell | None
    fault: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def resolve(path: str, form: Form, report: Report | None, *, suggest: bool = True) -> Cited:
    """The cell a citation names. Looking for what may have been meant takes time: `suggest` asks for it."""
    cells = find_cells(form, path)
    if len(cells) != 1:
        kind = "citation-ambiguous" if cells else "citation-unknown"
        choices = [cell.path for cell in cells] or (suggestions(form, path) if suggest else [])
        return Cited("", None, kind, {"path": path, "choices": choices, "group": _group(form, path)})
    cell = cells[0]
    if report is None:
        return Cited(SIGN_OF[PENDING], cell)
    figure = report.figures[cell.index]
    if figure.value is not None:
        return Cited(printed_number(figure.value), cell)
    facts: dict[str, Any] = {"path": path, "cell": cell.address, "where": cell.place, "sign": figure.sign}
    if figure.state == PENDING:
        facts["draft_ok"] = True
    return Cited(figure.sign or SIGN_OF[PENDING], cell, "citation-no-number", facts)


def printed_number(number: int | Decimal) -> str:
    """As stated: no separators, no rounding, never an exponent."""
    return f"{number:f}" if isinstance(number, Decimal) else str(number)


# -- suggestions

_MARKS = re.compile(r"[-.。－—／/、>＞﹣–\s]+")
_LABEL_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|\d+[.、])")


def suggestions(form: Form, path: str) -> list[str]:
    """Up to three paths that may have been meant, each level compared with its own names and labels."""
    parts = [part for part in _MARKS.split(path) if part]
    if not parts:
        return []
    table = _close(parts[0], [((table.name, table.title), table) for table in form.tables])
    if table is not None:
        return _in_table(table, parts[1:])
    found = [choice for table in form.tables for choice in _in_table(table, parts)]
    return found[:3]


def _group(form: Form, path: str) -> str:
    """The group of rows a path stops at: groups have no figures of their own."""
    parts = [part for part in _MARKS.split(path) if part]
    rows = [line for table in form.tables for line in table.rows]
    named = [part for part in parts if any(part in line.groups for line in rows)]
    return named[-1] if named and not any(line.name in parts for line in rows) else ""


def _in_table(table: Table, parts: list[str]) -> list[str]:
    """Paths of one table that come near. A group has no figures of its own: its rows are offered."""
    groups = {name for line in table.rows for name in line.groups}
    columns = {name for line in table.rows for name in line.columns}
    for part in [part for part in parts[:2] if part not in groups and part not in columns]:
        line = _close(part, [((line.name, *line.aliases), line) for line in table.rows])
        if line is not None:
            return [_path(table, line, parts[-1])]
    inside = [line for line in table.rows if groups.intersection(parts, line.groups)]
    return [_path(table, line, parts[-1]) for line in inside[:3]]


def _path(table: Table, line: EntryLine, column: str) -> str:
    named = list(zip(line.columns, line.column_labels or line.columns, strict=False))
    fitting = _close(column, [((name, label), name) for name, label in named])
    last = fitting or (line.columns[-1] if line.columns else "")
    return "-".join(part for part in (table.name, line.name, last) if part)


def _close(word: str, named: Iterable[tuple[tuple[str, ...], T]]) -> T | None:
    """The thing called nearly `word`, by its name or by a label with or without its number."""
    by_word: dict[str, T] = {}
    for labels, thing in named:
        for label in labels:
            by_word.setdefault(label, thing)
            by_word.setdefault(_LABEL_NUMBER.sub("", label), thing)
    near = get_close_matches(word, by_word, 1, 0.6)
    return by_word[near[0]] if near else None
