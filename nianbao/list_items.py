"""Items added to a list of a year's file, such as 核实说明 and 更正; nothing else in the file changes."""

from __future__ import annotations

import re
from collections.abc import Callable

# The lines of all items, given how far a dash stands in and how many blanks follow it.
Write = Callable[[str, str], list[str]]

_ITEM = re.compile(r"^(?P<indent> *)-(?P<gap> +)", re.MULTILINE)
_NOTHING = re.compile(r"(?P<before> *)无?(?P<after> *(?:#[^\n]*)?\r?)")


def append_items(text: str, name: str, write: Write) -> str | None:
    """The text with items at the end of its list `name`, or with a new list at the end of the file; None where
    what stands under the name is no list."""
    end = "\r\n" if "\r\n" in text else "\n"

    def lines(indent: str, gap: str) -> str:
        return "".join(f"{line}{end}" for line in write(indent, gap))

    found = _list(name).search(text)
    if found is None:
        whole = text if not text or text.endswith("\n") else text + end
        blank = "" if whole.endswith((end * 2, "\n\n")) or not whole else end
        return whole + blank + f"{name}:{end}" + lines("  ", " ")
    item = _ITEM.search(found["items"])
    if item is None:
        nothing = _NOTHING.fullmatch(found["value"])
        if nothing is None or re.search(r"^ *[^ \r\n#]", found["items"], re.MULTILINE):
            return None
        head = text[: found.start("value")] + nothing["after"].rstrip("\r")
        return head + end + lines("  ", " ") + text[found.start("items") :]
    # Empty lines and remarks at the left edge behind the last item belong to what follows.
    inside = re.sub(r"(?:(?:\r?|#[^\n]*)(?:\n|\Z))+\Z", "", found["items"])
    place = found.start("items") + len(inside)
    before = text[:place] if text[:place].endswith("\n") else text[:place] + end
    return before + lines(item["indent"], item["gap"]) + text[place:]


def _list(name: str) -> re.Pattern[str]:
    """The list under its name: item lines, what belongs to them, empty lines and remarks between them."""
    return re.compile(
        rf"^{name}:(?P<value>[^\n]*)\n?(?P<items>(?:(?:[ -][^\n]*|\r?)(?:\n|\Z)|#[^\n]*\n)*)", re.MULTILINE
    )
