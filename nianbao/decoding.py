"""Bytes → text, the one place where encodings are known. Never an exception.

What is read on with is always given, '' where there is nothing to read. A fault whose mend is to save the
file as UTF-8 carries `SAVE`, an edit that changes no character: whoever applies it writes the decoded text
back as UTF-8, and that is the mend.
"""

from __future__ import annotations

import re

from .located import Edit, Fault
from .typed.signs import CONTROL, SEPARATORS

YAML_LIMIT = 2_000_000
PROSE_LIMIT = 1_000_000
SAVE = Edit(0, 0, "")

_MAGIC = {
    b"PK\x03\x04": "Word、Excel 或压缩文件",
    b"\xd0\xcf\x11\xe0": "旧版 Word 或 Excel 文件",
    b"%PDF": "PDF 文件",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"Rar!": "压缩文件",
    b"{\\rtf": "RTF 文件",
}
_HAN = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_USUAL = re.compile(r"[\n\r\t -~“”‘’…—·〔〕\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_UTF8_SIGN = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_UNSEEN = re.compile(rf"[{CONTROL}{SEPARATORS.replace(chr(13), '')}]")


def decode(data: bytes, *, prose: bool = False) -> tuple[str, list[Fault]]:
    """The text of a file's bytes and what is wrong with its encoding.

    With `prose` the smaller limit holds and control characters are reported here; in a YAML file
    `keyboard` reports them, with all else that is typed.
    """
    limit = PROSE_LIMIT if prose else YAML_LIMIT
    if len(data) > limit:
        return "", [Fault("too-large-file", 0, 1, {"size": len(data), "limit": limit})]
    kind = next((name for magic, name in _MAGIC.items() if data.startswith(magic)), "")
    if kind:
        return "", [Fault("not-a-text", 0, 1, {"type": kind})]
    text, faults = _text(data)
    if prose and text:
        faults += _control_faults(text)
    return text, faults


def _text(data: bytes) -> tuple[str, list[Fault]]:
    utf16 = _utf16(data)
    if utf16 is not None:
        return utf16, [Fault("encoding", 0, 1, {"encoding": "UTF-16", "line": 1}, (SAVE,))]
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        return "", [Fault("not-a-text", 0, 1, {"type": "", "line": line})]
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8"), []
    except UnicodeDecodeError as error:
        return _other(data, error.start)


def _utf16(data: bytes) -> str | None:
    """The text of UTF-16: with its mark at the head, or when reading it so gives Chinese and ASCII only."""
    codec = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(data[:2], "")
    if not codec and b"\0" not in data:
        return None
    for name in (codec,) if codec else ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(name).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        if "\0" not in text and (codec or len(_USUAL.findall(text)) * 20 >= len(text) * 19):
            return text
    return None


def _other(data: bytes, bad: int) -> tuple[str, list[Fault]]:
    """Bytes that are no UTF-8: GB18030 when that gives Chinese, else UTF-8 with something broken in it."""
    line = data.count(b"\n", 0, bad) + 1
    valid = len(_UTF8_SIGN.findall(data))
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    if valid <= broken:
        try:
            chinese = data.decode("gb18030")
        except UnicodeDecodeError:
            chinese = ""
        strange = len(_NOT_ASCII.findall(chinese))
        if strange and len(_HAN.findall(chinese)) * 10 >= strange * 8:
            place = len(data[:bad].decode("gb18030", errors="replace"))
            return chinese, [Fault("encoding", place, place + 1, {"encoding": "GBK", "line": line}, (SAVE,))]
        if not valid:
            return "", [Fault("not-a-text", 0, 1, {"type": "", "line": line})]
    place = text.index("\ufffd") if broken else 0
    return text, [Fault("bad-bytes", place, place + 1, {"line": line, "count": broken})]


def _control_faults(text: str) -> list[Fault]:
    """One fault for each kind of sign that nobody can see, with all its places mended."""
    found: dict[str, list[Edit]] = {}
    for match in _UNSEEN.finditer(text):
        new = "\n" if match.group() in SEPARATORS else ""
        found.setdefault(match.group(), []).append(Edit(match.start(), match.end(), new))
    return [
        Fault(
            "line-sign" if sign in SEPARATORS else "invisible",
            edits[0].start,
            edits[0].end,
            {"signs": sign, "count": len(edits)},
            tuple(edits),
        )
        for sign, edits in found.items()
    ]
