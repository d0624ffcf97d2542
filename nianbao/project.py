"""Where the folders are, and every file below content/ with its digest. Reads the disk, writes nothing."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from .errors import reason
from .located import Fault

SHIPPED = Path(__file__).resolve().parent
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z", re.ASCII)
YEAR = re.compile(r"(?:19|20)\d\d\Z", re.ASCII)
# Names of the site's own pages: a page of that name would lie at the same address.
TAKEN = frozenset({"index", "search", "quality", "404"})
# What editors and systems leave behind, and what git keeps in folders: passed over in silence.
LEFTOVERS = re.compile(
    r"(?:^|/)(?:\.|~\$|Thumbs\.db$|desktop\.ini$)|~$|\.(?:bak|tmp|swp|orig)$", re.IGNORECASE
)
_EDITION = re.compile(
    rb"^" + "版式".encode() + rb"(?:\s*:|" + "：".encode() + rb")\s*['\"]?(\w+)", re.MULTILINE
)
# What an import writes beside a report, <year>.import.txt.
LOG = ".import.txt"
MAX_YAML_BYTES = 2_000_000
MAX_PROSE_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Project:
    """The folders of one site. `layouts`: where layouts are looked for, first found wins."""

    root: Path

    @property
    def content(self) -> Path:
        return self.root / "content"

    @property
    def site(self) -> Path:
        return self.root / "site"

    @property
    def cache(self) -> Path:
        return self.root / ".cache"

    @property
    def layouts(self) -> tuple[Path, ...]:
        own = self.root / "layouts"
        shipped = shipped_layouts()
        return (own, shipped) if own.is_dir() and own.resolve() != shipped.resolve() else (shipped,)


def shipped_layouts() -> Path:
    """The layouts that come with the program: beside the package in a checkout, inside it when installed."""
    inside = SHIPPED / "layouts"
    return inside if (inside / "base.html").is_file() else SHIPPED.parent / "layouts"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file below content/. `name` is its path from the project's root, with slashes, as messages print it.

    `edition` is the 版式 a report names for itself: it must be known before the report can be read.
    """

    name: str
    path: Path
    digest: str
    edition: str = ""


@dataclass(frozen=True, slots=True)
class ReportFiles:
    """The figures and the prose of one report; either may be missing, which is a finding. `log`: of its import.

    `faults` are of files that stand there and were not read: too large, or refused by the system.
    """

    agency: str
    year: int
    figures: SourceFile | None
    prose: SourceFile | None
    faults: tuple[tuple[str, Fault], ...] = ()
    log: SourceFile | None = None

    @property
    def key(self) -> tuple[str, int]:
        return self.agency, self.year


@dataclass(slots=True)
class Gathered:
    """Step 1: every file, sorted; `faults` are pairs of file name and fault."""

    site: SourceFile | None = None
    agencies: dict[str, SourceFile] = field(default_factory=dict)
    reports: list[ReportFiles] = field(default_factory=list)
    figures: dict[tuple[str, int], SourceFile] = field(default_factory=dict)
    prose: dict[tuple[str, int], SourceFile] = field(default_factory=dict)
    logs: dict[tuple[str, int], SourceFile] = field(default_factory=dict)
    pages: dict[str, SourceFile] = field(default_factory=dict)
    forms: list[SourceFile] = field(default_factory=list)
    words: list[SourceFile] = field(default_factory=list)
    published: SourceFile | None = None
    refused: dict[tuple[str, int], list[tuple[str, Fault]]] = field(default_factory=dict)
    faults: list[tuple[str, Fault]] = field(default_factory=list)


def gather(project: Project, instead: Mapping[str, Path] | None = None) -> Gathered:
    """Look through content/. Symlinks, odd names, colliding names and oversized files become faults.

    `instead` names, by file, another to read in its place: to see what a change would do before it is made.
    """
    found = Gathered()
    for path in _walk(project.content, project.content, found):
        relative = unicodedata.normalize("NFC", path.relative_to(project.content).as_posix())
        name = f"content/{relative}"
        file = _source((instead or {}).get(name, path), name, found)
        if file is not None:
            _place(file, relative, found)
    figures, prose, refused = found.figures, found.prose, found.refused
    for key in sorted({*figures, *prose, *refused}):
        faults = tuple(refused.get(key, ()))
        files = ReportFiles(*key, figures.get(key), prose.get(key), faults, found.logs.get(key))
        found.reports.append(files)
    return found


