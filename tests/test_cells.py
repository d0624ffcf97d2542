"""What one row of numbers says, in every spelling people use."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.cells import NUMBER, Figure
from nianbao.forms import Cell
from nianbao.keyboard import apply_edits
from nianbao.located import Fault
from nianbao.numerals import han_number
from nianbao.rows import read_row
from tests.typed_samples import FORM

SEVEN = FORM.table("requests").rows[0].cells
THREE = FORM.table("disclosure").rows[1].cells
ONE = (FORM.by_address["disclosure.licensing.decisions"],)
AMOUNT = (FORM.by_address["disclosure.fees.amount"],)
SIGNED = (replace(ONE[0], kind="signed"),)


def values(figures: tuple[Figure, ...]) -> list[object]:
    return [figure.value if figure.state == NUMBER else figure.state for figure in figures]


def shown(faults: list[Fault]) -> list[str]:
    return [f"{fault.kind} {fault.start}" for fault in faults]


def mended(text: str, faults: list[Fault]) -> str:
    return apply_edits(text, [edit for fault in faults for edit in fault.edits])


X = "unreadable"

# what · the cells · typed · faults with their place · mended · the figures read
ROWS: list[tuple[str, tuple[Cell, ...], str, list[str], str | None, list[object]]] = [
    ("numbers", THREE, "80 1 0", [], None, [80, 1, 0]),
    ("signs", THREE, "~ / 待填", [], None, ["blank", "not_applicable", "pending"]),
    ("words for signs", THREE, "空 不适用 待填", [], None, ["blank", "not_applicable", "pending"]),
    ("a total to be computed", SEVEN, "1 2 3 4 5 6 _", [], None, [1, 2, 3, 4, 5, 6, "auto"]),
    ("full-width digits", THREE, "８０ 1 0", ["wide-number 0"], "80 1 0", [80, 1, 0]),
    ("a full-width amount", AMOUNT, "５９４９．０９", ["wide-number 0"], "5949.09", [Decimal("5949.09")]),
    ("Chinese commas", THREE, "80，1，0", ["comma 2"], "80 1 0", [80, 1, 0]),
    ("enumeration commas", THREE, "80、1、0", ["comma 2"], "80 1 0", [80, 1, 0]),
    ("Chinese semicolons", THREE, "80；1；0", ["comma 2"], "80 1 0", [80, 1, 0]),
    ("English commas", THREE, "80,1,0", ["comma 2"], "80 1 0", [80, 1, 0]),
    ("English commas and blanks", THREE, "80, 1, 0", ["comma 2"], "80 1 0", [80, 1, 0]),
    ("a comma at the end", THREE, "80，1，0，", ["comma 2"], "80 1 0", [80, 1, 0]),
    (
        "commas everywhere before three digits",
        THREE,
        "100,200,300",
        ["comma 3"],
        "100 200 300",
        [100, 200, 300],
    ),
    ("a thousand", ONE, "2,629", ["thousands 0"], "2629", [2629]),
    ("a thousand with a Chinese comma", ONE, "2，629", ["thousands 0"], "2629", [2629]),
    ("thousands parted by blanks", THREE, "1,000 0 1,000", ["thousands 0"], "1000 0 1000", [1000, 0, 1000]),
    ("an amount with a thousand", AMOUNT, "5,949.09", ["thousands 0"], "5949.09", [Decimal("5949.09")]),
    ("both readings", THREE, "1,000,0,0", ["comma-unclear 0"], None, [X] * 3),
    ("both readings, the count fits one", SEVEN, "80,100 0 0 0 0 180", ["comma-unclear 0"], None, [X] * 7),
    ("two commas together", THREE, "80,,1", ["comma-unclear 0"], None, [X] * 3),
    ("a decimal comma", AMOUNT, "1,5", ["comma-unclear 0"], None, [X]),
    ("a thousand parted by a blank", ONE, "2 629", ["wrong-count 0"], None, [X]),
    ("square brackets", THREE, "[80, 1, 0]", ["brackets 0", "comma 3"], "80 1 0", [80, 1, 0]),
    ("full-width brackets", THREE, "［80 1 0］", ["brackets 0"], "80 1 0", [80, 1, 0]),
    ("thick brackets", THREE, "【80 1 0】", ["brackets 0"], "80 1 0", [80, 1, 0]),
    ("brackets and a Chinese comma", THREE, "[80，1，0]", ["brackets 0", "comma 3"], "80 1 0", [80, 1, 0]),
    ("brackets and two marks", THREE, "[80 1, 0]", ["brackets 0", "comma 5"], "80 1 0", [80, 1, 0]),
    ("brackets without their end", THREE, "[80, 1, 0", ["brackets 0", "comma 3"], "80 1 0", [80, 1, 0]),
    ("brackets round too few", THREE, "[80，1]", ["comma-unclear 1"], None, [X] * 3),
    ("parentheses round the row", THREE, "（80 1 0）", ["brackets 0"], "80 1 0", [80, 1, 0]),
    (
        "full-width signs",
        SEVEN,
        "～ ／ 0 0 0 0 ＿",
        ["wide-number 0"],
        "~ / 0 0 0 0 _",
        ["blank", "not_applicable", 0, 0, 0, 0, "auto"],
    ),
    ("Word's quotes", THREE, "“0” 1 0", ["quoted-number 0"], "0 1 0", [0, 1, 0]),
    ("quotes round all", THREE, '"80 1 0"', ["quoted-number 0"], "80 1 0", [80, 1, 0]),
    ("quotes round one", THREE, '"0" 1 0', ["quoted-number 0"], "0 1 0", [0, 1, 0]),
    ("a full-width minus", SIGNED, "－8", ["wide-number 0"], "-8", [-8]),
    ("U+2212", SIGNED, "−8", ["wide-number 0"], "-8", [-8]),
    ("a minus where it may stand", SIGNED, "-8", [], None, [-8]),
    ("a minus where none may stand", ONE, "-8", ["negative 0"], None, [X]),
    ("a full-width minus where none may stand", ONE, "－8", ["negative 0"], None, [X]),
    ("a negative amount", AMOUNT, "-5.5", ["negative 0"], None, [X]),
    ("a full-width plus", SIGNED, "＋12", ["wide-number 0"], "12", [12]),
    ("a plus", SIGNED, "+12", ["number-form 0"], "12", [12]),
    ("a plus before a count", ONE, "+12", ["number-form 0"], "12", [12]),
    ("a zero in front", ONE, "012", ["number-form 0"], "12", [12]),
    ("zeros only", ONE, "00", ["number-form 0"], "0", [0]),
    ("a zero before an amount", AMOUNT, "012.50", ["number-form 0"], "12.50", [Decimal("12.50")]),
    ("a decimal zero in a count", ONE, "1.0", ["number-form 0"], "1", [1]),
    ("decimals in a count", ONE, "1.5", ["not-whole 0"], None, [X]),
    ("1e3", ONE, "1e3", ["number-form 0"], "1000", [1000]),
    ("0x1F", ONE, "0x1F", ["not-a-number 0"], None, [X]),
    ("1.2E+05", ONE, "1.2E+05", ["scientific 0"], None, [X]),
    ("1_000", ONE, "1_000", ["not-a-number 0"], None, [X]),
    ("a minus first", THREE, "- 0 0", ["no-number 0"], None, [X, 0, 0]),
    ("a minus amid", THREE, "0 - 0", ["no-number 2"], None, [0, X, 0]),
    ("a dash", THREE, "— 0 0", ["no-number 0"], None, [X, 0, 0]),
    ("two minuses", THREE, "-- 0 0", ["no-number 0"], None, [X, 0, 0]),
    ("无 in a cell", THREE, "无 0 0", ["no-number 0"], None, [X, 0, 0]),
    ("ditto", THREE, "0 〃 〃", ["no-number 2"], None, [0, X, X]),
    ("the letter O", THREE, "O 0 0", ["not-a-number 0"], None, [X, 0, 0]),
    ("〇", THREE, "〇 0 0", ["not-a-number 0"], None, [X, 0, 0]),
    ("三", THREE, "三 0 0", ["not-a-number 0"], None, [X, 0, 0]),
    ("①", THREE, "① 0 0", ["not-a-number 0"], None, [X, 0, 0]),
    ("(8)", THREE, "(8) 0 0", ["not-a-number 0"], None, [X, 0, 0]),
    ("5%", THREE, "5% 0 0", ["not-a-number 0"], None, [X, 0, 0]),
    ("80.", THREE, "80. 0 0", ["not-a-number 0"], None, [X, 0, 0]),
    (".5", AMOUNT, ".5", ["not-a-number 0"], None, [X]),
    ("a Chinese full stop for the point", AMOUNT, "5949。09", ["not-a-number 0"], None, [X]),
    ("a unit behind each", THREE, "80件 1件 0件", ["unit 0"], "80 1 0", [80, 1, 0]),
    ("a unit standing alone", ONE, "80 件", ["unit 2"], "80", [80]),
    ("the amount's own unit", AMOUNT, "5949.09万元", ["unit 0"], "5949.09", [Decimal("5949.09")]),
    ("another unit of money", AMOUNT, "251000元", ["other-unit 0"], None, [X]),
    ("another counting word", ONE, "80个", ["other-unit 0"], None, [X]),
    ("_ where no total is", THREE, "_ 0 0", ["auto-not-a-total 0"], None, [X, 0, 0]),
    ("one too few", SEVEN, "22 0 0 0 0 22", ["wrong-count 0"], None, [X] * 7),
    ("one too many", THREE, "80 1 0 81", ["wrong-count 0"], None, [X] * 3),
    ("nothing", THREE, "  ", ["empty-row 0"], None, [X] * 3),
    (
        "two kinds in one row",
        THREE,
        "８０ 1件 012",
        ["wide-number 0", "unit 3", "number-form 6"],
        "80 1 12",
        [80, 1, 12],
    ),
    (
        "full-width digits and commas",
        THREE,
        "８０，１，０",
        ["comma 2", "wide-number 0"],
        "80 1 0",
        [80, 1, 0],
    ),
]


@pytest.mark.parametrize(
    ("cells", "typed", "faults", "new", "figures"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_a_row_says_what_is_read_and_how_it_is_mended(
    cells: tuple[Cell, ...], typed: str, faults: list[str], new: str | None, figures: list[object]
) -> None:
    found, told = read_row(typed, 0, cells)
    assert (shown(told), values(found)) == (faults, figures)
    assert mended(typed, told) == (typed if new is None else new)
    if new is not None:
        again, told = read_row(new, 0, cells)
        assert (told, values(again)) == ([], figures)


@pytest.mark.parametrize(
    ("typed", "likely"),
    [
        ("O", "0"), ("〇", "0"), ("三", "3"), ("①", "1"), ("(8)", "8"), ("80.", "80"),
        ("0x1F", "31"), ("1_000", "1000"), ("二百五十", "250"),
        ("l2", "12"), ("5%", ""), ("甲", ""), ("80。", "80"),
    ],
)  # fmt: skip
def test_what_is_no_number_comes_with_the_likely_one(typed: str, likely: str) -> None:
    _, (fault,) = read_row(typed, 0, ONE)
    assert fault.facts["likely"] == [likely]
    assert not fault.edits


@pytest.mark.parametrize(
    ("typed", "likely"),
    [("251000元", "25.1"), ("25.1万", "25.1"), ("3亿元", "30000"), ("500千元", "50"), ("7元", "0.0007")],
)
def test_another_unit_of_money_is_converted_but_not_taken(typed: str, likely: str) -> None:
    _, (fault,) = read_row(typed, 0, AMOUNT)
    assert fault.facts["likely"] == [likely]
    assert not fault.edits


def test_a_blank_as_thousands_separator_is_asked_about() -> None:
    _, (fault,) = read_row("2 629", 0, ONE)
    assert (fault.facts["wanted"], fault.facts["have"], fault.facts["joined"]) == (1, 2, "2629")


def test_both_readings_of_a_comma_are_given() -> None:
    _, (fault,) = read_row("80,100 0 0 0 0 180", 0, SEVEN)
    assert fault.facts["parted"] == ["80", "100", "0", "0", "0", "0", "180"]
    assert fault.facts["thousands"] == ["80100", "0", "0", "0", "0", "180"]
    _, (fault,) = read_row("1,5", 0, AMOUNT)
    assert fault.facts["decimal"] == "1.5"


def test_a_fault_names_the_cell_or_the_row() -> None:
    _, (fault,) = read_row("0 - 0", 0, THREE)
    assert fault.facts["cells"] == [THREE[1].address]
    assert fault.facts["place"] == THREE[1].place
    _, (fault,) = read_row("- - 0", 0, THREE)
    assert fault.facts["cells"] == [THREE[0].address, THREE[1].address]
    assert fault.facts["place"] == f"{THREE[0].table_place} {THREE[0].row_place}"


def test_places_are_counted_from_the_start_given() -> None:
    figures, (fault,) = read_row("８０ 1 0", 100, THREE)
    assert [(figure.start, figure.end) for figure in figures] == [(100, 102), (103, 104), (105, 106)]
    assert (fault.start, fault.end, fault.edits[0].start) == (100, 102, 100)


@pytest.mark.timeout(60)
def test_a_number_of_five_thousand_digits_is_told_at_once() -> None:
    figures, (fault,) = read_row("9" * 5000, 0, ONE)
    assert (fault.kind, figures[0].state) == ("too-large", X)
    assert fault.facts["length"] == 5000


def test_han_numbers_are_read() -> None:
    known = {
        "三": 3,
        "十": 10,
        "十五": 15,
        "二十": 20,
        "二百五十": 250,
        "一千零一十": 1010,
        "二〇二四": 2024,
        "两": 2,
    }
    assert {text: han_number(text) for text in known} == known
    assert han_number("八十甲") is None


DIGITS = st.sampled_from('0123456789０１２３９,，、；.．+-－＋ \t　件元万eE_~/“”"[]［］（）OI〇三①%')


@settings(max_examples=400, deadline=None, derandomize=True)
@given(text=st.text(DIGITS, max_size=30), cells=st.sampled_from([ONE, THREE, SEVEN, AMOUNT, SIGNED]))
def test_a_safe_mend_reads_the_same_and_is_complete(text: str, cells: tuple[Cell, ...]) -> None:
    figures, faults = read_row(text, 0, cells)
    assert len(figures) == len(cells)
    again, left = read_row(mended(text, faults), 0, cells)
    assert not any(fault.edits for fault in left)
    for figure, after in zip(figures, again, strict=True):
        assert figure.state != NUMBER or figure.value == after.value


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    number=st.integers(0, 10**12),
    style=st.sampled_from(["wide", "zeros", "quoted", "unit", "plus", "thousands"]),
)
def test_a_mended_number_is_the_number_typed(number: int, style: str) -> None:
    plain = str(number)
    typed = {
        "wide": plain.translate({0x30 + digit: 0xFF10 + digit for digit in range(10)}),
        "zeros": "00" + plain,
        "quoted": f"“{plain}”",
        "unit": f"{plain}件",
        "plus": f"+{plain}",
        "thousands": f"{number:,}",
    }[style]
    figures, _ = read_row(typed, 0, ONE)
    assert figures[0].value == number
