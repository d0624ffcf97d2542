"""Cells parted by pipes or tabs within lines: which column of the head a figure stands under."""

from __future__ import annotations

from collections.abc import Sequence

from .chunks import Chunk


def field_of(text: str, index: int) -> tuple[int, int]:
    """The number of the field of its line that `index` falls into, counted from 0, and how many signs part the line."""
    start = text.rfind("\n", 0, index) + 1
    end = text.find("\n", index)
    line = text[start : end if end >= 0 else len(text)]
    sign = "|" if "|" in line else "\t"
    return line.count(sign, 0, index - start), line.count(sign)


def fields_of(text: str, indexes: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """The fields of all columns of a head, () where they do not stand in fields of their own."""
    fields = tuple(field_of(text, index) for index in indexes)
    numbers = {number for number, _ in fields}
    parted = {signs for _, signs in fields}
    return fields if len(numbers) == len(fields) and len(parted) == 1 and parted != {0} else ()


def under(text: str, fields: Sequence[tuple[int, int]], chunks: Sequence[Chunk]) -> tuple[Chunk, ...]:
    """The chunk under each column; () unless each has one, the lines are parted alike and no figure is left over."""
    standing: dict[tuple[int, int], Chunk] = {}
    for chunk in chunks:
        field = field_of(text, chunk.start)
        if field in standing:
            return ()
        standing[field] = chunk
    if not fields or any(field not in standing for field in fields):
        return ()
    if any(chunk.text and field not in fields for field, chunk in standing.items()):
        return ()
    return tuple(standing[field] for field in fields)
