"""What is wrong with a file as a whole: its encoding, its size, what no reader can make sense of."""

from __future__ import annotations

from ..finding import ERROR, Problem
from ..located import Fault
from .register import FAULT, rule
from .words import place_of, remedy


@rule("F001", "文件编码不是 UTF-8", ERROR, scope=FAULT, key="encoding")
def encoding(fault: Fault) -> Problem:
    """文件是 GBK 或 UTF-16 编码。

    为什么：不同电脑对 GBK 的理解不同，换一台就可能是乱码；网站一律用 UTF-8。
    例：用旧版记事本、Excel“另存为 CSV”保存的文件。
    改法：用记事本打开，“另存为”，编码选 UTF-8；运行“检查 --修”会把整个文件转存为 UTF-8，文字不变。
    依据：GB/T 33476 党政机关电子公文格式规范和各浏览器都用 UTF-8。
    """
    name = {"UTF-16": "UTF-16（记事本里叫“Unicode”）"}.get(fault.facts["encoding"], fault.facts["encoding"])
    return Problem(
        "文件",
        f"文件是 {name} 编码，从第 {fault.facts['line']} 行起不是 UTF-8，换一台电脑打开会是乱码。",
        remedy(fault, "用记事本打开，“另存为”，编码选 UTF-8"),
    )


@rule("F002", "文件里有读不出的字", ERROR, scope=FAULT, key="bad-bytes")
def bad_bytes(fault: Fault) -> Problem:
    """文件大体是 UTF-8，其中有几处损坏。

    为什么：损坏的地方原来是什么字，程序不能猜。
    例：传输中断、用两种编码先后保存过的文件。
    改法：对照原件重新输入这几个字，保存为 UTF-8。
    依据：UTF-8 编码规定。
    """
    return Problem(
        "文件",
        f"第 {fault.facts['line']} 行有读不出的字（显示为“�”），全文共 {fault.facts['count']} 处。",
        "对照原件把这些字重新输入，保存时编码选 UTF-8。",
    )


@rule("F003", "不是文本文件", ERROR, scope=FAULT, key="not-a-text")
def not_a_text(fault: Fault) -> Problem:
    """文件不是文本，多半是 Word、Excel 文件改了扩展名。

    为什么：改扩展名不会改变内容，程序读不出数字。
    例：把 `2024.xlsx` 改名为 `2024.yaml`。
    改法：用“新建”生成文件，照原件填写；Word、Excel、PDF 原件不放在 content 里。
    依据：docs/content.md。
    """
    kind = fault.facts["type"]
    text = (
        f"这实际上是“{kind}”，只是改了扩展名。"
        if kind
        else f"这不是文本文件，第 {fault.facts['line']} 行起读不出来。"
    )
    return Problem(
        "文件", text, "用“新建”生成文件，照原件填写；Word、Excel、PDF 原件不放在 content 里。"
    )


@rule("F004", "文件太大", ERROR, scope=FAULT, key=("too-large-file", "too-long", "too-many-values"))
def too_large(fault: Fault) -> Problem:
    """文件远远大于一份年报。

    为什么：一份年报的数据不到 100 行；大文件多半是粘贴错了内容。
    例：把全年的台账、整本 CSV 粘贴进来。
    改法：删掉不是年报的内容。
    依据：格式规定的三张表共 200 个左右的数。
    """
    facts = fault.facts
    if fault.kind == "too-large-file":
        text = f"文件有 {facts['size'] / 1_000_000:.1f} MB，最大 {facts['limit'] // 1_000_000} MB，没有读。"
    elif fault.kind == "too-long":
        text = f"文件有 {facts['lines']} 行、{facts['characters']} 个字，没有读。"
    else:
        text = "文件里的内容太多，没有读完。"
    return Problem("文件", text, "一份年报的数据不到 100 行；看是不是粘贴了别的内容，删掉再试。")


