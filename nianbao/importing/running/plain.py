"""Text files → Documents: one paragraph a line, as it stands there."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator, Mapping

from ...typed.signs import SEPARATORS, UNSEEN
from ..document import Document, Dropped, Paragraph, Place, Refused

# No report comes near it; a file that does is something else.
MOST_LINES = 50_000
MOST_BYTES = 4_000_000

# What ends a line: Word's soft line break and page break too, but none of the rarer separators.
_LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\u2028\u2029]")
_RESIDUE = re.compile(r"\[bookmark: ?\w{1,60}\]|\[endif\]|\[if ![^\]]{1,60}\]", re.IGNORECASE)
_BODY = re.compile(r"[=＝\-—]{3,}\s*正文\s*[=＝\-—]{3,}\s*\Z")
_STATEMENT = re.compile(r"\s*(?P<name>[^\s:：]{2,8})\s*[:：](?P<value>.*)\Z")
_HEAD_LINES = 60
# So much of a file tells its encoding, by signs whose codes turned round are hardly ever used.
_SEEN = 4000
_PLAIN = frozenset(b"\t\n\r 123456789")
_NAMES = {
    "标题": "title",
    "题名": "title",
    "名称": "title",
    "信息名称": "title",
    "发布时间": "published",
    "发布日期": "published",
    "公开日期": "published",
    "公开时间": "published",
    "发布机构": "agency",
    "发布单位": "agency",
    "公开机构": "agency",
    "公开主体": "agency",
    "文号": "number",
    "发文字号": "number",
    "索引号": "index",
    "原文链接": "address",
    "原文网址": "address",
    "网址": "address",
    "链接": "address",
}


def read_text(data: bytes) -> Document:
    """The lines of a text file, without the empty ones; tabs and pipes stay, as they part the cells of a table.

    Lines that hold only tabs are kept: they are empty cells. What an archive wrote above the report is `stated`.
    Raises Refused: import-empty, import-encoding, import-too-long.
    """
    if len(data) > MOST_BYTES:
        raise Refused("import-too-long", size=len(data), most=MOST_BYTES)
    lines = _LINE_ENDS.split(_decoded(data))
    if len(lines) > MOST_LINES:
        raise Refused("import-too-long", paragraphs=len(lines), most=MOST_LINES)
    if not any(line.strip() for line in lines):
        raise Refused("import-empty")
    head, stated = _head(lines)
    dropped = [
        Dropped(line.strip(), "文件开头的存档说明", Place(line=number))
        for number, line in enumerate(lines[:head], 1)
        if line.strip()
    ]
    paragraphs = []
    for number, line in enumerate(lines[head:], head + 1):
        place = Place(line=number)
        dropped += [Dropped(found, "文字处理软件留下的标记", place) for found in _RESIDUE.findall(line)]
        text = _RESIDUE.sub("", line)
        if text.strip() or "\t" in text:
            paragraphs.append(Paragraph(text, place))
    if not any(paragraph.text.strip() for paragraph in paragraphs):
        raise Refused("import-empty")
    return Document("txt", tuple(paragraphs), stated, tuple(dropped))


def _decoded(data: bytes) -> str:
    """The text of the bytes: UTF-8, GB18030, or UTF-16 where the file says so or its zeros do."""
    for encoding in _encodings(data):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(data)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise Refused("import-encoding")
    if text.count("\0") > len(text) // 1000:
        raise Refused("import-encoding")
    # \x07 ends a cell in what old programs copy out of Word.
    text = text.replace("\0", "").replace("\x07", "\t")
    return UNSEEN.sub(_shown, text)


def _shown(unseen: re.Match[str]) -> str:
    """What stands for a sign that nobody sees: nothing, or a blank where it may have parted two figures."""
    sign = unseen.group()
    if sign in SEPARATORS:
        return sign
    return " " if unicodedata.category(sign) == "Cc" else ""


def _encodings(data: bytes) -> Iterator[str]:
    """What to try, the likeliest first; a sign that is cut off by the end of the file is left out."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        yield "utf-32"
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield "utf-16"
    else:
        if data[:_SEEN].count(0) * 200 > len(data[:_SEEN]):
            # Without a mark: of digits and line ends one byte is 0, the second one where the small end comes first.
            pairs = list(zip(data[:_SEEN:2], data[1:_SEEN:2], strict=False))
            little = sum(high == 0 and low in _PLAIN for low, high in pairs)
            big = sum(high == 0 and low in _PLAIN for high, low in pairs)
            if little or big:
                yield "utf-16-le" if little > big else "utf-16-be"
                return
        yield "utf-8-sig"
        yield "gb18030"


def _head(lines: list[str]) -> tuple[int, Mapping[str, str]]:
    """How many lines stand above the report, and what they state, by the names of `Document.stated`."""
    end = next((number for number, line in enumerate(lines[:_HEAD_LINES], 1) if _BODY.match(line.strip())), 0)
    if not end:
        # No line that says where the report begins: only an unbroken run of known statements is a head.
        while end < min(len(lines), _HEAD_LINES) and (not lines[end].strip() or _is_known(lines[end])):
            end += 1
        if sum(map(_is_known, lines[:end])) < 2:
            return 0, {}
    stated: dict[str, str] = {}
    for line in lines[:end]:
        match = _STATEMENT.match(line)
        if match and match["name"] in _NAMES and match["value"].strip():
            stated.setdefault(_NAMES[match["name"]], match["value"].strip())
    return end, stated


def _is_known(line: str) -> bool:
    match = _STATEMENT.match(line)
    return match is not None and match["name"] in _NAMES
