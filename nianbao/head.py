"""What the build keeps in hand of every report: small values, no text, no pages.

A `Head` is all that checking across reports, planning and the index pages need. It goes through JSON
unchanged, so that it can come out of the memo or from another process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from .cells import AUTO, NOT_APPLICABLE, NUMBER, PENDING, UNREADABLE, Figure
from .finding import Finding, finding_from_json
from .forms import Cell, Form
from .report import UNDATED

STATE_SIGNS = {NUMBER: "n", "blank": "~", NOT_APPLICABLE: "/", AUTO: "_", PENDING: "?", UNREADABLE: "!"}
STATES = {sign: state for state, sign in STATE_SIGNS.items()}


@dataclass(frozen=True)
class Head:
    """`states` has one sign a cell in form order; `values` the number or ''. Dates are ISO text or ''.

    `tally` counts the equations within the report that held, failed, could not be judged; `sketch` stands for
    its prose where reports are compared (`likeness`).
    """

    agency: str
    year: int
    edition: str
    title: str
    published: str
    states: str
    values: tuple[str, ...]
    units: dict[str, str]
    fields: dict[str, str]
    explanations: tuple[dict[str, Any], ...]
    corrections: tuple[dict[str, str], ...]
    findings: tuple[Finding, ...]
    file: str
    digest: str
    body: str
    search: dict[str, Any] = field(default_factory=dict)
    tally: tuple[int, int, int] = (0, 0, 0)
    has_prose: bool = False
    sketch: str = ""

    @property
    def key(self) -> tuple[str, int]:
        return self.agency, self.year

    @cached_property
    def numbers(self) -> tuple[int | Decimal | None, ...]:
        """What equations and statistics may use: None where nothing is known, 0 for “/”."""
        return tuple(
            0 if sign == "/" else _number(text) if text else None
            for sign, text in zip(self.states, self.values, strict=True)
        )

    @property
    def is_parsed(self) -> bool:
        """False when nothing at all could be read from the file."""
        return bool(self.states.strip("!"))

    @property
    def is_draft(self) -> bool:
        """Nobody has said “ready”: no date, or 待定. A file that cannot be read is no draft: it may be a
        report that was published, and must not vanish unnoticed."""
        return self.is_parsed and self.fields.get("published", "") in ("", UNDATED)

    def unit(self, cell: Cell) -> str:
        """The unit of a figure: the form's, else the one stated beside it, '' where neither says."""
        return cell.unit or self.units.get(cell.row.rpartition(".")[2], "")

    def number(self, form: Form, role: str) -> int | Decimal | None:
        """The figure that plays a part in this edition, None where it is unknown or not in the form."""
        cell = form.role(role)
        return None if cell is None else self.numbers[cell.index]


def pack_figures(figures: Sequence[Figure]) -> tuple[str, tuple[str, ...]]:
    states = "".join(STATE_SIGNS[figure.state] for figure in figures)
    return states, tuple("" if figure.value is None else str(figure.value) for figure in figures)


def head_to_json(head: Head) -> dict[str, Any]:
    return asdict(head)


def head_from_json(data: dict[str, Any]) -> Head:
    return Head(
        **{
            **data,
            "values": tuple(data["values"]),
            "explanations": tuple(data["explanations"]),
            "corrections": tuple(data["corrections"]),
            "findings": tuple(finding_from_json(item) for item in data["findings"]),
            "tally": tuple(data["tally"]),
        }
    )


def _number(text: str) -> int | Decimal:
    return Decimal(text) if "." in text else int(text)
