"""The documented JSON: `version`, then findings with every field named as in `Finding`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from ..outcome import Outcome, statistics

VERSION = 1


def as_json(outcome: Outcome, *, with_statistics: bool = False) -> str:
    data: dict[str, Any] = {
        "version": VERSION,
        "findings": [asdict(finding) for finding in outcome.findings],
    }
    if with_statistics:
        data["statistics"] = [asdict(row) for row in statistics(outcome.findings)]
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
