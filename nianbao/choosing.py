"""Which rules a word means: a code, the head of a code, a name; and which findings somebody wants to see."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from . import rules as _registered  # noqa: F401  (importing fills the register)
from .errors import CannotRun
from .rules.register import RULES, Rule, find_rule

_HEAD = re.compile(r"[A-Z]\d*")


@dataclass(frozen=True, slots=True)
class Choice:
    """The codes to list, and the words that said so; `only` is None when all are listed."""

    only: frozenset[str] | None
    without: frozenset[str]
    words: str

    def takes(self, code: str) -> bool:
        return (self.only is None or code in self.only) and code not in self.without


def choose(only: Sequence[str], without: Sequence[str]) -> Choice:
    """The choice that the words of --select and --ignore make. Raises CannotRun for a word nobody knows."""
    chosen, left = _words(only), _words(without)
    said = [f"{verb} {'、'.join(words)}" for verb, words in (("只看", chosen), ("不看", left)) if words]
    return Choice(_codes(chosen) if chosen else None, _codes(left), "，".join(said))


def rules_named(word: str) -> list[Rule]:
    """The rules a word means: one by its code or name, a family by the head of its codes, or none."""
    plain = _plain(word)
    found = find_rule(word) or find_rule(plain)
    if found:
        return [found]
    if _HEAD.fullmatch(plain):
        return [rule for code, rule in sorted(RULES.items()) if code.startswith(plain)]
    return []


def unknown_rule(word: str) -> str:
    """没有这条规则, with those that may have been meant."""
    plain = _plain(word)
    near = [rule for _, rule in sorted(RULES.items()) if plain and plain in rule.name]
    near += [RULES[code] for code in get_close_matches(plain, RULES, 1, 0.5)]
    meant = "、".join(f"{rule.code}（{rule.name}）" for rule in near[:5])
    return f"没有“{word}”这条规则{f'，是不是 {meant}？' if meant else '。'}"


def _codes(words: Sequence[str]) -> frozenset[str]:
    codes: set[str] = set()
    for word in words:
        rules = rules_named(word)
        if not rules:
            raise CannotRun(f"{unknown_rule(word)}可写代码（A102）、代码的开头（A、F0）或规则的名称。")
        codes |= {rule.code for rule in rules}
    return frozenset(codes)


def _words(typed: Sequence[str]) -> list[str]:
    """What stands between commas of either kind; a name that holds one is taken whole."""
    found = []
    for text in typed:
        parts = [text] if rules_named(text) else re.split(r"[,，、;；\s]+", text)
        found += [part for part in parts if part]
    return found


def _plain(word: str) -> str:
    """A code as it should have been typed: ａ102 is A102."""
    return unicodedata.normalize("NFKC", word).strip().upper()
