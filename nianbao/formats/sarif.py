"""SARIF 2.1.0: one run with the rules that found something, for code scanning and editors."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from .. import VERSION
from ..finding import ERROR, WARNING, Finding, Position
from ..located import Edit, Lines
from ..messages import sentences
from ..outcome import Outcome
from ..rulebook import docstring_parts, plain_markdown
from ..rules.register import RULES, Rule

LinesOf = Callable[[str], Lines | None]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "%SRCROOT%"
_LEVELS = {ERROR: "error", WARNING: "warning"}
_LINK = re.compile(r"\[([^\[\]]*)\](?=\()")


def as_sarif(outcome: Outcome, lines_of: LinesOf) -> str:
    codes = sorted({finding.code for finding in outcome.findings})
    number = {code: index for index, code in enumerate(codes)}
    seen: Counter[str] = Counter()
    run = {
        "tool": {
            "driver": {
                "name": "nianbao",
                "version": VERSION,
                "semanticVersion": VERSION,
                "language": "zh-CN",
                "rules": [_rule(RULES[code]) for code in codes],
            }
        },
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "放着 content 的文件夹"}}},
        "results": [_result(finding, number[finding.code], lines_of, seen) for finding in outcome.findings],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=1) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    summary, parts = docstring_parts(rule)
    written = {name: text for name, text in parts.items() if text}
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.name},
        "fullDescription": {"text": summary},
        "help": {
            "text": "\n".join(f"{name}：{text}" for name, text in written.items()),
            "markdown": "\n\n".join(f"**{name}**：{plain_markdown(text)}" for name, text in written.items()),
        },
        "defaultConfiguration": {"level": _LEVELS.get(rule.level, "note")},
    }


def _result(finding: Finding, number: int, lines_of: LinesOf, seen: Counter[str]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": number,
        "level": _LEVELS.get(finding.level, "note"),
        "message": {"text": _message("\n".join(sentences(finding)))},
        "partialFingerprints": {"nianbao/v1": _fingerprint(finding, seen)},
        "properties": {
            "agency": finding.agency,
            "unit": finding.unit,
            "year": finding.year,
            "place": finding.place,
            "cells": list(finding.cells),
            "numbers": list(finding.numbers),
        },
    }
    if finding.positions:
        result["locations"] = [_location(finding.positions[0])]
        fix = _fix(finding, lines_of(finding.positions[0].file)) if finding.edits else None
        if fix:
            result["fixes"] = [fix]
    if len(finding.positions) > 1:
        # Numbered, because two cells may lie at the same place and the list may hold nothing twice.
        result["relatedLocations"] = [
            {"id": index, **_location(place)} for index, place in enumerate(finding.positions[1:], 1)
        ]
    if finding.explanation:
        result["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": finding.explanation}
        ]
    return result


def _location(place: Position) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column, "endColumn": place.end_column}
    return {"physicalLocation": {"artifactLocation": _artifact(place.file), "region": region}}


def _artifact(file: str) -> dict[str, str]:
    # A file name of no known encoding keeps its bytes.
    return {"uri": quote(file, errors="surrogateescape"), "uriBaseId": _ROOT}


def _fix(finding: Finding, lines: Lines | None) -> dict[str, Any] | None:
    """A safe mend; none where the file is gone, or where saving it anew as UTF-8 is the mend."""
    edits = [edit for edit in finding.edits if edit.text or edit.start < edit.end]
    if lines is None or not edits:
        return None
    change = {
        "artifactLocation": _artifact(finding.positions[0].file),
        "replacements": [_replacement(edit, lines) for edit in edits],
    }
    return {"description": {"text": _message(finding.remedy)}, "artifactChanges": [change]}


def _replacement(edit: Edit, lines: Lines) -> dict[str, Any]:
    first, last = lines.position(edit.start), lines.position(edit.end)
    region = {
        "startLine": first[0],
        "startColumn": first[1],
        "endLine": last[0],
        "endColumn": last[1],
    }
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}


def _fingerprint(finding: Finding, seen: Counter[str]) -> str:
    """The same as long as the line says the same, wherever it stands; equal ones are numbered."""
    source = finding.positions[0].source if finding.positions else finding.text
    facts = (
        finding.code,
        finding.agency,
        finding.year,
        finding.place,
        finding.cells,
        "".join(source.split()),
    )
    digest = hashlib.sha256(repr(facts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    seen[digest] += 1
    return f"{digest}:{seen[digest]}"


def _message(text: str) -> str:
    """Text in which nothing is a placeholder or a link: braces doubled, the brackets of a link escaped."""
    return _LINK.sub(r"\\[\1\\]", text).replace("{", "{{").replace("}", "}}")
