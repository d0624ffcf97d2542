"""The command line: words → one function per command. Exit codes: 0 clean, 1 findings that block, 2 could not run."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from . import VERSION, commands
from .errors import CannotRun, reason
from .office import commands as office

# English names stand in scripts; clerks type the Chinese ones.
ALIASES = {
    "生成": "build",
    "检查": "check",
    "预览": "serve",
    "新建": "new",
    "导入": "import",
    "名录": "roster",
    "开年": "open",
    "台账": "status",
    "反馈": "return",
    "清样": "proof",
    "发布": "release",
    "更正": "correct",
    "解释": "explain",
    "测试": "test",
}
OPTION_ALIASES = {
    "--修": "--fix",
    "--对照": "--diff",
    "--核实": "--accept",
    "--格式": "--format",
    "--只看": "--select",
    "--不看": "--ignore",
    "--严": "--strict",
    "--统计": "--statistics",
    "--单位": "--agency",
    "--年份": "--year",
    "--覆盖": "--replace",
    "--留着": "--keep",
    "--试": "--dry-run",
    "--日期": "--date",
    "--限期": "--before",
    "--提示": "--hints",
}
# Adds a command: its name, its Chinese name, what it does, what runs it.
Add = Callable[[str, str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]
# The ways `check` prints; all but the first are for programs.
FORMATS = ("human", "json", "sarif", "github", "junit")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    _use_utf8()
    words = [_english(word) for word in (sys.argv[1:] if arguments is None else arguments)]
    parser, names = _parser()
    first = next((word for word in words if not word.startswith("-")), "")
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help", "--version")):
        words = ["build", *words]
    elif first and first == words[0] and ALIASES.get(first, first) not in names:
        return _unknown_command(first, names)
    words[0] = ALIASES.get(words[0], words[0])
    if words[0] == "test" and words[1:] not in (["-h"], ["--help"]):
        # argparse would take an option of pytest for one of its own.
        options = parser.parse_args(words[:1])
        options.rest = words[1:]
    else:
        options = parser.parse_args(words)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        return run(options)
    except CannotRun as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("已中断，网站没有改动。", file=sys.stderr)
        return 2
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"{error.filename or '文件'}：{reason(error)}。", file=sys.stderr)
        return 2


def _english(word: str) -> str:
    """An option in Chinese, alone or with its value (--格式=json), as the parser knows it."""
    option, equals, value = word.partition("=")
    return OPTION_ALIASES.get(option, option) + equals + value


def _parser() -> tuple[argparse.ArgumentParser, list[str]]:
    parser = _Parser(
        prog="build.py", description="政府信息公开工作年度报告：核对并生成网站。不写命令就是 build（生成）。"
    )
    parser.add_argument("--version", action="version", version=VERSION, help="显示版本")
    commands_parser = parser.add_subparsers(metavar="命令", required=True)

    def add(
        name: str, chinese: str, text: str, run: Callable[[argparse.Namespace], int]
    ) -> argparse.ArgumentParser:
        command = commands_parser.add_parser(name, help=f"{chinese}：{text}", description=text)
        command.set_defaults(run=run)
        return command

    def project(command: argparse.ArgumentParser) -> None:
        command.add_argument(
            "--project",
            metavar="文件夹",
            type=Path,
            help="放着 content 的文件夹（默认：build.py 所在的文件夹）",
        )

    build = add("build", "生成", "核对全部年报，没有必改的问题就生成网站", commands.build)
    project(build)
    build.add_argument("--hold-errors", action="store_true", help="有必改问题的年报暂缓，其余照常发布")
    build.add_argument("--jobs", type=int, metavar="数", help="同时用几个进程（默认：处理器个数）")
    check = add("check", "检查", "只核对，不生成", commands.check)
    project(check)
    check.add_argument("agencies", nargs="*", metavar="单位", help="只看这些单位：路径、全称、简称或原名")
    check.add_argument(
        "--format",
        choices=FORMATS,
        default=FORMATS[0],
        metavar="格式",
        help="human 给人看；json、sarif、github、junit 给程序用（也可写 --格式）",
    )
    check.add_argument(
        "--select",
        action="append",
        default=[],
        metavar="规则",
        help="只看这些规则：代码（A102）、代码的开头（A、F0）或名称，用逗号隔开（也可写 --只看）",
    )
    check.add_argument(
        "--ignore", action="append", default=[], metavar="规则", help="不看这些规则（也可写 --不看）"
    )
    check.add_argument("--strict", action="store_true", help="有请核也算没有通过（也可写 --严）")
    check.add_argument("--statistics", action="store_true", help="每条规则各有几条（也可写 --统计）")
    action = check.add_mutually_exclusive_group()
    action.add_argument(
        "--fix", action="store_true", help="改好输入法符号一类不动数值的问题，对齐表格（也可写 --修）"
    )
    action.add_argument(
        "--diff", action="store_true", help="只对照 --fix 会改什么、还建议改什么，不改文件（也可写 --对照）"
    )
    action.add_argument(
        "--accept",
        action="store_true",
        help="给保留原数的问题写好核实说明的样子，等人填写；要写明单位（也可写 --核实）",
    )
    check.add_argument("--year", type=int, metavar="年份", help="与 --accept 一起用：只写这一年的")
    check.add_argument("--jobs", type=int, metavar="数", help=argparse.SUPPRESS)
    serve = add("serve", "预览", "在本机预览，文件一存，页面就刷新", commands.serve)
    project(serve)
    serve.add_argument("--port", type=int, default=8000, help="端口（默认 8000；被占用就用下一个）")
    serve.add_argument("--no-open", action="store_true", help="不自动打开浏览器")
    new = add("new", "新建", "新建一份年报，每一格都是待填", commands.new)
    project(new)
    new.add_argument("agency", metavar="单位", help="路径、全称、简称或原名；新单位写全称或“路径 全称”")
    new.add_argument("year", type=int, metavar="年份")
    new.add_argument("--name", metavar="全称", help="新单位的全称")
    bring = add("import", "导入", "把已有的年报（Word、Excel、网页、PDF、文本）读进来", commands.import_files)
    project(bring)
    bring.add_argument(
        "files", nargs="+", metavar="文件", type=Path, help="文件、文件夹或 .zip；也可以是改过的 名录.xlsx"
    )
    bring.add_argument(
        "--agency",
        metavar="单位",
        help="这些文件是哪个单位的：路径、全称、简称；新单位写路径（也可写 --单位）",
    )
    bring.add_argument("--name", metavar="全称", help="新单位的全称，文件里看不出来时写")
    bring.add_argument("--year", type=int, metavar="年份", help="这些文件是哪一年的（也可写 --年份）")
    both = bring.add_mutually_exclusive_group()
    both.add_argument(
        "--replace", action="store_true", help="与现在填的不一样时，以新文件为准（也可写 --覆盖）"
    )
    both.add_argument(
        "--keep", action="store_true", help="两边都改过的，以现在填的为准，不再问（也可写 --留着）"
    )
    bring.add_argument("--dry-run", action="store_true", help="只看会怎样，不写文件（也可写 --试）")
    roster = add(
        "roster", "名录", "把全部单位写成 名录.xlsx，改好以后用 import（导入）读回来", commands.roster
    )
    project(roster)
    roster.add_argument("file", nargs="?", metavar="文件", type=Path, help="写到哪里（默认：名录.xlsx）")
    roster.add_argument("--replace", action="store_true", help="已经有这个文件也重写（也可写 --覆盖）")
    _add_office(add, project)
    explain = add("explain", "解释", "解释一条规则；不写代码就列出全部规则", commands.explain)
    explain.add_argument("code", nargs="?", metavar="代码", help="例如 A102，或规则的名称")
    test = add("test", "测试", "运行程序自己的测试", commands.test)
    test.add_argument("rest", nargs=argparse.REMAINDER, metavar="…", help="交给 pytest 的参数")
    return parser, list(commands_parser.choices)


def _add_office(add: Add, project: Callable[[argparse.ArgumentParser], None]) -> None:
    """The commands of January."""

    def of_year(command: argparse.ArgumentParser) -> None:
        project(command)
        command.add_argument("year", type=int, metavar="年份")
        command.add_argument(
            "agencies", nargs="*", metavar="单位", help="只要这些单位：路径、全称、简称或原名；不写就是全部"
        )

    opening = add("open", "开年", "一年开始：给每个单位备好填报表和正文，写好年报底稿", office.open_year)
    of_year(opening)
    opening.add_argument("--before", metavar="日期", default="", help="请单位哪一天以前报送（也可写 --限期）")
    opening.add_argument(
        "--replace", action="store_true", help="已经有的填报材料也重写（也可写 --覆盖）"
    )
    status = add("status", "台账", "每个单位的年报到了哪一步", office.status)
    project(status)
    status.add_argument("year", nargs="?", type=int, metavar="年份", help="不写就是最近的一年")
    status.add_argument(
        "--format",
        choices=("human", "xlsx", "json"),
        default="human",
        metavar="格式",
        help="human 显示在窗口里，xlsx 写成 Excel 文件，json 给程序用（也可写 --格式）",
    )
    status.add_argument(
        "--date",
        metavar="日期",
        default="",
        help="截至哪一天算逾期（默认：site.yaml 的“截至”；也可写 --日期）",
    )
    back = add("return", "反馈", "给有问题的单位各写一张 Word 反馈单", office.return_sheets)
    of_year(back)
    back.add_argument("--before", metavar="日期", default="", help="请单位哪一天以前反馈（也可写 --限期）")
    back.add_argument("--hints", action="store_true", help="“提示”也写上（也可写 --提示）")
    of_year(add("proof", "清样", "给可以发布的年报各印一份 Word 送审稿", office.proof))
    release = add("release", "发布", "给可以发布的年报写上发布日期，记下发布时的数", office.release)
    of_year(release)
    release.add_argument(
        "--date", metavar="日期", required=True, help="发布日期，例如 2025-01-26（也可写 --日期）"
    )
    release.add_argument("--dry-run", action="store_true", help="只看会怎样，不写文件（也可写 --试）")
    correct = add("correct", "更正", "发布以后改了数：写好更正的样子，等人填写原因", office.correct)
    project(correct)
    correct.add_argument("agency", metavar="单位", help="路径、全称、简称或原名")
    correct.add_argument("year", type=int, metavar="年份")
    correct.add_argument(
        "--date", metavar="日期", default="", help="更正的日期，例如 2025-04-02（也可写 --日期）"
    )


class _Parser(argparse.ArgumentParser):
    """argparse with its messages in Chinese."""

    def __init__(self, **options: Any) -> None:
        super().__init__(add_help=False, **options)
        self._positionals.title, self._optionals.title = "命令和参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        usage = self.format_usage().removeprefix("usage: ").strip()
        print(
            f"命令写得不对：{_translated(message)}{self._suggestion(message)}\n用法：{usage}", file=sys.stderr
        )
        raise SystemExit(2)

    def _suggestion(self, message: str) -> str:
        """The option that an unknown one may have been meant to be."""
        unknown = re.match(r"unrecognized arguments: (--?[^\s=]+)", message)
        close = get_close_matches(unknown[1], self._all_options(), 1, 0.6) if unknown else []
        return f"，是不是 {close[0]}？" if close else ""

    def _all_options(self) -> list[str]:
        """The options of this parser and of its commands."""
        options = [*self._option_string_actions, *OPTION_ALIASES]
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):
                for command in action.choices.values():
                    options += command._option_string_actions
        return options


def _translated(message: str) -> str:
    for pattern, text in (
        (r"unrecognized arguments: (.*)", r"不认识 \1"),
        (r"the following arguments are required: (.*)", r"还要写 \1"),
        (r"argument (\S+): invalid int value: '(.*)'", r"\1 要写整数，写的是“\2”"),
        (r"argument (\S+): invalid choice: '?([^']*?)'? \(choose from (.*)\)", r"\1 不能是“\2”，可以是 \3"),
        (r"argument (\S+): expected one argument", r"\1 后面要写一个值"),
        (r"argument (\S+): not allowed with argument (\S+)", r"\1 和 \2 只能选一个"),
    ):
        found = re.fullmatch(pattern, message)
        if found:
            return found.expand(text)
    return message


def _unknown_command(word: str, names: list[str]) -> int:
    close = get_close_matches(word, [*names, *ALIASES], 1, 0.4)
    hint = f"，是不是 {close[0]}？" if close else "。"
    known = "、".join(f"{name}（{chinese}）" for chinese, name in ALIASES.items())
    print(f"没有“{word}”这个命令{hint}\n可以用：{known}。", file=sys.stderr)
    return 2


def _use_utf8() -> None:
    """Chinese output must not depend on the console's code page."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
