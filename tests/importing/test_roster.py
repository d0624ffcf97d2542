"""名录.xlsx: what goes out comes back unchanged, and what a clerk changes in it arrives and nothing else."""

from __future__ import annotations

import io
import string
from collections.abc import Callable, Mapping
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.agencies import Agency, official_order, read_agency
from nianbao.importing.excel.workbook import read_xlsx
from nianbao.importing.roster.agency_text import CannotEdit, set_value, written
from nianbao.importing.roster.book import write_sheet
from nianbao.importing.roster.registering import Registration, register
from nianbao.importing.roster.sheet import ORDER, Wishes, read_sheet, understand
from nianbao.located import Fault, Scalar, compose
from nianbao.located import Mapping as Node
from tests.sites import ROOT

SAMPLE = {
    path.parent.relative_to(ROOT / "content/reports").as_posix(): path.read_bytes()
    for path in sorted((ROOT / "content/reports").rglob("agency.yaml"))
}
CULTURE = """# 合并来的局
全称: 淮安市文化广电局   # 名称

沿革:
  - 名称: 淮安市文化局  # 更名
    止: 2018
  - 名称: 淮安市广电局
    止: 2019
上级:
  - 单位: huaian
    起: 2020
联系方式: 电话见网站
不单独编制: 是
# 末尾的备注
"""
Change = Callable[[Any, dict[str, int], dict[str, int]], None]


def agencies_of(files: Mapping[str, bytes]) -> dict[str, Agency]:
    found = {}
    for path, data in files.items():
        agency, _ = read_agency(data.decode("utf-8"), path)
        assert agency is not None
        found[path] = agency
    return found


def ask(
    files: Mapping[str, bytes], change: Change | None = None
) -> tuple[Wishes, list[Registration], list[Fault]]:
    """Write the sheet of some agencies, change it as in Excel, read it back."""
    known = agencies_of(files)
    book = openpyxl.load_workbook(io.BytesIO(write_sheet(list(known.values()))))
    sheet = book["名录"]
    columns = {str(cell.value): int(cell.column) for cell in sheet[1]}
    rows = {str(sheet.cell(number, 1).value): number for number in range(2, sheet.max_row + 1)}
    if change:
        change(sheet, rows, columns)
    stream = io.BytesIO()
    book.save(stream)
    read = read_sheet(read_xlsx(stream.getvalue()))
    assert read is not None
    wishes = understand(read, known)
    done, faults = register(wishes.wishes, known, files)
    return wishes, done, [*wishes.faults, *faults]


