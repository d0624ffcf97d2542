"""雷同: prose that repeats last year's, or another unit's of the same year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ..finding import WARNING, Problem, TextSpot
from ..head import Head
from ..likeness import Likeness, comparable, compare, hashes, read_clauses
from .district import District, Key
from .register import ACROSS, rule
from .words import brief

# Share of the prose. Careful reports of one unit share a tenth with last year's; copies nearly everything.
SAME_AS_LAST_YEAR = 0.6
SAME_AS_ANOTHER = 0.5
# Two texts are read and compared when their sketches are at least so alike: a sketch is a sample.
CANDIDATE = 0.3
FEWEST = 8
# What more reports of a year share is nobody's own: model texts, words of the law.
COMMON_AT_LEAST, COMMON_AT_MOST = 5, 30

REMEDY = "写本单位这一年做了什么、问题有没有变化；确实相同的写“核实说明”。"
LEFT_OUT = "（数字、单位名称、标题和格式规定的话不算）"


@rule("D501", "正文与上年雷同", WARNING, scope=ACROSS)
def like_last_year(district: District) -> Iterator[tuple[Key, Problem]]:
    """正文大部分与本单位上一年的报告相同。

    为什么：年报说的是这一年做了什么；照抄上年，读的人看不出变化，旧的年份和说法也容易留下来。
    例：2023年正文有 83% 与 2022年的相同。
    改法：写今年做了什么、问题有没有变化；确实相同的写“核实说明”。
    依据：有的地方考评把“与往年或与其他单位雷同”列为扣分项；全国格式没有规定。
    """
    for key, head in district.heads.items():
        before = district.heads.get((head.agency, head.year - 1))
        if before is None or not head.sketch or not before.sketch:
            continue
        other = hashes(before.sketch)
        shared = set(hashes(head.sketch)).intersection(other)
        # Most reports share next to nothing with last year's; what is common is looked up only for the rest.
        if len(shared) < CANDIDATE * FEWEST:
            continue
        own = comparable(_own(district, head), other)
        if len(own) >= FEWEST and len(shared.intersection(own)) >= CANDIDATE * len(own):
            found = _read_both(district, key, before.key)
            if found.share >= SAME_AS_LAST_YEAR:
                yield key, _problem(district, key, before.key, found, f"{before.year}年的")


@rule("D502", "正文与其他单位雷同", WARNING, scope=ACROSS)
def like_another(district: District) -> Iterator[tuple[Key, Problem]]:
    """正文大部分与另一个单位同一年的报告相同。

    为什么：各单位做的事不同，报告也应不同；照抄别的单位，别人的情况就写成了自己的。
    例：两个镇 2023年正文有 76% 相同，只改了镇名和数。
    改法：写本单位做了什么；确实由同一科室统一编写的写“核实说明”。
    依据：有的地方考评把“与往年或与其他单位雷同”列为扣分项；全国格式没有规定。
    """
    for key, head in district.heads.items():
        other = _most_alike(district, head)
        if other is not None:
            found = _read_both(district, key, other.key)
            if found.share >= SAME_AS_ANOTHER:
                yield key, _problem(district, key, other.key, found, f"{district.unit(other.key)}同年的")


def _own(district: District, head: Head) -> list[str]:
    """The hashes of a report's sketch that few others of its year have."""
    holders = district.sharing[head.year]
    most = max(COMMON_AT_LEAST, min(COMMON_AT_MOST, len(district.by_year[head.year]) // 10))
    return [one for one in hashes(head.sketch) if len(holders.get(one, ())) <= most]


def _most_alike(district: District, head: Head) -> Head | None:
    """The one report of the year to compare with: not of the unit above or below, which one office writes."""
    own, holders = _own(district, head), district.sharing[head.year]
    shared = [one for one in own if one in holders]
    if len(own) < FEWEST or len(shared) < CANDIDATE * len(own) / 2:
        return None
    counts = Counter(path for one in shared for path in holders[one])
    above = district.agencies[head.agency].superior(head.year)
    fitting = [
        path
        for path in counts
        if path not in (head.agency, above) and district.agencies[path].superior(head.year) != head.agency
    ]
    best = min(fitting, key=lambda path: (-counts[path], path), default=None)
    if best is None:
        return None
    other = district.heads[best, head.year]
    judged = comparable(own, hashes(other.sketch))
    alike = len(judged) >= FEWEST and counts[best] >= CANDIDATE * len(judged)
    return other if alike else None


def _read_both(district: District, key: Key, other: Key) -> Likeness:
    mine, theirs = (
        read_clauses(district.prose(one), district.form(one), district.agencies[one[0]].names)
        for one in (key, other)
    )
    return compare(mine, theirs)


def _problem(district: District, key: Key, other: Key, found: Likeness, whose: str) -> Problem:
    longest = district.prose(key)[slice(*found.here)]
    return Problem(
        place="正文",
        text=f"正文有 {found.share:.0%} 与{whose}相同{LEFT_OUT}，最长的一段：“{brief(longest, 40)}”。",
        remedy=REMEDY,
        spots=(TextSpot(*key, *found.here, in_prose=True), TextSpot(*other, *found.there, in_prose=True)),
    )
