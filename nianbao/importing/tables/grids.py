"""The grids of a document → cells of a form, each with its place; what belongs to no cell is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from ...cells import NUMBER, plain_value
from ...forms import Form, Heading
from ..document import Document, Grid, Paragraph
from ..matched import Read, Unmapped
from .assembling import assembled
from .claims import ALONE, Claim, noted, settle
from .columns import Head, is_head, read_head
from .cut_rows import mended
from .figures import MONEY, stated_money, unit_of
from .labels import SURE, Labels
from .lines import Entry, Line, is_too_large, read_lines
from .neighbours import Seen, told_by_neighbours
from .rows import UNKNOWN, RowReader

_NUMBERING = 4
# More rows than the head of any table has, with a blank one between each two.
_HIGHEST_HEAD = 12


@dataclass(frozen=True, slots=True)
class Tables:
    """As `Matched`, of the grids alone."""

    cells: Mapping[str, Read]
    paragraphs: tuple[Paragraph, ...]
    unmapped: tuple[Unmapped, ...]
    units: Mapping[str, str]
    anchors: Mapping[str, int]


def read_tables(document: Document, form: Form) -> Tables:
    """Place every figure of the document's grids by its labels; never by its position."""
    labels = Labels(form)
    lines = mended(assembled(read_lines(document.blocks), labels), labels)
    # The pieces of a table are read together, where its first piece stands.
    tables = {
        made[0].grid: made for _, rows in groupby(lines, lambda line: line.table) if (made := list(rows))
    }
    reading = _Reading(labels, RowReader(labels))
    for index, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            reading.paragraphs.append(block)
        elif index in tables:
            reading.read_table(tables[index], _otherwise(document, tables[index]))
        elif is_too_large(block):
            reading.unmapped.append(Unmapped(f"{len(block.cells)} 格的表格", block.place, "表格太大，没有读"))
    cells, spare = settle(reading.counted())
    unmapped = [*reading.unmapped, *_subtotals(spare)]
    units, noted = _units(form, cells, reading.units)
    return Tables(noted, tuple(reading.paragraphs), tuple(unmapped), units, reading.anchors)


def _otherwise(document: Document, lines: Sequence[Line]) -> list[Paragraph]:
    """What stands there as text if these lines are no table, [] where the source draws one."""
    grids = (document.blocks[number] for number in dict.fromkeys(line.grid for line in lines))
    return [one for grid in grids if isinstance(grid, Grid) for one in grid.otherwise]


def _subtotals(spare: Sequence[Claim]) -> list[Unmapped]:
    """Figures of groups whose parts have figures of their own, each printed figure once."""
    told = {str(claim.read.place): claim.read for claim in spare if claim.read.printed}
    return [Unmapped(read.printed, read.place, "另有更确切的数") for read in told.values()]


