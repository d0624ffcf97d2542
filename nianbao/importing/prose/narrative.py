"""The paragraphs of a document → the Markdown of a report, and what of them is no part of it.

One line is one paragraph, as the prose reader has it. Words are never mended: the characters of the source
are those of the Markdown and of what was dropped, blanks aside. A section that the document lacks gets no
heading, because the checks shall say that it is missing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ...forms import Form
from ...prose.headings import find_headings
from ...prose.lines import BLANKS, Line
from ..document import Dropped
from ..matched import Matched
from .escaping import to_markdown
from .headings import tie_headings
from .leftovers import is_of_contents, why_left_over
from .passages import Left, Passage, split_paragraphs
from .titles import find_title, looks_like_unit, parse_title, squeeze


@dataclass(frozen=True, slots=True)
class Narrative:
    """The prose of a report as its .md file holds it, '' when there is none, and what was left out of it."""

    markdown: str
    dropped: tuple[Dropped, ...]


def narrate(matched: Matched) -> Narrative:
    """The prose of a document under its form."""
    form = matched.form
    passages, dropped = split_paragraphs(matched.paragraphs)
    passages = _without_leftovers(passages, dropped)
    lines, headings, junk = tie_headings(passages, form.sections, matched.anchors)
    dropped += junk
    first = min(headings, default=len(lines))
    kept = _without_head(lines[:first], form, dropped)
    shift = len(kept) - first
    lines, headings = [*kept, *lines[first:]], {index + shift: key for index, key in headings.items()}
    lines = _without_signature(lines, max(headings, default=-1), dropped)
    return Narrative(_write(lines, headings, form), tuple(item for _, item in sorted(dropped, key=_order)))


def title_endings(form: Form) -> tuple[str, ...]:
    """How the form's title ends, behind the unit and the year."""
    return (form.title.format(agency="", year="").lstrip("年度"),)


def _order(item: Left) -> int:
    return item[0]


def _drop(passage: Passage, why: str, dropped: list[Left]) -> None:
    dropped.append(passage.left(passage.text, why))


def _without_leftovers(passages: Sequence[Passage], dropped: list[Left]) -> list[Passage]:
    kept = []
    for passage in passages:
        why = why_left_over(passage.text)
        if why:
            _drop(passage, why, dropped)
        else:
            kept.append(passage)
    return kept


# -- what stands before the report

_SUBTITLE_DATE = re.compile(
    r"[（(]?(?:发布(?:日期|时间)[:：])?(?:20\d\d|二[〇零○]..)[年.\-/][\d一二三四五六七八九十]{1,3}[月.\-/][\d一二三四五六七八九十]{1,3}日?[）)]?"
)
_LONGEST_STRAY = 40
_HEAD = 80


def _without_head(lines: Sequence[Passage], form: Form, dropped: list[Left]) -> list[Passage]:
    """The preface, without the title, what the page shows before it, and the unit and date below it."""
    texts = [line.text for line in lines[:_HEAD]]
    endings = title_endings(form)
    title = find_title(texts, endings)
    kept: list[Passage] = []
    below = False
    for index, line in enumerate(lines):
        if title is not None and title.start <= index < title.end:
            _drop(line, "标题", dropped)
            below = True
        elif is_of_contents(line.text):
            _drop(line, "目录", dropped)
        elif title is not None and index < title.start and _is_stray(line):
            _drop(line, "标题前面的文字", dropped)
        elif below and (_SUBTITLE_DATE.fullmatch(squeeze(line.text)) or looks_like_unit(line.text)):
            _drop(line, "标题下面的单位和日期", dropped)
        elif title is not None and index < len(texts) and _repeats(texts, index, title.text, endings):
            _drop(line, "重复的标题", dropped)
        else:
            below = False
            kept.append(line)
    return kept


def _is_stray(line: Passage) -> bool:
    return len(line.text) <= _LONGEST_STRAY or "。" not in line.text


def _repeats(lines: Sequence[str], index: int, title: str, endings: Sequence[str]) -> bool:
    """A line that is the title once more, or a part of one that is broken."""
    if squeeze(lines[index]).strip("《》#*") == title:
        return True
    for start in range(max(0, index - 2), index + 1):
        for end in range(index + 1, min(len(lines), start + 3) + 1):
            whole = squeeze("".join(lines[start:end]))
            if whole == title and parse_title(whole, endings):
                return True
    return False


# -- the end


