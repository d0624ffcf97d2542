"""The report as a document: its title, its sections and their headings, what is missing or left over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..finding import ERROR, HINT, WARNING, Problem
from ..forms import Form
from ..located import Fault
from .register import FAULT, REPORT, rule
from .scene import Scene

FIXABLE = "运行“检查 --修”可以改标题"


@rule("D101", "报告标题与规定不一致", WARNING, scope=REPORT)
def title_form(scene: Scene) -> Iterator[Problem]:
    """文件里写的“标题”不是“全称+年份+政府信息公开工作年度报告”。

    为什么：标题要让人看出是哪个单位、哪一年的报告；检索、汇总也按标题辨认。标题没有统一规定的条文，各地一般这样写。
    例：全称是“平潭综合实验区管理委员会”，标题写“平潭综合实验区2023年度政府信息公开工作年度报告”。
    改法：照“全称+年份+政府信息公开工作年度报告”写；与此相同时可以不写“标题”一行。已经公开的报告，标题照原样保留。
    依据：国办公开办函〔2021〕30号所附格式的名称；各地通行写法。
    """
    names = (scene.unit, *scene.agency.names)
    problem = check_title(scene.report.fields.get("title", ""), names, scene.year, scene.form)
    if problem is not None:
        yield replace(problem, spots=(scene.spot(*scene.report.spans["title"]),))


def check_title(title: str, names: Sequence[str], year: int, form: Form) -> Problem | None:
    """What is unusual about a typed title; None when it is as the form has it, or none was typed.

    `names` are what the agency is called, its full name of that year first.
    """
    wanted = form.title.format(agency=names[0], year=year)
    typed = "".join(title.split())
    if not typed or typed == wanted:
        return None
    reasons = list(_title_reasons(typed, names, year, form))
    return Problem(
        place="标题",
        text=f"写的是“{typed}”，一般写“{wanted}”：{'；'.join(reasons)}。",
        remedy="照一般写法改，或者删去“标题”一行由程序写；这份报告原来就是这个标题的，可以保留。",
        level="" if any(reason.startswith("没有") for reason in reasons) else HINT,
    )


def _title_reasons(typed: str, names: Sequence[str], year: int, form: Form) -> Iterator[str]:
    agency = names[0]
    if agency not in typed:
        short = next((name for name in _short_names(names) if name in typed), "")
        yield f"单位写的是“{short}”，不是全称" if short else f"没有单位全称“{agency}”"
    if str(year) not in typed:
        yield f"没有年份“{year}年”"
    words = form.title.format(agency="", year="").lstrip("年")
    if words not in typed:
        yield f"没有“{words}”这几个字"
    elif agency in typed and str(year) in typed:
        yield "次序或者个别字不同"


_REGION = re.compile(r".{2,6}?(?:自治区|自治州|自治县|省|市|州|盟|县|区|旗)(?=.{2})")
_OFFICE = re.compile(r"(?:人民政府|办事处)\Z")


def _short_names(names: Sequence[str]) -> Iterator[str]:
    """How people shorten a name in a title: without the regions before it, a town without 人民政府."""
    yield from names[1:]
    rest = names[0]
    while rest:
        yield rest
        if _OFFICE.search(rest):
            yield _OFFICE.sub("", rest)
        region = _REGION.match(rest)
        rest = rest[region.end() :] if region else ""


@rule("D314", "没有正文", ERROR, scope=REPORT)
def no_prose(scene: Scene) -> Iterator[Problem]:
    """只有填数的文件，没有写正文的文件。

    为什么：年度报告由六个部分组成，总体情况、存在的主要问题、其他事项要用文字写。
    例：有 2023.yaml，没有 2023.md。
    改法：在同一个文件夹里新建同名的 .md 文件，写上各部分的标题和文字。
    依据：国办公开办函〔2021〕30号、〔2019〕60号所附格式。
    """
    if scene.prose is None:
        name = scene.prose_file.rpartition("/")[2] or f"{scene.year}.md"
        yield Problem(
            place="全文",
            text=f"没有找到正文文件 {name}。",
            remedy=f"在填数文件旁边新建 {name}，写上各部分的标题和文字。",
            spots=(scene.spot(0, 1),),
        )


# -- headings


@rule("D301", "栏目标题不对", WARNING, scope=FAULT, key="heading-variant", acceptable=True)
def heading_variant(fault: Fault) -> Problem:
    """栏目标题与规定的不同。

    为什么：六个部分的名称由格式统一规定，检查和汇总都按名称找；网页上印的是规定的标题。
    例：“五、存在的主要问题及改进措施”，规定是“五、存在的主要问题及改进情况”。
    改法：运行“检查 --修”可以改标题；内容也要相符，“改进情况”写的是一年来改进了什么。
    依据：国办公开办函〔2021〕30号所附格式。
    """
    plans = "措施" in fault.facts["typed"] and "措施" not in fault.facts["title"]
    also = "正文写的是今后打算的，请补上一年来改进了什么" if plans else "内容也请对照标题看一遍"
    how = FIXABLE if fault.edits else "就是这一部分的，改成规定的标题；不是的，移到该去的部分"
    return Problem(place=_part(fault), text=_typed_and_wanted(fault), remedy=f"{how}；{also}。")


@rule("D302", "栏目序号不对", WARNING, scope=FAULT, key="heading-number", acceptable=True)
def heading_number(fault: Fault) -> Problem:
    """栏目标题的序号与规定的不同。

    为什么：六个部分的序号是固定的，序号错了，别处引用“第三部分”就会找错。
    例：“三、主动公开政府信息情况”，规定是“二、主动公开政府信息情况”。
    改法：运行“检查 --修”可以改标题；同时看看是不是漏了一个部分。
    依据：国办公开办函〔2021〕30号所附格式。
    """
    also = "同时看看是不是漏了一个部分"
    return Problem(place=_part(fault), text=_typed_and_wanted(fault), remedy=f"{FIXABLE}；{also}。")


@rule("D303", "不是规定的栏目", WARNING, scope=FAULT, key="heading-unknown", acceptable=True)
def heading_unknown(fault: Fault) -> Problem:
    """一行标题不是格式规定的六个部分之一。

    为什么：一个、两个井号开头的是栏目标题，栏目只有格式规定的六个；认不出的标题，内容会归到上一个栏目。
    例：“## 工作亮点”。
    改法：栏目内的小标题用三个井号；报告的总标题不写在正文里，写在填数文件的“标题”一行。
    依据：国办公开办函〔2021〕30号所附格式，“不能遗漏，也不宜泛化”。
    """
    return Problem(
        place="正文标题",
        text=f"“{_short(fault.facts['typed'])}”不是格式规定的栏目，内容暂归上一个栏目。",
        remedy="栏目内的小标题前面用三个井号；是栏目的，按规定的标题写；报告的总标题不写在正文里。",
    )


@rule("D304", "栏目次序不对", WARNING, scope=FAULT, key="heading-order", acceptable=True)
def heading_order(fault: Fault) -> Problem:
    """栏目没有按规定的次序排列。

    为什么：六个部分的次序由格式规定；网页上总是按规定的次序印，与文件里看到的会不同。
    例：“六、其他需要报告的事项”写在“五、存在的主要问题及改进情况”前面。
    改法：把整个部分连同标题移到规定的位置。
    依据：国办公开办函〔2021〕30号所附格式。
    """
    return Problem(
        place=_part(fault),
        text=f"“{fault.facts['title']}”写在了“{fault.facts['after']}”后面。",
        remedy="把整个部分连同标题移到规定的位置；网页上按规定的次序印。",
    )


@rule("D305", "栏目写了两次", WARNING, scope=FAULT, key="heading-repeated", acceptable=True)
def heading_repeated(fault: Fault) -> Problem:
    """同一个栏目标题写了两次。

    为什么：同名的栏目在网页上合为一个，内容前后相接，读者看不出文件里分成了两处。
    例：两行“## 一、总体情况”。
    改法：合成一处；有一处本来是别的栏目的，改成那个栏目的标题。
    依据：国办公开办函〔2021〕30号所附格式。
    """
    return Problem(
        place=_part(fault),
        text=f"“{fault.facts['title']}”写了两次，两处内容已合在一起。",
        remedy="合成一处；有一处本来是别的栏目的，改成那个栏目的标题。",
    )


@rule("D306", "缺少栏目", ERROR, scope=FAULT, key="section-missing", acceptable=True)
def section_missing(fault: Fault) -> Problem:
    """规定要写的部分，正文里没有。

    为什么：年度报告的内容是条例第五十条规定的，一个部分也不能少。有表格的部分，正文里可以不写标题，表格由程序印。
    例：没有“六、其他需要报告的事项”。
    改法：补上标题和内容；没有需要报告的，也要写明信息处理费的收取情况。
    依据：《政府信息公开条例》第五十条；国办公开办函〔2021〕30号所附格式。
    """
    title = fault.facts["title"]
    remedy = f"在这里补上一行“## {title}”和这一部分的内容；标题写成别的样子的，改成规定的标题。"
    return Problem(place=_part(fault), text=f"正文里没有“{title}”。", remedy=remedy)


@rule("D307", "栏目标题没有写成标题", HINT, scope=FAULT, key="heading-marks")
def heading_marks(fault: Fault) -> Problem:
    """栏目标题前面没有井号，或者井号的个数不对。

    为什么：标题前的两个井号告诉程序这一行是栏目标题；没有也认得出来，写上更稳妥。
    例：“一、总体情况”单独一行，前面没有“##”。
    改法：运行“检查 --修”会补上。
    依据：本程序的文件写法。
    """
    title, depth = fault.facts["title"], fault.facts["depth"]
    state = f"前面是 {depth} 个井号" if depth else "前面没有井号"
    return Problem(
        place=_part(fault),
        text=f"“{title}”{state}，已当作栏目标题。",
        remedy=f"写成“## {title}”；运行“检查 --修”可以一次改好。",
    )


# -- what is missing or left over


@rule("D308", "栏目没有内容", ERROR, scope=FAULT, key="section-empty", acceptable=True)
def section_empty(fault: Fault) -> Problem:
    """要用文字写的部分是空的。

    为什么：只有标题没有内容，等于没有报告这一部分；“待填”是还没有写。
    例：“## 五、存在的主要问题及改进情况”下面什么也没有。
    改法：写上内容再发布；还没有写好，把发布日期改成“待定”。
    依据：《政府信息公开条例》第五十条；国办公开办函〔2021〕30号所附格式。
    """
    count = fault.facts["count"]
    found = f"只有 {count} 处“待填”" if count else "没有内容"
    return Problem(
        place=_part(fault),
        text=f"“{fault.facts['title']}”下面{found}。",
        remedy="写上内容再发布；还没有写好，把发布日期改成“待定”。",
    )


@rule("D309", "正文还有“待填”", ERROR, scope=FAULT, key="prose-pending")
def prose_pending(fault: Fault) -> Problem:
    """已经写了发布日期，正文里还有“待填”。

    为什么：写了发布日期就是可以发布了，“待填”会原样印在网页上。
    例：“本年度发出收费通知待填件”。
    改法：填完再发布；暂不发布，把发布日期改成“待定”。
    依据：本程序的文件写法：“待填”表示还没有填。
    """
    count = fault.facts["count"]
    return Problem(
        place=fault.facts["place"],
        text=f"这一部分还有 {count} 处“待填”" + ("，这是第一处。" if count > 1 else "。"),
        remedy="填完再发布；暂不发布，把发布日期改成“待定”。没有发生的写 0 或写明没有。",
    )


@rule("D310", "正文里有图片", ERROR, scope=FAULT, key="prose-image")
def prose_image(fault: Fault) -> Problem:
    """正文里写了图片。

    为什么：图片里的文字和表格查不到、读屏软件读不出，网页不放图片，写法会原样印出来。
    例：“![表一](table.png)”。
    改法：图里的文字打成文字，表格里的数填进填数文件；要附图的，放在附件里。
    依据：国办公开办函〔2019〕61号对检索、查阅的要求；GB/T 37668-2019。
    """
    return Problem(
        place=fault.facts["place"],
        text=f"这里写了图片“{_short(fault.facts['text'])}”，网页不放图片。",
        remedy="图里的文字打成文字，表格里的数填进填数文件；要附图的，写在“附件”一行。",
    )


@rule("D311", "留有草稿或网页的痕迹", WARNING, scope=FAULT, key="prose-residue", acceptable=True)
def prose_residue(fault: Fault) -> Problem:
    """正文里有不该留下的字：模板的说明、没有换掉的 XX、Word 和网页的代码。

    为什么：这些字会原样印在网页上，检查年报时常被点名。
    例：“[bookmark: _GoBack]”“编写说明：可先适当综述”“该部分以表格形式报告”“XX件”。
    改法：删去，或者换成真正的内容；确实要写的，不用改。
    依据：国办公开办函〔2021〕30号（四）对内容准确、不敷衍的要求。
    """
    return Problem(
        place=fault.facts["place"],
        text=f"这里有“{_short(fault.facts['text'])}”，像是草稿、模板或网页里留下来的。",
        remedy="删去，或者换成真正的内容；确实要写的，不用改。",
    )


@rule("D312", "网址不能用", WARNING, scope=FAULT, key="prose-link")
def prose_link(fault: Fault) -> Problem:
    """链接的网址打不开，或者没有文字。

    为什么：网页只做 http、https、邮箱和本站之内的链接；本机的文件、斜杠开头的地址，放到别处就打不开。
    例：“[附件](file:///D:/附件.doc)”。
    改法：写完整网址（https:// 开头）；本站的文件写相对的地址，例如“附件/清单.pdf”。
    依据：国办发〔2017〕47号关于链接可用的要求。
    """
    return Problem(
        place=fault.facts["place"],
        text=f"“{_short(fault.facts['text'])}”没有做成链接，原样印出。",
        remedy="写完整网址（https:// 开头），或者本站文件的相对地址，中间不能有空格；方括号里要有文字。",
    )


@rule("D313", "加粗的星号没有成对", WARNING, scope=FAULT, key="prose-bold")
def prose_bold(fault: Fault) -> Problem:
    """两个星号没有配成一对。

    为什么：加粗写成 **重点**，前后各两个星号，在同一行里；只有一边的会原样印出来。
    例：“**加强组织领导。区政府……”。
    改法：补上另一边的两个星号；不是加粗的，删去，或者在前面加反斜杠。
    依据：本程序的文件写法。
    """
    return Problem(
        place=fault.facts["place"],
        text="这一行有两个星号没有配成一对，会原样印出来。",
        remedy="加粗写成 **重点**，前后都要有，紧挨着文字，在同一行里；不是加粗的删去。",
    )


def _part(fault: Fault) -> str:
    return f"第{fault.facts['number']}部分"


def _typed_and_wanted(fault: Fault) -> str:
    facts = fault.facts
    return f"写的是“{_short(facts['typed'])}”，格式规定为“{facts['title']}”（{facts['source']}）。"


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}……"
