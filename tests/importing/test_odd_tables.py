"""What real tables do that the form does not."""

from __future__ import annotations

from nianbao.forms.loading import load_form
from nianbao.grid import lay_out
from nianbao.importing.document import Grid, GridCell, Place
from nianbao.importing.tables.grids import Tables, read_tables
from tests.importing.printed_tables import cut, document, plain, printed, spanned
from tests.sites import ROOT

FORM = load_form((ROOT / "nianbao/forms/2021.yaml").read_text(encoding="utf-8"))
FORM_2019 = load_form((ROOT / "nianbao/forms/2019.yaml").read_text(encoding="utf-8"))
DISCLOSURE, REQUESTS, DISPUTES = FORM.tables
Rows = list[list[tuple[str, int, int]]]
OVERDUE = "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"


def figures(form: object = FORM) -> dict[str, str]:
    """A different number in each cell, so that a wrong place is seen."""
    return {cell.address: str(1000 + cell.index) for cell in form.cells}  # type: ignore[attr-defined]


def rows_of(number: int, texts: dict[str, str] | None = None, form: object = FORM) -> Rows:
    texts = figures(form) if texts is None else texts
    table = form.tables[number]  # type: ignore[attr-defined]
    return [
        [(texts[s.cell.address] if s.cell else s.text, s.rowspan, s.colspan) for s in row.slots]
        for row in lay_out(table).rows
    ]


def row_with(rows: Rows, label: str) -> int:
    return next(n for n, row in enumerate(rows) if any(label in text for text, _, _ in row))


def read(*blocks: Grid | str, form: object = FORM) -> Tables:
    return read_tables(document(*blocks), form)  # type: ignore[arg-type]


def wrong_without_note(tables: Tables, truth: dict[str, str] | None = None) -> list[str]:
    """The one thing that must never happen."""
    truth = figures() if truth is None else truth
    return [a for a, r in tables.cells.items() if not r.note and r.typed not in (truth[a], truth[a] or "~")]


def values(tables: Tables, row: str) -> list[str]:
    return [
        tables.cells[c.address].typed
        for c in FORM.cells
        if c.address.startswith(row) and c.address in tables.cells
    ]


def test_other_handling_printed_as_one_row_is_0_for_all_its_rows_only_when_it_is_0() -> None:
    rows = rows_of(1)
    first = row_with(rows, "（六）")
    one = [("（六）其他处理", 1, 2), *[(n, 1, 1) for n in ("2", "0", "0", "", "0", "0", "2")]]
    rows[first : first + 3] = [one]
    main = row_with(rows, "三、本年度")
    rows[main][0] = (rows[main][0][0], 20, 1)
    tables = read(spanned(rows))
    assert values(tables, "requests.other.correction_overdue") == ["待填", "0", "0", "0", "0", "待填"]
    read_ = tables.cells["requests.other.fee_overdue.natural_person"]
    assert (read_.typed, "“2”" in read_.note) == ("待填", True)
    assert tables.cells["requests.other.other.business"].note
    assert not wrong_without_note(tables)
    assert len([r for r in tables.cells.values() if not r.note]) == 154


def test_a_row_that_the_form_has_as_one_but_the_source_as_three_is_not_summed_up() -> None:
    tables = read(spanned(rows_of(1)), form=FORM_2019)
    found = tables.cells["requests.other_2019.total"]
    assert found.typed == "待填"
    assert "分几行" in found.note
    assert len([r for r in tables.cells.values() if not r.note]) == 154


def test_disputes_turned_round_are_read_by_both_labels() -> None:
    heads = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
    body = [["行政复议", *"11020"], ["未经复议直接起诉", *"30104"], ["复议后起诉", "", "", "", "", ""]]
    tables = read(plain([["类型", *heads], *body]))
    assert values(tables, "disputes.review") == list("11020")
    assert values(tables, "disputes.direct_suit") == list("30104")
    assert values(tables, "disputes.post_review_suit") == ["~"] * 5
    assert not tables.unmapped
    grouped = spanned(
        [
            [("", 1, 2), *[(h, 1, 1) for h in heads]],
            [("行政复议", 1, 2), *[("", 1, 1)] * 5],
            [("行政诉讼", 2, 1), ("未经复议直接起诉", 1, 1), *[(n, 1, 1) for n in "30104"]],
            [("复议后起诉", 1, 1), *[(n, 1, 1) for n in "00001"]],
        ]
    )
    tables = read(grouped)
    assert values(tables, "disputes.review") == ["~"] * 5
    assert values(tables, "disputes.post_review_suit") == list("00001")


