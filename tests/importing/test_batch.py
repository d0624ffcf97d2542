"""Files, folders and zips: everything that may be a report is found once, in order, and nothing else."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from nianbao.importing.document import Refused
from nianbao.importing.many.batch import Found, find_sources, read_source


def below(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return root


def packed(path: Path, members: dict[str, bytes], *, gbk: bool = False) -> Path:
    """A zip as Windows in Chinese writes it (names in GBK without a mark) or as others do (marked UTF-8)."""
    # Plain names of the same length stand in for those in GBK, which zipfile does not write.
    stand_ins = {
        name: f"{number}{'x' * 99}"[: len(name.encode("gbk"))] for number, name in enumerate(members)
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(stand_ins[name] if gbk else name, data)
    if gbk:
        raw = path.read_bytes()
        for name, stand_in in stand_ins.items():
            raw = raw.replace(stand_in.encode("ascii"), name.encode("gbk"))
        path.write_bytes(raw)
    return path


def names(found: Found) -> list[str]:
    return [source.name for source in found.sources]


def look(*paths: Path) -> Found:
    return find_sources([(path, path.name) for path in paths])


def test_a_folder_is_searched_all_the_way_down_in_order(tmp_path: Path) -> None:
    folder = below(tmp_path / "收件", "乙.docx", "甲/丙.PDF", "甲/丁.html", "戊.txt", "己.wps")
    assert names(look(folder)) == sorted(
        f"收件/{n}" for n in ("乙.docx", "甲/丙.PDF", "甲/丁.html", "戊.txt", "己.wps")
    )


def test_what_systems_and_editors_leave_behind_is_passed_over_in_silence(tmp_path: Path) -> None:
    folder = below(
        tmp_path / "收件",
        "~$年报.docx",
        ".DS_Store",
        "__MACOSX/._年报.docx",
        "Thumbs.db",
        "desktop.ini",
        "年报.docx",
    )
    found = look(folder)
    assert (names(found), found.skipped, found.faults) == (["收件/年报.docx"], (), ())


def test_other_files_are_named_with_why_they_were_not_read(tmp_path: Path) -> None:
    found = look(below(tmp_path / "收件", "盖章.jpg", "材料.rar", "内层.7z"))
    assert found.sources == ()
    assert found.skipped == (
        ("收件/内层.7z", "压缩包，请先解压"),
        ("收件/材料.rar", "压缩包，请先解压"),
        ("收件/盖章.jpg", "不是 Word、Excel、网页、PDF 或文本"),
    )


def test_a_file_named_by_itself_is_tried_whatever_it_is_called(tmp_path: Path) -> None:
    below(tmp_path, "年报.ofd")
    assert names(look(tmp_path / "年报.ofd")) == ["年报.ofd"]


def test_what_a_browser_saves_beside_a_page_is_no_source(tmp_path: Path) -> None:
    folder = below(
        tmp_path / "收件",
        "年报.html",
        "年报_files/frame.html",
        "年报_files/logo.png",
        "其他_files/真年报.html",
    )
    assert names(look(folder)) == ["收件/其他_files/真年报.html", "收件/年报.html"]


def test_a_file_that_is_named_twice_is_one_file(tmp_path: Path) -> None:
    folder = below(tmp_path / "收件", "年报.docx")
    assert names(look(folder / "年报.docx", folder)) == ["年报.docx"]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    folder = below(tmp_path / "收件", "年报.docx")
    os.symlink(folder, folder / "圈", target_is_directory=True)
    assert names(look(folder)) == ["收件/年报.docx"]


@pytest.mark.parametrize("gbk", [False, True])
def test_a_zip_is_a_folder_whatever_its_names_are_written_in(tmp_path: Path, gbk: bool) -> None:
    path = packed(
        tmp_path / "收件.zip",
        {"各局/民政局年报.docx": b"1", "__MACOSX/._a.docx": b"2", "各局/图.jpg": b"3"},
        gbk=gbk,
    )
    found = look(path)
    assert names(found) == ["收件.zip/各局/民政局年报.docx"]
    assert read_source(found.sources[0]) == b"1"
    assert found.skipped == (("收件.zip/各局/图.jpg", "不是 Word、Excel、网页、PDF 或文本"),)
    assert [path.name for path in tmp_path.iterdir()] == ["收件.zip"]


def test_a_zip_that_leads_out_of_itself_is_refused(tmp_path: Path) -> None:
    found = look(packed(tmp_path / "a.zip", {"../../外面.docx": b"1"}))
    assert found.sources == ()
    assert [fault.kind for _, fault in found.faults] == ["import-broken"]


def test_a_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    found = look(packed(tmp_path / "a.zip", {"年报.docx": b"0" * 30_000_000}))
    assert [(name, fault.kind) for name, fault in found.faults] == [("a.zip", "import-bomb")]


def test_a_zip_that_is_none_is_a_finding_and_the_rest_goes_on(tmp_path: Path) -> None:
    folder = below(tmp_path / "收件", "坏.zip", "年报.docx")
    found = look(folder)
    assert (names(found), [name for name, _ in found.faults]) == (["收件/年报.docx"], ["收件/坏.zip"])


def test_a_file_that_is_gone_is_refused_in_words(tmp_path: Path) -> None:
    [source] = look(tmp_path / "没有.docx").sources
    with pytest.raises(Refused) as refused:
        read_source(source)
    assert (refused.value.fault.kind, refused.value.fault.facts["reason"]) == (
        "import-cannot-open",
        "没有这个文件或文件夹",
    )
