"""核实说明: which findings they accept, those still to be written, and those that fit nothing any more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..cells import PENDING, SIGN_OF
from ..fields import NUMBERS
from ..finding import WARNING, Finding, Problem
from ..form_names import NOTE_FIELDS
from ..forms import Form, find_cells
from .register import RULES, Rule, rule, rule_for

_UNFILLED = SIGN_OF[PENDING]
# What can be written behind a name as it is, and read back the same.
_PLAIN = re.compile(r"[^\W\d][\w（）、，“”· ]*")


@rule("E101", "核实说明没有对上", WARNING, scope="explanation", key="unused", acceptable=False)
def unused_explanation(explanation: Mapping[str, Any]) -> Problem:
    """写了核实说明，没有对上任何问题。

    为什么：问题已经改好、或数又变了，说明就不再适用；留着会误导读者。
    例：数值写 470 643，现在是 471 643。
    改法：问题已经没有了就删掉这一条；数变了就重新核实，改写“数值”。
    依据：docs/content.md“核实说明”。
    """
    numbers = " ".join(explanation["numbers"]) or "没有写数值"
    return Problem(
        place=f"核实说明 {explanation['rule']} {explanation['path']}".strip(),
        text=f"这一条（数值 {numbers}）没有对上任何问题。",
        remedy="问题已经改好就删掉这一条；数变了就重新核实，改写“数值”；代码、位置写错就改正。",
    )


@rule("E102", "核实说明的位置不清楚", WARNING, scope="explanation", key="ambiguous", acceptable=False)
def ambiguous_explanation(explanation: Mapping[str, Any], places: Sequence[str]) -> Problem:
    """核实说明的位置对得上好几格。

    为什么：不知道说的是哪一格，就可能盖住别的问题，所以这一条不起作用。
    例：`位置: 申请-其他` 在表三每一行都有。
    改法：写全：表、行、列，例如 `申请-重复申请-其他`。
    依据：docs/content.md“核实说明”。
    """
    return Problem(
        place=f"核实说明 {explanation['rule']} {explanation['path']}".strip(),
        text=f"“{explanation['path']}”有 {len(places)} 格：{places[0]}；{places[1]}{' …' if len(places) > 2 else ''}。",
        remedy="写全表、行、列，例如“申请-重复申请-自然人”。",
    )


@rule("E103", "核实说明还没有写完", WARNING, scope="explanation", key="unfinished", acceptable=False)
def unfinished_explanation(explanation: Mapping[str, Any]) -> Problem:
    """核实说明还有“待填”，或者没有写理由。

    为什么：核实说明会公布；没有理由就不是说明，所以这一条还不起作用，问题照样列出。
    例：“检查 --核实”写好了问题、位置和数值，“说明”还是“待填”。
    改法：写上保留原数的理由、核实的部门和日期；不保留原数的，把数改好，删掉这一条。
    依据：docs/content.md“核实说明”。
    """
    missing = "、".join(f"“{name}”" for name in _missing(explanation))
    return Problem(
        place=f"核实说明 {explanation['rule']} {explanation['path']}".strip(),
        text=f"{missing}还没有写，这一条不起作用。",
        remedy="写上保留原数的理由、核实的部门和日期；不保留原数的，把数改好，删掉这一条。",
    )


def accept(
    findings: Iterable[Finding], explanations: Iterable[Mapping[str, Any]], form: Form
) -> tuple[list[Finding], list[tuple[Mapping[str, Any], Problem, Rule]]]:
    """Mark the findings that an explanation accepts; return them all, and what is wrong with explanations."""
    ambiguous, unused, unfinished = (
        rule_for("explanation", key) for key in ("ambiguous", "unused", "unfinished")
    )
    remaining = []
    wrong = []
    for explanation in explanations:
        cells = find_cells(form, explanation["path"])
        if len(cells) > 1:
            problem = ambiguous.check(explanation, [cell.place for cell in cells])
            wrong.append((explanation, problem, ambiguous))
        else:
            remaining.append(explanation)
    done = []
    for finding in findings:
        fitting = sorted((item for item in remaining if fits(finding, item, form)), key=_is_unfinished)
        if fitting:
            first = fitting[0]
            remaining.remove(first)
            if _is_unfinished(first):
                wrong.append((first, unfinished.check(first), unfinished))
            else:
                finding = finding.accepted_by(first["text"].strip())
        done.append(finding)
    return done, [*wrong, *((item, unused.check(item), unused) for item in remaining)]


def fits(finding: Finding, explanation: Mapping[str, Any], form: Form) -> bool:
    """Same rule, same place, same numbers: with another number the finding is back."""
    if not RULES[finding.code].acceptable or explanation["rule"].strip() not in (finding.code, finding.name):
        return False
    path = explanation["path"]
    if path and path.split() != finding.place.split():
        named = {cell.address for cell in find_cells(form, path)}
        if not named & set(finding.cells):
            return False
    return not finding.numbers or list(explanation["numbers"]) == NUMBERS.findall(" ".join(finding.numbers))


def path_of(finding: Finding, form: Form) -> str:
    """What a 核实说明 writes as the place of a finding: its first figure, else where it stands, else nothing."""
    cell = form.by_address.get(finding.cells[0]) if finding.cells else None
    if cell is not None:
        return cell.path if find_cells(form, cell.path) == [cell] else cell.address
    return finding.place if _PLAIN.fullmatch(finding.place) and not find_cells(form, finding.place) else ""


def _is_unfinished(explanation: Mapping[str, Any]) -> bool:
    written = [explanation[name].strip(" 。.") for name in ("text", "by", "date")]
    return not written[0] or _UNFILLED in written


def _missing(explanation: Mapping[str, Any]) -> list[str]:
    return [
        name
        for name, key in NOTE_FIELDS.items()
        if key in ("text", "by", "date") and explanation[key].strip(" 。.") in ("", _UNFILLED)
    ]
