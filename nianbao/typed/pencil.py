"""Marking a file: faults with their safe mends, and silent changes that only help reading on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..located import Edit, Fault


@dataclass(slots=True)
class _Mark:
    kind: str
    start: int
    end: int
    facts: dict[str, Any]
    edits: list[Edit]


@dataclass(slots=True)
class Pencil:
    """`changes` are the safe edits and the silent ones; `holes` are spans where nothing more is reported."""

    changes: list[Edit] = field(default_factory=list)
    holes: list[tuple[int, int]] = field(default_factory=list)
    names: tuple[str, ...] = ()
    _marks: dict[tuple[str, int], _Mark] = field(default_factory=dict)

    def fault(self, kind: str, line: int, start: int, end: int, *edits: Edit, **facts: Any) -> None:
        """Note a fault. The same kind in the same line is one fault with all its edits."""
        self.changes += edits
        mark = self._marks.get((kind, line))
        if mark is None:
            known = {"names": self.names, "count": 1, **facts}
            self._marks[kind, line] = _Mark(kind, start, end, known, list(edits))
            return
        mark.end = max(mark.end, end)
        mark.edits += edits
        mark.facts["count"] += 1
        for sign in facts.get("signs", ""):
            if sign not in mark.facts.get("signs", ""):
                mark.facts["signs"] = mark.facts.get("signs", "") + sign

    def change(self, start: int, end: int, text: str) -> None:
        """Read on as if `text` stood there; nobody is told."""
        self.changes.append(Edit(start, end, text))

    def hole(self, start: int, end: int) -> None:
        """Whatever is found in here later follows from a fault that is already noted."""
        self.holes.append((start, end))

    def faults(self) -> list[Fault]:
        """All faults in the order of the file."""
        found = [Fault(m.kind, m.start, m.end, m.facts, tuple(m.edits)) for m in self._marks.values()]
        return sorted(found, key=lambda fault: fault.start)
