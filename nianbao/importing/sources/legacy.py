"""Older Word and WPS files (.doc, .wps), RTF and OpenDocument → .docx, through LibreOffice where it is installed.

One start converts many files. LibreOffice gets a profile of its own that runs no macros and loads nothing from
outside; the user's own one is neither read nor disturbed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from ..document import Refused

_START_SECONDS = 45.0
_FILE_SECONDS = 15.0
_MEGABYTES = 4_000
# Bytes of one file that it may write.
_MOST_WRITTEN = 200_000_000
_PLACES = (
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
)
_SETTINGS = (
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Writer/Content/Update", "Link", "2"),
)


def find_program() -> str | None:
    """LibreOffice's program, or None."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if os.path.isfile(place)), None)


def convert(paths: Sequence[Path], folder: Path) -> dict[Path, Path]:
    """Each path → the .docx made of it, in `folder`; one that could not be converted is missing.

    Raises Refused import-legacy where there is no LibreOffice.
    """
    program = find_program()
    if program is None:
        raise Refused("import-legacy")
    folder.mkdir(parents=True, exist_ok=True)
    # A folder of its own for each call: a file of a call before must never pass for one of this.
    work = Path(tempfile.mkdtemp(prefix="word-", dir=folder))
    made = work / "made"
    copies = dict(_copies(paths, work / "given"))
    _write_profile(folder / "profile")
    made.mkdir()
    waiting = list(copies)
    while waiting:
        ended_well = _run(program, [copies[path] for path in waiting], folder / "profile", made)
        left = [path for path in waiting if not _made(copies[path], made).is_file()]
        if ended_well:
            break
        # It broke down at the first file it did not finish: go on with those behind that one.
        waiting = left[1:]
    found = {path: _made(copies[path], made) for path in copies}
    return {path: target for path, target in found.items() if target.is_file()}


def _copies(paths: Sequence[Path], folder: Path) -> Iterator[tuple[Path, Path]]:
    """Files of one name from several folders must not meet, and .wps is read as the .doc it is."""
    folder.mkdir()
    for number, path in enumerate(paths):
        suffix = path.suffix.lower()
        copy = folder / f"{number:05}{suffix if suffix in ('.rtf', '.odt', '.xml') else '.doc'}"
        shutil.copyfile(path, copy)
        yield path, copy


def _made(copy: Path, folder: Path) -> Path:
    return folder / f"{copy.stem}.docx"


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    user = folder / "user"
    user.mkdir(parents=True, exist_ok=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">' + items + "</oor:items>",
        encoding="utf-8",
    )


def _run(program: str, copies: Sequence[Path], profile: Path, made: Path) -> bool:
    """Whether LibreOffice came to its end; a file it cannot read does not keep it from that."""
    command = [
        program,
        f"-env:UserInstallation={profile.resolve().as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(made),
        *map(str, copies),
    ]
    seconds = _START_SECONDS + _FILE_SECONDS * len(copies)
    limit = time.monotonic() + seconds
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # What it leaves behind when it is ended goes with the folder.
            env={**os.environ, **dict.fromkeys(("TMPDIR", "TMP", "TEMP"), str(made))},
            start_new_session=True,
            preexec_fn=None if sys.platform == "win32" else partial(_limit, int(seconds)),
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Refused("import-legacy") from error
    try:
        return process.wait(max(limit - time.monotonic(), 1)) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and what it started."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        # What is started is only a starter: the program itself is its child.
        with suppress(OSError):
            subprocess.run(
                ["taskkill", "/F", "/T", "/PID", str(process.pid)],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _limit(seconds: int) -> None:
    """In the new process: limits of its own, for those that are right for reading one file are too low.

    They hold even when nobody is left to end it.
    """
    import resource

    for what, most in (
        (resource.RLIMIT_AS, _MEGABYTES * (1 << 20)),
        (resource.RLIMIT_CPU, seconds * (os.cpu_count() or 1)),
        (resource.RLIMIT_FSIZE, _MOST_WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        with suppress(ValueError, OSError):
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
