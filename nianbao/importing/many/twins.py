"""Several files of one report in one run: figures and words apart, the same report twice, or two that somebody
has to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...located import Fault
from ..files.sections import with_sections
from ..folding import fold
from ..imported import Imported, has_figures, has_prose, typed

# Of the same report in several formats the first here says most about itself.
_BEST = ("docx", "html", "xlsx", "pdf", "txt")


def choose(files: Sequence[Imported]) -> tuple[int, ...] | Fault:
    """Which of several files to import, one after the other: one where all say the same, a file of figures and
    one of words; else the finding that names them."""
    figures = [
        number
        for number, one in enumerate(files)
        if has_figures(one) and (one.is_partial or not has_prose(one))
    ]
    words = [number for number, one in enumerate(files) if has_prose(one) and not has_figures(one)]
    if len(files) == 2 and len(figures) == len(words) == 1:
        return (*figures, *words)
    if all(_same(files[0], other) for other in files[1:]):
        return (min(range(len(files)), key=lambda number: (_rank(files[number]), number)),)
    return Fault(
        "import-two-files",
        0,
        1,
        {
            "files": tuple(imported.source for imported in files),
            "cells": tuple(_differences(files)),
            "prose": len({fold(imported.markdown) for imported in files}) > 1,
        },
    )


def together(files: Sequence[Imported], number: int, chosen: tuple[int, ...]) -> Imported:
    """One of two files that make one report: all words, those of a 填报表 too, come with the file of words."""
    figures, words = (files[each] for each in chosen)
    if number == chosen[0]:
        return replace(figures, markdown="", is_partial=False)
    return replace(words, markdown=with_sections(words.markdown, figures.markdown))


def _same(one: Imported, other: Imported) -> bool:
    if one.sha256 == other.sha256:
        return True
    return (
        one.form is other.form
        and not list(_differences((one, other)))
        and fold(one.markdown) == fold(other.markdown)
    )


def _rank(imported: Imported) -> int:
    return _BEST.index(imported.kind) if imported.kind in _BEST else len(_BEST)


def _differences(files: Sequence[Imported]) -> list[str]:
    """The cells that are not the same in all, as 表三 一、本年新收“自然人”（12／13）."""
    told = []
    for cell in files[0].form.cells:
        said = [
            typed(imported, imported.form.by_address[cell.address])
            if cell.address in imported.form.by_address
            else "没有这一格"
            for imported in files
        ]
        if len(set(said)) > 1:
            told.append(f"{cell.place}（{'／'.join(said)}）")
    return told
