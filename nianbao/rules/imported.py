"""Reports that were read and not taken over, or not wholly: whose they are, of which year, which of two counts."""

from __future__ import annotations

from collections.abc import Sequence

from ..finding import ERROR, WARNING, Problem
from ..located import Fault
from .importing import file_of
from .register import FAULT, rule
from .words import quoted


def listed(items: Sequence[str], most: int) -> str:
    """Items one behind another, cut when there are many."""
    shown = "、".join(items[:most])
    return f"{shown}等 {len(items)} 处" if len(items) > most else shown


_DECIDE = "对照原件决定：要新来的，改文件里的这几处；要留着现在的，加 --留着 再导入一次"


def _problem(fault: Fault, text: str, remedy: str) -> Problem:
    return Problem(file_of(fault), text, remedy)


@rule("I102", "一个单位有两份文件", ERROR, scope=FAULT, key="import-two-files")
def two_files(fault: Fault) -> Problem:
    """一次导入里，同一个单位同一年有两份内容不同的文件。

    为什么：哪一份是定稿，程序不能猜；随便导入一份，就可能用旧数盖掉新数。
    例：`民政局年报.docx` 和 `民政局年报（改）.docx` 都在收件里。
    改法：把不用的一份移走，或者只导入要用的那一份。
    依据：一个单位一年只有一份年报。
    """
    files: Sequence[str] = fault.facts["files"]
    cells: Sequence[str] = fault.facts.get("cells", ())
    words = [f"有 {len(cells)} 格不同：{listed(cells, 6)}" if cells else "各格的数相同"]
    if fault.facts.get("prose"):
        words.append("正文不同")
    number = "两份" if len(files) == 2 else f"{len(files)} 份"
    return Problem(
        "",
        f"{'；'.join(files)}。{number}{'；'.join(words)}；都没有导入。",
        f"把不用的移出去，或者只导入要用的，例如：导入 {quoted(files[-1])}",
    )


@rule("I115", "看不出是哪个单位", ERROR, scope=FAULT, key="import-unit-unknown")
def unit_unknown(fault: Fault) -> Problem:
    """标题、正文和文件名里都没有单位的名称。

    为什么：放错单位比不导入更糟，程序不猜。
    例：标题只写“2024年政府信息公开工作年度报告”，文件名是 `年报.docx`。
    改法：用 --单位 写明，例如“导入 收件/年报.docx --单位 区民政局”。
    依据：docs/importing.md“哪个单位、哪一年”。
    """
    name = quoted(file_of(fault))
    return _problem(
        fault,
        "标题、正文、文件名里都看不出是哪个单位的。",
        f"写明单位，例如：导入 {name} --单位 单位的简称或路径",
    )


@rule("I116", "可能是几个单位", ERROR, scope=FAULT, key="import-unit-ambiguous")
def unit_ambiguous(fault: Fault) -> Problem:
    """文件里的名称对得上几个登记过的单位。

    为什么：放错单位比不导入更糟，程序不猜。
    例：只写“教育局”，全市有三个教育局。
    改法：用 --单位 写明是哪一个。
    依据：docs/importing.md“哪个单位、哪一年”。
    """
    candidates = [str(one) for one in fault.facts.get("candidates", ())]
    return _problem(
        fault,
        f"对得上 {len(candidates)} 个单位：{listed(candidates, 6)}。",
        f"写明是哪一个，例如：导入 {quoted(file_of(fault))} --单位 {fault.facts.get('path') or '路径'}",
    )


