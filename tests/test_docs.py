"""The documents say what the program does: keys, names, commands, modules, links and examples are checked.

`NIANBAO_UPDATE=1` writes the generated parts anew (docs/rules.md, and what stands between `<!-- 生成：…` and
`<!-- 生成完`); read the difference before keeping it.
"""

from __future__ import annotations

import argparse
import ast
import io
import json
import os
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from nianbao import cli
from nianbao.candidates import CANDIDATES
from nianbao.finding import LEVEL_WORDS
from nianbao.form_names import CORRECTION_FIELDS, CORRECTIONS, FIELDS, NOTE_FIELDS, NOTES
from nianbao.forms import EntryLine, Form, Table
from nianbao.forms.loading import load_form
from nianbao.rulebook import FAMILIES, PARTS, docstring_parts, rules_markdown
from nianbao.rules.register import RULES
from tests.sites import ROOT, codes, figures, prose, small_site, write

PACKAGE = ROOT / "nianbao"
UPDATE = os.environ.get("NIANBAO_UPDATE") == "1"


def documents() -> list[Path]:
    """Every Markdown document of the project itself (the sample's content has tests of its own)."""
    return sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def names_of(paths: list[Path]) -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in paths]


# -- generated parts


def label_tables(form: Form) -> str:
    """All names a clerk may type under a form, beside the printed labels."""
    return "\n\n".join(_label_table(table) for table in form.tables)


def _label_table(table: Table) -> str:
    section = [f"### {table.name}", f"{table.place}，标题是“{table.title}”。"]
    if table.none:
        section.append(f"整张表没有发生：`{table.name}: {table.none}`（{table.none_means}）。")
    guards = [line for line in table.entry if line.kind == "guard"]
    for line in guards:
        pairs = " · ".join(
            f"`{name}`" if name == label else f"`{name}` {label}"
            for name, label in zip(line.columns, line.column_labels, strict=True)
        )
        section.append(f"`{line.name}`：{pairs}")
    rows = ["| 文件里写 | 表格上印的 | 这一行的数 | 检查结果里的位置 |", "|---|---|---|---|"]
    rows += [_label_row(line, len(guards) > 1) for line in table.entry if line.kind != "guard"]
    return "\n\n".join([*section, "\n".join(rows)])


def _label_row(line: EntryLine, several_heads: bool) -> str:
    name = f"{'　' * line.depth}`{line.name}`"
    if line.kind == "group":
        return f"| {name} | {line.aliases[0]} | 不写数，下面各行多空两格 | |"
    if line.kind == "unit":
        return f"| {name} | 表格上没有 | 写 {'、'.join(line.choices)} 中的一个 | |"
    cell = line.cells[0]
    label = line.aliases[0] if line.aliases else " ".join(cell.column_labels[:-1])
    what = f"{len(line.cells)} 个"
    if not line.columns:
        what += f"：{cell.column_labels[-1]}"
    elif several_heads:
        what += f"：{' '.join(line.columns)}"
    return f"| {name} | {label} | {what} | {line.place} |"


def form(edition: str) -> Form:
    return load_form((PACKAGE / "forms" / f"{edition}.yaml").read_text(encoding="utf-8"))


def declared_example() -> str:
    return f"```yaml\n{text_of('tests/editions/2031.yaml').rstrip()}\n```"


# Of 80 requests handled only 79 have a result.
MESSAGE_FIGURES = {
    "requests.new_requests.natural_person": "80",
    "requests.new_requests.total": "80",
    "requests.granted.natural_person": "79",
    "requests.granted.total": "79",
    "requests.results_total.natural_person": "80",
    "requests.results_total.total": "80",
}


def model_message(tmp_path: Path) -> str:
    """What `检查` prints for one wrong figure."""
    from nianbao.memo import Memo
    from nianbao.messages import human
    from nianbao.outcome import outcome_of
    from nianbao.pipeline import Options, check_site
    from nianbao.project import gather

    files: dict[str, str | bytes | None] = {**small_site()}
    files["content/reports/jiaowei/2023.yaml"] = figures(changes=MESSAGE_FIGURES)
    project = write(tmp_path, files)
    checked = check_site(project, gather(project), Memo(None), Options())
    finding = next(finding for finding in checked.findings if finding.blocks)
    printed = io.StringIO()
    human(outcome_of(checked, [finding]), printed)
    return f"```\n{printed.getvalue().strip()}\n```"


