"""agency.yaml changed by text edits: what is not changed stays as it was typed, remarks and unknown names too."""

from __future__ import annotations

import re
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass

from ...located import Mapping, Node, Scalar, compose
from ...located import Sequence as Items
from ...widths import width

_REMARK = re.compile(r"( +)(#[^\n]*)")
INDENT = "  "


class CannotEdit(Exception):
    """The file is written in a way that cannot be changed here and there."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a list: its names and values in the order they are written. One value alone has no name."""

    pairs: tuple[tuple[str, str], ...]


Value = str | tuple[Item, ...] | Table[str, str] | None


def set_value(text: str, key: str, value: Value, order: Sequence[str]) -> str:
    """`text` with `key` at its new value; None takes it out. A new name stands where `order` has it.

    Raises CannotEdit for a file in braces or one that cannot be read.
    """
    root = _root(text)
    if isinstance(value, tuple):
        return _set_block(text, root, key, _list_text(text, root.get(key), key, value), order)
    if isinstance(value, Table):
        return _set_table(text, root, key, value, order)
    return _set_scalar(text, root, key, value, order, "")


def new_text(name: str, values: Table[str, Value], order: Sequence[str]) -> str:
    """The agency.yaml of a new agency."""
    text = f"# {name}\n"
    for key in order:
        value = values.get(key)
        if value:
            text += _block_text(key, value)
    return text


def written(value: str) -> str:
    """A text as YAML reads it back: plain where that is safe, else in quotes."""
    value = " ".join(value.split())
    node, faults = compose(f"a: {value}\n")
    back = node.get("a") if isinstance(node, Mapping) else None
    is_plain = not faults and isinstance(back, Scalar) and back.text == value and not back.style
    if is_plain and value not in ("~", "null", ""):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _root(text: str) -> Mapping:
    root, faults = compose(text)
    if faults or not isinstance(root, Mapping) or text[root.start : root.start + 1] == "{":
        raise CannotEdit
    return root


def _set_scalar(
    text: str, mapping: Mapping, key: str, value: str | None, order: Sequence[str], indent: str
) -> str:
    found = _entry(mapping, key)
    if found is None:
        return (
            text
            if value is None
            else _insert(text, mapping, key, f"{indent}{key}: {written(value)}\n", order)
        )
    name, node = found
    if value is None:
        return _replace_block(text, name, node, "")
    is_plain = (
        isinstance(node, Scalar) and node.style not in ("|", ">") and "\n" not in text[name.end : node.end]
    )
    if not is_plain or node.start < name.end:
        return _replace_block(text, name, node, f"{indent}{key}: {written(value)}\n")
    new, start = written(value), node.start
    if start == node.end:  # nothing was written behind the colon
        new = " " + new if text[start - 1] == ":" else new
    rest = _REMARK.match(text, node.end)
    if rest is None:
        return text[:start] + new + text[node.end :]
    # A remark behind it stays in its column where there is room.
    gap = max(1, len(rest[1]) + width(text[start : node.end]) - width(new))
    return text[:start] + new + " " * gap + text[rest.start(2) :]


def _set_block(text: str, mapping: Mapping, key: str, block: str, order: Sequence[str]) -> str:
    found = _entry(mapping, key)
    if found is not None:
        return _replace_block(text, *found, block)
    return _insert(text, mapping, key, block, order) if block else text


def _set_table(text: str, root: Mapping, key: str, values: Table[str, str], order: Sequence[str]) -> str:
    """Change a mapping name by name; one that is a text or stands in braces is written anew."""
    node = root.get(key)
    if not values or not isinstance(node, Mapping) or text[node.start] == "{":
        return _set_block(text, root, key, _block_text(key, values) if values else "", order)
    old = [name.text for name, _ in node.entries]
    names = list(dict.fromkeys([*old, *values]))
    # What is new comes before what goes: a mapping is never left without a line.
    for name in sorted(names, key=lambda name: name not in values):
        inner = _root(text).get(key)
        if not isinstance(inner, Mapping):
            raise CannotEdit
        current = inner.get(name)
        if isinstance(current, Scalar) and current.text.strip() == values.get(name):
            continue
        first = inner.entries[0][0].start
        indent = text[text.rfind("\n", 0, first) + 1 : first]
        if indent.strip():
            raise CannotEdit
        text = _set_scalar(text, inner, name, values.get(name), names, indent)
    return text


