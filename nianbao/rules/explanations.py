"""核实说明: which findings they accept, and those that fit nothing any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..finding import WARNING, Finding, Problem
from ..forms import Form, find_cells
from .register import RULES, Rule, rule, rule_for


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


def accept(
    findings: Iterable[Finding], explanations: Iterable[Mapping[str, Any]], form: Form
) -> tuple[list[Finding], list[tuple[Mapping[str, Any], Problem, Rule]]]:
    """Mark the findings that an explanation accepts; return them all, and what is wrong with explanations."""
    ambiguous, unused = rule_for("explanation", "ambiguous"), rule_for("explanation", "unused")
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
        fitting = [item for item in remaining if _fits(finding, item, form)]
        if fitting:
            remaining.remove(fitting[0])
            finding = finding.accepted_by(fitting[0]["text"].strip())
        done.append(finding)
    return done, [*wrong, *((item, unused.check(item), unused) for item in remaining)]


def _fits(finding: Finding, explanation: Mapping[str, Any], form: Form) -> bool:
    """Same rule, same place, same numbers: with another number the finding is back."""
    if not RULES[finding.code].acceptable or explanation["rule"].strip() not in (finding.code, finding.name):
        return False
    if explanation["path"]:
        named = {cell.address for cell in find_cells(form, explanation["path"])}
        if not named & set(finding.cells):
            return False
    return not finding.numbers or tuple(explanation["numbers"]) == finding.numbers
