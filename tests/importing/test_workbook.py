"""Excel workbooks as reports are kept in them: one sheet with everything, or a sheet a table."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Border, Side

from nianbao.forms import Form, Table
from nianbao.forms.loading import load_form
from nianbao.grid import lay_out
from nianbao.importing.document import Document, Grid, Paragraph, Refused
from nianbao.importing.excel.workbook import read_xlsx
from tests.sites import FORM, ROOT

LINES = Border(*[Side(style="thin")] * 4)
EDITIONS = [
    load_form(path.read_text(encoding="utf-8"))
    for path in [*sorted((ROOT / "nianbao/forms").glob("*.yaml")), ROOT / "tests/editions/2031.yaml"]
]


def saved(book: Any) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def of_rows(*rows: list[Any]) -> Document:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return read_xlsx(saved(book))


def put_table(sheet: Any, table: Table, first: int, has_lines: bool = True) -> int:
    """The table as the form prints it; the figures are 1, 2, 3 …. Tells the row below it."""
    taken: set[tuple[int, int]] = set()
    number = 0
    for at, row in enumerate(lay_out(table).rows, first):
        column = 1
        for slot in row.slots:
            while (at, column) in taken:
                column += 1
            number += slot.cell is not None
            sheet.cell(at, column, number if slot.cell else slot.text)
            for down in range(slot.rowspan):
                for right in range(slot.colspan):
                    taken.add((at + down, column + right))
                    if has_lines:
                        sheet.cell(at + down, column + right).border = LINES
            if slot.rowspan * slot.colspan > 1:
                end = {"end_row": at + slot.rowspan - 1, "end_column": column + slot.colspan - 1}
                sheet.merge_cells(start_row=at, start_column=column, **end)
            column += slot.colspan
    return first + len(lay_out(table).rows)


def printed(table: Table) -> list[tuple[str, int, int, int, int]]:
    """What a grid of that table holds: text, row, column, rowspan, colspan."""
    cells, number = [], 0
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(lay_out(table).rows):
        column = 0
        for slot in row.slots:
            while (at, column) in taken:
                column += 1
            number += slot.cell is not None
            taken |= {(at + r, column + c) for r in range(slot.rowspan) for c in range(slot.colspan)}
            cells.append((str(number) if slot.cell else slot.text, at, column, slot.rowspan, slot.colspan))
            column += slot.colspan
    return cells


def held(grid: Grid) -> list[tuple[str, int, int, int, int]]:
    return [(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in grid.cells]


def whole_report(form: Form, has_lines: bool, gap: int) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.cell(1, 1, "某某局政府信息公开工作年度报告")
    sheet.merge_cells("A1:G1")
    row = 2 + gap
    for section in form.sections:
        sheet.cell(row, 1, section.title)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=10)
        row += 1
        if section.table:
            row = put_table(sheet, form.table(section.table), row, has_lines) + gap
        else:
            sheet.cell(
                row, 1, "各项工作照常进行，有关情况都在政府网站上公开，群众可以查阅。" * 3 + "\n第二段。"
            )
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=10)
            row += 1 + gap
    return saved(book)


@pytest.mark.parametrize("gap", [0, 1])
@pytest.mark.parametrize("form", EDITIONS, ids=lambda form: form.edition)
def test_a_whole_report_on_one_sheet_is_cut_into_its_tables_and_its_text(form: Form, gap: int) -> None:
    blocks = read_xlsx(whole_report(form, True, gap)).blocks
    grids = [block for block in blocks if isinstance(block, Grid)]
    assert [held(grid) for grid in grids] == [printed(table) for table in form.tables]
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert [text for text in texts if text in {section.title for section in form.sections}] == [
        section.title for section in form.sections
    ]
    assert texts[0] == "某某局政府信息公开工作年度报告"
    assert "第二段。" in texts


def test_without_lines_around_the_cells_the_tables_are_still_whole() -> None:
    blocks = read_xlsx(whole_report(FORM, False, 1)).blocks
    grids = [block for block in blocks if isinstance(block, Grid)]
    assert [held(grid) for grid in grids] == [printed(table) for table in FORM.tables]


def test_a_table_knows_its_sheet_and_where_it_begins_there() -> None:
    book = openpyxl.Workbook()
    book.active.title = "封面"
    book.active["A1"] = "说明"
    put_table(book.create_sheet("表三"), FORM.tables[1], 3)
    grid = read_xlsx(saved(book)).blocks[-1]
    assert isinstance(grid, Grid)
    assert str(grid.place) == "工作表“表三”表1第3行第1列"


def test_an_unfilled_table_keeps_its_empty_cells() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    put_table(sheet, FORM.tables[1], 1)
    for row in sheet.iter_rows(min_row=4):
        for cell in row:
            if isinstance(cell.value, int):
                cell.value = None
    (grid,) = read_xlsx(saved(book)).blocks
    assert isinstance(grid, Grid)
    assert (grid.height, grid.width) == (28, 10)
    assert sum(cell.text == "" for cell in grid.cells) == len(FORM.tables[1].cells)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("'12", "12"),
        (12.0, "12"),
        (5949.088667, "5949.088667"),
        (0.1 + 0.2, "0.3"),
        (-8, "-8"),
        (0, "0"),
        (1e20, "100000000000000000000"),
        (25.10, "25.1"),
        ("\u200b22 ", "22"),
        ("1,234", "1,234"),
        ("第一行\r\n第二行", "第一行\n第二行"),
        (date(2024, 1, 22), "2024-01-22"),
        (True, "TRUE"),
    ],
)
def test_values_are_printed_without_noise(value: Any, text: str) -> None:
    (grid,) = of_rows(["标签", value], ["标签二", 1]).blocks
    assert isinstance(grid, Grid)
    assert grid.covering[0, 1].text == text


def test_a_percentage_is_printed_as_one() -> None:
    book = openpyxl.Workbook()
    book.active.append(["占比", 0.339])
    book.active["B1"].number_format = "0.0%"
    (grid,) = read_xlsx(saved(book)).blocks
    assert isinstance(grid, Grid)
    assert grid.covering[0, 1].text == "33.9%"


def test_a_number_formatted_as_a_date_is_still_that_number() -> None:
    book = openpyxl.Workbook()
    book.active.append(["甲", 0, 12, 1287, date(2024, 1, 22)])
    for place in ("B1", "C1", "D1"):
        book.active[place].number_format = "yyyy-mm-dd"
    (grid,) = read_xlsx(saved(book)).blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["甲", "0", "12", "1287", "2024-01-22"]


def test_a_table_filled_in_on_several_sheets_is_several_reports() -> None:
    book = openpyxl.Workbook()
    put_table(book.active, FORM.tables[1], 1)
    book.active.title = "甲局"
    second = book.copy_worksheet(book.active)
    second.title = "乙局"
    second["E9"] = 5
    with pytest.raises(Refused) as caught:
        read_xlsx(saved(book))
    assert (caught.value.fault.kind, caught.value.fault.facts["names"]) == (
        "import-several",
        ["甲局", "乙局"],
    )


def test_a_sheet_that_is_a_copy_of_another_is_read_once_and_told() -> None:
    book = openpyxl.Workbook()
    put_table(book.active, FORM.tables[1], 1)
    book.copy_worksheet(book.active).title = "备份"
    document = read_xlsx(saved(book))
    assert [block.place.sheet for block in document.blocks] == ["Sheet"]
    assert [(item.place.sheet, item.why) for item in document.dropped] == [("备份", "与前面的工作表一样")]


def test_a_formula_without_a_saved_result_is_no_empty_cell_and_told() -> None:
    book = openpyxl.Workbook()
    book.active.append(["总计", "=SUM(C1:D1)", 3, 4])
    document = read_xlsx(saved(book))
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert grid.covering[0, 1].text == "=SUM(C1:D1)"
    assert [(item.text, str(item.place)) for item in document.dropped] == [
        ("=SUM(C1:D1)", "工作表“Sheet”第1行第2列")
    ]


def test_hidden_sheets_rows_and_columns_are_left_out_and_told() -> None:
    book = openpyxl.Workbook()
    for row in (["甲", 1, 9], ["乙", 2, 9], ["丙", 3, 9]):
        book.active.append(row)
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["C"].hidden = True
    book.create_sheet("旧").append(["去年的数", 7])
    book["旧"].sheet_state = "hidden"
    document = read_xlsx(saved(book))
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["甲", "1", "丙", "3"]
    assert [item.why for item in document.dropped] == ["隐藏的行或列", "隐藏的工作表"]


def test_a_stray_cell_at_the_far_corner_of_a_sheet_costs_nothing() -> None:
    book = openpyxl.Workbook()
    book.active.append(["甲", 1])
    book.active["XFD1048576"] = "远"
    assert [block.text for block in read_xlsx(saved(book)).blocks if isinstance(block, Paragraph)] == ["远"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"not a workbook", b"\xd0\xcf\x11\xe0" + bytes(600)])
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as caught:
        read_xlsx(data)
    assert caught.value.fault.kind == "import-broken"


def test_a_workbook_without_text_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        read_xlsx(saved(openpyxl.Workbook()))
    assert caught.value.fault.kind == "import-empty"


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 0.999))
def test_a_truncated_workbook_is_refused_and_never_a_traceback(share: float) -> None:
    book = openpyxl.Workbook()
    put_table(book.active, FORM.tables[0], 1)
    whole = saved(book)
    with pytest.raises(Refused):
        read_xlsx(whole[: int(len(whole) * share)])
