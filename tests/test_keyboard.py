"""What the input method and the clipboard do to a file: each spelling, where it is told, how it is mended."""

from __future__ import annotations

import pytest

from nianbao.form_names import form_names
from nianbao.keyboard import apply_edits, mend
from nianbao.located import Edit
from tests.typed_samples import FORM, WHOLE, line_at, line_of, read, retyped, row_retyped

SHAPE = form_names(FORM).shape
ROW = "予以公开"
GOOD = [22, 0, 0, 0, 0, 0, 22]
NOTHING = ["unreadable"] * 7

# what · typed behind the row's name · faults with columns · the line mended · the figures read
ROWS = [
    ("a tab between the numbers", ": 22\t0\t0 0 0 0 22", ["tab 11"], ": 22  0  0 0 0 0 22", GOOD),
    ("a tab behind the colon", ":\t22 0 0 0 0 0 22", ["tab 7"], ":  22 0 0 0 0 0 22", GOOD),
    ("a tab before a remark", ": 22 0 0 0 0 0 22\t# 注", ["tab 24"], ": 22 0 0 0 0 0 22  # 注", GOOD),
    ("a tab at the end", ": 22 0 0 0 0 0 22\t", [], None, GOOD),
    ("blanks at the end", ": 22 0 0 0 0 0 22   ", [], None, GOOD),
    (
        "a full-width blank between numbers",
        ": 22\u30000 0 0 0 0 22",
        ["odd-blank 11"],
        ": 22  0 0 0 0 0 22",
        GOOD,
    ),
    ("a blank of web pages", ": 22\u00a00 0 0 0 0 22", ["odd-blank 11"], ": 22 0 0 0 0 0 22", GOOD),
    (
        "a zero-width blank in a number",
        ": 2\u200b2 0 0 0 0 0 22",
        ["invisible 10"],
        ": 22 0 0 0 0 0 22",
        GOOD,
    ),
    ("U+FEFF in a number", ": 2\ufeff2 0 0 0 0 0 22", ["invisible 10"], ": 22 0 0 0 0 0 22", GOOD),
    ("a zero-width blank in the name", "\u200b: 22 0 0 0 0 0 22", ["colon 8"], ": 22 0 0 0 0 0 22", GOOD),
    ("U+2028 between numbers", ": 22 0\u2028 0 0 0 0 22", ["line-sign 13"], ": 22 0  0 0 0 0 22", GOOD),
    ("U+0085 between numbers", ": 22 0\x85 0 0 0 0 22", ["line-sign 13"], ": 22 0  0 0 0 0 22", GOOD),
    ("a soft return of Word", ": 22 0\v 0 0 0 0 22", ["line-sign 13"], ": 22 0  0 0 0 0 22", GOOD),
    (
        "U+0085 in the remark",
        ": 22 0 0 0 0 0 22 # 注\x85注",
        ["line-sign 28"],
        ": 22 0 0 0 0 0 22 # 注 注",
        GOOD,
    ),
    ("NUL in the remark", ": 22 0 0 0 0 0 22 # 注\0注", ["invisible 28"], ": 22 0 0 0 0 0 22 # 注注", GOOD),
    ("a full-width colon", "：22 0 0 0 0 0 22", ["colon 7"], ": 22 0 0 0 0 0 22", GOOD),
    ("a blank before a full-width colon", " ：22 0 0 0 0 0 22", ["colon 8"], ": 22 0 0 0 0 0 22", GOOD),
    ("a full-width colon with its blank", "： 22 0 0 0 0 0 22", ["colon 7"], ": 22 0 0 0 0 0 22", GOOD),
    ("no blank behind the colon", ":22 0 0 0 0 0 22", ["colon 7"], ": 22 0 0 0 0 0 22", GOOD),
    ("a full-width blank behind it", ":　22 0 0 0 0 0 22", ["colon 7"], ":  22 0 0 0 0 0 22", GOOD),
    ("U+00A0 behind it", ":\u00a022 0 0 0 0 0 22", ["colon 7"], ": 22 0 0 0 0 0 22", GOOD),
    ("no colon", "  22 0 0 0 0 0 22", ["colon 7"], ": 22 0 0 0 0 0 22", GOOD),
    ("a semicolon for the colon", "；22 0 0 0 0 0 22", ["colon 7"], ": 22 0 0 0 0 0 22", GOOD),
    ("# behind a full row", ": 22 0 0 0 0 0 22 #备注", [], None, GOOD),
    ("# amid a row", ": 22 0 0 #0 0 0 22", ["wrong-count 9"], None, NOTHING),
    ("# glued to the last number", ": 22 0 0 0 0 0 22# 备注", ["note 24"], ": 22 0 0 0 0 0 22  # 备注", GOOD),
    (
        "a full-width blank before #",
        ": 22 0 0 0 0 0 22　# 备注",
        ["note 25"],
        ": 22 0 0 0 0 0 22  # 备注",
        GOOD,
    ),
    ("a full-width ＃", ": 22 0 0 0 0 0 22 ＃备注", ["note 25"], ": 22 0 0 0 0 0 22  # 备注", GOOD),
    (
        "a remark in parentheses",
        ": 22 0 0 0 0 0 22 （备注）",
        ["note 25"],
        ": 22 0 0 0 0 0 22  # （备注）",
        GOOD,
    ),
    ("… with a colon", ": 22 0 0 0 0 0 22（注: 无）", ["note 24"], ": 22 0 0 0 0 0 22  # （注: 无）", GOOD),
    ("a remark behind //", ": 22 0 0 0 0 0 22 // 备注", ["note 25"], ": 22 0 0 0 0 0 22  # 备注", GOOD),
    (
        "brackets without their end",
        ": [22, 0, 0, 0, 0, 0, 22",
        ["brackets 9", "comma 12"],
        ": 22 0 0 0 0 0 22",
        GOOD,
    ),
    (
        "brackets and commas",
        ": [22, 0, 0, 0, 0, 0, 22]",
        ["brackets 9", "comma 12"],
        ": 22 0 0 0 0 0 22",
        GOOD,
    ),
    ("English quotes round one", ': "22" 0 0 0 0 0 22', ["quoted-number 9"], ": 22 0 0 0 0 0 22", GOOD),
    ("English quotes round all", ': "22 0 0 0 0 0 22"', ["quoted-number 9"], ": 22 0 0 0 0 0 22", GOOD),
    ("- first", ": - 0 0 0 0 0 22", ["no-number 9"], None, ["unreadable", 0, 0, 0, 0, 0, 22]),
    ("? first", ": ? 0 0 0 0 0 22", ["no-number 9"], None, ["unreadable", 0, 0, 0, 0, 0, 22]),
    ("* first", ": * 0 0 0 0 0 22", ["no-number 9"], None, ["unreadable", 0, 0, 0, 0, 0, 22]),
    ("& first", ": & 0 0 0 0 0 22", ["no-number 9"], None, ["unreadable", 0, 0, 0, 0, 0, 22]),
    ("% first", ": % 0 0 0 0 0 22", ["no-number 9"], None, ["unreadable", 0, 0, 0, 0, 0, 22]),
    ("@ first", ": @ 0 0 0 0 0 22", ["no-number 9"], None, ["unreadable", 0, 0, 0, 0, 0, 22]),
    ("| first", ": | 0 0 0 0 0 22", ["no-number 9"], None, ["unreadable", 0, 0, 0, 0, 0, 22]),
    ("> first", ": > 0 0 0 0 0 22", ["no-number 9"], None, ["unreadable", 0, 0, 0, 0, 0, 22]),
    (
        "! first, silently 0 in YAML",
        ": ! 0 0 0 0 0 22",
        ["no-number 9"],
        None,
        ["unreadable", 0, 0, 0, 0, 0, 22],
    ),
    ("` first", ": ` 0 0 0 0 0 22", ["no-number 9"], None, ["unreadable", 0, 0, 0, 0, 0, 22]),
    (
        "a colon amid the row",
        ": 22: 0 0 0 0 0 22",
        ["not-a-number 9"],
        None,
        ["unreadable", 0, 0, 0, 0, 0, 22],
    ),
    ("nothing at all", ":", ["empty-row 3"], None, NOTHING),
]