def test_disputes_as_a_list_are_read_line_by_line() -> None:
    rows = [[("行政复议", 5, 1), ("结果维持", 1, 1), ("7", 1, 1)]]
    rows += [[(name, 1, 1), ("0", 1, 1)] for name in ("结果纠正", "其他结果", "尚未审结")] + [
        [("总计", 1, 1), ("7", 1, 1)]
    ]
    tables = read(spanned(rows))
    assert values(tables, "disputes.review") == ["7", "0", "0", "0", "7"]
    assert all(read_.note for read_ in tables.cells.values())


def test_a_cell_too_few_or_too_many_never_shifts_figures_silently() -> None:
    for label in ("2.其他法律", "（一）予以公开", "四、结转"):
        for change in ("drop", "add"):
            for at in (-1, -4, -7):
                rows = rows_of(1)
                row = rows[row_with(rows, label)]
                if change == "drop":
                    del row[at]
                else:
                    row.insert(at, ("5", 1, 1))
                tables = read(spanned(rows))
                assert not wrong_without_note(tables), (label, change, at)
                assert tables.unmapped
                assert len(tables.cells) == 168


def test_a_figure_that_reaches_into_the_row_below_puts_a_note_on_all_of_that_row() -> None:
    rows = rows_of(1)
    above = row_with(rows, "二、上年结转") - 1
    rows[above][5] = (*rows[above][5][:1], 2, 1)
    del rows[above + 1][-1]
    cells = read(spanned(rows)).cells
    row = [cell for cell in REQUESTS.cells if ".carried_over." in cell.address]
    assert all(cells[cell.address].note for cell in row)


def test_words_of_a_section_in_the_table_are_text_even_below_figures_without_row_labels() -> None:
    rows = [
        *rows_of(2),
        [("五、存在的主要问题及改进情况", 1, 15)],
        [("公开内容还不够全面。", 1, 12), ("", 1, 3)],
    ]
    tables = read(spanned(rows))
    assert [paragraph.text for paragraph in tables.paragraphs] == [
        "五、存在的主要问题及改进情况",
        "公开内容还不够全面。",
    ]
    assert {address: read.typed for address, read in tables.cells.items()} == {
        cell.address: text for cell in DISPUTES.cells if (text := figures()[cell.address])
    }


def test_a_blank_cell_too_many_behind_the_row_does_no_harm() -> None:
    rows = rows_of(1)
    rows[row_with(rows, "（一）予以公开")].append(("", 1, 1))
    tables = read(spanned(rows))
    assert (len(tables.cells), wrong_without_note(tables)) == (175, [])


def test_wrong_spans_of_labels_are_overcome_by_order_with_a_note() -> None:
    rows = rows_of(1)
    number = row_with(rows, "二、上年结转")
    rows[number][0] = (rows[number][0][0], 1, 2)
    tables = read(spanned(rows))
    assert tables.cells["requests.carried_over.total"].typed == figures()["requests.carried_over.total"]
    assert tables.cells["requests.carried_over.total"].note
    assert (len(tables.cells), wrong_without_note(tables)) == (175, [])


def test_a_group_that_spans_a_row_too_many_is_overcome() -> None:
    for span in (7, 9):
        rows = rows_of(1)
        number = row_with(rows, "（三）不予公开")
        rows[number] = [(t, span if "（三）" in t else r, c) for t, r, c in rows[number]]
        tables = read(spanned(rows))
        assert wrong_without_note(tables) == []
        assert len(tables.cells) >= 168, tables.unmapped
        good = [a for a, r in tables.cells.items() if r.typed == figures()[a]]
        assert len(good) == len(tables.cells)


