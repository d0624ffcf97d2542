"""What is wrong with 名录.xlsx, the list of all agencies."""

from __future__ import annotations

from ..finding import ERROR, Problem
from ..located import Fault
from .imported import listed
from .importing import file_of
from .register import FAULT, rule
from .words import some


def _problem(fault: Fault, text: str, remedy: str) -> Problem:
    return Problem(file_of(fault), text, remedy)


@rule("I126", "名录里这一格不对", ERROR, scope=FAULT, key="roster-bad-cell")
def roster_bad_cell(fault: Fault) -> Problem:
    """名录.xlsx 里有一格的写法不能用，这一行没有导入。

    为什么：照错的改，单位的地址、顺序和上下级就会乱。
    例：“路径”写了汉字，“撤销”写了“三年前”。
    改法：照提示改这一格，再导入名录。
    依据：docs/importing.md“名录”。
    """
    facts = fault.facts
    return _problem(
        fault,
        f"{facts['place']}：“{facts['text']}”不能用，{facts['wanted']}。",
        "改好这一格，再导入名录；这一行的其他各格也还没有导入。",
    )


@rule("I127", "名录的表头不对", ERROR, scope=FAULT, key="roster-head")
def roster_head(fault: Fault) -> Problem:
    """名录.xlsx 第一行有认不出的或者重复的列名。

    为什么：列名认不出，那一列的内容就不知道是什么，不能猜。
    例：把“区划代码”改成了“代码”；有两列都叫“简称”。
    改法：照“名录”导出的表头写；不要的列删掉。
    依据：docs/importing.md“名录”。
    """
    facts = fault.facts
    return _problem(
        fault,
        f"工作表“{facts['sheet']}”有认不出或者重复的列名：{some(facts['names'])}；名录没有导入。",
        "照“名录”导出的表头写；程序不用的列删掉。",
    )


@rule("I128", "名录里有重复的单位", ERROR, scope=FAULT, key="roster-twice")
def roster_twice(fault: Fault) -> Problem:
    """名录.xlsx 里两行写了同一个路径。

    为什么：两行写的不一样，不知道照哪一行。
    例：复制一行来添新单位，忘了改“路径”。
    改法：删掉一行，或者改路径。
    依据：docs/importing.md“名录”。
    """
    facts = fault.facts
    return _problem(
        fault,
        f"工作表“{facts['sheet']}”第 {facts['first']} 行和第 {facts['row']} 行的路径都是“{facts['path']}”，"
        "这两行都没有导入。",
        "删掉一行，或者把路径改对，再导入名录。",
    )


@rule("I129", "单位资料改不了", ERROR, scope=FAULT, key="roster-refused")
def roster_refused(fault: Fault) -> Problem:
    """名录要改的 agency.yaml 写法有错，或者写法特别，程序没有把握改对。

    为什么：改文件要保证别的内容一个字也不动；没有把握就不动。
    例：agency.yaml 里冒号是全角的；资料写在一对花括号里。
    改法：先运行“检查 --修”；还不行的，打开文件照提示手工改。
    依据：docs/importing.md“名录”。
    """
    facts = fault.facts
    return _problem(
        fault,
        f"{facts['target']} 没有改动：写法有错或者特别，没有把握改对。要改的是：{listed(facts['changes'], 6)}。",
        "先运行“检查 --修”；还不行的，打开这个文件手工改。",
    )
