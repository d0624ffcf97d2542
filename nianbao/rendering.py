"""Step 6 for all outputs: what has not changed is kept, the rest is rendered into the stage, anywhere."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from .export import WRITERS
from .forms import Form
from .head import Head
from .memo import Memo, digest
from .outputs import REPORT, Output, asdict_settings
from .pages import page_view
from .project import Project
from .publish import Staged, read_manifest, write_staged
from .render import find_assets, links_and_ids, renderer
from .search import IndexFile
from .site import Site
from .views import report_view
from .workers import Work


@dataclass(frozen=True, slots=True)
class Rendered:
    """A file of the new site with the addresses it points to and the ids it offers."""

    staged: Staged
    key: str
    links: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Common:
    """What every page of a build is rendered with; sent once a chunk."""

    folders: tuple[str, ...]
    assets: tuple[tuple[str, str], ...]
    layouts: str
    stage: str
    site: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Task:
    output: Output
    form: Form | None
    body: Any


def render_outputs(
    project: Project,
    site: Site,
    outputs: Sequence[Output],
    made: Iterable[IndexFile],
    memo: Memo,
    stage: Path,
    target: Path,
    work: Work,
) -> list[Rendered]:
    """Every file of the new site: `outputs` rendered, `made` (the search index) as they are.

    Raises LayoutError when a layout cannot be used.
    """
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    assets = find_assets(project.layouts)
    common = Common(
        folders=tuple(str(folder) for folder in project.layouts),
        assets=tuple((name, path) for name, (path, _) in assets.items()),
        layouts=_layouts_digest(project),
        stage=str(stage),
        site=site_view(site),
    )
    environment = renderer(common.folders, common.assets, common.layouts)
    closures = {
        kind: environment.closure(layout_of(kind))
        for kind in {output.kind for output in outputs} - set(WRITERS)
    }
    manifest = read_manifest(target)
    kept: list[Rendered] = []
    tasks: list[Task] = []
    for output in outputs:
        key = digest(output.key, closures.get(output.kind, ""), common.assets)
        page = _kept_page(memo, output.path, key, manifest, target)
        if page is not None:
            kept.append(page)
        else:
            tasks.append(_task(project, site, replace(output, key=key), memo))
    rendered = list(work.run("生成", partial(_render_chunk, common), tasks))
    copied = [Rendered(write_staged(stage, path, file.read_bytes()), "") for path, file in assets.values()]
    kept += [_kept_page(memo, file.path, file.key, manifest, target) or _make(file, stage) for file in made]
    return sorted([*kept, *rendered, *copied], key=lambda page: page.staged.path)


def remember_pages(memo: Memo, rendered: Sequence[Rendered], target: Path) -> None:
    """Keep what a later build needs to leave a page alone."""
    entries = []
    for page in rendered:
        if page.key and page.staged.stage is not None:
            status = (target / page.staged.path).stat()
            entries.append(
                (
                    page.staged.path,
                    {
                        "key": page.key,
                        "digest": page.staged.digest,
                        "size": page.staged.size,
                        "mtime": status.st_mtime_ns,
                        "links": page.links,
                        "ids": page.ids,
                    },
                )
            )
    memo.put_all("page", entries)


def site_view(site: Site) -> dict[str, Any]:
    """What every layout may know of the site."""
    settings = site.settings
    return {
        **asdict_settings(site),
        "domain": settings.domain,
        "base_path": settings.base_path,
        "preview": site.preview,
        "pages": dict(site.page_titles),
    }


def layout_of(kind: str) -> str:
    """The layout of a kind of output: feeds and lists name their own suffix."""
    return kind if "." in kind else f"{kind}.html"


def _kept_page(memo: Memo, path: str, key: str, manifest: Mapping[str, str], target: Path) -> Rendered | None:
    """The published page when it was made from the same key and is still what we wrote."""
    entry = memo.get("page", path)
    if not entry or entry["key"] != key or manifest.get(path) != entry["digest"]:
        return None
    file = target / path
    try:
        status = file.stat()
        same = status.st_size == entry["size"] and status.st_mtime_ns == entry["mtime"]
        if not same and hashlib.sha256(file.read_bytes()).hexdigest() != entry["digest"]:
            return None
    except OSError:
        return None
    staged = Staged(path, entry["digest"], entry["size"], None)
    return Rendered(staged, key, tuple(entry["links"]), tuple(entry["ids"]))


def _make(file: IndexFile, stage: Path) -> Rendered:
    return Rendered(write_staged(stage, file.path, file.make()), file.key)


def _task(project: Project, site: Site, output: Output, memo: Memo) -> Task:
    head: Head | None = output.facts.get("head")
    form = site.forms[head.edition] if head else None
    body = None
    if head is not None and output.kind == REPORT:
        body = memo.get("body", head.body)
    elif output.kind == "page":
        body = (project.content / "pages" / f"{output.facts['slug']}.md").read_bytes()
    return Task(output, form, body)


def _render_chunk(common: Common, tasks: Sequence[Task]) -> list[Rendered]:
    environment = renderer(common.folders, common.assets, common.layouts)
    results = []
    for task in tasks:
        output = task.output
        if output.kind in WRITERS:
            assert task.form is not None
            data = WRITERS[output.kind](output.facts, task.form)
        else:
            data = environment.render(layout_of(output.kind), output.path, _view(task), common.site)
        links, ids = links_and_ids(data.decode("utf-8")) if output.path.endswith(".html") else ([], [])
        staged = write_staged(Path(common.stage), output.path, data)
        results.append(Rendered(staged, output.key, tuple(links), tuple(ids)))
    return results


def _view(task: Task) -> Mapping[str, Any]:
    if task.output.kind == REPORT and task.form is not None:
        return report_view(task.output.facts, task.form, task.body or {})
    if task.output.kind == "page":
        return page_view(task.output.facts, task.body)
    return task.output.facts


def _layouts_digest(project: Project) -> str:
    hasher = hashlib.sha256()
    for folder in project.layouts:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                hasher.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes())
    return hasher.hexdigest()
