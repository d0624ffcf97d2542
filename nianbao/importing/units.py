"""Whose report it is: the agency, among those known, that a printed name means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from ..agencies import Agency
from .folding import fold

_REGION = re.compile(r"自治区|自治州|自治县|地区|新区|省|市|州|盟|县|区|旗")
# Names of regions stand within these many signs.
_REGIONS_REACH = 18
_OFFICE = re.compile(r"(?:人民政府|办事处|管理委员会|管委会)\Z")
_GOVERNMENT_OFFICE = re.compile(r"办公[室厅]\Z")
# Names of which every place has one: without their place they mean nobody.
_COMMON = re.compile(
    r"(?:街道|镇|乡|区|县|市|省)?(?:人民政府|人民|政府|委员会)?(?:办公[室厅]|办事处|管理委员会|管委会|委员会|局)?"
)
_SHORTEST = 3
_SHORTEST_TOWN = 2


@dataclass(frozen=True, slots=True)
class Fit:
    """The agencies a name may mean: one is certain, several are not, none is unknown. `how` says why."""

    agencies: tuple[Agency, ...]
    how: str

    @property
    def agency(self) -> Agency | None:
        return self.agencies[0] if len(self.agencies) == 1 else None


def fit_name(name: str, agencies: Sequence[Agency], year: int | None, *, loosely: bool) -> Fit:
    """Which agencies a printed name means, the surest way first; `loosely`: the end of a name is enough."""
    wanted = fold(name)
    if not wanted:
        return Fit((), "")
    tests: list[tuple[str, Callable[[Agency], bool]]] = [
        ("与全称相同", lambda agency: wanted in _full_names(agency)),
        ("与简称相同", lambda agency: wanted == fold(agency.short_name)),
        ("比全称少了地区或“人民政府”一类的字", lambda agency: wanted in _shortened(_full_names(agency))),
        ("比全称多了前面的地区", lambda agency: bool(_full_names(agency) & _without_regions(wanted))),
    ]
    if loosely:
        tests.append(("与全称的后面几个字相同", lambda agency: _ends_with(_full_names(agency), wanted)))
    for how, test in tests:
        found = tuple(agency for agency in agencies if test(agency))
        if found:
            return Fit(_of_the_year(found, wanted, year), how)
    return Fit((), "")


def find_names(text: str, agencies: Sequence[Agency], year: int | None = None) -> Fit:
    """The agencies whose full, former or short names stand in a text; a name within a longer one is not counted."""
    names = [(agency, _full_names(agency) | {fold(agency.short_name)}) for agency in agencies]
    return Fit(_find(fold(text), names), "写着单位的名称")


def find_in_file_name(stem: str, agencies: Sequence[Agency], year: int | None) -> Fit:
    """The same for the name of a file, where 民政局 is enough."""
    fit = find_names(stem, agencies, year)
    if fit.agencies:
        return fit
    return Fit(_find(fold(stem), [(agency, _shortened(_full_names(agency))) for agency in agencies]), fit.how)


def _find(text: str, known: Iterable[tuple[Agency, Set[str]]]) -> tuple[Agency, ...]:
    spans: list[tuple[int, int, str]] = []
    by_path: dict[str, Agency] = {}
    for agency, names in known:
        by_path[agency.path] = agency
        for name in names:
            start = text.find(name) if len(name) >= _SHORTEST else -1
            if start >= 0:
                spans.append((start, start + len(name), agency.path))
    found = {path for start, end, path in spans if not any(_holds(other, start, end) for other in spans)}
    return tuple(by_path[path] for path in sorted(found))


def _holds(span: tuple[int, int, str], start: int, end: int) -> bool:
    return span[0] <= start and end <= span[1] and span[1] - span[0] > end - start


def _of_the_year(found: tuple[Agency, ...], wanted: str, year: int | None) -> tuple[Agency, ...]:
    """Of several that bore a name in some year, the one that bore it in this one."""
    if len(found) < 2 or year is None:
        return found
    then = tuple(agency for agency in found if fold(agency.name_in(year)) == wanted)
    return then or found


def with_its_government(fit: Fit, agencies: Sequence[Agency]) -> Fit:
    """An office signs for the government as well as for itself: both are meant until somebody says which."""
    agency = fit.agency
    if agency is None or not _GOVERNMENT_OFFICE.search(agency.name):
        return fit
    government = fold(_GOVERNMENT_OFFICE.sub("", agency.name))
    above = tuple(other for other in agencies if other is not agency and government in _full_names(other))
    return Fit((*above, agency), fit.how)


def _full_names(agency: Agency) -> set[str]:
    return {fold(name) for name in (agency.name, *(former.name for former in agency.former_names)) if name}


@lru_cache(maxsize=4096)
def _without_regions(name: str) -> frozenset[str]:
    """`北京市东城区教育局` → 东城区教育局, 教育局. What is cut wrongly is no name, and so meets none."""
    ends = (match.end() for match in _REGION.finditer(name, 1, _REGIONS_REACH))
    return frozenset(name[end:] for end in ends if _means_somebody(name[end:]))


def _shortened(names: Set[str]) -> Set[str]:
    """Without the regions before it, without 人民政府 behind it; 丽水市政府 for 丽水市人民政府."""
    found: set[str] = set()
    for name in names:
        for whole in {name, *_without_regions(name)}:
            found |= {whole, _OFFICE.sub("", whole), whole.replace("人民政府", "政府")}
    return set(filter(_means_somebody, found)) - names


def _means_somebody(name: str) -> bool:
    return len(name) >= _SHORTEST_TOWN and _COMMON.fullmatch(name) is None


def _ends_with(names: Iterable[str], wanted: str) -> bool:
    """县教育局 for 民和县教育局, as a district writes of its own."""
    return (
        len(wanted) > _SHORTEST and _means_somebody(wanted) and any(name.endswith(wanted) for name in names)
    )
