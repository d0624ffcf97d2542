"""Results kept under a hash of their arguments, in one SQLite file that may be deleted at any time.

Nothing guesses what changed: what a result depends on is in its key. Only the coordinating process
opens the memo.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def digest(*parts: object) -> str:
    """A key for arguments: their JSON, hashed. Bytes are hashed as they are."""
    hasher = hashlib.sha256()
    for part in parts:
        data = (
            part if isinstance(part, bytes) else json.dumps(part, ensure_ascii=False, sort_keys=True).encode()
        )
        hasher.update(len(data).to_bytes(8, "big"))
        hasher.update(data)
    return hasher.hexdigest()


class Memo:
    """Values of JSON by kind and key; entries nobody asked for since opening are dropped on close."""

    def __init__(self, path: Path | None) -> None:
        self._used: dict[str, set[str]] = {}
        self._database = _open(path)

    def get(self, kind: str, key: str) -> Any:
        """The kept value, or None."""
        self._used.setdefault(kind, set()).add(key)
        row = self._database.execute(
            "SELECT value FROM kept WHERE kind = ? AND key = ?", (kind, key)
        ).fetchone()
        if row is None:
            return None
        with contextlib.suppress(ValueError):
            return json.loads(row[0])
        return None

    def put(self, kind: str, key: str, value: Any) -> None:
        self.put_all(kind, [(key, value)])

    def put_all(self, kind: str, entries: Iterable[tuple[str, Any]]) -> None:
        rows = [
            (kind, key, json.dumps(value, ensure_ascii=False, separators=(",", ":")))
            for key, value in entries
        ]
        self._used.setdefault(kind, set()).update(key for _, key, _ in rows)
        self._database.executemany("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", rows)

    def touch(self, kind: str, key: str) -> None:
        """Mark an entry as used without reading it."""
        self._used.setdefault(kind, set()).add(key)

    def save(self) -> None:
        """Write out what was put, without dropping anything."""
        with contextlib.suppress(sqlite3.Error):
            self._database.commit()

    def close(self, *, prune: bool) -> None:
        with contextlib.suppress(sqlite3.Error):
            if prune:
                self._prune()
            self._database.commit()
            self._database.close()

    def _prune(self) -> None:
        for kind, key in self._database.execute("SELECT kind, key FROM kept").fetchall():
            if key not in self._used.get(kind, ()):
                self._database.execute("DELETE FROM kept WHERE kind = ? AND key = ?", (kind, key))


def _open(path: Path | None) -> sqlite3.Connection:
    """The database at `path`; a fresh one when it is corrupt, one in memory when none can be written."""
    for place in [] if path is None else [path, path]:
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(place, timeout=5, check_same_thread=False)
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = OFF")
            database.execute(
                "CREATE TABLE IF NOT EXISTS kept (kind TEXT, key TEXT, value TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID"
            )
            database.execute("SELECT count(*) FROM kept").fetchone()
            return database
        except (sqlite3.Error, OSError):
            with contextlib.suppress(OSError):
                place.unlink()
    database = sqlite3.connect(":memory:", check_same_thread=False)
    database.execute(
        "CREATE TABLE kept (kind TEXT, key TEXT, value TEXT, PRIMARY KEY (kind, key)) WITHOUT ROWID"
    )
    return database
