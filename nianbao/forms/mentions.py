"""Wordings in the prose that state figures of the tables, as a form declares them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property

from .equations import Term

# A count as agencies type it: digits, or groups of three parted by commas. It is bounded and never begins
# within a number, so that a line of digits is read once.
_DIGITS = r"(?<!\d)(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,15})"
# One Chinese numeral, but not 一: 受理一件、办结一件 is how people speak of every case.
_HAN = "(?<![一二两三四五六七八九十百千第每])[二两三四五六七八九十]"
UNITS = "件宗份条项个部例起"
_MACROS = {
    "{n}": rf"(?P<n>{_DIGITS})(?!\d)",
    "{count}": rf"(?P<n>{_DIGITS}|{_HAN})[{UNITS}](?!次|（次)",
    "{amount}": rf"(?P<n>{_DIGITS}(?:\.\d{{1,6}})?)万元",
}

@dataclass(frozen=True)
class Mention:
    """A wording in the prose that states a figure; the group `n` of each pattern is the number, and `nothing`
    are wordings without a number that say there was none.

    `readings` are the sums the number may agree with: first what the words say, of which `cell` is the
    first figure, then what agencies are known to count. `unless` are words before it in the same
    sentence that make it another number, `perhaps` words that may make it a part of the figure: it may agree,
    but is never called wrong. Without `where`, in its sentence or a heading above, it speaks of something
    else.
    """

    cell: str
    patterns: tuple[str, ...]
    nothing: tuple[str, ...] = ()
    readings: tuple[tuple[Term, ...], ...] = ()
    unless: str = ""
    perhaps: str = ""
    where: str = ""

    @cached_property
    def unless_regex(self) -> re.Pattern[str]:
        return re.compile(self.unless)

    @cached_property
    def perhaps_regex(self) -> re.Pattern[str]:
        return re.compile(self.perhaps)

    @cached_property
    def where_regex(self) -> re.Pattern[str]:
        return re.compile(self.where)


def compile_mention(
    readings: Iterable[str],
    patterns: Iterable[str],
    nothing: Iterable[str],
    guards: Mapping[str, Iterable[str]],
    indexes: dict[str, int],
) -> Mention:
    """A mention tied to cells; `guards` are unless, perhaps and where.

    Raises KeyError for an unknown address, re.error for a bad pattern.
    """
    tied = tuple(_terms(text, indexes) for text in readings)
    addresses = {index: address for address, index in indexes.items()}
    mention = Mention(
        cell=addresses[tied[0][0].index],
        patterns=tuple(_written_out(pattern) for pattern in patterns),
        nothing=tuple(nothing),
        readings=tied,
        **{name: "|".join(words) for name, words in guards.items()},
    )
    for text in (*mention.patterns, *mention.nothing, mention.unless, mention.perhaps, mention.where):
        re.compile(text)
    return mention


def _written_out(pattern: str) -> str:
    for name, meaning in _MACROS.items():
        pattern = pattern.replace(name, meaning)
    return pattern


_GROUP = re.compile(r"\((?:[^()\\]|\\.)*\)(?:[?*+]|\{[\d,]*\})?\??")
_CLASS = re.compile(r"\[[^\]]*\]|\\.")
_RUN = re.compile(r"[\u4e00-\u9fff](?![?*{])")


def required(pattern: str) -> str:
    """A stretch of Chinese that every match of the pattern contains, the longest; '' when none is certain."""
    bare, before = _CLASS.sub("#", pattern), ""
    while bare != before:
        bare, before = _GROUP.sub("#", bare), bare
    if "|" in bare:
        return ""
    sure = (character if _RUN.match(bare, at) else "#" for at, character in enumerate(bare))
    return max("".join(sure).split("#"), key=lambda run: len(run.strip(UNITS)))


# Which mention of the form a pattern belongs to, and the pattern.
Probe = tuple[int, re.Pattern[str]]


def probes_by_word(wordings: Iterable[Iterable[str]]) -> dict[str, list[Probe]]:
    """The patterns of each mention by a word that must occur for them to match: most sentences lack most
    words, and looking for a word is much cheaper than trying a pattern."""
    found: dict[str, list[Probe]] = {}
    for number, patterns in enumerate(wordings):
        for pattern in patterns:
            found.setdefault(required(pattern), []).append((number, re.compile(pattern)))
    return found


_TERM = re.compile(r"\s*(?P<sign>[+-]?)\s*(?P<name>[\w.*]+)\s*")


def _terms(text: str, indexes: dict[str, int]) -> tuple[Term, ...]:
    """`a.b + c.d - e.f`; a `*` stands for every key in its place: requests.denied.*.total."""
    terms: list[Term] = []
    position = 0
    while position < len(text):
        match = _TERM.match(text, position)
        if match is None or (terms and not match["sign"]):
            raise KeyError(text)
        names = [match["name"]] if "*" not in match["name"] else _fitting(match["name"], indexes)
        if not names:
            raise KeyError(match["name"])
        terms += [Term(-1 if match["sign"] == "-" else 1, indexes[name]) for name in names]
        position = match.end()
    if not terms:
        raise KeyError(text)
    return tuple(terms)


def _fitting(name: str, indexes: dict[str, int]) -> list[str]:
    depth = name.count(".")
    return [address for address in indexes if address.count(".") == depth and fnmatchcase(address, name)]
