"""Across years: what one year hands to the next."""

from __future__ import annotations

from ..finding import ERROR, WARNING, CellSpot, Problem
from .equations import Failure
from .pair import Pair
from .register import SERIES, STATED, rule


@rule("S101", "上年结转对不上", ERROR, scope=SERIES, key="carry", numbers=("本年数", "上年数"))
def carry(pair: Pair, failures: list[Failure]) -> Problem:
    """本年的上年结转与上一年的结转下年度不相等。

    为什么：上年没办完的，就是今年接着办的，两年应逐列相等。
    例：2023年“四、结转下年度”自然人 3 件；2024年“二、上年结转”自然人 2 件。
    改法：今年填错改本行；去年填错改去年数并写“更正”；机构合并在 agency.yaml 写“承接”；确有其他原因写“核实说明”。
    依据：国办公开办函〔2021〕30号表三第二项、第四项的定义。
    """
    cells = [pair.form.cells[failure.equation.left[0].index] for failure in failures]
    columns = "".join(f"“{cell.column_place}”" for cell in cells)
    same = pair.checked(failures[0].equation.rule) - len(failures)
    parts = "；".join(
        f"{pair.previous_years}“{pair.previous_place(failure)}”{cell.column_place} {failure.right} 件，"
        f"{pair.year}年“{cell.row_place}”{cell.column_place} {failure.left} 件"
        for failure, cell in zip(failures, cells, strict=True)
    )
    return Problem(
        place=f"{cells[0].table_place} {cells[0].row_place} {columns}列",
        text=f"{parts}。" + (f"其余 {same} 列一致。" if same else ""),
        why="上年没办完的，就是今年接着办的，两年应相等。",
        remedy="今年填错改本行；去年填错改去年数并写“更正”；机构合并在 agency.yaml 写“承接”；确有其他原因写“核实说明”。",
        spots=pair.spots(failures),
        cells=tuple(cell.address for cell in cells),
        numbers=tuple(str(number) for failure in failures for number in (failure.left, failure.right)),
    )


@rule("S102", "现行有效件数对不上", WARNING, scope=SERIES, key="stock", numbers=STATED)
def stock(pair: Pair, failures: list[Failure]) -> list[Problem]:
    """现行有效件数与上年现行有效、本年制发、本年废止推算的不同。

    为什么：上年现行有效加本年制发减本年废止，一般等于本年现行有效；清理、修改、自动失效、机构改革会使它不等。
    例：2022年现行有效 698，2023年制发 77、废止 132，应为 643，填 470。
    改法：核对三个数；确有原因的写“核实说明”，写明口径。
    依据：国办公开办函〔2021〕30号表二第（一）项的定义（推算关系，不是表格所印）。
    """
    return [_stock_problem(pair, failure) for failure in failures]


@rule("S103", "项目数量与上年推算的不同", WARNING, scope=SERIES, key="items", numbers=STATED)
def items(pair: Pair, failures: list[Failure]) -> Problem:
    """本年填的上一年项目数量，与上年报告推算的不同。

    为什么：上年报告的“上一年项目数量”加“本年增/减”，就是上年末的项目数量，今年照抄在“上一年项目数量”里。
    例：2019年行政许可上一年 100、增 5，2020年的上一年项目数量应为 105，填 98。
    改法：核对项目清单；清单调整过的写“核实说明”。
    依据：国办公开办函〔2019〕60号表二第（五）（六）（八）项（推算关系，不是表格所印）。
    """
    cells = [pair.form.cells[failure.equation.left[0].index] for failure in failures]
    parts = "；".join(
        f"“{cell.row_place}”{pair.previous_years}推算为 {failure.right}，这里填 {failure.left}"
        for failure, cell in zip(failures, cells, strict=True)
    )
    return Problem(
        place=f"{cells[0].table_place} {cells[0].column_place}",
        text=f"{parts}。",
        why=f"{pair.previous_years}的“上一年项目数量”加“本年增/减”，应是这里的“上一年项目数量”。",
        remedy="核对项目清单；清单调整过的写“核实说明”。",
        spots=pair.spots(failures),
        cells=tuple(cell.address for cell in cells),
        numbers=tuple(str(number) for failure in failures for number in (failure.left, failure.right)),
    )


def _stock_problem(pair: Pair, failure: Failure) -> Problem:
    cell = pair.form.cells[failure.equation.left[0].index]
    parts = "".join(
        f"{'减' if term.sign < 0 else '加' if number else ''}"
        f"{pair.previous_years if term.previous else ''}“{pair.form.cells[term.index].column_place}” {pair.value(term)}，"
        for number, term in enumerate(failure.equation.right)
    )
    return Problem(
        place=cell.place,
        text=f"{parts}应为 {failure.right}；这里填 {failure.left}，相差 {failure.difference}。",
        why="清理、修改、自动失效、机构改革会使它不等；没有这些情况就应相等。",
        remedy="核对这几个数；确有原因的写“核实说明”，写明口径。",
        spots=(CellSpot(pair.agency, pair.year, cell.address), *pair.spots([failure])[1:]),
        cells=(cell.address,),
        numbers=(str(failure.left), str(failure.right)),
    )