@pytest.mark.parametrize(
    ("typed", "faults", "mended", "figures"), [case[1:] for case in ROWS], ids=[c[0] for c in ROWS]
)
def test_a_row_is_told_at_its_place_and_mended(
    typed: str, faults: list[str], mended: str | None, figures: list[object]
) -> None:
    text = row_retyped(ROW, typed)
    found = read(text)
    line = line_of(WHOLE, f"  {ROW}:")
    assert found.places == [f"{fault.split()[0]} {line}:{fault.split()[1]}" for fault in faults]
    assert line_at(found.mended, line) == f"  {ROW}{typed if mended is None else mended}"
    assert found.row(ROW) == figures
    assert read(found.mended).kinds == ([] if mended else found.kinds)


R = "  予以公开:        22     0     0     0     0     0    22  # 三、（一）予以公开\n"
S = "    说明: |\n      2023年全面清理规范性文件，统计范围有调整。\n"
HEAD = "主动公开:\n"
ITEM = "  - 问题: S102                              # 代码或名称（现行有效件数）都可以\n"
DAY = "发布日期: 2024-03-08                                    # 没有或写“待定”＝草稿，不发布\n"

# what · the part replaced · typed instead · faults with line (counted from the part) and column · mended
PARTS = [
    (
        "a row over two lines",
        R,
        "  予以公开: 22 0 0\n      0 0 0 22\n",
        ["row-broken 2:7"],
        "  予以公开: 22 0 0 0 0 0 22\n",
    ),
    (
        "… not indented",
        R,
        "  予以公开: 22 0 0\n0 0 0 22\n",
        ["row-broken 2:1"],
        "  予以公开: 22 0 0 0 0 0 22\n",
    ),
    (
        "… with a remark between",
        R,
        "  予以公开: 22 0 0  # 注\n      0 0 0 22\n",
        ["row-broken 2:7"],
        "  予以公开: 22 0 0 0 0 0 22  # 注\n",
    ),
    (
        "… all on the next line",
        R,
        "  予以公开:\n    22 0 0 0 0 0 22\n",
        ["row-broken 2:5"],
        "  予以公开: 22 0 0 0 0 0 22\n",
    ),
    ("… with a wrong count", R, "  予以公开: 22 0 0\n      0 0 22\n", ["row-broken 2:7"], None),
    ("fourteen numbers", R, R + "    19 1 0 0 0 0 20\n", ["row-without-name 2:5"], None),
    ("two rows in one line", R, "  予以公开: 22 0 0 0 0 0 22 上年结转\n", ["wrong-count 1:9"], None),
    (
        "a tab as indentation",
        R,
        "\t予以公开: 22 0 0 0 0 0 22\n",
        ["indent-sign 1:1"],
        "  予以公开: 22 0 0 0 0 0 22\n",
    ),
    (
        "a full-width blank as indentation",
        R,
        "　予以公开: 22 0 0 0 0 0 22\n",
        ["indent-sign 1:1"],
        "  予以公开: 22 0 0 0 0 0 22\n",
    ),
    (
        "two of them",
        R,
        "　　予以公开: 22 0 0 0 0 0 22\n",
        ["indent-sign 1:1"],
        "  予以公开: 22 0 0 0 0 0 22\n",
    ),
    (
        "U+00A0 as indentation",
        R,
        "\u00a0\u00a0予以公开: 22 0 0 0 0 0 22\n",
        ["indent-sign 1:1"],
        "  予以公开: 22 0 0 0 0 0 22\n",
    ),
    ("one blank too many", R, " " + R, ["indent-depth 1:1"], R),
    ("one blank too few", R, R[1:], ["indent-depth 1:1"], R),
    ("no indentation", R, R[2:], ["indent-depth 1:1"], R),
    (
        "a sign before the name",
        R,
        "  * 予以公开: 22 0 0 0 0 0 22\n",
        ["name-sign 1:3"],
        "  予以公开: 22 0 0 0 0 0 22\n",
    ),
    (
        "a row as an item of a list",
        R,
        "  - 予以公开: 22 0 0 0 0 0 22\n",
        ["name-sign 1:3"],
        "  予以公开: 22 0 0 0 0 0 22\n",
    ),
    (
        "U+2028 for the line's end",
        R,
        R[:-1] + "\u2028  部分公开: 0\n",
        ["line-sign 1:67", "duplicate-key 2:3", "wrong-count 1:76"],
        None,
    ),
    ("a remark as a line with ＃", R, "  ＃ 说明\n" + R, ["note 1:3"], "  # 说明\n" + R),
    ("… behind a full-width blank", R, "　# 说明\n" + R, ["note 1:1"], "  # 说明\n" + R),
    ("… behind a tab", R, "\t# 说明\n" + R, ["note 1:1"], "  # 说明\n" + R),
    ("… with //", R, "// 说明\n" + R, ["note 1:1"], "# 说明\n" + R),
    ("a line of odd blanks", R, "　\t\n" + R, [], None),
    ("something pasted", R, "以下是表格\n" + R, ["not-an-entry 1:1"], None),
    ("a line to part the file", R, "---\n" + R, ["marker 1:1"], None),
    ("a table's full-width colon", "申请:\n", "申请：\n", ["colon 1:3"], "申请:\n"),
    ("a table without its colon", "申请:\n", "申请\n", ["colon 1:3"], "申请:\n"),
    ("a table indented by a full-width blank", "申请:\n", "　申请:\n", ["indent-sign 1:1"], "申请:\n"),
    ("a group's full-width colon", "  不予处理:", "  不予处理：", ["colon 1:7"], "  不予处理:"),
    ("a number behind a group", "  不予处理: ", "  不予处理: 5", ["value-above-rows 1:9"], None),
    ("“none” above rows", "申请:\n", "申请: 无\n", ["value-above-rows 1:5"], None),
    ("an item's full-width dash", ITEM, "  － 问题: S102\n", ["dash 1:3"], "  - 问题: S102\n"),
    ("a Chinese dash", ITEM, "  —问题: S102\n", ["dash 1:3"], "  - 问题: S102\n"),
    ("a dash without its blank", ITEM, "  -问题: S102\n", ["dash 1:3"], "  - 问题: S102\n"),
    ("no dash", ITEM, "  问题: S102\n", ["dash 1:3"], "  - 问题: S102\n"),
    ("an item not named", ITEM, "  - S102\n", ["item-not-named 1:5"], None),
    ("an item amid a table", R, R + "  - 问题: S102\n    位置: x\n", ["stray-item 2:3"], None),
    ("a list's name indented", "    位置: ", "　　位置: ", ["indent-sign 1:1"], "    位置: "),
    (
        "an English colon in a text",
        S,
        "    说明: 注: 无\n",
        ["colon-in-text 1:10"],
        "    说明: |\n      注: 无\n",
    ),
    ("a text that ends in one", S, "    说明: 见下:\n", ["colon-in-text 1:11"], "    说明: |\n      见下:\n"),
    ("# in a text", S, "    说明: 见通知 #3 号\n", ["text-lost 1:13"], None),
    ("# with its blank is a remark", S, "    说明: 见通知  # 3 号\n", [], None),
    ("a quote without its end", S, '    说明: "全年清理\n', ["quote-open 1:9"], None),
    ("a quote that ends early", S, '    说明: "一网通办"年报\n', ["quote-early 1:9"], None),
    ("a quote that ends early in a title", DAY, DAY + '文号: "一网通办"年报\n', ["quote-early 2:5"], None),
    ("a backslash between quotes", S, '    说明: "D:\\年报"\n', ["backslash 1:9"], None),
    ("a quote over two lines", S, '    说明: "全年\n      清理"\n', [], None),
    ("brackets round the year", DAY, DAY + "文号: [2024]2号\n", ["sign-first 2:5"], None),
    ("brackets round it all", DAY, DAY + "文号: [2024]\n", ["list-in-text 2:5"], None),
    ("* before a text", S, "    说明: *重要\n", ["sign-first 1:9"], None),
    ("- before a text", S, "    说明: - 重要\n", ["sign-first 1:9"], None),
    ("& before a text", S, "    说明: &重要\n", ["sign-first 1:9"], None),
    ("! before a text", S, "    说明: !重要\n", ["sign-first 1:9"], None),
    ("% before a text", S, "    说明: %5\n", ["sign-first 1:9"], None),
    ("@ before a text", S, "    说明: @办公室\n", ["sign-first 1:9"], None),
    ("> beside a text", S, "    说明: > 重要\n", ["sign-first 1:9"], None),
    ("{ before a text", S, "    说明: {申请-本年新收}\n", ["sign-first 1:9"], None),
    ("a full-width bar", S, "    说明: ｜\n      全年\n", ["pipe 1:9"], "    说明: |\n      全年\n"),
    (
        "text beside a full-width bar",
        S,
        "    说明: ｜ 全年\n",
        ["pipe-text 1:9"],
        "    说明: |\n      全年\n",
    ),
    ("text beside the bar", S, "    说明: | 全年\n", ["pipe-text 1:9"], "    说明: |\n      全年\n"),
    (
        "text under the bar not indented",
        S,
        "    说明: |\n全年\n",
        ["text-not-indented 2:1"],
        "    说明: |\n      全年\n",
    ),
    (
        "… as far as its name",
        S,
        "    说明: |\n    全年\n",
        ["text-not-indented 2:1"],
        "    说明: |\n      全年\n",
    ),
    (
        "… by full-width blanks",
        S,
        "    说明: |\n　　全年\n",
        ["text-not-indented 2:1"],
        "    说明: |\n      全年\n",
    ),
    ("full-width blanks behind real ones", S, "    说明: |\n      　　全年\n", [], None),
    (
        "a text over two lines",
        S,
        "    说明: 全年\n      清理\n",
        ["text-broken 2:7"],
        "    说明: |\n      全年\n      清理\n",
    ),
    (
        "… with a remark between",
        S,
        "    说明: 全年  # 注\n      清理\n",
        ["text-broken 2:7"],
        "    说明: |  # 注\n      全年\n      清理\n",
    ),
    ("a full-width colon in a text", S, "    说明: 注：无\n", [], None),
    ("an address in a text", S, "    说明: 见 http://a.cn/b#c\n", [], None),
    ("a zero-width blank in a text", S, "    说明: 全\u200b年\n", ["invisible 1:10"], "    说明: 全年\n"),
    (
        "U+2028 under the bar",
        S,
        "    说明: |\n      全\u2028年\n",
        ["line-sign 2:8"],
        "    说明: |\n      全\n      年\n",
    ),
    ("a full-width blank in a text", S, "    说明: 全　年\n", [], None),
    (
        "an item of a list of files",
        HEAD,
        "附件:\n  － 甲.pdf\n" + HEAD,
        ["dash 2:3"],
        "附件:\n  - 甲.pdf\n" + HEAD,
    ),
    ("a list in brackets", HEAD, "附件: [甲.pdf, 乙.pdf]\n" + HEAD, [], None),
    ("a postal code", HEAD, "索引号: 010010\n" + HEAD, [], None),
    ("an edition in quotes", HEAD, "版式: '2021'\n" + HEAD, [], None),
    ("an edition as a number", HEAD, "版式: 2021\n" + HEAD, [], None),
]


