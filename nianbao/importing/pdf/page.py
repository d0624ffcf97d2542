"""One page of a PDF: what stands on it from above, tables and lines, and what of it nobody sees."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..document import Dropped, Place
from .furniture import PageFlow, is_in_margin
from .lines import Line, make_lines
from .pieces import Piece
from .ruling import Box, Rule, moved_rules, rules_of, rules_of_fillings
from .signs import Sign, moved_sign, read_sign, turn_sign
from .tables import fill_piece, find_pieces

_INVISIBLE = re.compile(rb"(?<![\d.])3\s+Tr\b")
# Figures side by side or one below another; not the digits of one that is broken over lines.
_FIGURES = re.compile(r"(?<![^\s])(?:\d[\d,.]*|[/—-])(?![^\s])")
_MOST_FIGURES = 3
# A name and below it a figure, in one cell.
_HEADED = re.compile(r"[^\d]*[^\W\d][^\d]*\n\d+", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]")
PICTURE = "这一页是图片，没有文字"
SCANNED = "扫描图片上的识别文字，不可靠"
ASKEW = "水印"
OUTSIDE = "页面之外"
# Watermarks are much lighter than the text, or much larger.
_LIGHTER = 0.25
_LARGER = 2


def _covering_picture(page: Any) -> bool:
    area = float(page.width) * float(page.height)
    return any((i["x1"] - i["x0"]) * (i["bottom"] - i["top"]) >= 0.7 * area for i in page.images)


def _is_invisible(page: Any) -> bool:
    """Whether the page's text is only laid invisibly over a picture, as recognition programs do."""
    from pdfminer.pdftypes import resolve1

    parts = resolve1(page.page_obj.attrs.get("Contents"))
    streams = parts if isinstance(parts, list) else [parts]
    return any(_INVISIBLE.search(resolve1(stream).get_data()) for stream in streams if stream is not None)


def read_page(page: Any) -> tuple[PageFlow, list[Dropped], int]:
    """One page: its flow, what of it was left out, how many characters it has."""
    place = Place(page=page.page_number)
    width, height = float(page.width), float(page.height)
    chars = page.dedupe_chars(tolerance=1).chars
    left, above = float(page.bbox[0]), float(page.bbox[1])
    signs = [moved_sign(sign, left, above) for char in chars if (sign := read_sign(char)).text]
    dropped: list[Dropped] = []
    count = len(signs)
    if _covering_picture(page):
        if count and _is_invisible(page):
            dropped.append(Dropped("".join(sign.text for sign in signs), SCANNED, place))
            signs = []
        if not signs:
            dropped.append(Dropped("", PICTURE, place))
    way = _page_turn(signs)
    if way:
        signs = [turn_sign(sign, way, width, height) for sign in signs]
    sheet = Box(0, 0, height, width) if way in (1, -1) else Box(0, 0, width, height)
    signs, gone = _part_unseen(signs, sheet, place)
    for drawn in (rules_of(page), rules_of_fillings(page)):
        rules = moved_rules(drawn[0], above, left), moved_rules(drawn[1], left, above)
        turned = _turn_rules(*rules, way, width, height) if way else rules
        found = find_pieces(*turned, page.page_number)
        pieces, rest = _take_tables(found, signs, sheet.bottom)
        if any(not piece.is_plain for piece in pieces):
            break
    items: list[Line | Piece] = [*pieces, *make_lines(rest, page.page_number)]
    items.sort(key=lambda item: item.bounds.top if isinstance(item, Piece) else item.top)
    return PageFlow(page.page_number, sheet.x1, sheet.bottom, tuple(items)), dropped + gone, count


def _take_tables(
    found: Sequence[Piece], signs: Sequence[Sign], height: float
) -> tuple[list[Piece], list[Sign]]:
    """The tables with their texts, and the signs outside them."""
    rest = list(signs)
    pieces: list[Piece] = []
    for piece in found:
        filled, outside = fill_piece(piece, rest)
        texts = sum(bool(text.strip()) for text in filled.texts)
        if piece.is_plain:
            # A frame is part of a table only where that breaks over pages; else its text is text.
            inside = [sign for sign in rest if piece.bounds.holds(sign.x, sign.y)]
            if not texts or not _is_at_break(piece, rest, height):
                continue
            filled = replace(filled, signs=tuple(inside))
        elif texts < 2 or not _is_parted(filled, outside):
            continue
        pieces.append(filled)
        rest = outside
    return pieces, rest


