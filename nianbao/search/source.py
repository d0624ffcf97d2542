"""One report as search sees it: what goes in, and what can be worked out for it alone."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from .text import fold, terms


@dataclass(frozen=True, slots=True)
class SearchSource:
    """A published report.

    `url` and `agency_path` are the pages of report and agency, relative to the site (`reports/…/2023.html`,
    `reports/…/index.html`); `agency` is the name of that year, `names` its short and former names.
    `sections` are (anchor id, heading, plain text with a line break between paragraphs); headings are
    shown but not searched, they are the same on every page. `figures` maps the key of a row of the form
    to its total as printed, without zeros.
    """

    url: str
    title: str
    agency: str
    names: tuple[str, ...]
    agency_path: str
    year: int
    region: str
    category: str
    has_requests: bool
    sections: tuple[tuple[str, str, str], ...]
    figures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchHead:
    """The small part of a report's terms, needed for all reports at once. Values are JSON's own.

    `size` is the number of terms, `digest` stands for the body.
    """

    url: str
    title: str
    agency: str
    names: list[str]
    agency_path: str
    year: int
    region: str
    category: str
    has_requests: bool
    figures: dict[str, str]
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class SearchBody:
    """The large part, needed for one report at a time. Every value is a text.

    `record` is what the browser shows and verifies, as a JavaScript literal. `pairs` and `others` are the
    terms of the whole indexed text as `text.terms` gives them, `title_terms` those of title and names and,
    for queries of one character, their single characters followed by `_`.
    """

    record: str
    pairs: str
    others: str
    title_terms: str


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """`SearchTerms(SearchHead(**a), SearchBody(**b))` is the way back from JSON."""

    head: SearchHead
    body: SearchBody


def index_terms(source: SearchSource) -> SearchTerms:
    """What search needs of one report; depends on nothing else, so it can be kept."""
    names = fold("\n".join((source.title, source.agency, *source.names)))
    text = fold("\n".join(section[2] for section in source.sections))
    pairs, others = terms(f"{names} {text}")
    body = SearchBody(_record(source), pairs, others, _title_terms(names))
    return SearchTerms(_head(source, body), body)


def literal(value: object) -> str:
    """JSON that every browser's script reader takes, whatever the text holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if "\u2028" in text or "\u2029" in text:
        text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:  # half an astral character, written as an escape in YAML
        return json.dumps(value, separators=(",", ":"))
    return text


def _head(source: SearchSource, body: SearchBody) -> SearchHead:
    parts = (body.record, body.pairs, body.others, body.title_terms)
    digest = blake2b("\0".join(parts).encode("utf-8"), digest_size=16).hexdigest()
    return SearchHead(
        url=source.url,
        title=source.title,
        agency=source.agency,
        names=list(source.names),
        agency_path=source.agency_path,
        year=source.year,
        region=source.region,
        category=source.category,
        has_requests=source.has_requests,
        figures=dict(source.figures),
        size=(len(body.pairs) + len(body.others)) // 2,
        digest=digest,
    )


def _record(source: SearchSource) -> str:
    shown = (source.url, source.title, source.agency, source.agency_path, source.names, source.sections)
    return literal(shown)


def _title_terms(names: str) -> str:
    # `_` is punctuation and stands in no folded text, so `东_` is never taken for a pair.
    pairs, others = terms(names)
    singles = dict.fromkeys(names.replace(" ", ""))
    return pairs + others + "".join(f"{character}_" for character in singles)