@pytest.mark.parametrize(
    ("old", "new", "faults", "mended"), [case[1:] for case in PARTS], ids=[c[0] for c in PARTS]
)
def test_a_part_is_told_at_its_place_and_mended(
    old: str, new: str, faults: list[str], mended: str | None
) -> None:
    first = line_of(WHOLE, old)
    found = read(retyped(old, new))
    assert sorted(found.places) == sorted(_counted_from(first, fault) for fault in faults)
    if mended is not None:
        assert found.mended == retyped(old, mended)
        assert read(found.mended).kinds == []
    elif not any(fault.edits for fault in found.faults):
        assert found.mended == found.text


def _counted_from(first: int, fault: str) -> str:
    kind, place = fault.split()
    line, column = place.split(":")
    return f"{kind} {first + int(line) - 1}:{column}"


def test_u2028_before_a_row_begins_a_new_line() -> None:
    text = retyped("\n  上年结转", "\u2028  上年结转")
    found = read(text)
    assert found.kinds == ["line-sign"]
    assert found.mended == WHOLE


def test_two_rows_in_one_line_are_parted() -> None:
    text = retyped("  # 一、本年新收政府信息公开申请数量\n  上年结转", " 上年结转")
    found = read(text)
    assert found.kinds == ["two-entries"]
    assert found.row("本年新收") == [80, 1, 0, 0, 0, 0, 81]
    assert found.row("上年结转") == [0] * 7


