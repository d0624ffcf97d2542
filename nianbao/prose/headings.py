"""Which lines are headings, and to which section of the form each belongs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from ..forms import Form, Section
from ..located import Edit, Fault
from .lines import BLANKS, Line

HASHES = "#＃"

# How a typed title stands to the form's: the same, a known or similar wording, another number.
EXACT, VARIANT, NUMBER = "exact", "heading-variant", "heading-number"

_LONGEST_TITLE = 40
_MOST_FAULTS = 200


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line. `depth` counts its #; `section` is None when it is none of the form's."""

    line: Line
    depth: int
    title: str
    section: int | None = None
    match: str = EXACT

    @property
    def words(self) -> str:
        """The title without the stars of bold."""
        return self.title.strip(BLANKS + "*＊")


def find_headings(lines: Sequence[Line], sections: tuple[Section, ...]) -> dict[int, Heading]:
    """Index of the line → its heading, for every line that is one."""
    titles = _titles(sections)
    found: dict[int, Heading] = {}
    for index, line in enumerate(lines):
        if line.text[0] in HASHES:
            heading = _hashed(line, titles)
            if heading is not None:
                found[index] = heading
    taken = {heading.section for heading in found.values()}
    found |= _without_hashes(lines, titles, taken)
    _fit_what_is_left(lines, sections, found)
    return found


def heading_faults(headings: Iterable[Heading], form: Form, end: int) -> list[Fault]:
    """What is wrong with the headings: wording, number, order, what stands twice, what is missing."""
    sections = form.sections
    faults: list[Fault] = []
    first: dict[int, Heading] = {}
    misplaced = False
    for heading in headings:
        if heading.section is None:
            faults += _unknown(heading) if len(faults) < _MOST_FAULTS else []
            continue
        section = sections[heading.section]
        faults += _wording(heading, section, form.source)
        if heading.section in first:
            start = first[heading.section].line.start
            facts = {"number": section.number, "title": section.title, "first": start}
            faults.append(_fault("heading-repeated", heading, facts))
            continue
        if not misplaced and any(index > heading.section for index in first):
            misplaced = True
            after = sections[max(first)]
            facts = {"number": section.number, "title": section.title, "after": after.title}
            faults.append(_fault("heading-order", heading, facts))
        first[heading.section] = heading
    faults += _missing(first, sections, end)
    return faults


def _fault(kind: str, heading: Heading, facts: Mapping[str, object], edits: tuple[Edit, ...] = ()) -> Fault:
    return Fault(kind, heading.line.start, heading.line.end, dict(facts), edits)


def _wording(heading: Heading, section: Section, source: str) -> list[Fault]:
    facts = {"number": section.number, "typed": heading.words, "title": section.title, "source": source}
    edits = (Edit(heading.line.start, heading.line.end, f"## {section.title}"),)
    if heading.match != EXACT:
        fault = _fault(heading.match, heading, facts)
        if heading.match == NUMBER or _speaks_of(heading.words, section):
            return [replace(fault, edits=edits)]
        # It stands where the section should, and says something else: whoever wrote it must decide.
        return [replace(fault, suggestions=edits)]
    if heading.depth != 2:
        return [_fault("heading-marks", heading, {**facts, "depth": heading.depth}, edits)]
    return []


_NUMBERED = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")


def _unknown(heading: Heading) -> list[Fault]:
    # `## （一）主动公开` is a sub-heading with one # too few; nobody is served by a word about that.
    if heading.depth > 2 or _NUMBERED.match(heading.title):
        return []
    return [_fault("heading-unknown", heading, {"typed": heading.title})]


def _missing(first: dict[int, Heading], sections: tuple[Section, ...], end: int) -> list[Fault]:
    """Sections with a table may be left out: their table comes from the figures."""
    faults = []
    for index, section in enumerate(sections):
        if index not in first and not section.table:
            later = [first[other].line.start for other in sorted(first) if other > index]
            at = later[0] if later else end
            facts = {"number": section.number, "title": section.title}
            faults.append(Fault("section-missing", at, at, facts))
    return faults


# -- recognising titles


@dataclass(frozen=True, slots=True)
class _Titles:
    exact: dict[str, int]
    aliases: dict[str, int]
    bodies: dict[str, int]
    numbers: dict[str, int]


@lru_cache(maxsize=16)
def _titles(sections: tuple[Section, ...]) -> _Titles:
    exact, aliases, bodies, numbers = {}, {}, {}, {}
    for index, section in enumerate(sections):
        exact[_loose(section.title)] = index
        numbers[section.number] = index
        for title in (*section.aliases, section.title):
            aliases[_loose(title)] = index
            bodies[_loose(_split(title)[1])] = index
    return _Titles(exact, aliases, bodies, numbers)


