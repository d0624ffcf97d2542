"""What `check` prints: whole outputs in tests/formats/, and what must hold whatever a finding says.

`NIANBAO_UPDATE=1` writes tests/formats/ anew; read the difference before keeping it.
"""

from __future__ import annotations

import io
import json
import os
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from nianbao import VERSION
from nianbao.cli import FORMATS, main
from nianbao.excerpts import excerpt, printable
from nianbao.finding import ERROR, HINT, WARNING, Finding, Position
from nianbao.formats import machine_text
from nianbao.located import Edit, Lines
from nianbao.messages import format_finding, human, use_colour, write_statistics
from nianbao.outcome import Group, Outcome, statistics
from nianbao.rulebook import FAMILIES
from nianbao.widths import width
from tests.sites import ROOT, figures, prose, run_check, small_site, write

GOLDEN = ROOT / "tests/formats"
UPDATE = os.environ.get("NIANBAO_UPDATE") == "1"
SCHEMA = json.loads((ROOT / "tests/data/sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
SARIF = Draft4Validator(SCHEMA)

JIAOWEI, TIYUJU = "content/reports/jiaowei/", "content/reports/tiyuju/"
NOTE = """核实说明:
  - 问题: N201
    位置: 主动公开-行政规范性文件-有效
    数值: 470 393
    说明: 正文按年初的口径。
    核实人: 办公室
    日期: 2024-01-10
"""


def faulty_site() -> dict[str, str | bytes | None]:
    """Two agencies, four reports: one with mistakes of five kinds, one explained, one draft, one without fault;
    and a name in site.yaml that nobody knows."""
    files: dict[str, str | bytes | None] = {**small_site()}
    files["content/site.yaml"] = "名称: 政府信息公开工作年度报告\n主办: 东城区人民政府办公室\n"
    stock = {"disclosure.normative_documents.in_force": "470"}
    handed_over = {
        f"requests.{row}.{column}": "2"
        for row in ("new_requests", "carried_forward")
        for column in ("natural_person", "total")
    }
    files[f"{JIAOWEI}2022.yaml"] = figures(2022, changes=stock | handed_over)
    files[f"{JIAOWEI}2022.md"] = prose(2022)
    files[f"{JIAOWEI}2023.yaml"] = (
        figures(changes=stock)
        .replace("规章:", "规章：")
        .replace("本年新收:       0     0     0", "本年新收:       0，0，０")
    )
    files[f"{JIAOWEI}2023.md"] = prose(
        text="各类文件、通知和“一图读懂”都在政府网站上。截至年底，现行有效的行政规范性文件共393件，比上年多。"
    ).replace("改进情况", "改进措施")
    files[f"{TIYUJU}agency.yaml"] = "全称: 东城区体育局\n排序: 1\n"
    files[f"{TIYUJU}2022.yaml"] = figures(
        2022, name="东城区体育局", changes={**stock}, extra=NOTE.replace("2024", "2023")
    )
    files[f"{TIYUJU}2022.md"] = prose(2022, text="现行有效的行政规范性文件共393件。")
    files[f"{TIYUJU}2023.yaml"] = figures(name="东城区体育局", published="待定", changes=stock).replace(
        "行政许可:", "行政许可："
    )
    files[f"{TIYUJU}2023.md"] = prose(2023)
    return files


def settled(text: str) -> str:
    """An output without what differs from run to run and from version to version."""
    return re.sub(r"用时 [\d.]+ 秒", "用时 0.0 秒", text).replace(f'ersion": "{VERSION}"', 'ersion": "0"')


SUFFIXES = {"human": "txt", "json": "json", "sarif": "sarif", "github": "github.txt", "junit": "xml"}


@pytest.mark.parametrize("name", FORMATS)
def test_the_whole_output_of_a_format_is_as_it_was(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, faulty_site())
    words = ["--statistics"] if name in ("human", "json") else []
    code, out, err = run_check(capsys, tmp_path, "--format", name, *words)
    assert (code, err) == (1, "")
    assert out.endswith("\n") and not out.endswith("\n\n")
    golden = GOLDEN / f"check.{SUFFIXES[name]}"
    if UPDATE:
        golden.write_text(settled(out), encoding="utf-8", newline="\n")
    assert settled(out) == golden.read_text(encoding="utf-8"), "run once with NIANBAO_UPDATE=1"


def test_a_format_that_is_not_there_is_refused_with_those_that_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run_check(capsys, tmp_path, "--格式", "xml")
    assert (code, out) == (2, "")
    assert "sarif" in err and "invalid" not in err


# -- which findings


def codes_of(out: str) -> set[str]:
    return {finding["code"] for finding in json.loads(out)["findings"]}


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["--select", "F011"], {"F011"}),
        (["--只看", "f01"], {"F010", "F011", "F012"}),
        (["--select=F0，N"], {"F010", "F011", "F012", "F041", "N201"}),
        (["--select", "Ｎ", "--select", "栏目标题不对"], {"N201", "D301"}),
        (["--格式=json", "--只看", "D3、S1"], {"D301", "S101"}),
        (["--select", "F", "--不看", "F01"], {"F041"}),
    ],
)
def test_rules_are_chosen_by_code_head_of_a_code_or_name(
    words: list[str], wanted: set[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, faulty_site())
    _, out, _ = run_check(capsys, tmp_path, "--format", "json", *words)
    assert codes_of(out) == wanted


def test_rules_are_left_out_in_the_same_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, faulty_site())
    every = codes_of(run_check(capsys, tmp_path, "--format", "json")[1])
    left = codes_of(run_check(capsys, tmp_path, "--format", "json", "--不看", "F01 n")[1])
    assert left == every - {"F010", "F011", "F012", "N201"}


