"""The files of one report or agency: read as they stand, and put in their place together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ...errors import reason
from ...project import Project
from ...replacing import CHANGED, READ_ONLY, NotReplaced, Replacement, replace_together
from ..document import Refused

_WHY = {READ_ONLY: "文件是只读的", CHANGED: "刚刚被别的程序改过，请再导入一次"}


def read_whole(path: Path) -> bytes | None:
    """What stands in a file, None when there is none. Raises Refused for one that cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise Refused("import-cannot-write", target=path.name, reason=reason(error)) from error


def report_folder(project: Project, agency: str) -> Path:
    """Where an agency's files stand. Raises Refused when a link leads it out of content/."""
    folder = project.content / "reports" / agency
    if not folder.resolve().is_relative_to(project.content.resolve()):
        raise Refused("import-cannot-write", target=agency, reason="这里有一个指到外面的链接")
    return folder


def write_together(files: Sequence[Replacement]) -> int:
    """Put new content in place of the old; how many files changed.

    Raises Refused, with everything as it was, when one may not be written or has changed meanwhile.
    """
    try:
        return replace_together(files)
    except NotReplaced as error:
        raise Refused(
            "import-cannot-write", target=error.name, reason=_WHY.get(error.kind, error.why)
        ) from error
