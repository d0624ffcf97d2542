"""What was published, against what is there now: published.csv, and changes without a 更正."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import ERROR, HINT, WARNING, CellSpot, FieldSpot, Problem
from ..forms import Cell
from ..head import Head
from ..located import Fault
from ..releases import Release, changed_since
from .district import District, Key
from .register import ACROSS, FAULT, rule

# Cells listed one by one in a message.
_MOST = 5


@rule("P401", "已发布的数改了，没有更正说明", ERROR, scope=ACROSS, acceptable=False)
def changed_figures(district: District) -> Iterator[tuple[Key, Problem]]:
    """发布以后改了表里的数，没有写“更正”。

    为什么：已经公开的数，看过的人可能用了；改数要让人知道改了什么、为什么改。
    例：published.csv 记着 2024-01-26 发布时“重复申请”自然人为 1，现在文件里是 2，没有“更正”。
    改法：在文件末尾加一条“更正”（日期、内容、原因），日期写发布那天或以后；改错了就改回去。核实说明代替不了更正。
    依据：《政府信息公开条例》第六条：行政机关应当及时、准确地公开政府信息。
    """
    for key, release in sorted(district.releases.items()):
        head = district.heads.get(key)
        if head is None or head.is_draft or head.edition != release.edition or _is_corrected(head, release):
            continue
        changed = changed_since(head, district.form(key), release)
        if changed:
            yield key, _changed_problem(head, release, changed)


@rule("P402", "发布日期改了", WARNING, scope=ACROSS)
def changed_date(district: District) -> Iterator[tuple[Key, Problem]]:
    """报告写的发布日期，与发布记录里的都不同。

    为什么：发布日期是报告公开的那一天，发布以后不再变；改了数写“更正”，日期写在更正里。
    例：published.csv 记的是 2024-01-26，文件里改成了 2024-04-02。
    改法：写错了就改回去；发布记录记错了，就改 published.csv 这一行。
    依据：docs/content.md“发布记录”。
    """
    for key, release in sorted(district.releases.items()):
        head = district.heads.get(key)
        if head is None or not head.published or not release.dates or head.published in release.dates:
            continue
        yield (
            key,
            Problem(
                place="发布日期",
                text=f"发布记录里是 {min(release.dates)}，现在写的是 {head.published}。",
                why="发布日期是公开的那一天，发布以后不再变；更正的日期写在“更正”里。",
                remedy="写错了就改回去；发布记录记错了，就改 published.csv 这一行。",
                spots=(FieldSpot(*key, "published"),),
            ),
        )


@rule("P403", "已发布报告的格式版本改了", ERROR, scope=ACROSS, acceptable=False)
def changed_edition(district: District) -> Iterator[tuple[Key, Problem]]:
    """发布以后换了一版格式，没有写“更正”。

    为什么：换了格式，各格的意思不同，发布时的数与现在的数无法对照，改了什么就看不出来。
    例：published.csv 记着按2021版格式发布，现在文件里写了“版式: '2019'”。
    改法：写错了就改回去；确实要换，在文件末尾加一条“更正”（日期、内容、原因），再发布一次。
    依据：《政府信息公开条例》第六条：行政机关应当及时、准确地公开政府信息。
    """
    for key, release in sorted(district.releases.items()):
        head = district.heads.get(key)
        if head is None or head.is_draft or release.edition in ("", head.edition):
            continue
        if not _is_corrected(head, release):
            when = f"{release.date} 发布时" if release.date else "发布时"
            yield (
                key,
                Problem(
                    place="版式",
                    text=f"{when}用的是{release.edition}版格式，现在是{head.edition}版，发布时的数与现在的数无法对照。",
                    why="换了格式，各格的意思不同，改了什么就看不出来。",
                    remedy="写错了就改回去；确实要换，在文件末尾加一条“更正”（日期、内容、原因），再发布一次。",
                    spots=(FieldSpot(*key, "edition"),),
                ),
            )


def _is_corrected(head: Head, release: Release) -> bool:
    """Whether a 更正 came after this release: one more than it had, of its day or later."""
    return len(head.corrections) > release.corrections and any(
        item["date"] >= release.date for item in head.corrections
    )


def _changed_problem(head: Head, release: Release, changed: list[tuple[Cell, str, str]]) -> Problem:
    """The figure told first is no total where there is another: totals change because of it."""
    first, before, now = changed[0]
    when = f"{release.date} 发布为" if release.date else "发布时为"
    text = f"{when} {_told(before)}，现在是 {_told(now)}"
    if len(changed) > 1:
        others = "；".join(
            f"{cell.place} {_told(old)} → {_told(new)}" for cell, old, new in changed[1 : _MOST + 1]
        )
        rest = "；……" if len(changed) > _MOST + 1 else ""
        text += f"（共 {len(changed)} 格变了，另有：{others}{rest}）"
    if head.corrections:
        text += "；文件里的“更正”是这次发布以前的"
    return Problem(
        place=first.place,
        text=f"{text}。",
        why="已经公开的数改了，要让看过的人知道改了什么、为什么改。",
        remedy="在文件末尾加一条“更正”（日期、内容、原因），会显示在报告上方；改错了就改回去。",
        spots=tuple(CellSpot(*head.key, cell.address) for cell, _, _ in changed),
        cells=tuple(cell.address for cell, _, _ in changed),
    )


def _told(figure: str) -> str:
    """A figure in words: blanks and signs cannot be seen in a sentence."""
    words = {"~": "空白", "/": "不适用", "_": "空白"}
    return words.get(figure, figure.removeprefix("_"))


@rule("U114", "发布记录看不懂", ERROR, scope=FAULT, key="bad-published", acceptable=False)
def bad_published(fault: Fault) -> Problem:
    """published.csv 的一行有一列看不懂。

    为什么：发布记录里的年报不能暂缓，也不能悄悄改；看不懂的行就失去了这层保护。
    例：`区教委,2023年`。
    改法：每行先写单位文件夹，再写四位年份，中间用英文逗号；后面几列可以没有，写了就要写对。
    依据：docs/content.md“发布记录”。
    """
    facts = fault.facts
    typed = f"写的是“{facts['text'][:24]}”" if facts["text"] else "没有写"
    return Problem(
        "发布记录",
        f"第 {facts['row']} 行“{facts['column']}”一列{typed}。",
        f"这一列{facts['wanted']}。整行的样子：dongcheng/jiaowei,2023,2024-01-26。",
    )


@rule("U115", "发布过的年报不见了", ERROR, scope=FAULT, key="published-gone", acceptable=False)
def published_gone(fault: Fault) -> Problem:
    """published.csv 列了的年报，文件夹里没有了。

    为什么：发布过的年报不能悄悄从网站上消失。
    例：published.csv 有 `jiaowei,2023`，content/reports/jiaowei 里没有 2023.yaml。
    改法：把文件找回来；单位改了文件夹的，照新的路径改 published.csv，并在 agency.yaml 写“曾用地址”。
    依据：《政府信息公开条例》第五十条：年报应当向社会公布。
    """
    agency, year = fault.facts["agency"], fault.facts["year"]
    return Problem(
        "发布记录",
        f"第 {fault.facts['row']} 行列了 {agency} {year}年，content/reports/{agency} 里没有这一年的文件。",
        "把文件找回来（git 里有）；改了文件夹的，照新的路径改这一行，并在 agency.yaml 写“曾用地址”。",
    )


@rule("U116", "发布过的年报成了草稿", ERROR, scope=FAULT, key="published-draft", acceptable=False)
def published_draft(fault: Fault) -> Problem:
    """published.csv 列了的年报，现在没有发布日期。

    为什么：没有发布日期就是草稿，生成时会从网站上消失；发布过的年报不能悄悄撤下。
    例：发布以后又把“发布日期”改成“待定”。
    改法：把发布日期改回来；要改数，改好后写“更正”。
    依据：《政府信息公开条例》第五十条：年报应当向社会公布。
    """
    return Problem(
        "发布日期",
        "published.csv 里列着这份年报，现在没有发布日期，成了草稿，会从网站上消失。",
        "把发布日期改回来；要改数，改好后写“更正”。",
    )


@rule("U117", "发布记录没有记数", HINT, scope=FAULT, key="published-bare", acceptable=False)
def published_bare(fault: Fault) -> Problem:
    """published.csv 的一行没有发布时的数。

    为什么：没有记下发布时的数，以后改了数就看不出来。
    例：`dongcheng/jiaowei,2023`。
    改法：补上发布日期、版式和各格的数；补不全的可以留着，这一份不对照。
    依据：docs/content.md“发布记录”。
    """
    rows = fault.facts["rows"]
    which = f"第 {fault.facts['row']} 行" + (f"等 {rows} 行" if rows > 1 else "")
    return Problem(
        "发布记录",
        f"{which}没有记发布时的数，这{'几' if rows > 1 else ''}份以后改了数看不出来。",
        "补上发布日期、版式和各格的数；补不全就留着，只是不对照。",
    )
