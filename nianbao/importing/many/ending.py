"""The end of an import: a table of all files, the sum, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO

from ...agencies import Agency
from ...excerpts import printable
from ...listing import write_columns

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
    write_columns(rows, out, elastic=(0, 1), right=range(_NUMBERS_FROM, len(_HEADS)))


def _common_folder(files: Sequence[str]) -> str:
    """The folder that all names begin with, with its slash; '' when there is none."""
    folders = [file.split("/")[:-1] for file in files]
    common: list[str] = []
    for parts in zip(*folders, strict=False):
        if len(set(parts)) > 1:
            break
        common.append(parts[0])
    return "".join(f"{part}/" for part in common)
