"""What one cell says: its states, their signs, and a token typed as it should be.

Nothing here knows words of the form. Rows are read in `rows`; whatever else people type is taken apart in
`odd_rows` and `numerals`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

NUMBER, BLANK, NOT_APPLICABLE, AUTO = "number", "blank", "not_applicable", "auto"
PENDING, UNREADABLE = "pending", "unreadable"

SIGNS = {
    "~": BLANK,
    "空": BLANK,
    "/": NOT_APPLICABLE,
    "不适用": NOT_APPLICABLE,
    "_": AUTO,
    "自动": AUTO,
    "待填": PENDING,
}
SIGN_OF = {BLANK: "~", NOT_APPLICABLE: "/", AUTO: "_", PENDING: "待填"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell's value as stated. `value` is None unless it is a number (or a total that was computed)."""

    state: str
    value: int | Decimal | None
    start: int
    end: int

    @property
    def sign(self) -> str:
        """As written in a content file."""
        return str(self.value) if self.state == NUMBER else SIGN_OF.get(self.state, "")


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    start: int
    end: int


# A token of a row. \ue000 is what `keyboard` puts before a value that YAML would read as something else than text.
TOKEN = re.compile(r"[^\s\ue000]+")
_COUNT = re.compile(r"(?:0|[1-9]\d{0,14})\Z", re.ASCII)
_SIGNED = re.compile(r"(?:0|-?[1-9]\d{0,14})\Z", re.ASCII)
_AMOUNT = re.compile(r"(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?\Z", re.ASCII)
_KINDS = {"count": _COUNT, "signed": _SIGNED, "amount": _AMOUNT}


def plain_value(text: str, kind: str) -> tuple[str, int | Decimal | None] | None:
    """State and value of a token typed as it should be (count, signed or amount); None for any other."""
    if _KINDS[kind].match(text):
        return NUMBER, Decimal(text) if kind == "amount" else int(text)
    state = SIGNS.get(text)
    return None if state is None else (state, None)