def changed(
    files: Mapping[str, bytes], path: str, values: Mapping[str, Any]
) -> tuple[dict[str, str], list[Fault]]:
    """The new agency.yaml files after some cells of a row were typed over, or a row added."""

    def change(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
        row = rows.get(path) or sheet.max_row + 1
        for name, value in {"路径": path, **values}.items():
            sheet.cell(row, columns[name]).value = value

    _, done, faults = ask(files, change)
    return {one.path: one.new.decode("utf-8") for one in done}, faults


def test_a_sheet_that_nobody_changed_changes_nothing() -> None:
    wishes, done, faults = ask({**SAMPLE, "huaian/culture": CULTURE.encode()})
    assert ([wish for wish in wishes.wishes if wish.values], done, faults, wishes.missing) == ([], [], [], ())


def test_rows_stand_in_official_order() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_sheet(list(agencies_of(SAMPLE).values()))))
    paths = [row[0].value for row in book["名录"].iter_rows(min_row=2)]
    assert paths == [agency.path for agency in official_order(agencies_of(SAMPLE).values())]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_no_text_becomes_a_formula(sign: str) -> None:
    text = f"{sign}1+1"
    book = openpyxl.load_workbook(io.BytesIO(write_sheet([Agency("a", text)])))
    cell = book["名录"]["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_a_changed_cell_changes_its_line_and_no_other() -> None:
    new, faults = changed(SAMPLE, "huaian", {"区划代码": 320801, "联系方式：电话": "0517: 1 #2"})
    old = SAMPLE["huaian"].decode().splitlines()
    lines = new["huaian"].splitlines()
    assert faults == []
    assert [(one, other) for one, other in zip(old, lines, strict=True) if one != other] == [
        ("区划代码: 320800", "区划代码: 320801"),
        ("  电话: 0517-83605210", '  电话: "0517: 1 #2"'),
    ]


def test_a_remark_keeps_its_column() -> None:
    new, _ = changed(SAMPLE, "huaian", {"排序": 3000})
    [line] = [line for line in new["huaian"].splitlines() if line.startswith("排序")]
    [old] = [line for line in SAMPLE["huaian"].decode().splitlines() if line.startswith("排序")]
    assert line.index("#") == old.index("#")


def test_a_blank_cell_changes_nothing_and_the_word_for_none_takes_out() -> None:
    assert changed(SAMPLE, "shanghai", {"简称": None}) == ({}, [])
    new, faults = changed(SAMPLE, "shanghai", {"简称": "无"})
    assert faults == []
    assert "简称" not in new["shanghai"]


def test_entries_of_a_list_keep_their_remarks() -> None:
    files = {**SAMPLE, "huaian/culture": CULTURE.encode()}
    new, faults = changed(
        files, "huaian/culture", {"沿革": "淮安市文化局~2018；淮安市广播局～2020", "联系方式：科室": "办公室"}
    )
    assert faults == []
    assert new["huaian/culture"] == CULTURE.replace("广电局\n    止: 2019", "广播局\n    止: 2020").replace(
        "联系方式: 电话见网站\n", "联系方式:\n  说明: 电话见网站\n  科室: 办公室\n"
    )


def test_a_new_row_founds_an_agency_at_its_place() -> None:
    def insert(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
        sheet.insert_rows(rows["huaian"])
        for name, text in {"路径": "lianyungang", "全称": "连云港市人民政府", "承接": "pingtan~2020"}.items():
            sheet.cell(rows["huaian"], columns[name]).value = text

    _, [one], faults = ask(SAMPLE, insert)
    assert faults == []
    assert one.is_new
    assert one.new.decode() == (
        "# 连云港市人民政府\n全称: 连云港市人民政府\n排序: 25\n承接:\n  - 单位: pingtan\n    起: 2020\n"
    )


def test_a_row_that_was_moved_gives_its_group_new_ranks() -> None:
    def move(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
        values = [cell.value for cell in sheet[rows["pingtan"]]]
        sheet.delete_rows(rows["pingtan"])
        sheet.insert_rows(2)
        for column, value in enumerate(values, 1):
            sheet.cell(2, column).value = value

    _, done, faults = ask(SAMPLE, move)
    files = {**SAMPLE, **{one.path: one.new for one in done}}
    assert faults == []
    assert next(iter(official_order(agencies_of(files).values()))).path == "pingtan"
    assert ask(files)[1] == []


def test_a_number_that_somebody_wrote_wins_over_the_place_of_its_row() -> None:
    new, _ = changed(SAMPLE, "pingtan", {"排序": 5})
    assert list(new) == ["pingtan"]
    assert "排序: 5 " in new["pingtan"]


def test_an_agency_that_the_sheet_lacks_is_only_named() -> None:
    wishes, done, faults = ask(SAMPLE, lambda sheet, rows, columns: sheet.delete_rows(rows["pingtan"]))
    assert (wishes.missing, done, faults) == (("pingtan",), [], [])


@pytest.mark.parametrize(
    ("column", "text", "wanted"),
    [
        ("路径", "淮安", "写小写字母"),
        ("排序", "第三", "写整数"),
        ("设立", "去年", "写四位数字"),
        ("不单独编制", "不", "写“是”"),
        ("沿革", "淮安县", "例如 淮安县~2018"),
        ("上级", "jiangsu~2020", "没有路径是“jiangsu”的单位"),
        ("曾用地址", "淮安", "写原来的路径"),
        ("全称", "无", "全称"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named_and_its_row_left_alone(
    column: str, text: str, wanted: str
) -> None:
    def change(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
        sheet.cell(rows["huaian"], columns["简称"]).value = "改了"
        sheet.cell(rows["huaian"], columns[column]).value = text

    _, done, [fault] = ask(SAMPLE, change)
    assert (fault.kind, done) == ("roster-bad-cell", [])
    assert f"“{column}”列" in fault.facts["place"] and "第 " in fault.facts["place"]
    assert wanted in fault.facts["wanted"]


def test_two_rows_of_one_agency_are_both_left_alone() -> None:
    def double(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
        row = sheet.max_row + 1
        sheet.cell(row, columns["路径"]).value, sheet.cell(row, columns["全称"]).value = "huaian", "别的名称"

    _, done, [fault] = ask(SAMPLE, double)
    assert (fault.kind, done) == ("roster-twice", [])


def test_a_column_nobody_knows_stops_the_sheet() -> None:
    def rename(sheet: Any, rows: dict[str, int], columns: dict[str, int]) -> None:
        sheet.cell(1, columns["区划代码"]).value = "代码"

    _, done, [fault] = ask(SAMPLE, rename)
    assert (fault.kind, fault.facts["names"], done) == ("roster-head", ["代码"], [])


@pytest.mark.parametrize("text", ["全称：甲\n", "{全称: 甲, 简称: 乙}\n", "全称: [甲\n"])
def test_a_file_that_cannot_be_changed_safely_is_not_changed(text: str) -> None:
    agency = Agency("a", "甲")
    book = openpyxl.load_workbook(io.BytesIO(write_sheet([agency])))
    book["名录"]["C2"].value = "新简称"
    stream = io.BytesIO()
    book.save(stream)
    sheet = read_sheet(read_xlsx(stream.getvalue()))
    assert sheet is not None
    wishes = understand(sheet, {"a": agency})
    done, [fault] = register(wishes.wishes, {"a": agency}, {"a": text.encode()})
    assert (done, fault.kind) == ([], "roster-refused")


def test_windows_line_ends_and_a_byte_order_mark_stay() -> None:
    data = b"\xef\xbb\xbf" + "全称: 甲\r\n排序: 10\r\n".encode()
    [one] = ask_file(data, "简称", "乙")
    assert one.new == b"\xef\xbb\xbf" + "全称: 甲\r\n简称: 乙\r\n排序: 10\r\n".encode()


def ask_file(data: bytes, column: str, text: str) -> list[Registration]:
    agency, _ = read_agency(data.decode("utf-8-sig"), "a")
    assert agency is not None
    book = openpyxl.load_workbook(io.BytesIO(write_sheet([agency])))
    sheet = book["名录"]
    [at] = [cell.column for cell in sheet[1] if cell.value == column]
    sheet.cell(2, at).value = text
    stream = io.BytesIO()
    book.save(stream)
    read = read_sheet(read_xlsx(stream.getvalue()))
    assert read is not None
    done, faults = register(understand(read, {"a": agency}).wishes, {"a": agency}, {"a": data})
    assert faults == []
    return done


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_back_as_it_was_written(text: str) -> None:
    wanted = " ".join(text.split())
    node, faults = compose(f"甲: {written(text)}\n")
    if not faults:  # signs that no YAML file may hold are left to the check after every change
        assert isinstance(node, Node)
        value = node.get("甲")
        assert isinstance(value, Scalar)
        assert value.text == wanted


@given(
    st.lists(st.sampled_from(ORDER[:7]), unique=True, min_size=1),
    st.sampled_from(ORDER[:7]),
    st.none() | st.text(string.ascii_letters + "甲乙# :'\"[]-", min_size=1, max_size=8),
)
@settings(max_examples=150, deadline=None)
def test_setting_one_value_keeps_every_other(keys: list[str], key: str, value: str | None) -> None:
    text = "# 头\n" + "".join(f"{name}: {name}值  # {name}备注\n" for name in keys)
    try:
        new = set_value(text, key, value.strip() or None if value else None, ORDER)
    except CannotEdit:
        pytest.fail("a plain file can be changed")
    node, faults = compose(new)
    assert faults == []
    values = {name.text: item.text for name, item in node.entries} if isinstance(node, Node) else {}
    wanted = " ".join((value or "").split())
    expected = {name: f"{name}值" for name in keys} | ({key: wanted} if wanted else {})
    if not wanted:
        expected.pop(key, None)
    assert values == expected
    assert all(f"# {name}备注" in new for name in keys if name in values)
