"""Titles of sections that run into the text around them, or are broken in two, on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ...prose.lines import BLANKS
from ..folding import fold, fold_with_places
from .leftovers import is_of_contents
from .passages import Passage, join
from .section_titles import LONGEST_TITLE, STOPS, UNNUMBERED, Titles, section_of_words

_SENTENCE_END = "。！？!?；;…”》）)】"
# As far as is looked back over blanks, and as many titles as one line may hold: no report has more.
_NEAR_BEFORE = 40
_MOST_TITLES = 40
# Fewer signs than these behind a title, without a blank, belong to it.
_SHORTEST_TEXT = 6
# What follows a title and shows that it goes on, or that it is one of a list of titles.
_GOES_ON = "的及和与等、，,；;"


def cut_titles(passage: Passage, titles: Titles) -> Iterator[Passage]:
    """A line cut before and behind each title that it holds beside other text."""
    if is_of_contents(passage.text):
        yield passage
        return
    at = 0
    for start, end in _titles_within(passage.text, titles):
        if passage.text[at:start].strip(BLANKS):
            yield passage.cut(at, start)
        yield passage.cut(start, end)
        at = end
    if at == 0:
        yield passage
    elif passage.text[at:].strip(BLANKS):
        yield passage.cut(at, len(passage.text))


def _titles_within(text: str, titles: Titles) -> list[tuple[int, int]]:
    """Where titles stand in a text that is more than one title, in order; none of a list of titles."""
    spans: list[tuple[int, int]] = []
    for start, end in _occurrences(text, titles):
        at = spans[-1][1] if spans else 0
        if start >= at and (_may_begin(text, start) or not text[at:start].strip(BLANKS)):
            spans.append((start, end))
    if len(spans) > _MOST_TITLES or _is_list(text, spans):
        return []
    spans = [(start, _with_stop(text, end)) for start, end in spans]
    if len(spans) == 1 and not (text[: spans[0][0]] + text[spans[0][1] :]).strip(BLANKS):
        return []
    return spans


def _occurrences(text: str, titles: Titles) -> list[tuple[int, int]]:
    """Where the words of titles stand and may end, the longest at each place."""
    folded, places = fold_with_places(text)
    found: dict[int, int] = {}
    for words in titles.whole:
        at = folded.find(words)
        while at >= 0:
            start, end = places[at], places[at + len(words) - 1] + 1
            if _may_end(text, end):
                found[start] = max(end, found.get(start, 0))
            at = folded.find(words, at + 1)
    near = _near_title_before_blank(text, titles)
    if near:
        found.setdefault(0, near)
    return sorted(found.items())


def _is_list(text: str, spans: Sequence[tuple[int, int]]) -> bool:
    """Titles with nothing but commas between: what the report contains."""
    between = [text[end:start].strip(BLANKS) for (_, end), (start, _) in pairwise(spans)]
    return len(spans) > 2 and all(sign and not fold(sign) for sign in between)


def _may_begin(text: str, start: int) -> bool:
    near = text[max(0, start - _NEAR_BEFORE) : start]
    before = near.rstrip(BLANKS)
    if not before:
        return len(near) == start
    # Behind figures too: where a table is run together with the next title.
    return (
        before[-1] in "。！？!?…"
        or before[-1].isdigit()
        or (len(before) < len(near) and before[-1] in _SENTENCE_END)
    )


def _may_end(text: str, end: int) -> bool:
    """Whether a title may end here: 主动公开政府信息情况统计表 goes on, and so does 改进情况和打算."""
    rest = text[end : end + _SHORTEST_TEXT].rstrip(BLANKS)
    if not rest or rest[0] in BLANKS:
        return True
    if rest[0] in _GOES_ON:
        return not rest[1:]
    return len(rest) == _SHORTEST_TEXT or not rest[0].isalpha()


def _with_stop(text: str, end: int) -> int:
    """A colon or full stop behind a title stays with it."""
    return end + 1 if text[end : end + 1] and text[end] in STOPS else end


def _near_title_before_blank(text: str, titles: Titles) -> int:
    """Where a title in other words ends that a blank parts from the text behind; 0 when none does."""
    head = re.match(rf"[^{BLANKS}]{{4,30}}(?=[{BLANKS}])", text)
    if head is None or len(text) <= LONGEST_TITLE or re.search("[。；，,;：:]", head.group()):
        return 0
    found = section_of_words(head.group(), titles)
    return head.end() if found and found[1] != UNNUMBERED else 0


def join_broken(lines: list[Passage], titles: Titles) -> list[Passage]:
    """Titles broken in two, as files with short lines have them, as one line again."""
    joined: list[Passage] = []
    for line in lines:
        before = joined[-1] if joined else None
        if before is not None and _is_broken(before.text, line.text, titles):
            joined[-1] = join(before, line)
        else:
            joined.append(line)
    return joined


def _is_broken(first: str, second: str, titles: Titles) -> bool:
    if max(len(first), len(second)) > LONGEST_TITLE:
        return False
    start, rest = fold(first), fold(second)
    return len(start) > 3 and bool(rest) and start not in titles.whole and start + rest in titles.whole
