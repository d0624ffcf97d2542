"""Lines whose cells are parted by bars or tabs → grids, as if the text file had tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ...forms import Form
from ..document import Document, Grid, GridCell, Paragraph, Place
from ..folding import fold

# Fewer lines are no table of a report.
_FEWEST_ROWS = 3
# Between the head and the body of a Markdown table.
_RULE = re.compile(r"[\s|:+\-—─]*\Z")
_BARS = re.compile(r"[|｜│]")
_TABS = re.compile(r"\t")


def with_grids(document: Document, form: Form) -> Document | None:
    """The document with a grid for each run of lines that are parted into cells; None when it has no such run.

    A banner of the form, which has a line of its own, parts no table. The rows of a grid are numbered by the
    lines of the file.
    """
    if document.kind != "txt":
        return None
    lines = [block for block in document.blocks if isinstance(block, Paragraph)]
    sign = max((_BARS, _TABS), key=lambda sign: sum(bool(sign.search(line.text)) for line in lines))
    banners = {fold(block.banner) for table in form.tables for block in table.blocks if block.banner}
    blocks: list[Paragraph | Grid] = []
    for is_parted, run in groupby(
        lines, lambda line: bool(sign.search(line.text)) or fold(line.text) in banners
    ):
        rows = list(run)
        blocks += [_grid(rows, sign)] if is_parted and len(rows) >= _FEWEST_ROWS else rows
    return replace(document, blocks=tuple(blocks)) if len(blocks) < len(lines) else None


def _grid(lines: Sequence[Paragraph], sign: re.Pattern[str]) -> Grid:
    first = lines[0].place.line
    cells = tuple(cell for line in lines for cell in _cells(line, sign, line.place.line - first))
    return Grid(cells, Place(row=first))


def _cells(line: Paragraph, sign: re.Pattern[str], row: int) -> Iterator[GridCell]:
    texts = sign.split(line.text)
    if sign is _BARS:
        if _RULE.match(line.text):
            return
        # A bar before the first cell and one behind the last part nothing.
        texts = texts[not texts[0].strip() :]
        texts = texts[: len(texts) - (not texts[-1].strip())]
    for column, text in enumerate(texts):
        yield GridCell(text.strip(), row, column)
