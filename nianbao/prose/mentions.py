"""Numbers typed in the prose that speak of a figure of the tables.

Precision before recall: a number is compared only where the wording leaves one meaning, and is called
different only when no reading of the words agrees with the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from unicodedata import normalize

from ..cells import NOT_APPLICABLE
from ..forms import Cell, Form
from ..forms.equations import Term
from ..forms.mentions import Mention
from ..report import Report
from .lines import squeeze


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A number at [start, end) of a paragraph's plain text and what the tables say.

    `cell` is the cell it agrees with, where that is a single one; `expected` is None when it agrees,
    otherwise what the first reading of the words comes to. `quote` are the words around the number.
    """

    start: int
    end: int
    number: int
    quote: str
    mention: Mention
    cell: Cell | None
    expected: int | Decimal | None


# More than anybody writes; a megabyte of nothing but counts is not worth comparing to its end.
MOST = 500


def compare(text: str, context: str, form: Form, report: Report) -> list[Mentioned]:
    """The numbers of one paragraph that agree with a cell, and those that differ from the tables.

    `context` are the headings above: in section 四 every 行政复议 is one about 政府信息公开.
    """
    if not form.mentions or _COUNT.search(text) is None:
        return []
    found: list[Mentioned] = []
    for number, hits in _hits(text, context, form, report.year).items():
        found += _judge(form.mentions[number], hits, form, report)
    # A number two wordings speak of agrees if it agrees with one.
    found.sort(key=lambda item: (item.start, item.expected is None))
    return list({item.start: item for item in found}.values())


# -- finding

# What makes a sentence worth looking at: patterns speak of counts, said with one of these words.
_COUNT = re.compile(r"\d\s*[件宗份]")
_SENTENCE = re.compile(r"[^。！？!?]+")
_YEAR = re.compile(r"(\d{4})年")
# As far as a guard looks back; a bound keeps a text without full stops from being read again and again.
_REACH = 200
_QUOTE = 24


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    number: int
    quote: str
    perhaps: bool


def _hits(text: str, context: str, form: Form, year: int) -> dict[int, list[_Hit]]:
    """Which mentions match where, by the mention's place in the form."""
    squeezed, places = squeeze(text)
    hits: dict[int, list[_Hit]] = {}
    for sentence in islice(_SENTENCE.finditer(squeezed), MOST):
        if _COUNT.search(sentence.group()) is None:
            continue
        for number, mention in enumerate(form.mentions):
            for regex in mention.regexes:
                for match in islice(regex.finditer(sentence.group()), MOST):
                    hit = _hit(match, mention, context, year, sentence.start(), places)
                    if hit is not None:
                        hits.setdefault(number, []).append(hit)
    return hits


def _hit(
    match: re.Match[str], mention: Mention, context: str, year: int, offset: int, places: list[int] | None
) -> _Hit | None:
    before = match.string[max(0, match.start() - _REACH) : match.start()]
    if mention.unless and mention.unless_regex.search(before):
        return None
    if mention.where and not mention.where_regex.search(f"{context} {before}{match.group()}"):
        return None
    years = _YEAR.findall(before + match.group())
    if years and int(years[-1]) != year:
        return None
    start, end = offset + match.start("n"), offset + match.end("n")
    if places is not None:
        start, end = places[start], places[end - 1] + 1
    number = int(normalize("NFKC", match["n"]).replace(",", ""))
    perhaps = bool(mention.perhaps) and mention.perhaps_regex.search(before) is not None
    return _Hit(start, end, number, _quote(match), perhaps)


_CLAUSE = re.compile(r"[^，；：、]*\Z")


def _quote(match: re.Match[str]) -> str:
    """The clause with the number, cut short at its beginning."""
    before = match.string[max(0, match.start() - _REACH) : match.start()]
    clause = _CLAUSE.search(before)
    words = (clause.group() if clause else "") + match.group()
    cut = len(words) > _QUOTE + len(match.group())
    return "……" + words[-(_QUOTE + len(match.group())) :] if cut or len(before) > len(words) else words


# -- judging


def _judge(mention: Mention, hits: list[_Hit], form: Form, report: Report) -> Iterator[Mentioned]:
    """One wording within one paragraph. If one of its numbers agrees the others count something else,
    and so they do if together they come to the figure: 本级收到30件，下级收到51件."""
    sums = [(terms, _sum(terms, report)) for terms in mention.readings]
    agreeing = False
    for hit in hits:
        for terms, total in sums:
            if total == hit.number:
                agreeing = True
                yield _mentioned(hit, mention, form.cells[terms[0].index] if len(terms) == 1 else None, None)
                break
    known = [total for _, total in sums if total is not None]
    certain = [hit for hit in hits if not hit.perhaps]
    if agreeing or not certain or len(known) < len(sums) or sum(hit.number for hit in hits) in known:
        return
    yield _mentioned(certain[0], mention, None, known[0])


def _mentioned(hit: _Hit, mention: Mention, cell: Cell | None, expected: int | Decimal | None) -> Mentioned:
    return Mentioned(hit.start, hit.end, hit.number, hit.quote, mention, cell, expected)


def _sum(terms: tuple[Term, ...], report: Report) -> int | Decimal | None:
    """What a reading comes to; None when a figure is not known."""
    total: int | Decimal = 0
    for term in terms:
        figure = report.figures[term.index]
        if figure.value is None and not (figure.state == NOT_APPLICABLE and len(terms) > 1):
            return None
        total += term.sign * (figure.value or 0)
    return total