def test_what_is_left_out_is_said_and_does_not_fail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, faulty_site())
    every = json.loads(run_check(capsys, tmp_path, "--format", "json")[1])["findings"]
    left_out = sum(finding["code"][0] not in "ND" for finding in every)
    code, out, _ = run_check(capsys, tmp_path, "--select", "N,D")
    assert code == 0
    assert out.endswith(f"只看 N、D；其余 {left_out} 条没有列出。\n")
    assert "必改 0，请核 2" in out
    assert run_check(capsys, tmp_path, "--ignore", "F041", "--select", "F")[0] == 1


def test_a_rule_nobody_knows_gets_a_suggestion(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, small_site())
    for words, meant in (
        (["--select", "A1O2"], "A102"),
        (["--ignore", "上年结转"], "S101（上年结转对不上）"),
    ):
        code, out, err = run_check(capsys, tmp_path, *words)
        assert (code, out) == (2, "")
        assert f"没有“{words[1]}”这条规则，是不是 {meant}" in err


def test_fix_mends_only_what_was_chosen(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, faulty_site())
    run_check(capsys, tmp_path, "--fix", "--select", "D301")
    assert "改进情况" in (tmp_path / JIAOWEI / "2023.md").read_text(encoding="utf-8")
    assert "规章：" in (tmp_path / JIAOWEI / "2023.yaml").read_text(encoding="utf-8")


def test_strict_fails_for_a_question_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, {**small_site(), f"{JIAOWEI}2023.md": prose().replace("改进情况", "改进措施")})
    code, out, _ = run_check(capsys, tmp_path)
    assert (code, "--严" in out) == (0, False)
    code, out, _ = run_check(capsys, tmp_path, "--严")
    assert (code, "按“--严”，有“请核”也算没有通过。" in out) == (1, True)
    assert main(["build", "--project", str(tmp_path)]) == 0


def test_an_agency_named_is_the_only_one_spoken_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, faulty_site())
    _, out, _ = run_check(capsys, tmp_path, "东城区体育局")
    assert "核对年报 2 份，草稿 1 份" in out
    assert "东城区教育委员会" not in out and "站点资料" not in out
    _, out, _ = run_check(capsys, tmp_path, "东城区体育局", "--format", "junit")
    assert [suite.get("name") for suite in ElementTree.fromstring(out)] == [
        "东城区体育局 2023年",
        "东城区体育局 2022年",
    ]


def test_statistics_are_refused_where_they_have_no_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, small_site())
    code, out, err = run_check(capsys, tmp_path, "--统计", "--format", "sarif")
    assert (code, out, "--统计" in err) == (2, "", True)


