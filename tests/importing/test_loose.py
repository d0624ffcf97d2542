"""Tables in running text are read by their labels, in whatever way the text parts their figures."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.forms import Form
from nianbao.forms.loading import load_form
from nianbao.grid import Slot
from nianbao.importing.document import Paragraph, Place
from nianbao.importing.matched import PENDING, Read
from nianbao.importing.running.loose import Loose, read_loose
from nianbao.importing.running.plain import read_text
from nianbao.report import read_report
from tests.importing.examples import EXAMPLES, needs_examples
from tests.importing.running_samples import (
    GLUED,
    PARTED,
    Shape,
    adding_up,
    adds_up,
    blanks,
    glued,
    piped,
    print_report,
    said,
    tabbed,
)
from tests.sites import FORM, ROOT

FORMS = {
    "2021": FORM,
    "2019": load_form((ROOT / "nianbao/forms/2019.yaml").read_text(encoding="utf-8")),
    "2031": load_form((ROOT / "tests/editions/2031.yaml").read_text(encoding="utf-8")),
}


def read(text: str, form: Form = FORM, known: dict[str, Read] | None = None) -> Loose:
    paragraphs = [block for block in read_text(text.encode()).blocks if isinstance(block, Paragraph)]
    return read_loose(paragraphs, form, form.tables, known or {})


def typed(loose: Loose) -> dict[str, str]:
    return {address: cell.typed for address, cell in loose.cells.items()}


def truth(path: str, year: int) -> dict[str, str]:
    report, _ = read_report((ROOT / "content/reports" / path).read_text(encoding="utf-8"), FORM, year)
    assert report is not None
    return {cell.address: report.figures[cell.index].sign for cell in FORM.cells}


def zeros(form: Form = FORM) -> dict[str, str]:
    return {cell.address: "0" for cell in form.cells}


def part(text: str, start: str, end: str) -> str:
    return text[text.index(start) : text.index(end)]


# The examples.


@needs_examples
def test_one_cell_a_line_behind_tabs_is_read_whole() -> None:
    loose = read((EXAMPLES / "2023-dongcheng-government-office.txt").read_text(encoding="utf-8"))
    assert typed(loose) == truth("dongcheng/government-office/2023.yaml", 2023)
    assert not any(cell.note for cell in loose.cells.values())
    assert loose.unmapped == ()
    assert [loose.paragraphs[count - 1].text for count in loose.anchors.values()] == [
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    ]


@needs_examples
@pytest.mark.parametrize("year", [2022, 2023])
def test_figures_run_together_are_split_and_never_guessed(year: int) -> None:
    loose = read((EXAMPLES / f"{year}-pingtan-experimental-zone.txt").read_text(encoding="utf-8"))
    expected = truth(f"pingtan/{year}.yaml", year)
    assert set(loose.cells) == set(expected)
    pending = {address for address, cell in loose.cells.items() if cell.typed == PENDING}
    # The three figures of one row of table 2, for which the form has no equation.
    assert len(pending) == 3 and all("normative" in address for address in pending)
    assert all("可以拆成" in loose.cells[address].note for address in pending)
    assert {a: v for a, v in typed(loose).items() if a not in pending} == {
        a: v for a, v in expected.items() if a not in pending
    }


@needs_examples
def test_a_table_within_one_giant_paragraph_is_cut_out_exactly() -> None:
    loose = read((EXAMPLES / "2023-pingtan-experimental-zone.txt").read_text(encoding="utf-8"))
    assert [(p.text[:8], p.text[-11:]) for p in loose.paragraphs] == [
        ("本报告根据《中华", "、主动公开政府信息情况"),
        ("三、收到和处理政", "理政府信息公开申请情况"),
        ("四、政府信息公开", "行政复议、行政诉讼情况"),
        ("五、存在的主要问", "无收取信息处理费情况。"),
    ]
    assert loose.anchors == {"disclosure": 1, "requests": 2, "disputes": 3}


# Shapes.


@pytest.mark.parametrize("edition", FORMS)
@pytest.mark.parametrize("shape", PARTED)
def test_figures_that_are_parted_are_read_exactly_without_a_note(shape: str, edition: str) -> None:
    form = FORMS[edition]

    @given(st.integers(0, 100_000))
    @settings(max_examples=4, deadline=None)
    def check(seed: int) -> None:
        figures = adding_up(form, random.Random(seed))
        loose = read(print_report(form, figures, PARTED[shape]), form)
        assert typed(loose) == figures
        assert not any(cell.note for cell in loose.cells.values())
        assert loose.unmapped == ()
        assert [p.text for p in loose.paragraphs if p.text in {s.title for s in form.sections}] == [
            section.title for section in form.sections
        ]
        assert all(
            not re.search(r"\d", p.text) or "12件" in p.text or "版" in p.text for p in loose.paragraphs
        )

    check()


@pytest.mark.parametrize("edition", ["2019", "2021"])
@pytest.mark.parametrize("shape", GLUED)
def test_figures_run_together_are_never_wrong_and_mostly_known(shape: str, edition: str) -> None:
    form = FORMS[edition]
    known = cells = 0
    for seed in range(8):
        figures = adding_up(form, random.Random(seed))
        assert adds_up_counts(form, figures)
        loose = read(print_report(form, figures, GLUED[shape], glue=""), form)
        for address, value in figures.items():
            cell = loose.cells[address]
            cells += 1
            known += cell.typed == value
            assert cell.typed in (value, PENDING), (seed, address, cell)
            assert cell.note or cell.typed == value
    assert known / cells >= 0.9


def adds_up_counts(form: Form, figures: dict[str, str]) -> bool:
    plain = {a: v if re.fullmatch(r"-?\d+", v) else "0" for a, v in figures.items()}
    return adds_up(form, plain)


@given(st.integers(0, 100_000))
@settings(max_examples=15, deadline=None)
def test_mixed_and_missing_separators_give_no_wrong_figure_without_a_note(seed: int) -> None:
    random_ = random.Random(seed)
    figures = adding_up(FORM, random_)
    text = re.sub(
        r"(?<=\d)[ \n]+(?=\d)",
        lambda _: "" if random_.random() < 0.1 else random_.choice([" ", "\t", "\n", "　", " | "]),
        print_report(FORM, figures, blanks),
    )
    loose = read(text)
    right = sum(typed(loose).get(address) == value for address, value in figures.items())
    assert right >= 180
    for address, cell in loose.cells.items():
        assert cell.typed == figures[address] or cell.note


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("（", "("),
        ("1.", "1、"),
        ("1.", ""),
        ("其他", "其它"),
        ("、行政机关不再处理其政府信息公开申请", "，"),
        ("“三安全一稳定”", '"三安全一稳定"'),
        ("商业企业", "商业\n企业"),
        ("总计", "合计"),
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开"),
        ("申请内容仍不明确", "申请内容仍不明"),
        ("规章", "规章（设区的市、自治州人民政府应提供相关数据）"),
        ("0  0  0", "０　０　０"),
    ],
)
def test_labels_printed_otherwise_are_still_found(old: str, new: str) -> None:
    figures = adding_up(FORM, random.Random(5))
    loose = read(print_report(FORM, figures, blanks).replace(old, new))
    assert typed(loose) == figures


# What is not certain.


def test_without_its_head_no_row_is_read() -> None:
    text = print_report(FORM, zeros(), blanks)
    for label in ("自然人", "法人或其他组织", "总计", "商业企业", "科研机构"):
        text = text.replace(label, "")
    loose = read(text)
    assert not any(address.startswith("requests") for address in loose.cells)
    assert any("没有找到列名" in each.why for each in loose.unmapped)


def test_columns_in_another_order_are_taken_by_their_names() -> None:
    text = print_report(FORM, zeros() | {"disclosure.regulations.issued": "7"}, blanks)
    text = text.replace(
        "本年制发件数  本年废止件数  现行有效件数", "现行有效件数  本年制发件数  本年废止件数"
    )
    text = text.replace("规章  7  0  0", "规章  9  7  0")
    loose = read(text)
    assert typed(loose)["disclosure.regulations.issued"] == "7"
    assert typed(loose)["disclosure.regulations.in_force"] == "9"


def test_rows_in_another_order_are_taken_by_their_names() -> None:
    text = print_report(FORM, zeros() | {"requests.not_processed.publications.total": "5"}, blanks)
    lines = text.split("\n")
    moved = next(line for line in lines if line.startswith("3.要求提供"))
    lines.remove(moved)
    lines.insert(next(n for n, line in enumerate(lines) if "1.信访举报" in line) + 1, moved)
    assert typed(read("\n".join(lines)))["requests.not_processed.publications.total"] == "5"


def test_a_row_that_is_missing_has_no_cells_and_one_without_figures_is_pending() -> None:
    text = print_report(FORM, zeros(), blanks)
    loose = read(re.sub(r"2\.重复申请[ 0]+\n", "", text))
    assert not any("repeated" in address for address in loose.cells)
    assert len(loose.cells) == 193
    loose = read(re.sub(r"2\.重复申请[ 0]+\n", "2.重复申请\n", text))
    cell = loose.cells["requests.not_processed.repeated.total"]
    assert cell.typed == PENDING and cell.note


def test_a_row_with_a_figure_too_few_is_pending_with_what_stands_there() -> None:
    text = print_report(FORM, zeros(), blanks).replace(
        "2.重复申请  0  0  0  0  0  0  0", "2.重复申请  3  0  0  0  0  3"
    )
    cell = read(text).cells["requests.not_processed.repeated.total"]
    assert cell.typed == PENDING and "3 0 0 0 0 3" in cell.note


def test_a_row_that_is_no_part_of_the_form_is_unmapped_with_its_place() -> None:
    text = print_report(FORM, zeros(), blanks).replace(
        "行政规范性文件  0", "其他主动公开文件  8  8  8\n行政规范性文件  0"
    )
    loose = read(text)
    assert [each.text for each in loose.unmapped] == ["其他主动公开文件 8 8 8"]
    assert loose.unmapped[0].place.line > 0
    assert typed(loose) == zeros()


def test_a_page_number_within_a_table_is_no_figure_and_is_said() -> None:
    text = print_report(FORM, zeros(), blanks).replace("（七）总计", "- 3 -\n（七）总计")
    loose = read(text)
    assert [(each.text, each.why) for each in loose.dropped] == [("- 3 -", "页码")]
    assert typed(loose) == zeros()


def test_rows_printed_as_one_are_nought_only_where_that_one_is() -> None:
    text = print_report(FORM, zeros(), blanks)
    start, end = text.index("（六）其他处理"), text.index("（七）总计")
    loose = read(text[:start] + "（六）其他处理 0 0 0 0 0 0 0\n" + text[end:])
    assert typed(loose) == zeros()
    assert loose.cells["requests.other.fee_overdue.total"].note
    loose = read(text[:start] + "（六）其他处理 2 0 0 0 0 0 2\n" + text[end:])
    cell = loose.cells["requests.other.fee_overdue.total"]
    assert cell.typed == PENDING and "2 0 0 0 0 0 2" in cell.note
    assert loose.cells["requests.other.fee_overdue.business"].typed == "0"


def test_signs_units_and_remarks_are_taken_with_their_figure() -> None:
    text = print_report(FORM, zeros(), blanks)
    text = text.replace("行政规范性文件  0  0  0", "行政规范性文件  22（其中修订16件）  /  1,234")
    text = text.replace("行政事业性收费  0", "行政事业性收费  240.5万元")
    found = typed(read(text))
    assert [found[f"disclosure.normative_documents.{c}"] for c in ("issued", "repealed", "in_force")] == [
        "22",
        "/",
        "1234",
    ]
    assert found["disclosure.fees.amount"] == "240.5"


def test_the_unit_beside_an_amount_is_stated_where_the_form_asks_for_it() -> None:
    form = FORMS["2019"]
    text = print_report(form, zeros(form), blanks).replace("政府集中采购  0  0", "政府集中采购  5  251000元")
    loose = read(text, form)
    assert loose.units == {"采购单位": "元"}
    assert typed(loose)["disclosure.procurement.amount"] == "251000"
    text = text.replace("251000元", "25.1").replace("采购总金额", "采购总金额(万元)")
    assert read(text, form).units == {"采购单位": "万元"}


def test_the_number_of_the_next_row_is_no_figure_even_without_a_point() -> None:
    figures = zeros() | {
        "requests.unable.not_held.natural_person": "37",
        "requests.unable.not_held.total": "37",
        "requests.results_total.natural_person": "37",
        "requests.results_total.total": "37",
        "requests.new_requests.natural_person": "37",
        "requests.new_requests.total": "37",
    }
    text = print_report(FORM, figures, glued, glue="")
    assert typed(read(text)) == figures
    assert typed(read(re.sub(r"(\d)\.(?=[一-龥])", r"\1", text))) == figures


def test_a_table_that_stands_there_twice_is_noted_on_every_cell() -> None:
    text = print_report(FORM, zeros(), blanks)
    loose = read(f"{text}\n{text}")
    assert all("不止一处" in cell.note for cell in loose.cells.values())


def test_where_blank_cells_leave_no_trace_no_digits_are_cut() -> None:
    figures = adding_up(FORM, random.Random(11))
    figures |= {"disclosure.normative_documents.issued": "52", "disclosure.normative_documents.repealed": "5"}
    shown = {address: "~" if value == "0" else value for address, value in figures.items()}
    for shape in (*GLUED.values(), PARTED["blanks"], PARTED["one_line"], PARTED["one_a_line"]):
        cells = read(print_report(FORM, shown, shape)).cells
        for address, cell in cells.items():
            assert cell.typed in (PENDING, figures[address]), (shape, address, cell)
        known = {address for address, cell in cells.items() if cell.typed != PENDING}
        assert all(figures[address] != "0" for address in known)


def test_a_figure_that_cannot_stand_in_its_column_makes_its_row_doubtful() -> None:
    form = FORMS["2019"]
    text = print_report(form, zeros(form), blanks).replace(
        "政府集中采购  0  0", "政府集中采购  8232.53  7662"
    )
    cell = read(text, form).cells["disclosure.procurement.amount"]
    assert cell.typed == PENDING or "对一下" in cell.note


@pytest.mark.parametrize("number", ["3", "- 3 -", "3 / 6", "第 3 页 共 6 页", "第3页/共6页"])
def test_the_number_of_a_page_is_no_figure_of_the_row_above_it(number: str) -> None:
    figures = adding_up(FORM, random.Random(6))
    lines = print_report(FORM, figures, blanks).split("\n")
    for label in ("2.重复申请", "4.保护第三方"):
        place = next(place for place, line in enumerate(lines) if label in line)
        lines.insert(place, number)
    assert typed(read("\n".join(lines))) == figures


def test_the_number_of_a_page_within_the_head_of_a_table_is_none_of_its_columns() -> None:
    figures = adding_up(FORM, random.Random(7))
    lines = print_report(FORM, figures, PARTED["one_a_line"]).split("\n")
    lines.insert(lines.index("科研机构"), "3")
    assert typed(read("\n".join(lines))) == figures


def comma_separated(rows: list[list[Slot | None]], figures: Mapping[str, str]) -> str:
    """As a table is saved as CSV: every place of the grid, quotes around what has commas or line ends."""
    shown = [[said(slot, figures).replace("商业企业", "商业\n企业") for slot in row] for row in rows]
    return "\n".join(
        ",".join(f'"{text}"' if "," in text or "\n" in text else text for text in row) for row in shown
    )


@pytest.mark.parametrize("edition", FORMS)
def test_tables_saved_as_csv_are_read_exactly(edition: str) -> None:
    form = FORMS[edition]
    figures = adding_up(form, random.Random(8)) | {"disclosure.normative_documents.issued": "315366"}
    figures = {cell.address: figures[cell.address] for cell in form.cells}
    loose = read(print_report(form, figures, comma_separated), form)
    assert typed(loose) == figures and not loose.unmapped
    assert not any(cell.note for cell in loose.cells.values())


def test_commas_of_thousands_part_no_cells() -> None:
    figures = adding_up(FORM, random.Random(9))
    figures |= {f"disclosure.{name}.decisions": "1234567" for name in ("licensing", "penalties")}
    text = re.sub(r"1234567", "1,234,567", print_report(FORM, figures, blanks))
    assert typed(read(text)) == figures


def test_a_figure_at_the_end_of_a_line_is_not_the_number_of_the_label_below() -> None:
    text = print_report(FORM, zeros(), blanks).replace(
        "行政规范性文件  0  0  0", "行政规范性文件 5 5 315366,"
    )
    assert typed(read(text))["disclosure.normative_documents.in_force"] == "315366"


@pytest.mark.parametrize("shape", [tabbed, blanks, piped], ids=["tabs", "blanks", "pipes"])
@pytest.mark.parametrize("line", ["- 强化监督", "3、加强审核", "[2023]12号文件", "12"])
def test_a_line_right_behind_the_last_row_is_none_of_its_figures(shape: Shape, line: str) -> None:
    figures = zeros()
    loose = read(f"{print_report(FORM, figures, shape)}\n{line}\n五、存在的主要问题及改进情况\n无。")
    assert typed(loose) == figures
    kept = "".join(paragraph.text for paragraph in loose.paragraphs)
    assert line in kept or line in [dropped.text for dropped in loose.dropped]


# What is no table.


def test_prose_that_names_labels_is_left_alone() -> None:
    prose = (
        "全年收到申请5件，予以公开3件，部分公开1件，不予公开1件；行政许可12件，行政处罚3件，行政强制0件。\n"
        "结果维持2件，结果纠正0件，其他结果0件，尚未审结1件，总计3件。"
    )
    loose = read(prose)
    assert loose.cells == {} and loose.unmapped == ()
    assert [p.text for p in loose.paragraphs] == prose.split("\n")


def test_bold_stretches_follow_their_words_when_a_paragraph_is_cut() -> None:
    table = part(print_report(FORM, zeros(), glued, glue=""), "第二十条第（一）项", "三、收到和处理")
    text = f"前文。{table} 四、后文"
    at = text.index("后文")
    loose = read_loose(
        [Paragraph(text, Place(page=3), bold=((0, 2), (at, at + 2)))], FORM, FORM.tables[:1], {}
    )
    assert [(p.text, p.bold) for p in loose.paragraphs] == [("前文。", ((0, 2),)), ("四、后文", ((2, 4),))]
    assert loose.cells["disclosure.regulations.issued"].place.page == 3


@given(st.text("规章行政许可总计其他1230./-|\t\n 第二十条项（一）。", max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_without_harm(text: str) -> None:
    if not text.strip():
        return
    loose = read_loose(
        [Paragraph(line, Place(line=n)) for n, line in enumerate(text.split("\n"), 1)], FORM, FORM.tables, {}
    )
    assert set(loose.cells) <= {cell.address for cell in FORM.cells}


def test_nothing_is_read_from_nothing() -> None:
    loose = read_loose([], FORM, FORM.tables, {})
    assert loose == Loose({}, ())


def test_a_head_whose_words_are_broken_over_lines_is_known_by_its_letters_and_noted() -> None:
    text = """三、收到和处理政府信息公开申请情况
