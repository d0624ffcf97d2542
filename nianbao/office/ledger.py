"""台账: how far each agency's report of a year has come, one row an agency, in official order."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ..agencies import Agency
from ..dates import parse_date
from ..finding import WARNING
from ..forms import Form
from ..head import Head
from ..pipeline import Checked
from ..rules.deadlines import due_day
from .release import Plan

MISSING, UNFINISHED, WRONG, READY = "未报送", "草稿", "必改", "可发布"
PUBLISHED, CORRECTED = "已发布", "有更正"
STATES = (MISSING, UNFINISHED, WRONG, READY, PUBLISHED, CORRECTED)


@dataclass(frozen=True, slots=True)
class Row:
    """One agency. `open_cells` are figures still to be filled in; `must` and `ask` count 必改 and 请核;
    dates are ISO text or ''. `days_late` is told only where a day was given."""

    agency: str
    unit: str
    category: str
    state: str
    must: int
    ask: int
    open_cells: int
    published: str
    corrected: str
    due: str
    days_late: int


def take_stock(checked: Checked, tried: Plan, year: int, today: date | None) -> list[Row]:
    """The ledger of a year. `tried` is what a release of all reports would do; `today` tells who is late."""
    district = checked.district
    expected = {agency.path for agency in checked.site.expected(year)}
    listed = [
        agency
        for agency in checked.site.agencies
        if agency.path in expected or (agency.path, year) in district.heads
    ]
    return [_row(checked, tried, agency, year, today) for agency in listed]


def has_come_in(checked: Checked, path: str, year: int) -> bool:
    """Whether there is more of an agency's report than what the year was opened with."""
    head = checked.district.heads.get((path, year))
    return head is not None and not is_untouched(head, checked.district.form(head.key))


def _row(checked: Checked, tried: Plan, agency: Agency, year: int, today: date | None) -> Row:
    key = agency.path, year
    head = checked.district.heads.get(key)
    findings = checked.site.findings.get(key, ())
    # What blocks only once there is a date is what a draft may still lack.
    must = sum(finding.blocks for finding in findings)
    due = due_day(agency, agency.name_in(year), year, checked.site.settings)
    published = head.published if head is not None and not head.is_draft else ""
    day = parse_date(published) or today
    return Row(
        agency=agency.path,
        unit=agency.name_in(year),
        category=agency.category,
        state=_state(head, checked.district.form_of(key), tried, is_wrong=must > 0),
        must=must,
        ask=sum(f.level == WARNING and not f.explanation for f in findings),
        open_cells=head.states.count("?") if head is not None else 0,
        published=published,
        corrected=max((item["date"] for item in head.corrections), default="") if head else "",
        due=due.isoformat(),
        days_late=max((day - due).days, 0) if day else 0,
    )


def _state(head: Head | None, form: Form | None, tried: Plan, *, is_wrong: bool) -> str:
    if head is None or form is None or is_untouched(head, form):
        return MISSING
    if is_wrong:
        return WRONG
    if not head.is_draft:
        return CORRECTED if head.corrections else PUBLISHED
    return UNFINISHED if head.key in tried.refused else READY


def is_untouched(head: Head, form: Form) -> bool:
    """Whether the year was only opened: figures taken over from the year before, and nothing that came back."""
    typed = (index for index, sign in enumerate(head.states) if sign != "?")
    return head.is_draft and "?" in head.states and all(index in form.taken_over for index in typed)


def to_json(rows: list[Row]) -> list[dict[str, Any]]:
    return [asdict(row) for row in rows]
