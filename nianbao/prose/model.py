"""What comes out of a report's prose."""

from __future__ import annotations

from dataclasses import asdict, dataclass
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
class Prose:
    """A report's words. `sections` are those that have a heading in the file, in the order of the form.

    `cited` are the addresses of the cells that `{…}` prints, each once, in order of appearance.
    """

    preface: ProseSection
    sections: tuple[ProseSection, ...]
    cited: tuple[str, ...]
    faults: tuple[Fault, ...]

    @property
    def characters(self) -> int:
        return sum(section.characters for section in (self.preface, *self.sections))

    def section(self, key: str) -> ProseSection | None:
        return next((section for section in self.sections if section.key == key), None)

    def block_at(self, line: int) -> str:
        """The id of the block that stands on a line of the file, or ''."""
        blocks = {at: name for section in (self.preface, *self.sections) for name, at in section.blocks}
        return blocks.get(line, "")


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
    return Fault(**{**data, "edits": tuple(Edit(**edit) for edit in data["edits"])})


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
