"""What an import left to a person: figures and passages that the clerk and the source had both changed.

The import log keeps them until somebody has decided: the value that stands there is another one, or an import
was told to keep it. Importing again and `check` read them here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from .forms import Form
from .report import Report

HEADING = "五、请决定"
_PROSE = "正文："
_MINE, _THEIRS = "  现在：", "  新来："


@dataclass(frozen=True, slots=True)
class Undecided:
    """`path`: of the figure or unit as content files name it, '' for prose, whose `heading` it stands below.
    `mine` is what stood there and `theirs` what the source said: one value, or lines of prose."""

    path: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    heading: str = ""


def write_undecided(items: Iterable[Undecided]) -> Iterator[str]:
    """The items as lines of the log."""
    for item in items:
        yield item.path or f"{_PROSE}{item.heading}"
        yield from (f"{_MINE}{line}" for line in item.mine)
        yield from (f"{_THEIRS}{line}" for line in item.theirs)


def read_undecided(log: str) -> tuple[Undecided, ...]:
    """The items of a log; nothing where it has none."""
    heads: list[str] = []
    mine: list[list[str]] = []
    theirs: list[list[str]] = []
    is_inside = False
    for line in (line.rstrip() for line in log.removeprefix("\ufeff").split("\n")):
        if line.startswith(HEADING):
            is_inside = True
            heads, mine, theirs = [], [], []
        elif not is_inside:
            continue
        elif not line:
            break
        elif heads and line.startswith(_MINE.rstrip()):
            mine[-1].append(line[len(_MINE) :])
        elif heads and line.startswith(_THEIRS.rstrip()):
            theirs[-1].append(line[len(_THEIRS) :])
        else:
            heads.append(line)
            mine.append([])
            theirs.append([])
    return tuple(
        _item(head, tuple(one), tuple(other)) for head, one, other in zip(heads, mine, theirs, strict=True)
    )


def _item(head: str, mine: tuple[str, ...], theirs: tuple[str, ...]) -> Undecided:
    is_prose = head.startswith(_PROSE)
    return Undecided("" if is_prose else head, mine, theirs, head.removeprefix(_PROSE) if is_prose else "")


def still_open(
    items: Iterable[Undecided], signs: Mapping[str, str], lines: Collection[str]
) -> list[Undecided]:
    """The items that nobody has decided yet. `signs`: figures and units by path as they stand there; `lines`:
    those of the prose without the blanks around them."""
    return [item for item in items if _is_open(item, signs, lines)]


def _is_open(item: Undecided, signs: Mapping[str, str], lines: Collection[str]) -> bool:
    if item.path:
        return (signs.get(item.path, ""),) == item.mine
    came_in = all(line in lines for line in item.theirs) and bool(item.theirs)
    return all(line in lines for line in item.mine) and not came_in


def signs_of(report: Report, form: Form) -> dict[str, str]:
    """Every figure and unit of a report as it is typed, by its path."""
    figures = {cell.path: report.figures[cell.index].sign for cell in form.cells}
    units = {
        f"{table.name}-{line.name}": report.units.get(line.row, "")
        for table in form.tables
        for line in table.entry
        if line.kind == "unit"
    }
    return figures | units


def lines_of(prose: str) -> set[str]:
    """The lines of a prose as they are compared."""
    return {line.strip() for line in prose.split("\n")} - {""}
