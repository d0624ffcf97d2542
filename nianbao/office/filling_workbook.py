"""A 填报表 as an Excel file that checks itself while it is filled in. No macros: formulas and rules only."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from ..forms import Section
from ..importing.excel.own_books import FILLING
from .filling import OPEN, Blank, Check, Paper, blanks
from .filling_book import (
    CHECKS,
    FAILS,
    GREEN,
    HOLDS,
    LINE_HEIGHT,
    OPEN_STILL,
    RED,
    TOP,
    YELLOW,
    FillingBook,
    cell_name,
    lines_of,
    validate,
)
from .filling_tables import write_table
from .workbook import MADE, OPTIONS

_ABOUT = "说明"
_ABOUT_WIDTH = 90
_STEPS = (
    "每张表一页，和年报上印的一样。只填白色、黄色的格子；黄色的还没有填，灰色的不能改。",
    "没有发生填 0；本机关没有这项职权的填 /；不要空着。只填数，不写“件”“元”这些单位。",
    "边上的“自动相加”是程序算的，只用来对照；表里的总计请照实自己填。填的与相加的不同，格子变红。",
    f"“{CHECKS}”一页列出全部应当成立的关系，全是“{HOLDS}”就对了。结转下年度、现行有效是照上年的年报推算的，确实不同的照实填，并告诉我们原因。",
    "正文写在同一个文件夹的 Word 文件里。填好的两个文件一起发回来，文件名不用改。",
)
_WORDS_WIDTH = 90
_CHECK_COLUMNS = (
    ("位置", 34),
    ("应当成立", _WORDS_WIDTH),
    ("左边", 12),
    ("右边", 12),
    ("相差", 10),
    ("结果", 10),
)


def write_filling(paper: Paper, hints: Sequence[str] = ()) -> bytes:
    """The workbook: how to fill it in, a sheet for each table, one for the fees, one with every relation.

    `hints` are lines for the agency such as the day it is wanted by and whom to call.
    """
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, OPTIONS)
    workbook.set_properties({"title": paper.report_title, "created": MADE})
    workbook.set_custom_property(FILLING, paper.form.edition)
    book = FillingBook(workbook, paper)
    _write_about(book, hints)
    for sheet in paper.sheets:
        write_table(book, sheet)
    if paper.fees is not None:
        _write_fees(book, *paper.fees)
    _write_checks(book)
    workbook.close()
    return out.getvalue()


def _write_about(book: FillingBook, hints: Sequence[str]) -> None:
    page = book.sheet(_ABOUT)
    page.set_column(0, 0, 4)
    page.set_column(1, 1, _ABOUT_WIDTH)
    page.merge_range(0, 0, 0, 1, book.paper.title, book.format(bold=True, font_size=14, text_wrap=True))
    page.merge_range(1, 0, 1, 1, book.paper.form.name, book.note())
    book.write_state(page, 2, 1)
    row = 4
    for line in hints:
        page.merge_range(row, 0, row, 1, line, book.format(text_wrap=True))
        row += 1
    for number, step in enumerate(_STEPS, 1):
        row += 1
        page.write_number(row, 0, number, book.format(valign="top"))
        page.write_string(row, 1, step, book.format(text_wrap=True, valign="top"))
        page.set_row(row, LINE_HEIGHT * lines_of(step, _ABOUT_WIDTH) + 4)


def _write_fees(book: FillingBook, section: Section, sentence: str) -> None:
    """A field for each figure the sentence leaves open, and the sentence with what was typed."""
    open_figures = blanks(sentence)
    page = book.page(section.number, section.title, 3)
    for column, wide in enumerate((34, 14, 8)):
        page.set_column(column, column, wide)
    for row, blank in enumerate(open_figures, TOP):
        page.write_string(row, 0, blank.label, book.label())
        page.write_blank(row, 1, None, book.entry("#,##0.##########"))
        page.write_string(row, 2, blank.unit, book.label())
        _validate_amount(page, row, blank)
    last = TOP + len(open_figures) - 1
    page.conditional_format(TOP, 1, last, 1, {"type": "blanks", "format": book.format(bg_color=YELLOW)})
    row = last + 2
    page.write_string(row, 0, "没有收取的都填 0。报告里这一部分会写：", book.note())
    page.write_string(row + 1, 0, section.title, book.format(bold=True))
    page.merge_range(row + 2, 0, row + 2, 5, "", book.note())
    page.write_formula(row + 2, 0, _composed(sentence), book.note(), sentence)
    page.set_row(row + 2, 2 * LINE_HEIGHT)
    book.name_area(section.number, row + 1, 2, 1)


def _validate_amount(page: Any, row: int, blank: Blank) -> None:
    name = cell_name(row, 1)
    message = f"{blank.label}：请填数，不要写单位；没有的填 0。"
    validate(page, row, 1, f"=AND(ISNUMBER({name}),{name}>=0)", message)


def _composed(sentence: str) -> str:
    """The sentence with what was typed, 待填 where nothing was, as a formula."""
    first, *rest = sentence.split(OPEN)
    parts = [f'"{first}"']
    for row, words in enumerate(rest, TOP + 1):
        parts += [f'IF($B${row}="","{OPEN}",$B${row})', f'"{words}"']
    return f"={'&'.join(parts)}"


def _write_checks(book: FillingBook) -> None:
    """Every relation with both its sides; the other sheets take from here what holds and what does not."""
    page = book.sheet(CHECKS)
    page.set_landscape()
    for column, (name, wide) in enumerate(_CHECK_COLUMNS):
        page.set_column(column, column, wide)
        page.write_string(0, column, name, book.label())
    for check, row in book.rows.items():
        page.write_string(row, 0, check.place, book.note())
        page.write_string(row, 1, check.words, book.note())
        page.set_row(row, LINE_HEIGHT * lines_of(check.words, _WORDS_WIDTH))
        page.write_formula(row, 2, f"={book.places.side(check.left, CHECKS)}", book.note())
        page.write_formula(row, 3, f"={book.places.right(check, CHECKS)}", book.note())
        page.write_formula(row, 4, f"=ROUND(C{row + 1}-D{row + 1},6)", book.note())
        page.write_formula(row, 5, _judged(book, check, row), book.note(), book.begun(check))
    for word, colour in ((FAILS, RED), (OPEN_STILL, YELLOW), (HOLDS, GREEN)):
        rule = {
            "type": "cell",
            "criteria": "==",
            "value": f'"{word}"',
            "format": book.format(bg_color=colour),
        }
        page.conditional_format(1, 5, len(book.rows), 5, rule)
    page.freeze_panes(1, 0)
    page.repeat_rows(0)


def _judged(book: FillingBook, check: Check, row: int) -> str:
    """A relation of which one side is empty cannot be told yet; one that differs is told before all is filled."""
    sides = [[term.index for term in side] for side in (check.left, check.right) if side]
    nothing = [f"{book.places.empty(side, CHECKS)}={len(side)}" for side in sides]
    empty = book.places.empty(check.indexes, CHECKS)
    return (
        f'=IF(OR({",".join(nothing)}),"{OPEN_STILL}",'
        f'IF(E{row + 1}<>0,"{FAILS}",IF({empty}>0,"{OPEN_STILL}","{HOLDS}")))'
    )
