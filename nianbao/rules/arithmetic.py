"""The equations of the form within one report, and what keeps them from being judged."""

from __future__ import annotations

from collections.abc import Iterator

from ..cells import BLANK, PENDING
from ..finding import ERROR, WARNING, Problem
from .causes import Cause, find_causes
from .equations import known_value
from .register import REPORT, STATED, rule, rule_for
from .scene import Scene
from .suspects import equations_problem


@rule("A101", "勾稽关系不平", ERROR, scope="equation", key="balance", numbers=("收到", "办理和结转"))
def balance(scene: Scene, cause: Cause) -> Problem:
    """收到的件数与办理、结转的件数不相等。

    为什么：表三表头印着“第一项加第二项之和，等于第三项加第四项之和”，每一列都要平。
    例：自然人列 一、本年新收 80 + 二、上年结转 1 = 81；三、（七）总计 80 + 四、结转下年度 0 = 80。
    改法：请单位核对办理台账：漏记了办理结果，还是漏记了结转。不要改总计去凑平。
    依据：国办公开办函〔2021〕30号、〔2019〕60号表三表头。
    """
    return equations_problem(scene, cause, "请单位核对办理台账：漏记了办理结果，还是漏记了结转；不要改总计去凑平。")


@rule("A102", "各项相加不等于总计", ERROR, scope="equation", key="results", numbers=STATED)
def results(scene: Scene, cause: Cause) -> Problem:
    """各项办理结果相加不等于总计。

    为什么：每件办结的申请只计入一种办理结果，各项相加就是办结总数。
    例：自然人列 三、（一）至（六）各项相加 79，（七）总计填 80。
    改法：请单位核对办理台账后改填错的那个数；不要改总计去凑平。
    依据：国办公开办函〔2021〕30号表三各栏标题。
    """
    return equations_problem(scene, cause, "请单位核对办理台账后改填错的那个数；不要改总计去凑平。")


@rule("A103", "各列相加不等于总计", ERROR, scope="equation", key="row-total", numbers=STATED)
def row_total(scene: Scene, cause: Cause) -> Problem:
    """一行中各类申请人相加不等于总计。

    为什么：总计列是自然人与法人、其他组织各列之和。
    例：重复申请 1 0 0 0 0 0，总计填 2。
    改法：看是漏填了一类申请人，还是总计填错；与上下各行对照后改一处。
    依据：国办公开办函〔2021〕30号表三表头。
    """
    return equations_problem(scene, cause, "看是漏填了一类申请人，还是总计填错；与办理台账对照后改一处。")


@rule("A104", "案件结果相加不等于总计", ERROR, scope="equation", key="outcome-total", numbers=STATED)
def outcome_total(scene: Scene, cause: Cause) -> Problem:
    """复议或者诉讼的各种结果相加不等于总计。

    为什么：总计是维持、纠正、其他结果、尚未审结四项之和。
    例：行政复议 10 1 0 0，总计填 0。
    改法：与案件台账对照后改填错的数。
    依据：国办公开办函〔2021〕30号表四表头。
    """
    return equations_problem(scene, cause, "与案件台账对照后改填错的数。")


@rule("A110", "有空白格，无法核对", WARNING, scope=REPORT, numbers=("空白格",))
def undecided(scene: Scene) -> Iterator[Problem]:
    """表中有空白格，有的勾稽关系无法核对。

    为什么：空白不等于 0；空白格参加的等式无法判断平不平，统计时也按缺数处理。
    例：`予以公开: 258 12 ~ ~ 1 1 ~`。
    改法：原表确实是空白就保留 ~；没有发生写 0；本机关没有这项职权写 /。
    依据：表三表头所印勾稽关系。
    """
    for table in scene.form.tables:
        blank = [cell for cell in table.cells if scene.report.figures[cell.index].state == BLANK]
        if not blank:
            continue
        indexes = {cell.index for cell in blank}
        open_ones = [
            equation
            for equation in scene.form.equations
            if equation.table == table.key
            and not equation.crosses_years
            and any(term.index in indexes for term in (*equation.left, *equation.right))
        ]
        if open_ones:
            first = scene.report.figures[blank[0].index]
            yield Problem(
                place=table.place,
                text=f"有 {len(blank)} 格是空白，{len(open_ones)} 个等式因此无法核对；第一处：{blank[0].place}。",
                why="空白不等于 0，统计时按缺数处理。",
                remedy="原表确实是空白就保留 ~；没有发生写 0；本机关没有这项职权写 /。",
                spots=(scene.spot(first.start, first.end),),
                cells=tuple(cell.address for cell in blank),
                numbers=(str(len(blank)),),
            )


@rule("F031", "还有没填的格子", ERROR, scope=REPORT, acceptable=False)
def pending(scene: Scene) -> Iterator[Problem]:
    """写了发布日期，还有“待填”的格子。

    为什么：写了发布日期就是可以发布；没填的格子发布出去就是错的。
    例：`发布日期: 2025-01-26`，表三还有 22 格是“待填”。
    改法：填完再写发布日期；暂不发布就写“待定”。没有发生写 0，不要留“待填”。
    依据：国办公开办函〔2021〕30号：内容不能遗漏。
    """
    if not scene.dated:
        return
    cells = [cell for cell in scene.form.cells if scene.report.figures[cell.index].state == PENDING]
    if cells:
        first = scene.report.figures[cells[0].index]
        places = "、".join(dict.fromkeys(cell.table_place for cell in cells))
        yield Problem(
            place=f"{places}，共 {len(cells)} 格",
            text=f"已写发布日期 {scene.dated}，但还有 {len(cells)} 格是“待填”，第一处：{cells[0].place}。",
            remedy="填完再发布；暂不发布就把发布日期改成“待定”。没有发生写 0，不要把“待填”留空。",
            spots=(scene.spot(first.start, first.end),),
            cells=tuple(cell.address for cell in cells),
        )


def check_equations(scene: Scene) -> Iterator[tuple[str, Problem]]:
    """Rule code and problem for the equations of the form that fail within the report, each once.

    Equations that fail together are told together, by the rule of the first.
    """
    if scene.failed:
        values = [known_value(figure) for figure in scene.report.figures]
        for cause in find_causes(scene.form, values, scene.computed, scene.failed):
            entry = rule_for("equation", cause.failures[0].equation.rule)
            yield entry.code, entry.check(scene, cause)
