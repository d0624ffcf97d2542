"""`check --fix`: safe mends by text span. Everything else in a file stays byte for byte as it was."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from .finding import Finding
from .located import Edit


def fix_files(root: Path, findings: Iterable[Finding], out: IO[str]) -> int:
    """Apply the safe edits of all findings; 1 when problems remain that only a person can mend."""
    listed = list(findings)
    by_file: dict[str, list[Edit]] = {}
    for finding in listed:
        if finding.edits and finding.positions:
            by_file.setdefault(finding.positions[0].file, []).extend(finding.edits)
    for name, edits in sorted(by_file.items()):
        out.write(f"{name}：改好 {_fix_file(root / name, edits)} 处\n")
    if not by_file:
        out.write("没有可以自动改的问题。\n")
    left = [finding for finding in listed if finding.blocks and not finding.edits]
    if left:
        out.write(f"还有 {len(left)} 处要人来改，运行“检查”查看。\n")
    return 1 if left else 0


def apply_edits(text: str, edits: Iterable[Edit]) -> tuple[str, int]:
    """The text with the edits made, and how many were; of two that overlap the first one is made."""
    parts: list[str] = []
    done = position = 0
    for edit in sorted(set(edits), key=lambda edit: (edit.start, edit.end)):
        if edit.start < position:
            continue
        parts += [text[position : edit.start], edit.text]
        position = edit.end
        done += 1
    return "".join([*parts, text[position:]]), done


def _fix_file(path: Path, edits: list[Edit]) -> int:
    data = path.read_bytes()
    mark = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
    try:
        text = data[len(mark) :].decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    mended, done = apply_edits(text, edits)
    temporary = path.with_name(path.name + ".new")
    temporary.write_bytes(mark + mended.encode("utf-8"))
    os.replace(temporary, path)
    return done
