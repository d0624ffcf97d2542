"""The prose against itself: the parts of a number and their total."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from ..finding import HINT, WARNING, Problem
from ..prose import Paragraph, widen
from .register import REPORT, rule
from .scene import Scene

# Begins with a digit, not with what may not stand before it: that is looked for much faster.
NUMBER = r"\d(?<![\d.].)(?:\d{0,2}(?:,\d{3})+|\d{0,8})"
UNITS = "[条件篇份宗个项部则场期起例家名]"
COUNT = re.compile(rf"({NUMBER})({UNITS})(?!次)")
_DIGIT = re.compile(r"\d")
PERCENT = re.compile(r"(\d(?<![\d.].)\d{0,2}(?:\.\d{1,3})?)%")


def numbered_lines(scene: Scene, *words: str) -> Iterator[tuple[Paragraph, str]]:
    """The lines with a number and one of the words in them, in Chinese punctuation."""
    for paragraph in scene.paragraphs:
        text = paragraph.text
        written = paragraph.section and not paragraph.is_heading
        if written and any(word in text for word in words) and _DIGIT.search(text):
            yield paragraph, widen(text)


def whole_number(text: str) -> int:
    return int(text.replace(",", ""))


@dataclass(frozen=True, slots=True)
class _Breakdown:
    """A total and its parts (words, number). `before` are the counts of the same unit earlier in the sentence;
    `whole`: the words claim that nothing is left out; `open`: they say that something is."""

    total: int
    unit: str
    start: int
    end: int
    parts: tuple[tuple[str, int], ...]
    before: tuple[int, ...]
    whole: bool
    open: bool

    @property
    def sum(self) -> int:
        return sum(number for _, number in self.parts)


OPENER = re.compile(
    rf"(?P<n>{NUMBER})(?P<unit>{UNITS})[，。；：]?(?P<bracket>（)?"
    r"(?P<word>(?:其中|具体)(?:包括|包含|为|是|有)?|分别[为是]|包括)[：，]?"
)
_BRACKETS = re.compile(r"（[^（）]*）")
_NESTED = re.compile("其中|内有|包括|包含|含|分别")
# From here on a sentence counts something else than the parts.
_OTHER_MATTER = re.compile(
    r"办结|答复|回复|办理|结转|阅读|浏览|点击|播放|关注|转发|转载|同比|环比|上年|去年|平均|\A(?:共|合计|总|累计|以上)"
)
# No list is longer, and a text without full stops is not read again and again.
_FARTHEST = 1500
_OPEN = re.compile("等|主要|部分|重点|居多|左右|余[条件篇]")


def _breakdowns(text: str) -> Iterator[_Breakdown]:
    for match in OPENER.finditer(text):
        region = text[match.end() : match.end() + _FARTHEST]
        region = region.partition("）" if match["bracket"] else "。")[0]
        # Brackets hold what the parts are made of.
        parts, to_the_end = _parts(_BRACKETS.sub("", region), match["unit"])
        if parts:
            start = max(0, match.start() - _FARTHEST)
            sentence = text[start : match.start()].rpartition("。")[2]
            percents = [Decimal(found[1]) for found in PERCENT.finditer(region)]
            hundred = len(percents) == len(parts) and abs(sum(percents, Decimal(-100))) <= Decimal("0.5")
            rest = any(re.match("其[他它]", words) for words, _ in parts)
            is_open = not to_the_end or _OPEN.search(region) is not None
            yield _Breakdown(
                total=whole_number(match["n"]),
                unit=match["unit"],
                start=match.start("n"),
                end=match.end("unit"),
                parts=tuple(parts),
                before=tuple(whole_number(n) for n, unit in COUNT.findall(sentence) if unit == match["unit"]),
                whole=not is_open and (rest or hundred or match["word"].startswith("分别")),
                open=is_open,
            )


def _parts(region: str, unit: str) -> tuple[list[tuple[str, int]], bool]:
    """The parts of a list in words, and whether they go on to its end; none when something in it is not a
    part like the others."""
    parts: list[tuple[str, int]] = []
    chunks = region.split("；")
    if len(COUNT.findall(_outer(chunks[0]))) > 1:
        # A list that is parted by 、 or ， ends at the semicolon.
        chunks = chunks[:1]
    for chunk in chunks:
        outer = _outer(chunk)
        if outer != chunk and len(chunks) == 1:
            return [], False
        counted = 0
        for item in re.split("(?<=[，、])", outer):
            counts = COUNT.findall(item)
            if counts and _OTHER_MATTER.search(item):
                return parts, False
            counted += len(counts)
            odd = not counts and re.search(r"\d", PERCENT.sub("", item))
            if odd or len(counts) > 1 or (counts and counts[0][1] != unit):
                return [], False
            parts += [(item, whole_number(number)) for number, _ in counts]
        if len(chunks) > 1 and counted > 1:
            return [], False
    return parts, True


def _outer(chunk: str) -> str:
    """工作类信息11条，其中动态3条: the part without what it is made of."""
    nested = _NESTED.search(chunk)
    return chunk[: nested.start()] if nested else chunk


@rule("N301", "分项相加不等于总计", WARNING, scope=REPORT)
def breakdown_sum(scene: Scene) -> Iterator[Problem]:
    """正文一句话里，各分项相加与前面的总数不同。

    为什么：“共……条，其中……”列出的各项相加超过总数，或者写明了“其他”“分别为”仍凑不够，总有一个数不对；只差 1 的，常是写错或者漏了一项，作提示。列出的可能只是一部分、或者换一种分法再分一遍的，程序不管。
    例：“公开信息115条，其中：通知公告60条、政策文件30条、其他信息30条”，三项相加是 120。
    改法：核对各项和总数，改那个错的；有重叠的，在句中写明。
    依据：国办公开办函〔2021〕30号（四）对内容准确的要求。
    """
    for paragraph, text in numbered_lines(scene, "其中", "包括", "分别", "具体"):
        for found in _breakdowns(text):
            level = _breakdown_level(found)
            if not level:
                continue
            word = "多" if found.sum > found.total else "少"
            yield Problem(
                place=paragraph.place,
                text=f"正文写共 {found.total}{found.unit}，后面 {len(found.parts)} 项相加 "
                f"{'+'.join(str(number) for _, number in found.parts)} = {found.sum}，"
                f"{word} {abs(found.sum - found.total)}。",
                remedy="核对各项和总数，改那个错的；各项有重叠，或者没有全部列出的，在句中写明。",
                spots=(scene.prose_spot(paragraph, found.start, found.end),),
                numbers=(str(found.total), str(found.sum)),
                level=level,
            )


def _breakdown_level(found: _Breakdown) -> str:
    """How sure it is that the numbers contradict each other; '' when they need not."""
    if found.sum == found.total or _another_total(found) or _another_view(found):
        return ""
    if found.sum > found.total or found.whole:
        return WARNING
    return HINT if not found.open and found.total - found.sum == 1 and found.total >= _MANY else ""


# Below this a list that leaves out a single one is nothing unusual.
_MANY = 20


def _another_total(found: _Breakdown) -> bool:
    """办理90件，结转3件。其中…: the parts may divide what was said before; or all of it together."""
    together = accumulate((found.total, *reversed(found.before)))
    return found.sum in together or any(found.sum <= number for number in found.before)


def _another_view(found: _Breakdown) -> bool:
    """自然人80件，企业1件，网上申请75件: the first parts come to the total, the rest divide it once more."""
    numbers = [number for _, number in found.parts]
    for place, reached in enumerate(accumulate(numbers[:-1]), 1):
        if place > 1 and reached == found.total:
            # A list joined by 、 throughout is one list.
            return not all(words.endswith("、") for words, _ in found.parts[:-1])
    return (len(numbers) > 1 and found.total in numbers) or found.sum == 2 * found.total
