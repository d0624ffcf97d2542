from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.cells import plain_value
from nianbao.forms import Cell
from nianbao.forms.loading import load_form
from nianbao.importing.tables.figures import is_figure, stated_money, typed_value, unit_of
from tests.sites import ROOT

FORM = load_form((ROOT / "nianbao/forms/2021.yaml").read_text(encoding="utf-8"))
FORM_2019 = load_form((ROOT / "nianbao/forms/2019.yaml").read_text(encoding="utf-8"))
COUNT = FORM.by_address["requests.granted.total"]
FEES = FORM.by_address["disclosure.fees.amount"]
SIGNED = FORM_2019.by_address["disclosure.licensing.change"]
PROCURED = FORM_2019.by_address["disclosure.procurement.amount"]
CELLS = (COUNT, FEES, SIGNED, PROCURED)


@pytest.mark.parametrize(
    ("cell", "printed", "typed"),
    [
        (COUNT, "22", "22"),
        (COUNT, "２２", "22"),
        (COUNT, "\u3000\xa022\u200b\n", "22"),
        (COUNT, "1,234", "1234"),
        (COUNT, "1，234，567", "1234567"),
        (COUNT, "12件", "12"),
        (COUNT, "12.0", "12"),
        (COUNT, "0.0", "0"),
        (COUNT, "", "~"),
        (COUNT, " \n\xa0", "~"),
        (COUNT, "/", "/"),
        (COUNT, "／", "/"),
        (COUNT, "不适用", "/"),
        (FEES, "5949.088667", "5949.088667"),
        (FEES, "240万元", "240"),
        (FEES, "1,240.50", "1240.50"),
        (FEES, ".5", "0.5"),
        (SIGNED, "+1036", "1036"),
        (SIGNED, "－8", "-8"),
        (SIGNED, "−8", "-8"),
        (SIGNED, "- 8", "-8"),
        (SIGNED, "0", "0"),
        (PROCURED, "251000元", "251000"),
        (PROCURED, "25.1万元", "25.1"),
    ],
)
def test_what_is_certain_is_typed_without_a_note(cell: Cell, printed: str, typed: str) -> None:
    assert typed_value(printed, cell) == (typed, "")


@pytest.mark.parametrize(
    ("cell", "printed", "typed", "told"),
    [
        (COUNT, "22（其中修订16件）", "22", "其中修订16件"),
        (COUNT, "22件（含12）", "22", "含12"),
        (COUNT, "1 234", "1234", "1 234"),
        (COUNT, "4472\n28", "447228", "4472 28"),
        (COUNT, "12项", "12", "12项"),
        (COUNT, "1.2万件", "12000", "1.2万件"),
        (COUNT, "007", "7", "007"),
        (COUNT, "+5", "5", "+5"),
        (COUNT, "0。", "0", "0。"),
        (COUNT, "零", "0", "零"),
        (COUNT, "〇", "0", "〇"),
        (COUNT, "共12件", "12", "共12件"),
        (COUNT, "12件，其中网上5件", "12", "其中网上5件"),
        (COUNT, "1,234；含转办3", "1234", "含转办3"),
        (COUNT, "22①", "22", "22①"),
        (COUNT, "22 （²）", "22", "22 （²）"),
        (COUNT, "无¹", "/", "无¹"),
        (COUNT, "-", "/", "-"),
        (COUNT, "——", "/", "——"),
        (COUNT, "--", "/", "--"),
        (COUNT, "\\", "/", "\\"),
        (COUNT, "无", "/", "无"),
        (COUNT, "无此项", "/", "无此项"),
        (COUNT, "N/A", "/", "N/A"),
        (SIGNED, "减少8项", "-8", "减少8项"),
        (SIGNED, "增加8", "8", "增加8"),
        (FEES, "251000元", "25.1", "换算成万元"),
        (FEES, "1.2亿元", "12000", "换算成万元"),
        (FEES, "240万", "240", "240万"),
    ],
)
def test_every_decision_says_what_was_printed(cell: Cell, printed: str, typed: str, told: str) -> None:
    value, note = typed_value(printed, cell)
    assert value == typed
    assert told in note


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        (COUNT, "12.5"),
        (COUNT, "-3"),
        (COUNT, "12,34"),
        (COUNT, "1 2"),
        (COUNT, "12 13"),
        (COUNT, "O"),
        (COUNT, "约20"),
        (COUNT, "20余件"),
        (COUNT, "20-30"),
        (COUNT, "1.2.3"),
        (COUNT, "20万元"),
        (COUNT, "10%"),
        (COUNT, "见附件"),
        (COUNT, "#REF!"),
        (COUNT, "1" * 30),
        (COUNT, "1E+05"),
        (FEES, "20件"),
        (FEES, "-3.5"),
        (FEES, "1.12345678901"),
    ],
)
def test_what_is_not_certain_is_left_to_be_filled_in_with_its_words(cell: Cell, printed: str) -> None:
    value, note = typed_value(printed, cell)
    assert value == "待填"
    assert " ".join(printed.split()) in note


def test_a_unit_stated_by_the_head_converts_the_figure() -> None:
    assert typed_value("251000", FEES, "元")[0] == "25.1"
    assert "元" in typed_value("251000", FEES, "元")[1]
    assert typed_value("25.1", FEES, "万元") == ("25.1", "")
    assert typed_value("0", FEES, "元") == ("0", "")
    assert typed_value("240万元", FEES, "元")[0] == "240"


def test_the_unit_is_taken_from_where_it_stands() -> None:
    choices = ("元", "万元", "未注明")
    assert [
        unit_of(text, choices) for text in ("251000元", "采购总金额(万元)", "25.1 万元", "25", "1亿元")
    ] == [
        "元",
        "万元",
        "万元",
        "",
        "",
    ]
    assert stated_money("本年收费金额（单位：万元）") == "万元"
    assert stated_money("本年收费金额（单位:元）") == "元"
    assert stated_money("多元") == ""


def test_labels_are_no_figures() -> None:
    assert not any(
        map(is_figure, ("", "1.属于国家秘密", "3.其他", "（一）予以公开", "总计", "2023年", "第1项内容"))
    )
    assert all(
        map(is_figure, ("0", "1,234", "251000元", "/", "-", "无", "22（其中修订16件）", "+8", "减少8", "0.5"))
    )


@given(st.text(max_size=300), st.sampled_from(CELLS))
def test_any_text_gives_something_that_a_content_file_may_hold(text: str, cell: Cell) -> None:
    typed, note = typed_value(text, cell)
    assert plain_value(typed, cell.kind) is not None
    assert note or typed != "待填"


@given(st.integers(0, 10**12), st.sampled_from(CELLS), st.sampled_from(["", ","]))
def test_every_whole_number_is_read_as_it_is(number: int, cell: Cell, sign: str) -> None:
    assert typed_value(f"{number:{sign}}", cell) == (str(number), "")


@given(st.decimals(0, 10**9, places=4))
def test_amounts_keep_every_digit(number: Decimal) -> None:
    assert Decimal(typed_value(str(number), FEES)[0]) == number
    assert Decimal(typed_value(f"{number}元", FEES)[0]) * 10_000 == number
