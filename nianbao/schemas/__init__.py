"""A form → JSON Schema (draft-07): what an editor can know of a year's file, in the words clerks read.

A schema sees values, not the text: signs, remarks, order and names typed twice are for `check` to find.
What it refuses, `check` refuses too. `guide` is the text of docs/content.md, which explains the names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping

from ..cells import PENDING, SIGN_OF
from ..fields import UNDATED
from ..form_names import CORRECTION_FIELDS, CORRECTIONS, FIELDS, NOTE_FIELDS, NOTES, form_names
from ..forms import Form
from ..names import loose, pattern_of
from .parts import DIALECT, SCALAR, Schema, described, required, whole
from .tables import table_lines, table_schema, table_typed

_DAY = (
    "[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))"
)
_EXAMPLE_DAY = "2024-01-22"


def report_schema(form: Form, guide: str) -> Schema:
    """The schema of a year's file under one edition."""
    definitions: Schema = {}
    properties: Schema = {}
    patterns: Schema = {}

    def add(key: str, name: str, typed: Iterable[str], schema: Schema) -> None:
        definitions[key] = schema
        properties[name] = patterns[whole("|".join(map(pattern_of, typed)))] = {
            "$ref": f"#/definitions/{key}"
        }

    for name, schema in _fields(form, guide).items():
        add(FIELDS.get(name, _LISTS.get(name, "")), name, [name], schema)
    known = form_names(form).tables
    for table in form.tables:
        titles = [name for name, named in known.items() if named is table and loose(name) == name]
        definitions |= table_lines(form, table)
        add(table.key, table.name, titles, table_schema(form, table))
    return {
        "$schema": DIALECT,
        "title": f"年报的数（{form.name}）",
        "description": f"依据{form.source}。编辑器只看写法；数对不对，以“检查”为准。",
        "type": "object",
        "properties": properties,
        "patternProperties": patterns,
        "additionalProperties": False,
        **required([table.name for table in form.tables], list(properties)),
        "errorMessage": "没有这个名称，或者行首的空格不对。",
        "defaultSnippets": _snippets(form),
        "definitions": definitions,
    }


def keys_schema(
    title: str, texts: Mapping[str, str], kinds: Mapping[str, str], needed: Collection[str]
) -> Schema:
    """The schema of site.yaml or agency.yaml; `kinds` tells how `values.Reader` reads each name."""
    return {
        "$schema": DIALECT,
        "title": title,
        "type": "object",
        "properties": {
            name: {"title": name, **described(text), **_KINDS[kinds[name]]} for name, text in texts.items()
        },
        "additionalProperties": False,
        "required": sorted(needed),
        "errorMessage": f"没有这个名称，或者少了必须写的：{'、'.join(sorted(needed))}。",
    }


def explained(guide: str, heading: str) -> dict[str, str]:
    """The names in the table under a heading of the guide, with what is said of each."""
    part = re.search(rf"^#+ {re.escape(heading)}$\n(.*?)(?=^#+ |\Z)", guide, re.MULTILINE | re.DOTALL)
    rows = re.findall(r"^\| `([^`]+)` \| (.+) \|$", part[1] if part else "", re.MULTILINE)
    return {name: re.sub(r"\[([^]]+)]\([^)]*\)", r"\1", text) for name, text in rows}


def as_json(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


_KINDS: dict[str, Schema] = {
    "text": {"type": SCALAR, "errorMessage": "这里写文字。"},
    "integer": {
        "type": ["integer", "string", "null"],
        "pattern": "^(?:-?[0-9]{1,9})?$",
        "errorMessage": "这里写一个整数。",
    },
    "lines": {"type": [*SCALAR, "array"], "errorMessage": "写一项；几项的一行一项，每行前面写“- ”。"},
    "table": {"type": [*SCALAR, "object"], "errorMessage": "写一句话，或者下面分行写“名称: 内容”。"},
    "items": {
        "type": ["array", "string", "null"],
        "maxLength": 0,
        "errorMessage": "一条一条写，每条前面写“- ”。",
    },
}


# -- what stands in a year's file besides the tables

_LISTS = {NOTES: "explanations", CORRECTIONS: "corrections"}
_ITEMS = {NOTES: NOTE_FIELDS, CORRECTIONS: CORRECTION_FIELDS}
_MARKS = "[“”‘’\"'。．.，,；; 　]*"


def _fields(form: Form, guide: str) -> dict[str, Schema]:
    texts = explained(guide, "各项")
    schemas: dict[str, Schema] = {name: _text(name, texts) for name in FIELDS}
    for name, key in FIELDS.items():
        if key == "published":
            schemas[name] |= _date(f"{UNDATED}|")
        elif key == "attachments":
            schemas[name] |= {"type": [*SCALAR, "array"], "items": {"type": SCALAR}}
        elif key == "edition":
            number = [int(form.edition)] if form.edition.isdigit() else []
            schemas[name] |= {
                "enum": [form.edition, *number, None],
                "errorMessage": f"这里的提示只合{form.name}；写了别的版式的，以“检查”的结果为准。",
            }
    for name in _LISTS:
        schemas[name] = _list(name, guide)
    return schemas


def _text(name: str, texts: Mapping[str, str]) -> Schema:
    return {
        "title": name,
        **described(texts.get(name, "")),
        "type": SCALAR,
        "errorMessage": f"“{name}”应是文字，下面不再有别的名称。",
    }


def _list(name: str, guide: str) -> Schema:
    known, texts = _ITEMS[name], explained(guide, name)
    fields: Schema = {field: _text(field, texts) for field in known}
    dates = [field for field, key in known.items() if key == "date"]
    # A change without its day is refused; when a finding was looked into need not be said.
    needed = dates if name == CORRECTIONS else []
    for field in dates:
        fields[field] |= _date("") | {"type": "string"} if needed else _date(f"{SIGN_OF[PENDING]}|")
    return {
        "title": name,
        **described(f"一条一条写，每条前面写“- ”；名称有{'、'.join(known)}。"),
        "type": ["array", "string", "null"],
        "pattern": whole(f"{_MARKS}(?:无|没有|~)?{_MARKS}"),
        "items": {
            "type": "object",
            "properties": fields,
            "additionalProperties": False,
            "required": needed,
            "errorMessage": f"每一条写成“- 名称: 内容”，名称有{'、'.join(known)}"
            + (f"，要写{'、'.join(needed)}。" if needed else "。"),
        },
        "errorMessage": f"“{name}”应是一条一条的，每条前面写“- ”。",
    }


def _date(otherwise: str) -> Schema:
    return {
        "type": ["string", "null"],
        "pattern": whole(f"{otherwise}{_DAY}"),
        "errorMessage": f"日期写成 {_EXAMPLE_DAY} 这样：四位年、两位月、两位日。",
    }


def _snippets(form: Form) -> list[Schema]:
    """Whole tables, as `new` writes them, a 核实说明 and a 更正."""
    found: list[Schema] = []
    for table in form.tables:
        found.append({"label": f"{table.name}（整张表）", "body": table_typed(table)})
        if table.none:
            body = f"{table.name}: {table.none}"
            found.append({"label": f"{body}（{table.none_means}）", "body": f"{body}\n"})
    examples = {"date": _EXAMPLE_DAY, "path": form.cells[0].path}
    for name, known in _ITEMS.items():
        lines = [
            f"{field}: ${{{number}:{examples.get(key, field)}}}"
            for number, (field, key) in enumerate(known.items(), 1)
            if key != "public"
        ]
        body = f"{name}:\n  - " + "\n    ".join(lines) + "\n"
        found.append({"label": f"{name}（一条）", "body": body})
    return found
