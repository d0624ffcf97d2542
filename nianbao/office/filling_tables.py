"""The official tables in a 填报表: as printed, with the sums beside what is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..forms import Cell
from .filling import Check, TableSheet, cells_of
from .filling_book import LINE_HEIGHT, RED, TOP, YELLOW, FillingBook, cell_name, lines_of, span, validate

_WRONG = {
    "count": "请填 0 或正整数；本机关没有这项职权的填 /。数字后面不要写单位。",
    "signed": "请填整数，减少的写负数；没有的填 /。",
    "amount": "请填数，可以有小数，不要写单位；没有的填 /。",
}
_ADDED, _AGAINST = "自动相加", "与所填相比"
# Widths in letters: groups of rows, the rows themselves, figures, what stands beside.
_GROUP_WIDTH, _LABEL_WIDTH, _VALUE_WIDTH, _WORDS_WIDTH, _GAP_WIDTH = 14, 30, 10, 13, 2


def write_table(book: FillingBook, sheet: TableSheet) -> None:
    """The sheet of one table. A figure is red while a relation it stands in does not hold."""
    name = sheet.table.place
    page = book.page(name, sheet.table.title, sheet.grid.columns)
    widths = _widths(sheet)
    for column, wide in widths.items():
        page.set_column(column, column, wide)
    for one in sheet.slots:
        place, slot = (TOP + one.row, one.column), one.slot
        if slot.cell is not None:
            _write_input(book, page, slot.cell, place, slot.colspan)
        else:
            span(page, place, (slot.rowspan, slot.colspan), slot.text, book.label())
    for row, height in _heights(sheet, widths).items():
        page.set_row(TOP + row, height)
    own = [check for check in book.paper.checks if check.equation.table == sheet.table.key]
    across = [check for check in own if check.equation.each == "row"]
    _write_beside(book, page, sheet, across)
    row = _write_below(book, page, sheet, [check for check in own if check not in across], widths)
    for number, text in enumerate(dict.fromkeys(check.text for check in across), row):
        page.write_string(number, 0, f"每一行：{text}", book.format(font_color="#444444"))
    _colour(book, page, sheet, own)
    book.name_area(name, TOP, len(sheet.grid.rows), sheet.grid.columns)
    page.freeze_panes(TOP + sum(row.head for row in sheet.grid.rows), _labels(sheet))
    page.repeat_rows(0, TOP + _head_rows(sheet) - 1)


def _write_input(book: FillingBook, page: Any, cell: Cell, place: tuple[int, int], columns: int) -> None:
    look = book.entry("0.##########" if cell.kind == "amount" else "0")
    span(page, place, (1, columns), "", look)
    given = book.paper.given.get(cell.index)
    if given is not None:
        page.write_number(*place, given, look)
    name = cell_name(*place)
    least = "" if cell.kind == "signed" else f",{name}>=0"
    whole = "" if cell.kind == "amount" else f",{name}=INT({name})"
    formula = f'=OR({name}="/",AND(ISNUMBER({name}){least}{whole}))'
    validate(page, *place, formula, f"{cell.row_place}：{_WRONG[cell.kind]}")


def _write_beside(book: FillingBook, page: Any, sheet: TableSheet, checks: Sequence[Check]) -> None:
    """To the right of each row: what it comes to, and whether that is what was typed."""
    column = sheet.grid.columns
    for group in _by_rule(checks):
        page.set_column(column, column, _GAP_WIDTH)
        kinds = _kinds(group)
        for kind in kinds:
            column += 1
            page.set_column(column, column, _WORDS_WIDTH)
            span(page, (TOP, column), (_head_rows(sheet), 1), kind, book.note())
            for check in group:
                row = book.places.at[check.indexes[0]][1]
                _write_one(book, page, (row, column), check, kind)
        column += 1


def _write_below(
    book: FillingBook,
    page: Any,
    sheet: TableSheet,
    checks: Sequence[Check],
    widths: Mapping[int, float],
) -> int:
    """Below each column: what it comes to, and whether that is what was typed. The next free row."""
    row, labels = TOP + len(sheet.grid.rows) + 1, _labels(sheet)
    wide = sum(widths[column] for column in range(labels))
    for group in _by_rule(checks):
        for kind in _kinds(group):
            words = f"{kind}：{group[0].text}"
            span(page, (row, 0), (1, labels), words, book.note())
            page.set_row(row, LINE_HEIGHT * lines_of(words, wide))
            for check in group:
                _write_one(book, page, (row, book.places.at[check.indexes[0]][2]), check, kind)
            row += 1
    return row + 1


def _write_one(book: FillingBook, page: Any, place: tuple[int, int], check: Check, kind: str) -> None:
    """The sum of a relation, or what it says, at a place of its sheet."""
    if kind == _ADDED:
        given = book.paper.given
        total = check.known + sum(term.sign * given.get(term.index, 0) for term in check.right)
        page.write_formula(*place, f"={book.places.right(check, page.get_name())}", book.note(), total)
    else:
        page.write_formula(*place, book.verdict_of(check), book.note(), book.begun(check))


def _by_rule(checks: Sequence[Check]) -> list[list[Check]]:
    """Relations of one kind, in the order of the form."""
    grouped: dict[tuple[str, str], list[Check]] = {}
    for check in checks:
        grouped.setdefault((check.equation.rule, check.text), []).append(check)
    return list(grouped.values())


def _kinds(group: Sequence[Check]) -> list[str]:
    """What is shown of a relation: where both sides are sums, there is no one figure to compare."""
    return [_ADDED, _AGAINST] if group[0].total is not None else [_AGAINST]


def _colour(book: FillingBook, page: Any, sheet: TableSheet, checks: Sequence[Check]) -> None:
    failed = book.format(bg_color=RED, font_color="#8A0000", bold=True)
    empty = book.format(bg_color=YELLOW)
    for cell, row, column in cells_of(sheet):
        place = TOP + row, column, TOP + row, column
        tests = [f'{book.state_of(check)}="不平"' for check in checks if cell.index in check.indexes]
        if tests:
            rule = {"type": "formula", "criteria": f"=OR({','.join(tests)})", "format": failed}
            page.conditional_format(*place, rule)
        page.conditional_format(*place, {"type": "blanks", "format": empty})


def _head_rows(sheet: TableSheet) -> int:
    """How many rows the head takes; a table whose blocks have heads of their own begins with one."""
    return max(sum(row.head for row in sheet.grid.rows), 1)


def _labels(sheet: TableSheet) -> int:
    """How many columns of labels stand before the figures."""
    return min(column for _, column in sheet.at.values())


def _widths(sheet: TableSheet) -> dict[int, float]:
    labels = _labels(sheet)
    return {
        column: _VALUE_WIDTH if column >= labels else _LABEL_WIDTH if column == labels - 1 else _GROUP_WIDTH
        for column in range(sheet.grid.columns)
    }


def _heights(sheet: TableSheet, widths: Mapping[int, float]) -> dict[int, int]:
    """How high each row of the grid has to be for its words, in points."""
    heights: dict[int, int] = {}
    for one in sheet.slots:
        columns = range(one.column, one.column + one.slot.colspan)
        lines = lines_of(one.slot.text, sum(widths[column] for column in columns))
        each = LINE_HEIGHT * -(-lines // one.slot.rowspan)
        for row in range(one.row, one.row + one.slot.rowspan):
            heights[row] = max(heights.get(row, LINE_HEIGHT + 2), each + 2)
    return heights
