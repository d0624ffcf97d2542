"""`correct`: the 更正 of a published report whose figures have changed, with both numbers; the reason is left open."""

from __future__ import annotations

from collections.abc import Sequence

from ..cells import PENDING, SIGN_OF
from ..form_names import CORRECTION_FIELDS, CORRECTIONS
from ..forms import Cell
from ..list_items import append_items

_DATE, _TEXT, _REASON = CORRECTION_FIELDS
_WORDS = {"~": "空白", "/": "不适用", "_": "空白"}
Changed = tuple[Cell, str, str]


def correction_text(changed: Sequence[Changed]) -> list[str]:
    """One sentence a figure: 表三 三、（五）2 重复申请，自然人：1 更正为 2。"""
    return [f"{cell.place}：{_told(before)} 更正为 {_told(now)}。" for cell, before, now in changed]


def with_correction(text: str, changed: Sequence[Changed], day: str) -> str | None:
    """The text of the year's file with a 更正 at the end of its list; `day` is '' where it is still to be
    written. None where the list cannot be read."""
    unfilled = SIGN_OF[PENDING]

    def write(indent: str, gap: str) -> list[str]:
        inner = f"{indent} {gap}"
        return [
            f"{indent}-{gap}{_DATE}: {day or unfilled}",
            f"{inner}{_TEXT}: |",
            *(f"{inner}  {line}" for line in correction_text(changed) or [unfilled]),
            f"{inner}{_REASON}: {unfilled}",
        ]

    return append_items(text, CORRECTIONS, write)


def _told(figure: str) -> str:
    """A figure in words; blanks and signs cannot be seen in a sentence."""
    return f"“{_WORDS[figure]}”" if figure in _WORDS else figure.removeprefix("_")
