"""The build, legible in one function: `build_site` runs the eight steps in order."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from .checking import check_across
from .coverage import Coverage, cover
from .decision import decide
from .declare import Declared, declare, layout_finding
from .finding import Finding
from .head import Head
from .indexing import search_files
from .links import verify_links
from .locate import Locator
from .memo import Memo
from .outputs import plan
from .project import SHIPPED, Gathered, Project, gather
from .publish import Published, locked, publish
from .readings import last_readable, read_reports
from .render import LayoutError
from .rendering import remember_pages, render_outputs
from .rules.district import District
from .site import Site
from .workers import Work

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Options:
    """`hold_errors`: publish the others when a ready report has a 必改. `preview`: show everything."""

    hold_errors: bool = False
    preview: bool = False
    work: Work = field(default_factory=Work)


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known after step 4. `keys` are all reports there are, `held` the ready ones that will not be
    published; `district` has all that could be read, drafts too."""

    site: Site
    findings: tuple[Finding, ...]
    keys: tuple[Key, ...]
    drafts: tuple[Head, ...]
    held: tuple[Head, ...]
    stops: bool
    locator: Locator
    district: District


@dataclass(frozen=True, slots=True)
class Built:
    """The outcome of a build. `published` is None when the site was left as it was."""

    checked: Checked
    findings: tuple[Finding, ...]
    pages: int
    published: Published | None

    @property
    def exit_code(self) -> int:
        return 1 if self.published is None or any(finding.blocks for finding in self.findings) else 0


def build_site(project: Project, options: Options, target: Path | None = None) -> Built:
    """Build the site into `target` (site/ when not given)."""
    target = target or project.site
    with locked(project.cache):
        memo = Memo(project.cache / ("preview.sqlite" if options.preview else "memo.sqlite"))
        stage = project.cache / ("stage-preview" if options.preview else "stage")
        finished = False
        try:
            gathered = gather(project)  # 1
            checked = check_site(project, gathered, memo, options)  # 2, 3, 4
            if checked.stops:
                return Built(checked, checked.findings, 0, None)
            outputs = list(plan(checked.site, program_digest()))  # 5
            try:
                rendered = render_outputs(
                    project,
                    checked.site,
                    outputs,
                    search_files(checked.site, memo),
                    memo,
                    stage,
                    target,
                    options.work,
                )  # 6
            except LayoutError as error:
                return Built(checked, (*checked.findings, layout_finding(error)), 0, None)
            broken = verify_links(rendered, checked.locator.link)  # 7
            if broken and not options.preview:
                return Built(checked, (*checked.findings, *broken), 0, None)
            done = publish([page.staged for page in rendered], target)  # 8
            remember_pages(memo, rendered, target)
            finished = True
            pages = sum(output.path.endswith(".html") for output in outputs)
            return Built(checked, (*checked.findings, *broken), pages, done)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
            # A build that stopped has not asked for what the next one will need.
            memo.close(prune=finished)


def check_site(project: Project, gathered: Gathered, memo: Memo, options: Options) -> Checked:
    """Steps 2 to 4: everything that can be known without making a page."""
    declared = declare(project, gathered)  # 2
    sources = {files.key: files for files in gathered.reports if files.agency in declared.agencies}
    program = program_digest()
    heads = read_reports(sources, declared, memo, program, options.work, keep_last=options.preview)  # 3
    locator = Locator(sources, declared.form_of)
    district = District(
        heads, declared.agencies, declared.form_of, declared.settings, declared.releases, locator.prose
    )
    found = check_across(district, locator)  # 4
    coverage = cover(district)
    decision = decide(heads, found, declared, hold_errors=options.hold_errors)
    shown, stops = decision.publishable, decision.stops
    if options.preview:
        # The preview withholds nothing; only what no page can be made with keeps the old pages.
        shown = last_readable(heads, memo)
        stops = any(finding.blocks and finding.code.startswith("L") for finding in declared.findings)
    stale = frozenset(key for key, head in shown.items() if head is not heads[key])
    for finding in decision.findings:
        key = finding.agency, finding.year or 0
        found[key] = (*found.get(key, ()), finding)
    findings = [*declared.findings, *(f for report in found.values() for f in report)]
    return Checked(
        site=_site(declared, gathered, shown, found, coverage, stale, preview=options.preview),
        findings=tuple(sorted(findings, key=lambda finding: finding.order)),
        keys=tuple(sorted(sources)),
        drafts=tuple(head for _, head in sorted(heads.items()) if head.is_draft),
        held=decision.held,
        stops=stops,
        locator=locator,
        district=district,
    )


def _site(
    declared: Declared,
    gathered: Gathered,
    shown: Mapping[Key, Head],
    found: Mapping[Key, tuple[Finding, ...]],
    coverage: Mapping[Key, Coverage],
    stale: frozenset[Key],
    *,
    preview: bool,
) -> Site:
    return Site(
        settings=declared.settings,
        forms=declared.forms,
        agencies=tuple(declared.agencies[path] for path in declared.order),
        reports=dict(sorted(shown.items())),
        findings=found,
        own_findings=declared.findings,
        coverage=coverage,
        stale=stale,
        pages={slug: file.digest for slug, file in gathered.pages.items()},
        page_titles=declared.page_titles,
        aliases=declared.aliases,
        preview=preview,
    )


@lru_cache(maxsize=1)
def program_digest() -> str:
    """A digest of the program's own sources and forms and of the libraries' versions: any change of it
    makes every result anew."""
    hasher = hashlib.sha256()
    for library in ("jinja2", "markdown-it-py", "ruamel.yaml"):
        hasher.update(f"{library} {metadata.version(library)}\n".encode())
    for file in sorted(SHIPPED.rglob("*")):
        if file.suffix in (".py", ".yaml", ".txt") and file.is_file():
            hasher.update(file.relative_to(SHIPPED).as_posix().encode())
            hasher.update(hashlib.sha256(file.read_bytes()).digest())
    return hasher.hexdigest()
