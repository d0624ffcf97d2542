"""A form's YAML → `Form`, with a fault at the place where a declaration is wrong."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from ..located import Fault, Mapping, Node, Scalar, Sequence, compose, plain
from . import Aspect, Block, Cell, Document, EntryLine, Form, Heading, Section, Table
from .equations import Equation, Part, Term, parse_equation
from .mentions import Mention, compile_mention


class FormError(Exception):
    """A declaration that cannot be used; carries the fault with its place."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.kind)
        self.fault = fault


def load_form(text: str) -> Form:
    """The form declared by `text`. Raises FormError at the first place that cannot be used."""
    node, faults = compose(text, aliases=True)
    if faults:
        raise FormError(faults[0])
    if not isinstance(node, Mapping):
        raise FormError(Fault("form", 0, 1, {"kind": "form-not-a-mapping"}))
    return _FormLoader(node, hashlib.sha256(text.encode()).hexdigest()).load()


class _FormLoader:
    def __init__(self, root: Mapping, digest: str) -> None:
        self._root = root
        self._digest = digest
        self._cells: list[Cell] = []

    def load(self) -> Form:
        root = self._root
        years = self._mapping(root, "years")
        declared = self._mapping(root, "tables")
        tables = tuple(self._table(key, self._mapping(declared, key.text)) for key, _ in declared.entries)
        by_key = {table.key: table for table in tables}
        cells = tuple(self._cells)
        self._check_addresses(cells)
        last = years.get("to")
        roles = plain(root.get("roles")) or {}
        addresses = {cell.address for cell in cells}
        for name, address in roles.items():
            if address not in addresses:
                _raise("form-unknown-address", root.get("roles"), name=name, address=address)
        return Form(
            edition=self._text(root, "edition"),
            name=self._text(root, "name"),
            source=self._text(root, "source"),
            first_year=int(self._text(years, "from")),
            last_year=int(last.text) if isinstance(last, Scalar) else None,
            title=self._text(root, "title"),
            sections=tuple(self._section(item, by_key) for item in self._items(root, "sections")),
            tables=tables,
            cells=cells,
            equations=tuple(
                equation for item in self._items(root, "checks") for equation in self._equations(item, by_key)
            ),
            roles=roles,
            continues=plain(root.get("continues")) or {},
            mentions=tuple(self._mention(item, cells) for item in self._items(root, "mentions")),
            digest=self._digest,
            documents=tuple(self._document(item) for item in self._items(root, "documents")),
        )

    # -- sections and mentions

    def _section(self, node: Mapping, tables: dict[str, Table]) -> Section:
        table = self._text(node, "table", "")
        if table and table not in tables:
            _raise("form-unknown-table", node, name=table)
        return Section(
            key=self._text(node, "key"),
            title=self._text(node, "title"),
            aliases=tuple(plain(node.get("aliases")) or ()),
            table=table,
            draft=tuple(plain(node.get("draft")) or ()),
            words=tuple(_texts(node.get("words"))),
            aspects=tuple(self._aspect(item) for item in self._items(node, "aspects")),
            fees=self._text(node, "fees", "") == "true",
        )

    def _aspect(self, node: Mapping) -> Aspect:
        words = tuple(_texts(node.get("words")))
        return Aspect(self._text(node, "name"), words, self._text(node, "category", ""))

    def _document(self, node: Mapping) -> Document:
        return Document(
            self._text(node, "number"), self._text(node, "about"), self._text(node, "format", "")
        )

    def _mention(self, node: Mapping, cells: tuple[Cell, ...]) -> Mention:
        readings = [self._text(node, "cell"), *_texts(node.get("also"))]
        indexes = {cell.address: cell.index for cell in cells}
        try:
            return compile_mention(
                readings,
                _texts(node.get("pattern")),
                _texts(node.get("nothing")),
                {name: _texts(node.get(name)) for name in ("unless", "perhaps", "where")},
                indexes,
            )
        except KeyError as error:
            _raise("form-unknown-address", node, name="mentions", address=str(error.args[0]))
        except re.error as error:
            _raise("form-bad-pattern", node, pattern=str(error.pattern))
        raise AssertionError

    # -- tables

    def _table(self, key: Scalar, node: Mapping) -> Table:
        blocks = tuple(self._block(item) for item in self._items(node, "blocks"))
        name, place = self._text(node, "name"), self._text(node, "place")
        first = len(self._cells)
        for block in blocks:
            self._add_cells(key.text, place, block)
        cells = tuple(self._cells[first:])
        if not cells:
            _raise("form-empty-table", node, name=key.text)
        entry_node = node.get("entry")
        if isinstance(entry_node, Mapping):
            entry = self._transposed_entry(place, blocks, cells, entry_node)
        else:
            entry = list(_entry_lines(blocks, cells))
        named = _with_paths(entry, name)
        replaced = {cell.index: cell for line in named for cell in line.cells}
        self._cells[first:] = [replaced[cell.index] for cell in cells]
        return Table(
            key=key.text,
            name=name,
            place=place,
            title=self._text(node, "title"),
            none=self._text(node, "none", ""),
            none_means=self._text(node, "none_means", ""),
            aliases=tuple(plain(node.get("aliases")) or ()),
            blocks=blocks,
            cells=tuple(self._cells[first:]),
            entry=tuple(named),
        )

    def _block(self, node: Mapping) -> Block:
        return Block(
            banner=self._text(node, "banner", ""),
            corner=self._text(node, "corner", ""),
            guard=self._text(node, "guard", ""),
            columns=tuple(self._heading(item) for item in self._items(node, "columns")),
            rows=tuple(self._heading(item) for item in self._items(node, "rows")),
        )

    def _heading(self, node: Mapping) -> Heading:
        label = self._text(node, "label", "")
        unit, unit_name, choices = "件", "", ()
        unit_node = node.get("unit")
        if isinstance(unit_node, Scalar):
            unit = unit_node.text
        elif isinstance(unit_node, Mapping):
            unit, unit_name = "", self._text(unit_node, "name")
            choices = tuple(plain(unit_node.get("choices")) or ())
        children = node.get("children")
        return Heading(
            key=self._text(node, "key", ""),
            label=label,
            name=self._text(node, "name", ""),
            short=self._text(node, "short", label),
            comment=self._text(node, "comment", ""),
            kind=self._text(node, "kind", "count"),
            unit=unit,
            unit_name=unit_name,
            unit_choices=choices,
            is_total=self._text(node, "total", "") == "true",
            aliases=tuple(plain(node.get("aliases")) or ()),
            children=tuple(self._heading(item) for item in self._items(node, "children"))
            if children is not None
            else (),
        )

    def _add_cells(self, table: str, place: str, block: Block) -> None:
        for row_path in block.row_paths():
            for column_path in block.column_paths():
                row = _keys(row_path)
                column = _keys(column_path)
                # A table printed as one row (no row key) is typed by the groups of its columns.
                if not row:
                    row, _, column = column.rpartition(".")
                leaf = column_path[-1]
                self._cells.append(
                    Cell(
                        index=len(self._cells),
                        address=".".join(part for part in (table, row, column) if part),
                        table=table,
                        row=row,
                        column=column,
                        kind=leaf.kind,
                        unit=leaf.unit,
                        is_total=leaf.is_total or row_path[-1].is_total,
                        row_labels=tuple(heading.label for heading in row_path if heading.label),
                        column_labels=tuple(heading.label for heading in column_path if heading.label),
                        table_place=place,
                        row_place=_row_place(block, row_path, column_path),
                        column_place=column_path[-1].label if len(block.column_paths()) > 1 else "",
                        path="",
                    )
                )

    def _transposed_entry(
        self, place: str, blocks: tuple[Block, ...], cells: tuple[Cell, ...], node: Mapping
    ) -> list[EntryLine]:
        """Typed with the printed columns' groups as rows (table 4)."""
        rows: dict[str, str] = plain(node.get("rows")) or {}
        columns: dict[str, str] = plain(node.get("columns")) or {}
        labels = {path[-1].key: path[-1].label for block in blocks for path in block.column_paths()}
        lines = [
            EntryLine(
                "guard",
                blocks[0].guard,
                0,
                "、".join(labels[key] for key in columns),
                columns=tuple(columns.values()),
                column_labels=tuple(labels[key] for key in columns),
            )
        ]
        for key, name in rows.items():
            row_cells = tuple(cell for cell in cells if cell.row == key)
            if [cell.column for cell in row_cells] != list(columns):
                _raise("form-entry-mismatch", node, name=name)
            comment = " ".join(row_cells[0].column_labels[:-1])
            lines.append(
                EntryLine(
                    "row",
                    name,
                    0,
                    comment,
                    cells=row_cells,
                    columns=tuple(columns.values()),
                    column_labels=tuple(labels[key] for key in columns),
                    place=f"{place} {comment}",
                    row=key,
                )
            )
        return lines

    # -- equations

    def _equations(self, node: Mapping, tables: dict[str, Table]) -> Iterator[Equation]:
        text = self._text(node, "equation")
        table = tables.get(self._text(node, "table"))
        if table is None:
            _raise("form-unknown-table", node, name=self._text(node, "table"))
        each = self._text(node, "each")
        try:
            left, right = parse_equation(text)
        except ValueError:
            _raise("form-bad-equation", node.get("equation"), equation=text)
        index = {(cell.row, cell.column): cell.index for cell in table.cells}
        rows = list(dict.fromkeys(cell.row for cell in table.cells))
        columns = list(dict.fromkeys(cell.column for cell in table.cells))
        made = 0
        for across in columns if each == "column" else rows:
            sides = [_terms(side, each, across, rows, columns, index) for side in (left, right)]
            if sides[0] is None or sides[1] is None:
                continue
            made += 1
            yield Equation(
                rule=self._text(node, "rule"),
                table=table.key,
                each=each,
                across=across,
                left=sides[0],
                right=sides[1],
                source=self._text(node, "source", ""),
                text=text,
            )
        if not made:
            _raise("form-bad-equation", node.get("equation"), equation=text)

    def _check_addresses(self, cells: tuple[Cell, ...]) -> None:
        seen: set[str] = set()
        for cell in cells:
            if cell.address in seen:
                _raise("form-duplicate-address", self._root.get("tables"), address=cell.address)
            seen.add(cell.address)

    # -- reading nodes

    def _text(self, node: Mapping, key: str, default: str | None = None) -> str:
        value = node.get(key)
        if value is None:
            if default is None:
                _raise("form-missing-key", node, name=key)
            return str(default)
        if not isinstance(value, Scalar):
            _raise("form-not-text", value, name=key)
        return value.text

    def _mapping(self, node: Mapping, key: str) -> Mapping:
        value = node.get(key)
        if not isinstance(value, Mapping):
            _raise("form-missing-key" if value is None else "form-not-a-mapping", value or node, name=key)
        return value

    def _items(self, node: Mapping, key: str) -> list[Mapping]:
        value = node.get(key)
        if value is None:
            return []
        if not isinstance(value, Sequence):
            _raise("form-not-a-list", value, name=key)
        for item in value.items:
            if not isinstance(item, Mapping):
                _raise("form-not-a-mapping", item, name=key)
        return [item for item in value.items if isinstance(item, Mapping)]


