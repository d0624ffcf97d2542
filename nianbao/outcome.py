"""What one run has to say: every report that was looked at, and what was found in each."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .finding import WARNING, Finding

if TYPE_CHECKING:
    from .pipeline import Checked


@dataclass(frozen=True, slots=True)
class Group:
    """A report and its findings; without a year, the site and its agencies."""

    agency: str
    unit: str
    year: int | None
    draft: bool
    findings: tuple[Finding, ...]

    @property
    def title(self) -> str:
        return f"{self.unit} {self.year}年" if self.year else "站点资料"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`findings` in their own order, `groups` with the site first and the reports in official order."""

    findings: tuple[Finding, ...]
    groups: tuple[Group, ...]
    strict: bool = False

    @property
    def reports(self) -> tuple[Group, ...]:
        return tuple(group for group in self.groups if group.year)

    @property
    def fails(self) -> bool:
        return any(self.counts(finding) for finding in self.findings)

    def counts(self, finding: Finding) -> bool:
        """Whether a finding makes the exit code 1."""
        return finding.blocks or (self.strict and finding.level == WARNING and not finding.explanation)


@dataclass(frozen=True, slots=True)
class Row:
    """How often a rule found something at one level, and in how many reports."""

    code: str
    name: str
    level: str
    findings: int
    reports: int


def open_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Those that no 核实说明 accepts."""
    return [finding for finding in findings if not finding.explanation]


def statistics(findings: Iterable[Finding]) -> list[Row]:
    """What was found how often, the commonest first."""
    grouped: dict[tuple[str, str], list[Finding]] = {}
    for finding in open_findings(findings):
        grouped.setdefault((finding.code, finding.level), []).append(finding)
    rows = [
        Row(code, found[0].name, level, len(found), len({(f.agency, f.year) for f in found if f.year}))
        for (code, level), found in grouped.items()
    ]
    return sorted(rows, key=lambda row: (-row.findings, row.code, row.level))


def outcome_of(
    checked: Checked,
    findings: Iterable[Finding],
    *,
    agencies: Collection[str] = (),
    strict: bool = False,
) -> Outcome:
    """Findings beside the reports looked at: all, or those of the agencies that were asked for."""
    listed = tuple(findings)
    by_report: dict[tuple[str, int], list[Finding]] = {
        key: [] for key in checked.keys if not agencies or key[0] in agencies
    }
    of_site = []
    for finding in listed:
        if finding.year is None:
            of_site.append(finding)
        else:
            by_report.setdefault((finding.agency, finding.year), []).append(finding)
    rank = {agency.path: number for number, agency in enumerate(checked.site.agencies)}
    drafts = {head.key for head in checked.drafts}
    groups = [] if agencies and not of_site else [Group("", "", None, False, tuple(of_site))]
    for agency, year in sorted(by_report, key=lambda key: (rank[key[0]], -key[1])):
        unit = checked.site.by_path[agency].name_in(year)
        groups.append(Group(agency, unit, year, (agency, year) in drafts, tuple(by_report[agency, year])))
    return Outcome(listed, tuple(groups), strict)
