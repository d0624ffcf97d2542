"""`import`: files → the content files of their reports. One file that cannot be read stops no other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from ...agencies import Agency
from ...cells import PENDING
from ...checking import soften
from ...declare import Declared, declare
from ...errors import CannotRun
from ...excerpts import printable
from ...head import STATE_SIGNS, Head
from ...located import Fault
from ...messages import progress_bar
from ...project import Gathered, Project, gather
from ...reading import Source as ReportSource
from ...reading import read
from ...replacing import Replacement
from ...rules.explanations import accept
from ..document import Refused
from ..files.adding_up import sum_up
from ..files.log import file_name
from ..files.merging import Merged, Standing, merge
from ..imported import Imported
from ..roster.registering import found
from ..roster.registry import take_roster, tell_registration
from ..roster.sheet import NAME
from ..sources.guard import ending_in_order
from . import showing
from .assigning import Asked, Assigned, ask, assign
from .batch import Found, Source, find_sources
from .ending import CHANGED, NEW, REFUSED, SAME, UNDECIDED, Line, Told, report_words, tell_end
from .keeping import read_whole, report_folder, write_together
from .receiving import Library, Received, unpack
from .showing import finding_of, tell_finding
from .supply import read_all
from .twins import choose, together
from .wanted import Wanted

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Claim:
    """A file that is the report `assigned`."""

    source: Source
    received: Received
    assigned: Assigned


def import_reports(project: Project, wanted: Wanted, out: IO[str]) -> int:
    """Import what was named; 0 when all of it came in, 1 when there is something to look at."""
    found_files = find_sources(wanted.files)
    if not found_files.sources and not found_files.faults:
        showing.tell_skipped(found_files.skipped, out)
        raise CannotRun(
            "没有找到可以导入的文件。能导入 .docx、.doc、.wps、.xlsx、.html、.pdf、.txt 和 .zip。"
        )
    try:
        with ending_in_order():
            return _Run(project, wanted, out).all(found_files)
    except KeyboardInterrupt:
        raise CannotRun("已中断。上面说了已经导入的，都写好了；其余的没有动，再运行一次就是。") from None


class _Run:
    """One run: what is known of the project, and what has been said."""

    def __init__(self, project: Project, wanted: Wanted, out: IO[str]) -> None:
        self._project, self._wanted, self._out = project, wanted, out
        self._told = Told()
        # What reading a workbook came to when 名录 were looked for: none is read twice without need.
        self._known: dict[Source, Received | Fault] = {}
        self._progress = progress_bar()
        self._learn()
        self._asked: Asked = ask(self._agencies.values(), wanted.agency, wanted.name, wanted.year)

    def _learn(self) -> None:
        """What the project holds; again after a 名录 came in."""
        self._gathered: Gathered = gather(self._project)
        self._declared: Declared = declare(self._project, self._gathered)
        self._agencies: dict[str, Agency] = dict(self._declared.agencies)

    def all(self, files: Found) -> int:
        for name, fault in files.faults:
            self._refuse(fault, name)
        rest = self._rosters(files.sources)
        claims = self._claims(rest)
        groups: dict[Key, list[Claim]] = {}
        for claim in claims:
            groups.setdefault((claim.assigned.path, claim.assigned.year), []).append(claim)
        order = {path: number for number, path in enumerate(self._declared.order)}
        # Later years first: a new agency takes its name from the last one.
        for key in sorted(groups, key=lambda key: (order.get(key[0], len(order)), key[0], -key[1])):
            self._report(groups[key])
        showing.tell_skipped(files.skipped, self._out)
        if self._told.lines:
            tell_end(self._told, dry_run=self._wanted.dry_run, again=self._wanted.again, out=self._out)
        return 1 if self._told.findings else 0

    # -- reading

    def _library(self) -> Library:
        agencies = tuple(self._agencies.values())
        return Library(self._declared.forms, agencies, self._asked.year, self._asked.is_stated)

    def _rosters(self, sources: Sequence[Source]) -> list[Source]:
        """Take in every 名录 first, so that its agencies are known to the reports; what is left."""
        books = [source for source in sources if source.suffix == ".xlsx"]
        done: set[Source] = set()
        self._known = dict(read_all(books, self._library(), None))
        for source, received in list(self._known.items()):
            if isinstance(received, Received) and received.sheet is not None:
                done.add(source)
                changed, findings = take_roster(
                    self._project,
                    self._gathered,
                    self._agencies,
                    received.sheet,
                    source.name,
                    self._out,
                    dry_run=self._wanted.dry_run,
                )
                self._told.findings += findings
                self._learn()
                # A trial has written nothing, but goes on as if it had.
                new = {one.path: Agency(one.path, one.name) for one in changed if one.is_new}
                self._agencies = {**new, **self._agencies}
        if done:  # the others may be of agencies that are known only now
            self._known = {source: one for source, one in self._known.items() if isinstance(one, Fault)}
        return [source for source in sources if source not in done]

    def _read_all(self, sources: Sequence[Source]) -> Iterator[tuple[Source, Received | Fault]]:
        fresh = [source for source in sources if source not in self._known]
        coming = read_all(fresh, self._library(), self._progress)
        for source in sources:
            yield (source, self._known[source]) if source in self._known else next(coming)

    def _claims(self, sources: Sequence[Source]) -> list[Claim]:
        """Whose each file is. What is wrong with files is said when all are read: until then there is a bar."""
        claims: list[Claim] = []
        refused: list[tuple[Fault, str]] = []
        for source, received in self._read_all(sources):
            assigned = received if isinstance(received, Fault) else self._assigned(source, received)
            if isinstance(assigned, Assigned) and isinstance(received, Received):
                claims.append(Claim(source, received, assigned))
            elif isinstance(assigned, Fault):
                refused.append((assigned, source.name))
        for fault, name in refused:
            self._refuse(fault, name)
        return claims

    def _assigned(self, source: Source, received: Received) -> Assigned | Fault:
        said = received.recognised, received.stated
        return assign(self._asked, *said, self._agencies, self._declared.forms, source.name)

    def _refuse(
        self, fault: Fault, file: str, path: str = "", unit: str = "", year: int | None = None
    ) -> None:
        finding = finding_of(fault, file, unit, year)
        tell_finding(finding, self._out)
        self._told.findings += 1
        report = report_words(path, unit, year, self._agencies)
        if not unit and "slug" in fault.facts:
            report = f"{fault.facts['unit']}，网址可以是 {fault.facts['slug']}"
        self._told.lines.append(Line(file, report, f"{REFUSED}（{finding.code}）"))

    # -- writing

    def _report(self, claims: Sequence[Claim]) -> None:
        """One report from the files that claim to be it."""
        reports = [self._imported(claim) for claim in claims]
        chosen = choose(reports) if len(reports) > 1 else (0,)
        unit, year = reports[0].unit, reports[0].year
        if isinstance(chosen, Fault):
            finding = finding_of(chosen, "", unit, year)
            tell_finding(finding, self._out)
            self._told.findings += 1
            for one in reports:
                words = report_words(one.agency, unit, year, self._agencies)
                self._told.lines.append(Line(one.source, words, f"{REFUSED}（{finding.code}）"))
            return
        for number in chosen:
            one = reports[number] if len(chosen) == 1 else together(reports, number, chosen)
            try:
                self._write(one, claims[number].assigned)
            except Refused as refused:
                self._refuse(refused.fault, one.source, one.agency, unit, year)
                return
        for number, one in enumerate(reports):
            if number not in chosen:
                notes = "".join(f"    {printable(note)}\n" for note in one.notes)
                self._out.write(f"    {printable(one.source)} 的内容与它相同，没有另外导入。\n{notes}")

    def _imported(self, claim: Claim) -> Imported:
        assigned = claim.assigned
        known = self._agencies.get(assigned.path)
        unit = known.name_in(assigned.year) if known else assigned.name
        notes = assigned.notes
        if known and assigned.name and assigned.name not in known.names:
            notes += (f"文件里的单位是“{assigned.name}”；改过名的，写进 agency.yaml 的“沿革”。",)
        imported = unpack(claim.received.packed, self._declared.forms)
        return replace(imported, agency=assigned.path, unit=unit, year=assigned.year, notes=notes)

    def _write(self, imported: Imported, assigned: Assigned) -> None:
        """Merge with what stands there and put the files in place. Raises Refused with nothing written."""
        folder = report_folder(self._project, imported.agency)
        names = [f"{imported.year}.yaml", f"{imported.year}.md", file_name(imported.year)]
        old = [read_whole(folder / name) for name in names]
        how = self._wanted
        merged = merge(imported, Standing(*old), replace=how.replace, keep=how.keep)
        new = [merged.figures, merged.prose, merged.log]
        # The log comes last: of a run that is killed before it, importing again knows what is new.
        files = [
            Replacement(name, folder / name, before, after)
            for name, before, after in zip(names, old, new, strict=True)
        ]
        founded = None
        if imported.agency not in self._agencies:
            if imported.agency in self._gathered.agencies:
                raise Refused("import-standing-broken", file=self._gathered.agencies[imported.agency].name)
            founded = found(imported.agency, {NAME: assigned.name}, {NAME: assigned.name})
            file = folder / "agency.yaml"
            files.insert(0, Replacement(file.name, file, None, founded.new))
        if not self._wanted.dry_run:
            write_together(files)
        if founded is not None:
            tell_registration(founded, imported.source, self._out)
            self._agencies[imported.agency] = Agency(imported.agency, founded.name)
        self._tell(imported, merged, folder / names[0], old)

    def _tell(self, imported: Imported, merged: Merged, figures: Path, old: Sequence[bytes | None]) -> None:
        """What became of the file: changes, conflicts, what the rules say now."""
        summary = sum_up(imported)
        target = figures.relative_to(self._project.root).as_posix()
        is_same = (merged.figures, merged.prose) == tuple(old[:2])
        showing.tell_report(imported, target, summary, merged, self._out)
        for note in imported.notes:
            self._out.write(f"    {printable(note)}\n")
        if summary.noted or summary.unmapped:
            log = f"{target.rpartition('/')[0]}/{file_name(imported.year)}"
            self._out.write(
                f"    请看一眼：作过判断的 {summary.noted} 格，放不进表格的 {summary.unmapped} 处，都在 {log}\n"
            )
        head = self._read(imported, merged, target)
        findings, _ = accept(list(head.findings), head.explanations, imported.form)
        findings = [soften(one, head.year, self._declared.settings.strict_from) for one in findings]
        errors, warnings = showing.tell_checked(findings, imported.unit, self._out)
        if merged.conflicts:
            facts = {
                "number": len(merged.conflicts),
                "conflicts": showing.conflict_words(merged.conflicts),
            }
            fault = Fault("import-conflict", 0, 1, facts)
            tell_finding(finding_of(fault, imported.source, imported.unit, imported.year), self._out)
            self._told.findings += 1
        result = NEW if old[0] is None else SAME if is_same else CHANGED
        if merged.conflicts:
            result = UNDECIDED
        report = report_words(imported.agency, imported.unit, imported.year, self._agencies)
        pending = head.states.count(STATE_SIGNS[PENDING])
        self._told.lines.append(Line(imported.source, report, result, pending, errors, warnings))

    def _read(self, imported: Imported, merged: Merged, target: str) -> Head:
        """The files as a report, with what the rules that need only this report say."""
        source = ReportSource(
            self._agencies[imported.agency],
            imported.year,
            target,
            merged.figures,
            target.removesuffix(".yaml") + ".md",
            merged.prose,
            house=self._declared.house,
        )
        return read(source, imported.form).head
