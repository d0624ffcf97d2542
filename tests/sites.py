"""Small sites written inline, for tests: files in, a folder that the program can build."""

from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.cli import main
from nianbao.drafting import draft_figures
from nianbao.forms import Form
from nianbao.forms.loading import load_form
from nianbao.pipeline import Built, Options, build_site
from nianbao.project import Project

ROOT = Path(__file__).parent.parent
FORM: Form = load_form((ROOT / "nianbao/forms/2021.yaml").read_text(encoding="utf-8"))

PROSE = """本报告依据《中华人民共和国政府信息公开条例》编制，所列数据的统计期限自{year}年1月1日起至12月31日止。联系电话见政府网站。

## 一、总体情况

（一）主动公开

{text}
依申请公开、政府信息管理、平台建设、监督保障各方面的工作照常进行。
## 二、主动公开政府信息情况

## 三、收到和处理政府信息公开申请情况

## 四、政府信息公开行政复议、行政诉讼情况

## 五、存在的主要问题及改进情况

主要问题是公开内容更新不够及时。已改为每周检查一次，并安排专人负责。

## 六、其他需要报告的事项

本年度发出收费通知0件，总金额0元，实际收取0元。
"""


def figures(
    year: int = 2023,
    *,
    published: str | None = None,
    name: str = "东城区教育委员会",
    changes: dict[str, str] | None = None,
    extra: str = "",
) -> str:
    """A year's file in which every figure is 0 but those in `changes` (address → text as typed)."""
    values = {cell.address: "0" for cell in FORM.cells} | (changes or {})
    text = draft_figures(FORM, name, year, values)
    date = f"{year + 1}-01-20" if published is None else published
    head, _, rest = text.partition("发布日期: 待定")
    return f"{head}发布日期: {date}{rest.partition(chr(10))[0] and ''}\n{rest.partition(chr(10))[2]}{extra}"


def prose(year: int = 2023, text: str = "全年主动公开政府信息，都在政府网站上。") -> str:
    return PROSE.format(year=year, text=text)


def small_site(**more: str) -> dict[str, str]:
    """One agency with one report; `more` files come on top, keyed by path with __ for / and no suffix dots."""
    return {
        "content/site.yaml": "名称: 政府信息公开工作年度报告\n主办单位: 东城区人民政府办公室\n",
        "content/reports/jiaowei/agency.yaml": "全称: 东城区教育委员会\n简称: 区教委\n类别: 工作部门\n",
        "content/reports/jiaowei/2023.yaml": figures(),
        "content/reports/jiaowei/2023.md": prose(),
        **more,
    }


def write(root: Path, files: dict[str, str | bytes | None]) -> Project:
    """Write files below `root`; None removes one."""
    for name, content in files.items():
        path = root / name
        if content is None:
            path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return Project(root)


def build(root: Path, files: dict[str, str | bytes | None] | None = None, **options: bool) -> Built:
    return build_site(write(root, files or {}), Options(**options))


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def run_command(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    """A command as typed: its exit code, and what it printed on either stream."""
    try:
        code = main(words)
    except SystemExit as stop:
        code = int(stop.code or 0)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def run_check(capsys: pytest.CaptureFixture[str], root: Path, *words: str) -> tuple[int, str, str]:
    return run_command(capsys, "check", *words, "--project", str(root))


def codes(built: Built) -> list[str]:
    return [finding.code for finding in built.findings if not finding.explanation]
