"""Files that cannot be imported. The place of each finding is the file as it was named on the command line."""

from __future__ import annotations

from ..finding import ERROR, Problem
from ..located import Fault
from .register import FAULT, rule
from .shells import SHELLS
from .strangers import advice_for, described
from .words import brief

WANTED = "能导入 .docx、.doc、.wps、.xlsx、.html、.pdf、.txt，以及装着它们的文件夹和 .zip"


# What is wrong with one file in a zip.
_BROKEN = {
    "twice": (
        "里面有两个“{}”，不知道要哪一个，没有打开。",
        "解压到一个文件夹，留下要的那一个，再导入这个文件夹。",
    ),
    "outside": (
        "里面的“{}”要放到压缩包外面去，正常的压缩包不会这样，没有打开。",
        "不要解压；问清它的来源，请单位重新压缩再发。",
    ),
    "method": ("里面的“{}”用了不常见的压缩方法，打不开。", "解压到一个文件夹，再导入这个文件夹。"),
}


def file_of(fault: Fault) -> str:
    return str(fault.facts.get("file") or "文件")


def kind_of(fault: Fault, fact: str = "kind") -> str:
    """What a file really is, in words; '' when nobody knows."""
    return described(str(fault.facts.get(fact) or ""), str(fault.facts.get("extension") or ""))


def _problem(fault: Fault, text: str, remedy: str) -> Problem:
    return Problem(file_of(fault), text, remedy)


def _named(fault: Fault) -> str:
    """The names among the facts, in brackets; '' without any."""
    names = fault.facts.get("names") or ()
    shown = "、".join(brief(str(name), 40) for name in names[:3]) if isinstance(names, list | tuple) else ""
    return f"（{shown}{'等' if len(names) > 3 else ''}）" if shown else ""


@rule("I101", "不认识的文件", ERROR, scope=FAULT, key="import-unknown-type")
def unknown_type(fault: Fault) -> Problem:
    """文件不是 Word、Excel、网页、PDF 或文本。

    为什么：图片、演示文稿、旧版 Excel 等，程序读不出表格和文字。
    例：收件里混进了 `盖章页.jpg`、`年报.xls`、`年报.ofd`。
    改法：用 Word、WPS 打开，另存为 .docx；Excel 另存为 .xlsx；压缩包先解压；图片请向单位要原件。
    依据：docs/importing.md“能导入什么”。
    """
    kind = kind_of(fault)
    text = f"这是{kind}，读不了。" if kind else "看不出这是什么文件，读不了。"
    advice = advice_for(str(fault.facts.get("kind") or ""), str(fault.facts.get("extension") or ""))
    return _problem(fault, text, advice or f"另存为 .docx（表格另存为 .xlsx）再导入；{WANTED}。")


@rule("I103", "文件是空的", ERROR, scope=FAULT, key="import-empty")
def empty(fault: Fault) -> Problem:
    """文件里一个字也没有。

    为什么：多半是没有下载完，或者复制时断了。
    例：0 字节的 `民政局年报.docx`。
    改法：重新下载或者重新复制，打开看一眼再导入。
    依据：docs/importing.md“导不进来怎么办”。
    """
    return _problem(fault, "文件是空的，一个字也没有。", "重新下载或复制，打开看一眼再导入。")


@rule("I104", "文件坏了", ERROR, scope=FAULT, key="import-broken")
def broken(fault: Fault) -> Problem:
    """文件不完整，或者里面的内容互相对不上，打不开。

    为什么：只读得出一部分的文件，导入了也不知道少了什么。
    例：没有下载完的 .docx，从邮件里存坏了的 PDF。
    改法：用 Word、WPS 打开，能打开就另存一份再导入；打不开就重新要一份。
    依据：docs/importing.md“导不进来怎么办”。
    """
    member, why = fault.facts.get("member"), fault.facts.get("why")
    if why in _BROKEN and member:
        text, remedy = _BROKEN[str(why)]
        return _problem(fault, text.format(brief(str(member))), remedy)
    return _problem(
        fault, "文件不完整或者坏了，读不出来。", "用 Word、WPS 打开，另存一份再导入；打不开就请单位重发。"
    )


@rule("I105", "扩展名与内容不符", ERROR, scope=FAULT, key="import-wrong-extension")
def wrong_extension(fault: Fault) -> Problem:
    """文件的扩展名说是一种，里面是另一种。

    为什么：改了扩展名不会改变内容；照扩展名读会读错，也可能是有人故意的。
    例：`年报.docx` 其实是 PDF。
    改法：把扩展名改对，或者打开以后另存。
    依据：docs/importing.md“导不进来怎么办”。
    """
    extension = str(fault.facts.get("extension") or "").lstrip(".")
    said = f"扩展名是 .{extension}" if extension else "没有扩展名"
    return _problem(
        fault,
        f"{said}，里面其实是“{kind_of(fault) or '别的文件'}”。",
        "把扩展名改对再导入；不知道怎么来的，请单位重发。",
    )


