"""Heads of tables whose words are broken over lines, as they come out of a PDF: known by their letters alone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from ...forms import Block, Heading, Table
from .text import Running, letters_of

SCATTERED = "列名的字散在几行里，按统一格式的次序认列"
_NUMBERS = re.compile(r"\d+(?:\s+\d+)*", re.ASCII)


def is_scattered(running: Running, block: Block, first_row: int) -> bool:
    """Whether right before the rows stand the letters of the column heads, mixed: heads of several lines come so
    out of a PDF (商业 科研 … over 企业 机构 …). The letters of the corner may stand among them."""
    wanted = Counter("".join(letters_of(heading.label) for heading in _headings(block)))
    most = wanted.total() + len(letters_of(block.corner))
    missing, start = Counter(wanted), first_row
    while missing.total() and start > 0 and first_row - start < most:
        start -= 1
        missing -= Counter(running.letters[start])
    others = Counter(running.letters[start:first_row]) - wanted
    return not missing and others <= Counter(letters_of(block.corner))


def find_single_row(running: Running, table: Table) -> tuple[int, int, int] | None:
    """Where a table that is one row without a label stands under such a head: the beginning of its head, of its
    figures, and the end; None when nowhere. The figures have to be as many as the form has."""
    if len(table.blocks) > 1 or any(path[-1].label for path in table.blocks[0].row_paths()):
        return None
    for match in _NUMBERS.finditer(running.text):
        if len(match.group().split()) == len(table.cells):
            behind = bisect_left(running.at, match.start())
            if is_scattered(running, table.blocks[0], behind):
                return running.at[behind - _letters(table.blocks[0])], match.start(), match.end()
    return None


def _letters(block: Block) -> int:
    """How many letters the head of a block has."""
    return sum(len(letters_of(heading.label)) for heading in _headings(block))


def _headings(block: Block) -> list[Heading]:
    """Every heading of the columns once; headings with the same words are several."""
    return list({id(heading): heading for path in block.column_paths() for heading in path}.values())
