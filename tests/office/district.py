"""A small district in January, for tests: agencies whose reports of 2024 have come differently far."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sites import figures, prose, run_command, write

YEAR = 2024
CONTACT = "政务公开科"
SITE = f"名称: 东城区政府信息公开工作年度报告\n联系方式:\n  科室: {CONTACT}\n  电话: 010-00000000\n截至: 2025-02-03\n"
AGENCIES = {
    "dongcheng": ("东城区人民政府", "区政府", "人民政府"),
    "dongcheng/jiaowei": ("东城区教育委员会", "区教委", "工作部门"),
    "dongcheng/minzheng": ("东城区民政局", "区民政局", "工作部门"),
    "dongcheng/caizheng": ("东城区财政局", "区财政局", "工作部门"),
    "dongcheng/weijian": ("东城区卫生健康委员会", "区卫健委", "工作部门"),
    "dongcheng/anhua": ("东城区安化街道办事处", "安化街道", "街道乡镇"),
}


def report(path: str, published: str = "待定", extra: str = "", **changes: str) -> dict[str, str]:
    """The two files of an agency's report; `changes` by the name of the row and column: `granted__total`."""
    name, _, _ = AGENCIES[path]
    cells = {f"requests.{key.replace('__', '.')}": value for key, value in changes.items()}
    folder = f"content/reports/{path}/{YEAR}"
    text = f"全年主动公开政府信息，都在{name}网站的公开专栏里，{path.rpartition('/')[2]}专栏每周更新。"
    return {
        f"{folder}.yaml": figures(YEAR, published=published, name=name, changes=cells, extra=extra),
        f"{folder}.md": prose(YEAR, text),
    }


def district(root: Path, *reports: dict[str, str]) -> Path:
    files: dict[str, str | bytes | None] = {"content/site.yaml": SITE}
    for number, (path, (name, short, category)) in enumerate(AGENCIES.items()):
        words = f"全称: {name}\n简称: {short}\n类别: {category}\n排序: {number}\n"
        files[f"content/reports/{path}/agency.yaml"] = words
    for each in reports:
        files |= each
    write(root, files)
    return root


def run(capsys: pytest.CaptureFixture[str], root: Path, *words: str) -> tuple[int, str, str]:
    return run_command(capsys, *words, "--project", str(root))
