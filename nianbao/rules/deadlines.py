"""The date of publication: against the deadline, the year it reports on, and 更正. Never against the clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from ..agencies import Agency
from ..dates import parse_date
from ..finding import HINT, WARNING, FieldSpot, Problem
from ..settings import Settings
from .district import District, Key
from .register import ACROSS, REPORT, rule
from .scene import Scene

# The Regulation in force since May 2019: month and day of the following year, by the words of agency.yaml.
# It does not name towns; in practice they publish when departments do.
FIRST_YEAR = 2019
GOVERNMENT = "人民政府"
BY_LAW: Mapping[str, tuple[int, int]] = {"工作部门": (1, 31), "街道乡镇": (1, 31), GOVERNMENT: (3, 31)}
# A date further after 截至 than this was mistyped; a little after it, 截至 itself was not brought up to date.
MOST_DAYS_AFTER = 366
_TOWNS = ("镇人民政府", "乡人民政府")


@rule("P101", "发布日期晚于期限", HINT, scope=ACROSS, acceptable=False)
def late(district: District) -> Iterator[tuple[Key, Problem]]:
    """发布日期晚于条例或者本地规定的期限。只给编制的人看，不在网页上公布。

    为什么：县级以上人民政府的部门应在次年1月31日前、县级以上人民政府应在3月31日前公布；乡镇街道通常与部门相同。
    例：某局 2023年的报告，发布日期 2024-02-20，晚于 2024-01-31 共 20 天。
    改法：日期打错了就改；没有打错不用改。本地期限更早的，在 site.yaml 写“期限”。
    依据：《政府信息公开条例》第四十九条。
    """
    for key, head in district.heads.items():
        published, year = parse_date(head.published), key[1]
        if published is None or year < FIRST_YEAR:
            continue
        due = due_day(district.agencies[key[0]], district.unit(key), year, district.settings)
        if published > due:
            yield (
                key,
                Problem(
                    place="发布日期",
                    text=f"{published} 发布，晚于期限 {due} 共 {(published - due).days} 天。",
                    remedy="日期打错了就改；没有打错不用改，这一条不公布。",
                    spots=(FieldSpot(*key, "published"),),
                ),
            )


@rule("P102", "发布日期早于年末", WARNING, scope=REPORT)
def early(scene: Scene) -> Iterator[Problem]:
    """那一年还没有过完，报告就发布了。

    为什么：数据的统计期限到12月31日止，期满以前编不出全年的报告；多半是年份打错。
    例：2024年的报告，`发布日期: 2024-01-22`，应是 2025-01-22。
    改法：核对发布日期的年份，或者文件名的年份。
    依据：《政府信息公开条例》第四十九条：公布的是上一年度的报告。
    """
    published = scene.report.published
    if published is not None and published.year <= scene.year:
        yield Problem(
            place="发布日期",
            text=f"{published} 发布的是 {scene.year}年的报告，{scene.year}年还没有过完。",
            remedy="核对发布日期的年份，或者文件名的年份。",
            spots=(scene.spot(*scene.report.spans["published"]),),
            numbers=(str(published),),
        )


@rule("P103", "更正早于发布", WARNING, scope=REPORT)
def corrected_early(scene: Scene) -> Iterator[Problem]:
    """更正的日期早于发布日期。

    为什么：更正写的是发布以后的改动；发布以前改的不用写。
    例：`发布日期: 2024-01-22`，更正的 `日期: 2023-04-02`。
    改法：核对两个日期；发布以前改的，删掉这一条更正。
    依据：docs/content.md“更正”。
    """
    published = scene.report.published
    for correction in scene.report.corrections:
        day = parse_date(correction.date)
        if published is not None and day is not None and day < published:
            yield Problem(
                place="更正",
                text=f"更正的日期 {day} 早于发布日期 {published}。",
                remedy="核对两个日期；发布以前改的，删掉这一条更正。",
                spots=(scene.spot(correction.start, correction.start + 1),),
                numbers=(str(day), str(published)),
            )


@rule("P104", "发布日期太晚", WARNING, scope=ACROSS)
def far_after(district: District) -> Iterator[tuple[Key, Problem]]:
    """发布日期比 site.yaml 的“截至”晚一年以上。

    为什么：本站只收录到“截至”那一天；晚这么多，多半是年份打错。
    例：`截至: 2025-03-31`，一份报告 `发布日期: 2052-01-22`。
    改法：核对发布日期；没有打错，就把 site.yaml 的“截至”改成现在的日子。
    依据：docs/content.md“site.yaml”。
    """
    as_of = district.settings.as_of
    for key, head in district.heads.items():
        published = parse_date(head.published)
        if as_of and published and (published - as_of).days > MOST_DAYS_AFTER:
            yield (
                key,
                Problem(
                    place="发布日期",
                    text=f"{published}，而 site.yaml 写着本站收录截至 {as_of}。",
                    remedy="核对发布日期；没有打错，就把 site.yaml 的“截至”改成现在的日子。",
                    spots=(FieldSpot(*key, "published"),),
                    numbers=(str(published),),
                ),
            )


def due_day(agency: Agency, unit: str, year: int, settings: Settings) -> date:
    """The last day in time for the figures of `year`; for an agency of no known kind the latest there is."""
    # Reports of earlier years were due by the law alone: nobody knows the local days of that time.
    local = settings.deadlines if year >= settings.strict_from else {}
    days = {**BY_LAW, **local}
    kind = agency.category
    if kind == GOVERNMENT and (agency.level == "乡级" or unit.endswith(_TOWNS)):
        kind = "街道乡镇"
    month, day = days[kind] if kind in days else max(days.values())
    return date(year + 1, month, day)
