"""What was read from the tables of a document: cells by address, each with its place in the source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..cells import PENDING as PENDING_STATE
from ..cells import SIGN_OF
from ..forms import Form
from .document import Dropped, Paragraph, Place

PENDING = SIGN_OF[PENDING_STATE]


@dataclass(frozen=True, slots=True)
class Read:
    """One figure. `printed` is as it stands in the source, `typed` as a content file writes it (`22`, `~`,
    `/`, `待填`); `note` says what a person should look at, '' when nothing was decided by the program."""

    address: str
    printed: str
    typed: str
    place: Place
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unmapped:
    """Text of a table that belongs to no cell of the form."""

    text: str
    place: Place
    why: str


@dataclass(frozen=True, slots=True)
class Matched:
    """The tables of one document under one form. A cell that is missing in `cells` was not found.

    `units`: of figures whose unit is stated beside them, by the name of the unit line.
    `paragraphs`: the document without its tables, in reading order; what stood in a table is not in them.
    `anchors`: by table key, how many of `paragraphs` stand before that table.
    """

    form: Form
    cells: Mapping[str, Read]
    paragraphs: tuple[Paragraph, ...]
    unmapped: tuple[Unmapped, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    dropped: tuple[Dropped, ...] = ()
    anchors: Mapping[str, int] = field(default_factory=dict)
