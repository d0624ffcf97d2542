"""Equations that fail together, in words: what each side comes to, and which figure is most likely wrong."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import Problem
from ..located import Edit
from .causes import Cause, Choice
from .equations import Failure
from .scene import Scene


def equations_problem(scene: Scene, cause: Cause, remedy: str) -> Problem:
    """One problem for the equations of a cause, the suspected figures first.

    `remedy` is what to do where the figures do not tell which of them is wrong.
    """
    certain = cause.choices[0] if len(cause.choices) == 1 else ()
    indexes = list(dict.fromkeys([*(change.index for change in certain), *_indexes(cause)]))
    figures = [scene.report.figures[index] for index in indexes]
    # Two columns that differ alike are stated once in a 核实说明.
    pairs = dict.fromkeys((failure.left, failure.right) for failure in cause.failures)
    return Problem(
        place=_place(scene, cause),
        text=_text(scene, cause),
        likely=_likely(scene, cause),
        remedy=_remedy(cause, certain) or remedy,
        spots=tuple(scene.spot(figure.start, figure.end) for figure in figures),
        cells=tuple(scene.form.cells[index].address for index in indexes),
        numbers=tuple(str(number) for pair in pairs for number in pair),
        suggestions=tuple(
            Edit(
                scene.report.figures[change.index].start,
                scene.report.figures[change.index].end,
                str(change.value),
            )
            for change in certain
        ),
    )


def _indexes(cause: Cause) -> Iterator[int]:
    for failure in cause.failures:
        yield from (term.index for term in (*failure.equation.left, *failure.equation.right))


def _place(scene: Scene, cause: Cause) -> str:
    """The first row or column; the columns of one and the same relation are named together."""
    first, *others = cause.failures
    beside = [failure for failure in others if _is_beside(first, failure)]
    if not beside:
        return scene.across_place(first.equation)
    names = "".join(f"“{scene.across_name(failure.equation)}”" for failure in (first, *beside))
    return f"{_table(scene, first)}{names}列"


def _text(scene: Scene, cause: Cause) -> str:
    """Every equation with both sides; one that differs just as the first does is only named."""
    first, *others = cause.failures
    parts = [scene.describe(first)]
    same = [failure for failure in others if _is_beside(first, failure) and failure.gap == first.gap]
    if same:
        names = "".join(f"“{scene.across_name(failure.equation)}”" for failure in same)
        parts.append(f"{names}列也差 {first.difference}，多半是同一处")
    table = _table(scene, first)
    parts += [
        f"同时{_within(scene, failure, table)}：{scene.describe(failure)}"
        for failure in others
        if failure not in same
    ]
    return "；".join(parts) + "。"


def _table(scene: Scene, failure: Failure) -> str:
    return scene.form.cells[failure.equation.left[0].index].table_place


def _within(scene: Scene, failure: Failure, table: str) -> str:
    """The row or column, without the table that was already named."""
    place = scene.across_place(failure.equation).removeprefix(table).strip()
    return place if failure.equation.each == "column" else f"“{place}”行"


def _is_beside(first: Failure, other: Failure) -> bool:
    """The same relation, in another column."""
    return other.equation.rule == first.equation.rule and first.equation.each == "column"


def _likely(scene: Scene, cause: Cause) -> str:
    if not cause.choices:
        return ""
    told = [_correction(scene, choice) for choice in cause.choices]
    count = len(cause.failures)
    mended = f"以上 {count} 处都平" if count > 1 else "就平了"
    if len(told) == 1:
        only = "只改这一处" if len(cause.choices[0]) == 1 else "这样改"
        return f"最可能：{told[0]}。{only}，{mended}。"
    return f"可能是：{'；或者'.join(told)}。只改其中一种，{mended}。"


def _correction(scene: Scene, choice: Choice) -> str:
    """What the figures of one explanation should be, and what they are now."""
    figures, cells = scene.report.figures, scene.form.cells
    stated = [(cells[change.index], figures[change.index], change) for change in choice]
    if len(stated) == 2:
        (one, now, change), (other, there, back) = stated
        same_row = one.row_place == other.row_place
        if (
            change.value == (there.value or 0)
            and back.value == (now.value or 0)
            and change.value != back.value
        ):
            if same_row:
                return f"“{one.row_place}”的“{one.column_place}”与“{other.column_place}”填反了（现填 {now.sign} 和 {there.sign}）"
            return f"“{one.column_place}”列的“{one.row_place}”与“{other.row_place}”填反了（现填 {now.sign} 和 {there.sign}）"
        if same_row and change.value == back.value and now.sign == there.sign:
            return f"“{one.row_place}”{one.column_place}、{other.column_place}都应为 {change.value}（现填 {now.sign}）"
    return "，".join(
        f"“{cell.row_place}”{cell.column_place}应为 {change.value}（现填 {figure.sign}）"
        for cell, figure, change in stated
    )


def _remedy(cause: Cause, certain: Choice) -> str:
    """Where one figure is suspected it is the one to look up; a total is not to be changed to make it fit."""
    if not certain:
        return ""
    totals = {failure.equation.left[0].index for failure in cause.failures if len(failure.equation.left) == 1}
    which = "改这一个数" if len(certain) == 1 else "改这几个数"
    warning = "" if totals & {change.index for change in certain} else "；不要改总计去凑平"
    return f"请单位核对办理台账后{which}{warning}。"
