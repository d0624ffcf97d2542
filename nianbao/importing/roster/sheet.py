"""名录.xlsx ⇄ every agency.yaml: one row an agency, in official order.

A blank cell changes nothing and a row that is missing removes nothing: only what is written is done.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ...agencies import Agency
from ...located import Fault
from ...project import SLUG
from ..document import Document, Grid
from .agency_text import Item, Value

PATH, NAME, RANK, CONTACT = "路径", "全称", "排序", "联系方式"
UNRANKED = Agency("", "").rank
NONE_SIGN = "无"
PREFIX = f"{CONTACT}："
CONTACTS = ("科室", "地址", "邮编", "电话")
BETWEEN = "；"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet: its name, which is the key in agency.yaml, what it holds, and what to write."""

    name: str
    show: Callable[[Agency], str]
    hint: str
    kind: str = "text"


def _pairs(pairs: Iterable[tuple[str, int]]) -> str:
    return BETWEEN.join(f"{text}~{year}" if year else text for text, year in pairs)


def _number(number: int | None) -> str:
    return "" if number is None else str(number)


COLUMNS = (
    Column(PATH, lambda a: a.path, "文件夹的路径，就是网址；定了不要改", "path"),
    Column(NAME, lambda a: a.name, "单位全称，必须写", "name"),
    Column("简称", lambda a: a.short_name, "命令里、搜索里用的简称"),
    Column("类别", lambda a: a.category, "人民政府、工作部门、街道乡镇"),
    Column("层级", lambda a: a.level, "省级、市级、县级、乡级"),
    Column("区划代码", lambda a: a.region_code, "行政区划代码"),
    Column(
        RANK,
        lambda a: "" if a.rank == UNRANKED else str(a.rank),
        "整数，小的在前；不想写数，把行移到该在的位置也行",
        "integer",
    ),
    Column(
        "沿革",
        lambda a: _pairs((f.name, f.last_year) for f in a.former_names),
        "用过的名称~最后一年，几个用“；”隔开",
        "names",
    ),
    Column(
        "承接",
        lambda a: _pairs((p.path, p.first_year) for p in a.predecessors),
        "合并进来的单位的路径~从哪一年起，几个用“；”隔开",
        "paths",
    ),
    Column(
        "上级",
        lambda a: _pairs((path, year) for year, path in a.superiors),
        "换过上级的才写：路径~从哪一年起，几个用“；”隔开",
        "paths",
    ),
    Column("曾用地址", lambda a: BETWEEN.join(a.former_addresses), "用过的路径，几个用“；”隔开", "lines"),
    Column("指南", lambda a: a.guide, "政府信息公开指南的网址"),
    Column("依申请公开", lambda a: a.request_page, "依申请公开栏目的网址"),
    Column("设立", lambda a: _number(a.first_year), "从哪一年起有年报", "year"),
    Column("撤销", lambda a: _number(a.last_year), "最后一份年报是哪一年的", "year"),
    Column("不单独编制", lambda a: "" if a.separate else "是", "不单独编制年报的写“是”", "yes"),
)
_BY_NAME = {column.name: column for column in COLUMNS}
ORDER = [column.name for column in COLUMNS if column.name != PATH] + [CONTACT]
_LIST_KEYS = {"沿革": ("名称", "止"), "承接": ("单位", "起"), "上级": ("单位", "起")}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `number` as the sheet counts, `cells` by column name, blank ones left out."""

    sheet: str
    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A 名录 as it was read. Faults are of its head and of rows that stand twice."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """What the sheet says of one agency: its cells as text, and the values agency.yaml should get (None: none)."""

    path: str
    cells: Mapping[str, str]
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Wishes:
    wishes: tuple[Wish, ...]
    faults: tuple[Fault, ...] = ()
    missing: tuple[str, ...] = field(default=())


def shown(agency: Agency) -> dict[str, str]:
    """What stands in the row of an agency, by column name."""
    cells = {column.name: column.show(agency) for column in COLUMNS}
    return cells | {f"{PREFIX}{name}": text for name, text in agency.contact.items()}


def same(one: str, other: str) -> bool:
    """Whether two cells say the same; line ends and runs of blanks say nothing."""
    return one.split() == other.split()


def read_sheet(document: Document) -> Sheet | None:
    """The rows of a 名录, known by its head; None when no sheet has one."""
    rows: list[Row] = []
    faults: list[Fault] = []
    head: tuple[str, dict[int, str]] | None = None
    for block in document.blocks:
        if not isinstance(block, Grid):
            continue
        for number, cells in _lines(block):
            if PATH in cells.values() and NAME in cells.values():
                head = block.place.sheet, cells
                faults += _head_faults(block.place.sheet, number, cells)
            elif head and head[0] == block.place.sheet:
                named = {head[1][c]: text for c, text in cells.items() if head[1].get(c) and text}
                rows += [Row(head[0], number, named)] if named else []
    return Sheet(tuple(rows), tuple(faults)) if head else None


def _lines(grid: Grid) -> Iterable[tuple[int, dict[int, str]]]:
    """Row number of the sheet → its texts by column number of the sheet."""
    lines: dict[int, dict[int, str]] = {}
    for cell in grid.cells:
        line = lines.setdefault(max(grid.place.row, 1) + cell.row, {})
        line[max(grid.place.column, 1) + cell.column] = cell.text.strip()
    return sorted(lines.items())


def _head_faults(sheet: str, row: int, cells: Mapping[int, str]) -> list[Fault]:
    names = [name for _, name in sorted(cells.items()) if name]
    wrong = [n for n in names if n not in _BY_NAME and not (n.startswith(PREFIX) and n != PREFIX)]
    wrong += [name for name in dict.fromkeys(names) if names.count(name) > 1]
    return [Fault("roster-head", 0, 1, {"sheet": sheet, "row": row, "names": wrong})] if wrong else []


def understand(sheet: Sheet, known: Mapping[str, Agency]) -> Wishes:
    """What the rows ask for. A row with a cell that cannot be used asks for nothing, and is named."""
    faults = list(sheet.faults)
    if faults:
        return Wishes((), tuple(faults))
    rows: dict[str, Row] = {}
    twice: set[str] = set()
    for row in sheet.rows:
        path = row.cells.get(PATH, "").strip("/").removeprefix("content/reports/")
        if path and path in rows:
            twice.add(path)
            facts = {"sheet": row.sheet, "row": row.number, "first": rows[path].number, "path": path}
            faults.append(Fault("roster-twice", 0, 1, facts))
        rows.setdefault(path or f"?{row.number}", row)
    paths = {*known, *rows}
    wishes = []
    for path, row in rows.items():
        if path not in twice:
            wish, wrong = _wish(path, row, known.get(path), paths)
            faults += wrong
            wishes += [] if wrong else [wish]
    return Wishes(tuple(wishes), tuple(faults), tuple(sorted(set(known) - set(rows))))


def _wish(path: str, row: Row, agency: Agency | None, paths: set[str]) -> tuple[Wish, list[Fault]]:
    old = shown(agency) if agency else {}
    cells: dict[str, str] = {}
    values: dict[str, Value] = {}
    contact = dict(agency.contact) if agency else {}
    wrong: list[tuple[str, str, str]] = []
    if not all(SLUG.match(part) and len(part) <= 64 for part in path.split("/")):
        wrong.append((PATH, row.cells.get(PATH, ""), "写小写字母、数字和连字符，例如 dongcheng/jiaowei"))
    if agency is None and row.cells.get(NAME, NONE_SIGN) == NONE_SIGN:
        wrong.append((NAME, row.cells.get(NAME, ""), "新单位要写全称"))
    for name, text in row.cells.items():
        if name == PATH or same(text, old.get(name, "")):
            continue
        if name.startswith(PREFIX):
            contact[name.removeprefix(PREFIX)] = cells[name] = "" if text == NONE_SIGN else text
            values[CONTACT] = {key: value for key, value in contact.items() if value} or None
            continue
        try:
            value = _value(_BY_NAME[name], text, paths)
        except ValueError as error:
            wrong.append((name, text, str(error)))
            continue
        if value is not None or old.get(name):
            values[name], cells[name] = value, _as_cell(value)
    faults = [
        Fault("roster-bad-cell", 0, 1, {"place": _place(row, name), "text": text, "wanted": wanted})
        for name, text, wanted in wrong
    ]
    return Wish(path, cells, values), faults


def _as_cell(value: Value) -> str:
    """A value as the sheet shows it."""
    if isinstance(value, tuple):
        return BETWEEN.join("~".join(text for _, text in item.pairs) for item in value)
    return value if isinstance(value, str) else ""


def _place(row: Row, column: str) -> str:
    return f"工作表“{row.sheet}”第 {row.number} 行“{column}”列"


def _value(column: Column, text: str, paths: set[str]) -> Value:
    """What a cell says. Raises ValueError with what should be written."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if column.kind == "name":
        if text == NONE_SIGN:
            raise ValueError("全称不能删掉")
        return " ".join(text.split())
    if text == NONE_SIGN:
        return None
    if column.kind == "integer":
        return _matched(r"\d{1,6}", plain, "写整数，例如 30")
    if column.kind == "year":
        return _matched(r"(?:19|20)\d\d", plain.removesuffix("年"), "写四位数字的年份，例如 2019")
    if column.kind == "yes":
        return None if plain == "否" else _matched("是", plain, "写“是”，或者空着")
    if column.kind in ("names", "paths", "lines"):
        return _items(column, text, paths)
    return " ".join(text.split())


def _matched(pattern: str, text: str, wanted: str) -> str:
    if re.fullmatch(pattern, text, re.ASCII) is None:
        raise ValueError(wanted)
    return text


def _items(column: Column, text: str, paths: set[str]) -> tuple[Item, ...]:
    """甲~2018；乙~2020, as the entries of a list."""
    items = []
    for part in filter(None, (part.strip() for part in re.split(r"[；;\n]", text))):
        said, _, year = (piece.strip() for piece in part.replace("～", "~").partition("~"))
        if column.kind == "lines":
            if not all(SLUG.match(one) for one in part.split("/")):
                raise ValueError("写原来的路径，例如 dongcheng/jiaowei")
            items.append(Item((("", part),)))
            continue
        if column.kind == "paths" and said not in paths:
            raise ValueError(f"没有路径是“{said}”的单位")
        may_lack = column.name == "上级"
        if not (re.fullmatch(r"(?:19|20)\d\d", year, re.ASCII) or (may_lack and not year)) or not said:
            raise ValueError(f"{column.hint}，例如 {said or '名称'}~2018")
        first, second = _LIST_KEYS[column.name]
        items.append(Item(((first, said), (second, year)) if year else ((first, said),)))
    return tuple(items)
