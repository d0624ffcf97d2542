"""Step 2: forms, site.yaml and agencies → values; what is wrong with them stops everything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from .agencies import Agency, official_order, read_agency
from .checking import FileTexts, fault_findings
from .decoding import decode
from .finding import Finding, Position
from .forms import Form, edition_for
from .forms.loading import FormError, load_form
from .house import House, WrongWord, parse_words
from .located import Fault
from .pages import page_title
from .project import SHIPPED, Gathered, Project, SourceFile
from .releases import Release, read_releases
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
    releases: Mapping[tuple[str, int], Release]
    page_titles: Mapping[str, str]
    aliases: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]
    editions: Mapping[tuple[str, int], str] = field(default_factory=dict)
    house: House = field(default_factory=House)

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

    def releases(self, gathered: Gathered, forms: Mapping[str, Form]) -> dict[tuple[str, int], Release]:
        """published.csv: what was published, with its figures."""
        file = gathered.published
        if file is None:
            return {}
        present = {files.key for files in gathered.reports}
        releases, faults = read_releases(self.text(file), forms, present)
        self.report(file.name, faults)
        return releases

    def aliases(self, gathered: Gathered) -> tuple[tuple[str, str], ...]:
        """words/aliases.txt: words that stand for each other in search."""
        for file in gathered.words:
            if file.path.name == "aliases.txt":
                text = self.text(file)
                pairs, unreadable = parse_aliases(text)
                self._unreadable_lines(file.name, text, "bad-alias", unreadable)
                return pairs
        return ()

    def house(self, gathered: Gathered, settings: Settings) -> House:
        """The word lists, which are all other files of words/, and the limits of site.yaml."""
        words: list[WrongWord] = []
        for file in gathered.words:
            if file.path.name != "aliases.txt":
                text = self.text(file)
                read, unreadable = parse_words(text, file.name)
                words += read
                self._unreadable_lines(file.name, text, "bad-word", unreadable)
        return House(tuple(words), settings.overview_limit)

    def _unreadable_lines(self, name: str, text: str, kind: str, numbers: tuple[int, ...]) -> None:
        lines = text.split("\n")
        for number in numbers:
            start = sum(len(line) + 1 for line in lines[: number - 1])
            self.report(name, [Fault(kind, start, start + len(lines[number - 1]))])

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
        releases=declarer.releases(gathered, forms),
        page_titles={slug: page_title(declarer.text(file)) for slug, file in gathered.pages.items()},
        aliases=declarer.aliases(gathered),
        house=declarer.house(gathered, settings),
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
