"""Step 3: one report's bytes → what the rest of the build needs of it. Pure, so it may run anywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from .agencies import Agency
from .cells import AUTO, SIGN_OF
from .checking import FileTexts, fault_findings, report_findings
from .decoding import decode
from .finding import Finding
from .forms import Form
from .head import Head, pack_figures
from .house import House
from .indexing import search_terms
from .likeness import own_sections, sketch
from .located import Fault
from .project import LOG
from .prose import Prose, prose_to_json, read_prose
from .report import Report, read_report
from .rules.equations import compute_totals, failures, known_value, tally
from .rules.scene import Scene
from .undecided import lines_of, read_undecided, signs_of, still_open


@dataclass(frozen=True, slots=True)
class Source:
    """What one reading is made from; equal sources give equal readings. `log`: of the import, if there was one."""

    agency: Agency
    year: int
    figures_name: str
    figures: bytes | None
    prose_name: str
    prose: bytes | None
    faults: tuple[tuple[str, Fault], ...] = ()
    house: House = field(default_factory=House)
    log: bytes | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """`head` stays in hand; `body` (prose as HTML and text) and `search` (its terms) are kept aside."""

    head: Head
    body: dict[str, Any]
    search: dict[str, Any]


def read(source: Source, form: Form) -> Reading:
    """Parse, check and digest one report."""
    texts = FileTexts({})
    unit = source.agency.name_in(source.year)
    who = (source.agency.path, unit, source.year)
    findings = [found for name, fault in source.faults for found in fault_findings([fault], name, texts, who)]

    report, computed, faults = _read_figures(source, form, texts)
    dated = report is None or bool(report.dated)
    findings += fault_findings(faults, source.figures_name, texts, who, dated=dated)
    prose, prose_faults = _read_prose(source, form, report, texts)
    if source.prose is not None and source.figures is None and not source.faults:
        findings += fault_findings([Fault("no-figures", 0, 1)], source.prose_name, texts, who)
    counted = (0, 0, 0)
    if report is not None:
        values = [known_value(figure) for figure in report.figures]
        failed = tuple(failures(form, values, computed))
        counted = tally(form, values, computed, failed)
        scene = Scene(
            report,
            prose,
            form,
            unit,
            source.year,
            source.figures_name,
            source.prose_name,
            computed,
            source.agency,
            source.house,
            failed=failed,
        )
        findings += report_findings(scene, texts, who)
        findings += fault_findings(prose_faults, source.prose_name, texts, who, dated=dated)
        for name, fault in _undecided(source, form, report, computed):
            findings += fault_findings([fault], name, texts, who)
    head, body = _head(source, form, report, findings), _body(prose)
    own = own_sections(form)
    lines = [p.text for p in prose.paragraphs if p.section in own and not p.is_heading] if prose else []
    likeness = sketch(lines, source.agency.names)
    head = replace(head, tally=counted, has_prose=prose is not None, sketch=likeness)
    search_head, search_body = search_terms(head, source.agency, form, body)
    return Reading(replace(head, search=search_head), body, search_body)


def _read_figures(
    source: Source, form: Form, texts: FileTexts
) -> tuple[Report | None, dict[int, int], list[Fault]]:
    """The figures, which of them the program computed, and what is wrong with their file."""
    if source.figures is None:
        return None, {}, []
    text, faults = decode(source.figures)
    texts.add(source.figures_name, text)
    report: Report | None = None
    if text or not faults:
        report, more = read_report(text, form, source.year)
        faults = [*faults, *more]
    if report is None:
        return None, {}, faults
    # Totals typed “_” are computed before the prose is read, which may cite them.
    filled, computed = compute_totals(form, report.figures)
    return replace(report, figures=filled), computed, faults


def _read_prose(
    source: Source, form: Form, report: Report | None, texts: FileTexts
) -> tuple[Prose | None, list[Fault]]:
    if source.prose is None:
        return None, []
    text, faults = decode(source.prose, prose=True)
    texts.add(source.prose_name, text)
    prose = read_prose(text, form, report, source.agency.name_in(source.year))
    return prose, [*faults, *prose.faults]


def _undecided(
    source: Source, form: Form, report: Report, computed: Mapping[int, int]
) -> Iterator[tuple[str, Fault]]:
    """What the last import left to a person and nobody has decided yet, each with its file."""
    items = read_undecided(decode(source.log)[0]) if source.log else ()
    if not items:
        return
    prose = decode(source.prose, prose=True)[0] if source.prose else ""
    auto = {form.cells[index].path: SIGN_OF[AUTO] for index in computed}
    waiting = still_open(items, signs_of(report, form) | auto, lines_of(prose))
    cells = {cell.path: cell for cell in form.cells}
    told = {item.path: cells[item.path].place if item.path in cells else item.path for item in waiting}
    log = source.figures_name.removesuffix(".yaml") + LOG
    figures = [item for item in waiting if item.path]
    if figures:
        words = [f"{told[item.path]}（现在 {item.mine[0]}，新来 {item.theirs[0]}）" for item in figures]
        stand = [report.figures[cells[item.path].index] for item in figures if item.path in cells]
        start, end = (stand[0].start, stand[0].end) if stand else (0, 1)
        yield source.figures_name, Fault("import-undecided", start, end, {"conflicts": words, "log": log})
    passages = [item for item in waiting if not item.path]
    if passages:
        words = [f"正文“{item.heading or '开头'}”" for item in passages]
        line = next((line for item in passages for line in item.mine), "")
        start = max(prose.find(line), 0)
        facts = {"conflicts": words, "log": log}
        yield source.prose_name, Fault("import-undecided", start, start + max(len(line), 1), facts)


def _head(source: Source, form: Form, report: Report | None, findings: list[Finding]) -> Head:
    fields = dict(report.fields) if report else {}
    unit = source.agency.name_in(source.year)
    states, values = (
        pack_figures(report.figures) if report else ("!" * len(form.cells), ("",) * len(form.cells))
    )
    digest = hashlib.sha256((source.figures or b"") + b"\0" + (source.prose or b"")).hexdigest()
    return Head(
        agency=source.agency.path,
        year=source.year,
        edition=form.edition,
        title=fields.get("title") or form.title.format(agency=unit, year=source.year),
        published=report.published.isoformat() if report and report.published else "",
        states=states,
        values=values,
        units=dict(report.units) if report else {},
        fields=fields,
        explanations=tuple(asdict(item) for item in report.explanations) if report else (),
        corrections=tuple(
            {"date": item.date, "text": item.text, "reason": item.reason} for item in report.corrections
        )
        if report
        else (),
        findings=tuple(findings),
        file=source.figures_name,
        digest=digest,
        body="",
    )


def _body(prose: Prose | None) -> dict[str, Any]:
    return {} if prose is None else prose_to_json(prose)
