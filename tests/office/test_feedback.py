"""反馈单: each agency is told what to look at in the words of the printed form, and nothing of any other."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.office.district import AGENCIES, CONTACT, YEAR, district, report, run

FOLDER = f"办公/{YEAR}年反馈"
WRONG = report("dongcheng/minzheng", granted__total="1")
OPEN = report("dongcheng/caizheng", granted__natural_person="待填", granted__total="待填")


DEEDS = (
    "三月起每周五由专人检查公开栏目，把过期的电话和地址换掉",
    "六月请居民代表到政务大厅看自助查询机怎么用，按他们的意见把字放大",
    "七月把历年的补贴名单按村按户重新排过，查起来不用翻页",
    "八月起热线的问答每月整理一次，放在网站首页的显著位置",
    "九月办了两次答复文书的互评，把说不清的句子一句一句改过",
    "十月把八个科室的办事指南合成一本小册子，放在窗口免费取用",
    "十一月与档案馆商定旧文件怎么查，当天能查到的当天给",
    "十二月把一年的申请逐件回看，记下哪些本来可以主动公开",
    "年底把公众号的留言分给各科室，三天里都回了话",
    "全年的会议纪要除依法不公开的都放到了网上，附了白话的提要",
)


def copied(path: str) -> dict[str, str]:
    """A report that says just what another one says, with its own name."""
    name = AGENCIES[path][0]
    files = report(path)
    return {
        file: text.replace("全年主动公开政府信息，都在", f"{name}" + "。".join(DEEDS) + "。都在")
        for file, text in files.items()
    }


def sheet(root: Path, unit: str) -> tuple[list[str], list[list[str]]]:
    """The paragraphs and the rows of an agency's sheet."""
    file = docx.Document(io.BytesIO((root / FOLDER / f"{unit}反馈单.docx").read_bytes()))
    rows = [[cell.text for cell in row.cells] for row in file.tables[0].rows]
    return [paragraph.text for paragraph in file.paragraphs if paragraph.text], rows


def test_an_agency_gets_its_findings_as_the_printed_form_names_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = district(tmp_path, report("dongcheng/jiaowei"), WRONG, OPEN)
    code, out, _ = run(capsys, root, "反馈", "2024", "--限期", "1月20日")
    assert code == 0
    assert out.splitlines()[-2:] == [
        "反馈单 2 份；没有问题的 1 家（东城区教育委员会）；未报送 3 家（东城区人民政府、东城区卫生健康委员会、东城区安化街道办事处）。",
        "下一步：把反馈单发给单位；改好的文件收回来，运行“导入”。",
    ]
    head, rows = sheet(root, "东城区民政局")
    assert head[:4] == [
        "2024年政府信息公开工作年度报告反馈单",
        "单位：东城区民政局",
        "请于 1月20日 前反馈",
        f"联系：科室：{CONTACT}　电话：010-00000000",
    ]
    assert rows[0] == ["序号", "性质", "位置（按年报表格）", "现填", "问题", "建议", "单位反馈"]
    assert [row[:4] for row in rows[1:]] == [["1", "必改", "表三 三、（一）予以公开", "1"]]
    assert rows[1][6] == "" and "相差 1" in rows[1][4] and rows[1][5].startswith("请单位核对办理台账")


def test_what_was_not_filled_in_is_asked_for_by_table_and_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = district(tmp_path, OPEN)
    run(capsys, root, "反馈", "2024")
    assert sheet(root, "东城区财政局")[1][1] == [
        "1",
        "必改",
        "表三 三、（一）予以公开，共 2 格",
        "",
        "2 格没有填。没有发生的填 0，本机关没有这项职权的填 /，不要空着。",
        "请补填。",
        "",
    ]


def test_no_sheet_names_another_agency_a_file_or_a_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = district(tmp_path, WRONG, OPEN, copied("dongcheng/jiaowei"), copied("dongcheng/weijian"))
    assert "D502" in run(capsys, root, "检查")[1]
    run(capsys, root, "反馈", "2024", "--提示")
    sheets = sorted((root / FOLDER).glob("*反馈单.docx"))
    assert len(sheets) == 4
    for path in sheets:
        unit = path.name.removesuffix("反馈单.docx")
        head, rows = sheet(root, unit)
        text = "\n".join([*head[:-1], *(cell for row in rows[1:] for cell in row)])
        for folder, (name, short, _) in AGENCIES.items():
            assert name == unit or (name not in text and short not in text), (unit, name, text)
            assert folder == "dongcheng" or folder not in text
        assert not any(word in text for word in (".yaml", ".md", "--", "“检查", "核实说明"))


def test_hints_go_out_only_when_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    late = report("dongcheng/jiaowei")
    late = {name: text.replace("联系电话见政府网站。", "") for name, text in late.items()}
    late = {
        name: text.replace("\n## 五", "\n\n## 五").replace("照常进行。", "照常常进行。。")
        for name, text in late.items()
    }
    root = district(tmp_path, late)
    assert "提示 W103" in run(capsys, root, "检查")[1]
    assert "没有问题的 1 家" in run(capsys, root, "反馈", "2024")[1]
    assert "反馈单 1 份" in run(capsys, root, "反馈", "2024", "--提示")[1]


def test_the_sheet_of_all_findings_holds_no_formula(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = {name: text.replace("公开专栏里", "=1+1 公开专栏里") for name, text in WRONG.items()}
    root = district(tmp_path, wrong, OPEN)
    run(capsys, root, "反馈", "2024")
    rows = openpyxl.load_workbook(root / FOLDER / "2024年反馈汇总.xlsx").active
    assert rows is not None
    assert [row[1] for row in rows.iter_rows(min_row=3, values_only=True)] == ["东城区民政局", "东城区财政局"]
    assert all(cell.data_type != "f" for row in rows.iter_rows() for cell in row)


def test_only_the_agencies_named_get_a_sheet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = district(tmp_path, WRONG, OPEN)
    run(capsys, root, "反馈", "2024", "区财政局")
    assert [path.name for path in (root / FOLDER).glob("*.docx")] == ["东城区财政局反馈单.docx"]