def test_explain_lists_a_family_by_the_head_of_its_codes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["解释", "n"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{FAMILIES['N']}\n\nN201  请核  正文与表格不一致\n")
    assert main(["explain", "X9"]) == 2


# -- for people


def a_finding(**more: Any) -> Finding:
    facts: dict[str, Any] = {
        "code": "N201",
        "name": "正文与表格不一致",
        "level": WARNING,
        "agency": "jiaowei",
        "unit": "东城区教育委员会",
        "year": 2023,
        "place": "一、（一）主动公开",
        "text": "两处不同。",
        "why": "",
        "remedy": "以表为准。",
        "positions": (),
        "cells": (),
        "numbers": (),
        "edits": (),
    }
    return Finding(**(facts | more))


def outcome(*findings: Finding, strict: bool = False) -> Outcome:
    group = Group("jiaowei", "东城区教育委员会", 2023, False, findings)
    return Outcome(findings, (Group("", "", None, False, ()), group), strict)


def pointed(source: str, meant: str, columns: int = 100) -> tuple[str, str]:
    """The two lines of an excerpt in which `meant` is marked."""
    start = source.index(meant) + 1
    line, carets = excerpt(Position("f", 7, start, start + len(meant), source), columns=columns)
    return line, carets


@pytest.mark.parametrize(
    ("source", "meant"),
    [
        ("本年新收: 80", "80"),
        ("本年新收：80", "："),
        ("cafe\u0301 80", "80"),
        ("👍好的👍 80", "80"),
        ("本年新收:\t80\t1", "80"),
        ("“一图读懂”—…80件", "80"),
        ("８０ 1", "1"),
        ("\u200b80 1", "1"),
    ],
)
def test_the_carets_stand_under_what_is_meant(source: str, meant: str) -> None:
    line, carets = pointed(source, meant)
    before = line[: line.rindex(meant)]
    assert width(carets.partition("^")[0]) == width(before)
    assert carets.count("^") == width(meant)
    assert carets.endswith("^ 这里")


def test_a_mark_on_a_letter_takes_no_column_of_its_own() -> None:
    assert [width(text) for text in ("e\u0301", "年\u20dd", "❤\ufe0f", "“年”", "…")] == [1, 2, 1, 6, 2]


def test_a_long_line_is_cut_on_both_sides_and_shows_what_is_meant() -> None:
    source = "前面的话。" * 40 + "393件" + "后面的话。" * 40
    line, carets = pointed(source, "393")
    assert re.fullmatch(r"  7 \| ….*393件.*…", line)
    assert width(line) <= 100 + 6 + 4
    assert carets.index("^") == width(line.partition("393")[0])
    assert not pointed("393" + source[8:], "393")[0].startswith("  7 | …")
    assert not pointed(source[:203], "393")[0].endswith("…")


@given(
    before=st.text(max_size=200),
    meant=st.text(min_size=1, max_size=200),
    after=st.text(max_size=200),
    columns=st.integers(40, 160),
)
def test_the_carets_stand_right_whatever_the_line_holds(
    before: str, meant: str, after: str, columns: int
) -> None:
    place = Position("f", 7, len(before) + 1, len(before) + len(meant) + 1, before + meant + after)
    line, carets = excerpt(place, columns=columns, mark=("\x01", "\x02"))
    assert width(carets.partition("^")[0]) == width(line.rpartition("  7 | ")[0] + line.partition("\x01")[0])
    assert width(line) <= columns + 6 + 4 + 4
    bare = line.replace("\x01", "").replace("\x02", "") + carets
    assert printable(bare) == bare


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_colours_are_for_terminals_and_no_color_turns_them_off(monkeypatch: pytest.MonkeyPatch) -> None:
    found = outcome(a_finding(positions=(Position("f", 1, 1, 3, "80 件"),)))
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal, file = Terminal(), io.StringIO()
    human(found, terminal)
    human(found, file)
    assert "\x1b[7m80\x1b[0m 件" in terminal.getvalue()
    assert re.sub(r"\x1b\[[\d;]*m", "", terminal.getvalue()) == file.getvalue()
    monkeypatch.setenv("NO_COLOR", "")
    assert use_colour(Terminal())
    monkeypatch.setenv("NO_COLOR", "0")
    assert not use_colour(Terminal())


@given(text=st.text(), place=st.text(), unit=st.text())
def test_what_a_file_holds_never_steers_the_terminal(text: str, place: str, unit: str) -> None:
    out = io.StringIO()
    found = a_finding(text=text, place=place, unit=unit, positions=(Position(text, 1, 1, 2, text),))
    human(Outcome((found,), (Group("a", unit, 2023, True, (found,)),)), out)
    assert printable(out.getvalue().replace("\n", "")) == out.getvalue().replace("\n", "")
    assert format_finding(found).count("\n") == 2 + 2 * bool(text)


def test_the_table_of_statistics_has_its_columns_under_one_another() -> None:
    out = io.StringIO()
    found = [a_finding(), a_finding(year=2022), a_finding(code="A102", name="各项", level=ERROR)]
    write_statistics(statistics([*found, a_finding(explanation="核实过")]), out)
    head, first, second, empty = out.getvalue().split("\n")[:4]
    assert (width(head), empty) == (width(first), "") and width(first) == width(second)
    assert first.split() == ["N201", "正文与表格不一致", "请核", "2", "2"]


# -- for programs

TEXT = st.text(
    st.characters(codec="utf-8") | st.sampled_from("\x00\x1b\r\n\t\u2028\ufffe\uffff<>&\"'%:,{}[]()\\")
)
POSITIONS = st.builds(
    lambda file, line, column, length, source: Position(file, line, column, column + length, source),
    TEXT,
    st.integers(1, 9),
    st.integers(1, 9),
    st.integers(1, 9),
    TEXT,
)
FINDINGS = st.builds(
    a_finding,
    code=st.sampled_from(["A102", "F012", "N201", "S101"]),
    name=TEXT,
    level=st.sampled_from([ERROR, WARNING, HINT]),
    unit=TEXT,
    place=TEXT,
    text=TEXT | st.just("[全文](1) ]]> {0}"),
    why=TEXT,
    remedy=TEXT,
    positions=st.lists(POSITIONS, max_size=3).map(tuple),
    cells=st.lists(TEXT, max_size=2).map(tuple),
    numbers=st.lists(TEXT, max_size=2).map(tuple),
    edits=st.lists(st.builds(Edit, st.integers(0, 5), st.integers(5, 9), TEXT), max_size=2).map(tuple),
    explanation=st.just("") | TEXT,
)


def some_lines(_: str) -> Lines:
    return Lines("一二三\n四五六\n七")


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(FINDINGS, max_size=3), st.booleans())
def test_every_format_is_well_formed_whatever_a_finding_says(findings: list[Finding], strict: bool) -> None:
    found = outcome(*findings, strict=strict)
    data = json.loads(machine_text("json", found, some_lines))
    assert [item["text"] for item in data["findings"]] == [finding.text for finding in findings]
    log = json.loads(machine_text("sarif", found, some_lines))
    assert list(SARIF.iter_errors(log)) == []
    suites = ElementTree.fromstring(machine_text("junit", found, some_lines).encode("utf-8"))
    assert_counts_are_true(suites, len([f for f in findings if found.counts(f)]))
    lines = re.split(r"\r\n|[\r\n]", machine_text("github", found, some_lines))[:-1]
    assert len(lines) == sum(not finding.explanation for finding in findings)
    assert all(re.match(r"::(error|warning|notice) [^:\r\n]*title=[^,:\r\n]*::", line) for line in lines)


