"""What comes out of a report's prose."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from ..located import Edit, Fault


@dataclass(frozen=True, slots=True)
class ProseSection:
    """One section as typed. The preface is a section without key, number and title.

    `title_printed` is the form's, `title_typed` the heading as it stands in the file. `html` is a row of
    `<p>` and `<h3>`, each with an id of `blocks`, which pairs it with its line in the file (from 1); `text`
    is the same in plain words, a line break between the blocks.
    """

    key: str
    number: str
    title_printed: str
    title_typed: str
    html: str
    text: str
    blocks: tuple[tuple[str, int], ...]

    @property
    def characters(self) -> int:
        """Length as word processors count it, blanks left out."""
        return len("".join(self.text.split()))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the prose as rules read it: plain words, citations printed, needless blanks left out.

    `section` is the key of its section, '' before the first; `place` names it in messages. `origin` says
    of each stretch of the plain text (start, end) where it stands in the file (start, end), and `kept`
    which characters of the plain text `text` is made of; None when of all.
    """

    section: str
    place: str
    text: str
    is_heading: bool
    origin: tuple[tuple[int, int, int, int], ...]
    kept: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters [start, end) of `text` stand in the file; `end` is after `start`."""
        first, last = (self.kept[start], self.kept[end - 1]) if self.kept else (start, end - 1)
        return self._source(first)[0], self._source(last)[1]

    def _source(self, place: int) -> tuple[int, int]:
        """A citation is one place in the file, however long the number it prints."""
        for start, end, source, source_end in self.origin:
            if place < end:
                same = end - start == source_end - source
                return (source + place - start, source + place - start + 1) if same else (source, source_end)
        return self.origin[-1][2:] if self.origin else (0, 0)


@dataclass(frozen=True, slots=True)
class Prose:
    """A report's words. `sections` are those that have a heading in the file, in the order of the form.

    `cited` are the addresses of the cells that `{…}` prints, each once, in order of appearance.
    `paragraphs` are all lines in the order of the file, for the rules; they are not kept.
    """

    preface: ProseSection
    sections: tuple[ProseSection, ...]
    cited: tuple[str, ...]
    faults: tuple[Fault, ...]
    paragraphs: tuple[Paragraph, ...] = field(default=(), compare=False)

    @property
    def characters(self) -> int:
        return sum(section.characters for section in (self.preface, *self.sections))

    def section(self, key: str) -> ProseSection | None:
        return next((section for section in self.sections if section.key == key), None)


def prose_to_json(prose: Prose) -> dict[str, Any]:
    """Plain values; `prose_from_json` takes them back, also after they went through JSON."""
    return {
        "preface": _section_to_json(prose.preface),
        "sections": [_section_to_json(section) for section in prose.sections],
        "cited": list(prose.cited),
        "faults": [asdict(fault) for fault in prose.faults],
    }


def prose_from_json(data: dict[str, Any]) -> Prose:
    return Prose(
        preface=_section_from_json(data["preface"]),
        sections=tuple(_section_from_json(item) for item in data["sections"]),
        cited=tuple(data["cited"]),
        faults=tuple(_fault_from_json(item) for item in data["faults"]),
    )


def _fault_from_json(data: dict[str, Any]) -> Fault:
    edits = {name: tuple(Edit(**edit) for edit in data[name]) for name in ("edits", "suggestions")}
    return Fault(**{**data, **edits})


def _section_to_json(section: ProseSection) -> dict[str, Any]:
    return {
        "key": section.key,
        "number": section.number,
        "title_printed": section.title_printed,
        "title_typed": section.title_typed,
        "html": section.html,
        "text": section.text,
        "blocks": [[name, line] for name, line in section.blocks],
    }


def _section_from_json(data: dict[str, Any]) -> ProseSection:
    return ProseSection(**{**data, "blocks": tuple((name, line) for name, line in data["blocks"])})
