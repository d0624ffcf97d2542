"""Which rule finds which of the mistakes that annual reports are known to have; printed in docs/rules.md.

`codes` are separated by blanks; without any, `note` says why no rule decides it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mistake people look for, the codes that find it, and what the rules leave to people."""

    mistake: str
    codes: str
    note: str = ""


CANDIDATES = (
    # figures
    Candidate("表三每一列：新收＋上年结转 ≠ 总计＋结转下年度", "A101"),
    Candidate("表三每一列：各项办理结果相加 ≠ 总计", "A102"),
    Candidate("表三每一行：各类申请人相加 ≠ 总计", "A103"),
    Candidate("表四：各种结果相加 ≠ 总计", "A104"),
    Candidate(
        "几个等式同时不平",
        "A101 A102 A103 A104",
        "合成一条，先写改哪一个数能让几处都平；单独一个等式不平，说不出是哪个数，就不说",
    ),
    Candidate("格子空着；写 / 或 -", "A110 F021 F032 F040", "空白不当作 0；“/”按不适用当作 0，原样印出"),
    Candidate("件数是小数、负数；带单位、千位逗号、全角数字、加号", "F010 F034 F035 F036 F037 F038 F039"),
    Candidate("还没有填就写了发布日期", "F031 D309"),
    Candidate("元填成了万元", "C105"),
    Candidate("与上年相差一个数量级", "S105"),
    Candidate("没有规章制定权，规章不是 0", "C101"),
    Candidate("部分公开的也计入了别的结果", "", "表上的数看不出一件申请计了几次，总数仍会平"),
    # years and levels
    Candidate("上年结转 ≠ 去年的结转下年度（逐列）；机构合并后与各前身之和对照", "S101"),
    Candidate("现行有效 ≠ 去年现行有效＋制发－废止", "S102"),
    Candidate("2019版：项目数量与上一年项目数量、增减对不上", "S103"),
    Candidate("尚未审结的案件与下一年对不上", "", "表四按当年结果计数，两年之间没有规定的关系"),
    Candidate("表三与表四之间对不上", "", "申请与复议、诉讼可以不在同一年，没有规定的关系"),
    Candidate("汇总报告 ≠ 各所属单位之和；缺所属单位的报告", "H101 H102 H103", "所属单位的报告齐了才比"),
    # words against figures
    Candidate("正文的数与表格不同", "N201"),
    Candidate("正文说有申请、复议、诉讼，表里全是 0；或者反过来", "N204 N207"),
    Candidate("正文里分项相加不等于总数", "N301"),
    Candidate("同一个数前后说法不同；百分比算错；多写了“万”", "N302 N303 N304"),
    Candidate("信息处理费的三个数没有写，或者与表格矛盾", "N401 N402"),
    # the document
    Candidate("缺少部分，次序、序号、标题不对，写了两次", "D301 D302 D303 D304 D305 D306 D307"),
    Candidate("部分是空的", "D308 D403"),
    Candidate("报告标题不规范", "D101"),
    Candidate("开头没有依据、统计期限、联系方式", "D401", "只缺联系方式的不提示：大多数报告都没有写"),
    Candidate("总体情况五个方面不全；政府没有写考核、评议、追责", "D402"),
    Candidate("说“六部分”，列出来不是六个", "D407"),
    Candidate("只有问题没有改进，或者反过来；写“无”", "D403 D404", "措施是已经做的还是今后打算的，要人看"),
    Candidate("问题、措施写得空泛", "", "空泛不空泛要人看；照抄去年的由雷同的规则找"),
    Candidate("序号跳号、混用", "D406"),
    Candidate("总体情况太长", "D408", "站点资料里写了字数才提示"),
    Candidate("与去年、与别的单位雷同", "D501 D502"),
    Candidate("留有模板说明、书签、XX、网页代码", "D311"),
    Candidate("用图片代替文字、表格", "D310", "表格由程序从数字生成，不会是图片"),
    Candidate(
        "表格的格子合并、拆开、缺列", "F021 F045 F047", "官方表格由程序按格式印出，结构不会错；这里只看填的数"
    ),
    Candidate("用了别的年份的格式", "F041 F045 U111", "版式由年份定；行名、列名与版式不同就会指出"),
    # words
    Candidate("错别字、不规范的词", "W101 W102 W103 W104", "词表由使用的单位提供；程序不带敏感词表"),
    Candidate("写的是另一年的事，统计期限不对", "W301"),
    Candidate("文号、引用的文件不对", "W302 W303"),
    Candidate("身份证号、手机号、银行卡号、个人邮箱、车牌号", "W201 W202 W203 W204 W205"),
    Candidate("家庭住址、申请人姓名", "", "单凭文字分不清住址与办公地址、姓名与普通的词，判错的坏处更大"),
    Candidate("写到了别的单位；镇的报告里写“我局”", "", "简称到处都有，引别的单位的话也会这样写"),
    # publishing
    Candidate("发布晚于 1月31日、3月31日或者本地的期限", "P101"),
    Candidate("发布日期早于年底、晚得离奇，更正早于发布", "P102 P103 P104"),
    Candidate("已经发布的数改了，没有写更正", "P401 P402 P403"),
    Candidate("已经发布的年报不见了、成了草稿", "U115 U116"),
    Candidate(
        "没有列入年报栏目、链接打不开、没有下载",
        "L201 L202 L203",
        "每份报告都列入年份页、单位页和搜索，并带数据下载；程序生成的链接逐个核对",
    ),
)
