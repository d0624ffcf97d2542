"""核实说明: which findings they accept, and those that fit nothing any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..finding import WARNING, Finding, Problem
from ..forms import Form, find_cells
from .register import RULES, rule


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


def accept(
    findings: Iterable[Finding], explanations: Iterable[Mapping[str, Any]], form: Form
) -> tuple[list[Finding], list[Mapping[str, Any]]]:
    """Mark the findings that an explanation accepts; return them all, and the explanations left over."""
    remaining = list(explanations)
    done = []
    for finding in findings:
        fitting = [item for item in remaining if _fits(finding, item, form)]
        if fitting:
            remaining.remove(fitting[0])
            finding = finding.accepted_by(fitting[0]["text"].strip())
        done.append(finding)
    return done, remaining


def _fits(finding: Finding, explanation: Mapping[str, Any], form: Form) -> bool:
    """Same rule, same place, same numbers: with another number the finding is back."""
    if not RULES[finding.code].acceptable or explanation["rule"].strip() not in (finding.code, finding.name):
        return False
    if explanation["path"]:
        named = {cell.address for cell in find_cells(form, explanation["path"])}
        if not named & set(finding.cells):
            return False
    return not finding.numbers or tuple(explanation["numbers"]) == finding.numbers
