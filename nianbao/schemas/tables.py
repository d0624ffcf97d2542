"""The tables of a form as schemas: names, rows of numbers, and the words that stand for them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count, groupby

from ..cells import AUTO, BLANK, NOT_APPLICABLE, PENDING, SIGN_OF, SIGNS
from ..form_names import form_names, lines_in
from ..forms import Cell, EntryLine, Form, Table
from ..names import literal, loose, pattern_of
from ..writing import write_table
from .parts import Schema, described, plain, required, whole

_NUMBERS = {
    "count": "0|[1-9][0-9]{0,14}",
    "signed": "0|-?[1-9][0-9]{0,14}",
    "amount": r"(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,10})?",
}
_EXAMPLES = {"count": "3", "signed": "-3", "amount": "25.1"}
_LARGEST = 10**15
_PENDING = SIGN_OF[PENDING]


def table_schema(form: Form, table: Table) -> Schema:
    """What stands behind a table's name."""
    none = f"{table.none_means}的，写 `{table.name}: {table.none}`。" if table.none else ""
    schema: Schema = {
        "title": f"{table.name}　{table.place}",
        **described(
            f"表格上的标题：{table.title}",
            f"下面一行写一个名称和这一行的数，数与数之间用空格隔开。{none}",
        ),
        "type": ["object", "string"] if table.none else "object",
        **_names(form, table, ""),
    }
    if table.none:
        schema |= {
            "pattern": whole(literal(table.none)),
            "patternErrorMessage": f"下面应是表格的各行；{plain(none)}",
        }
    return schema


def table_lines(form: Form, table: Table) -> dict[str, Schema]:
    """Every line of a table, under the key by which `table_schema` refers to it."""
    return {_key(table, line): _LINES[line.kind](form, table, line) for line in table.entry}


def table_typed(table: Table, group: str = "") -> str:
    """A table, or a group of it, still to be filled in: each cell a place to jump to."""
    lines = write_table(table, lambda cell: _PENDING, _PENDING).splitlines()
    if group:
        indexes = [n for n, line in enumerate(table.entry, 1) if group in (line.name, *line.groups)]
        indent = "  " * (table.entry[indexes[0] - 1].depth + 1)
        lines = [lines[index].removeprefix(indent) for index in indexes]
    number = count(1)
    return re.sub(_PENDING, lambda _: f"${{{next(number)}:{_PENDING}}}", "\n".join(lines)) + "\n"


def _names(form: Form, table: Table, group: str) -> Schema:
    """The names that may stand in a table, or in a group of it, and those that must."""
    names, lines = form_names(form), lines_in(table, group)
    patterns: Schema = {}
    for line in lines:
        typed = [name for name in (line.name, *line.aliases) if names.line(table, group, name) is line]
        ways = [pattern_of(n) if names.line(table, group, loose(n)) is line else literal(n) for n in typed]
        patterns[whole("|".join(dict.fromkeys(ways)))] = _reference(table, line)
    return {
        "properties": {line.name: _reference(table, line) for line in lines},
        "patternProperties": patterns,
        "additionalProperties": False,
        **required(
            [line.name for line in lines if line.kind in ("row", "group")], [line.name for line in lines]
        ),
        "errorMessage": f"没有这个名称，或者行首的空格不对；“{group or table.name}”下面应是表格的各行。",
        "defaultSnippets": [
            {
                "label": f"{line.name}（{len(lines_in(table, line.name))} 行）",
                "body": table_typed(table, line.name),
            }
            for line in lines
            if line.kind == "group"
        ],
    }


def _reference(table: Table, line: EntryLine) -> Schema:
    return {"$ref": f"#/definitions/{_key(table, line)}"}


def _key(table: Table, line: EntryLine) -> str:
    return f"{table.key}.{table.entry.index(line) + 1}"


# -- lines


def _group(form: Form, table: Table, line: EntryLine) -> Schema:
    return {
        "title": f"{line.name}　{table.place} {line.comment}",
        **described(f"表格上印的：{_label(line)}", "后面不写数，下面各行多空两格。"),
        "type": "object",
        **_names(form, table, line.name),
    }


