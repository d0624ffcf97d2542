"""Mistakes of the kinds that real reports have, planted one by one in a report without any: each is found,
under its own code, and nothing else is accused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sites import build, figures

FOLDER = "content/reports/shuiwu"
THIS, LAST = f"{FOLDER}/2024.yaml", f"{FOLDER}/2023.yaml"
WORDS, LAST_WORDS = f"{FOLDER}/2024.md", f"{FOLDER}/2023.md"
SITE, AGENCY = "content/site.yaml", f"{FOLDER}/agency.yaml"

COUNTS_2024 = {
    "disclosure.normative_documents.issued": "3",
    "disclosure.normative_documents.repealed": "1",
    "disclosure.normative_documents.in_force": "24",
    "disclosure.licensing.decisions": "345",
    "disclosure.penalties.decisions": "27",
    "disclosure.compulsory_measures.decisions": "2",
    "disclosure.fees.amount": "25.1",
    "requests.new_requests.natural_person": "10",
    "requests.new_requests.business": "2",
    "requests.new_requests.total": "12",
    "requests.carried_over.natural_person": "1",
    "requests.carried_over.total": "1",
    "requests.granted.natural_person": "4",
    "requests.granted.business": "1",
    "requests.granted.total": "5",
    "requests.partially_granted.natural_person": "2",
    "requests.partially_granted.total": "2",
    "requests.denied.process_information.business": "1",
    "requests.denied.process_information.total": "1",
    "requests.unable.not_held.natural_person": "3",
    "requests.unable.not_held.total": "3",
    "requests.not_processed.repeated.natural_person": "1",
    "requests.not_processed.repeated.total": "1",
    "requests.results_total.natural_person": "10",
    "requests.results_total.business": "2",
    "requests.results_total.total": "12",
    "requests.carried_forward.natural_person": "1",
    "requests.carried_forward.total": "1",
    "disputes.review.upheld": "1",
    "disputes.review.total": "1",
}
COUNTS_2023 = {
    "disclosure.normative_documents.issued": "2",
    "disclosure.normative_documents.in_force": "22",
    "disclosure.licensing.decisions": "310",
    "disclosure.penalties.decisions": "30",
    "disclosure.compulsory_measures.decisions": "3",
    "disclosure.fees.amount": "24.6",
    "requests.new_requests.natural_person": "8",
    "requests.new_requests.business": "1",
    "requests.new_requests.total": "9",
    "requests.granted.natural_person": "4",
    "requests.granted.business": "1",
    "requests.granted.total": "5",
    "requests.unable.not_held.natural_person": "3",
    "requests.unable.not_held.total": "3",
    "requests.results_total.natural_person": "7",
    "requests.results_total.business": "1",
    "requests.results_total.total": "8",
    "requests.carried_forward.natural_person": "1",
    "requests.carried_forward.total": "1",
}

PROSE_2024 = """本报告根据《中华人民共和国政府信息公开条例》和《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》（国办公开办函〔2021〕30号）编制，由总体情况、主动公开政府信息情况等六个部分组成。数据统计期限为2024年1月1日至2024年12月31日。报告电子版可在示例区政府网站下载。如有疑问，请与示例区水务局办公室联系，地址：示例区河滨路1号，邮编：000000，电话：010-00000000。

## 一、总体情况

2024年，示例区水务局把信息公开放进防汛、供水、排水的日常工作，群众最关心的先公开。

（一）主动公开。全年在区政府网站发布水务信息216条，其中供水水质信息96条、防汛预警信息72条、工程建设信息48条。本年制发行政规范性文件3件，废止1件，截至年底现行有效行政规范性文件24件。办理行政许可决定345件。

（二）依申请公开。本年新收政府信息公开申请12件，上年结转1件；办结12件，结转下年度1件。办结的申请中，予以公开5件，部分公开2件，不予公开1件，无法提供3件，不予处理1件。

（三）政府信息管理。修订了信息发布审核办法，清理过期栏目内容43条，给每份规范性文件标明有效或者失效。

（四）政府信息公开平台建设。改版河湖水质栏目，增加按街道查询的功能；政务新媒体发布短视频31个。

（五）监督保障。每季度抽查一次，公开工作列入科室年度考核，组织培训2次。

## 二、主动公开政府信息情况

## 三、收到和处理政府信息公开申请情况

## 四、政府信息公开行政复议、行政诉讼情况

## 五、存在的主要问题及改进情况

存在的主要问题：一是水质信息的说明偏专业，居民看不懂；二是个别科室答复申请的文书不够规范。

改进情况：一是给每项水质指标加了一句白话解释；二是印发答复文书样本，由法制科逐件把关，年内未再发生退回重做。

## 六、其他需要报告的事项

本年度发出收费通知0件，总金额0元，实际收取0元。无其他需要报告的事项。
"""
PROSE_2023 = """本报告根据《中华人民共和国政府信息公开条例》和国办公开办函〔2021〕30号文件编制，统计期限自2023年1月1日起至2023年12月31日止。联系单位：示例区水务局办公室，电话：010-00000000，电子版见示例区政府网站。

