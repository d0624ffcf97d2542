"""What is wrong with the names, tables and rows of a year's file. Never acceptable."""

from __future__ import annotations

from ..finding import ERROR, WARNING, Problem
from ..located import Edit, Fault
from .register import FAULT, rule
from .words import brief, place_of, remedy, some


@rule("F022", "少了行名", ERROR, scope=FAULT, key="row-without-name")
def row_without_name(fault: Fault) -> Problem:
    """一行只有数，前面没有行名。

    为什么：没有行名，不知道是表里的哪一行。
    例：上一行已经有 7 个数，下一行又是 7 个数。
    改法：在前面补上“行名: ”；多余的就删掉。
    依据：docs/content.md“数据文件”。
    """
    return Problem(
        place_of(fault),
        f"“{brief(fault.facts['text'])}”前面没有行名，不知道是哪一行的数。",
        "在前面补上“行名: ”；重复的就删掉这一行。",
    )


@rule("F023", "两行写在了一行", ERROR, scope=FAULT, key="two-entries")
def two_entries(fault: Fault) -> Problem:
    """一行里有两个行名。

    为什么：一行只能有一个名称，后面的会当成前面的数。
    例：`规章: 0 0 0 行政规范性文件: 12 0 64`。
    改法：第二个名称另起一行。
    依据：docs/content.md“数据文件”。
    """
    return Problem(
        place_of(fault),
        f"“{brief(fault.facts['text'])}”与前面的内容写在了同一行。",
        remedy(fault, "另起一行"),
    )


@rule("F025", "这一行没有名称", ERROR, scope=FAULT, key=("not-an-entry", "stray-item", "item-not-named"))
def not_an_entry(fault: Fault) -> Problem:
    """一行文字不是“名称: 内容”。

    为什么：不知道这一行是哪一项的内容。
    例：表格之间的一行说明文字；“核实说明”里 `- S102` 没有写“问题:”。
    改法：是备注就在最前面加“# ”；是内容就补上名称。
    依据：docs/content.md“数据文件”。
    """
    facts = fault.facts
    if fault.kind == "stray-item":
        return Problem(
            place_of(fault),
            f"“{brief(facts['text'])}”这一条不在“核实说明”或“更正”下面。",
            "移到“核实说明:”或“更正:”的下面。",
        )
    if fault.kind == "item-not-named":
        text = (
            f"“- {brief(facts['text'])}”没有写是哪一项。" if facts.get("text") else "这一条没有写是哪一项。"
        )
        return Problem(place_of(fault), text, f"写成“- 名称: 内容”，名称是{some(facts['known'], 8)}。")
    return Problem(
        place_of(fault),
        f"“{brief(facts['text'])}”不是“名称: 内容”，不知道是哪一项。",
        "是备注就在最前面加“# ”；是内容就补上名称和英文冒号。",
    )


@rule("F026", "缩进不对", ERROR, scope=FAULT, key="indent-depth")
def indent_depth(fault: Fault) -> Problem:
    """一行行首的空格数与同一级的各行不同。

    为什么：行首的空格表示属于哪一级，多一个少一个，这一行就归到别处去了。
    例：同一张表里各行空 2 格，这一行空 3 格。
    改法：与同一级的各行对齐。
    依据：docs/content.md“数据文件”。
    """
    column = fault.facts.get("column")
    name = f"“{brief(fault.facts['text'])}”" if fault.facts.get("text") else "这一行"
    how = f"行首改成 {column} 个空格" if fault.edits else "与同一级的各行对齐"
    return Problem(place_of(fault), f"{name}行首的空格数与同一级的各行不同。", remedy(fault, how))


@rule("F027", "下面有各行，后面不写数", ERROR, scope=FAULT, key="value-above-rows")
def value_above_rows(fault: Fault) -> Problem:
    """表名、栏名后面写了数或字，下面又有各行。

    为什么：两处只能有一处作数；格式里这些栏没有小计。
    例：`不予公开: 5`，下面又写了 8 行；`申请: 无`，下面又写了各行。
    改法：有各行就删掉名称后面的内容；全年没有，就删掉下面各行。
    依据：国办公开办函〔2021〕30号表三。
    """
    return Problem(
        place_of(fault),
        f"名称后面写了“{brief(fault.facts['text'])}”，下面又有各行，两处只能有一处作数。",
        "以下面各行为准的，删掉名称后面的内容；全年没有的，删掉下面各行。",
    )