@rule("I106", "压缩包展开以后太大", ERROR, scope=FAULT, key="import-bomb")
def bomb(fault: Fault) -> Problem:
    """文件（.docx、.xlsx、.zip）展开以后的大小、个数或压缩比远远超出年报需要的。

    为什么：这样的文件能占满内存和磁盘，有人专门做来害人；真的年报不会这样。
    例：几十 KB 的文件，展开有几个 GB。
    改法：不要打开，问清来源；大文件夹分几次压缩，图片删掉或压缩以后再试。
    依据：docs/importing.md“导不进来怎么办”。
    """
    facts = fault.facts
    size = facts.get("size")
    ratio, members = facts.get("ratio"), facts.get("members")
    words = [f"展开有 {size / 1_000_000:.0f} MB"] if isinstance(size, int | float) else []
    words += [f"是压缩前的 {ratio:.0f} 倍"] if isinstance(ratio, int | float) else []
    words += [f"里面有 {members} 个文件"] if isinstance(members, int) else []
    return _problem(
        fault,
        f"{'，'.join(words) or '展开以后太大'}，没有打开。",
        "问清这个文件的来源；确实是年报的，用 Word、WPS 打开，删掉大图片，另存再导入；文件多的分几次压缩。",
    )


@rule("I107", "文件加了密码", ERROR, scope=FAULT, key="import-encrypted")
def encrypted(fault: Fault) -> Problem:
    """文件要密码才能打开。

    为什么：没有密码就读不出内容。
    例：“另存为”时设置了打开密码的 Word、Excel、PDF，加了密码的 .zip。
    改法：打开以后去掉密码，另存再导入。
    依据：docs/importing.md“导不进来怎么办”。
    """
    return _problem(fault, "文件加了密码，打不开。", "请单位去掉密码，另存一份再发来。")


@rule("I108", "文件里有宏", ERROR, scope=FAULT, key="import-macros")
def macros(fault: Fault) -> Problem:
    """文件里带着程序（宏）。

    为什么：年报用不着宏，宏是常见的病毒。程序不运行它，也不导入这样的文件。
    例：`年报.docm`、带宏的 .xlsx。
    改法：另存为不带宏的 .docx、.xlsx；不知道宏是怎么来的，先查毒。
    依据：docs/importing.md“导不进来怎么办”。
    """
    return _problem(fault, "文件里有宏，没有打开。", "先查毒；再另存为不带宏的 .docx 或 .xlsx。")


@rule("I109", "文件里有外部引用", ERROR, scope=FAULT, key="import-entities")
def entities(fault: Fault) -> Problem:
    """文件里写着要去读别的文件或网址（外部实体）。

    为什么：Word、Excel 自己不会这样写；这种写法用来偷读电脑上的文件。
    例：.docx 里的一个部件写了 `<!DOCTYPE`。
    改法：问清来源；是年报的，用 Word、WPS 打开，另存再导入。
    依据：docs/importing.md“导不进来怎么办”。
    """
    return _problem(
        fault,
        "文件里有指向别处的引用，Word、Excel 自己不会这样写，没有打开。",
        "问清这个文件的来源；是年报的，用 Word、WPS 打开，另存再导入。",
    )


@rule("I110", "没有文字，只有图片", ERROR, scope=FAULT, key="import-no-text")
def no_text(fault: Fault) -> Problem:
    """扫描件，或者把纸面拍成图片放进文件里的。

    为什么：图片里的字要靠识别，会认错；程序不猜数。
    例：盖章以后扫描的 PDF，整页是图片的 Word。
    改法：向单位要 Word 原件。
    依据：docs/importing.md“导不进来怎么办”。
    """
    return _problem(fault, "没有文字层，只有图片（扫描件）。", "请向单位要 Word 原件。")


@rule("I111", "文件太长", ERROR, scope=FAULT, key="import-too-long")
def too_long(fault: Fault) -> Problem:
    """文件远远长于一份年报。

    为什么：一份年报十几页；几百页的多半是汇编或别的材料。
    例：把全区 60 份年报合成一个 PDF。
    改法：一份年报存成一个文件再导入。
    依据：格式规定的六个部分和三张表。
    """
    pages, paragraphs = fault.facts.get("pages"), fault.facts.get("paragraphs")
    said = f"有 {pages} 页" if pages else f"有 {paragraphs} 段" if paragraphs else "太长"
    return _problem(fault, f"文件{said}，不像一份年报，没有读。", "一份年报存成一个文件；汇编的拆开再导入。")


@rule("I112", "读得太久", ERROR, scope=FAULT, key="import-timeout")
def timeout(fault: Fault) -> Problem:
    """读这个文件用的时间或内存超过了限度。

    为什么：正常的年报几秒钟就能读完；停下来，别的文件才能接着导入。
    例：有几万个图形的 PDF，特意做坏的文件。
    改法：用 Word、WPS 打开，只留年报，另存为 .docx 再导入。
    依据：docs/importing.md“导不进来怎么办”。
    """
    return _problem(
        fault,
        "读这个文件用的时间或内存超过了限度，停下了。",
        "用 Word、WPS 打开，只留下年报的文字和表格，另存为 .docx 再导入。",
    )


