"""The register of rules: every finding of the program has its code, name, level and reason here.

A rule is one function. Its docstring has four parts, printed by `explain`: 为什么 / 例 / 改法 / 依据.
Rules take values and yield `Problem`s; who and where is added by `checking`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

FAULT, REPORT, SERIES, ACROSS = "fault", "report", "series", "across"
STATED = ("填报数", "计算数")


@dataclass(frozen=True, slots=True)
class Rule:
    """`scope` says what the function takes; `key` is the fault kind or form check it answers to.

    `acceptable`: whether a 核实说明 can accept it; what is wrong with the shape of a file cannot be.
    `numbers`: what the numbers of a finding are called, one or a pair that may come again; a difference
    between named numbers in a year before 严格自 is recorded on the public page 数据核对说明.
    """

    code: str
    name: str
    level: str
    scope: str
    key: str
    acceptable: bool
    check: Callable[..., Any]
    numbers: tuple[str, ...] = ()

    @property
    def doc(self) -> str:
        return self.check.__doc__ or ""


RULES: dict[str, Rule] = {}
_BY_KEY: dict[tuple[str, str], Rule] = {}

F = TypeVar("F", bound=Callable[..., Any])


def rule(
    code: str,
    name: str,
    level: str,
    *,
    scope: str,
    key: str | tuple[str, ...] = "",
    acceptable: bool | None = None,
    numbers: tuple[str, ...] = (),
) -> Callable[[F], F]:
    """Register the function below as the rule `code`, for one key or for several that people call the same.

    Raises ValueError when the code or a key is taken: two rules never share either.
    """
    keys = (key,) if isinstance(key, str) else key

    def register(check: F) -> F:
        if code in RULES or any(one and (scope, one) in _BY_KEY for one in keys):
            raise ValueError(f"{code} {key} is registered twice")
        entry = Rule(
            code, name, level, scope, keys[0], scope != FAULT if acceptable is None else acceptable, check, numbers
        )
        RULES[code] = entry
        for one in keys:
            if one:
                _BY_KEY[scope, one] = entry
        return check

    return register


def rule_for(scope: str, key: str) -> Rule:
    """The rule that answers to a fault kind or a form's check. Raises KeyError when there is none."""
    return _BY_KEY[scope, key]


def rules_of(scope: str) -> list[Rule]:
    return [entry for _, entry in sorted(RULES.items()) if entry.scope == scope and not entry.key]


def find_rule(word: str) -> Rule | None:
    """A rule by its code, in any case, or by its name."""
    return RULES.get(word.strip().upper()) or next(
        (r for r in RULES.values() if r.name == word.strip()), None
    )
