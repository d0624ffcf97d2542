"""Reports as running text, printed from a form in the shapes that real text files have, with figures that add up."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from nianbao.forms import Form, Table
from nianbao.grid import Slot, lay_out


def adding_up(form: Form, random_: random.Random) -> dict[str, str]:
    """Figures by address that satisfy the equations of any form; most are 0, some are up to 400."""
    values: dict[int, int] = {}
    for cell in form.cells:
        often = random_.random()
        values[cell.index] = 0 if often < 0.85 else random_.randint(1, 9 if often < 0.93 else 400)
    for _ in range(len(form.inner_equations) + 1):
        for equation in form.inner_equations:
            left = sum(term.sign * values[term.index] for term in equation.left)
            right = sum(term.sign * values[term.index] for term in equation.right)
            # The side that is one total follows the other; of two sides the last figure of the smaller grows.
            if len(equation.left) == 1:
                values[equation.left[0].index] = right
            elif left < right:
                values[equation.left[0].index] += right - left
            elif right < left:
                values[equation.right[-1].index] += left - right
    typed = {cell.address: str(values[cell.index]) for cell in form.cells}
    for cell in form.cells:
        if cell.kind == "amount" and random_.random() < 0.5:
            typed[cell.address] = f"{random_.randint(0, 99999)}.{random_.randint(1, 99):02}".rstrip("0")
        if cell.kind == "signed" and random_.random() < 0.3:
            typed[cell.address] = f"-{random_.randint(1, 30)}"
    return typed


def adds_up(form: Form, typed: Mapping[str, str]) -> bool:
    value = [typed[cell.address] for cell in form.cells]
    return all(
        sum(term.sign * int(value[term.index]) for term in equation.left)
        == sum(term.sign * int(value[term.index]) for term in equation.right)
        for equation in form.inner_equations
    )


Shape = Callable[[list[list[Slot | None]], Mapping[str, str]], str]


def print_report(form: Form, typed: Mapping[str, str], shape: Shape, glue: str = "\n") -> str:
    """All sections with a line of prose each, the tables in one shape."""
    parts = [f"{form.name}的年度报告"]
    for section in form.sections:
        parts.append(section.title)
        if section.table:
            parts.append(shape(rows_of(form.table(section.table)), typed))
        else:
            parts.append("全年办理了12件事项，没有其他情况。")
    return glue.join(parts)


def rows_of(table: Table) -> list[list[Slot | None]]:
    """The printed grid, every place of it: None where a cell reaches into from the left or from above."""
    grid = lay_out(table)
    covered: set[tuple[int, int]] = set()
    rows: list[list[Slot | None]] = []
    for number, row in enumerate(grid.rows):
        places: list[Slot | None] = []
        slots = iter(row.slots)
        for column in range(grid.columns):
            if (number, column) in covered:
                places.append(None)
                continue
            slot = next(slots)
            covered |= {
                (number + down, column + right)
                for down in range(slot.rowspan)
                for right in range(slot.colspan)
            }
            places.append(slot)
        rows.append(places)
    return rows


def said(slot: Slot | None, typed: Mapping[str, str]) -> str:
    if slot is None:
        return ""
    if slot.cell is None:
        return slot.text
    figure = typed[slot.cell.address]
    return "" if figure == "~" else figure


def own(row: list[Slot | None], typed: Mapping[str, str]) -> list[str]:
    return [said(slot, typed) for slot in row if slot is not None]


def glued(rows: list[list[Slot | None]], typed: Mapping[str, str]) -> str:
    return "".join("".join(own(row, typed)) for row in rows)


def glued_rows(rows: list[list[Slot | None]], typed: Mapping[str, str]) -> str:
    return " ".join("".join(own(row, typed)) for row in rows)


def blanks(rows: list[list[Slot | None]], typed: Mapping[str, str]) -> str:
    return "\n".join("  ".join(filter(None, own(row, typed))) for row in rows)


def one_line(rows: list[list[Slot | None]], typed: Mapping[str, str]) -> str:
    return " ".join(" ".join(filter(None, own(row, typed))) for row in rows)


def one_a_line(rows: list[list[Slot | None]], typed: Mapping[str, str]) -> str:
    return "\n".join("\n".join(filter(None, own(row, typed))) for row in rows)


def alternating(rows: list[list[Slot | None]], typed: Mapping[str, str]) -> str:
    lines = []
    for row in rows:
        labels = [slot.text for slot in row if slot is not None and slot.cell is None]
        figures = [said(slot, typed) for slot in row if slot is not None and slot.cell is not None]
        lines += [" ".join(labels), " ".join(figures)]
    return "\n".join(filter(None, lines))


def tabbed(rows: list[list[Slot | None]], typed: Mapping[str, str]) -> str:
    """Every place of the grid, as a spreadsheet is copied."""
    return "\n".join("\t".join(said(slot, typed) for slot in row) for row in rows)


def piped(rows: list[list[Slot | None]], typed: Mapping[str, str]) -> str:
    """Every place of the grid, as Markdown is written."""
    lines = ["| " + " | ".join(said(slot, typed) for slot in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def piped_shortly(rows: list[list[Slot | None]], typed: Mapping[str, str]) -> str:
    """Only the cells that are there, whatever their spans."""
    return "\n".join("| " + " | ".join(own(row, typed)) + " |" for row in rows)


def tab_led(rows: list[list[Slot | None]], typed: Mapping[str, str]) -> str:
    """One cell a line behind a tab, cells covered from above as empty lines, rows parted by an empty line."""
    lines: list[str] = []
    above: set[int] = set()
    for row in rows:
        cells = []
        covered = 0
        for column, slot in enumerate(row):
            if slot is not None:
                cells.append(said(slot, typed))
                covered = slot.colspan - 1
                above = above | set(range(column, column + 1)) if slot.rowspan > 1 else above
            elif covered:
                covered -= 1
            else:
                cells.append("")
        lines += [*(f"\t{cell}" for cell in cells), ""]
    return "\n".join(lines)


def broken_labels(rows: list[list[Slot | None]], typed: Mapping[str, str]) -> str:
    """Long labels over two lines, with the figures beside the first of them, as text is copied out of a PDF."""
    lines = []
    for row in rows:
        labels = [slot.text for slot in row if slot is not None and slot.cell is None]
        figures = [said(slot, typed) for slot in row if slot is not None and slot.cell is not None]
        if figures and labels and len(labels[-1]) > 12:
            cut = len(labels[-1]) * 2 // 3
            lines.append(" ".join([*labels[:-1], labels[-1][:cut], *figures]))
            lines.append(labels[-1][cut:])
        else:
            lines.append(" ".join([*labels, *figures]))
    return "\n".join(lines)


PARTED: Mapping[str, Shape] = {
    "blanks": blanks,
    "one_line": one_line,
    "one_a_line": one_a_line,
    "alternating": alternating,
    "tabbed": tabbed,
    "piped": piped,
    "piped_shortly": piped_shortly,
    "tab_led": tab_led,
    "broken_labels": broken_labels,
}
GLUED: Mapping[str, Shape] = {"glued": glued, "glued_rows": glued_rows}