@dataclass
class _Reading:
    """The state of reading: what the rows above say."""

    labels: Labels
    rows: RowReader
    head: Head | None = None
    banner: frozenset[tuple[int, int]] = frozenset()
    claims: list[Claim] = field(default_factory=list)
    unmapped: list[Unmapped] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    units: dict[tuple[int, int], str] = field(default_factory=dict)
    missed: set[str] = field(default_factory=set)

    def counted(self) -> Iterator[Claim]:
        """The claims without those of blank rows for cells whose own row could not be read."""
        for claim in self.claims:
            if claim.read.address not in self.missed:
                yield claim
            elif claim.rank != ALONE:
                yield noted(claim, "原表另有一行同名，没有读出来")

    def read_table(self, lines: Sequence[Line], otherwise: Sequence[Paragraph] = ()) -> None:
        before = (len(self.claims), self.head)
        unmapped: list[Unmapped] = []
        paragraphs: list[Paragraph] = []
        seen: list[Seen] = []
        position = 0
        while position < len(lines):
            line = lines[position]
            if is_head(line, self.labels, self.head):
                end = self._read_head(lines, position)
                if end > position:
                    position = end
                    continue
            position += 1
            if not self._is_heading(line, paragraphs):
                self._read_row(line, unmapped, paragraphs, seen)
        for told, row in told_by_neighbours(seen, self.rows):
            unmapped.remove(told)
            self.claims += row.claims
            unmapped += row.unmapped
        is_ours = len(self.claims) > before[0] or self.head is not before[1]
        if is_ours:
            self.unmapped += unmapped
            self.paragraphs += paragraphs
        elif otherwise:
            self.paragraphs += otherwise
        else:
            self._keep(lines)

    def _read_head(self, lines: Sequence[Line], start: int) -> int:
        """Read the head that begins here; returns the place of the first row after it, `start` if it is none."""
        end, last = start + 1, min(len(lines), start + _HIGHEST_HEAD)
        while end < last and (
            is_head(lines[end], self.labels, self._maybe(lines[start:end])) or not lines[end].filled
        ):
            end += 1
        while end > start + 1 and not lines[end - 1].filled:
            end -= 1
        head = read_head(lines[start:end], self.labels)
        if head is None:
            return start
        self.head = head
        return end

    def _maybe(self, lines: Sequence[Line]) -> Head | None:
        head = read_head(lines, self.labels)
        return head if head is not None and all(part.columns for part in head.columns) else None

    def _is_heading(self, line: Line, paragraphs: list[Paragraph]) -> bool:
        """A banner, a corner, or the title of a table, alone in its row."""
        hits = [self.labels.find(entry.text) for entry in line.filled]
        if not hits or line.has_figures():
            return False
        axes = [
            {hit.node.axis for hit in found if hit.score >= SURE or hit.node.axis != "title"}
            for found in hits
        ]
        if not all(found & {"banner", "corner", "title"} for found in axes) or any(
            found & {"row", "column"} for found in axes
        ):
            return False
        self.banner = frozenset(
            (hit.node.table, hit.node.block) for found in hits for hit in found if hit.node.axis == "banner"
        )
        if any("title" in found for found in axes):
            self.head = None
            paragraphs += _as_paragraphs(line)
        return True

    def _read_row(
        self, line: Line, unmapped: list[Unmapped], paragraphs: list[Paragraph], seen: list[Seen]
    ) -> None:
        if not line.filled and not self._may_be_blank(line):
            return
        if _is_numbering(line.filled):
            unmapped.append(Unmapped(line.text, line.place, "列的编号"))
            return
        if _is_text(line) and self._may_be_blank(line):
            # A section's words across a table whose rows have no labels: no label tells them from figures.
            paragraphs += _as_paragraphs(line)
            return
        row = self.rows.read(line, self.head, self.banner)
        if row.claims:
            self._note_table(row.claims)
        self.claims += row.claims
        self.missed |= row.missed
        unmapped += row.unmapped
        if row.why and (
            _is_text(line) or (len(line.filled) == len(line.own) == 1 and not line.has_figures())
        ):
            paragraphs += _as_paragraphs(line)
        elif row.why and line.filled:
            unmapped.append(Unmapped(line.text, line.place, row.why))
        if self.head is not None:
            named = {
                self.rows.rows[address]
                for address in (*row.missed, *(claim.read.address for claim in row.claims))
            }
            if len(named) == 1:
                seen.append(Seen(line, self.head, named.pop()))
            elif row.why == UNKNOWN and line.has_figures():
                seen.append(Seen(line, self.head, None, unmapped[-1]))

    def _may_be_blank(self, line: Line) -> bool:
        """Whether a row with nothing in it can be the figures of a table without row labels."""
        if self.head is None or self.head.table != line.table:
            return False
        return any(not self._is_labelled(part.table, part.block) for part in self.head.columns)

    def _is_labelled(self, table: int, block: int) -> bool:
        return any(path[-1].label for path in self.labels.form.tables[table].blocks[block].row_paths())

    def _note_table(self, claims: Sequence[Claim]) -> None:
        form = self.labels.form
        for claim in claims:
            self.anchors.setdefault(form.by_address[claim.read.address].table, len(self.paragraphs))
        for part in self.head.columns if self.head is not None else ():
            for column in part.columns:
                heading = _unit_heading(form, part.table, part.block)
                if heading is not None and column.unit in heading.unit_choices:
                    self.units[part.table, part.block] = column.unit

    def _keep(self, lines: Sequence[Line]) -> None:
        """A grid that has nothing of the form: running text in a frame, or another table."""
        if all(len(line.filled) <= 1 for line in lines):
            for line in lines:
                self.paragraphs += _as_paragraphs(line)
            return
        self.unmapped += [
            Unmapped(line.text, line.place, "不是统一格式的表格") for line in lines if line.filled
        ]


def _as_paragraphs(line: Line) -> list[Paragraph]:
    return [
        Paragraph(text.strip(), entry.place)
        for entry in line.filled
        for text in entry.text.split("\n")
        if text.strip()
    ]


def _is_text(line: Line) -> bool:
    """One cell nearly as wide as the table, with words in it, and nothing beside it."""
    filled = [entry for entry in line.entries if entry.is_filled]
    return (
        len(filled) == len(line.filled) == 1
        and (filled[0].end - filled[0].start) * 2 > line.width
        and not line.has_figures()
    )


def _is_numbering(entries: Sequence[Entry]) -> bool:
    """1, 2, 3 … under a head."""
    texts = [entry.text for entry in entries]
    return len(texts) > _NUMBERING and texts == [str(number) for number in range(1, len(texts) + 1)]


# -- units


def _unit_heading(form: Form, table: int, block: int) -> Heading | None:
    """The column of a block whose unit is stated in the report itself."""
    paths = form.tables[table].blocks[block].column_paths()
    return next((path[-1] for path in paths if path[-1].unit_name), None)


def _units(
    form: Form, cells: Mapping[str, Read], heads: Mapping[tuple[int, int], str]
) -> tuple[dict[str, str], dict[str, Read]]:
    """The units the figures or the heads of their columns state; a figure without one gets a note."""
    units: dict[str, str] = {}
    noted = dict(cells)
    for number, table in enumerate(form.tables):
        for index in range(len(table.blocks)):
            heading = _unit_heading(form, number, index)
            if heading is None:
                continue
            reads = [
                cells[cell.address]
                for cell in table.cells
                if cell.address in cells and cell.kind == heading.kind and not cell.unit
            ]
            unit, note = _unit(reads, heading, heads.get((number, index), ""))
            if unit:
                units[heading.unit_name] = unit
            for read in reads if note else ():
                told = f"{read.note}；{note}" if read.note else note
                noted[read.address] = replace(read, note=told)
    return units, noted


def _unit(reads: Sequence[Read], heading: Heading, head: str) -> tuple[str, str]:
    stated = {unit for read in reads if (unit := unit_of(read.printed, heading.unit_choices))}
    stated |= {head} if head else set()
    if len(stated) == 1:
        return stated.pop(), ""
    if stated:
        return "", f"原表写了几种单位：{'、'.join(sorted(stated))}"
    if not reads or any(stated_money(read.printed) for read in reads):
        return "", ""
    unsaid = [choice for choice in heading.unit_choices if choice not in MONEY]
    counts = [plain_value(read.typed, heading.kind) for read in reads]
    is_needed = any(value is not None and value[0] == NUMBER and value[1] for value in counts)
    return (unsaid[0] if unsaid else ""), "原表没有写单位" if is_needed else ""
