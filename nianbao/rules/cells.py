"""What is wrong with the numbers of a row."""

from __future__ import annotations

from ..finding import ERROR, Problem
from ..located import Fault
from .register import FAULT, rule
from .words import brief, pairs, place_of, remedy, some, spoken

_MARKS = {"，": "中文逗号", "、": "顿号", "；": "中文分号", ",": "英文逗号", ";": "英文分号"}
_CHOICES = "没有发生写 0，原表空白写 ~，不适用写 /，还没填写 待填"


@rule("F012", "数字之间用了逗号", ERROR, scope=FAULT, key=("comma", "comma-unclear"))
def comma(fault: Fault) -> Problem:
    """数字之间是逗号、顿号或分号，不是空格。

    为什么：逗号也可能是千位逗号，`80,100 0` 是两个数还是三个数，程序不替人决定。
    例：`0，0，0，0，0，0，0`。
    改法：数字之间用空格；个数正好时可以运行“检查 --修”。
    依据：docs/content.md“数字的写法”。
    """
    facts = fault.facts
    if fault.kind == "comma":
        names = "、".join(dict.fromkeys(_MARKS[mark] for mark in facts["marks"]))
        return Problem(
            place_of(fault),
            f"“{brief(facts['text'])}”里有 {facts['count']} 个{names}；数字之间请用空格。",
            remedy(fault, "逗号换成空格"),
        )
    parted, thousands = facts["parted"], facts["thousands"]
    text = f"“{brief(facts['text'])}”应有 {facts['wanted']} 个数。"
    text += f"在逗号处分开是 {len(parted)} 个：{' '.join(parted)}"
    if thousands:
        text += f"；当作千位逗号是 {len(thousands)} 个：{' '.join(thousands)}"
    return Problem(facts["place"], f"{text}。", _comma_remedy(fault))


def _comma_remedy(fault: Fault) -> str:
    facts = fault.facts
    joined = next(
        (item for item in facts["thousands"] if item not in facts["parted"] and item.isdecimal()), ""
    )
    if joined and len(joined) < 9:
        return f"若是{spoken(int(joined))}，写 {int(joined)}；是两个数的，中间用空格。"
    if "decimal" in facts:
        return f"若是 {facts['decimal']}，写 {facts['decimal']}；不要用逗号作小数点。"
    return "看是不是多了或少了数；数字之间用空格。"


@rule("F021", "一行的数多了或少了", ERROR, scope=FAULT, key="wrong-count")
def wrong_count(fault: Fault) -> Problem:
    """一行的数与表格的列数不同。

    为什么：表格每一行的格数是固定的，多一个或少一个，后面的数就全部错位。
    例：`予以公开: 22 0 0 0 0 22` 只有 6 个数，应有 7 个。
    改法：看最后一个是不是总计；漏填的一列没有申请就写 0，原表是空白就写 ~。
    依据：国办公开办函〔2021〕30号表三、表四的列。
    """
    facts = fault.facts
    wanted, found, have = facts["wanted"], facts["found"], facts.get("have", len(facts["found"]))
    names = facts.get("column_names", [])
    columns = f"（{' '.join(names)}）" if names else ""
    shown = " ".join(found) if len(found) <= 12 else " ".join(found[:12]) + " …"
    text = f"应有 {wanted} 个数{columns}，这里有 {have} 个：{shown}。"
    if facts.get("remark"):
        text += f"“#”后面的“{facts['remark']}”当成了备注。"
    return Problem(place_of(fault), text, _count_remedy(fault, have < wanted))


def _count_remedy(fault: Fault, is_short: bool) -> str:
    facts = fault.facts
    if facts.get("remark"):
        return "是数字就去掉“#”；是备注就把前面的数补齐。"
    if facts.get("joined"):
        return f"若是{spoken(int(facts['joined']))}，写 {facts['joined']}，中间不空格。"
    if is_short:
        return "看最后一个是不是总计；漏填的一列没有申请就写 0，原表是空白就写 ~。"
    return "一行只写这一行的数；后面要写备注，用“空格#空格”隔开。"