def test_a_head_whose_spans_are_wrong_gives_the_order_with_notes() -> None:
    rows = rows_of(1)
    rows[1] = [(text, 1, span) for text, _, span in rows[1]]
    tables = read(spanned(rows))
    assert len(tables.cells) == 175
    assert all(read_.note for read_ in tables.cells.values())
    assert {a: r.typed for a, r in tables.cells.items()}.items() <= figures().items()


def test_a_group_of_columns_drawn_too_narrow_does_not_mislead() -> None:
    rows = rows_of(2)
    rows[0] = [("行政复议", 1, 4), ("行政诉讼", 1, 11)]
    tables = read(spanned(rows))
    assert wrong_without_note(tables) == []
    assert len(tables.cells) == 15


def test_columns_in_another_order_are_placed_by_their_heads() -> None:
    rows = plain([["信息内容", "现行有效件数", "本年制发件数", "本年废止件数"], ["规章", "3", "1", "2"]])
    tables = read(rows)
    assert values(tables, "disclosure.regulations") == ["1", "2", "3"]
    assert not tables.unmapped


def test_columns_and_rows_that_the_form_does_not_have_are_kept_as_unmapped() -> None:
    rows = plain(
        [
            ["信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量", "备注"],
            ["规章（设区的市、自治州人民政府应提供相关数据）", "0", "0", "0", "无立法权"],
            ["规范性文件", "3", "4", "5", ""],
            ["其他主动公开文件", "6", "7", "8", ""],
        ]
    )
    tables = read(rows, form=FORM_2019)
    assert [read_.typed for read_ in tables.cells.values()] == list("000345")
    assert not any(read_.note for read_ in tables.cells.values())
    told = [(unmapped.text, unmapped.why) for unmapped in tables.unmapped]
    assert len(told) == 2
    assert "无立法权" in told[0][0]
    assert "其他主动公开文件 | 6 | 7 | 8" in told[1][0]


def test_subtotals_are_no_cells() -> None:
    rows = rows_of(1)
    number = row_with(rows, "8.属于行政查询")
    rows.insert(number + 1, [("小计", 1, 1), *[("36", 1, 1)] * 7])
    rows = [[(t, 9 if "（三）" in t else 23 if "三、本" in t else r, c) for t, r, c in row] for row in rows]
    for row in rows[:1]:
        row.append(("合计", 3, 1))
    for row in rows[3:]:
        row.append(("99", 1, 1))
    tables = read(spanned(rows))
    assert (len(tables.cells), wrong_without_note(tables)) == (175, [])
    assert any("小计" in unmapped.text for unmapped in tables.unmapped)


def test_a_group_row_with_its_sum_above_its_rows_is_kept_apart() -> None:
    rows = rows_of(1)
    number = row_with(rows, "（三）不予公开")
    rows[number] = [rows[number][1], *rows[number][2:]]
    rows.insert(number, [("（三）不予公开", 1, 2), *[("36", 1, 1)] * 7])
    rows = [[(t, 23 if "三、本" in t else r, c) for t, r, c in row] for row in rows]
    rows[number + 1][0] = (rows[number + 1][0][0], 1, 2)
    for row in rows[number + 2 : number + 9]:
        row[0] = (row[0][0], 1, 2)
    tables = read(spanned(rows))
    assert (len(tables.cells), wrong_without_note(tables)) == (175, [])
    assert any(unmapped.text == "36" for unmapped in tables.unmapped)


def test_two_figures_for_one_cell_are_never_chosen_from() -> None:
    first, second = figures(), {**figures(), "requests.granted.total": "5"}
    tables = read(printed(REQUESTS, first, 1), printed(REQUESTS, second, 2))
    found = tables.cells["requests.granted.total"]
    assert found.typed == "待填"
    assert "表1第6行" in found.note
    assert "表2第6行" in found.note
    assert len([r for r in tables.cells.values() if r.note]) == 1


def test_without_a_head_no_figure_is_placed_by_its_position() -> None:
    rows = rows_of(1)[3:]
    tables = read(spanned(rows))
    assert not tables.cells
    assert len(tables.unmapped) == 25


