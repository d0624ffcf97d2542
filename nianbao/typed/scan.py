"""Going through a file line by line: which kind each line is, where it belongs, what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..located import Edit, Fault
from .entries import read_after_sign, read_named, read_without_colon
from .items import read_item
from .levels import Levels
from .lines import Entry, Line, split_entry, split_lines
from .pencil import Pencil
from .recognise import NUMBER_LIKE, entry_of, item_start, name_without_colon, sign_before_name
from .rows import drop_blanks
from .shape import LONGEST, Path, Shape
from .signs import RUN, SEPARATORS, UNREADABLE, visible_width

_MARKER = re.compile(r"(?:---|\.\.\.)(?:\s|\Z)|%[A-Z]")
_LOOK_AHEAD = 6


class Scanner:
    """Reads the lines of one text of the given shape; the pencil keeps what was found."""

    def __init__(self, text: str, shape: Shape) -> None:
        self.pencil = Pencil()
        self.levels = Levels()
        self.shape = shape
        self._text = text
        self.lines, returns = split_lines(text)
        self.next = 0
        self.last: Entry | None = None
        self.known_names = 0
        if text.startswith("\ufeff"):
            self.lines[0] = Line(0, 1, self.lines[0].text[1:])
            self.pencil.change(0, 1, "")
        for place in returns:
            self.pencil.fault("line-sign", 0, place, place + 1, Edit(place, place + 1, "\n"), signs="\r")

    def run(self) -> list[Fault]:
        tops = [column for line in self.lines if (column := self._top_column(line)) is not None]
        self.levels.root = min(tops, default=0)
        while self.next < len(self.lines):
            line, cut = self._part(self.lines[self.next])
            self.next += 1
            self._line(line)
            if cut is not None:
                place = line.start + cut
                signs = self._text[place]
                self.pencil.fault(
                    "line-sign", line.number, place, place + 1, Edit(place, place + 1, "\n"), signs=signs
                )
        return self.pencil.faults()

    def _top_column(self, line: Line) -> int | None:
        """The column of a name that stands at the top of the file, when it is indented by blanks only."""
        at = line.body_at
        if at == len(line.text) or line.indent.strip(" ") or line.text[at] == "#":
            return None
        entry = split_entry(line.text, at, self.known)
        return at if entry is not None and () in self.shape.paths_of(entry.name) else None

    # -- what placing and values ask

    def known(self, name: str) -> bool:
        return self.shape.known(name)

    def following(self) -> int | None:
        """The column of the next line that names something and is indented by blanks only."""
        return next((at for at, _ in self._entries_below()), None)

    def siblings(self, path: Path) -> list[int]:
        """The columns of the next of these lines whose names stand under `path`."""
        return [at for at, entry in self._entries_below() if path in self.shape.paths_of(entry.name)]

    def _entries_below(self) -> Iterator[tuple[int, Entry]]:
        for line in self.lines[self.next : self.next + _LOOK_AHEAD]:
            at = line.body_at
            if at < len(line.text) and not line.indent.strip(" "):
                entry = entry_of(self, line, at)
                if entry is not None:
                    yield at, entry

    def is_continuation(self, line: Line, column: int) -> bool:
        """Whether a line goes on with the text of the line above."""
        at = line.body_at
        if at == len(line.text) or line.text[at] in "#＃" or visible_width(line.indent) <= column:
            return False
        item_at = item_start(self, line, at)
        if item_at is not None and self.levels.opens:
            return False
        found = split_entry(line.text, at if item_at is None else item_at, self.known)
        return found is None or not self.known(found.name)

    def ends_text(self, line: Line, column: int) -> bool:
        """Whether a line that is not indented enough is no part of the text above it."""
        at = line.body_at
        if line.text[at] == "#" or (at == 0 and _MARKER.match(line.text)):
            return True
        item_at = item_start(self, line, at)
        entry = split_entry(line.text, at if item_at is None else item_at, self.known)
        if entry is None:
            return False
        return self.known(entry.name) or (entry.is_yaml and at in self.levels.columns)

    def remark_signs(self, line: Line, start: int, end: int) -> None:
        """In a remark only what no parser lets through matters."""
        for match in UNREADABLE.finditer(line.text, start, end):
            place = line.start + match.start()
            kind = "line-sign" if match.group() in SEPARATORS else "invisible"
            new = " " if kind == "line-sign" else ""
            self.pencil.fault(
                kind, line.number, place, place + 1, Edit(place, place + 1, new), signs=match.group()
            )

    def pass_over(self, line: Line, at: int) -> None:
        """Read on as if the line were a remark."""
        self.pencil.change(line.start + at, line.start + at, "# ")
        if line.indent.strip(" ") and line.column is None:
            self.pencil.change(line.start, line.start + at, " ")
        self.remark_signs(line, at, len(line.text))

    # -- kinds of lines

    def _line(self, line: Line) -> None:
        text, at = line.text, line.body_at
        if at == len(text):
            drop_blanks(self.pencil, line, 0, at)
        elif text[at] in "#＃" or text.startswith("//", at):
            self._remark(line, at)
        elif at == 0 and _MARKER.match(text):
            self._marker(line)
        elif (name_at := sign_before_name(self, line, at)) is not None:
            read_after_sign(self, line, at, name_at)
        elif (item_at := item_start(self, line, at)) is not None:
            read_item(self, line, at, item_at)
        elif (entry := entry_of(self, line, at)) is not None:
            read_named(self, line, entry)
        else:
            self._stray(line, at)

    def _part(self, line: Line) -> tuple[Line, int | None]:
        """A line up to the first separator sign behind which a new entry or remark begins; where that is."""
        for run in RUN.finditer(line.text):
            cut = next((i for i in range(run.start(), run.end()) if line.text[i] in SEPARATORS), None)
            if cut is None or run.start() == 0 or run.end() == len(line.text):
                continue
            entry = split_entry(line.text[run.end() : run.end() + LONGEST], 0, self.known)
            if line.text[run.end()] != "#" and (entry is None or not self.known(entry.name)):
                continue
            rest = Line(line.number, line.start + cut + 1, line.text[cut + 1 :])
            self.lines.insert(self.next + 1, rest)
            return Line(line.number, line.start, line.text[:cut], line.column), cut
        return line, None

    def _remark(self, line: Line, at: int) -> None:
        self.pencil.names = self.levels.path(self.levels.column)
        sign = "//" if line.text[at] == "/" else line.text[at]
        start = line.start + at
        if sign != "#":
            new = Edit(start, start + len(sign), "#")
            self.pencil.fault("note", line.number, start, start + len(sign), new, text=line.text[at:][:20])
        indent = line.indent
        if indent.strip(" ") and line.column is None:
            new = Edit(line.start, start, " " * visible_width(indent))
            self.pencil.fault("note", line.number, line.start, start, new, text=line.text[at:][:20])
        self.remark_signs(line, at + len(sign), len(line.text))

    def _marker(self, line: Line) -> None:
        if line.text.startswith("---") and self.last is None and not line.text[3:].strip():
            return
        self.pencil.names = self.levels.path(self.levels.column)
        self.pencil.fault("marker", line.number, line.start, line.end, text=line.text.strip()[:20])
        self.pass_over(line, 0)

    def _stray(self, line: Line, at: int) -> None:
        """A line without a name: numbers of no row, a name without its colon, or something pasted."""
        name_end = name_without_colon(self, line, at)
        if name_end is not None:
            read_without_colon(self, line, at, name_end)
            return
        kind = "row-without-name" if NUMBER_LIKE.match(line.text, at) else "not-an-entry"
        self.pencil.names = self.levels.path(self.levels.column)
        self.pencil.fault(kind, line.number, line.start + at, line.end, text=line.text[at:].strip()[:40])
        self.pass_over(line, at)