def _raise(kind: str, node: Node | None, **facts: Any) -> NoReturn:
    start = node.start if node is not None else 0
    raise FormError(Fault("form", start, start + 1, {"kind": kind, **facts}))


def _texts(node: Node | None) -> list[str]:
    """One text or a list of them."""
    value = plain(node)
    return [] if value is None else value if isinstance(value, list) else [value]


def _keys(path: tuple[Heading, ...]) -> str:
    return ".".join(heading.key for heading in path if heading.key)


_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.)")


def number_of(label: str) -> str:
    """The printed number in front of a label: 三、 · （五） · 2. — or ''."""
    match = _NUMBER.match(label)
    return match.group() if match else ""


def _row_place(block: Block, path: tuple[Heading, ...], column_path: tuple[Heading, ...]) -> str:
    """A row as messages name it: 三、（五）2 重复申请. A table of one row is named by its columns' groups."""
    if not path[-1].label:
        return " ".join(heading.label for heading in column_path[:-1])
    if block.banner:
        return f"{block.banner} {path[-1].short}"
    numbers = "".join(number_of(heading.label) for heading in path)
    text = path[-1].short.removeprefix(number_of(path[-1].short))
    return f"{numbers[:-1]} {text}" if numbers.endswith(".") else numbers + text


def _row_comment(path: tuple[Heading, ...]) -> str:
    """The official label behind a typed row, with the numbers of the headings that are not typed."""
    if path[-1].comment:
        return path[-1].comment
    above = "".join(number_of(heading.label) for heading in path[:-1] if not heading.name)
    return (above if not any(h.name for h in path[:-1]) else "") + path[-1].label


