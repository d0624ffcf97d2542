"""The order of a report's parts: numbers of lists, and how many sections the preface announces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from ..finding import HINT, WARNING, Problem
from ..numerals import han_number
from .register import REPORT, rule
from .scene import Scene
from .words import quote

_HAN = "[一二三四五六七八九十]{1,3}"
_FIRST = re.compile(
    rf"(?:[（(](?P<bracket>{_HAN})[）)]|(?P<shi>{_HAN})是|(?P<dun>{_HAN})、"
    rf"|(?P<point>\d{{1,2}})(?:[．、]|\.(?!\d))|[（(](?P<digit>\d{{1,2}})[）)])"
)
_BEGINNINGS = frozenset("（(一二三四五六七八九十0123456789")
# Within a line only these are certain to count; other numbers there are dates, articles and counts. The sign
# that is looked for stands first, which makes the search quick.
_WITHIN = (
    ("是", re.compile("是(?<=[。；：:;，,](?P<shi>[一二三四五六七八九十])是)")),
    ("）", re.compile("）(?<=[。；：:;][（(](?P<bracket>[一二三四五六七八九十])）)")),
    (")", re.compile(r"\)(?<=[。；：:;][（(](?P<bracket>[一二三四五六七八九十])\))")),
)
_SHOWN = {"bracket": "（{}）", "shi": "{}是", "dun": "{}、", "point": "{}.", "digit": "（{}）"}
_NUMERALS = "零一二三四五六七八九十"
_VALUES = {sign: value for value, sign in enumerate(_NUMERALS)} | {
    f"{tens}十{one}": (_NUMERALS.index(tens) if tens else 1) * 10 + _NUMERALS.index(one or "零")
    for tens in ("", "二", "三")
    for one in ("", *_NUMERALS[1:10])
}

Item = tuple[str, int, int, int]


@rule("D406", "序号接不上", HINT, scope=REPORT)
def broken_numbers(scene: Scene) -> Iterator[Problem]:
    """一个部分里的序号跳了、重了，或者前后用了两种写法。

    为什么：删改以后序号容易接不上，读者会以为漏了一条。
    例：“（一）……（二）……（四）……”；“一、……二、……三是……”。
    改法：照次序改；同一层的序号用同一种写法。
    依据：党政机关公文的通行写法：一、（一）1.（1）依次往下。
    """
    for items in _by_section(scene):
        for said, start, end in _breaks(items, _words_before(scene, items[0])):
            paragraph, spot = scene.found_at(start, end)
            yield Problem(
                place=paragraph.place,
                text=f"“{quote(scene.text, start, end)}”：{said}。",
                remedy="照次序改；同一层的序号用同一种写法。",
                spots=(spot,),
            )


def _by_section(scene: Scene) -> list[list[Item]]:
    """The numbers of each section in turn: kind, value, and where they stand in the text."""
    text = scene.text
    matches = [match for sign, pattern in _WITHIN if sign in text for match in pattern.finditer(text)]
    begins, bounds = 0, []
    for paragraph in scene.paragraphs:
        if paragraph.text[:1] in _BEGINNINGS and (first := _FIRST.match(text, begins)):
            matches.append(first)
        begins += len(paragraph.text) + 1
        bounds.append((begins, paragraph.section))
    matches.sort(key=lambda match: match.start(match.lastgroup or 0))
    sections = iter(bounds)
    end, section = 0, ""
    found: list[tuple[str, Item]] = []
    for match in matches:
        while match.start() >= end:
            end, section = next(sections)
        found.append((section, _item(match)))
    # A table pasted into the prose has numbers that come apart.
    tables = {part.key for part in scene.form.sections if part.table}
    grouped = groupby(found, key=lambda pair: pair[0])
    return [[item for _, item in group] for section, group in grouped if section not in tables]


def _item(match: re.Match[str]) -> Item:
    kind = match.lastgroup or ""
    typed = match[kind]
    value = int(typed) if typed.isdecimal() else _VALUES.get(typed, 0)
    return kind, value, *match.span(kind)


def _words_before(scene: Scene, item: Item) -> str:
    """What stands before the first number of a section on its line; beginnings in other words count as 一是."""
    start = scene.text.rfind("\n", 0, item[2]) + 1
    words = scene.text[start : item[2]]
    return (
        "一"
        if any(word in words for word in ("首先", "其一", "一方面", "第一"))
        else words.replace("进一步", "")
    )


def _breaks(items: list[Item], words: str) -> Iterator[tuple[str, int, int]]:
    """What does not follow. `last` are the open lists from the outermost in; a list may begin anew at 1."""
    last: dict[str, int] = {}
    for index, (kind, value, start, end) in enumerate(items):
        before = items[index - 1][0] if index else ""
        if kind in last:
            previous = last[kind]
            if value not in (1, previous + 1):
                how = "重复" if value == previous else "接不上"
                yield (
                    f"前面是“{_shown(kind, previous)}”，这里是“{_shown(kind, value)}”，序号{how}",
                    start,
                    end,
                )
            while next(reversed(last)) != kind:
                last.popitem()
        elif before and _goes_on_otherwise(items, index):
            yield (
                f"前面是“{_shown(before, value - 1)}”，这里是“{_shown(kind, value)}”，写法不一样",
                start,
                end,
            )
        elif (kind, value) == ("shi", 2) and not before and "一" not in words:
            yield "前面没有“一是”", start, end
        last[kind] = value


def _goes_on_otherwise(items: list[Item], index: int) -> bool:
    """Whether a list goes on in another style: its own never begins, and the other never goes on."""
    kind, value = items[index][:2]
    before, previous = items[index - 1][:2]
    begins = any(item[:2] == (kind, 1) for item in items)
    goes_on = any(item[:2] == (before, value) for item in items)
    return value > 1 and previous == value - 1 and not begins and not goes_on


def _shown(kind: str, value: int) -> str:
    is_han = kind in ("bracket", "shi", "dun") and value <= 10
    return _SHOWN[kind].format(_NUMERALS[value] if is_han else value)


_ANNOUNCED = re.compile(r"(?P<count>[三四五六七八九3-9])(?:个|大|项)?(?:主要|大)?部分")
# So many must be named for the others to be missing.
_NAMED = 4


@rule("D407", "说有几部分，列出的不是", WARNING, scope=REPORT)
def announced_parts(scene: Scene) -> Iterator[Problem]:
    """开头语说报告有几个部分，与格式规定的个数或者列出的名称不符。

    为什么：开头语是照往年或者别处抄的，最容易露出来；读者会以为少了一部分。
    例：“本报告由总体情况、主动公开、申请办理、存在问题、其他事项等六部分组成”，只列了五个。
    改法：照格式规定的六个部分写全；也可以不列。
    依据：国办公开办函〔2021〕30号所附格式。
    """
    sections = [section for section in scene.form.sections if section.words]
    begins = 0
    for paragraph in scene.paragraphs:
        if paragraph.section not in ("", scene.form.sections[0].key) or not sections:
            return
        words = paragraph.text
        match = _ANNOUNCED.search(words) if "部分" in words else None
        listed = [s for s in sections if any(word in words for word in s.words)] if match else []
        if match and len(listed) >= _NAMED and "附" not in words:
            count = han_number(match["count"]) or int(match["count"])
            missing = [section.title.partition("、")[2] for section in sections if section not in listed]
            said = ""
            if count != len(sections):
                said = f"说是“{match.group()}”，格式规定的是 {len(sections)} 个部分"
            elif missing:
                said = f"说是“{match.group()}”，没有列出“{'”“'.join(missing)}”"
            if said:
                span = begins + match.start(), begins + match.end()
                yield Problem(
                    place=paragraph.place,
                    text=f"“{quote(scene.text, *span)}”：{said}。",
                    remedy="照格式规定的部分写全；也可以不列。",
                    spots=(scene.found_at(*span)[1],),
                )
        begins += len(words) + 1
