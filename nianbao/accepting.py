"""`check --accept`: 核实说明 still to be filled in, written into a year's file. They accept nothing as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from itertools import repeat
from typing import Any

from .cells import PENDING, SIGN_OF
from .decoding import decode
from .finding import Finding
from .fixing import Change, encoded
from .form_names import NOTE_FIELDS, NOTES
from .forms import Form
from .list_items import append_items
from .locate import Locator
from .report import Report, read_report
from .rules.explanations import fits, path_of
from .rules.register import RULES
from .widths import width

_UNFILLED = SIGN_OF[PENDING]
_HIDDEN = "否"
_REMARKS_AT = 44
_NAMES = {name: typed for typed, name in NOTE_FIELDS.items()}


def acceptable(findings: Iterable[Finding]) -> list[Finding]:
    """The open findings that a 核实说明 can accept."""
    return [finding for finding in findings if RULES[finding.code].acceptable and not finding.explanation]


def without_skeleton(findings: Iterable[Finding], report: Report, form: Form) -> list[Finding]:
    """The findings for which no 核实说明 stands in the file yet, filled in or not."""
    waiting = _facts(report)
    left = []
    for finding in findings:
        fitting = next((item for item in waiting if fits(finding, item, form)), None)
        if fitting is None:
            left.append(finding)
        else:
            waiting.remove(fitting)
    return left


def plan_skeletons(findings: Iterable[Finding], locator: Locator) -> tuple[list[Change], list[str]]:
    """What becomes of the files of figures, and the names of those that are left as they are."""
    waiting: dict[tuple[str, int | None], list[Finding]] = {}
    for finding in acceptable(findings):
        waiting.setdefault((finding.agency, finding.year), []).append(finding)
    changes, refused = [], []
    for key, file, form in locator.figure_files():
        if key not in waiting:
            continue
        data = file.path.read_bytes()
        text, faults = decode(data)
        report = None if faults else read_report(text, form, key[1])[0]
        left = without_skeleton(waiting[key], report, form) if report else waiting[key]
        new = with_skeletons(text, left, form, key[1]) if left and report else None
        if new is not None:
            changes.append(Change(file.name, file.path, data, encoded(new, data), len(left)))
        elif left:
            refused.append(file.name)
    return changes, refused


def with_skeletons(text: str, findings: Sequence[Finding], form: Form, year: int) -> str | None:
    """The text with a 核实说明 for each finding, nothing else changed; None where that cannot be done safely."""
    new = append_items(
        text,
        NOTES,
        lambda indent, gap: [line for finding in findings for line in skeleton(finding, form, indent, gap)],
    )
    if new is None:
        return None
    before, faults = read_report(text, form, year)
    after, new_faults = read_report(new, form, year)
    if before is None or after is None or len(new_faults) != len(faults):
        return None
    kept, have = _facts(before), _facts(after)
    added = have[len(kept) :]
    is_right = len(added) == len(findings) and all(map(fits, findings, added, repeat(form)))
    return new if is_right and have[: len(kept)] == kept and _values(before) == _values(after) else None


def skeleton(finding: Finding, form: Form, indent: str = "  ", gap: str = " ") -> list[str]:
    """The lines of one 核实说明, its numbers given, its words to be filled in."""
    inner = f"{indent} {gap}"
    path = path_of(finding, form)
    lines = [_remarked(f"{indent}-{gap}{_NAMES['rule']}: {finding.code}", finding.name)]
    if path:
        lines.append(
            _remarked(f"{inner}{_NAMES['path']}: {path}", "" if path == finding.place else finding.place)
        )
    if finding.numbers:
        lines.append(
            _remarked(
                f"{inner}{_NAMES['numbers']}: {' '.join(finding.numbers)}",
                " ".join(RULES[finding.code].numbers) or "核实时的数",
            )
        )
    return [
        *lines,
        f"{inner}{_NAMES['text']}: |",
        f"{inner}  {_UNFILLED}",
        f"{inner}{_NAMES['by']}: {_UNFILLED}",
        f"{inner}{_NAMES['date']}: {_UNFILLED}",
        _remarked(f"{inner}{_NAMES['public']}: {_HIDDEN}", "写“是”的在网页上公布"),
    ]


def _remarked(text: str, remark: str) -> str:
    remark = " ".join(remark.split())
    return f"{text}{' ' * max(2, _REMARKS_AT - width(text))}# {remark}" if remark else text


def _facts(report: Report) -> list[dict[str, Any]]:
    return [asdict(replace(item, start=0, end=0)) for item in report.explanations]


def _values(report: Report) -> object:
    return (
        report.fields,
        report.units,
        [(figure.state, figure.value) for figure in report.figures],
        [(item.date, item.text, item.reason) for item in report.corrections],
    )
