"""`导入` and `名录` as a clerk types them: what is written, what is said, and what stays untouched."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from nianbao.importing.files.log import file_name
from nianbao.importing.many.batch import Source
from nianbao.report import read_report
from tests.importing.examples import EXAMPLES, needs_examples
from tests.importing.report_files import OVERVIEW, page, without_tables, word, workbook
from tests.sites import FORM, ROOT, run_command, tree, write

UNIT = "东城区教育委员会"
SITE = {
    "content/site.yaml": "名称: 政府信息公开工作年度报告\n",
    "content/reports/dongcheng/agency.yaml": "全称: 东城区人民政府\n类别: 人民政府\n",
    "content/reports/dongcheng/jiaowei/agency.yaml": f"全称: {UNIT}\n简称: 区教委\n类别: 工作部门\n",
    "content/reports/dongcheng/minzheng/agency.yaml": "全称: 东城区民政局\n简称: 区民政局\n类别: 工作部门\n",
}
HOME = "content/reports/dongcheng/jiaowei"
NEW = {"requests.new_requests.natural_person": "3", "requests.new_requests.total": "3"} | {
    f"requests.{row}.{column}": "3"
    for row in ("granted", "results_total")
    for column in ("natural_person", "total")
}
CARRIED = {**NEW, "requests.new_requests.natural_person": "4", "requests.new_requests.total": "4"} | {
    f"requests.{row}.{column}": "4"
    for row in ("granted", "results_total")
    for column in ("natural_person", "total")
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project of three agencies, and the folder of it as the one where commands are typed."""
    write(tmp_path, dict(SITE))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def receive(root: Path, files: Mapping[str, bytes]) -> None:
    write(root, {f"收件/{name}": data for name, data in files.items()})


def figures_of(root: Path, name: str = f"{HOME}/2023.yaml") -> dict[str, str]:
    report, faults = read_report((root / name).read_text(encoding="utf-8"), FORM, 2023)
    assert report is not None
    assert faults == []
    return {cell.address: report.figures[cell.index].sign for cell in FORM.cells}


Typed = tuple[int, str, str]


