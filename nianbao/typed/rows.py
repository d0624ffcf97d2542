"""The numbers behind a name: blanks and remarks mended, a row over several lines joined."""

from __future__ import annotations

import re
from itertools import islice

from ..located import Edit
from .lines import Entry, Line
from .notes import Note, find_note
from .pencil import Pencil
from .reader import Reader
from .recognise import is_number_line
from .shape import LONGEST
from .signs import COLONS, ODD, RUN, SEPARATORS, SHIELD, UNREADABLE, WIDE_BLANKS, body_end, visible_width

_REMARK = re.compile(r"(?<=[ \t])#")
_COLON = re.compile(rf":(?=[ \t{SEPARATORS}]|\Z)")
_PARTS = re.compile(r"[^\s,，、;；]+")
_ANY_COLON = re.compile(f"[{COLONS}]")
_WORD = re.compile(r"[^\s\d~/_]+\Z")
_FAR = 40
_MANY = 20


def read_numbers(reader: Reader, line: Line, entry: Entry, wanted: int, column: int) -> None:
    """The numbers behind a name; `wanted` of them, -1 when that is not known."""
    line = _part_second_entry(reader, line, entry, column)
    note = find_note(line.text, entry.rest_at)
    below = _lines_below(reader, line, entry, note, wanted)
    if below:
        _join(reader, [line, *below], entry, wanted)
        return
    mend_note(reader.pencil, line, entry.rest_at, note)
    reader.remark_signs(line, note.text_at, len(line.text))
    _mend_numbers(reader.pencil, line, entry.rest_at, note.value_end)


def _mend_numbers(pencil: Pencil, line: Line, start: int, end: int) -> None:
    if ODD.search(line.text, start, end):
        for run in RUN.finditer(line.text, start, end):
            _mend_blanks(pencil, line, run.start(), run.end())
    as_plain_text(pencil, line, start, end)


def _mend_blanks(pencil: Pencil, line: Line, start: int, end: int) -> None:
    """Blanks of another kind between numbers become blanks; unseen signs inside a number go."""
    blanks = line.text[start:end]
    if not blanks.strip(" "):
        return
    kind = kind_of(blanks)
    width = visible_width(blanks)
    new = Edit(line.start + start, line.start + end, " " * width)
    signs = "".join(dict.fromkeys(sign for sign in blanks if sign != " "))
    pencil.fault(kind, line.number, line.start + start, line.start + end, new, signs=signs)


def kind_of(blanks: str) -> str:
    for kind, signs in (("line-sign", SEPARATORS), ("tab", "\t"), ("odd-blank", WIDE_BLANKS)):
        if any(sign in signs for sign in blanks):
            return kind
    return "invisible"


def drop_blanks(pencil: Pencil, line: Line, start: int, end: int, new: str = "") -> None:
    """Blanks that nobody needs go without a word; signs that are no blanks are told."""
    blanks = line.text[start:end]
    signs = "".join(sign for sign in blanks if sign not in " \t" and sign not in WIDE_BLANKS)
    edit = Edit(line.start + start, line.start + end, new)
    if signs:
        pencil.fault(kind_of(signs), line.number, edit.start, edit.end, edit, signs=signs)
    elif blanks.strip(" "):
        pencil.changes.append(edit)


def mend_note(pencil: Pencil, line: Line, at: int, note: Note) -> None:
    """Two blanks and # before a remark."""
    blanks = line.text[note.value_end : note.sign_at]
    start, end = line.start + note.value_end, line.start + note.text_at
    if note.sign_at == len(line.text):
        drop_blanks(pencil, line, note.value_end, len(line.text))
    elif not note.is_plain:
        sign_at = line.start + note.sign_at
        mark = "# " if note.value_end == at else "  # "
        pencil.fault(
            "note",
            line.number,
            sign_at,
            sign_at + 1,
            Edit(start, end, mark),
            text=line.text[note.sign_at :][:20],
        )
    elif blanks.strip(" "):
        pencil.fault(
            "tab",
            line.number,
            start,
            start + len(blanks),
            Edit(start, line.start + note.sign_at, "  "),
            signs="\t",
        )


