"""The words of everything an import may have to say; NIANBAO_UPDATE=1 writes tests/rules/I…/expected.txt anew.

The files that lead to them are built in the tests of the readers and of the command.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Mapping

import pytest

from nianbao.finding import LEVEL_WORDS
from nianbao.located import Fault
from nianbao.rulebook import FAMILIES, docstring_parts
from nianbao.rules import imported, importing, roster
from nianbao.rules.register import FAULT, RULES, rule_for
from tests.sites import ROOT

CASES = ROOT / "tests/rules"
OURS = sorted(
    code
    for code, rule in RULES.items()
    if rule.check.__module__ in (imported.__name__, importing.__name__, roster.__name__)
)
FILE = "收件/民政局年报.docx"
EXAMPLES: list[tuple[str, Mapping[str, object]]] = [
    ("import-unknown-type", {"kind": "image"}),
    ("import-unknown-type", {}),
    *(
        ("import-unknown-type", {"extension": extension, "kind": kind})
        for extension, kind in (
            (".rar", "rar"),
            (".zip", ""),
            (".xls", "xls"),
            (".et", ""),
            (".csv", "txt"),
            (".eml", "txt"),
            (".ofd", "ofd"),
            (".pptx", "ppt"),
            (".crdownload", ""),
            (".url", "txt"),
            (".md", "txt"),
            (".log", "txt"),
            (".pages", "zip"),
        )
    ),
    (
        "import-two-files",
        {
            "files": (FILE, "收件/民政局年报（改）.docx"),
            "cells": ("表三 一、本年新收“自然人”（12／13）", "表三 一、本年新收“总计”（12／13）"),
            "prose": True,
        },
    ),
    ("import-two-files", {"files": ("甲.docx", "乙.docx", "丙.pdf"), "cells": (), "prose": True}),
    ("import-empty", {}),
    ("import-broken", {}),
    *(("import-broken", {"member": "../年报.docx", "why": why}) for why in ("outside", "twice", "method")),
    ("import-wrong-extension", {"extension": ".docx", "kind": "pdf"}),
    ("import-bomb", {"size": 5_000_000_000, "ratio": 1030.2}),
    ("import-bomb", {"members": 70_000}),
    ("import-encrypted", {}),
    ("import-macros", {}),
    ("import-entities", {}),
    ("import-no-text", {}),
    ("import-too-long", {"pages": 10_000}),
    ("import-too-long", {}),
    ("import-timeout", {}),
    ("import-legacy", {}),
    ("import-no-report", {}),
    *(
        ("import-no-report", {"why": why, "names": names})
        for why, names in (
            ("attachment", ["2023年年报.docx"]),
            ("frame", ["年报_files/content.html"]),
            ("script", []),
            ("list", [f"民政局{year}年政府信息公开工作年度报告" for year in range(2020, 2024)]),
            ("picture", []),
        )
    ),
    ("import-several", {"names": ["民政局", "财政局"]}),
    ("import-several", {}),
    ("import-unit-unknown", {}),
    (
        "import-unit-ambiguous",
        {
            "candidates": ("东城区教育局（dongcheng/jiaoyuju）", "西城区教育局（xicheng/jiaoyuju）"),
            "path": "dongcheng/jiaoyuju",
        },
    ),
    ("import-year-unknown", {}),
    ("import-year-unknown", {"candidates": (2023, 2024)}),
    (
        "import-undecided",
        {
            "conflicts": ("表三 一、本年新收，总计（现在 13，新来 14）",),
            "log": "content/reports/dongcheng/minzheng/2024.import.txt",
        },
    ),
    (
        "import-conflict",
        {"number": 3, "conflicts": ("表三 一、本年新收“自然人”", "正文“一、总体情况” 2 处")},
    ),
    (
        "import-filling-other",
        {"made_for": "东城区教育委员会 2024年", "where": "文件名", "told": "东城区民政局"},
    ),
    ("import-encoding", {}),
    ("import-other-unit", {"asked": "区民政局", "stated": "东城区教育委员会"}),
    ("import-other-year", {"asked": 2024, "stated": 2023}),
    ("import-no-edition", {"year": 2012}),
    (
        "import-standing-broken",
        {"target": "content/reports/jiaowei/2024.yaml", "line": 3, "count": 2, "faults": (1,)},
    ),
    ("import-standing-broken", {}),
    (
        "import-other-edition",
        {"target": "content/reports/jiaowei/2020.yaml", "standing": "2021", "wanted": "2019"},
    ),
    ("import-cannot-write", {"target": "2024.yaml", "reason": "文件是只读的"}),
    ("import-unit-new", {"unit": "东城区体育局", "slug": "dongcheng/dongchengqu-tiyuju"}),
    ("import-cannot-open", {"reason": "没有权限"}),
    ("import-too-large-file", {"size": 180_000_000}),
    (
        "roster-bad-cell",
        {"place": "工作表“名录”第 5 行“排序”列", "text": "第三", "wanted": "写整数，例如 30"},
    ),
    ("roster-head", {"sheet": "名录", "row": 1, "names": ["代码"]}),
    ("roster-twice", {"sheet": "名录", "row": 7, "first": 5, "path": "huaian"}),
    ("roster-refused", {"target": "content/reports/a/agency.yaml", "changes": ["简称 → 区文旅局"]}),
]


def words(kind: str, facts: Mapping[str, object]) -> str:
    entry = rule_for(FAULT, kind)
    problem = entry.check(Fault(kind, 0, 1, {"file": FILE, **facts}))
    place = f" · {problem.place}" if problem.place else ""
    level = LEVEL_WORDS[problem.level or entry.level]
    return f"{level} {entry.code} {entry.name}{place}\n  {problem.text}\n  怎么改：{problem.remedy}\n"


@pytest.mark.parametrize("code", OURS)
def test_everything_is_told_in_the_words_that_were_agreed(code: str) -> None:
    said = "".join(words(kind, facts) for kind, facts in EXAMPLES if rule_for(FAULT, kind).code == code)
    expected = CASES / code / "expected.txt"
    if os.environ.get("NIANBAO_UPDATE"):
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(said, encoding="utf-8")
    assert said
    assert said == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("code", OURS)
def test_no_message_speaks_like_a_program(code: str) -> None:
    said = (CASES / code / "expected.txt").read_text(encoding="utf-8")
    for word in (
        "None",
        "null",
        "invalid",
        "parse",
        "解析",
        "语法",
        "异常",
        "XML",
        "OLE",
        "entity",
        "import-",
    ):
        assert word not in said


@pytest.mark.parametrize("code", OURS)
def test_a_rule_explains_itself(code: str) -> None:
    summary, parts = docstring_parts(RULES[code])
    assert summary.endswith("。")
    assert all(parts.values()), parts
    assert code[0] in FAMILIES
    assert not RULES[code].acceptable


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in EXAMPLES}))
def test_a_kind_without_its_facts_still_has_words(kind: str) -> None:
    """A reader may not know how large or how long: the finding is told all the same."""
    if kind.startswith("import-") and kind not in NEED_FACTS:
        assert "None" not in words(kind, {})


# What only the command itself says, always with its facts.
NEED_FACTS = {
    "import-two-files",
    "import-other-unit",
    "import-other-year",
    "import-no-edition",
    "import-unit-new",
}
NEED_FACTS |= {"import-other-edition"}


def kinds_in_code() -> set[str]:
    """Every kind that the importing modules refuse a file for or report."""
    found = set()
    for file in sorted((ROOT / "nianbao/importing").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found |= {node.value} if re.fullmatch(r"(?:import|roster)-[a-z-]+", node.value) else set()
    return found


def test_every_kind_has_its_rule_and_its_example() -> None:
    kinds = kinds_in_code()
    assert {rule_for(FAULT, kind).code for kind in kinds} <= set(OURS)
    assert kinds <= {kind for kind, _ in EXAMPLES}
