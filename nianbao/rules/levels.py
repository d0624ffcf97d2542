"""Between levels: a consolidated report and the units below it, and who may make 规章."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ..agencies import Agency
from ..finding import HINT, WARNING, CellSpot, FieldSpot, Problem
from ..forms import Cell, Form
from ..head import Head
from .district import District, Key
from .equations import Number
from .register import ACROSS, REPORT, rule
from .scene import Scene
from .words import some

ALL_BELOW = re.compile(r"(?:全部|所有|各)?(?:下级|所属|下属)(?:单位|机关|部门|行政机关)?")
# A body of these kinds has figures of its own besides those of the units below it.
_WITH_OWN_SHARE = ("工作部门", "街道乡镇")
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Difference:
    cell: Cell
    stated: Number
    summed: Number

    @property
    def words(self) -> str:
        more = "多" if self.stated > self.summed else "少"
        place = self.cell.place.removeprefix(self.cell.table_place).strip()
        difference = abs(self.stated - self.summed)
        return f"{place} 汇总 {self.stated}，各单位之和 {self.summed}，{more} {difference}"


@rule("H101", "汇总数与各单位之和不同", WARNING, scope=ACROSS, numbers=("不同的格数", "汇总数", "各单位之和"))
def sums(district: District) -> Iterator[tuple[Key, Problem]]:
    """汇总报告的数与所属各单位同一年的数相加不同。

    为什么：汇总报告由所属各单位的报告加起来；联合发文重复计算、有的单位不在本站，也会不同。
    例：汇总报告“本年新收”总计 320 件，所属 14 个单位相加 318 件。
    改法：核对是漏了单位、多算了单位，还是汇总以后单位又改了数；有原因的写“核实说明”。
    依据：汇总编制的通行做法；全国格式没有规定汇总的口径，所以只请核对。
    """
    for head in _consolidated(district):
        parts, missing = _parts(district, head)
        if parts and not missing and ALL_BELOW.fullmatch(_scope(head)):
            found = _differences(district, head, parts)
            if found:
                yield head.key, _sums_problem(district, head, parts, found)


@rule("H102", "汇总少了所属单位的报告", HINT, scope=ACROSS)
def parts_missing(district: District) -> Iterator[tuple[Key, Problem]]:
    """所属单位中有的没有同一年的报告，汇总数没有核对。

    为什么：少一个单位，各单位之和就不能与汇总数比。
    例：全部下级 14 个单位，有 2 个没有 2024年的报告。
    改法：催报、补录；不单独编制的，在它的 agency.yaml 写“不单独编制: 是”；已经撤销的写“撤销”。
    依据：docs/content.md“汇总报告”。
    """
    for head in _consolidated(district):
        parts, missing = _parts(district, head)
        if missing and ALL_BELOW.fullmatch(_scope(head)):
            names = [district.unit((path, head.year)) for path in sorted(missing)]
            yield (
                head.key,
                Problem(
                    place="汇总范围",
                    text=f"所属 {len(parts) + len(missing)} 个单位中，{len(missing)} 个没有 {head.year}年的报告"
                    f"或者还没有填完：{some(names)}；汇总数没有核对。",
                    why="少一个单位，各单位之和就不能与汇总数比。",
                    remedy="催报或补录；不单独编制的，在它的 agency.yaml 写“不单独编制: 是”。",
                    spots=(FieldSpot(head.agency, head.year, "scope"),),
                ),
            )


@rule("H103", "汇总范围没有核对", HINT, scope=ACROSS)
def other_scope(district: District) -> Iterator[tuple[Key, Problem]]:
    """汇总范围写的不是全部下级，程序不知道该加哪些单位。

    为什么：只有“全部下级”能从文件夹的上下级看出是哪些单位。
    例：`汇总范围: 区直部门和三个园区`。
    改法：汇总了全部下级的，写“全部下级”；不是的保留，汇总数请人工核对。
    依据：docs/content.md“汇总报告”。
    """
    for head in _consolidated(district):
        if not ALL_BELOW.fullmatch(_scope(head)) and district.under(head.agency, head.year):
            yield (
                head.key,
                Problem(
                    place="汇总范围",
                    text=f"写的是“{_scope(head)}”，程序不知道该加哪些单位，汇总数没有核对。",
                    remedy="汇总了全部下级的，写“全部下级”；不是的保留，汇总数请人工核对。",
                    spots=(FieldSpot(head.agency, head.year, "scope"),),
                ),
            )


@rule("C101", "没有规章制定权，填了规章", WARNING, scope=REPORT)
def regulations(scene: Scene) -> Iterator[Problem]:
    """不能制定规章的单位，规章填了数。

    为什么：地方政府规章由省级和设区的市、自治州人民政府制定；县级、乡级单位和市的部门不能制定。
    例：某街道办事处“规章”制发、废止、有效都填 5。
    改法：是行政规范性文件的填到下一行，规章改为 0 或者 /；替政府公布的规章由政府的报告统计。
    依据：《中华人民共和国立法法》关于规章制定权限的规定。
    """
    role = scene.form.role("regulations")
    if role is None or not _makes_none(scene.agency, scene.unit):
        return
    row = [cell for cell in scene.form.cells if (cell.table, cell.row) == (role.table, role.row)]
    filled = [cell for cell in row if (scene.report.figures[cell.index].value or 0) > 0]
    if filled:
        figures = [scene.report.figures[cell.index] for cell in filled]
        stated = "，".join(
            f"“{cell.column_place}” {figure.value}" for cell, figure in zip(filled, figures, strict=True)
        )
        yield Problem(
            place=f"{role.table_place} {role.row_place}",
            text=f"{stated}；本单位不能制定规章。",
            why="规章由国务院部门、省级和设区的市、自治州人民政府制定。",
            remedy="是行政规范性文件的填到下一行，这里改为 0 或者 /；替政府公布的规章由政府的报告统计。",
            spots=tuple(scene.spot(figure.start, figure.end) for figure in figures),
            cells=tuple(cell.address for cell in filled),
            numbers=tuple(str(figure.value) for figure in figures),
        )


# Names that tell the level where agency.yaml does not. A department of an autonomous region has 区 in it too.
_LOW_NAME = re.compile(r"(?!.*自治区).*(?:街道办事处|[镇乡]人民政府|.[县区旗].+局)")


def _makes_none(agency: Agency, unit: str) -> bool:
    """Whether a body surely has no power to make 规章; False when that is not known."""
    if agency.level in ("县级", "乡级"):
        return True
    if agency.level == "市级":
        # The office of a government that makes 规章 is known to count them as its own.
        return agency.category == "工作部门" and "政府办公" not in unit
    return not agency.level and _LOW_NAME.fullmatch(unit) is not None


def _scope(head: Head) -> str:
    return head.fields.get("scope", "").strip(" 。.")


def _consolidated(district: District) -> list[Head]:
    return [head for head in district.heads.values() if _scope(head) and head.is_parsed]


def _parts(district: District, head: Head) -> tuple[list[Head], list[str]]:
    """The reports a consolidated one is the sum of, and the agencies that have none yet.

    A part that is consolidated itself counts for all below it. Drafts count as soon as they are filled in.
    """
    found: list[Head] = []
    missing: list[str] = []
    waiting, seen = [head.agency], {head.agency}
    while waiting:
        for agency in district.under(waiting.pop(), head.year):
            if agency.path in seen:
                continue
            seen.add(agency.path)
            part = district.heads.get((agency.path, head.year))
            if part is not None and part.is_parsed and "?" not in part.states:
                found.append(part)
            elif agency.reports_in(head.year):
                missing.append(agency.path)
                continue
            if part is None or not _scope(part):
                waiting.append(agency.path)
    return found, missing


def _differences(district: District, head: Head, parts: Sequence[Head]) -> list[_Difference]:
    form = district.form(head.key)
    totals: list[Number | None] = [0] * len(form.cells)
    for part in parts:
        numbers = _numbers(form, district.form(part.key), part)
        totals = [
            None if one is None or other is None else one + other
            for one, other in zip(totals, numbers, strict=True)
        ]
    own_share = district.agencies[head.agency].category in _WITH_OWN_SHARE
    return [
        _Difference(cell, stated, summed)
        for cell, stated, summed in zip(form.cells, head.numbers, totals, strict=True)
        # A cell without a unit of its own (purchases of 2019) may be in 元 here and in 万元 there.
        if stated != summed and stated is not None and summed is not None and cell.unit
        if not _is_rounded(cell, stated, summed) and not (own_share and stated > summed)
    ]


def _numbers(form: Form, of_part: Form, part: Head) -> Sequence[Number | None]:
    """A part's figures in the order of the consolidated report's form; None where its edition has no such."""
    if of_part is form:
        return part.numbers
    cells = (of_part.by_address.get(cell.address) for cell in form.cells)
    return [None if cell is None else part.numbers[cell.index] for cell in cells]


def _is_rounded(cell: Cell, stated: Number, summed: Number) -> bool:
    """Whether an amount is the sum rounded to the decimals it is stated with."""
    if cell.kind != "amount":
        return False
    decimals = -int(Decimal(stated).as_tuple().exponent)
    return abs(Decimal(stated) - Decimal(summed)) * 2 <= Decimal(10) ** -max(decimals, 0)


def _sums_problem(
    district: District, head: Head, parts: Sequence[Head], found: Sequence[_Difference]
) -> Problem:
    tables: dict[str, list[_Difference]] = {}
    for item in found:
        tables.setdefault(item.cell.table_place, []).append(item)
    told = "".join(
        f"{place} {len(items)} 格：{'；'.join(item.words for item in items[:_SHOWN])}{' …' if items[_SHOWN:] else ''}。"
        for place, items in tables.items()
    )
    short = all(item.stated > item.summed for item in found)
    return Problem(
        place=f"{'、'.join(tables)}，共 {len(found)} 格",
        text=f"与所属 {len(parts)} 个单位之和不同。{told}",
        likely=_likely(district, parts, found),
        why="汇总报告由所属各单位的报告加起来；联合发文重复计算也会不同。"
        + ("处处都比各单位之和多，也可能有单位没有登记在本站。" if short else ""),
        remedy="核对是漏了单位、多算了单位，还是汇总以后单位又改了数；有原因的写“核实说明”。",
        spots=tuple(CellSpot(head.agency, head.year, items[0].cell.address) for items in tables.values()),
        cells=tuple(item.cell.address for item in found),
        numbers=(str(len(found)), str(found[0].stated), str(found[0].summed)),
    )


def _likely(district: District, parts: Sequence[Head], found: Sequence[_Difference]) -> str:
    """The one unit whose figures are the whole difference: left out, or counted twice."""
    for sign, words in ((-1, "汇总漏了这个单位"), (1, "汇总把这个单位多算了一次")):
        fitting = [part for part in parts if _explains(district, part, found, sign)]
        if len(fitting) == 1:
            return f"差额正好等于{district.unit(fitting[0].key)}的数，可能{words}。"
    return ""


def _explains(district: District, part: Head, found: Sequence[_Difference], sign: int) -> bool:
    cells = district.form(part.key).by_address
    return all(
        (cell := cells.get(item.cell.address)) is not None
        and part.numbers[cell.index] == sign * (item.stated - item.summed)
        for item in found
    )
