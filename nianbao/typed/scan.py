"""Going through a file line by line: which kind each line is, where it belongs, what is wrong with it."""

from __future__ import annotations

import re

from ..located import Edit, Fault
from .levels import Levels
from .lines import Entry, Line, split_entry, split_lines
from .pencil import Pencil
from .placing import KEPT, find_column, find_item_column, place_entry, report_indent
from .rows import mend_note, read_row
from .shape import Shape
from .signs import DASHES, RUN, SEPARATORS, SHIELD, UNREADABLE, UNSEEN, body_end, body_start, visible_width
from .texts import find_remark, read_text

_NUMBER_LIKE = re.compile(r"[\d~/_～／＿+＋.．,，]|[-－−—–](?=[\d\s]|\Z)|待填|空(?:\s|\Z)|不适用|自动")
_DIGIT = re.compile(r"[\d~/_]")
_MARKER = re.compile(r"(?:---|\.\.\.)(?:\s|\Z)|%[A-Z]")
_SENTENCE = re.compile(r"[，。；！？“”《》、\s/\\]|\d+\Z")
_LIKE_COLON = "；;，,、=＝.．。 \t\u3000\u00a0"
_NAME_SIGNS = "*&!%@`?|>[]{},\"'"
_LONGEST_NAME = 30
_LOOK_AHEAD = 6