@rule("I117", "看不出是哪一年", ERROR, scope=FAULT, key="import-year-unknown")
def year_unknown(fault: Fault) -> Problem:
    """标题里没有年份，或者标题与统计期限说的不是同一年。

    为什么：放错年份，前后年度的核对全都会错，程序不猜。
    例：标题写 2024年，统计期限写 2023年1月1日至12月31日。
    改法：用 --年份 写明，例如“导入 收件/年报.docx --年份 2024”。
    依据：docs/importing.md“哪个单位、哪一年”。
    """
    years = [str(one) for one in fault.facts.get("candidates", ())]
    text = (
        f"文件里说到 {listed([f'{one}年' for one in years], 4)}，不知道是哪一年的报告。"
        if years
        else "标题和正文里都看不出是哪一年的报告。"
    )
    begun = f"导入 {quoted(file_of(fault))} --年份"
    remedy = (
        f"对着原件看是哪一年的，写明：{'，或者 '.join(f'{begun} {one}' for one in years)}。原件写错了年份的，请单位改好重发。"
        if years
        else f"写明年份，例如：{begun} 2024"
    )
    return _problem(fault, text, remedy)


@rule("I118", "导入的与改过的不一样", WARNING, scope=FAULT, key=("import-conflict", "import-undecided"))
def conflict(fault: Fault) -> Problem:
    """已经有这份报告，新来的文件与现在填的不一样，而且现在填的不是上次导入的样子。

    为什么：两边都改过，哪个对要人决定；没有人决定以前，现在填的一个字也不动，每次导入、检查都会提起。
    例：上次导入 12，后来手工改成 13，新来的文件写 14。
    改法：对照原件决定。要新来的，改文件里的这几处；要留着现在的，加 --留着 再导入一次；整份以新文件为准的，加 --覆盖 再导入一次。
    依据：docs/importing.md“再导入一次”。
    """
    told = [str(one) for one in fault.facts.get("conflicts", ())]
    number = fault.facts.get("number", len(told))
    if fault.kind == "import-undecided":
        text = f"导入时两边不一样，留着现在的，还没有人决定：{listed(told, 6)}。"
        return Problem("", text, f"{_DECIDE}。两边的全文在 {fault.facts.get('log', '导入记录')} 的最后。")
    return _problem(
        fault,
        f"{number} 处与现在的不一样，现在的也不是上次导入的样子，留着现在的：{listed(told, 8)}。",
        f"{_DECIDE}；整份以新文件为准的，加 --覆盖 再导入一次。",
    )


@rule("I120", "写明的单位与文件里的不同", ERROR, scope=FAULT, key="import-other-unit")
def other_unit(fault: Fault) -> Problem:
    """--单位 写的是一个单位，文件里写的是另一个。

    为什么：多半是选错了文件，或者写错了单位；照哪个导入都可能错。
    例：--单位 区民政局，文件的标题是“东城区教育委员会2024年…”。
    改法：不写 --单位 再导入；文件里用的是别的叫法的，把这个叫法写进 agency.yaml 的“简称”或“沿革”。
    依据：docs/importing.md“哪个单位、哪一年”。
    """
    facts = fault.facts
    return _problem(
        fault,
        f"--单位 写的是“{facts['asked']}”，文件里写的是“{facts['stated']}”。",
        "看是不是选错了文件；确实是一个单位的，把文件里的叫法写进 agency.yaml 的“简称”或“沿革”再导入。",
    )


@rule("I121", "写明的年份与文件里的不同", ERROR, scope=FAULT, key="import-other-year")
def other_year(fault: Fault) -> Problem:
    """--年份 写的是一年，文件里写的是另一年。

    为什么：多半是选错了文件，或者写错了年份；照哪个导入都可能错。
    例：--年份 2024，文件的标题是“…2023年政府信息公开工作年度报告”。
    改法：不写 --年份 再导入；文件写错了年份的，请单位改好重发。
    依据：docs/importing.md“哪个单位、哪一年”。
    """
    facts = fault.facts
    return _problem(
        fault,
        f"--年份 写的是 {facts['asked']}年，文件里写的是 {facts['stated']}年。",
        "看是不是选错了文件；不写 --年份 就照文件里的导入；文件写错了的，请单位改好重发。",
    )


