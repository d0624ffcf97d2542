"""Word files (.docx) → `Document`, read from the bare XML: only what is named here, no reference is followed.

Printed is what counts: automatic numbers are written out, tracked changes are taken as accepted, hidden text is
dropped and said. Headers and footers are no part of the report and are not read; footnotes stand at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from ..document import Document, Dropped, Grid, Paragraph, Place, Refused
from .parts import Parts, read_parts
from .styles import Style, over, paragraph_says
from .tables import cells_of, is_frame, rows_of
from .text import Line, Piece, lines_of, pieces_of
from .xml import WRAPPERS, R, W, value_of

Item = Paragraph | Grid | Dropped

_NOWHERE = Place()
_IN_TABLE = Place(table=1)
_UNPRINTED = {"hidden": "隐藏的文字，不印出来", "struck": "划去的文字"}
_CROSSED_OUT = "（划去：{}）"
_COVERED = "合并单元格时被盖住的文字，不印出来"
_CONTENTS = "目录"
_UNREAD = {
    "picture": ("〔图片〕", "图片，里面的文字和表格读不出来"),
    "symbol": ("〔符号〕", "符号字体里的符号，读不出是什么"),
    "object": ("〔嵌入的对象〕", "嵌入的图表、Excel 表等，里面的文字读不出来"),
}
_CONTENTS_LINE = re.compile(r"\d\s*\Z")


def read_docx(data: bytes) -> Document:
    """The body in reading order. Raises Refused; `import-no-text` when it holds only pictures."""
    parts = read_parts(data)
    items = [*_blocks(parts.body, parts)]
    for note in parts.notes:
        items += _blocks(note, parts)
    blocks, dropped = _placed(items)
    if not any(isinstance(block, Paragraph) or any(cell.text for cell in block.cells) for block in blocks):
        raise Refused("import-no-text" if dropped else "import-empty")
    return Document("docx", tuple(blocks), dropped=tuple(dropped))


def _placed(items: Iterable[Item]) -> tuple[list[Paragraph | Grid], list[Dropped]]:
    """Paragraphs and tables counted from 1; what was dropped stands where the one before it stands."""
    blocks: list[Paragraph | Grid] = []
    dropped: list[Dropped] = []
    line = table = 0
    for item in items:
        if isinstance(item, Paragraph):
            line += 1
            blocks.append(replace(item, place=Place(line=line)))
        elif isinstance(item, Grid):
            table += 1
            blocks.append(replace(item, place=Place(table=table)))
        else:
            place = replace(item.place, table=table) if item.place.table else Place(line=max(line, 1))
            dropped.append(replace(item, place=place))
    return blocks, dropped


def _blocks(container: Any, parts: Parts) -> Iterator[Item]:
    """What a body, cell, text box or note holds, in order."""
    joined: list[Piece] = []
    for child in _members(container):
        if child.tag == f"{W}p":
            style = _style(child, parts)
            joined += pieces_of(child, style, parts.styles)
            # The mark that ends this paragraph was deleted: the next one goes on with its text.
            if child.find(f"{W}pPr/{W}rPr/{W}del") is None:
                yield from _paragraph(child, style, joined, parts)
                joined = []
        elif child.tag == f"{W}tbl":
            yield from _table(child, parts)
        elif child.tag == f"{W}altChunk":
            yield from _chunk(parts.chunks.get(child.get(f"{R}id", "")))
        elif child.tag == f"{W}sdt":
            yield from _contents(child, parts)
    yield from (Paragraph(line.text, _NOWHERE, line.bold) for line in lines_of(joined))


def _members(container: Any) -> Iterator[Any]:
    """The block elements, out of what is wrapped around them; a table of contents stays whole."""
    for child in container:
        if child.tag in WRAPPERS and not _is_contents(child):
            yield from _members(child)
        else:
            yield child


def _is_contents(element: Any) -> bool:
    gallery = value_of(element.find(f"{W}sdtPr/{W}docPartObj"), "docPartGallery")
    return gallery == "Table of Contents"


def _contents(element: Any, parts: Parts) -> Iterator[Dropped]:
    for paragraph in element.iter(f"{W}p"):
        for line in lines_of(pieces_of(paragraph, Style(), parts.styles)):
            yield Dropped(line.text, _CONTENTS, _NOWHERE)


def _style(paragraph: Any, parts: Parts) -> Style:
    properties = paragraph.find(f"{W}pPr")
    named = value_of(properties, "pStyle")
    style = over(parts.styles.get(named), paragraph_says(properties))
    if style.list_id and style.list_depth < 0:
        return replace(style, list_depth=parts.counters.level_of_style(style.list_id, named))
    return style


def _paragraph(element: Any, style: Style, pieces: list[Piece], parts: Parts) -> Iterator[Item]:
    number = parts.counters.step(style.list_id, style.list_depth) if style.list_id not in ("", "0") else ""
    lines = _numbered(lines_of(pieces, with_marks=parts.in_cell), number)
    for line in lines:
        if style.is_contents and _CONTENTS_LINE.search(line.text):
            yield Dropped(line.text, _CONTENTS, _NOWHERE)
        else:
            yield Paragraph(line.text, _NOWHERE, line.bold, style.level or 0)
    for what, why in _UNPRINTED.items():
        text = "".join(piece.text for piece in pieces if piece.what == what).strip()
        if text:
            yield Dropped(text, why, _NOWHERE)
    for piece in pieces:
        if piece.what in _UNREAD:
            yield Dropped(*_UNREAD[piece.what], _NOWHERE)
        elif piece.element is not None:
            yield from _blocks(piece.element, parts)


def _numbered(lines: list[Line], number: str) -> list[Line]:
    """The automatic number before the first line. A figure is kept apart from it: `1. 5` is never 1.5."""
    if not lines or not number:
        return lines
    first = lines[0]
    head = (
        number + " " if first.text[0].isdigit() and not number[-1].isspace() and number.isascii() else number
    )
    size = len(head)
    bold = tuple((start + size if start else 0, end + size) for start, end in first.bold)
    return [Line(head + first.text, bold), *lines[1:]]


def _table(table: Any, parts: Parts) -> Iterator[Item]:
    rows, hidden = rows_of(table)
    if is_frame(table, rows):
        for slot in (slot for row in rows for slot in row if not slot.continues):
            yield from _blocks(slot.element, parts)
        return
    dropped: list[Dropped] = []

    within = replace(parts, in_cell=True)

    def text_of(cell: Any) -> str:
        items = list(_blocks(cell, within))
        dropped.extend(replace(item, place=_IN_TABLE) for item in items if isinstance(item, Dropped))
        return _text_of_cell(items)

    cells, covered = cells_of(rows, text_of)
    yield Grid(tuple(cells), _NOWHERE)
    for row in hidden:
        text = " ".join(filter(None, (_text_of_cell(list(_blocks(slot.element, within))) for slot in row)))
        if text:
            yield Dropped(text, _UNPRINTED["hidden"], _IN_TABLE)
    yield from dropped
    yield from (Dropped(text, _COVERED, _IN_TABLE) for text in covered)


def _text_of_cell(items: list[Item]) -> str:
    """A cell that holds a picture instead of words is not blank, and one with words crossed out says so."""
    text = "\n".join(filter(None, map(_text, items)))
    dropped = [item for item in items if isinstance(item, Dropped)]
    struck = "".join(_CROSSED_OUT.format(item.text) for item in dropped if item.why == _UNPRINTED["struck"])
    return text + struck or "".join(
        item.text for item in dropped if (item.text, item.why) in _UNREAD.values()
    )


def _text(item: Item) -> str:
    """An item as text within a cell; of an inner table each row a line."""
    if isinstance(item, Paragraph):
        return item.text
    if isinstance(item, Dropped):
        return ""
    lines: dict[int, list[str]] = {}
    for cell in item.cells:
        lines.setdefault(cell.row, []).append(cell.text.replace("\n", ""))
    return "\n".join("\t".join(cells) for _, cells in sorted(lines.items()))


def _chunk(data: bytes | None) -> Iterator[Item]:
    """A web page that stands in the file instead of its text, as programs write that make Word of pages."""
    if data is None:
        yield Dropped(*_UNREAD["object"], _NOWHERE)
        return
    from ..sources.mhtml import html_of, looks_like_mhtml
    from ..web.reader import read_html

    document = read_html(html_of(data) if looks_like_mhtml(data) else data)
    yield from document.blocks
    yield from document.dropped
