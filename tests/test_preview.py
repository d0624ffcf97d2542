"""The preview misses no save, from the moment it starts."""

from __future__ import annotations

import threading
from pathlib import Path

from nianbao.preview import Changes
from nianbao.project import Project
from tests.sites import prose, small_site, write

SAVED = {"content/reports/jiaowei/2023.md": prose(text="预览还没有开始就改了。")}


def rebuilds(changes: Changes, stop: threading.Event, *, within: float) -> bool:
    """Whether something is built within so many seconds; the watching ends when it is told to."""
    rebuilt = threading.Event()
    watcher = threading.Thread(target=changes.each, args=(rebuilt.set,), daemon=True)
    watcher.start()
    seen = rebuilt.wait(timeout=within)
    stop.set()
    watcher.join(timeout=20)
    assert not watcher.is_alive()
    return seen


def test_a_save_during_the_first_build_is_built_too(tmp_path: Path) -> None:
    write(tmp_path, small_site())
    stop = threading.Event()
    changes = Changes(Project(tmp_path), stop)
    write(tmp_path, SAVED)
    assert rebuilds(changes, stop, within=20)


def test_nothing_is_built_while_nothing_is_saved(tmp_path: Path) -> None:
    write(tmp_path, small_site())
    stop = threading.Event()
    assert not rebuilds(Changes(Project(tmp_path), stop), stop, within=1)
