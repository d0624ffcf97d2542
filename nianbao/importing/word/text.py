"""The words of one Word paragraph: what is printed of it, which stretches are bold, what hangs on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from .styles import Style, Styles, over, shift, struck
from .xml import MC, W, children, switch_of, value_of

_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
# Signs that take no room in print.
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad\u200e\u200f"))
_SIGNS = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
# Figures above or below the line are marks of remarks: 28 with a raised 1 is not 281.
_SHIFTED = {
    1: str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    -1: str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
    0: {},
}
_SYMBOL_DIGIT = re.compile(r"[Ff]03\d", re.ASCII)
_WHITE = "ffffff"
_PICTURES = frozenset({"blip", "imagedata"})
_OBJECT = f"{W}object"
# Charts and diagrams: their words stand in parts of their own.
_DRAWN = frozenset({"chart", "relIds"})
# Deleted or moved away by a tracked change, or what Word keeps for itself.
_SKIPPED = frozenset(
    f"{W}{name}"
    for name in ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "rt", "sdtPr", "rPrChange")
)


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one run. `element`: a text box (w:txbxContent) that hangs here, whose text is not in `text`.
    `what`: '', 'hidden' (not printed), 'struck' (crossed out), 'picture', 'object' or 'symbol' (printed, but
    holds no text). `shift`: as in `Style`."""

    text: str
    is_bold: bool = False
    what: str = ""
    element: Any = None
    shift: int = 0
    is_white: bool = False


def pieces_of(paragraph: Any, style: Style, styles: Styles) -> list[Piece]:
    """What a w:p holds, in order. White words among others are not seen; words all in white stand on a colour."""
    pieces = list(_inside(paragraph, style, styles))
    shown = {piece.is_white for piece in pieces if piece.text.strip() and not piece.what}
    if len(shown) < 2:
        return pieces
    return [replace(piece, what="hidden") if piece.is_white and not piece.what else piece for piece in pieces]


def _inside(parent: Any, style: Style, styles: Styles) -> Iterator[Piece]:
    for child in parent:
        tag = child.tag
        if tag == f"{W}r":
            yield from _run(child, style, styles)
        elif tag in _SKIPPED:
            continue
        elif tag == f"{MC}AlternateContent":
            yield from _inside(_chosen(child), style, styles)
        elif tag == _MATH_TEXT:
            yield Piece(child.text or "", bool(style.bold))
        else:
            yield from _inside(child, style, styles)


def _run(run: Any, style: Style, styles: Styles) -> Iterator[Piece]:
    properties = run.find(f"{W}rPr")
    named = styles.by_id.get(value_of(properties, "rStyle"), Style())
    own = Style(
        switch_of(properties, "b"), switch_of(properties, "vanish"), struck(properties), shift(properties)
    )
    said = over(over(style, named), own)
    is_bold = bool(said.bold)
    is_white = value_of(properties, "color").lower() == _WHITE
    what = "hidden" if said.hidden else "struck" if said.struck else ""
    for child in _contents(run):
        tag = child.tag
        if tag == f"{W}t":
            yield Piece(_words(child), is_bold, what, shift=said.shift or 0, is_white=is_white)
        elif tag in _SIGNS:
            yield Piece(_SIGNS[tag], is_bold, what)
        elif tag == f"{W}sym":
            sign = _symbol(child)
            yield Piece(sign, is_bold, what or ("" if sign else "symbol"))
        elif tag == f"{W}ruby":
            yield from _inside_base(child, style, styles)
        elif tag not in _SKIPPED:
            yield from _hanging(child)


def _contents(run: Any) -> Iterator[Any]:
    for child in run:
        if child.tag == f"{MC}AlternateContent":
            yield from _chosen(child)
        else:
            yield child


def _chosen(alternate: Any) -> Iterable[Any]:
    """Word writes the same thing for new and for old programs; only one of them is read."""
    choice = alternate.find(f"{MC}Choice")
    found = choice if choice is not None else alternate.find(f"{MC}Fallback")
    return () if found is None else found


def _inside_base(ruby: Any, style: Style, styles: Styles) -> Iterator[Piece]:
    for base in children(ruby, "rubyBase"):
        yield from _inside(base, style, styles)


def _hanging(drawing: Any) -> Iterator[Piece]:
    """The text boxes in a drawing, or that it is a picture or something drawn of other data."""
    boxes = list(_boxes(drawing))
    yield from (Piece("", element=box) for box in boxes)
    if boxes:
        return
    inner = {etree.QName(item).localname for item in drawing.iter() if isinstance(item.tag, str)}
    if inner & _DRAWN or drawing.tag == _OBJECT:
        yield Piece("", what="object")
    elif inner & _PICTURES:
        yield Piece("", what="picture")


def _boxes(element: Any) -> Iterator[Any]:
    """The outermost text boxes within an element."""
    for child in _contents(element):
        if child.tag == f"{W}txbxContent":
            yield child
        else:
            yield from _boxes(child)


def _words(element: Any) -> str:
    text = element.text or ""
    if element.get(_XML_SPACE) != "preserve":
        text = text.strip(" \t\r\n")
    return text.translate({9: " ", 10: " ", 13: None})


def _symbol(element: Any) -> str:
    """A sign of a symbol font, where its code point says by itself what it is."""
    code = element.get(f"{W}char", "")
    if _SYMBOL_DIGIT.fullmatch(code) and element.get(f"{W}font", "").lower() == "symbol":
        return str(code[-1])
    try:
        sign = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if "\ue000" <= sign <= "\uf8ff" or not sign.isprintable() else sign


@dataclass(frozen=True, slots=True)
class Line:
    """Text without the blanks around it and its bold stretches [start, end)."""

    text: str
    bold: tuple[tuple[int, int], ...] = ()


def lines_of(pieces: Iterable[Piece], *, with_marks: bool = False) -> list[Line]:
    """The printed text, parted at line breaks; empty lines are left out. `with_marks`: figures above or below
    the others are written as such."""
    printed = [piece for piece in pieces if not piece.what]
    with_marks = with_marks and not all(piece.shift for piece in printed if piece.text.strip())
    lines: list[Line] = []
    signs: list[tuple[str, bool]] = []
    for piece in printed:
        text = piece.text.translate(_SHIFTED[piece.shift if with_marks else 0])
        for sign in text.translate(_INVISIBLE):
            if sign == "\n":
                lines.append(_line(signs))
                signs = []
            else:
                signs.append((sign, piece.is_bold))
    lines.append(_line(signs))
    return [line for line in lines if line.text]


def _line(signs: list[tuple[str, bool]]) -> Line:
    start, end = 0, len(signs)
    while start < end and signs[start][0].isspace():
        start += 1
    while end > start and signs[end - 1][0].isspace():
        end -= 1
    kept = signs[start:end]
    stretches: list[tuple[int, int]] = []
    for index, (_, is_bold) in enumerate(kept):
        if is_bold and stretches and stretches[-1][1] == index:
            stretches[-1] = (stretches[-1][0], index + 1)
        elif is_bold:
            stretches.append((index, index + 1))
    return Line("".join(sign for sign, _ in kept), tuple(stretches))
