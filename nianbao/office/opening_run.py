"""The command `open`: papers for the agencies, content files to be filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ..errors import CannotRun
from ..fixing import write_files
from ..forms import edition_for
from ..messages import human
from ..outcome import outcome_of
from ..replacing import Replacement
from .cabinet import FOLDER, file_name, put, put_once
from .desk import Desk
from .ledger import has_come_in
from .opening import Opening, plan_opening
from .opening_papers import agency_files, draft_content, pack
from .showing import named, shown


@dataclass(frozen=True, slots=True)
class _Written:
    """The folder of all papers, the zip ('' where none was made), the files of before that were kept, how many
    reports were begun."""

    folder: str
    zip: str
    kept: tuple[str, ...]
    begun: int


def open_year(desk: Desk, year: int, before: str, *, replacing: bool) -> int:
    """开年: a folder for every agency that has to report, one zip of all, the content files of the year."""
    checked = desk.checked
    form = edition_for(checked.site.forms, year)
    if form is None:
        raise CannotRun(f"{year}年没有适用的统一格式。")
    if any(finding.blocks for finding in checked.site.own_findings):
        human(outcome_of(checked, checked.site.own_findings), desk.out)
        desk.out.write("站点资料有必改的问题，没有开年。改好再运行。\n")
        return 1
    opening = plan_opening(checked, form, year, desk.agencies)
    order = {agency.path: number for number, agency in enumerate(checked.site.expected(year), 1)}
    folders = {
        f"{order[path]:02}{file_name(paper.unit)}": agency_files(paper, checked.site.settings, before)
        for path, paper in opening.papers.items()
    }
    begun = _begin(desk, opening)
    folder = desk.root / FOLDER / f"{year}年开年"
    kept = _hand_out(folder, folders, replacing=replacing)
    packed = folder / f"{year}年填报材料.zip"
    whole = bool(folders) and not desk.agencies
    if whole:
        put(packed, pack(folders))
    written = _Written(shown(folder, desk.root), shown(packed, desk.root) if whole else "", kept, begun)
    _tell(opening, written, desk.out)
    return 0


def _hand_out(
    folder: Path, folders: Mapping[str, Mapping[str, bytes]], *, replacing: bool
) -> tuple[str, ...]:
    """Write the papers; those that stand there and are not the same are named, and kept unless replaced."""
    return tuple(
        f"{name}/{file}"
        for name, files in folders.items()
        for file, data in files.items()
        if not put_once(folder / name / file, data, replacing=replacing)
    )


def _begin(desk: Desk, opening: Opening) -> int:
    """Write the content files that are not there yet; how many reports were begun."""
    drafts: list[Replacement] = []
    begun = 0
    for path, paper in opening.papers.items():
        start = f"content/reports/{path}/{opening.year}"
        missing = {
            name: data
            for end, data in draft_content(paper).items()
            if not (desk.root / (name := f"{start}{end}")).exists()
        }
        if missing and not has_come_in(desk.checked, path, opening.year):
            begun += 1
            drafts += [Replacement(name, desk.root / name, None, data) for name, data in missing.items()]
    write_files(drafts)
    return begun


def _tell(opening: Opening, written: _Written, out: IO[str]) -> None:
    year, papers = opening.year, opening.papers
    out.write(f"{year}年应当编制 {len(papers) + len(opening.summed)} 家（{opening.form.name}）。\n")
    for head, lines in (("有变动", opening.news), ("不编制", opening.excused)):
        for line in lines:
            out.write(f"  {head}　{line}\n")
    for unit in opening.summed:
        out.write(f"  汇总　{unit}：各单位报齐以后运行“新建 {unit} {year} --汇总”\n")
    if opening.unknown:
        out.write(
            f"上年的年报不全，结转、现行有效没有预填：{len(opening.unknown)} 家{named(opening.unknown)}。\n"
        )
    if not papers:
        out.write("没有要填报的单位。在名录里登记单位，再运行“开年”。\n")
        return
    out.write(f"\n每家一个文件夹（Excel 填报表、Word 正文）：{len(papers)} 个 → {written.folder}\n")
    if written.zip:
        out.write(f"全部打成一个包 → {written.zip}\n")
    if written.kept:
        out.write(
            f"已经有的 {len(written.kept)} 个文件和现在的不同，没有动{named(written.kept, 3)}；要重写，加上 --覆盖。\n"
        )
    if written.begun:
        out.write(f"年报的底稿新写了 {written.begun} 份 → content/reports/…/{year}.yaml、{year}.md\n")
    out.write("下一步：把文件夹发给各单位；收回来的文件放进一个文件夹，运行“导入 那个文件夹”。\n")