class Scanner:
    """Reads the lines of one text of the given shape; the pencil keeps what was found."""

    def __init__(self, text: str, shape: Shape) -> None:
        self.pencil = Pencil()
        self.levels = Levels()
        self.shape = shape
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
            line = self._part(self.lines[self.next])
            self.next += 1
            self._line(line)
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
        for line in self.lines[self.next : self.next + _LOOK_AHEAD]:
            at = line.body_at
            if at < len(line.text) and not line.indent.strip(" ") and self._entry_of(line, at) is not None:
                return at
        return None

    def is_number_line(self, line: Line) -> bool:
        """Whether a line holds numbers only, without a name."""
        body_at = line.body_at
        return _NUMBER_LIKE.match(line.text, body_at) is not None and self._entry_of(line, body_at) is None

    def is_continuation(self, line: Line, column: int) -> bool:
        """Whether a line goes on with the text of the line above."""
        at = line.body_at
        if at == len(line.text) or line.text[at] in "#＃" or visible_width(line.indent) <= column:
            return False
        item_at = self._item(line, at)
        if item_at is not None and self.levels.opens:
            return False
        found = split_entry(line.text, at if item_at is None else item_at, self.known)
        return found is None or not self.known(found.name)

    def ends_text(self, line: Line, column: int) -> bool:
        """Whether a line that is not indented enough is no part of the text above it."""
        at = line.body_at
        if line.text[at] == "#" or (at == 0 and _MARKER.match(line.text)):
            return True
        item_at = self._item(line, at)
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
            if text.strip(" "):
                self.pencil.change(line.start, line.end, "")
        elif text[at] in "#＃" or text.startswith("//", at):
            self._remark(line, at)
        elif at == 0 and _MARKER.match(text):
            self._marker(line)
        elif (name_at := self._sign_before_name(line, at)) is not None:
            self._name_sign(line, at, name_at)
        elif (item_at := self._item(line, at)) is not None:
            self._list_item(line, at, item_at)
        elif (entry := self._entry_of(line, at)) is not None:
            self._named(line, entry)
        else:
            self._stray(line, at)

    def _part(self, line: Line) -> Line:
        """A line cut at the first separator sign behind which a new entry or remark begins."""
        for run in RUN.finditer(line.text):
            cut = next((i for i in range(run.start(), run.end()) if line.text[i] in SEPARATORS), None)
            if cut is None or run.start() == 0 or run.end() == len(line.text):
                continue
            entry = split_entry(line.text, run.end(), self.known)
            if line.text[run.end()] != "#" and (entry is None or not self.known(entry.name)):
                continue
            start = line.start + cut
            self.pencil.fault(
                "line-sign", line.number, start, start + 1, Edit(start, start + 1, "\n"), signs=line.text[cut]
            )
            self.lines.insert(self.next + 1, Line(line.number, start + 1, line.text[cut + 1 :]))
            return Line(line.number, line.start, line.text[:cut], line.column)
        return line

    def _remark(self, line: Line, at: int) -> None:
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
        self.pencil.fault("marker", line.number, line.start, line.end, text=line.text.strip()[:20])
        self.pass_over(line, 0)

    def _stray(self, line: Line, at: int) -> None:
        """A line without a name: numbers of no row, a name without its colon, or something pasted."""
        name_end = self._name_without_colon(line, at)
        if name_end is not None:
            self._lost_colon(line, at, name_end)
            return
        kind = "row-without-name" if _NUMBER_LIKE.match(line.text, at) else "not-an-entry"
        self.pencil.names = self.levels.path(self.levels.column)
        self.pencil.fault(kind, line.number, line.start + at, line.end, text=line.text[at:].strip()[:40])
        self.pass_over(line, at)

    # -- names

    def _entry_of(self, line: Line, at: int) -> Entry | None:
        """The entry a line is, if it is one; a text with a colon in it is none."""
        entry = split_entry(line.text, at, self.known)
        if entry is None or entry.is_yaml or self.known(entry.name):
            return entry
        is_name = len(entry.name) <= _LONGEST_NAME and not _SENTENCE.search(entry.name)
        return entry if is_name and line.text[entry.rest_at : entry.rest_at + 1] != "/" else None

    def _named(self, line: Line, entry: Entry) -> None:
        """An entry in its place; the first of a list's item may lack the sign before it."""
        at = entry.name_at
        width = visible_width(line.indent)
        if self.levels.opens and self.shape.is_item_name(self.levels.name, entry.name):
            following = self.following()
            if following is not None and following == width + 2:
                place = line.start + at
                self.pencil.names = self.levels.path(self.levels.column + 1)
                self.pencil.fault(
                    "dash",
                    line.number,
                    place,
                    place + 1,
                    Edit(place, place, "- "),
                    missing=True,
                    text=entry.name,
                )
                self.levels.enter_item(width, width + 2)
                self._entry(line, entry, width + 2)
                return
        self._entry(line, entry, *place_entry(self, line, entry))

    def _entry(
        self, line: Line, entry: Entry, column: int, base: int | None = None, has_colon: bool = True
    ) -> None:
        """An entry standing at `column`; where it is only read there, its text is measured from `base`."""
        if self.known(entry.name):
            self.known_names += 1
        text, rest_at = line.text, entry.rest_at
        has_value = rest_at < len(text) and text[rest_at] != "#"
        self.pencil.names = self.levels.enter(column, self.shape.short_name(entry.name), not has_value)
        self.last = entry
        self._mend_name(line, entry)
        if text[entry.name_at] in _NAME_SIGNS and not text[entry.name_at : entry.name_end].endswith(
            text[entry.name_at]
        ):
            self.pencil.change(line.start + entry.name_at, line.start + entry.name_at, SHIELD)
        if has_colon:
            self._mend_colon(line, entry)
        wanted = self.shape.numbers_behind(entry.name)
        names_below = self.shape.has_names_below(entry.name)
        if wanted:
            read_row(self, line, entry, wanted, column)
        elif has_value and names_below and self._has_names_below(column):
            self._pass_value(line, entry)
        else:
            is_list = names_below and wanted is None
            base = column if base is None else base
            read_text(self, line, rest_at, base, is_list or self.shape.is_inline(entry.name) or wanted == 0)

    def _has_names_below(self, column: int) -> bool:
        for line in self.lines[self.next : self.next + _LOOK_AHEAD]:
            at = line.body_at
            if at == len(line.text) or line.text[at] == "#":
                continue
            width = visible_width(line.indent)
            if line.text[at] in DASHES:
                return width >= column
            entry = self._entry_of(line, at)
            return width > column and entry is not None and self.known(entry.name)
        return False

    def _pass_value(self, line: Line, entry: Entry) -> None:
        """A number or word behind a name that has names below it: read on as if it were not there."""
        note = find_remark(line.text, entry.rest_at)
        start, end = line.start + entry.rest_at, line.start + note.value_end
        value = line.text[entry.rest_at : note.value_end]
        self.pencil.fault("value-above-rows", line.number, start, end, text=value[:20])
        self.pencil.change(start, end, "")
        mend_note(self.pencil, line, entry.rest_at, note)
        self.remark_signs(line, note.text_at, len(line.text))
        self.levels.opens = True

    def _mend_name(self, line: Line, entry: Entry) -> None:
        for match in UNSEEN.finditer(line.text, entry.name_at, entry.name_end):
            place = line.start + match.start()
            new = Edit(place, place + 1, "")
            self.pencil.fault("invisible", line.number, place, place + 1, new, signs=match.group())

    def _mend_colon(self, line: Line, entry: Entry) -> None:
        text = line.text
        gap = text[entry.colon_at + 1 : entry.rest_at]
        is_last = entry.rest_at == len(text)
        before = text[entry.name_end : entry.colon_at]
        if (
            text[entry.colon_at] == ":"
            and (is_last or (gap and not gap.strip(" ")))
            and not before.strip(" ")
        ):
            if is_last and gap.strip(" "):
                self.pencil.change(line.start + entry.colon_at + 1, line.end, "")
            return
        start = line.start + entry.colon_at
        new = ":" if is_last else ":" + " " * max(1, visible_width(gap))
        only_tab = text[entry.colon_at] == ":" and gap and not gap.strip("\t ") and not before
        begin = entry.colon_at if text[entry.colon_at] == ":" and not before.strip(" ") else entry.name_end
        edit = Edit(line.start + begin, line.start + entry.rest_at, new)
        facts = {
            "text": text[entry.name_at : entry.rest_at + 6],
            "colon": text[entry.colon_at],
            "signs": gap.strip(" "),
        }
        self.pencil.fault("tab" if only_tab else "colon", line.number, start, start + 1, edit, **facts)

    def _lost_colon(self, line: Line, at: int, name_end: int) -> None:
        name_end = rest_at = body_end(line.text, at, name_end)
        while rest_at < len(line.text) and (
            line.text[rest_at] in _LIKE_COLON or RUN.match(line.text, rest_at)
        ):
            rest_at += 1
        gap = " " * max(1, rest_at - name_end - 1) if rest_at < len(line.text) else ""
        entry = Entry(line.text[at:name_end], at, name_end, name_end, rest_at, True)
        column, base = place_entry(self, line, entry)
        place = line.start + name_end
        self.pencil.names = (*self.levels.path(column), self.shape.short_name(entry.name))
        # The last sign of the name is written again, so that nothing else can begin at the same place.
        new = Edit(place - 1, line.start + rest_at, line.text[name_end - 1] + ":" + gap)
        self.pencil.fault("colon", line.number, place, place + 1, new, missing=True, text=entry.name)
        self._entry(line, entry, column, base, has_colon=False)

    def _name_without_colon(self, line: Line, at: int) -> int | None:
        """Where a known name at the head of a line ends, when numbers, a word or nothing follow."""
        run = RUN.search(line.text, at)
        digits = _DIGIT.search(line.text, at)
        if digits is not None:
            name = line.text[at : digits.start()].rstrip(_LIKE_COLON)
            if self.shape.numbers_behind(name):
                return at + len(name)
        name = line.text[at : run.start() if run else len(line.text)].rstrip(_LIKE_COLON)
        if not self.known(name):
            return None
        end = at + len(name)
        rest_at = body_start(line.text, end)
        rest = line.text[rest_at:]
        if self.shape.numbers_behind(name):
            return end if not rest or _NUMBER_LIKE.match(rest) else None
        if self.shape.has_names_below(name):
            is_word = () in self.shape.paths_of(name) and " " not in rest.strip()
            return end if not rest or rest[0] == "#" or is_word else None
        return end if rest and self.levels.fits(visible_width(line.indent)) else None

    def _sign_before_name(self, line: Line, at: int) -> int | None:
        """Where a known name begins that has signs before it which YAML gives a meaning."""
        text = line.text
        if text[at] not in _NAME_SIGNS and text[at] not in DASHES:
            return None
        name_at = at + 1
        while name_at < len(text) and (text[name_at] in _NAME_SIGNS or RUN.match(text, name_at)):
            name_at += 1
        if text[at] in "\"'" and text[at] in text[name_at:]:
            return None
        entry = split_entry(text, name_at, self.known) if name_at < len(text) else None
        if entry is None or not self.known(entry.name):
            return None
        return (
            name_at if text[at] in _NAME_SIGNS or self.shape.numbers_behind(entry.name) is not None else None
        )

    def _name_sign(self, line: Line, at: int, name_at: int) -> None:
        """The sign goes; what was indentation before it is mended in the same stroke."""
        entry = split_entry(line.text, name_at, self.known)
        if entry is None:
            return
        column, how = find_column(self, line, entry)
        start = line.start + at
        begin = start if how == KEPT else line.start
        edit = Edit(begin, line.start + name_at, "" if how == KEPT else " " * column)
        self.pencil.names = (*self.levels.path(column), self.shape.short_name(entry.name))
        self.pencil.fault(
            "name-sign",
            line.number,
            start,
            start + 1,
            edit,
            sign=line.text[at],
            text=line.text[name_at:][:12],
        )
        self._entry(line, entry, column)

    # -- list items

    def _item(self, line: Line, at: int) -> int | None:
        """Where the content of a list's item begins, or None when the line is none."""
        text = line.text
        if text[at] not in DASHES:
            return None
        end = at
        while end < len(text) and text[end] in DASHES:
            end += 1
        item_at = body_start(text, end)
        if text[at:end] == "-" and (item_at > end or end == len(text)):
            is_number = _NUMBER_LIKE.match(text, item_at) or item_at == len(text)
            return None if is_number and self.last and self.shape.numbers_behind(self.last.name) else item_at
        entry = split_entry(text, item_at, self.known) if item_at < len(text) else None
        if entry is not None and self.known(entry.name) and self.shape.numbers_behind(entry.name) is None:
            return item_at
        is_sibling = self.levels.item is not None and visible_width(line.indent) in self.levels.columns
        is_first = self.levels.opens and self.shape.numbers_behind(self.levels.name) is None
        can_be = (is_sibling or is_first) and item_at < len(text) and not text[item_at].isdigit()
        return item_at if can_be and end == at + 1 else None

    def _list_item(self, line: Line, at: int, item_at: int) -> None:
        column = find_item_column(self, line)
        if column is None:
            self._stray_item(line, at)
            return
        text = line.text
        dash = text[at:item_at]
        moved = line.column is None and line.indent != " " * column
        if dash.rstrip(" ") != "-" or (len(dash) == 1 and item_at < len(text)):
            start, end = line.start + at, line.start + item_at
            edit = Edit(line.start if moved else start, end, " " * column * moved + "- ")
            self.pencil.names = self.levels.path(column)
            self.pencil.fault(
                "dash", line.number, start, end, edit, text=text[at : item_at + 8].strip(), sign=dash[0]
            )
            dash = "- "
        elif moved:
            report_indent(self, line, "", column, True)
        self.levels.enter_item(column, column + len(dash))
        if item_at == len(text):
            return
        entry = split_entry(text, item_at, self.known)
        if entry is not None and (entry.is_yaml or self.known(entry.name)):
            self._entry(line, entry, column + len(dash))
        elif self.levels.item_of in self.shape.lists:
            self._unnamed_item(line, item_at)
        else:
            self.levels.opens = False
            self.last = None
            read_text(self, line, item_at, column, False)

    def _unnamed_item(self, line: Line, item_at: int) -> None:
        """Words right behind the sign of an item that should begin with a name."""
        self.pencil.names = self.levels.path(self.levels.column)
        text = line.text[item_at:].strip()
        known = sorted(self.shape.lists[self.levels.item_of])
        self.pencil.fault(
            "item-not-named", line.number, line.start + item_at, line.end, text=text[:20], known=known
        )
        self.pencil.change(line.start + item_at, line.end, "")

    def _stray_item(self, line: Line, at: int) -> None:
        """An item where no list is: it and what stands in it is passed over."""
        self.pencil.names = self.levels.path(self.levels.column)
        self.pencil.fault(
            "stray-item", line.number, line.start + at, line.end, text=line.text[at:].strip()[:20]
        )
        self.pass_over(line, at)
        width = visible_width(line.indent)
        while self.next < len(self.lines):
            below = self.lines[self.next]
            if below.body_at == len(below.text) or visible_width(below.indent) <= width:
                break
            self.pass_over(below, below.body_at)
            self.next += 1