@rule("F005", "不是年报的文件", ERROR, scope=FAULT, key=("not-a-report", "not-a-mapping"))
def not_a_report(fault: Fault) -> Problem:
    """文件里没有一行是认得的“名称: 内容”。

    为什么：没有名称，程序不知道哪个数是哪一格。
    例：空文件；把正文粘贴到了 `2024.yaml` 里（正文应在 `2024.md`）。
    改法：用“新建”生成这一年的文件再填；正文移到同名的 .md 文件。
    依据：docs/content.md。
    """
    if "text" not in fault.facts:
        where = f"“{fault.facts['name']}”下面" if fault.facts.get("name") else "文件里"
        return Problem(
            place_of(fault), f"{where}应是一行一行的“名称: 内容”。", "照 docs/content.md 的例子改。"
        )
    start = fault.facts["text"].splitlines()[:1]
    text = f"没有一行是年报的内容，开头是“{start[0]}”。" if start else "文件是空的。"
    return Problem("文件", text, "用“新建”生成这一年的文件再填；正文写在同名的 .md 文件里。")


@rule("F006", "这一行读不下去", ERROR, scope=FAULT, key=("unreadable", "key-not-text"))
def unreadable(fault: Fault) -> Problem:
    """这一行的写法读不出来，其他各行照常核对。

    为什么：多半是括号、引号没有配对，或者这一行比上一行多缩进或少缩进了。
    例：`[申请]: {`。
    改法：照上下行重写这一行：空格缩进、名称、英文冒号、空格、内容。
    依据：docs/content.md“数据文件”。
    """
    opened, line = fault.facts.get("opened_line"), fault.facts.get("line")
    text = f"第 {line} 行的写法读不出来。" if line else "这里的写法读不出来。"
    if opened and opened != line:
        text += f"可能与第 {opened} 行没有写完有关（括号、引号没有配对，或者缩进不同）。"
    return Problem(
        place_of(fault), text, "照上下行重写这一行：缩进与上下行一样，然后是名称、英文冒号、空格、内容。"
    )


@rule("F007", "一层套一层太深", ERROR, scope=FAULT, key="too-deep")
def too_deep(fault: Fault) -> Problem:
    """括号或缩进套了三十多层。

    为什么：年报最多三层（表、栏、行），更多一定是误按。
    例：按住“[”键不放。
    改法：删掉多余的括号。
    依据：格式规定的表格。
    """
    return Problem(
        place_of(fault), "这里的括号或缩进套了 32 层以上。", "删掉多余的括号；数字不用括号，直接用空格隔开。"
    )


_SIGNS = {"tag": "!", "anchor": "&", "alias": "*", "merge-key": "<<"}


@rule("F008", "用了不认的记号", ERROR, scope=FAULT, key=("tag", "anchor", "alias", "merge-key"))
def special_sign(fault: Fault) -> Problem:
    """“!”“&”“*”“<<”开头的写法在文件里有特别的意思，年报用不到。

    为什么：照它的意思读，会变成别的值或者引用别处的内容。
    例：`! 0` 会读成 0，`*甲` 会去找“&甲”。
    改法：去掉这个记号；是文字的，写在“|”的下一行。
    依据：docs/content.md。
    """
    sign = _SIGNS[fault.kind]
    return Problem(
        place_of(fault),
        f"“{sign}”开头的写法有特别的意思，年报用不到。",
        "去掉这个记号；是文字的，写在“|”的下一行。",
    )


@rule("F009", "一个文件写了两份", ERROR, scope=FAULT, key=("second-document", "marker"))
def second_document(fault: Fault) -> Problem:
    """文件中间有“---”这样的分隔线。

    为什么：“---”以后算另一份文件，一个文件只写一年一个单位的年报。
    例：表格之间用 `---` 隔开。
    改法：删掉这一行，用空行隔开；两份年报分开放。
    依据：docs/content.md。
    """
    text = fault.facts.get("text", "---")
    return Problem(
        place_of(fault),
        f"“{text}”是分隔两份文件的记号，后面的内容会算作另一份。",
        "删掉这一行，用空行隔开；两份年报分成两个文件。",
    )
