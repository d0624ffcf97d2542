"""Digits run together are cut by the one reading that satisfies the equations, or not at all."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.forms import Cell, Form
from nianbao.importing.running.splitting import Run, Split, split_runs
from tests.importing.running_samples import adding_up
from tests.sites import FORM


def row(form: Form, *names: str) -> tuple[Cell, ...]:
    """The cells of a row by the beginning of their address."""
    return tuple(cell for cell in form.cells if cell.address.startswith(".".join(names) + "."))


def split(*runs: Run, known: dict[int, str] | None = None, form: Form = FORM) -> list[Split]:
    return split_runs(runs, form.inner_equations, known or {})


def test_a_row_is_cut_by_its_own_total() -> None:
    (found,) = split(Run(row(FORM, "requests", "new_requests"), ("713000074",)))
    assert found.figures == ("71", "3", "0", "0", "0", "0", "74")
    assert found.by_sums


def test_a_digit_for_each_column_needs_no_equation() -> None:
    (found,) = split(Run(row(FORM, "disclosure", "regulations"), ("000",)))
    assert found.figures == ("0", "0", "0") and not found.by_sums


def test_without_an_equation_several_readings_are_none_and_are_shown() -> None:
    (found,) = split(Run(row(FORM, "disclosure", "normative_documents"), ("77132470",)))
    assert found.figures == (None, None, None)
    assert len(found.readings) > 1 and all("".join(reading) == "77132470" for reading in found.readings)


def test_no_figure_begins_with_a_zero_that_is_not_all_of_it() -> None:
    (found,) = split(Run(row(FORM, "disclosure", "normative_documents"), ("1205",)))
    assert found.figures == (None, None, None) or "05" not in found.figures
    (found,) = split(Run(row(FORM, "disclosure", "normative_documents"), ("1000",)))
    assert found.figures == ("10", "0", "0")


def test_given_separators_are_respected() -> None:
    (found,) = split(Run(row(FORM, "disclosure", "normative_documents"), ("77", "1320")))
    assert ("77", "132", "0") in found.readings and found.figures[0] != "7"
    (found,) = split(Run(row(FORM, "requests", "new_requests"), ("71", "300", "0074")))
    assert found.figures == ("71", "3", "0", "0", "0", "0", "74")


def test_decimals_stand_only_in_amounts() -> None:
    (found,) = split(Run(row(FORM, "disclosure", "fees"), ("5949.088667",)))
    assert found.figures == ("5949.088667",)
    (found,) = split(Run(row(FORM, "disclosure", "normative_documents"), ("1.50",)))
    assert found.figures == (None, None, None)


def test_a_row_that_is_open_by_itself_is_settled_by_the_columns() -> None:
    # 10 1 0 0 0 0 11, or 1 0 10 0 0 0 11.
    run = Run(row(FORM, "requests", "granted"), ("101000011",))
    assert split(run)[0].figures == (None, None, None, "0", "0", "0", "11")
    others = {cell.index: "0" for cell in FORM.table("requests").cells if cell not in run.cells}
    for name in ("requests.results_total", "requests.new_requests"):
        for cell, figure in zip(
            row(FORM, *name.split(".")), ["10", "1", "0", "0", "0", "0", "11"], strict=True
        ):
            others[cell.index] = figure
    assert split(run, known=others)[0].figures == ("10", "1", "0", "0", "0", "0", "11")


def test_rows_no_reading_of_which_fits_the_columns_keep_only_what_each_says_itself() -> None:
    run = Run(row(FORM, "requests", "granted"), ("101000011",))
    others = {cell.index: "0" for cell in FORM.table("requests").cells if cell not in run.cells}
    assert split(run, known=others)[0].figures == (None, None, None, "0", "0", "0", "11")


def test_a_row_that_does_not_add_up_may_lack_a_figure_so_only_the_columns_tell_what_it_is() -> None:
    # 1 0 0 0 0 0 2, or 10 0 0 0 0 2 with its total left blank.
    run = Run(row(FORM, "requests", "granted"), ("1000002",))
    assert split(run)[0].figures == (None,) * 7
    others = {cell.index: "0" for cell in FORM.table("requests").cells if cell not in run.cells}
    for name in ("requests.results_total", "requests.new_requests"):
        for cell, figure in zip(
            row(FORM, *name.split(".")), ["1", "0", "0", "0", "0", "0", "2"], strict=True
        ):
            others[cell.index] = figure
    assert split(run, known=others)[0].figures == ("1", "0", "0", "0", "0", "0", "2")
    assert split(Run(run.cells, ("15000009",)))[0].figures == (None,) * 7


def test_a_row_that_adds_up_by_chance_is_not_believed_against_the_columns() -> None:
    # Printed are 492 36 0 2 4 12 0, which do not add up; 49 2 3 60 2 4 120 do.
    run = Run(row(FORM, "requests", "partially_granted"), ("49236024120",))
    assert split(run)[0].figures == ("49", "2", "3", "60", "2", "4", "120")
    others = {cell.index: "0" for cell in FORM.table("requests").cells if cell not in run.cells}
    for name in ("results_total", "new_requests"):
        sums = ["492", "36", "0", "2", "4", "12", "0"]
        others |= {c.index: s for c, s in zip(row(FORM, "requests", name), sums, strict=True)}
    assert split(run, known=others)[0].figures[:2] == (None, None)


def test_rows_are_not_cut_by_sums_in_a_table_most_rows_of_which_do_not_add_up() -> None:
    names = [("granted",), ("partially_granted",), ("results_total",), ("new_requests",), ("carried_over",)]
    digits = ["991320000", "882310000", "773310000", "664310000", "550000055"]
    runs = [Run(row(FORM, "requests", *name), (text,)) for name, text in zip(names, digits, strict=True)]
    assert split(runs[-1])[0].figures[-1] == "55"
    assert split(*runs)[-1].figures == (None,) * 7


def test_beside_rows_with_separators_digits_are_only_cut_where_they_add_up() -> None:
    cells = row(FORM, "disclosure", "normative_documents")
    assert split(Run(cells, ("525",)))[0].figures == ("5", "2", "5")
    assert split(Run(cells, ("525",), must_add_up=True))[0].figures == (None,) * 3
    summed = Run(row(FORM, "requests", "granted"), ("713000074",), must_add_up=True)
    assert split(summed)[0].figures == ("71", "3", "0", "0", "0", "0", "74")


def test_a_blank_that_left_no_trace_makes_its_place_unknown() -> None:
    cells = row(FORM, "requests", "granted")
    (found,) = split(Run(cells, ("5", "0", "0", "0", "0", "5")))
    assert found.figures == (None,) * 7


def test_the_number_of_the_next_row_is_not_a_figure_when_only_that_adds_up() -> None:
    cells = row(FORM, "requests", "granted")
    (found,) = split(Run(cells, ("370000037" + "2",), (("370000037",),)))
    assert found.figures == ("37", "0", "0", "0", "0", "0", "37")


@pytest.mark.timeout(60)
@pytest.mark.parametrize("digits", [20, 60, 500])
def test_long_strings_of_digits_are_given_up_in_time(digits: int) -> None:
    cells = [tuple(line.cells) for table in FORM.tables for line in table.rows]
    random_ = random.Random(digits)
    runs = [Run(of, ("".join(random_.choice("0123456789") for _ in range(digits)),)) for of in cells]
    found = split(*runs)
    assert len(found) == len(runs)


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_joint_solutions_are_right_wherever_they_are_known(seed: int) -> None:
    typed = adding_up(FORM, random.Random(seed))
    lines = FORM.table("requests").rows
    runs = [Run(line.cells, ("".join(typed[cell.address] for cell in line.cells),)) for line in lines]
    cells = known = 0
    for line, found in zip(lines, split(*runs), strict=True):
        for cell, figure in zip(line.cells, found.figures, strict=True):
            cells += 1
            known += figure is not None
            assert figure in (None, typed[cell.address])
    assert known / cells > 0.8
