"""The rules about words, dates, personal data, sources and completeness: the traps they must leave alone."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao.agencies import Agency
from nianbao.finding import Problem, Spot
from nianbao.house import House, WrongWord, find_words, parse_words
from nianbao.personal import find_personal
from nianbao.prose import read_prose
from nianbao.report import Correction, Explanation, Report, read_report
from nianbao.rules.register import REPORT, RULES
from nianbao.rules.scene import Scene
from tests.sites import FORM, build, codes, figures, prose, small_site

OURS = sorted(
    code
    for code, rule in RULES.items()
    if rule.scope == REPORT
    and rule.check.__module__.rpartition(".")[2]
    in ("wording", "citing", "privacy", "completeness", "numbering")
)


def report() -> Report:
    read, _ = read_report(figures(), FORM, 2023)
    assert read is not None
    return read


def scene(text: str, house: House | None = None, category: str = "", **more: object) -> Scene:
    agency = Agency("a", "东城区教育委员会", category=category)
    return Scene(
        replace(report(), **more),  # type: ignore[arg-type]
        read_prose(text, FORM, None),
        FORM,
        agency.name,
        2023,
        "a.yaml",
        "a.md",
        agency=agency,
        house=house or House(),
    )


def found(code: str, text: str, house: House | None = None, category: str = "") -> list[Problem]:
    return list(RULES[code].check(scene(text, house, category)))


def section(text: str, key: str = "一、总体情况") -> str:
    return f"依据《条例》编制，统计期限为2023年1月1日至12月31日。\n\n## {key}\n\n{text}\n"


# -- word lists


def test_a_line_of_a_word_list_may_be_parted_by_blanks_tabs_or_arrows() -> None:
    text = "按装 安装\n登陆网站\t登录网站\n其它→其他\n帐号 => 账号 # 账户的账\n最佳\n\n# 备注\n"
    words, unreadable = parse_words(text, "a.txt")
    assert [(word.wrong, word.right, word.remark) for word in words] == [
        ("按装", "安装", ""),
        ("登陆网站", "登录网站", ""),
        ("其它", "其他", ""),
        ("帐号", "账号", "账户的账"),
        ("最佳", "", ""),
    ]
    assert unreadable == ()


@pytest.mark.parametrize("line", ["一 二 三", "同样 同样", "错的 →", "→ 对的 →"])
def test_a_line_that_says_no_pair_is_unreadable(line: str) -> None:
    words, unreadable = parse_words(f"甲 乙\n{line}\n", "a.txt")
    assert len(words) == 1
    assert unreadable == (2,)


def words_in(text: str, *pairs: tuple[str, str]) -> list[tuple[int, str]]:
    listed = tuple(WrongWord(wrong, right, "", "a.txt") for wrong, right in pairs)
    return [(at, word.wrong) for at, word in find_words(text, listed)]


def test_a_wrong_word_within_its_right_word_is_not_wrong() -> None:
    pair = ("公开工作", "政府信息公开工作")
    assert words_in("政府信息公开工作和公开工作", pair) == [(9, "公开工作")]


def test_the_longest_wrong_word_at_a_place_is_meant() -> None:
    assert words_in("登陆网站", ("登陆", "登录"), ("登陆网站", "登录网站")) == [(0, "登陆网站")]


def test_a_wrong_word_of_a_list_carries_the_right_one_as_a_suggestion() -> None:
    house = House((WrongWord("按装", "安装", "", "content/words/a.txt"),))
    [problem] = found("W101", section("全年按装一台。"), house)
    assert [edit.text for edit in problem.suggestions] == ["安装"]
    assert not problem.edits


def test_a_changed_word_list_checks_the_reports_again(tmp_path: Path) -> None:
    files = small_site(**{"content/reports/jiaowei/2023.md": prose(text="全年按装查询机2台，都在大厅里。")})
    assert codes(build(tmp_path, files)) == []
    assert codes(build(tmp_path, {"content/words/a.txt": "按装 安装\n"})) == ["W101"]
    assert codes(build(tmp_path, {"content/words/a.txt": "按装机 安装机\n"})) == []


# -- dates


@pytest.mark.parametrize(
    "text",
    [
        "2023年年底和2023年年初各一次，2023年年度报告已公布。",
        "3月1至5日开放，共13个月，2024年2月29日休息。",
        "全年发布2023条，共2023，其中图文20条。",
        "《目录（2021版）》公布，“清风2023”专项行动开展，用电20231度。",
        "12月31日日均访问量20条，版本2023.13月。",
        "2022—2025年规划，2023/13月号。",
    ],
)
def test_a_date_that_can_be_right_is_left_alone(text: str) -> None:
    assert found("W102", section(text)) == []


# -- punctuation


@pytest.mark.parametrize(
    "text",
    [
        "以改进为目的的工作，有的放矢；不甚了了；初步了解了解读的效果。",
        "东城区人民政府政府信息公开指南和区政府政府网站。",
        "要求：1）更新；2）检查；a）其他。",
        "（一）主动公开（含《条例》第二十条）。",
        "等等……——的的确确，的士。",
        "做好住房保障保障性工作的信息公开。",
    ],
)
def test_signs_and_words_that_may_stand_twice_are_left_alone(text: str) -> None:
    assert found("W103", section(text)) == []


# -- what belongs to persons

IDENTITY = "110000190001010004"
CARD = "6222000000000000004"


@pytest.mark.parametrize(
    "text",
    [
        "0101-60000000，01060000000；01060000001，010—60000000，传真60000000，12345，400-600-0000",
        f"统一社会信用代码{IDENTITY}",
        "11330800002618306N/2025-00326，11000019000101000A",
        "公网安备 51152602000004号，标识码1410240020，京ICP备00000000号",
        "http://www.example.gov.cn/art/13900000000.html?id=13900000000&p=6222000000000000004",
        "全年收费13900000000元，13900000000.5万元，共13900000000条",
        f"财政专户{CARD}",
        "2023 2024 2025 2026 2027 2028 2029",
        "身份证、银行卡等信息已经隐去，身份证号110***********0004",
        "gongkai@163.com，office@example.gov.cn，单位邮箱12345678@qq.com",
        "京A2-20230001，京办发2023001，新A区",
    ],
)
def test_numbers_of_offices_and_documents_are_nobodys(text: str) -> None:
    assert find_personal(text) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (IDENTITY, "identity"),
        ("１１０００００１９０００１０１０００４".replace("０００００", "００００", 1), "identity"),
        ("110000 19000101 0004", "identity"),
        ("身份证号码110000900101000", "old-identity"),
        ("13900000000", "mobile"),
        ("139-0000-0000", "mobile"),
        ("139 0000 0000", "mobile"),
        ("+8613900000000"[3:], "mobile"),
        ("１３９００００００００", "mobile"),
        (f"卡号{CARD}", "card"),
        ("12345678@qq.com", "mail"),
        ("京A12345", "plate"),
    ],
)
def test_numbers_of_persons_are_found_however_they_are_typed(text: str, kind: str) -> None:
    assert [one.kind for one in find_personal(f"见{text}。")] == [kind]
    assert text not in [one.shown for one in find_personal(f"见{text}。")]


def test_an_identity_number_with_a_wrong_check_character_is_none() -> None:
    assert find_personal(f"编号{IDENTITY[:-1]}5") == ()


def test_personal_numbers_in_corrections_and_explanations_are_found() -> None:
    note = Explanation("A102", "", (), f"经办人{IDENTITY}", "办公室", "", True, 3, 9)
    change = Correction("2024-01-01", "联系13900000000", "", 10, 20)
    seen = scene(section("没有。"), explanations=(note,), corrections=(change,))
    assert [problem.spots for problem in RULES["W201"].check(seen)] == [(Spot("a.yaml", 3, 9),)]
    assert [problem.place for problem in RULES["W202"].check(seen)] == ["更正"]


# -- other years and documents


@pytest.mark.parametrize(
    "text",
    [
        "公开信息20条，比2022年增加3条。",
        "2022年，我委结转到今年的申请3件已办结。",
        "2022年度决算和2024年度预算已公开。",
        "2022年以来，共公开信息70条。",
        "2022年，我委收到的申请与上年持平。",
        "落实五年规划（2021—2025年），全年公开20条。",
        "2024年，我委将继续做好主动公开。",
        "公开了《2022年法治政府建设工作情况的报告》。",
    ],
)
def test_another_year_that_is_meant_is_left_alone(text: str) -> None:
    assert found("W301", section(text)) == []


@pytest.mark.parametrize(
    "period",
    [
        "统计期限自2023年1月1日起至12月31日止",
        "统计期限为2023年1月1日——2023年12月31日",
        "统计周期为2023年度",
        "统计时限为2023年1月1日0时至12月31日",
        "所列数据截止日期为2023年12月31日",
        "数据核定时间点为2023年12月31日",
        "统计区间：2023年1月1日至2023年12月32日",
    ],
)
def test_a_period_of_the_reports_year_is_right_however_it_is_worded(period: str) -> None:
    assert found("W301", f"依据《条例》编制，{period}。\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "国办公开办函〔2021〕30号、国办发〔2022〕8号、宁办公开办函[2023]2号",
        "《通知》（国办函〔2020〕109号）和《政府信息公开信息处理费管理办法》",
        "《政府信息公开条例》（国务院令第711号）",
        "《政府信息公开条例》（国务院令第492号公布，国务院令第711号修订）",
        "关于转发国办公开办函〔2021〕30号文件",
        "国务院办公厅2023年文件，国家档案局令第13号",
    ],
)
def test_right_numbers_of_documents_and_those_of_others_are_left_alone(text: str) -> None:
    known = [problem for problem in found("W302", f"依据{text}编制。\n") if "通知" not in problem.text]
    assert known == []


# -- completeness


def test_a_government_is_asked_for_assessment_and_accountability_as_well() -> None:
    text = section("主动公开、依申请公开、信息管理、网站平台各项工作照常进行，监督到位。")
    assert found("D402", text, category="工作部门") == []
    [problem] = found("D402", text, category="人民政府")
    assert "工作考核" in problem.text


@pytest.mark.parametrize("text", ["（一）主动公开\n待填", "待填"])
def test_what_is_not_filled_in_is_not_called_incomplete(text: str) -> None:
    seen = scene(section(text) + f"\n## 五、存在的主要问题及改进情况\n\n{text}\n")
    assert [code for code in ("D402", "D403", "D404") if list(RULES[code].check(seen))] == []


PROBLEMS = "五、存在的主要问题及改进情况"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("无", "D403"),
        ("暂无问题。", "D403"),
        ("本单位不存在主要问题。", "D403"),
        ("全年各项工作都按要求完成，群众满意。", "D403"),
        ("一是更新不够及时；二是解读较少。", "D404"),
    ],
)
def test_a_section_without_problems_or_measures_is_asked_about(text: str, code: str) -> None:
    assert [one for one in ("D403", "D404") if found(one, section(text, PROBLEMS))] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "没有发现重大问题，但更新还不够及时，下一步将每周检查。",
        "一是形式单一，今后增加图解。",
        "对照要求还有短板：更新慢。已整改。",
    ],
)
def test_a_section_with_problems_and_measures_is_left_alone(text: str) -> None:
    assert [one for one in ("D403", "D404") if found(one, section(text, PROBLEMS))] == []


# -- numbers of lists


@pytest.mark.parametrize(
    "text",
    [
        "问题：一是更新慢；二是解读少。改进：一是检查；二是培训。",
        "（一）公开\n1.网站\n2.展板\n（二）申请\n1.登记\n2.答复",
        "（一）公开\n1.网站\n2.展板\n（二）申请\n3.登记\n4.答复",
        "按第二十条第（五）项、第（八）项公开，做到“一网通办”“三审三校”“双随机、一公开”。",
        "首先是更新；二是解读。",
        "一方面是更新，二是解读。",
        "一、更新。一是每周；二是每月。\n二、解读。一是图解。",
        "10月1日公开3.5万条，进一步完善，统一是要求。",
        "（一）公开。（二）申请。（三）管理。",
    ],
)
def test_numbers_that_go_on_or_begin_anew_are_left_alone(text: str) -> None:
    assert found("D406", section(text)) == []


# -- anything at all

PIECES = st.sampled_from(
    [
        "## 一、总体情况\n",
        f"## {PROBLEMS}\n",
        "（一）",
        "二是",
        "2022年，我局",
        "2023年13月",
        "统计期限自",
        "1月1日至12月31",
        "国办发〔2021〕30号",
        "《中华人民共和国政府信息公开工作年度报告格式》（",
        "国务院令第492号",
        IDENTITY,
        "139 0000 0000",
        "{申请-本年新收-总计}",
        "**",
        "“",
        "）",
        "的的",
        "。。",
        "截止2023年",
        "@qq.com",
        "京A12345",
        "等六部分",
        "[bookmark: _GoBack]",
        "\u3000 ",
        "\n",
        "待填",
        "按装",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=30).map("".join))
def test_no_prose_breaks_a_rule_and_every_place_is_in_its_file(text: str) -> None:
    house = House((WrongWord("按装", "安装", "", "a.txt"), WrongWord("。", "", "", "a.txt")), 10)
    seen = scene(text, house, "人民政府")
    for code in OURS:
        for problem in RULES[code].check(seen):
            assert problem.text and problem.place and problem.remedy
            for spot in problem.spots:
                assert isinstance(spot, Spot)
                assert 0 <= spot.start <= spot.end <= len(text)


@pytest.mark.parametrize(
    "sign", ["一", "1", "（", "20", "二是", "“", "@", "。", "2023年", "国", "《", "统计"]
)
def test_a_long_row_of_one_sign_holds_nothing_up(sign: str) -> None:
    seen = scene(sign * 20_000)
    for code in OURS:
        for count, _ in enumerate(RULES[code].check(seen)):
            if count > 300:
                break


def test_what_a_message_quotes_of_a_person_is_hidden() -> None:
    said = " ".join(
        p.text
        for code in ("W201", "W202", "W203")
        for p in found(code, section(f"{IDENTITY}，13900000000，卡{CARD}"))
    )
    assert not re.search(r"\d{8,}", said)
