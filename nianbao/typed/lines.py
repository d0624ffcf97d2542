"""The lines of a file, and what a line that names something is made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from .signs import COLONS, RUN, body_end, body_start


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end. `start` is its place in the file; `column` is given where it is not typed."""

    number: int
    start: int
    text: str
    column: int | None = None

    @property
    def indent(self) -> str:
        return self.text[: self.body_at]

    @property
    def body_at(self) -> int:
        return body_start(self.text)

    @property
    def end(self) -> int:
        return self.start + len(self.text)


_LINE = re.compile(r"([^\n]*?)(\r?\n|\r?\Z)")
_OLD_LINE = re.compile(r"([^\r]*)(\r|\Z)")


def split_lines(text: str) -> tuple[list[Line], list[int]]:
    """The lines, and the places of returns that end them where a file has no other line ends."""
    lines: list[Line] = []
    returns: list[int] = []
    for match in (_LINE if "\n" in text else _OLD_LINE).finditer(text):
        if match.start() == len(text) and lines:
            break
        lines.append(Line(len(lines), match.start(), match.group(1)))
        if match.group(2) == "\r":
            returns.append(match.start(2))
    return lines, returns


@dataclass(frozen=True, slots=True)
class Entry:
    """`name: rest` in one line: columns of the line where each part begins."""

    name: str
    name_at: int
    name_end: int
    colon_at: int
    rest_at: int
    is_yaml: bool


_COLON = re.compile(f"[{COLONS}]")


def split_entry(text: str, at: int, known: Callable[[str], bool]) -> Entry | None:
    """The entry at column `at`: parted at the colon behind a known name, else where YAML would."""
    found: list[Entry] = []
    for match in _COLON.finditer(text, at + 1):
        if len(found) == 3 or text.find("#", at, match.start()) >= 0:
            break
        entry = _entry(text, at, match.start())
        if known(entry.name):
            return entry
        found.append(entry)
    return next((entry for entry in found if entry.is_yaml), found[0] if found else None)


def _entry(text: str, at: int, colon_at: int) -> Entry:
    name_end = body_end(text, at, colon_at)
    run = RUN.match(text, colon_at + 1)
    rest_at = run.end() if run else colon_at + 1
    is_yaml = text[colon_at] == ":" and (rest_at > colon_at + 1 or rest_at == len(text))
    name = text[at:name_end]
    if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        name = name[1:-1]
    return Entry(name, at, name_end, colon_at, rest_at, is_yaml)
