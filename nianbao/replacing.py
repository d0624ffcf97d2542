"""Several files replaced together: all new or all old, whatever the disk does.

Each file is written beside its place first and renamed at the end; what stood there is kept under another name
until all are in place, so that nothing has to be written once something has gone wrong. Of a run that is
killed each file is the old or the new one whole.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import reason

READ_ONLY, CHANGED, REFUSED = "read-only", "changed", "refused"


@dataclass(frozen=True, slots=True)
class Replacement:
    """A file to be written whole. `old` is what it was when its new content was worked out, None: not there.
    `name` is as messages print it."""

    name: str
    path: Path
    old: bytes | None
    new: bytes


class NotReplaced(Exception):
    """A file may not be written (`READ_ONLY`), is no longer what it was (`CHANGED`), or the disk refuses
    (`REFUSED`); `why` says the last in words. Everything is as it was."""

    def __init__(self, name: str, kind: str, why: str = "") -> None:
        super().__init__(name, kind, why)
        self.name, self.kind, self.why = name, kind, why


@dataclass(frozen=True, slots=True)
class _Staged:
    """`new` lies beside its place, `old` (a second name of what stands there) too, None where nothing does."""

    target: Path
    new: Path
    old: Path | None


def replace_together(files: Iterable[Replacement]) -> int:
    """Put new content in place of the old, in this order; how many files changed. Raises NotReplaced."""
    changed = [file for file in files if file.new != file.old]
    staged: list[_Staged] = []
    folders: list[Path] = []
    try:
        for file in changed:
            with _named(file):
                folders += _make_folder(file.path.parent)
                staged.append(_checked(file))
                _stage(staged[-1], file.new)
        _rename(changed, staged)
    except NotReplaced:
        _clear(staged)
        for folder in folders:
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise
    _clear(staged)
    return len(changed)


@contextlib.contextmanager
def _named(file: Replacement) -> Iterator[None]:
    """What the system refuses, as a refusal of this file."""
    try:
        yield
    except OSError as error:
        raise NotReplaced(file.name, REFUSED, reason(error)) from error


def _rename(files: Sequence[Replacement], staged: Sequence[_Staged]) -> None:
    """Each new file in its place; as it was before when one of them cannot be."""
    for number, (file, one) in enumerate(zip(files, staged, strict=True)):
        try:
            with _named(file):
                os.replace(one.new, one.target)
        except NotReplaced:
            _put_back(staged[:number])
            raise


def _put_back(done: Iterable[_Staged]) -> None:
    for one in done:
        with contextlib.suppress(OSError):
            if one.old is None:
                one.target.unlink(missing_ok=True)
            else:
                os.replace(one.old, one.target)


def _clear(staged: Iterable[_Staged]) -> None:
    for one in staged:
        for path in filter(None, (one.new, one.old)):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)


def _checked(file: Replacement) -> _Staged:
    """Where the file goes. Raises NotReplaced unless it is still what it was and may be written."""
    # A link to a file stays a link: what it points to is written.
    target = file.path.resolve()
    try:
        found: bytes | None = target.read_bytes()
    except FileNotFoundError:
        found = None
    if found is not None and not (target.stat().st_mode & stat.S_IWUSR and os.access(target, os.W_OK)):
        raise NotReplaced(file.name, READ_ONLY)
    if found != file.old:
        raise NotReplaced(file.name, CHANGED)
    kept = None if found is None else target.with_name(f".{target.name}.old")
    return _Staged(target, target.with_name(f".{target.name}.new"), kept)


def _stage(one: _Staged, data: bytes) -> None:
    one.new.write_bytes(data)
    if one.old is not None:
        shutil.copymode(one.target, one.new)
        one.old.unlink(missing_ok=True)
        try:
            os.link(one.target, one.old)
        except OSError:  # a disk without links
            shutil.copy2(one.target, one.old)


def _make_folder(folder: Path) -> list[Path]:
    """Make a folder and those above it; which of them are new, the innermost first."""
    made: list[Path] = []
    for one in (folder, *folder.parents):
        if one.exists():
            break
        made.append(one)
    folder.mkdir(parents=True, exist_ok=True)
    return made
