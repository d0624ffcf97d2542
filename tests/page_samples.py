"""One site with every kind of page and every state of a figure, for the tests of layouts."""

from __future__ import annotations

import re
from pathlib import Path

from nianbao.drafting import draft_figures
from nianbao.forms import Form
from nianbao.forms.loading import load_form
from tests.sites import figures, prose

ROOT = Path(__file__).parent.parent
FORM_2019: Form = load_form((ROOT / "nianbao/forms/2019.yaml").read_text(encoding="utf-8"))

BASE = "https://example.invalid/zwgk/nianbao/"
SITE = f"""名称: 政府信息公开工作年度报告
副标题: 示例区
主办单位: 示例区人民政府办公室
承办单位: 示例区大数据中心
网址: {BASE}
标识码: 1234567890
备案号: 某ICP备12345678号
公安备案号: 某公网安备12345678901234号
找错: https://example.invalid/zhaocuo
栏目:
  名称: 年报专栏
联系方式:
  电话: 010-00000000
"""

SCHOOLS = """全称: 示例区教育局
简称: 区教育局
类别: 工作部门
区划代码: 110000
沿革:
  - 名称: 示例区教育委员会
    止: 2022
指南: https://example.invalid/zhinan
依申请公开: https://example.invalid/shenqing
联系方式:
  科室: 示例区教育局办公室
  电话: 010-00000001
"""

# Figures of 示例区教育局 2023 that are not 0. They balance.
SOME = {
    "disclosure.normative_documents.issued": "2",
    "disclosure.normative_documents.in_force": "9",
    "disclosure.fees.amount": "12.5",
    "requests.new_requests.natural_person": "7",
    "requests.new_requests.business": "1",
    "requests.new_requests.total": "8",
    "requests.granted.natural_person": "3",
    "requests.granted.total": "3",
    "requests.partially_granted.natural_person": "1",
    "requests.partially_granted.total": "1",
    "requests.unable.not_held.natural_person": "3",
    "requests.unable.not_held.business": "1",
    "requests.unable.not_held.total": "4",
    "requests.results_total.natural_person": "7",
    "requests.results_total.business": "1",
    "requests.results_total.total": "8",
    "disputes.review.upheld": "2",
    "disputes.review.total": "2",
    "disputes.direct_suit.pending": "1",
    "disputes.direct_suit.total": "1",
}
EXTRA = """核实说明:
  - 问题: S102
    位置: 主动公开-行政规范性文件-有效
    数值: 9 7
    说明: |
      清理以后统计范围有调整，
      原数照录。
    核实人: 区教育局办公室
    日期: 2024-01-18
    公开: 是
更正:
  - 日期: 2024-03-05
    内容: 表三“本年新收”自然人由6件更正为7件。
    原因: 漏记一件
"""
FIELDS = """文号: 示教〔2024〕1号
索引号: 000000/2024-00001
原文网址: https://example.invalid/yuanwen.html
来源: 示例区教育局
附件: https://example.invalid/2023.docx
"""


def pages_site() -> dict[str, str | bytes | None]:
    """Every kind of page: two editions, a gap, a consolidated report, corrections, notes, odd figures."""
    schools = "content/reports/qu/jiaoyu"
    return {
        "content/site.yaml": SITE,
        "content/pages/about.md": "# 关于本站\n\n本站是**示例**。\n\n## 收录了什么\n\n- 一条；\n- 又一条。\n",
        "content/reports/qu/agency.yaml": "全称: 示例区人民政府\n类别: 人民政府\n排序: 1\n",
        "content/reports/qu/2023.yaml": _dated(figures(name="示例区人民政府", changes=SOME, extra="汇总范围: 全部下级\n")),
        "content/reports/qu/2023.md": prose(),
        f"{schools}/agency.yaml": SCHOOLS,
        f"{schools}/2023.yaml": _dated(figures(name="示例区教育局", changes=SOME, extra=EXTRA), FIELDS),
        f"{schools}/2023.md": prose(text="全年制发行政规范性文件2件。本年新收{申请-本年新收-总计}件。"),
        f"{schools}/2022.yaml": figures(2022, changes={"disclosure.normative_documents.in_force": "5"}),
        f"{schools}/2022.md": prose(2022),
        f"{schools}/2019.yaml": figures_2019(),
        f"{schools}/2019.md": prose(2019),
        "content/reports/qu/jiedao/agency.yaml": "全称: 示例区某某街道办事处\n类别: 街道乡镇\n",
        "content/reports/qu/jiedao/2023.yaml": figures(
            changes={
                "disclosure.regulations.issued": "/",
                "disclosure.regulations.repealed": "/",
                "disclosure.regulations.in_force": "/",
                "requests.granted.natural_person": "~",
                "requests.new_requests.total": "_",
            }
        ),
        "content/reports/qu/jiedao/2023.md": prose(),
        "content/reports/qu/zhongxin/agency.yaml": "全称: 示例区某某中心\n",
        "content/reports/qu/zhongxin/2023.yaml": figures(),
        "content/reports/qu/zhongxin/2023.md": prose(),
    }


def figures_2019() -> str:
    """A file of the 2019 form: a unit left open by the form, a figure with a sign, blanks."""
    values = {cell.address: "0" for cell in FORM_2019.cells} | {
        "disclosure.licensing.change": "-2",
        "disclosure.procurement.projects": "6",
        "disclosure.procurement.amount": "251000",
        "requests.denied.state_secret.natural_person": "~",
        "requests.denied.state_secret.total": "~",
    }
    text = draft_figures(FORM_2019, "示例区教育委员会", 2019, values)
    text = re.sub(r"采购单位:\s+待填", "采购单位: 元", text)
    return _dated(text.replace("发布日期: 待定", "发布日期: 2020-01-20"))


def _dated(text: str, fields: str = "") -> str:
    """`fields` below the line of the date."""
    head, date, rest = text.partition("发布日期: ")
    line, _, rest = rest.partition("\n")
    return f"{head}{date}{line.partition('  #')[0]}\n{fields}{rest}"
