"""The titles of a form's sections, in the many wordings that reports give them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from ...forms import Section
from ...prose.lines import BLANKS
from ..folding import fold

LONGEST_TITLE = 40
# A colon or full stop behind a title is part of its line.
STOPS = ":：。.．"
# How sure a line is a title: as the form or its aliases have it; these words without their number or with
# another; the right number and words that come near.
SURE, UNNUMBERED, NEAR = 3, 2, 1

_LIKE = 0.75


class Titles:
    """The titles of one form, folded: `whole` with their number, `bodies` without."""

    def __init__(self, sections: Sequence[Section]) -> None:
        self.sections = sections
        self.whole: dict[str, int] = {}
        self.bodies: dict[str, int] = {}
        for index, section in enumerate(sections):
            for title in (*section.aliases, section.title):
                self.whole[fold(title)] = index
                self.bodies[fold(title.partition("、")[2] or title)] = index


_NUMBER = re.compile(
    r"第?(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})(?:部分)?[、.．，,：:\s]*(?P<body>.*)", re.DOTALL
)
_CHINESE = dict(enumerate("一二三四五六七八九", 1))
_WRAPPED = '*＊【】[]"“”' + BLANKS


def section_of_words(text: str, titles: Titles) -> tuple[int, int] | None:
    words = text.strip(_WRAPPED)
    folded = fold(words)
    if folded in titles.whole:
        # （一）主动公开… is a paragraph of section 一, whatever its words.
        return None if words[:1] in "（(" else (titles.whole[folded], SURE)
    junk = next((whole for whole in titles.whole if is_junk(folded, whole)), None)
    if junk is not None:
        return titles.whole[junk], SURE
    number, body = _split(words)
    section = titles.bodies.get(fold(body))
    if section is not None and words[:1] not in "（(":
        same = number == titles.sections[section].number
        return section, SURE if same else UNNUMBERED
    return _near(words, number, body, titles)


def is_junk(folded: str, whole: str) -> bool:
    """`l六、…`: one or two Latin signs in front, left over from reading a picture or from a bad bullet."""
    extra = folded[: -len(whole)] if folded.endswith(whole) else ""
    return 0 < len(extra) <= 2 and extra.isascii() and extra.isalpha()


def _split(words: str) -> tuple[str, str]:
    match = _NUMBER.match(words)
    if match is None:
        return "", words
    number = match["number"]
    return (_CHINESE.get(int(number), number) if number.isdigit() else number), match["body"]


def _near(words: str, number: str, body: str, titles: Titles) -> tuple[int, int] | None:
    if re.search("[。；，,;：:]", body.rstrip(STOPS)):
        return None
    for index, section in enumerate(titles.sections):
        stands = number == section.number or words.startswith(f"{section.number}、")
        if stands and not words[:1].isdigit() and _speaks_of(fold(body), section):
            return index, NEAR
    return None


def _speaks_of(body: str, section: Section) -> bool:
    right = fold(section.title.partition("、")[2])
    if any(fold(word) in body for word in section.words):
        return True
    return SequenceMatcher(None, body, right).ratio() >= _LIKE
