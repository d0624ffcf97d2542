"""A row that is not simply its numbers parted by blanks: commas, brackets, quotes, units, too many or few."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from .cells import AUTO, TOKEN, UNREADABLE, Figure, Token, plain_value
from .forms import Cell
from .located import Edit, Fault
from .numerals import Reading, read_number

_PART = re.compile(r"[^\s\ue000,，、;；]+")
_MARK = re.compile(r"[,，、;；]")
_DOUBLED = re.compile(r"[,，、;；][\s\ue000]*[,，、;；]|\A[\s\ue000]*[,，、;；]")
_THOUSANDS = re.compile(r"[-+－＋−]?\d{1,3}(?:[,，]\d{3})+(?:[.．]\d+)?(?:[\u4e00-\u9fff]{1,3})?")
_MAYBE_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}[,，]\d{3}(?!\d)")
_COMMA_IN_NUMBER = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_LEADING_ZERO = re.compile(r"0\d+")
_OPENING, _CLOSING = "[［【{｛", "]］】}｝"
_QUOTES = "\"“”'‘’＂「」『』"
_SHOWN = 24


@dataclass(frozen=True, slots=True)
class _Row:
    """A row taken apart: its tokens, and what was set right to get them."""

    tokens: tuple[Token, ...]
    faults: tuple[Fault, ...] = ()
    thousands: frozenset[int] = frozenset()


def read_odd_row(text: str, start: int, cells: Sequence[Cell]) -> tuple[tuple[Figure, ...], list[Fault]]:
    """As `cells.read_row`, for any text."""
    begin, end, wrapped = _unwrap(text, start)
    row = _take_apart(text, start, begin, end, cells)
    if len(row.tokens) != len(cells):
        fault = next((fault for fault in row.faults if fault.kind == "comma-unclear"), None)
        nothing = Figure(UNREADABLE, None, start + begin, start + max(end, begin))
        return (nothing,) * len(cells), [fault or _wrong_count(row.tokens, start, cells)]
    figures, faults = _read_tokens(row, cells)
    place = _row_place(cells)
    named = [replace(fault, facts={"place": place, **fault.facts}) for fault in (*wrapped, *row.faults)]
    return figures, [*named, *faults]


# -- the row as a whole


def _unwrap(text: str, start: int) -> tuple[int, int, list[Fault]]:
    """Where the numbers stand when brackets and quotes around all of them are left off."""
    begin, end = _bounds(text, 0, len(text))
    faults: list[Fault] = []
    outer = "（(" if begin < end and text[begin] in "（(" and re.search(r"[\s,，、]", text[begin:end]) else ""
    for kind, opening, closing in (
        ("brackets", _OPENING + outer, _CLOSING + ("）)" if outer else "")),
        ("quoted-number", _QUOTES, _QUOTES),
    ):
        left = begin < end and text[begin] in opening
        right = begin < end - 1 and text[end - 1] in closing
        inside = text[begin + left : end - right]
        if not (left or right) or any(sign in inside for sign in opening + closing):
            continue
        if kind == "quoted-number" and not re.search(r"[\s,，、;；]", inside.strip()):
            continue
        edits = []
        if left:
            edits.append(Edit(start + begin, start + begin + 1, ""))
        if right:
            edits.append(Edit(start + end - 1, start + end, ""))
        faults.append(
            Fault(kind, edits[0].start, edits[-1].end, {"text": text[begin:end][:_SHOWN]}, tuple(edits))
        )
        begin, end = _bounds(text, begin + left, end - right)
    return begin, end, faults


def _bounds(text: str, begin: int, end: int) -> tuple[int, int]:
    while begin < end and (text[begin].isspace() or text[begin] == "\ue000"):
        begin += 1
    while end > begin and (text[end - 1].isspace() or text[end - 1] == "\ue000"):
        end -= 1
    return begin, end


def _take_apart(text: str, start: int, begin: int, end: int, cells: Sequence[Cell]) -> _Row:
    tokens = _tokens(TOKEN, text, start, begin, end)
    if _MARK.search(text, begin, end):
        return _part_at_marks(text, start, begin, end, tokens, cells)
    if len(tokens) > len(cells):
        joined = _join_units(tokens, cells)
        if joined is not None:
            return joined
    return _Row(tokens)


def _tokens(pattern: re.Pattern[str], text: str, start: int, begin: int, end: int) -> tuple[Token, ...]:
    return tuple(
        Token(match.group(), start + match.start(), start + match.end())
        for match in pattern.finditer(text, begin, end)
    )


def _join_units(tokens: Sequence[Token], cells: Sequence[Cell]) -> _Row | None:
    """`80 件`: a unit standing alone belongs to the number before it, when the count is right then."""
    units = {cell.unit for cell in cells if cell.unit}
    kept: list[Token] = []
    edits: list[Edit] = []
    for token in tokens:
        if kept and token.text in units:
            edits.append(Edit(kept[-1].end, token.end, ""))
        else:
            kept.append(token)
    if not edits or len(kept) != len(cells):
        return None
    facts = {"texts": [token.text for token in tokens if token.text in units], "unit": cells[0].unit}
    return _Row(tuple(kept), (Fault("unit", edits[0].start, edits[-1].end, facts, tuple(edits)),))


# -- commas


def _part_at_marks(
    text: str, start: int, begin: int, end: int, tokens: tuple[Token, ...], cells: Sequence[Cell]
) -> _Row:
    """Commas part numbers or thousands; both are taken only when nothing else is possible."""
    wanted = len(cells)
    marked = [index for index, token in enumerate(tokens) if _MARK.search(token.text)]
    if len(tokens) == wanted and all(_THOUSANDS.fullmatch(tokens[index].text) for index in marked):
        return _Row(tokens, thousands=frozenset(marked))
    parts = _tokens(_PART, text, start, begin, end)
    if len(parts) == wanted and _parts_are_certain(text[begin:end], parts):
        marks = list(_MARK.finditer(text, begin, end))
        edits = tuple(
            Edit(start + m.start(), start + m.end(), _blank_for(text, m, begin, end)) for m in marks
        )
        facts = {
            "text": text[begin:end][:_SHOWN],
            "marks": [m.group() for m in marks[:99]],
            "count": len(marks),
        }
        return _Row(parts, (Fault("comma", edits[0].start, edits[-1].end, facts, edits),))
    return _Row((), (_unclear(text[begin:end], start + begin, parts, cells),))


def _parts_are_certain(text: str, parts: Sequence[Token]) -> bool:
    if _DOUBLED.search(text):
        return False
    if not _MAYBE_THOUSANDS.search(text):
        return True
    # 1,000,0: nobody writes 000; 80,100 0 0: commas for some and blanks for others are two habits.
    everywhere = len(_MARK.findall(text.rstrip(",，、;； "))) == len(parts) - 1
    return everywhere and not any(_LEADING_ZERO.fullmatch(part.text) for part in parts)


def _blank_for(text: str, mark: re.Match[str], begin: int, end: int) -> str:
    before, behind = text[max(mark.start() - 1, begin)], text[mark.end() : mark.end() + 1]
    return "" if before.isspace() or mark.end() >= end or behind.isspace() else " "


def _unclear(text: str, start: int, parts: Sequence[Token], cells: Sequence[Cell]) -> Fault:
    as_thousands = _PART.findall(_COMMA_IN_NUMBER.sub("", text))
    facts: dict[str, Any] = {
        "wanted": len(cells),
        "text": text[:_SHOWN],
        "parted": [part.text for part in parts][:_SHOWN],
        "thousands": as_thousands[:_SHOWN] if len(as_thousands) != len(parts) else [],
        "place": _row_place(cells),
        "cells": [cell.address for cell in cells],
    }
    if len(cells) == 1 and len(parts) == 2 and cells[0].kind == "amount":
        facts["decimal"] = f"{parts[0].text}.{parts[1].text}"
    return Fault("comma-unclear", start, start + len(text), facts)


# -- counts


def _wrong_count(tokens: Sequence[Token], start: int, cells: Sequence[Cell]) -> Fault:
    place = _row_place(cells)
    addresses = [cell.address for cell in cells]
    if not tokens:
        return Fault(
            "empty-row", start, start + 1, {"wanted": len(cells), "place": place, "cells": addresses}
        )
    facts = {
        "wanted": len(cells),
        "found": [token.text[:_SHOWN] for token in tokens[:40]],
        "have": len(tokens),
        "joined": _joined_thousands(tokens, len(cells)),
        "place": place,
        "cells": addresses,
    }
    return Fault("wrong-count", tokens[0].start, tokens[-1].end, facts)


def _joined_thousands(tokens: Sequence[Token], wanted: int) -> str:
    """`2 629` where one number belongs may be a thousand parted by a blank."""
    pairs = [
        (left, right)
        for left, right in pairwise(tokens)
        if re.fullmatch(r"[1-9]\d{0,2}", left.text) and re.fullmatch(r"\d{3}", right.text)
    ]
    return pairs[0][0].text + pairs[0][1].text if len(pairs) == 1 and len(tokens) == wanted + 1 else ""


# -- tokens


def _read_tokens(row: _Row, cells: Sequence[Cell]) -> tuple[tuple[Figure, ...], list[Fault]]:
    figures: list[Figure] = []
    groups: dict[tuple[str, bool], list[tuple[Token, Cell, Reading]]] = {}
    for index, (token, cell) in enumerate(zip(row.tokens, cells, strict=True)):
        reading = _read(token, cell, index in row.thousands)
        figures.append(Figure(reading.state, reading.value, token.start, token.end))
        if reading.kind:
            groups.setdefault((reading.kind, bool(reading.written)), []).append((token, cell, reading))
    return tuple(figures), [_fault(kind, found, cells) for (kind, _), found in groups.items()]


def _read(token: Token, cell: Cell, is_thousands: bool) -> Reading:
    text = _COMMA_IN_NUMBER.sub("", token.text) if is_thousands else token.text
    plain = plain_value(text, cell.kind)
    reading = read_number(text, cell.kind, cell.unit) if plain is None else Reading(*plain, written=text)
    if reading.state == AUTO and not cell.is_total:
        return Reading(UNREADABLE, None, "auto-not-a-total")
    if is_thousands and reading.written:
        return replace(reading, kind="thousands")
    return reading


def _fault(kind: str, found: Sequence[tuple[Token, Cell, Reading]], cells: Sequence[Cell]) -> Fault:
    edits = tuple(
        Edit(token.start, token.end, reading.written) for token, _, reading in found if reading.written
    )
    single = found[0][1] if len(found) == 1 else None
    facts: dict[str, Any] = {
        "place": single.place if single else _row_place(cells),
        "cells": [cell.address for _, cell, _ in found],
        "columns": [cell.column_place for _, cell, _ in found],
        "texts": [token.text[:_SHOWN] for token, _, _ in found],
        "length": max(token.end - token.start for token, _, _ in found),
        "written": [reading.written for _, _, reading in found],
        "likely": [reading.likely for _, _, reading in found],
        "unit": found[0][1].unit,
        "kind": found[0][1].kind,
    }
    suggestions = tuple(
        Edit(token.start, token.end, reading.likely)
        for token, _, reading in found
        if reading.likely and not reading.written
    )
    return Fault(kind, found[0][0].start, found[-1][0].end, facts, edits, suggestions)


def _row_place(cells: Sequence[Cell]) -> str:
    return cells[0].place if len(cells) == 1 else f"{cells[0].table_place} {cells[0].row_place}"
