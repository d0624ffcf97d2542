"""Zip files from strangers: refused by what their directory says before anything in them is unpacked."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from ..document import Refused

_MEGABYTE = 1_000_000
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_UNICODE_PATH = 0x7075
# What Office and every packing program of these years write; the rarer ones may ask for gigabytes at once.
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2})
# The end of a zip: [APPNOTE] 4.3.14 and 4.3.16, with the place of the size of the directory and its length.
_ENDS = ((b"PK\5\6", 12, "<I"), (b"PK\6\6", 40, "<Q"))
_TAIL = 66_000
# Bytes of a directory entry, with a long name and what else programs write of a file.
_ENTRY = 1_000
_UNSTATED = 0xFFFFFFFF
_XML = (".xml", ".rels", ".vml")
_DECLARED = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{1,40})[\"']")
# What Office writes. In other encodings, such as UTF-7, a declaration could hide from the search for it.
_ENCODINGS = frozenset({b"utf-8", b"utf8", b"us-ascii", b"ascii", b"utf-16", b"utf-16le", b"utf-16be"})


@dataclass(frozen=True, slots=True)
class Limits:
    """`ratio`: unpacked to packed size of one member; members below `small` bytes may have any."""

    members: int = 2_000
    bytes: int = 100 * _MEGABYTE
    ratio: int = 200
    small: int = _MEGABYTE


OFFICE = Limits()
# A zip of many reports: its members are read one at a time.
COLLECTION = Limits(members=10_000, bytes=2_000 * _MEGABYTE)


def open_archive(data: bytes) -> zipfile.ZipFile:
    """An Office file as the archive it is, checked. Raises Refused."""
    check_directory(io.BytesIO(data), OFFICE)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, struct.error) as error:
        raise Refused("import-broken") from error
    check_archive(archive, OFFICE)
    return archive


def check_directory(stream: BinaryIO, limits: Limits = COLLECTION) -> None:
    """Raises Refused for a directory that alone would fill the memory: the library reads all of it at once.

    All that could be the end of the zip is looked at, whichever of them the library will believe.
    """
    end = stream.seek(0, io.SEEK_END)
    stream.seek(max(end - _TAIL, 0))
    tail = stream.read(_TAIL)
    stream.seek(0)
    for mark, place, layout in _ENDS:
        for found in re.finditer(re.escape(mark), tail):
            piece = tail[found.start() + place :][: struct.calcsize(layout)]
            size = struct.unpack(layout, piece)[0] if len(piece) == struct.calcsize(layout) else 0
            if limits.members * _ENTRY < size <= end and size != _UNSTATED:
                raise Refused("import-bomb")


def check_method(member: zipfile.ZipInfo) -> None:
    """Raises Refused for a member packed in a way that is not opened."""
    if member.compress_type not in _METHODS:
        raise Refused("import-broken", member=member_name(member), why="method")


def check_archive(archive: zipfile.ZipFile, limits: Limits = COLLECTION) -> None:
    """Raises Refused for a bomb, a member that is encrypted, stands twice or leads out of the archive."""
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    if len(members) > limits.members:
        raise Refused("import-bomb", members=len(members))
    if total > limits.bytes:
        raise Refused("import-bomb", size=total)
    seen: set[str] = set()
    for member in members:
        ratio = member.file_size // max(member.compress_size, 1)
        if member.file_size > limits.small and ratio > limits.ratio:
            raise Refused("import-bomb", size=member.file_size, ratio=ratio)
        if member.flag_bits & _ENCRYPTED:
            raise Refused("import-encrypted")
        name = member_name(member)
        if name in seen or leads_out(name):
            raise Refused("import-broken", member=name, why="twice" if name in seen else "outside")
        seen.add(name)


def leads_out(name: str) -> bool:
    """Whether a member's name is absolute or climbs: `../../etc/passwd`, `C:\\…`."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or path.drive != "" or name[1:2] == ":"


def member_name(member: zipfile.ZipInfo) -> str:
    """A member's name in the characters it was written in: UTF-8 where the zip says so or it is valid, else
    GBK, as Windows in Chinese writes it."""
    name = member.filename
    if member.flag_bits & _UTF8_NAME or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    stated = _unicode_path(member.extra)
    if stated:
        return stated
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name


def _unicode_path(extra: bytes) -> str:
    """The name in the extra field of Info-ZIP (0x7075), or ''."""
    while len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        if kind == _UNICODE_PATH and length > 5:
            return extra[9 : 4 + length].decode("utf-8", errors="ignore")
        extra = extra[4 + length :]
    return ""


def read_members(archive: zipfile.ZipFile) -> dict[str, bytes]:
    """The XML parts by name, none of which declares entities. Raises Refused."""
    parts = {
        member.filename: read_member(archive, member.filename)
        for member in archive.infolist()
        if member.filename.lower().endswith(_XML)
    }
    check_entities(parts)
    return parts


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """One member's bytes, never more than its directory entry says. Raises Refused when it is damaged."""
    try:
        check_method(archive.getinfo(name))
        return archive.read(name)
    except (Refused, MemoryError):
        raise
    except Exception as error:  # zlib.error and its like have no common base
        raise Refused("import-broken", member=name) from error


def check_entities(parts: Mapping[str, bytes]) -> None:
    """Raises Refused for a part with a DOCTYPE or ENTITY, or in an encoding that could hide one."""
    for name in sorted(parts):
        data = parts[name]
        plain = data.replace(b"\0", b"") if b"\0" in data[:8] else data
        if _DECLARED.search(plain):
            raise Refused("import-entities", member=name)
        stated = _ENCODING.match(
            plain.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
        )
        if stated and stated.group(1).lower() not in _ENCODINGS:
            raise Refused("import-broken", member=name)
