"""The end of an import: a table of all files, the sum, and what to do next."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO

from ...agencies import Agency
from ...excerpts import printable
from ...widths import padded, width

NEW, CHANGED, SAME, UNDECIDED, REFUSED = "新建", "更新", "没有变化", "有要决定的", "没有导入"
_GOVERNMENT = "人民政府"
_HEADS = ("文件", "报告", "结果", "待填", "必改", "请核")
_NUMBERS_FROM = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table. `report`: whose, or where it would go; `pending`, `errors`, `warnings` are None
    where nothing was imported."""

    file: str
    report: str
    result: str
    pending: int | None = None
    errors: int | None = None
    warnings: int | None = None


@dataclass(slots=True)
class Told:
    """What has been said so far, for the table and the exit code."""

    lines: list[Line] = field(default_factory=list)
    findings: int = 0


def report_words(path: str, unit: str, year: int | None, agencies: Mapping[str, Agency]) -> str:
    """A report in few words: the agency's short name, or its name without that of the place above it."""
    agency = agencies.get(path)
    words = agency.short_name if agency and agency.short_name else unit
    for folder in PurePosixPath(path).parents:
        above = agencies.get(str(folder))
        if above is not None and above.name.endswith(_GOVERNMENT):
            words = words.removeprefix(above.name.removesuffix(_GOVERNMENT)) or words
    return f"{words} {year}年" if year else words


def tell_end(told: Told, *, dry_run: bool, again: str, out: IO[str]) -> None:
    """The table, the sum and what to do next. `again`: this command as it was typed, without the trial."""
    if len(told.lines) > 1:
        out.write("\n")
        _write_table(told.lines, out)
    counts = {
        result: sum(line.result.startswith(result) for line in told.lines)
        for result in (NEW, CHANGED, SAME, UNDECIDED, REFUSED)
    }
    done = "，".join(f"{result} {number} 份" for result, number in counts.items() if number)
    out.write(f"\n{'试导入（没有写任何文件）' if dry_run else '导入'}：{done or '没有年报'}。\n")
    steps = list(_steps(told, counts, dry_run=dry_run, again=again))
    if steps:
        out.write("下一步：\n")
    for number, step in enumerate(steps, 1):
        out.write(f"  {number}. {step}\n")


def _steps(told: Told, counts: Mapping[str, int], *, dry_run: bool, again: str) -> Iterator[str]:
    if counts[REFUSED]:
        yield f"没有导入的 {counts[REFUSED]} 份，照上面的“怎么改”办。"
    if counts[UNDECIDED] and not dry_run:
        yield "要决定的：要新来的就改文件里那几处；要留着现在的，加 --留着 再导入一次。"
    if dry_run:
        yield f"没有问题，就真的导入：运行“{again}”。"
        return
    if counts[NEW] or counts[CHANGED]:
        pending = "，填上“待填”" if any(line.pending for line in told.lines) else ""
        yield f"对着原件看导入记录（年份.import.txt）里“请看一看”的地方{pending}。"
        yield "运行“检查”，改好以后写上发布日期。没有写发布日期的是草稿，不会公布。"
    elif counts[REFUSED]:
        yield f"办好以后再运行“{again}”；已经导入的不会变。"


def _write_table(lines: Sequence[Line], out: IO[str]) -> None:
    above = _common_folder([line.file for line in lines])
    rows: list[tuple[str, ...]] = [_HEADS]
    rows += [
        (
            printable(line.file.removeprefix(above)),
            printable(line.report),
            line.result,
            *("" if number is None else str(number) for number in (line.pending, line.errors, line.warnings)),
        )
        for line in lines
    ]
    whole = [max(width(row[column]) for row in rows) for column in range(len(_HEADS))]
    widths = _fitting(whole, shutil.get_terminal_size().columns) if out.isatty() else whole
    for row in rows:
        for parts in _folded(row, widths):
            out.write("  ".join(parts).rstrip() + "\n")


def _common_folder(files: Sequence[str]) -> str:
    """The folder that all names begin with, with its slash; '' when there is none."""
    folders = [file.split("/")[:-1] for file in files]
    common: list[str] = []
    for parts in zip(*folders, strict=False):
        if len(set(parts)) > 1:
            break
        common.append(parts[0])
    return "".join(f"{part}/" for part in common)


def _fitting(whole: Sequence[int], room: int) -> list[int]:
    """Widths that a terminal has room for: the file's name and the report give way."""
    fixed = sum(whole[2:]) + 2 * (len(whole) - 1) + 1
    left = max(room - fixed, 24)
    report = min(whole[1], max(left // 2, left - whole[0]))
    return [min(whole[0], left - report), report, *whole[2:]]


def _folded(row: Sequence[str], widths: Sequence[int]) -> Iterator[list[str]]:
    """A row as lines of a terminal; numbers stand to the right."""
    cells = [_cut(text, columns) for text, columns in zip(row, widths, strict=True)]
    for number in range(max(map(len, cells))):
        parts = [cell[number] if number < len(cell) else "" for cell in cells]
        yield [
            " " * (columns - width(part)) + part if column >= _NUMBERS_FROM else padded(part, columns)
            for column, (part, columns) in enumerate(zip(parts, widths, strict=True))
        ]


def _cut(text: str, columns: int) -> list[str]:
    """A text in pieces no wider than that; digits and letters stay together where they can."""
    pieces = [""]
    for word in _words(text):
        if pieces[-1] and width(pieces[-1] + word) > columns:
            pieces.append("")
        for letter in word:
            if pieces[-1] and width(pieces[-1] + letter) > columns:
                pieces.append("")
            pieces[-1] += letter
    return [piece.strip() for piece in pieces]


def _words(text: str) -> Iterator[str]:
    word = ""
    for letter in text:
        if not (letter.isascii() and letter.isalnum() and word[-1:].isascii() and word[-1:].isalnum()):
            yield word
            word = ""
        word += letter
    yield word
