"""Words, dates and punctuation of the prose."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator

from ..finding import HINT, WARNING, Problem
from ..house import find_words
from ..located import Edit, Fault
from .register import FAULT, REPORT, rule
from .scene import Scene
from .words import quote

# So many are enough to mend at once.
_MOST = 50


@rule("U130", "词表这一行看不懂", WARNING, scope=FAULT, key="bad-word", acceptable=False)
def bad_word(fault: Fault) -> Problem:
    """words 文件夹里的词表，有一行不是“错的 对的”。

    为什么：看不懂的一行不起作用，错词查不出来。
    例：`登陆 登录 网站`，一行有三个词。
    改法：一行写错词和对的写法，中间空格或写“→”；只写一个词就是不应出现；备注写在“#”后面。
    依据：docs/content.md“词表”。
    """
    return Problem(
        "词表",
        "这一行不是“错的 对的”两个词，没有用上。",
        "一行写错词和对的写法，中间空格，例如“登陆网站 登录网站”；备注写在“#”后面。",
    )


@rule("W101", "词表里的错字错词", WARNING, scope=REPORT)
def listed_words(scene: Scene) -> Iterator[Problem]:
    """正文里有词表（words 文件夹）列为错的词。

    为什么：错字、错词和不规范的说法，检查年报时常被点名；哪些词不能写，由各单位自己列在词表里。
    例：词表写“按装 安装”，正文写“按装查询机2台”。
    改法：照词表改；用在这里没有错的，把词表那一行写得更具体。
    依据：本单位的词表；国办公开办函〔2021〕30号（四）对内容准确的要求。
    """
    text = scene.text if scene.house.words else ""
    for count, (at, word) in enumerate(find_words(text, scene.house.words)):
        if count == _MOST:
            return
        paragraph, spot = scene.found_at(at, at + len(word.wrong))
        wanted = f"应写“{word.right}”" if word.right else "不应出现"
        remark = f"（{word.remark}）" if word.remark else ""
        file = word.file.rpartition("/")[2]
        yield Problem(
            place=paragraph.place,
            text=f"“{quote(text, at, at + len(word.wrong))}”：词表 {file} 列出“{word.wrong}”{wanted}{remark}。",
            remedy=f"{f'改成“{word.right}”' if word.right else '换一个说法'}；这里没有写错的，把词表写得更具体。",
            spots=(spot,),
            suggestions=(Edit(spot.start, spot.end, word.right),) if word.right else (),
        )


# -- dates

# A run of digits with 年 or 月 behind it, and what may be lost or doubled there.
_DATE = re.compile(
    r"(?<![0-9０-９])[0-9０-９]++(?:年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,3})[日号])?|(?P<twice>年)(?=[\d，。；、）)我])"
    r"|(?P<lost>月)(?=\d)|(?P<whole>度))"
    r"|(?P<bare>度(?!电)|[我全]|，(?=[一-龥])|政[务府])"
    r"|月(?:(?P<day2>\d{1,3})(?:(?P<mark>[日号])(?P<twice_day>日(?=[起止至到，。；、）)\n]|$))?|(?=[起止]))))"
)
_LETTER = re.compile(r"2[0OoＯ]2[\dOoＯ](?<!\d{4})年")
_NO_DATE = (".", "．", "-", "/")
# A bare year begins a sentence; elsewhere it may be a count or part of a name.
_BEFORE_A_YEAR = ("", "\n", "。", "；", "）", ")", "况", "于", "在")


@rule("W102", "日期写错了", WARNING, scope=REPORT)
def impossible_dates(scene: Scene) -> Iterator[Problem]:
    """正文里的日期不存在，或者少了字、多了字。

    为什么：统计期限一类的日期写错，一眼就能看出，检查年报时常被点名。
    例：“自20231月1日起至12月32日止”，少了“年”字，又没有 12 月 32 日。
    改法：照实际的日期改。
    依据：国办公开办函〔2021〕30号（四）对内容准确的要求。
    """
    text = scene.text
    for match in _DATE.finditer(text):
        reason = _date_reason(match)
        before = text[match.start() - 1 : match.start()] if match.start() else ""
        if reason and before not in _NO_DATE and (not match["bare"] or before in _BEFORE_A_YEAR):
            yield _date_problem(scene, text, match, reason)
    for match in _LETTER.finditer(text) if any(letter in text for letter in "OoＯ") else ():
        yield _date_problem(scene, text, match, "年份里有字母 O")


def _date_problem(scene: Scene, text: str, match: re.Match[str], reason: str) -> Problem:
    paragraph, spot = scene.found_at(*match.span())
    return Problem(
        place=paragraph.place,
        text=f"“{quote(text, *match.span())}”：{reason}。",
        remedy="照实际的日期改。",
        spots=(spot,),
    )


def _date_reason(match: re.Match[str]) -> str:
    """What is wrong with a date, or ''."""
    if match["bare"]:
        return "年份后面像是少了“年”字" if re.match(r"20[12]\d\D", match.group()) else ""
    number, year, _ = match.group().partition("年")
    if not year:
        return _month_reason(match, number.partition("月")[0])
    if match["twice"]:
        return "多了一个“年”字"
    if match["lost"]:
        return "少了月份"
    if len(number) != 4:
        usual = match["month"] or match["whole"]
        wrong = usual and re.match(r"20\d$|(?:19|20)\d{3}$", number)
        return f"年份有 {len(number)} 个数字" if wrong else ""
    return _no_such_day(number, match["month"], match["day"]) if match["month"] else ""


def _month_reason(match: re.Match[str], number: str) -> str:
    """What is wrong with a date that has no year of its own."""
    if re.match(r"20[12]\d(?:1[0-2]|0?[1-9])$", number) and match["mark"]:
        return "年份和月份连在一起，像是少了“年”字"
    if len(number) > 2:
        return ""
    if match["twice_day"]:
        return "多了一个“日”字"
    return _no_such_day("2000", number, match["day2"]) if match["mark"] else "少了“日”字"


def _no_such_day(year: str, month: str, day: str | None) -> str:
    """Why no such day exists, or ''."""
    if not 1 <= int(month) <= 12:
        return f"没有 {int(month)} 月"
    if day is None or not 1900 <= int(year) <= 2100:
        return ""
    last = monthrange(int(year), int(month))[1]
    return "" if 1 <= int(day) <= last else f"没有 {int(month)} 月 {int(day)} 日"


# -- punctuation

# Each with what must stand in the text for the pattern to be worth trying.
_TWICE = (
    ("", re.compile(r"[。，、；：][。，、；：,;]+")),
    ("的的", re.compile(r"的(?<![目标有]的)的(?![确士])")),
    ("了了", re.compile(r"了(?<!甚了)了(?![解事望断却如结无然])")),
    ("保障保障", re.compile(r"保障保障(?![性房])")),
    ("性性", re.compile(r"性(?<!两性)性(?![别格质能命])")),
    ("（）", re.compile(r"（）")),
    ("，\n", re.compile(r"，(?=\n)")),
    ("、\n", re.compile(r"、(?=\n)")),
    *((word, re.compile(word)) for word in ("情况情况", "进行进行", "开展开展", "主动公开主动公开")),
)
_PAIRS = {("“", "”"): "引号", ("（", "）"): "括号", ("《", "》"): "书名号", ("【", "】"): "方头括号"}
# 1） and a) count the items of a list: their bracket has no other half.
_ITEM = re.compile(r"(?:^|(?<=[。；：，、（]))[\d①-⑨a-zA-Z]{1,2}）", re.MULTILINE)


@rule("W103", "重复的字、标点，不成对的符号", HINT, scope=REPORT)
def doubled_signs(scene: Scene) -> Iterator[Problem]:
    """正文里标点重复、字词重复，或者引号、括号、书名号不成对。

    为什么：删改后容易留下多余的字和标点，读者会觉得没有校对。
    例：“全部按期答复。。”“认真做好的的工作”“《条例规定”。
    改法：删去多余的，补上缺少的另一半。
    依据：GB/T 15834-2011《标点符号用法》。
    """
    text = scene.text
    found = [match for needed, pattern in _TWICE if needed in text for match in pattern.finditer(text)]
    for match in found[:_MOST]:
        paragraph, spot = scene.found_at(*match.span())
        yield Problem(
            place=paragraph.place,
            text=f"“{quote(text, *match.span())}”：“{match.group()}”{_what(match.group())}。",
            remedy="删去多余的，补上缺少的；没有写错的不用改。",
            spots=(spot,),
        )
    even = _full_width(text)
    if any(even.count(opened) != even.count(closed) for opened, closed in _PAIRS):
        yield from _half_pairs(scene)


def _what(found: str) -> str:
    if found == "（）":
        return "里没有字"
    return "后面没有了" if len(found) == 1 else "像是多了"


def _half_pairs(scene: Scene) -> Iterator[Problem]:
    for paragraph in scene.paragraphs:
        text = _full_width(paragraph.text)
        for (opened, closed), name in _PAIRS.items():
            plain = _ITEM.sub(lambda match: " " * len(match.group()), text) if opened == "（" else text
            if plain.count(opened) == plain.count(closed):
                continue
            at = _first_alone(plain, opened, closed)
            yield Problem(
                place=paragraph.place,
                text=f"“{quote(paragraph.text, at, at + 1)}”：这一段里的{name}，左边的有 {plain.count(opened)} 个，"
                f"右边的有 {plain.count(closed)} 个，不成对。",
                remedy="补上缺少的一半，或者删去多余的；方向打反了的改过来。",
                spots=(scene.prose_spot(paragraph, at, at + 1),),
            )


def _full_width(text: str) -> str:
    return text.replace("(", "（").replace(")", "）")


def _first_alone(text: str, opened: str, closed: str) -> int:
    """Where the first sign stands that has no other half: opened within an open one, or closed with none open."""
    open_at = -1
    for match in re.finditer(f"[{opened}{closed}]", text):
        if (match.group() == opened) == (open_at >= 0):
            return match.start() if match.group() == closed or opened == "“" else open_at
        open_at = match.start() if match.group() == opened else -1
    return max(open_at, 0)


# -- words of the form

_USAGE = (
    ("截止", "截至", re.compile(r"截止(?=20\d\d年|\d{1,2}月|目前|今年|本年)")),
    ("转结", "结转", re.compile(r"(?:年|上年度?)转结|转结(?=至?下|至|\d|政府|的?申请)")),
)


@rule("W104", "“截止”“转结”用得不对", HINT, scope=REPORT)
def usage(scene: Scene) -> Iterator[Problem]:
    """“截止2023年底”一般写“截至2023年底”；“上年转结”格式里写“结转”。

    为什么：“截止”是到此为止，后面不带时间；“结转”是格式里的名称，写反了检索不到。
    例：“截止2023年12月31日，主动公开信息20条。”
    改法：“截止”改成“截至”，“转结”改成“结转”；“截止日期”不用改。
    依据：《现代汉语词典》；国办公开办函〔2021〕30号所附格式。
    """
    text = scene.text
    for wrong, right, pattern in _USAGE:
        for match in pattern.finditer(text) if wrong in text else ():
            at = text.index(wrong, match.start())
            paragraph, spot = scene.found_at(at, at + len(wrong))
            yield Problem(
                place=paragraph.place,
                text=f"“{quote(text, at, at + len(wrong))}”：“{wrong}”一般写“{right}”。",
                remedy=f"改成“{right}”。",
                spots=(spot,),
                suggestions=(Edit(spot.start, spot.end, right),),
            )
