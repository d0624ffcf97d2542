"""The prose of one report: headings tie its lines to the form, lines become HTML and plain text."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

from ..forms import Form, Section
from ..located import Fault
from ..report import Report
from .blocks import Block, Writer, lead
from .headings import Heading, find_headings, heading_faults
from .lines import Line, printable, split_lines, squeeze
from .model import Paragraph, Prose, ProseSection
from .residue import residue_faults, unfilled_faults

PREFACE = "正文开头"

# A numbered line no longer than this, without a full stop, is a sub-heading if all of its kind are.
_SHORT = 30


def read_prose(text: str, form: Form, report: Report | None, unit: str = "") -> Prose:
    """Read a report's Markdown. Never raises; `faults` stand at their exact places in `text`.

    `report` gives the figures that citations print and mentions are compared with; without it citations
    print 待填 and nothing is compared. `unit` is the agency's name.
    """
    text = printable(text)
    lines = list(split_lines(text))
    headings = find_headings(lines, form.sections)
    parts = _parts(lines, headings, form.sections)
    writer = Writer(form, report, unit)
    for part in parts:
        _write(part, writer)
    faults = [
        *heading_faults([headings[index] for index in sorted(headings)], form, len(text)),
        *writer.faults,
        *_left_behind(text, parts),
    ]
    return Prose(
        preface=_section(parts[0]),
        sections=_in_form_order(parts, form.sections),
        cited=tuple(dict.fromkeys(writer.cited)),
        faults=tuple(sorted(faults, key=lambda fault: (fault.start, fault.end, fault.kind))),
        paragraphs=_paragraphs(parts),
    )


@dataclass(slots=True)
class _Part:
    """The lines of one section; of the preface when it has none. A heading typed twice makes one part."""

    section: Section | None
    heading: Heading | None
    lines: list[tuple[Line, Heading | None]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    places: list[tuple[int, str]] = field(default_factory=list)


def _parts(lines: list[Line], headings: dict[int, Heading], sections: tuple[Section, ...]) -> list[_Part]:
    """The lines by section, the preface first, then as typed."""
    current = _Part(None, None)
    parts: dict[int | None, _Part] = {None: current}
    for index, line in enumerate(lines):
        heading = headings.get(index)
        if heading is None or heading.section is None:
            current.lines.append((line, heading))
            continue
        current = parts.setdefault(heading.section, _Part(sections[heading.section], heading))
    return list(parts.values())


def _write(part: _Part, writer: Writer) -> None:
    numbered_headings = _numbered_lines_are_headings(part)
    title = part.section.title if part.section else ""
    place, above = title or PREFACE, ""
    for line, heading in part.lines:
        words = lead(heading.title if heading else line.text)
        if words and part.section:
            place, above = f"{part.section.number}、{words}", words
        part.places.append((line.start, place))
        text = heading.title if heading else line.text
        start = line.start + (line.text.index(text, heading.depth) if heading else 0)
        is_heading = heading is not None or (bool(words) and numbered_headings)
        part.blocks.append(writer.write(text, start, line.number, is_heading, place, f"{title} {above}"))


def _numbered_lines_are_headings(part: _Part) -> bool:
    """Whether the lines （一）… of a section are headings: all are short lines of their own."""
    numbered = [line.text for line, heading in part.lines if heading is None and lead(line.text)]
    return all(len(text) <= _SHORT and not any(mark in text for mark in "。；：:") for text in numbered)


def _left_behind(text: str, parts: list[_Part]) -> list[Fault]:
    places = sorted(place for part in parts for place in part.places)
    starts = [start for start, _ in places]

    def place_at(offset: int) -> str:
        index = bisect_right(starts, offset)
        return places[index - 1][1] if index else PREFACE

    faults = residue_faults(text, place_at)
    for part in parts:
        place = part.section.title if part.section else PREFACE
        lines = [line for line, _ in part.lines]
        faults += unfilled_faults(part.section, part.heading, lines, part.blocks, place)
    return faults


def _paragraphs(parts: list[_Part]) -> tuple[Paragraph, ...]:
    """The lines as rules read them, in the order of the file."""
    found = []
    for part in parts:
        key = part.section.key if part.section else ""
        for block, (at, place) in zip(part.blocks, part.places, strict=True):
            text, kept = squeeze(block.text)
            places = None if kept is None else tuple(kept)
            found.append((at, Paragraph(key, place, text, block.is_heading, block.origin, places)))
    return tuple(paragraph for _, paragraph in sorted(found, key=lambda item: item[0]))


def _in_form_order(parts: list[_Part], sections: tuple[Section, ...]) -> tuple[ProseSection, ...]:
    by_key = {part.section.key: part for part in parts if part.section}
    return tuple(_section(by_key[section.key]) for section in sections if section.key in by_key)


def _section(part: _Part) -> ProseSection:
    section, heading = part.section, part.heading
    return ProseSection(
        key=section.key if section else "",
        number=section.number if section else "",
        title_printed=section.title if section else "",
        title_typed=heading.words if heading else "",
        html="\n".join(block.html for block in part.blocks),
        text="\n".join(block.text for block in part.blocks),
        blocks=tuple((block.id, block.line) for block in part.blocks),
    )
