"""What the input method and the clipboard put into a file: signs, blanks, remarks, quotes, broken lines."""

from __future__ import annotations

from ..finding import ERROR, Problem
from ..located import Fault
from .register import FAULT, rule
from .words import brief, pairs, place_of, remedy, signs


@rule("F010", "全角数字或全角符号", ERROR, scope=FAULT, key="wide-number")
def wide_number(fault: Fault) -> Problem:
    """数字或表示空白的符号是全角的。

    为什么：全角的“８０”是文字，不是数。
    例：`８０ 1 0`，`～ ／ ＿`，`－8`。
    改法：换成半角；运行“检查 --修”可一次改好。
    依据：docs/content.md“数字的写法”。
    """
    text = pairs(fault.facts["texts"], fault.facts["written"])
    return Problem(place_of(fault), f"用了全角的数字或符号：{text}。", remedy(fault, "换成半角"))


@rule("F011", "冒号不对", ERROR, scope=FAULT, key="colon")
def colon(fault: Fault) -> Problem:
    """名称后面的冒号是中文的，或者冒号后面没有空格，或者没有冒号。

    为什么：只有“英文冒号加空格”才能把名称和内容分开，否则整行会连到别的行去。
    例：`申请：`、`规章:3`、`规章　0 0 0`。
    改法：写成“名称: 内容”，英文冒号，后面空一格。
    依据：docs/content.md“数据文件”。
    """
    facts = fault.facts
    if facts.get("missing"):
        text = f"“{brief(facts['text'])}”后面没有冒号。"
    elif facts["colon"] != ":":
        text = f"“{brief(facts['text'])}”用了中文冒号“{facts['colon']}”。"
    elif facts["signs"]:
        text = f"“{brief(facts['text'])}”的冒号前后是{signs(fault)}，不是普通空格。"
    else:
        text = f"“{brief(facts['text'])}”的冒号后面没有空格。"
    return Problem(place_of(fault), text, remedy(fault, "冒号要用英文的“:”，后面空一格"))


@rule("F013", "行首不是空格", ERROR, scope=FAULT, key="indent-sign")
def indent_sign(fault: Fault) -> Problem:
    """行首缩进用了全角空格、制表符或网页空格。

    为什么：看起来一样，程序却会把它当成名称的一部分，这一行就不在表里了。
    例：`　本年新收: 80 1 0 0 0 0 81`。
    改法：行首只用空格，与上下行对齐。
    依据：docs/content.md“数据文件”。
    """
    column = fault.facts.get("column")
    how = f"行首换成 {column} 个空格" if fault.edits and column else "行首只用空格，与同一级的各行对齐"
    name = f"“{brief(fault.facts['text'])}”这一行" if fault.facts.get("text") else "这一行"
    return Problem(place_of(fault), f"{name}行首是{signs(fault)}，不是空格。", remedy(fault, how))


@rule("F014", "空格不是普通空格", ERROR, scope=FAULT, key=("tab", "odd-blank"))
def odd_blank(fault: Fault) -> Problem:
    """数字之间、冒号后面、备注前面有制表符、全角空格或网页空格。

    为什么：从 Excel、网页粘贴来的空白看不出区别，有的程序读得出，有的读不出。
    例：从 Excel 粘贴的一行，数字之间是制表符。
    改法：换成普通空格。
    依据：docs/content.md“数字的写法”。
    """
    count = fault.facts.get("count", 1)
    return Problem(
        place_of(fault), f"有 {count} 处空白是{signs(fault)}，不是普通空格。", remedy(fault, "换成普通空格")
    )


@rule("F015", "有看不见的字符", ERROR, scope=FAULT, key=("invisible", "line-sign"))
def unseen(fault: Fault) -> Problem:
    """有零宽空格、控制字符、特殊换行符。

    为什么：屏幕上看不见，却会把一个数分成两截，或者让后面的内容全部读不出。
    例：从网页、Word 复制时带来的零宽空格和“手动换行符”。
    改法：删掉；换行符换成真正的换行或空格。
    依据：docs/content.md“数据文件”。
    """
    count = fault.facts.get("count", 1)
    how = "换成空格或换行" if fault.kind == "line-sign" else "删掉"
    return Problem(place_of(fault), f"有 {count} 个看不见的字符：{signs(fault)}。", remedy(fault, how))


