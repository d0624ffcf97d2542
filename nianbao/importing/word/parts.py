"""The parts of a .docx file that hold the report, found by the relations the file itself states."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from ..document import Refused
from ..sources.archives import open_archive, read_member, read_members
from .lists import Counters, read_lists
from .styles import Styles, read_styles
from .xml import W, parse

MOST_PARAGRAPHS = 20_000
MOST_PAGES = 300
_MOST_BYTES = 40_000_000
_PARAGRAPH = re.compile(rb"<(?:\w{1,20}:)?p[\s/>]")
_PAGE_BREAK = re.compile(rb"<w:br w:type=\"page\"|<w:lastRenderedPageBreak")
_MAIN = "word/document.xml"
_CHUNKS = (".htm", ".html", ".xhtml", ".mht", ".mhtml")


@dataclass(frozen=True, slots=True)
class Parts:
    """`body`: w:body. `notes`: the footnotes and endnotes, each a w:footnote or w:endnote. `chunks`: pages that
    stand in the text as files of their own, by relation. `in_cell`: what is read stands in a cell of a table."""

    body: Any
    styles: Styles
    counters: Counters
    notes: tuple[Any, ...]
    chunks: Mapping[str, bytes]
    in_cell: bool = False


def read_parts(data: bytes) -> Parts:
    """Raises Refused for a bomb, entities, a damaged file and one that is too long to be a report."""
    archive = open_archive(data)
    files = {_plain(name): content for name, content in read_members(archive).items()}
    main = next((path for kind, path in _relations(files, "").values() if kind == "officeDocument"), _MAIN)
    if main not in files:
        raise Refused("import-broken", member=main)
    text = files[main]
    pages = 1 + sum(1 for _ in _PAGE_BREAK.finditer(text))
    if pages > MOST_PAGES:
        raise Refused("import-too-long", pages=pages)
    paragraphs = sum(1 for _ in _PARAGRAPH.finditer(text))
    if paragraphs > MOST_PARAGRAPHS or len(text) > _MOST_BYTES:
        raise Refused("import-too-long", paragraphs=paragraphs)
    body = parse(text).find(f"{W}body")
    if body is None:
        raise Refused("import-broken", member=main)
    relations = _relations(files, main)
    named = {kind: path for kind, path in reversed(relations.values())}
    members = {_plain(name): name for name in archive.namelist()}
    return Parts(
        body,
        read_styles(parse(files.get(named.get("styles", "")))),
        Counters(read_lists(parse(files.get(named.get("numbering", ""))))),
        tuple(note for kind in ("footnotes", "endnotes") for note in _notes(files.get(named.get(kind, "")))),
        {
            key: read_member(archive, members[path])
            for key, (kind, path) in relations.items()
            if kind == "aFChunk" and path in members and path.lower().endswith(_CHUNKS)
        },
    )


def _notes(data: bytes | None) -> list[Any]:
    """The notes that people wrote; those with a type are the lines Word draws above them."""
    root = parse(data)
    return [] if root is None else [note for note in root if note.get(f"{W}type", "normal") == "normal"]


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/")


def _relations(files: Mapping[str, bytes], part: str) -> dict[str, tuple[str, str]]:
    """Relation id → (last word of its type, path of the part); relations to outside are left out."""
    folder, name = posixpath.split(part)
    data = files.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    root = parse(data)
    found: dict[str, tuple[str, str]] = {}
    for item in root if root is not None else ():
        if etree.QName(item).localname == "Relationship" and item.get("TargetMode", "") != "External":
            target = _plain(posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))))
            found[item.get("Id", "")] = (item.get("Type", "").rpartition("/")[2], target)
    return found
