"""The import log: what was read where, for the clerk; and what was imported last, for the next import.

One text beside the year's file. It depends on the source, and on what is still to be decided, alone.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from ...form_names import FIELDS
from ...forms import Cell
from ...project import LOG
from ...undecided import HEADING as _UNDECIDED
from ...undecided import Undecided, read_undecided, write_undecided
from ...widths import padded, width
from ..imported import (
    Imported,
    has_prose,
    one_line,
    prose_text,
    publication_date,
    typed,
    typed_unit,
    unit_lines,
    unit_path,
)
from ..matched import PENDING
from .adding_up import Summary, shortened, sum_up
from .sections import with_sections

_HEADING = "导入记录"
_LOOK, _CELLS, _PROSE, _CHECK = "二、请看一看", "三、逐格记录", "四、正文", "校验："
_PROSE_MARK = "| "
_EQUALS = " = "
# Of what was left out, so many characters in all, and of one piece; the rest is only counted.
_MOST, _MOST_OF_ONE = 40_000, 1_000


@dataclass(frozen=True, slots=True)
class Base:
    """What the last import gave: figures and units as typed, by address path as content files name it; and
    what it left to a person to decide."""

    typed: Mapping[str, str]
    prose: str
    undecided: tuple[Undecided, ...] = ()


def file_name(year: int) -> str:
    """The log's name, beside `<year>.yaml`."""
    return f"{year}{LOG}"


def base_of(imported: Imported, undecided: Sequence[Undecided] = (), earlier: Base | None = None) -> Base:
    """What an import will be the base of, next time: what the source does not speak of is as it was `earlier`."""
    known = earlier.typed if earlier is not None else {}
    figures = {
        cell.path: typed(imported, cell) if cell.address in imported.cells else known.get(cell.path, PENDING)
        for cell in imported.form.cells
    }
    units = {unit_path(table, line): typed_unit(imported, line) for table, line in unit_lines(imported.form)}
    units = {path: known.get(path, PENDING) if word == PENDING else word for path, word in units.items()}
    prose = prose_text(imported) if earlier is None or has_prose(imported) else earlier.prose
    if earlier is not None and imported.is_partial:
        prose = with_sections(earlier.prose, prose_text(imported))
    return Base(figures | units, prose, tuple(undecided))


def write_log(imported: Imported, undecided: Sequence[Undecided] = (), earlier: Base | None = None) -> str:
    """The whole log; ends with a line end. `undecided`: what the clerk and the source both changed; `earlier`:
    what the log before this one held."""
    base = base_of(imported, undecided, earlier)
    head = f"{_HEADING}：{one_line(imported.unit)} {imported.year}年  {imported.form.name}"
    lines = [
        head,
        "由“导入”写成，不在网站上公布。请不要改动：再次导入时，程序靠它分清哪些数是原件的、哪些是后来改的。",
        "",
        "一、结果",
        *_result(imported, sum_up(imported)),
        *([f"还没有决定的：{len(undecided)} 处，写在最后。"] if undecided else []),
        "",
        _LOOK,
        *(list(_to_look_at(imported)) or ["没有。"]),
        "",
        f"{_CELLS}（左边是年报文件里的写法，右边是它在原件里的样子、在原件和表格中的位置）",
        *_cell_lines(imported, base),
        "",
        f"{_PROSE}（{_whose_prose(imported, earlier)}；每行前面的“|”不是原文）",
        *(f"{_PROSE_MARK}{line}".rstrip() for line in base.prose.rstrip("\n").split("\n")),
        "",
        *(_to_decide(undecided) if undecided else ()),
        f"{_CHECK}{_digest(base)}",
    ]
    return "\n".join(lines) + "\n"


