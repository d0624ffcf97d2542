"""Numbers typed in the prose that speak of a figure of the tables.

Precision before recall: a number is compared only where the wording leaves one meaning, and is called
different only when no reading of the words agrees with the tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, islice
from unicodedata import normalize, numeric

from ..cells import NOT_APPLICABLE
from ..forms import Cell, Form
from ..forms.equations import Term
from ..forms.mentions import UNITS, Mention
from ..report import Report
from .lines import squeeze, widen


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A number at [start, end) of a paragraph's plain text and what the tables say.

    `cell` is the cell it agrees with, where that is a single one; `expected` is None when it agrees,
    otherwise what the first reading of the words comes to. `quote` are then the words around the number.
    `nothing`: the words say that there was none, and [start, end) are these words.
    """

    start: int
    end: int
    number: int | Decimal
    nothing: bool
    quote: str
    mention: Mention
    cell: Cell | None
    expected: int | Decimal | None


# More than anybody writes; a megabyte of nothing but counts is not worth comparing to its end.
MOST = 500


def compare(text: str, context: str, form: Form, report: Report, unit: str = "") -> list[Mentioned]:
    """The numbers of one paragraph that agree with a cell, and those that differ from the tables.

    `context` are the headings above: in section 四 every 行政复议 is one about 政府信息公开. `unit` is the
    agency's name: what it says of itself is not a part.
    """
    found: list[Mentioned] = []
    for number, hits in sorted(_hits(text, context, form, report.year).items()):
        found += _judge(form.mentions[number], hits, form, report, unit)
    # A number two wordings speak of agrees if it agrees with one.
    found.sort(key=lambda item: (item.start, item.expected is None))
    return list({item.start: item for item in found}.values())


# -- finding

# What makes a sentence worth looking at: a count, or a word that there was none.
_COUNT = re.compile(rf"[\d二两三四五六七八九十]\s*(?:[{UNITS}]|万元)")
_NOTHING = re.compile("未|没有|无|零|全部")
_SENTENCE = re.compile(r"[^。！？!?]+")
_YEAR = re.compile(r"(\d{4})年")
# As far as a guard looks back; a bound keeps a text without full stops from being read again and again.
_REACH = 200
_QUOTE = 24


@dataclass(frozen=True, slots=True)
class _Hit:
    start: int
    end: int
    number: int | Decimal
    nothing: bool
    match: re.Match[str]


def _hits(text: str, context: str, form: Form, year: int) -> dict[int, list[_Hit]]:
    """Which mentions match where, by the mention's place in the form."""
    squeezed, places = squeeze(text)
    squeezed = widen(squeezed)
    hits: dict[int, list[_Hit]] = {}
    for sign, by_word in ((_COUNT, form.probes), (_NOTHING, form.nothing_probes)):
        if sign.search(squeezed) is None:
            continue
        for sentence in islice(_SENTENCE.finditer(squeezed), MOST):
            words = sentence.group()
            if sign.search(words) is None:
                continue
            here = [probes for word, probes in by_word.items() if word in words]
            for number, regex in chain.from_iterable(here):
                for match in islice(regex.finditer(words), MOST):
                    hit = _hit(match, form.mentions[number], context, year, sentence.start(), places)
                    if hit is not None:
                        hits.setdefault(number, []).append(hit)
    return hits


def _hit(
    match: re.Match[str], mention: Mention, context: str, year: int, offset: int, places: list[int] | None
) -> _Hit | None:
    before = _before(match)
    if mention.unless and mention.unless_regex.search(before):
        return None
    if mention.where and not mention.where_regex.search(f"{context} {before}{match.group()}"):
        return None
    groups = match.groupdict()
    if not _year_fits(groups, before + match.group(), year):
        return None
    span = match.span("n") if "n" in groups else match.span()
    start, end = offset + span[0], offset + span[1]
    if places is not None:
        start, end = places[start], places[end - 1] + 1
    return _Hit(start, end, _number(groups.get("n") or "0"), "n" not in groups, match)


def _year_fits(groups: dict[str, str | None], words: str, year: int) -> bool:
    """2022年结转, 结转2024年 name the year they mean; otherwise the last year named must be the report's."""
    last, following = groups.get("last"), groups.get("next")
    if last or following:
        return (not last or int(last) == year - 1) and (not following or int(following) == year + 1)
    years = _YEAR.findall(words)
    return not years or int(years[-1]) == year


def _before(match: re.Match[str]) -> str:
    return match.string[max(0, match.start() - _REACH) : match.start()]


def _number(text: str) -> int | Decimal:
    text = normalize("NFKC", text).replace(",", "")
    if "." in text:
        return Decimal(text)
    return int(text) if text.isdigit() else int(numeric(text))


_CLAUSE = re.compile(r"[^，；：、]*\Z")


def _quote(match: re.Match[str]) -> str:
    """The clause with the number, cut short at its beginning."""
    before = _before(match)
    clause = _CLAUSE.search(before)
    words = (clause.group() if clause else "") + match.group()
    cut = len(words) > _QUOTE + len(match.group())
    return "……" + words[-(_QUOTE + len(match.group())) :] if cut or len(before) > len(words) else words


# -- judging


def _judge(
    mention: Mention, hits: list[_Hit], form: Form, report: Report, unit: str
) -> Iterator[Mentioned]:
    """One wording within one paragraph. If one of its numbers agrees the others count something else,
    and so they do if together they come to the figure: 本级收到30件，下级收到51件."""
    sums = [(terms, _sum(terms, report)) for terms in mention.readings]
    agreeing = False
    for hit in hits:
        for terms, total in sums:
            if total is not None and _agree(total, hit.number):
                agreeing = True
                single = len(terms) == 1 and not hit.nothing
                yield _mentioned(hit, mention, form.cells[terms[0].index] if single else None, None)
                break
    known = [total for _, total in sums if total is not None]
    if agreeing or len(known) < len(sums) or sum(hit.number for hit in hits) in known:
        return
    for hit in hits:
        if not _is_perhaps_a_part(mention, _before(hit.match), unit):
            yield _mentioned(hit, mention, None, known[0])
            return


_ADVERB = re.compile(r"(?:全年|本年度?|共计|共|合计|累计)+\Z")


def _is_perhaps_a_part(mention: Mention, before: str, unit: str) -> bool:
    found = mention.perhaps_regex.search(before) if mention.perhaps else None
    if found is None or found.end() < len(before):
        return found is not None
    name = _ADVERB.sub("", before)[-4:]
    return len(name) < 4 or name not in unit


def _agree(total: int | Decimal, number: int | Decimal) -> bool:
    """Amounts are often rounded in words."""
    decimals = -int(number.as_tuple().exponent) if isinstance(number, Decimal) else 0
    return (round(total, decimals) if isinstance(total, Decimal) else total) == number


def _mentioned(hit: _Hit, mention: Mention, cell: Cell | None, expected: int | Decimal | None) -> Mentioned:
    quote = _quote(hit.match) if expected is not None else ""
    return Mentioned(hit.start, hit.end, hit.number, hit.nothing, quote, mention, cell, expected)


def _sum(terms: tuple[Term, ...], report: Report) -> int | Decimal | None:
    """What a reading comes to; None when a figure is not known."""
    total: int | Decimal = 0
    for term in terms:
        figure = report.figures[term.index]
        if figure.value is None and not (figure.state == NOT_APPLICABLE and len(terms) > 1):
            return None
        total += term.sign * (figure.value or 0)
    return total
