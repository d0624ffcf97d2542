"""What holds for all tests: the same examples everywhere, and no test that fails because a machine is busy."""

from __future__ import annotations

import os

from hypothesis import settings

# NIANBAO_EXPLORE=1 looks for examples that nobody has seen yet.
settings.register_profile("steady", deadline=None, derandomize=not os.environ.get("NIANBAO_EXPLORE"))
settings.load_profile("steady")
