"""Functions that other processes run in the tests of limits."""

from __future__ import annotations

import os
import time

from nianbao.importing.document import Refused


def behave(how: str) -> str:
    """Return, raise, die, sleep or eat memory, as told."""
    if how == "refuse":
        raise Refused("import-too-long", pages=12)
    if how == "fail":
        raise RuntimeError("inside")
    if how == "die":
        os._exit(3)
    if how == "sleep":
        time.sleep(60)
    if how == "eat":
        return str(len(bytearray(8_000_000_000)))
    if how == "unsendable":
        return lambda: how  # type: ignore[return-value]
    if how == "pid":
        return str(os.getpid())
    return how
