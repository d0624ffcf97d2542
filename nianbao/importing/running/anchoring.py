"""The labels of one table, found in running text in the order of the form."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ...forms import Form, Table
from .anchors import Anchor, Label, labels_of
from .text import Running, letters_of

# Letters that belong to no label, between two labels of one table: so many, each at this price.
_WIDEST_GAP = 120
_PRICE = 0.5
_SKIPPED = 0.01
# Labels are tied to at most so many before them.
_MOST_LINKS = 600
_SHORTEST = 4
# Of the letters of a label, so much has to be there (percent), and so much more than of any other label.
_LIKE = 80.0
_AHEAD = 8.0
_MOST_FOUND = 4_000
_AROUND = 60


def find_anchors(
    running: Running, form: Form, table: Table, barred: Sequence[tuple[int, int]] = ()
) -> tuple[Anchor, ...]:
    """The labels of a table where they stand closest together in the order of the form; () when nowhere.

    `barred`: stretches of letters that hold another table.
    """
    titles = title_spans(running, form)
    best: tuple[float, tuple[Anchor, ...]] = (0.0, ())
    for by_level in (True, False):
        labels = labels_of(table, by_level=by_level)
        score, chain = _chain(running, labels, (*titles, *barred))
        if score > best[0] + _PRICE:
            chain = _fill(running, labels, chain, (*titles, *barred))
            best = (score, _add_moved(running, labels, chain))
    return best[1]


def title_spans(running: Running, form: Form) -> tuple[tuple[int, int], ...]:
    """The letters [first, last) of every title of a section: labels within them are no labels of a table."""
    return tuple(sorted(_titles(running, form)))


def _titles(running: Running, form: Form) -> Iterator[tuple[int, int]]:
    for section in form.sections:
        for title in {section.title, *section.aliases}:
            for letters in {letters_of(title), letters_of(title.partition("、")[2])}:
                if len(letters) > _SHORTEST:
                    yield from _find(running.letters, letters)


def _find(letters: str, sought: str) -> Iterator[tuple[int, int]]:
    start = letters.find(sought)
    count = 0
    while start >= 0 and count < _MOST_FOUND:
        yield start, start + len(sought)
        count += 1
        start = letters.find(sought, start + 1)


@dataclass(frozen=True, slots=True)
class _Hit:
    first: int
    last: int
    order: int


def _chain(
    running: Running, labels: Sequence[Label], barred: Sequence[tuple[int, int]]
) -> tuple[float, tuple[Anchor, ...]]:
    """The heaviest run of labels in order: each weighs its letters, letters between them count against it."""
    hits = _hits(running, labels, sorted(barred))
    scores: list[float] = []
    links: list[int] = []
    for place, hit in enumerate(hits):
        score, link = _best_link(hits, scores, place)
        scores.append(score + hit.last - hit.first)
        links.append(link)
    if not scores:
        return 0.0, ()
    at = max(range(len(scores)), key=scores.__getitem__)
    top = scores[at]
    chain: list[Anchor] = []
    while at >= 0:
        hit = hits[at]
        chain.append(Anchor(labels[hit.order], hit.order, hit.first, hit.last))
        at = links[at]
    return top, tuple(reversed(chain))


def _hits(running: Running, labels: Sequence[Label], barred: Sequence[tuple[int, int]]) -> list[_Hit]:
    """Every place where a label may stand, from left to right."""
    orders: dict[str, list[int]] = {}
    for order, label in enumerate(labels):
        for variant in label.variants:
            if len(variant) > 1:
                orders.setdefault(variant, []).append(order)
    found = sorted(
        (first, last, order)
        for variant, of in orders.items()
        for first, last in _find(running.letters, variant)
        if running.is_whole(first, last) and not _overlaps(barred, first, last)
        for order in of
    )
    return [_Hit(*each) for each in found]


def _best_link(hits: Sequence[_Hit], scores: Sequence[float], place: int) -> tuple[float, int]:
    """What the hit at `place` is best tied to: the score up to there, and its place; (0, -1) for nothing."""
    hit = hits[place]
    best, link = 0.0, -1
    for other in range(place - 1, max(-1, place - _MOST_LINKS), -1):
        before = hits[other]
        gap = hit.first - before.last
        if hit.first - before.first > 2 * _WIDEST_GAP:
            break
        skipped = hit.order - before.order
        if 0 <= gap <= _WIDEST_GAP and skipped > 0:
            score = scores[other] - _PRICE * gap - _SKIPPED * (skipped - 1)
            if score > best:
                best, link = score, other
    return best, link


def _overlaps(spans: Sequence[tuple[int, int]], first: int, last: int) -> bool:
    """Whether [first, last) touches one of the sorted spans; none of them is long."""
    place = bisect_left(spans, (last, last))
    return any(start < last and end > first for start, end in spans[max(0, place - 8) : place])


def _fill(
    running: Running, labels: Sequence[Label], chain: tuple[Anchor, ...], barred: Sequence[tuple[int, int]]
) -> tuple[Anchor, ...]:
    """The chain with labels between its own that are printed differently, or broken by their figures."""
    first, last = chain[0], chain[-1]
    head = max([0, first.first - _AROUND, *(end for _, end in barred if end <= first.first)])
    tail = min(
        [len(running.letters), last.last + _AROUND, *(start for start, _ in barred if start >= last.last)]
    )
    filled: list[Anchor] = []
    edges = [(-1, head), *((anchor.order, anchor.last) for anchor in chain)]
    for (order, start), anchor in zip(edges, [*chain, None], strict=True):
        following = anchor.order if anchor else len(labels)
        end = anchor.first if anchor else tail
        filled += _between(running, labels, range(order + 1, following), start, end)
        if anchor:
            filled.append(_extended(running, anchor, chain))
    return tuple(filled)


def _extended(running: Running, anchor: Anchor, chain: Sequence[Anchor]) -> Anchor:
    """An anchor found by the beginning of its label, with the rest of the label as it is printed."""
    from rapidfuzz import fuzz

    found = running.letters[anchor.first : anchor.last]
    whole = next((v for v in anchor.label.variants if v.startswith(found) and len(v) > len(found)), "")
    if not whole:
        return anchor
    limit = min([len(running.letters), *(other.first for other in chain if other.first >= anchor.last)])
    sought = whole[len(found) :]
    broken = min(limit, anchor.last + len(sought))
    end = anchor.last
    while end < min(limit, broken + 8) and running.is_whole(anchor.first, end + 1):
        end += 1
    # First without figures between its parts, then with them: the figures may stand beside its first line.
    for last, like in ((end, _LIKE - 20), (broken, _LIKE)):
        rest = running.letters[anchor.last : last]
        if rest and fuzz.ratio(sought, rest) >= like:
            return replace(anchor, last=last)
    return anchor


def _between(running: Running, labels: Sequence[Label], orders: range, start: int, end: int) -> list[Anchor]:
    """Labels of `orders` that letters [start, end) are like, in order."""
    gap = running.letters[start:end]
    if not orders or not gap or len(gap) > 4 * _WIDEST_GAP:
        return []
    likest = max(
        (_likeness(labels[order], gap, order) for order in orders),
        key=lambda found: found[0],
    )
    score, first, last, order = likest
    if score < _LIKE or _is_rather_another(labels, order, gap[first:last], score):
        return _only_short(labels, orders, gap, start)
    anchor = Anchor(labels[order], order, start + first, start + last, is_like=score < 100)
    return [
        *_between(running, labels, range(orders.start, order), start, anchor.first),
        anchor,
        *_between(running, labels, range(order + 1, orders.stop), anchor.last, end),
    ]


def _only_short(labels: Sequence[Label], orders: range, gap: str, start: int) -> list[Anchor]:
    """A short label with one letter wrong: only where it is the one that is missing, and nothing else stands there."""
    missing = [order for order in orders if labels[order].kind in ("row", "column")]
    if len(missing) != 1 or len(gap) > _SHORTEST:
        return []
    label = labels[missing[0]]
    fitting = any(
        len(set(variant) & set(gap)) >= len(variant) - 1 and abs(len(variant) - len(gap)) <= 1
        for variant in label.variants
        if 1 < len(variant) <= _SHORTEST
    )
    return [Anchor(label, missing[0], start, start + len(gap), is_like=True)] if fitting else []


def _likeness(label: Label, gap: str, order: int) -> tuple[float, int, int, int]:
    """How like a label the likest stretch of `gap` is (0 to 100), the stretch, and the order again."""
    from rapidfuzz import fuzz

    best = (0.0, 0, 0, order)
    for variant in label.variants:
        at = gap.find(variant)
        if at >= 0 and len(variant) > 1 and len(variant) + 200 > best[0]:
            # The longest exact one first, so that no label is taken for a part of another.
            best = max(best, (len(variant) + 200.0, at, at + len(variant), order))
        if at >= 0 or len(variant) < _SHORTEST or len(gap) < _SHORTEST:
            continue
        if len(gap) <= len(variant):
            best = max(best, (fuzz.ratio(variant, gap), 0, len(gap), order))
            continue
        found = fuzz.partial_ratio_alignment(variant, gap, score_cutoff=_LIKE)
        if found is not None:
            stretch = gap[found.dest_start : found.dest_end]
            best = max(best, (fuzz.ratio(variant, stretch), found.dest_start, found.dest_end, order))
    return best


def _is_rather_another(labels: Sequence[Label], order: int, stretch: str, score: float) -> bool:
    from rapidfuzz import fuzz

    if score >= 100:
        return False
    own = set(labels[order].variants)
    return any(
        fuzz.ratio(variant, stretch) > score - _AHEAD
        for label in labels
        for variant in label.variants
        if variant not in own
    )


def _add_moved(running: Running, labels: Sequence[Label], chain: tuple[Anchor, ...]) -> tuple[Anchor, ...]:
    """The chain with labels that stand within it in another order than the form's, and only once."""
    found = {anchor.order for anchor in chain}
    added = list(chain)
    start, end = chain[0].first, chain[-1].last
    for order, label in enumerate(labels):
        if order in found or label.kind not in ("row", "column"):
            continue
        free = [
            (start + first, start + last)
            for first, last in _find(running.letters[start:end], label.variants[0])
            if running.is_whole(start + first, start + last)
            and all(last + start <= a.first or first + start >= a.last for a in added)
        ]
        if len(free) == 1 and len(label.variants[0]) > 1:
            added.append(Anchor(label, order, *free[0]))
    return tuple(sorted(added, key=lambda anchor: anchor.first))
