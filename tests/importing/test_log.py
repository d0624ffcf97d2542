"""The import log: what a clerk needs first, every cell with its place, and what the next import needs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.importing.document import Dropped, Place
from nianbao.importing.files.adding_up import sum_up
from nianbao.importing.files.log import base_of, file_name, read_log, write_log
from nianbao.importing.matched import Read, Unmapped
from nianbao.project import LEFTOVERS, MAX_YAML_BYTES, gather
from tests.importing.imported_samples import FORMS, imported
from tests.sites import FORM, small_site, write

TOTAL, NATURAL = "requests.new_requests.total", "requests.new_requests.natural_person"


def test_the_first_lines_say_how_it_went() -> None:
    source = imported(
        {TOTAL: "2", NATURAL: "~", "disputes.review.total": None, "disclosure.licensing.decisions": "/"},
        unmapped=(Unmapped("小计 3", Place(table=2, row=9), "格式里没有这一行"),),
    )
    lines = write_log(source).split("\n")
    assert lines[0] == "导入记录：东城区教育委员会 2023年  2021版格式"
    assert "共 200 格，读出 199 格（数字 197，空白 1，不适用 1），待填 1 格" in lines[4]
    assert lines[5].startswith("放不进表格的：1 处")
    assert "平 38 条，不平 1 条，缺数无法判断 3 条" in lines[6]


def test_an_equation_that_does_not_hold_is_told_with_both_sums_and_its_places() -> None:
    source = imported({TOTAL: "22"})
    source = replace(
        source,
        cells={**source.cells, TOTAL: Read(TOTAL, "22（其中修订1件）", "22", Place(page=2, table=1, row=3))},
    )
    text = write_log(source)
    assert "不平 2. 表三 一、本年新收：“自然人”至“其他”相加 0+0+0+0+0+0 = 0；“总计”填 22；相差 22" in text
    assert "“总计” 22（其中修订1件）（第2页表1第3行）" in text


def test_a_long_equation_names_only_the_figures_that_say_something() -> None:
    source = imported({"requests.results_total.business": "5", "requests.granted.business": "4"})
    [text] = [line for line in write_log(source).split("\n") if "表三“商业企业”列" in line and "至" in line]
    places = write_log(source).split(text)[1].split("\n")[1]
    assert places.count("；") == 1 and "“三、（一）予以公开” 4" in places


def test_the_counts_are_those_of_the_equations_of_the_form() -> None:
    for form in FORMS.values():
        summary = sum_up(imported(form=form))
        assert summary.held == len(form.inner_equations)
        assert (summary.failed, summary.undecided, summary.pending) == (0, 0, 0)
        nothing = sum_up(imported(form=form, cells={}, units={}))
        assert nothing.undecided == len(form.inner_equations)
        assert nothing.pending == nothing.cells == len(form.cells)


def test_what_was_decided_left_out_or_not_found_is_listed() -> None:
    source = imported(
        {"disputes.review.total": None},
        unmapped=(Unmapped("小计\n3", Place(table=2, row=9), "格式里没有这一行"),),
        dropped=(Dropped("[bookmark: _GoBack]", "编辑软件留下的标记", Place(line=3)),),
        notes=("文件名写的是2022年",),
        reasons=("年份：标题“东城区教育委员会2023年…”",),
    )
    noted = Read(TOTAL, "0件", "0", Place(page=1, table=2, row=4), "去掉了“件”字")
    text = write_log(replace(source, cells={**source.cells, TOTAL: noted}))
    for line in (
        "去掉了“件”字（1 格）\n  表三 一、本年新收，总计：原件“0件”，填 0（第1页表2第4行）",
        "原件里没有找到（1 行）\n  表四 行政复议（1 格）",
        "放不进表格的（1 处）\n  “小计 3”：格式里没有这一行（表2第9行）",
        "没有收进正文的（1 处）\n  “[bookmark: _GoBack]”：编辑软件留下的标记（第3行）",
        "说明（1 处）\n  文件名写的是2022年",
        "  依据：年份：标题“东城区教育委员会2023年…”",
    ):
        assert line in text


@pytest.mark.parametrize("edition", FORMS)
def test_every_cell_has_its_line(edition: str) -> None:
    form = FORMS[edition]
    lines = write_log(imported(form=form)).split("\n")
    for cell in form.cells:
        [line] = [line for line in lines if line.startswith(f"{cell.path} = 0 ")]
        assert "表2第" in line and line.endswith(cell.place)


def test_the_same_source_gives_the_same_log() -> None:
    assert write_log(imported()) == write_log(imported())


# -- reading it back

texts = st.text(max_size=60)
NASTY = "三、逐格记录\n四、正文\n校验：0\n申请-本年新收-总计 = 7\n| x\n\n\n一、结果\n#\t|\r\n\x0c\u2028 y　\n"


@pytest.mark.parametrize("edition", FORMS)
@given(data=st.data())
def test_the_last_import_reads_back(edition: str, data: st.DataObject) -> None:
    form = FORMS[edition]
    cells = {
        cell.address: Read(
            cell.address,
            data.draw(texts),
            data.draw(st.sampled_from(["0", "7", "~", "/", "待填"])),
            Place(),
            data.draw(texts),
        )
        for cell in data.draw(st.lists(st.sampled_from(form.cells), max_size=8))
    }
    text, prose = data.draw(texts), data.draw(texts)
    source = imported(
        form=form,
        cells=cells,
        markdown=prose + NASTY,
        notes=(text, NASTY),
        reasons=(text, NASTY),
        dropped=(Dropped(NASTY, text, Place()),),
        unmapped=(Unmapped(NASTY, Place(), text),),
        fields={"title": NASTY, "published": NASTY},
        unit=NASTY,
        source=NASTY,
    )
    assert read_log(write_log(source)) == base_of(source)


def test_line_ends_and_a_mark_at_the_head_make_no_difference() -> None:
    text = write_log(imported())
    assert read_log("\ufeff" + text.replace("\n", "\r\n")) == base_of(imported())


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[: len(text) // 2],
        lambda text: text.replace(f"{FORM.by_address[TOTAL].path} = 0", f"{FORM.by_address[TOTAL].path} = 9"),
        lambda text: text.replace("| （一）主动公开", "| （二）主动公开"),
        lambda text: text.replace("校验：", "校验:"),
        lambda text: "\x00\ufffd" * 100,
        lambda text: "四、正文\n" * 1000,
    ],
)
def test_a_damaged_log_is_none(damage: object) -> None:
    text = write_log(imported())
    assert callable(damage) and damage(text) != text
    assert read_log(damage(text)) is None


@given(st.text(max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert read_log(text) is None


# -- as a file


def test_it_lies_beside_the_report_and_is_no_fault(tmp_path: Path) -> None:
    assert file_name(2023) == "2023.import.txt" and not LEFTOVERS.search(file_name(2023))
    files = small_site()
    project = write(tmp_path, dict(files))
    before = gather(project)
    write(tmp_path, {f"content/reports/jiaowei/{file_name(2023)}": write_log(imported())})
    after = gather(project)
    assert (after.figures, after.prose, after.faults) == (before.figures, before.prose, [])
    assert [report.key for report in after.reports] == [report.key for report in before.reports]


def test_however_much_was_left_out_it_stays_small_enough_to_lie_there() -> None:
    dropped = tuple(Dropped("长" * 5_000, "页面的其他文字", Place(line=n)) for n in range(5_000))
    text = write_log(imported(dropped=dropped, markdown="字" * 300_000, notes=("记" * 300,) * 5_000))
    assert len(text.encode("utf-8")) < MAX_YAML_BYTES
    assert "处从略" in text and "没有收进正文的（5000 处）" in text


def test_what_is_the_same_of_a_whole_row_is_said_in_one_line() -> None:
    cells = dict(imported().cells)
    rows = {row: [cell for cell in FORM.cells if cell.row == row] for row in ("granted", "partially_granted")}
    for cell in rows["granted"]:
        cells[cell.address] = Read(cell.address, "0", "0", Place(line=9), "拆开的")
    for cell in rows["partially_granted"]:
        cells[cell.address] = Read(cell.address, "8855698", "待填", Place(line=10), "拆不开")
    text = write_log(imported(cells=cells))
    assert "拆开的（7 格）\n  表三 三、（一）予以公开：填 0 0 0 0 0 0 0（第9行）\n" in text
    assert "拆不开（7 格）\n  表三 三、（二）部分公开：原件“8855698”，填 待填 待填 待填" in text
