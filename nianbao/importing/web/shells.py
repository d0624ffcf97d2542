"""Pages without the words of a report: where those words are, so that a clerk can be told where to go."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .facts import is_titled
from .markup import tag

_ATTACHED = re.compile(r"\.(?:docx?|wps|pdf|xlsx?|et|ofd|zip|rar)(?=\Z|[?#&])", re.IGNORECASE)
_NO_ADDRESS = ("about:", "javascript:", "data:")
# How a script holds the numbers of the sections, as they are or as escapes.
_NUMBERS = re.compile(r"(?:[一二三四五六]|\\u4e(?:00|8c|09|94)|\\u56db|\\u516d)(?:、|\\u3001)")
_LONGEST_SCRIPT = 2_000_000
_FEWEST_SECTIONS = 4
_FEWEST_REPORTS = 2
_FEWEST_WORDS = 40
_MOST_NAMES = 5


def find_words(root: Any) -> dict[str, object]:
    """The facts of a refusal: `why` is attachment, frame, script, list or picture; `names` are files, or
    titles. Nothing where the page gives no hint. To be asked before the page is pruned."""
    attached = _names(_attachments(root))
    frames = _names(_frames(root))
    documents = [frame for frame in frames if _ATTACHED.search(frame)]
    if attached or documents:
        return {"why": "attachment", "names": (attached or documents)[:_MOST_NAMES]}
    if frames:
        return {"why": "frame", "names": frames[:_MOST_NAMES]}
    if any(map(_holds_sections, root.iter("script", "textarea", "input", "template", "xml"))):
        return {"why": "script", "names": []}
    titles = _names(_text(link) for link in root.iter("a") if is_titled(_text(link)))
    if len(titles) >= _FEWEST_REPORTS:
        return {"why": "list", "names": titles[:_MOST_NAMES]}
    if any(is_large(image) and next(image.iterancestors("a"), None) is None for image in root.iter("img")):
        return {"why": "picture", "names": []}
    return {"why": "script", "names": []} if _is_empty(root) else {}


def is_large(image: Any) -> bool:
    """Whether a picture may hold text: no button and no sign."""
    sizes = [image.get(name) or "" for name in ("width", "height")]
    return not any(size.rstrip("px").isdigit() and int(size.rstrip("px")) < 100 for size in sizes)


def _attachments(root: Any) -> Iterator[str]:
    for element in root.iter("a", "embed", "object"):
        address = element.get("href") or element.get("src") or element.get("data") or ""
        words = _text(element)
        if _ATTACHED.search(address):
            yield address
        elif tag(element) == "a" and _ATTACHED.search(words):
            yield words


def _frames(root: Any) -> Iterator[str]:
    for frame in root.iter("iframe", "frame", "embed"):
        address = (frame.get("src") or "").strip()
        if address and not address.lower().startswith(_NO_ADDRESS):
            yield address


def _names(found: Iterator[str]) -> list[str]:
    return sorted({name[:200] for name in found})


def _text(element: Any) -> str:
    return "".join("".join(element.itertext()).split())


def _is_empty(root: Any) -> bool:
    """Whether a page has scripts, and hardly a word that no script has to write first."""
    words = sum(
        len(text.strip())
        for element in root.iter()
        if tag(element) not in ("", "script", "style", "title", "noscript")
        for text in (element.text or "",)
    )
    return words < _FEWEST_WORDS and next(root.iter("script"), None) is not None


def _holds_sections(element: Any) -> bool:
    text = element.get("value") or "".join(element.itertext())
    return len(set(_NUMBERS.findall(text[:_LONGEST_SCRIPT]))) >= _FEWEST_SECTIONS
