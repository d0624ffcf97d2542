"""Findings as pages are told of them: in public those explained in public, in a preview all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from .finding import LEVEL_WORDS, Finding
from .head import Head
from .paths import report_path
from .quality import explanation_of, told_numbers
from .site import Site


def all_findings(site: Site) -> list[dict[str, Any]]:
    """For the preview: what is still to be done, first around the reports, then by report in official order."""
    rank = {agency.path: number for number, agency in enumerate(site.agencies)}
    keys = sorted(site.findings, key=lambda key: (-key[1], rank.get(key[0], len(rank))))
    own = [_told_one(finding, {}, number) for number, finding in enumerate(site.own_findings, 1)]
    around = {"name": "站点资料和单位资料", "year": None, "path": "", "findings": own, "mends": 0}
    return [around] * bool(own) + [
        {
            "name": site.by_path[agency].name_in(year),
            "year": year,
            "path": report_path(agency, year) if (agency, year) in site.reports else "",
            **told_findings(site, (agency, year), site.reports.get((agency, year))),
        }
        for agency, year in keys
        if site.findings[agency, year]
    ]


def told_findings(site: Site, key: tuple[str, int], head: Head | None) -> dict[str, Any]:
    """What a page is told of a report's findings: those explained in public; in a preview all, numbered, but
    `mends`, which one command makes, are only counted."""
    told: list[dict[str, Any]] = []
    mends = 0
    for finding in site.findings.get(key, ()):
        explanation = explanation_of(head, finding) if head else {}
        if site.preview and _is_mend(finding):
            mends += 1
        elif site.preview or explanation.get("public"):
            told.append(_told_one(finding, explanation, len(told) + 1))
    return {"findings": told, "mends": mends}


def _is_mend(finding: Finding) -> bool:
    """Signs of the input method, which are mended without anybody having to look."""
    return bool(finding.edits) and finding.code.startswith("F") and not finding.explanation


def _told_one(finding: Finding, explanation: Mapping[str, Any], number: int) -> dict[str, Any]:
    facts = asdict(finding)
    for name in ("edits", "suggestions"):
        del facts[name]
    return {
        **facts,
        "number": number,
        "word": LEVEL_WORDS[finding.level],
        "by": explanation.get("by", ""),
        "date": explanation.get("date", ""),
        "public": bool(explanation.get("public")),
        "told_numbers": told_numbers(finding),
    }
