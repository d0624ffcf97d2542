"""An Excel workbook → `Document`: every visible sheet cut into tables and the lines of text between them.

Only values are read, as they were saved; nothing is computed, and formats do not round.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from ..document import Document, Dropped, Grid, Paragraph, Place, Refused
from .own_books import Area, area_of, compose, is_filling
from .sheets import MAX_AREA, Sheet, find_alike, read_sheet

MAX_CELLS = 200_000
_TOLD = 40
# Control signs as the file format spells them, and signs without width.
_SPELLED = re.compile(r"_x[0-9A-Fa-f]{4}_")
# An apostrophe before a number says that it was typed as text.
_TYPED_AS_TEXT = re.compile(r"\A\s*['‘’](\s*[-+]?\d[\d,.]*\s*)\Z")
# Days before are no days: no report speaks of them.
_FIRST_YEAR = 1980
_INVISIBLE = {code: None for code in (0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF)}


def read_xlsx(data: bytes) -> Document:
    """The workbook. `place.row` and `place.column` of a table are those of its first cell on the sheet.

    Raises Refused: import-broken, import-empty (no visible cell has text), import-too-long, import-several
    (sheets that are filled copies of one another).
    """
    book, formulas = _open(data, True), _open(data, False)
    blocks: list[Paragraph | Grid] = []
    dropped: list[Dropped] = []
    pages: list[Sheet] = []
    areas = {sheet.title: area_of(sheet) for sheet in book.worksheets} if is_filling(book) else {}
    # What it was made for, and the heading that people see.
    headings = [str(book[name]["A1"].value or "") for name, area in areas.items() if area is not None]
    stated = (
        {"title": book.properties.title or "", "filling": " ".join(headings[:1]) or "？"} if areas else {}
    )
    for sheet in book.worksheets:
        if any(areas.values()) and areas[sheet.title] is None:
            continue  # the relations of a 填报表
        if sheet.sheet_state != "visible":
            dropped += _told(sheet.title, "隐藏的工作表", [_text(cell) for cell in _filled(sheet).values()])
            continue
        if sheet.title in areas:
            _compose(sheet, formulas[sheet.title])
        _cut(sheet, areas.get(sheet.title))
        uncomputed = _uncomputed(sheet, formulas[sheet.title])
        dropped += uncomputed.values()
        page, hidden = _visible(sheet, {place: told.text for place, told in uncomputed.items()})
        dropped += hidden
        if any(page.texts == before.texts for before in pages):
            dropped += _told(sheet.title, "与前面的工作表一样", list(page.texts.values()))
            continue
        pages.append(page)
        blocks += read_sheet(page, sum(isinstance(block, Grid) for block in blocks))
    alike = find_alike(pages)
    if alike:
        raise Refused("import-several", names=alike)
    if not blocks:
        raise Refused("import-empty")
    return Document("xlsx", tuple(blocks), stated, tuple(dropped))


def _open(data: bytes, values: bool) -> Any:
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return openpyxl.load_workbook(io.BytesIO(data), data_only=values, keep_links=False)
        except Exception as error:  # a broken file fails in any of the library's many ways
            raise Refused("import-broken", reason=str(error)[:200]) from error


def _filled(sheet: Any) -> dict[tuple[int, int], Any]:
    """The cells that the file holds; going over all places would never end where a stray cell stands far off."""
    cells: dict[tuple[int, int], Any] = sheet._cells
    if len(cells) > MAX_CELLS:
        raise Refused("import-too-long", cells=MAX_CELLS)
    return dict(sorted(cells.items()))


def _compose(values: Any, formulas: Any) -> None:
    """Work out again what a 填报表 puts into words from its fields."""
    for place, cell in _filled(formulas).items():
        words = compose(cell.value, lambda name: values[name].value) if cell.data_type == "f" else None
        if words is not None:
            values.cell(*place).value = words


def _cut(sheet: Any, area: Area | None) -> None:
    """Leave of a sheet only the cells of its area."""
    if area is None:
        return
    top, left, bottom, right = area
    for row, column in list(sheet._cells):
        if not (top <= row <= bottom and left <= column <= right):
            del sheet._cells[row, column]


def _told(name: str, why: str, texts: Sequence[str]) -> Iterator[Dropped]:
    text = " ".join(text for text in texts if text)[:_TOLD]
    if text:
        yield Dropped(text, why, Place(sheet=name))


def _uncomputed(values: Any, formulas: Any) -> dict[tuple[int, int], Dropped]:
    """Formulas whose result was never saved, by place."""
    known = _filled(values)
    found = {}
    for (row, column), cell in _filled(formulas).items():
        if cell.data_type == "f" and (row, column) in known and known[row, column].value is None:
            place = Place(sheet=values.title, row=row, column=column)
            text = str(getattr(cell.value, "text", cell.value))[:_TOLD]
            found[row, column] = Dropped(text, "公式没有保存结果，请在 Excel 里打开并保存一次", place)
    return found


# -- values


def _text(cell: Any) -> str:
    """What a cell says, without the noise of binary fractions: 12.0 is 12, a date is 2024-01-22."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format or ""))
    if value == time():
        return "0"
    if isinstance(value, date) and value.year < _FIRST_YEAR:
        return _serial(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    text = (
        _SPELLED.sub("", _TYPED_AS_TEXT.sub(r"\1", str(value)))
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .translate(_INVISIBLE)
    )
    return "\n".join(filter(None, (line.replace("\xa0", " ").strip() for line in text.split("\n"))))


def _serial(value: date) -> str:
    """A number that only looks like a day long ago, because its cell was formatted as a date."""
    from openpyxl.utils.datetime import to_excel

    return _number(to_excel(value), "")


def _number(value: int | float, number_format: str) -> str:
    """Excel keeps 15 digits; what stands behind them is noise."""
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return str(value)
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    percent = "%" in re.sub(r'"[^"]*"', "", number_format)
    text = format(number * 100 if percent else number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("0" if text == "-0" else text) + ("%" if percent else "")


# -- one sheet


def _visible(sheet: Any, uncomputed: Mapping[tuple[int, int], str]) -> tuple[Sheet, list[Dropped]]:
    """The sheet without its hidden rows and columns, which are told where they hold text.

    A formula without its result stands in a table as it is, so that its cell does not pass for an empty one.
    """
    no_rows = {row for row, look in sheet.row_dimensions.items() if look.hidden}
    no_columns = {
        column
        for look in sheet.column_dimensions.values()
        if look.hidden
        for column in range(look.min or 0, min((look.max or 0), 16_384) + 1)
    }
    filled = _filled(sheet)
    texts, hidden = {}, []
    for (row, column), cell in filled.items():
        text = _text(cell)
        if text and (row in no_rows or column in no_columns):
            hidden.append(text)
        elif text:
            texts[row, column] = text
    rows = {row for row, _ in texts}
    texts |= {
        place: text
        for place, text in uncomputed.items()
        if place[0] in rows - no_rows and place[1] not in no_columns
    }
    texts = dict(sorted(texts.items()))
    spans, covered = _merged(sheet, max((row for row, _ in texts), default=0))
    bordered = frozenset(place for place, cell in filled.items() if _has_border(cell))
    page = Sheet(sheet.title, texts, spans, covered, bordered, frozenset(no_rows), frozenset(no_columns))
    return page, list(_told(sheet.title, "隐藏的行或列", hidden))


def _merged(
    sheet: Any, last_row: int
) -> tuple[dict[tuple[int, int], tuple[int, int]], frozenset[tuple[int, int]]]:
    """Merged ranges: how many rows and columns each spans on the sheet, and the places under them."""
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    for area in sorted(sheet.merged_cells.ranges, key=lambda area: (area.min_row, area.min_col)):
        down = min(area.max_row, max(last_row, area.min_row)) - area.min_row + 1
        right = area.max_col - area.min_col + 1
        if len(covered) + down * right > MAX_AREA:
            raise Refused("import-too-long", cells=MAX_AREA)
        spans[area.min_row, area.min_col] = (down, right)
        covered |= {
            (area.min_row + row, area.min_col + column) for row in range(down) for column in range(right)
        }
        covered.discard((area.min_row, area.min_col))
    return spans, frozenset(covered)


def _has_border(cell: Any) -> bool:
    border = cell.border
    return (
        sum(
            bool(side is not None and side.style)
            for side in (border.top, border.bottom, border.left, border.right)
        )
        >= 2
    )