def assert_counts_are_true(root: ElementTree.Element, failing: int) -> None:
    cases, failures = root.findall(".//testcase"), root.findall(".//failure")
    assert (root.get("tests"), root.get("failures")) == (str(len(cases)), str(len(failures)))
    assert bool(failures) == bool(failing)
    for suite in root:
        assert suite.tag == "testsuite"
        assert suite.get("tests") == str(len(suite.findall("testcase")))
        assert suite.get("failures") == str(len(suite.findall("testcase/failure")))


def test_what_is_explained_fails_in_no_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {name: text for name, text in faulty_site().items() if "jiaowei" not in name or "agency" in name}
    files["content/site.yaml"] = "名称: 政府信息公开工作年度报告\n"
    files[f"{TIYUJU}2023.yaml"] = str(files[f"{TIYUJU}2023.yaml"]).replace("行政许可：", "行政许可:")
    write(tmp_path, files)
    code, out, _ = run_check(capsys, tmp_path, "--strict")
    assert (code, "（已写核实说明 1）" in out) == (0, True), out
    _, out, _ = run_check(capsys, tmp_path, "--strict", "--format", "sarif")
    [result] = json.loads(out)["runs"][0]["results"]
    assert result["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "正文按年初的口径。"}
    ]
    assert run_check(capsys, tmp_path, "--strict", "--format", "github")[:2] == (0, "")
    _, out, _ = run_check(capsys, tmp_path, "--strict", "--format", "junit")
    root = ElementTree.fromstring(out)
    assert (root.get("failures"), root.findall(".//failure")) == ("0", [])
    assert "核实说明：正文按年初的口径。" in (root.findtext(".//system-out") or "")