def _place(file: SourceFile, relative: str, found: Gathered) -> None:
    """Put a file where its path says it belongs."""
    folder, _, name = relative.rpartition("/")
    stem, _, suffix = name.rpartition(".")
    if relative == "site.yaml":
        found.site = file
    elif relative == "published.csv":
        found.published = file
    elif (folder, suffix) == ("pages", "md") and stem not in TAKEN:
        _checked_slug(stem, file, found)
        found.pages[stem] = file
    elif (folder, suffix) == ("forms", "yaml"):
        found.forms.append(file)
    elif (folder, suffix) == ("words", "txt"):
        found.words.append(file)
    elif folder.startswith("reports/"):
        _place_report(file, folder.removeprefix("reports/"), name, found)
    else:
        _misplaced(file, name, suffix, found)


def _place_report(file: SourceFile, agency: str, name: str, found: Gathered) -> None:
    stem, _, suffix = name.rpartition(".")
    if name == "agency.yaml":
        found.agencies[agency] = file
    elif suffix == "yaml" and YEAR.match(stem):
        found.figures[agency, int(stem)] = file
    elif suffix == "md" and YEAR.match(stem):
        found.prose[agency, int(stem)] = file
    elif name.endswith(LOG) and YEAR.match(name.removesuffix(LOG)):
        found.logs[agency, int(name.removesuffix(LOG))] = file
    else:
        _misplaced(file, name, suffix, found)


def _walk(folder: Path, content: Path, found: Gathered) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        if folder != content:
            found.faults.append((f"content/{folder.relative_to(content).as_posix()}", _unreadable(error)))
        return
    seen: dict[str, str] = {}
    for entry in entries:
        relative = Path(entry.path).relative_to(content).as_posix()
        if LEFTOVERS.search(relative):
            continue
        name = f"content/{relative}"
        twin = unicodedata.normalize("NFC", entry.name).casefold()
        if twin in seen:
            found.faults.append((name, Fault("name-collision", 0, 1, {"other": seen[twin]})))
            continue
        seen[twin] = entry.name
        if entry.is_symlink():
            target = Path(entry.path).resolve()
            if not target.is_relative_to(content.resolve()):
                found.faults.append((name, Fault("symlink-out", 0, 1, {})))
                continue
        if entry.is_dir():
            if relative.startswith("reports/") and not (SLUG.match(entry.name) and len(entry.name) <= 64):
                found.faults.append((name, Fault("bad-folder-name", 0, 1, {"name": entry.name})))
                continue
            yield from _walk(Path(entry.path), content, found)
        else:
            yield Path(entry.path)


def _source(path: Path, name: str, found: Gathered) -> SourceFile | None:
    limit = MAX_PROSE_BYTES if path.suffix == ".md" else MAX_YAML_BYTES
    try:
        size = path.stat().st_size
        if size > limit and path.suffix in (".yaml", ".md", ".txt"):
            _refuse(name, Fault("too-large-file", 0, 1, {"size": size, "limit": limit}), found)
            return None
        data = path.read_bytes()
    except OSError as error:
        _refuse(name, _unreadable(error), found)
        return None
    named = _EDITION.search(data) if path.suffix == ".yaml" else None
    edition = named[1].decode("utf-8", errors="replace") if named else ""
    return SourceFile(name, path, hashlib.sha256(data).hexdigest(), edition)


def _refuse(name: str, fault: Fault, found: Gathered) -> None:
    """A file that is not read: with its report when it is one of a report, so that only that one waits."""
    folder, _, file = name.removeprefix("content/reports/").rpartition("/")
    stem, _, suffix = file.rpartition(".")
    if name.startswith("content/reports/") and suffix in ("yaml", "md") and YEAR.match(stem):
        found.refused.setdefault((folder, int(stem)), []).append((name, fault))
    else:
        found.faults.append((name, fault))


def _unreadable(error: OSError) -> Fault:
    return Fault("cannot-open", 0, 1, {"reason": reason(error)})


def _checked_slug(stem: str, file: SourceFile, found: Gathered) -> None:
    if not SLUG.match(stem):
        found.faults.append((file.name, Fault("bad-folder-name", 0, 1, {"name": stem})))


def _misplaced(file: SourceFile, name: str, suffix: str, found: Gathered) -> None:
    """Only what looks like something of ours in the wrong place is worth a word."""
    if suffix.lower() in ("yaml", "yml", "md"):
        found.faults.append((file.name, Fault("misplaced-file", 0, 1, {"name": name})))
