"""Bytes of a web page → its text: what it says of its encoding is believed only where the bytes agree."""

from __future__ import annotations

import codecs
import re

from ..document import Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{2,40})", re.IGNORECASE)
_HEAD = 4096
# Web pages that say gb2312 use signs of its successors: all of them are read as the last one.
_CHINESE = "gb18030"
# One broken sign in so many: a page cut off in the middle of a sign is still read, a wrong encoding is not.
_TOLERATED = 50
_ASCII = re.compile(r"[\x00-\x7f]+")
_CONTROLS = {code: None for code in range(32) if chr(code) not in "\t\n\r\f"} | {127: None}


def decode_page(data: bytes) -> str:
    """The text of a page: by its byte order mark, as UTF-8, as it declares, as GB18030, whichever fits first.

    A page that declares gb2312 and is UTF-8 is common, and Chinese text in GB18030 is hardly ever valid
    UTF-8, so UTF-8 is tried before the declaration. Raises Refused import-encoding where nothing fits.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _clean(data[len(mark) :].decode(name, "replace"))
    wide = _without_marks(data)
    loose = data.decode("utf-8", "replace")
    if not wide and _is_nearly(loose):
        return _clean(loose)
    for name in (*wide, _declared(data), _CHINESE):
        text = data.decode(name, "replace")
        if _is_nearly(text):
            return _clean(text)
    raise Refused("import-encoding", encoding=_declared(data))


def _is_nearly(text: str) -> bool:
    """Whether hardly a sign is broken, of those that are not plain ASCII."""
    return text.count("\ufffd") * _TOLERATED <= len(_ASCII.sub("", text))


def _without_marks(data: bytes) -> tuple[str, ...]:
    """UTF-16 that does not say so: every other byte of its tags is 0."""
    head = data[:_HEAD]
    if head[1::2].count(0) * 3 > len(head):
        return ("utf-16-le",)
    return ("utf-16-be",) if head[::2].count(0) * 3 > len(head) else ()


def _declared(data: bytes) -> str:
    """The codec a page names in its head, GB18030 for its forerunners and for names nobody knows."""
    found = _DECLARED.search(data[:_HEAD])
    name = found.group(1).decode("ascii", "ignore").lower() if found else ""
    try:
        known = codecs.lookup(name).name if name else _CHINESE
        "".encode(known)
    except LookupError:
        return _CHINESE
    return _CHINESE if known in ("gb2312", "gbk", "hz", "ascii", "iso8859-1", "cp1252") else known


def _clean(text: str) -> str:
    """Without control characters, at which the parser would stop, and without halves of pairs."""
    return text.translate(_CONTROLS).encode("utf-8", "replace").decode("utf-8").removeprefix("\ufeff")
