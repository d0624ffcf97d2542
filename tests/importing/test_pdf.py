"""What read_pdf promises: tables with their spans, paragraphs whole again, nothing of the paper around them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.importing.document import Document, Grid, Paragraph, Refused, as_text
from nianbao.importing.pdf.reader import MOST_PAGES, read_pdf
from tests.importing.examples import EXAMPLES, needs_examples
from tests.importing.papers import Sheet, paper

LEFT, RIGHT = 60.0, 60.0 + 36 * 12
FULL = "全年主动公开政府信息都在政府网站上并且按时更新接受社会监督同时"
BODY = (FULL * 2)[:36]
"""A full line of 36 characters."""


def paragraphs(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def grids(document: Document) -> list[Grid]:
    return [block for block in document.blocks if isinstance(block, Grid)]


def texts(grid: Grid) -> list[list[str]]:
    rows: list[list[str]] = [[] for _ in range(grid.height)]
    for cell in grid.cells:
        rows[cell.row].append(cell.text)
    return rows


def refusal(data: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refused) as caught:
        read_pdf(data)
    return caught.value.fault.kind, dict(caught.value.fault.facts)


def body_sheet(*more: str) -> Sheet:
    """A page with the given lines under four full ones, so that its margins are known."""
    return Sheet().column(LEFT, 100, [BODY, BODY, BODY, BODY, *more])


# ---- tables


def test_a_ruled_table_is_read_with_its_cells_in_place() -> None:
    sheet = Sheet().table([60, 200, 300, 400], [100, 120, 140], [["规章", "1", "2"], ["行政处罚", "30", "0"]])
    (grid,) = grids(read_pdf(paper(sheet.text(60, 60, "表格上面有二十个以上的文字才算有文字层的文件"))))
    assert texts(grid) == [["规章", "1", "2"], ["行政处罚", "30", "0"]]
    assert (grid.place.page, grid.place.table) == (1, 1)


def test_missing_lines_are_spans() -> None:
    sheet = Sheet()
    for y in (100, 120, 140, 160):
        sheet.line(60 if y != 140 else 160, y, 400, y)
    for x in (60, 160, 400):
        sheet.line(x, 100, x, 160)
    sheet.line(280, 120, 280, 160)
    sheet.text(65, 150, "三、办理结果").text(165, 114, "申请人情况的说明文字在这里")
    sheet.text(165, 134, "12").text(285, 134, "34").text(165, 154, "56").text(285, 154, "78")
    sheet.text(65, 114, "本列数据")
    (grid,) = grids(read_pdf(paper(sheet)))
    spans = {cell.text: (cell.row, cell.column, cell.rowspan, cell.colspan) for cell in grid.cells}
    assert spans == {
        "本列数据": (0, 0, 1, 1),
        "申请人情况的说明文字在这里": (0, 1, 1, 2),
        "三、办理结果": (1, 0, 2, 1),
        "12": (1, 1, 1, 1),
        "34": (1, 2, 1, 1),
        "56": (2, 1, 1, 1),
        "78": (2, 2, 1, 1),
    }


def test_a_table_over_two_pages_keeps_its_number_and_its_columns() -> None:
    wide = [60.0, 100.0, 300.0, 400.0]
    first = body_sheet().table(wide, [700, 720, 740], [["一", "1.甲", "1"], ["", "2.乙", "2"]])
    second = Sheet().table([60, 300, 400], [80, 100], [["四、结转下年度继续办理", "5"]])
    above, below = grids(read_pdf(paper(first, second)))
    assert (above.place.page, above.place.table) == (1, 1)
    assert (below.place.page, below.place.table) == (2, 1)
    assert [(cell.text, cell.column, cell.colspan) for cell in below.cells] == [
        ("四、结转下年度继续办理", 0, 2),
        ("5", 2, 1),
    ]


def test_tables_with_text_between_them_have_their_own_numbers() -> None:
    first = body_sheet().table([60, 200, 400], [700, 720], [["规章", "1"]])
    second = Sheet().text(60, 80, "三、收到和处理政府信息公开申请情况")
    second.table([60, 200, 400], [100, 120], [["总计", "5"]])
    assert [grid.place.table for grid in grids(read_pdf(paper(first, second)))] == [1, 2]


@pytest.mark.parametrize(
    ("upper", "lower", "joined"),
    [
        (["1.属于国家秘密", "2.其他法律行政"], "法规禁止公开", True),
        (["1.属于国家秘密", "2.其他法律行政"], "3.法规禁止公开", False),
        (["规章", "行政规范性文件"], "行政许可", False),
    ],
)
def test_a_row_cut_by_the_page_is_joined_only_where_its_label_shows_it(
    upper: list[str], lower: str, joined: bool
) -> None:
    xs = [60.0, 200.0, 300.0]
    first = body_sheet().table(xs, [700, 720, 740], [[upper[0], "7"], [upper[1], "30"]])
    second = Sheet().table(xs, [80, 100, 120], [[lower, ""], ["3.危及安全" if joined else "4.保护", "9"]])
    above, below = grids(read_pdf(paper(first, second)))
    assert (f"{upper[1]}\n{lower}" in {cell.text for cell in above.cells}) is joined
    assert below.height == (1 if joined else 2)


def test_digits_cut_off_by_the_page_are_never_lost_without_a_sign() -> None:
    """A row of table four has no label: its second half is digits under digits."""
    xs = [60.0, 100.0, 140.0, 180.0]
    head = ["结果维持", "结果纠正", "总计"]
    first = body_sheet().table(xs, [700, 720, 740], [head, ["11", "3", "14"]], size=8)
    second = Sheet().table(xs, [80, 100], [["2", "", "7"]], size=8)
    (grid,) = grids(read_pdf(paper(first, second)))
    assert texts(grid)[1] == ["11\n2", "3", "14\n7"]


def test_a_row_of_none_under_another_is_not_a_heading_cut_in_two() -> None:
    xs = [60.0, 200.0, 260.0, 320.0]
    first = body_sheet().table(xs, [700, 720, 740], [["名称", "制发", "废止"], ["规章", "无", "无"]])
    second = Sheet().table(xs, [80, 100], [["行政规范性文件", "无", "无"]])
    assert [grid.height for grid in grids(read_pdf(paper(first, second)))] == [2, 1]


def test_light_fields_on_a_dark_ground_are_a_table() -> None:
    sheet = body_sheet().field(60, 300, 300, 364, 0)
    for row in range(3):
        for column in range(2):
            sheet.field(62 + 119 * column, 302 + 20.5 * row, 179 + 119 * column, 321 + 20.5 * row, 1)
    sheet.column(65, 315, ["规章", "许可", "处罚"], 20.5).column(185, 315, ["1", "2", "3"], 20.5)
    (grid,) = grids(read_pdf(paper(sheet)))
    assert texts(grid) == [["规章", "1"], ["许可", "2"], ["处罚", "3"]]


def test_marked_words_and_frames_are_no_tables() -> None:
    sheet = Sheet()
    for row in range(4):
        sheet.field(LEFT, 88 + 20 * row, RIGHT, 106 + 20 * row, 0.9)
    sheet.column(LEFT, 100, [BODY] * 4)
    sheet.line(50, 50, 550, 50).line(50, 800, 550, 800).line(50, 50, 50, 800).line(550, 50, 550, 800)
    document = read_pdf(paper(sheet))
    assert not grids(document)
    assert paragraphs(document) == [BODY * 4]


def test_a_number_that_runs_over_its_cell_stays_whole() -> None:
    sheet = body_sheet().table([60, 150, 170, 260], [300, 320], [["许可", "", ""]])
    sheet.text(250, 313, "5", 10).text(144, 313, "447228", 10)  # 30 wide over a cell of 20
    (grid,) = grids(read_pdf(paper(sheet)))
    assert texts(grid) == [["许可", "447228", "5"]]


def test_figures_side_by_side_in_two_cells_stay_apart() -> None:
    sheet = body_sheet().table([60, 150, 170, 260], [300, 320], [["许可", "", ""]])
    sheet.text(159.5, 313, "12", 10).text(171, 313, "34", 10)
    (grid,) = grids(read_pdf(paper(sheet)))
    assert texts(grid) == [["许可", "12", "34"]]


def test_turned_text_in_a_cell_is_read_in_its_direction() -> None:
    sheet = body_sheet().table([60, 100, 300], [300, 400], [["", "12"]])
    sheet.text(84, 395, "办理结果", 12, tilt="0 1 -1 0")
    (grid,) = grids(read_pdf(paper(sheet)))
    assert texts(grid) == [["办理结果", "12"]]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_a_page_scanned_sideways_reads_the_same(rotate: int) -> None:
    sheet = body_sheet("完。", "（一）主动公开。").table([60, 200, 300], [300, 320], [["规章", "12"]])
    sheet.rotate = rotate
    document = read_pdf(paper(sheet))
    assert paragraphs(document) == [BODY * 4 + "完。", "（一）主动公开。"]
    assert texts(grids(document)[0]) == [["规章", "12"]]


@settings(max_examples=25, deadline=None)
@given(
    figures=st.lists(
        st.lists(st.integers(0, 99_999).map(str), min_size=4, max_size=4), min_size=3, max_size=9
    ),
    cut=st.integers(1, 8),
)
def test_any_figures_come_back_in_their_rows_and_columns(figures: list[list[str]], cut: int) -> None:
    """Also with the table broken over a page after any row."""
    cut = min(cut, len(figures) - 1)
    xs = [60.0, 220.0, 280.0, 340.0, 400.0, 460.0]
    rows = [[f"{number}.事项", *row] for number, row in enumerate(figures, 1)]

    def part(sheet: Sheet, top: float, rows: list[list[str]]) -> Sheet:
        return sheet.table(xs, [top + 20 * step for step in range(len(rows) + 1)], rows)

    document = read_pdf(paper(part(body_sheet(), 500, rows[:cut]), part(Sheet(), 80, rows[cut:])))
    assert [row for grid in grids(document) for row in texts(grid)] == rows
    assert len({grid.place.table for grid in grids(document)}) == 1


# ---- paragraphs


def test_lines_of_a_paragraph_are_joined_without_blanks() -> None:
    document = read_pdf(paper(body_sheet("最后一行。")))
    assert paragraphs(document) == [BODY * 4 + "最后一行。"]


def test_an_indented_line_begins_a_paragraph_even_after_a_full_line() -> None:
    sheet = body_sheet().text(LEFT + 24, 180, BODY[:34]).text(LEFT, 200, "末行。")
    assert paragraphs(read_pdf(paper(sheet))) == [BODY * 4, BODY[:34] + "末行。"]


def test_a_short_line_ends_a_paragraph() -> None:
    sheet = body_sheet("本行就此结束。", BODY, "完。")
    assert paragraphs(read_pdf(paper(sheet))) == [BODY * 4 + "本行就此结束。", BODY + "完。"]


def test_a_line_that_is_short_because_a_long_number_did_not_fit_goes_on() -> None:
    sheet = body_sheet(BODY[:29], "http://www.gov.cn/zwgk/nb。")
    assert paragraphs(read_pdf(paper(sheet))) == [BODY * 4 + BODY[:29] + "http://www.gov.cn/zwgk/nb。"]


@pytest.mark.parametrize(
    ("end", "start", "joint"),
    [
        ("the annual", "report", " "),
        ("www.gov.cn/zwgk/", "2024", ""),
        ("0517-8360", "5210", ""),
        ("共12", "件", ""),
    ],
)
def test_only_latin_words_get_a_blank_where_their_lines_are_joined(end: str, start: str, joint: str) -> None:
    filling = 36 - (len(end.encode()) + 1) // 2
    sheet = body_sheet(BODY[:filling] + end, start + "等。")
    assert paragraphs(read_pdf(paper(sheet)))[0].endswith(end + joint + start + "等。")


def test_a_sentence_goes_on_over_the_page_and_its_number() -> None:
    first = Sheet().column(LEFT, 600, [BODY] * 5).text(290, 800, "— 1 —")
    second = Sheet().column(LEFT, 80, [BODY] * 5 + ["完。"]).text(290, 800, "— 2 —")
    document = read_pdf(paper(first, second))
    assert paragraphs(document) == [BODY * 10 + "完。"]
    assert [(one.text, one.why, one.place.page) for one in document.dropped] == [
        ("— 1 —", "页码", 1),
        ("— 2 —", "页码", 2),
    ]


def test_rows_of_figures_without_rules_are_never_joined() -> None:
    rows = ["一、新收 0 0 12 0", "二、结转 3 0 0 3", "（一）予以公开 1 2 3 6"]
    document = as_text(read_pdf(paper(body_sheet().column(LEFT, 300, rows))))
    assert document is not None and paragraphs(document)[-3:] == rows


def test_titles_and_headings_have_their_level_and_bold_words_their_place() -> None:
    sheet = body_sheet().text(150, 60, "某局政府信息公开年度报告", 22, "F2")
    sheet.text(LEFT + 24, 200, "一、总体情况", 12, "F2")
    sheet.text(LEFT + 24, 220, "主动公开。", 12, "F3").text(LEFT + 84, 220, "文件都已公开。")
    blocks = [block for block in read_pdf(paper(sheet)).blocks if isinstance(block, Paragraph)]
    assert [(block.text, block.level, block.bold) for block in blocks] == [
        ("某局政府信息公开年度报告", 1, ()),
        (BODY * 4, 0, ()),
        ("一、总体情况", 2, ()),
        ("主动公开。文件都已公开。", 0, ((0, 5),)),
    ]


def test_radicals_are_read_as_characters_and_doubled_ones_once() -> None:
    sheet = body_sheet().text(LEFT, 200, "⼀、⾏政许可⻓期有效").text(LEFT + 0.3, 200, "⼀、⾏政许可⻓期有效")
    assert paragraphs(read_pdf(paper(sheet)))[-1] == "一、行政许可长期有效"


# ---- what is no part of the report


def test_running_heads_and_plain_page_numbers_are_dropped_and_told() -> None:
    sheets = [
        Sheet()
        .text(LEFT, 40, f"某局年度报告 第{page}号")
        .column(LEFT, 100, [BODY] * 4 + ["完。"])
        .text(300, 810, str(page))
        for page in (1, 2, 3)
    ]
    document = read_pdf(paper(*sheets))
    assert paragraphs(document) == [BODY * 4 + "完。"] * 3
    assert sorted({one.why for one in document.dropped}) == ["页眉", "页码"]
    assert len(document.dropped) == 6


def test_a_year_or_figure_in_the_text_is_no_page_number() -> None:
    sheet = body_sheet("2024").text(LEFT, 400, "3")
    assert paragraphs(read_pdf(paper(sheet)))[1:] == ["3"]


def test_a_table_of_contents_is_dropped() -> None:
    second = body_sheet()
    contents = [f"{n}、情况{'.' * 30}{page}" for page, n in enumerate("一二三", 1)]
    document = read_pdf(paper(Sheet().column(LEFT, 100, ["目录", *contents]), second))
    assert paragraphs(document) == [BODY * 4]
    assert {one.why for one in document.dropped} == {"目录"}


def test_a_watermark_is_dropped() -> None:
    sheet = body_sheet().text(200, 500, "内部资料", 40, tilt="0.7 0.7 -0.7 0.7")
    document = read_pdf(paper(sheet))
    assert paragraphs(document) == [BODY * 4]
    assert [(one.text, one.why) for one in document.dropped] == [("内部资料", "水印")]


# ---- files that cannot be read


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n%%EOF", b"no pdf at all", paper(body_sheet())[:300]])
def test_a_broken_file_is_refused(data: bytes) -> None:
    assert refusal(data)[0] in {"import-broken", "import-no-text"}


def test_a_file_with_a_password_is_refused() -> None:
    key = "00" * 32
    trailer = f"/ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /O <{key}> /U <{key}> /P -4 >>"
    assert refusal(paper(body_sheet(), trailer=trailer))[0] == "import-encrypted"


def test_a_file_without_text_is_refused() -> None:
    assert refusal(paper(Sheet().picture(), Sheet().picture())) == ("import-no-text", {"pages": 2})


def test_text_recognised_on_a_scan_is_not_trusted() -> None:
    sheet = Sheet().picture().hidden(LEFT, 100, BODY)
    assert refusal(paper(sheet, sheet))[0] == "import-no-text"


def test_a_file_whose_fonts_do_not_say_their_characters_is_refused() -> None:
    sheet = body_sheet()
    for row in range(5):
        sheet.text(LEFT, 300 + 20 * row, BODY, font="F4")
    assert refusal(paper(sheet))[0] == "import-no-text"


def test_a_scanned_page_among_others_is_told() -> None:
    document = read_pdf(paper(body_sheet(), Sheet().picture(), body_sheet(), body_sheet()))
    assert [one.place.page for one in document.dropped if "图片" in one.why] == [2]


def test_a_book_is_refused_before_it_is_read() -> None:
    sheets = [Sheet()] * (MOST_PAGES + 1)
    assert refusal(paper(*sheets)) == ("import-too-long", {"pages": MOST_PAGES + 1, "most": MOST_PAGES})


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_damaged_bytes_are_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(paper(body_sheet().table([60, 200, 300], [300, 320], [["规章", "1"]])))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_pdf(bytes(whole))
    except Refused as refused:
        assert refused.fault.kind.startswith("import-")


# ---- a real report


@needs_examples
def test_the_report_of_a_city_is_read_whole() -> None:
    document = read_pdf((EXAMPLES / "2024-huaian-city.pdf").read_bytes())
    assert [(grid.place.page, grid.place.table, grid.height, grid.width) for grid in grids(document)] == [
        (3, 1, 8, 4),
        (4, 1, 6, 4),
        (4, 2, 16, 10),
        (5, 2, 12, 10),
        (5, 3, 4, 15),
    ]
    spans = {cell.text: (cell.rowspan, cell.colspan) for cell in grids(document)[2].cells}
    assert spans["（三）不\n予公开"] == (8, 1)
    assert spans["法人或其他组织"] == (1, 5)
    prose = paragraphs(document)
    assert prose[0] == "淮安市人民政府2024年政府信息公开工作年度报告"
    assert len(prose) == 17
    assert all(text[-1] in "。况项告" for text in prose)
    assert [one.text for one in document.dropped] == [f"- {page} -" for page in range(1, 7)]
