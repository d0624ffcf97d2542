"""The national forms: complete, laid out as printed, and declared in one place only."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from nianbao.forms import Form, edition_for, find_cells
from nianbao.forms.loading import FormError, load_form
from nianbao.grid import Slot, lay_out

PACKAGE = Path(__file__).parent.parent / "nianbao"


def form(edition: str) -> Form:
    return load_form((PACKAGE / "forms" / f"{edition}.yaml").read_text(encoding="utf-8"))


FORM_2019, FORM_2021 = form("2019"), form("2021")


def printed(form: Form, table: str) -> list[str]:
    """Each printed row as text: labels with their spans (rows×columns when not 1×1), figures as ·."""

    def slot(slot: Slot) -> str:
        span = "" if (slot.rowspan, slot.colspan) == (1, 1) else f"[{slot.rowspan}×{slot.colspan}]"
        return (slot.text if slot.cell is None else "·") + span

    return [" | ".join(slot(item) for item in row.slots) for row in lay_out(form.table(table)).rows]


def test_an_edition_has_every_figure_of_the_national_form() -> None:
    assert [len(table.cells) for table in FORM_2021.tables] == [10, 175, 15]
    assert [len(table.cells) for table in FORM_2019.tables] == [22, 161, 15]


def test_a_2021_report_has_42_equations_within_one_year() -> None:
    rules = [equation.rule for equation in FORM_2021.equations if not equation.crosses_years]
    assert {rule: rules.count(rule) for rule in rules} == {
        "balance": 7, "results": 7, "row-total": 25, "outcome-total": 3,
    }  # fmt: skip


def test_a_2019_report_has_the_same_equations_for_its_23_rows() -> None:
    rules = [equation.rule for equation in FORM_2019.equations if not equation.crosses_years]
    assert {rule: rules.count(rule) for rule in rules} == {
        "balance": 7, "results": 7, "row-total": 23, "outcome-total": 3,
    }  # fmt: skip


def test_table_2_of_2021_is_printed_as_four_blocks_of_four_columns() -> None:
    assert printed(FORM_2021, "disclosure") == [
        "第二十条第（一）项[1×4]",
        "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数",
        "规章 | · | · | ·",
        "行政规范性文件 | · | · | ·",
        "第二十条第（五）项[1×4]",
        "信息内容 | 本年处理决定数量[1×3]",
        "行政许可 | ·[1×3]",
        "第二十条第（六）项[1×4]",
        "信息内容 | 本年处理决定数量[1×3]",
        "行政处罚 | ·[1×3]",
        "行政强制 | ·[1×3]",
        "第二十条第（八）项[1×4]",
        "信息内容 | 本年收费金额（单位：万元）[1×3]",
        "行政事业性收费 | ·[1×3]",
    ]


SEVEN = " | ".join("·" * 7)
HEAD_3 = [
    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）[3×3] | 申请人情况[1×7]",
    "自然人[2×1] | 法人或其他组织[1×5] | 总计[2×1]",
    "商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他",
    f"一、本年新收政府信息公开申请数量[1×3] | {SEVEN}",
    f"二、上年结转政府信息公开申请数量[1×3] | {SEVEN}",
]
MIDDLE_3 = [
    f"（二）部分公开（区分处理的，只计这一情形，不计其他情形）[1×2] | {SEVEN}",
    f"（三）不予公开[8×1] | 1.属于国家秘密 | {SEVEN}",
    f"2.其他法律行政法规禁止公开 | {SEVEN}",
    f"3.危及“三安全一稳定” | {SEVEN}",
    f"4.保护第三方合法权益 | {SEVEN}",
    f"5.属于三类内部事务信息 | {SEVEN}",
    f"6.属于四类过程性信息 | {SEVEN}",
    f"7.属于行政执法案卷 | {SEVEN}",
    f"8.属于行政查询事项 | {SEVEN}",
    f"（四）无法提供[3×1] | 1.本机关不掌握相关政府信息 | {SEVEN}",
    f"2.没有现成信息需要另行制作 | {SEVEN}",
    f"3.补正后申请内容仍不明确 | {SEVEN}",
    f"（五）不予处理[5×1] | 1.信访举报投诉类申请 | {SEVEN}",
    f"2.重复申请 | {SEVEN}",
    f"3.要求提供公开出版物 | {SEVEN}",
    f"4.无正当理由大量反复申请 | {SEVEN}",
    f"5.要求行政机关确认或重新出具已获取信息 | {SEVEN}",
]
TAIL_3 = [f"（七）总计[1×2] | {SEVEN}", f"四、结转下年度继续办理[1×3] | {SEVEN}"]


def test_table_3_of_2021_is_printed_with_its_25_rows() -> None:
    assert printed(FORM_2021, "requests") == [
        *HEAD_3,
        f"三、本年度办理结果[22×1] | （一）予以公开[1×2] | {SEVEN}",
        *MIDDLE_3,
        f"（六）其他处理[3×1] | 1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 | {SEVEN}",
        f"2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请 | {SEVEN}",
        f"3.其他 | {SEVEN}",
        *TAIL_3,
    ]


def test_table_3_of_2019_has_one_row_for_other_handling() -> None:
    assert printed(FORM_2019, "requests") == [
        *HEAD_3,
        f"三、本年度办理结果[20×1] | （一）予以公开[1×2] | {SEVEN}",
        *MIDDLE_3,
        f"（六）其他处理[1×2] | {SEVEN}",
        *TAIL_3,
    ]


@pytest.mark.parametrize("form", [FORM_2019, FORM_2021], ids=["2019", "2021"])
def test_table_4_is_printed_as_one_row_under_a_three_deep_head(form: Form) -> None:
    five = "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计"
    assert printed(form, "disputes") == [
        "行政复议[1×5] | 行政诉讼[1×10]",
        "结果维持[2×1] | 结果纠正[2×1] | 其他结果[2×1] | 尚未审结[2×1] | 总计[2×1]"
        " | 未经复议直接起诉[1×5] | 复议后起诉[1×5]",
        f"{five} | {five}",
        " | ".join("·" * 15),
    ]


def test_table_2_of_2019_is_printed_as_five_blocks() -> None:
    rows = printed(FORM_2019, "disclosure")
    assert [row.partition("[")[0] for row in rows if "条" in row] == [
        f"第二十条第（{number}）项" for number in "一五六八九"
    ]
    assert "信息内容 | 本年新制作数量[1×2] | 本年新公开数量[1×2] | 对外公开总数量[1×2]" in rows
    assert rows.count("信息内容 | 上一年项目数量[1×2] | 本年增/减[1×2] | 处理决定数量[1×2]") == 2
    assert "信息内容 | 上一年项目数量[1×3] | 本年增/减[1×3]" in rows
    assert "政府集中采购 | ·[1×3] | ·[1×3]" in rows


@pytest.mark.parametrize("form", [FORM_2019, FORM_2021], ids=["2019", "2021"])
def test_a_grid_covers_every_place_once(form: Form) -> None:
    for table in form.tables:
        grid = lay_out(table)
        covered: set[tuple[int, int]] = set()
        for number, row in enumerate(grid.rows):
            column = 0
            for slot in row.slots:
                while (number, column) in covered:
                    column += 1
                places = {
                    (number + down, column + right)
                    for down in range(slot.rowspan)
                    for right in range(slot.colspan)
                }
                assert not places & covered
                covered |= places
        assert covered == {(row, column) for row in range(len(grid.rows)) for column in range(grid.columns)}


@pytest.mark.parametrize("form", [FORM_2019, FORM_2021], ids=["2019", "2021"])
def test_the_headers_of_a_figure_spell_its_labels(form: Form) -> None:
    for table in form.tables:
        grid = lay_out(table)
        texts = {slot.id: slot.text for row in grid.rows for slot in row.slots if slot.kind != "value"}
        for row in grid.rows:
            for slot in row.slots:
                if slot.cell is not None:
                    spoken = [texts[header] for header in slot.headers]
                    banner = [text for text in spoken[:1] if text.startswith("第二十条")]
                    assert spoken == [*banner, *slot.cell.row_labels, *slot.cell.column_labels]


def test_row_names_of_tables_3_and_4_have_four_characters_so_that_columns_align() -> None:
    for form in (FORM_2019, FORM_2021):
        for key in ("requests", "disputes"):
            assert {len(line.name) for line in form.table(key).entry if line.kind != "guard"} == {4}


def test_a_path_names_a_cell_with_or_without_its_group_and_with_any_mark() -> None:
    expected = ["requests.not_processed.repeated.natural_person"]
    for path in (
        "申请-重复申请-自然人",
        "申请。不予处理／重复申请、自然人",
        " 申请 > 重复申请 > 自然人 ",
        expected[0],
    ):
        assert [cell.address for cell in find_cells(FORM_2021, path)] == expected


def test_a_path_that_fits_several_cells_returns_them_all() -> None:
    assert len(find_cells(FORM_2021, "申请-其他")) == 25
    assert find_cells(FORM_2021, "申请-没有这一行-自然人") == []


def test_the_year_decides_the_edition() -> None:
    forms = {"2019": FORM_2019, "2021": FORM_2021}
    assert [edition_for(forms, year) for year in (2018, 2019, 2020, 2021, 2040)] == [
        None, FORM_2019, FORM_2019, FORM_2021, FORM_2021,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (("equation: total = natural", "equation: total == natural"), "form-bad-equation"),
        (("received: requests.new_requests.total", "received: requests.gone.total"), "form-unknown-address"),
        (("edition: '2021'", "ausgabe: '2021'"), "form-missing-key"),
        (("key: carried_over,", "key: new_requests,"), "form-duplicate-address"),
    ],
)
def test_a_wrong_declaration_is_named_at_its_place(change: tuple[str, str], kind: str) -> None:
    text = (PACKAGE / "forms/2021.yaml").read_text(encoding="utf-8")
    assert change[0] in text
    with pytest.raises(FormError) as caught:
        load_form(text.replace(*change))
    assert caught.value.fault.facts["kind"] == kind


def test_no_word_of_a_form_is_written_in_the_code() -> None:
    words = set()
    for form in (FORM_2019, FORM_2021):
        words |= {cell.address for cell in form.cells} | {section.title for section in form.sections}
        for table in form.tables:
            words |= {table.name, table.title, table.place}
            words |= {line.name for line in table.entry}
            for row in lay_out(table).rows:
                words |= {slot.text for slot in row.slots}
    words -= {"", "2019", "2021"}
    for file in PACKAGE.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        # A piece of a sentence such as f"{name}列" is no word standing alone.
        pieces = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces:
                assert node.value not in words, f"{file.name}:{node.lineno} writes {node.value!r}"


def test_every_way_a_declaration_can_be_wrong_has_words() -> None:
    import re

    from nianbao.rules.site import FORM_WORDS

    source = (PACKAGE / "forms/loading.py").read_text(encoding="utf-8")
    assert set(re.findall(r'"(form-[a-z-]+)"', source)) == set(FORM_WORDS)
