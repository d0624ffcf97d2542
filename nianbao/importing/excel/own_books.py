"""What our own 填报表 say of themselves: that they are one, and where on each sheet the report stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

# The property by which a workbook says that it is a 填报表, and of which edition.
FILLING = "填报格式"
# The name, on each sheet, of the cells that are the report; the rest is the program's own.
AREA = "填报区"

# First row, first column, last row, last column; counted from 1.
Area = tuple[int, int, int, int]


def is_filling(book: Any) -> bool:
    """Whether a workbook is a 填报表, in which an empty cell is one that nobody has filled in yet.

    A program that saved it may have dropped one of the two marks.
    """
    return any(one.name == FILLING for one in book.custom_doc_props.props) or any(
        AREA in sheet.defined_names for sheet in book.worksheets
    )


def area_of(sheet: Any) -> Area | None:
    """Where the report stands on a sheet; None where it says nothing of it. What else is there is ours."""
    from openpyxl.utils.cell import range_boundaries

    named = sheet.defined_names.get(AREA)
    if named is None:
        return None
    try:
        left, top, right, bottom = range_boundaries(named.attr_text.rpartition("!")[2].replace("$", ""))
    except (ValueError, TypeError):  # the rows it named were deleted
        return None
    return None if None in (left, top, right, bottom) else (top, left, bottom, right)


_TEXT = re.compile(r'"([^"]*)"')
_FIELD = re.compile(r'IF\((\$[A-Z]+\$\d+)="","([^"]*)",\1\)')


def compose(formula: object, value_of: Callable[[str], object]) -> str | None:
    """The words that a formula of ours puts together from its fields, such as the sentence on fees; None for
    any other. Not every program that saves a book works its formulas out."""
    if not isinstance(formula, str) or not formula.startswith('="'):
        return None
    words, at = "", 1
    while at < len(formula):
        text, field = _TEXT.match(formula, at), _FIELD.match(formula, at)
        if text is not None:
            words += text[1]
        elif field is not None:
            words += _as_typed(value_of(field[1].replace("$", "")), field[2])
        found = text or field
        if found is None or formula[found.end() : found.end() + 1] not in ("&", ""):
            return None
        at = found.end() + 1
    return words


def _as_typed(value: object, otherwise: str) -> str:
    """A field's number or words, `otherwise` where nobody has typed any."""
    if value is None or not str(value).strip():
        return otherwise
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
