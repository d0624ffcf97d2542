"""Grid and figures → files people download."""

from . import data

WRITERS = {"json": data.report_json, "csv": data.report_csv}

__all__ = ["WRITERS"]