def test_with_strict_a_question_is_a_failure_of_its_report() -> None:
    found = machine_text("junit", outcome(a_finding(), strict=True), some_lines)
    [failure] = ElementTree.fromstring(found).findall(".//failure")
    assert failure.get("message") == "请核 1"
    assert "<failure" not in machine_text("junit", outcome(a_finding()), some_lines)


def sarif_results(capsys: pytest.CaptureFixture[str], root: Path) -> list[dict[str, Any]]:
    log = json.loads(run_check(capsys, root, "--format", "sarif")[1])
    assert list(SARIF.iter_errors(log)) == []
    results: list[dict[str, Any]] = log["runs"][0]["results"]
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in results)
    return results


def replaced(text: str, replacements: list[dict[str, Any]]) -> str:
    """A text after the replacements of a SARIF fix, made by lines and columns."""
    lines = text.splitlines(keepends=True)

    def offset(line: int, column: int) -> int:
        return sum(len(before) for before in lines[: line - 1]) + column - 1

    spans = [
        (offset(r["startLine"], r["startColumn"]), offset(r["endLine"], r["endColumn"]), item)
        for item in replacements
        for r in [item["deletedRegion"]]
    ]
    for start, end, item in sorted(spans, key=lambda span: -span[0]):
        text = text[:start] + item["insertedContent"]["text"] + text[end:]
    return text


def test_the_fixes_of_sarif_do_what_fix_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = faulty_site()
    files[f"{JIAOWEI}2023.md"] = str(files[f"{JIAOWEI}2023.md"]).replace("\n", "\r\n")
    write(tmp_path, files)
    found = [result for result in sarif_results(capsys, tmp_path) if result["ruleId"] == "D301"]
    [change] = found[0]["fixes"][0]["artifactChanges"]
    mended = replaced(str(files[f"{JIAOWEI}2023.md"]), change["replacements"])
    run_check(capsys, tmp_path, "--fix", "--select", "D301")
    assert (tmp_path / JIAOWEI / "2023.md").read_bytes().decode("utf-8") == mended


def test_fingerprints_stay_when_lines_move(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = faulty_site()
    write(tmp_path, files)
    before = sarif_results(capsys, tmp_path)
    write(
        tmp_path,
        {
            name: f"# 移下一行\n{files[name]}".replace("# 移下一行\n", "# 移下一行\n\n")
            for name in (f"{JIAOWEI}2023.yaml", f"{TIYUJU}2023.yaml")
        },
    )
    after = sarif_results(capsys, tmp_path)
    prints = [[result["partialFingerprints"]["nianbao/v1"] for result in found] for found in (before, after)]
    assert prints[0] == prints[1]
    assert len(set(prints[0])) == len(before)
    assert [r["locations"] for r in before] != [r["locations"] for r in after]


def test_addresses_of_sarif_are_addresses_and_its_messages_no_templates() -> None:
    place = Position("content/年 报/20%a:b.md", 3, 2, 4, "一二三")
    log = json.loads(
        machine_text("sarif", outcome(a_finding(positions=(place,), text="写 {申请} 或 [见](1)")), some_lines)
    )
    [result] = log["runs"][0]["results"]
    location = result["locations"][0]["physicalLocation"]
    assert location == {
        "artifactLocation": {
            "uri": "content/%E5%B9%B4%20%E6%8A%A5/20%25a%3Ab.md",
            "uriBaseId": "%SRCROOT%",
        },
        "region": {"startLine": 3, "startColumn": 2, "endColumn": 4},
    }
    assert "写 {{申请}} 或 \\[见\\](1)" in result["message"]["text"]


def test_github_lines_are_escaped_as_its_runner_reads_them() -> None:
    place = Position("a,b:c%.md", 3, 2, 4, "")
    text = machine_text(
        "github", outcome(a_finding(positions=(place,), text="占 5%，见下", place="")), some_lines
    )
    assert text == (
        "::warning file=a%2Cb%3Ac%25.md,line=3,col=2,endColumn=4,title=请核 N201 正文与表格不一致"
        "::东城区教育委员会 2023年%0A占 5%25，见下%0A怎么改：以表为准。\n"
    )


def test_what_fix_mended_is_not_part_of_what_a_program_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, faulty_site())
    _, out, err = run_check(capsys, tmp_path, "--fix", "--format", "sarif")
    assert json.loads(out)["version"] == "2.1.0"
    assert "改好" in err
