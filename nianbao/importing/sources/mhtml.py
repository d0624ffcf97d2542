"""Web pages saved as one file (.mht): the pages in it, as the bytes of HTML files."""

from __future__ import annotations

import codecs
import email
import re
from collections.abc import Iterator
from email import policy
from email.message import Message
from itertools import islice

from ..document import Refused

_BOM = b"\xef\xbb\xbf"
_MOST_PARTS = 2_000


def looks_like_mhtml(data: bytes) -> bool:
    """Whether a file begins with the head of a mail message that holds a page."""
    head = data[:4_000].removeprefix(_BOM).lstrip().lower()
    return re.match(rb"[a-z-]+:", head) is not None and b"content-type: multipart/related" in head.replace(
        b"\r\n", b"\n"
    )


def pages_of(data: bytes) -> Iterator[bytes]:
    """The pages of the message, the shown one first, then those in its frames; the first with the note by
    which browsers say where a page was saved from. Raises Refused."""
    message = email.message_from_bytes(data.removeprefix(_BOM).lstrip(), policy=policy.compat32)
    address = str(message.get("Snapshot-Content-Location") or "").strip()
    note = b"<!-- saved from url=(0000)%s -->" % address.encode("ascii", "ignore") if address else b""
    is_first = True
    for part in islice(message.walk(), _MOST_PARTS):
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = _decoded(part)
            yield _noted(page, note) if is_first else page
            is_first = False
    if is_first:
        raise Refused("import-broken")


def html_of(data: bytes) -> bytes:
    """The page that is shown. Raises Refused."""
    return next(pages_of(data))


def _noted(page: bytes, note: bytes) -> bytes:
    if page.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return page
    return (_BOM + note + page.removeprefix(_BOM)) if page.startswith(_BOM) else note + page


def _decoded(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    charset = (part.get_content_charset() or "").lower()
    if charset in ("", "utf-8", "unicode"):
        return data
    try:
        return _BOM + data.decode("gb18030" if charset in ("gb2312", "gbk") else charset).encode()
    except (LookupError, UnicodeError):
        return data