（本列数据的勾稽关系为：第一项加第二项之和， 申请人情况
等于第三项加第四项之和） 法人或其他组织
自然 商业 科研 社会 法律 总计
公益 服务 其他
人 企业 机构 组织 机构
"""
    rows = [path[-1].label for block in FORM.table("requests").blocks for path in block.row_paths()]
    body = "\n".join(f"{label} 1 0 0 0 0 0 1" for label in rows)
    cells = read(text + body).cells
    assert {(cell.typed, cell.note) for cell in cells.values()} == {
        (number, "列名的字散在几行里，按统一格式的次序认列") for number in "01"
    }
    assert len(cells) == len(FORM.table("requests").cells)
    changed = read(text.replace("科研", "学校") + body)
    assert changed.cells == {} and changed.unmapped


def test_a_table_of_one_row_is_found_under_a_head_broken_over_lines() -> None:
    head = """四、政府信息公开行政复议、行政诉讼情况
2022年，我局没有因政府信息公开被申请行政复议。
行政复议 行政诉讼
未经复议直接起诉 复议后起诉
结 结 其 尚
果 果 他 未 总 结果 结果 其他 尚未 总 结果 结果 其他 尚未 总
维 纠 结 审 计 维持 纠正 结果 审结 计 维持 纠正 结果 审结 计
持 正 果 结
"""
    loose = read(head + "1 0 0 2 3 0 0 0 0 0 1 0 0 1 2\n五、存在的主要问题及改进情况\n没有。")
    assert [cell.typed for cell in loose.cells.values()] == [
        "1",
        "0",
        "0",
        "2",
        "3",
        "0",
        "0",
        "0",
        "0",
        "0",
        "1",
        "0",
        "0",
        "1",
        "2",
    ]
    assert {cell.note for cell in loose.cells.values()} == {"列名的字散在几行里，按统一格式的次序认列"}
    assert "持 正" not in "".join(paragraph.text for paragraph in loose.paragraphs)
    assert any("我局没有因" in paragraph.text for paragraph in loose.paragraphs)
    assert read(head + "1 0 0 2 3 0 0 0 0 0 1 0 0 1\n").cells == {}
    assert read(head.replace("维 纠", "维 改") + "1 0 0 2 3 0 0 0 0 0 1 0 0 1 2\n").cells == {}