def read_log(text: str) -> Base | None:
    """What the log says was imported; None when it is no log, or is not as it was written."""
    lines = [line.rstrip() for line in text.removeprefix("\ufeff").split("\n")]
    parts: dict[str, list[str]] = {_CELLS: [], _PROSE: []}
    part: list[str] = []
    check = ""
    for line in lines:
        begun = next((name for name in parts if line.startswith(name)), None)
        if begun:
            part = parts[begun]
        elif line.startswith(_CHECK):
            check = line.removeprefix(_CHECK)
        else:
            part.append(line)
    cells = [line.split(_EQUALS, 1) for line in parts[_CELLS] if _EQUALS in line]
    prose = [line[len(_PROSE_MARK) :] for line in parts[_PROSE] if line.startswith(_PROSE_MARK.rstrip())]
    base = Base(
        {path.strip(): rest.partition(" ")[0] for path, rest in cells},
        "\n".join(prose).strip("\n") + "\n",
        read_undecided(text),
    )
    return base if check == _digest(base) else None


def _digest(base: Base) -> str:
    undecided = [[item.path, item.heading, item.mine, item.theirs] for item in base.undecided]
    parts = [sorted(base.typed.items()), base.prose, *([undecided] if undecided else [])]
    told = json.dumps(parts, ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", errors="replace")).hexdigest()


def _to_decide(undecided: Sequence[Undecided]) -> Iterator[str]:
    yield f"{_UNDECIDED}（两边都改过，留着现在的；改了这一处，或者加 --留着 再导入一次，就是决定了）"
    yield from write_undecided(undecided)
    yield ""


# -- the summary


def _result(imported: Imported, summary: Summary) -> Iterator[str]:
    yield (
        f"格子：共 {summary.cells} 格，读出 {summary.read} 格（数字 {summary.numbers}，空白 {summary.blank}，"
        f"不适用 {summary.inapplicable}），待填 {summary.pending} 格。"
    )
    if summary.units:
        yield f"金额的单位：原件没有写明，待填 {summary.units} 处。"
    yield f"放不进表格的：{summary.unmapped} 处；没有收进正文的：{summary.dropped} 处；程序作过判断、请看一眼的：{summary.noted} 格。"
    yield f"勾稽关系：平 {summary.held} 条，不平 {summary.failed} 条，缺数无法判断 {summary.undecided} 条。"
    for number, mismatch in enumerate(summary.mismatches, 1):
        yield f"  不平 {number}. {mismatch.place}：{mismatch.text}"
        yield f"    在原件：{'；'.join(mismatch.places)}"
    yield f"原件：{one_line(imported.source)}（{imported.kind}，SHA-256 {imported.sha256}）"
    yield f"单位：{one_line(imported.unit)}（{imported.agency}）"
    yield f"年份：{imported.year}"
    for name, word in FIELDS.items():
        text = one_line(imported.fields.get(word, ""))
        if text and word not in ("source_file", "published"):
            yield f"{name}：{text}"
    yield f"发布日期：{publication_date(imported) or _undated(imported)}"
    for reason in imported.reasons:
        yield f"  依据：{one_line(reason)}"


def _undated(imported: Imported) -> str:
    stated = one_line(imported.fields.get("published", ""))
    return f"待定（原件写“{stated}”，不是完整的日期）" if stated else "待定（原件没有）"


# -- what needs a look


def _to_look_at(imported: Imported) -> Iterator[str]:
    form = imported.form
    for note, cells in _noted(imported).items():
        yield from _listed(note, list(_decided(imported, cells)), "格", len(cells))
    missing = Counter(
        f"{cell.table_place} {cell.row_place}" for cell in form.cells if cell.address not in imported.cells
    )
    yield from _listed("原件里没有找到", [f"{row}（{count} 格）" for row, count in missing.items()], "行")
    yield from _listed(
        "没有写明的单位",
        [
            f"{table.place} {line.name}（{'、'.join(line.choices)}）"
            for table, line in unit_lines(form)
            if typed_unit(imported, line) == PENDING
        ],
    )
    yield from _listed(
        "放不进表格的", [_left_out(item.text, item.why, str(item.place)) for item in imported.unmapped]
    )
    yield from _listed(
        "没有收进正文的", [_left_out(item.text, item.why, str(item.place)) for item in imported.dropped]
    )
    yield from _listed("说明", [one_line(note) for note in imported.notes])


def _noted(imported: Imported) -> dict[str, list[Cell]]:
    """The cells about which the program decided something, by what it decided."""
    found: dict[str, list[Cell]] = {}
    for cell in imported.form.cells:
        read = imported.cells.get(cell.address)
        if read is not None and read.note:
            found.setdefault(one_line(read.note), []).append(cell)
    return found


def _decided(imported: Imported, cells: Sequence[Cell]) -> Iterator[str]:
    """Cell by cell; a row of which the same is said of every cell is one line."""
    whole = Counter((cell.table, cell.row) for cell in imported.form.cells)
    for row, group in groupby(cells, lambda cell: (cell.table, cell.row)):
        of_row = list(group)
        if len(of_row) == whole[row] > 1:
            yield _said(imported, of_row, f"{of_row[0].table_place} {of_row[0].row_place}")
        else:
            yield from (_said(imported, [cell], cell.place) for cell in of_row)


def _said(imported: Imported, cells: Sequence[Cell], place: str) -> str:
    reads = [imported.cells[cell.address] for cell in cells]
    filled = [typed(imported, cell) for cell in cells]
    printed = [read.printed for read in reads]
    if len(cells) > 1 and printed == filled:
        source = ""
    else:
        # One stretch of the source may have given a whole row.
        source = f"{_quoted(' '.join(printed[:1] if len(set(printed)) == 1 else printed))}，"
    return f"{place}：{source}填 {' '.join(filled)}{_at(str(reads[0].place))}"


def _quoted(printed: str) -> str:
    text = shortened(printed)
    return f"原件“{text}”" if text else "原件空白"


def _listed(title: str, items: list[str], unit: str = "处", count: int = 0) -> Iterator[str]:
    """A list under its title; what is too much is counted. `count`: of what the items tell, when it is more."""
    if not items:
        return
    yield f"{title}（{count or len(items)} {unit}）"
    room = _MOST
    for number, item in enumerate(items):
        room -= len(item)
        if room < 0:
            yield f"  其余 {len(items) - number} 处从略。"
            return
        yield f"  {item}"


def _left_out(text: str, why: str, place: str) -> str:
    text = one_line(text)
    shown = f"“{text[:_MOST_OF_ONE]}…”等 {len(text)} 字" if len(text) > _MOST_OF_ONE else f"“{text}”"
    return f"{shown}：{one_line(why)}{_at(place)}"


def _at(place: str) -> str:
    return f"（{place}）" if place else ""


# -- every cell


def _cell_lines(imported: Imported, base: Base) -> list[str]:
    rows: list[tuple[str, ...]] = []
    for table in imported.form.tables:
        for cell in table.cells:
            read, value = imported.cells.get(cell.address), base.typed[cell.path]
            absent = "原件没有找到" if value == PENDING else "原件没有，是以前导入的"
            printed = absent if read is None else _quoted(read.printed)
            place = "" if read is None else str(read.place)
            rows.append((f"{cell.path}{_EQUALS}{value}", printed, place, cell.place))
    for table, line in unit_lines(imported.form):
        path = unit_path(table, line)
        rows.append((f"{path}{_EQUALS}{base.typed[path]}", "", "", f"{table.place} {line.name}"))
    return _columns(rows)


def _whose_prose(imported: Imported, earlier: Base | None) -> str:
    return "原件的正文" if earlier is None or has_prose(imported) else "这份原件没有正文，这是以前导入的"


def _columns(rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Rows with their columns under one another, two blanks between them."""
    rows = list(rows)
    widths = [min(60, max(map(width, column))) for column in zip(*rows, strict=True)]
    return [
        "  ".join(padded(text, columns) for text, columns in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