def _is_parted(piece: Piece, outside: Sequence[Sign]) -> bool:
    """Whether the lines drawn part the figures from one another, and enclose the labels beside them."""
    held = [len(_FIGURES.findall(text)) for text in piece.texts]
    crowded = sum(count > 1 for count in held)
    if max(held) > _MOST_FIGURES or 3 * crowded > sum(count > 0 for count in held):
        return False
    if sum(bool(_HEADED.fullmatch(text)) for text in piece.texts) > _MOST_FIGURES:
        return False
    if any(_WORD.search(text) for text in piece.texts):
        return True
    top, bottom, left = piece.bounds.top, piece.bounds.bottom, piece.bounds.x0
    return not any(sign.x < left and top < sign.y < bottom and _WORD.search(sign.text) for sign in outside)


def _is_at_break(piece: Piece, signs: Sequence[Sign], height: float) -> bool:
    """Whether a frame is the first or the last thing on its page, but for the margins."""
    if piece.bounds.bottom - piece.bounds.top > 0.5 * height:
        return False
    text = [sign for sign in signs if not sign.is_blank and not is_in_margin(sign.top, sign.bottom, height)]
    above = any(sign.bottom < piece.bounds.top for sign in text)
    below = any(sign.top > piece.bounds.bottom for sign in text)
    return not (above and below)


def _page_turn(signs: Sequence[Sign]) -> int:
    """Which way a page has to be turned because most of its text does not stand upright: 0, 1, -1 or 2."""
    for way in (1, -1, 2):
        if sum(sign.turn == way for sign in signs) > 0.8 * len(signs) > 0:
            return way
    return 0


def _turn_rules(
    level: list[Rule], upright: list[Rule], way: int, width: float, height: float
) -> tuple[list[Rule], list[Rule]]:
    """Rules of a page turned as turn_sign turns its signs."""
    if way == 1:
        return (
            [Rule(rule.at, height - rule.end, height - rule.start) for rule in upright],
            [Rule(height - rule.at, rule.start, rule.end) for rule in level],
        )
    if way == 2:
        return (
            [Rule(height - rule.at, width - rule.end, width - rule.start) for rule in level],
            [Rule(width - rule.at, height - rule.end, height - rule.start) for rule in upright],
        )
    return (
        [Rule(width - rule.at, rule.start, rule.end) for rule in upright],
        [Rule(rule.at, width - rule.end, width - rule.start) for rule in level],
    )


def _part_unseen(signs: Sequence[Sign], sheet: Box, place: Place) -> tuple[list[Sign], list[Dropped]]:
    """The signs that a reader sees as text, and the others with the reason."""
    seen: list[Sign] = []
    gone: dict[str, list[Sign]] = {}
    behind = _behind(signs)
    for sign in signs:
        if sign.turn == 3 or _print(sign) in behind:
            gone.setdefault(ASKEW, []).append(sign)
        elif not sheet.holds(sign.x, sign.y, 1):
            gone.setdefault(OUTSIDE, []).append(sign)
        else:
            seen.append(sign)
    dropped = [Dropped("".join(sign.text for sign in part), why, place) for why, part in sorted(gone.items())]
    return seen, [one for one in dropped if one.text.strip()]


def _print(sign: Sign) -> tuple[str, float, float]:
    """What signs printed together have in common."""
    return sign.font, round(sign.size), round(sign.shade, 2)


def _behind(signs: Sequence[Sign]) -> set[tuple[str, float, float]]:
    """How the words are printed that lie behind others: lighter, or larger, and others are printed over them."""
    prints = Counter(_print(sign) for sign in signs if not sign.is_blank and sign.turn != 3)
    if len(prints) < 2:
        return set()
    main = max(prints, key=lambda one: (prints[one], one))
    other = {one for one in prints if one[2] > main[2] + _LIGHTER or one[1] > _LARGER * main[1]}
    body = sorted((sign for sign in signs if _print(sign) not in other), key=lambda sign: sign.y)
    heights = [sign.y for sign in body]
    found: set[tuple[str, float, float]] = set()
    for sign in signs:
        own = _print(sign)
        if own in found or own not in other or sign.is_blank:
            continue
        inner = body[bisect_left(heights, sign.top) : bisect_right(heights, sign.bottom)]
        if any(sign.x0 <= one.x <= sign.x1 for one in inner if not one.is_blank):
            found.add(own)
    return found
