"""Telling what a line is: numbers, a name with its colon or without, an item of a list."""

from __future__ import annotations

import re

from .lines import Entry, Line, split_entry
from .reader import Reader
from .signs import DASHES, RUN, body_start, visible_width

NUMBER_LIKE = re.compile(r"[\d~/_～／＿+＋.．,，]|[-－−—–](?=[\d\s]|\Z)|待填|空(?:\s|\Z)|不适用|自动")
_DIGIT = re.compile(r"[\d~/_]")
_SENTENCE = re.compile(r"[，。；！？“”《》、\s/\\]|\d+\Z")
LIKE_COLON = "；;，,、=＝.．。 \t\u3000\u00a0"
NAME_SIGNS = "*&!%@`?|>[]{},\"'"
_LONGEST_NAME = 30


def entry_of(reader: Reader, line: Line, at: int) -> Entry | None:
    """The entry a line is, if it is one; a text with a colon in it is none."""
    entry = split_entry(line.text, at, reader.known)
    if entry is None or entry.is_yaml or reader.known(entry.name):
        return entry
    is_name = len(entry.name) <= _LONGEST_NAME and not _SENTENCE.search(entry.name)
    return entry if is_name and line.text[entry.rest_at : entry.rest_at + 1] != "/" else None


def is_number_line(reader: Reader, line: Line) -> bool:
    """Whether a line holds numbers only, without a name."""
    body_at = line.body_at
    return NUMBER_LIKE.match(line.text, body_at) is not None and entry_of(reader, line, body_at) is None


def name_without_colon(reader: Reader, line: Line, at: int) -> int | None:
    """Where a known name at the head of a line ends, when numbers, a word or nothing follow."""
    run = RUN.search(line.text, at)
    digits = _DIGIT.search(line.text, at)
    if digits is not None:
        name = line.text[at : digits.start()].rstrip(LIKE_COLON)
        if reader.shape.numbers_behind(name):
            return at + len(name)
    name = line.text[at : run.start() if run else len(line.text)].rstrip(LIKE_COLON)
    if not reader.known(name):
        return None
    end = at + len(name)
    rest_at = body_start(line.text, end)
    rest = line.text[rest_at:]
    if reader.shape.numbers_behind(name):
        return end if not rest or NUMBER_LIKE.match(rest) else None
    if reader.shape.has_names_below(name):
        is_word = () in reader.shape.paths_of(name) and " " not in rest.strip()
        return end if not rest or rest[0] == "#" or is_word else None
    return end if rest and reader.levels.fits(visible_width(line.indent)) else None


def sign_before_name(reader: Reader, line: Line, at: int) -> int | None:
    """Where a known name begins that has signs before it which YAML gives a meaning."""
    text = line.text
    if text[at] not in NAME_SIGNS and text[at] not in DASHES:
        return None
    name_at = at + 1
    while name_at < len(text) and (text[name_at] in NAME_SIGNS or RUN.match(text, name_at)):
        name_at += 1
    if text[at] in "\"'" and text[at] in text[name_at:]:
        return None
    entry = split_entry(text, name_at, reader.known) if name_at < len(text) else None
    if entry is None or not reader.known(entry.name):
        return None
    return name_at if text[at] in NAME_SIGNS or reader.shape.numbers_behind(entry.name) is not None else None


def item_start(reader: Reader, line: Line, at: int) -> int | None:
    """Where the content of a list's item begins, or None when the line is none."""
    text = line.text
    if text[at] not in DASHES:
        return None
    end = at
    while end < len(text) and text[end] in DASHES:
        end += 1
    item_at = body_start(text, end)
    if text[at:end] == "-" and (item_at > end or end == len(text)):
        is_number = NUMBER_LIKE.match(text, item_at) or item_at == len(text)
        return (
            None if is_number and reader.last and reader.shape.numbers_behind(reader.last.name) else item_at
        )
    entry = split_entry(text, item_at, reader.known) if item_at < len(text) else None
    if entry is not None and reader.known(entry.name) and reader.shape.numbers_behind(entry.name) is None:
        return item_at
    is_sibling = reader.levels.item is not None and visible_width(line.indent) in reader.levels.columns
    is_first = reader.levels.opens and reader.shape.numbers_behind(reader.levels.name) is None
    can_be = (is_sibling or is_first) and item_at < len(text) and not text[item_at].isdigit()
    return item_at if can_be and end == at + 1 else None
