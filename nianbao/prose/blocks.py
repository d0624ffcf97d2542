"""One line of prose → one block of HTML, its plain text, and the faults within it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from markdown_it.token import Token

from ..forms import Cell, Form
from ..located import Fault
from ..report import Report
from .chinese import CITATION, read_line, to_html
from .citations import printed_number, resolve
from .mentions import MOST, Mentioned, compare

# So many are enough to mend at once; a file of nothing but signs must not become a million findings.
_MOST_FAULTS = 200


@dataclass(frozen=True, slots=True)
class Block:
    id: str
    line: int
    html: str
    text: str
    is_heading: bool
    origin: tuple[tuple[int, int, int, int], ...]


@dataclass(slots=True)
class _Piece:
    """A stretch of a block's plain text: where it begins, its token, and where it stands in the file.

    A citation is one place in the file, however long the number it prints.
    """

    start: int
    end: int
    token: int
    source: int
    source_end: int
    is_citation: bool
    linked: bool


@dataclass(slots=True)
class Writer:
    """Writes blocks in turn, numbered through the report; gathers their faults and what they cite."""

    form: Form
    report: Report | None
    unit: str = ""
    faults: list[Fault] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)
    _written: int = 0
    _compared: int = 0

    def write(self, text: str, start: int, line: int, heading: bool, place: str, context: str) -> Block:
        """`text` stands at `start` of the file; `place` names it for messages, `context` are its headings."""
        self._written += 1
        tokens, pieces = self._tokens(text, start, place)
        plain = "".join(tokens[piece.token].content for piece in pieces)
        origin = tuple((piece.start, piece.end, piece.source, piece.source_end) for piece in pieces)
        if self.report is not None and not heading and self._compared < MOST:
            found = compare(plain, context, self.form, self.report, self.unit)
            self._compared += len(found)
            # Links cut the pieces, from the end on; the places of what differs are taken before.
            for item in found:
                if item.expected is not None:
                    self._mention_differs(item, pieces, place)
            for item in reversed(found):
                if item.expected is None and item.cell is not None:
                    _link_mention(item, tokens, pieces)
        tag, name = "h3" if heading else "p", f"p{self._written}"
        html = f'<{tag} id="{name}">{to_html(tokens)}</{tag}>'
        return Block(name, line, html, plain, heading, origin)

    def _tokens(self, text: str, start: int, place: str) -> tuple[list[Token], list[_Piece]]:
        """The line's tokens with citations resolved, and the pieces of its plain text."""
        tokens: list[Token] = []
        pieces: list[_Piece] = []
        at, depth = 0, 0
        seen: set[str] = set()
        for token in read_line(text):
            linked = depth > 0
            if token.type == "link_open":
                depth += 1
            elif token.type == "link_close":
                depth -= 1
            if token.type not in ("text", CITATION):
                tokens.append(token)
                continue
            source = start + int(token.meta["at"])
            end = source + len(token.content)
            is_citation = token.type == CITATION
            if is_citation:
                end = start + int(token.meta["end"])
                made = self._citation(token, text[source - start : end - start], source, linked, place)
                linked = True
            else:
                made = [token]
                self._inline_fault(token, source, end, place, seen)
            index = len(tokens) + len(made) // 2
            tokens += made
            length = len(tokens[index].content)
            pieces.append(_Piece(at, at + length, index, source, end, is_citation, linked))
            at += length
        return tokens, pieces

    def _citation(self, token: Token, typed: str, start: int, linked: bool, place: str) -> list[Token]:
        """What a citation prints: the number, linked to its cell unless it stands within a link."""
        cited = resolve(token.content, self.form, self.report, suggest=len(self.faults) < _MOST_FAULTS)
        if cited.fault:
            self._fault(cited.fault, start, start + len(typed), place=place, **cited.facts)
        if cited.cell is None:
            return [_text(typed)]
        self.cited.append(cited.cell.address)
        return [_text(cited.printed)] if linked else _link(cited.printed, cited.cell, cited=True)

    def _inline_fault(self, token: Token, start: int, end: int, place: str, seen: set[str]) -> None:
        kind = token.meta.get("fault", "")
        # A lone sign makes the rest of its line doubtful too: one word about it is enough.
        if kind and kind not in seen:
            seen.add(kind)
            self._fault(kind, start, end, place=place, text=token.content)

    def _mention_differs(self, item: Mentioned, pieces: list[_Piece], place: str) -> None:
        first = next(piece for piece in pieces if piece.start <= item.start < piece.end)
        last = next(piece for piece in pieces if piece.start < item.end <= piece.end)
        start = first.source if first.is_citation else first.source + item.start - first.start
        end = last.source_end if last.is_citation else last.source + item.end - last.start
        self._differs(item, start, end, place)

    def _differs(self, item: Mentioned, start: int, end: int, place: str) -> None:
        cells = [self.form.cells[term.index] for term in item.mention.readings[0]]
        table = self.form.table(cells[0].table)
        assert self.report is not None
        empty = bool(table.none) and all(self.report.figures[cell.index].value == 0 for cell in table.cells)
        kind = "mention-of-nothing" if empty and item.number else "mention-differs"
        self._fault(
            "mention-none" if item.nothing else kind,
            start,
            end,
            place=place,
            quote=item.quote,
            stated=printed_number(item.number),
            expected=printed_number(item.expected) if item.expected is not None else "",
            where=_where(cells),
            path=cells[0].path if len(cells) == 1 else "",
            table=table.name,
            none=table.none,
            table_place=table.place,
            cells=[cell.address for cell in cells],
        )

    def _fault(self, kind: str, start: int, end: int, **facts: object) -> None:
        if len(self.faults) < _MOST_FAULTS:
            self.faults.append(Fault(kind, start, end, facts))


