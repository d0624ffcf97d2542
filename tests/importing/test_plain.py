"""Text files are read line by line, whatever their encoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.importing.document import Document, Paragraph, Refused
from nianbao.importing.running.plain import read_text
from tests.importing.examples import EXAMPLES, needs_examples


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_is_the_same_in_every_encoding(encoding: str) -> None:
    document = read_text("一、总体情况 2023\r\n\t规章\r\n\t0\r\n 1 2 \r\n".encode(encoding))
    assert texts(document) == ["一、总体情况 2023", "\t规章", "\t0", " 1 2 "]
    assert document.kind == "txt"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_known_by_few_plain_signs(encoding: str) -> None:
    text = (
        "　　一、本报告根据《中华人民共和国政府信息公开条例》编制，开头没有一个数字，也没有一个空格。\n" * 40
    )
    assert texts(read_text((text + "规章 12").encode(encoding)))[-1] == "规章 12"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_sign_cut_off_by_the_end_of_the_file_is_left_out(encoding: str) -> None:
    assert texts(read_text("一、总体情况\n规章 12\n某".encode(encoding)[:-1])) == ["一、总体情况", "规章 12"]


def test_signs_that_nobody_sees_part_no_digits_and_control_signs_do() -> None:
    assert texts(read_text("规章\u200b 1\u200b2\u200e 3\xad4\ufeff".encode())) == ["规章 12 34"]
    assert texts(read_text("规章 1\x1f2".encode())) == ["规章 1 2"]


def test_empty_lines_are_left_out_but_counted_and_lines_of_tabs_are_empty_cells() -> None:
    document = read_text("甲\n\n　 \n\t\n乙".encode())
    assert [(b.text, b.place.line) for b in document.blocks if isinstance(b, Paragraph)] == [
        ("甲", 1),
        ("\t", 4),
        ("乙", 5),
    ]


def test_what_an_archive_wrote_above_the_report_is_stated_and_no_paragraph() -> None:
    document = read_text(
        "标题: 某市2023年年度报告\n发布时间: 2024-01-20 15:07\n文号: \n栏目: 年报\n\n"
        "原文链接: https://a.gov.cn/b.htm\n===== 正文 =====\n本报告……\n".encode()
    )
    assert document.stated == {
        "title": "某市2023年年度报告",
        "published": "2024-01-20 15:07",
        "address": "https://a.gov.cn/b.htm",
    }
    assert texts(document) == ["本报告……"]
    assert "栏目: 年报" in [dropped.text for dropped in document.dropped]


def test_one_line_with_a_colon_is_no_archive_head() -> None:
    document = read_text("发布日期：2024年1月20日\n本报告……\n标题：不是\n".encode())
    assert len(texts(document)) == 3 and document.stated == {}


def test_marks_of_a_word_processor_are_dropped_and_said() -> None:
    document = read_text("[bookmark: _GoBack]（一）组织领导。".encode())
    assert texts(document) == ["（一）组织领导。"]
    assert [dropped.text for dropped in document.dropped] == ["[bookmark: _GoBack]"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "import-empty"),
        (b" \n\t\n", "import-empty"),
        (b"\xff\xff\x00\x01\x80", "import-encoding"),
        ("标题: 甲\n发布时间: 乙\n=== 正文 ===\n".encode(), "import-empty"),
        (b"a\n" * 200_001, "import-too-long"),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, kind: str) -> None:
    with pytest.raises(Refused) as refused:
        read_text(data)
    assert refused.value.fault.kind == kind


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = read_text(data)
    except Refused:
        return
    assert texts(document)


@given(st.lists(st.text("一二（）1 \t|:：。", max_size=12), min_size=1, max_size=8))
def test_no_sign_of_a_line_is_lost(lines: list[str]) -> None:
    if not "".join(lines).strip():
        return
    document = read_text("\n".join(lines).encode())
    assert "".join("".join(texts(document)).split()) == "".join("".join(lines).split())


@needs_examples
def test_the_head_of_a_real_archive_is_stated() -> None:
    document = read_text((EXAMPLES / "2023-pingtan-experimental-zone.txt").read_bytes())
    assert document.stated["title"] == "平潭综合实验区2023年度政府信息公开工作年度报告"
    assert document.stated["published"] == "2024-03-08 15:34"
    assert document.stated["agency"] == "平潭综合实验区管委会办公室"
    assert len(document.blocks) == 1
