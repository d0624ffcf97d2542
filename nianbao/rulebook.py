"""The register of rules as one Markdown page: docs/rules.md."""

from __future__ import annotations

import inspect
import re
from itertools import groupby

from . import rules as _registered  # noqa: F401  (importing fills the register)
from .candidates import CANDIDATES, Candidate
from .finding import LEVEL_WORDS
from .rules.register import RULES, Rule

# The first letter of a code names its family.
FAMILIES = {
    "A": "一份报告里的数：勾稽关系与总计",
    "C": "一份报告里的数：像不像真的",
    "D": "正文：标题、栏目、遗留的痕迹",
    "E": "核实说明",
    "F": "填数文件的写法",
    "H": "汇总报告与所属单位对照",
    "I": "导入已有的报告和名录",
    "L": "版面、版式与链接",
    "N": "正文里的数：与表格、与自己对照",
    "P": "发布与更正",
    "S": "前后年度对照",
    "U": "单位、文件夹与站点资料",
    "W": "用字、用词与个人信息",
}
OTHER = "未分类的规则"
KNOWN = "年报里常见的错误，由哪条规则找"
PARTS = ("为什么", "例", "改法", "依据")

INTRODUCTION = """# 规则

这一页由程序从规则本身生成（`nianbao/rulebook.py`），不要手改。同样的话可以随时看：`python3 build.py explain A102`（解释 A102）。

- **必改**：不理解文字也能断定的错。写了发布日期的报告有“必改”，`build`（生成）就停下；草稿有“必改”不影响别的报告。
- **请核**：很可能有问题，要人看一眼。不阻止生成。
- **提示**：供参考。

“核实说明”一栏写“可以”的，核实后确认保留原数的，可以在报告文件里写一条核实说明，写明当时的数；数一变，问题重新出现。写“不可以”的只能改好。写法见[内容的写法](content.md#核实说明)。
"""


def rules_markdown() -> str:
    """All rules by family: an index first, what finds which mistake, then one section a rule."""
    listed = [entry for _, entry in sorted(RULES.items())]
    families = [(name, list(entries)) for name, entries in groupby(listed, family)]
    parts = [INTRODUCTION, "| 代码 | 名称 | 性质 | 核实说明 |\n|---|---|---|---|"]
    parts[-1] += "".join(f"\n{_index_row(entry)}" for entry in listed)
    parts.append(f"\n## {KNOWN}\n\n| 错误 | 规则 | 说明 |\n|---|---|---|")
    parts[-1] += "".join(f"\n{_candidate_row(candidate)}" for candidate in CANDIDATES)
    for name, entries in families:
        parts.append(f"\n## {name}")
        parts += [_section(entry) for entry in entries]
    return "\n".join(parts) + "\n"


def family(entry: Rule) -> str:
    """The name of a rule's family, by the letter of its code."""
    return FAMILIES.get(entry.code[0], OTHER)


def docstring_parts(entry: Rule) -> tuple[str, dict[str, str]]:
    """What a rule finds, and its four parts by name; a part that is not written is ''."""
    lines = inspect.cleandoc(entry.doc).splitlines()
    found = dict.fromkeys(PARTS, "")
    current = ""
    summary: list[str] = []
    for line in lines:
        name, colon, rest = line.partition("：")
        if colon and name in PARTS:
            current, found[name] = name, rest.strip()
        elif current:
            found[current] = f"{found[current]}{line.strip()}"
        elif line.strip():
            summary.append(line.strip())
    return "".join(summary), found


def _index_row(entry: Rule) -> str:
    name = f"[{entry.code}](#{entry.code.lower()})"
    return f"| {name} | {plain_markdown(entry.name)} | {LEVEL_WORDS[entry.level]} | {_acceptable(entry)} |"


def _candidate_row(candidate: Candidate) -> str:
    codes = " ".join(f"[{code}](#{code.lower()})" for code in candidate.codes.split())
    return f"| {plain_markdown(candidate.mistake)} | {codes or '没有'} | {plain_markdown(candidate.note)} |"


def _section(entry: Rule) -> str:
    summary, parts = docstring_parts(entry)
    lines = [
        f'\n<a id="{entry.code.lower()}"></a>\n\n### {entry.code} {plain_markdown(entry.name)}',
        f"\n{LEVEL_WORDS[entry.level]}；{_acceptable(entry)}写核实说明。",
        f"\n{plain_markdown(summary)}\n",
        *(f"- **{name}**：{plain_markdown(text)}" for name, text in parts.items() if text),
    ]
    return "\n".join(lines)


def _acceptable(entry: Rule) -> str:
    return "可以" if entry.acceptable else "不可以"


_SIGNS = re.compile(r"[\\*_\[\]<>~|#`]")


def plain_markdown(text: str) -> str:
    """Text that Markdown prints as it stands; what is between backquotes stays code."""
    pieces = text.split("`")
    if len(pieces) % 2 == 0:
        return _SIGNS.sub(r"\\\g<0>", text)
    return "`".join(
        piece if number % 2 else _SIGNS.sub(r"\\\g<0>", piece) for number, piece in enumerate(pieces)
    )