@rule("F016", "备注前面的记号不对", ERROR, scope=FAULT, key="note")
def note(fault: Fault) -> Problem:
    """备注没有用“空格、#、空格”隔开。

    为什么：连在数字后面的“#”、全角的“＃”、括号和“//”都会被当成数字的一部分。
    例：`0 0# 备注`、`0 0 ＃备注`、`0 0 （备注）`、`0 0 // 备注`。
    改法：写成 `0 0  # 备注`。
    依据：docs/content.md“备注”。
    """
    text = fault.facts.get("text", "").strip()
    return Problem(
        place_of(fault),
        f"备注“{text}”前面的记号不对，会被当成内容。" if text else "备注前面的记号不对，会被当成内容。",
        remedy(fault, "备注写成“  # 备注”：空两格，英文“#”，再空一格"),
    )


@rule("F017", "列表前面的横线不对", ERROR, scope=FAULT, key="dash")
def dash(fault: Fault) -> Problem:
    """“核实说明”“更正”的每一条前面不是“减号加空格”。

    为什么：没有“- ”，几条会混成一条。
    例：`－ 问题: S102`、`—问题: S102`、`-问题: S102`。
    改法：写成 `- 问题: S102`。
    依据：docs/content.md“核实说明”。
    """
    facts = fault.facts
    text = (
        f"“{brief(facts['text'])}”前面没有“- ”。"
        if facts.get("missing")
        else f"“{brief(facts['text'])}”前面的横线不对。"
    )
    return Problem(place_of(fault), text, remedy(fault, "每一条前面写“- ”：英文减号，后面空一格"))


@rule("F018", "名称前面多了记号", ERROR, scope=FAULT, key="name-sign")
def name_sign(fault: Fault) -> Problem:
    """名称前面有“*”“-”“[”一类的记号。

    为什么：这些记号有特别的意思，这一行就读不成了。
    例：`* 本年新收: 80 1 0 0 0 0 81`、`- 本年新收: …`。
    改法：去掉记号。
    依据：docs/content.md“数据文件”。
    """
    name = fault.facts["text"].strip()
    return Problem(place_of(fault), f"“{name}”前面多了“{fault.facts['sign']}”。", remedy(fault, "去掉它"))


@rule("F019", "竖线下面的文字没有写好", ERROR, scope=FAULT, key=("pipe", "pipe-text", "text-not-indented"))
def text_below(fault: Fault) -> Problem:
    """几行的文字应写在“|”的下一行，并且缩进。

    为什么：全角的“｜”、写在竖线旁边的字、没有缩进的字都不算这一项的内容。
    例：`说明: ｜`、`说明: | 全年清理`，下一行没有缩进的文字。
    改法：`说明: |`，文字从下一行开始，比“说明”多缩进两格。
    依据：docs/content.md“核实说明”。
    """
    typed = brief(fault.facts.get("text", ""))
    text = {
        "pipe": "“｜”是全角的竖线，会被当成文字。",
        "pipe-text": f"竖线旁边直接写了文字“{typed}”。",
        "text-not-indented": f"竖线下面的文字“{typed}”缩进不够，不算这一项的内容。",
    }[fault.kind]
    return Problem(place_of(fault), text, remedy(fault, "用英文竖线“|”，文字从下一行开始，比名称多缩进两格"))


@rule("F020", "一行写成了几行", ERROR, scope=FAULT, key=("row-broken", "text-broken"))
def broken(fault: Fault) -> Problem:
    """一行的数字或文字断成了几行。

    为什么：断开的行有时会悄悄连起来（文字中间多一个空格），有时会让下一行读不出。
    例：`予以公开: 22 0 0` 换行 `0 0 0 22`。
    改法：数字合成一行；文字写在“|”下面。
    依据：docs/content.md“数据文件”。
    """
    facts = fault.facts
    if fault.kind == "text-broken":
        return Problem(
            place_of(fault),
            "文字写成了几行，会被连成一行，中间多出空格。",
            remedy(fault, "几行的文字写在“|”下面，每行都比名称多缩进两格"),
        )
    if fault.edits:
        text = f"一行的 {facts['have']} 个数写成了 {facts['lines']} 行。"
        return Problem(place_of(fault), text, remedy(fault, "合成一行"))
    wanted = "" if facts["wanted"] < 0 else f"，应有 {facts['wanted']} 个"
    return Problem(
        place_of(fault),
        f"一行写成了 {facts['lines']} 行，合起来 {facts['have']} 个数{wanted}。",
        "看是少了一个行名，还是一行断成了几行、又多了或少了数；一行的数写在同一行。",
    )


