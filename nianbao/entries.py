"""The tables of a year's file: names to lines of the form, rows to figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from .cells import UNREADABLE, Figure
from .fields import anchored
from .form_names import CORRECTION_FIELDS, CORRECTIONS, FIELDS, NOTE_FIELDS, NOTES, FormNames, Place, lines_in
from .forms import EntryLine, Table
from .located import Fault, Mapping, Node, Scalar
from .names import closest
from .rows import read_row
from .table_words import check_guard, read_unit, read_word
from .typed.signs import SHIELD

_NUMBERS_BEHIND = re.compile(r"[ \t]+#[ \t]*([\d~/_][\d~/_.\s]*)(?=\n|#|\Z)")
# Past so many wrong names nobody is helped by guesses, and guessing is slow.
_GUESSES = 40


@dataclass(slots=True)
class Stray:
    """Names found where they do not belong, of one kind of place, in one place."""

    target: Place
    keys: list[tuple[Scalar, Node]] = field(default_factory=list)


class TableReader:
    """Reads tables; `figures` and `units` fill up, `faults` grow as it goes."""

    def __init__(self, text: str, names: FormNames, faults: list[Fault]) -> None:
        self.figures: dict[int, Figure] = {}
        self.units: dict[str, str] = {}
        self.found: set[str] = set()
        self._text = text
        self._names = names
        self._faults = faults
        self._strays: dict[tuple[str, ...], Stray] = {}
        self._keys: dict[str, Scalar] = {}
        self._lost_fields: dict[tuple[str, str], list[Scalar]] = {}
        self._typed: dict[str, list[tuple[EntryLine, Scalar]]] = {}
        self._meant: set[str] = set()
        self._guesses = 0

    def table(self, table: Table, key: Scalar, value: Node) -> None:
        """One table under its name."""
        if table.key in self.found:
            self._fault("duplicate-key", key.start, key.end, name=key.text)
            return
        self.found.add(table.key)
        if isinstance(value, Mapping):
            self._keys[table.key] = key
            self._lines(table, value, "")
            return
        figures, faults = read_word(table, key, value)
        self.figures.update(figures)
        self._faults += faults

    def unknown(
        self, key: Scalar, value: Node, inside: Sequence[str], table: Table | None, group: str
    ) -> None:
        """A name that does not belong here: it belongs elsewhere, or is misspelt."""
        places = self._names.elsewhere(key.text)
        target = next((place for place in places if table is not None and place.table is table), None)
        if target is None and places:
            target = places[0]
        where = (group or (table.name if table else ""),)
        if target is not None:
            stray = self._strays.setdefault((*where, *target.inside), Stray(target))
            stray.keys.append((key, value))
            return
        there = _field_place(key.text, table is not None)
        if there is not None:
            self._lost_fields.setdefault((where[0], there), []).append(key)
            return
        self._guesses += 1
        likely = closest(key.text, inside) if self._guesses <= _GUESSES else ""
        if likely and table is not None:
            self._meant.add(f"{table.key} {likely}")
        self._fault(
            "unknown-key",
            key.start,
            key.end,
            place=table.place if table is not None else "",
            name=key.text,
            suggestion=likely,
            inside=where[0],
            known=list(inside)[:12],
        )

    def _report_fields(self) -> None:
        """Names of the head, of 核实说明 or of 更正 that stand where they do not belong."""
        for (here, there), keys in self._lost_fields.items():
            names = [key.text for key in keys]
            self._fault("misplaced", keys[0].start, keys[-1].end, keys=names, here=here, there=there)

    def _read_strays(self) -> None:
        """Read what stands in a wrong place, when it stands nowhere else, and say where it belongs."""
        for place, stray in list(self._strays.items()):
            first, last = stray.keys[0][0], stray.keys[-1][0]
            line = stray.target.line
            self._fault(
                "misplaced",
                first.start,
                first.end if first is last else last.end,
                keys=[key.text for key, _ in stray.keys],
                here=place[0],
                there="-".join(stray.target.inside),
                place=stray.target.table.place if line is None else line.place or stray.target.table.place,
            )
            for key, value in stray.keys:
                self._read_stray(key, value, stray.target.table)

    def finish(self, start: int) -> None:
        """When everything is read: what is missing, and what is out of order."""
        self._report_fields()
        self._read_strays()
        for table in self._names.form.tables:
            if table.key in self._keys:
                self._report_order(table)
                self._report_missing(table, self._keys[table.key])
        misplaced = {stray.target.table.key for stray in self._strays.values()}
        for table in self._names.form.tables:
            if table.key not in self.found and table.key not in misplaced:
                self._fault(
                    "missing-table",
                    start,
                    start + 1,
                    table=table.name,
                    place=table.place,
                    none=table.none,
                    means=table.none_means,
                )

    # -- lines

    def _lines(self, table: Table, node: Mapping, group: str) -> None:
        for typed, found in node.entries:
            value = anchored(typed, found)
            key = replace(typed, text=typed.text.replace(SHIELD, "")) if SHIELD in typed.text else typed
            line = self._names.line(table, group, key.text)
            if line is None:
                known = [item.name for item in lines_in(table, group)]
                self.unknown(key, value, known, table, group)
            else:
                self._line(table, line, key, value)

    def _line(self, table: Table, line: EntryLine, key: Scalar, value: Node, in_order: bool = True) -> None:
        if line.kind == "group":
            self._group(table, line, key, value)
        elif not isinstance(value, Scalar):
            self._fault(
                "row-not-text", value.start, value.start + 1, name=line.name, place=line.place or table.place
            )
            self._unreadable(line, value)
        elif line.kind == "guard":
            self._faults += check_guard(table, line, value)
        elif line.kind == "unit":
            self.units[line.row], faults = read_unit(line, value)
            self._faults += faults
        elif line.cells[0].index in self.figures:
            typed = self._typed.get(table.key, [])
            first = next((typed_key.start for known, typed_key in typed if known is line), None)
            self._fault("duplicate-key", key.start, key.end, name=key.text, first=first, place=line.place)
        else:
            if in_order:
                self._typed.setdefault(table.key, []).append((line, key))
            self._row(line, key, value)

    def _group(self, table: Table, line: EntryLine, key: Scalar, value: Node) -> None:
        if isinstance(value, Mapping):
            self._lines(table, value, line.name)
            return
        below = [item.name for item in lines_in(table, line.name)]
        text = value.text[:20] if isinstance(value, Scalar) else ""
        self._meant.update(f"{table.key} {name}" for name in below)
        self._fault(
            "group-without-rows",
            key.start,
            key.end,
            name=line.name,
            text=text,
            rows=below,
            place=f"{table.place} {line.comment}",
        )

    def _row(self, line: EntryLine, key: Scalar, value: Scalar) -> None:
        figures, faults = read_row(self._text[value.start : value.end], value.start, line.cells)
        for cell, figure in zip(line.cells, figures, strict=True):
            self.figures[cell.index] = figure
        for fault in faults:
            facts = {**fault.facts, "name": line.name, "column_names": list(line.columns)}
            if fault.kind == "wrong-count":
                facts["remark"] = self._remark_behind(value.end)
            if fault.kind == "empty-row":
                fault = replace(fault, start=key.start, end=key.end)
            self._faults.append(replace(fault, facts=facts))

    def _remark_behind(self, end: int) -> str:
        """Numbers that a number sign has made a remark."""
        match = _NUMBERS_BEHIND.match(self._text, end)
        return match.group(1).strip() if match else ""

    def _unreadable(self, line: EntryLine, value: Node) -> None:
        for cell in line.cells:
            self.figures[cell.index] = Figure(UNREADABLE, None, value.start, value.end)

    def _read_stray(self, key: Scalar, value: Node, table: Table) -> None:
        if self._names.table(key.text) is table:
            if table.key not in self.found:
                self.table(table, key, value)
            return
        for place in self._names.elsewhere(key.text):
            line = place.line
            if place.table is not table or line is None or line.kind not in ("row", "group"):
                continue
            if line.kind == "group" or line.cells[0].index not in self.figures:
                self._line(table, line, key, value, in_order=False)
            return

    # -- what is told about a whole table

    def _report_missing(self, table: Table, key: Scalar) -> None:
        strays = {
            name
            for stray in self._strays.values()
            if stray.target.table is table
            for name in self._loose(stray)
        }
        missing = [
            line
            for line in table.rows
            if line.cells[0].index not in self.figures
            and f"{table.key} {line.name}" not in self._meant
            and not strays & {line.name, *line.groups}
        ]
        if missing:
            self._fault(
                "missing-rows",
                key.start,
                key.end,
                rows=[line.name for line in missing],
                places=[line.place for line in missing],
                place=missing[0].place if len(missing) == 1 else table.place,
                cells=[cell.address for line in missing for cell in line.cells],
                count=len(missing[0].cells),
            )

    def _loose(self, stray: Stray) -> list[str]:
        return [
            place.line.name
            for key, _ in stray.keys
            for place in self._names.elsewhere(key.text)
            if place.line is not None and place.table is stray.target.table
        ]

    def _report_order(self, table: Table) -> None:
        """Rows in another order than the form's; `keys` in the order typed, `order` how they should go."""
        typed = self._typed.get(table.key, [])
        indexes = [line.cells[0].index for line, _ in typed]
        late = next((n for n in range(1, len(typed)) if indexes[n] < indexes[n - 1]), None)
        if late is None:
            return
        line, key = typed[late]
        self._fault(
            "row-order",
            key.start,
            key.end,
            name=line.name,
            before=typed[late - 1][0].name,
            place=line.place,
            keys=[key.start for _, key in typed],
            order=sorted(range(len(typed)), key=indexes.__getitem__),
            groups=[line.groups for line, _ in typed],
        )

    def _fault(self, kind: str, start: int, end: int, **facts: object) -> None:
        self._faults.append(Fault(kind, start, end, facts))


def _field_place(name: str, in_table: bool) -> str | None:
    """Where a name that is no table's belongs: '' for the head of the file, None when it is not known."""
    if in_table and name in (*FIELDS, NOTES, CORRECTIONS):
        return ""
    homes = [
        home for home, known in ((NOTES, NOTE_FIELDS), (CORRECTIONS, CORRECTION_FIELDS)) if name in known
    ]
    return "或".join(homes) if homes else None
