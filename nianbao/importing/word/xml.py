"""WordprocessingML by its bare elements: parsing that follows no reference, and short ways to values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree

from ..document import Refused

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
)
_OFF = frozenset({"0", "false", "off", "none"})


def parse(data: bytes | None) -> Any:
    """The root element, or None without data. Raises Refused for what is no XML."""
    if not data:
        return None
    for strict, usual in _STRICT:
        data = data.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Refused("import-broken") from error


def children(parent: Any, name: str) -> Iterator[Any]:
    """The direct children called `name`, also within what Word wraps around them (content controls …)."""
    for child in parent:
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag in WRAPPERS:
            yield from children(child, name)


WRAPPERS = frozenset(
    f"{W}{name}"
    for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink", "bdo", "dir")
)


def value_of(parent: Any, name: str) -> str:
    """The w:val of a child, '' when there is none."""
    child = parent.find(f"{W}{name}") if parent is not None else None
    return "" if child is None else str(child.get(f"{W}val", ""))


def number_of(parent: Any, name: str, missing: int) -> int:
    """The w:val of a child as a whole number."""
    text = value_of(parent, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else missing


def switch_of(parent: Any, name: str) -> bool | None:
    """On, off or not said: `<w:b/>` is on, `<w:b w:val="0"/>` off."""
    child = parent.find(f"{W}{name}") if parent is not None else None
    return None if child is None else child.get(f"{W}val", "1").lower() not in _OFF
