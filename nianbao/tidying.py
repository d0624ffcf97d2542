"""The tables of a year's file set straight: columns under one another, official labels as remarks.

Only blanks between figures and remarks change, and only in lines that can be read without doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from .cells import AUTO, plain_value
from .form_names import FormNames, form_names
from .forms import EntryLine, Form, Table
from .report import Report, read_report
from .widths import width
from .writing import TableLine, edges_of, fit, label_of, lay_out, whole

_TABLE = re.compile(r"([^ \t#:'\"-][^:#]*?): *(?:#.*)?\r?")
_LINE = re.compile(
    r"(?P<name> +(?P<word>[^ #:'\"\[{&*!|>%@`?-][^:#]*):)(?P<values>(?: +[^\s#]\S*)*)"
    r"(?P<gap> *)(?P<remark>(?<= )#.*?)?(?P<tail>[ \r]*)"
)


@dataclass(frozen=True, slots=True)
class _Typed:
    """One line of a table as it stands in the file."""

    number: int
    line: TableLine
    ends: tuple[int, ...]
    remark_at: int
    tail: str


def tidy(text: str, form: Form, year: int) -> tuple[str, int]:
    """The text set straight, and how many lines that changed; as it was when anything else would change."""
    lines = text.split("\n")
    changed = 0
    for typed in _tables(lines, form_names(form)):
        for one, new in zip(typed, _straight(typed), strict=True):
            new += one.tail
            changed += new != lines[one.number]
            lines[one.number] = new
    tidied = "\n".join(lines)
    if not changed or _meaning(tidied, form, year) != _meaning(text, form, year):
        return text, 0
    return tidied, changed


def _straight(typed: list[_Typed]) -> list[str]:
    """The lines of one table under one another, as most of them stand already where that is possible."""
    lines = [one.line for one in typed]
    edges = _own_edges(typed)
    remarks_at = _most([one.remark_at for one in typed if one.remark_at])
    return lay_out(lines, edges if fit(lines, edges) else edges_of(lines), remarks_at)


def _own_edges(typed: list[_Typed]) -> list[int]:
    columns: list[list[int]] = [[] for _ in range(max((len(one.ends) for one in typed), default=0))]
    for one in typed:
        for column, end in zip(columns, one.ends, strict=False):
            column.append(end)
    return [_most(column) for column in columns]


def _most(places: list[int]) -> int:
    """Where more than half of them stand, else 0."""
    place, count = Counter(places).most_common(1)[0] if places else (0, 0)
    return place if count * 2 > len(places) else 0


def _tables(lines: list[str], names: FormNames) -> Iterator[list[_Typed]]:
    """The lines of each table that can be read without doubt."""
    table: Table | None = None
    group = ""
    depth = 0
    found: list[_Typed] = []
    for number, text in enumerate(lines):
        if text[:1] not in ("", " ", "#", "\r"):
            yield found
            found, group, depth = [], "", 0
            top = _TABLE.fullmatch(text)
            table = names.table(top[1]) if top else None
            continue
        match = _LINE.fullmatch(text) if table is not None else None
        if table is None or match is None:
            continue
        indent = len(match["name"]) - len(match["name"].lstrip())
        depth = depth or indent
        line = names.line(table, group if indent > depth else "", match["word"])
        if line is None:
            continue
        if indent <= depth:
            group = line.name if line.kind == "group" else ""
        if _is_plain(line, tuple(match["values"].split())):
            found.append(_typed(number, match, line))
    yield found


def _is_plain(line: EntryLine, values: tuple[str, ...]) -> bool:
    """Whether exactly what belongs behind a name stands there."""
    if line.kind == "group":
        return not values
    if line.kind == "guard":
        return values in (line.columns, line.column_labels)
    if line.kind == "unit":
        return len(values) == 1 and values[0] in line.choices
    if len(values) != len(line.cells):
        return False
    states = [plain_value(value, cell.kind) for value, cell in zip(values, line.cells, strict=True)]
    return all(
        state is not None and (state[0] != AUTO or cell.is_total)
        for state, cell in zip(states, line.cells, strict=True)
    )


def _typed(number: int, match: re.Match[str], line: EntryLine) -> _Typed:
    text, start = match.string, match.start("values")
    found = list(re.finditer(r"\S+", match["values"]))
    ends = tuple(width(text[: start + value.start()]) + width(whole(value.group())) for value in found)
    # Whoever types the official label as the name has it in the file already.
    own = label_of(line) if match["word"] == line.name else ""
    return _Typed(
        number=number,
        line=TableLine(match["name"], tuple(value.group() for value in found), match["remark"] or own),
        # Units are words: their edge says nothing about the figures'.
        ends=() if line.kind == "unit" else ends,
        remark_at=width(text[: match.start("remark")]) if match["remark"] else 0,
        tail=match["tail"] if match["remark"] or own else match["gap"] + match["tail"],
    )


def _meaning(text: str, form: Form, year: int) -> Any:
    """Everything a file says, without the places."""
    report, faults = read_report(text, form, year)
    return report and _without_places(report), [fault.kind for fault in faults]


def _without_places(report: Report) -> Report:
    return replace(
        report,
        spans={},
        figures=tuple(replace(figure, start=0, end=0) for figure in report.figures),
        explanations=tuple(replace(item, start=0, end=0) for item in report.explanations),
        corrections=tuple(replace(item, start=0, end=0) for item in report.corrections),
    )
