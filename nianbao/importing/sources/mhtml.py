"""Web pages saved as one file (.mht): the page in it, as the bytes of an HTML file."""

from __future__ import annotations

import email
import re
from email import policy
from email.message import Message

from ..document import Refused

_BOM = b"\xef\xbb\xbf"
_MOST_PARTS = 2_000


def looks_like_mhtml(data: bytes) -> bool:
    """Whether a file begins with the head of a mail message that holds a page."""
    head = data[:4_000].removeprefix(_BOM).lstrip().lower()
    return re.match(rb"[a-z-]+:", head) is not None and b"content-type: multipart/related" in head.replace(
        b"\r\n", b"\n"
    )


def html_of(data: bytes) -> bytes:
    """The first page of the message, with a BOM when its encoding is stated outside of it. Raises Refused."""
    message = email.message_from_bytes(data.removeprefix(_BOM).lstrip(), policy=policy.compat32)
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            break
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            return _decoded(part)
    raise Refused("import-broken")


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
