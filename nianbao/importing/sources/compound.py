"""The directory of an OLE compound file, the container of .doc, .xls, .wps and of encrypted .docx.

Layout: [MS-CFB]. Only names, sizes and the sectors they lie in are read; nothing is interpreted but one flag.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from ..document import Refused

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_LAST = 0xFFFFFFFA
_ENTRY = 128
_SMALL = 4096
_STREAM = 2
_MOST_ENTRIES = 20_000
_WORD = "WordDocument"
_ENCRYPTED = 0x0100


@dataclass(frozen=True, slots=True)
class Entry:
    """A stream or folder: where it begins (sector) and how long it is (bytes)."""

    name: str
    kind: int
    start: int
    size: int


def read_directory(data: bytes) -> dict[str, Entry]:
    """The entries by name. Raises Refused for a file that is damaged or cut off."""
    try:
        fat = _allocation(data)
        raw = b"".join(_chain(data, fat, struct.unpack_from("<I", data, 48)[0]))
        entries = [_entry(raw[place : place + _ENTRY]) for place in range(0, len(raw) - _ENTRY + 1, _ENTRY)]
        found = {entry.name: entry for entry in entries[:_MOST_ENTRIES] if entry.kind}
        for entry in found.values():
            if entry.kind == _STREAM and entry.size >= _SMALL:
                _check(len(data), fat, entry, _sector_size(data))
    except (struct.error, IndexError, ValueError) as error:
        raise Refused("import-broken") from error
    return found


def is_encrypted_word(data: bytes, entries: dict[str, Entry]) -> bool:
    """Whether a .doc asks for a password: flag fEncrypted of its FIB, [MS-DOC] 2.5.2."""
    entry = entries[_WORD]
    place = _place(entry.start, _sector_size(data)) + 10
    return len(data) >= place + 2 and bool(struct.unpack_from("<H", data, place)[0] & _ENCRYPTED)


def _sector_size(data: bytes) -> int:
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise ValueError("sector size")
    return 1 << int(shift)


def _place(sector: int, size: int) -> int:
    return (sector + 1) * size


def _sector(data: bytes, sector: int, size: int) -> bytes:
    piece = data[_place(sector, size) : _place(sector, size) + size]
    if len(piece) < size:
        raise ValueError("cut off")
    return piece


def _allocation(data: bytes) -> list[int]:
    """Of each sector the one that follows it."""
    size = _sector_size(data)
    count, first_more, more = (struct.unpack_from("<I", data, place)[0] for place in (44, 68, 72))
    if count > len(data) // size + 1:
        raise ValueError("cut off")
    sectors = list(struct.unpack_from("<109I", data, 76))
    following = first_more
    for _ in range(min(more, len(data) // size)):
        numbers = struct.unpack(f"<{size // 4}I", _sector(data, following, size))
        sectors += numbers[:-1]
        following = numbers[-1]
    table: list[int] = []
    for sector in sectors[:count]:
        table += struct.unpack(f"<{size // 4}I", _sector(data, sector, size))
    return table


def _chain(data: bytes, fat: list[int], sector: int) -> list[bytes]:
    size = _sector_size(data)
    pieces: list[bytes] = []
    while sector < _LAST and len(pieces) <= len(fat):
        pieces.append(_sector(data, sector, size))
        sector = fat[sector]
    return pieces


def _entry(raw: bytes) -> Entry:
    length, kind = struct.unpack_from("<HB", raw, 64)
    name = raw[: max(min(length, 64) - 2, 0)].decode("utf-16-le", errors="replace")
    start, size = struct.unpack_from("<II", raw, 116)
    return Entry(name, kind, start, size)


def _check(length: int, fat: list[int], entry: Entry, size: int) -> None:
    """Raises ValueError for a stream that the file does not hold whole."""
    sector = entry.start
    for _ in range(-(-entry.size // size)):
        if sector >= _LAST or _place(sector, size) >= length:
            raise ValueError("cut off")
        sector = fat[sector]
