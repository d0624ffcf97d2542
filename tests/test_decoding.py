"""Bytes → text: every encoding that arrives, and everything that is no text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.decoding import PROSE_LIMIT, SAVE, YAML_LIMIT, decode
from nianbao.keyboard import apply_edits
from tests.typed_samples import WHOLE, read

ENGLISH_FIRST = "# 2024\nname: 1\n" + WHOLE


def test_utf8_is_read_without_a_word() -> None:
    assert decode(WHOLE.encode()) == (WHOLE, [])
    assert decode(b"") == ("", [])


def test_a_mark_at_the_head_is_dropped_without_a_word() -> None:
    assert decode(WHOLE.encode("utf-8-sig")) == (WHOLE, [])


def test_gbk_is_read_and_told_with_its_first_line() -> None:
    text, (fault,) = decode(ENGLISH_FIRST.encode("gbk"))
    assert text == ENGLISH_FIRST
    assert (fault.kind, fault.facts) == ("encoding", {"encoding": "GBK", "line": 3})
    assert text[fault.start] in text.splitlines()[2]


def test_gb18030_with_rare_characters_is_read() -> None:
    text, (fault,) = decode("标题: 㙍㘵街道办事处\n".encode("gb18030"))
    assert (text, fault.kind) == ("标题: 㙍㘵街道办事处\n", "encoding")


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf16_is_read_and_told(codec: str) -> None:
    text, (fault,) = decode(ENGLISH_FIRST.encode(codec))
    assert text.removeprefix("\ufeff") == ENGLISH_FIRST
    assert (fault.kind, fault.facts["encoding"]) == ("encoding", "UTF-16")


def test_the_mend_of_an_encoding_is_to_write_the_text_as_utf8() -> None:
    text, (fault,) = decode(WHOLE.encode("gbk"))
    assert fault.edits == (SAVE,)
    assert decode(apply_edits(text, fault.edits).encode()) == (WHOLE, [])


def test_the_rest_of_a_gbk_file_is_checked_in_the_same_run() -> None:
    text, faults = decode(WHOLE.replace("\n申请:", "\n申请：").encode("gbk"))
    assert [fault.kind for fault in faults] + read(text).kinds == ["encoding", "colon"]


def test_garbage_in_utf8_is_told_with_its_line() -> None:
    data = WHOLE.encode().replace("区".encode(), "区".encode()[:2], 1)
    text, (fault,) = decode(data)
    assert (fault.kind, fault.facts) == ("bad-bytes", {"line": 1, "count": 1})
    assert text.count("\ufffd") == 1
    assert not fault.edits


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"PK\x03\x04rest", "Word、Excel 或压缩文件"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word 或 Excel 文件"),
        (b"%PDF-1.7\n", "PDF 文件"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"a: 1\nb: \x00\x01\n", ""),
        (b"\xff\xfe\xfd", ""),
        (bytes(range(256)), ""),
    ],
    ids=["docx", "doc", "pdf", "png", "NUL", "half UTF-16", "all bytes"],
)
def test_what_is_no_text_is_not_read(data: bytes, kind: str) -> None:
    text, (fault,) = decode(data)
    assert (text, fault.kind, fault.facts["type"]) == ("", "not-a-text", kind)


def test_files_over_the_limit_are_not_read() -> None:
    assert decode(b"x" * YAML_LIMIT)[1] == []
    text, (fault,) = decode(b"x" * (YAML_LIMIT + 1))
    assert (text, fault.kind, fault.facts["size"]) == ("", "too-large-file", YAML_LIMIT + 1)


def test_prose_has_a_smaller_limit() -> None:
    assert decode(b"x" * PROSE_LIMIT, prose=True)[1] == []
    assert [fault.kind for fault in decode(b"x" * (PROSE_LIMIT + 1), prose=True)[1]] == ["too-large-file"]


def test_control_characters_in_prose_are_told_here_and_mended() -> None:
    text, faults = decode("一\x07二\u2028三\r\n四\n".encode(), prose=True)
    assert [(fault.kind, fault.start) for fault in faults] == [("invisible", 1), ("line-sign", 3)]
    assert apply_edits(text, [edit for fault in faults for edit in fault.edits]) == "一二\n三\r\n四\n"


def test_control_characters_in_figures_are_told_when_they_are_read() -> None:
    text, faults = decode(WHOLE.replace("81", "8\x071").encode())
    assert faults == []
    assert read(text).kinds == ["invisible", "invisible"]


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("gb18030", "ignore")))
def test_no_bytes_raise(data: bytes) -> None:
    text, faults = decode(data)
    assert isinstance(text, str)
    assert all(0 <= fault.start <= len(text) + 1 for fault in faults)
    assert text == "" or text.encode("utf-8")
