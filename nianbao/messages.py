"""What is printed for people: findings by report, summaries, statistics, progress."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Collection, Iterable
from typing import IO, TYPE_CHECKING, Any

from .coverage import uncovered
from .excerpts import COLUMNS, excerpt, printable
from .finding import ERROR, HINT, LEVEL_WORDS, WARNING, Finding
from .outcome import Group, Outcome, Row, open_findings
from .widths import padded, width

if TYPE_CHECKING:
    from .pipeline import Built, Checked

_COLOURS = {ERROR: "31;1", WARNING: "33;1", HINT: "36"}
_HEADING, _MARK = "1", "7"


def human(outcome: Outcome, out: IO[str]) -> None:
    """Findings as the model messages show them, by report: what and where, the numbers, how to mend,
    file:line:column."""
    colour = use_colour(out)
    columns = _columns(out)
    for group in outcome.groups:
        found = open_findings(group.findings)
        if not found:
            continue
        out.write(_painted(f"{_heading(group)}：{short_counts(found)}", _HEADING, colour) + "\n")
        for finding in found:
            out.write(format_finding(finding, colour=colour, who=False, columns=columns) + "\n")
        out.write("\n")


def format_finding(
    finding: Finding, *, colour: bool = False, who: bool = True, columns: int = COLUMNS
) -> str:
    """One finding; `who` is left out below a heading that says it."""
    level = _painted(LEVEL_WORDS[finding.level], _COLOURS[finding.level], colour)
    first = [f"{level} {finding.code} {finding.name}", *headline(finding, who=who)]
    lines = [" · ".join(first), f"  {printable(finding.text)}"]
    if finding.likely:
        lines.append(f"  {printable(finding.likely)}")
    if finding.why:
        lines.append(f"  为什么：{printable(finding.why)}")
    places = [printable(place) for place in _places(finding)]
    shown = places[:1] + [f"另见 {place}" for place in places[1:]]
    lines.append(f"  怎么改：{printable(finding.remedy)}" + (f"　{'　'.join(shown)}" if shown else ""))
    if finding.positions and finding.positions[0].source:
        mark = (f"\x1b[{_MARK}m", "\x1b[0m") if colour else ("", "")
        lines += excerpt(finding.positions[0], columns=columns, mark=mark)
    return "\n".join(lines)


def headline(finding: Finding, *, who: bool = True) -> list[str]:
    """The report and the place on the form, each where there is one."""
    report = f"{finding.unit} {finding.year}年" if finding.year else finding.unit
    return [printable(part) for part in (report if who else "", finding.place) if part]


def sentences(finding: Finding) -> list[str]:
    """The whole message without its source line, for programs that show it to people."""
    lines = [" · ".join(headline(finding)), finding.text]
    lines += [finding.likely] if finding.likely else []
    lines += [f"为什么：{finding.why}"] if finding.why else []
    return [printable(line) for line in (*lines, f"怎么改：{finding.remedy}") if line]


def use_colour(out: IO[str]) -> bool:
    """Only on a terminal, and not where NO_COLOR asks for none (no-color.org: any value but the empty one)."""
    if not out.isatty() or os.environ.get("NO_COLOR"):
        return False
    if os.name == "nt":
        os.system("")  # makes an older Windows console understand colours
    return True


def counts(findings: Iterable[Finding]) -> str:
    """必改 1，请核 2，提示 0 — what is explained is counted apart."""
    listed = list(findings)
    left = open_findings(listed)
    explained = len(listed) - len(left)
    words = "，".join(f"{LEVEL_WORDS[level]} {number}" for level, number in _by_level(left).items())
    return words + (f"（已写核实说明 {explained}）" if explained else "")


def short_counts(findings: list[Finding]) -> str:
    """The levels that occur: 必改 1，请核 2."""
    return "，".join(
        f"{LEVEL_WORDS[level]} {number}" for level, number in _by_level(findings).items() if number
    )


def write_summary(built: Built, seconds: float, out: IO[str]) -> None:
    checked = built.checked
    if checked.held:
        names = "、".join(
            f"{checked.site.by_path[h.agency].name_in(h.year)} {h.year}年" for h in checked.held
        )
        verb = "暂缓发布" if built.published else "有必改的问题"
        out.write(f"{verb} {len(checked.held)} 份：{names}\n")
    drafts = f"，草稿 {len(checked.drafts)} 份" if checked.drafts else ""
    out.write(f"年报 {len(checked.keys)} 份{drafts}；{counts(built.findings)}。")
    if built.published is None:
        out.write(
            f"网站没有改动：先改好“必改”的问题{'，或加 --hold-errors 先发布其余的' if checked.held else ''}。"
        )
    else:
        done = built.published
        out.write(
            f"网页 {built.pages} 个；文件写了 {done.written}，没变 {done.unchanged}，删了 {done.removed}。"
        )
    out.write(f"用时 {seconds:.1f} 秒。\n")


def write_check_summary(outcome: Outcome, seconds: float, out: IO[str]) -> None:
    drafts = sum(group.draft for group in outcome.reports)
    said = f"，草稿 {drafts} 份" if drafts else ""
    out.write(
        f"核对年报 {len(outcome.reports)} 份{said}；{counts(outcome.findings)}。用时 {seconds:.1f} 秒。\n"
    )
    if outcome.fails and not any(finding.blocks for finding in outcome.findings):
        out.write("按“--严”，有“请核”也算没有通过。\n")
    _write_mends(open_findings(outcome.findings), out)


def write_uncovered(checked: Checked, agencies: Collection[str], out: IO[str]) -> None:
    """What could not be checked, of all reports or of the agencies asked for: silence is no agreement."""
    asked = {key: one for key, one in checked.site.coverage.items() if not agencies or key[0] in agencies}
    said = uncovered(asked, lambda key: checked.site.by_path[key[0]].name_in(key[1]))
    if said:
        out.write(f"{said}\n")


def write_choice(words: str, left_out: int, out: IO[str]) -> None:
    """What was asked for, and how much is not listed because of it."""
    out.write(f"{words}；{f'其余 {left_out} 条没有列出' if left_out else '没有别的问题'}。\n")


def write_statistics(rows: Iterable[Row], out: IO[str]) -> None:
    """A table of what was found how often, with its columns under one another."""
    cells = [("代码", "名称", "性质", "条数", "报告数")]
    cells += [(r.code, r.name, LEVEL_WORDS[r.level], str(r.findings), str(r.reports)) for r in rows]
    if len(cells) == 1:
        return
    widths = [max(width(row[column]) for row in cells) for column in range(5)]
    for row in cells:
        words = [padded(text, columns) for text, columns in zip(row[:3], widths[:3], strict=True)]
        numbers = [
            " " * (columns - width(text)) + text for text, columns in zip(row[3:], widths[3:], strict=True)
        ]
        out.write("  ".join([*words, *numbers]) + "\n")
    out.write("\n")


def progress_bar() -> Callable[[str, int, int], None] | None:
    """A rich progress bar on long work when a person is looking; nothing otherwise."""
    if not sys.stderr.isatty():
        return None
    return _Bar()


class _Bar:
    """Shows itself only after a second, so that short work stays quiet (and rich is not imported for it)."""

    def __init__(self) -> None:
        import time

        self._clock = time.monotonic
        self._started = self._clock()
        self._progress: Any = None
        self._tasks: dict[str, Any] = {}

    def __call__(self, name: str, done: int, total: int) -> None:
        if self._progress is None and (self._clock() - self._started < 1 or done >= total):
            return
        if self._progress is None:
            from rich.console import Console
            from rich.progress import Progress

            self._progress = Progress(console=Console(stderr=True), transient=True)
            self._progress.start()
        if name not in self._tasks:
            self._tasks[name] = self._progress.add_task(name, total=total)
        self._progress.update(self._tasks[name], completed=done)
        if done >= total:
            self._progress.stop()
            self._progress, self._tasks = None, {}


def _heading(group: Group) -> str:
    return printable(group.title) + ("（草稿）" if group.draft else "")


def _by_level(findings: list[Finding]) -> dict[str, int]:
    return {level: sum(finding.level == level for finding in findings) for level in (ERROR, WARNING, HINT)}


def _write_mends(findings: list[Finding], out: IO[str]) -> None:
    """How much one command would mend; said once, when there is more than one."""
    mends = [finding for finding in findings if finding.edits]
    symbols = sum(finding.code.startswith("F") for finding in mends)
    parts = [f"{symbols} 处输入法符号"] if symbols else []
    parts += [f"{len(mends) - symbols} 处标题和文字"] if len(mends) > symbols else []
    if len(mends) > 1:
        out.write(f"本次共有 {'、'.join(parts)}可以一次改好：运行“检查 --修”。\n")


def _places(finding: Finding) -> list[str]:
    """The first place of every file, and nothing more: the cells of one equation share a file."""
    first: dict[str, str] = {}
    for place in finding.positions:
        first.setdefault(place.file, f"{place.file}:{place.line}:{place.column}")
    return list(first.values())


def _painted(text: str, code: str, colour: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if colour else text


def _columns(out: IO[str]) -> int:
    """How much of a source line fits beside its number; in a file, always the same."""
    if not out.isatty():
        return COLUMNS
    return max(40, min(shutil.get_terminal_size().columns - 12, 160))
