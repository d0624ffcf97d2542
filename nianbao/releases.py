"""published.csv: which reports were published when, with which figures."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from .dates import read_date
from .forms import Cell, Form
from .head import Head
from .located import Fault

Key = tuple[str, int]

HEADER = "单位文件夹,年份,发布日期,版式,数,更正条数"
_COLUMNS = HEADER.split(",")
# Figures that other rules report: nothing can be said of what they state.
_UNKNOWN = ("!", "?")
_EMPTY = ("~", "/", "_")
_WITH_UNIT = re.compile(r"(-?[0-9.]+)([^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Release:
    """One line: what a report stated when it was published on `date`, '' where the line does not say.

    `cells` are its figures in form order: a number, `~` blank, `/` not applicable, `_12` computed, `_` not
    computed. `corrections` is how many 更正 it had; `dates` are those of all lines of the report.
    """

    agency: str
    year: int
    date: str = ""
    edition: str = ""
    cells: tuple[str, ...] = ()
    corrections: int = 0
    dates: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        return self.agency, self.year


def release_of(head: Head, form: Form, date: str) -> Release:
    """What is written down of a report that is published on `date`."""
    return Release(head.agency, head.year, date, head.edition, stated(head, form), len(head.corrections))


def format_release(release: Release) -> str:
    """One line of the file, without its end."""
    count = str(release.corrections)
    fields = (
        release.agency,
        str(release.year),
        release.date,
        release.edition,
        " ".join(release.cells),
        count,
    )
    return ",".join(fields)


def stated(head: Head, form: Form) -> tuple[str, ...]:
    """The figures of a report in form order, each as its line in the file says it.

    A figure whose unit the form leaves open bears the one that was stated: 251000元.
    """
    return tuple(
        (value if sign == "n" else sign + value) + ("" if cell.unit or not value else head.unit(cell))
        for cell, sign, value in zip(form.cells, head.states, head.values, strict=True)
    )


def says_same(one: str, other: str) -> bool:
    """Whether two figures say the same: 25.10 is 25.1, and a computed total is the number it prints.

    A unit is compared where both state one.
    """
    (one, unit), (other, other_unit) = _apart(one), _apart(other)
    if unit and other_unit and unit != other_unit:
        return False
    return one == other or (_is_number(one) and _is_number(other) and Decimal(one) == Decimal(other))


def changed_since(head: Head, form: Form, release: Release) -> list[tuple[Cell, str, str]]:
    """The figures that are not what was published, each with both, totals last: they change with the others.

    Of a figure that is not filled in or cannot be read nothing can be said.
    """
    changed = [
        (cell, before, now)
        for cell, before, now in zip(form.cells, release.cells, stated(head, form), strict=False)
        if now not in _UNKNOWN and not says_same(before, now)
    ]
    return sorted(changed, key=lambda item: item[0].is_total)


def _apart(figure: str) -> tuple[str, str]:
    """A figure without the sign of a computed one, and its unit."""
    figure = figure.removeprefix("_")
    found = _WITH_UNIT.fullmatch(figure)
    return (found[1], found[2]) if found else (figure, "")


def read_releases(
    text: str, forms: Mapping[str, Form], present: Collection[Key]
) -> tuple[dict[Key, Release], list[Fault]]:
    """The newest line of every report; `present` are the reports there are."""
    listed: dict[Key, Release] = {}
    faults: list[Fault] = []
    places: dict[Key, tuple[int, int, int]] = {}
    start = 0
    for number, line in enumerate(text.splitlines(keepends=True), 1):
        end = start + len(line.rstrip())
        if line.strip(" \t\r\n,") and not (number == 1 and _is_header(line)):
            release, wrong = _read_line(line, start, number, forms)
            faults += wrong
            if release is not None:
                listed[release.key] = _newest(listed.get(release.key), release)
                if release.key not in present:
                    facts = {"row": number, "agency": release.agency, "year": release.year}
                    faults.append(Fault("published-gone", start, end, facts))
                elif not wrong:
                    places[release.key] = number, start, end
        start += len(line)
    bare = [place for key, place in places.items() if not listed[key].cells]
    if bare:
        row, first, last = min(bare)
        faults.append(Fault("published-bare", first, last, {"row": row, "rows": len(bare)}))
    return listed, faults


def _is_header(line: str) -> bool:
    return not any(character.isdigit() for character in line)


def _newest(known: Release | None, release: Release) -> Release:
    """The later of two lines of one report, by its date, else by its place in the file."""
    if known is None:
        return release
    newest = release if release.date >= known.date else known
    dates = known.dates + release.dates
    return replace(newest, dates=dates)


def _read_line(
    line: str, start: int, row: int, forms: Mapping[str, Form]
) -> tuple[Release | None, list[Fault]]:
    """A line may end after the year. Without unit and year there is nothing; with any other fault no figures."""
    typed = list(_fields(line, start))
    agency, year, date, edition, cells, count = (*(text for text, _ in typed), *[""] * 6)[:6]
    faults = []
    for column, wanted in (*_wrong_key(agency, year), *_wrong_rest(date, edition, cells, count, forms)):
        text, at = typed[column] if column < len(typed) else ("", start + len(line.rstrip()))
        facts = {"row": row, "column": _COLUMNS[column], "text": text, "wanted": wanted}
        faults.append(Fault("bad-published", at, at + max(len(text), 1), facts))
    if any(_wrong_key(agency, year)):
        return None, faults[:1]
    day = read_date(date).value
    when = day.isoformat() if day else ""
    release = Release(agency, int(year), when, edition, dates=(when,) if when else ())
    if not faults:
        release = replace(release, cells=tuple(cells.split()), corrections=int(count or 0))
    return release, faults


def _wrong_key(agency: str, year: str) -> Iterator[tuple[int, str]]:
    if not agency or not agency.isascii():
        yield 0, "写单位的文件夹，例如 dongcheng/jiaowei"
    if not (len(year) == 4 and year.isascii() and year.isdigit()):
        yield 1, "写四位数字，例如 2023，前面用英文逗号隔开"


def _wrong_rest(
    date: str, edition: str, cells: str, count: str, forms: Mapping[str, Form]
) -> Iterator[tuple[int, str]]:
    """The columns that are wrong, with what they should hold."""
    form, figures = forms.get(edition), cells.split()
    if date and read_date(date).value is None:
        yield 2, "写发布的那一天，例如 2024-01-26；不知道就空着"
    if form is None and (edition or figures):
        yield 3, f"写 {'、'.join(sorted(forms))} 中的一个"
    elif form is not None and figures and len(figures) != len(form.cells):
        yield 4, f"应有 {len(form.cells)} 个数（{form.name}），这里有 {len(figures)} 个"
    elif not all(figure in _EMPTY or _is_number(_apart(figure)[0]) for figure in figures):
        yield 4, "只能是数、~、/、_，中间用空格隔开"
    if count and not (count.isascii() and count.isdigit()):
        yield 5, "写发布时已有几条更正，没有写 0"


def _fields(line: str, start: int) -> Iterator[tuple[str, int]]:
    """Each field with the place it begins at. None of ours holds a comma, so quotes need no care."""
    for part in line.rstrip("\r\n").split(","):
        text = part.strip(' \t"')
        yield text, start + (part.find(text) if text else 0)
        start += len(part) + 1


def _is_number(text: str) -> bool:
    """As a figure is typed in a report: 12, -3, 25.1."""
    whole, point, rest = text.removeprefix("-").partition(".")
    digits = whole + rest
    return digits.isascii() and digits.isdigit() and bool(whole) and bool(rest) == bool(point)
