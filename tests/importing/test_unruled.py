"""Tables of a PDF that no lines part, or not enough of them: read by where their words stand."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest

from nianbao.forms import Form, Table
from nianbao.grid import lay_out
from nianbao.importing.document import Document, Grid, Paragraph, as_text
from nianbao.importing.matched import PENDING
from nianbao.importing.matching import match
from nianbao.importing.pdf.reader import read_pdf
from nianbao.importing.pdf.signs import mend
from tests.importing.imported_samples import FORMS, YEARS
from tests.importing.papers import Sheet, paper
from tests.importing.running_samples import adding_up
from tests.importing.test_pdf import BODY, LEFT, body_sheet, grids, paragraphs, texts

SIZE, RIGHT, MOST = 8.0, 560.0, 740.0


def lines_of(text: str, width: int) -> list[str]:
    return [text[start : start + width] for start in range(0, len(text), width)]


@dataclass(frozen=True)
class Printed:
    """One cell of a printed table: where it begins, how far it reaches, its lines."""

    row: int
    column: int
    down: int
    across: int
    parts: list[str]
    kind: str


def edges_of(table: Table) -> list[float]:
    """Where the columns of the printed grid begin and end."""
    grid = lay_out(table)
    labels = sum(slot.colspan for slot in grid.rows[-1].slots if slot.kind == "row")
    left = [30 + 45.0 * n for n in range(labels)] + [190.0 if labels else 30.0]
    count = grid.columns - labels
    return left + [left[-1] + (RIGHT - left[-1]) * n / count for n in range(1, count + 1)]


def cells_of(table: Table, figures: dict[str, str]) -> list[Printed]:
    edges = edges_of(table)
    taken: set[tuple[int, int]] = set()
    cells = []
    for number, row in enumerate(lay_out(table).rows):
        column = 0
        for slot in row.slots:
            while (number, column) in taken:
                column += 1
            end = column + slot.colspan
            taken |= {(number + r, c) for r in range(slot.rowspan) for c in range(column, end)}
            width = max(int((edges[end] - edges[column] - 6) / SIZE), 1)
            parts = [figures[slot.cell.address]] if slot.cell else lines_of(slot.text, width)
            cells.append(Printed(number, column, slot.rowspan, slot.colspan, parts, slot.kind))
    return cells


def print_table(sheets: list[Sheet], y: float, table: Table, figures: dict[str, str], align: str) -> float:
    """The table without lines from y on; a cell stands in the middle of its columns and of its rows."""
    edges, cells = edges_of(table), cells_of(table, figures)
    tops: list[tuple[Sheet, float]] = []
    heights: list[float] = []
    for number in range(len(lay_out(table).rows)):
        parts = [len(cell.parts) for cell in cells if cell.row == number and cell.down == 1]
        heights.append(10.0 * max(parts, default=1) + 8)
        if y + heights[-1] > MOST:
            sheets.append(Sheet())
            y = 70.0
        tops.append((sheets[-1], y))
        y += heights[-1]
    for cell in cells:
        sheet, top = tops[cell.row]
        rows = [n for n in range(cell.row, cell.row + cell.down) if tops[n][0] is sheet]
        first = top + sum(heights[n] for n in rows) / 2 - 5 * (len(cell.parts) - 1) + 3
        for step, part in enumerate(cell.parts):
            wide = sum(0.5 if sign.isascii() else 1 for sign in part) * SIZE
            x = (edges[cell.column] + edges[cell.column + cell.across] - wide) / 2
            is_left = align == "left" and cell.kind == "row"
            sheet.text(edges[cell.column] + 2 if is_left else x, first + 10 * step, part, SIZE)
    return y + 20


def report(form: Form, figures: dict[str, str], align: str) -> bytes:
    sheets = [body_sheet("完。")]
    y = 220.0
    for table in form.tables:
        y = print_table(sheets, y, table, figures, align)
    return paper(*sheets)


@pytest.mark.parametrize("align", ["left", "middle"])
@pytest.mark.parametrize("edition", sorted(FORMS))
def test_every_figure_of_a_report_without_a_line_comes_back(edition: str, align: str) -> None:
    form = FORMS[edition]
    figures = adding_up(form, random.Random(f"{edition} {align}"))
    read = match(read_pdf(report(form, figures, align)), FORMS, YEARS[edition])
    assert read.form.edition == edition
    typed = {address: one.typed for address, one in read.cells.items()}
    wrong = {a: (typed.get(a), v) for a, v in figures.items() if typed.get(a, PENDING) not in (v, PENDING)}
    assert not wrong
    missing = [address for address in figures if typed.get(address, PENDING) == PENDING]
    assert not missing
    assert BODY * 4 + "完。" in [one.text for one in read.paragraphs]


def table_sheet() -> Sheet:
    sheet = body_sheet("完。")
    sheet.text(60, 250, "名称").text(200, 250, "制发件数").text(300, 250, "废止件数").text(
        400, 250, "有效件数"
    )
    return sheet


def test_a_blank_cell_stays_blank_in_its_column() -> None:
    sheet = table_sheet()
    sheet.text(60, 270, "规章").text(215, 270, "12").text(415, 270, "64")
    sheet.text(60, 290, "行政规范性文件").text(215, 290, "1").text(315, 290, "2").text(415, 290, "3")
    (grid,) = grids(read_pdf(paper(sheet)))
    assert texts(grid) == [
        ["名称", "制发件数", "废止件数", "有效件数"],
        ["规章", "12", "", "64"],
        ["行政规范性文件", "1", "2", "3"],
    ]


def test_a_column_in_which_nothing_is_filled_in_shows_by_its_head() -> None:
    sheet = table_sheet()
    for row, label in enumerate(("规章", "行政规范性文件")):
        sheet.text(60, 270 + 20 * row, label).text(215, 270 + 20 * row, "1").text(315, 270 + 20 * row, "2")
    (grid,) = grids(read_pdf(paper(sheet)))
    assert texts(grid)[1:] == [["规章", "1", "2", ""], ["行政规范性文件", "1", "2", ""]]


def test_digits_of_one_figure_on_two_lines_stay_in_one_cell() -> None:
    sheet = body_sheet("完。")
    for column, (head, upper, lower) in enumerate(
        [("结果维持", "31", "3"), ("结果纠正", "8", ""), ("总计", "32", "1")]
    ):
        x = 100.0 + 100 * column
        sheet.text(x, 250, head).text(x + 15, 280, upper)
        if lower:
            sheet.text(x + 15, 295, lower)
    (grid,) = grids(read_pdf(paper(sheet)))
    assert texts(grid)[-1] == ["31\n3", "8", "32\n1"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda sheet: sheet.line(50, 235, 500, 235).line(50, 300, 500, 300),
        lambda sheet: (
            [sheet.line(x, 235, x, 300) for x in (50, 190, 290, 390, 500)]
            and sheet.line(50, 235, 500, 235).line(50, 300, 500, 300)
        ),
        lambda sheet: (
            [sheet.line(50, y, 500, y) for y in (235, 255, 275, 300)]
            and sheet.line(50, 235, 50, 300).line(500, 235, 500, 300)
        ),
    ],
    ids=["three lines", "no lines between rows", "no lines between columns"],
)
def test_lines_that_do_not_part_the_figures_are_not_taken_for_cells(draw: object) -> None:
    sheet = table_sheet()
    for row, label in enumerate(("规章", "行政规范性文件")):
        for column, figure in enumerate((label, "1", "20", "3")):
            sheet.text(60 + 100 * column + 55 * bool(column), 270 + 20 * row, figure)
    draw(sheet)  # type: ignore[operator]
    (grid,) = grids(read_pdf(paper(sheet)))
    assert texts(grid)[1:] == [["规章", "1", "20", "3"], ["行政规范性文件", "1", "20", "3"]]


def test_what_turns_out_to_be_no_table_is_text_again() -> None:
    rows = [("办公电话", "01012345678"), ("邮政编码", "223001"), ("传真号码", "01012345679")]
    sheet = body_sheet("完。")
    for number, (label, figure) in enumerate(rows):
        sheet.text(LEFT, 300 + 20 * number, label).text(LEFT + 120, 300 + 20 * number, figure)
    document = read_pdf(paper(sheet))
    assert isinstance(document.blocks[-1], Grid)
    read = match(document, FORMS, 2023)
    assert not read.cells and not read.unmapped
    text = as_text(document)
    assert text is not None
    assert (
        [one.text for one in read.paragraphs] == paragraphs(text) == [BODY * 4 + "完。", *map(" ".join, rows)]
    )


def test_a_label_that_is_not_whole_is_not_taken_for_a_shorter_one() -> None:
    """2.其他 is the beginning of a longer label, and 其他 a label of its own."""
    form = FORMS["2021"]
    head = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    sheet = body_sheet("完。")
    for column, label in enumerate(head):
        x = 150.0 + 58 * column
        sheet.text(x, 250, label, 8)
        for row in (280, 320):
            sheet.text(x + 10, row, "5", 8)
    sheet.text(60, 280, "2.其他", 8).text(60, 290, "法律甲", 8).text(60, 320, "1.属于国家秘密", 8)
    read = match(read_pdf(paper(sheet)), {"2021": form}, 2023)
    known = [one for address, one in read.cells.items() if address.startswith("requests.other.")]
    assert all(one.typed == PENDING or one.note for one in known)
    assert read.cells["requests.denied.state_secret.total"].note == ""


def test_letters_spread_apart_in_a_cell_are_one_figure() -> None:
    sheet = body_sheet("完。").table([60, 300, 400], [300, 330, 360], [["", ""], ["", ""]])
    for row, (label, figure) in enumerate((("行政规范性文件", "223"), ("行政事业性收费金额", "1356"))):
        for number, sign in enumerate(label):
            sheet.text(65 + 15 * number, 320 + 30 * row, sign)
        for number, sign in enumerate(figure):
            sheet.text(310 + 9 * number, 320 + 30 * row, sign)
    (grid,) = grids(read_pdf(paper(sheet)))
    assert texts(grid) == [["行政规范性文件", "223"], ["行政事业性收费金额", "1356"]]


def test_a_large_watermark_behind_the_text_is_no_part_of_it() -> None:
    sheet = body_sheet("完。").table([60, 200, 300], [300, 320], [["规章", "12"]])
    sheet.text(150, 330, "清河县", 60)
    document: Document = read_pdf(paper(sheet))
    assert texts(grids(document)[0]) == [["规章", "12"]]
    assert [(one.text, one.why) for one in document.dropped] == [("清河县", "水印")]


def test_a_large_title_is_no_watermark() -> None:
    sheet = body_sheet("完。").text(150, 60, "某局年度报告", 40)
    assert "某局年度报告" in [one.text for one in read_pdf(paper(sheet)).blocks if isinstance(one, Paragraph)]


def test_a_page_whose_corner_is_not_at_zero_reads_the_same() -> None:
    sheet = body_sheet("完。").table([60, 200, 300], [300, 320], [["规章", "12"]])
    data = paper(sheet).replace(b"[0 0 595 842]", b"[9 9 595 842]")
    plain = read_pdf(paper(sheet))
    assert paragraphs(read_pdf(data)) == paragraphs(plain)
    assert [texts(grid) for grid in grids(read_pdf(data))] == [texts(grid) for grid in grids(plain)]


def test_the_radical_of_a_door_is_the_sign_that_is_meant() -> None:
    assert [mend(sign) for sign in "⼾⾏⻓"] == ["户", "行", "长"]
