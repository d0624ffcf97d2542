"""What an input method or the clipboard did to a file, found in its source lines before YAML is read.

Parsers speak of such things in English and mostly one line late, or not at all (a full-width blank as
indentation, a row over two lines, a number sign inside a text). So the lines are looked at first:
indentation, a name that is known, colon, rest. Symbols and blanks are mended, a value never.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from .located import Edit, Fault
from .typed.scan import Scanner
from .typed.shape import Shape
from .typed.signs import COLONS, INVISIBLE, SEPARATORS, WIDE_BLANKS

_FAR = 1 << 60


@dataclass(frozen=True, slots=True)
class Mended:
    """The text to read on with, and the faults with their places in the original.

    `text` has all safe edits in it, and where nothing safe is known something that can be read; `holes`
    are the spans of the original in which any further fault would only repeat one of these.
    """

    text: str
    faults: tuple[Fault, ...] = ()
    holes: tuple[tuple[int, int], ...] = ()
    pieces: tuple[tuple[int, int, int], ...] = ()

    def original(self, offset: int) -> int:
        """Where a place of the mended text stands in the original."""
        if not self.pieces:
            return offset
        start, source, length = self.pieces[bisect_right(self.pieces, (offset, _FAR, 0)) - 1]
        return source + min(offset - start, length)

    def original_end(self, offset: int) -> int:
        """As `original`, for the end of a span: what was taken out right behind it is no part of it."""
        if not self.pieces or offset == 0:
            return offset
        start, source, length = self.pieces[bisect_right(self.pieces, (offset - 1, _FAR, 0)) - 1]
        return source + min(offset - start, length)

    def is_reported(self, offset: int) -> bool:
        """Whether a place of the original lies where a fault is already noted."""
        before = bisect_right(self.holes, (offset, _FAR)) - 1
        return before >= 0 and offset <= self.holes[before][1]


def mend(text: str, names: frozenset[str] | Shape, *, thorough: bool = False) -> Mended:
    """Mend what can safely be mended in the lines of `text`.

    `names` are the names a line may begin with, or the whole `Shape` of such a file, which also tells rows
    of numbers and indentation. A text whose lines all look right is passed by one expression, unless
    `thorough`: then indentation is followed too.
    """
    if not thorough and _CLEAN.fullmatch(text if text.endswith("\n") else text + "\n"):
        return Mended(text)
    scanner = Scanner(text, names if isinstance(names, Shape) else Shape(names))
    faults = scanner.run()
    if faults and not scanner.known_names:
        return Mended("", (Fault("not-a-report", 0, min(len(text), 40), {"text": text.strip()[:20]}),))
    mended, pieces = _apply(text, scanner.pencil.changes)
    return Mended(mended, tuple(faults), tuple(sorted(scanner.pencil.holes)), pieces)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made. The same edit given twice is made once."""
    return _apply(text, dict.fromkeys(edits))[0]


def _apply(text: str, edits: Iterable[Edit]) -> tuple[str, tuple[tuple[int, int, int], ...]]:
    """The text with edits made, and its pieces: start in it, start in the source, length of the source."""
    parts: list[str] = []
    pieces: list[tuple[int, int, int]] = []
    done = length = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < done:
            continue
        kept = text[done : edit.start]
        for part, source, source_length in (
            (kept, done, len(kept)),
            (edit.text, edit.start, edit.end - edit.start),
        ):
            if part:
                pieces.append((length, source, source_length))
                parts.append(part)
                length += len(part)
        done = edit.end
    pieces.append((length, done, len(text) - done))
    parts.append(text[done:])
    return "".join(parts), tuple(pieces)


_BAD = rf"\n\t{WIDE_BLANKS}{SEPARATORS}{INVISIBLE}"
_IN_REMARK = rf"[^\n{SEPARATORS}\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]"
_IN_TEXT = rf"[^#＃:{_BAD.replace(chr(0x3000), '')}]"
_IN_BLOCK = rf"\n{SEPARATORS}{INVISIBLE}"
_SIGNS = r"\-?:,\[\]{}#&*!|>'\"%@`"
_NAME = rf"[^ {_SIGNS}{COLONS}－—–−＃{_BAD}][^ {COLONS}#＃{_BAD}]*+"
_NUMBER = r"(?:待填|-?[\d~/_][\d.~/_]*+)"
_NUMBERS = rf"{_NUMBER}(?: ++{_NUMBER})*+ *+"
_DATE = r"\d{4}-\d\d-\d\d *+"
_TEXT = rf"(?:\d++年)?(?!待填|空|不适用|自动)[^ \d~/_{_SIGNS}：＃｜{_BAD}](?:{_IN_TEXT}|:(?=[^ {_BAD}]))*+"
_QUOTE = rf"(?:\"[^\"\\{_BAD}]*+\"|'[^'{_BAD}]*+') *+"
_REMARK = rf"(?:(?<= )#{_IN_REMARK}*+)?\r?\n"
_TEXT_BELOW = rf"(?:|(?P=indent) ++[^ {_IN_BLOCK}][^{_IN_BLOCK}]*+)\r?\n"
_CLEAN = re.compile(
    rf"(?: *+(?:#{_IN_REMARK}*+)?\r?\n"
    rf"|(?P<indent> *+)(?:- ++)?+{_NAME}:(?:"
    rf" ++\|(?: ++|(?=[\r\n])){_REMARK}(?:{_TEXT_BELOW})*+"
    rf"|(?: ++(?:(?:{_NUMBERS}|{_DATE}|{_QUOTE}|{_TEXT})(?=[\r\n#])))?+(?: *+){_REMARK})"
    rf"| *+- ++{_TEXT}{_REMARK}"
    r")*+"
)
