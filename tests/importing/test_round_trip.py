"""What the site prints of a report comes back as the same content files, in every edition."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from nianbao.drafting import draft_figures
from nianbao.forms import Form
from nianbao.importing.files.standing import set_units
from nianbao.tidying import tidy
from tests.importing.imported_samples import FORMS, YEARS
from tests.sites import ROOT, build, prose, run_command, write

UNIT = "东城区教育委员会"
AGENCY = {"content/reports/jiaowei/agency.yaml": f"全称: {UNIT}\n"}
SITE = {"content/site.yaml": "名称: 政府信息公开工作年度报告\n严格自: 2090\n"}
INVENTED = {"content/forms/2031.yaml": (ROOT / "tests/editions/2031.yaml").read_text(encoding="utf-8")}
WORDS = "见[条例](https://www.gov.cn/a.html?b=c)、[其他年报](../../index.html)和**公报**。"
REMARKS = {
    "2019": "",
    "2021": "",
    "2031": "## 甲、件数\n\n往来如表。\n\n## 乙、说明\n\n没有 *别的* 事项，见 {说明} 与 1. 号文件 <注>。\n",
}


def mixed_figures(form: Form, seed: int) -> dict[str, str]:
    """Figures of every state that a published report may have."""
    draw = random.Random(seed)
    values = {}
    for cell in form.cells:
        number = str(draw.choice([0, 0, 0, 1, 12, 3415, 447228]))
        kinds = [number] * 8 + ["~", "/"]
        kinds += ["_"] * 3 if cell.is_total else []
        kinds += [f"-{number}"] if cell.kind == "signed" and number != "0" else []
        kinds += [f"{number}.74", "5949.088667"] if cell.kind == "amount" else []
        # A unit that the report states itself is printed behind its number.
        values[cell.address] = draw.choice(kinds) if cell.unit else number
    return values


def report_text(form: Form, seed: int, head: str) -> str:
    year = YEARS[form.edition]
    text = draft_figures(form, UNIT, year, mixed_figures(form, seed))
    start, _, rest = text.partition("发布日期: ")
    text = f"{start}发布日期: {year + 1}-01-20\n{head}{rest.partition(chr(10))[2]}"
    units = {line.row: line.choices[0] for table in form.tables for line in table.entry if line.choices}
    return tidy(set_units(text, form, units), form, year)[0] if units else text


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("edition", FORMS)
def test_a_page_of_the_site_imports_back_to_the_same_files(
    edition: str, seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    year = YEARS[edition]
    title = FORMS[edition].title.format(agency=UNIT, year=f"{year}年度").replace("年度年", "年度")
    head = [
        "标题: 关于去年有关工作的说明\n",
        f"标题: {title}\n",
        "文号: 东教〔2024〕3号\n索引号: 0001/2024-3\n",
    ][seed]
    name = f"content/reports/jiaowei/{year}"
    figures = report_text(FORMS[edition], seed, head)
    words = (
        (REMARKS[edition] or prose(year, WORDS)).replace("{说明}", r"\{说明\}").replace("*别的*", r"\*别的\*")
    )
    built = build(
        tmp_path / "one", {**SITE, **AGENCY, **INVENTED, f"{name}.yaml": figures, f"{name}.md": words}
    )
    assert built.published is not None, [finding.text for finding in built.findings if finding.blocks]
    other = write(tmp_path / "two", {**SITE, **AGENCY, **INVENTED})
    page = tmp_path / "one/site/reports/jiaowei" / f"{year}.html"
    code, out, err = run_command(capsys, "import", str(page), "--project", str(other.root))
    assert code == 0, out + err
    came = (tmp_path / "two" / f"{name}.yaml").read_text(encoding="utf-8")
    assert came.replace(f"来源文件: {year}.html\n", "") == figures
    assert paragraphs((tmp_path / "two" / f"{name}.md").read_text(encoding="utf-8")) == paragraphs(words)


def paragraphs(markdown: str) -> list[str]:
    """The lines that say something, without the escapes that print nothing."""
    return [line.replace("\\", "") for line in markdown.splitlines() if line.strip()]
