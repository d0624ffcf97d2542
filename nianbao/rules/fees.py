"""What a report says of the fees for handling requests: whether it says it, and whether the figures agree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from ..cells import NOT_APPLICABLE, Figure
from ..finding import WARNING, Problem
from ..forms import Section
from ..prose import Paragraph, widen
from .register import REPORT, rule
from .scene import Scene

NOTICES, TOTAL, COLLECTED = "发出收费通知的件数", "收费通知的总金额", "实际收取的总金额"

_SENTENCE = re.compile("[^。！？]+")
_NAMED = re.compile("信息(?:公开)?处理(?:相关)?费|收费通知|信息公开[^。，；]{0,12}收费")
_MONEY = re.compile("收费|费用|收取|处理费")
_NONE = re.compile(
    r"(?:未|没有|没|无|不存在|免)[^。；]{0,24}?(?:处理(?:相关)?费|收费|费用|收取)|[零不免]收[费取]|免费"
    r"|(?:处理(?:相关)?费|收费|费用|金额|件数|收取|通知)[^。；\d]{0,24}?(?:[为：，][^。；\d]{0,8}无|无(?=[，。；）]|\Z)|未|没有|零|0(?![.\d]))"
)
_NONE_CHARGED = re.compile("(?:未|没有|没|无)[^。，；]{0,20}收取[^。，；]{0,8}费")
_N = r"(?<![\d.])(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{1,6}))?"
_FIGURES = {
    NOTICES: re.compile(
        rf"通知(?:书|单)?[^。，；\d]{{0,12}}{_N}[件份次个笔起宗张]|{_N}[件份次个笔张][^。，；\d]{{0,4}}收费通知"
    ),
    COLLECTED: re.compile(
        rf"(?:实际收取|实际收到|实际收费|实收|实际缴纳)[^。，；\d]{{0,14}}{_N}(万?元)|(?<!应)收取[^。，；\d]{{0,12}}{_N}(万?元)"
    ),
    TOTAL: re.compile(rf"(?:总金额|总费用|总额|金额|应收取?)[^。，；\d]{{0,8}}{_N}(万?元)"),
}
_ALL_PAID = re.compile("(?:全部|均已?|全额|已)(?:缴纳|收取|缴清|到账|收讫|缴费)")


@dataclass(slots=True)
class _Fees:
    """What the prose states: figures by name (money in 元), or in words that there was none."""

    figures: dict[str, Decimal] = field(default_factory=dict)
    none: bool = False
    place: tuple[Paragraph, int, int] | None = None


def _read(scene: Scene, section: str) -> _Fees:
    """In the section itself every fee is meant; elsewhere only where the words name this one."""
    fees = _Fees()
    for paragraph in scene.paragraphs:
        if paragraph.is_heading or "费" not in paragraph.text:
            continue
        for sentence in _SENTENCE.finditer(widen(paragraph.text)):
            words = sentence.group()
            if not (_NAMED.search(words) or (paragraph.section == section and _MONEY.search(words))):
                fees.none = fees.none or ("公开" in words and _NONE_CHARGED.search(words) is not None)
                continue
            fees.place = fees.place or (paragraph, sentence.start(), sentence.end())
            left = words
            for name, pattern in _FIGURES.items():
                match = pattern.search(left)
                if match is not None:
                    fees.figures.setdefault(name, _amount(match))
                    # 实际收取的总金额 is not the 总金额 of the notices.
                    left = left.replace(match.group(), "，")
            if TOTAL in fees.figures and _ALL_PAID.search(words):
                fees.figures.setdefault(COLLECTED, fees.figures[TOTAL])
            fees.none = fees.none or _NONE.search(words) is not None
    return fees


def _amount(match: re.Match[str]) -> Decimal:
    groups = [group for group in match.groups() if group]
    factor = 10000 if groups[-1] == "万元" else 1
    digits = [group.replace(",", "") for group in groups if group[0].isdigit()]
    return Decimal(".".join(digits)) * factor


def _section(scene: Scene) -> tuple[Section, list[Paragraph]] | None:
    """The section that has to speak of fees and its lines; None where the edition has none, or where
    nothing is written yet, which other rules say."""
    for section in scene.form.sections:
        if section.fees:
            lines = [line for line in scene.paragraphs if line.section == section.key and not line.is_heading]
            if lines and not any("待填" in line.text for line in lines):
                return section, lines
    return None


@rule("N401", "没有写全信息处理费", WARNING, scope=REPORT)
def fee_statement(scene: Scene) -> Iterator[Problem]:
    """第六部分没有写信息处理费的三个数：发出收费通知的件数、总金额、实际收取的总金额。

    为什么：国务院办公厅要求在年度报告里写明收取信息处理费的情况，没有收取也要写明。
    例：“六、其他需要报告的事项”只写“无其他需要报告的事项”；只写“收取信息处理费300元”，没有写发出几件收费通知、总金额多少。
    改法：没有收取的，写“本年度没有收取信息处理费”；收取了的，三个数写全。
    依据：国办函〔2020〕109号；国办公开办函〔2021〕30号所附格式。
    """
    found = _section(scene)
    if found is None:
        return
    section, lines = found
    fees = _read(scene, section.key)
    missing = [name for name in (NOTICES, TOTAL, COLLECTED) if name not in fees.figures]
    # Who states one 0, or says that there was none, has said it all.
    if not missing or ((fees.none or fees.figures) and not any(fees.figures.values())):
        return
    paragraph, start, end = fees.place or (lines[0], 0, len(lines[0].text))
    text = f"写了信息处理费，没有写{'、'.join(missing)}。" if fees.place else "没有写信息处理费的收取情况。"
    yield Problem(
        place=paragraph.place,
        text=text,
        remedy="没有收取的，写“本年度没有收取信息处理费”；收取了的，写明发出收费通知几件、总金额多少元、实际收取多少元。",
        spots=(scene.prose_spot(paragraph, start, end),),
    )


@rule("N402", "信息处理费前后对不上", WARNING, scope=REPORT)
def fee_figures(scene: Scene) -> Iterator[Problem]:
    """第六部分写的信息处理费，几个数之间、与表格之间有矛盾。

    为什么：实际收取的不会比通知的多；收取了的应当计入表二行政事业性收费（单位是万元）；有人逾期没有缴费，就一定发出过收费通知。
    例：“发出收费通知1件，总金额200元，实际收取300元”；正文写实际收取400元，表二“行政事业性收费”填 0。
    改法：核对收费台账，改那个错的；表二的单位是万元，400 元写 0.04。
    依据：国办函〔2020〕109号；国办公开办函〔2021〕30号所附格式。
    """
    found = _section(scene)
    if found is None:
        return
    fees = _read(scene, found[0].key)
    if fees.place is None:
        return
    paragraph, start, end = fees.place
    for text, remedy, cells, numbers in _contradictions(scene, fees):
        yield Problem(
            place=paragraph.place,
            text=text,
            remedy=remedy,
            cells=cells,
            spots=(scene.prose_spot(paragraph, start, end),),
            numbers=numbers,
        )


_Said = tuple[str, str, tuple[str, ...], tuple[str, ...]]


def _contradictions(scene: Scene, fees: _Fees) -> Iterator[_Said]:
    notices, total, collected = (fees.figures.get(name) for name in (NOTICES, TOTAL, COLLECTED))
    check = "核对收费台账，改那个错的。"
    if total is not None and collected is not None and collected > total:
        numbers = (_plain(collected), _plain(total))
        yield f"正文写实际收取 {numbers[0]} 元，比收费通知的总金额 {numbers[1]} 元多。", check, (), numbers
    if notices == 0 and (total or collected):
        money = _plain(total or collected or Decimal(0))
        yield f"正文写发出收费通知 0 件，又写金额 {money} 元。", check, (), ("0", money)
    if notices and total == 0:
        yield f"正文写发出收费通知 {notices} 件，总金额 0 元。", check, (), (str(notices), "0")
    charged, overdue = scene.form.role("fees"), scene.form.role("fee_overdue")
    if charged is not None and collected:
        figure = scene.figure(charged.address)
        stated = _value(figure)
        if stated is not None and stated + _rounding(stated) < collected / 10000:
            numbers = (_plain(stated), _plain(collected))
            text = f"正文写实际收取 {numbers[1]} 元；{charged.place}填 {numbers[0]} 万元，比这还少。"
            remedy = f"信息处理费要计入{charged.table_place}行政事业性收费，单位是万元：{numbers[1]} 元是 {_plain(collected / 10000)} 万元。"
            yield text, remedy, (charged.address,), numbers
    if overdue is not None:
        late = scene.figure(overdue.address).value
        if late and (notices == 0 or (fees.none and not any(fees.figures.values()))):
            text = f"{overdue.place}填 {late}；正文写没有发出收费通知。"
            yield (
                text,
                "有人逾期没有缴费，就发出过收费通知：核对台账，改那个错的。",
                (overdue.address,),
                (
                    str(late),
                    "0",
                ),
            )


def _value(figure: Figure) -> Decimal | None:
    """A figure as it counts: what does not apply is nothing."""
    if figure.value is None:
        return Decimal(0) if figure.state == NOT_APPLICABLE else None
    return Decimal(figure.value)


def _rounding(stated: Decimal) -> Decimal:
    """What rounding may have taken off: half of the last digit, and of 0.01 万元 where the figure is 0."""
    exponent = int(stated.as_tuple().exponent) if stated else -2
    return Decimal(5).scaleb(min(exponent, -2) - 1)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}" if number else "0"
