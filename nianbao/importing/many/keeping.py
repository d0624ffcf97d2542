"""The files of one report or agency put in their place together: all new or all old, whatever happens."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import reason
from ...project import Project
from ..document import Refused


@dataclass(frozen=True, slots=True)
class Whole:
    """A file to be written whole. `old` is what it was when its new content was worked out, None: not there."""

    path: Path
    old: bytes | None
    new: bytes


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


def write_together(files: Sequence[Whole]) -> int:
    """Put new content in place of the old; how many files changed.

    Raises Refused, with everything as it was, when one may not be written or has changed meanwhile.
    """
    changed = [file for file in files if file.new != file.old]
    staged: list[tuple[Path, Whole]] = []
    done: list[Whole] = []
    name = ""
    try:
        for file in changed:
            name = file.path.name
            file.path.parent.mkdir(parents=True, exist_ok=True)
            if read_whole(file.path) != file.old:
                raise Refused("import-cannot-write", target=name, reason="刚刚被别的程序改过，请再导入一次")
            if file.old is not None and not os.access(file.path, os.W_OK):
                raise Refused("import-cannot-write", target=name, reason="文件是只读的")
            # A link to a file stays a link: what it points to is written.
            target = file.path.resolve()
            temporary = target.with_name(f".{target.name}.new")
            staged.append((temporary, file))
            temporary.write_bytes(file.new)
            if file.old is not None:
                shutil.copymode(target, temporary)
        for temporary, file in staged:
            name = file.path.name
            os.replace(temporary, file.path.resolve())
            done.append(file)
    except OSError as error:
        _put_back(done)
        raise Refused("import-cannot-write", target=name, reason=reason(error)) from error
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)
    return len(changed)


def _put_back(files: Sequence[Whole]) -> None:
    """What was replaced before the disk refused the rest."""
    for file in files:
        if file.old is None:
            file.path.unlink(missing_ok=True)
        else:
            file.path.resolve().write_bytes(file.old)
