"""The folder 办公: what the commands of January write for people, beside the content. It may be deleted."""

from __future__ import annotations

from pathlib import Path

FOLDER = "办公"


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def put_once(path: Path, data: bytes, *, replacing: bool) -> bool:
    """Write a file that people go on with; False where another stands there and is kept."""
    if path.exists() and not replacing:
        return path.read_bytes() == data
    put(path, data)
    return True


def file_name(unit: str) -> str:
    """A name that Windows takes too."""
    return "".join("_" if letter in '\\/:*?"<>|' else letter for letter in unit)
