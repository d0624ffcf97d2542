"""开年: who has to report for a year, who does not and why, and what each starts from."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from ..agencies import Agency
from ..forms import Form
from ..pipeline import Checked
from ..rules.district import District
from .filling import Paper


@dataclass(frozen=True, slots=True)
class Opening:
    """`papers` are what agencies fill in, in official order, by path; `summed` the names of those whose report is
    added up from others. `news` says who is new or bears a new name, `excused` who does not report and why;
    `unknown` names those of whom last year's figures are not there."""

    year: int
    form: Form
    papers: Mapping[str, Paper]
    summed: tuple[str, ...]
    news: tuple[str, ...]
    excused: tuple[str, ...]
    unknown: tuple[str, ...]


def plan_opening(checked: Checked, form: Form, year: int, asked: Collection[str]) -> Opening:
    """What to open a year with; for all agencies when none is asked for."""
    district = checked.district
    registered = [one for one in checked.site.agencies if not asked or one.path in asked]
    reporting = [agency for agency in registered if agency.reports_in(year)]
    summed = [agency for agency in reporting if _is_summed(district, agency, year)]
    papers = {
        agency.path: Paper(
            form,
            agency.name_in(year),
            agency.path,
            year,
            district.numbers_before((agency.path, year), form),
        )
        for agency in reporting
        if agency not in summed
    }
    said = partial(_names, district, year)
    return Opening(
        year=year,
        form=form,
        papers=papers,
        summed=tuple(agency.name_in(year) for agency in summed),
        news=tuple(line for agency in reporting for line in _news(agency, year, said)),
        excused=tuple(line for agency in registered for line in _excused(district, agency, year)),
        unknown=tuple(
            paper.unit
            for paper in papers.values()
            if form.taken_over and not paper.given and not _begins(district, paper.path, year)
        ),
    )


def _is_summed(district: District, agency: Agency, year: int) -> bool:
    """Whether last year's report, or this year's, is added up from those below."""
    heads = (district.heads.get((agency.path, each)) for each in (year, year - 1))
    return any(head is not None and head.fields.get("scope", "").strip() for head in heads)


def _begins(district: District, path: str, year: int) -> bool:
    """Whether an agency starts from nothing that year."""
    found, missing = district.before((path, year))
    return not found and not missing


def _names(district: District, year: int, paths: Collection[str]) -> str:
    return "、".join(district.unit((path, year)) if path in district.agencies else path for path in paths)


def _news(agency: Agency, year: int, said: partial[str]) -> Iterator[str]:
    """What changed from the year before."""
    unit, before = agency.name_in(year), agency.name_in(year - 1)
    taken_over = [one.path for one in agency.predecessors if one.first_year == year]
    if taken_over:
        yield f"{unit}：今年起承接{said(taken_over)}"
    elif agency.first_year == year:
        yield f"{unit}：今年新设"
    if before != unit:
        yield f"{unit}：更名，原{before}"


def _excused(district: District, agency: Agency, year: int) -> Iterator[str]:
    """Why a registered agency does not report; nothing of those that were gone long before."""
    if agency.reports_in(year):
        return
    unit = agency.name_in(year)
    if agency.first_year is not None and agency.first_year > year:
        yield f"{unit}：{agency.first_year}年才设立"
    elif agency.last_year is not None and agency.last_year < year:
        successors = [
            one.path
            for one in district.agencies.values()
            if any(each.path == agency.path for each in one.predecessors)
        ]
        by = f"，由{_names(district, year, successors)}承接" if successors else ""
        if agency.last_year >= year - 2 or successors:
            yield f"{unit}：最后一份是{agency.last_year}年{by}"
    else:
        superior = district.agencies.get(agency.superior(year))
        yield f"{unit}：不单独编制" + (f"，并入{superior.name_in(year)}" if superior else "")
