"""Figures beside last year's: orders of magnitude, and 元 taken for 万元."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..finding import HINT, WARNING, CellSpot, Problem
from ..forms import Cell
from ..head import Head
from .district import District, Key
from .equations import Number
from .register import ACROSS, rule

# Ten times as much is worth a look where the smaller of the two is no small number.
JUMP = 10
FLOOR = 10
# Key figures by what they are called in a form; the amount of fees has a floor of its own, in 万元.
KEY_FIGURES = ("received", "licensing", "penalties", "compulsory_measures", "stock", "fees")
FEES = "fees"
FEES_FLOOR = 1

UNIT = 10_000
# So near to ten thousand times last year's is no chance; a large amount is also judged a little further off.
NEAR = Decimal("0.05")
LARGE = 10_000
FAR = 3


@rule("C105", "可能把“元”填成了“万元”", WARNING, scope=ACROSS)
def wrong_unit(district: District) -> Iterator[tuple[Key, Problem]]:
    """收费金额与前一年或者后一年相差一万倍左右。

    为什么：表上的单位是万元，照财务报表的元填，就大一万倍。
    例：本年 251000 万元，去年 25.1 万元，正好相差 10000 倍。
    改法：单位是万元，251000 元应填 25.1；没有填错的写“核实说明”。
    依据：国办公开办函〔2021〕30号表二第二十条第（八）项，单位为万元。
    """
    for head, before in _neighbours(district):
        cells = district.form(head.key).role(FEES), district.form(before.key).role(FEES)
        if cells[0] is None or cells[1] is None or cells[0].unit != cells[1].unit:
            continue
        now, then = head.numbers[cells[0].index], before.numbers[cells[1].index]
        if now and then and _is_unit_apart(now, then):
            if now > then:
                yield head.key, _unit_problem(head, cells[0], now, before, cells[1], then, "去年")
            else:
                yield before.key, _unit_problem(before, cells[1], then, head, cells[0], now, "后一年")


@rule("S105", "与上年相差十倍以上", HINT, scope=ACROSS)
def jumps(district: District) -> Iterator[tuple[Key, Problem]]:
    """主要的数比上一年多十倍或者少到十分之一。

    为什么：多填、少填一位是常见的错；职权、统计口径变了也会相差很大。
    例：行政处罚去年 133 件，今年 1330 件。
    改法：与台账对一遍；没有填错就不用改，正文里最好说一句原因。
    依据：经验性的提示，全国格式没有规定。
    """
    for head, before in _neighbours(district):
        form, earlier = district.form(head.key), district.form(before.key)
        found: list[tuple[Cell, Number, Number]] = []
        for name in KEY_FIGURES:
            cell, other = form.role(name), earlier.role(name)
            if cell is None or other is None or cell.unit != other.unit:
                continue
            now, then = head.numbers[cell.index], before.numbers[other.index]
            if now is None or then is None or (name == FEES and _is_unit_apart(now, then)):
                continue
            floor = FEES_FLOOR if name == FEES else FLOOR
            if min(now, then) >= floor and max(now, then) >= JUMP * min(now, then):
                found.append((cell, now, then))
        if found:
            told = "；".join(f"{cell.place} 去年 {then}，本年 {now}" for cell, now, then in found)
            yield (
                head.key,
                Problem(
                    place="、".join(dict.fromkeys(cell.table_place for cell, _, _ in found)),
                    text=f"{told}。",
                    why="多填、少填一位是常见的错；职权、统计口径变了也会相差很大。",
                    remedy="与台账对一遍；没有填错就不用改。",
                    spots=tuple(CellSpot(head.agency, head.year, cell.address) for cell, _, _ in found),
                    cells=tuple(cell.address for cell, _, _ in found),
                    numbers=tuple(str(number) for _, now, then in found for number in (now, then)),
                ),
            )


def _neighbours(district: District) -> Iterator[tuple[Head, Head]]:
    """Reports with last year's of the same agency; not in a year when it took over others."""
    for head in district.heads.values():
        before = district.heads.get((head.agency, head.year - 1))
        taken_over = district.agencies[head.agency].predecessors
        if before is not None and not any(one.first_year == head.year for one in taken_over):
            yield head, before


def _is_unit_apart(one: Number, other: Number) -> bool:
    low, high = sorted((Decimal(one), Decimal(other)))
    if low <= 0:
        return False
    times = high / low
    near = UNIT * (1 - NEAR) <= times <= UNIT * (1 + NEAR)
    return near or (high >= LARGE and times * FAR >= UNIT and times <= UNIT * FAR)


def _unit_problem(
    head: Head, cell: Cell, amount: Number, other: Head, other_cell: Cell, small: Number, called: str
) -> Problem:
    converted = f"{Decimal(amount) / UNIT:f}"
    converted = converted.rstrip("0").rstrip(".") if "." in converted else converted
    times = Decimal(amount) / Decimal(small)
    apart = "正好相差" if times == UNIT else "相差约"
    return Problem(
        place=cell.place,
        text=f"本年 {amount} {cell.unit}，{called} {small} {cell.unit}，{apart} {times:.0f} 倍。",
        remedy=f"单位是{cell.unit}，{amount} 元应填 {converted}；没有填错的写“核实说明”。",
        spots=(
            CellSpot(head.agency, head.year, cell.address),
            CellSpot(other.agency, other.year, other_cell.address),
        ),
        cells=(cell.address,),
        numbers=(str(amount), str(small)),
    )
