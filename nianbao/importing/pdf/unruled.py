"""Tables that no lines part: rows by the height of their words, columns by where the figures stand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from .lines import Line
from .pieces import Piece
from .ruling import Box
from .unruled_columns import Columns, columns_of, head_spans
from .words import Word, figures_of

# In sizes of the letters.
_SAME_ROW = 0.6
_NEXT_ROW = 4.0
_SAME_LABEL = 1.75
_LARGER = 1.12
_MOST_BETWEEN = 12
_FEWEST_FIGURES = 3
_FULL = 0.75


@dataclass(frozen=True, slots=True)
class _Row:
    """Words at one height, from left to right; `figures` are those at its end that stand in cells."""

    words: tuple[Word, ...]
    lines: tuple[Line, ...]

    @property
    def figures(self) -> tuple[Word, ...]:
        return figures_of(self.words)

    @property
    def is_bare(self) -> bool:
        """Whether it holds nothing but figures."""
        return bool(self.words) and len(self.figures) == len(self.words)

    @property
    def base(self) -> float:
        return self.lines[0].base

    @property
    def size(self) -> float:
        return max(line.size for line in self.lines)


def with_tables(lines: Sequence[Line], width: float) -> list[Line | Piece]:
    """The lines of one page between two ruled tables; where they are rows of a table, a Piece for them.

    A Piece made here keeps its lines, for it may be no table of the report. So it may be with lines of several
    words at the end: the head of a table on the next page. `width` is that of the page.
    """
    rows = _rows(lines)
    items: list[Line | Piece] = []
    done = 0
    for start, end in _regions(rows):
        items += [line for row in rows[done:start] for line in row.lines]
        items.append(_piece(rows[start:end], width))
        done = end
    last = len(rows)
    while last > done and len(rows[last - 1].words) > 1:
        last -= 1
    items += [line for row in rows[done:last] for line in row.lines]
    return [*items, _piece(rows[last:], width)] if last < len(rows) else items


def _rows(lines: Sequence[Line]) -> list[_Row]:
    """The lines from above; figures a little higher or lower than their label are in its row."""
    rows: list[_Row] = []
    for line in lines:
        row = _Row(line.words, (line,))
        if rows and line.base - rows[-1].base <= _SAME_ROW * min(line.size, rows[-1].size):
            words = tuple(sorted((*rows[-1].words, *line.words), key=lambda word: word.x0))
            if all(a.x1 <= b.x0 for a, b in pairwise(words)):
                row = _Row(words, (*rows[-1].lines, line))
                rows.pop()
        rows.append(row)
    return rows


# -- where tables begin and end


def _regions(rows: Sequence[_Row]) -> Iterator[tuple[int, int]]:
    """Rows [start, end) of each table: those with figures, what stands between them, the head above."""
    full = max((row.words[-1].x1 for row in rows if row.words), default=0.0) - min(
        (row.words[0].x0 for row in rows if row.words), default=0.0
    )
    marks = _marks(rows)
    done = 0
    index = 0
    while index < len(marks):
        first = last = marks[index]
        while (
            index + 1 < len(marks)
            and marks[index + 1] - last <= _MOST_BETWEEN
            and _is_unbroken(rows, last, marks[index + 1], full)
        ):
            index += 1
            last = marks[index]
        index += 1
        start, end = _head_start(rows, first, done, full), _label_end(rows, last)
        parted = [row for row in rows[start:end] if len(row.words) > 1]
        if len(parted) > 1 or any(len(row.figures) >= _FEWEST_FIGURES for row in parted):
            yield start, end
            done = end


def _marks(rows: Sequence[_Row]) -> list[int]:
    """The rows that can only be of a table: figures apart from their label, or several side by side."""
    return [
        number
        for number, row in enumerate(rows)
        if row.figures
        and (not row.is_bare or len(row.figures) >= _FEWEST_FIGURES or _is_beside_label(rows, number))
    ]


def _is_beside_label(rows: Sequence[_Row], number: int) -> bool:
    """Whether figures stand at half the height of a label that has two lines."""
    row = rows[number]
    return any(
        abs(near.base - row.base) <= row.size
        and not near.figures
        and bool(near.words)
        and near.words[-1].x1 < row.figures[0].x0
        for near in (*rows[max(number - 1, 0) : number], *rows[number + 1 : number + 2])
    )


def _is_unbroken(rows: Sequence[_Row], first: int, last: int, full: float) -> bool:
    size = rows[first].size
    return all(
        below.base - above.base <= _NEXT_ROW * size for above, below in pairwise(rows[first : last + 1])
    ) and not any(_is_text(row, size, full) for row in rows[first + 1 : last])


def _is_text(row: _Row, size: float, full: float) -> bool:
    """A line of prose, or a heading between tables."""
    if len(row.words) != 1:
        return False
    (word,) = row.words
    return word.text[-1] in "。；！" or row.size > _LARGER * size or word.x1 - word.x0 >= _FULL * full


def _head_start(rows: Sequence[_Row], first: int, done: int, full: float) -> int:
    start, size = first, rows[first].size
    while (
        start > done
        and first - start < _MOST_BETWEEN
        and rows[start].base - rows[start - 1].base <= _NEXT_ROW * size
        and not _is_text(rows[start - 1], size, full)
    ):
        start -= 1
    return start


def _label_end(rows: Sequence[_Row], last: int) -> int:
    """Behind what stands lower than the last figures: lines of their label, their own last digits."""
    left = rows[last].figures[0].x0
    end = last + 1
    while (
        end < len(rows)
        and end - last <= _MOST_BETWEEN
        and rows[end].base - rows[end - 1].base <= _SAME_LABEL * rows[last].size
        and (rows[end].words[-1].x1 <= left or (rows[last].is_bare and rows[end].is_bare))
        and not _is_text(rows[end], rows[last].size, 10_000)
    ):
        end += 1
    return end


# -- cells


def _piece(rows: Sequence[_Row], width: float) -> Piece:
    heights = [row.base for row in rows]
    top = min(line.top for line in rows[0].lines)
    bottom = max(line.bottom for line in rows[-1].lines)
    ys = [top, *((a + b) / 2 - 0.3 * rows[0].size for a, b in pairwise(heights)), bottom]
    cells: list[Box] = []
    texts: list[str] = []
    for block in _blocks(rows):
        columns = columns_of([rows[number].words for number in block], width)
        edges = columns.edges()
        heads = head_spans([(n, word) for n in block for word in _over(rows[n], columns)], columns)
        held: dict[tuple[int, int], str] = {}
        for number, following in zip(block, [*block[1:], -1], strict=True):
            for word in rows[number].words:
                if word.x <= columns.left:
                    cells.append(Box(word.x0, ys[number], max(word.x1, word.x0 + 8), ys[number + 1]))
                    texts.append(word.text)
                    continue
                span = heads.get((number, word)) or columns.under(word)
                held[span] = f"{held[span]}\n{word.text}" if span in held else word.text
            if following > number and _is_broken(rows[number], rows[following]):
                continue
            if _has_cells(rows[number], columns):
                taken = {column for span in held for column in range(*span)}
                held.update(((n, n + 1), "") for n in range(len(columns.spans)) if n not in taken)
            for (first, end), text in held.items():
                cells.append(Box(edges[first], ys[number], edges[end], ys[number + 1]))
                texts.append(text)
            held = {}
    lines = tuple(line for row in rows for line in row.lines)
    bounds = Box(0.0, top, width, bottom)
    return Piece(rows[0].lines[0].page, bounds, tuple(cells), False, False, tuple(texts), lines=lines)


def _is_broken(row: _Row, following: _Row) -> bool:
    """Whether two rows are one, its figures broken over lines: rows without a label, and no room between them."""
    return row.is_bare and following.is_bare and following.base - row.base <= _SAME_LABEL * row.size


def _has_cells(row: _Row, columns: Columns) -> bool:
    """Whether the row holds figures of these columns; one figure may stand beside a label of two lines."""
    return bool(row.figures) and all(word.x > columns.left for word in row.figures)


def _over(row: _Row, columns: Columns) -> list[Word]:
    return [] if row.figures else [word for word in row.words if word.x > columns.left]


def _blocks(rows: Sequence[_Row]) -> list[list[int]]:
    """The rows as numbers, parted where a new head begins: words above the figures that follow."""
    blocks: list[list[int]] = [[]]
    has_figures = False
    marks = _marks(rows)
    for number, row in enumerate(rows):
        if not row.figures and has_figures and _is_head(rows, number, marks):
            blocks.append([])
            has_figures = False
        has_figures = has_figures or number in marks
        blocks[-1].append(number)
    if len(blocks) > 1 and not any(rows[number].figures for number in blocks[-1]):
        blocks[-2] += blocks.pop()
    return blocks


def _is_head(rows: Sequence[_Row], number: int, marks: Sequence[int]) -> bool:
    """Whether words stand where the rows around have figures."""
    behind = bisect_left(marks, number)
    left = min((rows[mark].figures[0].x0 for mark in marks[max(behind - 1, 0) : behind + 1]), default=0.0)
    return any(word.x > left for word in rows[number].words)
