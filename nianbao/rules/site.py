"""What is wrong around the reports: folders, agencies, site.yaml, forms, layouts, links. Stops everything."""

from __future__ import annotations

from difflib import get_close_matches

from ..finding import ERROR, WARNING, Problem
from ..located import Fault
from .register import FAULT, rule

LINK = "link"


@rule("U101", "没有这个单位", ERROR, scope=FAULT, key="unknown-agency", acceptable=False)
def unknown_agency(fault: Fault) -> Problem:
    """提到的单位没有登记。

    为什么：单位的文件夹就是它的地址，写错了就找不到它的报告。
    例：`承接` 里写 `jiaowe`，登记的是 `jiaowei`。
    改法：照“单位名录”改正；新单位用“新建”登记。
    依据：content/reports 下每个单位一个文件夹，里面有 agency.yaml。
    """
    name, known = fault.facts["name"], fault.facts["known"]
    close = get_close_matches(name, known, 1, 0.5)
    hint = f"，是不是 {close[0]}？" if close else "。"
    return Problem("单位登记", f"没有叫“{name}”的单位{hint}", "写单位文件夹的路径，例如 dongcheng/jiaowei。")


@rule("U102", "报告没有单位", ERROR, scope=FAULT, key="report-without-agency", acceptable=False)
def report_without_agency(fault: Fault) -> Problem:
    """文件夹里有年报，没有 agency.yaml。

    为什么：没有单位名称，标题、目录和搜索都不知道这是谁的报告。
    例：content/reports/dongcheng/jiaowei/2024.yaml 有，agency.yaml 没有。
    改法：在这个文件夹里新建 agency.yaml，至少写一行“全称: …”。
    依据：docs/content.md“单位”。
    """
    return Problem(
        "单位登记",
        f"文件夹 {fault.facts['path']} 里有年报，没有 agency.yaml，不知道是哪个单位的。",
        "在这个文件夹里新建 agency.yaml，写上“全称: 单位全称”；放错了文件夹就移走。",
    )


@rule("U103", "文件夹名称不能用", ERROR, scope=FAULT, key="bad-folder-name", acceptable=False)
def bad_folder_name(fault: Fault) -> Problem:
    """文件夹名称不是小写字母、数字和连字符。

    为什么：文件夹名称就是网址，大写字母、汉字和空格在有的系统上会打不开。
    例：`JiaoWei`、`教委`、`jiao wei`。
    改法：改成小写字母、数字和连字符，例如 jiaowei。
    依据：docs/content.md“单位”。
    """
    name = fault.facts["name"]
    return Problem(
        "文件夹",
        f"“{name}”不能做网址：只能用小写字母 a–z、数字和中间的连字符，最长 64 个字。",
        f"把文件夹改名，例如 {_likely_slug(name)}。",
    )


@rule("U104", "两个名称会混在一起", ERROR, scope=FAULT, key="name-collision", acceptable=False)
def name_collision(fault: Fault) -> Problem:
    """两个文件只有大小写或编码写法不同。

    为什么：在 Windows 上它们是同一个文件，一个会盖掉另一个。
    例：`2024.yaml` 与 `2024.YAML`。
    改法：删掉或改名其中一个。
    依据：文件系统的规定。
    """
    return Problem("文件夹", f"与“{fault.facts['other']}”只有大小写或写法不同。", "删掉或改名其中一个。")


@rule("U105", "链接指到了外面", ERROR, scope=FAULT, key="symlink-out", acceptable=False)
def symlink_out(fault: Fault) -> Problem:
    """content 里的符号链接指向 content 以外。

    为什么：换一台电脑就没有了，也可能把不该公开的文件发布出去。
    例：`2024.yaml -> /home/…/2024.yaml`。
    改法：把文件本身放进来。
    依据：docs/content.md。
    """
    return Problem(
        "文件夹", "这是一个链接，指向 content 文件夹以外，不读取。", "把文件本身复制进来，删掉链接。"
    )


@rule("U106", "文件打不开", ERROR, scope=FAULT, key="cannot-open", acceptable=False)
def cannot_open(fault: Fault) -> Problem:
    """系统不让读这个文件。

    为什么：没有读到的报告既不能核对也不能发布。
    例：权限不足。
    改法：看文件是否被别的程序占用，或者请信息技术人员改权限。
    依据：系统返回的原因。
    """
    return Problem(
        "文件",
        f"文件打不开：{fault.facts['reason']}。",
        "关掉正在使用它的程序；还不行就请信息技术人员看一下权限。",
    )


