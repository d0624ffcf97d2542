"""The national forms as data: sections, tables, cells and their addresses.

One YAML file beside this module declares one edition completely; it is the only place where words of
the form live. `load_form` turns it into a `Form`; everything else of the program (checking, pages,
exports, import, search) works from that. A cell's address, such as `requests.denied.state_secret.total`,
is its name everywhere: HTML id, CSV column, JSON key, message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from .equations import Equation
from .mentions import Mention, Probe, probes_by_word


@dataclass(frozen=True, slots=True)
class Heading:
    """One node of a label tree: a row or column of the printed table, or a group of them.

    `key` is '' where the printed heading adds nothing to the address; `name` is the word typed in
    content files; `short` the label as messages say it.
    """

    key: str
    label: str
    name: str
    short: str
    comment: str
    kind: str
    unit: str
    unit_name: str
    unit_choices: tuple[str, ...]
    is_total: bool
    aliases: tuple[str, ...]
    children: tuple[Heading, ...]

    @property
    def is_leaf(self) -> bool:
        return not self.children

    def leaves(self) -> Iterator[tuple[Heading, ...]]:
        """Paths from this heading down to each leaf, in printed order."""
        if self.is_leaf:
            yield (self,)
        for child in self.children:
            for path in child.leaves():
                yield (self, *path)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a printed table under one header row (table 2 has four, the others one)."""

    banner: str
    corner: str
    guard: str
    columns: tuple[Heading, ...]
    rows: tuple[Heading, ...]

    def column_paths(self) -> list[tuple[Heading, ...]]:
        return [path for heading in self.columns for path in heading.leaves()]

    def row_paths(self) -> list[tuple[Heading, ...]]:
        return [path for heading in self.rows for path in heading.leaves()]


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of the form. `index` is its place in form order, the order of every list of figures."""

    index: int
    address: str
    table: str
    row: str
    column: str
    kind: str
    unit: str
    is_total: bool
    row_labels: tuple[str, ...]
    column_labels: tuple[str, ...]
    table_place: str
    row_place: str
    column_place: str
    path: str

    @property
    def place(self) -> str:
        """Where it stands on the printed form: 表三 三、（五）2 重复申请，自然人."""
        return f"{self.table_place} {self.row_place}" + (
            f"，{self.column_place}" if self.column_place else ""
        )

    @property
    def id(self) -> str:
        """The HTML id: the address with hyphens, as CSS and links take it."""
        return self.address.replace(".", "-")


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One line of a table as it is typed in a content file.

    `kind` is 'guard' (the line naming the columns), 'group' (a name with rows below it), 'row'
    (a name and its figures) or 'unit' (a name and a word). `depth` counts the groups above.
    """

    kind: str
    name: str
    depth: int
    comment: str
    aliases: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    columns: tuple[str, ...] = ()
    column_labels: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    place: str = ""
    choices: tuple[str, ...] = ()
    row: str = ""


@dataclass(frozen=True)
class Table:
    """One official table: how it is printed (`blocks`) and how it is typed (`entry`)."""

    key: str
    name: str
    place: str
    title: str
    none: str
    none_means: str
    aliases: tuple[str, ...]
    blocks: tuple[Block, ...]
    cells: tuple[Cell, ...]
    entry: tuple[EntryLine, ...]

    @cached_property
    def rows(self) -> tuple[EntryLine, ...]:
        return tuple(line for line in self.entry if line.kind == "row")


@dataclass(frozen=True, slots=True)
class Aspect:
    """What a section has to speak of, by any of its words; `category` is of the agencies it is asked of."""

    name: str
    words: tuple[str, ...]
    category: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document that reports cite: its number as written, one word that its title has.

    `format` is the edition whose form it prescribes, '' for the others.
    """

    number: str
    about: str
    format: str


@dataclass(frozen=True, slots=True)
class Section:
    """One section of the report: its printed title, the variants seen, its table, what `new` writes.

    `words` are those by which a preface names it, `aspects` what its text has to speak of,
    `fees` whether it has to say what was charged for handling requests.
    """

    key: str
    title: str
    aliases: tuple[str, ...]
    table: str
    draft: tuple[str, ...]
    words: tuple[str, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    fees: bool = False

    @property
    def number(self) -> str:
        return self.title.partition("、")[0]


@dataclass(frozen=True)
class Form:
    """One edition of the national form, whole."""

    edition: str
    name: str
    source: str
    first_year: int
    last_year: int | None
    title: str
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    cells: tuple[Cell, ...]
    equations: tuple[Equation, ...]
    roles: Mapping[str, str]
    continues: Mapping[str, Mapping[str, str]]
    mentions: tuple[Mention, ...]
    digest: str
    documents: tuple[Document, ...] = ()

    @cached_property
    def by_address(self) -> dict[str, Cell]:
        return {cell.address: cell for cell in self.cells}

    @cached_property
    def paths(self) -> dict[tuple[str, ...], list[Cell]]:
        """Every way a clerk may name a cell (table-row-column, with or without the groups) → cells."""
        found: dict[tuple[str, ...], list[Cell]] = {}
        for table in self.tables:
            for line in table.rows:
                for column, cell in zip(line.columns or ("",), line.cells, strict=True):
                    tail = (line.name, column) if column else (line.name,)
                    for names in {
                        (table.name, *tail),
                        (table.name, *line.groups, *tail),
                        (table.name, tail[-1]),
                    }:
                        found.setdefault(names, []).append(cell)
        return found

    @cached_property
    def probes(self) -> dict[str, list[Probe]]:
        """The patterns of the mentions that state a number, by a word each needs."""
        return probes_by_word(mention.patterns for mention in self.mentions)

    @cached_property
    def nothing_probes(self) -> dict[str, list[Probe]]:
        """The same of those that say there was none."""
        return probes_by_word(mention.nothing for mention in self.mentions)

    @cached_property
    def inner_equations(self) -> tuple[Equation, ...]:
        """Those within one report."""
        return tuple(equation for equation in self.equations if not equation.crosses_years)

    @cached_property
    def crossing_equations(self) -> tuple[Equation, ...]:
        """Those with the year before."""
        return tuple(equation for equation in self.equations if equation.crosses_years)

    @cached_property
    def taken_over(self) -> Mapping[int, int]:
        """Figures that are one of last year's unchanged, by index, and which: 上年结转 and 结转下年度."""
        return {
            equation.left[0].index: equation.right[0].index
            for equation in self.crossing_equations
            if len(equation.left) == len(equation.right) == 1 and equation.right[0].previous
        }

    def role(self, name: str) -> Cell | None:
        """The cell that plays a part such as `received`, or None where this edition has none."""
        return self.by_address.get(self.roles.get(name, ""))

    def table(self, key: str) -> Table:
        return next(table for table in self.tables if table.key == key)


_PATH_MARKS = re.compile(r"\s*[-.。－—／/、>＞﹣–]\s*")


def find_cells(form: Form, path: str) -> list[Cell]:
    """The cells a path names: none when unknown, several when it fits more than one.

    Parts may be joined by any of `- . 。 － ／ / 、 >`; an English address is taken too.
    """
    cell = form.by_address.get(path.strip())
    if cell is not None:
        return [cell]
    parts = tuple(part for part in _PATH_MARKS.split(path.strip()) if part)
    return form.paths.get(parts, [])


def edition_for(forms: Mapping[str, Form], year: int) -> Form | None:
    """The edition in force for the figures of `year`."""
    fitting = [
        form
        for form in forms.values()
        if form.first_year <= year and (form.last_year is None or year <= form.last_year)
    ]
    return max(fitting, key=lambda form: form.first_year, default=None)