def bring(capsys: pytest.CaptureFixture[str], *words: str) -> Typed:
    return run_command(capsys, "导入", *words, "--project", ".")


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_a_report_becomes_figures_prose_and_a_log(
    root: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    receive(root, {f"年报.{kind}": page(UNIT, 2023, NEW) if kind == "html" else word(UNIT, 2023, NEW)})
    code, out, err = bring(capsys, "收件")
    assert (code, err) == (0, "")
    assert f"收件/年报.{kind} → {HOME}/2023.yaml：200 格，填出 200；勾稽关系 42 条都平" in out
    assert "核对：必改 0，请核" in out
    assert "导入：新建 1 份。\n下一步：" in out
    expected = {cell.address: "0" for cell in FORM.cells} | NEW
    assert figures_of(root) == expected
    prose = (root / HOME / "2023.md").read_text(encoding="utf-8")
    assert "## 一、总体情况\n\n（一）主动公开。全年主动公开政府信息，都在政府网站上。" in prose
    assert (root / HOME / file_name(2023)).is_file()


def test_an_imported_report_is_a_draft_that_checks_and_builds(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(root, {"年报.html": page(UNIT, 2023, NEW)})
    bring(capsys, "收件")
    code, out, _ = run_command(capsys, "生成", "--project", ".")
    assert (code, "草稿 1 份" in out) == (0, True)
    assert not [path for path in tree(root / "site") if "import" in path or "2023" in path]


def test_a_trial_writes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    receive(root, {"年报.html": page(UNIT, 2023, NEW), "体育局.html": page("东城区体育局", 2023)})
    before = tree(root)
    code, out, _ = bring(capsys, "收件", "--试")
    assert (code, "试导入（没有写任何文件）：新建 1 份，没有导入 1 份。" in out) == (1, True)
    assert tree(root) == before


def test_the_same_file_again_changes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    receive(root, {"年报.html": page(UNIT, 2023, NEW)})
    bring(capsys, "收件")
    before = tree(root)
    code, out, _ = bring(capsys, "收件")
    assert (code, "导入：没有变化 1 份。" in out) == (0, True)
    assert tree(root) == before


def test_a_corrected_file_shows_old_and_new_and_keeps_the_date(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(root, {"年报.html": page(UNIT, 2023, NEW)})
    bring(capsys, "收件")
    file = root / HOME / "2023.yaml"
    dated = file.read_text(encoding="utf-8").replace("发布日期: 待定", "发布日期: 2024-01-20 ")
    file.write_text(dated, encoding="utf-8")
    receive(root, {"年报.html": page(UNIT, 2023, CARRIED)})
    code, out, _ = bring(capsys, "收件")
    assert (code, "导入：更新 1 份。" in out) == (0, True)
    assert "    表三 一、本年新收，自然人：3 → 4\n" in out
    assert figures_of(root)["requests.new_requests.total"] == "4"
    assert "发布日期: 2024-01-20" in file.read_text(encoding="utf-8")


def test_what_both_changed_stays_and_is_shown(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    receive(root, {"年报.html": page(UNIT, 2023, NEW)})
    bring(capsys, "收件")
    address = "requests.new_requests.natural_person"
    text = (root / HOME / "2023.yaml").read_text(encoding="utf-8")
    lines = [
        line.replace("3", "7", 1) if line.startswith("  本年新收:") else line for line in text.splitlines()
    ]
    (root / HOME / "2023.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    receive(root, {"年报.html": page(UNIT, 2023, CARRIED)})
    code, out, _ = bring(capsys, "收件")
    assert (code, "I118" in out, "现在 7，新来 4" in out) == (1, True, True)
    assert figures_of(root)[address] == "7"
    receive(root, {"年报.html": page(UNIT, 2023, {**CARRIED, address: "5"})})
    code, out, _ = bring(capsys, "收件", "--覆盖")
    assert (code, "7 → 5" in out, figures_of(root)[address]) == (0, True, "5")


def test_check_speaks_of_a_conflict_until_somebody_decides(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(root, {"年报.html": page(UNIT, 2023, NEW)})
    bring(capsys, "收件")
    file = root / HOME / "2023.yaml"
    text = file.read_text(encoding="utf-8")
    [line] = [line for line in text.splitlines() if line.startswith("  本年新收:")]
    file.write_text(text.replace(line, line.replace("3", "7", 1)), encoding="utf-8")
    prose = root / HOME / "2023.md"
    prose.write_text(
        prose.read_text(encoding="utf-8").replace("都在政府网站上", "都在网上"), encoding="utf-8"
    )
    receive(root, {"年报.html": page(UNIT, 2023, CARRIED, overview=OVERVIEW.replace("都在政府", "都在本级"))})
    assert bring(capsys, "收件")[0] == bring(capsys, "收件")[0] == 1
    _, out, _ = run_command(capsys, "检查", "--project", ".")
    assert out.count("请核 I118") == 2
    assert "表三 一、本年新收，自然人（现在 7，新来 4）" in out and f"{HOME}/2023.yaml:" in out
    assert "正文“一、总体情况”" in out and f"{HOME}/2023.md:" in out
    assert f"两边的全文在 {HOME}/2023.import.txt 的最后" in out
    code, out, _ = bring(capsys, "收件", "--留着")
    assert (code, "导入：没有变化 1 份。" in out) == (0, True)
    assert "I118" not in run_command(capsys, "检查", "--project", ".")[1]
    assert bring(capsys, "收件")[0] == 0
    assert figures_of(root)["requests.new_requests.natural_person"] == "7"


def test_two_different_files_of_one_report_are_both_named_and_the_rest_comes_in(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(
        root,
        {
            "教委年报.html": page(UNIT, 2023, NEW),
            "教委年报（改）.html": page(UNIT, 2023, CARRIED),
            "民政.html": page("东城区民政局", 2023),
        },
    )
    code, out, _ = bring(capsys, "收件")
    assert (code, "I102" in out) == (1, True)
    assert f"必改 I102 一个单位有两份文件 · {UNIT} 2023年" in out
    assert "收件/教委年报.html；收件/教委年报（改）.html。两份有 6 格不同" in out
    assert not (root / HOME / "2023.yaml").exists()
    assert (root / "content/reports/dongcheng/minzheng/2023.yaml").exists()


def test_a_workbook_of_figures_leaves_the_words_and_words_alone_leave_the_figures(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(root, {"年报.html": page(UNIT, 2023, NEW)})
    assert bring(capsys, "收件")[0] == 0
    words = (root / HOME / "2023.md").read_bytes()
    receive(root, {"表.xlsx": workbook(UNIT, 2023, CARRIED)})
    code, out, _ = bring(capsys, "收件/表.xlsx")
    assert code == 0 and "；只有表格，没有文字\n" in out and "正文" not in out.partition("核对")[0]
    assert (root / HOME / "2023.md").read_bytes() == words
    assert figures_of(root)["requests.new_requests.natural_person"] == "4"
    figures = (root / HOME / "2023.yaml").read_bytes()
    text = "（一）主动公开。全年改了三次栏目。"
    receive(root, {"文字.html": without_tables(page(UNIT, 2023, overview=text))})
    code, out, _ = bring(capsys, "收件/文字.html")
    assert code == 0 and "2023.yaml：只有文字，没有表格\n" in out
    assert (root / HOME / "2023.yaml").read_bytes() == figures
    assert text in (root / HOME / "2023.md").read_text(encoding="utf-8")
    # What each of them said last time is still known: a third file may change both.
    receive(root, {"三.html": page(UNIT, 2023, NEW, overview=OVERVIEW)})
    code, out, _ = bring(capsys, "收件/三.html")
    assert (code, "请决定" in out) == (0, False)
    assert figures_of(root)["requests.new_requests.natural_person"] == "3"
    assert (root / HOME / "2023.md").read_bytes() == words


def test_figures_in_excel_and_words_in_another_file_make_one_report(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(
        root,
        {"表.xlsx": workbook(UNIT, 2023, NEW), "文字.html": without_tables(page(UNIT, 2023))},
    )
    code, out, _ = bring(capsys, "收件")
    assert (code, "I102" in out) == (0, False)
    assert figures_of(root)["requests.new_requests.natural_person"] == "3"
    assert OVERVIEW in (root / HOME / "2023.md").read_text(encoding="utf-8")
    before = tree(root / "content")
    assert bring(capsys, "收件")[0] == 0
    assert {name for name, data in tree(root / "content").items() if data != before[name]} <= {
        f"{HOME.removeprefix('content/')}/2023.import.txt"
    }


def test_one_report_in_word_and_as_a_page_is_imported_once(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = page(UNIT, 2023, NEW)
    receive(root, {"一.html": data, "二/一.html": data})
    code, out, _ = bring(capsys, "收件")
    assert (code, "的内容与它相同，没有另外导入" in out) == (0, True)


def test_an_agency_that_is_not_registered_gets_a_suggestion(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(root, {"年报.html": page("东城区体育局", 2023)})
    code, out, _ = bring(capsys, "收件")
    assert (code, "I124" in out, "--单位 dongcheng/" in out) == (1, True, True)
    code, out, _ = bring(capsys, "收件/年报.html", "--单位", "dongcheng/tiyuju")
    assert (code, "登记了新单位“东城区体育局”" in out) == (0, True)
    agency = root / "content/reports/dongcheng/tiyuju/agency.yaml"
    assert agency.read_text(encoding="utf-8") == "# 东城区体育局\n全称: 东城区体育局\n"


def test_an_agency_file_that_cannot_be_read_is_not_replaced(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root, {f"{HOME}/agency.yaml": f"全称：{UNIT}\n"})
    receive(root, {"年报.html": page(UNIT, 2023)})
    before = tree(root / "content")
    code, out, _ = bring(capsys, "收件", "--单位", "dongcheng/jiaowei")
    assert (code, "I123" in out, tree(root / "content") == before) == (1, True, True)


def test_several_years_of_a_new_agency_found_it_once_under_its_last_name(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(root, {"a.html": page("东城区体育委员会", 2022), "b.html": page("东城区体育局", 2023)})
    code, out, _ = bring(capsys, "收件", "--单位", "dongcheng/tiyuju")
    assert (code, out.count("登记了新单位")) == (0, 1)
    folder = root / "content/reports/dongcheng/tiyuju"
    assert "全称: 东城区体育局" in (folder / "agency.yaml").read_text(encoding="utf-8")
    assert "文件里的单位是“东城区体育委员会”；改过名的，写进 agency.yaml 的“沿革”" in out
    assert (folder / "2022.yaml").is_file()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--单位", "区民政局"), "I120"),
        (("--单位", "dongcheng/xin"), "I120"),
        (("--年份", "2022"), "I121"),
    ],
)
def test_what_is_typed_does_not_win_over_what_the_document_says(
    root: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: str
) -> None:
    receive(root, {"年报.html": page(UNIT, 2023)})
    done, out, _ = bring(capsys, "收件", *words)
    assert (done, code in out) == (1, True)
    assert not list((root / "content").rglob("202*"))


def test_what_the_document_does_not_say_can_be_typed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    receive(root, {"年报.html": page(UNIT, 2023, title="政府信息公开工作年度报告")})
    code, out, _ = bring(capsys, "收件")
    assert (code, "I117" in out) == (1, True)
    code, out, _ = bring(capsys, "收件", "--年份", "2023")
    assert (code, "I115" in out) == (1, True)
    code, out, err = bring(capsys, "收件", "--年份", "2023", "--单位", "区教委")
    assert (code, err) == (0, "")
    assert (root / HOME / "2023.yaml").exists()


def test_a_year_without_a_form_is_a_finding(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    receive(root, {"年报.html": page(UNIT, 2012)})
    code, out, _ = bring(capsys, "收件")
    assert (code, "I122" in out) == (1, True)


def test_the_document_wins_over_the_name_of_its_file(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    receive(root, {"东城区民政局2023年报.html": page(UNIT, 2023)})
    code, out, _ = bring(capsys, "收件")
    assert (code, "文件名像是“东城区民政局”的" in out) == (0, True)
    assert (root / HOME / "2023.yaml").exists()


def test_a_bad_file_stops_no_other(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    receive(
        root,
        {
            "空.docx": b"",
            "坏.docx": word(UNIT, 2023)[:4000],
            "假.docx": b"%PDF-1.7\n",
            "图.jpg": b"\xff\xd8\xff",
            "通知.txt": "关于报送年报的通知。请于1月20日前报送。".encode(),
            "年报.html": page(UNIT, 2023),
        },
    )
    code, out, _ = bring(capsys, "收件")
    assert code == 1
    assert [name for name in ("I103", "I104", "I105", "I114") if name not in out] == []
    assert "收件/图.jpg：没有读" in out
    assert "导入：新建 1 份，没有导入 4 份。" in out


def test_a_file_that_would_never_end_is_stopped(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from nianbao.importing.document import Refused
    from nianbao.importing.many import supply

    monkeypatch.setattr(
        supply, "run_many", lambda function, arguments, jobs: (Refused("import-timeout") for _ in arguments)
    )
    receive(root, {"年报.html": page(UNIT, 2023)})
    code, out, _ = bring(capsys, "收件")
    assert (code, "I112" in out) == (1, True)


def test_a_zip_with_names_in_chinese_is_a_folder(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("各单位/教委年报.html", page(UNIT, 2023))
        archive.writestr("各单位/~$教委年报.docx", b"x")
    write(root, {"收件.zip": stream.getvalue()})
    code, out, _ = bring(capsys, "收件.zip")
    assert (code, "收件.zip/各单位/教委年报.html → " in out) == (0, True)
    assert "来源文件: 教委年报.html" in (root / HOME / "2023.yaml").read_text(encoding="utf-8")


def test_one_file_of_a_zip_can_be_named(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("教委 (改).html", page(UNIT, 2023, title="政府信息公开工作年度报告"))
        archive.writestr("民政/年报.html", page("东城区民政局", 2023))
    write(root, {"收件.zip": stream.getvalue()})
    code, out, _ = bring(capsys, "收件.zip")
    assert (code, '导入 "收件.zip/教委 (改).html" --年份 2024' in out) == (1, True)
    code, out, _ = bring(capsys, "收件.zip/教委 (改).html", "--年份", "2023", "--单位", "区教委")
    assert (code, "导入：新建 1 份。" in out) == (0, True)
    code, out, _ = bring(capsys, "收件.zip/民政")
    assert (code, "导入：没有变化 1 份。" in out) == (0, True)
    code, out, _ = bring(capsys, "收件.zip/没有.docx")
    assert (code, "压缩包里没有这个文件" in out) == (1, True)


def test_only_one_import_runs_at_a_time(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from nianbao.publish import locked

    receive(root, {"年报.html": page(UNIT, 2023)})
    with locked(root / ".cache"):
        code, _, err = bring(capsys, "收件")
        assert (code, "另一个生成或者导入正在进行" in err) == (2, True)
        assert bring(capsys, "收件", "--试")[0] == 0
    assert bring(capsys, "收件")[0] == 0


def test_what_is_wrong_with_the_name_of_a_twin_is_said(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = page(UNIT, 2023, NEW)
    receive(root, {"教委年报.html": data, "东城区民政局年报.html": data})
    code, out, _ = bring(capsys, "收件")
    assert (code, "东城区民政局年报.html" in out) == (0, True)
    assert "文件名像是“东城区民政局”的" in out


def test_nothing_half_written_is_left_when_the_disk_refuses(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    receive(root, {"年报.html": page(UNIT, 2023)})
    bring(capsys, "收件")
    receive(root, {"年报.html": page(UNIT, 2023, NEW)})
    before = tree(root)
    replace, done = os.replace, []

    def full(source: object, target: object) -> None:
        if str(target).endswith(".md") or str(target).endswith(".txt"):
            raise OSError(28, "No space left on device")
        done.append(target)
        replace(str(source), str(target))

    monkeypatch.setattr(os, "replace", full)
    code, out, _ = bring(capsys, "收件")
    # The figures were put in their place and back again.
    assert (code, "I131" in out, len(done)) == (1, True, 2)
    assert tree(root) == before


def test_a_file_that_stands_there_and_cannot_be_read_is_left_alone(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(root, {"年报.html": page(UNIT, 2023)})
    write(root, {f"{HOME}/2023.yaml": "申请：无\n主动公开: 甲\n"})
    before = tree(root / "content")
    code, out, _ = bring(capsys, "收件")
    assert (code, "I123" in out) == (1, True)
    assert tree(root / "content") == before


def test_nothing_to_import_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "收件").mkdir()
    code, _, err = bring(capsys, "收件")
    assert (code, "没有找到可以导入的文件" in err) == (2, True)
    code, out, _ = bring(capsys, "没有这个.docx")
    assert (code, "I125" in out, "没有这个文件或文件夹" in out) == (1, True, True)


# -- 名录


def test_the_roster_goes_out_and_comes_back(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run_command(capsys, "名录", "--project", ".")
    assert (code, "3 个单位" in out) == (0, True)
    before = tree(root / "content")
    code, out, _ = bring(capsys, "名录.xlsx")
    assert (code, "没有变化" in out, tree(root / "content") == before) == (0, True, True)


def test_a_roster_that_is_there_is_not_overwritten(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_command(capsys, "名录", "--project", ".")
    (root / "名录.xlsx").write_bytes(b"mine")
    code, _, err = run_command(capsys, "名录", "--project", ".")
    assert (code, "没有改动" in err, (root / "名录.xlsx").read_bytes()) == (2, True, b"mine")
    assert run_command(capsys, "名录", "--project", ".", "--覆盖")[0] == 0


def test_agencies_of_a_roster_are_known_to_the_reports_beside_it(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "收件").mkdir()
    run_command(capsys, "名录", "收件/名录.xlsx", "--project", ".")
    book = openpyxl.load_workbook(root / "收件/名录.xlsx")
    sheet = book["名录"]
    row = sheet.max_row + 1
    sheet.cell(row, 1).value, sheet.cell(row, 2).value = "dongcheng/tiyuju", "东城区体育局"
    book.save(root / "收件/名录.xlsx")
    receive(root, {"年报.html": page("东城区体育局", 2023)})
    before = tree(root)
    code, out, _ = bring(capsys, "收件", "--试")
    assert (code, tree(root) == before) == (0, True), out
    code, out, _ = bring(capsys, "收件")
    assert code == 0, out
    assert "登记了新单位“东城区体育局”" in out
    assert (root / "content/reports/dongcheng/tiyuju/2023.yaml").exists()


def test_a_wrong_cell_of_the_roster_is_a_finding(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_command(capsys, "名录", "--project", ".")
    book = openpyxl.load_workbook(root / "名录.xlsx")
    [column] = [cell.column for cell in book["名录"][1] if cell.value == "设立"]
    book["名录"].cell(2, column).value = "去年"
    book.save(root / "名录.xlsx")
    code, out, _ = bring(capsys, "名录.xlsx")
    assert (code, "I126" in out, "第 2 行“设立”列" in out) == (1, True, True)


# -- real reports


@needs_examples
def test_real_reports_come_in_with_the_figures_they_print(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sample's figures were typed from these documents; where digits run together some stay 待填."""
    real = ROOT / "content/reports"
    agencies = {p.relative_to(ROOT).as_posix(): p.read_bytes() for p in real.rglob("agency.yaml")}
    write(root, {**agencies})
    bring(capsys, str(EXAMPLES))
    compared = 0
    for file in sorted(real.rglob("20*.yaml")):
        year = int(file.stem)
        if year == 2019:
            continue
        wanted, _ = read_report(file.read_text(encoding="utf-8"), FORM, year)
        name = file.relative_to(ROOT).as_posix()
        read, _ = read_report((root / name).read_text(encoding="utf-8"), FORM, year)
        assert wanted is not None and read is not None
        wrong = [
            cell.path
            for cell in FORM.cells
            if read.figures[cell.index].sign not in (wanted.figures[cell.index].sign, "待填")
        ]
        assert wrong == []
        compared += sum(figure.sign != "待填" for figure in read.figures)
    assert compared >= 780


def test_the_command_is_as_quick_to_explain_itself_as_any_other() -> None:
    """Heavy libraries are loaded only by the import itself."""
    import subprocess
    import sys

    code = "import sys; from nianbao import cli; cli._parser(); print([m for m in sys.modules if m in ('docx', 'lxml', 'openpyxl', 'pdfplumber', 'rapidfuzz') or m.startswith('nianbao.importing')])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_empty_form_is_no_report_that_is_ready(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blank = {cell.address: "" for cell in FORM.cells}
    receive(root, {"年报.html": page(UNIT, 2023, blank, published="2024-01-20")})
    _, out, _ = bring(capsys, "收件")
    assert "200 格，填出 0，空白 200" in out and "是不是还没有填的空表？" in out
    assert "发布日期: 待定  # 原件写 2024-01-20，填完再写" in (root / HOME / "2023.yaml").read_text(
        encoding="utf-8"
    )


def test_the_record_does_not_say_where_on_a_disk_the_file_lay(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(root, {"年报.html": page(UNIT, 2023)})
    bring(capsys, str(root / "收件/年报.html"))
    record = (root / HOME / file_name(2023)).read_text(encoding="utf-8")
    assert "原件：年报.html（" in record and str(root) not in record


def test_an_import_that_is_interrupted_leaves_everything_as_it_was(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    receive(root, {"年报.html": page(UNIT, 2023)})
    before = tree(root / "content")
    monkeypatch.setattr("nianbao.importing.many.run.read_all", interrupted)
    code, _, err = bring(capsys, "收件")
    assert code == 2
    assert err.startswith("已中断。")
    assert tree(root / "content") == before


def test_what_cannot_be_read_is_told_with_what_to_do_and_the_rest_comes_in(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(root, {"年报.html": page(UNIT, 2023), "别的.rar": b"Rar!", "表.xls": b"x", "照片.jpg": b"x"})
    code, out, err = bring(capsys, "收件")
    assert (code, err) == (1, "")
    for said in ("先解压到一个文件夹", "另存为 .xlsx", "收件/照片.jpg：没有读", "新建 1 份，没有导入 2 份"):
        assert said in out


def test_prose_that_no_report_has_is_refused_and_nothing_is_written(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receive(root, {"年报.html": page(UNIT, 2023, overview="全年公开政府信息若干件。" * 40_000)})
    before = tree(root / "content")
    code, out, _ = bring(capsys, "收件")
    assert (code, "I111" in out) == (1, True)
    assert tree(root / "content") == before


@pytest.mark.timeout(60)
def test_a_run_of_digits_without_end_takes_no_time(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    receive(root, {"年报.html": page(UNIT, 2023, overview="编号" + "1" * 200_000)})
    code, out, _ = bring(capsys, "收件")
    assert (code, "新建 1 份" in out) == (0, True)


def test_a_workbook_that_is_no_roster_is_read_once(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from nianbao.importing.many import run

    book, stream = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["一、总体情况"])
    book.save(stream)
    receive(root, {"表.xlsx": stream.getvalue(), "年报.html": page(UNIT, 2023)})
    names: list[str] = []
    read_all = run.read_all

    def counted(sources: Sequence[Source], *rest: Any) -> Any:
        names.extend(source.name for source in sources)
        return read_all(sources, *rest)

    monkeypatch.setattr(run, "read_all", counted)
    code, out, _ = bring(capsys, "收件")
    assert (code, sorted(names)) == (1, ["收件/年报.html", "收件/表.xlsx"])
    assert "新建 1 份" in out