## 一、总体情况

（一）主动公开。2023年全局在网站和宣传栏公布停水通知、取水许可结果和河长名单，共计188条；制发行政规范性文件2件。

（二）依申请公开。全年收到申请9件，办结8件，另有1件结转下年度继续办理。

（三）政府信息管理。建立了信息台账，谁制作、谁公开、谁更新写得清清楚楚。

（四）政府信息公开平台建设。把分散的三个栏目并成一个，首页上两次点击可以到达。

（五）监督保障。局务会两次听取公开工作汇报，接受群众评议。

## 二、主动公开政府信息情况

## 三、收到和处理政府信息公开申请情况

## 四、政府信息公开行政复议、行政诉讼情况

## 五、存在的主要问题及改进情况

主要问题是历史文件没有电子档，查找慢。已经扫描归档一千余份，下一步补做目录。

## 六、其他需要报告的事项

未收取信息处理费，发出收费通知0件，涉及金额0元，实际收取0元。
"""


def base() -> dict[str, str | bytes | None]:
    return {
        SITE: "名称: 政府信息公开工作年度报告\n主办单位: 示例区人民政府办公室\n",
        "content/words/错别字.txt": "其它 其他  # 规定用“其他”\n登陆 登录\n",
        AGENCY: "全称: 示例区水务局\n简称: 区水务局\n类别: 工作部门\n层级: 县级\n",
        LAST: figures(2023, name="示例区水务局", changes=COUNTS_2023),
        LAST_WORDS: PROSE_2023,
        THIS: figures(2024, name="示例区水务局", changes=COUNTS_2024),
        WORDS: PROSE_2024,
    }


def row(name: str, old: str, new: str, file: str = THIS) -> tuple[str, str, str]:
    """A row of the figures by its name: its numbers before and after."""
    return file, f"{name}: {old}", f"{name}: {new}"


ASPECT = (
    "（三）政府信息管理。修订了信息发布审核办法，清理过期栏目内容43条，给每份规范性文件标明有效或者失效。"
)
PREFACE, OVERVIEW, DISCLOSURE, REQUESTS, DISPUTES, PROBLEMS, OTHER = PROSE_2024.split("## ")
IMPROVED = next(line for line in PROBLEMS.splitlines() if line.startswith("改进情况"))

# Codes, what went wrong, and the changes that make it so: file, text before, text after.
PLANTED: list[tuple[str, str, list[tuple[str, str, str]]]] = [
    # figures
    ("A102", "一项少算一件", [row("部分公开", "2 0 0 0 0 0 2", "1 0 0 0 0 0 2")]),
    ("A102", "总计行两格都填错", [row("办理总计", "10 2 0 0 0 0 12", "11 2 0 0 0 0 13")]),
    ("A101", "新收行漏了一件", [row("本年新收", "10 2 0 0 0 0 12", "9 2 0 0 0 0 11")]),
    ("A102", "填错了列", [row("重复申请", "1 0 0 0 0 0 1", "0 1 0 0 0 0 1")]),
    ("A103 N201", "总计列填错", [row("没有掌握", "3 0 0 0 0 0 3", "3 0 0 0 0 0 5")]),
    ("A104", "复议总计没有填", [row("行政复议", "1 0 0 0 1", "1 0 0 0 0")]),
    ("A110", "有一格空白", [row("部分公开", "2 0 0 0 0 0 2", "2 0 0 0 0 ~ 2")]),
    ("F021", "一行少一个数", [row("部分公开", "2 0 0 0 0 0 2", "2 0 0 0 0 2")]),
    ("F034", "件数写成小数", [row("行政许可", "345", "34.5")]),
    ("F034", "件数写成负数", [row("行政许可", "345", "-345")]),
    ("F035", "数后带单位", [row("行政许可", "345", "345件")]),
    ("F036", "千位逗号", [row("行政许可", "345", "1,345")]),
    ("F010", "全角数字", [row("行政许可", "345", "３４５")]),
    ("F031", "还有待填", [row("行政许可", "345", "待填")]),
    ("F041 F044", "少一张表", [(THIS, "复议诉讼:", "复议诉讼情况x:")]),
    ("C101 S102", "区里的局有规章", [row("规章", "0 0 0", "0 0 6")]),
    ("C105", "元当成了万元", [row("收费万元", "25.1", "251000")]),
    ("S105", "处罚多了十倍", [row("行政处罚", "27", "2700")]),
    (
        "S101",
        "上年结转与去年对不上",
        [
            row("本年新收", "8 1 0 0 0 0 9", "9 1 0 0 0 0 10", LAST),
            row("结转下年", "1 0 0 0 0 0 1", "2 0 0 0 0 0 2", LAST),
            (LAST_WORDS, "收到申请9件", "收到申请10件"),
            (LAST_WORDS, "另有1件", "另有2件"),
        ],
    ),
    ("S102", "现行有效推算不上", [row("行政规范性文件", "2 0 22", "2 0 30", LAST)]),
    # the words against the figures
    ("N201", "正文与表格不一致", [(WORDS, "新收政府信息公开申请12件", "新收政府信息公开申请21件")]),
    ("N201", "规范性文件数不一致", [(WORDS, "现行有效行政规范性文件24件", "现行有效行政规范性文件42件")]),
    ("N301", "分项加起来多了", [(WORDS, "工程建设信息48条", "工程建设信息84条")]),
    ("N401", "没有写收费的三个数", [(WORDS, "本年度发出收费通知0件，总金额0元，实际收取0元。", "")]),
    ("N402", "实收比通知的多", [(WORDS, "总金额0元，实际收取0元", "总金额100元，实际收取300元")]),
    # the document
    ("D301", "改进情况写成改进措施", [(WORDS, "主要问题及改进情况", "主要问题及改进措施")]),
    ("D302", "序号写错", [(WORDS, "## 五、", "## 四、")]),
    ("D304", "次序颠倒", [(WORDS, f"{PROBLEMS}## {OTHER}", f"{OTHER}\n## {PROBLEMS}")]),
    ("D306", "少一个部分", [(WORDS, "## 六、其他需要报告的事项\n", "")]),
    ("D309", "正文还有待填", [(WORDS, "发出收费通知0件", "发出收费通知待填件")]),
    ("D310", "正文贴了图片", [(WORDS, "组织培训2次。", "组织培训2次。![表](a.png)")]),
    ("D311", "Word 的书签", [(WORDS, "组织培训2次。", "组织培训2次。[bookmark: _GoBack]")]),
    ("D311", "没有换掉的 XX", [(WORDS, "示例区河滨路1号", "XX路XX号")]),
    ("D311", "模板的编写说明", [(WORDS, "每季度抽查一次", "编写说明：可先综述再举例。每季度抽查一次")]),
    ("D401", "没有开头语", [(WORDS, PREFACE, "")]),
    ("D402", "少了一个方面", [(WORDS, ASPECT, "（三）日常工作。走访群众43次。")]),
    ("D403", "没有写问题", [(WORDS, PROBLEMS, "五、存在的主要问题及改进情况\n\n无。\n\n")]),
    ("D404", "有问题没有改进", [(WORDS, IMPROVED, "")]),
    ("D406", "序号跳了", [(WORDS, "（四）政府信息公开平台建设", "（五）政府信息公开平台建设")]),
    (
        "D407",
        "说六部分，列了五个名称",
        [
            (
                WORDS,
                "由总体情况、主动公开政府信息情况等六个部分组成",
                "由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、存在的主要问题及改进情况、其他需要报告的事项六个部分组成",
            )
        ],
    ),
    ("D501 N201", "照抄去年", [(LAST_WORDS, PROSE_2023, PROSE_2024.replace("2024", "2023"))]),
    # words
    ("W101", "词表里的错词", [(WORDS, "无其他需要报告的事项", "无其它需要报告的事项")]),
    ("W102", "日期丢了年字", [(WORDS, "期限为2024年1月1日", "期限为20241月1日")]),
    ("W201", "身份证号码", [(WORDS, "组织培训2次。", "组织培训2次，证件号11010519491231002X。")]),
    ("W202", "手机号码", [(WORDS, "电话：010-00000000", "电话：13800138000")]),
    ("W203", "银行卡号", [(WORDS, "组织培训2次。", "组织培训2次，卡号6222021234567890128。")]),
    ("W204", "个人邮箱", [(WORDS, "电话：010-00000000", "邮箱：123456789@qq.com，电话：010-00000000")]),
    ("W301", "统计期限是去年的", [(WORDS, "2024年1月1日至2024年12月31日", "2023年1月1日至2023年12月31日")]),
    ("W302", "文号写错", [(WORDS, "国办公开办函〔2021〕30号", "国办发〔2021〕30号")]),
    # publishing
    ("P101", "晚于期限", [(THIS, "发布日期: 2025-01-20", "发布日期: 2025-02-05")]),
    ("P102", "还没到年底", [(THIS, "发布日期: 2025-01-20", "发布日期: 2024-12-20")]),
]


def plant(changes: list[tuple[str, str, str]]) -> dict[str, str | bytes | None]:
    """The site with the changes; how many blanks stand between the numbers of a row does not matter."""
    files = base()
    for file, old, new in changes:
        parts = old.split(" ") if file.endswith(".yaml") else [old]
        changed, count = re.subn(" +".join(map(re.escape, parts)), new, str(files[file]), count=1)
        assert count == 1, old
        files[file] = changed
    return files


def found(root: Path, files: dict[str, str | bytes | None]) -> set[str]:
    return {finding.code for finding in build(root, files).findings}


def test_the_report_without_mistakes_is_left_alone(tmp_path: Path) -> None:
    assert found(tmp_path, base()) == set()


@pytest.mark.parametrize(("codes", "name", "changes"), PLANTED, ids=[name for _, name, _ in PLANTED])
def test_a_planted_mistake_is_found_and_nothing_else(
    codes: str, name: str, changes: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    assert found(tmp_path, plant(changes)) == set(codes.split())
