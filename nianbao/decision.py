"""What may be published, and what stops what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .checking import withdrawn_finding
from .declare import Declared
from .finding import Finding
from .head import Head

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Decision:
    """`publishable` are the ready reports without a 必改; `held` the ready ones with one; `findings` those
    that come from deciding itself. `stops`: whether nothing at all is published."""

    publishable: dict[Key, Head]
    held: tuple[Head, ...]
    findings: tuple[Finding, ...]
    stops: bool


def decide(
    heads: Mapping[Key, Head],
    found: Mapping[Key, tuple[Finding, ...]],
    declared: Declared,
    *,
    hold_errors: bool,
) -> Decision:
    """A draft blocks nothing. A ready report with a 必改 stops the build, or is held; one that was published
    is never held. What is wrong with the site itself stops everything."""
    ready = {key: head for key, head in heads.items() if not head.is_draft}
    blocked = sorted(key for key in ready if any(finding.blocks for finding in found[key]))
    withdrawn = tuple(
        withdrawn_finding(head, declared.agencies[head.agency].name_in(head.year))
        for key, head in heads.items()
        if head.is_draft and key in declared.releases
    )
    site_is_wrong = any(finding.blocks for finding in declared.findings)
    may_hold = hold_errors and declared.releases.keys().isdisjoint(blocked)
    return Decision(
        publishable={key: head for key, head in ready.items() if key not in blocked},
        held=tuple(ready[key] for key in blocked),
        findings=withdrawn,
        stops=bool(site_is_wrong or withdrawn or (blocked and not may_hold)),
    )
