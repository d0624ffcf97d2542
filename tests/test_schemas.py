"""What editors are told of content files: generated from the forms, valid, and never at odds with `check`.

`NIANBAO_UPDATE=1` writes docs/schemas anew.
"""

from __future__ import annotations

import json
import os
import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from nianbao.drafting import PENDING_SIGN
from nianbao.forms import Form, edition_for
from nianbao.forms.loading import load_form
from nianbao.located import Fault, Mapping, Node, Scalar, compose
from nianbao.names import loose, pattern_of
from nianbao.report import read_report
from nianbao.schemas import as_json, explained, keys_schema, report_schema
from nianbao.schemas.parts import Schema
from nianbao.writing import write_tables
from tests.sites import ROOT
from tests.test_docs import READING, keys_read

GUIDE = (ROOT / "docs/content.md").read_text(encoding="utf-8")
FORM_FILES = {path.stem: path for path in (ROOT / "nianbao/forms").glob("*.yaml")} | {
    "2031": ROOT / "tests/editions/2031.yaml"
}
FORMS: dict[str, Form] = {
    edition: load_form(path.read_text(encoding="utf-8")) for edition, path in FORM_FILES.items()
}


def of_keys(title: str, heading: str, module: str) -> Schema:
    """The schema of the names that a module asks its reader for."""
    kinds = {key: kind for kind in READING for key in keys_read(module, kind)}
    return keys_schema(title, explained(GUIDE, heading), kinds, keys_read(module, "missing"))


