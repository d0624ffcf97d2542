"""`release`: reports get their publication date, and what they state that day is written down.

The reports are checked as they would be once dated, on copies; only then the files are written, all or none.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..decoding import decode
from ..finding import Finding
from ..fixing import BYTE_ORDER_MARK, encoded
from ..head import Head
from ..pipeline import Checked
from ..releases import HEADER, format_release, release_of
from ..replacing import Replacement
from .dating import with_date
from .desk import Desk

Key = tuple[str, int]

RECORD = "content/published.csv"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a release would do. `ready` are published by it, `corrected` were before and have a new 更正;
    `refused` have a 必改, `done` are published already; `files` are those to be written."""

    ready: tuple[Key, ...]
    corrected: tuple[Key, ...]
    refused: Mapping[Key, tuple[Finding, ...]]
    done: tuple[Key, ...]
    files: tuple[Replacement, ...]


def plan_release(desk: Desk, year: int, agencies: Collection[str], day: str) -> Plan:
    """What to write so that the reports of a year are published on `day`; of all agencies when none is named."""
    checked, district = desk.checked, desk.checked.district
    heads = {
        key: head
        for key, head in sorted(district.heads.items())
        if key[1] == year and (not agencies or key[0] in agencies)
    }
    done = tuple(key for key, head in heads.items() if _is_done(checked, head))
    waiting = {key: head for key, head in heads.items() if key not in done and head.is_parsed}
    dated, tried = _try(desk, waiting, day)
    blocking = {key: tuple(f for f in tried.site.findings.get(key, ()) if f.blocks) for key in heads}
    refused = {
        key: found for key, found in blocking.items() if key not in done and (found or key not in waiting)
    }
    going = {key: tried.district.heads[key] for key in waiting if key not in refused}
    files = [dated[key] for key in going if key in dated]
    if going:
        files.append(_recorded(desk.root, tried, going, day))
    return Plan(
        ready=tuple(key for key in going if key not in district.releases),
        corrected=tuple(key for key in going if key in district.releases),
        refused=refused,
        done=done,
        files=tuple(files),
    )


def _is_done(checked: Checked, head: Head) -> bool:
    """Whether it is written down as published, with all the 更正 it has."""
    release = checked.district.releases.get(head.key)
    return release is not None and not head.is_draft and len(head.corrections) <= release.corrections


def _try(desk: Desk, waiting: Mapping[Key, Head], day: str) -> tuple[dict[Key, Replacement], Checked]:
    """The files of drafts with their date, and what would be found then."""
    files: dict[Key, Replacement] = {}
    with tempfile.TemporaryDirectory() as folder:
        copies: dict[str, Path] = {}
        for key, file, form in desk.checked.locator.figure_files():
            if key not in waiting or not waiting[key].is_draft:
                continue
            data = file.path.read_bytes()
            new = encoded(with_date(decode(data)[0], form, key[1], day), data)
            files[key] = Replacement(file.name, file.path, data, new)
            copies[file.name] = Path(folder, f"{len(copies)}.yaml")
            copies[file.name].write_bytes(new)
        return files, desk.look(copies) if copies else desk.checked


def _recorded(root: Path, checked: Checked, going: Mapping[Key, Head], day: str) -> Replacement:
    """published.csv with a line for each report at its end."""
    path = root / RECORD
    old = path.read_bytes() if path.exists() else None
    text = decode(old)[0] if old else f"{HEADER}\n"
    lines = [
        format_release(
            release_of(head, checked.district.form(key), day if head.corrections else head.published)
        )
        for key, head in going.items()
    ]
    whole = text if text.endswith("\n") else text + "\n"
    # Excel takes a file for UTF-8 only by this mark.
    return Replacement(RECORD, path, old, encoded(whole + "\n".join(lines) + "\n", old or BYTE_ORDER_MARK))