@rule("F054", "句中有英文冒号", ERROR, scope=FAULT, key="colon-in-text")
def colon_in_text(fault: Fault) -> Problem:
    """文字里有“英文冒号加空格”。

    为什么：它会被当成又一个“名称: 内容”，这一行就读不成了。
    例：`说明: 注: 无`。
    改法：英文冒号换成中文的“：”，或者把文字写在“|”下面。
    依据：docs/content.md“核实说明”。
    """
    return Problem(
        place_of(fault),
        f"“{brief(fault.facts['text'])}”里有英文冒号和空格，会被当成又一项“名称: 内容”。",
        remedy(fault, "把句中的冒号换成中文的“：”，或者把文字写在“|”下面"),
    )


@rule("F055", "英文引号没有配对", ERROR, scope=FAULT, key=("quote-open", "quote-early", "backslash"))
def quotes(fault: Fault) -> Problem:
    """英文引号没有结束，或者半句话就结束了，或者里面有“\\”。

    为什么：英文引号有特别的意思：从一个到下一个之间才算内容，没有结束就一直读到文件末尾。
    例：`说明: "全年清理`、`标题: "一网通办"年报`、`来源文件: "C:\\年报.docx"`。
    改法：改用中文引号“ ”，或者去掉引号。
    依据：docs/content.md“数据文件”。
    """
    text = {
        "quote-open": f"从这里开始的英文引号没有结束：{brief(fault.facts['text'])}",
        "quote-early": f"英文引号半句话就结束了，后面的字读不出：{brief(fault.facts['text'])}",
        "backslash": f"英文引号里的“\\”有特别的意思：{brief(fault.facts['text'])}",
    }[fault.kind]
    return Problem(place_of(fault), text, "改用中文引号“ ”，或者去掉引号。")


@rule("F056", "开头的符号不能用", ERROR, scope=FAULT, key="sign-first")
def sign_first(fault: Fault) -> Problem:
    """内容以“[”“*”“-”一类的符号开头。

    为什么：这些符号写在最前面有特别的意思，后面的字会读错或者读不出。
    例：`文号: [2024]2号`、`原因: * 统计口径调整`。
    改法：年份用六角括号〔2024〕；其他的去掉符号，或者把文字写在“|”的下一行。
    依据：docs/content.md“数据文件”；党政机关公文格式：发文字号的年份用六角括号。
    """
    facts = fault.facts
    how = (
        "年份用六角括号，写成〔2024〕；其他的写在“|”的下一行"
        if facts["sign"] in "[{"
        else "去掉这个符号，或者把文字写在“|”的下一行"
    )
    return Problem(
        place_of(fault),
        f"“{brief(facts['text'])}”以“{facts['sign']}”开头，这个符号写在最前面有特别的意思，会读错。",
        remedy(fault, how),
    )


@rule("F057", "“#”后面的字丢了", ERROR, scope=FAULT, key="text-lost")
def text_lost(fault: Fault) -> Problem:
    """文字中间的“空格加#”把后面的字变成了备注。

    为什么：不会报错，后面的字却悄悄没有了。
    例：`原因: 见通知 #3 号` 只读到“见通知”。
    改法：是文字就去掉“#”前面的空格，或者写在“|”下面；是备注就在“#”后面加一个空格。
    依据：docs/content.md“备注”。
    """
    facts = fault.facts
    return Problem(
        place_of(fault),
        f"“{facts['lost']}”被当成了备注，只读到“…{facts['kept']}”。",
        "是文字：去掉“#”前面的空格，或者写在“|”下面。是备注：在“#”后面加一个空格。",
    )
