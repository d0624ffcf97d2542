"""The lines of a prose file: one line is one paragraph, which is what pasting from Word or WPS gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Blanks people leave at the ends of lines: the indent of two full-width ones, and the invisible ones.
BLANKS = " \t\u00a0\u2002\u2003\u2009\u200b\u202f\u3000\ufeff"

# Word's line break within a paragraph arrives as U+000B or U+2028; only "\n" counts as a line of the file.
_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not empty. `start` is where its text stands in the file, blanks left out."""

    number: int
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


# Word and PDF put blanks between digits and Chinese; between two digits a blank means two numbers.
_BLANK = re.compile(r"\s")
_NEEDLESS = re.compile(r"(?<!\d)\s+|\s+(?!\d)")


def squeeze(text: str) -> tuple[str, list[int] | None]:
    """The text without needless blanks, and where each of its characters stood; None when none was left out."""
    if _BLANK.search(text) is None or _NEEDLESS.search(text) is None:
        return text, None
    kept: list[str] = []
    places: list[int] = []
    start = 0
    for match in _NEEDLESS.finditer(text):
        kept.append(text[start : match.start()])
        places += range(start, match.start())
        start = match.end()
    return "".join([*kept, text[start:]]), [*places, *range(start, len(text))]


_NARROW = re.compile("[;:()!?,]")
_WIDE = str.maketrans(";:()!?", "；：（）！？")
_COMMA = re.compile(r"(?<!\d),|,(?!\d)")


def widen(text: str) -> str:
    """The text with Chinese punctuation, as long as before; a comma within a number stays."""
    return _COMMA.sub("，", text).translate(_WIDE) if _NARROW.search(text) else text


def printable(text: str) -> str:
    """The same text, as long as before, with what no page may hold shown as �."""
    return _UNPRINTABLE.sub("\ufffd", text) if _UNPRINTABLE.search(text) else text


def split_lines(text: str) -> Iterator[Line]:
    number, start = 1, 0
    for match in _BREAK.finditer(text):
        yield from _line(number, start, text[start : match.start()])
        number += match.group()[-1] == "\n"
        start = match.end()
    yield from _line(number, start, text[start:])


def _line(number: int, start: int, text: str) -> Iterator[Line]:
    content = text.lstrip(BLANKS)
    if content:
        trimmed = content.rstrip(BLANKS)
        yield Line(number, start + len(text) - len(content), trimmed)