def test_a_row_with_one_figure_whose_name_says_all_needs_no_head() -> None:
    tables = read(plain([["行政许可", "25"]]))
    assert [(r.address, r.typed, bool(r.note)) for r in tables.cells.values()] == [
        ("disclosure.licensing.decisions", "25", True)
    ]


def test_a_table_continued_without_its_head_inherits_the_columns() -> None:
    whole = rows_of(1)
    upper, lower = whole[:20], whole[20:]
    tables = read(spanned(upper, 1), spanned(lower, 2))
    assert len(tables.cells) == 175
    assert not wrong_without_note(tables)


def test_a_label_cut_by_a_page_break_is_joined_with_figures_on_either_side() -> None:
    for above in (True, False):
        rows = rows_of(1)
        number = row_with(rows, "逾期不补正")
        row = rows[number]
        at = next(n for n, cell in enumerate(row) if "逾期不补正" in cell[0])
        half = [(OVERDUE[:12], 1, 1), *[(t if above else "", r, c) for t, r, c in row[at + 1 :]]]
        other = [(OVERDUE[12:], 1, 1), *[("" if above else t, r, c) for t, r, c in row[at + 1 :]]]
        rows[number : number + 1] = [[*row[:at], *half], other]
        rows = [
            [(t, 4 if "（六）" in t else 23 if "三、本" in t else r, c) for t, r, c in line] for line in rows
        ]
        tables = read(*cut(spanned(rows), number + 1))
        assert len(tables.cells) == 175
        assert not wrong_without_note(tables)
        assert not tables.unmapped


def test_a_group_cut_by_a_page_break_leaves_nothing_behind() -> None:
    rows = rows_of(1)
    number = row_with(rows, "（四）无法提供")
    upper = rows[: number + 1]
    upper[number] = [(t.replace("（四）无法提供", "（四）无"), 1, c) for t, r, c in upper[number]]
    lower = [[("", 12, 1), ("法提供", 2, 1), *rows[number + 1]], *rows[number + 2 :]]
    upper = [[(t, number - 4 if "三、本" in t else r, c) for t, r, c in row] for row in upper]
    tables = read(spanned(upper, 2), spanned(lower, 2))
    assert (len(tables.cells), wrong_without_note(tables), tables.unmapped) == (175, [], ())


def test_several_rows_drawn_as_one_are_parted() -> None:
    rows = plain(
        [
            ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
            ["规章\n行政规范性文件", "0\n8", "1\n9", "2\n7"],
        ]
    )
    tables = read(rows)
    assert [r.typed for r in tables.cells.values()] == list("012897")


