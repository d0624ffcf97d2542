"""A year's YAML + the form → `Report`: every figure with its state and its place in the file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from .cells import UNREADABLE, Figure
from .dates import parse_date
from .entries import TableReader
from .fields import UNDATED, Correction, Explanation, FieldReader, anchored
from .form_names import CORRECTIONS, FIELDS, NOTES, FormNames, form_names
from .forms import Form
from .keyboard import Mended, mend
from .located import Edit, Fault, Lines, Mapping, Node, compose
from .mending import ordered, reconciled
from .names import loose
from .typed.signs import SHIELD

__all__ = ["UNDATED", "Correction", "Explanation", "Report", "parse_date", "read_report"]

MAX_LINES = 2000
MAX_CHARACTERS = 100_000
# How many lines that no parser can read are passed over before the rest is given up.
_PASSED = 5


@dataclass(frozen=True, slots=True)
class Report:
    """One agency's figures of one year, as stated. `figures` are in form order."""

    edition: str
    year: int
    fields: dict[str, str]
    spans: dict[str, tuple[int, int]]
    published: date | None
    figures: tuple[Figure, ...]
    units: dict[str, str]
    explanations: tuple[Explanation, ...]
    corrections: tuple[Correction, ...]

    @property
    def dated(self) -> str:
        """The publication date as typed, '' for a draft. Whoever writes a date says “ready”."""
        text = self.fields.get("published", "")
        return "" if text == UNDATED else text


def read_report(text: str, form: Form, year: int) -> tuple[Report | None, list[Fault]]:
    """Read a year's figures. None when the text is no report at all; faults name what is wrong where.

    What can safely be mended is mended for reading on, so one run tells all faults of a file; every place
    is one of `text` as given.
    """
    if text.count("\n") >= MAX_LINES or len(text) > MAX_CHARACTERS:
        facts = {"lines": text.count("\n") + 1, "characters": len(text)}
        return None, [Fault("too-long", 0, 1, facts)]
    names = form_names(form)
    reading = _attempt(text, names, year, thorough=False)
    if not reading.mended.pieces and any(fault.kind in _LOOK_AGAIN for fault in reading.faults):
        reading = _attempt(text, names, year, thorough=True)
    if not (reading.faults or reading.mended.faults or reading.mended.pieces):
        return reading.report, []
    return reading.report and _placed(reading.report, reading.mended), _faults_of(text, reading, names)


# What may come from wrong indentation, which is followed only when there is reason to.
_LOOK_AGAIN = frozenset({"unreadable", "misplaced", "group-without-rows", "not-a-table", "key-not-text"})


@dataclass(frozen=True, slots=True)
class _Reading:
    """One attempt: `faults` are those found after mending, with places in the mended text."""

    mended: Mended
    report: Report | None
    faults: list[Fault]


def _attempt(text: str, names: FormNames, year: int, thorough: bool) -> _Reading:
    """Mend, compose, read."""
    mended, node, composed = _compose(text, names, thorough)
    report: Report | None = None
    found: list[Fault] = []
    if isinstance(node, Mapping):
        report = _read(mended.text, names, node, year, found)
    elif node is not None or not (mended.faults or composed):
        found.append(Fault("not-a-report", 0, 1, {"text": text.strip()[:20]}))
    if any(fault.kind == "unreadable" for fault in composed):
        found = [fault for fault in found if not fault.kind.startswith("missing-")]
    return _Reading(mended, report, [*composed, *found])


# -- the text


def _compose(text: str, names: FormNames, thorough: bool) -> tuple[Mended, Node | None, list[Fault]]:
    """Mend and compose; lines that no parser can read are passed over, each with its fault."""
    mended = mend(text, names.shape, thorough=thorough)
    node, faults = compose(mended.text)
    if not thorough and not mended.pieces and any(fault.kind == "unreadable" for fault in faults):
        return mended, node, faults
    passed: list[Fault] = []
    while node is None and faults and faults[-1].kind in _LINE_FAULTS and len(passed) < _PASSED:
        passed.append(faults[-1])
        without = _without_line(mended.text, faults[-1].start)
        if without == mended.text:
            break
        mended = replace(mended, text=without)
        node, faults = compose(without)
    if node is None and passed:
        return mended, None, passed[:1]
    return mended, node, [*passed, *faults]


_LINE_FAULTS = ("unreadable", "second-document", "too-deep")


def _without_line(text: str, offset: int) -> str:
    """The text with the line at `offset` made a remark; no place in it moves."""
    start = text.rfind("\n", 0, min(offset, len(text))) + 1
    return text if start >= len(text) or text[start] in "#\r\n" else f"{text[:start]}#{text[start + 1 :]}"


# -- the values


