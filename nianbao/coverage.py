"""What of a report could be checked and what could not: silence must not look like agreement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from .head import Head
from .rules.district import District
from .rules.levels import ALL_BELOW

Key = tuple[str, int]
MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Coverage:
    """`held`, `failed`, `undecided`: equations within the report, the last for want of figures. `compared`:
    equations with the year before that could be judged. `missing_before`, `missing_below`: agencies whose
    report would be needed for that, or for adding up a consolidated report."""

    is_parsed: bool
    held: int
    failed: int
    undecided: int
    compared: int
    missing_before: tuple[str, ...]
    missing_below: tuple[str, ...]
    has_prose: bool


def cover(district: District) -> dict[Key, Coverage]:
    """The coverage of every report."""
    return {key: _cover(head, district) for key, head in district.heads.items()}


def uncovered(coverage: Mapping[Key, Coverage], name_of: Callable[[Key], str]) -> str:
    """One sentence on what was not checked, '' when there is nothing to say."""
    items = list(coverage.items())
    own = [key for key, one in items if one.missing_before == (key[0],)]
    taken = [(path, key[1] - 1) for key, one in items for path in one.missing_before if path != key[0]]
    heirs = sum(any(path != key[0] for path in one.missing_before) for key, one in items)
    blank = [one.undecided for _, one in items if one.undecided]
    sums = [(path, key[1]) for key, one in items for path in one.missing_below]
    said = [
        (sum(not one.is_parsed for _, one in items), "读不出来"),
        (len(own), "没有上一年的报告，前后年度没有对照"),
        (heirs, f"缺承接单位上一年的报告（{_names(taken, name_of)}），前后年度没有对照"),
        (len(blank), f"有空白格，{sum(blank)} 个等式无法判断"),
        (sum(one.is_parsed and not one.has_prose for _, one in items), "没有正文，正文与表格没有对照"),
        (
            sum(bool(one.missing_below) for _, one in items),
            f"汇总报告缺所属单位的报告（{_names(sums, name_of)}）",
        ),
    ]
    parts = [f"{number} 份{words}" for number, words in said if number]
    return f"没有核对的：{'；'.join(parts)}。" if parts else ""


def _names(keys: Iterable[Key], name_of: Callable[[Key], str]) -> str:
    names = list(dict.fromkeys(name_of(key) for key in keys))
    more = f"等 {len(names)} 个" if len(names) > MOST_NAMES else ""
    return "、".join(names[:MOST_NAMES]) + more


def _cover(head: Head, district: District) -> Coverage:
    previous, missing = district.before(head.key)
    held, failed, undecided = head.tally
    scope = head.fields.get("scope", "").strip(" 。.")
    below = district.below(head) if ALL_BELOW.fullmatch(scope) else []
    return Coverage(
        is_parsed=head.is_parsed,
        held=held,
        failed=failed,
        undecided=undecided,
        compared=0 if missing else _compared(head, previous, district),
        missing_before=tuple(missing),
        missing_below=tuple(path for path in below if (path, head.year) not in district.heads),
        has_prose=head.has_prose,
    )


def _compared(head: Head, previous: list[Head], district: District) -> int:
    """How many equations with the year before have all their figures."""
    form = district.form(head.key)
    before = [(one.numbers, district.form(one.key).by_address) for one in previous]

    def is_known(index: int, is_previous: bool) -> bool:
        if not is_previous:
            return head.numbers[index] is not None
        address = form.cells[index].address
        return all(
            address in cells and numbers[cells[address].index] is not None for numbers, cells in before
        )

    if not before:
        return 0
    return sum(
        all(is_known(term.index, term.previous) for term in (*equation.left, *equation.right))
        for equation in form.crossing_equations
    )
