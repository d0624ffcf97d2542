"""What the sheets of a 填报表 share: its formats, where each figure stands, formulas over figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from ..forms.equations import Term
from ..importing.excel.own_books import AREA
from ..widths import width
from .filling import Check, Paper, blanks, cells_of

# Where the table begins below the title, the state and the hint; rows count from 0.
TOP = 4
# The sheet of all relations, and what it says of one: holds, does not, cannot be told yet.
CHECKS = "核对"
HOLDS, FAILS, OPEN_STILL = "平", "不平", "没填完"
RED, YELLOW, GREEN, GREY = "#F4B6B6", "#FFF7D6", "#DDF0DC", "#EDEDED"
# Points: Excel never makes a row of joined cells higher by itself.
LINE_HEIGHT = 16
_HINT = (
    "只填白色、黄色的格子，灰色的不能改。没有发生填 0，本机关没有这项职权填 /，不要空着。红色的是还不平的。"
)


@dataclass(frozen=True, slots=True)
class Places:
    """Where each figure stands: the name of its sheet, its row and its column, from 0."""

    at: Mapping[int, tuple[str, int, int]]

    def ranges(self, indexes: Iterable[int], sheet: str) -> Iterator[str]:
        """The figures as ranges, those below or beside each other together, as a formula of `sheet` names them."""
        for run in _runs([self.at[index] for index in indexes]):
            (name, top, left), (_, bottom, right) = run[0], run[-1]
            yield _on(name, sheet) + str(xl_range_abs(top, left, bottom, right))

    def side(self, terms: Sequence[Term], sheet: str) -> str:
        """One side of an equation as a formula. SUM leaves signs and words out."""
        parts = []
        for sign in (1, -1):
            indexes = [term.index for term in terms if term.sign == sign]
            if indexes:
                parts.append(f"{'-' if sign < 0 else ''}SUM({','.join(self.ranges(indexes, sheet))})")
        return "".join(parts) or "0"

    def right(self, check: Check, sheet: str) -> str:
        """The right side, with what is known of last year."""
        side = self.side(check.right, sheet) if check.right else ""
        known = str(check.known) if check.known or not side else ""
        return "+".join(part for part in (known, side) if part)

    def empty(self, indexes: Sequence[int], sheet: str) -> str:
        """How many of the figures are not filled in, as a formula."""
        return "+".join(f"COUNTBLANK({part})" for part in self.ranges(indexes, sheet))


class FillingBook:
    """A workbook being written: its formats are made once, its figures have their places."""

    def __init__(self, book: Any, paper: Paper) -> None:
        self._book = book
        self.paper = paper
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.places = Places(
            {
                cell.index: (sheet.table.place, TOP + row, column)
                for sheet in paper.sheets
                for cell, row, column in cells_of(sheet)
            }
        )
        # The first row of the sheet of relations is its head.
        self.rows = {check: number for number, check in enumerate(paper.checks, 1)}

    def sheet(self, name: str) -> Any:
        """A new sheet on which only input cells can be changed, and columns made wider."""
        page = self._book.add_worksheet(name)
        page.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})
        page.hide_gridlines(2)
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        return page

    def page(self, name: str, title: str, columns: int) -> Any:
        """A sheet to fill in: title, what is meant, how far it is."""
        page = self.sheet(name)
        page.set_landscape()
        page.fit_to_pages(1, 1)
        last = max(columns, 6) - 1
        page.merge_range(0, 0, 0, last, self.paper.title, self.format(bold=True, font_size=14))
        page.merge_range(1, 0, 1, last, title, self.format(bold=True, font_size=12))
        page.merge_range(2, 0, 2, last, _HINT, self.format(text_wrap=True, font_color="#5A5A5A"))
        page.set_row(2, 2 * LINE_HEIGHT)
        self.write_state(page, 3, last)
        return page

    def write_state(self, page: Any, row: int, last: int) -> None:
        """How much is left to fill in and how many relations do not hold, over the whole workbook."""
        state = self.format(bold=True)
        page.merge_range(row, 0, row, last, "", state)
        empty = self.places.empty(sorted(self.places.at), "")
        left = len(self.places.at) - len(self.paper.given)
        if self.paper.fees is not None:
            section, sentence = self.paper.fees
            fields = len(blanks(sentence))
            left += fields
            empty += f"+COUNTBLANK({_on(section.number, '')}{xl_range_abs(TOP, 1, TOP + fields - 1, 1)})"
        fails = f"COUNTIF('{CHECKS}'!$F$2:$F${len(self.paper.checks) + 1},\"{FAILS}\")"
        page.write_formula(
            row,
            0,
            f'=IF({empty}>0,"还有 "&({empty})&" 格没有填；","都填了；")'
            f'&IF({fails}>0,"有 "&{fails}&" 处不平，见“{CHECKS}”表","没有不平的")',
            state,
            f"还有 {left} 格没有填；没有不平的",
        )

    def name_area(self, name: str, top: int, rows: int, columns: int) -> None:
        """Say that the report stands there."""
        place = xl_range_abs(top, 0, top + rows - 1, columns - 1)
        self._book.define_name(f"'{name}'!{AREA}", f"='{name}'!{place}")

    def state_of(self, check: Check) -> str:
        """The cell that says whether a relation holds."""
        return f"'{CHECKS}'!$F${self.rows[check] + 1}"

    def verdict_of(self, check: Check) -> str:
        """What stands beside a relation: 平, or by how much its sides differ."""
        state = self.state_of(check)
        return f'=IF({state}="{FAILS}","差 "&\'{CHECKS}\'!$E${self.rows[check] + 1},{state})'

    def begun(self, check: Check) -> str:
        """What a relation says before anybody has filled in anything."""
        return HOLDS if all(index in self.paper.given for index in check.indexes) else OPEN_STILL

    def format(self, **properties: Any) -> Any:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format({"font_name": "宋体", "font_size": 11, **properties})
        return self._formats[key]

    def label(self) -> Any:
        return self.format(border=1, text_wrap=True, align="center", valign="vcenter", bg_color=GREY)

    def note(self) -> Any:
        return self.format(text_wrap=True, valign="vcenter", font_color="#444444")

    def entry(self, number: str) -> Any:
        return self.format(border=1, align="center", valign="vcenter", locked=False, num_format=number)


def span(page: Any, place: tuple[int, int], size: tuple[int, int], text: str, look: Any) -> None:
    """Write a cell of some rows and columns."""
    (row, column), (rows, columns) = place, size
    if rows > 1 or columns > 1:
        page.merge_range(row, column, row + rows - 1, column + columns - 1, text, look)
    elif text:
        page.write_string(row, column, text, look)
    else:
        page.write_blank(row, column, None, look)


def validate(page: Any, row: int, column: int, formula: str, message: str) -> None:
    """Let a cell take only what the formula allows."""
    page.data_validation(
        row,
        column,
        row,
        column,
        {
            "validate": "custom",
            "value": formula,
            "ignore_blank": True,
            "error_title": "这里填不了",
            "error_message": message[:255],
        },
    )


def lines_of(text: str, wide: float) -> int:
    """How many lines a text takes in so many letters' width."""
    return max(1, -(-width(text) // max(int(wide) - 1, 1)))


def cell_name(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column))


def _on(name: str, sheet: str) -> str:
    """What stands before a place on another sheet."""
    return "" if name == sheet else f"'{name}'!"


def _runs(places: Sequence[tuple[str, int, int]]) -> list[list[tuple[str, int, int]]]:
    """Places grouped so that each group is one range: below each other, else beside each other."""
    runs: list[list[tuple[str, int, int]]] = []
    for place in places:
        if runs and _continues(runs[-1], place):
            runs[-1].append(place)
        else:
            runs.append([place])
    return runs


def _continues(run: Sequence[tuple[str, int, int]], place: tuple[str, int, int]) -> bool:
    name, row, column = run[-1]
    step = (place[1] - row, place[2] - column)
    if name != place[0] or step not in {(1, 0), (0, 1)}:
        return False
    return len(run) == 1 or step == (run[1][1] - run[0][1], run[1][2] - run[0][2])