@rule("F024", "这一行没有填", ERROR, scope=FAULT, key="empty-row")
def empty_row(fault: Fault) -> Problem:
    """名称后面没有数。

    为什么：没有填和 0 不同，也和原表的空白不同，程序不替人填。
    例：`本年新收:` 后面什么也没有。
    改法：没有发生写 0，原表是空白写 ~，还没填写 待填。
    依据：docs/content.md“数字的写法”。
    """
    facts = fault.facts
    names = facts.get("column_names", [])
    columns = f"（{' '.join(names)}）" if names else ""
    return Problem(
        place_of(fault),
        f"“{facts.get('name', '')}”后面没有数，应有 {facts['wanted']} 个{columns}。",
        f"{_CHOICES}。",
    )


@rule("F030", "“_”只能写在总计", ERROR, scope=FAULT, key="auto-not-a-total")
def auto_not_a_total(fault: Fault) -> Problem:
    """“_”（自动）写在了不是总计的格里。

    为什么：“_”是请程序把各项加起来，只有总计才有各项可加。
    例：`本年新收: _ 1 0 0 0 0 81`。
    改法：写出这一格的数。
    依据：docs/content.md“数字的写法”。
    """
    columns = some(list(filter(None, fault.facts["columns"])))
    where = f"{columns}一列" if columns else "这一格"
    return Problem(place_of(fault), f"{where}不是总计，不能写“_”。", f"写出这一格的数：{_CHOICES}。")


@rule("F032", "不是数", ERROR, scope=FAULT, key="not-a-number")
def not_a_number(fault: Fault) -> Problem:
    """格子里写的不是阿拉伯数字。

    为什么：字母 O、汉字“三”、带圈的数字看起来像数，程序不替人认。
    例：`O`、`〇`、`三`、`①`、`(8)`、`5%`、`80.`。
    改法：写阿拉伯数字。
    依据：docs/content.md“数字的写法”。
    """
    facts = fault.facts
    guesses = [
        f"“{text}”不是数" + (f"，是不是 {likely}？" if likely else "。")
        for text, likely in zip(facts["texts"], facts["likely"], strict=True)
    ]
    more = f"共 {len(guesses)} 格。" if len(guesses) > 4 else ""
    return Problem(place_of(fault), "".join(guesses[:4]) + more, f"写阿拉伯数字；{_CHOICES}。")


@rule("F033", "没有写数", ERROR, scope=FAULT, key="no-number")
def no_number(fault: Fault) -> Problem:
    """格子里只有“-”“无”“〃”一类的符号。

    为什么：“-”可能是没有发生，也可能是不适用，还可能是没有填，三者不同。
    例：`- 0 0`、`无 0`、`〃`。
    改法：没有发生写 0，原表空白写 ~，不适用写 /。
    依据：docs/content.md“数字的写法”。
    """
    texts = fault.facts["texts"]
    if len(texts) == 1:
        return Problem(place_of(fault), f"这一格只写了“{texts[0]}”，没有数。", f"{_CHOICES}。")
    return Problem(place_of(fault), f"有 {len(texts)} 格没有数：{' '.join(texts[:8])}。", f"{_CHOICES}。")


@rule("F034", "件数是负数或小数", ERROR, scope=FAULT, key=("negative", "not-whole"))
def not_a_count(fault: Fault) -> Problem:
    """件数不会是负数，也不会是小数。

    为什么：只有 2019 版的“本年增/减”可以是负数，只有金额可以有小数。
    例：`-8`、`1.5`。
    改法：照原件改；前面的横线是误输入的就去掉。
    依据：国办公开办函〔2021〕30号表二、表三、表四。
    """
    facts = fault.facts
    texts = some(facts["texts"])
    if fault.kind == "negative":
        what = "金额不会是负数" if facts["kind"] == "amount" else "件数不会是负数"
        likely = f"前面的横线是误输入的，写 {facts['likely'][0]}；" if len(facts["texts"]) == 1 else ""
        return Problem(place_of(fault), f"{what}：{texts}。", f"{likely}照原件改。")
    return Problem(place_of(fault), f"件数应是整数：{texts}。", "照原件改；金额不要填到件数的格里。")


