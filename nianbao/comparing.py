"""`check --diff`: what mending would change, and what somebody may decide to change, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher

from .decoding import decode
from .finding import Finding
from .fixing import Change, mend_bytes
from .messages import format_finding
from .typed.signs import ODD, call

_COLOURS = {"-": "31", "+": "32"}
_LONG, _AROUND = 160, 30
_SAME = "整个文件转存为 UTF-8，文字不变。"


def compare_changes(changes: Iterable[Change], *, colour: bool = False) -> Iterator[str]:
    """What `check --fix` would do, file by file."""
    for change in changes:
        yield f"{change.name}：可以{change.summary}"
        lines = list(compare_texts(decode(change.old)[0], decode(change.new)[0], colour=colour))
        yield from lines or [f"  {_SAME}"]


def compare_suggestions(
    findings: Iterable[Finding], content: Callable[[str], bytes], *, colour: bool = False
) -> Iterator[str]:
    """What the findings suggest and nobody but a person may decide; `content` gives the file they were found in."""
    for finding in findings:
        if not (finding.suggestions and finding.positions) or finding.explanation:
            continue
        data = content(finding.positions[0].file)
        old, new = decode(data)[0], decode(mend_bytes(data, finding.suggestions))[0]
        lines = list(compare_texts(old, new, colour=colour))
        if lines:
            head = format_finding(finding, colour=colour).partition("\n")[0]
            yield f"{head}　建议改为（请自己决定，“检查 --修”不会改）："
            yield f"  {finding.positions[0].file}"
            yield from lines


def compare_texts(old: str, new: str, *, colour: bool = False) -> Iterator[str]:
    """The lines that differ: number in the old text, `-` what stands there, `+` what will."""
    before, after = _lines(old), _lines(new)
    number = len(str(len(before)))
    for kind, start, end, new_start, new_end in SequenceMatcher(None, before, after, False).get_opcodes():
        if kind == "equal":
            continue
        gone, come = before[start:end], after[new_start:new_end]
        paired = len(gone) == len(come)
        if paired:
            cut = [_cut(*pair) for pair in zip(gone, come, strict=True)]
            gone, come = [one for one, _ in cut], [other for _, other in cut]
        seen = "".join(come)
        rows = [(n, "-", _shown(line, seen)) for n, line in enumerate(gone, start + 1)]
        rows += [(n, "+", line) for n, line in enumerate(come, start + 1)]
        for n, sign, line in sorted(rows, key=lambda row: (row[0], row[1] == "+")) if paired else rows:
            text = f"{n:>{number}} {sign} {line}"
            yield f"  \x1b[{_COLOURS[sign]}m{text}\x1b[0m" if colour else f"  {text}"


def _lines(text: str) -> list[str]:
    return [line.removesuffix("\r") for line in text.split("\n")]


def _cut(old: str, new: str) -> tuple[str, str]:
    """Two long lines, cut to where they differ: a paragraph of prose is one line."""
    if max(len(old), len(new)) <= _LONG:
        return old, new
    same = _same(old, new)
    rest = min(_same(old[::-1], new[::-1]), len(old) - same, len(new) - same)
    start, end = max(0, same - _AROUND), max(0, rest - _AROUND)
    before, behind = "…" if start else "", "…" if end else ""
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    return f"{before}{old}{behind}", f"{before}{new}{behind}"


def _same(old: str, new: str) -> int:
    """How many characters two lines have in common at their beginning."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((n for n, (one, other) in pairs if one != other), min(len(old), len(new)))


def _shown(line: str, new: str) -> str:
    """A line with the names of signs that go away and could not be seen."""
    return ODD.sub(lambda sign: sign.group() if sign.group() in new else f"〔{call(sign.group())}〕", line)
