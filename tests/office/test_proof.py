"""清样: what the leader signs is the report as it will be published, beside what there is to know of it."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import docx
import pytest

from nianbao.forms.loading import load_form
from nianbao.importing.matching import match
from nianbao.importing.sources.opening import open_source
from nianbao.report import read_report
from tests.office.district import district, report, run
from tests.sites import FORM, ROOT

SAMPLES = [("pingtan", 2022), ("pingtan", 2023), ("dongcheng/government-office", 2023), ("huaian", 2024)]
FORMS = {
    edition: load_form((ROOT / f"nianbao/forms/{edition}.yaml").read_text(encoding="utf-8"))
    for edition in ("2019", "2021")
}


def proof(root: Path, unit: str, year: int = 2024) -> bytes:
    return (root / f"办公/{year}年清样/{unit}清样.docx").read_bytes()


def words(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs if paragraph.text]


def test_only_what_can_be_published_is_proofed_and_the_rest_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = district(tmp_path, report("dongcheng/jiaowei"), report("dongcheng/minzheng", granted__total="1"))
    code, out, _ = run(capsys, root, "清样", "2024")
    assert code == 0 and out == (
        "东城区教育委员会 → 办公/2024年清样/东城区教育委员会清样.docx\n"
        "\n清样 1 份；还不能送审的 1 家（东城区民政局）。\n"
        "下一步：送审以后运行“发布 2024 --日期 年-月-日”。\n"
    )


def test_a_report_asked_for_by_name_is_proofed_with_what_is_still_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = district(tmp_path, report("dongcheng/minzheng", granted__total="1"))
    assert "（还有 1 条必改，不能发布）" in run(capsys, root, "清样", "2024", "区民政局")[1]
    assert any("必改　表三 三、（一）予以公开：" in line for line in words(proof(root, "东城区民政局")))


def test_every_page_says_that_it_is_a_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = district(tmp_path, report("dongcheng/jiaowei"))
    run(capsys, root, "清样", "2024")
    file = docx.Document(io.BytesIO(proof(root, "东城区教育委员会")))
    assert [section.header.paragraphs[0].text for section in file.sections] == ["送审稿"]
    assert 'string="送审稿"' in file.sections[0].header._element.xml


def test_key_figures_stand_beside_last_years_and_what_was_verified_below_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    run(capsys, tmp_path, "清样", "2023")
    figures, notes, *_ = docx.Document(io.BytesIO(proof(tmp_path, "平潭综合实验区管理委员会", 2023))).tables
    rows = [[cell.text for cell in row.cells] for row in figures.rows]
    assert ["表三 一、本年新收，总计", "81", "74", "+7"] in rows
    assert ["表四 行政复议，总计", "2", "2", "0"] in rows
    assert [row.cells[0].text for row in notes.rows][:3] == ["问题", "现行有效件数对不上", "正文与表格不一致"]


def test_a_year_without_one_before_says_so_and_invents_no_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = district(tmp_path, report("dongcheng/jiaowei"))
    run(capsys, root, "清样", "2024")
    table = docx.Document(io.BytesIO(proof(root, "东城区教育委员会"))).tables[0]
    assert {tuple(cell.text for cell in row.cells)[1:] for row in table.rows[1:]} == {("0", "—", "")}


@pytest.mark.parametrize(("path", "year"), SAMPLES)
def test_the_report_in_word_imports_back_to_the_same_figures_and_words(
    path: str, year: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    run(capsys, tmp_path, "清样", str(year), path)
    data = next((tmp_path / f"办公/{year}年清样").glob("*.docx")).read_bytes()
    matched = match(open_source(data, "清样.docx"), FORMS, year)
    text = (ROOT / f"content/reports/{path}/{year}.yaml").read_text(encoding="utf-8")
    stated, _ = read_report(text, FORM, year)
    assert stated is not None
    truth = {cell.address: stated.figures[cell.index].sign for cell in FORM.cells}
    blank = {address for address, sign in truth.items() if sign in ("~", "_")}
    assert {a: read.typed for a, read in matched.cells.items() if a not in blank} == {
        address: sign for address, sign in truth.items() if address not in blank
    }
    assert not [read for read in matched.cells.values() if read.note and read.typed != "/"]
    sections = [line for line in words(data) if line in [section.title for section in FORM.sections]]
    assert sections == [section.title for section in FORM.sections]
