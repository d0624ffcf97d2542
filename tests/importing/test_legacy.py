"""Older Word files are read through LibreOffice, many in one start, and nothing of them runs."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from nianbao.importing.document import Grid, Paragraph, Refused
from nianbao.importing.sources import legacy
from nianbao.importing.sources.legacy import convert, find_program
from nianbao.importing.sources.opening import open_source
from nianbao.importing.word.reader import read_docx
from tests.importing.word_samples import make_docx, p, tbl, tc

needs_program = pytest.mark.skipif(find_program() is None, reason="LibreOffice is not installed")

NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
WIDTH = '<w:tcW w:w="2000" w:type="dxa"/>'


def report(figure: str) -> bytes:
    table = tbl(
        tc("组", WIDTH + '<w:vMerge w:val="restart"/>') + tc("甲", WIDTH) + tc(figure, WIDTH),
        tc("", WIDTH + "<w:vMerge/>") + tc("乙", WIDTH) + tc("0", WIDTH),
    )
    grid = '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    table = table.replace("<w:tbl>", f"<w:tbl>{grid}", 1)
    return make_docx(p("总体情况", _NUMBERED) + table + p("收到申请", _NUMBERED), numbering=NUMBERING)


@pytest.fixture(scope="module")
def older(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same report as .doc and .rtf."""
    program = find_program()
    if program is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("older")
    (folder / "a.docx").write_bytes(report("17"))
    made = {}
    for kind in ("doc", "rtf"):
        command = [
            program,
            f"-env:UserInstallation={(folder / 'p').as_uri()}",
            "--headless",
            "--convert-to",
            kind,
        ]
        subprocess.run(
            [*command, "--outdir", str(folder), str(folder / "a.docx")], check=True, capture_output=True
        )
        made[kind] = (folder / f"a.{kind}").read_bytes()
    # LibreOffice writes the sign after an automatic number into .rtf as `?`; Word writes its code point.
    made["rtf"] = made["rtf"].replace(rb"\'02\'00\'3f", rb"\'02\'00\u12289 ?", 1)
    return made


def check(data: bytes, name: str) -> None:
    document = open_source(data, name)
    assert document.kind == "docx"
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert texts == ["一、总体情况", "二、收到申请"]
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    cells = [(cell.row, cell.column, cell.rowspan, cell.text) for cell in grid.cells]
    assert cells == [(0, 0, 2, "组"), (0, 1, 1, "甲"), (0, 2, 1, "17"), (1, 1, 1, "乙"), (1, 2, 1, "0")]


@needs_program
def test_doc_wps_and_rtf_give_what_docx_gives(older: dict[str, bytes]) -> None:
    check(report("17"), "年报.docx")
    check(older["doc"], "年报.doc")
    check(older["doc"], "年报.wps")
    check(older["rtf"], "年报.rtf")


@needs_program
def test_an_rtf_called_doc_is_read_and_said(older: dict[str, bytes]) -> None:
    check(older["rtf"], "年报.doc")
    assert ".doc" in open_source(older["rtf"], "年报.doc").dropped[0].why


@needs_program
def test_files_of_one_name_are_converted_together_and_a_bad_one_is_missing(
    older: dict[str, bytes], tmp_path: Path
) -> None:
    paths = []
    for number, data in enumerate((older["doc"], b"\xd0\xcf\x11\xe0" + b"\7" * 900, older["doc"])):
        paths.append(tmp_path / str(number) / "年报.doc")
        paths[-1].parent.mkdir()
        paths[-1].write_bytes(data)
    made = convert(paths, tmp_path / "work")
    assert set(made) >= {paths[0], paths[2]}
    assert made[paths[0]] != made[paths[2]]
    for path in (paths[0], paths[2]):
        assert len(read_docx(made[path].read_bytes()).blocks) == 3
    again = convert([paths[2]], tmp_path / "work")
    assert again[paths[2]] not in made.values()


@needs_program
def test_a_doc_that_is_cut_off_is_refused_before_anything_starts(
    older: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(legacy, "find_program", lambda: None)
    for length in (600, 3_000, len(older["doc"]) // 2, len(older["doc"]) - 2_000):
        with pytest.raises(Refused) as caught:
            open_source(older["doc"][:length], "年报.doc")
        assert caught.value.fault.kind == "import-broken"


@needs_program
def test_a_doc_with_a_password_or_macros_is_refused(older: dict[str, bytes]) -> None:
    from nianbao.importing.sources.compound import read_directory

    start = read_directory(older["doc"])["WordDocument"].start
    locked = bytearray(older["doc"])
    locked[(start + 1) * 512 + 11] |= 0x01
    assert refusal_of(bytes(locked)) == "import-encrypted"
    name = "1Table".encode("utf-16-le")
    macros = older["doc"].replace(
        name + bytes(64 - len(name)) + b"\x0e\0", "Macros".encode("utf-16-le").ljust(64, b"\0") + b"\x0e\0"
    )
    assert macros != older["doc"]
    assert refusal_of(macros) == "import-macros"


def refusal_of(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        open_source(data, "年报.doc")
    return caught.value.fault.kind


def test_without_libreoffice_the_clerk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legacy, "find_program", lambda: None)
    assert refusal_of(b"{\\rtf1 abc}") == "import-legacy"
    assert not any(tmp_path.iterdir())


def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("sleep") is None:
        pytest.skip("needs a program that does nothing")
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 60\n")
    program.chmod(0o755)
    monkeypatch.setattr(legacy, "find_program", lambda: str(program))
    monkeypatch.setattr(legacy, "_START_SECONDS", 0.2)
    monkeypatch.setattr(legacy, "_FILE_SECONDS", 0.1)
    source = tmp_path / "a.doc"
    source.write_bytes(b"x")
    assert convert([source], tmp_path / "work") == {}


def test_on_windows_the_program_is_ended_with_what_it_started(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    class Running:
        pid = 4711

        def poll(self) -> None:
            return None

        def kill(self) -> None:
            calls.append("kill")

        def wait(self) -> None:
            calls.append("wait")

    def run(command: list[str], **_: object) -> None:
        calls.append(" ".join(command))

    monkeypatch.setattr(legacy.sys, "platform", "win32")
    monkeypatch.setattr(legacy.subprocess, "run", run)
    legacy._end(Running())  # type: ignore[arg-type]
    assert calls == ["taskkill /F /T /PID 4711", "kill", "wait"]
