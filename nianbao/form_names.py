"""All names a year's file may use under one form: what they stand for, and where they belong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from .forms import EntryLine, Form, Table
from .names import loose
from .typed.shape import Shape

# What stands in the file besides the tables: the name typed → the name in code.
FIELDS = {
    "发布日期": "published",
    "标题": "title",
    "文号": "document_number",
    "索引号": "index_number",
    "来源": "source_note",
    "来源文件": "source_file",
    "原文网址": "source_url",
    "附件": "attachments",
    "汇总范围": "scope",
    "版式": "edition",
}
NOTES = "核实说明"
CORRECTIONS = "更正"
NOTE_FIELDS = dict(
    zip(
        ["问题", "位置", "数值", "说明", "核实人", "日期", "公开"],
        ["rule", "path", "numbers", "text", "by", "date", "public"],
        strict=True,
    )
)
CORRECTION_FIELDS = {"日期": "date", "内容": "text", "原因": "reason"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a name belongs: a line of a table (None for the table itself)."""

    table: Table
    line: EntryLine | None

    @property
    def name(self) -> str:
        return self.table.name if self.line is None else self.line.name

    @property
    def numbers(self) -> int | None:
        """How many numbers stand behind it: 0 where names stand below it, None where words do."""
        if self.line is None or self.line.kind == "group":
            return 0
        return len(self.line.cells) if self.line.kind == "row" else None

    @property
    def inside(self) -> tuple[str, ...]:
        """The names it stands under."""
        return () if self.line is None else (self.table.name, *self.line.groups)


@dataclass(frozen=True)
class FormNames:
    """`shape` is what `keyboard.mend` takes; `places` knows where every name of the form belongs."""

    form: Form
    shape: Shape
    tables: dict[str, Table]
    places: dict[str, list[Place]]
    _lines: dict[tuple[str, str], dict[str, EntryLine]] = field(default_factory=dict)

    def table(self, name: str) -> Table | None:
        return self.tables.get(name) or self.tables.get(loose(name))

    def line(self, table: Table, group: str, name: str) -> EntryLine | None:
        """The line of a table that is typed as `name` in `group` ('' for none)."""
        known = self._lines.get((table.key, group))
        if known is None:
            known = self._lines[table.key, group] = _by_name(lines_in(table, group))
        return known.get(name) or known.get(loose(name))

    def elsewhere(self, name: str) -> list[Place]:
        return self.places.get(name) or self.places.get(loose(name), [])

    def place_of(self, name: str) -> str:
        """The place on the form of a name that stands in one place only, else ''."""
        found = self.elsewhere(name)
        if len(found) != 1:
            return ""
        return found[0].table.place if found[0].line is None else found[0].line.place

    def place(self, names: Sequence[str]) -> str:
        """Where the line under these names stands on the printed form; '' for what is not on it."""
        table = self.table(names[0]) if names else None
        if table is None:
            return names[-1] if names else ""
        for number, name in enumerate(reversed(names[1:])):
            group = names[-2 - number] if len(names) - number > 2 else ""
            line = self.line(table, group, name) or next(
                (place.line for place in self.elsewhere(name) if place.table is table), None
            )
            if line is not None:
                return line.place or (
                    f"{table.place} {line.comment}" if line.kind == "group" else table.place
                )
        return table.place


def form_names(form: Form) -> FormNames:
    """The names of a form, made once."""
    for known in _MADE:
        if known.form is form:
            return known
    made = _make(form)
    _MADE[:] = [made, *_MADE[:7]]
    return made


_MADE: list[FormNames] = []


def lines_in(table: Table, group: str) -> list[EntryLine]:
    """The lines that stand directly in a group of a table, or in the table itself for ''."""
    return [line for line in table.entry if (line.groups[-1] if line.groups else "") == group]


def _make(form: Form) -> FormNames:
    places: dict[str, list[Place]] = {}
    for table in form.tables:
        _add(places, (table.name, table.title, *table.aliases), Place(table, None))
        for line in table.entry:
            _add(places, (line.name, *line.aliases), Place(table, line))
    tables = {name: place.table for name, found in places.items() for place in found if place.line is None}
    return FormNames(form, _shape(places), tables, places)


def _add(places: dict[str, list[Place]], names: Iterable[str], place: Place) -> None:
    for name in dict.fromkeys(typed for known in names for typed in (known, loose(known)) if typed):
        places.setdefault(name, []).append(place)


def _shape(places: dict[str, list[Place]]) -> Shape:
    tops = (*FIELDS, NOTES, CORRECTIONS)
    rows: dict[str, int] = {}
    for name, found in places.items():
        counts = {place.numbers for place in found}
        if counts != {None}:
            rows[name] = (counts.pop() if len(counts) == 1 else -1) or 0
    short = {
        name: found[0].name for name, found in places.items() if len({place.name for place in found}) == 1
    }
    paths = {name: tuple(place.inside for place in found) for name, found in places.items()}
    names = frozenset((*places, *tops, *NOTE_FIELDS, *CORRECTION_FIELDS))
    lists = {NOTES: tuple(NOTE_FIELDS), CORRECTIONS: tuple(CORRECTION_FIELDS)}
    return Shape(names, rows, paths | dict.fromkeys(tops, ((),)), short, lists)


def _by_name(lines: Sequence[EntryLine]) -> dict[str, EntryLine]:
    """Lines by their short names, and by whatever else names only one of them."""
    found: dict[str, list[EntryLine]] = {}
    for line in lines:
        for name in {loose(line.name), *line.aliases, *map(loose, line.aliases)}:
            found.setdefault(name, []).append(line)
    unique = {name: items[0] for name, items in found.items() if len(items) == 1 and name}
    return unique | {line.name: line for line in lines}
