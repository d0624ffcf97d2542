"""`check --fix`: safe mends by text span, tables set straight. All else in a file stays byte for byte as it was.

What would change is worked out first, on copies; the files themselves are written once, at the end.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from .cells import UNREADABLE
from .decoding import decode
from .errors import CannotRun
from .finding import Finding
from .forms import Form
from .keyboard import apply_edits
from .located import Edit
from .replacing import CHANGED, READ_ONLY, REFUSED, NotReplaced, Replacement, replace_together
from .report import read_report
from .tidying import tidy

if TYPE_CHECKING:
    from .pipeline import Checked

    Looked = tuple[Checked, tuple[Finding, ...]]

Mend = tuple[Edit, ...]

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# A mend may let another be seen, such as rows that can be put in order once they can be read.
ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one file: how many findings are mended in it, how many lines of tables moved."""

    name: str
    path: Path
    old: bytes
    new: bytes
    mended: int = 0
    straightened: int = 0

    @property
    def summary(self) -> str:
        parts = [f"改好 {self.mended} 处"] if self.mended else []
        return "，".join([*parts, f"对齐 {self.straightened} 行"] if self.straightened else parts)


def plan_changes(
    root: Path, look: Callable[[Mapping[str, Path]], Looked], looked: Looked, agencies: Collection[str] | None
) -> tuple[list[Change], Looked]:
    """What mending would make of the files, and what would then be found.

    `looked` is what was found so far, `look` looks again with some files read from elsewhere. `agencies` are
    those whose tables are set straight: none for None, all when empty.
    """
    with tempfile.TemporaryDirectory() as folder:
        copies: dict[str, Path] = {}
        originals: dict[str, bytes] = {}
        mended: Counter[str] = Counter()

        def put(name: str, old: bytes, new: bytes) -> None:
            originals.setdefault(name, old)
            copies[name] = Path(folder, name)
            copies[name].parent.mkdir(parents=True, exist_ok=True)
            copies[name].write_bytes(new)

        for _ in range(ROUNDS):
            before = mended.total()
            written_in = {file.name: (form, key[1]) for key, file, form in looked[0].locator.figure_files()}
            for name, mends in _by_file(looked[1]).items():
                data = copies.get(name, root / name).read_bytes()
                if name in written_in:
                    mends = keeping_figures(data, mends, *written_in[name])
                new = mend_bytes(data, [edit for mend in mends for edit in mend])
                if new != data:
                    put(name, data, new)
                    mended[name] += len(mends)
            if mended.total() == before:
                break
            looked = look(copies)
        straightened = {} if agencies is None else _straighten(looked[0], agencies, put)
        if straightened:
            looked = look(copies)
        changes = [
            Change(
                name,
                root / name,
                originals[name],
                copies[name].read_bytes(),
                mended[name],
                straightened.get(name, 0),
            )
            for name in sorted(copies)
        ]
    return changes, looked


def mend_bytes(data: bytes, edits: Iterable[Edit]) -> bytes:
    """A file with edits made, as UTF-8; as it was when it holds something that nobody can read."""
    text, faults = decode(data)
    if any(not fault.edits for fault in faults):
        return data
    return encoded(apply_edits(text, edits), data)


def keeping_figures(data: bytes, mends: Sequence[Mend], form: Form, year: int) -> list[Mend]:
    """The mends after which every figure that could be read reads the same: all, but in very odd files."""
    before = _figures(data, form, year)

    def keep(some: Sequence[Mend]) -> bool:
        after = _figures(mend_bytes(data, [edit for mend in some for edit in mend]), form, year)
        return all(
            old[0] == UNREADABLE or old == new for old, new in zip_longest(before, after, fillvalue=("", 0))
        )

    if keep(mends):
        return list(mends)
    kept: list[Mend] = []
    for mend in mends:
        if keep([*kept, mend]):
            kept.append(mend)
    return kept


def _figures(data: bytes, form: Form, year: int) -> list[tuple[str, object]]:
    report, _ = read_report(decode(data)[0], form, year)
    return [(figure.state, figure.value) for figure in report.figures] if report else []


def encoded(text: str, old: bytes) -> bytes:
    """A text as UTF-8, with a mark at its head where the file had one."""
    return (BYTE_ORDER_MARK if old.startswith(BYTE_ORDER_MARK) else b"") + text.encode("utf-8")


def write_changes(changes: Iterable[Change]) -> None:
    """Put the new files in place of the old: all of them or none. Raises CannotRun as `write_files` does."""
    write_files(Replacement(one.name, one.path, one.old, one.new) for one in changes)


def write_files(files: Iterable[Replacement]) -> None:
    """Write files whole, all of them or none.

    Raises CannotRun when one may not be written, has changed meanwhile, or the disk refuses.
    """
    try:
        replace_together(files)
    except NotReplaced as error:
        said = {
            READ_ONLY: "文件是只读的，没有改动任何文件。去掉“只读”再试。",
            CHANGED: "刚刚被别的程序改过，没有改动任何文件。请再运行一次。",
            REFUSED: f"写不进去，{error.why}。",
        }
        raise CannotRun(f"{error.name}：{said[error.kind]}") from error


def _by_file(findings: Iterable[Finding]) -> dict[str, list[Mend]]:
    """The mends of the findings, by file; what somebody has decided to keep is kept."""
    found: dict[str, list[Mend]] = {}
    for finding in findings:
        if finding.edits and finding.positions and not finding.explanation:
            found.setdefault(finding.positions[0].file, []).append(finding.edits)
    return found


def _straighten(
    checked: Checked, agencies: Collection[str], put: Callable[[str, bytes, bytes], None]
) -> dict[str, int]:
    """Set the tables of the agencies straight; how many lines moved, by file."""
    done = {}
    for (agency, year), file, form in checked.locator.figure_files():
        if agencies and agency not in agencies:
            continue
        data = file.path.read_bytes()
        text, faults = decode(data)
        tidied, count = tidy(text, form, year)
        if count and not faults:
            put(file.name, data, encoded(tidied, data))
            done[file.name] = count
    return done
