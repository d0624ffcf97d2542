"""What the rules across reports see: all heads at once, and the prose of one when it must be read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..agencies import Agency
from ..forms import Form
from ..head import Head
from ..settings import Settings

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
    published: frozenset[Key]
    prose: Callable[[Key], str]

    def form(self, key: Key) -> Form:
        """The edition of a report; every head has one, because reports without one are never read."""
        form = self.form_of(key)
        assert form is not None
        return form

    def unit(self, key: Key) -> str:
        """The full name the agency bore in that year."""
        return self.agencies[key[0]].name_in(key[1])

    @cached_property
    def by_year(self) -> dict[int, list[Head]]:
        grouped: dict[int, list[Head]] = {}
        for head in self.heads.values():
            grouped.setdefault(head.year, []).append(head)
        return grouped
