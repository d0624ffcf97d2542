"""The ruling of a PDF page: which lines are drawn, and the fields they part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

SNAP = 3.5
"""Lines nearer than this, in points, are one line (double rules, hair lines beside each other)."""
_THIN = 3.2
_SHORT = 4.0
_WIDEST_SIDE = 150.0
_FEWEST_FIELDS = 6
_MOST_LINES = 1_000
_MOST_CELLS = 20_000


@dataclass(frozen=True, slots=True)
class Rule:
    """A stretch of ruling: at `at` across the page (y of a level one, x of an upright one), from `start` to `end`."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a table on the page, in points."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x: float, y: float, slack: float = 0.0) -> bool:
        return self.x0 - slack <= x <= self.x1 + slack and self.top - slack <= y <= self.bottom + slack

    @property
    def area(self) -> float:
        return (self.x1 - self.x0) * (self.bottom - self.top)

    def surrounds(self, other: Box) -> bool:
        return self != other and self.holds(other.x0, other.top, 1) and self.holds(other.x1, other.bottom, 1)


def _add(level: list[Rule], upright: list[Rule], x0: float, top: float, x1: float, bottom: float) -> None:
    """A stroke as a rule."""
    wide, high = x1 - x0, bottom - top
    # A dot may belong to a dotted line of either direction.
    if high <= _THIN:
        level.append(Rule((top + bottom) / 2, x0, x1))
    if wide <= _THIN:
        upright.append(Rule((x0 + x1) / 2, top, bottom))


def _strokes(page: Any) -> Iterator[tuple[float, float, float, float]]:
    """What a pdfplumber page draws, as thin boxes: lines, thin boxes, the sides of frames; no fillings."""
    for line in page.lines:
        if line.get("linewidth", 1) <= 2 * _THIN:
            yield line["x0"], line["top"], line["x1"], line["bottom"]
    for rect in page.rects:
        x0, top, x1, bottom = rect["x0"], rect["top"], rect["x1"], rect["bottom"]
        if min(x1 - x0, bottom - top) <= _THIN:
            yield x0, top, x1, bottom
        elif rect["stroke"]:
            yield from ((x0, top, x1, top), (x0, bottom, x1, bottom))
            yield from ((x0, top, x0, bottom), (x1, top, x1, bottom))
    for curve in page.curves:
        if min(curve["x1"] - curve["x0"], curve["bottom"] - curve["top"]) <= _THIN:
            yield curve["x0"], curve["top"], curve["x1"], curve["bottom"]
        elif curve["stroke"] and len(curve["pts"]) <= 50:
            for (ax, ay), (bx, by) in pairwise(curve["pts"]):
                yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def moved_rules(rules: list[Rule], across: float, along: float) -> list[Rule]:
    """The same on a page whose corner is at these distances, `across` the rules and `along` them."""
    return [Rule(rule.at - across, rule.start - along, rule.end - along) for rule in rules]


def rules_of(page: Any) -> tuple[list[Rule], list[Rule]]:
    """Level and upright stretches of ruling of a pdfplumber page."""
    level: list[Rule] = []
    upright: list[Rule] = []
    for stroke in _strokes(page):
        _add(level, upright, *stroke)
    return level, upright


def rules_of_fillings(page: Any) -> tuple[list[Rule], list[Rule]]:
    """The edges of filled fields, where a table is drawn as light fields on a dark ground.

    The ground is asked for because marked words are filled fields too.
    """
    filled = [
        (Box(rect["x0"], rect["top"], rect["x1"], rect["bottom"]), rect["non_stroking_color"])
        for rect in page.rects[:_MOST_LINES]
        if rect["fill"] and min(rect["x1"] - rect["x0"], rect["bottom"] - rect["top"]) > _THIN
    ]
    level: list[Rule] = []
    upright: list[Rule] = []
    for ground, colour in sorted(filled, key=lambda one: -one[0].area)[:20]:
        fields = [box for box, other in filled if other != colour and ground.surrounds(box)]
        if len(fields) < _FEWEST_FIELDS:
            continue
        for box in (ground, *fields):
            level += [Rule(box.top, box.x0, box.x1), Rule(box.bottom, box.x0, box.x1)]
            upright += [Rule(box.x0, box.top, box.bottom), Rule(box.x1, box.top, box.bottom)]
    return level, upright


