"""The words of a table: the one that says it is empty, the names of its columns, the unit of an amount."""

from __future__ import annotations

import re

from .cells import NUMBER, PENDING, SIGN_OF, UNREADABLE, Figure
from .forms import EntryLine, Table
from .located import Edit, Fault, Node, Scalar

_MARKS = "“”‘’\"'。．.，,；;！! \u3000\ue000"
_NONE_LIKE = re.compile(r"[全均都皆本年]{0,3}(?:没有|没|无|零|0|０|空|未发生|/)(?:了|申请|此项|情况|发生)?")
_PARTS = re.compile(r"[^\s,，、;；\[\]［］【】\ue000]+")
_SHOWN = 30


def read_word(table: Table, key: Scalar, value: Node) -> tuple[dict[int, Figure], list[Fault]]:
    """What stands behind a table's name instead of its rows: all zero for the form's own word."""
    typed = value.text.strip() if isinstance(value, Scalar) else ""
    word = typed.strip(_MARKS)
    start, end = (value.start, value.end) if word else (key.start, key.end)
    if table.none and word == table.none:
        zeros = {cell.index: Figure(NUMBER, 0, start, end) for cell in table.cells}
        return zeros, [] if typed == word else [_word_fault(value, word, typed, table.place)]
    kind = "none-unclear" if table.none and word and _NONE_LIKE.fullmatch(word) else "not-a-table"
    facts = {
        "place": table.place,
        "table": table.name,
        "text": word[:_SHOWN],
        "none": table.none,
        "means": table.none_means,
    }
    nothing = {cell.index: Figure(UNREADABLE, None, start, end) for cell in table.cells}
    return nothing, [Fault(kind, start, end, facts)]


def check_guard(table: Table, line: EntryLine, value: Scalar) -> list[Fault]:
    """The line that names the columns proves their order."""
    if tuple(value.text.split()) in (line.columns, line.column_labels):
        return []
    found = tuple(_PARTS.findall(value.text))
    facts = {"wanted": list(line.columns), "found": list(found[:20]), "place": table.place, "name": line.name}
    if found in (line.columns, line.column_labels) and "\n" not in value.text.strip():
        edit = Edit(value.start, value.end, "  ".join(found))
        return [Fault("guard-form", value.start, value.end, facts, (edit,))]
    return [Fault("wrong-guard", value.start, max(value.end, value.start + 1), facts)]


def read_unit(line: EntryLine, value: Scalar) -> tuple[str, list[Fault]]:
    """The unit of an amount, one of those the form allows."""
    word = value.text.strip(_MARKS)
    if value.text in line.choices:
        return value.text, []
    if word in line.choices:
        return word, [_word_fault(value, word, value.text, line.name)]
    unfilled = word == SIGN_OF[PENDING]
    facts = {"name": line.name, "choices": list(line.choices), "text": word[:_SHOWN], "draft_ok": unfilled}
    return value.text, [Fault("unknown-unit", value.start, max(value.end, value.start + 1), facts)]


def _word_fault(value: Node, word: str, typed: str, place: str) -> Fault:
    edits = (Edit(value.start, value.end, word),)
    facts = {"written": word, "text": typed[:_SHOWN], "place": place}
    return Fault("word-form", value.start, value.end, facts, edits)
