"""One function per command: options in, exit code out. What they print is for clerks."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import CannotRun

if TYPE_CHECKING:
    from .finding import Finding
    from .pipeline import Checked
    from .project import Project
    from .workers import Work

# A mend may let another be seen, such as rows that can be put in order once they can be read.
MENDING_ROUNDS = 3


def build(options: argparse.Namespace) -> int:
    from .messages import human, write_summary
    from .pipeline import Options, build_site
    from .publish import CannotWrite

    project = _project(options)
    started = time.perf_counter()
    try:
        built = build_site(project, Options(hold_errors=options.hold_errors, work=_work(options)))
    except CannotWrite as error:
        raise CannotRun(f"写不进去：{error}。网站没有改动。") from error
    human(built.findings, sys.stdout)
    write_summary(built, time.perf_counter() - started, sys.stdout)
    return built.exit_code


def check(options: argparse.Namespace) -> int:
    from .messages import as_json, human, write_check_summary

    project = _project(options)
    started = time.perf_counter()
    checked, findings = _check(project, options)
    if options.fix:
        checked, findings = _fix(project, options, checked, findings)
    if options.format == "json":
        print(json.dumps(as_json(findings), ensure_ascii=False, indent=1))
    else:
        human(findings, sys.stdout)
        write_check_summary(checked, findings, time.perf_counter() - started, sys.stdout)
    return 1 if any(finding.blocks for finding in findings) else 0


def _check(project: Project, options: argparse.Namespace) -> tuple[Checked, tuple[Finding, ...]]:
    """Steps 1 to 4, and the findings of the agencies asked for."""
    from .memo import Memo
    from .pipeline import Options, check_site
    from .project import gather

    memo = Memo(project.cache / "memo.sqlite")
    try:
        checked = check_site(project, gather(project), memo, Options(work=_work(options)))
    finally:
        memo.close(prune=False)
    if not options.agencies:
        return checked, checked.findings
    paths = {_agency_path(checked, name) for name in options.agencies}
    return checked, tuple(finding for finding in checked.findings if finding.agency in paths)


def _fix(
    project: Project, options: argparse.Namespace, checked: Checked, findings: tuple[Finding, ...]
) -> tuple[Checked, tuple[Finding, ...]]:
    """Mend what is safe, look again, and mend what could be seen only then; what is left is for people."""
    from .fixing import fix_files

    for _ in range(MENDING_ROUNDS):
        mended = fix_files(project.root, findings)
        for name, count in mended.items():
            print(f"{name}：改好 {count} 处", file=sys.stderr if options.format == "json" else sys.stdout)
        if not mended:
            break
        checked, findings = _check(project, options)
    return checked, findings


def serve(options: argparse.Namespace) -> int:
    from .preview import serve_site

    return serve_site(_project(options), options.port, open_browser=not options.no_open)


def new(options: argparse.Namespace) -> int:
    from .drafting import new_report

    return new_report(_project(options), options.agency, options.year, options.name or "", sys.stdout)


def explain(options: argparse.Namespace) -> int:
    from .messages import explain_rule, list_rules

    return explain_rule(options.code, sys.stdout) if options.code else list_rules(sys.stdout)


def test(options: argparse.Namespace) -> int:
    """Run the tests of a checkout in a process of their own."""
    root = Path(__file__).resolve().parent.parent
    if not (root / "tests").is_dir():
        raise CannotRun("测试只在项目的源文件夹里有；安装的程序不带测试。")
    return subprocess.run([sys.executable, "-m", "pytest", *options.rest], cwd=root, check=False).returncode


def _project(options: argparse.Namespace) -> Project:
    from .project import Project

    root = options.project or _default_root()
    if not (root / "content").is_dir():
        raise CannotRun(f"{root} 里没有 content 文件夹。请用 --project 指出放着 content 的文件夹。")
    return Project(root.resolve())


def _default_root() -> Path:
    """The checkout this program runs from, else the folder the command was typed in."""
    checkout = Path(__file__).resolve().parent.parent
    return checkout if (checkout / "build.py").is_file() and (checkout / "content").is_dir() else Path.cwd()


def _work(options: argparse.Namespace) -> Work:
    from .messages import progress_bar
    from .workers import Work

    return Work(jobs=options.jobs or os.cpu_count() or 1, progress=progress_bar())


def _agency_path(checked: Checked, word: str) -> str:
    """The one agency that is meant, or the sentence that says which it could be."""
    from difflib import get_close_matches

    from .agencies import find_agencies

    agencies = checked.site.agencies
    fitting = find_agencies(agencies, word)
    if len(fitting) == 1:
        return fitting[0].path
    if fitting:
        raise CannotRun(
            f"必改 U101 “{word}”有 {len(fitting)} 个单位：{'、'.join(a.path for a in fitting)}。请写路径。"
        )
    known = {name: a for a in agencies for name in (a.path, a.path.rpartition("/")[2], *a.names)}
    close = get_close_matches(word, known, 1, 0.5)
    hint = f"，是不是 {close[0]}（{known[close[0]].name}）？" if close else "。"
    raise CannotRun(
        f"必改 U101 没有这个单位 · 没有叫“{word}”的单位{hint}可写路径、全称、简称或原名；新单位用“新建”登记。"
    )
