"""The publication date of a report, written into its file; nothing else in the file changes."""

from __future__ import annotations

import re

from ..fields import PUBLISHED
from ..forms import Form
from ..report import UNDATED, read_report

_HEAD_REMARKS = re.compile(r"(?:#[^\n]*\n)*")


def with_date(text: str, form: Form, year: int, day: str) -> str:
    """The text of a year's file with its publication date set to `day` (2025-01-26).

    What the program itself remarked beside 待定 goes with it. Raises ValueError when the file cannot be read.
    """
    report, _ = read_report(text, form, year)
    if report is None:
        raise ValueError(text[:40])
    if "published" not in report.spans:
        end = _HEAD_REMARKS.match(text)
        place = end.end() if end else 0
        return f"{text[:place]}{PUBLISHED}: {day}\n{text[place:]}"
    start, stop = report.spans["published"]
    rest = text[stop:]
    if text[start:stop] == UNDATED:
        rest = re.sub(r"\A[ \t]*#[^\n\r]*", "", rest)
    return f"{text[:start]}{day}{rest}"