GENERATED: list[tuple[str, str, Callable[[Path], str]]] = [
    ("docs/content.md", "版式-2021", lambda _: label_tables(form("2021"))),
    ("docs/content.md", "版式-2019", lambda _: label_tables(form("2019"))),
    ("docs/forms.md", "例子", lambda _: declared_example()),
    ("README.zh-CN.md", "消息", model_message),
]


@pytest.mark.parametrize(("name", "part", "make"), GENERATED, ids=[part for _, part, _ in GENERATED])
def test_a_generated_part_is_what_the_program_says(
    name: str, part: str, make: Callable[[Path], str], tmp_path: Path
) -> None:
    text = text_of(name)
    start, end = f"<!-- 生成：{part} -->\n", "<!-- 生成完 -->"
    assert text.count(start) == 1, f"{name} has no place for {part}"
    before, _, rest = text.partition(start)
    _, _, after = rest.partition(end)
    wanted = f"{before}{start}\n{make(tmp_path)}\n\n{end}{after}"
    if UPDATE:
        (ROOT / name).write_text(wanted, encoding="utf-8", newline="\n")
    assert text_of(name) == wanted, f"{name}: run the tests once with NIANBAO_UPDATE=1"


def test_every_known_mistake_has_a_rule_or_says_why_not() -> None:
    for candidate in CANDIDATES:
        assert candidate.codes or candidate.note, candidate.mistake
        assert set(candidate.codes.split()) <= set(RULES), candidate.mistake


