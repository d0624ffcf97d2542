"""What is wrong with the words, dates and lists of a year's file. Never acceptable."""

from __future__ import annotations

from ..dates import parse_date
from ..finding import ERROR, Problem
from ..located import Edit, Fault
from .register import FAULT, rule
from .words import brief, place_of, remedy, some


@rule("F040", "说不清是没有还是没填", ERROR, scope=FAULT, key="none-unclear")
def none_unclear(fault: Fault) -> Problem:
    """表名后面写了“全无”“没有”一类的话。

    为什么：它可能是说全年没有，也可能是说还没有填；整表都是 0 与没有填不同。
    例：`申请: 没有`、`申请: 0`。
    改法：全年没有新收、也没有上年结转的，写“申请: 无”；有的照表格写各行。
    依据：docs/content.md“全年没有”。
    """
    facts = fault.facts
    return Problem(
        place_of(fault),
        f"“{brief(facts['text'])}”说不清是全年没有，还是没有填。",
        f"{facts['means']}的，写“{facts['table']}: {facts['none']}”；有的，照表格写各行。",
    )


@rule("F049", "词后面多了标点", ERROR, scope=FAULT, key="word-form")
def word_form(fault: Fault) -> Problem:
    """“无”“待定”这样的词前后多了标点或引号。

    为什么：程序按规定的词认，多一个句号就认不出。
    例：`申请: 无。`、`申请: “无”`、`发布日期: 待定。`。
    改法：去掉标点和引号。
    依据：docs/content.md“全年没有”“发布日期”。
    """
    facts = fault.facts
    text = f"写的是 {brief(facts['text'])}，应写 {facts['written']}。"
    return Problem(place_of(fault), text, remedy(fault, "去掉多余的标点"))


@rule("F050", "单位没有选对", ERROR, scope=FAULT, key="unknown-unit")
def unknown_unit(fault: Fault) -> Problem:
    """金额的单位不是规定的几种。

    为什么：元和万元差一万倍。
    例：`采购单位: 千元`。
    改法：写规定的几种之一；原件没有写单位的，写 未注明。
    依据：国办公开办函〔2019〕60号没有规定采购金额的单位。
    """
    facts = fault.facts
    written = f"写的是“{brief(facts['text'])}”" if facts["text"] else "没有写"
    return Problem(
        place_of(fault),
        f"“{facts['name']}”{written}。",
        f"写{some(facts['choices'])}中的一种；数字要按这个单位。",
    )


@rule("F051", "日期的写法", ERROR, scope=FAULT, key="date-form")
def date_form(fault: Fault) -> Problem:
    """日期不是“2024-01-22”的样子。

    为什么：同一天只有一种写法，排序和统计才不会错。
    例：`2024年1月22日`、`2024.1.22`、`20240122`。
    改法：写成 2024-01-22。
    依据：GB/T 7408 日期和时间表示法。
    """
    facts = fault.facts
    return Problem(
        place_of(fault),
        f"日期“{brief(facts['text'])}”应写 {facts['written']}。",
        remedy(fault, f"写成 {facts['written']}"),
    )


@rule(
    "F052",
    "日期不完整或没有这一天",
    ERROR,
    scope=FAULT,
    key=("date-incomplete", "date-impossible", "bad-date"),
)
def bad_date(fault: Fault) -> Problem:
    """日期缺了年、月、日之一，或者没有这一天。

    为什么：日期不推测；发布日期查不到的写“待定”，就是草稿。
    例：`2024年1月`、`二〇二四年一月`、`2024-02-30`。
    改法：写完整的日期，例如 2024-01-22。
    依据：docs/content.md“发布日期”。
    """
    facts = fault.facts
    hint = f"，是不是 {facts['likely']}？" if facts.get("likely") else "。"
    text = {
        "date-incomplete": f"“{brief(facts['text'])}”不是完整的日期{hint}",
        "date-impossible": f"“{brief(facts['text'])}”：没有这一天。",
        "bad-date": f"“{brief(facts['text'])}”不是日期{hint}",
    }[fault.kind]
    likely = facts.get("likely", "")
    return Problem(
        place_of(fault),
        text,
        "写年、月、日都有的日期，例如 2024-01-22；发布日期还没有定的，写 待定。",
        suggestions=(Edit(fault.start, fault.end, likely),) if parse_date(likely) else (),
    )


@rule("F053", "更正没有日期", ERROR, scope=FAULT, key="correction-without-date")
def correction_without_date(fault: Fault) -> Problem:
    """一条更正没有写日期。

    为什么：读者要知道什么时候改的；没有日期不能与发布的版本对上。
    例：只写了“内容”和“原因”。
    改法：加一行“日期: 2024-04-02”。
    依据：docs/content.md“更正”。
    """
    return Problem("更正", "这一条更正没有写日期。", "加一行“日期: ”，写改的那一天，例如 2024-04-02。")


@rule("F059", "更正还没有写完", ERROR, scope=FAULT, key="correction-unfinished")
def correction_unfinished(fault: Fault) -> Problem:
    """一条更正还有“待填”。

    为什么：更正显示在报告上方，是给读者看的；“待填”会原样印出来。
    例：“更正”命令写好了日期和内容，“原因”还是“待填”。
    改法：写上为什么改；日期写改的那一天。
    依据：docs/content.md“更正”。
    """
    name = fault.facts["name"]
    return Problem("更正", f"“{name}”还是“待填”。", f"写上{name}，再发布。")


@rule("F058", "这里应写文字", ERROR, scope=FAULT, key=("not-text", "list-in-text", "not-a-list"))
def not_text(fault: Fault) -> Problem:
    """应写文字的地方写了别的，或者应是一条一条的地方没有“- ”。

    为什么：读出来不是原来的意思：`文号: [2024]` 的括号会丢掉。
    例：`标题: [2024]`、“更正”下面没有“- ”。
    改法：文字直接写，年份用六角括号〔2024〕；“核实说明”“更正”每一条前面写“- ”。
    依据：docs/content.md“数据文件”。
    """
    name = fault.facts.get("name", "")
    if fault.kind == "not-a-list":
        return Problem(
            place_of(fault),
            f"“{name}”应是一条一条的，每条前面写“- ”。",
            "在每一条的第一个名称前面写“- ”，其余名称与它对齐。",
        )
    if fault.kind == "list-in-text":
        return Problem(
            place_of(fault),
            f"“{name}”应是文字，外面的方括号会丢掉。",
            "去掉方括号；年份用六角括号，写成〔2024〕。",
        )
    return Problem(
        place_of(fault),
        f"“{name}”应是文字，下面不再有别的名称。",
        "把文字写在名称后面；几行的文字写在“|”下面。",
    )
