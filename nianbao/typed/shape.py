"""What a kind of file looks like: how many numbers stand behind a name, and which names above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..names import loose
from .signs import bare

Path = tuple[str, ...]
# No name is longer; whatever is need not be looked at.
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Shape:
    """All keys are names as they may be typed; `short` gives the name they stand for.

    `rows`: how many numbers stand behind a name, 0 where names stand below it instead, -1 where it is not
    known. `paths`: the short names above it, one path for each place where it may stand. `lists`: the
    names in the items of a list.
    """

    names: frozenset[str]
    rows: Mapping[str, int] = field(default_factory=dict)
    paths: Mapping[str, Sequence[Path]] = field(default_factory=dict)
    short: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def known(self, name: str) -> bool:
        if len(name) > LONGEST:
            return False
        name = bare(name)
        return name in self.names or loose(name) in self.names

    def numbers_behind(self, name: str) -> int | None:
        if len(name) > LONGEST:
            return None
        name = bare(name)
        return self.rows.get(name, self.rows.get(loose(name)))

    def is_inline(self, name: str) -> bool:
        """Whether it stands inside a table, where no text of several lines can."""
        return any(self.paths_of(name))

    def has_names_below(self, name: str) -> bool:
        return self.numbers_behind(name) == 0 or bare(name) in self.lists

    def short_name(self, name: str) -> str:
        name = bare(name[:LONGEST])
        return self.short.get(name) or self.short.get(loose(name), name)

    def paths_of(self, name: str) -> Sequence[Path]:
        if len(name) > LONGEST:
            return ()
        name = bare(name)
        return self.paths.get(name) or self.paths.get(loose(name), ())

    def is_in_lists(self, name: str) -> bool:
        return any(bare(name) in names for names in self.lists.values())

    def is_item_name(self, listed: str, name: str) -> bool:
        return bare(name) in self.lists.get(listed, ())
