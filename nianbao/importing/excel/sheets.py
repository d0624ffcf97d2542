"""One sheet of a workbook: its bands of rows, each a table or a line of text between tables."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..document import Grid, GridCell, Paragraph, Place, Refused

MAX_AREA = 200_000
_SECTION = re.compile(r"(?:[一二三四五六七八九十]{1,2}|[甲乙丙丁戊己庚辛壬癸])\s?[、．.]")
_REPORT = re.compile(r"年报|报告")
_LONG = 40
_WORD = re.compile(r"[\u4e00-\u9fff]{2}")
# So many labels in common, and so large a share of them: more than heads and totals of other tables have.
_FEWEST_LABELS = 12
_ALIKE = 0.8


@dataclass(frozen=True)
class Sheet:
    """The visible part of one sheet: texts and spans (rows, columns) by place, counted from 1.

    `covered`: places under a span that begins elsewhere. `bordered`: those with lines around them, empty ones, too.
    """

    name: str
    texts: Mapping[tuple[int, int], str]
    spans: Mapping[tuple[int, int], tuple[int, int]]
    covered: frozenset[tuple[int, int]]
    bordered: frozenset[tuple[int, int]]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]

    @cached_property
    def filled(self) -> dict[int, list[int]]:
        """The columns that have text, by row."""
        rows: dict[int, list[int]] = {}
        for row, column in sorted(self.texts):
            rows.setdefault(row, []).append(column)
        return rows

    @cached_property
    def under(self) -> frozenset[int]:
        """Rows that belong to a labelled cell begun above."""
        starts = (
            (row, down) for (row, column), (down, _) in self.spans.items() if (row, column) in self.texts
        )
        return frozenset(row + below for row, down in starts for below in range(1, down))

    @cached_property
    def several(self) -> list[int]:
        """The rows with several texts."""
        return [row for row, columns in self.filled.items() if len(columns) > 1]

    def is_wide(self, place: tuple[int, int]) -> bool:
        """Whether a cell reaches as far as the rows of a table above it or below it."""
        at = bisect_left(self.several, place[0])
        near = self.several[max(0, at - 1) : at + 1]
        ends = [max(column + self.span((row, column))[1] for column in self.filled[row]) for row in near]
        return place[1] + self.span(place)[1] >= min(ends, default=0)

    def span(self, place: tuple[int, int]) -> tuple[int, int]:
        return self.spans.get(place, (1, 1))


def find_alike(pages: Sequence[Sheet]) -> list[str]:
    """The names of sheets that are the same table filled in several times, for several agencies or years."""
    labels = [_labels(page) for page in pages]
    return [
        page.name
        for number, page in enumerate(pages)
        if any(
            len(labels[number] & others)
            >= max(_FEWEST_LABELS, _ALIKE * max(len(labels[number]), len(others)))
            for other, others in enumerate(labels)
            if other != number
        )
    ]


def _labels(page: Sheet) -> frozenset[str]:
    """The words of the cells of a sheet's tables."""
    texts = ("".join(page.texts[row, column].split()) for row in page.several for column in page.filled[row])
    return frozenset(text for text in texts if _WORD.search(text))


def read_sheet(page: Sheet, tables: int) -> Iterator[Paragraph | Grid]:
    """The tables and lines of a sheet; `tables`: how many came before."""
    for band in _bands(page):
        if any(len(page.filled.get(row, ())) > 1 or row in page.under for row in band):
            tables += 1
            yield _grid(page, band, tables)
        else:
            yield from (line for row in band for line in _paragraphs(page, row))


def _bands(page: Sheet) -> Iterator[list[int]]:
    """Rows that stand together: cut at empty rows, and around each line of text."""
    band: list[int] = []
    for row in sorted((set(page.filled) | page.under) - page.hidden_rows):
        if band and any(between not in page.hidden_rows for between in range(band[-1] + 1, row)):
            yield band
            band = []
        if not _is_apart(page, row):
            band.append(row)
            continue
        if band:
            yield band
        yield [row]
        band = []
    if band:
        yield band


def _is_apart(page: Sheet, row: int) -> bool:
    """Whether a row is no row of a table but one text like a title, a section or a sentence.

    On a sheet with lines around its cells those tell; a banner across a table has them, too, and is
    told from a section only by the section's number.
    """
    filled = page.filled.get(row, [])
    if row in page.under or len(filled) != 1:
        return False
    place = (row, filled[0])
    text = page.texts[place]
    if (row, filled[0] + page.span(place)[1]) in page.bordered:
        return False  # empty cells of the same row follow
    if page.is_wide(place) and (_SECTION.match(text) or len(text) > _LONG):
        return True
    if page.bordered:
        return place not in page.bordered
    if not page.several or row < page.several[0]:
        return bool(_SECTION.match(text) or _REPORT.search(text))
    return bool(_SECTION.match(text)) and _heads_table(page, row + 1)


def _heads_table(page: Sheet, row: int) -> bool:
    """Whether a row is the head of a table or a sentence, so that what stands above it is a section's title."""
    texts = [page.texts[row, column] for column in page.filled.get(row, [])]
    if len(texts) == 1:
        return not _SECTION.match(texts[0])
    return bool(texts) and not any(text.isdigit() for text in texts)


def _paragraphs(page: Sheet, row: int) -> Iterator[Paragraph]:
    for column in page.filled.get(row, []):
        for line in page.texts[row, column].split("\n"):
            yield Paragraph(line, Place(sheet=page.name, row=row, column=column))


def _grid(page: Sheet, rows: Sequence[int], number: int) -> Grid:
    """The rows as one table, empty cells included; hidden rows and columns are left out of its spans."""
    places = [(row, column) for row in rows for column in page.filled.get(row, [])]
    ends = [column + page.span((row, column))[1] for row, column in places]
    span = range(min(column for _, column in places), max(ends))
    columns = [column for column in span if column not in page.hidden_columns]
    if len(columns) * len(rows) > MAX_AREA:
        raise Refused("import-too-long", cells=MAX_AREA)
    cells = []
    for at_row, row in enumerate(rows):
        for at_column, column in enumerate(columns):
            if (row, column) in page.covered:
                continue
            down, right = page.span((row, column))
            height = bisect_left(rows, row + down) - at_row
            width = bisect_left(columns, column + right) - at_column
            cells.append(GridCell(page.texts.get((row, column), ""), at_row, at_column, height, width))
    return Grid(tuple(cells), Place(sheet=page.name, table=number, row=rows[0], column=columns[0]))
