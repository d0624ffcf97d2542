"""The prose against itself: the same number said twice, percentages, orders of magnitude."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from ..finding import HINT, WARNING, Problem
from ..prose import Paragraph
from .breakdown import COUNT, NUMBER, OPENER, PERCENT, UNITS, numbered_lines, whole_number
from .register import REPORT, rule
from .scene import Scene

# -- percentages


@rule("N303", "百分比算错", HINT, scope=REPORT)
def percentage(scene: Scene) -> Iterator[Problem]:
    """正文里写的百分比，与同一句话里的两个数算出来的不同。

    为什么：件数、总数、百分比都写出来了，读者一除就知道对不对。
    例：“由80件增至100件，增长20%”，应为 25%。
    改法：重新计算；口径不同的，在句中写明。
    依据：国办公开办函〔2021〕30号（四）对内容准确的要求。
    """
    for paragraph, text in numbered_lines(scene, "%"):
        for start, end, said, computed in (*_shares(text), *_growths(text)):
            yield Problem(
                place=paragraph.place,
                text=f"正文：“{text[start:end]}”；按这句话里的数算，是 {computed:f}%。",
                remedy="重新计算，改百分比或者件数；口径不同的，在句中写明。",
                spots=(scene.prose_spot(paragraph, start, end),),
                numbers=(f"{computed:f}", str(said)),
            )


_SHARE = re.compile(rf"({NUMBER}){UNITS}[，、（]?(?:约)?占(?:比|总数的|总量的)?(?:约|为)?{PERCENT.pattern}")
_FROM_TO = re.compile(
    rf"[由从](?:上年|去年|20\d\d年)?的?({NUMBER}){UNITS}(?:[，]?)(?:增加?|增长|上升|提高|提升|减少?|下降|降低?)(?:到|至|为)({NUMBER}){UNITS}，"
    rf"(?:同比|比上年|较上年|较去年)?(?:增长|上升|提高|增加|减少|下降|降低)(?:了|约)?{PERCENT.pattern}"
)


def _shares(text: str) -> Iterator[tuple[int, int, Decimal, Decimal]]:
    """占…% that differ, where other shares of the same list do agree with its total."""
    for opener in OPENER.finditer(text):
        total = whole_number(opener["n"])
        shares = list(_SHARE.finditer(text, opener.end(), opener.end() + _region_length(text, opener)))
        computed = [100 * Decimal(whole_number(share[1])) / (total or 1) for share in shares]
        wrong = [
            pair for pair in zip(shares, computed, strict=True) if not _near(Decimal(pair[0][2]), pair[1])
        ]
        if 0 < len(wrong) * 2 < len(shares):
            for share, percent in wrong:
                said = Decimal(share[2])
                yield share.start(), share.end(), said, _rounded(percent, said)


def _region_length(text: str, opener: re.Match[str]) -> int:
    return len(text[opener.end() : opener.end() + _REACH].partition("。")[0])


def _growths(text: str) -> Iterator[tuple[int, int, Decimal, Decimal]]:
    for match in _FROM_TO.finditer(text):
        before, after, said = whole_number(match[1]), whole_number(match[2]), Decimal(match[3])
        change = abs(100 * Decimal(after - before) / (before or 1))
        if before and not _near(said, change):
            yield match.start(), match.end(), said, _rounded(change, said)


def _near(said: Decimal, computed: Decimal) -> bool:
    """Rounded or cut off, both are usual."""
    return abs(said - computed) < Decimal(1).scaleb(int(said.as_tuple().exponent))


def _rounded(number: Decimal, like: Decimal) -> Decimal:
    """With as many decimals as the number beside it, one at least, none of them needless."""
    digits = max(1, -int(like.as_tuple().exponent))
    return number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP).normalize()


# -- the same number twice


@rule("N302", "同一个数前后说法不同", WARNING, scope=REPORT)
def said_twice(scene: Scene) -> Iterator[Problem]:
    """正文两处用同样的话说同一件事，数却不同。

    为什么：同一份报告里同一个数写成两个，读者不知道信哪一个，常是改了一处忘了另一处。程序只看字句相同、又没有写渠道、月份、单位的。
    例：前面写“全年主动公开政府信息20条”，后面写“共主动公开政府信息16条”。
    改法：查实后两处写成同一个数；说的不是一回事的，在句中写明。
    依据：国办公开办函〔2021〕30号（四）对内容准确的要求。
    """
    first: dict[tuple[str, str], tuple[int, str, Paragraph, int, int]] = {}
    told: set[tuple[str, str]] = set()
    for paragraph, text in numbered_lines(scene, "公开", "解读", "会", "培训"):
        for key, number, quote, start, end in _claims(text, scene.year):
            known = first.setdefault(key, (number, quote, paragraph, start, end))
            if known[0] == number or key in told:
                continue
            told.add(key)
            yield Problem(
                place=paragraph.place,
                text=f"正文：“{known[1]}”；又写“{quote}”，两个数不同。",
                remedy="查实后两处写成同一个数；说的不是一回事的，在句中写明。",
                spots=(
                    scene.prose_spot(paragraph, start, end),
                    scene.prose_spot(known[2], known[3], known[4]),
                ),
                numbers=(str(known[0]), str(number)),
            )


_WHOLE = re.compile(
    r"(?P<what>(?:主动)?公开(?:各类|各项)?(?:政府|政务)?信息|(?:主动公开|发布|制作|编发)(?:政策)?解读(?:材料|信息)?"
    r"|(?:收到|受理)(?:政府)?信息公开申请|(?:召开|举办|组织)[^，。；：、\d]{0,8}(?:会|培训))"
    r"(?:数量|总数|数|共计|总计|合计|累计|共|达到?|为|了){0,2}\Z"
)
_REACH = 300
_LONGEST, _LAST = 24, frozenset("息读料请会训数量计共到达为了")
# Words that do not change what is counted.
_NEUTRAL = re.compile(
    "20\\d\\d年度?|本年度?|今年|全年|年内|我[局镇乡区县市办委院厅]|本[局镇乡级]|本机关|本单位|我单位|全[区县市镇乡局省]"
    "|共计|总计|合计|共|总|已|了"
)
_NOT_WHOLE = re.compile(
    "去年|上年|上一年|往年|同比|相比|较|比|以来|季度|半年|[月日周]|其中|分别|包括|通过|利用|依托|借助|微信|微博|抖音|公众号"
    "|网|平台|专栏|栏目|客户端|媒体|公报|领域|方面的|类|各|镇|街道|乡|下属|直属|部门|单位|办公室|局|所|重点"
)


def _claims(text: str, year: int) -> Iterator[tuple[tuple[str, str], int, str, int, int]]:
    """What a paragraph says of whole quantities: ((words, unit), number, quote, start, end)."""
    for count in COUNT.finditer(text):
        if text[count.start() - 1] not in _LAST:
            continue
        match = _WHOLE.search(text, max(0, count.start() - _LONGEST), count.start())
        if match is None:
            continue
        before = text[max(0, match.start() - _REACH) : match.start()].rpartition("。")[2]
        bare = _NEUTRAL.sub("", before)
        # In its clause only neutral words stand before it, in its sentence none that names a part.
        if (bare and bare[-1] not in "，；：、）") or _NOT_WHOLE.search(bare):
            continue
        if set(re.findall(r"20\d\d", before)) <= {str(year)}:
            said = text[match.start() : count.end()]
            yield (match["what"], count[2]), whole_number(count[1]), said, match.start(), count.end()


# -- orders of magnitude

_MYRIADS = re.compile(r"\d{5,}(?:\.\d+)?万[条件篇份]")


@rule("N304", "多写了“万”", WARNING, scope=REPORT)
def too_many(scene: Scene) -> Iterator[Problem]:
    """五位以上的数后面又写了“万条”“万件”“万篇”“万份”。

    为什么：12345万条是一亿多条，多半是把“条”误写成了“万条”，或者忘了把数换成以万计。
    例：“主动公开政府信息12345万条”，应为“12345条”。
    改法：删去“万”，或者把数换成以万计（1.23万条）。
    依据：国办公开办函〔2021〕30号（四）对内容准确的要求。
    """
    for paragraph, text in numbered_lines(scene, "万"):
        for match in _MYRIADS.finditer(text):
            yield Problem(
                place=paragraph.place,
                text=f"正文写“{match.group()}”，上亿了。",
                remedy="多半是多写了“万”：删去，或者把数换成以万计。",
                spots=(scene.prose_spot(paragraph, *match.span()),),
            )