@rule("U107", "文件放错了地方", WARNING, scope=FAULT, key="misplaced-file", acceptable=False)
def misplaced_file(fault: Fault) -> Problem:
    """像是内容的文件，名称或位置不对，没有用上。

    为什么：没有用上的文件不会出现在网站上，也没有核对。
    例：`content/reports/jiaowei/2024年.yaml`、`content/2024.yaml`。
    改法：年报写成“单位文件夹/年份.yaml”和“单位文件夹/年份.md”，单独的页面放在 content/pages。
    依据：docs/content.md。
    """
    return Problem(
        "文件夹",
        f"“{fault.facts['name']}”的名称或位置不对，没有用上。",
        "年报写成“单位文件夹/2024.yaml”和“2024.md”；单独的页面放在 content/pages。",
    )


@rule("U108", "没有 site.yaml", ERROR, scope=FAULT, key="no-site-file", acceptable=False)
def no_site_file(fault: Fault) -> Problem:
    """content 里没有 site.yaml。

    为什么：网站的名称、主办单位和页脚都写在里面。
    例：新建的空文件夹。
    改法：新建 content/site.yaml，写一行“名称: 政府信息公开工作年度报告”。
    依据：docs/content.md“site.yaml”。
    """
    return Problem(
        "网站", "没有 content/site.yaml。", "新建这个文件，至少写一行“名称: 政府信息公开工作年度报告”。"
    )


@rule("U109", "缺少必填的一项", ERROR, scope=FAULT, key="missing-key", acceptable=False)
def missing_key(fault: Fault) -> Problem:
    """site.yaml 或 agency.yaml 缺少必填的一项。

    为什么：没有它，页面上就没有名称。
    例：agency.yaml 没有“全称”。
    改法：补上这一行。
    依据：docs/content.md。
    """
    return Problem("登记", f"缺少“{fault.facts['name']}”。", f"加一行“{fault.facts['name']}: …”。")


@rule("U110", "这一项的写法不对", ERROR, scope=FAULT, key="bad-setting", acceptable=False)
def bad_setting(fault: Fault) -> Problem:
    """site.yaml 或 agency.yaml 里一项的值不能用。

    为什么：写法不对就没有效果。
    例：`网址: www.x.gov.cn`（应以 https:// 开头），`排序: 第三`（应是整数）。
    改法：照提示改。
    依据：docs/content.md。
    """
    return Problem("登记", f"“{fault.facts['name']}”写的是“{fault.facts['text']}”。", fault.facts["wanted"])


@rule("U111", "没有适用的版式", ERROR, scope=FAULT, key="no-edition", acceptable=False)
def no_edition(fault: Fault) -> Problem:
    """这一年没有全国统一格式。

    为什么：2019年以前的年报没有统一的表格，不能照表核对。
    例：`2016.yaml`。
    改法：年份写错就改文件名；确是那一年的，用 content/forms 里自己的版式。
    依据：国办公开办函〔2019〕60号。
    """
    return Problem(
        "版式",
        f"{fault.facts['year']}年没有适用的统一格式。",
        "年份写错就改文件名；确是那一年的，把版式放在 content/forms。",
    )


@rule("U112", "别名表这一行看不懂", WARNING, scope=FAULT, key="bad-alias", acceptable=False)
def bad_alias(fault: Fault) -> Problem:
    """words/aliases.txt 的一行不是两个词。

    为什么：搜索时两个词互相代替，一行要写两个词，中间空格。
    例：`教委 教育委员会`。
    改法：改成两个词；备注写在“#”后面。
    依据：docs/content.md“别名”。
    """
    return Problem(
        "别名表", "这一行不是用空格隔开的两个词。", "写成两个词，例如“教委 教育委员会”；备注写在“#”后面。"
    )


@rule("U113", "只有正文，没有表格", ERROR, scope=FAULT, key="no-figures", acceptable=False)
def no_figures(fault: Fault) -> Problem:
    """一年只有 .md 文件，没有同名的 .yaml 文件。

    为什么：年报的三张表在 .yaml 文件里，没有它就不成年报。
    例：文件夹里有 2024.md，没有 2024.yaml。
    改法：用“新建”生成 .yaml 文件再填；年份写错了就改文件名。
    依据：国办公开办函〔2021〕30号：年报含三张表。
    """
    return Problem(
        "文件",
        "只有正文（.md），没有同一年的表格文件（.yaml）。",
        "用“新建”生成表格文件再填；年份写错了就改文件名。",
    )


