"""`open`: the papers of the year for everyone who has to report, and how they come back."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from nianbao.importing.excel.own_books import FILLING
from tests.office.district import YEAR, district, report, run
from tests.office.filled import balanced, fill, saved, write_words
from tests.sites import FORM, tree

NEXT = YEAR + 1
LAST = report(
    "dongcheng/jiaowei",
    published="2025-01-20",
    new_requests__natural_person="3",
    new_requests__total="3",
    carried_forward__natural_person="3",
    carried_forward__total="3",
)
UNIT = "东城区教育委员会"
FOLDER = f"办公/{NEXT}年开年/02{UNIT}"
CONTENT = f"content/reports/dongcheng/jiaowei/{NEXT}"


def opened(capsys: pytest.CaptureFixture[str], root: Path) -> Path:
    district(root, LAST)
    assert run(capsys, root, "开年", str(NEXT))[0] == 0
    return root


def append(root: Path, path: str, words: str) -> None:
    file = root / f"content/reports/dongcheng/{path}/agency.yaml"
    file.write_text(f"{file.read_text(encoding='utf-8')}{words}\n", encoding="utf-8")


def papers(root: Path) -> tuple[bytes, bytes]:
    """The 填报表 and the Word file of one agency."""
    folder = root / FOLDER
    return (folder / f"{UNIT}{NEXT}年填报表.xlsx").read_bytes(), (
        folder / f"{UNIT}{NEXT}年正文.docx"
    ).read_bytes()


def whole(root: Path) -> dict[str, bytes]:
    """All files but what the program may throw away."""
    return {name: data for name, data in tree(root).items() if not name.startswith(".cache")}


def receive(root: Path, **files: bytes) -> None:
    """Put files into 收件: 填报表.xlsx for 填报表=…"""
    (root / "收件").mkdir(exist_ok=True)
    for name, data in files.items():
        suffix = ".docx" if name.startswith("正文") else ".xlsx"
        (root / "收件" / f"{name}{suffix}").write_bytes(data)


# -- what is written


def test_everyone_who_has_to_report_gets_a_folder_and_all_of_them_one_zip(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    district(tmp_path, LAST)
    append(tmp_path, "weijian", "不单独编制: 是")
    append(tmp_path, "minzheng", "沿革:\n  - {名称: 东城区民政处, 止: 2024}")
    append(tmp_path, "caizheng", "撤销: 2024")
    append(tmp_path, "anhua", "设立: 2025\n承接:\n  - {单位: dongcheng/caizheng, 起: 2025}")
    code, out, _ = run(capsys, tmp_path, "开年", "2025", "--限期", "1月10日")
    assert code == 0
    assert out == (
        "2025年应当编制 4 家（2021版格式）。\n"
        "  有变动　东城区民政局：更名，原东城区民政处\n"
        "  有变动　东城区安化街道办事处：今年起承接东城区财政局\n"
        "  不编制　东城区财政局：最后一份是2024年，由东城区安化街道办事处承接\n"
        "  不编制　东城区卫生健康委员会：不单独编制，并入东城区人民政府\n"
        "上年的年报不全，结转、现行有效没有预填：3 家（东城区人民政府、东城区民政局、东城区安化街道办事处）。\n"
        "\n每家一个文件夹（Excel 填报表、Word 正文）：4 个 → 办公/2025年开年\n"
        "全部打成一个包 → 办公/2025年开年/2025年填报材料.zip\n"
        "年报的底稿新写了 4 份 → content/reports/…/2025.yaml、2025.md\n"
        "下一步：把文件夹发给各单位；收回来的文件放进一个文件夹，运行“导入 那个文件夹”。\n"
    )
    written = tree(tmp_path / "办公/2025年开年")
    with zipfile.ZipFile(io.BytesIO(written.pop("2025年填报材料.zip"))) as package:
        assert {name: package.read(name) for name in package.namelist()} == written
    assert sorted({name.partition("/")[0] for name in written}) == [
        "01东城区人民政府",
        "02东城区教育委员会",
        "03东城区民政局",
        "04东城区安化街道办事处",
    ]


def test_the_papers_say_whose_they_are_by_when_and_whom_to_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    district(tmp_path, LAST)
    run(capsys, tmp_path, "开年", str(NEXT), "--限期", "1月10日")
    sheet, words = papers(tmp_path)
    page = openpyxl.load_workbook(io.BytesIO(sheet)).worksheets[0]
    lines = [str(cell.value) for row in page.iter_rows(max_col=2) for cell in row if cell.value]
    assert lines[0] == f"{UNIT}{NEXT}年政府信息公开工作年度报告填报表"
    assert "请于 1月10日 前报送。" in lines
    assert "联系：科室：政务公开科　电话：010-00000000" in lines
    document = docx.Document(io.BytesIO(words))
    assert document.paragraphs[0].text == f"{UNIT}{NEXT}年政府信息公开工作年度报告"
    headings = [section.title for section in FORM.sections]
    assert [one.text for one in document.paragraphs if one.text in headings] == headings


def test_the_papers_hold_nothing_of_another_agency(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = opened(capsys, tmp_path)
    for name, data in tree(root / FOLDER).items():
        if name.endswith((".xlsx", ".docx")):
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                text = "".join(package.read(part).decode("utf-8") for part in package.namelist())
            assert "民政" not in text and "财政" not in text


def test_the_year_begins_with_what_last_year_handed_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = opened(capsys, tmp_path)
    lines = (root / f"{CONTENT}.yaml").read_text(encoding="utf-8").splitlines()
    carried = next(line for line in lines if line.strip().startswith("上年结转:"))
    assert carried.partition("#")[0].split() == ["上年结转:", "3", "0", "0", "0", "0", "0", "3"]
    received = next(line for line in lines if line.strip().startswith("本年新收:"))
    assert received.partition("#")[0].split() == ["本年新收:", *["待填"] * 7]


def test_a_merged_agency_begins_with_the_sum_of_those_it_took_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    two = report(
        "dongcheng/minzheng",
        published="2025-01-20",
        new_requests__business="2",
        new_requests__total="2",
        carried_forward__business="2",
        carried_forward__total="2",
    )
    district(tmp_path, LAST, two)
    for old in ("jiaowei", "minzheng"):
        append(tmp_path, old, "撤销: 2024")
    append(
        tmp_path,
        "weijian",
        "设立: 2025\n承接:\n  - {单位: dongcheng/jiaowei, 起: 2025}\n  - {单位: dongcheng/minzheng, 起: 2025}",
    )
    run(capsys, tmp_path, "开年", str(NEXT))
    text = (tmp_path / f"content/reports/dongcheng/weijian/{NEXT}.yaml").read_text(encoding="utf-8")
    carried = next(line for line in text.splitlines() if line.strip().startswith("上年结转:"))
    assert carried.partition("#")[0].split() == ["上年结转:", "3", "2", "0", "0", "0", "0", "5"]


def test_opening_again_changes_nothing_and_keeps_what_people_have_gone_on_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = opened(capsys, tmp_path)
    before = whole(root)
    assert "底稿" not in run(capsys, root, "开年", str(NEXT))[1]
    assert whole(root) == before
    mine = root / FOLDER / f"{UNIT}{NEXT}年正文.docx"
    mine.write_bytes(b"mine")
    _, out, _ = run(capsys, root, "开年", str(NEXT))
    assert (
        f"已经有的 1 个文件和现在的不同，没有动（02{UNIT}/{UNIT}{NEXT}年正文.docx）；要重写，加上 --覆盖。"
        in out
    )
    assert mine.read_bytes() == b"mine"
    run(capsys, root, "开年", str(NEXT), "--覆盖")
    assert whole(root) == before


def test_a_report_that_has_come_in_is_not_begun_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    district(tmp_path, report("dongcheng/jiaowei"))
    before = tree(tmp_path / "content/reports/dongcheng/jiaowei")
    run(capsys, tmp_path, "开年", str(YEAR))
    assert tree(tmp_path / "content/reports/dongcheng/jiaowei") == before


def test_one_agency_can_be_given_its_papers_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    district(tmp_path, LAST)
    code, out, _ = run(capsys, tmp_path, "开年", str(NEXT), "区教委")
    assert code == 0
    assert [path.name for path in (tmp_path / f"办公/{NEXT}年开年").iterdir()] == [f"02{UNIT}"]
    assert "打成一个包" not in out


def test_a_report_that_is_added_up_is_not_sent_out_to_be_filled_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    district(tmp_path, report("dongcheng", published="2025-03-20", extra="汇总范围: 全部下级\n"))
    _, out, _ = run(capsys, tmp_path, "开年", str(NEXT))
    assert f"  汇总　东城区人民政府：各单位报齐以后运行“新建 东城区人民政府 {NEXT} --汇总”\n" in out
    assert not (tmp_path / f"content/reports/dongcheng/{NEXT}.yaml").exists()
    assert not list(tmp_path.glob("办公/*/*东城区人民政府*"))


def test_nothing_is_opened_while_an_agency_is_declared_wrongly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    district(tmp_path)
    append(tmp_path, "anhua", "承接:\n  - {单位: dongcheng/nobody, 起: 2025}")
    before = whole(tmp_path)
    code, out, _ = run(capsys, tmp_path, "开年", str(NEXT))
    assert code == 1 and "没有开年" in out
    assert whole(tmp_path) == before


def test_a_year_without_a_form_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    district(tmp_path)
    code, _, said = run(capsys, tmp_path, "开年", "2001")
    assert code == 2 and said == "2001年没有适用的统一格式。\n"


def test_names_that_a_file_cannot_bear_are_made_safe(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    district(tmp_path)
    file = tmp_path / "content/reports/dongcheng/jiaowei/agency.yaml"
    file.write_text('全称: "教委/督导室:甲"\n', encoding="utf-8")
    assert run(capsys, tmp_path, "开年", str(NEXT))[0] == 0
    assert (tmp_path / f"办公/{NEXT}年开年").is_dir()
    assert any("教委_督导室_甲" in path.name for path in tmp_path.glob("办公/*/*"))


# -- what comes back


def returned(root: Path, seed: int = 5) -> tuple[dict[int, int], bytes, bytes]:
    """The papers of one agency filled in: the figures, the 填报表, the prose."""
    sheet, words = papers(root)
    past = [0] * len(FORM.cells)
    for index in (cell.index for cell in FORM.cells):
        past[index] = 0
    for now, before in FORM.taken_over.items():
        past[before] = 3 if FORM.cells[now].column in ("natural_person", "total") else 0
    values = balanced(FORM, seed, past)
    return values, fill(sheet, FORM, values, (2, 80, 80)), write_words(words, "全年公开工作照常进行。")


def test_the_ledger_counts_an_agency_as_silent_until_something_comes_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = opened(capsys, tmp_path)
    assert "未报送 6" in run(capsys, root, "台账", str(NEXT))[1]
    _, sheet, _ = returned(root)
    receive(root, 填报表=sheet)
    assert run(capsys, root, "导入", str(root / "收件"))[0] == 0
    assert "未报送 5，草稿 1" in run(capsys, root, "台账", str(NEXT))[1]


def test_form_and_words_that_come_back_make_one_report_without_a_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = opened(capsys, tmp_path)
    _, sheet, words = returned(root)
    receive(root, 填报表=sheet, 正文=words)
    code, out, _ = run(capsys, root, "导入", str(root / "收件"))
    assert code == 0 and "请决定" not in out
    prose = (root / f"{CONTENT}.md").read_text(encoding="utf-8")
    assert (
        "待填" not in prose
        and "待填" not in (root / f"{CONTENT}.yaml").read_text(encoding="utf-8").split("\n", 4)[4]
    )
    assert prose.count("全年公开工作照常进行。") == 7
    assert "本年度发出收费通知2件，总金额80元，实际收取80元。" in prose


@pytest.mark.parametrize("order", [("填报表", "正文"), ("正文", "填报表")])
def test_it_does_not_matter_which_of_the_two_comes_back_first(
    order: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = opened(capsys, tmp_path)
    _, sheet, words = returned(root)
    files = {"填报表": sheet, "正文": words}
    for name in order:
        receive(root, **{name: files[name]})
        assert (
            run(
                capsys, root, "导入", str(root / "收件" / f"{name}{'.xlsx' if name == '填报表' else '.docx'}")
            )[0]
            == 0
        )
    together = tmp_path / "together"
    district(together, LAST)
    run(capsys, together, "开年", str(NEXT))
    receive(together, **files)
    run(capsys, together, "导入", str(together / "收件"))
    for end in (".yaml", ".md"):
        assert (root / f"{CONTENT}{end}").read_bytes() == (together / f"{CONTENT}{end}").read_bytes()


def test_a_carry_over_that_the_agency_knows_better_comes_in_and_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = opened(capsys, tmp_path)
    values, _, _ = returned(root)
    index = next(now for now in FORM.taken_over if FORM.cells[now].column == "natural_person")
    receive(root, 填报表=fill(papers(root)[0], FORM, values | {index: 4}))
    _, out, _ = run(capsys, root, "导入", str(root / "收件"))
    assert "表三 二、上年结转，自然人：3 → 4" in out
    assert "S101" in run(capsys, root, "检查", "区教委")[1]


# -- what should not come back


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("东城区民政局2025年填报表", "文件名写的是“东城区民政局”"),
        ("东城区教育委员会2024年填报表", "文件名写的是“2024年”"),
    ],
)
def test_a_form_made_for_another_agency_or_year_is_refused_and_nothing_is_lost(
    name: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = opened(capsys, tmp_path)
    receive(root, **{name: returned(root)[1]})
    before = tree(root / "content")
    code, out, _ = run(capsys, root, "导入", str(root / "收件"))
    assert code == 1
    assert f"这张填报表是做给{UNIT} {NEXT}年的，{told}，没有导入。" in out
    assert tree(root / "content") == before


def test_a_form_whose_heading_was_changed_to_another_agency_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = opened(capsys, tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(returned(root)[1]))
    for sheet in book.worksheets:
        sheet["A1"] = f"东城区民政局{NEXT}年政府信息公开工作年度报告填报表"
    receive(root, 填报表=saved(book))
    code, out, _ = run(capsys, root, "导入", str(root / "收件"))
    assert code == 1 and "表头写的是“东城区民政局”" in out


def test_renamed_sheets_overwritten_formulas_and_lost_marks_do_no_harm(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = opened(capsys, tmp_path)
    _, sheet, _ = returned(root)
    receive(root, 填报表=sheet)
    run(capsys, root, "导入", str(root / "收件"))
    whole = (root / f"{CONTENT}.yaml").read_bytes()
    book = openpyxl.load_workbook(io.BytesIO(sheet))
    book["表三"]["L12"], book["核对"]["C3"] = 5, 7
    book["表三"].title = "Sheet3"
    del book.custom_doc_props[FILLING]
    book.move_sheet("表四", -3)
    receive(root, 填报表=saved(book))
    assert run(capsys, root, "导入", str(root / "收件"))[0] == 0
    assert (root / f"{CONTENT}.yaml").read_bytes() == whole


def test_rows_that_were_deleted_are_left_to_be_filled_in_and_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = opened(capsys, tmp_path)
    book = openpyxl.load_workbook(io.BytesIO(returned(root)[1]))
    book["表三"].delete_rows(12)
    receive(root, 填报表=saved(book))
    _, out, _ = run(capsys, root, "导入", str(root / "收件"))
    assert "200 格，填出 179，待填 21" in out
    assert "待填" in (root / f"{CONTENT}.yaml").read_text(encoding="utf-8").split("\n", 4)[4]
