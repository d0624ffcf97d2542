"""Prose of which a source holds only some sections, such as the fees of a 填报表, put into the whole."""

from __future__ import annotations

import re

from ..folding import fold
from ..matched import PENDING

_HEADING = "## "
_OPEN = re.compile(rf"{PENDING}|\d+(?:[.,]\d+)*")


def with_sections(whole: str, part: str) -> str:
    """`whole` with the sections of `part`: a sentence that differs only in its figures, or still lacks them, is
    replaced, others are added at the end of their section; a section that is missing at the end."""
    lines = whole.rstrip("\n").split("\n") if whole.strip() else []
    for heading, sentences in _sections(part):
        start = next((at for at, line in enumerate(lines) if _same(line, heading)), None)
        if start is None:
            lines += ([""] if lines else []) + [heading]
            start = len(lines) - 1
        for sentence in sentences:
            lines = _with_sentence(lines, start, sentence)
    return "\n".join(lines) + "\n"


def with_answers(whole: str, known: str) -> str:
    """`whole`, in which a sentence that still lacks its figures is the one of `known` that has them: what a source
    leaves open says nothing."""
    answers = {
        shape: line
        for line in known.split("\n")
        if PENDING not in line and (shape := _OPEN.sub("", line.strip()))
    }
    lines = (
        answers.get(_OPEN.sub("", line.strip()), line) if PENDING in line else line
        for line in whole.split("\n")
    )
    return "\n".join(lines)


def _sections(part: str) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for line in filter(None, (line.strip() for line in part.split("\n"))):
        if line.startswith(_HEADING):
            found.append((line, []))
        elif found:
            found[-1][1].append(line)
    return found


def _same(line: str, heading: str) -> bool:
    return line.startswith(_HEADING) and fold(line) == fold(heading)


def _with_sentence(lines: list[str], start: int, sentence: str) -> list[str]:
    end = next((at for at in range(start + 1, len(lines)) if lines[at].startswith(_HEADING)), len(lines))
    shape = _OPEN.sub("", sentence)
    for at in range(start + 1, end):
        if _OPEN.sub("", lines[at].strip()) == shape:
            return [*lines[:at], sentence, *lines[at + 1 :]]
    last = max((at for at in range(start, end) if lines[at].strip()), default=start)
    return [*lines[: last + 1], "", sentence, *lines[last + 1 :]]
