"""Reports → what search needs of them, and the files of the index for a whole site."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from .agencies import Agency
from .forms import Cell, EntryLine, Form
from .forms.loading import number_of
from .head import Head
from .memo import Memo
from .paths import agency_path, report_path
from .search import (
    FigureLabel,
    IndexFile,
    SearchBody,
    SearchHead,
    SearchSite,
    SearchSource,
    index_terms,
    parse_traditional,
    plan_index,
)
from .site import Site

# A label so short that it stands for nothing in particular (总计, 其他) is no query for a figure.
SHORTEST_LABEL = 3


def search_terms(head: Head, agency: Agency, form: Form, body: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The small and the large part of one report's terms, as JSON values."""
    unit = agency.name_in(head.year)
    received = head.number(form, "received")
    source = SearchSource(
        url=report_path(head.agency, head.year),
        title=head.title,
        agency=unit,
        names=tuple(name for name in agency.names if name != unit),
        agency_path=agency_path(head.agency),
        year=head.year,
        region=head.agency.partition("/")[0],
        category=agency.category,
        has_requests=bool(received),
        sections=tuple(_sections(form, body)),
        figures={
            cell.address: head.values[cell.index]
            for _, cell in figure_rows(form)
            if head.values[cell.index] not in ("", "0")
        },
    )
    terms = index_terms(source)
    return _fields(terms.head), _fields(terms.body)


def search_files(site: Site, memo: Memo) -> Iterator[IndexFile]:
    """Every file of the index; merged parts of it are kept in the memo."""
    reports = [head for year in site.years for head in site.by_year[year]]

    def body(number: int) -> SearchBody:
        return SearchBody(**memo.get("search", reports[number].body))

    def keep(key: str, make: Callable[[], list[str]]) -> list[str]:
        found: list[str] | None = memo.get("merged", key)
        if found is None:
            found = make()
            memo.put("merged", key, found)
        return found

    heads = [SearchHead(**head.search) for head in reports]
    return plan_index(heads, body, site=_search_site(site), keep=keep)


def figure_rows(form: Form) -> Iterator[tuple[EntryLine, Cell]]:
    """The figures a reader may ask for by name: a row's total, or each figure of a row without one."""
    for table in form.tables:
        for line in table.rows:
            totals = [cell for cell, column in zip(line.cells, line.column_labels, strict=False) if cell.is_total and column]
            for cell in totals[-1:] or line.cells:
                yield line, cell


def _sections(form: Form, body: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    if body.get("preface", {}).get("text"):
        yield "preface", "", body["preface"]["text"]
    numbers = {section.key: number for number, section in enumerate(form.sections, 1)}
    for section in body.get("sections", []):
        if section["text"]:
            yield f"s{numbers[section['key']]}", section["title_printed"], section["text"]


def _search_site(site: Site) -> SearchSite:
    labels: dict[str, FigureLabel] = {}
    for form in sorted(site.forms.values(), key=lambda form: form.first_year, reverse=True):
        for line, cell in figure_rows(form):
            labels.setdefault(cell.address, _label(line, cell))
    pairs = tuple((agency.short_name, agency.name) for agency in site.agencies if agency.short_name)
    return SearchSite(labels=labels, aliases=(*pairs, *site.aliases), traditional=_traditional())


def _label(line: EntryLine, cell: Cell) -> FigureLabel:
    row = cell.row_labels[-1] if cell.row_labels else cell.column_labels[-2]
    row = row.removeprefix(number_of(row))
    words = [row, line.name] if cell.is_total or len(line.cells) == 1 else [row + cell.column_place]
    return FigureLabel(
        labels=tuple(word for word in dict.fromkeys(words) if len(word) >= SHORTEST_LABEL),
        place=f"{cell.table_place} {cell.row_place}",
        anchor=cell.id,
        unit=cell.unit,
    )


@lru_cache(maxsize=1)
def _traditional() -> dict[str, str]:
    return parse_traditional((files("nianbao") / "data/traditional.txt").read_text(encoding="utf-8"))


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__slots__}
