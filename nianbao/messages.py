"""What is printed for people and for programs: findings, summaries, rules, progress."""

from __future__ import annotations

import inspect
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import IO, TYPE_CHECKING, Any

from .finding import ERROR, HINT, LEVEL_WORDS, WARNING, Finding
from .widths import width

if TYPE_CHECKING:
    from .pipeline import Built, Checked

JSON_VERSION = 1
_COLOURS = {ERROR: "31;1", WARNING: "33;1", HINT: "36"}


def human(findings: Iterable[Finding], out: IO[str]) -> None:
    """Findings as the model messages show them: who and where, the numbers, how to mend, file:line:column."""
    colour = out.isatty() and "NO_COLOR" not in os.environ
    for finding in findings:
        if not finding.explanation:
            out.write(format_finding(finding, colour=colour) + "\n")


def format_finding(finding: Finding, *, colour: bool = False) -> str:
    level = LEVEL_WORDS[finding.level]
    if colour:
        level = f"\x1b[{_COLOURS[finding.level]}m{level}\x1b[0m"
    who = f"{finding.unit} {finding.year}年" if finding.year else finding.unit
    first = " · ".join(
        part for part in (f"{level} {finding.code} {finding.name}", who, finding.place) if part
    )
    lines = [first, f"  {finding.text}"]
    if finding.why:
        lines.append(f"  为什么：{finding.why}")
    places = [f"{place.file}:{place.line}:{place.column}" for place in finding.positions]
    shown = places[:1] + [f"另见 {place}" for place in _other_lines(finding)]
    lines.append(f"  怎么改：{finding.remedy}" + (f"　{'　'.join(shown)}" if shown else ""))
    if finding.positions and finding.positions[0].source:
        lines += _excerpt(finding)
    return "\n".join(lines)


def as_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """The documented JSON: `version`, then findings with every field named as in `Finding`."""
    return {"version": JSON_VERSION, "findings": [asdict(finding) for finding in findings]}


def counts(findings: Iterable[Finding]) -> str:
    """必改 1，请核 2，提示 0 — what is explained is counted apart."""
    listed = list(findings)
    open_ones = [finding for finding in listed if not finding.explanation]
    parts = [
        f"{LEVEL_WORDS[level]} {sum(1 for f in open_ones if f.level == level)}"
        for level in (ERROR, WARNING, HINT)
    ]
    explained = len(listed) - len(open_ones)
    return "，".join(parts) + (f"（已写核实说明 {explained}）" if explained else "")


def write_summary(built: Built, seconds: float, out: IO[str]) -> None:
    checked = built.checked
    if checked.held:
        names = "、".join(
            f"{checked.site.by_path[h.agency].name_in(h.year)} {h.year}年" for h in checked.held
        )
        verb = "暂缓发布" if built.published else "有必改的问题"
        out.write(f"{verb} {len(checked.held)} 份：{names}\n")
    drafts = f"，草稿 {len(checked.drafts)} 份" if checked.drafts else ""
    out.write(f"年报 {checked.reports} 份{drafts}；{counts(built.findings)}。")
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


def write_check_summary(checked: Checked, findings: Sequence[Finding], seconds: float, out: IO[str]) -> None:
    drafts = f"，草稿 {len(checked.drafts)} 份" if checked.drafts else ""
    out.write(f"核对年报 {checked.reports} 份{drafts}；{counts(findings)}。用时 {seconds:.1f} 秒。\n")


def explain_rule(word: str, out: IO[str]) -> int:
    """The four parts of a rule's docstring."""
    from difflib import get_close_matches

    from . import rules  # noqa: F401
    from .rules.register import RULES, find_rule

    entry = find_rule(word)
    if entry is None:
        near = [rule for rule in RULES.values() if word.strip() and word.strip() in rule.name]
        near += [RULES[code] for code in get_close_matches(word.upper(), RULES, 1, 0.5)]
        hint = f"，是不是 {'、'.join(f'{rule.code}（{rule.name}）' for rule in near[:5])}？" if near else "。"
        print(f"没有“{word}”这条规则{hint}不写代码就列出全部规则。", file=sys.stderr)
        return 2
    out.write(f"{entry.code} {entry.name}（{LEVEL_WORDS[entry.level]}）\n\n{inspect.cleandoc(entry.doc)}\n")
    return 0


def list_rules(out: IO[str]) -> int:
    from . import rules  # noqa: F401
    from .rules.register import RULES

    for code, entry in sorted(RULES.items()):
        out.write(f"{code}  {LEVEL_WORDS[entry.level]}  {entry.name}\n")
    return 0


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


def _other_lines(finding: Finding) -> list[str]:
    """The first place of every further file, and nothing more: the cells of one equation share a file."""
    seen = {finding.positions[0].file} if finding.positions else set()
    others = []
    for place in finding.positions[1:]:
        if place.file not in seen:
            seen.add(place.file)
            others.append(f"{place.file}:{place.line}:{place.column}")
    return others


def _excerpt(finding: Finding) -> list[str]:
    """The source line and a caret under the right character; a long line is cut around it."""
    place = finding.positions[0]
    start, end = place.column - 1, place.end_column - 1
    source = place.source.replace("\t", " ")
    cut = start - 40 if start > 70 else 0
    last = max(end, cut + 90)
    before = ("…" if cut else "") + source[cut:start]
    shown = before + source[start:last] + ("…" if len(source) > last else "")
    number = str(place.line)
    carets = "^" * max(1, min(width(source[start:end]), 60))
    return [f"  {number} | {shown}", f"  {' ' * len(number)} | {' ' * width(before)}{carets} 这里"]
