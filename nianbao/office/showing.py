"""What the office commands say, for clerks: tables, one line on each file written, the next command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from ..listing import write_columns
from ..messages import headline
from ..pipeline import Checked
from .ledger import CORRECTED, MISSING, PUBLISHED, READY, STATES, UNFINISHED, WRONG, Row
from .release import Key, Plan
from .workbook import write_rows

_COLUMNS = (
    ("序号", 6),
    ("单位", 34),
    ("类别", 12),
    ("状态", 10),
    ("必改", 6),
    ("请核", 6),
    ("待填", 6),
    ("发布日期", 12),
    ("更正日期", 12),
    ("期限", 12),
    ("逾期天数", 10),
)


def write_ledger(rows: Sequence[Row], year: int, out: IO[str]) -> None:
    table = [("", "单位", "状态", "必改", "请核", "待填", "发布日期", "期限")]
    table += [
        (
            str(number),
            row.unit,
            row.state,
            _count(row.must),
            _count(row.ask),
            _count(row.open_cells) if row.state != MISSING else "",
            row.published,
            f"{row.due}（逾期 {row.days_late} 天）" if row.days_late else row.due,
        )
        for number, row in enumerate(rows, 1)
    ]
    write_columns(table, out, elastic=(1, 7), right=(0, 3, 4, 5))
    counts = Counter(row.state for row in rows)
    told = "，".join(f"{state} {counts[state]}" for state in STATES if counts[state])
    out.write(f"\n{year}年应当编制 {len(rows)} 家：{told or '没有单位'}。\n")
    out.write(f"下一步：{_next(counts, year)}\n")


def ledger_workbook(rows: Sequence[Row], year: int) -> bytes:
    """The ledger for the work group."""
    values = [
        (
            number,
            row.unit,
            row.category,
            row.state,
            row.must,
            row.ask,
            row.open_cells,
            row.published,
            row.corrected,
            row.due,
            row.days_late,
        )
        for number, row in enumerate(rows, 1)
    ]
    return write_rows(f"{year}年台账", f"{year}年政府信息公开工作年度报告编制台账", _COLUMNS, values)


def _count(number: int) -> str:
    return str(number) if number else ""


def _next(counts: Counter[str], year: int) -> str:
    """The command to type now: what holds up most comes first."""
    if counts[WRONG]:
        return f"运行“反馈 {year}”，把必改、请核的问题发给单位。"
    if counts[READY]:
        return f"运行“清样 {year}”送审，再运行“发布 {year} --日期 年-月-日”。"
    if counts[UNFINISHED]:
        return "等单位补报“待填”的，用“导入”收进来。"
    if counts[MISSING]:
        return "催未报送的单位；收到的文件用“导入”收进来。"
    return "运行“生成”，更新网站。" if counts[PUBLISHED] or counts[CORRECTED] else "在名录里登记单位。"


def write_release(
    release: Plan, checked: Checked, year: int, day: str, out: IO[str], *, dry_run: bool
) -> None:
    """Who is published, who is not and why, what was written, what to type next."""
    for key, findings in release.refused.items():
        first = findings[0] if findings else None
        why = "：".join([*headline(first, who=False), first.text]) if first else "这份文件读不出来。"
        more = (
            f"（共 {len(findings)} 条必改，运行“检查 {_unit(checked, key)}”看全部）"
            if len(findings) > 1
            else ""
        )
        out.write(f"不能发布 {_unit(checked, key)}：{why}{more}\n")
    for key in release.ready:
        out.write(f"发布 {_unit(checked, key)}\n")
    for key in release.corrected:
        out.write(f"再次发布 {_unit(checked, key)}（有更正）\n")
    done = len(release.ready) + len(release.corrected)
    head = "试发布（没有写任何文件）" if dry_run else "发布"
    kept = f"，以前已发布 {len(release.done)} 家" if release.done else ""
    out.write(
        f"\n{head} {year}年年报，日期 {day}：发布 {done} 家，不能发布 {len(release.refused)} 家{kept}。\n"
    )
    if done and not dry_run:
        out.write("发布日期写进了各单位的年报，发布时的数记在 content/published.csv。\n")
        held = "生成 --hold-errors" if release.refused else "生成"
        out.write(f"下一步：运行“{held}”，再把改动提交到 git。\n")
    elif release.refused:
        out.write(f"下一步：运行“反馈 {year}”，把必改的问题发给单位。\n")


def _unit(checked: Checked, key: Key) -> str:
    return checked.site.by_path[key[0]].name_in(key[1])


def shown(path: Path, root: Path) -> str:
    """A file as people see it: below the project's folder by its place in it."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def named(units: Sequence[str], most: int = 5) -> str:
    """Some names in brackets, '' for none."""
    if not units:
        return ""
    return f"（{'、'.join(units[:most])}{' 等' if len(units) > most else ''}）"