def _guard(form: Form, table: Table, line: EntryLine) -> Schema:
    names = " ".join(line.columns)
    ways = (" +".join(map(literal, words)) for words in (line.columns, line.column_labels))
    return {
        "title": f"{line.name}　各列的次序",
        **described(
            f"下面各行的数依次是：{'、'.join(line.column_labels)}",
            f"写作 `{line.name}: {names}`；可以不写，写了就要写对。",
        ),
        "type": "string",
        "pattern": whole("|".join(ways)),
        "errorMessage": f"列名应是：{names}。",
        "defaultSnippets": [{"label": names, "body": names}],
    }


def _unit(form: Form, table: Table, line: EntryLine) -> Schema:
    choices = "、".join(line.choices)
    return {
        "title": f"{line.name}　{table.place}",
        **described(f"照原件写 {choices} 中的一个。"),
        "enum": list(line.choices),
        "errorMessage": f"照原件写 {choices} 中的一个。",
    }


def _row(form: Form, table: Table, line: EntryLine) -> Schema:
    cells = line.cells
    columns = " ".join(line.columns) or cells[0].column_labels[-1]
    wanted = f"写 {len(cells)} 个数，用空格隔开：{columns}" if len(cells) > 1 else f"写一个数：{columns}"
    auto = f"；总计可以写 `{SIGN_OF[AUTO]}`，由程序计算" if any(cell.is_total for cell in cells) else ""
    signs = (
        f"没有发生写 `0`，原表空白写 `{SIGN_OF[BLANK]}`，不适用写 `{SIGN_OF[NOT_APPLICABLE]}`，"
        f"还没有填写 `{_PENDING}`{auto}。"
    )
    places = " ".join(f"${{{number}:{_PENDING}}}" for number in range(1, len(cells) + 1))
    return {
        "title": f"{line.name}　{line.place}",
        **described(f"表格上印的：{_label(line)}", f"{wanted}。例如 `{line.name}: {_example(cells)}`", signs),
        **(_several(cells) if len(cells) > 1 else _single(cells[0])),
        "errorMessage": f"这里{wanted}。{plain(signs)}",
        "defaultSnippets": [{"label": " ".join([_PENDING] * len(cells)), "body": places}],
    }


_LINES = {"row": _row, "group": _group, "guard": _guard, "unit": _unit}


def _label(line: EntryLine) -> str:
    return line.aliases[0] if line.aliases else line.comment


def _example(cells: tuple[Cell, ...]) -> str:
    """A row in which only the first column, and the total, is not 0."""
    first = _EXAMPLES[cells[0].kind]
    rest = [first if cell.is_total and cell is cells[-1] else "0" for cell in cells[1:]]
    return " ".join([first, *rest])


# -- numbers


def _several(cells: tuple[Cell, ...]) -> Schema:
    """Several numbers in a row are one text for the editor."""
    pattern = ""
    for part, same in groupby(f"(?:{_NUMBERS[cell.kind]}|{_words(cell, SIGNS)})" for cell in cells):
        number = len(list(same))
        pattern += f"(?: +{part}){{{number}}}" if pattern else f"{part}(?: +{part}){{{number - 1}}}"
    return {"type": "string", "pattern": whole(pattern)}


def _single(cell: Cell) -> Schema:
    """One alone is a number for the editor, and the sign of a blank is nothing at all."""
    return {
        "type": ["number" if cell.kind == "amount" else "integer", "string", "null"],
        "minimum": -_LARGEST if cell.kind == "signed" else 0,
        "maximum": _LARGEST,
        "pattern": whole(_words(cell, (sign for sign in SIGNS if sign != SIGN_OF[BLANK]))),
    }


def _words(cell: Cell, signs: Iterable[str]) -> str:
    return "|".join(literal(sign) for sign in signs if cell.is_total or SIGNS[sign] != AUTO)
