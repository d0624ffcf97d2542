"""Words of a report → one line of our Markdown that prints the same characters, and no others."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from ...prose.chinese import CITATION, read_line, safe_href
from .passages import Link, Stretch

# What always means something to our Markdown: a backslash, a citation's braces, exactly two stars.
_MEANT = re.compile(r"[\\{}｛｝]|(?<!\*)\*\*(?!\*)")
# Whatever a backslash takes the meaning from.
_ALL = re.compile(r"[!-/:-@\[-`{-~｛｝＊＃]")
# Brackets of an address are closed again, and hold none.
_MAY_STAND = re.compile(r"[^()]*+(?:\([^()]*+\)[^()]*+)*+")
_TRIMMED = " \t\r\n\u00a0\u2002\u2003\u2009\u200b\u202f\u3000\ufeff"


def to_markdown(text: str, bold: Sequence[Stretch] = (), links: Sequence[Link] = ()) -> str:
    """One line. Read back it has the same characters, is bold and leads elsewhere where the source does.

    As few backslashes as will do; where links and bold cannot be told from signs of the text, they are
    given up. A link to `{address}` is a citation: the reader prints its figure.
    """
    leading = _tidy_links(text, links)
    stretches = _uncrossed(_tidy(text, bold), leading)
    for escape, strong, led in (
        (_escape_meant, stretches, leading),
        (_escape_all, stretches, leading),
        (_escape_meant, stretches, ()),
        (_escape_all, stretches, ()),
        (_escape_all, (), ()),
    ):
        line = _write(text, strong, led, escape)
        if _reads_back(line, text, strong, led):
            return line
    return _write(text, (), (), _escape_all)


def _tidy_links(text: str, links: Sequence[Link]) -> tuple[Link, ...]:
    """Links in order with the addresses our Markdown takes, without those that a bare address is by itself."""
    kept: list[Link] = []
    for start, end, target in sorted(links):
        words = text[start:end]
        address = target if is_citation(target) else _address(target)
        is_bare = words.startswith("http") and _address(words) == address
        if words.strip() and address and not is_bare and (not kept or kept[-1][1] <= start):
            kept.append((start, end, address))
    return tuple(kept)


def is_citation(target: str) -> bool:
    return target.startswith("{") and target.endswith("}")


def _address(target: str) -> str:
    """As it may stand in `[…](…)`, '' for one that leads nowhere we know."""
    href = safe_href(target) or ""
    return href if _MAY_STAND.fullmatch(href) else href.replace("(", "%28").replace(")", "%29")


def _uncrossed(bold: Sequence[Stretch], links: Sequence[Link]) -> tuple[Stretch, ...]:
    """Bold stretches cut where a link begins or ends that lies only partly in them."""
    cut: list[Stretch] = []
    for start, end in bold:
        edges = {start, end}
        for first, last, _ in links:
            if not (start <= first and last <= end) and first < end and last > start:
                edges |= {edge for edge in (first, last) if start < edge < end}
        cut += pairwise(sorted(edges))
    return tuple(cut)


def _tidy(text: str, bold: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Stretches that touch as one, without blanks at their ends, and only such as hold words."""
    merged: list[Stretch] = []
    for start, end in sorted((max(0, start), min(end, len(text))) for start, end in bold):
        if merged and not text[merged[-1][1] : start].strip(_TRIMMED):
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return tuple(
        stretch
        for start, end in merged
        if (stretch := _trim(text, start, end)) and any(sign.isalnum() for sign in text[slice(*stretch)])
    )


def _trim(text: str, start: int, end: int) -> Stretch:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def _escape_meant(text: str) -> str:
    return _MEANT.sub(lambda match: "".join(f"\\{sign}" for sign in match.group()), text)


def _escape_all(text: str) -> str:
    return _ALL.sub(r"\\\g<0>", text)


def _write(text: str, bold: Sequence[Stretch], links: Sequence[Link], escape: Callable[[str], str]) -> str:
    """The text with its marks. At one place what ends comes before what begins, the inner within the outer."""
    marks: list[tuple[int, int, int, str]] = []
    hidden: list[Stretch] = []
    for start, end, target in links:
        if is_citation(target):
            marks += [(start, 1, 0, target), (end, 0, 0, "")]
            hidden.append((start, end))
        else:
            length = 2 * (end - start)
            marks += [(start, 1, -length, "["), (end, 0, length, f"]({target})")]
    for start, end in bold:
        # Of bold and link that cover the same words the link is the inner one.
        length = 2 * (end - start) + 1
        marks += [(start, 1, -length, "**"), (end, 0, length, "**")]
    parts: list[str] = []
    at = 0
    for place, _, _, mark in sorted(marks):
        parts += [escape(_without(text, at, place, hidden)), mark]
        at = place
    line = "".join([*parts, escape(_without(text, at, len(text), hidden))])
    return f"\\{line}" if line[:1] in ("#", "＃") else line


def _without(text: str, start: int, end: int, hidden: Sequence[Stretch]) -> str:
    """What stands in [start, end), unless a citation prints it; marks never stand within one."""
    return "" if any(first <= start and end <= last for first, last in hidden) else text[start:end]


def _reads_back(line: str, text: str, bold: Sequence[Stretch], links: Sequence[Link]) -> bool:
    """Whether the line reads as the text with this bold and these links, and no others but bare addresses."""
    cited = [text[start:end] for start, end, target in links if is_citation(target)][::-1]
    contents: list[str] = []
    found: list[Stretch] = []
    led: list[Link] = []
    length = opened = begun = 0
    target = ""
    for token in read_line(line):
        if token.type in ("text", CITATION):
            if token.meta.get("fault") or (token.type == CITATION and not cited):
                return False
            content = token.content if token.type == "text" else cited.pop()
            if token.type == CITATION:
                led.append((length, length + len(content), f"{{{token.content}}}"))
            contents.append(content)
            length += len(content)
        elif token.type == "strong_open":
            opened = length
        elif token.type == "strong_close":
            found.append((opened, length))
        elif token.type == "link_open":
            begun, target = length, str(token.attrs["href"])
        elif token.type == "link_close":
            led.append((begun, length, target))
        else:
            return False
    whole = "".join(contents)
    others = set(led) - set(links)
    return (
        whole == text
        and sorted(found) == list(bold)
        and set(links) <= set(led)
        and all(whole.startswith("http", start) for start, _, _ in others)
    )
