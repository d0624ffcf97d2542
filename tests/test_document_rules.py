"""The rules about the document and its prose. Each has a folder tests/rules/<CODE>/ with a good and a bad file
and the exact words; NIANBAO_UPDATE=1 writes `expected.txt` anew."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from nianbao.finding import LEVEL_WORDS, Problem, Spot
from nianbao.forms import Form
from nianbao.forms.loading import load_form
from nianbao.located import Fault, Lines
from nianbao.prose import Prose, read_prose
from nianbao.report import Report, read_report
from nianbao.rules import document, narrative
from nianbao.rules.register import FAULT, REPORT, RULES, Rule, rule_for
from nianbao.rules.scene import Scene

ROOT = Path(__file__).resolve().parents[1]
CASES = Path(__file__).parent / "rules"
FORM: Form = load_form((ROOT / "nianbao" / "forms" / "2021.yaml").read_text(encoding="utf-8"))
UNIT, YEAR = "平潭综合实验区管理委员会", 2023
OURS = sorted(
    code for code, rule in RULES.items() if rule.check.__module__ in (document.__name__, narrative.__name__)
)


def figures(folder: Path, name: str) -> str:
    own = folder / f"{name}.yaml"
    return (own if own.exists() else CASES / "D301" / "figures.yaml").read_text(encoding="utf-8")


def read_case(folder: Path, name: str) -> tuple[Report, Prose | None, str, str]:
    yaml = figures(folder, name)
    report, faults = read_report(yaml, FORM, YEAR)
    assert report is not None and not faults
    file = folder / f"{name}.md"
    if not file.exists():
        return report, None, yaml, ""
    text = file.read_text(encoding="utf-8")
    return report, read_prose(text, FORM, report), yaml, text


def findings(folder: Path, name: str) -> list[tuple[Rule, str]]:
    """Every finding of our rules in a case, as text."""
    report, prose, yaml, text = read_case(folder, name)
    texts = {"figures": yaml, "prose": text}
    scene = Scene(report, prose, FORM, UNIT, YEAR, "figures", "2023.md")
    found: list[tuple[Rule, str]] = []
    for code in OURS:
        if RULES[code].scope == REPORT:
            found += [(RULES[code], show(RULES[code], problem, texts)) for problem in RULES[code].check(scene)]
    for fault in prose.faults if prose else ():
        entry = rule_for(FAULT, fault.kind)
        found.append((entry, show(entry, located(entry.check(fault), fault), texts)))
    return found


def located(problem: Problem, fault: Fault) -> Problem:
    from dataclasses import replace

    return replace(problem, spots=(Spot("prose", fault.start, fault.end),), edits=fault.edits)


def show(entry: Rule, problem: Problem, texts: dict[str, str]) -> str:
    level = LEVEL_WORDS[problem.level or entry.level]
    lines = [f"{level} {entry.code} {entry.name} · {problem.place}", f"  {problem.text}"]
    lines += [f"  为什么：{problem.why}"] if problem.why else []
    lines += [f"  怎么改：{problem.remedy}"]
    for spot in problem.spots:
        assert isinstance(spot, Spot)
        line, column = Lines(texts[spot.file]).position(spot.start)
        lines.append(f"  {spot.file}:{line}:{column} “{texts[spot.file][spot.start : spot.end]}”")
    lines += [f"  改为：{edit.text}" for edit in problem.edits]
    lines += [f"  格子：{' '.join(problem.cells)}"] if problem.cells else []
    lines += [f"  数值：{' '.join(problem.numbers)}"] if problem.numbers else []
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("code", OURS)
def test_the_bad_file_is_reported_in_these_words(code: str) -> None:
    shown = "".join(text for _, text in findings(CASES / code, "bad"))
    expected = CASES / code / "expected.txt"
    if os.environ.get("NIANBAO_UPDATE"):
        expected.write_text(shown, encoding="utf-8", newline="\n")
    assert shown == expected.read_text(encoding="utf-8")
    assert {entry.code for entry, _ in findings(CASES / code, "bad")} == {code}


@pytest.mark.parametrize("code", OURS)
def test_the_good_file_is_passed(code: str) -> None:
    assert findings(CASES / code, "good") == []


@pytest.mark.parametrize("code", OURS)
def test_a_rule_explains_itself(code: str) -> None:
    parts = re.findall(r"(?m)^\s*(为什么|例|改法|依据)：\S", RULES[code].doc)
    assert parts == ["为什么", "例", "改法", "依据"]


@pytest.mark.parametrize("code", OURS)
def test_messages_are_for_clerks(code: str) -> None:
    """No English but names of files and signs, no key paths."""
    _, _, yaml, typed = read_case(CASES / code, "bad")
    said = " ".join(line for _, text in findings(CASES / code, "bad") for line in text.split("\n")[1:3])
    assert set(re.findall(r"[A-Za-z]{2,}", said)) <= {"md", "https", *re.findall(r"[A-Za-z]{2,}", typed + yaml)}


def test_levels_are_errors_only_where_no_chinese_must_be_understood() -> None:
    errors = {code for code in OURS if RULES[code].level == "error"}
    assert errors == {"D306", "D308", "D309", "D310", "D314", "N202", "N203"}


# -- the title


@pytest.mark.parametrize(
    ("title", "level", "says"),
    [
        ("", None, ""),
        ("平潭综合实验区管理委员会2023年政府信息公开工作年度报告", None, ""),
        ("平潭综合实验区管理委员会 2023年 政府信息公开工作年度报告", None, ""),
        ("平潭综合实验区管理委员会2023年度政府信息公开工作年度报告", "hint", "次序或者个别字不同"),
        ("2023年平潭综合实验区管理委员会政府信息公开工作年度报告", "hint", "次序或者个别字不同"),
        ("平潭综合实验区2023年度政府信息公开工作年度报告", "", "没有单位全称"),
        ("平潭综合实验区管理委员会2022年政府信息公开工作年度报告", "", "没有年份“2023年”"),
        ("平潭综合实验区管理委员会2023年政府信息公开工作的年度报告", "", "这几个字"),
        ("政务信息公开", "", "没有年份"),
    ],
)
def test_titles(title: str, level: str | None, says: str) -> None:
    problem = document.check_title(title, (UNIT,), YEAR, FORM)
    assert (problem is None) == (level is None)
    if problem is not None:
        assert problem.level == level
        assert says in problem.text


# -- the samples


@pytest.mark.parametrize(
    ("name", "year", "codes"),
    [
        ("pingtan", 2022, []),
        ("pingtan", 2023, ["N201"]),
        ("huaian", 2024, []),
        ("dongcheng/government-office", 2023, []),
    ],
)
def test_the_samples(name: str, year: int, codes: list[str]) -> None:
    folder = ROOT / "content" / "reports" / name
    report, _ = read_report((folder / f"{year}.yaml").read_text(encoding="utf-8"), FORM, year)
    prose = read_prose((folder / f"{year}.md").read_text(encoding="utf-8"), FORM, report)
    assert [rule_for(FAULT, fault.kind).code for fault in prose.faults] == codes
    if codes:
        assert rule_for(FAULT, "mention-differs").check(prose.faults[0]).numbers == ("470", "393")