@rule("L101", "版面文件有错", ERROR, scope=FAULT, key="layout", acceptable=False)
def layout(fault: Fault) -> Problem:
    """版面文件不能用。

    为什么：版面有错，所有用到它的页面都做不出来。
    例：`{% if view.title %}` 没有写 `{% endif %}`。
    改法：照行号改；不是自己改过的版面，删掉 layouts 里的同名文件就恢复原样。
    依据：docs/layouts.md。
    """
    return Problem(
        "版面", fault.facts["text"], "照行号改；不是有意改的，删掉 layouts 里的同名文件就恢复原样。"
    )


@rule("L102", "版式声明有错", ERROR, scope=FAULT, key="form", acceptable=False)
def form(fault: Fault) -> Problem:
    """content/forms 里的版式声明不能用。

    为什么：表格、核对、页面都由版式声明而来。
    例：等式里写了表中没有的行。
    改法：照行号改。
    依据：docs/forms.md。
    """
    words = FORM_WORDS.get(fault.facts.get("kind", ""), "写法不对")
    told = "、".join(
        f"“{fault.facts[name]}”" for name in ("name", "address", "equation", "pattern") if name in fault.facts
    )
    return Problem("版式", f"{words}{'：' if told else ''}{told}。", "照行号改，写法见 docs/forms.md。")


# What can be wrong with a declared form, in words; the kinds are those of `forms.loading`.
FORM_WORDS = {
    "form-not-a-mapping": "这里应写“名称: 值”",
    "form-not-a-list": "这里应写一条一条的，每条前面有“- ”",
    "form-not-text": "这里应写文字",
    "form-missing-key": "缺少这一项",
    "form-unknown-address": "没有这个格子",
    "form-unknown-table": "没有这张表",
    "form-empty-table": "这张表没有格子",
    "form-entry-mismatch": "填报的行与印出的列对不上",
    "form-bad-equation": "等式写法不对，或者写了表里没有的行、列",
    "form-bad-pattern": "句式写法不对",
    "form-duplicate-address": "两个格子的地址相同",
}


@rule("L201", "链接打不开", ERROR, scope=LINK, key="dead-link", acceptable=False)
def dead_link(page: str, link: str, pages: int) -> Problem:
    """页面里的链接指向不存在的页面。

    为什么：读者点了打不开。
    例：正文里写 `[去年](2022.html)`，2022年没有发布。
    改法：改正地址，或去掉链接；正文里没有这个链接的，是改过的版面写错了。
    依据：国办秘函〔2019〕19号：错链扣分。
    """
    return Problem(
        _pages(page, pages),
        f"链接“{link}”打不开：网站里没有这个页面。",
        "改正链接地址，或去掉链接；正文里没有这个链接的，是改过的版面写错了。",
    )


@rule("L202", "链接的位置不存在", ERROR, scope=LINK, key="dead-anchor", acceptable=False)
def dead_anchor(page: str, link: str, pages: int) -> Problem:
    """链接指向的页面有，里面的位置没有。

    为什么：读者点了停在页首，找不到所说的内容。
    例：`2023.html#s9`。
    改法：改正“#”后面的部分。
    依据：国办秘函〔2019〕19号：错链扣分。
    """
    return Problem(
        _pages(page, pages), f"链接“{link}”里“#”后面的位置不存在。", "改正或去掉“#”和它后面的部分。"
    )


@rule("L203", "页内编号重复", ERROR, scope=LINK, key="double-id", acceptable=False)
def double_id(page: str, name: str, pages: int) -> Problem:
    """一个页面里有两个相同的 id。

    为什么：链接不知道指哪一个。
    例：改过的版面里把一段写了两遍。
    改法：改版面。
    依据：HTML 标准。
    """
    return Problem(_pages(page, pages), f"编号“{name}”出现了两次。", "改版面文件，同一页里 id 不能重复。")


def _pages(page: str, pages: int) -> str:
    return f"页面 {page}" + (f" 等 {pages} 页" if pages > 1 else "")


def _likely_slug(name: str) -> str:
    from ..slugs import suggest_slug

    return suggest_slug(name)