SCHEMAS: dict[str, Schema] = {
    "report-2019": report_schema(FORMS["2019"], GUIDE),
    "report-2021": report_schema(FORMS["2021"], GUIDE),
    "site.schema": of_keys("网站的资料", "site.yaml", "settings.py"),
    "agency.schema": of_keys("单位的资料", "单位", "agencies.py"),
}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_in_the_documents_is_what_the_form_and_the_guide_say(name: str) -> None:
    path = ROOT / "docs/schemas" / f"{name}.json"
    wanted = as_json(SCHEMAS[name])
    if os.environ.get("NIANBAO_UPDATE") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(wanted, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == wanted, "run the tests once with NIANBAO_UPDATE=1"


@pytest.mark.parametrize("schema", [*SCHEMAS.values(), report_schema(FORMS["2031"], GUIDE)])
def test_a_schema_is_one(schema: Schema) -> None:
    Draft7Validator.check_schema(schema)


# -- what an editor reads, and what the program finds

_NUMBER = re.compile(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?", re.ASCII)


def as_an_editor(node: Node | None) -> Any:
    """A document as YAML 1.2 resolves it (the core schema), which is what editors validate."""
    if isinstance(node, Mapping):
        return {key.text: as_an_editor(value) for key, value in node.entries}
    if not isinstance(node, Scalar):
        return [] if node is None else [as_an_editor(item) for item in node.items]
    if node.style:
        return node.text
    if node.text in ("", "~", "null", "Null", "NULL"):
        return None
    if node.text in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return node.text[0] in "tT"
    if _NUMBER.fullmatch(node.text):
        return int(node.text) if re.fullmatch(r"[-+]?\d+", node.text, re.ASCII) else float(node.text)
    return node.text


VALIDATORS = {edition: Draft7Validator(report_schema(form, GUIDE)) for edition, form in FORMS.items()}


def refusals(edition: str, text: str) -> list[str] | None:
    """What the schema refuses; None when the text is no YAML, which editors say themselves."""
    node, faults = compose(text)
    if node is None or any(fault.kind in NOT_YAML for fault in faults):
        return None
    return [error.message for error in VALIDATORS[edition].iter_errors(as_an_editor(node))]


def faults_of(edition: str, text: str) -> list[Fault]:
    return read_report(text, FORMS[edition], int(edition) + 1)[1]


# Editors have messages of their own for these.
NOT_YAML = {"unreadable", "duplicate-key", "key-not-text", "merge-key", "second-document"}
# What a schema cannot see, because it stands in the text and not in the values.
UNSEEN = {
    "row-order": "the order of names",
    "quoted-number": "quotes around a row",
    "row-broken": "a row over two lines, which YAML joins",
    "text-broken": "a text over two lines",
    "text-lost": "what a number sign made a remark",
    "note": "how a remark begins",
    "empty-row": "~ and nothing at all are one value, where one number stands alone",
    "number-form": "012 and 1e3, where one number stands alone",
    "duplicate-key": "a short name and its label, which are two names for an editor",
}


def is_unseen(fault: Fault, text: str) -> bool:
    if fault.kind in UNSEEN or text[fault.start : fault.end] == "~":
        return True
    # Where a label stands for a short name, names can only be counted.
    return fault.kind == "missing-rows" and any(f"{label}:" in text for label in LABELS)


def whole(edition: str) -> str:
    """A file without a fault, with something in every kind of line."""
    form = FORMS[edition]
    tables = write_tables(form, {}, "0")
    for line in (line for table in form.tables for line in table.entry if line.kind == "unit"):
        tables = re.sub(rf"({line.name}: +)0", rf"\g<1>{line.choices[0]}", tables)
    return f"""发布日期: 2024-01-22
标题: 2023年度报告
附件:
  - 附表.xlsx
{tables}
核实说明:
  - 问题: S102
    数值: 470 643
    日期: 2024-02-26
更正:
  - 日期: 2024-04-02
    内容: 改了一处。
"""


ROWS = [
    "0 0 0 0 0 0 0",
    "0 0 0",
    "80 1 0 0 0 0 81",
    "~ / _ 空 不适用 自动 待填",
    "待填",
    "~",
    "/",
    "_",
    "",
    "2629",
    "-8",
]
ODD_ROWS = [
    "012",
    "1,000",
    "12件",
    "８０ 0 0",
    "[1, 2, 3]",
    "0 0 x",
    "5.5",
    "5.5 0 0",
    "1e3",
    "1.0",
    "+3",
    "-",
    '"0 0 0"',
    "0  0   0 # 说明",
]
WORDS = [
    "无",
    "没有",
    "待定",
    "2024-01-22",
    "2024-02-30",
    "2024年1月2日",
    "二〇二四",
    "true",
    "元",
    "未注明",
    "|\n    文字",
    "{a: b}",
    "- x",
]
LABELS = [
    "一、本年新收政府信息公开申请数量",
    "（一）予以公开",
    "(一)予以公开",
    "1.属于国家秘密",
    "2、重复申请",
    "规 章",
    "2.去信件数",
]
NAMES = [
    *LABELS,
    "申请",
    "复议诉讼",
    "本年新收",
    "不予公开",
    "列",
    "标题",
    "日期",
    "说明",
    "没有这个",
    "平信",
    "件数表",
    "合计",
    "更正",
    "附件",
]


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """An edition, and a file of it with a few lines changed as people may change them."""
    edition = draw(st.sampled_from(sorted(FORMS)))
    lines = whole(edition).splitlines()
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(lines) - 1))
        indent, name, value = re.fullmatch(r"(?s)( *(?:- )?)([^:]*)(.*)", lines[at]).groups()  # type: ignore[union-attr]
        kind = draw(st.sampled_from(["value", "value", "value", "name", "indent", "drop", "double", "cut"]))
        if kind == "value":
            lines[at] = f"{indent}{name}: {draw(st.sampled_from(ROWS + ODD_ROWS + WORDS))}"
        elif kind == "name":
            lines[at] = f"{indent}{draw(st.sampled_from(NAMES))}{value}"
        elif kind == "indent":
            lines[at] = f"{draw(st.sampled_from(['', '  ', '    ', '   ']))}{name}{value}"
        elif kind == "double":
            lines.insert(at, f"{indent}{draw(st.sampled_from(NAMES))}: {draw(st.sampled_from(ROWS))}")
        elif len(lines) > 20:
            del lines[at : at + (1 if kind == "drop" else draw(st.integers(1, 12)))]
    return edition, "\n".join(lines) + "\n"


@settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
@given(edited())
def test_what_the_editor_refuses_the_program_refuses_and_nearly_the_other_way_round(
    case: tuple[str, str],
) -> None:
    """A file without a fault is accepted; a file with a fault is refused, unless no schema can see the fault."""
    edition, text = case
    refused = refusals(edition, text)
    if refused is None:
        return
    faults = faults_of(edition, text)
    assert faults or not refused, refused
    assert refused or all(is_unseen(fault, text) for fault in faults), faults


