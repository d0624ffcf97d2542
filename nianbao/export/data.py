"""A report's figures as JSON and CSV, with address, labels and state of every cell."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from ..forms import Cell, Form
from ..head import STATES, Head

# Words for spreadsheet readers; the same states as in JSON.
STATE_WORDS = {
    "number": "填报",
    "blank": "空白",
    "not_applicable": "不适用",
    "auto": "计算",
    "pending": "待填",
    "unreadable": "无法读取",
}


def report_json(facts: Mapping[str, Any], form: Form) -> bytes:
    """One report: who, when, what was stated. Numbers of count cells are integers, amounts are text."""
    head: Head = facts["head"]
    data = {
        "agency": head.agency,
        "name": facts["unit"],
        "year": head.year,
        "edition": head.edition,
        "title": head.title,
        "published": head.published or None,
        "cells": [
            {
                "address": cell.address,
                "table": cell.table_place,
                "row": cell.row_place,
                "column": cell.column_place,
                "state": STATES[head.states[cell.index]],
                "value": _value(cell, head.values[cell.index]),
                "unit": head.unit(cell),
            }
            for cell in form.cells
        ],
        "corrections": list(head.corrections),
    }
    return _lines(data).encode("utf-8")


def report_csv(facts: Mapping[str, Any], form: Form) -> bytes:
    """The same as a table for Excel: UTF-8 with a byte order mark, one cell a line."""
    head: Head = facts["head"]
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    writer.writerow(["单位", "年份", "地址", "所在表", "所在行", "所在列", "数值", "计量单位", "状态"])
    for cell in form.cells:
        writer.writerow(
            [
                safe_text(facts["unit"]),
                head.year,
                cell.address,
                cell.table_place,
                cell.row_place,
                cell.column_place,
                head.values[cell.index],
                head.unit(cell),
                STATE_WORDS[STATES[head.states[cell.index]]],
            ]
        )
    return b"\xef\xbb\xbf" + output.getvalue().encode("utf-8")


def _lines(data: Mapping[str, Any]) -> str:
    """JSON with one entry a line and one cell a line: readable, and compared well by git."""

    def text(value: Any) -> str:
        if isinstance(value, list) and value:
            return "[\n  " + ",\n  ".join(json.dumps(item, ensure_ascii=False) for item in value) + "\n ]"
        return json.dumps(value, ensure_ascii=False)

    entries = (f" {json.dumps(key)}: {text(value)}" for key, value in data.items())
    return "{\n" + ",\n".join(entries) + "\n}\n"


def safe_text(text: str) -> str:
    """Text that a spreadsheet will not take for a formula."""
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _value(cell: Cell, text: str) -> int | str | None:
    if not text:
        return None
    return text if cell.kind == "amount" else int(text)
