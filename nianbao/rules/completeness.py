"""What a report has to say: its basis, period and contact, the aspects of section one, problems and measures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..cells import PENDING, SIGN_OF
from ..finding import HINT, WARNING, Problem, Spot
from ..prose import Paragraph
from .register import REPORT, rule
from .scene import Scene
from .words import brief

_UNFILLED = SIGN_OF[PENDING]
_BASIS = ("条例", "依据", "根据", "按照", "依照")
_PERIOD = (
    "统计期",
    "统计时",
    "统计日",
    "统计周",
    "统计区",
    "统计数据",
    "时限",
    "12月31",
    "1月1日",
    "截止日期",
)
_CONTACT = (
    "电话",
    "邮编",
    "邮政编码",
    "邮箱",
    "联系人",
    "联系地址",
    "联系方式",
    "通讯地址",
    "地址：",
    "地址:",
)


@rule("D401", "开头语没有写全", HINT, scope=REPORT)
def preface_parts(scene: Scene) -> Iterator[Problem]:
    """编制依据、统计期限没有写；同时没有联系方式的，一并提示。

    为什么：开头语通常写明依据什么编制、数据统计到哪一天、有疑问找谁；少了不算错，补上更清楚。
    例：只写了“依据《条例》编制本报告”，没有统计期限和联系电话。
    改法：补上缺少的；联系方式写科室和办公电话，也可以写在 agency.yaml 的“联系方式”里。
    依据：各地年报的通行写法；没有统一规定的条文。
    """
    text, head = scene.text, _head(scene)
    # An edition that names no documents prescribes no preface.
    if not text or not scene.form.documents or _UNFILLED in head:
        return
    missing = []
    if not _any(_BASIS, head):
        missing.append("编制依据")
    if not _any(_PERIOD, text):
        missing.append("统计期限")
    # Most reports give no contact; alone it is not worth a word.
    if missing and not scene.agency.contact and not _any(_CONTACT, text):
        missing.append("联系方式")
    if missing:
        yield Problem(
            place="正文开头",
            text=f"没有看到{'、'.join(missing)}。",
            remedy="开头语里补上；联系方式写科室和办公电话，不写个人。",
            spots=(_start(scene),),
        )


def _any(words: tuple[str, ...], text: str) -> bool:
    return any(word in text for word in words)


def _head(scene: Scene) -> str:
    """The preface and the first section: some write the one into the other."""
    first = scene.form.sections[0].key if scene.form.sections else ""
    return "\n".join(p.text for p in scene.paragraphs if p.section in ("", first))


def _start(scene: Scene) -> Spot:
    return scene.prose_spot(scene.paragraphs[0], 0, max(len(scene.paragraphs[0].text), 1))


@rule("D402", "应写的几个方面没有写全", WARNING, scope=REPORT)
def aspects_missing(scene: Scene) -> Iterator[Problem]:
    """总体情况里看不到格式要求的某个方面。

    为什么：总体情况要写主动公开、依申请公开、政府信息管理、政府信息公开平台建设、监督保障五个方面，少了算内容不全。
    例：写了（一）至（四），没有一处说到监督保障。
    改法：补上这个方面；各级人民政府还要写工作考核、社会评议和责任追究的结果。
    依据：国办公开办函〔2021〕30号所附格式；《政府信息公开条例》第五十条第一款第（四）项。
    """
    for section in scene.form.sections:
        if not section.aspects:
            continue
        paragraphs = [p for p in scene.paragraphs if p.section == section.key]
        text = "\n".join(p.text for p in paragraphs)
        if len(text) < 20 or _UNFILLED in text:
            continue
        asked = [a for a in section.aspects if a.category in ("", scene.agency.category)]
        missing = [a for a in asked if not _any(a.words, text)]
        if not missing:
            continue
        numbered = sum(_is_lead(p) for p in paragraphs) >= 3
        only_some = all(aspect.category for aspect in missing)
        names = "、".join(f"“{aspect.name}”" for aspect in missing)
        yield Problem(
            place=section.title,
            text=f"没有看到{names}方面的内容。",
            remedy="补上；已经写了、只是用了别的说法的，不用改。",
            spots=(scene.prose_spot(paragraphs[0], 0, max(len(paragraphs[0].text), 1)),),
            level="" if numbered and not only_some else HINT,
        )


_LEAD = re.compile(r"[（(]?[一二三四五六七八九十]{1,2}(?:[）)]|、|是)")


def _is_lead(paragraph: Paragraph) -> bool:
    return paragraph.is_heading or _LEAD.match(paragraph.text) is not None


# -- problems and what was done about them

_SECTION = "problems"
_PROBLEM_WORDS = re.compile(
    r"问题|不足|差距|短板|薄弱|欠缺|欠佳|有待|不够|不到位|不强|不高|不深|不全|不及时|不平衡|不充分|不完善|不规范|不熟|不多|不严"
    r"|不畅|不大|不广|不细|不清|不力|不准|不一|不均|较少|偏少|偏低|较低|单一|滞后|缺乏|缺少|较弱|偏弱|困难|挑战|需要?(?:进一步|加强|提高|改进|提升|完善)|还需|仍需|尚需|待(?:加强|提高|提升|完善|改进)"
)
_MEASURE_WORDS = re.compile(
    r"改进|加强|加大|完善|下一步|今后|措施|整改|提升|提高|强化|优化|健全|推进|规范|将|通过|改为|改正|已|制定|开展|组织|落实|细化|拓宽|督促|安排"
)
# Words of a measure that name the problem: 有待加强, 不够规范.
_STILL_TO_DO = re.compile(
    r"[需有]待?要?进一步.{0,4}|有待.{0,4}|(?:还|仍|尚|亟)需.{0,6}|待(?:加强|提高|提升|完善|改进|规范)"
    r"|不(?:够|太|尽|甚)?(?:规范|完善|健全|落实)"
)
_SURE_MEASURES = ("下一步", "今后", "措施", "将", "通过", "整改", "加大", "已")
_NONE = re.compile(
    r"(?:暂|基本)?(?:无|没有|不存在|未发现|未存在)(?:存在)?(?:任何|突出|明显|主要|重大|相关|的)*(?:问题|不足)?(?:及改进(?:情况|措施))?"
)
# What is shorter cannot name a problem and what was done.
_LEAST = 10


@rule("D403", "没有写存在的问题", WARNING, scope=REPORT)
def no_problems(scene: Scene) -> Iterator[Problem]:
    """“存在的主要问题及改进情况”里没有写问题，或者只写“无”。

    为什么：这一部分要写问题和改进两方面；只写“无”，或者通篇只写成绩，算内容不全。
    例：“本单位无主要问题。”
    改法：写出这一年实际存在的问题；确实没有要写的，也请看一看上一年的问题改得怎样。
    依据：《政府信息公开条例》第五十条；国办公开办函〔2021〕30号（四）“敷衍塞责”。
    """
    found = _problem_text(scene)
    if found is None:
        return
    paragraph, text = found
    bare = _bare(text)
    if _says_none(bare):
        said = f"写的是“{brief(text)}”，没有写出问题和改进"
    elif len(bare) < _LEAST:
        said = f"只有“{brief(text)}”，太短，看不出有什么问题、改进了什么"
    elif not _has_problem(text):
        said = "没有看到说问题或不足的话"
    else:
        return
    yield _section_problem(scene, paragraph, said, "写出这一年实际存在的问题，一个问题对应一条改进")


@rule("D404", "没有写改进情况", WARNING, scope=REPORT)
def no_measures(scene: Scene) -> Iterator[Problem]:
    """“存在的主要问题及改进情况”里写了问题，没有写怎样改进。

    为什么：问题要逐条分析，写明改进了什么或者打算怎样改进；只有问题没有改进，算内容不全。
    例：“一是更新不够及时。二是解读材料较少。”后面没有别的话。
    改法：每个问题后面写上改进的做法和结果。
    依据：《政府信息公开条例》第五十条；国办公开办函〔2021〕30号所附格式。
    """
    found = _problem_text(scene)
    if found is None:
        return
    paragraph, text = found
    bare = _bare(text)
    if len(bare) < _LEAST or _says_none(bare) or _any(_SURE_MEASURES, text) or not _has_problem(text):
        return
    if not _MEASURE_WORDS.search(_STILL_TO_DO.sub("", text)):
        yield _section_problem(
            scene, paragraph, "写了问题，没有看到怎样改进", "每个问题后面写上改进的做法和结果"
        )


def _problem_text(scene: Scene) -> tuple[Paragraph, str] | None:
    """The first line of the section and its words without sub-headings; None when there are none to judge."""
    lines = [p for p in scene.paragraphs if p.section == _SECTION]
    text = "\n".join(p.text for p in lines if not p.is_heading)
    if not any(sign.isalnum() for sign in text) or _UNFILLED in text:
        return None
    return lines[0], text


def _bare(text: str) -> str:
    """The words without signs, as far as it matters how many they are."""
    return re.sub(r"[\W_]", "", text[:200])


def _has_problem(text: str) -> bool:
    return "问题" in text or "不足" in text or _PROBLEM_WORDS.search(text) is not None


def _says_none(bare: str) -> bool:
    """Whether the words say that there is nothing, and nothing more."""
    match = _NONE.search(bare) if len(bare) < 40 else None
    return match is not None and len(bare) - len(match.group()) <= 8 and match.end() >= len(bare) - 4


def _section_problem(scene: Scene, paragraph: Paragraph, said: str, todo: str) -> Problem:
    title = next((s.title for s in scene.form.sections if s.key == _SECTION), "")
    return Problem(
        place=title,
        text=f"{said}。",
        remedy=f"{todo}；已经写了、只是用了别的说法的，不用改。",
        spots=(scene.prose_spot(paragraph, 0, max(len(paragraph.text), 1)),),
    )


# -- length


@rule("D408", "总体情况太长", HINT, scope=REPORT)
def overview_too_long(scene: Scene) -> Iterator[Problem]:
    """第一部分的字数超过了 site.yaml 里“总体情况字数”写的数。

    为什么：有的地方规定总体情况不超过多少字；没有写“总体情况字数”，就不核对。
    例：“总体情况字数: 1000”，实际写了 1620 字。
    改法：删去与政府信息公开无关的内容。
    依据：本站的规定；国办公开办函〔2021〕30号，“不宜泛化”。
    """
    limit = scene.house.overview_limit
    section = scene.prose.section(scene.form.sections[0].key) if scene.prose and scene.form.sections else None
    if limit <= 0 or section is None or section.characters <= limit:
        return
    first = next(p for p in scene.paragraphs if p.section == section.key)
    yield Problem(
        place=section.title_printed,
        text=f"写了 {section.characters} 字，site.yaml 里“总体情况字数”是 {limit}，多了 {section.characters - limit} 字。",
        remedy="删去与政府信息公开无关的内容。",
        spots=(scene.prose_spot(first, 0, max(len(first.text), 1)),),
    )