def test_the_page_of_rules_is_what_the_register_holds() -> None:
    wanted = rules_markdown()
    path = ROOT / "docs/rules.md"
    if UPDATE:
        path.write_text(wanted, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == wanted, "run the tests once with NIANBAO_UPDATE=1"


def test_every_rule_has_its_four_parts_and_a_family() -> None:
    for code, entry in RULES.items():
        summary, parts = docstring_parts(entry)
        assert summary, code
        assert all(parts[name] for name in PARTS), code
        assert code[0] in FAMILIES, f"nianbao/rulebook.py has no family for {code}"
        assert entry.level in LEVEL_WORDS, code


def test_rules_are_printed_as_they_stand() -> None:
    """Signs that Markdown would take for its own are escaped: no rule's example becomes a link or a picture."""
    tokens = list(tokens_of(rules_markdown()))
    outside = [target for target in targets(tokens) if not target.startswith(("#", "content.md"))]
    assert outside == []
    assert not [token for token in tokens if token.type == "image"]


def test_what_rules_refer_to_stands_in_the_documents() -> None:
    """`docs/content.md“单位”` in a rule names a document, and a heading in it."""
    for code, entry in RULES.items():
        for name, heading in re.findall(r"(docs/\w+\.md|README[\w.-]*\.md)(?:“([^”]+)”)?", entry.doc):
            assert (ROOT / name).is_file(), f"{code}: {name}"
            assert not heading or heading in headings_of(text_of(name)), f"{code}: {name}“{heading}”"


def headings_of(text: str) -> list[str]:
    return re.findall(r"^#+ (.+)$", text, re.MULTILINE)


# -- keys


def keys_read(module: str, *methods: str) -> set[str]:
    """The literal keys a module asks a reader for: reader.text("名称"), node.get("rows"), self._text(node, "key")."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((PACKAGE / module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in methods:
            found |= {
                argument.value
                for argument in node.args[:2]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value
            }
    return found


READING = ("text", "integer", "lines", "table", "items")
CONTENT_KEYS = {
    "site.yaml": keys_read("settings.py", *READING),
    "单位": keys_read("agencies.py", *READING),
    "各项": {*FIELDS, NOTES, CORRECTIONS},
    "核实说明": set(NOTE_FIELDS),
    "更正": set(CORRECTION_FIELDS),
}


@pytest.mark.parametrize("heading", CONTENT_KEYS)
def test_every_key_of_a_content_file_is_explained(heading: str) -> None:
    keys, section = CONTENT_KEYS[heading], section_of(text_of("docs/content.md"), heading)
    assert keys
    assert {key for key in keys if f"`{key}`" not in section} == set()


@pytest.mark.parametrize("heading", CONTENT_KEYS)
def test_no_key_is_explained_that_the_program_does_not_know(heading: str) -> None:
    section = section_of(text_of("docs/content.md"), heading)
    explained = set(re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE))
    assert explained <= CONTENT_KEYS[heading]


def test_every_key_of_a_form_is_explained() -> None:
    keys = keys_read("forms/loading.py", "_text", "_mapping", "_items", "get") - {"true", "false"}
    assert {"edition", "blocks", "unit", "pattern", "continues"} <= keys
    text = text_of("docs/forms.md")
    named = set(re.findall(r"(?:`|\{|, )(\w+)(?:`|:)", text))
    assert keys - named == set()


def section_of(text: str, heading: str) -> str:
    """What stands under a heading, up to the next one of any depth."""
    found = re.search(rf"^(#+) {re.escape(heading)}$\n(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None, heading
    return found[2]


# -- commands


def command_parsers() -> dict[str, argparse.ArgumentParser]:
    parser, _ = cli._parser()
    choices = next(action.choices for action in parser._actions if isinstance(action.choices, dict))
    return dict(choices)


def options_of(parser: argparse.ArgumentParser) -> list[str]:
    """Long options a user may know of."""
    return [
        option
        for action in parser._actions
        if action.help != argparse.SUPPRESS and action.dest != "help"
        for option in action.option_strings
    ]


def test_every_command_and_option_stands_in_the_readme() -> None:
    text = text_of("README.md")
    for name, parser in command_parsers().items():
        assert f"`{name}`" in text, name
        for option in options_of(parser):
            assert option in text, f"{name} {option}"


def test_every_chinese_command_and_option_stands_in_both_readmes() -> None:
    known = {option for parser in command_parsers().values() for option in options_of(parser)}
    words = [*cli.ALIASES, *(word for word, option in cli.OPTION_ALIASES.items() if option in known)]
    for name in ("README.md", "README.zh-CN.md"):
        text = text_of(name)
        assert [word for word in words if word not in text] == [], name


def test_the_windows_menu_is_safe_for_cmd_and_names_only_real_commands() -> None:
    data = (ROOT / "年报.cmd").read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    lines = data.decode("utf-8").split("\r\n")
    code_page = next(number for number, line in enumerate(lines) if line.startswith("chcp 65001"))
    assert all(line.isascii() for line in lines[:code_page])
    assert all(line.isascii() for line in lines if line.startswith((":", "rem", "goto", "if")))
    assert "!" not in "".join(line for line in lines if line.startswith("echo"))
    labels = {line[1:] for line in lines if line.startswith(":")}
    assert {found for line in lines for found in re.findall(r"(?:goto |call :)(\w+)", line)} <= labels
    known = command_parsers()
    used = re.findall(r"py -3 build\.py (\w+)(.*)", "\n".join(lines))
    everyday = {"build", "check", "serve", "new", "import"}
    january = {"open", "status", "return", "proof", "release", "correct"}
    assert {name for name, _ in used} == everyday | january
    for name, rest in used:
        assert set(re.findall(r"--[\w-]+", rest)) <= set(options_of(known[name]))


# -- what the readmes tell people to type

# What waits for somebody, takes long, or has nothing ready among the samples (tests/office runs it).
NOT_RUN_HERE = ("", "build", "test", "测试", "serve", "预览", "--version", "release", "发布")


def typed_commands(name: str) -> list[list[str]]:
    """The words behind `python3 build.py` (or py -3, or nianbao) in every block of commands."""
    found = []
    for token in tokens_of(text_of(name)):
        if token.type == "fence" and token.info.strip() in ("sh", "bat"):
            for line in token.content.splitlines():
                match = re.match(
                    r"(?:python3 build\.py|py -3 build\.py|nianbao)(?:\s+(.*?))?\s*(?:#.*)?$", line
                )
                if match:
                    found.append(shlex.split(match[1] or ""))
    return found


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_what_the_readme_tells_people_to_type_is_understood(name: str) -> None:
    commands = typed_commands(name)
    assert [] in commands and len(commands) > 5
    parser, names = cli._parser()
    for words in commands:
        words = [cli.OPTION_ALIASES.get(word, word) for word in words] or ["build"]
        if words[0].startswith("-"):
            words.insert(0, "build")
        words[0] = cli.ALIASES.get(words[0], words[0])
        assert words[0] in names, words
        parser.parse_args(words)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_what_the_readme_tells_people_to_type_works(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    for words in typed_commands(name):
        if (words[0] if words else "") in NOT_RUN_HERE:
            continue
        if "--project" in words:
            words = words[: words.index("--project")]
        code = cli.main([*words, *([] if words[0] in ("explain", "解释") else ["--project", str(tmp_path)])])
        printed = capsys.readouterr()
        assert code == 0, f"{words}: {printed.out}{printed.err}"


def test_the_first_report_of_the_clerks_guide_gets_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The guide's way: site.yaml, a new agency, figures, prose, a date — and the page is there."""
    write(tmp_path, {"content/site.yaml": "名称: 政府信息公开工作年度报告\n"})
    project = ["--project", str(tmp_path)]
    assert cli.main(["新建", "dongcheng/jiaowei", "2024", "--name", "东城区教育委员会", *project]) == 0
    folder = "content/reports/dongcheng/jiaowei"
    assert cli.main(["生成", *project]) == 0
    assert not (tmp_path / "site/reports/dongcheng/jiaowei/2024.html").exists()
    write(tmp_path, {f"{folder}/2024.yaml": figures(2024), f"{folder}/2024.md": prose(2024)})
    capsys.readouterr()
    code = cli.main(["生成", *project])
    assert code == 0, capsys.readouterr().out
    page = (tmp_path / "site/reports/dongcheng/jiaowei/2024.html").read_text(encoding="utf-8")
    assert "东城区教育委员会2024年政府信息公开工作年度报告" in page


def test_the_example_of_the_forms_page_can_be_filled_in_and_published(tmp_path: Path) -> None:
    from tests.sites import build

    text = text_of("docs/forms.md")
    filled = next(
        token.content
        for token in tokens_of(text)
        if token.type == "fence" and token.content.startswith("发布日期:")
    )
    built = build(
        tmp_path,
        {
            "content/site.yaml": "名称: 往来报告\n",
            "content/forms/2031.yaml": text_of("tests/editions/2031.yaml"),
            "content/reports/jiaowei/agency.yaml": "全称: 东城区教育委员会\n",
            "content/reports/jiaowei/2031.yaml": filled,
            "content/reports/jiaowei/2031.md": "## 甲、件数\n\n## 乙、说明\n\n全年往来不多。\n",
        },
    )
    assert codes(built) == []
    assert 'id="letters-received-total"' in (tmp_path / "site/reports/jiaowei/2031.html").read_text("utf-8")


# -- modules


def modules() -> dict[str, Path]:
    """Dotted name below the package → file; a package is named by its folder."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if name:
            found[name] = path
    return found


def layers() -> list[list[str]]:
    """The layers of docs/architecture.md: each line of its first block names modules."""
    block = next(token for token in tokens_of(text_of("docs/architecture.md")) if token.type == "fence")
    return [line.split("  ")[0].split() for line in block.content.splitlines() if line.strip()]


def test_every_module_is_named_in_the_architecture_and_none_that_is_gone() -> None:
    named = [name for layer in layers() for name in layer]
    assert sorted(named) == sorted(modules())


def test_imports_point_the_way_the_architecture_says() -> None:
    """A module imports, when it is loaded, only modules of its own line or of lines above."""
    level = {name: number for number, layer in enumerate(layers()) for name in layer}
    wrong = [
        f"{name} imports {other}"
        for name, path in modules().items()
        for other in imports_of(name, path)
        if name in level and other in level and level[other] > level[name]
    ]
    assert wrong == []


def imports_of(name: str, path: Path) -> Iterator[str]:
    """Modules of the package imported at the top level of a module."""
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.level:
            base = [*package[: len(package) - node.level + 1], *(node.module or "").split(".")]
            base = [part for part in base if part]
            for alias in node.names:
                inner = ".".join([*base, alias.name])
                yield inner if inner in modules() else ".".join(base)


# -- the texts themselves

FORBIDDEN = {
    "a path of one machine": r"/(?:work|root|tmp|mnt)/|/home/\w|[A-Za-z]:\\Users",
    "a word nobody should put on a public page": r"豁免|不合格|红黄绿|错误率",
}
# Where a document may point to: the examples' own sites, and addresses that lead nowhere.
HOSTS = {"keepachangelog.com", "www.bjdch.gov.cn", "www.example.gov.cn", "www.example.invalid", "example.invalid"}


@pytest.mark.parametrize("name", names_of(documents()))
def test_a_document_points_to_known_sites_only(name: str) -> None:
    named = {urlsplit(address).netloc for address in re.findall(r"https?://[A-Za-z0-9.:/-]+", text_of(name))}
    assert named - HOSTS - {"", "localhost:8000"} == set()


@pytest.mark.parametrize("name", names_of(documents()))
@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_document_holds(name: str, what: str) -> None:
    assert re.findall(FORBIDDEN[what], text_of(name)) == []


@pytest.mark.parametrize("name", names_of(documents()))
def test_relative_links_lead_somewhere(name: str) -> None:
    links = [target for target in targets(tokens_of(text_of(name))) if not urlsplit(target).scheme]
    assert [target for target in links if not leads_somewhere(ROOT / name, target)] == []


def leads_somewhere(document: Path, target: str) -> bool:
    """Whether a relative link names a file of the project, and a place in it when it names one."""
    file, _, anchor = unquote(target).partition("#")
    path = (document.parent / file).resolve() if file else document
    if not path.exists() or not path.is_relative_to(ROOT):
        return False
    return not anchor or path.suffix != ".md" or anchor in anchors(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", names_of(documents()))
def test_no_line_is_broken_in_the_middle_of_chinese_text(name: str) -> None:
    """A line break inside a paragraph becomes a blank, and Chinese has none."""
    broken = [
        token.content
        for token in tokens_of(text_of(name))
        if token.type == "inline" and re.search(r"[\u4e00-\u9fff，。；：、]\n[\u4e00-\u9fff]", token.content)
    ]
    assert broken == []


def test_every_picture_has_words_for_those_who_do_not_see_it_and_is_small() -> None:
    for name in names_of(documents()):
        for token in tokens_of(text_of(name)):
            if token.type == "image":
                assert len(token.content) > 5, name
    for picture in (ROOT / "docs/images").glob("*"):
        assert picture.stat().st_size < 300_000, picture.name


def test_the_editor_settings_can_be_read_and_keep_files_as_the_program_wants_them() -> None:
    text = re.sub(r"^\s*//.*$", "", text_of(".vscode/settings.json"), flags=re.MULTILINE)
    settings = json.loads(text)
    assert settings["files.encoding"] == "utf8"
    assert settings["files.eol"] == "\n"
    assert settings["[yaml]"]["editor.unicodeHighlight.ambiguousCharacters"] is True
    assert settings["[markdown]"]["editor.unicodeHighlight.ambiguousCharacters"] is False


def test_the_readme_names_the_policy_that_every_page_carries() -> None:
    layout = text_of("layouts/base.html")
    carried = re.search(r'http-equiv="Content-Security-Policy" content="([^"{]+)', layout)
    assert carried is not None
    assert carried[1].strip() in text_of("README.md")


def test_the_versions_agree() -> None:
    from nianbao import VERSION

    assert f'version = "{VERSION}"' in text_of("pyproject.toml")
    assert "## [Unreleased]" in text_of("CHANGELOG.md")


# -- reading Markdown


def tokens_of(text: str) -> Iterator[Token]:
    for token in MarkdownIt("commonmark", {"html": True}).enable("table").parse(text):
        yield token
        yield from token.children or ()


def targets(tokens: Iterator[Token] | list[Token]) -> list[str]:
    return [
        str(token.attrs.get("href") or token.attrs.get("src"))
        for token in tokens
        if token.type in ("link_open", "image")
    ]


def anchors(text: str) -> set[str]:
    """The places a link may name: headings as forges number them, and explicit ids."""
    found = set(re.findall(r'<a id="([^"]+)">', text))
    seen: dict[str, int] = {}
    heading = False
    for token in tokens_of(text):
        if token.type == "heading_open":
            heading = True
        elif token.type == "inline" and heading:
            heading = False
            slug = re.sub(r"[^\w\- ]", "", token.content.strip().lower()).replace(" ", "-")
            found.add(f"{slug}-{seen[slug]}" if slug in seen else slug)
            seen[slug] = seen.get(slug, 0) + 1
    return found


def test_every_field_of_a_finding_is_explained() -> None:
    from dataclasses import fields

    from nianbao.finding import Finding, Position

    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    part = text.partition("## Findings for programs")[2].partition("\n## ")[0]
    for field in (*fields(Finding), *fields(Position)):
        assert f"`{field.name}`" in part, field.name
