"""Indentation: which columns a line may begin at, and where a line out of step most likely belongs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import takewhile

STEP = 2
Siblings = Callable[[tuple[str, ...]], list[int]]


@dataclass(slots=True)
class Levels:
    """The columns open at this place of the file, the names standing there, and the entry read last.

    `root` is the column of the file's first names; `item` is where the names of a list's item stand, below
    the list `item_of`, or None outside of lists.
    """

    columns: list[int] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    column: int = 0
    opens: bool = False
    root: int = 0
    item: int | None = None
    item_of: str = ""

    @property
    def name(self) -> str:
        """The name read last."""
        return self.names.get(self.column, "")

    def fits(self, column: int) -> bool:
        """Whether a name may stand here; where only the signs of a list's items stand it may not."""
        return not self.columns or column in self.names or (self.opens and column > self.column)

    def enter(self, column: int, name: str, opens: bool) -> tuple[str, ...]:
        """Stand at an entry; its path of names from the top is given back."""
        self.columns = [known for known in self.columns if known < column] + [column]
        self.names = {known: named for known, named in self.names.items() if known < column}
        self.names[column] = name
        self.column, self.opens = column, opens
        if self.item is not None and column < self.item:
            self.item = None
        return self.path(column + 1)

    def enter_item(self, column: int, content: int) -> None:
        """Stand at the sign of a list's item whose content stands at `content`."""
        if self.item is None:
            self.item_of = self.name
        self.columns = [known for known in self.columns if known < column] + [column]
        self.column, self.opens, self.item = column, True, content

    def path(self, below: int) -> tuple[str, ...]:
        """The names above column `below`, from the top."""
        return tuple(self.names[known] for known in self.columns if self.names.get(known) and known < below)

    def column_for(self, path: tuple[str, ...], width: int | None, siblings: Siblings) -> int | None:
        """The column of a name that stands under `path`, when that is what is open here; else None.

        `width` is where it stands (None when indented by other signs than blanks); the first name under
        another may stand anywhere to the right of it: there where most of its `siblings` do.
        """
        above = tuple(self.names.get(column, "") for column in self.columns[: len(path)])
        if above != path:
            return None
        if not path:
            return self.root
        if len(self.columns) > len(path):
            return self.columns[len(path)]
        if not self.opens or self.column != self.columns[-1]:
            return None
        return _most([column for column in (width, *siblings(path)) if column is not None], self.column)

    def likely(self, width: int, following: int | None, is_group: bool) -> int | None:
        """The column a line out of step belongs to when its neighbours leave no doubt, else None.

        `following` is the column of the next line that is in step; `is_group` tells that it stands below
        this one.
        """
        if self.opens:
            if following is not None and following > self.column and not is_group:
                return following
            if width in self.names:
                return width
            return self.column + STEP if width > self.column else None
        if not is_group and following == self.column:
            return self.column
        if width in self.names:
            return width
        near = [column for column in self.names if abs(column - width) == 1]
        return near[0] if len(near) == 1 and near[0] in (self.column, following) else None


def _most(columns: list[int], above: int) -> int:
    """The column where most of these stand, as far as they are all to the right of `above`."""
    below = list(takewhile(lambda column: column > above, columns))
    return max(below, key=lambda column: (below.count(column), -below.index(column)), default=above + STEP)
