"""Sources → what each gives, one by one and in order, in processes that may be stopped."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...located import Fault
from ..document import Refused
from ..sources.guard import run_many
from ..sources.legacy import convert
from ..sources.opening import LEGACY, check_legacy, settle_kind
from .batch import Source, read_source
from .receiving import Library, Received, pack_library, receive

Progress = Callable[[str, int, int], None]
# What is never an older Word file; whatever else comes is first looked at by itself.
_NEW = frozenset({".docx", ".docm", ".xlsx", ".xlsm", ".html", ".htm", ".mht", ".mhtml", ".pdf", ".txt"})
_MOST_JOBS = 4
_WORD = ".docx"
# One start of LibreOffice takes as long as a few files: together, but not so many that nothing is heard for long.
_TOGETHER = 40


def read_all(
    sources: Sequence[Source], library: Library, progress: Progress | None
) -> Iterator[tuple[Source, Received | Fault]]:
    """Every source with what it gives, or why it gives nothing. A few files are in hand at a time."""
    if not sources:
        return
    packed = pack_library(library)
    with tempfile.TemporaryDirectory(prefix="nianbao-", ignore_cleanup_errors=True) as folder:
        converted = _Converted(sources, Path(folder))
        arguments = ((converted.given(source), source.name, packed) for source in sources)
        jobs = min(os.cpu_count() or 1, len(sources), _MOST_JOBS)
        results = run_many(receive_given, arguments, jobs=jobs)
        for number, (source, result) in enumerate(zip(sources, results, strict=True), 1):
            # Before the result goes out: whoever has the last one asks for no more, and the bar has to end.
            if progress is not None:
                progress("读文件", number, len(sources))
            yield source, result.fault if isinstance(result, Refused) else result


Given = tuple[bytes, str, str] | Fault


def receive_given(given: Given, name: str, packed: bytes) -> Received:
    """`receive` in another process; a file that could not even be read says why from there."""
    if isinstance(given, Fault):
        raise Refused(given.kind, **given.facts)
    return receive(given[0], name, packed, opened_as=given[1], digest=given[2])


@dataclass(frozen=True, slots=True)
class _Kept:
    """A file on the disk until its turn comes: where it lies, the name to open it by, the original's digest."""

    path: Path
    opened_as: str
    digest: str


class _Converted:
    """The bytes of each source; those of older Word files as LibreOffice makes them, many in one start."""

    def __init__(self, sources: Sequence[Source], folder: Path) -> None:
        self._folder = folder
        self._old = [source for source in sources if source.suffix not in _NEW]
        self._kept: dict[Source, _Kept | Fault] = {}
        self._rounds = 0

    def given(self, source: Source) -> Given:
        """A file's bytes, the name to open them by, the digest of the original; or why there are none."""
        if source.suffix in _NEW:
            try:
                data = read_source(source)
            except Refused as refused:
                return refused.fault
            return data, source.name, _digest(data)
        # Converted here and not where files are read: what ends the one must not leave the other behind.
        if source not in self._kept:
            start = self._old.index(source)
            self._kept = self._convert(self._old[start : start + _TOGETHER])
        kept = self._kept.pop(source)
        return kept if isinstance(kept, Fault) else (kept.path.read_bytes(), kept.opened_as, kept.digest)

    def _convert(self, sources: Sequence[Source]) -> dict[Source, _Kept | Fault]:
        folder = self._folder / str(self._rounds)
        folder.mkdir()
        self._rounds += 1
        found: dict[Source, _Kept | Fault] = {}
        looked_at = run_many(
            _look_at, ((source, folder / str(number)) for number, source in enumerate(sources))
        )
        for source, result in zip(sources, looked_at, strict=True):
            found[source] = result.fault if isinstance(result, Refused) else result
        old = {
            s: kept for s, kept in found.items() if isinstance(kept, _Kept) and kept.path.suffix != ".given"
        }
        return found | _made(old, folder)


def _look_at(source: Source, path: Path) -> _Kept:
    """In another process: what a file is; its bytes are put under `path`, by the extension of what it is."""
    data = read_source(source)
    kind = settle_kind(data, source.name)
    if kind in LEGACY:
        check_legacy(data, kind)
    path = path.with_suffix(LEGACY.get(kind, ".given"))
    path.write_bytes(data)
    return _Kept(path, source.name, _digest(data))


def _made(old: Mapping[Source, _Kept], folder: Path) -> dict[Source, _Kept | Fault]:
    """What LibreOffice made of older files, or why it made nothing."""
    try:
        made = convert([kept.path for kept in old.values()], folder) if old else {}
    except Refused as refused:
        return dict.fromkeys(old, refused.fault)
    return {
        source: _Kept(made[kept.path], source.name.rpartition(".")[0] + _WORD, kept.digest)
        if kept.path in made
        else Fault("import-broken", 0, 1)
        for source, kept in old.items()
    }


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
