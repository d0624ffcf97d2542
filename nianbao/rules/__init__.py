"""All rules. Importing this package fills the register; `register.RULES` lists them by code."""

from . import (
    arithmetic,
    cells,
    document,
    explanations,
    fields,
    files,
    keyboard,
    narrative,
    series,
    shape,
    site,
)

__all__ = [
    "arithmetic",
    "cells",
    "document",
    "explanations",
    "fields",
    "files",
    "keyboard",
    "narrative",
    "series",
    "shape",
    "site",
]
