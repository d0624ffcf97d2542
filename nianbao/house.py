"""What a site asks of its reports beyond the form: its own lists of wrong words, and a limit of length."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class WrongWord:
    """One line of a word list; `right` is '' for a word that should not appear at all."""

    wrong: str
    right: str
    remark: str
    file: str


@dataclass(frozen=True, slots=True)
class House:
    """`overview_limit` is the most characters the first section should have; 0 for no limit."""

    words: tuple[WrongWord, ...] = ()
    overview_limit: int = 0


_ARROW = re.compile(r"\s*(?:→|=>|->|＝>|⇒)\s*")


def parse_words(text: str, file: str) -> tuple[tuple[WrongWord, ...], tuple[int, ...]]:
    """A line is `wrong right  # remark`, or `wrong` alone; blanks or an arrow part the two.

    Gives the words and the numbers (from 1) of lines that say neither.
    """
    words: list[WrongWord] = []
    unreadable: list[int] = []
    for number, line in enumerate(text.split("\n"), start=1):
        entry, _, remark = line.partition("#")
        parts = _ARROW.sub(" ", entry).split()
        if not parts:
            continue
        wrong, right = parts[0], parts[1] if len(parts) > 1 else ""
        lost = bool(_ARROW.search(entry)) and len(parts) == 1
        if len(parts) > 2 or wrong == right or lost:
            unreadable.append(number)
        else:
            words.append(WrongWord(wrong, right, remark.strip(), file))
    return tuple(words), tuple(unreadable)


def find_words(text: str, words: tuple[WrongWord, ...]) -> Iterator[tuple[int, WrongWord]]:
    """Every wrong word and where it starts, the longest at a place; within its own right word it is none."""
    if not words:
        return
    first, by_first = _index(words)
    end = 0
    for match in first.finditer(text):
        at = match.start()
        if at < end:
            continue
        for word in by_first[text[at]]:
            if text.startswith(word.wrong, at) and not _is_right(text, at, word):
                yield at, word
                end = at + len(word.wrong)
                break


@lru_cache(maxsize=4)
def _index(words: tuple[WrongWord, ...]) -> tuple[re.Pattern[str], dict[str, list[WrongWord]]]:
    """A pattern of all first characters, and for each the words it starts, longest first."""
    by_first: dict[str, list[WrongWord]] = {}
    for word in sorted(words, key=lambda word: -len(word.wrong)):
        by_first.setdefault(word.wrong[0], []).append(word)
    return re.compile(f"[{re.escape(''.join(by_first))}]"), by_first


def _is_right(text: str, at: int, word: WrongWord) -> bool:
    """Whether the right word, of which the wrong one is a part, stands there."""
    shift = word.right.find(word.wrong)
    while shift >= 0:
        if at >= shift and text.startswith(word.right, at - shift):
            return True
        shift = word.right.find(word.wrong, shift + 1)
    return False
