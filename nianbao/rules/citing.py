"""Other years and other documents: what a report says of itself that belongs to another one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ..finding import HINT, WARNING, Problem
from ..forms import Document, Form
from .register import REPORT, rule
from .scene import Scene
from .words import quote

_PERIOD = re.compile(
    r"(?P<year>\d{4})年(?P<from>\d{1,2}月\d{1,2}日?|度?全年|度(?=[。，；（(]))"
    r"(?:[0零]时)?起?(?:[，,]?(?:至|到|止于|[-—－–~～]+)(?:(?P<until>\d{4})年)?(?P<to>\d{1,2}月\d{1,2})日?)?"
)
_OF_PERIOD = {
    "统计": re.compile(r"统计(?:期限|时限|期间|时间|时段|周期|区间|范围|期)"),
    "数据": re.compile(r"数据(?:起止|时限|期限|截止)"),
}
_NAMES_ITSELF = re.compile(r"(?:编制|编写|发布|公布|形成)了?《[^《》]*$")
_OF_REPORT = re.compile(
    r"(?<!\d)(?P<year>20\d\d)年度?(?:政府|政务)?(?:信息)?公开(?:工作|年度|情况|的){0,4}报告"
)
# A sentence about the work of a year: 2022年，我局主动公开信息20条. What stands before it ends a sentence or is
# the lead of the paragraph, such as （三）政府信息管理情况.
_STALE = re.compile(
    r"(?:^(?:[（(][一二三四五六七八九十][）)][^。；，,：:\d]{0,20})?[。：:，,]?|[。；]|[一二三四五六七]是)"
    r"(?P<when>(?P<year>20\d\d)年度?)[，,]?"
    r"(?P<rest>(?:[我本全][^。；]|[^。；，,\d]{0,20}?(?:(?<![公中])共(?![同享建治产性青识])|累计|主动公开|收到))[^。；]*)"
)
# Words that make another year right: comparison, plans, what goes on since then.
_OTHER_TIME = re.compile(
    r"上年|去年|上一年|同比|相比|较|比|以来|年底|年初|截至|截止|起|至|到\d|结转|整改|报告中|指出|下一年|将|计划|规划|决算|预算|持平|下降|增长|以前|历年|纲要|五年|措施"
)
_YEARLY_PLAN = re.compile(r"《[^《》]{0,24}?(?P<when>(?P<year>20\d\d)年度?)[^《》]{0,12}工作要点")
_SECTIONS = ("", "overview")


@rule("W301", "写的是另一年的事", WARNING, scope=REPORT)
def other_year(scene: Scene) -> Iterator[Problem]:
    """统计期限不是这份报告的一年，或者开头语、总体情况里通篇只说另一年的工作。

    为什么：照往年的报告改，年份最容易漏改；读者不知道数是哪一年的。
    例：2023年的报告写“统计期限自2022年1月1日起至2022年12月31日止”，或者“2022年，我局主动公开信息20条”。
    改法：改成这份报告的年份，并看一看后面的数是不是也没有更新；确实说的是那一年，不用改。
    依据：《政府信息公开条例》第五十条；国办公开办函〔2021〕30号（四）对内容准确的要求。
    """
    text, year = scene.text, str(scene.year)
    for word, pattern in _OF_PERIOD.items():
        at = text.find(word)
        while at >= 0:
            if named := pattern.match(text, at):
                yield from _period(scene, text, named)
            at = text.find(word, at + 1)
    years = [f"{other}年" for other in range(scene.year - 3, scene.year + 2) if other != scene.year]
    others = [other for other in years if other in text]
    if not others:
        return
    begins = 0
    for paragraph in scene.paragraphs:
        if paragraph.section not in _SECTIONS:
            break
        words = paragraph.text
        if any(other in words for other in others):
            for span, said in _other_years(words, year, in_preface=not paragraph.section):
                yield _problem(scene, text, (begins + span[0], begins + span[1]), said)
        begins += len(words) + 1


def _other_years(words: str, year: str, in_preface: bool) -> Iterator[tuple[tuple[int, int], str]]:
    """Where a paragraph names the report of another year, or speaks of the work of an earlier one alone."""
    for match in _OF_REPORT.finditer(words) if in_preface else ():
        if match["year"] != year and not _within_title(words, match.start()):
            span = match.start(), match.start("year") + 5
            yield span, f"写的是{match['year']}年的报告，这份报告是{year}年的"
    for match in _YEARLY_PLAN.finditer(words) if "工作要点" in words else ():
        if 0 < int(year) - int(match["year"]) <= 3 and f"{year}年政务公开工作要点" not in words:
            yield match.span("when"), f"写的是{match['year']}年的工作要点，这份报告是{year}年的"
    if any(own in words for own in (f"{year}年", "本年", "今年")):
        return
    for match in _STALE.finditer(words):
        if 0 < int(year) - int(match["year"]) <= 3 and not _OTHER_TIME.search(match["rest"]):
            said = f"说的是{match['year']}年；这份报告是{year}年的，这一段里没有{year}年"
            yield match.span("when"), said


_RUN_TOGETHER = re.compile(r"\d{5,6}月")


def _within_title(words: str, at: int) -> bool:
    """Whether a document is cited there; this report names itself in 《》 too: 编制了《……报告》."""
    cites = words.count("《", 0, at) > words.count("》", 0, at)
    return cites and _NAMES_ITSELF.search(words[:at]) is None


def _period(scene: Scene, text: str, named: re.Match[str]) -> Iterator[Problem]:
    """The statistical period is the calendar year; whether its dates exist is asked elsewhere."""
    match = _PERIOD.search(text, named.end(), named.end() + 60)
    if match is None or any(sign in text[named.end() : match.start()] for sign in "。；\n"):
        return
    before = text[named.start() : match.start()]
    # A date that lost its 年 is spoken of as such, and is no end of another period.
    if (match["to"] is None and "截" in before) or _RUN_TOGETHER.search(before):
        return
    year = str(scene.year)
    wrong = match["year"] != year or (match["until"] or year) != year
    parts = [match["from"].rstrip("日"), match["to"] or "12月31"]
    whole = [parts[0] if "月" in parts[0] else "1月1", parts[1]]
    if wrong or (whole != ["1月1", "12月31"] and _exist(whole)):
        said = f"统计期限写的是“{match.group()}”，这份报告是{year}年的，一般是{year}年1月1日至12月31日"
        yield _problem(scene, text, match.span(), said)


def _exist(days: list[str]) -> bool:
    """Whether both may be days of the calendar."""
    numbers = [[int(part) for part in day.split("月")] for day in days]
    return all(1 <= month <= 12 and 1 <= day <= 31 for month, day in numbers)


def _problem(scene: Scene, text: str, span: tuple[int, int], said: str) -> Problem:
    paragraph, spot = scene.found_at(*span)
    return Problem(
        place=paragraph.place,
        text=f"“{quote(text, *span)}”：{said}。",
        remedy="照这份报告的年份改，后面的数也请核对是不是这一年的；确实说的是那一年，不用改。",
        spots=(spot,),
    )


# -- numbers of documents

_NUMBER = re.compile(
    r"(?P<issuer>国[一-龥]{1,10}?)(?P<open>[〔\[［(（【「﹝]?)(?P<year>(?:19|20)\d\d)(?P<close>[〕\]］)）】」﹞]?)"
    r"(?P<word>第?)(?P<serial>\d{1,4})(?P<end>号?)(?![\d年月日])"
)
_ORDER = re.compile(r"国务院(?:令[（(]?第?|第)(?P<serial>\d{2,4})号")
_PARTS = re.compile(r"(.+?)〔(\d{4})〕(\d+)号")
_ORDER_PARTS = re.compile(r"国务院令第(\d+)号")
# How far before a number its title may stand.
_TITLE = 80


@rule("W302", "文号写错了", WARNING, scope=REPORT)
def document_numbers(scene: Scene) -> Iterator[Problem]:
    """年报常引用的几个文件，文号或者旁边的标题写得不对。

    为什么：编制依据是年报的开头，文号写错很显眼；程序只认得格式、条例等几个确知的文件。
    例：“国办发〔2021〕30号”，年度报告格式的文号是国办公开办函〔2021〕30号。
    改法：照文件改；发文年份用六角括号〔〕，序号不加“第”。
    依据：文件本身；GB/T 9704-2012 关于发文字号的规定。
    """
    known, orders = _known(scene.form)
    text = scene.text
    for match in _NUMBER.finditer(text) if known else ():
        before = text[max(0, match.start() - _TITLE, text.rfind("\n", 0, match.start()) + 1) : match.start()]
        key = (match["issuer"], match["year"], match["serial"])
        document = known.get(key)
        if document is None:
            yield from _near_miss(scene, text, match, key, before, known)
        elif re.search("》[（(]?$", before) and document.about not in before:
            said = f"前面的标题不像是 {document.number} 的标题，它的标题里有“{document.about}”"
            yield _number_problem(scene, text, match, said, WARNING)
        elif match.group() != document.number:
            yield _number_problem(scene, text, match, f"一般写成“{document.number}”", HINT)
    for match in _ORDER.finditer(text):
        before = text[max(0, match.start() - 30) : match.start()]
        for serial, document in orders.items():
            if match["serial"] != serial and document.about in before and f"{serial}号" not in text:
                said = f"现行的《{document.about}》是{document.number}公布的"
                yield _number_problem(scene, text, match, said, WARNING)


def _near_miss(
    scene: Scene,
    text: str,
    match: re.Match[str],
    key: tuple[str, str, str],
    before: str,
    known: dict[tuple[str, str, str], Document],
) -> Iterator[Problem]:
    """A number that differs in one part from that of the document whose title stands before it."""
    after = text[match.end() : match.end() + 20]
    for parts, document in known.items():
        same = sum(one == other for one, other in zip(parts, key, strict=True))
        near = document.about in before or (document.format and ("编制" in after or "年度报告" in before))
        if same == 2 and near and document.number not in text:
            said = f"“{match.group()}”像是“{document.number}”写错了"
            yield _number_problem(scene, text, match, said, WARNING)
            return


def _number_problem(scene: Scene, text: str, match: re.Match[str], said: str, level: str) -> Problem:
    paragraph, spot = scene.found_at(*match.span())
    return Problem(
        place=paragraph.place,
        text=f"“{quote(text, *match.span())}”：{said}。",
        remedy="照文件上的文号和标题改；引用的是别的文件，不用改。",
        spots=(spot,),
        level=level,
    )


@lru_cache(maxsize=8)
def _numbers_of(
    documents: tuple[Document, ...],
) -> tuple[dict[tuple[str, str, str], Document], dict[str, Document]]:
    known: dict[tuple[str, str, str], Document] = {}
    orders: dict[str, Document] = {}
    for document in documents:
        if parts := _PARTS.fullmatch(document.number):
            known[parts[1], parts[2], parts[3]] = document
        elif order := _ORDER_PARTS.fullmatch(document.number):
            orders[order[1]] = document
    return known, orders


def _known(form: Form) -> tuple[dict[tuple[str, str, str], Document], dict[str, Document]]:
    """The documents of an edition: by issuer, year and number; and the orders of the State Council by number."""
    return _numbers_of(form.documents)


@rule("W303", "引用的格式不是这一年的", WARNING, scope=REPORT)
def other_format(scene: Scene) -> Iterator[Problem]:
    """编制依据写的是另一个版式的文件，没有写这一年适用的。

    为什么：2021年起用国办公开办函〔2021〕30号的格式，2019、2020年用〔2019〕60号的；引用旧的，多半是照往年的报告改的。
    例：2023年的报告写“根据国办公开办函〔2019〕60号编制”。
    改法：改成这一年适用的文号。
    依据：国办公开办函〔2021〕30号；〔2019〕60号。
    """
    formats = [document for document in scene.form.documents if document.format]
    cited = {document.format: document for document in formats if document.number in scene.text}
    if not cited or scene.form.edition in cited:
        return
    for document in cited.values():
        at = scene.text.index(document.number)
        paragraph, spot = scene.found_at(at, at + len(document.number))
        yield Problem(
            place=paragraph.place,
            text=f"引用了 {document.number}；{scene.year}年的报告用的是{scene.form.name}，依据是 {scene.form.source}。",
            remedy=f"编制依据改成 {scene.form.source}；表格也请看一看是不是这一年的格式。",
            spots=(spot,),
        )
