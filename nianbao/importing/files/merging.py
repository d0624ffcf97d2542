"""Importing again: what the source says now, what it said last time, and what has been made of it meanwhile.

Figure by figure and line by line: who changed it keeps it; where both did, what stands there stays, both are
shown, and the log keeps them until somebody has decided. Date, 核实说明, 更正, all other fields and every remark stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ...cells import plain_value
from ...decoding import decode
from ...drafting import draft_prose
from ...fixing import encoded
from ...forms import Cell, Form
from ...located import Fault, Lines
from ...report import Report, read_report
from ...undecided import Undecided, lines_of, still_open
from ..document import Refused
from ..imported import Imported, has_figures, has_prose, prose_text, typed, typed_unit, unit_lines, unit_path
from ..matched import PENDING
from .content import write_figures
from .log import Base, read_log, write_log
from .prose_merging import CHANGED, CONFLICT, KEPT, Passage, merge_prose
from .sections import with_answers, with_sections
from .standing import set_figures


@dataclass(frozen=True, slots=True)
class Standing:
    """The files of a report as they are now: figures, prose and the log of the last import; None if missing."""

    figures: bytes | None = None
    prose: bytes | None = None
    log: bytes | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure, unit or passage of prose: what the last import gave (`base`, '' when unknown), what stands
    there (`mine`), what the source says now (`theirs`). `address` is '' for prose, whose `place` is its heading;
    for a unit it is the table and the name."""

    address: str
    place: str
    base: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Merged:
    """What the files become. `changes`: theirs has come in; `kept`: mine stays, theirs is as last time;
    `conflicts`: both changed, in this import or in an earlier one, and nobody has decided; mine stays."""

    figures: bytes
    prose: bytes
    log: bytes
    changes: tuple[Difference, ...] = ()
    kept: tuple[Difference, ...] = ()
    conflicts: tuple[Difference, ...] = ()


def merge(imported: Imported, standing: Standing, *, replace: bool = False, keep: bool = False) -> Merged:
    """The files after this import; byte for byte those that stand there where nothing changes.

    With `replace` the source wins wherever it says something; with `keep` what both changed stays as it is.
    Raises Refused when a file that stands there has faults of its own or is written in another edition: then
    nothing may be written.
    """
    if standing.figures is None and standing.prose is None:
        figures = _checked(write_figures(imported), imported).encode("utf-8")
        return Merged(figures, _new_prose(imported), write_log(imported).encode("utf-8"))
    base = _base(standing, imported.form)
    found: dict[str, list[Difference]] = {CHANGED: [], KEPT: [], CONFLICT: []}
    figures = _merge_figures(imported, standing.figures, base, replace, found)
    prose, told = _merge_prose(imported, standing.prose, base, replace, found)
    if keep:
        found[KEPT] += found.pop(CONFLICT)
        found[CONFLICT], told = [], []
    undecided = [_undecided(one, imported.form) for one in found[CONFLICT] if one.address]
    log = write_log(imported, [*undecided, *told], base).encode("utf-8")
    return Merged(figures, prose, log, *(tuple(found[kind]) for kind in (CHANGED, KEPT, CONFLICT)))


def _base(standing: Standing, form: Form) -> Base | None:
    """What the import before this one gave; prose that nobody has touched since `new` or `open` is its own base."""
    base = read_log(decode(standing.log)[0]) if standing.log is not None else None
    if standing.prose is None or (base is not None and base.prose.strip()):
        return base
    mine = decode(standing.prose, prose=True)[0]
    if mine.split() not in ([], draft_prose(form).split()):
        return base
    return replace(base or Base({}, ""), prose=mine)


def _opened(report: Report, form: Form) -> dict[str, str]:
    """What a year was opened with: figures of the year before, where nobody has typed any other."""
    signs = enumerate(figure.sign for figure in report.figures)
    typed_in = {index: sign for index, sign in signs if sign != PENDING}
    taken_over = typed_in.keys() <= form.taken_over.keys()
    return {form.cells[index].path: sign for index, sign in typed_in.items()} if taken_over else {}


def _undecided(one: Difference, form: Form) -> Undecided:
    """A conflict about a figure or a unit as the log keeps it."""
    cell = form.by_address.get(one.address)
    return Undecided(cell.path if cell else one.address, (one.mine,), (one.theirs,))


