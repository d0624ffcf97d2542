"""What placing a line and reading its value need of whoever goes through the lines."""

from __future__ import annotations

from typing import Protocol

from .levels import Levels
from .lines import Entry, Line
from .pencil import Pencil
from .shape import Path, Shape


class Reader(Protocol):
    """`last` is the entry read last; `next` the line to be read next."""

    pencil: Pencil
    levels: Levels
    shape: Shape
    lines: list[Line]
    next: int
    last: Entry | None
    known_names: int

    def known(self, name: str) -> bool: ...
    def following(self) -> int | None: ...
    def siblings(self, path: Path) -> list[int]: ...
    def is_continuation(self, line: Line, column: int) -> bool: ...
    def ends_text(self, line: Line, column: int) -> bool: ...
    def remark_signs(self, line: Line, start: int, end: int) -> None: ...
    def pass_over(self, line: Line, at: int) -> None: ...
