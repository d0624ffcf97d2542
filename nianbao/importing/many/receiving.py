"""One file's bytes → what it gives: a report still without its agency, or a 名录. May run in another process."""

from __future__ import annotations

import io
import pickle
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from ...agencies import Agency
from ...cells import BLANK, SIGN_OF
from ...forms import Form, edition_for
from ...project import MAX_PROSE_BYTES
from ..document import Document, Refused
from ..imported import Imported, fields_of
from ..matched import PENDING, Read
from ..matching import match
from ..prose.narrative import narrate
from ..recognise import Recognised, recognise
from ..roster.sheet import Sheet, read_sheet
from ..sources.opening import open_source
from .prefilled import refuse_anothers

_HEADING = re.compile(r"^## ", re.MULTILINE)
# A report whose tables are missing is known by its sections.
_FEWEST_SECTIONS = 2


@dataclass(frozen=True, slots=True)
class Library:
    """What files are read against. `year`: the one asked for; `is_asked`: unit or year was stated."""

    forms: Mapping[str, Form]
    agencies: tuple[Agency, ...]
    year: int | None = None
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class Received:
    """`stated` is recognised without the file's name, which says less than whoever types the command.
    `packed` is an `Imported` that lacks agency, unit and year."""

    digest: str
    kind: str
    sheet: Sheet | None = None
    recognised: Recognised = field(default_factory=Recognised)
    stated: Recognised = field(default_factory=Recognised)
    packed: bytes = b""


def receive(data: bytes, name: str, packed: bytes, *, opened_as: str, digest: str) -> Received:
    """Read one file, `opened_as` a name that may have another extension. `packed`: a library.

    Raises Refused when nothing can be made of it.
    """
    library = _library(packed)
    document = open_source(data, opened_as)
    sheet = read_sheet(document)
    if sheet is not None:
        return Received(digest, document.kind, sheet)
    recognised = recognise(document, library.agencies, name, library.forms.values())
    stated = recognised
    if library.is_asked or document.stated.get("filling"):
        stated = recognise(document, library.agencies, "", library.forms.values())
    if document.stated.get("filling"):
        refuse_anothers(document, stated, name, library.agencies)
    imported = _imported(document, name, digest, library, recognised, stated)
    return Received(digest, document.kind, None, recognised, stated, pack(imported))


def _without_folders(name: str) -> str:
    """A name as it was typed; of one that begins at the root of a disk the last part: where it lies is nobody's."""
    return PurePath(name).name if PurePath(name).is_absolute() else name


def _imported(
    document: Document, name: str, digest: str, library: Library, recognised: Recognised, stated: Recognised
) -> Imported:
    year = stated.year or library.year or recognised.year
    matched = match(document, library.forms, year)
    narrative = narrate(matched)
    if not matched.cells and len(_HEADING.findall(narrative.markdown)) < _FEWEST_SECTIONS:
        raise Refused("import-no-report")
    if len(narrative.markdown.encode("utf-8", errors="replace")) > MAX_PROSE_BYTES:
        raise Refused("import-too-long")
    fields = fields_of(
        matched.form,
        edition_for(library.forms, year) if year else None,
        source=name,
        title=recognised.title,
        published=recognised.published,
        number=recognised.number,
        index=recognised.index,
        address=recognised.address,
    )
    return Imported(
        source=_without_folders(name),
        sha256=digest,
        kind=document.kind,
        agency="",
        unit="",
        form=matched.form,
        year=year or 0,
        cells=_filled_in(matched.cells) if document.stated.get("filling") else matched.cells,
        units=matched.units,
        markdown=narrative.markdown,
        fields=fields,
        unmapped=matched.unmapped,
        dropped=(*matched.dropped, *narrative.dropped),
        reasons=recognised.reasons,
        is_partial=bool(document.stated.get("filling")),
    )


def _filled_in(cells: Mapping[str, Read]) -> dict[str, Read]:
    """In a 填报表 an empty cell is no blank of the report: nobody has filled it in yet."""
    return {
        address: replace(read, typed=PENDING, note="填报表里还没有填")
        if read.typed == SIGN_OF[BLANK]
        else read
        for address, read in cells.items()
    }


def pack_library(library: Library) -> bytes:
    """A library as bytes: sent with every file, opened once in a process."""
    return pickle.dumps(library)


@lru_cache(maxsize=1)
def _library(packed: bytes) -> Library:
    library = pickle.loads(packed)
    assert isinstance(library, Library)
    return library


class _Pickler(pickle.Pickler):
    """Forms are the same for all files: of each only its edition is kept."""

    def persistent_id(self, value: Any) -> str | None:
        return value.edition if isinstance(value, Form) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, data: bytes, forms: Mapping[str, Form]) -> None:
        super().__init__(io.BytesIO(data))
        self._forms = forms

    def persistent_load(self, edition: str) -> Form:
        return self._forms[edition]


def pack(imported: Imported) -> bytes:
    """A report as a few kilobytes, so that hundreds can wait for each other."""
    stream = io.BytesIO()
    _Pickler(stream).dump(imported)
    return zlib.compress(stream.getvalue(), 1)


def unpack(packed: bytes, forms: Mapping[str, Form]) -> Imported:
    imported = _Unpickler(zlib.decompress(packed), forms).load()
    assert isinstance(imported, Imported)
    return imported
