"""The office commands: what was asked for in, files written and said, an exit code out."""

from __future__ import annotations

import json
from datetime import date

from ..dates import read_date
from ..decoding import decode
from ..errors import CannotRun
from ..fixing import Change, encoded, write_changes, write_files
from ..messages import human
from ..outcome import outcome_of
from ..releases import changed_since
from .cabinet import FOLDER, file_name, put
from .correcting import with_correction
from .desk import Desk
from .feedback import Sheet, sheet_of
from .feedback_papers import write_all, write_sheet
from .ledger import has_come_in, take_stock, to_json
from .proof import write_proof
from .release import plan_release
from .showing import ledger_workbook, named, shown, write_ledger, write_release


def day_of(text: str) -> date:
    """A day as typed on the command line. Raises CannotRun with how to write it."""
    day = read_date(text).value
    if day is None:
        raise CannotRun(f"“{text}”不是日期。请写成 2025-01-26。")
    return day


def show_ledger(desk: Desk, year: int | None, today: str, style: str) -> int:
    """台账 of a year, the newest there is when none is asked for."""
    checked = desk.checked
    year = year or max((key[1] for key in checked.keys), default=0)
    if not year:
        raise CannotRun("还没有年报。用“导入”收进来，或者用“新建”开始一份。")
    day = day_of(today) if today else checked.site.settings.as_of
    tried = plan_release(desk, year, (), f"{year + 1}-01-01")
    rows = take_stock(checked, tried, year, day)
    if style == "json":
        desk.out.write(json.dumps(to_json(rows), ensure_ascii=False, indent=1) + "\n")
    elif style == "xlsx":
        path = desk.root / FOLDER / f"{year}年台账.xlsx"
        put(path, ledger_workbook(rows, year))
        desk.out.write(f"写了 {shown(path, desk.root)}：{len(rows)} 家。\n")
    else:
        write_ledger(rows, year, desk.out)
    return 0


def release_reports(desk: Desk, year: int, day: str, *, dry_run: bool) -> int:
    """Publish the ready reports of a year; exit code 1 when one of them may not be."""
    when = day_of(day)
    if when.year <= year:
        raise CannotRun(f"{year}年还没有过完就发布？{when} 早于 {year + 1}-01-01，请核对 --date（--日期）。")
    checked = desk.checked
    last = max(
        (release.date for key, release in checked.district.releases.items() if key[1] == year), default=""
    )
    if last > when.isoformat():
        raise CannotRun(
            f"{year}年的年报上一次发布是 {last}，这次写的 {when} 比它早，没有改动任何文件。请核对 --date（--日期）。"
        )
    if any(finding.blocks for finding in checked.site.own_findings):
        human(outcome_of(checked, checked.site.own_findings), desk.out)
        desk.out.write("站点资料有必改的问题，没有发布。改好再运行。\n")
        return 1
    release = plan_release(desk, year, desk.agencies, when.isoformat())
    if not dry_run:
        write_files(release.files)
    write_release(release, checked, year, when.isoformat(), desk.out, dry_run=dry_run)
    return 1 if release.refused else 0


def return_to_agencies(desk: Desk, year: int, before: str, *, with_hints: bool) -> int:
    """反馈单: a Word file for each agency that has something to look at, and one Excel of all."""
    checked = desk.checked
    expected = checked.site.expected(year)
    asked = [agency for agency in expected if not desk.agencies or agency.path in desk.agencies]
    come_in = [agency for agency in asked if has_come_in(checked, agency.path, year)]
    sheets = [
        sheet for agency in come_in if (sheet := sheet_of(checked, agency, year, with_hints=with_hints))
    ]
    folder = desk.root / FOLDER / f"{year}年反馈"
    told: list[Sheet] = [sheet for sheet in sheets if sheet.items]
    for sheet in told:
        path = folder / f"{file_name(sheet.unit)}反馈单.docx"
        put(path, write_sheet(sheet, checked.site.settings, before))
        desk.out.write(f"{sheet.unit}：{len(sheet.items)} 条 → {shown(path, desk.root)}\n")
    if told:
        path = folder / f"{year}年反馈汇总.xlsx"
        put(path, write_all(told, year))
        desk.out.write(f"全部 {sum(len(sheet.items) for sheet in told)} 条 → {shown(path, desk.root)}\n")
    without = [sheet.unit for sheet in sheets if not sheet.items]
    for unit in without:
        path = folder / f"{file_name(unit)}反馈单.docx"
        if path.exists():
            desk.out.write(f"{unit}：没有问题了，以前的反馈单可以删掉 → {shown(path, desk.root)}\n")
    missing = [agency.name_in(year) for agency in asked if agency not in come_in]
    desk.out.write(
        f"\n反馈单 {len(told)} 份；没有问题的 {len(without)} 家{named(without)}；未报送 {len(missing)} 家{named(missing)}。\n"
    )
    desk.out.write(
        "下一步：把反馈单发给单位；改好的文件收回来，运行“导入”。\n"
        if told
        else f"下一步：运行“清样 {year}”送审。\n"
    )
    return 0