def _text(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    return token


def _link(content: str, cell: Cell, cited: bool = False) -> list[Token]:
    """`cited`: the page says so, so that it can be imported again as it was typed."""
    opened = Token("link_open", "a", 1)
    opened.attrs = {"class": "cell-ref", "href": f"#{cell.id}"}
    if cited:
        opened.attrs["data-cited"] = cell.path
    return [opened, _text(content), Token("link_close", "a", -1)]


def _link_mention(item: Mentioned, tokens: list[Token], pieces: list[_Piece]) -> None:
    piece = next(piece for piece in pieces if piece.start <= item.start < piece.end)
    if item.end <= piece.end and not piece.is_citation and not piece.linked:
        _link_within(tokens, pieces, piece, item)


def _link_within(tokens: list[Token], pieces: list[_Piece], piece: _Piece, item: Mentioned) -> None:
    """Link a number in the middle of a text token. Later numbers must have been linked before."""
    assert item.cell is not None
    content = tokens[piece.token].content
    start, end = item.start - piece.start, item.end - piece.start
    tokens[piece.token : piece.token + 1] = [
        _text(content[:start]),
        *_link(content[start:end], item.cell),
        _text(content[end:]),
    ]
    for other in pieces:
        if other.token > piece.token:
            other.token += 4
    piece.end = item.start


def _where(cells: list[Cell]) -> str:
    """The figure, or the sum, as messages name it."""
    table = cells[0].table_place
    if len(cells) == 1:
        return cells[0].place
    along_row = len({cell.row for cell in cells}) == 1
    levels = zip(*(cell.column_labels if along_row else cell.row_labels for cell in cells), strict=False)
    common = [labels[0] for labels in levels if len(set(labels)) == 1]
    if len(cells) == 2 or (len(cells) == 3 and len(common) < 2):
        return f"{table} " + "与".join(cell.place.removeprefix(table).strip() for cell in cells) + "合计"
    row = f"{cells[0].row_place}，" if along_row else ""
    return f"{table} {row}{common[-1] if common else ''}各项合计"


_LEAD = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)][^。；：:，,{｛*]{0,24}")


def lead(text: str) -> str:
    """The numbered words a line begins with: （一）主动公开; '' when it begins otherwise."""
    match = _LEAD.match(text.lstrip("*＊"))
    return match.group().strip() if match else ""
