"""What an import says of each file: a block, and findings as everywhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import IO

from ...checking import make_finding
from ...excerpts import printable
from ...finding import ERROR, WARNING, Finding
from ...located import Fault
from ...messages import format_finding, use_colour
from ...outcome import open_findings
from ...rules.register import FAULT, rule_for
from ...rules.words import brief
from ..files.adding_up import Summary
from ..files.merging import Difference, Merged
from ..imported import Imported, has_prose
from ..matched import PENDING

_MOST = 20
_MOST_SKIPPED = 10
# Characters of prose shown before those that differ.
_BEFORE = 6


def finding_of(fault: Fault, file: str, unit: str = "", year: int | None = None) -> Finding:
    """A fault of a file as a finding; what a reader calls `file` is the file that stands in content/."""
    facts = dict(fault.facts)
    if facts.get("file"):
        facts["target"] = facts.pop("file")
    entry = rule_for(FAULT, fault.kind)
    problem = entry.check(replace(fault, facts={**facts, "file": file}))
    return make_finding(entry, problem, ("", unit, year), (), (), ())


def tell_finding(finding: Finding, out: IO[str]) -> None:
    out.write(format_finding(finding, colour=use_colour(out)) + "\n")


def tell_report(imported: Imported, target: str, summary: Summary, merged: Merged, out: IO[str]) -> None:
    """What became of one file: the count of its cells, the equations, and every value that changed."""
    found = f"{counted(summary)}；{balanced(summary)}" if imported.cells else "只有文字，没有表格"
    found += "" if has_prose(imported) else "；只有表格，没有文字"
    out.write(f"{printable(imported.source)} → {target}：{found}\n")
    if imported.cells and summary.blank == summary.read:
        out.write("    原件的表格里一个数也没有：是不是还没有填的空表？\n")
    filled_in = [change for change in merged.changes if change.address and change.mine == PENDING]
    cells = [change for change in merged.changes if change.address and change.mine != PENDING]
    passages = [change for change in merged.changes if not change.address]
    if filled_in:
        out.write(f"    填上待填的 {len(filled_in)} 格\n")
    for change in cells[:_MOST]:
        out.write(f"    {change.place}：{change.mine} → {change.theirs}\n")
    if len(cells) > _MOST:
        out.write(f"    ……共改了 {len(cells)} 格。\n")
    if passages:
        out.write(f"    正文改了 {len(passages)} 处：{_places(passages)}\n")
    if merged.kept:
        out.write(f"    留着现在的 {len(merged.kept)} 处：{_places(merged.kept)}\n")
    if merged.conflicts:
        out.write("    两边不一样，留着现在的，请决定：\n")
    for conflict in merged.conflicts[:_MOST]:
        mine, theirs = _sides(conflict)
        out.write(f"      {_place(conflict)}：现在{mine}，新来{theirs}\n")


def counted(summary: Summary) -> str:
    blank = f"，空白 {summary.blank}" if summary.blank else ""
    pending = f"，待填 {summary.pending}" if summary.pending else ""
    return f"{summary.cells} 格，填出 {summary.read - summary.blank}{blank}{pending}"


def balanced(summary: Summary) -> str:
    if not summary.failed and not summary.undecided:
        return f"勾稽关系 {summary.held} 条都平"
    parts = [f"平 {summary.held} 条"]
    parts += [f"不平 {summary.failed} 条"] if summary.failed else []
    parts += [f"缺数无法判断 {summary.undecided} 条"] if summary.undecided else []
    return f"勾稽关系{'，'.join(parts)}"


def conflict_words(conflicts: Iterable[Difference]) -> list[str]:
    """Where the conflicts are, each place once."""
    places = [_place(one) for one in conflicts]
    return [
        f"{place} {places.count(place)} 处" if places.count(place) > 1 else place
        for place in dict.fromkeys(places)
    ]


def _sides(one: Difference) -> tuple[str, str]:
    if one.address:
        return f" {one.mine}", f" {one.theirs}"
    pairs = enumerate(zip(one.mine, one.theirs, strict=False))
    common = next((at for at, (a, b) in pairs if a != b), min(len(one.mine), len(one.theirs)))
    start = max(common - _BEFORE, 0)
    mine, theirs = (brief(text[start:]) for text in (one.mine, one.theirs))
    return (f"“{mine}”" if mine else "没有"), (f"“{theirs}”" if theirs else "没有")


def _place(one: Difference) -> str:
    return one.place if one.address else f"正文“{one.place or '开头'}”"


def tell_checked(findings: Sequence[Finding], unit: str, out: IO[str]) -> tuple[int, int]:
    """How many 必改 and 请核 the report has now; how to see them."""
    open_ones = open_findings(findings)
    errors = sum(finding.level == ERROR for finding in open_ones)
    warnings = sum(finding.level == WARNING for finding in open_ones)
    more = f"；运行“检查 {unit}”看是哪些" if errors or warnings else ""
    out.write(f"    核对：必改 {errors}，请核 {warnings}{more}\n")
    return errors, warnings


def tell_skipped(skipped: Sequence[tuple[str, str]], out: IO[str]) -> None:
    for name, why in skipped[:_MOST_SKIPPED]:
        out.write(f"{printable(name)}：没有读，{why}。\n")
    if len(skipped) > _MOST_SKIPPED:
        out.write(f"……没有读的共 {len(skipped)} 个文件。\n")


def _places(differences: Sequence[Difference], most: int = 3) -> str:
    names = list(dict.fromkeys(_place(one) for one in differences))
    return "、".join(names[:most]) + (" 等" if len(names) > most else "")