def settle(base: object, mine: object, theirs: object) -> str:
    """Whose value it will be: '' where there is nothing to decide."""
    if mine == theirs:
        return ""
    if mine == base:
        return CHANGED
    return KEPT if theirs == base else CONFLICT


# -- figures


def _merge_figures(
    imported: Imported,
    data: bytes | None,
    base: Base | None,
    replacing: bool,
    found: dict[str, list[Difference]],
) -> bytes:
    if data is None:
        return _checked(write_figures(imported), imported).encode("utf-8")
    text, faults = decode(data)
    report = _standing_report(text, faults, imported)
    values: dict[str, str] = {}
    units: dict[str, str] = {}
    base = base or Base({}, "")
    if not base.typed:
        base = replace(base, typed=_opened(report, imported.form))
    for difference, kind in _figures(imported, report, base, replacing):
        found[kind].append(difference)
        if kind == CHANGED:
            values[difference.address] = difference.theirs
    for row, difference, kind in _units(imported, report, base, replacing):
        found[kind].append(difference)
        if kind == CHANGED:
            units[row] = difference.theirs
    if not values and not units:
        return data
    edited = set_figures(text, report, imported.form, values, units)
    _check_edited(edited, report, imported, values, units)
    return encoded(edited, data)


def _figures(
    imported: Imported, report: Report, base: Base, replacing: bool
) -> Iterator[tuple[Difference, str]]:
    """The figures in which the file and the source differ, and whose each will be."""
    for cell in imported.form.cells:
        mine, theirs = report.figures[cell.index], typed(imported, cell)
        before = base.typed.get(cell.path, PENDING)
        if cell.address not in imported.cells:
            yield from _unspoken(imported, cell, base, mine.sign)
            continue
        meant = [plain_value(text, cell.kind) for text in (before, mine.sign, theirs)]
        waits = Undecided(cell.path, (mine.sign,), (theirs,)) in base.undecided
        kind = _decided(CONFLICT if waits else settle(*meant), theirs, replacing)
        if kind:
            yield Difference(cell.address, cell.place, before, mine.sign, theirs), kind


def _unspoken(imported: Imported, cell: Cell, base: Base, mine: str) -> Iterator[tuple[Difference, str]]:
    """A figure that this source does not speak of stays, and what an earlier one left open stays open."""
    before = base.typed.get(cell.path, PENDING)
    waiting = [item for item in base.undecided if (item.path, item.mine) == (cell.path, (mine,))]
    if waiting:
        yield Difference(cell.address, cell.place, before, mine, waiting[0].theirs[0]), CONFLICT
    elif mine != PENDING and has_figures(imported):
        yield Difference(cell.address, cell.place, before, mine, PENDING), KEPT


def _units(
    imported: Imported, report: Report, base: Base, replacing: bool
) -> Iterator[tuple[str, Difference, str]]:
    """The same of the units, each with the row of its figure."""
    for table, line in unit_lines(imported.form):
        mine, theirs = report.units.get(line.row, PENDING), typed_unit(imported, line)
        path, place = unit_path(table, line), f"{table.place} {line.name}"
        before = base.typed.get(path, PENDING)
        waits = Undecided(path, (mine,), (theirs,)) in base.undecided
        kind = _decided(CONFLICT if waits else settle(before, mine, theirs), theirs, replacing)
        if kind:
            yield line.row, Difference(path, place, before, mine, theirs), kind


def _decided(kind: str, theirs: str, replacing: bool) -> str:
    """What the source does not say erases nothing; with `replacing` it wins wherever it says something."""
    if kind and theirs == PENDING:
        return KEPT
    return CHANGED if kind and replacing else kind


def _standing_report(text: str, faults: list[Fault], imported: Imported) -> Report:
    """What the file says that stands there. Raises Refused when it cannot be relied on."""
    name, form = f"{imported.year}.yaml", imported.form
    report, more = read_report(text, form, imported.year)
    wanted = imported.fields.get("edition", "")
    stated = report.fields.get("edition", "") if report is not None else ""
    if report is not None and (stated or wanted) and stated != form.edition and stated != wanted:
        raise Refused("import-other-edition", file=name, standing=stated, wanted=form.edition)
    _refuse_faults([*faults, *more], text, name, is_draft=report is not None and not report.dated)
    if report is None:
        raise Refused("import-standing-broken", file=name, line=1, count=1, faults=())
    return report