def _list_text(text: str, node: Node | None, key: str, items: Sequence[Item]) -> str:
    """The lines of a list; entries that are already there keep theirs, with their remarks."""
    if not items:
        return ""
    known = _chunks(text, node) if isinstance(node, Items) else {}
    return f"{key}:\n" + "".join(known.get(item) or _item_text(item) for item in items)


def _chunks(text: str, node: Items) -> dict[Item, str]:
    """The lines of each entry of a list, by what it says; nothing where they cannot be told apart."""
    starts = [_line_start(text, item.start) for item in node.items]
    if not node.items or any(not text[start:].lstrip(" ").startswith("- ") for start in starts):
        return {}
    if len(set(starts)) < len(starts):
        return {}
    ends = [*starts[1:], _line_end(text, _last(text, node))]
    found = {}
    for item, start, end in zip(node.items, starts, ends, strict=True):
        chunk = text[start:end]
        found[_said(item)] = chunk if chunk.endswith("\n") else chunk + "\n"
    return found


def _said(node: Node) -> Item:
    if isinstance(node, Mapping):
        return Item(tuple((k.text, v.text.strip() if isinstance(v, Scalar) else "") for k, v in node.entries))
    return Item((("", node.text.strip() if isinstance(node, Scalar) else ""),))


def _item_text(item: Item) -> str:
    lines = [f"{name}: {written(value)}" if name else written(value) for name, value in item.pairs]
    return "".join(f"{INDENT}{'- ' if number == 0 else '  '}{line}\n" for number, line in enumerate(lines))


def _block_text(key: str, value: str | tuple[Item, ...] | Table[str, str]) -> str:
    if isinstance(value, str):
        return f"{key}: {written(value)}\n"
    if isinstance(value, tuple):
        return f"{key}:\n" + "".join(map(_item_text, value))
    return f"{key}:\n" + "".join(f"{INDENT}{name}: {written(text)}\n" for name, text in value.items())


def _entry(mapping: Mapping, key: str) -> tuple[Scalar, Node] | None:
    return next(((name, node) for name, node in mapping.entries if name.text == key), None)


def _replace_block(text: str, name: Scalar, node: Node, block: str) -> str:
    """The lines of one entry by others."""
    start, end = _line_start(text, name.start), _line_end(text, max(name.end, _last(text, node)))
    return text[:start] + _with_ends(text, block) + text[end:]


def _insert(text: str, mapping: Mapping, key: str, block: str, order: Sequence[str]) -> str:
    """A new entry behind the nearest one that comes before it in `order`."""
    before = list(order[: order.index(key)]) if key in order else list(order)
    placed = [pair for pair in mapping.entries if pair[0].text in before]
    if not mapping.entries:
        return text + _with_ends(text, block)
    if not placed:
        at = _line_start(text, mapping.entries[0][0].start)
        return text[:at] + _with_ends(text, block) + text[at:]
    name, node = max(placed, key=lambda pair: (before.index(pair[0].text), pair[0].start))
    at = _line_end(text, max(name.end, _last(text, node)))
    if not text[:at].endswith("\n"):
        text, at = text + "\n", at + 1
    return text[:at] + _with_ends(text, block) + text[at:]


def _with_ends(text: str, block: str) -> str:
    return block.replace("\n", "\r\n") if "\r\n" in text else block


def _last(text: str, node: Node) -> int:
    """Where the last character of a value stands; the marks of a block lie behind its blank lines."""
    if isinstance(node, Mapping | Items) and text[node.start : node.start + 1] not in ("{", "["):
        nodes = [value for _, value in node.entries] if isinstance(node, Mapping) else list(node.items)
        names = [name.end for name, _ in node.entries] if isinstance(node, Mapping) else []
        return max([node.start, *names, *(_last(text, one) for one in nodes)])
    return len(text[: node.end].rstrip()) if text[node.start : node.end].strip() else node.end


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    """Behind the line end of the line that `at` stands in."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1
