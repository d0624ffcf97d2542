"""Step 8: the stage → site/. Only what changed is renamed into place, only what was ours is removed."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .errors import reason

MANIFEST = "manifest.json"
GITIGNORE = ".gitignore"


class CannotWrite(Exception):
    """The output folder or the disk refuses; the old site is as it was."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A file of the new site. `stage` is where its bytes lie, None when the published file is the same."""

    path: str
    digest: str
    size: int
    stage: Path | None


@dataclass(frozen=True, slots=True)
class Published:
    written: int
    removed: int
    unchanged: int


def write_staged(stage: Path, path: str, data: bytes) -> Staged:
    """Put one file of the new site into the stage."""
    target = stage / path
    try:
        try:
            target.write_bytes(data)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    except OSError as error:
        raise CannotWrite(f"{target}：{reason(error)}") from error
    return Staged(path, hashlib.sha256(data).hexdigest(), len(data), target)


def read_manifest(site: Path) -> dict[str, str]:
    """Path → digest of what the last build published here; empty when there was none."""
    try:
        files = json.loads((site / MANIFEST).read_text(encoding="utf-8"))["files"]
        return {str(path): str(value) for path, value in files.items()}
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return {}


def publish(staged: list[Staged], site: Path) -> Published:
    """Make `site` hold exactly the staged files, beside whatever is not ours.

    Each file is replaced whole, in an order that keeps every moment readable: assets and data first, pages
    after, the manifest last. A build that was killed is finished by the next one.
    """
    before = read_manifest(site)
    now = {item.path: item.digest for item in staged}
    written = 0
    try:
        site.mkdir(parents=True, exist_ok=True)
        for item in sorted(staged, key=lambda item: (item.path.endswith(".html"), item.path)):
            if item.stage is not None:
                written += _replace(item.stage, site, item.path)
        removed = sum(_remove(site, path) for path in sorted(before) if path not in now)
        _ignore_ours(site)
        if before != now or written:
            _write_manifest(site, now)
    except OSError as error:
        raise CannotWrite(f"{error.filename or site}：{reason(error)}") from error
    return Published(written, removed, len(staged) - written)


@contextlib.contextmanager
def locked(cache: Path) -> Iterator[None]:
    """Hold the lock of builds and imports. Raises CannotWrite naming the process that holds it."""
    try:
        cache.mkdir(parents=True, exist_ok=True)
        handle = (cache / "lock").open("a+", encoding="ascii")
    except OSError as error:
        raise CannotWrite(f"{cache}：{reason(error)}") from error
    with handle:
        if not _try_lock(handle.fileno()):
            handle.seek(0)
            raise CannotWrite(f"另一个生成或者导入正在进行（进程 {handle.read().strip() or '未知'}），请等它结束")
        handle.seek(0)
        handle.truncate()
        handle.write(str(os.getpid()))
        handle.flush()
        yield


def _try_lock(descriptor: int) -> bool:
    try:
        if os.name == "nt":  # pragma: no cover
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _replace(stage: Path, site: Path, path: str) -> int:
    """1 when the published file changed, 0 when it already had these bytes."""
    target = site / path
    if target.is_symlink():
        raise CannotWrite(f"{target}：这里是一个链接，不能覆盖")
    with contextlib.suppress(OSError):
        if target.stat().st_size == stage.stat().st_size and target.read_bytes() == stage.read_bytes():
            stage.unlink()
            return 0
    try:
        os.replace(stage, target)
    except FileNotFoundError:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(stage, target)
    return 1


def _remove(site: Path, path: str) -> int:
    target = site / path
    if not target.resolve().is_relative_to(site.resolve()):
        return 0
    with contextlib.suppress(FileNotFoundError):
        target.unlink()
        for folder in target.parents:
            if folder == site:
                break
            with contextlib.suppress(OSError):
                folder.rmdir()
        return 1
    return 0


def _write_manifest(site: Path, files: dict[str, str]) -> None:
    text = json.dumps({"version": 1, "files": dict(sorted(files.items()))}, ensure_ascii=False, indent=0)
    temporary = site / (MANIFEST + ".new")
    with temporary.open("w", encoding="utf-8", newline="\n") as handle:
        handle.write(text + "\n")
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(temporary, site / MANIFEST)


def _ignore_ours(site: Path) -> None:
    """site/ stays in git as an empty folder: everything in it is made."""
    ignore = site / GITIGNORE
    if not ignore.exists():
        ignore.write_text("*\n!.gitignore\n", encoding="utf-8", newline="\n")