@rule("F041", "没有这个名称", ERROR, scope=FAULT, key="unknown-key")
def unknown_key(fault: Fault) -> Problem:
    """写的名称不在表里。

    为什么：名称写错，这一行就没有读，表里也就少了一行。
    例：`本年新受: 80 1 0 0 0 0 81`。
    改法：照提示改；不知道怎么写就看“新建”生成的文件。
    依据：国办公开办函〔2021〕30号、〔2019〕60号的表格。
    """
    facts = fault.facts
    where = (
        f"“{facts['inside']}”里没有“{facts['name']}”"
        if facts.get("inside")
        else f"没有“{facts['name']}”这一项"
    )
    if facts.get("suggestion"):
        return Problem(
            place_of(fault),
            f"{where}，是不是“{facts['suggestion']}”？",
            f"改成“{facts['suggestion']}:”。",
            suggestions=(Edit(fault.start, fault.end, facts["suggestion"]),),
        )
    known = facts.get("known")
    how = f"可以写的有{some(known, 12)}" if known else "照“新建”生成的文件改"
    return Problem(place_of(fault), f"{where}。", f"{how}；只是备注的，在最前面加“# ”。")


@rule("F042", "写错了地方", ERROR, scope=FAULT, key="misplaced")
def misplaced(fault: Fault) -> Problem:
    """一行写在了别的表、别的栏里。

    为什么：行首空格或上面的表名、栏名错了，这一行就归到别处。
    例：`国家秘密` 写在了“无法提供”下面；少写了“不予公开:”这一行。
    改法：移到应在的地方；少了一行名称就补上。
    依据：国办公开办函〔2021〕30号、〔2019〕60号的表格。
    """
    facts = fault.facts
    keys = facts["keys"]
    names = some(keys, 3) if len(keys) <= 3 else f"“{keys[0]}”至“{keys[-1]}”共 {len(keys)} 行"
    here = f"写在了“{facts['here']}”里" if facts["here"] else "写在了表格外面"
    there = facts["there"]
    if not there:
        return Problem(
            place_of(fault), f"{names}{here}，应顶格写（行首不空格）。", "移到表格外面，行首不空格。"
        )
    last = there.rpartition("-")[2]
    return Problem(
        place_of(fault),
        f"{names}{here}，应在“{there}”下面。",
        f"移到“{last}”下面；如果是少了“{last}:”这一行，补上它。",
    )


@rule("F043", "同一行写了两次", ERROR, scope=FAULT, key="duplicate-key")
def duplicate_key(fault: Fault) -> Problem:
    """同一个名称写了两次。

    为什么：不知道以哪一次为准，程序只读了前一次。
    例：复制一行以后忘了改行名。
    改法：删掉一行，或者改成应写的行名。
    依据：docs/content.md“数据文件”。
    """
    facts = fault.facts
    first, second = facts.get("first_line"), facts.get("line")
    lines = f"：第 {first} 行和第 {second} 行" if first and second else ""
    return Problem(
        place_of(fault),
        f"“{facts['name']}”写了两次{lines}，只读了前一次。",
        "只留一行；如果是复制后忘了改名称，改成应写的名称。",
    )


@rule("F044", "缺表", ERROR, scope=FAULT, key="missing-table")
def missing_table(fault: Fault) -> Problem:
    """格式规定的表没有写。

    为什么：三张表都是格式规定的，没有数也要有表。
    例：没有“复议诉讼”。
    改法：补上这张表；全年没有的，写“复议诉讼: 无”。
    依据：国办公开办函〔2021〕30号。
    """
    facts = fault.facts
    none = f"；{facts['means']}的，写“{facts['table']}: {facts['none']}”" if facts["none"] else ""
    return Problem(facts["place"], f"缺{facts['place']}（{facts['table']}）。", f"照格式补上各行{none}。")


