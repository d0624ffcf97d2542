"""Step 2: forms, site.yaml and agencies → values; what is wrong with them stops everything."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from .agencies import Agency, official_order, read_agency
from .checking import FileTexts, fault_findings
from .decoding import decode
from .finding import Finding, Position
from .forms import Form, edition_for
from .forms.loading import FormError, load_form
from .located import Fault
from .pages import page_title
from .project import SHIPPED, Gathered, Project, SourceFile
from .render import LayoutError
from .search import parse_aliases
from .settings import Settings, read_settings


@dataclass(frozen=True)
class Declared:
    """All that reports are read against. `order` are the agencies' paths in official order."""

    settings: Settings
    forms: Mapping[str, Form]
    agencies: Mapping[str, Agency]
    order: tuple[str, ...]
    published: frozenset[tuple[str, int]]
    page_titles: Mapping[str, str]
    aliases: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    editions: Mapping[tuple[str, int], str] = field(default_factory=dict)

    def form_of(self, key: tuple[str, int]) -> Form | None:
        """The edition a report is written in: the one it names, else the one of its year."""
        return self.forms.get(self.editions.get(key, "")) or edition_for(self.forms, key[1])


class _Declarer:
    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self._texts = FileTexts({})

    def report(self, name: str, faults: list[Fault], agency: str = "") -> None:
        self.findings += fault_findings(faults, name, self._texts, (agency, "", None))

    def text(self, file: SourceFile) -> str:
        text, faults = decode(file.path.read_bytes())
        self._texts.add(file.name, text)
        self.report(file.name, faults)
        return text

    def forms(self, gathered: Gathered) -> dict[str, Form]:
        forms: dict[str, Form] = {}
        shipped = [
            SourceFile(f"nianbao/forms/{path.name}", path, "")
            for path in sorted((SHIPPED / "forms").glob("*.yaml"))
        ]
        for file in (*shipped, *gathered.forms):
            try:
                form = load_form(self.text(file))
                forms[form.edition] = form
            except FormError as error:
                self.report(file.name, [error.fault])
        return forms

    def settings(self, gathered: Gathered) -> Settings:
        if gathered.site is None:
            self.report("content/site.yaml", [Fault("no-site-file", 0, 1)])
            return Settings(name="")
        settings, faults = read_settings(self.text(gathered.site))
        self.report(gathered.site.name, faults)
        return settings

    def published(self, gathered: Gathered) -> frozenset[tuple[str, int]]:
        """The reports that published.csv lists: agency and year are its first two columns."""
        file = gathered.published
        if file is None:
            return frozenset()
        listed = set()
        present = {files.key for files in gathered.reports}
        start = 0
        for number, line in enumerate(self.text(file).splitlines(keepends=True), 1):
            row = next(csv.reader([line]), [])
            kind = ""
            if len(row) > 1 and row[1].isascii() and row[1].isdigit():
                key = (row[0], int(row[1]))
                listed.add(key)
                kind = "" if key in present else "published-gone"
            elif row and number > 1:
                kind = "bad-published"
            if kind:
                facts = {"row": number, "agency": row[0], "year": row[1] if len(row) > 1 else ""}
                self.report(file.name, [Fault(kind, start, start + len(line.rstrip()), facts)])
            start += len(line)
        return frozenset(listed)

    def aliases(self, gathered: Gathered) -> tuple[tuple[str, str], ...]:
        """words/aliases.txt: words that stand for each other in search."""
        for file in gathered.words:
            if file.path.name == "aliases.txt":
                text = self.text(file)
                pairs, unreadable = parse_aliases(text)
                lines = text.split("\n")
                for number in unreadable:
                    start = sum(len(line) + 1 for line in lines[: number - 1])
                    self.report(file.name, [Fault("bad-alias", start, start + len(lines[number - 1]))])
                return pairs
        return ()

    def agencies(self, gathered: Gathered) -> dict[str, Agency]:
        agencies: dict[str, Agency] = {}
        for path, file in gathered.agencies.items():
            agency, faults = read_agency(self.text(file), path)
            self.report(file.name, faults, path)
            if agency is not None:
                agencies[path] = agency
        for path in sorted({files.agency for files in gathered.reports} - set(gathered.agencies)):
            name = f"content/reports/{path}/agency.yaml"
            self.report(name, [Fault("report-without-agency", 0, 1, {"path": path})], path)
        for agency in agencies.values():
            for named in (*(p.path for p in agency.predecessors), *(path for _, path in agency.superiors)):
                if named not in agencies:
                    file = gathered.agencies[agency.path]
                    start = max(0, self._texts.lines[file.name].text.find(named))
                    facts = {"name": named, "known": sorted(agencies)}
                    self.report(
                        file.name, [Fault("unknown-agency", start, start + len(named), facts)], agency.path
                    )
        return agencies


def declare(project: Project, gathered: Gathered) -> Declared:
    """Read everything reports depend on."""
    declarer = _Declarer()
    for name, fault in gathered.faults:
        declarer.report(name, [fault])
    forms = declarer.forms(gathered)
    settings = declarer.settings(gathered)
    agencies = declarer.agencies(gathered)
    editions: dict[tuple[str, int], str] = {}
    for files in gathered.reports:
        named = files.figures.edition if files.figures else ""
        if named in forms:
            editions[files.key] = named
        elif edition_for(forms, files.year) is None:
            name = (files.figures or files.prose or SourceFile("", project.content, "")).name
            declarer.report(name, [Fault("no-edition", 0, 1, {"year": files.year})], files.agency)
    return Declared(
        settings=settings,
        forms=forms,
        agencies=agencies,
        order=tuple(agency.path for agency in official_order(agencies.values())),
        published=declarer.published(gathered),
        page_titles={slug: page_title(declarer.text(file)) for slug, file in gathered.pages.items()},
        aliases=declarer.aliases(gathered),
        findings=tuple(declarer.findings),
        editions=editions,
    )


def layout_finding(error: LayoutError) -> Finding:
    """A layout that cannot be used, as a finding at its line."""
    texts = FileTexts({})
    [finding] = fault_findings(
        [Fault("layout", 0, 1, {"text": error.text})], error.file, texts, ("", "", None)
    )
    return replace(finding, positions=(Position(error.file, error.line, 1, 2, ""),))
