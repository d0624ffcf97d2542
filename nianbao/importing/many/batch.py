"""Files, folders and zips as named on the command line → the files in them, one by one.

Nothing is unpacked to the disk, links to folders are not followed, and only one file's bytes are in hand at
a time.
"""

from __future__ import annotations

import os
import re
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from ...errors import reason
from ...located import Fault
from ...project import LEFTOVERS
from ..document import Refused
from ..sources.archives import check_archive, check_directory, check_method, member_name
from ..sources.sniffing import kind_of

# What may hold a report. A file named by itself is tried whatever it is called.
KNOWN = frozenset(
    {
        ".docx",
        ".docm",
        ".doc",
        ".wps",
        ".rtf",
        ".odt",
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
_HEAD = 65_536
# What nobody here reads, but may well hold reports: it is never passed over as pictures are.
_PROMISING = frozenset({".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xls", ".et", ".ofd", ".uof"})
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
            unreadable: list[OSError] = []
            files = list(_files_below(path, unreadable.append))
            for error in unreadable:
                inner = PurePosixPath(os.path.relpath(error.filename, path))
                fault = Fault("import-cannot-open", 0, 1, {"reason": reason(error)})
                self.faults.append((str(PurePosixPath(name) / inner), fault))
            for file in files:
                self.file(file, f"{name}/{_spelled(file.relative_to(path).as_posix())}", was_asked=False)
            return
        book = next((folder for folder in path.parents if folder.suffix.lower() == ARCHIVE), None)
        if book is not None and book.is_file():
            only = path.relative_to(book).as_posix()
            self.archive(book, name.removesuffix(f"/{only}"), only)
        else:
            self.file(path, name, was_asked=True)

    def file(self, path: Path, name: str, *, was_asked: bool) -> None:
        suffix = path.suffix.lower()
        if suffix == ARCHIVE:
            self.archive(path, name)
        elif was_asked or suffix in KNOWN:
            self.add(Source(name, path))
        else:
            self.other(name, suffix)

    def other(self, name: str, suffix: str) -> None:
        """A file that is not read: a fault where it may hold reports, else a word."""
        if suffix == ARCHIVE or suffix in _PROMISING:
            self.faults.append((name, Fault("import-unknown-type", 0, 1, {"extension": suffix})))
        else:
            self.skipped.append((name, "不是 Word、Excel、网页、PDF 或文本"))

    def archive(self, path: Path, name: str, only: str = "") -> None:
        """The files in a zip; `only` one of them or those in one of its folders, as messages name them."""
        try:
            with _opened(path) as stream:
                members = _members(stream)
        except Refused as refused:
            self.faults.append((name, refused.fault))
            return
        if not members:
            self.faults.append((name, Fault("import-empty", 0, 1)))
        if only:
            members = {inner: held for inner, held in members.items() if f"{inner}/".startswith(f"{only}/")}
            if not members:
                missing = Fault("import-cannot-open", 0, 1, {"reason": "压缩包里没有这个文件"})
                self.faults.append((f"{name}/{only}", missing))
        for inner in sorted(_wanted(members)):
            suffix = PurePosixPath(inner).suffix.lower()
            if suffix in KNOWN:
                self.add(Source(f"{name}/{inner}", path, members[inner]))
            else:
                self.other(f"{name}/{inner}", suffix)


def find_sources(paths: Sequence[tuple[Path, str]]) -> Found:
    """The files to import below the paths, each with its name as typed; sorted within a folder."""
    finder = _Finder()
    for path, name in paths:
        finder.path(path, _spelled(name.replace("\\", "/").rstrip("/")) or ".")
    return Found(tuple(finder.sources.values()), tuple(finder.skipped), tuple(finder.faults))


def _spelled(name: str) -> str:
    """A name as it was meant: bytes that are no UTF-8 are GBK, as zips from Windows leave them on other systems."""
    if name.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in name):
        return name
    return "/".join(os.fsencode(part).decode("gb18030", errors="replace") for part in name.split("/"))


def read_source(source: Source) -> bytes:
    """The bytes of one file. Raises Refused for one that cannot be opened, is damaged or too large."""
    with _opened(source.path) as stream:
        if source.member:
            return _member(stream, source.member)
        _check_size(os.fstat(stream.fileno()).st_size)
        data = stream.read(MOST_BYTES + 1)
        # It may have grown meanwhile.
        _check_size(len(data))
        return data


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """A file to be read. Raises Refused for what cannot be opened or is none: a pipe would wait for ever, a
    device never ends."""
    try:
        with open(path, "rb", opener=_at_once) as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise Refused("import-cannot-open", reason="这不是普通的文件")
            yield stream
    except OSError as error:
        raise Refused("import-cannot-open", reason=reason(error)) from error


def _at_once(path: str, flags: int) -> int:
    """Open without waiting for the other end of a pipe, where the system knows such pipes."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _members(stream: BinaryIO) -> dict[str, str]:
    """The files in a zip: name → name as the zip holds it. Raises Refused."""
    head = stream.read(_HEAD)
    if head and not head.startswith(b"PK"):
        raise Refused("import-wrong-extension", extension=ARCHIVE, kind=kind_of(head))
    check_directory(stream)
    with _archive(stream) as archive:
        check_archive(archive)
        return {
            member_name(info).replace("\\", "/"): info.filename
            for info in archive.infolist()
            if not info.is_dir()
        }


def _member(stream: BinaryIO, name: str) -> bytes:
    with _archive(stream) as archive:
        info = archive.getinfo(name)
        _check_size(info.file_size)
        if info.flag_bits & 1:
            raise Refused("import-encrypted")
        check_method(info)
        with archive.open(info) as inner:
            return inner.read(MOST_BYTES)


@contextmanager
def _archive(stream: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """A zip. Raises Refused import-broken for whatever the library or a decompressor finds wrong with it."""
    try:
        if not os.fstat(stream.fileno()).st_size:
            raise Refused("import-empty")
        with zipfile.ZipFile(stream) as archive:
            yield archive
    except (Refused, OSError):
        raise
    except Exception as error:  # decompressors have errors of their own, without a common base
        raise Refused("import-broken") from error


def _check_size(size: int) -> None:
    if size > MOST_BYTES:
        raise Refused("import-too-large-file", size=size)


def _files_below(folder: Path, tell: Callable[[OSError], None]) -> Iterator[Path]:
    """Every file below a folder in a stable order, but what systems and editors leave behind. `tell` hears of
    folders that cannot be looked into."""
    found = []
    for base, folders, files in os.walk(folder, onerror=tell):
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