# What differs from typist to typist and is not worth a word.
_DECORATION = str.maketrans("", "", BLANKS + "*＊#＃、，,。．.：:；;“”\"‘’'")
_NUMBER = re.compile(
    r"第?(?P<number>[一二三四五六七八九十]{1,3}|\d{1,2})(?:部分)?[、.．，,：:\s]*(?P<body>.*)", re.DOTALL
)
# What a line that may be a title begins with: a number, or the signs around it.
_MAY_BEGIN = frozenset("一二三四五六七八九十123456789第*＊" + HASHES)
_CHINESE = dict(enumerate("一二三四五六七八九", 1))


def _loose(title: str) -> str:
    return title.translate(_DECORATION)


def _split(title: str) -> tuple[str, str]:
    """Number and words of a title; digits as Chinese numbers."""
    match = _NUMBER.match(title.strip(BLANKS + "*＊"))
    if match is None:
        return "", title
    number = match["number"]
    return (_CHINESE.get(int(number), number) if number.isdigit() else number), match["body"]


def _recognise(title: str, titles: _Titles) -> tuple[int | None, str]:
    loose = _loose(title)
    if loose in titles.exact:
        return titles.exact[loose], EXACT
    if loose in titles.aliases:
        return titles.aliases[loose], VARIANT
    number, body = _split(title)
    section = titles.bodies.get(_loose(body))
    if section is None or not number or titles.numbers.get(number) == section:
        return section, VARIANT
    return section, NUMBER


def _hashed(line: Line, titles: _Titles) -> Heading | None:
    behind = line.text.lstrip(HASHES)
    depth = len(line.text) - len(behind)
    title = behind.rstrip(HASHES).strip(BLANKS)
    # `#3号楼` and `#话题#` are text; a title of the form is one even so.
    section, match = _recognise(title, titles) if len(title) <= _LONGEST_TITLE else (None, EXACT)
    if not title or (section is None and depth == 1 and behind[0] not in BLANKS):
        return None
    return Heading(line, depth, title, section, match if section is not None else EXACT)


def _without_hashes(lines: Sequence[Line], titles: _Titles, taken: set[int | None]) -> dict[int, Heading]:
    """Titles of the form that stand alone on a line, for sections that no heading with # names."""
    found: dict[int, Heading] = {}
    for index, line in enumerate(lines):
        if len(line.text) <= _LONGEST_TITLE and line.text[0] in _MAY_BEGIN:
            loose = _loose(line.text)
            section = titles.aliases.get(loose)
            if section is not None and section not in taken:
                match = EXACT if loose in titles.exact else VARIANT
                found[index] = Heading(line, 0, line.text, section, match)
    return {index: heading for index, heading in found.items() if not _in_contents(index, found)}


def _in_contents(index: int, found: dict[int, Heading]) -> bool:
    """A list of the six titles in the preface: they follow each other, and come again later."""
    beside = index + 1 in found or index - 1 in found
    return beside and any(
        later > index and heading.section == found[index].section for later, heading in found.items()
    )


def _fit_what_is_left(
    lines: Sequence[Line], sections: tuple[Section, ...], found: dict[int, Heading]
) -> None:
    """Sections still without a heading take a line of their number, as Chinese numbers go, whose words come near.

    A line with # need only stand between its neighbours: `## 五、问题和打算` is meant for 五.
    `2.依申请公开` is a paragraph of section 一.
    """
    numbered = [index for index, line in enumerate(lines) if line.text[0] in _MAY_BEGIN]
    for section in range(len(sections)):
        known = [(index, heading.section) for index, heading in found.items() if heading.section is not None]
        if any(other == section for _, other in known):
            continue
        before = max((index for index, other in known if other < section), default=-1)
        after = min((index for index, other in known if other > section), default=len(lines))
        for index in [index for index in numbered if before < index < after]:
            heading = found.get(index)
            if _fits(lines[index], heading, sections[section]):
                title = heading.title if heading else lines[index].text
                found[index] = Heading(lines[index], heading.depth if heading else 0, title, section, VARIANT)
                break


def _fits(line: Line, heading: Heading | None, section: Section) -> bool:
    title = heading.title if heading else line.text
    if (heading and (heading.section is not None or heading.depth > 2)) or len(title) > _LONGEST_TITLE:
        return False
    number, body = _split(title)
    if number != section.number or number not in title:
        return False
    if heading:
        return True
    if any(mark in body for mark in "。；，：:"):
        return False
    return _speaks_of(body, section)


def _speaks_of(title: str, section: Section) -> bool:
    """Whether a title has a word of the section, or differs from its own by little more than a slip."""
    typed, right = _loose(_split(title)[1]), _loose(_split(section.title)[1])
    if any(word in typed for word in section.words):
        return True
    if len(set(typed) & set(right)) * 2 < len(set(right)):
        return False
    return SequenceMatcher(None, typed, right).ratio() >= 0.75
