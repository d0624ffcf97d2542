"""PDF → Document: ruled tables with their spans, the text between them as paragraphs."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import groupby, islice
from typing import Any

from ..document import Document, Dropped, Grid, Paragraph, Refused
from .furniture import PageFlow, drop_furniture
from .lines import Line, Measure, join_lines, make_lines, measure
from .page import PICTURE, read_page
from .pieces import Piece
from .tables import continues, lay_out
from .unruled import with_tables

MOST_PAGES = 300
MOST_SIGNS = 1_500_000
_FEWEST_SIGNS = 20


def read_pdf(data: bytes) -> Document:
    """The bytes of a PDF → its paragraphs and tables in reading order, without page numbers and the like.

    Raises Refused: import-encrypted, import-broken, import-too-long (pages), import-no-text (pages).
    """
    # Faults of a file are told by Refused; what the library finds odd is of no use to a clerk.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    pdf = _open(data)
    try:
        pages, dropped = _read_pages(pdf)
    except (Refused, MemoryError):
        raise
    except Exception as fault:  # the library raises whatever a broken file leads it to
        raise Refused("import-broken", reason=type(fault).__name__) from fault
    _refuse_pictures(pages, dropped)
    kept, furniture = drop_furniture(pages)
    measured = measure([line for page in kept for line in page.lines])
    ordered = sorted([*dropped, *furniture], key=lambda one: one.place.page)
    return Document("pdf", tuple(_blocks(kept, measured)), {}, tuple(ordered))


def _open(data: bytes) -> Any:
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfpage import PDFPage

    try:
        pdf = pdfplumber.open(BytesIO(data), password="")
        pages = sum(1 for _ in islice(PDFPage.create_pages(pdf.doc), 50 * MOST_PAGES))
    except MemoryError:
        raise
    except Exception as fault:  # see read_pdf
        causes = (fault, *fault.args, fault.__cause__, fault.__context__)
        if any(isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError) for cause in causes):
            raise Refused("import-encrypted") from fault
        raise Refused("import-broken", reason=type(fault).__name__) from fault
    if pages > MOST_PAGES:
        raise Refused("import-too-long", pages=pages, most=MOST_PAGES)
    if not pages:
        raise Refused("import-broken", reason="no pages")
    return pdf


def _read_pages(pdf: Any) -> tuple[list[PageFlow], list[Dropped]]:
    flows: list[PageFlow] = []
    dropped: list[Dropped] = []
    total = 0
    for page in pdf.pages:
        flow, gone, count = read_page(page)
        page.close()
        flows.append(flow)
        dropped.extend(gone)
        total += count
        if total > MOST_SIGNS:
            raise Refused("import-too-long", pages=len(pdf.pages), most=MOST_PAGES)
    return flows, dropped


def _refuse_pictures(pages: Sequence[PageFlow], dropped: Sequence[Dropped]) -> None:
    """A scan has no text, or so little that it is a stamp; and of some fonts nobody knows the characters."""
    text = "".join(
        "".join(item.texts) if isinstance(item, Piece) else item.text for page in pages for item in page.items
    )
    pictures = sum(one.why == PICTURE for one in dropped)
    unknown = sum(sign == "\ufffd" or "\ue000" <= sign <= "\uf8ff" for sign in text)
    if (
        len(text) < _FEWEST_SIGNS
        or (pictures * 2 > len(pages) and len(text) < 50 * len(pages))
        or unknown > 0.3 * len(text)
    ):
        raise Refused("import-no-text", pages=len(pages))


def _blocks(pages: Sequence[PageFlow], measured: Measure) -> Iterator[Paragraph | Grid]:
    """The pages as one flow: lines between tables joined, tables over page breaks numbered as one."""
    items = [item for page in pages for item in _with_unruled(page)]
    lines: list[Line] = []
    table = index = 0
    while index < len(items):
        item = items[index]
        if isinstance(item, Line):
            lines.append(item)
            index += 1
            continue
        chain = _chain(items, index)
        index += len(chain)
        if all(piece.is_plain for piece in chain):
            lines.extend(line for piece in chain for line in make_lines(piece.signs, piece.page))
            continue
        yield from join_lines(lines, measured)
        lines = []
        table += 1
        for piece, grid in zip(chain, lay_out(chain, table), strict=False):
            yield replace(grid, otherwise=tuple(join_lines(piece.lines, measured))) if piece.lines else grid
    yield from join_lines(lines, measured)


def _with_unruled(page: PageFlow) -> Iterator[Line | Piece]:
    """What stands on a page, with the tables among its lines."""
    for is_line, group in groupby(page.items, lambda item: isinstance(item, Line)):
        items = list(group)
        lines = [item for item in items if isinstance(item, Line)]
        yield from with_tables(lines, page.width) if is_line else items


def _chain(items: Sequence[Line | Piece], start: int) -> list[Piece]:
    """The table at `start` with its pieces on the pages that follow."""
    chain: list[Piece] = []
    for item in islice(items, start, None):
        if not isinstance(item, Piece):
            break
        if chain and bool(item.lines) != bool(chain[-1].lines):
            break
        if chain and not (item.page == chain[-1].page + 1 and continues(chain[-1], item)):
            break
        chain.append(item)
    return chain
