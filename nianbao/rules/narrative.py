"""The prose against the tables: cited cells, and numbers typed in words."""

from __future__ import annotations

from ..finding import ERROR, WARNING, Problem
from ..located import Edit, Fault
from .register import FAULT, rule


@rule("N201", "正文与表格不一致", WARNING, scope=FAULT, key="mention-differs", acceptable=True, numbers=("表中数", "正文数"))
def mention_differs(fault: Fault) -> Problem:
    """正文里的件数与表里的数不同。

    为什么：同一件事正文和表格写两个数，读者不知道信哪一个，检查时常被点名。程序只对照说得明确的句子。
    例：正文写“现行有效行政规范性文件393件”，表二“现行有效件数”填 470。
    改法：以表为准改正文，或写 {主动公开-行政规范性文件-有效} 由程序填数；口径不同的，在句中写明，并写“核实说明”。
    依据：国办公开办函〔2021〕30号（四）对内容准确的要求。
    """
    facts = fault.facts
    cite = f"，或写 {{{facts['path']}}} 由程序填数" if facts["path"] else ""
    verb = "填" if facts["path"] else "是"
    instead = f"{{{facts['path']}}}" if facts["path"] else facts["expected"]
    return Problem(
        place=facts["place"],
        text=f"正文：“{facts['quote']}”；{facts['where']}{verb} {facts['expected']}。",
        remedy=f"以表为准改正文{cite}；口径不同的，在句中写明。",
        cells=tuple(facts["cells"]),
        numbers=(facts["expected"], facts["stated"]),
        suggestions=(Edit(fault.start, fault.end, instead),) if instead else (),
    )


@rule("N204", "正文说有，表里全是 0", WARNING, scope=FAULT, key="mention-of-nothing", acceptable=True, numbers=("表中数", "正文数"))
def mention_of_nothing(fault: Fault) -> Problem:
    """正文说有申请（或者复议、诉讼），表里各格全是 0。

    为什么：整表为 0 时各项相加一定是平的，只有对照正文才看得出漏填。
    例：正文“全年收到政府信息公开申请3件，均已按期答复”；填数文件写“申请: 无”。
    改法：确实有就补填表格；确实没有就改正文。
    依据：国办公开办函〔2021〕30号（四）对内容准确的要求。
    """
    facts = fault.facts
    return Problem(
        place=facts["place"],
        text=f"正文：“{facts['quote']}”；{facts['table_place']}各格全是 0。",
        why="整表为 0 时各项相加一定是平的，只有对照正文才看得出漏填。",
        remedy=f"确实有就补填{facts['table_place']}；确实没有就改正文。",
        cells=tuple(facts["cells"]),
        numbers=(facts["expected"], facts["stated"]),
    )


@rule("N207", "正文说没有，表里有", WARNING, scope=FAULT, key="mention-none", acceptable=True, numbers=("表中数", "正文数"))
def mention_none(fault: Fault) -> Problem:
    """正文说没有收到申请（或者没有复议、诉讼），表里填了数。

    为什么：常是照抄上一年的话，忘了今年有。分渠道说的、只说投诉举报的，程序不管。
    例：正文“本年度未收到政府信息公开申请”，表三“本年新收”填 3。
    改法：确实有就改正文；确实没有就改表格。
    依据：国办公开办函〔2021〕30号（四）对内容准确的要求。
    """
    facts = fault.facts
    return Problem(
        place=facts["place"],
        text=f"正文：“{facts['quote']}”；{facts['where']}{'填' if facts['path'] else '是'} {facts['expected']}。",
        remedy=f"确实有就改正文；确实没有就改{facts['table_place']}。",
        cells=tuple(facts["cells"]),
        numbers=(facts["expected"], facts["stated"]),
    )


@rule("N202", "引用的格子不存在", ERROR, scope=FAULT, key="citation-unknown")
def citation_unknown(fault: Fault) -> Problem:
    """花括号里写的不是表里的格子。

    为什么：花括号里写“表-行-列”，程序在那里印出这一格的数；认不出来就印不出数，会原样印出花括号。
    例：“{申请-新收-合计}”，应为“{申请-本年新收-总计}”。
    改法：照填数文件里的名称写，各部分用“-”连接；不是引用的花括号，前面加反斜杠“\\{”。
    依据：本程序的文件写法。
    """
    facts = fault.facts
    choices = "或 ".join(f"{{{path}}}" for path in facts["choices"])
    group = f"“{facts['group']}”各行没有小计，要写明是哪一行。" if facts["group"] else ""
    return Problem(
        place=facts["place"],
        text=f"表里没有“{facts['path']}”这一格。{group}" + (f"是不是 {choices}？" if choices else ""),
        remedy="照填数文件里的名称写，例如 {申请-本年新收-总计}；不是引用的花括号，前面加“\\”。",
    )


@rule("N203", "引用的格子不止一个", ERROR, scope=FAULT, key="citation-ambiguous")
def citation_ambiguous(fault: Fault) -> Problem:
    """花括号里的名称合于几个格子。

    为什么：只写一部分名称，有时合于几行几列，程序不替人选。
    例：“{申请-其他}”，有好几行、好几列都叫“其他”。
    改法：把行名和列名都写上。
    依据：本程序的文件写法。
    """
    facts = fault.facts
    paths = [f"{{{path}}}" for path in facts["choices"]]
    shown = "、".join(paths[:6])
    more = f"等 {len(paths)} 格" if len(paths) > 6 else ""
    return Problem(
        place=facts["place"],
        text=f"“{facts['path']}”合于几个格子：{shown}{more}。",
        remedy="把行名和列名都写上，只留一个。",
    )


@rule("N205", "引用的格子没有数", WARNING, scope=FAULT, key="citation-no-number")
def citation_no_number(fault: Fault) -> Problem:
    """花括号引用的格子里不是数。

    为什么：程序在那里印这一格的数；格子是空白、不适用或者还没有填，句子里就会印出“~”“/”或“待填”。
    例：“收到申请{申请-本年新收-总计}件”，而“总计”一格是“~”。
    改法：先把表里的数填上；原表就是空白的，不要引用，改写这句话。
    依据：本程序的文件写法。
    """
    facts = fault.facts
    sign = f"是“{facts['sign']}”" if facts["sign"] else "读不出数"
    return Problem(
        place=facts["place"],
        text=f"“{{{facts['path']}}}”引用的格子（{facts['where']}）{sign}，不是数。",
        remedy="先把表里的数填上；原表就没有数的，改写这句话，不要引用。",
    )


@rule("N206", "花括号没有成对", WARNING, scope=FAULT, key="brace-alone")
def brace_alone(fault: Fault) -> Problem:
    """只有半边花括号，或者花括号里没有写格子。

    为什么：花括号用来引用表里的格子，前后要成对，写在同一行里；只有半边的会原样印出来。
    例：“收到申请{申请-本年新收-总计件”。
    改法：补上另一半；不是引用的花括号，前面加反斜杠“\\{”。
    依据：本程序的文件写法。
    """
    return Problem(
        place=fault.facts["place"],
        text=f"这里的“{fault.facts['text']}”没有成对，会原样印出来。",
        remedy="引用写成 {表-行-列}，前后都要有，在同一行里；不是引用的花括号，前面加“\\”。",
    )
