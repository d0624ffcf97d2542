"""Step 7: every link of the new site leads somewhere, every anchor exists, no id stands twice on a page."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .finding import Finding, Position
from .rules.register import rule_for
from .rules.site import LINK

if TYPE_CHECKING:
    from .rendering import Rendered

# Where a link of a page was typed, if it was typed in a content file.
LocateLink = Callable[[str, str], Position | None]

_OUTSIDE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//|/)", re.IGNORECASE)


def verify_links(rendered: Iterable[Rendered], locate: LocateLink) -> list[Finding]:
    """Broken links, missing anchors and doubled ids of the pages that will be published.

    A target missing on many pages is one finding, at the first of them.
    """
    pages = list(rendered)
    # Pages of one kind share their ids; one set a kind keeps 100,000 pages in little memory.
    shared: dict[tuple[str, ...], frozenset[str]] = {}
    ids = {page.staged.path: shared.setdefault(page.ids, frozenset(page.ids)) for page in pages}
    broken: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for page in pages:
        path = page.staged.path
        if len(page.ids) != len(ids[path]):
            double = next(name for number, name in enumerate(page.ids) if name in page.ids[:number])
            broken.setdefault(("double-id", double), []).append((path, double))
        for link in page.links:
            kind, target = _resolve(path, link, ids)
            if kind:
                broken.setdefault((kind, target), []).append((path, link))
    return [_finding(kind, places, locate) for (kind, _), places in broken.items()]


def _resolve(path: str, link: str, ids: dict[str, frozenset[str]]) -> tuple[str, str]:
    """What is wrong with a link, '' for nothing, and where it leads."""
    if _OUTSIDE.match(link):
        return "", link
    name, _, fragment = link.partition("#")
    name = unquote(name.partition("?")[0])
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), name)) if name else path
    if target not in ids:
        return "dead-link", target
    missing = fragment and unquote(fragment) not in ids[target]
    return ("dead-anchor" if missing else ""), f"{target}#{fragment}"


def _finding(kind: str, places: list[tuple[str, str]], locate: LocateLink) -> Finding:
    entry = rule_for(LINK, kind)
    page, link = places[0]
    problem = entry.check(page, link, len(places))
    position = locate(page, link)
    return Finding(
        code=entry.code,
        name=entry.name,
        level=entry.level,
        agency="",
        unit="",
        year=None,
        place=problem.place,
        text=problem.text,
        why=problem.why,
        remedy=problem.remedy,
        positions=(position,) if position else (),
        cells=(),
        numbers=(),
        edits=(),
    )
