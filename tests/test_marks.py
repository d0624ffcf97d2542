"""Findings on the page of a preview: on cells and paragraphs, under the number they have in the panel."""

from __future__ import annotations

from typing import Any

from nianbao.marks import blocks_by_line, cell_marks, mark_prose, placed_findings
from nianbao.prose import prose_to_json, read_prose
from tests.sites import FORM

TEXT = "开头。\n\n## 一、总体情况\n\n（一）主动公开\n全年3件。\n又一段。\n"
CELL = "requests.granted.total"


def sections() -> list[dict[str, Any]]:
    body = prose_to_json(read_prose(TEXT, FORM, None))
    return [body["preface"], *body["sections"]]


def finding(
    number: int, *places: tuple[str, int], cells: tuple[str, ...] = (), source: str = "", **more: Any
) -> dict[str, Any]:
    positions = [{"file": file, "line": line, "column": 2, "source": source} for file, line in places]
    told = {
        "number": number,
        "cells": cells,
        "positions": positions,
        "explanation": "",
        "word": "请核",
        "name": "名称",
    }
    return {**told, "text": "全年<3>件", **more}


def placed(one: dict[str, Any]) -> dict[str, Any]:
    return next(placed_findings([one], FORM, sections()))


def test_a_line_of_the_file_is_a_block_of_the_page() -> None:
    assert blocks_by_line(sections()) == {
        1: ("", "p1"),
        5: ("overview", "p2"),
        6: ("overview", "p3"),
        7: ("overview", "p4"),
    }


def test_one_goes_where_it_is_to_be_mended_first() -> None:
    in_prose = placed(finding(1, ("a/2023.md", 6), cells=(CELL,)))
    assert (in_prose["target"], in_prose["blocks"]) == ("p3", ["p3"])
    in_figures = placed(finding(1, ("a/2023.yaml", 6), ("a/2023.md", 6), cells=(CELL,)))
    assert (in_figures["target"], in_figures["blocks"]) == ("requests-granted-total", ["p3"])
    nowhere = placed(finding(1, ("a/2023.md", 99)))
    assert (nowhere["target"], nowhere["section"], nowhere["blocks"]) == ("", "", [])


def test_a_heading_leads_to_its_section() -> None:
    heading = placed(finding(1, ("a/2023.md", 3), source="## 一、总体情况"))
    assert (heading["target"], heading["section"], heading["blocks"]) == ("s1", "overview", [])


def test_a_cell_of_the_table_keeps_its_finding_in_the_section_of_the_table() -> None:
    assert placed(finding(1, ("a/2023.md", 6), cells=(CELL,)))["section"] == "requests"
    assert placed(finding(1, ("a/2023.md", 6)))["section"] == "overview"


def test_a_place_is_named_once_for_each_file() -> None:
    one = finding(1, ("a.yaml", 3), ("a.yaml", 9), ("b.yaml", 4))
    assert placed(one)["where"] == ["a.yaml:3:2", "b.yaml:4:2"]


def test_cells_and_paragraphs_bear_the_numbers_of_all_that_is_open_there() -> None:
    found = [
        placed(finding(1, ("a/2023.md", 6), cells=(CELL,))),
        placed(finding(2, ("a/2023.md", 6), cells=(CELL,))),
        placed(finding(3, ("a/2023.md", 6), cells=(CELL,), explanation="照录")),
    ]
    assert cell_marks(found) == {CELL: [1, 2]}
    marked = mark_prose('<h3 id="p2">（一）</h3><p id="p3">全年<b>3</b>件。</p><p id="p4">又。</p>', found)
    assert marked.startswith(
        '<h3 id="p2">（一）</h3><p id="p3" class="marked" aria-describedby="finding-1 finding-2">'
    )
    assert marked.count('href="#finding-1"') == marked.count('href="#finding-2"') == 2
    assert marked.endswith('<p id="p4">又。</p>') and "finding-3" not in marked
    assert marked.count("请核 名称　全年&lt;3&gt;件") == 2


def test_prose_that_nothing_concerns_stays_as_it_is() -> None:
    html = '<p id="p3">全年3件。</p>'
    assert mark_prose(html, [placed(finding(1, ("a/2023.yaml", 3), cells=(CELL,)))]) is html
