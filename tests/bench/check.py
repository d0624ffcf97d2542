"""What checking costs, rule by rule: `python tests/bench/check.py [REPORTS]`.

Prints milliseconds a report, and each part as a share of reading one report from its bytes, which is the
figure to compare between machines. Across reports every rule runs on half of them and on all: a ratio near 1
says that its cost a report does not grow.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from nianbao import reading
from nianbao.agencies import Agency
from nianbao.checking import check_across
from nianbao.head import Head
from nianbao.prose import read_prose
from nianbao.reading import Source, read
from nianbao.rules.arithmetic import check_equations
from nianbao.rules.district import District
from nianbao.rules.equations import failures, known_value
from nianbao.rules.register import ACROSS, REPORT, rules_of
from nianbao.rules.scene import Scene
from nianbao.settings import Settings
from nianbao.widths import width
from tests.search_corpus import reports
from tests.sites import FORM, figures

CHARACTERS = 3000
REPEATS = 3


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds a report; `growth` is the cost at full size by the cost at half of it."""

    code: str
    name: str
    each: float
    growth: float = 1.0


def sources(count: int) -> Iterator[tuple[Source, str]]:
    """`count` invented reports of the usual length with balanced figures, and their prose."""
    for number, report in enumerate(reports(count, characters=CHARACTERS)):
        path = report.agency_path.removeprefix("reports/").removesuffix("/index.html")
        made = {f"requests.{row}.{column}": str(number % 40) for row in ROWS for column in COLUMNS}
        words = "\n\n".join(f"## {heading}\n\n{_paragraphs(text)}" for _, heading, text in report.sections)
        # Like a report without mistakes, which is what most of them are: the prose states the table's figures.
        words = re.sub(r"申请\d+件", f"申请{number % 40}件", words)
        words = re.sub(r"行政(复议|诉讼)\d+件", r"行政\g<1>0件", words)
        text = figures(report.year, name=report.agency, changes=made)
        agency = Agency(path, report.agency, category="工作部门", level="县级")
        source = Source(agency, report.year, f"{path}.yaml", text.encode(), f"{path}.md", words.encode())
        yield source, words


def _paragraphs(text: str) -> str:
    """Four sentences a line, about as long as paragraphs of real reports."""
    sentences = text.split("\n")
    return "\n".join("".join(sentences[start : start + 4]) for start in range(0, len(sentences), 4))


ROWS = ("new_requests", "granted", "results_total")
COLUMNS = ("natural_person", "total")


def measure_rules(count: int) -> tuple[list[Cost], float, list[Cost]]:
    """The rules on one report, reading one report whole, and the rules across reports."""
    made = list(sources(count))
    scenes: list[Scene] = []
    keep = reading.report_findings

    def remember(scene: Scene, *rest: object) -> object:
        scenes.append(scene)
        return keep(scene, *rest)

    with patch.object(reading, "report_findings", remember):
        heads = [read(source, FORM).head for source, _ in made]
    whole = _each(lambda item: read(item[0], FORM), made)
    costs = [Cost("A…", "各等式", _each(_check_equations, scenes)), *_rule_costs(scenes)]
    pairs = list(zip((scene.report for scene in scenes), (words for _, words in made), strict=True))
    alone = _each(lambda pair: read_prose(pair[1], FORM, None), pairs)
    costs.append(
        Cost("N201", "正文中的数与表", _each(lambda pair: read_prose(pair[1], FORM, pair[0]), pairs) - alone)
    )
    return sorted(costs, key=lambda cost: -cost.each), whole, list(_across(heads, made))


def _check_equations(scene: Scene) -> None:
    """As a reading does it: evaluate, then explain what failed."""
    values = [known_value(figure) for figure in scene.report.figures]
    failures(scene.form, values, scene.computed)
    list(check_equations(scene))


def _rule_costs(scenes: list[Scene]) -> list[Cost]:
    """All rules on one report after the other, as a reading runs them: some share what they looked up."""
    best = {entry: float("inf") for entry in rules_of(REPORT)}
    for _ in range(REPEATS):
        spent = dict.fromkeys(best, 0.0)
        for scene in scenes:
            for entry in best:
                started = perf_counter()
                list(entry.check(scene))
                spent[entry] += perf_counter() - started
        best = {entry: min(best[entry], spent[entry]) for entry in best}
    return [Cost(entry.code, entry.name, total * 1000 / len(scenes)) for entry, total in best.items()]


def _each(run: Callable, items: Iterable) -> float:
    """Milliseconds an item, the best of several rounds."""
    listed, best = list(items), float("inf")
    for _ in range(REPEATS):
        started = perf_counter()
        for item in listed:
            run(item)
        best = min(best, perf_counter() - started)
    return best * 1000 / len(listed)


def _across(heads: list[Head], made: list[tuple[Source, str]]) -> Iterator[Cost]:
    half, full = _district(heads[: len(heads) // 2], made), _district(heads, made)
    parts: list[tuple[str, str, Callable[[District], object]]] = [
        (entry.code, entry.name, lambda district, entry=entry: list(entry.check(district)))
        for entry in rules_of(ACROSS)
    ]
    parts.append(("", "全部，连同前后年度", lambda district: check_across(district, lambda spot: None)))
    for code, name, run in parts:
        few, many = (_each(run, [district]) / len(district.heads) for district in (half, full))
        yield Cost(code, name, many, many / few if few else 1.0)


def _district(heads: list[Head], made: list[tuple[Source, str]]) -> District:
    words = {(source.agency.path, source.year): text for source, text in made}
    agencies = {source.agency.path: source.agency for source, _ in made}
    return District(
        heads={head.key: head for head in heads},
        agencies=agencies,
        form_of=lambda key: FORM,
        settings=Settings(name=""),
        releases={},
        prose=lambda key: words[key],
    )


def table(costs: list[Cost], whole: float, *, growth: bool) -> str:
    lines = []
    for cost in costs:
        name = f"{cost.code:5} {cost.name}"
        line = f"{name}{' ' * (46 - width(name))}{cost.each:8.4f} ms {cost.each / whole:7.1%}"
        lines.append(line + (f"   ×{cost.growth:.2f}" if growth else ""))
    return "\n".join(lines)


def main(count: int) -> None:
    costs, whole, across = measure_rules(count)
    total = Cost("", "一份报告里的全部规则", sum(cost.each for cost in costs))
    print(f"{count} reports of {CHARACTERS} characters; reading one whole: {whole:.3f} ms = 100 %\n")
    print(table([*costs, total], whole, growth=False))
    print("\nacross reports; ×: cost a report, all by half of them\n")
    print(table(across, whole, growth=True))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
