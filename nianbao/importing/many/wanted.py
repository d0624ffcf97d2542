"""What was typed after `import`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...rules.words import quoted


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed. `files`: each path with its name as typed."""

    files: tuple[tuple[Path, str], ...]
    agency: str = ""
    name: str = ""
    year: int | None = None
    replace: bool = False
    keep: bool = False
    dry_run: bool = False

    @property
    def again(self) -> str:
        """The command as it was typed, without the trial."""
        stated = {"--单位": self.agency, "--name": self.name, "--年份": self.year}
        words = [quoted(name) for _, name in self.files]
        words += [f"{option} {value}" for option, value in stated.items() if value]
        return " ".join(["导入", *words, *["--覆盖"] * self.replace, *["--留着"] * self.keep])
