"""What Word's styles say of the paragraphs and runs that use them: bold, hidden, heading level, list."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .xml import W, number_of, switch_of, value_of

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])\Z", re.IGNORECASE)
_CONTENTS = re.compile(r"toc\s*[1-9]\Z", re.IGNORECASE)
_BODY_LEVEL = 9
_DEEPEST = 32
_SHIFTS = {"superscript": 1, "subscript": -1, "baseline": 0}


@dataclass(frozen=True, slots=True)
class Style:
    """None and '' where a style says nothing. `level`: of a heading from 1, 0: body text. `list_depth`: -1 where
    the style leaves it to the list which of its levels the style stands for. `shift`: 1 above the line, -1 below
    it, 0 on it."""

    bold: bool | None = None
    hidden: bool | None = None
    struck: bool | None = None
    shift: int | None = None
    level: int | None = None
    list_id: str = ""
    list_depth: int = -1
    is_contents: bool = False


_NOTHING = Style()


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles by id, each with what it inherits, and the one of paragraphs that name none."""

    by_id: Mapping[str, Style]
    usual: Style = _NOTHING

    def get(self, style_id: str) -> Style:
        return self.by_id.get(style_id, self.usual)


def read_styles(root: Any) -> Styles:
    """The styles of word/styles.xml; `root` may be None."""
    if root is None:
        return Styles({})
    elements = {item.get(f"{W}styleId", ""): item for item in root.findall(f"{W}style")}
    defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    bottom = Style(bold=switch_of(defaults, "b"), hidden=switch_of(defaults, "vanish"))
    found = {key: _inherited(key, elements, bottom) for key in elements}
    usual = next(
        (
            found[key]
            for key, item in elements.items()
            if item.get(f"{W}type") == "paragraph" and item.get(f"{W}default", "0") in ("1", "true", "on")
        ),
        bottom,
    )
    return Styles(found, usual)


def _inherited(key: str, elements: Mapping[str, Any], bottom: Style) -> Style:
    """A style over those it is based on; a circle of styles ends where it began."""
    chain: list[str] = []
    while key in elements and key not in chain and len(chain) < _DEEPEST:
        chain.append(key)
        key = value_of(elements[key], "basedOn")
    style = bottom if chain and elements[chain[0]].get(f"{W}type") == "paragraph" else _NOTHING
    for name in reversed(chain):
        style = over(style, _own(elements[name]))
    return style


def _own(element: Any) -> Style:
    name = value_of(element, "name")
    heading = _HEADING.match(name)
    paragraph = element.find(f"{W}pPr")
    style = paragraph_says(paragraph)
    run = element.find(f"{W}rPr")
    return replace(
        style,
        bold=switch_of(run, "b"),
        hidden=switch_of(run, "vanish"),
        struck=struck(run),
        shift=shift(run),
        level=int(heading.group(1)) if heading and style.level is None else style.level,
        is_contents=bool(_CONTENTS.match(name)),
    )


def struck(run: Any) -> bool | None:
    """Whether a w:rPr crosses its text out, once or twice."""
    said = [switch_of(run, name) for name in ("strike", "dstrike")]
    return True if True in said else False if False in said else None


def shift(run: Any) -> int | None:
    """Whether a w:rPr sets its text above or below the line, by size or by distance."""
    aligned = _SHIFTS.get(value_of(run, "vertAlign"))
    raised = value_of(run, "position").strip("0+")
    return aligned if aligned or not raised else -1 if raised.startswith("-") else 1


def paragraph_says(properties: Any) -> Style:
    """What a w:pPr itself says; it may be None."""
    if properties is None:
        return _NOTHING
    outline = number_of(properties, "outlineLvl", -1)
    listed = properties.find(f"{W}numPr")
    return Style(
        level=None if outline < 0 else 0 if outline >= _BODY_LEVEL else outline + 1,
        list_id=value_of(listed, "numId"),
        list_depth=-1 if listed is None else number_of(listed, "ilvl", -1),
    )


def over(lower: Style, upper: Style) -> Style:
    """`upper` where it says something, else `lower`."""
    return Style(
        lower.bold if upper.bold is None else upper.bold,
        lower.hidden if upper.hidden is None else upper.hidden,
        lower.struck if upper.struck is None else upper.struck,
        lower.shift if upper.shift is None else upper.shift,
        lower.level if upper.level is None else upper.level,
        upper.list_id or lower.list_id,
        upper.list_depth if upper.list_depth >= 0 else lower.list_depth,
        upper.is_contents or lower.is_contents,
    )
