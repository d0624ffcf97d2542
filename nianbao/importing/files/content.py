"""An imported report → the text of its year's file, as `new` would write it with the figures filled in."""

from __future__ import annotations

import unicodedata

from ...drafting import draft_figures
from ...fields import UNDATED
from ...form_names import FIELDS
from ...forms import EntryLine, Form
from ...report import read_report
from ...tidying import tidy
from ..imported import (
    Imported,
    is_complete,
    one_line,
    publication_date,
    typed,
    typed_unit,
    unit_lines,
)
from ..matched import PENDING
from .standing import set_units

_TYPED_NAMES = {name: typed_name for typed_name, name in FIELDS.items()}
# The order in which content files have them; the date is always there.
_ORDER = ("title", "document_number", "index_number", "source_file", "source_url", "edition")


def write_figures(imported: Imported) -> str:
    """The year's file: figures as stated, 待填 for what was not found, a draft unless all of it is known."""
    form = imported.form
    values = {cell.address: typed(imported, cell) for cell in form.cells}
    draft = draft_figures(form, one_line(imported.unit), imported.year, values)
    date = _TYPED_NAMES["published"]
    head, _, rest = draft.partition(f"\n{date}: ")
    lines = [f"{date}: {_date(imported)}", *_fields(imported)]
    text = "\n".join([head, *lines, rest.partition("\n")[2]])
    return _with_units(text, imported)


def _date(imported: Imported) -> str:
    """The date the source states, only when the report is ready for it; else why there is none."""
    stated, known = one_line(imported.fields.get("published", "")), publication_date(imported)
    if not stated:
        return f"{UNDATED}  # 原件没有发布日期，查到后填写，不推测"
    if not known:
        return f"{UNDATED}  # 原件写 {stated}，不是完整的日期，查明后填写"
    return known if is_complete(imported) else f"{UNDATED}  # 原件写 {known}，填完再写"


def _fields(imported: Imported) -> list[str]:
    """The other lines of the head."""
    values = {name: one_line(imported.fields.get(name, "")) for name in _ORDER}
    if _same_title(values["title"], imported):
        values["title"] = ""
    lines = [_line(name, text, imported.form, imported.year) for name, text in values.items() if text]
    return [line for line in lines if line]


def _same_title(title: str, imported: Imported) -> bool:
    """Whether a title is what the form's pattern gives: only another one has to be written."""
    usual = imported.form.title.format(agency=imported.unit, year=imported.year)
    return _bare(title) == _bare(usual)


def _bare(title: str) -> str:
    return "".join(unicodedata.normalize("NFKC", title).split())


def _line(name: str, text: str, form: Form, year: int) -> str:
    """One field, written in the plainest way that reads back as it was; '' when there is none."""
    typed_name = _TYPED_NAMES[name]
    doubled = text.replace("'", "''")
    for value in (text, f'"{text}"', f"'{doubled}'", f"|\n  {text}"):
        line = f"{typed_name}: {value}"
        report, faults = read_report(f"{line}\n", form, year)
        others = [fault for fault in faults if fault.kind != "missing-table"]
        if report is not None and not others and report.fields.get(name) == text:
            return line
    return ""


def _with_units(text: str, imported: Imported) -> str:
    """With the units that the source states, and the columns under one another again."""
    known: list[tuple[EntryLine, str]] = [
        (line, typed_unit(imported, line)) for _, line in unit_lines(imported.form)
    ]
    words = {line.row: word for line, word in known if word != PENDING}
    if not words:
        return text
    return tidy(set_units(text, imported.form, words), imported.form, imported.year)[0]