def cluster(values: Iterable[float], tolerance: float = SNAP) -> list[float]:
    """Values near each other → their means, ascending."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][0] <= tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def nearest(value: float, places: Sequence[float]) -> int:
    return min(range(len(places)), key=lambda index: abs(places[index] - value))


def _join(rules: Iterable[Rule], tolerance: float) -> list[Rule]:
    """Stretches nearer than `tolerance` put on one line, and joined where they touch (dashes, dots)."""
    ordered = sorted(rules, key=lambda rule: (rule.at, rule.start))
    places = cluster((rule.at for rule in ordered), tolerance)
    by_place: list[list[Rule]] = [[] for _ in places]
    index = 0
    for rule in ordered:
        while index + 1 < len(places) and abs(places[index + 1] - rule.at) < abs(places[index] - rule.at):
            index += 1
        by_place[index].append(rule)
    joined: list[Rule] = []
    for place, part in zip(places, by_place, strict=True):
        first = len(joined)
        for rule in sorted(part, key=lambda rule: rule.start):
            if len(joined) > first and rule.start <= joined[-1].end + SNAP:
                joined[-1] = Rule(place, joined[-1].start, max(joined[-1].end, rule.end))
            else:
                joined.append(Rule(place, rule.start, rule.end))
    return [rule for rule in joined if rule.end - rule.start >= _SHORT]


def _straighten(rules: list[Rule]) -> list[Rule]:
    """As few stretches as there are lines. Dots of upright lines must not count as short level ones."""
    return _join(_join(rules, 0.7), SNAP)


def _find(parents: list[int], index: int) -> int:
    while parents[index] != index:
        parents[index] = parents[parents[index]]
        index = parents[index]
    return index


def _connected(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that touch each other, directly or through others."""
    parents = list(range(len(level) + len(upright)))
    for number, high in enumerate(upright, len(level)):
        for index, wide in enumerate(level):
            if (
                wide.start - SNAP <= high.at <= wide.end + SNAP
                and high.start - SNAP <= wide.at <= high.end + SNAP
            ):
                parents[_find(parents, index)] = _find(parents, number)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, wide in enumerate(level):
        groups.setdefault(_find(parents, index), ([], []))[0].append(wide)
    for number, high in enumerate(upright, len(level)):
        groups.setdefault(_find(parents, number), ([], []))[1].append(high)
    drawn = [group for group in groups.values() if group[0] and group[1]]
    _attach_sides(drawn, [rule for wide, high in groups.values() if not wide for rule in high])
    return drawn


def _attach_sides(drawn: list[tuple[list[Rule], list[Rule]]], lone: list[Rule]) -> None:
    """Give upright lines that nothing crosses to the table they stand beside.

    They are the sides of a cell that goes on over the page, above and below.
    """
    for rule in sorted(lone, key=lambda rule: rule.at):
        for _, high in drawn:
            top, bottom = min(part.start for part in high), max(part.end for part in high)
            shared = min(bottom, rule.end) - max(top, rule.start)
            near = min(abs(part.at - rule.at) for part in high) <= _WIDEST_SIDE
            if near and shared >= 0.8 * (bottom - top) and shared >= 0.8 * (rule.end - rule.start):
                high.append(rule)
                break


class Lattice:
    """Where rules run between the smallest fields of a table."""

    def __init__(self, level: list[Rule], upright: list[Rule]) -> None:
        self.xs = cluster(
            [rule.at for rule in upright] + [min(r.start for r in level), max(r.end for r in level)]
        )
        self.ys = cluster(
            [rule.at for rule in level] + [min(r.start for r in upright), max(r.end for r in upright)]
        )
        self.level = self._by_line(level, self.ys)
        self.upright = self._by_line(upright, self.xs)

    @staticmethod
    def _by_line(rules: list[Rule], places: list[float]) -> list[list[Rule]]:
        lines: list[list[Rule]] = [[] for _ in places]
        for rule in rules:
            lines[nearest(rule.at, places)].append(rule)
        return lines

    @staticmethod
    def _covers(rules: list[Rule], start: float, end: float) -> bool:
        length = sum(max(0.0, min(rule.end + 1.5, end) - max(rule.start - 1.5, start)) for rule in rules)
        return length >= 0.6 * (end - start)

    def ruled_below(self, row: int, column: int) -> bool:
        return self._covers(self.level[row + 1], self.xs[column], self.xs[column + 1])

    def ruled_right(self, row: int, column: int) -> bool:
        return self._covers(self.upright[column + 1], self.ys[row], self.ys[row + 1])

    def open_at(self, row: int) -> bool:
        return not self._covers(self.level[row], self.xs[0], self.xs[-1])

    def boxes(self) -> list[Box]:
        """Fields that no rule parts, as rectangles (a field of another shape falls into several)."""
        height, width = len(self.ys) - 1, len(self.xs) - 1
        runs: list[tuple[int, int, int, int]] = []
        standing: dict[tuple[int, int], int] = {}
        for row in range(height):
            started: dict[tuple[int, int], int] = {}
            start = 0
            for column in range(width):
                if column + 1 < width and not self.ruled_right(row, column):
                    continue
                span = (start, column + 1)
                start = column + 1
                above = standing.get(span)
                if above is not None and not any(self.ruled_below(row - 1, part) for part in range(*span)):
                    runs[above] = (*runs[above][:3], row + 1)
                    started[span] = above
                else:
                    runs.append((span[0], row, span[1], row + 1))
                    started[span] = len(runs) - 1
            standing = started
        return [Box(self.xs[a], self.ys[b], self.xs[c], self.ys[d]) for a, b, c, d in runs]


def lattices(level: list[Rule], upright: list[Rule]) -> Iterator[Lattice]:
    """The tables and frames that these rules draw."""
    level, upright = _straighten(level), _straighten(upright)
    if len(level) > _MOST_LINES or len(upright) > _MOST_LINES:
        return  # a drawing or a map
    for wide, high in _connected(level, upright):
        lattice = Lattice(wide, high)
        if 1 <= (len(lattice.xs) - 1) * (len(lattice.ys) - 1) <= _MOST_CELLS:
            yield lattice
