"""`release`, `status` and `correct`: from a draft to the published and later corrected report."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.office.district import YEAR, district, report, run
from tests.sites import tree

READY = report("dongcheng/jiaowei")
WRONG = report("dongcheng/minzheng", granted__total="1")
OPEN = report("dongcheng/caizheng", granted__natural_person="待填", granted__total="待填")
RECORD = "content/published.csv"
FILE = f"content/reports/dongcheng/jiaowei/{YEAR}.yaml"


def released(capsys: pytest.CaptureFixture[str], root: Path) -> Path:
    district(root, READY)
    assert run(capsys, root, "发布", "2024", "--日期", "2025-01-26")[0] == 0
    return root


def change(root: Path, old: str, new: str) -> None:
    path = root / FILE
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def licensing(root: Path, number: int) -> None:
    """Change one figure that stands in no equation."""
    path = root / FILE
    lines = path.read_text(encoding="utf-8").splitlines()
    place = next(n for n, line in enumerate(lines) if line.strip().startswith("行政许可:"))
    lines[place] = f"  行政许可: {number}"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


# -- 台账


def test_the_ledger_says_of_every_agency_how_far_it_is_in_official_order(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    published = report("dongcheng/anhua", published="2025-02-02")
    root = district(tmp_path, READY, WRONG, OPEN, published)
    code, out, _ = run(capsys, root, "台账", "2024")
    assert code == 0
    assert out == (
        "   单位                  状态    必改  请核  待填  发布日期    期限\n"
        "1  东城区人民政府        未报送                                2025-03-31\n"
        "2  东城区教育委员会      可发布                                2025-01-31（逾期 3 天）\n"
        "3  东城区民政局          必改       1                          2025-01-31（逾期 3 天）\n"
        "4  东城区财政局          草稿                   2              2025-01-31（逾期 3 天）\n"
        "5  东城区卫生健康委员会  未报送                                2025-01-31（逾期 3 天）\n"
        "6  东城区安化街道办事处  已发布                    2025-02-02  2025-01-31（逾期 2 天）\n"
        "\n2024年应当编制 6 家：未报送 2，草稿 1，必改 1，可发布 1，已发布 1。\n"
        "下一步：运行“反馈 2024”，把必改、请核的问题发给单位。\n"
    )


def test_a_year_that_was_only_opened_counts_as_not_come_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = district(tmp_path)
    assert run(capsys, root, "新建", "区教委", "2024")[0] == 0
    states = {row["unit"]: row["state"] for row in json.loads(run(capsys, root, "台账", "--格式", "json")[1])}
    assert states["东城区教育委员会"] == "未报送"


def test_agencies_that_do_not_report_on_their_own_are_not_missed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = district(tmp_path)
    for path, words in (("weijian", "不单独编制: 是"), ("anhua", "撤销: 2023"), ("caizheng", "设立: 2025")):
        file = root / f"content/reports/dongcheng/{path}/agency.yaml"
        file.write_text(f"{file.read_text(encoding='utf-8')}{words}\n", encoding="utf-8")
    rows = json.loads(run(capsys, root, "台账", "2024", "--格式", "json")[1])
    assert [row["agency"] for row in rows] == ["dongcheng", "dongcheng/jiaowei", "dongcheng/minzheng"]


def test_the_ledger_in_excel_holds_no_formula_and_is_the_same_every_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = district(tmp_path, READY)
    file = root / "content/reports/dongcheng/minzheng/agency.yaml"
    file.write_text("全称: =1+1\n", encoding="utf-8")
    _, out, _ = run(capsys, root, "台账", "2024", "--格式", "xlsx")
    path = root / "办公/2024年台账.xlsx"
    first = path.read_bytes()
    assert out == "写了 办公/2024年台账.xlsx：6 家。\n"
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    assert "=1+1" in [cell.value for row in sheet.iter_rows() for cell in row]
    run(capsys, root, "台账", "2024", "--格式", "xlsx")
    assert path.read_bytes() == first


# -- 发布


def test_only_what_has_nothing_to_mend_is_published_and_the_others_are_told_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = district(tmp_path, READY, WRONG, OPEN)
    before = tree(root / "content")
    code, out, _ = run(capsys, root, "发布", "2024", "--日期", "2025-01-26")
    assert code == 1
    assert "不能发布 东城区民政局：表三 三、（一）予以公开" in out
    assert "不能发布 东城区财政局：表三，共 2 格" in out
    assert "发布 1 家，不能发布 2 家" in out and "下一步：运行“生成 --hold-errors”" in out
    after = tree(root / "content")
    assert {name for name in after if after[name] != before.get(name)} == {
        "published.csv",
        FILE.removeprefix("content/"),
    }
    assert "发布日期: 2025-01-26\n" in (root / FILE).read_text(encoding="utf-8")


def test_a_trial_says_the_same_and_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = district(tmp_path, READY, WRONG)
    before = tree(root / "content")
    code, out, _ = run(capsys, root, "发布", "2024", "--日期", "2025-01-26", "--试")
    assert code == 1 and "试发布（没有写任何文件）" in out and "发布 东城区教育委员会\n" in out
    assert tree(root / "content") == before


def test_what_was_published_cannot_change_silently_afterwards(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = released(capsys, tmp_path)
    assert run(capsys, root, "检查")[0] == 0
    licensing(root, 5)
    code, out, _ = run(capsys, root, "生成", "--hold-errors")
    assert code == 1 and "P401" in out and not (root / "site").exists()
    licensing(root, 0)
    assert run(capsys, root, "检查")[0] == 0


def test_releasing_again_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = released(capsys, tmp_path)
    before = tree(root / "content")
    code, out, _ = run(capsys, root, "发布", "2024", "--日期", "2025-01-27")
    assert code == 0 and "发布 0 家，不能发布 0 家，以前已发布 1 家" in out
    assert tree(root / "content") == before


def test_a_report_dated_by_hand_keeps_its_date_and_is_written_down(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = district(tmp_path, report("dongcheng/jiaowei", published="2025-01-22"))
    before = (root / FILE).read_bytes()
    assert run(capsys, root, "发布", "2024", "区教委", "--日期", "2025-01-26")[0] == 0
    assert (root / FILE).read_bytes() == before
    assert "dongcheng/jiaowei,2024,2025-01-22,2021," in (root / RECORD).read_text(encoding="utf-8")


def test_only_the_agencies_named_are_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = district(tmp_path, READY, report("dongcheng/weijian"))
    run(capsys, root, "发布", "2024", "区卫健委", "--日期", "2025-01-26")
    lines = (root / RECORD).read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["dongcheng/weijian"]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("1月26日", "“1月26日”不是日期。请写成 2025-01-26。"),
        ("2024-12-30", "2024年还没有过完就发布？"),
        ("2025-01-25", "上一次发布是 2025-01-26"),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_nothing_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], day: str, words: str
) -> None:
    root = released(capsys, tmp_path)
    before = tree(root / "content")
    code, _, err = run(capsys, root, "发布", "2024", "--日期", day)
    assert code == 2 and words in err
    assert tree(root / "content") == before


def test_a_record_with_a_conflict_of_merging_stops_the_release(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = released(capsys, tmp_path)
    record = root / RECORD
    record.write_text(
        record.read_text(encoding="utf-8") + "<<<<<<< HEAD\na,2024\n=======\n", encoding="utf-8"
    )
    before = tree(root / "content")
    code, out, _ = run(capsys, root, "发布", "2024", "--日期", "2025-01-27")
    assert code == 1 and "U114" in out and "content/published.csv:3:1" in out
    assert tree(root / "content") == before


# -- 更正


def test_a_correction_is_begun_with_both_numbers_and_publishes_only_when_finished(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = released(capsys, tmp_path)
    licensing(root, 5)
    code, out, _ = run(capsys, root, "更正", "区教委", "2024", "--日期", "2025-04-02")
    assert code == 0 and "写了一条更正（1 格变了）" in out
    assert (
        (root / FILE)
        .read_text(encoding="utf-8")
        .endswith(
            "更正:\n  - 日期: 2025-04-02\n    内容: |\n"
            "      表二 第二十条第（五）项 行政许可：0 更正为 5。\n    原因: 待填\n"
        )
    )
    code, out, _ = run(capsys, root, "发布", "2024", "区教委", "--日期", "2025-04-02")
    assert code == 1 and "“原因”还是“待填”" in out
    change(root, "原因: 待填", "原因: 漏记了办件系统里的五件")
    code, out, _ = run(capsys, root, "发布", "2024", "区教委", "--日期", "2025-04-02")
    assert code == 0 and "再次发布 东城区教育委员会（有更正）" in out
    assert "发布日期: 2025-01-26\n" in (root / FILE).read_text(encoding="utf-8")
    rows = json.loads(run(capsys, root, "台账", "2024", "--格式", "json")[1])
    assert [(row["state"], row["published"], row["corrected"]) for row in rows if row["published"]] == [
        ("有更正", "2025-01-26", "2025-04-02")
    ]
    assert run(capsys, root, "生成")[0] == 0


def test_a_report_that_was_never_published_needs_no_correction(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = district(tmp_path, READY)
    code, _, err = run(capsys, root, "更正", "区教委", "2024")
    assert code == 2 and "没有在发布记录里，不用写更正" in err
