"""Findings for programs: one function a format, from an outcome to the whole text that is printed."""

from __future__ import annotations

from collections.abc import Callable

from ..located import Lines
from ..outcome import Outcome
from .annotations import as_annotations
from .data import as_json
from .junit import as_junit
from .sarif import as_sarif

LinesOf = Callable[[str], Lines | None]


def machine_text(name: str, outcome: Outcome, lines_of: LinesOf, *, with_statistics: bool = False) -> str:
    """What `check --format name` prints; it ends with a newline where there is anything. `lines_of` gives the lines of a file by the
    name findings call it."""
    if name == "json":
        return as_json(outcome, with_statistics=with_statistics)
    if name == "sarif":
        return as_sarif(outcome, lines_of)
    if name == "github":
        return as_annotations(outcome)
    return as_junit(outcome)
