"""反馈单: what an agency is asked to look at, in the words of the printed form; nothing of any other agency."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from ..agencies import Agency
from ..cells import PENDING, SIGN_OF
from ..finding import ERROR, HINT, LEVEL_WORDS, Finding
from ..forms import Form
from ..head import Head
from ..outcome import open_findings
from ..pipeline import Checked
from ..rules.register import ACROSS, RULES

# Rules that speak of the report. The others speak of our files, our site and our own explanations.
_OF_REPORTS = frozenset("ACDHNSW")
# What these rules find is about a person, and not to be written out once more.
_PERSONAL = "W2"
# What only the people who run the program can do or see.
_OURS = re.compile(r"核实说明|“检查|--|~|\.(?:csv|yaml|md|txt)|待定|文件末尾")
_CLAUSE = re.compile(r"[^；。]*[；。]?")
_UNFILLED = "没有填。没有发生的填 0，本机关没有这项职权的填 /，不要空着。"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the sheet: 性质, 位置, 现填, 问题, 建议."""

    level: str
    place: str
    stated: str
    problem: str
    advice: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What goes back to one agency. `received` is the file its report came in, '' where none is known."""

    agency: str
    unit: str
    year: int
    received: str
    items: tuple[Item, ...]


def sheet_of(checked: Checked, agency: Agency, year: int, *, with_hints: bool) -> Sheet | None:
    """The sheet of an agency, without items when there is nothing to say; None when it has no report."""
    head = checked.district.heads.get((agency.path, year))
    if head is None:
        return None
    form = checked.district.form(head.key)
    others = _other_names(checked, agency)
    found = open_findings(checked.site.findings.get(head.key, ()))
    items = [
        _item(finding, head, form, others)
        for finding in sorted(found, key=lambda finding: finding.order)
        if finding.code[0] in _OF_REPORTS and (with_hints or finding.level != HINT)
    ]
    return Sheet(
        agency.path,
        agency.name_in(year),
        year,
        head.fields.get("source_file", ""),
        (*_unfilled(head, form), *items),
    )


def _other_names(checked: Checked, agency: Agency) -> tuple[str, ...]:
    """The names of all other agencies, but those that are part of this one's own or of what it took over."""
    own = " ".join(agency.names)
    known = {one.path for one in agency.predecessors} | {agency.path}
    return tuple(
        name
        for other in checked.site.agencies
        if other.path not in known
        for name in (*other.names, other.path)
        if name not in own
    )


def _unfilled(head: Head, form: Form) -> Iterator[Item]:
    """The figures still to be filled in, one item for the rows of a table."""
    pending = [
        cell for cell, sign in zip(form.cells, head.states, strict=True) if sign == "?" and head.is_parsed
    ]
    for table, cells in groupby(pending, key=lambda cell: cell.table_place):
        listed = list(cells)
        rows = list(dict.fromkeys(cell.row_place for cell in listed))
        more = f"等 {len(rows)} 行" if len(rows) > 3 else ""
        place = f"{table} {'、'.join(rows[:3])}{more}，共 {len(listed)} 格"
        yield Item(LEVEL_WORDS[ERROR], place, "", f"{len(listed)} 格{_UNFILLED}", "请补填。")


def _item(finding: Finding, head: Head, form: Form, others: tuple[str, ...]) -> Item:
    problem = finding.text + finding.likely
    advice = "".join(
        clause for clause in _CLAUSE.findall(finding.remedy) if clause and not _OURS.search(clause)
    )
    # A rule that sees one report alone can only quote it; the others may tell of somebody else.
    if RULES[finding.code].scope == ACROSS:
        problem = problem if _names_none(problem, others) else f"{finding.name}。"
        advice = advice if _names_none(advice, others) else ""
    return Item(
        LEVEL_WORDS[finding.level], finding.place, _stated(finding, head, form), problem, _ended(advice)
    )


def _names_none(text: str, others: tuple[str, ...]) -> bool:
    return not any(name in text for name in others)


def _stated(finding: Finding, head: Head, form: Form) -> str:
    """What stands there now: the figure most likely meant, or the words."""
    cells = [form.by_address[address] for address in finding.cells if address in form.by_address]
    if cells:
        value, sign = head.values[cells[0].index], head.states[cells[0].index]
        return value or {"~": "空白", "/": "/", "?": SIGN_OF[PENDING]}.get(sign, "")
    if not finding.positions or finding.code.startswith(_PERSONAL):
        return ""
    place = finding.positions[0]
    words = place.source[place.column - 1 : place.end_column - 1].strip("* #")
    return words if 0 < len(words) <= 40 else ""


def _ended(text: str) -> str:
    return re.sub("；$", "。", text)
