"""Words of a report → one line of our Markdown that prints the same characters, and no others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ...prose.chinese import read_line
from .passages import Stretch

# What always means something to our Markdown: a backslash, a citation's braces, exactly two stars.
_MEANT = re.compile(r"[\\{}｛｝]|(?<!\*)\*\*(?!\*)")
# Whatever a backslash takes the meaning from.
_ALL = re.compile(r"[!-/:-@\[-`{-~｛｝＊＃]")
_TRIMMED = " \t\r\n\u00a0\u2002\u2003\u2009\u200b\u202f\u3000\ufeff"


def to_markdown(text: str, bold: Sequence[Stretch] = ()) -> str:
    """One line. Read back it has the same characters, and is bold where the source is.

    As few backslashes as will do; where bold cannot be told from stars of the text, it is given up.
    """
    stretches = _tidy(text, bold)
    for escape, kept in ((_escape_meant, stretches), (_escape_all, stretches), (_escape_all, ())):
        line = _write(text, kept, escape)
        if _reads_back(line, text, kept):
            return line
    return _write(text, (), _escape_all)


def _tidy(text: str, bold: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Stretches that touch as one, without blanks at their ends, and only such as hold words."""
    merged: list[Stretch] = []
    for start, end in sorted((max(0, start), min(end, len(text))) for start, end in bold):
        if merged and not text[merged[-1][1] : start].strip(_TRIMMED):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return tuple(
        stretch
        for start, end in merged
        if (stretch := _trim(text, start, end)) and any(sign.isalnum() for sign in text[slice(*stretch)])
    )


def _trim(text: str, start: int, end: int) -> Stretch:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def _escape_meant(text: str) -> str:
    return _MEANT.sub(lambda match: "".join(f"\\{sign}" for sign in match.group()), text)


def _escape_all(text: str) -> str:
    return _ALL.sub(r"\\\g<0>", text)


def _write(text: str, bold: Sequence[Stretch], escape: Callable[[str], str]) -> str:
    parts: list[str] = []
    at = 0
    for start, end in bold:
        parts += [escape(text[at:start]), "**", escape(text[start:end]), "**"]
        at = end
    line = "".join([*parts, escape(text[at:])])
    return f"\\{line}" if line[:1] in ("#", "＃") else line


def _reads_back(line: str, text: str, bold: Sequence[Stretch]) -> bool:
    """Whether the line reads as the text, with this bold and no markup but addresses made clickable."""
    contents: list[str] = []
    found: list[Stretch] = []
    length = opened = 0
    for token, linked in _tokens(line):
        if token.type == "text":
            if token.meta.get("fault") or (linked and not token.content.startswith("http")):
                return False
            contents.append(token.content)
            length += len(token.content)
        elif token.type == "strong_open":
            opened = length
        elif token.type == "strong_close":
            found.append((opened, length))
        elif token.type not in ("link_open", "link_close"):
            return False
    return "".join(contents) == text and found == list(bold)


def _tokens(line: str) -> Iterator[tuple[Any, bool]]:
    linked = False
    for token in read_line(line):
        yield token, linked
        linked = token.type == "link_open" or (linked and token.type != "link_close")
