"""What the site says about words: rows of the form that can be asked for, other names, old characters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FigureLabel:
    """A row of the form that a query can name.

    `labels` are its printed label and other words for it, `place` where it stands on the printed form,
    `anchor` the id of its total on a report's page ("" for none), `unit` as printed after a number.
    """

    labels: tuple[str, ...]
    place: str
    anchor: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class SearchSite:
    """What is the same for all reports.

    `labels` by row key (letters, digits, `.`, `_`, `-`: it becomes a file name), in the order of the form.
    `aliases` are pairs of words that stand for each other; `traditional` maps a traditional character to
    its simplified form.
    """

    labels: Mapping[str, FigureLabel] = field(default_factory=dict)
    aliases: tuple[tuple[str, str], ...] = ()
    traditional: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key in self.labels:
            if not re.fullmatch(r"[A-Za-z0-9_.-]+", key):
                raise ValueError(f"row key {key!r} cannot be a file name")


def parse_aliases(text: str) -> tuple[tuple[tuple[str, str], ...], tuple[int, ...]]:
    """`content/words/aliases.txt`: a line is two words parted by blanks, `#` starts a remark.

    Gives the pairs and the numbers (from 1) of lines that are not two words.
    """
    pairs: list[tuple[str, str]] = []
    unreadable: list[int] = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.partition("#")[0].split()
        if len(words) == 2:
            pairs.append((words[0], words[1]))
        elif words:
            unreadable.append(number)
    return tuple(pairs), tuple(unreadable)


def parse_traditional(text: str) -> dict[str, str]:
    """`nianbao/data/traditional.txt`: a line is a traditional character, a blank and its simplified form."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {line[0]: line[2:] for line in lines}
