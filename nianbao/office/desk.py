"""What every command of January works on: the project as it was checked, and what was asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ..pipeline import Checked

# Checks the project, with some files read from elsewhere.
Look = Callable[[Mapping[str, Path]], Checked]


@dataclass(frozen=True, slots=True)
class Desk:
    """`checked` is the project as it stands; `look` checks it again with some files changed. `agencies` are the
    paths of those that were named, none for all. What is said goes to `out`."""

    root: Path
    look: Look
    checked: Checked
    agencies: Collection[str]
    out: IO[str]
