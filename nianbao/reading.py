"""Step 3: one report's bytes → what the rest of the build needs of it. Pure, so it may run anywhere."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from .agencies import Agency
from .checking import FileTexts, fault_findings, report_findings
from .decoding import decode
from .finding import Finding
from .forms import Form
from .head import Head, pack_figures
from .house import House
from .indexing import search_terms
from .likeness import own_sections, sketch
from .located import Fault
from .prose import Prose, prose_to_json, read_prose
from .report import Report, read_report
from .rules.equations import compute_totals, failures, known_value, tally
from .rules.scene import Scene


@dataclass(frozen=True, slots=True)
class Source:
    """What one reading is made from; equal sources give equal readings."""

    agency: Agency
    year: int
    figures_name: str
    figures: bytes | None
    prose_name: str
    prose: bytes | None
    faults: tuple[tuple[str, Fault], ...] = ()
    house: House = field(default_factory=House)


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
