"""Facts → the view a layout receives, and nothing else does. Pure; runs where the page is rendered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from .forms import Form
from .head import Head
from .marks import cell_marks, mark_prose, placed_findings
from .outputs import updated
from .paths import agency_path
from .printed import ZEROS, Figures, ListRow, Skeleton, skeletons, value_text

# Where a long title may break: around the year, before 政府信息公开, before 工作年度报告.
_TITLE_BREAKS = re.compile(r"(?=\d{4}年)|(?=政府信息公开工作)|(?<=公开)(?=工作年度报告)")


def report_view(facts: Mapping[str, Any], form: Form, body: Mapping[str, Any]) -> dict[str, Any]:
    """All a report page shows.

    `sections` follow the form: title as printed, prose as HTML, the table if it has one, the notes on it.
    """
    head: Head = facts["head"]
    prose: list[Mapping[str, Any]] = [body[key] for key in ("preface",) if key in body]
    prose += body.get("sections", [])
    findings = list(placed_findings(facts["findings"], form, prose))
    figures = Figures(head.states, head.values, head.units, cell_marks(findings))
    sections = _sections(form, {section["key"]: section for section in prose}, figures, findings)
    placed = {id(note) for section in sections for note in section["notes"]}
    return {
        **{key: value for key, value in facts.items() if key != "head"},
        "title": head.title,
        "title_parts": [part for part in _TITLE_BREAKS.split(head.title) if part],
        "year": head.year,
        "edition": form.name,
        "source": form.source,
        "published": head.published,
        "updated": updated(head),
        "draft": head.is_draft,
        "fields": head.fields,
        "source_host": urlsplit(head.fields.get("source_url", "")).netloc,
        "attachments": [_attachment(line) for line in head.fields.get("attachments", "").split("\n") if line.strip()],
        "corrections": head.corrections,
        "agency_path": agency_path(head.agency),
        "preface": mark_prose(body.get("preface", {}).get("html", ""), findings),
        "readable": head.is_parsed,
        "sections": sections,
        "findings": findings,
        "notes": [finding for finding in findings if finding["public"] and id(finding) not in placed],
        "figures": dict(zip((cell.address for cell in form.cells), head.values, strict=True)),
        "summary": summary(head, form),
        "description": _description(facts["unit"], head, form),
        "citation": _citation(facts["unit"], head),
        "json_ld": _json_ld(facts, head),
    }


def summary(head: Head, form: Form) -> dict[str, Any]:
    """The figures of the summary sentence; None where they are not known. The rate keeps its fraction."""
    numbers = {
        role: head.number(form, role)
        for role in (
            "received", "carried_over", "handled", "granted", "partially_granted", "carried_forward",
            "reviews", "direct_suits", "post_review_suits",
        )
    }
    disclosed = total(numbers["granted"], numbers["partially_granted"])
    return {
        **numbers,
        "disclosed": disclosed,
        "rate": percent(disclosed, numbers["handled"]),
        "suits": total(numbers["direct_suits"], numbers["post_review_suits"]),
        "cells": {role: cell.id for role in numbers if (cell := form.role(role)) is not None},
    }


def total(*numbers: int | Decimal | None) -> int | Decimal | None:
    """The sum when every part is known."""
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def percent(part: int | Decimal | None, whole: int | Decimal | None) -> str:
    """51.9% with one decimal, half up; '' when it cannot be said, — when there is nothing to divide by."""
    if part is None or whole is None:
        return ""
    if whole == 0:
        return "—"
    value = (Decimal(part) * 1000 / Decimal(whole)).quantize(Decimal(1), rounding="ROUND_HALF_UP") / 10
    return f"{value:.1f}%"


# -- parts


def _sections(
    form: Form, typed: Mapping[str, Mapping[str, Any]], figures: Figures, findings: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    made = skeletons(form)
    return [
        {
            "id": f"s{number}",
            "key": section.key,
            "title": typed.get(section.key, {}).get("title_printed") or section.title,
            "html": mark_prose(typed.get(section.key, {}).get("html", ""), findings),
            "table": _table(made[section.table], figures) if section.table else None,
            "notes": [finding for finding in findings if finding["public"] and finding["section"] == section.key],
        }
        for number, section in enumerate(form.sections, 1)
    ]


def _table(skeleton: Skeleton, figures: Figures) -> dict[str, Any]:
    table = skeleton.table
    return {
        "key": table.key,
        "title": table.title.partition("、")[2] or table.title,
        "place": table.place,
        "columns": skeleton.grid.columns,
        "label_columns": skeleton.label_columns,
        "html": skeleton.fill(figures),
        "digits": max(len(figures.values[cell.index]) for cell in table.cells),
        "computed": any(figures.states[cell.index] == "_" and figures.values[cell.index] for cell in table.cells),
        "list": _list(skeleton.rows, figures),
        "grid": skeleton.grid,
    }


def _list(rows: Sequence[ListRow], figures: Figures) -> dict[str, Any]:
    """A table for narrow screens: rows that say something, and the labels of those that are 0 or empty."""
    shown: list[dict[str, Any]] = []
    zeros: list[str] = []
    blanks: list[str] = []
    for row in rows:
        texts = [figures.values[cell.index] for cell in row.cells]
        if not any(texts) and all(figures.states[cell.index] in "~_" for cell in row.cells):
            blanks.append(row.label)
        elif all(text in ZEROS for text in texts):
            zeros.append(row.label)
        else:
            shown.append(_shown(row, figures))
    return {"rows": shown, "zeros": zeros, "blanks": blanks}


def _shown(row: ListRow, figures: Figures) -> dict[str, Any]:
    """One row: its total, or its only figure; the other figures that are not 0 in words."""
    main = row.total or (row.cells[0] if len(row.cells) == 1 else None)
    parts = [
        f"{cell.column_labels[-1]}\u2002{value_text(cell, figures)}"
        for cell in row.cells
        if cell is not main and (main is None or figures.values[cell.index] not in (*ZEROS, ""))
    ]
    return {
        "label": row.label,
        "id": (main or row.cells[0]).id,
        "main": value_text(main, figures) if main else "",
        "of": main.column_labels[-1] if main and main is not row.total else "",
        "parts": parts,
    }


def _attachment(line: str) -> dict[str, str]:
    """`名称 https://…`, an address alone, or a name alone."""
    name, _, address = line.strip().rpartition(" ")
    if urlsplit(address).scheme not in ("http", "https"):
        return {"name": line.strip(), "url": ""}
    return {"name": name.strip() or address.rpartition("/")[2] or address, "url": address}


def _description(unit: str, head: Head, form: Form) -> str:
    received = head.number(form, "received")
    return f"{unit}{head.year}年政府信息公开工作年度报告" + (
        f"：新收申请{received}件" if received is not None else ""
    )


def _citation(unit: str, head: Head) -> str:
    """How others may cite the report (GB/T 7714), without the address, which the layout knows."""
    date = f"({head.published})." if head.published else ""
    return f"{unit}. {head.title}[R/OL]. {date}".strip()


def _json_ld(facts: Mapping[str, Any], head: Head) -> dict[str, Any]:
    """schema.org's description of the report; only what is given."""
    unit = {"@type": "GovernmentOrganization", "name": facts["unit"]}
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": head.title,
        "inLanguage": "zh-CN",
        "temporalCoverage": f"{head.year}-01-01/{head.year}-12-31",
        "author": unit,
        "publisher": unit,
        "datePublished": head.published,
        "dateModified": updated(head),
        "reportNumber": head.fields.get("document_number", ""),
        "isBasedOn": head.fields.get("source_url", ""),
    }
    return {key: value for key, value in data.items() if value}
