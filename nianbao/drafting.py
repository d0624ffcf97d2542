"""`new`: the files of a report still to be filled in. Nothing is ever overwritten, no figure invented."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from .agencies import Agency, find_agencies
from .cells import PENDING, SIGN_OF
from .declare import Declared, declare
from .errors import CannotRun
from .forms import Form
from .locate import Locator
from .project import SLUG, Gathered, Project, gather
from .report import UNDATED, read_report
from .slugs import suggest_slug
from .writing import write_tables

PENDING_SIGN = SIGN_OF[PENDING]


def new_report(project: Project, word: str, year: int, name: str, out: IO[str]) -> int:
    """Write `<year>.yaml` and `<year>.md` for an agency, and agency.yaml when it is new."""
    gathered = gather(project)
    declared = declare(project, gathered)
    agency, is_new = _find_or_found(declared, word, name)
    form = declared.form_of((agency.path, year))
    if form is None:
        raise CannotRun(f"{year}年没有适用的统一格式。")
    folder = project.content / "reports" / agency.path
    figures, prose = folder / f"{year}.yaml", folder / f"{year}.md"
    for existing in (figures, prose):
        if existing.exists():
            raise CannotRun(f"已经有 {_shown(project, existing)}，没有改动。要重新来，请先把它移走。")
    values, carried = _carried_over(gathered, declared, agency, form, year)
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    if is_new:
        written.append(_write(folder / "agency.yaml", f"# {agency.name}\n全称: {agency.name}\n"))
    written.append(_write(figures, draft_figures(form, agency.name_in(year), year, values)))
    written.append(_write(prose, draft_prose(form)))
    for path in written:
        out.write(f"写了 {_shown(project, path)}\n")
    if carried:
        out.write(f"上年结转 {carried} 格取自{year - 1}年报告。")
    out.write("其余各格是“待填”，填完后写上发布日期。\n")
    return 0


def draft_figures(form: Form, unit: str, year: int, values: dict[str, str]) -> str:
    """A year's file with every cell to be filled in, but those already known."""
    head = (
        f"# {unit} {year}年  {form.name}\n"
        "# 原表空白写 ~，不适用写 /，还没填写 待填；一行的数用空格隔开。符号输错了，运行“检查 --修”。\n"
        f"发布日期: {UNDATED}  # 填完再写，例如 {year + 1}-01-20；没有或写“待定”＝草稿，不发布\n"
    )
    return f"{head}\n{write_tables(form, values, PENDING_SIGN)}"


def draft_prose(form: Form) -> str:
    """The headings of the form, the aspects and sentences it asks for, and 待填 where words belong."""
    parts = [PENDING_SIGN]
    for section in form.sections:
        parts.append(f"## {section.title}")
        parts += section.draft
    return "\n\n".join(parts) + "\n"


def _find_or_found(declared: Declared, word: str, name: str) -> tuple[Agency, bool]:
    """The agency named, or a new one: its folder as typed, or suggested from its Chinese name."""
    word = word.strip("/").removeprefix("content/reports/")
    fitting = find_agencies(declared.agencies.values(), word)
    if len(fitting) > 1:
        raise CannotRun(f"“{word}”有 {len(fitting)} 个单位：{'、'.join(a.path for a in fitting)}。请写路径。")
    if fitting:
        return fitting[0], False
    if all(SLUG.match(part) for part in word.split("/")):
        if not name:
            raise CannotRun(f"没有叫“{word}”的单位。新单位请写全称：新建 {word} 年份 --name 单位全称")
        return Agency(path=word, name=name), True
    slug = suggest_slug(word)
    raise CannotRun(
        f"“{word}”还没有登记。新单位请给它一个网址，例如：\n  新建 {slug} 年份 --name {word}\n归某个政府管的，写在它下面，例如 dongcheng/{slug}。"
    )


def _carried_over(
    gathered: Gathered, declared: Declared, agency: Agency, form: Form, year: int
) -> tuple[dict[str, str], int]:
    """Figures this year starts from, stated by last year's report."""
    sources = {files.key: files for files in gathered.reports}
    key = (agency.path, year - 1)
    files, previous_form = sources.get(key), declared.form_of(key)
    if files is None or files.figures is None or previous_form is None:
        return {}, 0
    text = Locator(sources, declared.form_of).text(key)
    report, _ = read_report(text, previous_form, year - 1)
    if report is None:
        return {}, 0
    values = {}
    for equation in form.equations:
        # Only what is taken over unchanged: one figure of this year, one of last year.
        if len(equation.left) == len(equation.right) == 1 and equation.right[0].previous:
            cell = previous_form.by_address.get(form.cells[equation.right[0].index].address)
            if cell is not None and report.figures[cell.index].state == "number":
                values[form.cells[equation.left[0].index].address] = report.figures[cell.index].sign
    return values, len(values)


def _write(path: Path, text: str) -> Path:
    with path.open("x", encoding="utf-8", newline="\n") as handle:
        handle.write(text)
    return path


def _shown(project: Project, path: Path) -> str:
    return path.relative_to(project.root).as_posix()
