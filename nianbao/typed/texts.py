"""The text behind a name: plain, quoted, or of several lines under `|`."""

from __future__ import annotations

import re

from ..located import Edit
from .levels import STEP
from .lines import Line
from .notes import Note, find_note
from .pencil import Pencil
from .reader import Reader
from .rows import as_plain_text, drop_blanks, kind_of, mend_note
from .signs import BLANKS, INVISIBLE, SEPARATORS, UNREADABLE, WIDE_BLANKS, body_end, body_start

_HEADER = re.compile(rf"[|｜>][+-]?[1-9]?[+-]?([{BLANKS}]*)(#.*)?\Z")
_QUOTED = {'"': re.compile(r'"(?:[^"\\]|\\.)*+"'), "'": re.compile(r"'(?:[^']|'')*+'")}
_ESCAPES = re.compile(
    r'\\(?![0abtnvfre "/\\N_LP]|x[0-9a-fA-F]{2}|u(?!d[89a-f])[0-9a-fA-F]{4})', re.IGNORECASE
)
_FLOW = re.compile(rf"\[[^\[\]{{}}\"'#:*&!|>%@`?{SEPARATORS}]*\][ ]*(?: #.*)?\Z")
_REMARK = re.compile(rf"(?<=[ \t])#|(?<=[{WIDE_BLANKS}])#(?= )")
_DATE_LIKE = re.compile(r"\d{4}\s*[-./年]|\d{8}(?!\d)")
_COLON = re.compile(rf":(?=[ \t{SEPARATORS}]|\Z)")
_FIRST = re.compile(r"[\[\]{},*&!%@`|>]|[-?:](?=\s|\Z)")
_SIGNS = re.compile(rf"[\t{SEPARATORS}{INVISIBLE}]")
_FAR = 40


def read_text(reader: Reader, line: Line, at: int, column: int, is_inline: bool) -> None:
    """The text behind a name or a list's sign. `is_inline`: it never goes on in the next lines."""
    text = line.text
    header = _HEADER.match(text, at)
    if header and not is_inline:
        _header(reader, line, at, header)
        _text_below(reader, column, None)
    elif text.startswith(("|", "｜"), at) and not is_inline:
        _text_beside(reader, line, at, column)
    elif text.startswith(("'", '"'), at):
        _quoted(reader, line, at, column)
    elif _FIRST.match(text, at) and not _FLOW.match(text, at):
        _sign_first(reader, line, at, column)
    else:
        _plain(reader, line, at, column, is_inline)


def find_remark(text: str, at: int) -> Note:
    """The remark behind a text; behind a date it may be marked in any way, as behind numbers."""
    if _DATE_LIKE.match(text, at):
        return find_note(text, at)
    match = _REMARK.search(text, at) if text[at : at + 1] != "#" else None
    sign_at = at if text[at : at + 1] == "#" else match.start() if match else len(text)
    is_plain = sign_at == at or match is None or text[sign_at - 1] in " \t"
    text_at = sign_at if is_plain else body_start(text, sign_at + 1)
    return Note(body_end(text, at, sign_at), sign_at, text_at, is_plain)


def _header(reader: Reader, line: Line, at: int, header: re.Match[str]) -> None:
    start = line.start + at
    if line.text[at] == "｜":
        reader.pencil.fault("pipe", line.number, start, start + 1, Edit(start, start + 1, "|"))
    drop_blanks(reader.pencil, line, header.start(1), header.end(1), "  " if header.group(2) else "")
    if header.group(2):
        reader.remark_signs(line, header.start(2), len(line.text))


def _text_beside(reader: Reader, line: Line, at: int, column: int) -> None:
    """`| text`: the text belongs on the next line."""
    text_at = body_start(line.text, at + 1)
    following = reader.lines[reader.next] if reader.next < len(reader.lines) else None
    indent = following.indent if following is not None and following.body_at < len(following.text) else ""
    content = len(indent) if len(indent) > column and not indent.strip(" ") else column + STEP
    start = line.start + at
    new = Edit(start, line.start + text_at, "|\n" + " " * content)
    reader.pencil.fault("pipe-text", line.number, start, line.end, new, text=line.text[text_at:][:20])
    _text_signs(reader.pencil, line, text_at, len(line.text), content)
    _text_below(reader, column, content)


def _text_below(reader: Reader, column: int, content: int | None) -> None:
    """The lines of a text under `|`; those that are not indented enough are."""
    pencil = reader.pencil
    moved: list[Edit] = []
    first: Line | None = None
    while reader.next < len(reader.lines):
        line = reader.lines[reader.next]
        indent = line.indent
        is_plain = not indent.strip(" ")
        if len(indent) == len(line.text):
            drop_blanks(pencil, line, 0, len(indent))
            if line.text and not line.text.strip(" "):
                pencil.change(line.start, line.end, "")
        elif is_plain and len(indent) > column and (content is None or len(indent) >= content):
            content = len(indent) if content is None else content
            _text_signs(pencil, line, len(indent), len(line.text), content)
        elif reader.ends_text(line, column):
            break
        else:
            content = column + STEP if content is None else content
            first = first or line
            moved.append(Edit(line.start, line.start + len(indent), " " * content))
            _text_signs(pencil, line, len(indent), len(line.text), content)
        reader.next += 1
    if first is not None:
        end = first.start + max(first.body_at, 1)
        pencil.fault(
            "text-not-indented", first.number, first.start, end, *moved, text=first.text.strip()[:20]
        )


