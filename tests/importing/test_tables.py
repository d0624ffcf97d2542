from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nianbao.forms import Form, Table
from nianbao.forms.loading import load_form
from nianbao.grid import lay_out
from nianbao.importing.document import Grid, GridCell
from nianbao.importing.tables.grids import Tables, read_tables
from tests.importing.printed_tables import cut, document, plain, printed, spanned
from tests.sites import ROOT

PACKAGE = ROOT / "nianbao"

FORMS = {
    path.stem: load_form(path.read_text(encoding="utf-8"))
    for path in (PACKAGE / "forms/2019.yaml", PACKAGE / "forms/2021.yaml", ROOT / "tests/editions/2031.yaml")
}
NOISE = {"（": "(", "）": ")", "、": "，", ".": "．", "“": "", "”": "", "1": "１", "其他": "其它", "；": " "}


def typed(tables: Tables) -> dict[str, str]:
    return {address: read.typed for address, read in tables.cells.items()}


def notes(tables: Tables) -> list[str]:
    return [read.note for read in tables.cells.values() if read.note]


def some_figures(form: Form, random: Random) -> dict[str, str]:
    """Figures as printed: many zeros, some numbers, blanks and signs."""
    figures = {}
    for cell in form.cells:
        choices = ["0", "0", "0", "", "/", str(random.randint(1, 9000))]
        if cell.kind == "signed":
            choices.append(f"-{random.randint(1, 99)}")
        if cell.kind == "amount":
            choices.append(f"{random.randint(0, 900)}.{random.randint(10, 99)}{'' if cell.unit else '元'}")
        figures[cell.address] = random.choice(choices)
        if cell.kind == "amount" and not cell.unit and figures[cell.address].isdigit():
            figures[cell.address] += "元"
    return figures


def expected(figures: Mapping[str, str]) -> dict[str, str]:
    return {address: text.removesuffix("元") or "~" for address, text in figures.items()}


def noisy(text: str, random: Random) -> str:
    """A label as another typist writes it."""
    for sign, other in NOISE.items():
        if random.random() < 0.5:
            text = text.replace(sign, other)
    if random.random() < 0.3 and len(text) > 2:
        middle = random.randrange(1, len(text))
        text = f"{text[:middle]}{random.choice([' ', chr(10), chr(0x3000)])}{text[middle:]}"
    return text


def with_labels(grid: Grid, table: Table, random: Random) -> Grid:
    labels = {slot.text for row in lay_out(table).rows for slot in row.slots if not slot.cell}
    cells = (replace(c, text=noisy(c.text, random)) if c.text in labels else c for c in grid.cells)
    return Grid(tuple(cells), grid.place)


# -- whatever is printed as the form prints it


@pytest.mark.parametrize("edition", FORMS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**9))
def test_every_table_is_read_back_exactly_however_it_is_typed_and_cut(edition: str, seed: int) -> None:
    form, random = FORMS[edition], Random(seed)
    figures = some_figures(form, random)
    blocks: list[Grid] = []
    for number, table in enumerate(form.tables, 1):
        grid = with_labels(printed(table, figures, number), table, random)
        if random.random() < 0.5:
            blocks += cut(grid, random.randrange(1, grid.height))
        else:
            blocks.append(grid)
    tables = read_tables(document(*blocks), form)
    assert typed(tables) == expected(figures)
    assert not tables.unmapped
    assert not notes(tables)


@pytest.mark.parametrize("edition", FORMS)
def test_tables_in_one_sheet_are_told_apart(edition: str) -> None:
    form = FORMS[edition]
    figures = some_figures(form, Random(1))
    cells: list[GridCell] = []
    height = 0
    for table in form.tables:
        cells.append(GridCell(table.title, height, 0, 1, 4))
        grid = printed(table, figures)
        cells += [replace(cell, row=cell.row + height + 1) for cell in grid.cells]
        height += grid.height + 2
    tables = read_tables(document(Grid(tuple(cells), plain([]).place)), form)
    assert typed(tables) == expected(figures)
    assert [paragraph.text for paragraph in tables.paragraphs] == [table.title for table in form.tables]


@pytest.mark.parametrize("edition", FORMS)
def test_rows_in_another_order_are_placed_by_their_labels(edition: str) -> None:
    form, random = FORMS[edition], Random(7)
    figures = some_figures(form, random)
    blocks = []
    for table in form.tables:
        rows = [[(s.text, s) for s in row.slots] for row in lay_out(table).rows]
        width = lay_out(table).columns
        head: list[list[tuple[str, int, int]]] = []
        body: list[list[tuple[str, int, int]]] = []
        for row in rows:
            values = [(figures[s.cell.address], 1, s.colspan) for _, s in row if s.cell]
            label = [t for t, s in row if not s.cell]
            if not values:
                if body:
                    random.shuffle(body)
                    head += body
                    body = []
                head.append([(t, s.rowspan, s.colspan) for t, s in row])
            else:
                span = width - sum(v[2] for v in values)
                body.append([*([(label[-1], 1, span)] if span else []), *values])
        random.shuffle(body)
        blocks.append(spanned(head + body))
    assert typed(read_tables(document(*blocks), form)) == expected(figures)
