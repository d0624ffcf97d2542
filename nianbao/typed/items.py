"""The items of a list, each behind its sign."""

from __future__ import annotations

from ..located import Edit
from .entries import read_entry
from .lines import Line, split_entry
from .placing import find_item_column, report_indent
from .reader import Reader
from .signs import visible_width
from .texts import read_text


def read_item(reader: Reader, line: Line, at: int, item_at: int) -> None:
    column = find_item_column(reader, line)
    if column is None:
        _stray_item(reader, line, at)
        return
    text = line.text
    dash = text[at:item_at]
    moved = line.column is None and line.indent != " " * column
    if dash.rstrip(" ") != "-" or (len(dash) == 1 and item_at < len(text)):
        start, end = line.start + at, line.start + item_at
        edit = Edit(line.start if moved else start, end, " " * column * moved + "- ")
        reader.pencil.names = reader.levels.path(column)
        reader.pencil.fault(
            "dash", line.number, start, end, edit, text=text[at : item_at + 8].strip(), sign=dash[0]
        )
        dash = "- "
    elif moved:
        report_indent(reader, line, "", column, True)
    reader.levels.enter_item(column, column + len(dash))
    if item_at == len(text):
        return
    entry = split_entry(text, item_at, reader.known)
    if entry is not None and (entry.is_yaml or reader.known(entry.name)):
        read_entry(reader, line, entry, column + len(dash))
    elif reader.levels.item_of in reader.shape.lists:
        _unnamed_item(reader, line, item_at)
    else:
        reader.levels.opens = False
        reader.last = None
        read_text(reader, line, item_at, column, False)


def _unnamed_item(reader: Reader, line: Line, item_at: int) -> None:
    """Words right behind the sign of an item that should begin with a name."""
    reader.pencil.names = reader.levels.path(reader.levels.column)
    text = line.text[item_at:].strip()
    known = list(reader.shape.lists[reader.levels.item_of])
    reader.pencil.fault(
        "item-not-named", line.number, line.start + item_at, line.end, text=text[:20], known=known
    )
    reader.pencil.change(line.start + item_at, line.end, "")


def _stray_item(reader: Reader, line: Line, at: int) -> None:
    """An item where no list is: it and what stands in it is passed over."""
    reader.pencil.names = reader.levels.path(reader.levels.column)
    reader.pencil.fault(
        "stray-item", line.number, line.start + at, line.end, text=line.text[at:].strip()[:20]
    )
    reader.pass_over(line, at)
    width = visible_width(line.indent)
    while reader.next < len(reader.lines):
        below = reader.lines[reader.next]
        if below.body_at == len(below.text) or visible_width(below.indent) <= width:
            break
        reader.pass_over(below, below.body_at)
        reader.next += 1
