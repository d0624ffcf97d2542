"""Marking a file: faults with their safe mends, and silent changes that only help reading on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..located import Edit, Fault


@dataclass(slots=True)
class Pencil:
    """`changes` are the safe edits and the silent ones; `holes` are spans where nothing more is reported."""

    changes: list[Edit] = field(default_factory=list)
    holes: list[tuple[int, int]] = field(default_factory=list)
    names: tuple[str, ...] = ()
    _faults: dict[tuple[str, int], Fault] = field(default_factory=dict)

    def fault(self, kind: str, line: int, start: int, end: int, *edits: Edit, **facts: Any) -> None:
        """Note a fault. The same kind in the same line is one fault with all its edits."""
        key = (kind, line)
        before = self._faults.get(key)
        self.changes += edits
        if before is None:
            self._faults[key] = Fault(kind, start, end, {"names": self.names, "count": 1, **facts}, edits)
            return
        merged = {**before.facts, "count": before.facts["count"] + 1}
        signs = facts.get("signs")
        if signs:
            merged["signs"] = merged.get("signs", "") + "".join(
                s for s in signs if s not in merged.get("signs", "")
            )
        self._faults[key] = Fault(kind, before.start, max(before.end, end), merged, before.edits + edits)

    def change(self, start: int, end: int, text: str) -> None:
        """Read on as if `text` stood there; nobody is told."""
        self.changes.append(Edit(start, end, text))

    def hole(self, start: int, end: int) -> None:
        """Whatever is found in here later follows from a fault that is already noted."""
        self.holes.append((start, end))

    def faults(self) -> list[Fault]:
        return sorted(self._faults.values(), key=lambda fault: fault.start)