@rule("F035", "数字后面带了单位", ERROR, scope=FAULT, key=("unit", "other-unit"))
def unit(fault: Fault) -> Problem:
    """数字后面写了单位。

    为什么：每一格的单位是表格规定的；写了别的单位，数就可能差一万倍。
    例：`80件`；收费金额（万元）里写 `251000元`。
    改法：只写数；单位不同的先换算。
    依据：国办公开办函〔2021〕30号表二“单位：万元”。
    """
    facts = fault.facts
    if fault.kind == "unit":
        texts = some(facts["texts"])
        return Problem(place_of(fault), f"数字后面写了单位：{texts}。", remedy(fault, "只写数，不写单位"))
    own = facts["unit"]
    shown = [
        _converted(text, likely, own) for text, likely in zip(facts["texts"], facts["likely"], strict=True)
    ]
    where = f"这一格的单位是“{own}”，只写数。" if own else "这一格只写数，单位另有一行。"
    return Problem(
        place_of(fault), f"{where}{'，'.join(shown[:4])}。", f"请改写：{' '.join(facts['likely'][:4])}。"
    )


def _converted(text: str, likely: str, unit: str) -> str:
    """251000元＝25.1万元, or “80个”应写 80."""
    is_other = bool(unit) and not text.startswith(likely)
    return f"{text}＝{likely}{unit}" if is_other else f"“{text}”应写 {likely}"


@rule("F036", "千位逗号", ERROR, scope=FAULT, key="thousands")
def thousands(fault: Fault) -> Problem:
    """数里有千位逗号。

    为什么：逗号也可能是隔开两个数的，文件里的数一律不写逗号。
    例：`2,629`。
    改法：去掉逗号，写 2629。
    依据：docs/content.md“数字的写法”。
    """
    text = pairs(fault.facts["texts"], fault.facts["written"])
    return Problem(place_of(fault), f"数里有千位逗号：{text}。", remedy(fault, "去掉逗号"))


@rule("F037", "数字外面有括号或引号", ERROR, scope=FAULT, key=("brackets", "quoted-number"))
def wrapped(fault: Fault) -> Problem:
    """数字外面有方括号或引号。

    为什么：括号、引号有特别的意思，没有配对时会让下一行也读不出。
    例：`[80, 1, 0]`、`“0” 1 0`。
    改法：去掉。
    依据：docs/content.md“数字的写法”。
    """
    facts = fault.facts
    text = facts.get("text") or " ".join(facts.get("texts", []))
    what = "括号" if fault.kind == "brackets" else "引号"
    return Problem(
        place_of(fault), f"数字外面有{what}：{text}。", remedy(fault, f"去掉{what}，数字之间用空格")
    )


@rule("F038", "数字的写法要改", ERROR, scope=FAULT, key=("number-form", "scientific"))
def number_form(fault: Fault) -> Problem:
    """数字前面有多余的 0 或加号，或者用了 1e3 一类的写法。

    为什么：同一个数只有一种写法，才不会被不同的程序读成不同的数；1.2E+05 是 Excel 四舍五入过的，不是原数。
    例：`012`、`+12`、`1.0`、`1e3`、`1.2E+05`。
    改法：写成 12、12、1、1000；1.2E+05 请打开原表看完整的数。
    依据：docs/content.md“数字的写法”。
    """
    facts = fault.facts
    if fault.kind == "number-form":
        return Problem(
            place_of(fault), f"{pairs(facts['texts'], facts['written'])}。", remedy(fault, "照此改写")
        )
    guesses = "，".join(
        f"“{text}”约是 {likely}" for text, likely in zip(facts["texts"], facts["likely"], strict=True)
    )
    return Problem(
        place_of(fault),
        f"{guesses}，是 Excel 因为列太窄显示的样子，后面的位数可能已经四舍五入。",
        "在 Excel 里把这一列拉宽，照完整的数填写。",
    )


@rule("F039", "数太大", ERROR, scope=FAULT, key="too-large")
def too_large_number(fault: Fault) -> Problem:
    """一个数有 16 位以上，或者小数有 10 位以上。

    为什么：多半是几个数连在一起，中间的空格丢了。
    例：从网页复制时 `77 132 470` 变成 `77132470`。
    改法：照原件用空格隔开。
    依据：从网页、PDF 复制表格的常见问题。
    """
    facts = fault.facts
    return Problem(
        place_of(fault),
        f"这个数有 {facts['length']} 位：{facts['texts'][0][:20]}…。",
        "多半是几个数连在了一起；照原件用空格隔开。",
    )