def _part_second_entry(reader: Reader, line: Line, entry: Entry, column: int) -> Line:
    """A second name in the same line begins a line of its own."""
    text, rest_at = line.text, entry.rest_at
    for match in islice(_ANY_COLON.finditer(text, rest_at), _MANY):
        begin = max(rest_at, match.start() - LONGEST)
        word = _WORD.search(text[begin : body_end(text, begin, match.start())])
        if word is None or begin + word.start() == rest_at:
            continue
        word_at = begin + word.start()
        cut = body_end(text, rest_at, word_at)
        if cut == rest_at or reader.levels.path(column) not in reader.shape.paths_of(word.group()):
            continue
        if text.find("#", rest_at, cut) >= 0:
            return line
        start, end = line.start + cut, line.start + word_at
        new = Edit(start, end, "\n" + " " * column)
        reader.pencil.fault(
            "two-entries", line.number, end, line.start + match.start(), new, text=word.group()
        )
        reader.lines.insert(reader.next, Line(line.number, end, text[word_at:], column))
        return Line(line.number, line.start, text[:cut], line.column)
    return line


def _lines_below(reader: Reader, line: Line, entry: Entry, note: Note, wanted: int) -> list[Line]:
    """The lines that go on with the numbers of this row, which alone is too short."""
    have = _count(line.text, entry.rest_at, note.value_end)
    below: list[Line] = []
    for following in reader.lines[reader.next : reader.next + _FAR]:
        if wanted > 0 and have >= wanted:
            break
        if not is_number_line(reader, following):
            break
        below.append(following)
        have += _count(
            following.text, following.body_at, find_note(following.text, following.body_at).value_end
        )
    return below


def _count(text: str, start: int, end: int) -> int:
    return len(_PARTS.findall(text, start, end))


def _join(reader: Reader, lines: list[Line], entry: Entry, wanted: int) -> None:
    """One row typed over several lines: joined when the count is right, otherwise only read as one."""
    pencil = reader.pencil
    ats = [entry.rest_at, *(line.body_at for line in lines[1:])]
    notes = [find_note(line.text, at) for line, at in zip(lines, ats, strict=True)]
    have = sum(
        _count(line.text, at, note.value_end) for line, at, note in zip(lines, ats, notes, strict=True)
    )
    edits = []
    for line, note, below, at in zip(lines, notes, lines[1:], ats[1:], strict=False):
        edits.append(Edit(line.start + note.value_end, below.start + at, " "))
    words = [line.text[note.text_at :].strip() for line, note in zip(lines[:-1], notes, strict=False)]
    remark = "；".join(UNREADABLE.sub("", word) for word in words if word)
    last, note = lines[-1], notes[-1]
    if remark:
        mark = "  # " if note.sign_at == len(last.text) else "；"
        edits.append(Edit(last.end, last.end, mark + remark))
    span = lines[1].start + ats[1], last.start + note.value_end
    facts = {"have": have, "wanted": wanted, "lines": len(lines)}
    if have == wanted:
        pencil.fault("row-broken", lines[0].number, *span, *edits, **facts)
    else:
        pencil.fault("row-broken", lines[0].number, *span, **facts)
        pencil.changes += edits
        pencil.hole(lines[0].start, last.end)
    for line, at, found in zip(lines, ats, notes, strict=True):
        _mend_numbers(pencil, line, at, found.value_end)
    mend_note(pencil, last, ats[-1], note)
    reader.remark_signs(last, note.text_at, len(last.text))
    reader.levels.opens = False
    reader.next += len(lines) - 1


def as_plain_text(pencil: Pencil, line: Line, start: int, end: int) -> None:
    """Keep YAML from reading signs into what is one plain text."""
    text = line.text
    if start < end and text[start] in "-?:,[]{}#&*!|>'\"%@`":
        pencil.change(line.start + start, line.start + start, SHIELD)
    for match in _COLON.finditer(text[:end], start):
        pencil.change(line.start + match.end(), line.start + match.end(), SHIELD)
    for match in _REMARK.finditer(text, start + 1, end):
        pencil.change(line.start + match.start(), line.start + match.start(), SHIELD)