def _entry_lines(blocks: tuple[Block, ...], cells: tuple[Cell, ...]) -> Iterator[EntryLine]:
    """Typed row by row as printed: guards, groups, rows, in form order."""
    guard = ""
    remaining = iter(cells)
    for block in blocks:
        columns = [path[-1] for path in block.column_paths()]
        names = tuple(heading.name for heading in columns if heading.name)
        labels = tuple(heading.label for heading in columns)
        if block.guard and block.guard != guard:
            guard = block.guard
            yield EntryLine("guard", guard, 0, "、".join(labels), columns=names, column_labels=labels)
        yield from _entry_rows(block, block.rows, (), columns, names, remaining)
        for heading in columns:
            if heading.unit_name:
                yield EntryLine(
                    "unit",
                    heading.unit_name,
                    0,
                    "、".join(heading.unit_choices),
                    choices=heading.unit_choices,
                    row=block.row_paths()[-1][-1].key,
                )


def _entry_rows(
    block: Block,
    headings: tuple[Heading, ...],
    above: tuple[Heading, ...],
    columns: list[Heading],
    names: tuple[str, ...],
    cells: Iterator[Cell],
) -> Iterator[EntryLine]:
    for heading in headings:
        path = (*above, heading)
        groups = tuple(parent.name for parent in above if parent.name)
        known = (heading.label, *heading.aliases)
        if not heading.is_leaf:
            if heading.name:
                yield EntryLine("group", heading.name, len(groups), _row_comment(path), known, groups=groups)
            yield from _entry_rows(block, heading.children, path, columns, names, cells)
            continue
        row_cells = tuple(next(cells) for _ in columns)
        yield EntryLine(
            "row",
            heading.name,
            len(groups),
            _row_comment(path),
            known,
            cells=row_cells,
            columns=names,
            column_labels=tuple(column.label for column in columns),
            groups=groups,
            place=f"{row_cells[0].table_place} {row_cells[0].row_place}",
            row=row_cells[0].row,
        )


def _with_paths(lines: list[EntryLine], table: str) -> list[EntryLine]:
    """Give each cell its Chinese path: table-row-column, with the group where the row alone is not unique."""
    from dataclasses import replace

    done = []
    for line in lines:
        if line.kind == "row":
            columns = line.columns or ("",) * len(line.cells)
            cells = tuple(
                replace(cell, path="-".join(part for part in (table, line.name, column) if part))
                for cell, column in zip(line.cells, columns, strict=True)
            )
            line = replace(line, cells=cells)
        done.append(line)
    return done


def _terms(
    side: list[Part],
    each: str,
    across: str,
    rows: list[str],
    columns: list[str],
    index: dict[tuple[str, str], int],
) -> tuple[Term, ...] | None:
    """A written side tied to cells along one row or column; None where that line lacks a term."""
    terms: list[Term] = []
    along = rows if each == "column" else columns
    for part in side:
        names = [name for name in along if name.startswith(part.name + ".")] if part.is_sum else [part.name]
        for name in names:
            found = index.get((name, across) if each == "column" else (across, name))
            if found is None:
                return None
            terms.append(Term(part.sign, found, part.previous))
        if not names:
            return None
    return tuple(terms)
