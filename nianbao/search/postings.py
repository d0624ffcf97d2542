"""Which documents hold a term, as a short text that JavaScript reads with `charCodeAt`.

A list of ascending ranks is written as its gaps, one character a gap; a run of neighbours (gap 0,
written `#`) of four or more is `!` and one character for its length. A blank parts entries, so
neither code uses a blank, a quote or a backslash, and the text stands in a script as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import chain
from operator import sub

# Ranks are counted within a segment: the documents of one year, at most this many of them.
SEGMENT = 4096

_NEXT = "#"
_runs = re.compile(_NEXT + "{4,}").sub


def symbol(number: int) -> str:
    """A number from 0 to 55,000 as one character: 90 ASCII signs, then everything from U+00A1 on."""
    if number < 57:
        return chr(0x23 + number)
    if number < 90:
        return chr(0x24 + number)
    if number <= 55_000:
        return chr(0xA1 + number - 90)
    raise ValueError(f"{number} is over 55,000")


_SYMBOLS = tuple(map(symbol, range(SEGMENT + 1)))
_GAPS = ("", *_SYMBOLS)  # by difference: neighbours differ by 1 and have gap 0


def encode_ranks(ranks: Sequence[int]) -> str:
    """Ascending ranks below SEGMENT as gaps, runs not yet shortened."""
    if len(ranks) == 1:
        return _SYMBOLS[ranks[0]]
    return "".join(map(_GAPS.__getitem__, map(sub, ranks, chain((-1,), ranks))))


def shorten_runs(encoded: str) -> str:
    """Gaps, or whole entries, with the runs shortened: one call for a whole shard."""
    return _runs(lambda run: "!" + _SYMBOLS[len(run[0])], encoded)


def decode_ranks(encoded: str) -> list[int]:
    """What `search.js` does; here for tests and for reading a shard by hand."""
    ranks: list[int] = []
    rank = -1
    signs = iter(encoded)
    for sign in signs:
        if sign == "!":
            length = _NUMBERS[next(signs)]
            ranks.extend(range(rank + 1, rank + 1 + length))
            rank += length
        else:
            rank += _NUMBERS[sign] + 1
            ranks.append(rank)
    return ranks


_NUMBERS: Mapping[str, int] = {sign: number for number, sign in enumerate(_SYMBOLS)}


def shard_of(term: str, shards: int) -> int:
    """The shard of a term of two characters; the same sum stands in `search.js`."""
    return (ord(term[0]) * 31_337 + ord(term[1]) * 271) % 65_521 % shards


def shard_count(postings: int) -> int:
    """A power of two: at most 8,192 postings a shard, until there are 8,192 shards.

    It changes when a site has doubled, hardly ever by an edit.
    """
    return min(8192, 1 << max(0, postings // 8192 - 1).bit_length())
