"""What belongs to a person and should not be published: in the prose and in the texts of the figures file."""

from __future__ import annotations

from collections.abc import Iterator

from ..finding import ERROR, HINT, WARNING, Problem, Spot
from ..personal import CARD, IDENTITY, MAIL, MOBILE, OLD_IDENTITY, PLATE, find_personal
from .register import REPORT, rule
from .scene import Scene

# Fields whose numbers are of documents and pages.
_FIELDS = {"title": "标题", "source": "来源", "attachments": "附件"}


@rule("W201", "有身份证号码", ERROR, scope=REPORT)
def identity_numbers(scene: Scene) -> Iterator[Problem]:
    """正文、核实说明或更正里有居民身份证号码。

    为什么：身份证号码是个人信息，公布出去难以收回。18位的，区划、出生日期、校验码都对才算；15位的，前面写着“身份证”才问。
    例：“申请人张某（身份证号 110000190001010004）”一类的句子。
    改法：删去，或者只留申请的编号。
    依据：《个人信息保护法》；《政府信息公开条例》第十五条；GB 11643-1999。
    """
    yield from _problems(
        scene, (IDENTITY, OLD_IDENTITY), "这里有身份证号码 {}。", "删去；确实不是身份证号码的，写“核实说明”。"
    )


@rule("W202", "有手机号码", WARNING, scope=REPORT)
def mobile_numbers(scene: Scene) -> Iterator[Problem]:
    """正文、核实说明或更正里有手机号码。

    为什么：手机号码一般是个人的；联系方式应写单位的办公电话。
    例：“联系人手机 139 0000 0000”一类的句子。
    改法：换成办公电话；确是单位办公用的，可以保留。
    依据：《个人信息保护法》；《政府信息公开条例》第十五条。
    """
    yield from _problems(
        scene, (MOBILE,), "这里有手机号码 {}。", "个人的，删去或换成办公电话；确是单位办公用的，可以保留。"
    )


@rule("W203", "像是银行卡号", WARNING, scope=REPORT)
def card_numbers(scene: Scene) -> Iterator[Problem]:
    """正文、核实说明或更正里有一个数，位数、开头和校验位都像银行卡号。

    为什么：个人的银行卡号不能公布；缴费账户写的是单位名称的，不在此列。
    例：“退费至卡号 62…”一类的句子。
    改法：删去；不是银行卡号的不用改。
    依据：《个人信息保护法》；《政府信息公开条例》第十五条。
    """
    yield from _problems(
        scene,
        (CARD,),
        "这里的 {} 像是银行卡号。",
        "个人的，删去；单位的缴款账户写明单位名称；不是银行卡号的不用改。",
    )


@rule("W204", "像是个人的电子邮箱", HINT, scope=REPORT)
def private_mail(scene: Scene) -> Iterator[Problem]:
    """正文里的电子邮箱是一串 QQ 号码或者手机号码。

    为什么：联系方式写单位的邮箱，人员变动了也收得到；用号码作名称的邮箱多半是个人的。
    例：“电子邮箱：12345***@qq.com”一类的写法。
    改法：换成单位的邮箱；单位办公就用这个邮箱的，可以保留。
    依据：《个人信息保护法》；《政府信息公开条例》第十五条。
    """
    yield from _problems(
        scene,
        (MAIL,),
        "邮箱 {} 的名称是一串号码，像是个人的。",
        "有单位邮箱的换成单位邮箱；单位办公就用这个的，可以保留。",
    )


@rule("W205", "有车牌号码", HINT, scope=REPORT)
def plates(scene: Scene) -> Iterator[Problem]:
    """正文里有机动车号牌。

    为什么：车牌能找到车主，一般不必写进年报。
    例：“查处车辆（号牌为省份简称、字母和五六位号码）”一类的句子。
    改法：删去，或者只写车辆的种类。
    依据：《个人信息保护法》；《政府信息公开条例》第十五条。
    """
    yield from _problems(scene, (PLATE,), "这里有车牌号码 {}。", "不必写的删去；不是车牌的不用改。")


def _problems(scene: Scene, kinds: tuple[str, ...], text: str, remedy: str) -> Iterator[Problem]:
    """One for each personal fact of these kinds; `text` has a place for what may be shown of it."""
    for place, spot, kind, shown in _personal(scene):
        if kind in kinds:
            yield Problem(
                place=place,
                text=text.format(shown),
                remedy=remedy,
                spots=(spot,),
                # An old number has no check digit: the words before it are all there is to go by.
                level=WARNING if kind == OLD_IDENTITY else "",
            )


def _personal(scene: Scene) -> Iterator[tuple[str, Spot, str, str]]:
    """Place, spot, kind and what may be shown of everything personal in a report."""
    for one in find_personal(scene.text):
        paragraph, spot = scene.found_at(one.start, one.end)
        yield paragraph.place, spot, one.kind, one.shown
    report = scene.report
    for name, place in _FIELDS.items():
        for one in find_personal(report.fields.get(name, "")):
            yield place, scene.spot(*report.spans[name]), one.kind, one.shown
    for note in report.explanations:
        for one in find_personal(f"{note.text}\n{note.by}"):
            yield "核实说明", scene.spot(note.start, note.end), one.kind, one.shown
    for change in report.corrections:
        for one in find_personal(f"{change.text}\n{change.reason}"):
            yield "更正", scene.spot(change.start, change.end), one.kind, one.shown
