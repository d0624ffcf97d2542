"""Where findings stand on a report's page: on cells and on paragraphs, under the number they have in the panel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from markupsafe import escape

from .forms import Form

Blocks = Mapping[int, tuple[str, str]]

_BLOCK = re.compile(r'<(p|h3) id="([^"]+)">(.*?)</\1>', re.DOTALL)
_HIDDEN = '<span class="visually-hidden">问题</span>'


def blocks_by_line(prose: Sequence[Mapping[str, Any]]) -> dict[int, tuple[str, str]]:
    """Line of the prose file (from 1) → the key of its section and the id of the block that stands there."""
    return {line: (section["key"], name) for section in prose for name, line in section["blocks"]}


def placed_findings(
    told: Sequence[Mapping[str, Any]], form: Form, prose: Sequence[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Findings with the section they belong to, the place on the page to go to, and the blocks they concern."""
    sections = {section.table: section.key for section in form.sections if section.table}
    blocks = blocks_by_line(prose) if told else {}
    headings = _headings(form, prose) if told else {}
    for finding in told:
        cell = form.by_address.get(finding["cells"][0]) if finding["cells"] else None
        concerned = [
            blocks[spot["line"]]
            for spot in finding["positions"]
            if spot["file"].endswith(".md") and spot["line"] in blocks
        ]
        in_prose = bool(concerned) and finding["positions"][0]["file"].endswith(".md")
        key, name = concerned[0] if concerned else headings.get(_heading(finding["positions"]), ("", ""))
        yield {
            **finding,
            "section": sections.get(cell.table, "") if cell else key,
            "target": name if in_prose or cell is None else cell.id,
            "blocks": list(dict.fromkeys(name for _, name in concerned)),
            "where": _places(finding["positions"]),
        }


def _headings(form: Form, prose: Sequence[Mapping[str, Any]]) -> dict[str, tuple[str, str]]:
    """Headings as typed → the key and the id of their section."""
    ids = {section.key: f"s{number}" for number, section in enumerate(form.sections, 1)}
    return {one["title_typed"]: (one["key"], ids[one["key"]]) for one in prose if one["key"] in ids}


def _heading(positions: Sequence[Mapping[str, Any]]) -> str:
    """The line a finding points at, as it would be typed were it a heading."""
    first = positions[0] if positions else {"file": "", "source": ""}
    return first["source"].lstrip("# \u3000").strip() if first["file"].endswith(".md") else ""


def _places(positions: Sequence[Mapping[str, Any]]) -> list[str]:
    """The first place of every file: the cells of one finding mostly share a file."""
    first: dict[str, str] = {}
    for spot in positions:
        first.setdefault(spot["file"], f"{spot['file']}:{spot['line']}:{spot['column']}")
    return list(first.values())


def cell_marks(findings: Sequence[Mapping[str, Any]]) -> dict[str, list[int]]:
    """Cell address → numbers of the open findings that concern it; only a preview has any."""
    marks: dict[str, list[int]] = {}
    for finding in findings:
        for address in finding["cells"] if not finding["explanation"] else ():
            marks.setdefault(address, []).append(finding["number"])
    return marks


def mark_prose(html: str, findings: Sequence[Mapping[str, Any]]) -> str:
    """The prose with a mark in each paragraph that an open finding concerns, and below it what is said."""
    by_block: dict[str, list[Mapping[str, Any]]] = {}
    for finding in findings:
        for name in finding["blocks"] if not finding["explanation"] else ():
            by_block.setdefault(name, []).append(finding)
    if not by_block:
        return html

    def marked(match: re.Match[str]) -> str:
        tag, name, inner = match.groups()
        found = by_block.get(name)
        if not found:
            return match[0]
        described = " ".join(f"finding-{finding['number']}" for finding in found)
        links = "".join(_link(finding["number"]) for finding in found)
        notes = "".join(_note(finding) for finding in found)
        return (
            f'<{tag} id="{name}" class="marked" aria-describedby="{described}">{inner}{links}</{tag}>{notes}'
        )

    return _BLOCK.sub(marked, html)


def _link(number: int) -> str:
    return f'<a class="mark" href="#finding-{number}">{_HIDDEN}{number}</a>'


def _note(finding: Mapping[str, Any]) -> str:
    words = escape(f"{finding['word']} {finding['name']}　{finding['text']}")
    return f'<p class="marked-note">{_link(finding["number"])} {words}</p>'
