"""What a Word file holds: paragraphs and tables in reading order, and what stands on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# The styles of `parts.STYLES`, by the names that people see in Word.
TITLE, HEADING, SUBHEADING, BODY, PLAIN, NOTE = "标题", "一级标题", "二级标题", "正文", "不缩进", "附注"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one look; a newline in it breaks the line."""

    text: str
    bold: bool = False
    red: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: tuple[Run, ...]
    style: str = BODY
    page_break_before: bool = False
    keep_with_next: bool = False


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell with its place in the grid; rows and columns count from 0."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    align: str = "center"
    shaded: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` are the columns' shares of the text width, `head` how many rows each page repeats, `size` the
    letters in half points."""

    cells: tuple[TableCell, ...]
    widths: tuple[float, ...]
    head: int = 0
    size: int = 21


@dataclass(frozen=True, slots=True)
class WordFile:
    """`header` stands on top of every page, `watermark` across it; `landscape` turns the pages, `narrow` gives a
    working paper narrow margins."""

    title: str
    blocks: Sequence[Paragraph | Table]
    header: str = ""
    watermark: str = ""
    landscape: bool = False
    narrow: bool = False
    page_numbers: bool = True


def paragraph(text: str, style: str = BODY, **look: bool) -> Paragraph:
    """A paragraph of one look."""
    return Paragraph((Run(text),), style, **look)
