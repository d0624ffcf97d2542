"""Whose report of which year a file is: what the document says, beside what was typed on the command line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...agencies import Agency, find_agencies
from ...errors import CannotRun
from ...forms import Form, edition_for
from ...located import Fault
from ...project import SLUG
from ...slugs import suggest_slug
from ..recognise import Recognised
from ..units import find_names

_GOVERNMENT = "人民政府"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line says of all files. `agency`: a known one; `path`: of one still to be founded."""

    agency: Agency | None = None
    path: str = ""
    name: str = ""
    year: int | None = None

    @property
    def is_stated(self) -> bool:
        return bool(self.agency or self.path or self.year)


@dataclass(frozen=True, slots=True)
class Assigned:
    """`name` is what the document calls an agency that is new, '' for a known one."""

    path: str
    year: int
    name: str = ""
    notes: tuple[str, ...] = ()


def ask(agencies: Iterable[Agency], word: str, name: str, year: int | None) -> Asked:
    """What was typed. Raises CannotRun for a word that names several agencies, or none and is no path."""
    if not word:
        return Asked(name=name, year=year)
    word = word.strip("/").removeprefix("content/reports/")
    fitting = find_agencies(agencies, word)
    if len(fitting) > 1:
        raise CannotRun(f"“{word}”有 {len(fitting)} 个单位：{'、'.join(a.path for a in fitting)}。请写路径。")
    if fitting:
        return Asked(fitting[0], year=year)
    if all(SLUG.match(part) and len(part) <= 64 for part in word.split("/")):
        return Asked(path=word, name=name, year=year)
    raise CannotRun(
        f"没有叫“{word}”的单位。新单位请给它一个网址，例如：--单位 {suggest_path(word, agencies)} --name {word}"
    )


def assign(
    asked: Asked,
    recognised: Recognised,
    stated: Recognised,
    agencies: Mapping[str, Agency],
    forms: Mapping[str, Form],
    file: str,
) -> Assigned | Fault:
    """The report a file is. `stated` is what the document says without its name."""
    year = _year(asked, recognised, stated)
    if isinstance(year, Fault):
        return year
    if edition_for(forms, year) is None:
        return Fault("import-no-edition", 0, 1, {"year": year})
    if asked.agency or asked.path:
        return _asked_for(asked, stated, year)
    if recognised.agency:
        notes = _contradicted(recognised.agency, agencies.values(), file, year)
        return Assigned(recognised.agency.path, year, notes=notes)
    if recognised.candidates:
        names = [f"{agency.name}（{agency.path}）" for agency in recognised.candidates]
        facts = {"candidates": names, "path": recognised.candidates[0].path}
        return Fault("import-unit-ambiguous", 0, 1, facts)
    if recognised.unit:
        slug = suggest_path(recognised.unit, agencies.values())
        return Fault("import-unit-new", 0, 1, {"unit": recognised.unit, "slug": slug})
    return Fault("import-unit-unknown", 0, 1)


def _year(asked: Asked, recognised: Recognised, stated: Recognised) -> int | Fault:
    if asked.year is None:
        return recognised.year or Fault("import-year-unknown", 0, 1, {"candidates": recognised.years})
    said: Sequence[int] = (stated.year,) if stated.year else stated.years
    if said and asked.year not in said:
        facts = {"asked": asked.year, "stated": "、".join(map(str, said))}
        return Fault("import-other-year", 0, 1, facts)
    return asked.year


def _asked_for(asked: Asked, stated: Recognised, year: int) -> Assigned | Fault:
    """The agency that was typed, unless the document names another."""
    path = asked.agency.path if asked.agency else asked.path
    called = asked.agency.name_in(year) if asked.agency else asked.name or path
    known = [stated.agency] if stated.agency else list(stated.candidates)
    if known and path not in [agency.path for agency in known]:
        said = "、".join(f"{agency.name}（{agency.path}）" for agency in known)
        return Fault("import-other-unit", 0, 1, {"asked": called, "stated": said})
    if asked.agency:
        is_other = stated.unit and not known and not _alike(stated.unit, asked.agency.names)
        facts = {"asked": called, "stated": stated.unit}
        return Fault("import-other-unit", 0, 1, facts) if is_other else Assigned(path, year)
    if asked.name and stated.unit and not _alike(stated.unit, (asked.name,)):
        return Fault("import-other-unit", 0, 1, {"asked": asked.name, "stated": stated.unit})
    name = asked.name or stated.unit
    return Assigned(path, year, name) if name else Fault("import-unit-unknown", 0, 1, {"path": path})


def _alike(stated: str, names: Iterable[str]) -> bool:
    """Whether one name holds the other: 东城区教育委员会 and 北京市东城区教育委员会."""
    return any(name in stated or stated in name for name in names if len(name) > 2)


def _contradicted(agency: Agency, agencies: Iterable[Agency], file: str, year: int) -> tuple[str, ...]:
    """A remark when the file's name names somebody else: the document wins."""
    stem = file.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    named = find_names(stem, list(agencies), year)
    if named.agency is None or named.agency.path == agency.path or any(name in stem for name in agency.names):
        return ()
    return (
        f"文件名像是“{named.agency.name_in(year)}”的，文件里写的是“{agency.name_in(year)}”，照文件里的导入。",
    )


def suggest_path(name: str, agencies: Iterable[Agency]) -> str:
    """An address for a new agency, below the government whose place its name begins with."""
    above = [
        (agency.name.removesuffix(_GOVERNMENT), agency.path)
        for agency in agencies
        if agency.name.endswith(_GOVERNMENT) and name != agency.name
    ]
    fitting = [(place, path) for place, path in above if place and place in name]
    if not fitting:
        return suggest_slug(name)
    place, path = max(fitting, key=lambda pair: (len(pair[0]), pair[1]))
    rest = name.partition(place)[2] or name
    return f"{path}/{suggest_slug(rest)}"
