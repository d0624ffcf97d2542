"""Files, folders and zips as named on the command line → the files in them, one by one.

Nothing is unpacked to the disk, links to folders are not followed, and only one file's bytes are in hand at
a time.
"""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ...errors import reason
from ...located import Fault
from ...project import LEFTOVERS
from ..document import Refused
from ..sources.archives import check_archive, member_name

# What may hold a report. A file named by itself is tried whatever it is called.
KNOWN = frozenset(
    {
        ".docx",
        ".docm",
        ".doc",
        ".wps",
        ".rtf",
        ".xlsx",
        ".xlsm",
        ".html",
        ".htm",
        ".mht",
        ".mhtml",
        ".pdf",
        ".txt",
    }
)
ARCHIVE = ".zip"
MOST_BYTES = 50_000_000
_MAC = "__MACOSX"
# Folders that a browser writes beside a page it saves: 年报.html and 年报_files or 年报.files.
_BESIDE_PAGE = re.compile(r"(.+)[._]files\Z", re.IGNORECASE)
_PAGES = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class Source:
    """One file: `name` as messages print it, where it lies, and its name inside a zip as the zip holds it."""

    name: str
    path: Path
    member: str = ""

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()


@dataclass(frozen=True, slots=True)
class Found:
    """`skipped`: (name, why) of what is no report and was not asked for by name; faults by file name."""

    sources: tuple[Source, ...]
    skipped: tuple[tuple[str, str], ...] = ()
    faults: tuple[tuple[str, Fault], ...] = ()


class _Finder:
    def __init__(self) -> None:
        self.sources: dict[tuple[str, str], Source] = {}
        self.skipped: list[tuple[str, str]] = []
        self.faults: list[tuple[str, Fault]] = []

    def add(self, source: Source) -> None:
        # The same file named twice, by itself and by its folder, is one file.
        self.sources.setdefault((os.path.realpath(source.path), source.member), source)

    def path(self, path: Path, name: str) -> None:
        if path.is_dir():
            for file in _files_below(path):
                self.file(file, f"{name}/{file.relative_to(path).as_posix()}", was_asked=False)
        else:
            self.file(path, name, was_asked=True)

    def file(self, path: Path, name: str, *, was_asked: bool) -> None:
        suffix = path.suffix.lower()
        if suffix == ARCHIVE:
            self.archive(path, name)
        elif was_asked or suffix in KNOWN:
            self.add(Source(name, path))
        else:
            self.skipped.append((name, _why(suffix)))

    def archive(self, path: Path, name: str) -> None:
        try:
            with zipfile.ZipFile(path) as archive:
                check_archive(archive)
                members = {
                    member_name(info).replace("\\", "/"): info.filename
                    for info in archive.infolist()
                    if not info.is_dir()
                }
        except Refused as refused:
            self.faults.append((name, refused.fault))
            return
        except OSError as error:
            self.faults.append((name, _unreadable(error)))
            return
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            self.faults.append((name, Fault("import-broken", 0, 1)))
            return
        for inner in sorted(_wanted(members)):
            suffix = PurePosixPath(inner).suffix.lower()
            if suffix in KNOWN:
                self.add(Source(f"{name}/{inner}", path, members[inner]))
            else:
                self.skipped.append((f"{name}/{inner}", _why(suffix)))


def find_sources(paths: Sequence[tuple[Path, str]]) -> Found:
    """The files to import below the paths, each with its name as typed; sorted within a folder."""
    finder = _Finder()
    for path, name in paths:
        finder.path(path, name.replace("\\", "/").rstrip("/") or ".")
    return Found(tuple(finder.sources.values()), tuple(finder.skipped), tuple(finder.faults))


def read_source(source: Source) -> bytes:
    """The bytes of one file. Raises Refused for one that cannot be opened, is damaged or too large."""
    try:
        if not source.member:
            _check_size(source.path.stat().st_size)
            return source.path.read_bytes()
        with zipfile.ZipFile(source.path) as archive:
            info = archive.getinfo(source.member)
            _check_size(info.file_size)
            if info.flag_bits & 1:
                raise Refused("import-encrypted")
            with archive.open(info) as stream:
                return stream.read(MOST_BYTES)
    except OSError as error:
        raise Refused("import-cannot-open", reason=reason(error)) from error
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, EOFError) as error:
        raise Refused("import-broken") from error
    except RuntimeError as error:  # what zipfile raises for a password
        raise Refused("import-encrypted") from error


def _check_size(size: int) -> None:
    if size > MOST_BYTES:
        raise Refused("import-too-large-file", size=size)


def _files_below(folder: Path) -> Iterator[Path]:
    """Every file below a folder in a stable order, but what systems and editors leave behind."""
    found = []
    for base, folders, files in os.walk(folder):
        stems = {Path(file).stem for file in files if file.lower().endswith(_PAGES)}
        folders[:] = [name for name in folders if not _is_beside_page(name, stems)]
        found += [Path(base, file) for file in files]
    inner = {path.relative_to(folder).as_posix(): path for path in found}
    yield from (inner[name] for name in sorted(inner) if not _is_leftover(name))


def _wanted(names: Iterable[str]) -> Iterator[str]:
    """The members of a zip, as `_files_below` chooses files."""
    listed = list(names)
    pages = {name.rpartition(".")[0] for name in listed if name.lower().endswith(_PAGES)}
    for name in listed:
        beside = any(_is_beside_page(str(folder), pages) for folder in PurePosixPath(name).parents)
        if not beside and not _is_leftover(name):
            yield name


def _is_beside_page(folder: str, pages: set[str]) -> bool:
    match = _BESIDE_PAGE.match(folder)
    return match is not None and match[1] in pages


def _is_leftover(name: str) -> bool:
    return _MAC in name.split("/") or bool(LEFTOVERS.search(name))


def _why(suffix: str) -> str:
    if suffix in (ARCHIVE, ".rar", ".7z", ".tar", ".gz"):
        return "压缩包，请先解压"
    return "不是 Word、Excel、网页、PDF 或文本"


def _unreadable(error: OSError) -> Fault:
    return Fault("import-cannot-open", 0, 1, {"reason": reason(error)})
