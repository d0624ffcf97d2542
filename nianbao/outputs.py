"""Step 5: reports → every file the site will have. The map of the site as data.

An `Output` names a file, the kind of page it is, a key that changes whenever its content may, and the
small facts its view is made from. Views are made only when the file is rendered (`views`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from .agencies import CATEGORIES, Agency
from .head import Head
from .memo import digest
from .paths import QUALITY, agency_path, quality_path, report_path, year_path
from .quality import index_facts, year_facts
from .site import Site
from .telling import all_findings, told_findings

# Kinds of pages; each is the name of a layout, `<kind>.html` unless it has a suffix of its own.
HOME, AGENCY, YEAR, REPORT, SEARCH, PAGE, NOT_FOUND = "home", "agency", "year", "report", "search", "page", "404"
MOVED, QUALITY_INDEX, QUALITY_YEAR = "moved", "quality", "quality-year"
REPORT_DATA = ("json", "csv")
FEED_ENTRIES = 50
# What one sitemap may hold, by its protocol.
SITEMAP_ADDRESSES = 50_000
# Agencies listed on the home page before the lower levels are left to the pages of their superiors.
TREE_AGENCIES = 300


@dataclass(frozen=True, slots=True)
class Output:
    """One file to be. `facts` are plain values, sent to whichever process renders it."""

    path: str
    kind: str
    key: str
    facts: dict[str, Any]


def plan(site: Site, program: str) -> Iterator[Output]:
    """Every page and data file, in an order that depends on the content only.

    `program` is the digest of the program's own bytes and stands in every key, with what every page shows:
    the settings and the titles of the site's own pages.
    """
    base = digest(program, asdict_settings(site), sorted(site.page_titles.items()))
    yield _output(base, "index.html", HOME, _home(site))
    for year in site.years:
        yield _output(base, year_path(year), YEAR, _year(site, year))
    for agency in site.agencies:
        yield _output(base, agency_path(agency.path), AGENCY, _agency(site, agency))
        yield from _moved(base, site, agency)
    for head in site.reports.values():
        yield from _report_outputs(base, site, head)
    yield _output(base, QUALITY, QUALITY_INDEX, index_facts(site))
    for year in site.years:
        yield _output(base, quality_path(year), QUALITY_YEAR, year_facts(site, year))
    for slug, page_digest in site.pages.items():
        yield _output(base, f"{slug}.html", PAGE, {"slug": slug, "digest": page_digest})
    years = [{"year": year, "path": year_path(year)} for year in site.years]
    yield _output(base, "search.html", SEARCH, {**_choices(site), "years": years})
    yield _output(base, "404.html", NOT_FOUND, {})
    dated = [_entry(site, head) for head in newest_first(site) if head.published]
    updated = max((entry["updated"] for entry in dated), default="")
    yield _output(base, "feed.xml", "feed.xml", {"entries": dated[:FEED_ENTRIES], "updated": updated})
    yield _output(base, "robots.txt", "robots.txt", {})
    if site.settings.base:
        # Both need full addresses; without one there is nothing true to write.
        yield _output(base, "opensearch.xml", "opensearch.xml", {})
        yield from _sitemaps(base, site)


def newest_first(site: Site) -> list[Head]:
    """By publication date, newest first; on one day in official order."""
    rank = {agency.path: number for number, agency in enumerate(site.agencies)}
    heads = sorted(site.reports.values(), key=lambda head: (rank[head.agency], -head.year))
    return sorted(heads, key=lambda head: head.published, reverse=True)


def asdict_settings(site: Site) -> dict[str, Any]:
    data = asdict(site.settings)
    # These are for checking: no page shows them, and none is made anew when they change.
    del data["deadlines"], data["overview_limit"]
    data["as_of"] = site.settings.as_of.isoformat() if site.settings.as_of else ""
    return data


def _output(base: str, path: str, kind: str, facts: dict[str, Any]) -> Output:
    return Output(path, kind, digest(base, kind, facts), facts)


def _home(site: Site) -> dict[str, Any]:
    return {
        "years": [_year_summary(site, year) for year in site.years],
        "latest": [_entry(site, head) for head in newest_first(site)[:8]],
        "tree": _tree(site),
        "agencies": len(site.by_agency),
        "reports": len(site.reports),
        "findings": all_findings(site) if site.preview else [],
    }


def _year_summary(site: Site, year: int) -> dict[str, Any]:
    heads = site.by_year[year]
    return {
        "year": year,
        "path": year_path(year),
        "published": len(heads),
        "expected": len(site.expected(year)),
        "consolidated": sum(site.contains_others(head) for head in heads),
        "figures": _sums(site, [head for head in heads if not site.contains_others(head)]),
    }


# The figures lists show, each the sum of what plays these parts.
KEY_FIGURES = {
    "received": ("received",),
    "handled": ("handled",),
    "disclosed": ("granted", "partially_granted"),
    "reviews": ("reviews",),
    "suits": ("direct_suits", "post_review_suits"),
}


def key_figures(site: Site, head: Head) -> dict[str, str]:
    """The few figures lists show of a report, as text; '' where not known."""
    numbers = {name: _number(site, head, roles) for name, roles in KEY_FIGURES.items()}
    return {name: "" if number is None else str(number) for name, number in numbers.items()}


def _number(site: Site, head: Head, roles: tuple[str, ...]) -> int | Decimal | None:
    """The sum of the figures that play these parts, None unless all are known."""
    numbers = [head.number(site.forms[head.edition], role) for role in roles]
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _sums(site: Site, heads: list[Head]) -> dict[str, Any]:
    """Totals over reports: the sum of what is known and of how many reports it is known."""
    sums: dict[str, Any] = {}
    for name, roles in KEY_FIGURES.items():
        known = [number for head in heads if (number := _number(site, head, roles)) is not None]
        sums[name] = {"sum": str(sum(known)) if known else "", "known": len(known), "of": len(heads)}
    return sums


def _year(site: Site, year: int) -> dict[str, Any]:
    heads = {head.agency: head for head in site.by_year[year]}
    groups: dict[str, list[dict[str, Any]]] = {}
    for agency in site.agencies:
        head = heads.get(agency.path)
        if head is not None and not site.contains_others(head):
            known = agency.category if agency.category in CATEGORIES else ""
            groups.setdefault(known, []).append(_row(site, head))
    missing = [
        {"name": agency.name_in(year), "path": agency_path(agency.path)}
        for agency in site.expected(year)
        if agency.path not in heads
    ]
    return {
        **_year_summary(site, year),
        "consolidated_rows": [
            _row(site, heads[agency.path])
            for agency in site.agencies
            if agency.path in heads and site.contains_others(heads[agency.path])
        ],
        "groups": [{"name": name, "rows": groups[name]} for name in (*CATEGORIES, "") if name in groups],
        "missing": missing if site.settings.show_missing else [],
        "previous": year_path(year - 1) if year - 1 in site.by_year else "",
        "next": year_path(year + 1) if year + 1 in site.by_year else "",
        "others": [{"year": other, "path": year_path(other)} for other in site.years],
    }


def _row(site: Site, head: Head) -> dict[str, Any]:
    agency = site.by_path[head.agency]
    return {
        "name": agency.name_in(head.year),
        "path": report_path(head.agency, head.year),
        "agency_path": agency_path(head.agency),
        "year": head.year,
        "published": head.published,
        "consolidated": bool(head.fields.get("scope")),
        "corrected": bool(head.corrections),
        "edition": head.edition,
        "figures": key_figures(site, head),
        "title": head.title,
        "draft": head.is_draft,
    }


def _entry(site: Site, head: Head) -> dict[str, Any]:
    return {**_row(site, head), "updated": updated(head), "id": f"{head.agency}/{head.year}"}


def updated(head: Head) -> str:
    """The day of the last correction, or of publication; '' in a draft."""
    return max([head.published, *(item["date"] for item in head.corrections)])


def _tree(site: Site) -> list[dict[str, Any]]:
    """All agencies in official order, those below in `children`; `more` counts what is left to their own pages."""
    depths = [agency.path.count("/") for agency in site.agencies]
    deepest = 0
    while deepest < max(depths, default=0) and sum(depth <= deepest + 1 for depth in depths) <= TREE_AGENCIES:
        deepest += 1
    top: list[dict[str, Any]] = []
    above: dict[str, dict[str, Any]] = {}
    for agency in site.agencies:
        parts = agency.path.split("/")
        paths = ["/".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]
        parent = next((above[path] for path in paths if path in above), None)
        if parent is not None and len(parts) > deepest + 1:
            parent["more"] += 1
            continue
        node = {
            "name": agency.name,
            "path": agency_path(agency.path),
            "years": [
                {"year": head.year, "path": report_path(agency.path, head.year)}
                for head in site.by_agency.get(agency.path, [])
            ],
            "children": [],
            "more": 0,
        }
        above[agency.path] = node
        (parent["children"] if parent else top).append(node)
    return top


def _agency(site: Site, agency: Agency) -> dict[str, Any]:
    heads = site.by_agency.get(agency.path, [])
    superior = site.by_path.get(agency.superior(heads[0].year if heads else 9999))
    below = [
        {"name": other.name, "path": agency_path(other.path)}
        for other in site.agencies
        if other.path != agency.path and other.superior(9999) == agency.path
    ]
    return {
        "path": agency.path,
        "name": agency.name,
        "short_name": agency.short_name,
        "category": agency.category,
        "level": agency.level,
        "region_code": agency.region_code,
        "former_names": [{"name": item.name, "last_year": item.last_year} for item in agency.former_names],
        "contact": dict(agency.contact),
        "guide": agency.guide,
        "request_page": agency.request_page,
        "superior": {"name": superior.name, "path": agency_path(superior.path)} if superior else None,
        "below": below,
        "rows": list(_agency_years(site, heads)),
        "corrections": sum(len(head.corrections) for head in heads),
    }


def _agency_years(site: Site, heads: list[Head]) -> Iterator[dict[str, Any]]:
    """Years newest first, with the gaps between them shown as years this site does not hold."""
    if not heads:
        return
    held = {head.year: head for head in heads}
    for year in range(max(held), min(held) - 1, -1):
        yield _row(site, held[year]) if year in held else {"year": year, "path": ""}


def _moved(base: str, site: Site, agency: Agency) -> Iterator[Output]:
    """Pages at former addresses that lead to the present ones, unless somebody else lives there now."""
    for former in agency.former_addresses:
        if former in site.by_path:
            continue
        facts = {"name": agency.name, "year": None, "target": agency_path(agency.path)}
        yield _output(base, agency_path(former), MOVED, facts)
        for head in site.by_agency.get(agency.path, []):
            target = report_path(agency.path, head.year)
            yield _output(base, report_path(former, head.year), MOVED, {**facts, "year": head.year, "target": target})


def _choices(site: Site) -> dict[str, Any]:
    regions = [
        {"value": agency.path, "name": agency.name} for agency in site.agencies if "/" not in agency.path
    ]
    categories = list(dict.fromkeys(agency.category for agency in site.agencies if agency.category))
    return {"regions": regions, "categories": categories}


def _report_outputs(base: str, site: Site, head: Head) -> Iterator[Output]:
    form = site.forms[head.edition]
    agency = site.by_path[head.agency]
    neighbours = {
        year: {"year": year, "path": report_path(head.agency, year)}
        for year in (head.year - 1, head.year + 1)
        if (head.agency, year) in site.reports
    }
    facts = {
        "agency": agency.path,
        "unit": agency.name_in(head.year),
        "agency_name": agency.name,
        "category": agency.category,
        "previous": neighbours.get(head.year - 1),
        "next": neighbours.get(head.year + 1),
        "years": [
            {"year": other.year, "path": report_path(head.agency, other.year)}
            for other in site.by_agency[head.agency]
        ],
        "year_path": year_path(head.year),
        "of_year": len(site.by_year[head.year]),
        "stale": head.key in site.stale,
        "downloads": [
            {"kind": suffix, "path": f"reports/{head.agency}/{head.year}.{suffix}"}
            for suffix in site.settings.downloads
        ],
    }
    facts |= told_findings(site, head.key, head)
    key = digest(base, head.digest, form.digest, facts, site.preview)
    everything = {**facts, "head": head}
    yield Output(report_path(head.agency, head.year), REPORT, digest(key, REPORT), everything)
    for suffix in site.settings.downloads:
        if suffix in REPORT_DATA:
            path = f"reports/{head.agency}/{head.year}.{suffix}"
            yield Output(path, suffix, digest(key, suffix), everything)


def _sitemaps(base: str, site: Site) -> Iterator[Output]:
    """One sitemap, or where the addresses are too many for one, a list of several."""
    pages = list(_page_paths(site))
    if len(pages) <= SITEMAP_ADDRESSES:
        yield _output(base, "sitemap.xml", "sitemap.xml", {"pages": pages})
        return
    names = []
    for number, start in enumerate(range(0, len(pages), SITEMAP_ADDRESSES), 1):
        names.append(f"sitemap-{number}.xml")
        yield _output(base, names[-1], "sitemap.xml", {"pages": pages[start : start + SITEMAP_ADDRESSES]})
    yield _output(base, "sitemap.xml", "sitemap-index.xml", {"paths": names})


def _page_paths(site: Site) -> Iterator[dict[str, str]]:
    """Every page with the day it last changed, where that is known."""
    yield {"path": "index.html", "updated": ""}
    yield from ({"path": year_path(year), "updated": ""} for year in site.years)
    yield from ({"path": agency_path(agency.path), "updated": ""} for agency in site.agencies)
    for head in site.reports.values():
        yield {"path": report_path(*head.key), "updated": updated(head)}
    yield {"path": "search.html", "updated": ""}
    yield {"path": QUALITY, "updated": ""}
    yield from ({"path": quality_path(year), "updated": ""} for year in site.years)
    yield from ({"path": f"{slug}.html", "updated": ""} for slug in site.pages)