@pytest.mark.parametrize("blank", ["\t", "　", "\u00a0\u00a0"], ids=["tabs", "full-width", "web page"])
def test_a_whole_table_indented_by_other_signs_is_mended(blank: str) -> None:
    start, end = WHOLE.index("  列:          自然人"), WHOLE.index("\n复议诉讼:")
    lines = [
        blank * ((len(line) - len(line.lstrip())) // 2) + line.lstrip()
        for line in WHOLE[start:end].split("\n")
    ]
    found = read(WHOLE[:start] + "\n".join(lines) + WHOLE[end:])
    assert set(found.kinds) == {"indent-sign"}
    assert found.mended == WHOLE


def test_group_rows_as_far_left_as_their_group_are_moved_right() -> None:
    found = read(WHOLE.replace("\n    国家", "\n  国家").replace("\n    法律", "\n  法律"))
    assert found.kinds == ["indent-depth", "indent-depth"]
    assert found.mended == WHOLE


def test_all_faults_of_a_file_are_told_in_one_run() -> None:
    text = retyped("发布日期: 2024-03-08", "发布日期：2024年3月8日")
    text = retyped("申请:\n", "申请：\n", text)
    text = retyped("0     0     0    20", "０，0，0，0，20", text)
    text = retyped("说明: |\n      2023", '说明: "2023', text)
    text = retyped("原因: 统计", "原因: [2024] 统计", text)
    assert read(text).kinds == ["colon", "date-form", "colon", "comma-unclear", "quote-open", "sign-first"]


def test_the_same_name_twice_names_both_lines() -> None:
    found = read(retyped(R, R + R))
    assert found.kinds == ["duplicate-key"]
    first = line_of(WHOLE, R)
    assert (found.faults[0].facts["first_line"], found.faults[0].facts["line"]) == (first, first + 1)


def test_line_ends_of_windows_and_a_mark_at_the_head_are_nothing_to_mention() -> None:
    assert read(WHOLE.replace("\n", "\r\n")).kinds == []
    assert read("\ufeff" + WHOLE).kinds == []
    assert read("\ufeff" + WHOLE).row(ROW) == GOOD


def test_places_are_those_of_the_original_with_windows_line_ends_too() -> None:
    text = row_retyped(ROW, "：22 0 0 0 0 0 22").replace("\n", "\r\n")
    assert read(text).places == [f"colon {line_of(WHOLE, '  ' + ROW + ':')}:7"]


def test_line_ends_of_very_old_programs_are_mended() -> None:
    found = read(WHOLE.replace("\n", "\r"))
    assert found.kinds == ["line-sign"]
    assert found.mended == WHOLE


# -- mending by itself


def test_a_clean_file_is_passed_over() -> None:
    mended = mend(WHOLE, SHAPE)
    assert mended.text is WHOLE
    assert (mended.faults, mended.pieces) == ((), ())
    thorough = mend(WHOLE, SHAPE, thorough=True)
    assert (thorough.text, thorough.faults) == (WHOLE, ())


def test_every_place_of_the_mended_text_is_known_in_the_original() -> None:
    text = "申请：\n　本年新收：80 1 0\u200b 0 0 0 81\n"
    mended = mend(text, SHAPE)
    assert mended.text == "申请:\n  本年新收: 80 1 0 0 0 0 81\n"
    for part in ("申请", "本年新收", "80", "81"):
        assert mended.original(mended.text.index(part)) == text.index(part)
        assert mended.original_end(mended.text.index(part) + len(part)) == text.index(part) + len(part)


def test_the_text_is_the_original_with_the_edits_made() -> None:
    text = "申请：\n　本年新收：80 1 0 0 0 0 81\n"
    mended = mend(text, SHAPE)
    assert apply_edits(text, [edit for fault in mended.faults for edit in fault.edits]) == mended.text


def test_names_alone_are_enough_for_other_files() -> None:
    names = frozenset({"全称", "类别", "电话"})
    mended = mend("全称：某某局\n类别:工作部门\n联系：\n  电话：010\n", names)
    assert mended.text == "全称: 某某局\n类别: 工作部门\n联系:\n  电话: 010\n"
    assert [fault.kind for fault in mended.faults] == ["colon"] * 4


def test_a_text_without_any_known_name_is_no_report() -> None:
    assert read("一、总体情况\n2023年，全区认真贯彻落实。\n").kinds == ["not-a-report"]
    assert read("").kinds == ["not-a-report"]


def test_edits_at_one_place_are_made_in_their_order() -> None:
    assert apply_edits("ab", [Edit(1, 1, "x"), Edit(0, 1, ""), Edit(1, 1, "x")]) == "xb"


@pytest.mark.parametrize(
    "part",
    [
        "  列:          自然人",
        "    国家秘密",
        "    法律禁止",
        "    其他情形",
        "  结转下年",
        "  规章",
        "  行政复议",
    ],
)
@pytest.mark.parametrize("step", [-1, 1], ids=["one blank less", "one blank more"])
def test_a_line_out_of_step_is_moved_back_and_no_other(part: str, step: int) -> None:
    found = read(retyped(part, part[1:] if step < 0 else " " + part))
    assert found.places == [f"indent-depth {line_of(WHOLE, part)}:1"]
    assert found.mended == WHOLE
