"""A saved web page → `Document`: the report found among menus, links and footers, which are left out and told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..document import Document, Dropped, Grid, Paragraph, Place, Refused
from ..sources.encoding import decode_page
from .article import find_article, holds_several, is_prose, report_range, section_number
from .chrome import is_chrome
from .facts import (
    absolute,
    facts_of_data,
    facts_of_head,
    facts_of_lines,
    is_facts,
    is_titled,
    saved_from,
    settle,
    titles_above,
    urlsplit_is_web,
)
from .markup import Line, read_lines, tag
from .own_pages import find_own_page
from .shells import find_words, is_large
from .spans import Tables, cell_text, has_pictures_only, loose_lines, read_grid, tell_tables
from .visibility import prune

MAX_LINES = 20_000
_TOLD = 40
_TOLD_PICTURES = 20
_ROW_LEFT_OPEN = re.compile(r"(</tr\s{0,9}>\s{0,99})(?=<t[dh][\s>])", re.IGNORECASE)


def read_html(data: bytes) -> Document:
    """A page as saved by a browser or a crawler, or one of our own.

    Raises Refused: import-empty, import-broken, import-encoding, import-too-long, import-several, and
    import-no-report where the page holds no text of its own (it is then told where that may be).
    """
    text = decode_page(data)
    if not text.strip():
        raise Refused("import-empty")
    page = _Page(_parse(text), False)
    if not page.is_report:
        # Tabs that are hidden until they are pressed may hold the report.
        hidden = _Page(_parse(text), True)
        page = hidden if hidden.is_report else page
    return page.document(saved_from(text))


def _parse(text: str) -> Any:
    """The tree of a page, parsed without network; elements nested too deep are refused and never lost."""
    from lxml import etree, html

    # Browsers begin a row where cells follow the end of one; the parser would go on with the row before.
    text = _ROW_LEFT_OPEN.sub(r"\1<tr>", text)
    for huge in (False, True):
        parser = html.HTMLParser(
            encoding="utf-8", huge_tree=huge, no_network=True, remove_comments=True, remove_pis=True
        )
        try:
            root = html.document_fromstring(text.encode("utf-8"), parser=parser)
        except (etree.ParserError, etree.XMLSyntaxError) as error:
            raise Refused("import-broken", reason=str(error)) from None
        if not any("RESOURCE_LIMIT" in entry.type_name for entry in parser.error_log):
            return root
    raise Refused("import-broken", reason="depth")


class _Page:
    """One parsed page: its pieces (lines and tables in reading order) and which of them are the report."""

    def __init__(self, root: Any, keep_hidden: bool) -> None:
        self.root = root
        self.facts = facts_of_head(root)
        self.data = facts_of_data(root)
        self.address = ""
        self.elsewhere = find_words(root)
        self.own = find_own_page(root)
        self.dropped = prune(root, keep_hidden)
        self.tables: Tables = tell_tables(root)
        self.pieces: list[Line | Any] = list(read_lines(root, self.tables.data))
        if len(self.pieces) > MAX_LINES:
            raise Refused("import-too-long", paragraphs=MAX_LINES)
        if self.own is None:
            self.article = find_article(root, self.pieces, self.tables.figures)
        else:
            self.article = self.own.article
        self.start, self.end = report_range(self.pieces, self.article)

    @property
    def is_report(self) -> bool:
        """Whether there are sections, or tables of figures, or much text."""
        lines = [piece for piece in self.pieces[self.start : self.end] if isinstance(piece, Line)]
        sections = {section_number(line) for line in lines} - {""}
        return (
            len(sections) >= 2
            or bool(self.tables.figures)
            or sum(map(_length, filter(is_prose, lines))) >= 300
        )

    def document(self, saved_address: str) -> Document:
        self.address = next(filter(urlsplit_is_web, (*self.facts["address"], saved_address)), "")
        blocks, beside, dropped = self._report()
        if not blocks or (not self.is_report and self.elsewhere):
            raise Refused("import-no-report", **self.elsewhere)
        if holds_several(self.pieces, self.tables.figures):
            lines = (piece.text for piece in self.pieces if isinstance(piece, Line) and not piece.linked)
            raise Refused("import-several", names=list(dict.fromkeys(filter(is_titled, lines))))
        outside = [*self.pieces[: self.start], *self.pieces[self.end :]]
        stated, open_dates = self._stated(
            [text for piece in outside for text in _texts(piece)], beside, saved_address
        )
        told = [
            *self._regions(outside),
            *dropped,
            *(Dropped(value, "网页上的发布日期前后不一致，没有采用", Place()) for value in open_dates),
            *self.dropped,
        ]
        return Document("html", tuple(blocks), stated, tuple(told))

    def _stated(self, outside: list[str], beside: list[str], saved: str) -> tuple[dict[str, str], list[str]]:
        """What the page says of the report: in its head, beside it, in the note of the browser that saved it."""
        printed = facts_of_lines([*outside, *beside])
        headings = [line.text for line in self.pieces if isinstance(line, Line) and line.level == 1]
        above = [piece for piece in self.pieces[: self.start] if isinstance(piece, Line) and not piece.linked]
        titles = [*titles_above([line.text for line in above]), *self.facts["title"][:1], *headings]
        titles += [*self.facts["title"][1:], *printed.pop("title", [])]
        printed["address"] = [*self.facts["address"], saved] if self.own is None else [self.own.address]
        for name in ("published", "agency"):
            printed[name] = [*printed.get(name, []), *self.facts[name], *filter(None, [self.data.get(name)])]
        stated, open_dates = settle({**printed, "title": titles})
        # A page that states whose report it is also states its title, whatever the site is called.
        said = self.data if self.data.get("author") else {}
        return {**stated, **{name: text for name, text in said.items() if name != "published"}}, open_dates

    def _report(self) -> tuple[list[Paragraph | Grid], list[str], list[Dropped]]:
        """The blocks of the report, the lines among them that state facts of the page, and what was left out."""
        blocks: list[Paragraph | Grid] = []
        beside: list[str] = []
        dropped: list[Dropped] = []
        begun = False
        tables = lines = 0
        for piece in self.pieces[self.start : self.end]:
            if not isinstance(piece, Line):
                if _is_aside(piece, begun):
                    beside += _texts(piece)
                    dropped.append(Dropped(_shorten(_texts(piece)), "网页上的信息栏或链接", Place()))
                    continue
                begun = True
                tables += 1
                place = Place(table=tables)
                if has_pictures_only(piece):
                    dropped.append(Dropped("（图片）", "表格里是图片，图片里的字读不出来", place))
                    continue
                if self.own is None:
                    blocks += [self._paragraph(line, 0) for line in loose_lines(piece)]
                blocks.append(read_grid(piece, tables))
                continue
            lines += 1
            if is_chrome(piece.text, bool(piece.linked)) or (not begun and is_facts(piece.text)):
                beside.append(piece.text)
                dropped.append(Dropped(piece.text, "网页上的文字，不是报告内容", Place(line=lines)))
                continue
            begun = begun or bool(section_number(piece)) or is_prose(piece)
            blocks.append(self._paragraph(piece, lines))
        return blocks, beside, [*dropped, *self._pictures()]

    def _paragraph(self, line: Line, number: int) -> Paragraph:
        """Links of our own pages stand as they were typed; those of others lead to whole addresses."""
        links = line.links
        if self.own is None:
            whole = ((start, end, absolute(target, self.address)) for start, end, target in links)
            links = tuple(link for link in whole if link[2])
        return Paragraph(line.text, Place(line=number), line.bold, line.level, links)

    def _regions(self, outside: Sequence[Line | Any]) -> list[Dropped]:
        """What stands around the report: each part of the page once, by how it begins."""
        path = {self.article, *self.article.iterancestors()}
        regions: dict[Any, list[str]] = {}
        for piece in outside:
            element = piece.element if isinstance(piece, Line) else piece
            while element.getparent() is not None and element not in path and element.getparent() not in path:
                element = element.getparent()
            texts = regions.setdefault(element, [])
            if len(texts) < _TOLD:
                texts += _texts(piece)
        return [
            Dropped(_shorten(texts), "网页上报告以外的内容（栏目、导航、页脚等）", Place())
            for texts in regions.values()
        ]

    def _pictures(self) -> list[Dropped]:
        """Pictures in the report that are large enough to hold text."""
        pictures = [image for image in self.article.iter("img") if is_large(image)]
        return [
            Dropped(
                f"（图片 {(image.get('src') or '').rpartition('/')[2][:60]}）", "图片里的字读不出来", Place()
            )
            for image in pictures[:_TOLD_PICTURES]
        ]


def _length(line: Line) -> int:
    return len(line.text)


def _texts(piece: Line | Any) -> list[str]:
    """The lines of a piece; of a table, its cells row by row."""
    if isinstance(piece, Line):
        return [piece.text]
    return [cell_text(cell) for cell in piece.iter("td", "th") if cell.find(".//table") is None]


def _shorten(texts: Sequence[str]) -> str:
    return " ".join(" ".join(texts).split())[:_TOLD]


def _is_aside(table: Any, begun: bool) -> bool:
    """Whether a table among the text is the information box of the page, or made of links and buttons."""
    texts = [text for text in _texts(table) if text]
    if not begun and len({name for name in facts_of_lines(texts) if name}) >= 2:
        return True
    linked = sum(len(link.text_content()) for link in table.iter("a") if tag(link.getparent()))
    return bool(texts) and (all(map(is_chrome, texts)) or linked * 10 > sum(map(len, texts)) * 9)