_DATE = re.compile(r"(?:20\d\d|二[〇零○]..)年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日")


def _without_signature(lines: list[Passage], last_heading: int, dropped: list[Left]) -> list[Passage]:
    """Without unit and date at the very end; a unit alone, or more than these, stays."""
    start = _signature(lines, last_heading)
    for line in lines[start:]:
        _drop(line, "落款", dropped)
    return lines[:start]


def _signature(lines: Sequence[Passage], last_heading: int) -> int:
    """Where unit and date begin that end the document; its length when it ends otherwise."""
    last = len(lines) - 1
    if last <= last_heading:
        return len(lines)
    words = squeeze(lines[last].text).strip("（）()")
    date = _DATE.search(words)
    if date is None or date.end() < len(words):
        return len(lines)
    if date.start() > 0:
        return last if looks_like_unit(words[: date.start()]) else len(lines)
    return last - 1 if last - 1 > last_heading and looks_like_unit(lines[last - 1].text) else last


# -- writing


_PLAIN_BLANKS = str.maketrans("\t\u00a0", "  ")
_LEAD = re.compile(r"[（(]\s*(?P<number>[一二三四五六七八九十]{1,3})\s*[）)]")
_LONGEST_HEADING = 30
_NEAR_BEFORE = 40


def _write(lines: Sequence[Passage], headings: dict[int, int], form: Form) -> str:
    written: list[str] = []
    for index, line in enumerate(lines):
        if index in headings:
            written.append(f"## {line.text}")
        else:
            written += [_line(part) for part in _cut_leads(line)]
    return "\n\n".join(_unmistakable(written, form)) + "\n" if written else ""


def _line(part: Passage) -> str:
    text = part.text.translate(_PLAIN_BLANKS)
    if part.level and not _LEAD.match(text) and _is_short(text):
        return f"### {text}"
    return to_markdown(text, () if part.is_all_bold and _is_short(text) else part.bold)


def _is_short(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and not any(mark in text for mark in "。；：:，#＃*\\{}｛｝[]!")


def _unmistakable(written: list[str], form: Form) -> list[str]:
    """Sub-headings (###) only where nobody takes one for the title of a section."""
    lines = [Line(index, index, text) for index, text in enumerate(written)]
    read = find_headings(lines, form.sections)
    return [
        text.removeprefix("### ") if heading and heading.section is not None and heading.depth > 2 else text
        for text, heading in ((text, read.get(index)) for index, text in enumerate(written))
    ]


def _cut_leads(line: Passage) -> list[Passage]:
    """A line in which （一）（二）… follow sentences and blanks, cut before each of them.

    In a line that was itself cut out of a longer one the blank behind such a heading is a line end too.
    """
    starts = _leads(line.text)
    if not starts or (len(starts) == 1 and not line.glued):
        return [line]
    edges = sorted({0, *starts, len(line.text)})
    parts = [line.cut(start, end) for start, end in pairwise(edges)]
    return [
        piece for part in parts for piece in (_cut_behind_lead(part) if line.glued else [part]) if piece.text
    ]


def _leads(text: str) -> list[int]:
    """Where （一）, （二）… begin, each after a full stop and a blank, counting up."""
    starts: list[int] = []
    number = None
    for match in _LEAD.finditer(text):
        before = text[max(0, match.start() - _NEAR_BEFORE) : match.start()]
        ended = before.rstrip(BLANKS)
        if before and (ended == before or ended[-1:] not in "。！？!?；;…”"):
            continue
        value = _VALUES.get(match["number"])
        if value is None or (number is not None and value != number + 1):
            return []
        number = value
        starts.append(match.start())
    return starts


_DIGITS = "一二三四五六七八九"
_VALUES = (
    {sign: value for value, sign in enumerate(_DIGITS, 1)}
    | {"十": 10}
    | {f"十{sign}": value for value, sign in enumerate(_DIGITS, 11)}
)
_SHORT_LEAD = re.compile(
    rf"[（(]\s*[一二三四五六七八九十]{{1,3}}\s*[）)][^。；：:，,{BLANKS}]{{2,24}}(?=[{BLANKS}])"
)


def _cut_behind_lead(part: Passage) -> list[Passage]:
    match = _SHORT_LEAD.match(part.text)
    if match is None or len(part.text) - match.end() < _LONGEST_HEADING:
        return [part]
    return [part.cut(0, match.end()), part.cut(match.end(), len(part.text))]
