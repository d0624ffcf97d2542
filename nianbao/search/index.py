"""From the terms of all reports to the files under `search/`.

Every file is a script with one call, `nianbao.shard("name", …)`, and its name is its path without `.js`.
Reports are counted within segments: the reports of one year, newest year first, in the order given, at
most `SEGMENT` of them. A report's number is its rank there, so an edit changes no number.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from itertools import chain
from typing import TypeVar

from .postings import SEGMENT, encode_ranks, shard_count, shard_of, shorten_runs, symbol
from .source import SearchBody, SearchHead, SearchTerms, literal
from .text import UTF16
from .words import SearchSite

# Reports in a text file, and in a file of the document table. A page of ten results reads up to twenty text
# files, so these are small.
TEXTS, ROWS = 2, 512

Key = TypeVar("Key")
Keep = Callable[[str, Callable[[], list[str]]], list[str]]


@dataclass(frozen=True, slots=True)
class IndexFile:
    """A file of the index. `path` is relative to the site; same `key`, same bytes; `make` gives them."""

    path: str
    key: str
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Segment:
    """Reports of one year; `members` are their places in the list of all reports."""

    name: str
    year: int
    members: Sequence[int]


def build_index(documents: Iterable[SearchTerms], *, site: SearchSite) -> Iterator[tuple[str, bytes]]:
    """All files of the index as (path relative to the site, bytes). Documents come in official order."""
    given = list(documents)
    heads = [document.head for document in given]
    for file in plan_index(heads, lambda number: given[number].body, site=site):
        yield file.path, file.make()


def plan_index(
    heads: Sequence[SearchHead],
    body: Callable[[int], SearchBody],
    *,
    site: SearchSite,
    keep: Keep = lambda key, make: make(),
) -> Iterator[IndexFile]:
    """The same for a build that keeps results.

    `body(number)` fetches the body of `heads[number]` when it is needed. `keep(key, make)` may return
    an earlier result of `make` for the same key: the merged pairs of a segment, a list of texts.
    """
    segments = split_segments(heads)
    shards = shard_count(sum(head.size for head in heads))
    yield _file("index", literal(_manifest(heads, segments, shards, site)))
    yield _file("filters", literal(_filters(heads, segments)))
    yield _file("names", literal(_names(heads, segments)))
    yield _file("words", literal([site.aliases, "".join(a + b for a, b in site.traditional.items())]))
    for key in site.labels:
        if any(key in head.figures for head in heads):
            yield _file(f"f/{key}", literal([_figures(heads, segment, key) for segment in segments]))
    for segment in segments:
        yield from _tables(heads, segment)
        yield from _texts(heads, segment, body)
    yield from _shards(heads, segments, body, shards, keep)


def split_segments(heads: Sequence[SearchHead]) -> list[Segment]:
    """Newest year first; within a year in the order given."""
    years: defaultdict[int, list[int]] = defaultdict(list)
    for number, head in enumerate(heads):
        years[head.year].append(number)
    return [
        Segment(f"{year}-{start // SEGMENT}", year, years[year][start : start + SEGMENT])
        for year in sorted(years, reverse=True)
        for start in range(0, len(years[year]), SEGMENT)
    ]


def merge_segment(bodies: Iterable[SearchBody], shards: int) -> list[str]:
    """For each shard two JavaScript texts, parted by a comma: entries of all text, entries of titles."""
    pairs: defaultdict[int, list[int]] = defaultdict(list)
    others: defaultdict[str, list[int]] = defaultdict(list)
    titles: defaultdict[str, list[int]] = defaultdict(list)
    for rank, body in enumerate(bodies):
        _append(pairs, memoryview(body.pairs.encode(UTF16)).cast("I"), rank)
        _append(others, _terms(body.others), rank)
        _append(titles, _terms(body.title_terms), rank)
    terms = _terms(array("I", pairs).tobytes().decode(UTF16))
    everywhere = _entries(chain(zip(terms, pairs.values(), strict=True), others.items()), shards)
    in_titles = _entries(titles.items(), shards)
    return [f'"{text}","{title}"' for text, title in zip(everywhere, in_titles, strict=True)]


def _append(postings: defaultdict[Key, list[int]], keys: Iterable[Key], rank: int) -> None:
    for key in keys:
        postings[key].append(rank)


def _terms(joined: str) -> list[str]:
    return [joined[start : start + 2] for start in range(0, len(joined), 2)]


def _entries(postings: Iterable[tuple[str, list[int]]], shards: int) -> list[str]:
    """The entries of each shard, in the order of their terms; pairs over a blank are dropped here."""
    entries: list[list[str]] = [[] for _ in range(shards)]
    for term, ranks in postings:
        if " " not in term:
            entries[shard_of(term, shards)].append(f" {term}{encode_ranks(ranks)}")
    return [shorten_runs("".join(sorted(shard))) for shard in entries]


def _shards(
    heads: Sequence[SearchHead],
    segments: Sequence[Segment],
    body: Callable[[int], SearchBody],
    shards: int,
    keep: Keep,
) -> Iterator[IndexFile]:
    merged = []
    for segment in segments:
        key = _digest(str(shards), *(heads[number].digest for number in segment.members))
        merged.append(keep(key, lambda s=segment: merge_segment(map(body, s.members), shards)))  # type: ignore[misc]
    for shard in range(shards):
        pieces = ",\n".join(f"[{pieces[shard]}]" for pieces in merged)
        yield _file(f"t/{_hexadecimal(shard, shards)}", f"[{pieces}]")


def _texts(
    heads: Sequence[SearchHead], segment: Segment, body: Callable[[int], SearchBody]
) -> Iterator[IndexFile]:
    for start in range(0, len(segment.members), TEXTS):
        members = segment.members[start : start + TEXTS]
        name = f"x/{segment.name}/{start // TEXTS}"
        key = _digest(name, *(heads[number].digest for number in members))
        yield IndexFile(f"search/{name}.js", key, partial(_text_file, name, members, body))


def _text_file(name: str, members: Sequence[int], body: Callable[[int], SearchBody]) -> bytes:
    return _script(name, "[" + ",\n".join(body(number).record for number in members) + "]")


def _tables(heads: Sequence[SearchHead], segment: Segment) -> Iterator[IndexFile]:
    for start in range(0, len(segment.members), ROWS):
        rows = [heads[number] for number in segment.members[start : start + ROWS]]
        table = [[row.url for row in rows], [row.title for row in rows], [row.agency for row in rows]]
        yield _file(f"d/{segment.name}/{start // ROWS}", literal(table))


def _manifest(
    heads: Sequence[SearchHead], segments: Sequence[Segment], shards: int, site: SearchSite
) -> dict[str, object]:
    numbering = [heads[number].url for segment in segments for number in segment.members]
    return {
        # Changes with the numbers of reports, so that no browser mixes old and new numbers.
        "numbering": _digest(str(shards), *numbering)[:12],
        "shards": shards,
        "texts": TEXTS,
        "rows": ROWS,
        "segments": [[segment.name, segment.year, len(segment.members)] for segment in segments],
        "labels": [
            [key, row.labels, row.place, row.anchor, row.unit, sum(key in head.figures for head in heads)]
            for key, row in site.labels.items()
        ],
    }


def _filters(heads: Sequence[SearchHead], segments: Sequence[Segment]) -> list[object]:
    """The regions, the categories, and for each segment three texts with one character a report."""
    regions = sorted({head.region for head in heads})
    categories = sorted({head.category for head in heads})
    region_symbol = {region: symbol(number) for number, region in enumerate(regions)}
    category_symbol = {category: symbol(number) for number, category in enumerate(categories)}
    texts = []
    for segment in segments:
        members = [heads[number] for number in segment.members]
        texts.append(
            (
                "".join(region_symbol[head.region] for head in members),
                "".join(category_symbol[head.category] for head in members),
                "".join("1" if head.has_requests else "0" for head in members),
            )
        )
    return [regions, categories, texts]


def _names(heads: Sequence[SearchHead], segments: Sequence[Segment]) -> list[tuple[str, str, list[str]]]:
    """Every agency once: path, newest name, other names. In official order, newest year first."""
    agencies: dict[str, dict[str, None]] = {}
    for segment in segments:
        for number in segment.members:
            head = heads[number]
            agencies.setdefault(head.agency_path, {}).update(dict.fromkeys((head.agency, *head.names)))
    return [(path, next(iter(names)), list(names)[1:]) for path, names in agencies.items()]


def _figures(heads: Sequence[SearchHead], segment: Segment, key: str) -> tuple[str, str]:
    """The reports of a segment with a figure in this row, and the figures parted by blanks."""
    stated = [
        (rank, heads[number].figures[key])
        for rank, number in enumerate(segment.members)
        if key in heads[number].figures
    ]
    ranks = shorten_runs(encode_ranks([rank for rank, _ in stated]))
    return ranks, " ".join(figure for _, figure in stated)


def _hexadecimal(shard: int, shards: int) -> str:
    return f"{shard:0{max(1, len(f'{shards - 1:x}'))}x}"


def _file(name: str, text: str) -> IndexFile:
    data = _script(name, text)
    return IndexFile(f"search/{name}.js", blake2b(data, digest_size=16).hexdigest(), lambda: data)


def _script(name: str, text: str) -> bytes:
    return f'nianbao.shard("{name}",{text});\n'.encode()


def _digest(*parts: str) -> str:
    return blake2b("\0".join(parts).encode("utf-8"), digest_size=16).hexdigest()