@rule("F045", "缺行", ERROR, scope=FAULT, key="missing-rows")
def missing_rows(fault: Fault) -> Problem:
    """表里少了行。

    为什么：表格的行是格式规定的，没有发生也要写 0。
    例：删掉了全是 0 的行。
    改法：补上这些行；没有发生写 0，原表是空白写 ~。
    依据：国办公开办函〔2021〕30号。
    """
    facts = fault.facts
    rows = facts["rows"]
    zeros = " ".join(["0"] * facts["count"])
    return Problem(
        place_of(fault),
        f"少了 {len(rows)} 行：{'、'.join(rows[:10])}{'……' if len(rows) > 10 else ''}。",
        f"补上，例如“{rows[0]}: {zeros}”；没有发生写 0，原表是空白写 ~。",
    )


@rule("F046", "各行次序与表格不同", WARNING, scope=FAULT, key="row-order")
def row_order(fault: Fault) -> Problem:
    """各行的次序与印制的表格不同。

    为什么：数是按名称读的，不会错位；但次序不同，多半是行名写错了，请核对。
    例：`上年结转` 写在 `本年新收` 前面。
    改法：先核对行名和数；都对的，运行“检查 --修”按表格排好。
    依据：国办公开办函〔2021〕30号的表格。
    """
    facts = fault.facts
    return Problem(
        place_of(fault),
        f"“{facts['name']}”应在“{facts['before']}”前面。",
        remedy(fault, "先看是不是行名写错了；行名和数都对的，按表格的次序排"),
    )


@rule("F047", "列名与表格不同", ERROR, scope=FAULT, key=("wrong-guard", "guard-form"))
def wrong_guard(fault: Fault) -> Problem:
    """“列”一行与表格的列不同。

    为什么：“列”证明各数的次序；次序不同，下面的数就全部错位。
    例：`列: 企业 自然人 …`。
    改法：列名照表格的次序；如果下面的数就是照这个次序填的，数也要调整。
    依据：国办公开办函〔2021〕30号表三、表四的列。
    """
    facts = fault.facts
    wanted = " ".join(facts["wanted"])
    if fault.kind == "guard-form":
        return Problem(place_of(fault), "列名之间请用空格。", remedy(fault, f"写成“{wanted}”"))
    found = " ".join(facts["found"]) or "（空）"
    same = sorted(facts["found"]) == sorted(facts["wanted"])
    how = "如果下面的数也是照这个次序填的，数要一起调整" if same else "看下面的数是不是少了一列或多了一列"
    return Problem(place_of(fault), f"列名应是：{wanted}；这里是：{found}。", f"列名照表格改；{how}。")


@rule("F048", "表格的写法不对", ERROR, scope=FAULT, key=("not-a-table", "group-without-rows", "row-not-text"))
def not_a_table(fault: Fault) -> Problem:
    """表名、栏名下面没有各行，或者行名后面不是一行数。

    为什么：没有各行就没有数。
    例：`申请: 见附件`、`不予公开:` 下面什么也没有。
    改法：照格式写各行，行首比名称多空两格。
    依据：docs/content.md“数据文件”。
    """
    facts = fault.facts
    if fault.kind == "row-not-text":
        return Problem(
            place_of(fault),
            f"“{facts['name']}”应是一行数，用空格隔开。",
            "把数写在名称后面，例如“行名: 0 0 0”。",
        )
    if fault.kind == "group-without-rows":
        written = f"写的是“{brief(facts['text'])}”" if facts["text"] else "什么也没有"
        rows = f"{len(facts['rows'])} 行：{'、'.join(facts['rows'])}"
        return Problem(
            place_of(fault),
            f"“{facts['name']}”后面{written}，下面应有 {rows}。",
            "补上各行，行首比它多空两格；没有发生写 0。",
        )
    none = f"{facts['means']}的，写“{facts['table']}: {facts['none']}”" if facts["none"] else "没有发生写 0"
    written = f"写的是“{brief(facts['text'])}”" if facts["text"] else "什么也没有"
    return Problem(
        place_of(fault),
        f"“{facts['table']}”后面{written}，应是表格的各行。",
        f"照格式写各行，行首空两格；{none}。",
    )
