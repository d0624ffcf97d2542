"""Step 4 and the words of step 3: faults and rules → findings with both addresses; what may be published."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from . import rules as _registered  # noqa: F401  (importing fills the register)
from .finding import HINT, FarSpot, Finding, Position, Problem, Spot, TextSpot, position
from .head import Head
from .located import Edit, Fault, Lines
from .rules.arithmetic import check_equations
from .rules.district import District
from .rules.equations import Failure, failures
from .rules.explanations import accept
from .rules.pair import Pair
from .rules.register import ACROSS, FAULT, REPORT, RULES, SERIES, Rule, rule_for, rules_of
from .rules.scene import Scene

Key = tuple[str, int]
Who = tuple[str, str, int | None]
Locate = Callable[[FarSpot], Position | None]


@dataclass(slots=True)
class FileTexts:
    """The texts findings point into, by file name."""

    lines: dict[str, Lines]

    def add(self, name: str, text: str) -> None:
        self.lines[name] = Lines(text)

    def position(self, spot: Spot) -> Position:
        return position(spot.file, self.lines.get(spot.file) or Lines(""), spot.start, spot.end)


def fault_findings(
    faults: Iterable[Fault], file: str, texts: FileTexts, who: Who, dated: bool = True
) -> list[Finding]:
    """What is wrong with a text, in words. In a report without a date what a draft may lack is passed over."""
    found = []
    for fault in faults:
        if not dated and fault.facts.get("draft_ok"):
            continue
        entry = rule_for(FAULT, fault.kind)
        problem = entry.check(fault)
        if not problem.spots:
            spots = [Spot(file, fault.start, fault.end)]
            if "first" in fault.facts and isinstance(fault.facts["first"], int):
                spots.append(Spot(file, fault.facts["first"], fault.facts["first"] + 1))
        else:
            spots = [spot for spot in problem.spots if isinstance(spot, Spot)]
        cell = fault.facts.get("cell")
        cells = problem.cells or ((cell,) if cell else tuple(fault.facts.get("cells", ())))
        problem = replace(problem, suggestions=fault.suggestions or problem.suggestions)
        found.append(
            make_finding(
                entry,
                problem,
                who,
                tuple(texts.position(spot) for spot in spots),
                cells,
                fault.edits or problem.edits,
            )
        )
    return found


def report_findings(scene: Scene, texts: FileTexts, who: Who) -> list[Finding]:
    """Every rule that needs this one report only."""
    return [
        make_finding(entry, problem, who, _positions(problem, texts), problem.cells, problem.edits)
        for entry, problem in _report_problems(scene)
    ]


def far_finding(entry: Rule, problem: Problem, who: Who, locate: Locate) -> Finding:
    """A finding across reports; its positions are looked up only now, because it is rare."""
    found = [locate(spot) for spot in problem.spots if not isinstance(spot, Spot)]
    return make_finding(
        entry, problem, who, tuple(p for p in found if p is not None), problem.cells, problem.edits
    )


def withdrawn_finding(head: Head, unit: str) -> Finding:
    """A report that was published has become a draft and would vanish from the site."""
    who = (head.agency, unit, head.year)
    return fault_findings([Fault("published-draft", 0, 1)], head.file, FileTexts({}), who)[0]


def soften(finding: Finding, year: int, strict_from: int) -> Finding:
    """Before 严格自 a document of another time is recorded, not stopped and not reworded: only the shape of
    our own files still blocks, and only its symbols are mended."""
    if year >= strict_from or not RULES[finding.code].acceptable:
        return finding
    return replace(finding, level=HINT, edits=(), suggestions=())


def _report_problems(scene: Scene) -> Iterator[tuple[Rule, Problem]]:
    for code, problem in check_equations(scene):
        yield RULES[code], problem
    for entry in rules_of(REPORT):
        for problem in entry.check(scene):
            yield entry, problem


def _positions(problem: Problem, texts: FileTexts) -> tuple[Position, ...]:
    return tuple(texts.position(spot) for spot in problem.spots if isinstance(spot, Spot))


def make_finding(
    entry: Rule,
    problem: Problem,
    who: Who,
    positions: tuple[Position, ...],
    cells: tuple[str, ...],
    edits: tuple[Edit, ...],
) -> Finding:
    """What a rule says of somebody, with its places."""
    agency, unit, year = who
    return Finding(
        code=entry.code,
        name=entry.name,
        level=problem.level or entry.level,
        agency=agency,
        unit=unit,
        year=year,
        place=problem.place,
        text=problem.text,
        why=problem.why,
        remedy=problem.remedy,
        positions=positions,
        cells=cells,
        numbers=problem.numbers,
        edits=edits,
        suggestions=problem.suggestions,
        likely=problem.likely,
    )


def check_across(district: District, locate: Locate) -> dict[Key, tuple[Finding, ...]]:
    """Step 4: all findings by report, with those that need other reports, and what explanations accept."""
    across: dict[Key, list[Finding]] = {}
    for entry in rules_of(ACROSS):
        for key, problem in entry.check(district):
            across.setdefault(key, []).append(far_finding(entry, problem, _who(district, key), locate))
    findings: dict[Key, tuple[Finding, ...]] = {}
    for key, head in district.heads.items():
        found = [*head.findings, *across.get(key, ()), *_series_findings(head, district, locate)]
        found, wrong = accept(found, head.explanations, district.form(key))
        found += _explanation_findings(wrong, head, _who(district, key), locate)
        found = [soften(finding, head.year, district.settings.strict_from) for finding in found]
        findings[key] = tuple(sorted(found, key=lambda finding: finding.order))
    return findings


def _who(district: District, key: Key) -> Who:
    return key[0], district.unit(key), key[1]


def _series_findings(head: Head, district: District, locate: Locate) -> Iterator[Finding]:
    previous, missing = district.before(head.key)
    if missing or not previous:
        return
    forms = tuple(district.form(before.key) for before in previous)
    form, who = district.form(head.key), _who(district, head.key)
    pair = Pair(head, form, tuple(previous), forms)
    grouped: dict[str, list[Failure]] = {}
    for failure in failures(form, head.numbers, {}, pair.previous_numbers):
        if failure.complete:
            grouped.setdefault(failure.equation.rule, []).append(failure)
    for key, failed in grouped.items():
        entry = rule_for(SERIES, key)
        problems = entry.check(pair, failed)
        for problem in problems if isinstance(problems, list) else [problems]:
            yield far_finding(entry, problem, who, locate)


def _explanation_findings(
    wrong: Iterable[tuple[Mapping[str, Any], Problem, Rule]], head: Head, who: Who, locate: Locate
) -> list[Finding]:
    found = []
    for explanation, problem, entry in wrong:
        start = explanation["start"]
        place = locate(TextSpot(head.agency, head.year, start, start + 1))
        found.append(make_finding(entry, problem, who, (place,) if place else (), (), ()))
    return found
