"""The columns of a table that no lines part: where its figures stand, and what its head stands over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import prod

from .words import Word, figures_of

_MOST_WAYS = 4_000


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of figures of some rows, by where their figures begin and end; `left` is where the first
    column begins."""

    left: float
    spans: tuple[tuple[float, float], ...]
    right: float

    def edges(self) -> list[float]:
        return [self.left, *((a[1] + b[0]) / 2 for a, b in pairwise(self.spans)), self.right]

    def under(self, word: Word) -> tuple[int, int]:
        """The columns [first, end) that a word reaches over."""
        over = [
            number for number, (x0, x1) in enumerate(self.spans) if word.x0 < x1 + 0.5 and x0 - 0.5 < word.x1
        ]
        if not over:
            edges = self.edges()
            over = [sum(edge <= word.x for edge in edges[1:-1])]
        return over[0], over[-1] + 1


def columns_of(rows: Sequence[Sequence[Word]], width: float) -> Columns:
    """The columns of rows of words under one head. `width` is that of the page."""
    figures = [word for row in rows for word in figures_of(row)]
    spans = _joined([(word.x0, word.x1) for word in figures if word.text[-1] not in ")）"])
    first = spans[0][0] if spans else width
    labels = [
        word.x1 for row in rows for word in row if figures_of(row) and not word.is_figure and word.x1 <= first
    ]
    left = (max(labels) + first) / 2 if labels else first - 4
    heads = [(n, word) for n, row in enumerate(rows) if not figures_of(row) for word in row if word.x > left]
    # A column in which nothing is filled in shows by its head, as low as the heads of the others.
    lowest = min(
        (max((n for n, word in heads if word.x0 < x1 and x0 < word.x1), default=0) for x0, x1 in spans),
        default=0,
    )
    spare = _joined(
        [
            (word.x0, word.x1)
            for n, word in heads
            if n >= lowest and not any(word.x0 < x1 and x0 < word.x1 for x0, x1 in spans)
        ]
    )
    bare = [span for span in spans if not any(word.x0 < span[1] and span[0] < word.x1 for n, word in heads)]
    return Columns(left, tuple(sorted(_paired(spans, spare, bare))), width)


def _paired(
    spans: list[tuple[float, float]], spare: list[tuple[float, float]], bare: list[tuple[float, float]]
) -> list[tuple[float, float]]:
    """The columns, those with figures but no head together with those with a head but no figures, where these
    alternate: figures that stand in the right or left of their cells."""
    order = sorted([*((span, True) for span in spare), *((span, False) for span in bare)])
    pairs = list(zip(order[::2], order[1::2], strict=False))
    if len(spare) != len(bare) or len({is_head for (_, is_head), _ in pairs}) != 1:
        return spans + spare
    if any(is_head == other for (_, is_head), (_, other) in pairs):
        return spans + spare
    rest = [span for span in spans if span not in bare]
    return rest + [(min(a[0], b[0]), max(a[1], b[1])) for (a, _), (b, _) in pairs]


def _joined(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretches that lie over one another as one."""
    made: list[tuple[float, float]] = []
    for x0, x1 in sorted(spans):
        if made and x0 < made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], x1))
        else:
            made.append((x0, x1))
    return made


# -- heads


def head_spans(
    words: Sequence[tuple[int, Word]], columns: Columns
) -> dict[tuple[int, Word], tuple[int, int]]:
    """The columns each word of a head stands over: a name of several is printed in the middle of them."""
    bands: list[list[tuple[int, Word]]] = []
    for number, word in words:
        if bands and not any(word.x0 < other.x1 and other.x0 < word.x1 for _, other in bands[-1]):
            bands[-1].append((number, word))
        else:
            bands.append([(number, word)])
    found: dict[tuple[int, Word], tuple[int, int]] = {}
    for band in bands:
        band.sort(key=lambda item: item[1].x0)
        found.update(zip(band, _spread([word for _, word in band], columns), strict=True))
    return found


def _spread(words: Sequence[Word], columns: Columns) -> list[tuple[int, int]]:
    """Spans around each word, as wide as they can be without meeting, and as much alike as they can be."""
    least = [columns.under(word) for word in words]
    if len(words) < 2 or any(a[1] > b[0] for a, b in pairwise(least)):
        return least
    count = len(columns.spans)
    ways = [
        [(a - wider, b + wider) for wider in range(min(a, count - b) + 1 if b - a > 1 else 1)]
        for a, b in least
    ]
    if prod(map(len, ways)) > _MOST_WAYS:
        return least
    fitting = [way for way in product(*ways) if all(a[1] <= b[0] for a, b in pairwise(way))]
    sizes = [[b - a for a, b in way] for way in fitting]
    best = max(range(len(fitting)), key=lambda n: (sum(sizes[n]), -sum(size * size for size in sizes[n])))
    return list(fitting[best])
