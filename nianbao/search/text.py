"""The text as search sees it, and the pairs of characters it is found by.

Folded text is runs of letters, marks, digits and Han characters, in lower case and NFKC, parted by
single blanks. A query is folded in the same way by `search.js`; a match lies within one run, so it
never reaches over punctuation, blanks or the end of a paragraph. The one exception is the point of a
decimal number: people look for 51.85%, not for 51 and 85.
"""

from __future__ import annotations

import re
import sys
from array import array
from functools import lru_cache
from unicodedata import category, normalize

# Two UTF-16 units in the machine's own order read as one 32-bit number: pairs at the speed of C.
UTF16 = "utf-16-le" if sys.byteorder == "little" else "utf-16-be"

# Marks that choose a shape and print nothing themselves.
_SELECTORS = frozenset(
    map(chr, (0x34F, 0x180B, 0x180C, 0x180D, 0x180F, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)

_spaces = re.compile("  +").sub
_other_points = re.compile(r"\.(?:(?![0-9])|(?<![0-9]\.))").sub

# Two digits as one box-drawing sign: no folded text holds such a sign.
_TWO_DIGITS = {f"{number:02}": chr(0x2500 + number) for number in range(100)}
_numbers = re.compile("[0-9]{2,}[^ ]?")
_astral = re.compile("[\U00010000-\U0010ffff]")

# Han characters and ASCII digits fold to themselves and never combine with a neighbour, so a text
# may be cut between them and everything else. The pieces in between repeat all the time (，。、).
_cut = re.compile("([^\u4e00-\u9fff0-9]+)").split


def fold(text: str) -> str:
    """`text` in NFKC and lower case; what is neither letter, mark nor digit is a single blank.

    A point between digits stays. Characters that print nothing (zero-width blanks, soft hyphens, variation
    selectors) vanish. Unassigned and private characters count as letters: a browser may know them already.
    """
    parts = _cut(text)
    parts[1::2] = map(_fold_piece, parts[1::2])
    folded = "".join(parts)
    if "." in folded:
        folded = _spaces(" ", _other_points(" ", folded))
    return folded.strip(" ")


def terms(folded: str) -> tuple[str, str]:
    """What a text is found by: two characters a term, end to end, each once, in no order that means anything.

    First the pairs of neighbours within the basic plane, which may hold a blank: dropping those is cheaper
    once for many texts. Then, without blanks, pairs with an astral character such as 𠮷, and two digits
    with the character after them: the pairs of 3484人 are in every second report, the term 34·8 is not.
    """
    others = {
        _TWO_DIGITS[run[at : at + 2]] + run[at + 2]
        for run in _numbers.findall(folded)
        for at in range(len(run) - 2)
    }
    units = folded.encode(UTF16)
    if len(units) == 2 * len(folded):
        return _basic_pairs(units), "".join(sorted(others))
    places = [match.start() for match in _astral.finditer(folded)]
    around = [folded[start : start + 2] for place in places for start in (place - 1, place) if start >= 0]
    others.update(pair for pair in around if len(pair) == 2 and " " not in pair)
    return _basic_pairs(_astral.sub(" ", folded).encode(UTF16)), "".join(sorted(others))


def _basic_pairs(units: bytes) -> str:
    view = memoryview(units)
    found = set(view[: len(units) // 4 * 4].cast("I"))
    found.update(view[2 : 2 + max(len(units) - 2, 0) // 4 * 4].cast("I"))
    return array("I", list(found)).tobytes().decode(UTF16)


@lru_cache(4096)
def _fold_piece(piece: str) -> str:
    # Σ is the one letter whose lower case depends on its neighbours.
    lowered = normalize("NFKC", piece).lower().replace("ς", "σ")
    return _spaces(" ", "".join(map(_fold_character, lowered)))


def _fold_character(character: str) -> str:
    if character == ".":
        return character
    kind = category(character)
    if kind == "Cf" or character in _SELECTORS:
        return ""
    return " " if kind[0] in "PSZ" or kind in ("Cc", "Cs") else character
