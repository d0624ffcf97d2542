"""The paragraphs of a document → the Markdown of a report, and what of them is no part of it.

One line is one paragraph, as the prose reader has it. Words are never mended: the characters of the source
are those of the Markdown and of what was dropped, blanks aside. A section that the document lacks gets no
heading, because the checks shall say that it is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ...forms import Form, find_cells
from ...prose.headings import find_headings
from ...prose.lines import BLANKS, Line
from ..document import Dropped, Paragraph
from ..matched import Matched
from .escaping import is_citation, to_markdown
from .headings import tie_headings
from .leftovers import is_of_contents, why_before, why_behind, why_nowhere
from .passages import Left, Passage, split_paragraphs
from .signature import date_of, signature_start
from .titles import find_title, glued_title, looks_like_unit, parse_title, squeeze


@dataclass(frozen=True, slots=True)
class Narrative:
    """The prose of a report as its .md file holds it, '' when there is none, and what was left out of it."""

    markdown: str
    dropped: tuple[Dropped, ...]


def narrate(matched: Matched) -> Narrative:
    """The prose of a document under its form."""
    form = matched.form
    paragraphs = [_with_true_citations(paragraph, matched) for paragraph in matched.paragraphs]
    passages, dropped = split_paragraphs(paragraphs)
    passages = _without(passages, why_nowhere, dropped)
    lines, headings, junk = tie_headings(passages, form.sections, matched.anchors)
    dropped += junk
    # What pages add stands before the first section or behind the last; between them words are words.
    first, last = min(headings, default=len(lines)), max(headings, default=len(lines))
    before = _without_head(_without(lines[:first], why_before, dropped), form, dropped)
    behind = _without(lines[last + 1 :], why_behind, dropped)
    shift = len(before) - first
    lines = [*before, *lines[first : last + 1], *behind]
    headings = {index + shift: key for index, key in headings.items()}
    lines = _without_signature(lines, max(headings, default=-1), dropped)
    return Narrative(_write(lines, headings, form), tuple(item for _, item in sorted(dropped, key=_order)))


def _with_true_citations(paragraph: Paragraph, matched: Matched) -> Paragraph:
    """Citations stay only where the figure that was read is the number that the paragraph prints."""
    links = tuple(
        (start, end, target)
        for start, end, target in paragraph.links
        if not is_citation(target) or _prints(paragraph.text[start:end], target[1:-1], matched)
    )
    return paragraph if links == paragraph.links else replace(paragraph, links=links)


def _prints(number: str, path: str, matched: Matched) -> bool:
    cells = find_cells(matched.form, path)
    read = matched.cells.get(cells[0].address) if len(cells) == 1 else None
    # Of a total that is computed nothing else stands on the page than that it is.
    return read is not None and (number == read.typed or (cells[0].is_total and not read.typed[:1].isdigit()))


def title_endings(form: Form) -> tuple[str, ...]:
    """How the form's title ends, behind the unit and the year."""
    return (form.title.format(agency="", year="").lstrip("年度"),)


def _order(item: Left) -> int:
    return item[0]


def _drop(passage: Passage, why: str, dropped: list[Left]) -> None:
    dropped.append(passage.left(passage.text, why))


def _without(passages: Iterable[Passage], why: Callable[[str], str], dropped: list[Left]) -> list[Passage]:
    """Those that are words of the report; `why` tells of a line why it is none."""
    kept = []
    for passage in passages:
        reason = why(passage.text)
        if reason:
            _drop(passage, reason, dropped)
        else:
            kept.append(passage)
    return kept


# -- what stands before the report

_LABELLED = re.compile(r"[（(]?发布(?:日期|时间)[:：]")
_LONGEST_STRAY = 40
_HEAD = 80
# In the first lines a title may run into the text behind it.
_GLUED = 5


def _without_head(lines: Sequence[Passage], form: Form, dropped: list[Left]) -> list[Passage]:
    """The preface, without the title, what the page shows before it, and the unit and date below it."""
    endings = title_endings(form)
    if find_title([line.text for line in lines[:_HEAD]], endings) is None:
        lines = [part for line in lines[:_GLUED] for part in _title_apart(line, endings)] + [*lines[_GLUED:]]
    texts = [line.text for line in lines[:_HEAD]]
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
        elif below and (date_of(_LABELLED.sub("", squeeze(line.text))) or looks_like_unit(line.text)):
            _drop(line, "标题下面的单位和日期", dropped)
        elif title is not None and index < len(texts) and _repeats(texts, index, title.text, endings):
            _drop(line, "重复的标题", dropped)
        else:
            below = False
            kept.append(line)
    return kept


def _title_apart(line: Passage, endings: Sequence[str]) -> list[Passage]:
    """A line cut behind the title that it begins with."""
    title = glued_title(line.text, endings)
    if title is None:
        return [line]
    left = len(title.text)
    end = next(at for at in range(len(line.text) + 1) if len(squeeze(line.text[:at])) == left)
    return [line.cut(0, end), line.cut(end, len(line.text))]


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


def _without_signature(lines: list[Passage], last_heading: int, dropped: list[Left]) -> list[Passage]:
    """Without unit and date at the very end; a unit alone, or more than these, stays."""
    first = last_heading + 1
    start = first + signature_start([line.text for line in lines[first:]])
    for line in lines[start:]:
        _drop(line, "落款", dropped)
    return lines[:start]


# -- writing


_PLAIN_BLANKS = str.maketrans("\t\u00a0", "  ")
_LEAD = re.compile(r"[（(]\s*(?P<number>[一二三四五六七八九十]{1,3})\s*[）)]")
_LONGEST_HEADING = 30
_LONGEST_TITLE = 40
# What ends the short words that are a heading.
_STOP = re.compile("[。；：:]")
_NEAR_BEFORE = 40


def _write(lines: Sequence[Passage], headings: dict[int, int], form: Form) -> str:
    written: list[str] = []
    section: list[Passage] = []
    for index, line in enumerate(lines):
        if index in headings:
            written += [*_section(section), f"## {line.text}"]
            section = []
        else:
            section += _cut_leads(line)
    written += _section(section)
    return "\n\n".join(_unmistakable(written, form)) + "\n" if written else ""


def _section(parts: Sequence[Passage]) -> list[str]:
    """The lines of one section. Its lines （一）… need no # where all of them are headings by themselves."""
    leads = [part for part in parts if _LEAD.match(part.text)]
    plain = all(_is_heading_by_itself(part.text) for part in leads)
    marked = not plain or any(part.level == 0 for part in leads)
    return [_line(part, marked) for part in parts]


def _line(part: Passage, marked: bool) -> str:
    """`marked`: a line （一）… is a heading only with #."""
    text = part.text.translate(_PLAIN_BLANKS)
    is_lead = _LEAD.match(text) is not None
    bold = () if part.is_all_bold and is_lead and _is_heading_by_itself(text) else part.bold
    line = to_markdown(text, bold, part.links)
    if part.level and _is_title(text) and (marked or not is_lead) and line[:1] != "\\":
        return f"### {line}"
    return line


def _is_heading_by_itself(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and _STOP.search(text) is None


def _is_title(text: str) -> bool:
    """Whether a line that the source marks as a heading is short enough for one, and no sentence."""
    return len(text) <= _LONGEST_TITLE and not any(mark in text for mark in "。；#＃")


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
