"""A line with a name: its place, its colon, and what stands behind it."""

from __future__ import annotations

from ..located import Edit
from .lines import Entry, Line, split_entry
from .placing import KEPT, find_column, place_entry
from .reader import Reader
from .recognise import LIKE_COLON, NAME_SIGNS, entry_of
from .rows import drop_blanks, kind_of, mend_note, read_numbers
from .signs import DASHES, ODD, RUN, SHIELD, body_end, visible_width
from .texts import find_remark, read_text

_LOOK_AHEAD = 6


def read_named(reader: Reader, line: Line, entry: Entry) -> None:
    """An entry in its place; the first of a list's item may lack the sign before it."""
    at = entry.name_at
    width = visible_width(line.indent)
    if reader.levels.opens and reader.shape.is_item_name(reader.levels.name, entry.name):
        following = reader.following()
        if following is not None and following == width + 2:
            place = line.start + at
            reader.pencil.names = reader.levels.path(reader.levels.column + 1)
            reader.pencil.fault(
                "dash",
                line.number,
                place,
                place + 1,
                Edit(place, place, "- "),
                missing=True,
                text=entry.name,
            )
            reader.levels.enter_item(width, width + 2)
            read_entry(reader, line, entry, width + 2)
            return
    read_entry(reader, line, entry, *place_entry(reader, line, entry))


def read_entry(
    reader: Reader, line: Line, entry: Entry, column: int, base: int | None = None, has_colon: bool = True
) -> None:
    """An entry standing at `column`; where it is only read there, its text is measured from `base`."""
    if reader.known(entry.name):
        reader.known_names += 1
    text, rest_at = line.text, entry.rest_at
    has_value = rest_at < len(text) and text[rest_at] != "#"
    reader.pencil.names = reader.levels.enter(column, reader.shape.short_name(entry.name), not has_value)
    reader.last = entry
    _mend_name(reader, line, entry)
    if text[entry.name_at] in NAME_SIGNS and not text[entry.name_at : entry.name_end].endswith(
        text[entry.name_at]
    ):
        reader.pencil.change(line.start + entry.name_at, line.start + entry.name_at, SHIELD)
    if has_colon:
        _mend_colon(reader, line, entry)
    wanted = reader.shape.numbers_behind(entry.name)
    names_below = reader.shape.has_names_below(entry.name)
    if wanted:
        read_numbers(reader, line, entry, wanted, column)
    elif has_value and names_below and _has_names_below(reader, column, wanted is None):
        _pass_value(reader, line, entry)
    else:
        is_list = names_below and wanted is None
        base = column if base is None else base
        read_text(reader, line, rest_at, base, is_list or reader.shape.is_inline(entry.name) or wanted == 0)


def read_without_colon(reader: Reader, line: Line, at: int, name_end: int) -> None:
    name_end = rest_at = body_end(line.text, at, name_end)
    while rest_at < len(line.text) and (line.text[rest_at] in LIKE_COLON or RUN.match(line.text, rest_at)):
        rest_at += 1
    gap = " " * max(1, rest_at - name_end - 1) if rest_at < len(line.text) else ""
    entry = Entry(line.text[at:name_end], at, name_end, name_end, rest_at, True)
    column, base = place_entry(reader, line, entry)
    place = line.start + name_end
    reader.pencil.names = (*reader.levels.path(column), reader.shape.short_name(entry.name))
    # The last sign of the name is written again, so that nothing else can begin at the same place.
    new = Edit(place - 1, line.start + rest_at, line.text[name_end - 1] + ":" + gap)
    reader.pencil.fault("colon", line.number, place, place + 1, new, missing=True, text=entry.name)
    read_entry(reader, line, entry, column, base, has_colon=False)


def read_after_sign(reader: Reader, line: Line, at: int, name_at: int) -> None:
    """The sign goes; what was indentation before it is mended in the same stroke."""
    entry = split_entry(line.text, name_at, reader.known)
    if entry is None:
        return
    column, how = find_column(reader, line, entry)
    start = line.start + at
    begin = start if how == KEPT else line.start
    edit = Edit(begin, line.start + name_at, "" if how == KEPT else " " * column)
    reader.pencil.names = (*reader.levels.path(column), reader.shape.short_name(entry.name))
    reader.pencil.fault(
        "name-sign",
        line.number,
        start,
        start + 1,
        edit,
        sign=line.text[at],
        text=line.text[name_at:][:12],
    )
    read_entry(reader, line, entry, column)


def _has_names_below(reader: Reader, column: int, is_list: bool) -> bool:
    """Whether the next line stands below a name: an item of a list, or a name further right."""
    for line in reader.lines[reader.next : reader.next + _LOOK_AHEAD]:
        at = line.body_at
        if at == len(line.text) or line.text[at] == "#":
            continue
        width = visible_width(line.indent)
        if line.text[at] in DASHES:
            return is_list and width >= column
        entry = entry_of(reader, line, at)
        return width > column and entry is not None and reader.known(entry.name)
    return False


def _pass_value(reader: Reader, line: Line, entry: Entry) -> None:
    """A number or word behind a name that has names below it: read on as if it were not there."""
    note = find_remark(line.text, entry.rest_at)
    start, end = line.start + entry.rest_at, line.start + note.value_end
    value = line.text[entry.rest_at : note.value_end]
    reader.pencil.fault("value-above-rows", line.number, start, end, text=value[:20])
    reader.pencil.change(start, end, "")
    mend_note(reader.pencil, line, entry.rest_at, note)
    reader.remark_signs(line, note.text_at, len(line.text))
    reader.levels.opens = True


def _mend_name(reader: Reader, line: Line, entry: Entry) -> None:
    for match in ODD.finditer(line.text, entry.name_at, entry.name_end):
        place = line.start + match.start()
        new = Edit(place, place + 1, "")
        reader.pencil.fault(kind_of(match.group()), line.number, place, place + 1, new, signs=match.group())


def _mend_colon(reader: Reader, line: Line, entry: Entry) -> None:
    text = line.text
    gap = text[entry.colon_at + 1 : entry.rest_at]
    is_last = entry.rest_at == len(text)
    before = text[entry.name_end : entry.colon_at]
    if text[entry.colon_at] == ":" and (is_last or (gap and not gap.strip(" "))) and not before.strip(" "):
        if is_last:
            drop_blanks(reader.pencil, line, entry.colon_at + 1, len(text))
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
    reader.pencil.fault("tab" if only_tab else "colon", line.number, start, start + 1, edit, **facts)