def _text_signs(pencil: Pencil, line: Line, start: int, end: int, content: int | None = None) -> None:
    """Signs in a text that nobody sees; `content` is the column of a text of several lines."""
    for match in _SIGNS.finditer(line.text, start, end):
        sign = match.group()
        if sign == "\t" and content is not None:
            continue
        kind = kind_of(sign)
        new = {"tab": " ", "line-sign": " " if content is None else "\n" + " " * content}.get(kind, "")
        place = line.start + match.start()
        pencil.fault(kind, line.number, place, place + 1, Edit(place, place + 1, new), signs=sign)


def _quoted(reader: Reader, line: Line, at: int, column: int) -> None:
    quote, text = line.text[at], line.text
    match = _QUOTED[quote].match(text, at)
    if match is None:
        if not _closes_below(reader, line, at, column):
            _quote_fault(reader, line, at, "quote-open")
        return
    behind = body_start(text, match.end())
    is_remark = behind < len(text) and text[behind] == "#" and behind > match.end()
    bad = _ESCAPES.search(match.group()) if quote == '"' else None
    if bad is not None or not (behind == len(text) or is_remark):
        _quote_fault(reader, line, at, "quote-early" if bad is None else "backslash")
        return
    drop_blanks(reader.pencil, line, match.end(), behind, "  " if is_remark else "")
    _text_signs(reader.pencil, line, at, match.end())
    reader.remark_signs(line, behind, len(text))


def _quote_fault(reader: Reader, line: Line, at: int, kind: str) -> None:
    start = line.start + at
    reader.pencil.fault(kind, line.number, start, start + 1, text=line.text[at:].strip()[:40])
    reader.pencil.hole(line.start, line.end)
    end = body_end(line.text, at, len(line.text))
    _text_signs(reader.pencil, line, at, end)
    drop_blanks(reader.pencil, line, end, len(line.text))
    as_plain_text(reader.pencil, line, at, end)


def _closes_below(reader: Reader, line: Line, at: int, column: int) -> bool:
    """Whether a quoted text goes on over the next lines and ends properly; then they are passed."""
    quote = line.text[at]
    for number, below in enumerate(reader.lines[reader.next : reader.next + _FAR], 1):
        if (
            below.body_at == len(below.text)
            or not reader.is_continuation(below, column)
            or below.indent.strip(" ")
        ):
            return False
        close = below.text.find(quote)
        if close >= 0:
            rest = below.text[close + 1 :]
            if rest.strip(" ") and not rest.lstrip(" ").startswith("#"):
                return False
            for passed in (line, *reader.lines[reader.next : reader.next + number]):
                _text_signs(reader.pencil, passed, passed.body_at, len(passed.text))
            reader.next += number
            return "\\" not in line.text
    return False


def _sign_first(reader: Reader, line: Line, at: int, column: int) -> None:
    start = line.start + at
    note = find_remark(line.text, at)
    text = line.text[at : note.value_end]
    reader.pencil.fault("sign-first", line.number, start, start + 1, sign=line.text[at], text=text[:40])
    reader.pencil.hole(line.start, line.end)
    _text_signs(reader.pencil, line, at, note.value_end)
    mend_note(reader.pencil, line, at, note)
    reader.remark_signs(line, note.text_at, len(line.text))
    as_plain_text(reader.pencil, line, at, note.value_end)
    for below in _continuations(reader, column):
        reader.pass_over(below, below.body_at)


def _continuations(reader: Reader, column: int) -> list[Line]:
    found: list[Line] = []
    while reader.next < len(reader.lines) and reader.is_continuation(reader.lines[reader.next], column):
        found.append(reader.lines[reader.next])
        reader.next += 1
    return found


def _plain(reader: Reader, line: Line, at: int, column: int, is_inline: bool) -> None:
    text, pencil = line.text, reader.pencil
    note = find_remark(text, at)
    colon = _COLON.search(text[: note.value_end], at)
    below = [] if is_inline else _continuations(reader, column)
    if below or (colon is not None and not is_inline):
        _put_below(reader, line, at, note, below, column)
        return
    if colon is not None:
        start = line.start + colon.start()
        pencil.fault("colon-in-text", line.number, start, start + 1, text=text[at : note.value_end][:40])
        pencil.hole(line.start, line.end)
        as_plain_text(pencil, line, at, note.value_end)
    _text_signs(pencil, line, at, note.value_end)
    mend_note(pencil, line, at, note)
    reader.remark_signs(line, note.text_at, len(text))


def _put_below(reader: Reader, line: Line, at: int, note: Note, below: list[Line], column: int) -> None:
    """A text that YAML cannot take in one line, or would join with blanks: put under `|` as it is."""
    text, pencil, content = line.text, reader.pencil, column + STEP
    value_end = note.value_end
    colon = _COLON.search(text[:value_end], at)
    remark = UNREADABLE.sub("", text[note.sign_at :]).strip()
    head = "|" + (f"  {remark}" if remark else "")
    edits = [Edit(line.start + at, line.start + at, head + "\n" + " " * content)]
    if value_end == at:
        blank = "" if text[at - 1 : at] == " " else " "
        edits = [Edit(line.start + at, line.end, blank + head)]
    elif value_end < len(text):
        edits.append(Edit(line.start + value_end, line.end, ""))
    for passed in below:
        edits.append(Edit(passed.start, passed.start + passed.body_at, " " * content))
        _text_signs(pencil, passed, passed.body_at, len(passed.text), content)
    _text_signs(pencil, line, at, value_end, content)
    if colon is not None:
        kind, start, end = "colon-in-text", line.start + colon.start(), line.start + colon.end()
    else:
        kind, start, end = "text-broken", below[0].start + below[0].body_at, below[-1].end
    pencil.fault(kind, line.number, start, end, *edits, text=text[at:value_end][:40])
    reader.levels.opens = False
