from __future__ import annotations

import pytest

from nianbao.grid import lay_out
from nianbao.importing.document import Document, Grid, Paragraph
from nianbao.importing.matching import match
from nianbao.importing.running.barred import with_grids
from nianbao.importing.running.plain import read_text
from tests.importing.test_matching import FORMS

# What a province adds to the labels of the form, and a row that the form does not have.
EXPLAINED = """\
某某局2020年政府信息公开工作年度报告
二、主动公开政府信息情况
第二十条第(一)项 | |||||
信息内容 | 本年新 制作数量 | 本年新 公开数量 | 对外公开总数量 | ||
规章(设区的市、自治州人民政府应提供相关数据) | 0 | 0 | 0 | ||
规范性文件(行政机关制定发布的决定、公告,以及标题采用“规定”“办法”等字样的公文,属于规范性文件) | 2 | 2 | 19 | ||
其他主动公开文件(含正式签发的、除规范性文件以外的主动公开文件) | 186 | 86 | 255 | ||
第二十条第(五)项 | |||||
信息内容 | 上一年项目数量(指2019年事项数) | 本年增/减(指2020年增加或减少的事项数,减用负值表示,如-8) | 处理决定数量(指2020年办件量) | ||
行政许可 | 8 | 5 | 93 | ||
其他对外管理服务事项(指行政许可以外的政务服务事项,含行政确认、行政处罚、行政强制和其他类) | 117 | 0 | 165 | ||
第二十条第(六)项 | |||||
信息内容 | 上一年项目数量(指2019年事项数) | 本年增/减(指2020年增加或减少的事项数,减用负值表示,如-8) | 处理决定数量(指2020年办件量) | ||
行政处罚 | 90 | 0 | 22 | ||
行政强制 | 4 | 4 | - | ||
"""


def document(text: str) -> Document:
    return read_text(text.encode("utf-8"))


def test_labels_that_explain_themselves_in_brackets_are_known_between_bars() -> None:
    matched = match(document(EXPLAINED), FORMS, 2020)
    assert matched.form.edition == "2019"
    rows = [[matched.cells[cell.address].typed for cell in row] for row in _rows()]
    assert rows == [
        ["0", "0", "0"],
        ["2", "2", "19"],
        ["8", "5", "93"],
        ["117", "0", "165"],
        ["90", "0", "22"],
        ["4", "4", "/"],
    ]
    assert [fragment.text.split("(")[0] for fragment in matched.unmapped] == ["其他主动公开文件"]
    line = EXPLAINED.splitlines().index("行政许可 | 8 | 5 | 93 | ||") + 1
    assert str(matched.cells[_rows()[2][0].address].place) == f"第{line}行第2列"


def _rows() -> list[list[object]]:
    table = FORMS["2019"].tables[0]
    return [
        [slot.cell for slot in row.slots if slot.cell]
        for row in lay_out(table).rows
        if any(s.cell for s in row.slots)
    ][:6]


@pytest.mark.parametrize(
    "text",
    ["前言 | 说明\n正文\n", "没有分隔的一行\n第二行\n第三行\n", "一\t二\n三\t四\n"],
    ids=["one line with a bar", "no bars", "two lines"],
)
def test_a_few_lines_with_bars_are_no_table(text: str) -> None:
    assert with_grids(document(text), FORMS["2021"]) is None


def test_bars_at_the_ends_and_the_rule_of_a_markdown_table_part_nothing() -> None:
    parted = with_grids(document("前言\n| 项 | 数 |\n|---|---:|\n| 甲 | 1 |\n｜乙｜｜\n结语\n"), FORMS["2021"])
    assert parted is not None
    before, grid, after = parted.blocks
    assert isinstance(before, Paragraph) and isinstance(grid, Grid) and isinstance(after, Paragraph)
    assert [(cell.row, cell.column, cell.text) for cell in grid.cells] == [
        (0, 0, "项"),
        (0, 1, "数"),
        (2, 0, "甲"),
        (2, 1, "1"),
        (3, 0, "乙"),
        (3, 1, ""),
    ]
    assert grid.place.row == 2
