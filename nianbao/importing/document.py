"""What a reader makes of a file: paragraphs and tables in reading order, each with its place in the source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from ..located import Fault


class Refused(Exception):
    """A file that cannot be imported; carries the fault that a rule puts into words."""

    def __init__(self, kind: str, /, **facts: object) -> None:
        super().__init__(kind)
        self.fault = Fault(kind, 0, 1, dict(facts))


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the source, as people count, from 1; 0 where the source has no such thing."""

    page: int = 0
    sheet: str = ""
    table: int = 0
    row: int = 0
    column: int = 0
    line: int = 0

    def __str__(self) -> str:
        """As messages say it: 第2页表3第5行第4列."""
        parts = (
            f"第{self.page}页" if self.page else "",
            f"工作表“{self.sheet}”" if self.sheet else "",
            f"表{self.table}" if self.table else "",
            f"第{self.row}行" if self.row else "",
            f"第{self.column}列" if self.column else "",
            f"第{self.line}行" if self.line else "",
        )
        return "".join(parts)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, or one line where the source has only lines (text files).

    `text` is as it stands there, without the blanks around it (text files: with its tabs). `bold`: stretches
    [start, end) of it. `level`: of a heading that the source marks as one (Word style, h1 to h6), else 0.
    `links`: stretches [start, end) with the address they lead to; `{address of a cell}` where our own page
    prints the figure of a cell there.
    """

    text: str
    place: Place
    bold: tuple[tuple[int, int], ...] = ()
    level: int = 0
    links: tuple[tuple[int, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a table; rows and columns count from 0. Lines within it are parted by newlines."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True)
class Grid:
    """A table with its spans. `place` tells where it begins.

    `otherwise`: where a source draws no lines and this may be no table, what stands there as text; its rows
    are then lines of text, of which several may make one row.
    """

    cells: tuple[GridCell, ...]
    place: Place
    otherwise: tuple[Paragraph, ...] = ()

    @cached_property
    def height(self) -> int:
        return max((cell.row + cell.rowspan for cell in self.cells), default=0)

    @cached_property
    def width(self) -> int:
        return max((cell.column + cell.colspan for cell in self.cells), default=0)

    @cached_property
    def covering(self) -> dict[tuple[int, int], GridCell]:
        """The cell that covers each (row, column); places that none covers are missing."""
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        }


@dataclass(frozen=True, slots=True)
class Dropped:
    """Text of the source that is no part of the report, and why it was left out."""

    text: str
    why: str
    place: Place


@dataclass(frozen=True, slots=True)
class Document:
    """`kind`: docx, html, pdf, xlsx or txt. `stated`: what the source says of itself outside the report, by
    the names of recognise.STATED: title, published, agency, number, index, address, and, of a page that says
    as data that it is a report, its author and year."""

    kind: str
    blocks: tuple[Paragraph | Grid, ...]
    stated: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[Dropped, ...] = ()


def as_text(document: Document) -> Document | None:
    """The document without the tables of which it is not certain that they are any; None when it has none."""
    if not any(isinstance(block, Grid) and block.otherwise for block in document.blocks):
        return None
    blocks: list[Paragraph | Grid] = []
    for block in document.blocks:
        blocks += block.otherwise if isinstance(block, Grid) and block.otherwise else (block,)
    return replace(document, blocks=tuple(blocks))
