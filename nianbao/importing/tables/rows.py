"""One row under its head → figures for the cells of the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ...forms import Cell
from ..matched import Unmapped
from .aligning import Placed, align
from .claiming import claim_cell, claim_group, claim_part, shortened
from .claims import ALONE, DIRECT, OF_GROUP, OF_PART, Claim
from .columns import Columns, Head
from .figures import is_figure, stated_money
from .labels import CLEAR, SURE, Hit, Labels, Node
from .lines import Entry, Line

UNKNOWN = "名称不是统一格式里的"


@dataclass(frozen=True, slots=True)
class RowRead:
    """What one row says. `why` is set when the row as a whole belongs nowhere; `missed` are the cells it would
    have been for."""

    claims: tuple[Claim, ...] = ()
    unmapped: tuple[Unmapped, ...] = ()
    why: str = ""
    missed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Label:
    """What a row's labels stand for in one block: rows, and columns where the table is turned round."""

    rows: frozenset[int]
    columns: frozenset[int]
    score: float
    is_one: bool
    text: str
    unit: str = ""
    rank: int = DIRECT


@dataclass(frozen=True)
class RowReader:
    """Reads rows for one form; `offsets` are the places of each block's first cell in its table, `rows` the
    (table, block, row) of each address."""

    labels: Labels
    offsets: dict[tuple[int, int], int] = field(default_factory=dict)
    rows: dict[str, tuple[int, int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, table in enumerate(self.labels.form.tables):
            offset = 0
            for index, block in enumerate(table.blocks):
                self.offsets[number, index] = offset
                width, height = len(block.column_paths()), len(block.row_paths())
                for place in range(width * height):
                    self.rows[table.cells[offset + place].address] = (number, index, place // width)
                offset += width * height

    def cell(self, table: int, block: int, row: int, column: int) -> Cell:
        width = len(self.labels.form.tables[table].blocks[block].column_paths())
        return self.labels.form.tables[table].cells[self.offsets[table, block] + row * width + column]

    # -- one row

    def read(self, line: Line, head: Head | None, banner: frozenset[tuple[int, int]]) -> RowRead:
        """The figures of `line`. `banner`: the blocks that the last banner may stand for."""
        texts, values = self.split(line, head)
        if head is not None:
            if self._is_nameless(texts):
                return RowRead(why=UNKNOWN)
            found = self._fitting(texts, head, banner)
            if len(found) > 1:
                return RowRead(why="这一行的名称在几处都有")
            if found:
                part, label = found[0]
                return self._under(line, values, head, part, label)
        alone = self._alone(texts, values)
        if alone is not None:
            return alone
        return RowRead(why="没有认出表头" if head is None else UNKNOWN)

    def read_as(self, line: Line, head: Head, row: tuple[int, int, int]) -> RowRead:
        """The figures of `line` as those of one row of the form, (table, block, row)."""
        part = next(part for part in head.columns if (part.table, part.block) == row[:2])
        every = frozenset(leaf for column in part.columns for leaf in column.leaves)
        label = _Label(frozenset({row[2]}), every, 1.0, True, "")
        return self._under(line, self.split(line, head)[1], head, part, label)

    def split(self, line: Line, head: Head | None) -> tuple[list[Entry], list[Entry]]:
        """The labels of a row and what stands right of them."""
        first = head.first if head is not None and head.table == line.table else 0
        last = -1
        for number, entry in enumerate(line.entries):
            if not entry.is_filled or is_figure(entry.text):
                continue
            hits = self.labels.find(entry.text)
            if entry.end <= first or any(hit.node.axis in ("row", "column") for hit in hits):
                last = number
        labels = [e for e in line.entries[: last + 1] if e.is_filled and not is_figure(e.text)]
        # A group's label that reaches down from above is never the row's own, wherever wrong spans put it.
        labels.sort(key=lambda entry: entry.is_own)
        return labels, list(line.entries[last + 1 :])

    # -- labels

    def _is_nameless(self, texts: Sequence[Entry]) -> bool:
        """Whether a row has only the names of groups that reach down into it."""
        if not texts or texts[-1].is_own:
            return False
        hits = [hit for hit in self.labels.find(texts[-1].text) if hit.node.axis == "row"]
        return bool(hits) and not any(hit.node.is_leaf for hit in hits)

    def _fitting(
        self, texts: Sequence[Entry], head: Head, banner: frozenset[tuple[int, int]]
    ) -> list[tuple[Columns, _Label]]:
        """The block that the labels name best; several when they name them equally well."""
        found = [(part, label) for part in head.columns if (label := self._label(texts, part))]

        def weight(item: tuple[Columns, _Label]) -> tuple[int, float, bool, float]:
            part, label = item
            return -label.rank, label.score, (part.table, part.block) in banner, part.share

        best = max(map(weight, found), default=None)
        return [item for item in found if weight(item) == best]

    def _label(self, texts: Sequence[Entry], part: Columns) -> _Label | None:
        block = self.labels.form.tables[part.table].blocks[part.block]
        paths = block.row_paths()
        every = frozenset(range(len(block.column_paths())))
        labelled = any(path[-1].label for path in paths)
        if not texts:
            return None if labelled else _Label(frozenset(range(len(paths))), every, 1.0, True, "")
        axis = "row" if labelled else "column"
        hits = self._narrowed(texts, part, axis)
        unit = stated_money(texts[-1].text)
        if not hits:
            return self._part_of(texts, part, every) if labelled else None
        nodes = [hit.node for hit in hits]
        leaves = frozenset(leaf for node in nodes for leaf in node.leaves)
        score, text = hits[0].score, texts[-1].text
        if labelled:
            # A sum by another name yields to the one that is called as the form calls it.
            rank = OF_GROUP if hits[0].is_renamed else DIRECT
            return _Label(leaves, every, score, len(nodes) == 1, text, unit, rank)
        return _Label(frozenset(range(len(paths))), leaves, score, len(nodes) == 1, text, unit)

    def _narrowed(self, texts: Sequence[Entry], part: Columns, axis: str) -> list[Hit]:
        """What the last label stands for, as far as those before it agree."""
        hits = self._hits(texts[-1].text, part.table, part.block, axis)
        for above in texts[:-1]:
            groups = [hit.node for hit in self._hits(above.text, part.table, part.block, axis)]
            inside = [hit for hit in hits if any(group.covers(hit.node) for group in groups)]
            hits = inside or [hit for hit in hits if not (groups and hit.is_renamed)]
        return hits

    def _part_of(self, texts: Sequence[Entry], part: Columns, every: frozenset[int]) -> _Label | None:
        """A row below a label that has no rows of its own in this form."""
        for above in reversed(texts[:-1]):
            for hit in self._hits(above.text, part.table, part.block, "row"):
                if hit.score >= SURE and hit.node.is_leaf:
                    return _Label(frozenset(hit.node.leaves), every, SURE, True, above.text, rank=OF_PART)
        return None

    def _hits(self, text: str, table: int, block: int, axis: str) -> list[Hit]:
        return [
            hit
            for hit in self.labels.find(text)
            if (hit.node.axis, hit.node.table, hit.node.block) == (axis, table, block)
        ]

    # -- figures

    def _under(
        self, line: Line, values: Sequence[Entry], head: Head, part: Columns, label: _Label
    ) -> RowRead:
        filled = [entry for entry in values if entry.is_filled]
        if not filled and len(label.rows) > 1:
            return RowRead()
        if not label.is_one and len(label.rows) > 1:
            return RowRead(why="这一行的名称可以是几行")
        placed = align(line, values, head, part)
        if placed is None:
            cells = [
                self.cell(part.table, part.block, row, leaf) for row in label.rows for leaf in label.columns
            ]
            missed = frozenset(cell.address for cell in cells) if filled else frozenset()
            return RowRead(why="这一行的格数和表头对不上" if filled else "", missed=missed)
        claims: list[Claim] = []
        unmapped: list[Unmapped] = []
        under: set[int] = set()
        for piece in placed:
            under.add(id(piece.entry))
            made = self._claims(piece, line, part, label)
            if made is None and piece.entry.is_filled:
                unmapped.append(
                    Unmapped(f"{label.text} {piece.entry.text}".strip(), piece.entry.place, "列名可以是几列")
                )
            claims += made or ()
        for entry in filled:
            if id(entry) not in under:
                names = [
                    spare.text for spare in head.spare if spare.start < entry.end and entry.start < spare.end
                ]
                told = " ".join((label.text, *names[:1], entry.text))
                unmapped.append(Unmapped(told, entry.place, "统一格式没有这一列"))
        # A row of nothing but blanks yields to any other of its name.
        rank = label.rank if filled else ALONE
        claims = [replace(claim, rank=max(claim.rank, rank)) for claim in claims]
        return RowRead(tuple(claims), tuple(unmapped))

    def _claims(self, piece: Placed, line: Line, part: Columns, label: _Label) -> list[Claim] | None:
        """For one printed figure; None when nobody can tell whose it is."""
        leaves = frozenset(leaf for column in piece.columns for leaf in column.leaves) & label.columns
        shared = [
            column
            for column in part.columns
            if column not in piece.columns and column.leaves & label.columns & leaves
        ]
        if not leaves or shared:
            return None
        cells = [
            self.cell(part.table, part.block, row, leaf)
            for row in sorted(label.rows)
            for leaf in sorted(leaves)
        ]
        notes = [piece.note, *(column.note for column in piece.columns)]
        if label.text and label.score < CLEAR:
            notes.append(f"原表行名写“{shortened(label.text)}”")
        notes += [f"原表列名写“{shortened(column.text)}”" for column in piece.columns if column.score < CLEAR]
        unit = label.unit or next((column.unit for column in piece.columns if column.unit), "")
        if label.rank == OF_PART:
            return [claim_part(cell, piece.entry, line) for cell in cells]
        if len(cells) == 1 and (piece.entry.is_own or not piece.entry.is_filled) and piece.entry.height == 1:
            return [claim_cell(cells[0], piece.entry, unit, notes)]
        if len(cells) == 1:
            return [claim_group(cells[0], piece.entry, notes, "原表几行合并成一格", DIRECT)]
        is_merged = len(piece.columns) > 1
        if not piece.entry.is_filled and not is_merged:
            return []
        word = (
            "原表几列合并成一格"
            if is_merged
            else f"原表“{shortened(label.text or piece.columns[0].text)}”只有一个数"
        )
        rank = DIRECT if is_merged and len(label.rows) == 1 else OF_GROUP
        return [claim_group(cell, piece.entry, notes, word, rank) for cell in cells]

    def _alone(self, texts: Sequence[Entry], values: Sequence[Entry]) -> RowRead | None:
        """A row whose labels name its one cell completely, whatever stands above it."""
        if len(values) != 1 or not values[0].is_filled or not texts:
            return None
        blocks = [(t, b) for t, table in enumerate(self.labels.form.tables) for b in range(len(table.blocks))]
        found = {cell for table, block in blocks for cell in self._named(texts, table, block)}
        if len(found) != 1:
            return None
        claim = claim_cell(found.pop(), values[0], stated_money(texts[-1].text), ["没有表头，只按名称对应"])
        return RowRead((replace(claim, rank=ALONE),))

    def _named(self, texts: Sequence[Entry], table: int, block: int) -> set[Cell]:
        """The cells of one block that the labels name, each label one heading."""
        printed = self.labels.form.tables[table].blocks[block]
        rows, columns = printed.row_paths(), printed.column_paths()
        # A single column, and a row without a label, need not be named.
        states = {
            (
                None if any(path[-1].label for path in rows) else frozenset(range(len(rows))),
                None if len(columns) > 1 else frozenset({0}),
            )
        }
        for text in texts:
            nodes = {
                hit.node
                for axis in ("row", "column")
                for hit in self._hits(text.text, table, block, axis)
                if hit.score >= SURE
            }
            states = {_told(state, node) for state in states for node in nodes}
        return {
            self.cell(table, block, *row, *column)
            for row, column in states
            if row is not None and column is not None and len(row) == len(column) == 1
        }


_Open = frozenset[int] | None


def _told(state: tuple[_Open, _Open], node: Node) -> tuple[_Open, _Open]:
    """The rows and columns still open once a label is taken for `node`."""
    row, column = state
    leaves = frozenset(node.leaves)
    if node.axis == "row":
        return (leaves if row is None else row & leaves), column
    return row, (leaves if column is None else column & leaves)
