"""What of a page nobody sees: taken out of its tree, and told where it held words."""

from __future__ import annotations

import re
from typing import Any

from ..document import Dropped, Place
from .markup import tag

# Elements whose text nobody sees, or that are made to be pressed.
_UNSEEN_NAMES = """
applet audio button canvas datalist embed frame frameset head iframe input map meta noframes noscript object
script select style svg template textarea title video xml
"""
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_FIELDS = frozenset(("input", "select", "textarea"))
_HIDDEN = re.compile(
    r"display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|mso-hide\s{0,9}:\s{0,9}all", re.IGNORECASE
)
_NO_SIZE = re.compile(
    r"font-size\s{0,9}:\s{0,9}0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|\Z)|(?<![\w-])opacity\s{0,9}:\s{0,9}0(?:\.0+)?\s*(?:;|!|\Z)",
    re.IGNORECASE,
)
_SIZE = re.compile(r"font-size|opacity", re.IGNORECASE)
_WHITE = re.compile(r"(?<![\w-])color\s{0,9}:\s{0,9}(?:white|#fff(?:fff)?)(?![\w-])", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s{0,9}:[^;]{0,99}line-through", re.IGNORECASE)
_FOR_READERS_ALOUD = frozenset(("visually-hidden", "visuallyhidden", "sr-only", "screen-reader-text"))
_TOLD_HIDDEN = 20


def prune(root: Any, keep_hidden: bool = False) -> list[Dropped]:
    """Take out of the tree what nobody sees; the words that were hidden or struck out are told."""
    dropped: list[Dropped] = []
    for element in list(root.iter()):
        name = tag(element)
        if name in _FIELDS:
            _print_value(element, name)
        why = _unseen(element, name, keep_hidden)
        if why is None or element is root or element.getparent() is None:
            continue
        text = " ".join("".join(element.itertext()).split())
        if why and text and len(dropped) < _TOLD_HIDDEN:
            dropped.append(Dropped(text[:40], why, Place()))
        element.drop_tree()
    return dropped


def _unseen(element: Any, name: str, keep_hidden: bool) -> str | None:
    """None for what is seen, else why its text is left out ('' where that needs no word)."""
    if not name or name in _UNSEEN or _FOR_READERS_ALOUD & set((element.get("class") or "").split()):
        return ""
    style = element.get("style") or ""
    if name in ("s", "strike", "del") or (style and _STRUCK.search(style)):
        return "网页上划掉的文字"
    if keep_hidden or name in ("html", "body"):
        return None
    if element.get("hidden") is not None or (
        style and (_HIDDEN.search(style) or _has_no_size(element, style))
    ):
        return "网页上隐藏的文字"
    return "网页上隐藏的文字" if _is_white(element, style) else None


def _has_no_size(element: Any, style: str) -> bool:
    """Whether nobody can see the letters; a size of 0 around parts with sizes of their own is only layout."""
    return _NO_SIZE.search(style) is not None and not any(
        _SIZE.search(part.get("style") or "") or tag(part) in ("font", "img")
        for part in element.iterdescendants()
    )


def _is_white(element: Any, style: str) -> bool:
    """Whether white letters stand beside others in one cell, with no colour behind them: nobody sees them."""
    colour = (element.get("color") or "").lower()
    if colour not in ("white", "#fff", "#ffffff") and not _WHITE.search(style):
        return False
    cell = next(element.iterancestors("td", "th"), None)
    if cell is None or any(map(_has_background, (element, *element.iterancestors()))):
        return False
    return "".join("".join(cell.itertext()).split()) != "".join("".join(element.itertext()).split())


def _has_background(element: Any) -> bool:
    return element.get("bgcolor") is not None or "background" in (element.get("style") or "")


def _print_value(element: Any, name: str) -> None:
    """A filled-in field in a table cell prints its value: pages saved from reporting systems have those."""
    if next(element.iterancestors("td", "th"), None) is None:
        return
    if name == "select":
        options = list(element.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None] or options[:1]
        value = "".join(chosen[-1].itertext()).strip() if chosen else ""
    elif name == "textarea":
        value = (element.text or "").strip()
    elif (element.get("type") or "text").lower() in ("text", "number"):
        value = element.get("value") or ""
    else:
        value = ""
    element.tail = value + (element.tail or "")
