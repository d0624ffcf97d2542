"""The numbers of the prose: against the tables, against each other, and the fees of section six."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nianbao.forms import Form, find_cells
from nianbao.forms.loading import load_form
from nianbao.forms.mentions import required
from nianbao.prose import read_prose
from nianbao.report import read_report
from nianbao.rules.register import FAULT, RULES, rule_for
from nianbao.rules.scene import Scene
from tests.sites import FORM, figures

FORMS = Path(__file__).parent.parent / "nianbao" / "forms"
FORM_2019: Form = load_form((FORMS / "2019.yaml").read_text(encoding="utf-8"))
NO_FEES = "本年度没有收取信息处理费。"


def scene(text: str, other: str = NO_FEES, unit: str = "", **stated: str) -> Scene:
    """A report of 2023 whose figures are 0 but those `stated` (path with _ for -: value)."""
    changes = {}
    for path, value in stated.items():
        [cell] = find_cells(FORM, path.replace("_", "-"))
        changes[cell.address] = value
    report, _ = read_report(figures(changes=changes), FORM, 2023)
    assert report is not None
    prose = read_prose(f"## 一、总体情况\n{text}\n## 六、其他需要报告的事项\n{other}\n", FORM, report, unit)
    return Scene(report, prose, FORM, unit, 2023, "2023.yaml", "2023.md")


def said(code: str, text: str, other: str = NO_FEES, unit: str = "", **stated: str) -> list[str]:
    """The sentences of one rule about a text."""
    seen = scene(text, other, unit, **stated)
    if RULES[code].scope == FAULT:
        faults = seen.prose.faults if seen.prose else ()
        return [
            rule_for(FAULT, fault.kind).check(fault).text
            for fault in faults
            if rule_for(FAULT, fault.kind).code == code
        ]
    return [problem.text for problem in RULES[code].check(seen)]


def numbers(code: str, text: str, **more: str) -> list[str]:
    """The numbers these sentences end with: what was stated in words."""
    return [re.findall(r"\d+(?:\.\d+)?", sentence)[-1] for sentence in said(code, text, **more)]


# -- against the tables

RECEIVED = {"申请_本年新收_总计": "81", "申请_本年新收_自然人": "80", "申请_本年新收_企业": "1"}


@pytest.mark.parametrize(
    "sentence",
    [
        "全年收到8份政府信息公开申请。",
        "共收到12件依申请公开申请，均已答复。",
        "收到依申请公开共12件。",
        "受理政府信息依申请公开12件。",
        "受理依申请信息公开12件。",
        "收到信息公开申请12起。",
        "收到政府信息公开申请三件。",
        "收到依申请公开事项12例。",
        "收到政府信息公开申请 12 条。",
        "共收到依申请公开16项，办理15项。",
        "收到政府信息公开申请12件(均为书面申请);其中1件部分公开.",
    ],
)
def test_the_count_of_requests_is_read_in_every_usual_wording(sentence: str) -> None:
    assert len(said("N201", f"（二）依申请公开。{sentence}", **RECEIVED)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "受理一件、办结一件，件件有着落。",
        "依申请公开文件12条、不予公开文件36条。",
        "收到3个自然人的政府信息公开申请。",
        "收到政府信息公开申请81件，结转下年度继续办理0件。",
        "收到政府信息公开申请81件，其中当面答复12件。",
        "办理因2022年度政府信息公开申请引发的行政复议1件。",
        "公开行政许可信息12条。",
        "答复政府信息公开申请81件次。",
    ],
)
def test_a_count_of_something_else_is_left_alone(sentence: str) -> None:
    assert said("N201", f"（二）依申请公开。{sentence}", **RECEIVED, 申请_办理总计_总计="81") == []


def test_rows_of_refusals_are_compared_by_their_names() -> None:
    text = "（二）依申请公开。属于国家秘密1件，本机关不掌握相关政府信息31件，重复申请2件，行政查询事项3件。"
    stated = {
        "申请_国家秘密_总计": "1",
        "申请_没有掌握_总计": "30",
        "申请_重复申请_总计": "2",
        "申请_行政查询_总计": "4",
    }
    assert said("N201", text, **stated) == [
        "正文：“本机关不掌握相关政府信息31件”；表三 三、（四）1 本机关不掌握相关政府信息，总计填 30。",
        "正文：“……行政查询事项3件”；表三 三、（三）8 属于行政查询事项，总计填 4。",
    ]


def test_documents_made_repealed_and_in_force_are_compared() -> None:
    text = "（三）政府信息管理。全年共制定规范性文件0件，废止规范性文件0件，现行有效的规范性文件0件。"
    stated = {"主动公开_行政规范性文件_制发": "4", "主动公开_行政规范性文件_有效": "32"}
    assert len(said("N201", text, **stated)) == 2
    assert said("N201", "制定规范性文件管理办法1件，拟制定规范性文件2件，公示规范性文件3件。", **stated) == []


def test_legal_persons_are_compared_with_their_five_columns() -> None:
    text = "（二）依申请公开。收到政府信息公开申请81件，其中自然人80件，法人或其他组织{}件。"
    assert said("N201", text.format(1), **RECEIVED) == []
    assert said("N201", text.format(2), **RECEIVED) == [
        "正文：“收到政府信息公开申请81件，其中自然人80件，法人或其他组织2件”；表三 一、本年新收，法人或其他组织各项合计是 1。"
    ]


def test_money_may_be_rounded_in_words() -> None:
    text = "（一）主动公开。行政事业性收费{}。"
    for words in ("5949.09万元", "5949.088667万元", "5949万元", "59490886元"):
        assert said("N201", text.format(words), 主动公开_收费万元="5949.088667") == []
    assert numbers("N201", text.format("5948.09万元"), 主动公开_收费万元="5949.088667") == ["5949.088667"]


def test_years_say_which_carry_over_is_meant() -> None:
    text = "（二）依申请公开。2022年结转政府信息公开申请{}件，结转2024年度继续办理{}件。"
    stated = {"申请_上年结转_总计": "2", "申请_结转下年_总计": "3"}
    assert said("N201", text.format(2, 3), **stated) == []
    assert len(said("N201", text.format(1, 4), **stated)) == 2
    assert said("N201", "（二）依申请公开。2021年结转政府信息公开申请9件。", **stated) == []


def test_what_an_agency_says_of_itself_is_no_part() -> None:
    text = "（二）依申请公开。2023年，甲市农业农村局共受理政府信息公开申请8件。"
    assert said("N201", text, **RECEIVED) == []
    assert len(said("N201", text, unit="甲市农业农村局", **RECEIVED)) == 1


@pytest.mark.parametrize(
    "sentence",
    [
        "本年度未收到政府信息公开申请。",
        "我局未收到任何形式的政府信息公开申请。",
        "未收到依申请公开事项。",
        "没有收到公民、法人和其他组织提出的政府信息公开申请",
        "2023年未收到该项申请。",
        "收到政府信息公开申请81件，已全部办结。",
    ],
)
def test_words_that_there_was_none_are_held_against_the_table(sentence: str) -> None:
    text = f"（二）依申请公开。{sentence}"
    assert len(said("N207", text, **RECEIVED, 申请_结转下年_总计="3")) == 1
    assert said("N207", text) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "未收到政府信息公开方面的投诉。",
        "未收到以当面申请方式提交的申请。",
        "未收到申请人的补正材料。",
        "1月至3月未收到政府信息公开申请。",
        "去年未收到政府信息公开申请。",
        "2022年未收到政府信息公开申请。",
        "区政府办未收到政府信息公开申请。",
        "未发生因政府信息公开引发的举报、上访。",
        "未发生行政复议、行政诉讼败诉案件。",
        "未经行政复议直接起诉。",
    ],
)
def test_words_that_something_else_did_not_happen_are_left_alone(sentence: str) -> None:
    stated = RECEIVED | {"复议诉讼_行政复议_总计": "2", "复议诉讼_直接起诉_总计": "1"}
    assert said("N207", f"（二）依申请公开。{sentence}", **stated) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "未发生因政府信息公开申请行政复议、提起行政诉讼的情况。",
        "无政府信息公开行政复议和诉讼。",
        "没有因政府信息公开工作被申请行政复议、提起行政诉讼情况。",
        "未接到关于政府信息公开的行政复议、诉讼案件。",
        "无行政复议，无提起行政诉讼的情况。",
    ],
)
def test_no_disputes_in_words_and_some_in_the_table_is_said_once(sentence: str) -> None:
    assert len(said("N207", f"（二）依申请公开。{sentence}", 复议诉讼_直接起诉_总计="1")) == 1
    assert said("N207", f"（二）依申请公开。{sentence}") == []


@pytest.mark.parametrize("form", [FORM, FORM_2019], ids=lambda form: form.edition)
def test_a_pattern_is_looked_for_by_a_word_it_needs(form: Form) -> None:
    for by_word in (form.probes, form.nothing_probes):
        for word, probes in by_word.items():
            assert word, [regex.pattern for _, regex in probes]
            assert all(word in regex.pattern for _, regex in probes)


@pytest.mark.parametrize(
    ("pattern", "word"),
    [
        ("(?<!不)予以公开(?:的)?(?:共|有)?5件", "予以公开"),
        ("[^。]申请书?(?:甲|乙){0,3}[件宗]", "申请"),
        ("甲乙|丙丁", ""),
        (r"本(?:机关|(?:单)?位)不掌握信?息\(丁\)", "不掌握"),
    ],
)
def test_what_may_be_left_out_of_a_match_is_not_looked_for(pattern: str, word: str) -> None:
    assert required(pattern) == word


# -- parts and their total


@pytest.mark.parametrize(
    "sentence",
    [
        # What is listed may be a selection.
        "公开信息100条，其中通知公告30条，政策文件20条。",
        "公开信息100条，其中通知公告70条、政策文件29条等。",
        "公开信息100条，主要包括通知公告60条，其他信息20余条。",
        # Lists that add up, in every form.
        "公开信息88条。其中，领导介绍10条；规范性文件10条；财政2条；动态52条；解读8条；计划6条。",
        "公开信息50条。其中机构信息20条，内有领导10条、职能10条；工作信息30条，其中动态18条、公告12条。",
        "公开信息22条，其中财务信息2条（其中预算1条、决算1条），计划15条，其他信息5条。",
        "公开信息（共43条，其中预算6条，住房20条，征收17条），发布解读9条。",
        "公开信息80条。其中，年报1条，占1.2%；动态54条，占67.5%；其他25条，占31.3%。",
        # One total, divided twice.
        "收到申请81件，其中自然人80件，企业1件，网上申请75件。",
        "收到申请81件，其中自然人80件，企业1件，网上申请75件，信函申请6件。",
        # The parts divide what was said before as well.
        "收到申请9件，上年结转1件，其中网络申请5件，信函申请5件。",
        "办理申请90件，结转下年3件。其中公开50件，部分公开30件。",
        "公开信息100条，更新20条，其中动态60条。",
        # Another unit, another matter, another sentence.
        "公开信息100条，其中文件60件，图解50篇。",
        "收到申请81件，其中自然人80件，企业1件，办结81件。",
        "公开信息100条，其中动态60条、公告40条；发布微博300条、抖音20条。",
        "公开信息100条，其中网站信息60条。微信发布80条，微博发布70条。",
        # Small lists leave out one quite often.
        "收到申请10件，其中网上申请6件，信函申请3件。",
    ],
)
def test_a_list_that_need_not_come_to_the_total_is_left_alone(sentence: str) -> None:
    assert said("N301", sentence) == []


@pytest.mark.parametrize(
    ("sentence", "total"),
    [
        (
            "公开信息115条，其中包括：公告60条、文件30条、其它信息20条、一公开、双随机信息15条；公示许可306条。",
            125,
        ),
        ("公开信息3437条，包括：人事12条，动态1740条，公告225条，解读信息共计110条，其他1827条。", 3914),
        ("公开信息100条，其中动态60条，其他信息30条。", 90),
        ("公开信息分三类共100条，分别为动态60条，公告30条，文件5条。", 95),
        ("公开信息575条，其中动态384条、目录190条。", 574),
        ("公开信息162条。其中，微信公众号发布293条。", 293),
        ("公开信息1,000条,其中:动态800条;公告300条.", 1100),
    ],
)
def test_a_list_that_contradicts_its_total_is_said(sentence: str, total: int) -> None:
    [text] = said("N301", sentence)
    assert f" = {total}，" in text


def test_a_difference_of_one_is_only_a_hint() -> None:
    seen = scene("公开信息575条，其中动态384条、目录190条。")
    assert [problem.level for problem in RULES["N301"].check(seen)] == ["hint"]


# -- the same number twice


@pytest.mark.parametrize(
    "second",
    [
        "共主动公开政府信息20条。",
        "通过微信公众号主动公开政府信息16条。",
        "上半年主动公开政府信息16条。",
        "2022年主动公开政府信息16条，2023年主动公开政府信息20条。",
        "其中主动公开政府信息16条。",
        "各街道主动公开政府信息16条。",
        "重点领域主动公开政府信息16条。",
        "主动公开政府信息16件。",
        "依法主动公开各部门信息16条。",
    ],
)
def test_a_part_or_another_time_is_not_the_same_number(second: str) -> None:
    assert said("N302", f"全年主动公开政府信息20条。\n{second}") == []


def test_the_same_words_with_another_number_are_said_once() -> None:
    text = "全年主动公开政府信息20条。\n我局共主动公开政府信息16条。\n主动公开政府信息15条。"
    assert said("N302", text) == ["正文：“主动公开政府信息20条”；又写“主动公开政府信息16条”，两个数不同。"]


# -- percentages and magnitudes


@pytest.mark.parametrize(
    "sentence",
    [
        "答复130件，其中公开59件，占45.3%；不予公开32件，占24.6%；无法提供26件，占20%；其他13件，占10%。",
        "答复81件，其中公开42件，占60%；不予公开5件，占7%；其他23件，占33%。",
        "收到申请100件，办结98件，同比增长25%。",
        "由80件增至100件，增长25%。",
        "由0件增至100件，增长100%。",
    ],
)
def test_a_percentage_cut_off_or_of_another_total_is_left_alone(sentence: str) -> None:
    assert said("N303", sentence) == []


def test_a_percentage_its_own_sentence_refutes_is_said() -> None:
    assert numbers("N303", "从上年的80件增加到100件，同比增长20%。") == ["25"]
    assert numbers("N303", "发布80条，其中年报1条，占1.1%；动态54条，占67.5%；其他25条，占31.3%。") == ["1.3"]


def test_ten_thousand_of_something_counted_in_full_is_said() -> None:
    assert said("N304", "主动公开政府信息12345万条。") == ["正文写“12345万条”，上亿了。"]
    assert said("N304", "网站访问量12345万次，发布信息1.2万条、9999万字。") == []


# -- section six


@pytest.mark.parametrize(
    "words",
    [
        "本年度没有收取信息处理费。",
        "无收取信息处理费情况。",
        "发出收费通知0件，总金额0元，实际收取0元。",
        "依据有关办法，发出收费通知的件数和总金额以及实际收取的总金额均为0。",
        "信息处理费收取情况：无。",
        "收取政府信息公开处理费0元。",
        "本局政府信息公开未发生收费情况。",
        "信息处理费收取情况：本年度无此情况。",
        "未向公众收取政府信息处理相关费用。无其他事项。",
        "发出收费通知3件，总金额1200元，实际收取1000元。",
        "发出收费通知2件，合计金额0.03万元，已全部缴纳。",
        "发出收费通知待填件，总金额待填元，实际收取待填元。",
    ],
)
def test_a_whole_statement_of_fees_is_enough(words: str) -> None:
    assert said("N401", "甲。", words) == []


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ("无其他需要报告的事项。", "收取情况"),
        ("收取信息处理费300元。", "发出收费通知的件数、收费通知的总金额"),
        ("全年实际收取信息处理费总金额300元。", "发出收费通知的件数、收费通知的总金额"),
        ("发出收费通知2件，合计金额300元。", "实际收取的总金额"),
        (
            "按照《政府信息公开信息处理费管理办法》执行。",
            "发出收费通知的件数、收费通知的总金额、实际收取的总金额",
        ),
    ],
)
def test_what_a_statement_of_fees_lacks_is_named(words: str, missing: str) -> None:
    [text] = said("N401", "甲。", words)
    assert text.rstrip("。").endswith(missing)


def test_a_statement_elsewhere_counts_too() -> None:
    assert said("N401", "全年未对依申请公开政府信息收取任何费用。", "无。") == []


def test_the_edition_of_2019_asks_for_no_statement() -> None:
    assert [section.key for section in FORM.sections if section.fees] == ["other"]
    assert not any(section.fees for section in FORM_2019.sections)


def test_figures_of_fees_that_cannot_all_be_right_are_said() -> None:
    paid = {"主动公开_收费万元": "1"}
    assert said("N402", "甲。", "发出收费通知2件，总金额400元，实际收取300元。", **paid) == []
    assert len(said("N402", "甲。", "发出收费通知2件，总金额200元，实际收取300元。", **paid)) == 1
    assert len(said("N402", "甲。", "发出收费通知0件，总金额200元，实际收取200元。", **paid)) == 1
    assert len(said("N402", "甲。", "没有发出收费通知，没有收费。", 申请_逾期未缴_总计="1")) == 1


def test_a_fee_that_table_two_does_not_hold_is_said_in_its_unit() -> None:
    words = "发出收费通知2件，总金额400元，实际收取380元。"
    assert "0.038 万元" in next(iter(RULES["N402"].check(scene("甲。", words)))).remedy
    for stated in ("0.038", "0.04", "12", "~"):
        assert said("N402", "甲。", words, 主动公开_收费万元=stated) == []


def test_other_charges_do_not_contradict_that_no_fee_was_taken() -> None:
    assert said("N402", "甲。", NO_FEES, 主动公开_收费万元="5949") == []


# -- nothing breaks them

ODD = [
    "其中",
    "1条，其中",
    "共1条（其中",
    "0条，其中甲0条，乙0条，占0%；丙1条，占1%",
    "99999999999999条，其中1条",
    "1件" * 3000,
]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_read_without_a_word(text: str) -> None:
    for code in ("N201", "N207", "N301", "N302", "N303", "N304", "N401", "N402"):
        said(code, text, text)
