"""What every schema is made of: hover texts, names that must stand there, whole patterns."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

Schema = dict[str, Any]

DIALECT = "http://json-schema.org/draft-07/schema#"
# What an editor takes a text for when it looks like something else.
SCALAR = ["string", "number", "boolean", "null"]


def described(*sentences: str) -> Schema:
    """Sentences, in which `signs` are to be typed, as a hover text."""
    text = [sentence for sentence in sentences if sentence]
    return {"description": plain("\n".join(text)), "markdownDescription": "\n\n".join(text)} if text else {}


def required(names: Collection[str], known: Collection[str]) -> Schema:
    """Names that must stand there. Where a label stands for one of the `known`, they can only be counted."""
    return {
        "if": {"propertyNames": {"enum": list(known)}},
        "then": {"allOf": [{"required": [name], "errorMessage": f"少了“{name}”。"} for name in names]},
        "else": {"minProperties": len(names)},
    }


def plain(text: str) -> str:
    return text.replace("`", "")


def whole(pattern: str) -> str:
    return f"^(?:{pattern})$"