@rule("I113", "旧版文件，本机转换不了", ERROR, scope=FAULT, key="import-legacy")
def legacy(fault: Fault) -> Problem:
    """.doc、.wps 是旧版文件，要先由 LibreOffice 转换，这台电脑上没有，或者没有转换成功。

    为什么：旧版文件的内部写法没有公开可靠的读法，读错一格都不行。
    例：`民政局年报.doc`。
    改法：请用 WPS 或 Word 打开，另存为 .docx；装了 LibreOffice 的电脑可以直接导入。
    依据：docs/importing.md“旧版文件”。
    """
    return _problem(fault, ".doc、.wps 是旧版文件，这台电脑转换不了。", "请用 WPS 打开，另存为 .docx。")


@rule("I114", "文件里没有年报", ERROR, scope=FAULT, key="import-no-report")
def no_report(fault: Fault) -> Problem:
    """文件读得出来，里面找不到年报的栏目和表格。

    为什么：可能是通知、台账、公开指南，或者网页只存下了外壳，正文在另一个文件里。
    例：收件里的 `关于报送年报的通知.docx`；框架网页只存了首页。
    改法：打开看一眼；网页请打开正文那一页，重新“另存为”。
    依据：docs/importing.md“导不进来怎么办”。
    """
    text, remedy = SHELLS.get(
        str(fault.facts.get("why") or ""),
        (
            "里面找不到年报的栏目和表格，没有导入。",
            "打开看一眼是不是年报；是网页的，打开正文那一页重新另存；确实不是年报的，移出去。",
        ),
    )
    return _problem(fault, text.format(_named(fault)), remedy)


@rule("I132", "文件里有几份年报", ERROR, scope=FAULT, key="import-several")
def several(fault: Fault) -> Problem:
    """一个文件里有几份年报：几个单位的，或者几年的。

    为什么：不知道要哪一份；混在一起，数会填到别的单位名下。
    例：汇总用的工作簿，一个单位一张表；一个网页上登了两份年报。
    改法：一份年报存成一个文件，再导入。
    依据：docs/importing.md“导不进来怎么办”。
    """
    return _problem(
        fault,
        f"里面有几份年报{_named(fault)}，不知道要哪一份，没有导入。",
        "一份年报存成一个文件，再导入。",
    )


@rule("I133", "填报表是别的单位或者别的年份的", ERROR, scope=FAULT, key="import-filling-other")
def filling_of_another(fault: Fault) -> Problem:
    """填报表做给一个单位、一个年份，文件名或者表头写的却是另一个。

    为什么：填报表里记着它是做给谁、哪一年的；用了别人的、去年的表，数会填到别的单位、别的年份名下。
    例：民政局拿教委的填报表来填，文件名改成了民政局；拿去年的填报表填今年的数。
    改法：请单位用自己的、今年的填报表，把数复制过去；只是文件名写错的，改好文件名再导入。
    依据：docs/importing.md“导不进来怎么办”。
    """
    facts = fault.facts
    return _problem(
        fault,
        f"这张填报表是做给{facts.get('made_for', '')}的，{facts.get('where', '文件名')}写的是“{facts.get('told', '')}”，没有导入。",
        "请单位用自己的、今年的填报表（运行“开年”重新给一份），把数复制过去；只是文件名写错的，改好文件名再导入。",
    )


@rule("I119", "文字的编码认不出来", ERROR, scope=FAULT, key="import-encoding")
def encoding(fault: Fault) -> Problem:
    """文本或网页不是 UTF-8，也不是 GBK。

    为什么：照别的编码读会是乱码，数字也可能错位。
    例：从别的系统导出的 .txt。
    改法：用记事本打开，“另存为”，编码选 UTF-8。
    依据：docs/importing.md“导不进来怎么办”。
    """
    return _problem(
        fault, "文字的编码不是 UTF-8，也不是 GBK，读出来是乱码。", "用记事本打开，“另存为”，编码选 UTF-8。"
    )


@rule("I125", "文件打不开", ERROR, scope=FAULT, key=("import-cannot-open", "import-too-large-file"))
def cannot_open(fault: Fault) -> Problem:
    """系统不让读这个文件，或者它大得不像年报。

    为什么：读不到的文件不能当作没有，要说出来。
    例：没有权限的文件，正被别的程序占着的文件，几百 MB 的文件。
    改法：关掉占用它的程序，看看文件的权限；太大的另存一份小的。
    依据：docs/importing.md“导不进来怎么办”。
    """
    size = fault.facts.get("size")
    if isinstance(size, int):
        return _problem(
            fault,
            f"文件有 {size / 1_000_000:.0f} MB，不像一份年报，没有读。",
            "用 Word、WPS 打开，删掉大图片，另存再导入。",
        )
    return _problem(
        fault,
        f"打不开：{fault.facts.get('reason', '系统不允许')}。",
        "看看文件还在不在，关掉正在用它的程序，看看有没有权限。",
    )
