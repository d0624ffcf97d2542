"""`explain`: a rule with its reasons, a family of rules, all rules."""

from __future__ import annotations

import inspect
import sys
from typing import IO

from .choosing import rules_named, unknown_rule
from .finding import LEVEL_WORDS
from .rulebook import family
from .rules.register import RULES, Rule


def explain_rules(word: str, out: IO[str]) -> int:
    """The four parts of a rule's docstring; for the head of a code, the rules that begin with it."""
    found = rules_named(word)
    if not found:
        print(f"{unknown_rule(word)}不写代码就列出全部规则。", file=sys.stderr)
        return 2
    if len(found) == 1:
        [entry] = found
        level = LEVEL_WORDS[entry.level]
        out.write(f"{entry.code} {entry.name}（{level}）\n\n{inspect.cleandoc(entry.doc)}\n")
        return 0
    out.write(f"{family(found[0])}\n\n")
    _list(found, out)
    return 0


def list_rules(out: IO[str]) -> int:
    _list([entry for _, entry in sorted(RULES.items())], out)
    return 0


def _list(entries: list[Rule], out: IO[str]) -> None:
    for entry in entries:
        out.write(f"{entry.code}  {LEVEL_WORDS[entry.level]}  {entry.name}\n")
