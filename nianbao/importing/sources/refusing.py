"""A `Refused` from its facts as a mapping, one of which may be called `kind` (what a file really is)."""

from __future__ import annotations

from collections.abc import Mapping

from ..document import Refused


def refusal(reason: str, facts: Mapping[str, object]) -> Refused:
    """The exception that carries the fault `reason` with `facts`."""
    refused = Refused(reason)
    refused.fault.facts.update(facts)
    return refused
