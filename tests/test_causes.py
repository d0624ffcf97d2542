"""Which figure explains the equations that fail together."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.cells import AUTO, Figure
from nianbao.forms.loading import load_form
from nianbao.rules.causes import MOST_CHOICES, Cause, find_causes
from nianbao.rules.equations import compute_totals, failures
from tests.sites import FORM, build, small_site
from tests.test_site_rules import year_file

FORMS = (
    FORM,
    load_form((Path(__file__).parent.parent / "nianbao/forms/2019.yaml").read_text(encoding="utf-8")),
    load_form((Path(__file__).parent / "editions/2031.yaml").read_text(encoding="utf-8")),
)
# Figures that stand in two equations or more: a mistake in them shows twice.
TWICE = [
    cell.index
    for cell in FORM.cells
    if sum(
        cell.index in {term.index for term in (*equation.left, *equation.right)}
        for equation in FORM.equations
        if not equation.crosses_years
    )
    > 1
]


def balanced(parts: list[int]) -> list[int]:
    """All figures of a report that balances, from the figures of one applicant after another."""
    values = [0] * len(FORM.cells)
    table = FORM.tables[1]
    columns = {cell.address.rpartition(".")[2]: None for cell in table.cells}
    rows = list(dict.fromkeys(cell.address.rpartition(".")[0] for cell in table.cells))
    outcomes = [row for row in rows if row not in ROWS]
    for place, part in enumerate(parts):
        column = list(columns)[place % (len(columns) - 1)]
        for row in (outcomes[place % len(outcomes)], "requests.new_requests", "requests.results_total"):
            for name in (column, "total"):
                values[FORM.by_address[f"{row}.{name}"].index] += part
    return values


ROWS = (
    "requests.new_requests",
    "requests.carried_over",
    "requests.results_total",
    "requests.carried_forward",
)
parts = st.lists(st.integers(0, 30), min_size=1, max_size=40)


def causes(values: list[int]) -> list[Cause]:
    return find_causes(FORM, values, {}, failures(FORM, values, {}))


@given(parts, st.sampled_from(TWICE), st.integers(1, 99))
@settings(max_examples=200, deadline=None)
def test_one_wrong_figure_is_named_with_what_it_was(counts: list[int], index: int, more: int) -> None:
    values = balanced(counts)
    right = values[index]
    values[index] += more
    [cause] = causes(values)
    assert [[(change.index, change.value) for change in choice] for choice in cause.choices] == [
        [(index, right)]
    ]


@given(parts, st.lists(st.tuples(st.sampled_from(range(10, 200)), st.integers(0, 40)), max_size=6))
@settings(max_examples=200, deadline=None)
def test_a_suggested_correction_mends_what_it_says_and_breaks_nothing(
    counts: list[int], damages: list[tuple[int, int]]
) -> None:
    values = balanced(counts)
    for index, value in damages:
        values[index] = value
    failed = failures(FORM, values, {})
    found = causes(values)
    assert sorted(id(f.equation) for cause in found for f in cause.failures) == sorted(
        id(failure.equation) for failure in failed
    )
    for cause in found:
        assert len(cause.choices) <= MOST_CHOICES
        for choice in cause.choices:
            mended = list(values)
            for change in choice:
                mended[change.index] = int(change.value)
            left = {id(failure.equation) for failure in failures(FORM, mended, {})}
            assert left == {id(f.equation) for f in failed} - {id(f.equation) for f in cause.failures}


@given(parts, st.lists(st.tuples(st.sampled_from(range(10, 200)), st.integers(0, 40)), max_size=4))
@settings(max_examples=100, deadline=None)
def test_a_total_that_balances_is_never_blamed_alone(
    counts: list[int], damages: list[tuple[int, int]]
) -> None:
    values = balanced(counts)
    for index, value in damages:
        values[index] = value
    holding = {id(e) for e in FORM.equations} - {id(f.equation) for f in failures(FORM, values, {})}
    safe = {
        term.index
        for equation in FORM.equations
        if id(equation) in holding and not equation.crosses_years
        for term in (*equation.left, *equation.right)
    }
    for cause in causes(values):
        for choice in cause.choices:
            assert len(choice) > 1 or choice[0].index not in safe


def test_two_mistakes_are_told_one_by_one() -> None:
    values = balanced([5, 5, 5, 5])
    first, second = (
        FORM.by_address[address].index
        for address in ("requests.granted.natural_person", "requests.denied.state_secret.other_org")
    )
    values[first] += 2
    values[second] += 3
    assert [[change.index for change in cause.choices[0]] for cause in causes(values)] == [[first], [second]]


def test_a_figure_in_the_wrong_column_is_said_to_be_swapped() -> None:
    values = balanced([5, 0, 0, 0])
    right, wrong = (
        FORM.by_address[f"requests.granted.{name}"].index for name in ("natural_person", "business")
    )
    values[right], values[wrong] = 0, 5
    [cause] = causes(values)
    assert [(change.index, change.value) for change in cause.choices[0]] == [(right, 5), (wrong, 0)]


def test_a_report_of_nothing_but_mistakes_is_not_explained() -> None:
    values = [number * 7 % 50 for number in range(len(FORM.cells))]
    found = causes(values)
    assert len([failure for cause in found for failure in cause.failures]) > 30


def test_a_total_the_program_computed_is_no_suspect() -> None:
    values = balanced([5, 5, 5])
    total = FORM.by_address["requests.granted.total"].index
    figures = [Figure("number", value, 0, 1) for value in values]
    figures[total] = Figure(AUTO, None, 0, 1)
    figures[FORM.by_address["requests.granted.natural_person"].index] = Figure("number", 7, 0, 1)
    filled, computed = compute_totals(FORM, tuple(figures))
    numbers = [figure.value for figure in filled]
    [cause] = find_causes(FORM, numbers, computed, failures(FORM, numbers, computed))
    [[change]] = cause.choices
    assert (FORM.cells[change.index].address, change.value) == ("requests.granted.natural_person", 5)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.edition)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_no_figures_of_any_edition_are_too_odd(form, data) -> None:
    number = st.none() | st.integers(-5, 60) | st.decimals(0, 90, places=2)
    values = data.draw(st.lists(number, min_size=len(form.cells), max_size=len(form.cells)))
    failed = failures(form, values, {})
    found = find_causes(form, values, {}, failed)
    assert sum(len(cause.failures) for cause in found) == len(failed)


def test_the_clerk_is_told_first_which_figure_mends_both(tmp_path: Path) -> None:
    text = (Path(__file__).parent / "rules/A102/bad/2023.txt").read_text(encoding="utf-8")
    files = small_site()
    files["content/reports/jiaowei/2023.yaml"] = year_file(2023, text)
    [finding] = [one for one in build(tmp_path, files).findings if one.code == "A102"]
    assert (
        finding.likely == "最可能：“三、（五）2 重复申请”自然人应为 2（现填 1）。只改这一处，以上 2 处都平。"
    )
    place = finding.positions[0]
    assert place.source[place.column - 1 : place.end_column - 1] == "1"
    assert [edit.text for edit in finding.suggestions] == ["2"]
    assert not finding.edits
