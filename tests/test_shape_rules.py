"""The rules about how a year's file is typed, each with a good and a bad file and the exact words.

They stand in tests/rules/<CODE>/; NIANBAO_UPDATE=1 writes `expected.txt` anew.
"""

from __future__ import annotations

import ast
import inspect
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from nianbao.decoding import decode
from nianbao.finding import LEVEL_WORDS
from nianbao.forms import Form
from nianbao.forms.loading import load_form
from nianbao.keyboard import apply_edits
from nianbao.located import Fault, Lines
from nianbao.report import read_report
from nianbao.rulebook import docstring_parts
from nianbao.rules import cells, fields, files, keyboard, shape
from nianbao.rules.register import FAULT, RULES, rule_for
from nianbao.rules.words import spoken
from tests.typed_samples import ROOT

CASES = Path(__file__).parent / "rules"
FORMS = {
    edition: load_form((ROOT / "nianbao" / "forms" / f"{edition}.yaml").read_text(encoding="utf-8"))
    for edition in (2019, 2021)
}
MODULES = (cells, fields, files, keyboard, shape)
OURS = sorted(code for code, rule in RULES.items() if rule.check.__module__ in {m.__name__ for m in MODULES})


def read_case(file: Path) -> tuple[str, list[Fault]]:
    """A file's text and everything that is wrong with it, from its bytes on."""
    text, faults = decode(file.read_bytes())
    edition = 2019 if "版式: 2019" in text else 2021
    form: Form = FORMS[edition]
    if text or not faults:
        faults = [*faults, *read_report(text, form, edition)[1]]
    return text, faults


def show(text: str, faults: list[Fault]) -> str:
    """What the clerk reads, and what the safe mends make of the lines."""
    lines = Lines(text)
    parts = []
    for fault in faults:
        entry = rule_for(FAULT, fault.kind)
        problem = entry.check(fault)
        line, column = lines.position(min(fault.start, len(text)))
        place = f" · {problem.place}" if problem.place else ""
        head = f"{LEVEL_WORDS[problem.level or entry.level]} {entry.code} {entry.name}{place} {line}:{column}"
        parts.append(f"{head}\n  {problem.text}\n  怎么改：{problem.remedy}")
    mended = apply_edits(text, [edit for fault in faults for edit in fault.edits])
    new = [f"  {line}" for line in mended.splitlines() if line not in text.splitlines()]
    return "\n".join([*parts, *(["改好以后：", *new] if new else [])]) + "\n"


@pytest.mark.parametrize("code", OURS)
def test_a_good_file_is_not_mentioned(code: str) -> None:
    assert read_case(CASES / code / "good.yaml")[1] == []


@pytest.mark.parametrize("code", OURS)
def test_a_bad_file_is_told_in_the_words_that_were_agreed(code: str) -> None:
    folder = CASES / code
    text, faults = read_case(folder / "bad.yaml")
    assert code in {rule_for(FAULT, fault.kind).code for fault in faults}
    said = show(text, faults)
    if os.environ.get("NIANBAO_UPDATE"):
        (folder / "expected.txt").write_text(said, encoding="utf-8")
    assert said == (folder / "expected.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", OURS)
def test_what_can_be_mended_says_so_and_is_mended(code: str) -> None:
    text, faults = read_case(CASES / code / "bad.yaml")
    for fault in faults:
        remedy = rule_for(FAULT, fault.kind).check(fault).remedy
        assert remedy.endswith("运行“检查 --修”可一次改好。") == bool(fault.edits), remedy
    mended = apply_edits(text, [edit for fault in faults for edit in fault.edits])
    again = read_report(mended, FORMS[2019 if "版式: 2019" in text else 2021], 2021)[1] if text else []
    assert [fault.kind for fault in again if fault.edits] == []


@pytest.mark.parametrize("code", OURS)
def test_a_rule_explains_itself(code: str) -> None:
    summary, parts = docstring_parts(RULES[code])
    assert summary.endswith("。")
    assert all(parts.values()), parts


@pytest.mark.parametrize("code", OURS)
def test_no_message_speaks_like_a_program(code: str) -> None:
    said = (CASES / code / "expected.txt").read_text(encoding="utf-8")
    for word in ("null", "None", "invalid", "parse", "token", "mapping", "scalar", "YAML", "[]", "语法"):
        assert word not in said


def kinds_in_code() -> Iterator[tuple[str, str]]:
    """Every kind of fault that the modules reading a year's file can give."""
    names = [
        "cells",
        "odd_rows",
        "numerals",
        "fields",
        "entries",
        "table_words",
        "report",
        "decoding",
        "located",
        "keyboard",
    ]
    package = ROOT / "nianbao"
    for file in [*(package / f"{name}.py" for name in names), *(package / "typed").glob("*.py")]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args and _name(node.func) in _FAULT_CALLS:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and first.value:
                    yield first.value, file.name


_FAULT_CALLS = {"Fault", "fault", "_fault", "_unsure", "_stop"}


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


@pytest.mark.parametrize(("kind", "file"), sorted(set(kinds_in_code())))
def test_every_kind_of_fault_has_its_rule(kind: str, file: str) -> None:
    assert rule_for(FAULT, kind).code in OURS


def test_codes_and_names_are_used_once() -> None:
    names = [RULES[code].name for code in OURS]
    assert len(set(names)) == len(names)
    assert all(code.startswith("F0") for code in OURS)
    assert all("acceptable" not in inspect.signature(RULES[code].check).parameters for code in OURS)
    assert not any(RULES[code].acceptable for code in OURS)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "零"),
        (8, "八"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (105, "一百零五"),
        (2629, "二千六百二十九"),
        (10500, "一万零五百"),
        (80100, "八万零一百"),
        (100020, "十万零二十"),
    ],
)
def test_numbers_are_said_as_people_say_them(number: int, said: str) -> None:
    assert spoken(number) == said
