"""Imports made by hand, for the tests of what is done with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nianbao.forms import Form
from nianbao.forms.loading import load_form
from nianbao.importing.document import Place
from nianbao.importing.imported import Imported
from nianbao.importing.matched import Read
from tests.sites import FORM, ROOT, prose

FORMS: dict[str, Form] = {
    path.stem: load_form(path.read_text(encoding="utf-8"))
    for path in (
        ROOT / "nianbao/forms/2019.yaml",
        ROOT / "nianbao/forms/2021.yaml",
        ROOT / "tests/editions/2031.yaml",
    )
}
YEARS = {"2019": 2019, "2021": 2023, "2031": 2031}


def imported(changes: Mapping[str, str | None] | None = None, *, form: Form = FORM, **more: Any) -> Imported:
    """A report in which every figure is 0 but those in `changes` (address → as typed, None: not found)."""
    values = {cell.address: "0" for cell in form.cells} | dict(changes or {})
    cells = {
        address: Read(address, text, text, Place(table=2, row=number + 1))
        for number, (address, text) in enumerate(values.items())
        if text is not None
    }
    given: dict[str, Any] = {
        "source": "教委年报.docx",
        "sha256": "0" * 64,
        "kind": "docx",
        "agency": "jiaowei",
        "unit": "东城区教育委员会",
        "form": form,
        "year": YEARS[form.edition],
        "cells": cells,
        "units": {
            line.name: line.choices[0] for table in form.tables for line in table.entry if line.choices
        },
        "markdown": prose(2023),
        "fields": {"published": f"{YEARS[form.edition] + 1}-01-20"},
    }
    return Imported(**(given | more))
