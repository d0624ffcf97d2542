"""The 名录 of a project: written out as a sheet, and taken in from one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import IO

from ...agencies import Agency
from ...declare import declare
from ...errors import CannotRun, reason
from ...excerpts import printable
from ...project import Gathered, Project, gather
from ...replacing import Replacement
from ..document import Refused
from ..many.keeping import report_folder, write_together
from ..many.showing import finding_of, tell_finding
from .book import write_sheet
from .registering import Registration, register
from .sheet import Sheet, understand


def write_roster(project: Project, target: Path, out: IO[str], *, replace: bool) -> int:
    """Write 名录.xlsx. A file that is there is not overwritten unless asked."""
    declared = declare(project, gather(project))
    agencies = [declared.agencies[path] for path in declared.order]
    if target.exists() and not replace:
        raise CannotRun(
            f"已经有 {target}，没有改动。把它移走，或者写另一个文件名；要重写就加 --replace（--覆盖）。"
        )
    try:
        target.write_bytes(write_sheet(agencies))
    except OSError as error:
        raise CannotRun(f"{target}：写不进去，{reason(error)}。") from error
    out.write(f"写了 {target}：{len(agencies)} 个单位，按编制顺序。\n")
    broken = sorted(set(gather(project).agencies) - set(declared.agencies))
    if broken:
        out.write(f"资料读不懂、没有写进去的：{'、'.join(broken)}。先运行“检查”，改好再试。\n")
    out.write("改好以后，运行“导入”加上这个文件名读回来。空着的格子不改；要删掉的填“无”。\n")
    return 0


def take_roster(
    project: Project,
    gathered: Gathered,
    known: Mapping[str, Agency],
    sheet: Sheet,
    file: str,
    out: IO[str],
    *,
    dry_run: bool,
) -> tuple[list[Registration], int]:
    """Change agency.yaml by a sheet and say what changed; what it was, and how many findings there were."""
    wishes = understand(sheet, known)
    texts = {path: source.path.read_bytes() for path, source in gathered.agencies.items()}
    done, refused = register(wishes.wishes, known, texts)
    faults = [*wishes.faults, *refused]
    changed: list[Registration] = []
    for registration in done:
        try:
            if not dry_run:
                file_there = report_folder(project, registration.path) / "agency.yaml"
                write_together([Replacement(file_there.name, file_there, registration.old, registration.new)])
        except Refused as error:
            faults.append(error.fault)
            continue
        changed.append(registration)
        tell_registration(registration, file, out)
    for fault in faults:
        tell_finding(finding_of(fault, file), out)
    if not changed and not faults:
        out.write(f"{printable(file)}：与现在的单位资料一样，没有变化。\n")
    if wishes.missing:
        listed = "、".join(known[path].name for path in wishes.missing[:10])
        more = f" 等 {len(wishes.missing)} 个" if len(wishes.missing) > 10 else ""
        out.write(f"    表里没有的单位，没有动：{listed}{more}。\n")
    return changed, len(faults)


def tell_registration(registration: Registration, file: str, out: IO[str]) -> None:
    verb = "登记了新单位" if registration.is_new else "改了"
    target = f"content/reports/{registration.path}/agency.yaml"
    out.write(f"{printable(file)} → {target}：{verb}“{registration.name}”\n")
    for name, old, new in registration.changes:
        out.write(f"    {name}：{f'{old} → ' if not registration.is_new else ''}{new or '（删掉）'}\n")
