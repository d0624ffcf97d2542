"""Text → values that know where they stand, composed from YAML events.

The C parser's event stream is used and never its `load` or `compose`, which kill the process on deep
nesting and do not tell where a value ends. Nothing is resolved here: every scalar is the text as typed,
and what it means is decided by whoever expects it (`report`, `forms`, `project`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

MAX_DEPTH = 32
MAX_NODES = 200_000


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the characters [start, end) of the source by `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the text itself: what kind, where (code points), the facts, the safe mend, and
    what somebody may decide to write instead.

    Faults carry no words; a rule turns each kind into a finding (`rules.files`, `rules.cells` …).
    """

    kind: str
    start: int
    end: int
    facts: dict[str, Any] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    suggestions: tuple[Edit, ...] = ()


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text value. `style` is '' for plain, otherwise the YAML sign that opened it."""

    text: str
    start: int
    end: int
    style: str = ""


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mapping:
    """Entries in the order typed; a key that stands twice is a fault and its second entry is left out."""

    entries: tuple[tuple[Scalar, Node], ...]
    start: int
    end: int

    def get(self, key: str) -> Node | None:
        for name, value in self.entries:
            if name.text == key:
                return value
        return None


Node = Scalar | Sequence | Mapping


class Lines:
    """Offsets ↔ lines and columns of one text. Lines and columns count from 1, in code points."""

    __slots__ = ("_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def position(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line(self, number: int) -> str:
        start = self._starts[number - 1]
        end = self._starts[number] - 1 if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r")


def compose(text: str, *, aliases: bool = False) -> tuple[Node | None, list[Fault]]:
    """Compose the one document of `text`; None when nothing can be made of it.

    `aliases` allows anchors, which only the project's own form files may have. On any error of the C
    parser the text is read again by the pure one, whose messages point at the place; both give the same
    values.
    """
    composer = _Composer(aliases)
    error: Exception | None = None
    for pure in (False, True):
        composer = _Composer(aliases)
        try:
            return composer.document(_events(text, pure)), composer.faults
        except _Stop:
            return None, composer.faults
        except Exception as problem:  # the parsers raise many kinds; all mean "not readable"
            error = problem
    return None, [*composer.faults, _parser_fault(error, text)]


def plain(node: Node | None) -> Any:
    """The bare str, list and dict of a node, for whoever needs no positions."""
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return None if node is None else node.text


def c_parser_available() -> bool:
    """Whether ruamel.yaml reads with its C scanner; without it everything works, slower."""
    return "CParser" in str(_yaml_class()(typ="safe").Parser)


def _events(text: str, pure: bool) -> Iterator[Any]:
    return iter(_yaml_class()(typ="safe", pure=pure).parse(text))


@lru_cache(maxsize=1)
def _yaml_class() -> Any:
    """ruamel's YAML without its plug-ins, which it looks for on the disk each time one is made (0.3 ms)."""
    from ruamel.yaml import YAML

    class Yaml(YAML):
        def official_plug_ins(self) -> list[str]:
            return []

    return Yaml


class _Stop(Exception):
    """Composing cannot go on; the fault is recorded."""


class _Composer:
    def __init__(self, aliases: bool) -> None:
        self.faults: list[Fault] = []
        self._aliases = aliases
        self._anchors: dict[str, Node] = {}
        self._nodes = 0

    def document(self, events: Iterator[Any]) -> Node | None:
        node: Node | None = None
        documents = 0
        for event in events:
            name = type(event).__name__
            if name == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    self._stop("second-document", event)
            elif name not in ("StreamStartEvent", "StreamEndEvent", "DocumentEndEvent"):
                node = self._node(event, events, 1)
        return node

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:
        name = type(event).__name__
        self._nodes += 1
        if depth > MAX_DEPTH:
            self._stop("too-deep", event)
        if self._nodes > MAX_NODES:
            self._stop("too-many-values", event)
        if name == "AliasEvent":
            return self._alias(event)
        if event.tag is not None and not _implicit(event):
            self._fault("tag", event, {"tag": str(event.tag)})
        if event.anchor and not self._aliases:
            self._fault("anchor", event, {"name": str(event.anchor)})
        node: Node
        if name == "ScalarEvent":
            # Plain scalars report style None (pure) or '' (C).
            style = event.style if event.style in ("'", '"', "|", ">") else ""
            node = Scalar(event.value, event.start_mark.index, event.end_mark.index, style)
        elif name == "SequenceStartEvent":
            node = self._sequence(event, events, depth)
        else:
            node = self._mapping(event, events, depth)
        if event.anchor and self._aliases:
            self._anchors[str(event.anchor)] = node
        return node

    def _sequence(self, start: Any, events: Iterator[Any], depth: int) -> Sequence:
        items = []
        for event in events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            items.append(self._node(event, events, depth + 1))
        return Sequence(tuple(items), start.start_mark.index, event.end_mark.index)

    def _mapping(self, start: Any, events: Iterator[Any], depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        for event in events:
            if type(event).__name__ == "MappingEndEvent":
                break
            key = self._node(event, events, depth + 1)
            value = self._node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                self.faults.append(Fault("key-not-text", key.start, key.end))
            elif key.text == "<<":
                self.faults.append(Fault("merge-key", key.start, key.end))
            elif key.text in entries:
                first = entries[key.text][0]
                self.faults.append(
                    Fault("duplicate-key", key.start, key.end, {"name": key.text, "first": first.start})
                )
            else:
                entries[key.text] = (key, value)
        return Mapping(tuple(entries.values()), start.start_mark.index, event.end_mark.index)

    def _alias(self, event: Any) -> Node:
        name = str(event.anchor)
        if self._aliases and name in self._anchors:
            return self._anchors[name]
        self._fault("alias", event, {"name": name})
        return Scalar("", event.start_mark.index, event.end_mark.index)

    def _fault(self, kind: str, event: Any, facts: dict[str, Any] | None = None) -> None:
        self.faults.append(Fault(kind, event.start_mark.index, event.end_mark.index, facts or {}))

    def _stop(self, kind: str, event: Any) -> None:
        self._fault(kind, event)
        raise _Stop


def _implicit(event: Any) -> bool:
    """Whether the parser filled in the tag itself."""
    implicit = event.implicit
    return any(implicit) if isinstance(implicit, tuple) else bool(implicit)


def _parser_fault(error: Exception | None, text: str) -> Fault:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    context = getattr(error, "context_mark", None)
    offset = min(getattr(mark, "index", 0) if mark else 0, len(text))
    facts: dict[str, Any] = {"problem": str(getattr(error, "problem", None) or error or "")}
    if context is not None:
        facts["opened"] = context.index
    return Fault("unreadable", offset, offset + 1, facts)
