"""What the rules across reports see: all heads at once, and the prose of one when it must be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..agencies import Agency
from ..forms import Form
from ..head import Head
from ..likeness import hashes
from ..releases import Release
from ..settings import Settings
from .equations import Number
from .pair import add_up

Key = tuple[str, int]


@dataclass(frozen=True)
class District:
    """All reports of a site, by agency and year, drafts too.

    `prose` gives the text of one report's Markdown file: to be asked for where a finding is near, never for
    every report.
    """

    heads: Mapping[Key, Head]
    agencies: Mapping[str, Agency]
    form_of: Callable[[Key], Form | None]
    settings: Settings
    releases: Mapping[Key, Release]
    prose: Callable[[Key], str]

    def form(self, key: Key) -> Form:
        """The edition of a report; every head has one, because reports without one are never read."""
        form = self.form_of(key)
        assert form is not None
        return form

    def unit(self, key: Key) -> str:
        """The full name the agency bore in that year."""
        return self.agencies[key[0]].name_in(key[1])

    def before(self, key: Key) -> tuple[list[Head], list[str]]:
        """The reports a year's figures start from: last year's own and those of agencies taken over that
        year; and the agencies whose report is not there. A new agency need not have one of its own."""
        agency, year = self.agencies[key[0]], key[1] - 1
        paths = [p.path for p in agency.predecessors if p.first_year == key[1]]
        is_new = agency.first_year == key[1] or (paths and not self._reported_by(agency.path, year))
        paths = paths if is_new else [agency.path, *paths]
        found = [self.heads[path, year] for path in paths if (path, year) in self.heads]
        return found, [path for path in paths if (path, year) not in self.heads]

    def numbers_before(self, key: Key, form: Form) -> list[Number | None]:
        """The figures a year starts from, in the order of its form; None where not all of them are known."""
        previous, missing = self.before(key)
        if missing or not previous:
            return [None] * len(form.cells)
        return add_up(form, previous, [self.form(head.key) for head in previous])

    def below(self, head: Head) -> list[str]:
        """The agencies right below one that reported on their own in its year, by path."""
        return [one.path for one in self.under(head.agency, head.year) if one.reports_in(head.year)]

    def under(self, agency: str, year: int) -> list[Agency]:
        """The agencies right below one in a year, also those that did not report on their own."""
        return self._by_superior(year).get(agency, [])

    def _reported_by(self, agency: str, year: int) -> bool:
        """Whether there is a report of an agency for a year or an earlier one."""
        return any(path == agency and at <= year for path, at in self.heads)

    def _by_superior(self, year: int) -> dict[str, list[Agency]]:
        if year not in self._superiors:
            grouped: dict[str, list[Agency]] = {}
            for agency in self.agencies.values():
                grouped.setdefault(agency.superior(year), []).append(agency)
            self._superiors[year] = grouped
        return self._superiors[year]

    @cached_property
    def _superiors(self) -> dict[int, dict[str, list[Agency]]]:
        return {}

    @cached_property
    def sharing(self) -> dict[int, dict[str, list[str]]]:
        """By year, the agencies whose sketch of the prose holds a hash, where several do."""
        shared: dict[int, dict[str, list[str]]] = {}
        for year, heads in self.by_year.items():
            first: dict[str, str] = {}
            several = shared[year] = {}
            for head in heads:
                for one in hashes(head.sketch):
                    holder = first.setdefault(one, head.agency)
                    if holder != head.agency:
                        several.setdefault(one, [holder]).append(head.agency)
        return shared

    @cached_property
    def by_year(self) -> dict[int, list[Head]]:
        grouped: dict[int, list[Head]] = {}
        for head in self.heads.values():
            grouped.setdefault(head.year, []).append(head)
        return grouped
