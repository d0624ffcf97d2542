"""Real reports to import, where they are at hand: public documents that are not part of the project."""

from __future__ import annotations

import pytest

from tests.sites import ROOT

EXAMPLES = ROOT.parent / "shared" / "examples"
needs_examples = pytest.mark.skipif(not EXAMPLES.is_dir(), reason="the real reports are not at hand")
