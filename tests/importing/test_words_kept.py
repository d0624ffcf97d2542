"""No word of a report is lost and none is invented, whatever kind of file it comes in."""

from __future__ import annotations

import io
import random
from collections import Counter
from collections.abc import Callable, Sequence
from html import escape

import docx
import pytest

from nianbao.grid import lay_out
from nianbao.importing.matching import match
from nianbao.importing.prose.narrative import narrate
from nianbao.importing.sources.opening import open_source
from tests.importing.test_narrative import FORMS, printed, without_blanks
from tests.sites import FORM

TITLE = "测试区教育局2023年政府信息公开工作年度报告"
LAST = "本年度工作按计划完成，没有其他需要说明的情况。"
SENTENCES = (
    "（一）主动公开情况",
    "1.强化领导。全年召开会议3次，印发文件12份（含2份涉密文件）。",
    "2．完善平台建设",
    "①制度建设；②队伍建设；③平台建设。",
    "一是人手少；二是培训不够。",
    "注：1.本表不含涉密文件。",
    "全年主动公开政府信息1,234条，其中网站1000条、公众号234条。",
    "*重点工作*：做好_三公_经费公开{预算}|决算|公开。",
    "<政府信息>目录 & 指南已更新",
    "《条例》第二十条：“主动公开”……",
    "http://www.test.gov.cn/col/col123/index.html",
    "扫一扫二维码即可关注公众号。",
    "12",
    "- 强化监督",
    "• 加强培训",
    "附件1所列事项均已落实。",
    "打印、复印费用由申请人承担",
    "a*b*c**d**",
    "[2023]12号文件、〔2023〕3号",
    "来源于群众的意见12条",
    "发布解读：发布政策解读25篇",
    "2023年1月1日至2023年12月31日，共召开发布会3场",
)
# Prose, a title of a section, or the key of a table.
Item = tuple[str, str]


def report(seed: int) -> list[Item]:
    draw = random.Random(seed)
    items = [("prose", "根据条例编制本报告。")]
    for section in FORM.sections:
        items.append(("title", section.title))
        items += [("table", section.table)] * bool(section.table)
        items += [("prose", draw.choice(SENTENCES)) for _ in range(draw.randint(0, 5))]
        items += [("prose", LAST)] * (not section.table)
    return items


def rows(key: str) -> list[list[tuple[str, int, int]]]:
    table = next(table for table in FORM.tables if table.key == key)
    return [
        [("0" if slot.cell else slot.text, slot.rowspan, slot.colspan) for slot in row.slots]
        for row in lay_out(table).rows
    ]


def as_page(items: Sequence[Item]) -> bytes:
    parts = []
    for kind, text in items:
        if kind == "table":
            cells = (
                "".join(f"<td rowspan={down} colspan={wide}>{escape(word)}</td>" for word, down, wide in row)
                for row in rows(text)
            )
            parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>")
        else:
            parts.append(f"<p style='text-indent:2em'><span>{escape(text)}</span></p>")
    body = f"<div id=nav><a href=/>首页</a></div><div><h1>{TITLE}</h1><div>{''.join(parts)}</div></div>"
    return f"<html><head><meta charset=utf-8></head><body>{body}<div>主办：测试区人民政府</div></body></html>".encode()


def as_word(items: Sequence[Item]) -> bytes:
    file = docx.Document()
    file.add_paragraph(TITLE)
    for kind, text in items:
        if kind == "table":
            for row in rows(text):
                file.add_paragraph("\t".join(word.replace("\n", "") for word, _, _ in row))
        else:
            file.add_paragraph(text)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def as_text(items: Sequence[Item]) -> bytes:
    lines = [TITLE]
    for kind, text in items:
        if kind == "table":
            lines += ["\t".join(word.replace("\n", "") for word, _, _ in row) for row in rows(text)]
        else:
            lines.append(text if kind == "title" else f"    {text}")
    return "\r\n".join(lines).encode("gb18030")


MAKERS: dict[str, Callable[[Sequence[Item]], bytes]] = {
    "a.html": as_page,
    "a.docx": as_word,
    "a.txt": as_text,
}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("name", MAKERS)
def test_the_words_of_a_file_are_those_of_its_prose_and_of_what_the_log_says(name: str, seed: int) -> None:
    items = report(seed)
    matched = match(open_source(MAKERS[name](items), name), FORMS, 2023)
    narrative = narrate(matched)
    words = Counter(without_blanks("".join(text for kind, text in items if kind != "table")))
    kept = Counter(printed(narrative.markdown, matched.form))
    assert [item.text for item in narrative.dropped] in ([TITLE], [])
    assert kept == words
    assert {matched.cells[cell.address].typed for cell in FORM.cells} == {"0"}
