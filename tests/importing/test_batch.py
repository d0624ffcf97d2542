"""Files, folders and zips: everything that may be a report is found once, in order, and nothing else."""

from __future__ import annotations

import os
import struct
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
    found = look(below(tmp_path / "收件", "盖章.jpg", "汇报.ppt"))
    assert found.sources == ()
    assert found.skipped == (
        ("收件/汇报.ppt", "不是 Word、Excel、网页、PDF 或文本"),
        ("收件/盖章.jpg", "不是 Word、Excel、网页、PDF 或文本"),
    )


def test_what_may_hold_reports_and_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    folder = below(tmp_path / "收件", "材料.rar", "内层.7z", "年报.xls", "年报.ofd")
    packed(folder / "全区.zip", {"甲.zip": b"PK", "乙.docx": b"PK"})
    found = look(folder)
    assert names(found) == ["收件/全区.zip/乙.docx"]
    assert [(name, fault.kind) for name, fault in found.faults] == [
        (f"收件/{name}", "import-unknown-type")
        for name in ("全区.zip/甲.zip", "内层.7z", "年报.ofd", "年报.xls", "材料.rar")
    ]


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


@pytest.mark.skipif(os.name != "posix", reason="this system has no such files")
@pytest.mark.parametrize("name", ["年报.docx", "年报.zip"])
def test_a_pipe_is_refused_and_nobody_waits_for_it(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / name)
    found = look(tmp_path / name)
    faults = [fault for _, fault in found.faults]
    for source in found.sources:
        with pytest.raises(Refused) as caught:
            read_source(source)
        faults.append(caught.value.fault)
    assert [(fault.kind, fault.facts["reason"]) for fault in faults] == [
        ("import-cannot-open", "这不是普通的文件")
    ]


def test_a_folder_that_may_not_be_looked_into_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = below(tmp_path / "收件", "甲.docx", "机要/乙.docx")
    scan = os.scandir

    def refusing(path: str | Path) -> object:
        if str(path).endswith("机要"):
            raise PermissionError(13, "no", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    found = look(folder)
    assert names(found) == ["收件/甲.docx"]
    assert [(name, fault.facts["reason"]) for name, fault in found.faults] == [("收件/机要", "没有权限")]


@pytest.mark.skipif(os.name != "posix", reason="names are characters there")
def test_a_name_in_gbk_is_shown_as_it_was_meant(tmp_path: Path) -> None:
    (tmp_path / "收件").mkdir()
    path = os.path.join(os.fsencode(tmp_path / "收件"), "民政局年报.docx".encode("gbk"))
    try:
        Path(os.fsdecode(path)).write_bytes(b"x")
    except OSError:
        pytest.skip("this disk takes only UTF-8")
    found = look(tmp_path / "收件")
    assert names(found) == ["收件/民政局年报.docx"]
    assert read_source(found.sources[0]) == b"x"


def test_a_member_that_cannot_be_unpacked_is_refused_and_ends_nothing(tmp_path: Path) -> None:
    path = packed(tmp_path / "一.zip", {"年报.docx": os.urandom(3_000) + b"a" * 3_000})
    data = bytearray(path.read_bytes())
    for place in range(100, 2_900):
        data[place] ^= 0x5A
    path.write_bytes(data)
    (source,) = look(path).sources
    with pytest.raises(Refused) as caught:
        read_source(source)
    assert caught.value.fault.kind == "import-broken"


def test_an_empty_zip_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "零.zip").write_bytes(b"")
    packed(tmp_path / "空.zip", {})
    for name in ("零.zip", "空.zip"):
        assert [fault.kind for _, fault in look(tmp_path / name).faults] == ["import-empty"]


def test_a_rar_that_is_called_zip_is_told_as_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "一.zip").write_bytes(b"Rar!\x1a\x07\0")
    (found,) = (fault for _, fault in look(tmp_path / "一.zip").faults)
    assert (found.kind, found.facts["kind"]) == ("import-wrong-extension", "rar")


def test_what_is_wrong_with_a_member_is_told_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "一.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("年报.docx", b"a" * 1_000)
    with pytest.raises(Refused) as caught:
        read_source(look(path).sources[0])
    assert caught.value.fault.facts == {"member": "年报.docx", "why": "method"}
    packed(path, {"../年报.docx": b""})
    assert [fault.facts for _, fault in look(path).faults] == [{"member": "../年报.docx", "why": "outside"}]


def test_a_directory_that_would_fill_the_memory_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "一.zip"
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", *[20, 20, 0, 0, 0, 0], 0, 0, 0, 5, *[0] * 6) + b"a.txt"
    number = 11_000_000 // len(entry)
    ending = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0, 0, number * len(entry), 0, 0)
    path.write_bytes(entry * number + ending)
    assert [fault.kind for _, fault in look(path).faults] == ["import-bomb"]
