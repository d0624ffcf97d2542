"""Step 3 for all reports: what is kept comes from the memo, the rest is read, anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from .agencies import Agency
from .declare import Declared
from .forms import Form
from .head import Head, head_from_json, head_to_json
from .house import House
from .memo import Memo, digest
from .project import ReportFiles, SourceFile
from .reading import Source, read
from .workers import Work

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Task:
    key: Key
    kept: str
    files: ReportFiles
    agency: Agency
    form: Form
    house: House


def read_reports(
    sources: Mapping[Key, ReportFiles],
    declared: Declared,
    memo: Memo,
    program: str,
    work: Work,
    *,
    keep_last: bool = False,
) -> dict[Key, Head]:
    """The head of every report; each names in `body` the memo key under which its prose lies.

    `keep_last` also keeps the last version of each report that could be read (`last_readable`).
    """
    heads: dict[Key, Head] = {}
    tasks: list[_Task] = []
    house = digest(repr(declared.house))
    for key, files in sources.items():
        form = declared.form_of(key)
        if form is None:
            continue
        agency = declared.agencies[files.agency]
        parts = [file.digest if file else "" for file in (files.figures, files.prose, files.log)]
        kept = digest(program, form.digest, house, repr(agency), files.year, repr(files.faults), *parts)
        found = memo.get("head", kept)
        if found is None:
            tasks.append(_Task(key, kept, files, agency, form, declared.house))
        else:
            memo.touch("body", kept)
            memo.touch("search", kept)
            heads[key] = replace(head_from_json(found), body=kept)
    for task, (head, body, search) in zip(tasks, work.run("读取", _read_chunk, tasks), strict=True):
        memo.put("head", task.kept, head)
        memo.put("body", task.kept, body)
        memo.put("search", task.kept, search)
        heads[task.key] = replace(head_from_json(head), body=task.kept)
        if keep_last and heads[task.key].is_parsed:
            memo.put("last", _last_key(task.key), [head, body, search])
    memo.save()
    return dict(sorted(heads.items()))


def last_readable(heads: Mapping[Key, Head], memo: Memo) -> dict[Key, Head]:
    """Every report as it can be shown: one that cannot be read now, as it was when it last could be."""
    shown = dict(heads)
    for key, head in heads.items():
        last = None if head.is_parsed else memo.get("last", _last_key(key))
        if last is None:
            memo.touch("last", _last_key(key))
            continue
        memo.put("body", head.body, last[1])
        memo.put("search", head.body, last[2])
        shown[key] = replace(head_from_json(last[0]), body=head.body, digest=head.digest)
    return shown


def _last_key(key: Key) -> str:
    return f"{key[0]}/{key[1]}"


def _read_chunk(tasks: Sequence[_Task]) -> list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]]:
    results = []
    for task in tasks:
        source = Source(
            agency=task.agency,
            year=task.files.year,
            figures_name=_name(task.files, task.files.figures, "yaml"),
            figures=_bytes(task.files.figures),
            prose_name=_name(task.files, task.files.prose, "md"),
            prose=_bytes(task.files.prose),
            faults=task.files.faults,
            house=task.house,
            log=_bytes(task.files.log),
        )
        reading = read(source, task.form)
        results.append((head_to_json(reading.head), reading.body, reading.search))
    return results


def _name(files: ReportFiles, file: SourceFile | None, suffix: str) -> str:
    return file.name if file else f"content/reports/{files.agency}/{files.year}.{suffix}"


def _bytes(file: SourceFile | None) -> bytes | None:
    return None if file is None else file.path.read_bytes()