def _refuse_faults(faults: list[Fault], text: str, name: str, *, is_draft: bool) -> None:
    """A file with faults is left alone; what a draft may lack is none."""
    real = [fault for fault in faults if not (is_draft and fault.facts.get("draft_ok"))]
    if real:
        line = Lines(text).position(min(real[0].start, len(text)))[0]
        raise Refused("import-standing-broken", file=name, line=line, count=len(real), faults=tuple(real))


def _check_edited(
    edited: str, before: Report, imported: Imported, values: Mapping[str, str], units: Mapping[str, str]
) -> None:
    """The edited file has to say what was decided, and everything else as before."""
    after = _standing_report(edited, [], imported)
    form = imported.form
    wanted = [
        plain_value(values.get(cell.address, before.figures[cell.index].sign), cell.kind)
        for cell in form.cells
    ]
    same = [(figure.state, figure.value) for figure in after.figures] == wanted
    if not same or _rest(after) != _rest(replace(before, units={**before.units, **units})):
        raise Refused("import-standing-broken", file=f"{imported.year}.yaml", line=1, count=1, faults=())


def _rest(report: Report) -> object:
    """What a report says besides its figures."""
    explanations = [replace(item, start=0, end=0) for item in report.explanations]
    corrections = [replace(item, start=0, end=0) for item in report.corrections]
    return report.fields, report.units, explanations, corrections


def _checked(text: str, imported: Imported) -> str:
    """A new file, read back."""
    report = _standing_report(text, [], imported)
    read = [(figure.state, figure.value) for figure in report.figures]
    if read != [plain_value(typed(imported, cell), cell.kind) for cell in imported.form.cells]:
        raise Refused("import-standing-broken", file=f"{imported.year}.yaml", line=1, count=1, faults=())
    return text


# -- prose


def _merge_prose(
    imported: Imported,
    data: bytes | None,
    base: Base | None,
    replacing: bool,
    found: dict[str, list[Difference]],
) -> tuple[bytes, list[Undecided]]:
    """The prose, and what of it is still to be decided."""
    if data is None:
        return _new_prose(imported), []
    mine, faults = decode(data, prose=True)
    _refuse_faults(faults, mine, f"{imported.year}.md", is_draft=False)
    earlier = [item for item in base.undecided if not item.path] if base is not None else []
    left = still_open(earlier, {}, lines_of(mine))
    if not has_prose(imported):
        found[CONFLICT] += [_as_difference(item) for item in left]
        return data, left
    before = base.prose if base is not None and (base.prose.strip() or not mine.strip()) else None
    theirs = with_answers(prose_text(imported), mine)
    if imported.is_partial:
        theirs = with_sections(mine if before is None else before, theirs)
    text, passages = merge_prose(before, mine, theirs, replacing=replacing)
    waiting = [(item, {*item.mine, *item.theirs}) for item in left]
    undecided: list[Undecided] = []
    for one in passages:
        differing = lines_of(one.mine) ^ lines_of(one.theirs)
        kind, of_these = one.kind, [item for item, lines in waiting if lines & differing]
        if kind == KEPT and of_these and differing <= set().union(*(lines for _, lines in waiting)):
            kind = CONFLICT
            undecided += [item for item in of_these if item not in undecided]
        elif kind == CONFLICT:
            undecided.append(_waiting(one))
        found[kind].append(Difference("", one.heading, one.base, one.mine, one.theirs))
    return encoded(text, data), undecided


def _waiting(one: Passage) -> Undecided:
    mine, theirs = (tuple(filter(None, text.split("\n"))) for text in (one.mine, one.theirs))
    return Undecided("", mine, theirs, one.heading)


def _as_difference(item: Undecided) -> Difference:
    return Difference("", item.heading, "", "\n".join(item.mine), "\n".join(item.theirs))


def _new_prose(imported: Imported) -> bytes:
    return prose_text(imported).encode("utf-8")