@pytest.mark.parametrize("edition", FORMS)
def test_a_whole_file_is_accepted(edition: str) -> None:
    assert faults_of(edition, whole(edition)) == []
    assert refusals(edition, whole(edition)) == []


def test_an_attachment_that_is_no_text_is_refused_by_both() -> None:
    text = whole("2021").replace("- 附表.xlsx", "- 名称: 附表.xlsx")
    assert refusals("2021", text)
    assert [fault.kind for fault in faults_of("2021", text)] == ["not-text"]


CONTENT = sorted((ROOT / "content").rglob("*.yaml"))


@pytest.mark.parametrize("path", CONTENT, ids=[path.relative_to(ROOT).as_posix() for path in CONTENT])
def test_the_sample_content_is_accepted(path: Path) -> None:
    schema = schema_for(path.relative_to(ROOT).as_posix())
    value = as_an_editor(compose(path.read_text(encoding="utf-8"))[0])
    assert list(Draft7Validator(SCHEMAS[schema]).iter_errors(value)) == []


@pytest.mark.parametrize(
    "label", ["本年新收", "一、本年新收政府信息公开申请数量", "本年新收政府信息公开申请数量"]
)
def test_a_row_may_bear_its_official_label(label: str) -> None:
    assert refusals("2021", whole("2021").replace("本年新收", label)) == []


def test_a_file_of_another_edition_is_told_that_the_help_does_not_fit() -> None:
    node, _ = compose(f"版式: 2019\n{whole('2021')}")
    said = {error.schema["errorMessage"] for error in VALIDATORS["2021"].iter_errors(as_an_editor(node))}
    assert said == {"这里的提示只合2021版格式；写了别的版式的，以“检查”的结果为准。"}


@pytest.mark.parametrize("edition", FORMS)
def test_what_a_snippet_inserts_is_read_as_still_to_be_filled_in(edition: str) -> None:
    form = FORMS[edition]
    bodies = [snippet["body"] for snippet in report_schema(form, GUIDE)["defaultSnippets"]]
    tables = "".join(re.sub(r"\$\{\d+:([^}]*)}", r"\1", body) for body in bodies if PENDING_SIGN in body)
    report, faults = read_report(tables, form, int(edition))
    assert report is not None
    assert {figure.state for figure in report.figures} == {"pending"}
    assert {fault.kind for fault in faults} <= {"unknown-unit"}


# -- names


@given(st.text("（）()一三1.、“ 其他处理", max_size=12))
def test_a_pattern_accepts_what_is_read_as_the_same_name(typed: str) -> None:
    for name in ("（六）其他处理", "其他"):
        assert (re.fullmatch(pattern_of(name), typed) is not None) == (loose(typed) == loose(name))


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_pattern_has_an_escape_that_javascript_refuses(name: str) -> None:
    patterns = re.findall(r'"\^(?:[^"\\]|\\.)*"', as_json(SCHEMAS[name]))
    for pattern in map(json.loads, patterns):
        assert set(re.findall(r"\\(.)", pattern)) <= set("d^$.|?*+()[]{}\\"), pattern


# -- which file has which schema


def schema_for(name: str) -> str:
    """The schema that the editor's settings map to a file, '' for none."""
    text = re.sub(
        r"^\s*//.*$", "", (ROOT / ".vscode/settings.json").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    for schema, patterns in json.loads(text)["yaml.schemas"].items():
        listed = [patterns] if isinstance(patterns, str) else patterns
        if any(fnmatchcase(name, pattern.replace("**/", "*/")) for pattern in listed):
            assert (ROOT / schema).is_file()
            return Path(schema).stem
    return ""


def test_every_year_has_the_schema_of_its_edition() -> None:
    shipped = {edition: FORMS[edition] for edition in FORMS if edition != "2031"}
    for year in range(2017, 2100):
        form = edition_for(shipped, year)
        wanted = f"report-{form.edition}" if form else ""
        assert schema_for(f"content/reports/a/b/{year}.yaml") == wanted
    assert schema_for("nianbao/forms/2021.yaml") == ""


def test_the_editor_leaves_tables_as_they_are_and_asks_no_network() -> None:
    text = (ROOT / ".vscode/settings.json").read_text(encoding="utf-8")
    for setting in ("yaml.format.enable", "yaml.schemaStore.enable", "redhat.telemetry.enabled"):
        assert f'"{setting}": false' in text
