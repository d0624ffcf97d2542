"""One function per command: options in, exit code out. What they print is for clerks."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import CannotRun

if TYPE_CHECKING:
    from .finding import Finding
    from .fixing import Change
    from .located import Lines
    from .outcome import Outcome
    from .pipeline import Checked
    from .project import Project
    from .workers import Work


def build(options: argparse.Namespace) -> int:
    from .messages import human, write_summary
    from .outcome import outcome_of
    from .pipeline import Options, build_site
    from .publish import CannotWrite

    project = project_of(options)
    started = time.perf_counter()
    try:
        built = build_site(project, Options(hold_errors=options.hold_errors, work=_work(options)))
    except CannotWrite as error:
        raise CannotRun(f"写不进去：{error}。网站没有改动。") from error
    human(outcome_of(built.checked, built.findings), sys.stdout)
    write_summary(built, time.perf_counter() - started, sys.stdout)
    return built.exit_code


def check(options: argparse.Namespace) -> int:
    from .choosing import choose
    from .outcome import outcome_of

    if options.statistics and options.format not in ("human", "json"):
        raise CannotRun("--statistics（--统计）只与 --format human、json 一起用。")
    _check_options(options)
    choose(options.select, options.ignore)  # a word nobody knows is said before anything is read
    project = project_of(options)
    started = time.perf_counter()
    checked, findings = _check(project, options)
    if options.accept:
        _accept(project, options, checked, findings)
        return 0
    if options.fix:
        checked, findings = _fix(project, options, checked, findings)
    if options.diff:
        _compare(project, options, checked, findings)
    outcome = outcome_of(checked, findings, agencies=asked_for(checked, options), strict=options.strict)
    if options.format == "human":
        _print_check(checked, outcome, options, time.perf_counter() - started)
    else:
        from .formats import machine_text

        sys.stdout.write(
            machine_text(
                options.format, outcome, _lines_below(project.root), with_statistics=options.statistics
            )
        )
    return 1 if outcome.fails else 0


def _print_check(checked: Checked, outcome: Outcome, options: argparse.Namespace, seconds: float) -> None:
    from .choosing import choose
    from .messages import human, write_check_summary, write_choice, write_statistics, write_uncovered
    from .outcome import open_findings, statistics

    if not options.diff:
        human(outcome, sys.stdout)
    if options.statistics:
        write_statistics(statistics(outcome.findings), sys.stdout)
    write_check_summary(outcome, seconds, sys.stdout)
    write_uncovered(checked, asked_for(checked, options), sys.stdout)
    words = choose(options.select, options.ignore).words
    if words:
        all_of_them = open_findings(_of_agencies(checked, options))
        left_out = len(all_of_them) - len(open_findings(outcome.findings))
        write_choice(words, left_out, sys.stdout)


def _lines_below(root: Path) -> Callable[[str], Lines | None]:
    """The lines of a file by its name below a folder, each file read once; None for one that is gone."""
    from .decoding import decode
    from .located import Lines

    @cache
    def lines_of(name: str) -> Lines | None:
        try:
            return Lines(decode((root / name).read_bytes())[0])
        except OSError:
            return None

    return lines_of


def _check(
    project: Project, options: argparse.Namespace, instead: Mapping[str, Path] | None = None
) -> tuple[Checked, tuple[Finding, ...]]:
    """Steps 1 to 4, and the findings of the agencies and by the rules asked for.

    `instead`: files to read in place of others, by name.
    """
    from .choosing import choose

    checked = look_at(project, options, instead or {})
    choice = choose(options.select, options.ignore)
    return checked, tuple(f for f in _of_agencies(checked, options) if choice.takes(f.code))


def look_at(project: Project, options: argparse.Namespace, instead: Mapping[str, Path]) -> Checked:
    """Steps 1 to 4. `instead`: files to read in place of others, by name."""
    from .memo import Memo
    from .pipeline import Options, check_site
    from .project import gather

    memo = Memo(project.cache / "memo.sqlite")
    try:
        return check_site(project, gather(project, instead), memo, Options(work=_work(options)))
    finally:
        memo.close(prune=False)


def _of_agencies(checked: Checked, options: argparse.Namespace) -> list[Finding]:
    paths = asked_for(checked, options)
    return [finding for finding in checked.findings if not paths or finding.agency in paths]


def asked_for(checked: Checked, options: argparse.Namespace) -> set[str]:
    """The agencies named on the command line; none means all."""
    return {agency_path(checked, name) for name in options.agencies}


def _fix(
    project: Project, options: argparse.Namespace, checked: Checked, findings: tuple[Finding, ...]
) -> tuple[Checked, tuple[Finding, ...]]:
    """Mend what is safe; what is left is for people."""
    from .fixing import write_changes

    changes, looked = _plan(project, options, checked, findings)
    write_changes(changes)
    for change in changes:
        print(
            f"{change.name}：{change.summary}", file=sys.stdout if options.format == "human" else sys.stderr
        )
    return looked


def _plan(
    project: Project, options: argparse.Namespace, checked: Checked, findings: tuple[Finding, ...]
) -> tuple[list[Change], tuple[Checked, tuple[Finding, ...]]]:
    """What mending would change, and what would then be found."""
    from .fixing import plan_changes

    agencies = None if options.select or options.ignore else asked_for(checked, options)
    return plan_changes(project.root, partial(_check, project, options), (checked, findings), agencies)


def _compare(
    project: Project, options: argparse.Namespace, checked: Checked, findings: tuple[Finding, ...]
) -> None:
    """Show what mending would change and what the findings suggest; change nothing."""
    from .comparing import compare_changes, compare_suggestions
    from .messages import use_colour

    colour = use_colour(sys.stdout)
    changes, (_, left) = _plan(project, options, checked, findings)
    mended = {change.name: change.new for change in changes}
    lines = [
        *compare_changes(changes, colour=colour),
        *compare_suggestions(
            left, lambda name: mended.get(name) or (project.root / name).read_bytes(), colour=colour
        ),
    ]
    print("\n".join(lines or ["没有可以自动改好的地方，也没有修改建议。"]))


def _accept(
    project: Project, options: argparse.Namespace, checked: Checked, findings: tuple[Finding, ...]
) -> None:
    """Write 核实说明 to be filled in for what was found, into the reports' files."""
    from .accepting import plan_skeletons
    from .finding import HINT
    from .fixing import write_changes

    if not options.select:
        # A hint asks for nothing; years before 严格自 have only hints.
        findings = tuple(finding for finding in findings if finding.level != HINT)
    if options.year:
        findings = tuple(finding for finding in findings if finding.year == options.year)
    changes, refused = plan_skeletons(findings, checked.locator)
    write_changes(changes)
    for change in changes:
        print(f"{change.name}：写了 {change.mended} 条核实说明，“待填”的地方写完才起作用。")
    for name in refused:
        print(f"{name}：没有写，这个文件的写法还有问题。先运行“检查 --修”，改好“必改”的写法再试。")
    if not changes and not refused:
        print("没有要写核实说明的问题。“提示”不用写；要写的，用 --select 写明规则。")