@rule("I122", "这一年没有统一格式", ERROR, scope=FAULT, key="import-no-edition")
def no_edition(fault: Fault) -> Problem:
    """报告的年份没有适用的版式。

    为什么：2018年及以前没有全国统一的表格，数没有地方放。
    例：2012年的年报。
    改法：这一年的报告程序还收不了；年份认错了的，用 --年份 写明。
    依据：国办公开办函〔2019〕60号从2019年的年报起施行统一格式。
    """
    return _problem(
        fault,
        f"这是 {fault.facts['year']}年的报告，这一年没有适用的统一格式，没有导入。",
        "年份认错了的，用 --年份 写明；自己的版式放在 content/forms，写法见 docs/forms.md。",
    )


@rule("I123", "已有的文件还读不懂", ERROR, scope=FAULT, key="import-standing-broken")
def standing_broken(fault: Fault) -> Problem:
    """这份报告已经有了，文件的写法有错，没有办法把新的数合进去。

    为什么：读不懂就不知道哪些是手工改过的，硬写会丢掉。
    例：`2024.yaml` 里冒号打成了全角的。
    改法：先运行“检查 --修”，改好“必改”的写法，再导入。
    依据：docs/importing.md“再导入一次”。
    """
    facts = fault.facts
    where = f"（从第 {facts['line']} 行起，{facts['count']} 处）" if facts.get("faults") else ""
    return _problem(
        fault,
        f"{facts.get('target') or '已有的文件'}：写法还有错{where}，没有改动。",
        "先运行“检查 --修”，改好这个文件里“必改”的写法，再导入。",
    )


@rule("I124", "单位没有登记", ERROR, scope=FAULT, key="import-unit-new")
def unit_new(fault: Fault) -> Problem:
    """文件里写着单位的名称，名录里没有这个单位。

    为什么：单位的文件夹就是它的网址，定了不要再改，所以由人来定。
    例：第一次导入“东城区体育局”的年报。
    改法：用 --单位 写明文件夹的路径；单位多的，先用“名录”一次登记。
    依据：docs/importing.md“哪个单位、哪一年”。
    """
    facts = fault.facts
    return _problem(
        fault,
        f"这是“{facts['unit']}”的报告，这个单位还没有登记。",
        f"定一个网址（小写字母、数字、连字符），例如：导入 {quoted(file_of(fault))} --单位 {facts['slug']}；"
        "单位多的，先用“名录”一次登记。",
    )


@rule("I130", "已有的文件是另一种版式", ERROR, scope=FAULT, key="import-other-edition")
def other_edition(fault: Fault) -> Problem:
    """这份报告已经有了，填的是一种版式的表，新来的文件是另一种版式的表。

    为什么：两种表的行列不一样，数合不到一起。
    例：2020年的报告照 2021 版的表填了，原件是 2019 版的。
    改法：看哪一种对；原件对的，把已有的文件移走再导入。
    依据：docs/importing.md“再导入一次”。
    """
    facts = fault.facts
    return _problem(
        fault,
        f"{facts.get('target') or '已有的文件'}：是 {facts.get('standing') or '本年'} 版的表，新来的文件是 {facts.get('wanted')} 版的，没有改动。",
        "看哪一种对；新来的对，就把已有的文件移走再导入。",
    )


@rule("I131", "写不进去", ERROR, scope=FAULT, key="import-cannot-write")
def cannot_write(fault: Fault) -> Problem:
    """内容文件写不进去，这一份没有导入，已有的文件还是原来的样子。

    为什么：数、正文和导入记录要么一起写好，要么都不动。
    例：文件是只读的，磁盘满了，文件正开着被别的程序改。
    改法：去掉“只读”，腾出空间，关掉别的程序，再导入一次。
    依据：docs/importing.md“导不进来怎么办”。
    """
    facts = fault.facts
    return _problem(
        fault,
        f"{facts.get('target') or '内容文件'} 写不进去：{facts.get('reason') or '系统不允许'}；没有改动。",
        "去掉“只读”，看看磁盘满没满，关掉正在改它的程序，再导入一次。",
    )