def _read(text: str, names: FormNames, root: Mapping, year: int, faults: list[Fault]) -> Report:
    tables = TableReader(text, names, faults)
    fields = FieldReader(text, faults)
    explanations: tuple[Explanation, ...] = ()
    corrections: tuple[Correction, ...] = ()
    known = [*FIELDS, *(table.name for table in names.form.tables), NOTES, CORRECTIONS]
    for typed, value in root.entries:
        name = typed.text if typed.text in known else loose(typed.text.replace(SHIELD, ""))
        key = typed if typed.text == name else replace(typed, text=typed.text.replace(SHIELD, ""))
        value = anchored(key, value)
        if name in FIELDS:
            fields.field(replace(typed, text=name), value)
        elif name == NOTES:
            explanations = tuple(fields.explanations(value))
        elif name == CORRECTIONS:
            corrections = tuple(fields.corrections(value))
        elif (table := names.table(key.text)) is not None:
            tables.table(table, key, value)
        else:
            tables.unknown(key, value, known, None, "")
    tables.finish(root.start)
    published = fields.published()
    nothing = Figure(UNREADABLE, None, root.start, root.start)
    return Report(
        edition=names.form.edition,
        year=year,
        fields=fields.fields,
        spans=fields.spans,
        published=published,
        figures=tuple(tables.figures.get(cell.index, nothing) for cell in names.form.cells),
        units=tables.units,
        explanations=explanations,
        corrections=corrections,
    )


def _placed(report: Report, mended: Mended) -> Report:
    """The report with all places those of the original text."""
    if not mended.pieces:
        return report
    at, to = mended.original, mended.original_end
    return replace(
        report,
        spans={name: (at(start), to(end)) for name, (start, end) in report.spans.items()},
        figures=tuple(
            replace(figure, start=at(figure.start), end=to(figure.end)) for figure in report.figures
        ),
        explanations=tuple(
            replace(item, start=at(item.start), end=to(item.end)) for item in report.explanations
        ),
        corrections=tuple(
            replace(item, start=at(item.start), end=to(item.end)) for item in report.corrections
        ),
    )


# -- the faults


def _faults_of(text: str, reading: _Reading, names: FormNames) -> list[Fault]:
    """All faults with their places in the original, in the order of the file, their edits without overlap."""
    lines, mended = Lines(text), reading.mended
    moved = [_moved(fault, mended) for fault in reading.faults]
    moved = [f for f in moved if f.kind == "missing-table" or not mended.is_reported(f.start)]
    moved = [_with_place(fault, names) for fault in moved]
    faults = reconciled([*(_named(fault, names) for fault in mended.faults), *moved])
    faults = [ordered(fault, faults, text, lines) if fault.kind == "row-order" else fault for fault in faults]
    faults = reconciled(sorted(faults, key=lambda fault: fault.kind == "row-order"))
    return sorted((_with_lines(fault, lines) for fault in faults), key=lambda fault: fault.start)


def _moved(fault: Fault, mended: Mended) -> Fault:
    at, to = mended.original, mended.original_end
    start = at(fault.start)
    facts: dict[str, Any] = dict(fault.facts)
    for name in ("first", "opened"):
        if isinstance(facts.get(name), int):
            facts[name] = at(facts[name])
    if fault.kind == "unreadable" and mended.text[fault.facts.get("opened", 0) :][:1] not in tuple("[{\"'"):
        facts.pop("opened", None)
    if "keys" in facts and fault.kind == "row-order":
        facts["keys"] = [at(key) for key in facts["keys"]]
    edits, suggestions = (
        tuple(Edit(at(edit.start), to(edit.end), edit.text) for edit in some)
        for some in (fault.edits, fault.suggestions)
    )
    end = max(to(fault.end), start)
    return replace(fault, start=start, end=end, facts=facts, edits=edits, suggestions=suggestions)


def _named(fault: Fault, names: FormNames) -> Fault:
    path = fault.facts.get("names", ())
    place = names.place(path)
    return replace(fault, facts={**fault.facts, "place": place, "name": path[-1] if path else ""})


def _with_place(fault: Fault, names: FormNames) -> Fault:
    """What composing found, with the place on the form when the name tells it."""
    if fault.kind != "duplicate-key" or fault.facts.get("place"):
        return fault
    return replace(fault, facts={**fault.facts, "place": names.place_of(fault.facts["name"])})


def _with_lines(fault: Fault, lines: Lines) -> Fault:
    """With the numbers of the lines a message speaks of."""
    facts = {"line": lines.position(min(fault.start, len(lines.text)))[0], **fault.facts}
    for name in ("first", "opened"):
        if isinstance(facts.get(name), int):
            facts[f"{name}_line"] = lines.position(facts[name])[0]
    return replace(fault, facts=facts)
