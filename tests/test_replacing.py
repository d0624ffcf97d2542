"""Several files are replaced together: all or none, whatever the disk does."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nianbao.replacing import CHANGED, READ_ONLY, REFUSED, NotReplaced, Replacement, replace_together
from tests.sites import tree


def two(folder: Path) -> list[Replacement]:
    (folder / "甲").write_bytes(b"1")
    return [Replacement("甲", folder / "甲", b"1", b"2"), Replacement("乙", folder / "新" / "乙", None, b"3")]


def test_new_content_comes_in_and_nothing_else_is_left(tmp_path: Path) -> None:
    assert replace_together(two(tmp_path)) == 2
    assert tree(tmp_path) == {"新/乙": b"3", "甲": b"2"}
    assert replace_together([Replacement("甲", tmp_path / "甲", b"2", b"2")]) == 0


@pytest.mark.parametrize("fails_at", [1, 2])
@pytest.mark.parametrize("has_links", [True, False])
def test_when_the_disk_refuses_all_is_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int, has_links: bool
) -> None:
    files = two(tmp_path)
    replace, calls = os.replace, []

    def full(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == fails_at:
            raise OSError(28, "No space left on device")
        replace(source, target)

    def no_links(*_: object) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr("nianbao.replacing.os.replace", full)
    if not has_links:
        monkeypatch.setattr("nianbao.replacing.os.link", no_links)
    with pytest.raises(NotReplaced) as refused:
        replace_together(files)
    assert (refused.value.kind, refused.value.why) == (REFUSED, "磁盘满了")
    assert tree(tmp_path) == {"甲": b"1"} and not (tmp_path / "新").exists()


def test_nothing_is_written_once_one_file_may_not_be(tmp_path: Path) -> None:
    files = two(tmp_path)
    (tmp_path / "丙").write_bytes(b"5")
    changed = Replacement("丙", tmp_path / "丙", b"4", b"6")
    with pytest.raises(NotReplaced) as refused:
        replace_together([*files, changed])
    assert (refused.value.name, refused.value.kind) == ("丙", CHANGED)
    (tmp_path / "丙").chmod(0o444)
    with pytest.raises(NotReplaced) as refused:
        replace_together([*files, Replacement("丙", tmp_path / "丙", b"5", b"6")])
    assert refused.value.kind == READ_ONLY
    assert tree(tmp_path) == {"丙": b"5", "甲": b"1"}


def test_what_a_killed_run_left_behind_is_in_nobodys_way(tmp_path: Path) -> None:
    files = two(tmp_path)
    (tmp_path / ".甲.new").write_bytes(b"half")
    (tmp_path / ".甲.old").write_bytes(b"0")
    replace_together(files)
    assert tree(tmp_path) == {"新/乙": b"3", "甲": b"2"}
