"""The page 数据核对说明 as facts: what was checked, and the differences that were looked into or recorded.

It speaks of what stands, never of what is still open, and counts nothing by agency.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .finding import HINT, Finding
from .forms import Form
from .forms.equations import Equation
from .head import Head
from .paths import QUALITY, quality_path, report_path
from .relations import relation_text
from .rules.register import RULES
from .site import Site


def index_facts(site: Site) -> dict[str, Any]:
    editions = dict.fromkeys(head.edition for head in site.reports.values())
    return {
        "years": [{"year": year, "path": quality_path(year), **_counts(site, year)} for year in site.years],
        "forms": [_relations(site.forms[edition]) for edition in sorted(editions, reverse=True)],
    }


def year_facts(site: Site, year: int) -> dict[str, Any]:
    units = []
    for head in site.by_year[year]:
        entries = list(_entries(site, head))
        if entries:
            name = site.by_path[head.agency].name_in(year)
            units.append({"name": name, "path": report_path(head.agency, year), "entries": entries})
    return {
        "year": year,
        "path": quality_path(year),
        **_counts(site, year),
        "units": units,
        "index": QUALITY,
        "years": [{"year": other, "path": quality_path(other)} for other in site.years],
    }


def explanation_of(head: Head, finding: Finding) -> Mapping[str, Any]:
    """The 核实说明 that accepted a finding, {} when there is none. Only what says 公开: 是 is for the public."""
    fitting = [
        item
        for item in head.explanations
        if item["text"].strip() == finding.explanation
        and item["rule"].strip() in (finding.code, finding.name)
    ]
    if not finding.explanation or not fitting:
        return {}
    return {**fitting[0], "public": all(item["public"] for item in fitting)}


def told_numbers(finding: Finding) -> str:
    """The numbers of a finding with what they are: 填报数 470，计算数 643."""
    names, numbers = RULES[finding.code].numbers, finding.numbers
    if not numbers:
        return ""
    if not names or len(numbers) % len(names):
        return f"所涉数字：{'、'.join(numbers)}"
    pairs = [f"{names[place % len(names)]} {number}" for place, number in enumerate(numbers)]
    groups = [pairs[start : start + len(names)] for start in range(0, len(pairs), len(names))]
    return "；".join("，".join(group) for group in groups)


# -- counts


def _counts(site: Site, year: int) -> dict[str, Any]:
    """How much was checked in a year; all of it counts relations, but `reports` and those `without`."""
    heads = site.by_year[year]
    covered = [site.coverage[head.key] for head in heads]
    equations = sum(len(site.forms[head.edition].inner_equations) for head in heads)
    held, failed, undecided = (
        sum(getattr(one, name) for one in covered) for name in ("held", "failed", "undecided")
    )
    return {
        "reports": len(heads),
        "each": sorted({len(site.forms[head.edition].inner_equations) for head in heads}),
        "equations": equations,
        "held": held,
        "undecided": undecided,
        "computed": equations - held - failed - undecided,
        "compared": sum(one.compared for one in covered),
        "compared_reports": sum(one.compared > 0 for one in covered),
        "without_before": sum(not one.compared for one in covered),
        "without_prose": sum(not one.has_prose for one in covered),
        "noted": sum(sum(1 for _ in _entries(site, head)) for head in heads),
    }


# -- differences


def _entries(site: Site, head: Head) -> Iterator[dict[str, Any]]:
    form = site.forms[head.edition]
    for finding in site.findings.get(head.key, ()):
        explanation = explanation_of(head, finding)
        is_recorded = head.year < site.settings.strict_from and _is_difference(finding)
        if not (explanation.get("public") or is_recorded):
            continue
        cell = form.by_address.get(finding.cells[0]) if finding.cells else None
        yield {
            "name": finding.name,
            "place": finding.place,
            "path": report_path(*head.key) + (f"#{cell.id}" if cell else ""),
            "numbers": told_numbers(finding),
            "explanation": finding.explanation,
            "by": explanation.get("by", ""),
            "date": explanation.get("date", ""),
        }


def _is_difference(finding: Finding) -> bool:
    """Numbers that differ: all that is recorded without a reason, in documents of years before 严格自."""
    entry = RULES[finding.code]
    is_open = entry.acceptable and entry.level != HINT and not finding.explanation
    return is_open and bool(entry.numbers and finding.numbers)


# -- relations


def _relations(form: Form) -> dict[str, Any]:
    """What the form declares, each relation once, in its order."""
    grouped: dict[tuple[str, str, str], list[Equation]] = {}
    for equation in form.equations:
        grouped.setdefault((equation.rule, equation.table, equation.each), []).append(equation)
    return {
        "name": form.name,
        "source": form.source,
        "equations": len(form.inner_equations),
        "relations": [_relation(form, equations) for equations in grouped.values()],
    }


def _relation(form: Form, equations: list[Equation]) -> dict[str, Any]:
    first = equations[0]
    return {
        "place": form.table(first.table).place,
        "by_column": first.each == "column",
        "times": len(equations),
        "text": relation_text(form, first),
        "source": first.source,
        "crosses": first.crosses_years,
    }

