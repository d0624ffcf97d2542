"""What is known of the whole site once everything is read and checked: the input of planning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .agencies import Agency
from .coverage import Coverage
from .finding import Finding
from .forms import Form
from .head import Head
from .settings import Settings


@dataclass(frozen=True)
class Site:
    """`reports` are those that will be published (in a preview: all that can be shown), by agency and year.

    `findings` and `coverage` are those of all reports there are, `own_findings` what is wrong around them
    (site.yaml, agencies, published.csv); `agencies` are in official order; `stale`
    are reports that cannot be read now and are shown as they last could.
    """

    settings: Settings
    forms: Mapping[str, Form]
    agencies: tuple[Agency, ...]
    reports: Mapping[tuple[str, int], Head]
    findings: Mapping[tuple[str, int], tuple[Finding, ...]] = field(default_factory=dict)
    own_findings: tuple[Finding, ...] = ()
    coverage: Mapping[tuple[str, int], Coverage] = field(default_factory=dict)
    stale: frozenset[tuple[str, int]] = frozenset()
    pages: Mapping[str, str] = field(default_factory=dict)
    page_titles: Mapping[str, str] = field(default_factory=dict)
    aliases: tuple[tuple[str, str], ...] = ()
    preview: bool = False

    @cached_property
    def by_path(self) -> dict[str, Agency]:
        return {agency.path: agency for agency in self.agencies}

    @cached_property
    def years(self) -> list[int]:
        """Years with a published report, newest first."""
        return sorted({year for _, year in self.reports}, reverse=True)

    @cached_property
    def by_agency(self) -> dict[str, list[Head]]:
        """Each agency's reports, newest first."""
        grouped: dict[str, list[Head]] = {}
        for (agency, _), head in sorted(self.reports.items(), key=lambda item: -item[0][1]):
            grouped.setdefault(agency, []).append(head)
        return grouped

    @cached_property
    def by_year(self) -> dict[int, list[Head]]:
        """Each year's reports in official order."""
        rank = {agency.path: number for number, agency in enumerate(self.agencies)}
        grouped: dict[int, list[Head]] = {}
        for (_, year), head in sorted(self.reports.items(), key=lambda item: rank.get(item[0][0], 0)):
            grouped.setdefault(year, []).append(head)
        return grouped

    @cached_property
    def _above(self) -> dict[int, set[str]]:
        """By year, the agencies that have one below them with a report of that year."""
        above: dict[int, set[str]] = {}
        for path, year in self.reports:
            found = above.setdefault(year, set())
            superior = self.by_path[path].superior(year)
            while superior in self.by_path and superior not in found:
                found.add(superior)
                superior = self.by_path[superior].superior(year)
        return above

    def contains_others(self, head: Head) -> bool:
        """Whether a consolidated report contains figures of other reports on this site, so that adding it to
        them would count them twice."""
        return bool(head.fields.get("scope")) and head.agency in self._above.get(head.year, ())

    def expected(self, year: int) -> list[Agency]:
        """Agencies that report for a year: those registered that existed then and report on their own."""
        return [agency for agency in self.agencies if agency.reports_in(year)]
