"""Where a line stands, and where it should: indentation mended by its name or its neighbours."""

from __future__ import annotations

from ..located import Edit
from .lines import Entry, Line
from .reader import Reader
from .signs import visible_width

KEPT, READ, SAFE, UNSURE = range(4)


def place_entry(reader: Reader, line: Line, entry: Entry) -> tuple[int, int]:
    """The column an entry is read at, mended when its name or its neighbours tell it; and where it stands."""
    column, how = find_column(reader, line, entry)
    if how == READ:
        reader.pencil.change(line.start, line.start + len(line.indent), " " * column)
        return column, visible_width(line.indent)
    elif how != KEPT:
        report_indent(reader, line, reader.shape.short_name(entry.name), column, how == SAFE)
    return column, column if how != UNSURE else visible_width(line.indent)


def find_column(reader: Reader, line: Line, entry: Entry) -> tuple[int, int]:
    """The column of an entry, and whether it stands there, is only read there, or should stand there."""
    if line.column is not None:
        return line.column, KEPT
    levels = reader.levels
    is_plain = not line.indent.strip(" ")
    width = visible_width(line.indent)
    column = _column_by_name(reader, entry, width if is_plain else None)
    if is_plain and column in (None, width) and _is_amid(reader, line, entry, width):
        return levels.column, READ
    if column is None and is_plain:
        misplaced = _column_elsewhere(reader, entry, width)
        if misplaced is not None:
            return misplaced
    if is_plain and (column == width or (column is None and levels.fits(width))):
        return width, KEPT
    if is_plain and column is not None and column < width == levels.column == reader.following():
        # In line with both neighbours: the name is wrong here, not where it stands.
        return width, KEPT
    if column is None:
        column = levels.likely(width, reader.following(), _is_group(reader, line, entry))
    return (levels.column, UNSURE) if column is None else (column, SAFE)


def _column_elsewhere(reader: Reader, entry: Entry, width: int) -> tuple[int, int] | None:
    """Where to read a name that belongs elsewhere; that it does is told when the form is looked at."""
    levels = reader.levels
    if not reader.shape.paths_of(entry.name) and not reader.shape.is_in_lists(entry.name):
        return None
    if not levels.columns:
        return levels.root, READ
    if levels.opens and width > levels.column:
        following = reader.following()
        if following is not None and levels.column < following != width:
            return following, READ
    if levels.fits(width):
        return width, KEPT
    return max((column for column in levels.names if column <= width), default=levels.root), READ


def _is_amid(reader: Reader, line: Line, entry: Entry, width: int) -> bool:
    """A line further left than its neighbours on both sides: it is read as one of them."""
    levels = reader.levels
    return (
        width < levels.column and not _is_group(reader, line, entry) and reader.following() == levels.column
    )


def _is_group(reader: Reader, line: Line, entry: Entry) -> bool:
    """Whether what follows stands below this line and not beside it."""
    if reader.shape.has_names_below(entry.name):
        return True
    return entry.rest_at == len(line.text) or line.text[entry.rest_at] == "#"


def find_item_column(reader: Reader, line: Line) -> int | None:
    """The column of the sign before a list's item; None where no list can stand."""
    levels = reader.levels
    width = visible_width(line.indent) if line.column is None else line.column
    is_first = levels.opens and reader.shape.numbers_behind(levels.name) is None and levels.item is None
    if levels.item is None and not (is_first and width >= levels.column):
        return None
    siblings = [column for column in levels.columns if levels.item is not None and column < levels.item]
    return siblings[-1] if siblings else width


def _column_by_name(reader: Reader, entry: Entry, width: int | None) -> int | None:
    levels = reader.levels
    if levels.item is not None and reader.shape.is_item_name(levels.item_of, entry.name):
        return levels.item
    found = [levels.column_for(path, width, reader.siblings) for path in reader.shape.paths_of(entry.name)]
    columns = {column for column in found if column is not None}
    return columns.pop() if len(columns) == 1 else None


def report_indent(reader: Reader, line: Line, name: str, column: int, is_safe: bool) -> None:
    indent = line.indent
    is_plain = not indent.strip(" ")
    edit = Edit(line.start, line.start + len(indent), " " * column)
    reader.pencil.names = (*reader.levels.path(column), *((name,) if name else ()))
    facts = {"signs": "" if is_plain else indent, "text": name, "column": column}
    kind = "indent-depth" if is_plain else "indent-sign"
    edits = [edit] if is_safe else []
    reader.pencil.fault(kind, line.number, line.start, line.start + max(len(indent), 1), *edits, **facts)
    if not is_safe:
        reader.pencil.changes.append(edit)
