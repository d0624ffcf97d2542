"""The measuring scripts run; what they measure is for people to read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nianbao.rules  # noqa: F401  (importing fills the register)
from nianbao.rules.register import ACROSS, REPORT, rules_of

BENCH = Path(__file__).parent / "bench"


def test_checking_is_measured_rule_by_rule() -> None:
    run = subprocess.run(
        [sys.executable, str(BENCH / "check.py"), "8"], capture_output=True, check=True, encoding="utf-8"
    )
    named = {line.split()[0] for line in run.stdout.splitlines() if line.strip()}
    assert {entry.code for scope in (REPORT, ACROSS) for entry in rules_of(scope)} <= named
    assert "100 %" in run.stdout