def test_a_sign_or_a_zero_over_merged_cells_holds_for_each_and_a_number_for_none() -> None:
    for text, wanted in (("/", "/"), ("0", "0"), ("", "~"), ("7", "待填")):
        tables = read(
            spanned(
                [
                    [(h, 1, 1) for h in ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")],
                    [("规章", 1, 1), (text, 1, 3)],
                ]
            )
        )
        assert [r.typed for r in tables.cells.values()] == [wanted] * 3
        assert all(r.note for r in tables.cells.values()) == bool(text)


def test_a_unit_in_the_head_counts() -> None:
    rows = [["信息内容", "本年收费金额（单位：元）"], ["行政事业性收费", "251000"]]
    found = read(plain(rows)).cells["disclosure.fees.amount"]
    assert (found.typed, "换算" in found.note) == ("25.1", True)
    for head, text, unit in (
        ("采购总金额(万元)", "25.1", "万元"),
        ("采购总金额", "251000元", "元"),
        ("采购总金额", "251000", "未注明"),
    ):
        tables = read(
            plain([["信息内容", "采购项目数量", head], ["政府集中采购", "6", text]]), form=FORM_2019
        )
        assert tables.units == {"采购单位": unit}
        assert tables.cells["disclosure.procurement.amount"].typed == text.removesuffix("元")
        assert bool(tables.cells["disclosure.procurement.amount"].note) == (unit == "未注明")


def test_running_text_in_a_frame_is_text_and_other_tables_are_kept() -> None:
    tables = read(plain([["一、总体情况\n全年公开信息12条。"]]), plain([["渠道", "条数"], ["网站", "12"]], 2))
    assert [paragraph.text for paragraph in tables.paragraphs] == ["一、总体情况", "全年公开信息12条。"]
    assert [unmapped.text for unmapped in tables.unmapped] == ["渠道 | 条数", "网站 | 12"]


def test_empty_columns_and_rows_of_a_sheet_do_no_harm() -> None:
    rows = rows_of(0)
    spaced: Rows = []
    for row in rows:
        spaced.append([("", 1, 1), *[cell for text, r, c in row for cell in ((text, r, c * 2), ("", 1, 1))]])
        spaced.append([("", 1, 9)])
    spread = [
        ["", "信息内容", "", "本年制发件数", "", "本年废止件数", "", "现行有效件数", ""],
        [""] * 9,
        ["", "规章", "", "1", "", "2", "", "3", ""],
    ]
    assert values(read(plain(spread)), "disclosure.regulations") == ["1", "2", "3"]


def test_column_numbers_below_the_head_are_no_figures() -> None:
    rows = rows_of(2)
    rows.insert(3, [(str(n), 1, 1) for n in range(1, 16)])
    tables = read(spanned(rows))
    assert (len(tables.cells), wrong_without_note(tables)) == (15, [])


def test_a_number_column_before_the_labels_is_passed_over() -> None:
    rows = plain(
        [
            ["序号", "信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
            ["1", "规章", "4", "5", "6"],
            ["2", "行政规范性文件", "7", "8", "9"],
        ]
    )
    assert [r.typed for r in read(rows).cells.values()] == list("456789")


def test_labels_of_other_typists_are_understood() -> None:
    rows = plain(
        [
            ["", "自然人", "商業企業", "科研机构", "社会公益组织", "法律服务机构", "其它", "总计"],
            ["本年新收政府信息公开申请数量", *"1234567"],
            ["(七)总计", *"2345678"],
            ["属于国家秘密", *"3456789"],
            ['3.危及"三安全一稳定"', *"4567890"],
            ["申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请", *"5678901"],
            ["3、其它", *"6789012"],
        ]
    )
    tables = read(rows)
    assert len(tables.cells) == 42
    assert not tables.unmapped
    assert not any(r.note for r in tables.cells.values())
    assert values(tables, "requests.results_total") == list("2345678")
    assert values(tables, "requests.other.other.") == list("6789012")


def test_a_head_that_reaches_under_two_groups_by_rounded_widths_is_told_by_the_others() -> None:
    rows = rows_of(2)
    rows[0] = [("行政复议", 1, 5), ("行政诉讼", 1, 11)]
    rows[1] = [(t, r, 2 if t == "总计" else c) for t, r, c in rows[1]]
    rows[3] = [(t, r, 2 if number == 4 else c) for number, (t, r, c) in enumerate(rows[3])]
    tables = read(spanned(rows))
    assert (len(tables.cells), wrong_without_note(tables)) == (15, [])
    assert not any(read_.note for read_ in tables.cells.values())


def test_a_blank_row_before_the_figures_of_a_table_without_row_labels_does_no_harm() -> None:
    rows = rows_of(2)
    rows.insert(3, [("", 1, 1)] * 15)
    tables = read(spanned(rows))
    assert (len(tables.cells), wrong_without_note(tables)) == (15, [])
    assert not any(read_.note for read_ in tables.cells.values())


def test_a_huge_grid_is_not_read_but_named() -> None:
    tables = read(Grid((GridCell("规章", 0, 0, 10_000, 10_000),), Place(table=3)))
    assert not tables.cells
    assert [(u.place.table, u.why) for u in tables.unmapped] == [(3, "表格太大，没有读")]


def test_a_blank_row_does_not_stand_for_a_row_that_could_not_be_read() -> None:
    rows = rows_of(2)
    rows[3].append(("5", 1, 1))
    rows.insert(3, [("", 1, 1)] * 15)
    tables = read(spanned(rows))
    assert not tables.cells
    assert tables.unmapped