def write_proofs(desk: Desk, year: int) -> int:
    """清样: a Word file for each report that can be published; of the desk.agencies named, whatever its state."""
    checked = desk.checked
    tried = plan_release(desk, year, desk.agencies, f"{year + 1}-01-01")
    ready = [key for key in sorted(checked.district.heads) if key[1] == year and key not in tried.refused]
    ready = [key for key in ready if not desk.agencies or key[0] in desk.agencies]
    waited = [key for key in tried.refused if desk.agencies and key in checked.district.heads]
    folder = desk.root / FOLDER / f"{year}年清样"
    order = {agency.path: number for number, agency in enumerate(checked.site.agencies)}
    for key in sorted((*ready, *waited), key=lambda key: order[key[0]]):
        agency = checked.site.by_path[key[0]]
        path = folder / f"{file_name(agency.name_in(year))}清样.docx"
        put(path, write_proof(checked, agency, checked.district.heads[key]))
        left = tried.refused.get(key, ())
        more = f"（还有 {len(left)} 条必改，不能发布）" if left else ""
        desk.out.write(f"{agency.name_in(year)} → {shown(path, desk.root)}{more}\n")
    waiting = [checked.site.by_path[key[0]].name_in(year) for key in tried.refused if key not in waited]
    desk.out.write(
        f"\n清样 {len(ready) + len(waited)} 份；还不能送审的 {len(waiting)} 家{named(waiting)}。\n"
    )
    if ready:
        desk.out.write(f"下一步：送审以后运行“发布 {year} --日期 年-月-日”。\n")
    elif waiting:
        desk.out.write(f"下一步：运行“反馈 {year}”，把问题发给单位。\n")
    return 0


def correct_report(desk: Desk, agency: str, year: int, day: str) -> int:
    """Write the 更正 of a published report from what has changed in it since."""
    checked = desk.checked
    unit = checked.site.by_path[agency].name_in(year)
    release, head = checked.district.releases.get((agency, year)), checked.district.heads.get((agency, year))
    if release is None or head is None:
        raise CannotRun(f"{unit} {year}年的年报没有在发布记录里，不用写更正：直接改，再“发布”。")
    if head.edition != release.edition:
        raise CannotRun(
            f"{unit} {year}年发布时用的是{release.edition}版格式，现在是{head.edition}版，程序对照不了。"
        )
    changed = changed_since(head, checked.district.form(head.key), release)
    file = next(file for key, file, _ in checked.locator.figure_files() if key == head.key)
    data = file.path.read_bytes()
    new = with_correction(decode(data)[0], changed, day_of(day).isoformat() if day else "")
    if new is None:
        raise CannotRun(f"{file.name} 里“更正”的写法读不懂，没有改动。先运行“检查 --修”。")
    write_changes([Change(file.name, file.path, data, encoded(new, data))])
    what = f"{len(changed)} 格变了" if changed else "数没有变，内容请自己写"
    desk.out.write(f"{file.name}：写了一条更正（{what}），“待填”的地方写完才能发布。\n")
    desk.out.write(
        f"下一步：写上原因{'' if day else '和日期'}，运行“检查 {unit}”，再运行“发布 {year} {unit} --日期 年-月-日”。\n"
    )
    return 0
