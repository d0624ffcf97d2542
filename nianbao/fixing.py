"""`check --fix`: safe mends by text span. Everything else in a file stays byte for byte as it was."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from .decoding import decode
from .finding import Finding
from .keyboard import apply_edits
from .located import Edit

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def fix_files(root: Path, findings: Iterable[Finding]) -> dict[str, int]:
    """Make the safe edits of all findings; how many findings were mended, by file name."""
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.edits and finding.positions:
            by_file.setdefault(finding.positions[0].file, []).append(finding)
    for name, mended in by_file.items():
        _fix_file(root / name, [edit for finding in mended for edit in finding.edits])
    return {name: len(mended) for name, mended in sorted(by_file.items())}


def _fix_file(path: Path, edits: list[Edit]) -> None:
    data = path.read_bytes()
    mark = BYTE_ORDER_MARK if data.startswith(BYTE_ORDER_MARK) else b""
    text, _ = decode(data)
    temporary = path.with_name(path.name + ".new")
    temporary.write_bytes(mark + apply_edits(text, edits).encode("utf-8"))
    os.replace(temporary, path)
