"""Workflow commands of GitHub Actions: every open finding stands beside its line in a change."""

from __future__ import annotations

from ..finding import ERROR, LEVEL_WORDS, WARNING, Finding
from ..messages import sentences
from ..outcome import Outcome, open_findings

_COMMANDS = {ERROR: "error", WARNING: "warning"}


def as_annotations(outcome: Outcome) -> str:
    return "".join(_annotation(finding) for finding in open_findings(outcome.findings))


def _annotation(finding: Finding) -> str:
    properties: dict[str, str | int] = {}
    if finding.positions:
        place = finding.positions[0]
        properties = {
            "file": place.file,
            "line": place.line,
            "col": place.column,
            "endColumn": place.end_column,
        }
    properties["title"] = f"{LEVEL_WORDS[finding.level]} {finding.code} {finding.name}"
    said = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    command = _COMMANDS.get(finding.level, "notice")
    return f"::{command} {said}::{_escaped(chr(10).join(sentences(finding)))}\n"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
