"""Columns and rows that a source calls by other names, and tables drawn in pieces."""

from __future__ import annotations

import pytest

from nianbao.importing.tables.gaps import eliminated
from tests.importing.printed_tables import spanned
from tests.importing.test_odd_tables import read, row_with, rows_of, values, wrong_without_note

LABELS = ["自然人", "商业企业", "科研机构", "社会公益组织"]


@pytest.mark.parametrize(
    ("order", "texts", "told"),
    [
        ([0, None, 2, 3], ["", "单位", "", ""], {1: 1}),
        ([0, 1, 2, None], ["", "", "", "社团"], {3: 3}),
        ([0, None, None, 3], ["", "企业", "科研院所", ""], {1: 1, 2: 2}),
        ([0, None, None, 3], ["", "甲", "乙", ""], {}),
        ([0, 1, None, 2, 3], ["", "", "小计", "", ""], {}),
        ([0, 1, 2, None], ["", "", "", "备注"], {}),
        ([0, None, 3], ["", "单位", ""], {}),
        ([1, None, 0], ["", "单位", ""], {}),
        ([None, None], ["甲", "乙"], {}),
    ],
)
def test_only_what_must_be_is_told_by_elimination(
    order: list[int | None], texts: list[str], told: dict[int, int]
) -> None:
    assert eliminated(order, LABELS, texts) == told


@pytest.mark.parametrize(
    ("label", "written"), [("科研机构", "院校"), ("总计", "总和"), ("自然人", ""), ("其他", "")]
)
def test_a_column_of_another_name_is_told_by_those_around_it_with_a_note(label: str, written: str) -> None:
    rows = [[(written if t == label else t, r, c) for t, r, c in row] for row in rows_of(1)]
    tables = read(spanned(rows))
    assert (len(tables.cells), wrong_without_note(tables)) == (175, [])
    noted = [cell for cell in tables.cells.values() if cell.note]
    assert len(noted) == 25
    assert {cell.note for cell in noted} == {
        f"原表列名{f'写“{written}”' if written else '空着'}，按其余各列推出"
    }


def test_columns_that_nobody_can_tell_cost_only_themselves() -> None:
    rows = [[({"商业企业": "甲", "科研机构": "乙"}.get(t, t), r, c) for t, r, c in row] for row in rows_of(1)]
    tables = read(spanned(rows))
    assert (len(tables.cells), wrong_without_note(tables)) == (125, [])
    assert len(tables.unmapped) == 50


def test_an_empty_cell_in_the_head_does_not_exchange_columns_of_two_groups() -> None:
    rows = rows_of(2)
    rows[1].insert(5, ("", 1, 1))
    rows[1][-1] = (rows[1][-1][0], 1, rows[1][-1][2] - 1)
    tables = read(spanned(rows))
    assert (len(tables.cells), wrong_without_note(tables)) == (15, [])
    assert {cell.note for cell in tables.cells.values()} == {"这一行和表头没有对齐，按顺序对应"}


def test_outcomes_in_short_words_are_understood_with_notes() -> None:
    short = {"结果维持": "维持", "结果纠正": "纠正", "尚未审结": "未审结", "总计": "合计"}
    tables = read(spanned([[(short.get(t, t), r, c) for t, r, c in row] for row in rows_of(2)]))
    assert (len(tables.cells), wrong_without_note(tables)) == (15, [])
    assert sum(bool(cell.note) for cell in tables.cells.values()) == 9


def test_a_column_of_subtotals_below_a_group_is_no_cell() -> None:
    rows = rows_of(1)
    rows[0][-1] = (rows[0][-1][0], 1, 8)
    rows[1][1] = (rows[1][1][0], 1, 6)
    for name in ("小计", "合计"):
        drawn = [list(row) for row in rows]
        drawn[2].append((name, 1, 1))
        for row in drawn[3:]:
            row.insert(len(row) - 1, ("36", 1, 1))
        tables = read(spanned(drawn))
        assert (len(tables.cells), wrong_without_note(tables)) == (175, [])
        assert not any(cell.note for cell in tables.cells.values())
        assert len(tables.unmapped) == 25


def test_a_sum_by_another_name_is_the_sum_unless_there_is_one_of_the_right_name() -> None:
    rows = [[(t.replace("总计", "合计"), r, c) for t, r, c in row] for row in rows_of(1)]
    tables = read(spanned(rows))
    assert (len(tables.cells), wrong_without_note(tables)) == (175, [])
    assert not any(cell.note for cell in tables.cells.values())
    rows = [*rows_of(1), [("合计", 1, 3), *[("36", 1, 1)] * 7]]
    tables = read(spanned(rows))
    assert (len(tables.cells), wrong_without_note(tables)) == (175, [])
    assert {unmapped.text for unmapped in tables.unmapped} == {"36"}


def test_outcomes_in_a_table_for_each_way_are_read_by_the_name_above_them() -> None:
    rows = rows_of(2)
    review = [[rows[0][0]], rows[2][:5], rows[3][:5]]
    suits = [[("未经复议直接起诉", 1, 5)], rows[2][:5], rows[3][5:10]]
    later = [[("复议后起诉", 1, 5)], rows[2][5:], rows[3][10:]]
    tables = read(*(spanned(part, number) for number, part in enumerate((review, suits, later), 1)))
    assert (len(tables.cells), wrong_without_note(tables)) == (15, [])
    assert not any(cell.note for cell in tables.cells.values())


@pytest.mark.parametrize("written", ["2.按法律规定不能公开", ""])
def test_a_row_of_another_name_is_told_by_its_neighbours_with_a_note(written: str) -> None:
    rows = rows_of(1)
    number = row_with(rows, "2.其他法律行政法规禁止公开")
    rows[number][0] = (written, *rows[number][0][1:])
    tables = read(spanned(rows))
    assert (len(tables.cells), wrong_without_note(tables)) == (175, [])
    assert sum("按上下各行推出" in cell.note for cell in tables.cells.values()) == 7
    assert not tables.unmapped


def test_a_name_given_to_another_row_too_is_noted_when_its_own_row_cannot_be_read() -> None:
    rows = rows_of(1)
    first, second = row_with(rows, "一、本年新收"), row_with(rows, "四、结转")
    rows[first][0] = rows[second][0]
    del rows[second][-1]
    tables = read(spanned(rows))
    found = [cell for address, cell in tables.cells.items() if address.startswith("requests.carried_forward")]
    assert len(found) == 7
    assert all("没有读出来" in cell.note for cell in found)
    assert wrong_without_note(tables) == []


def test_a_row_too_many_between_known_ones_is_no_row_of_the_form() -> None:
    rows = rows_of(1)
    rows.insert(4, [("网上申请", 1, 3), *[("36", 1, 1)] * 7])
    tables = read(spanned(rows))
    assert (len(tables.cells), wrong_without_note(tables)) == (175, [])
    assert len(values(tables, "requests.new_requests")) == 7
    assert [unmapped.text.split(" | ")[0] for unmapped in tables.unmapped] == ["网上申请"]