def _check_options(options: argparse.Namespace) -> None:
    """What cannot be asked for together. Raises CannotRun with what to write instead."""
    if (options.diff or options.accept) and options.format != "human":
        raise CannotRun("--diff（--对照）、--accept（--核实）只给人看，不与 --format 一起用。")
    if options.year and not options.accept:
        raise CannotRun("--year 只与 --accept（--核实）一起用。")
    if options.accept and not (options.agencies or options.select):
        raise CannotRun(
            "--accept（--核实）要写明哪个单位，例如“检查 区教委 --核实”，或者用 --select 写明哪条规则："
            "一次把全站的问题都写成核实说明，容易把真正的错也写进去。"
        )


def serve(options: argparse.Namespace) -> int:
    from .preview import serve_site

    return serve_site(project_of(options), options.port, open_browser=not options.no_open)


def new(options: argparse.Namespace) -> int:
    from .drafting import new_report

    return new_report(project_of(options), options.agency, options.year, options.name or "", sys.stdout)


def import_files(options: argparse.Namespace) -> int:
    from .importing.many.run import import_reports
    from .importing.many.wanted import Wanted
    from .publish import CannotWrite, locked

    project = project_of(options)
    wanted = Wanted(
        files=tuple((_named(project, path), str(path)) for path in options.files),
        agency=options.agency or "",
        name=options.name or "",
        year=options.year,
        replace=options.replace,
        keep=options.keep,
        dry_run=options.dry_run,
    )
    if options.dry_run:
        return import_reports(project, wanted, sys.stdout)
    try:
        with locked(project.cache):
            return import_reports(project, wanted, sys.stdout)
    except CannotWrite as error:
        raise CannotRun(f"没有导入：{error}。") from error


def _named(project: Project, path: Path) -> Path:
    """A file as typed: where the command was typed, or in the project's folder, where `roster` writes."""
    return project.root / path if not path.exists() and (project.root / path).exists() else path


def roster(options: argparse.Namespace) -> int:
    from .importing.roster.registry import write_roster

    project = project_of(options)
    target = options.file or project.root / "名录.xlsx"
    return write_roster(project, target, sys.stdout, replace=options.replace)


def explain(options: argparse.Namespace) -> int:
    from .explaining import explain_rules, list_rules

    return explain_rules(options.code, sys.stdout) if options.code else list_rules(sys.stdout)


def test(options: argparse.Namespace) -> int:
    """Run the tests of a checkout in a process of their own."""
    root = Path(__file__).resolve().parent.parent
    if not (root / "tests").is_dir():
        raise CannotRun("测试只在项目的源文件夹里有；安装的程序不带测试。")
    return subprocess.run([sys.executable, "-m", "pytest", *options.rest], cwd=root, check=False).returncode


def project_of(options: argparse.Namespace) -> Project:
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

    return Work(jobs=getattr(options, "jobs", None) or os.cpu_count() or 1, progress=progress_bar())


def agency_path(checked: Checked, word: str) -> str:
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
