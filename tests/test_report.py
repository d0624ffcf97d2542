"""A year's file read whole: names, dates, words, limits; C and pure parser; anything typed anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nianbao import located
from nianbao.cells import NUMBER
from nianbao.forms.loading import load_form
from nianbao.report import MAX_LINES, parse_date, read_report
from tests.typed_samples import ROOT, WHOLE, Read, line_of, read, retyped, row_retyped

DATE = "2024-03-08  "
NONE = """\
主动公开:
  规章: 0 0 0
  行政规范性文件: 1 0 9
  行政许可: 0
  行政处罚: 0
  行政强制: 0
  收费万元: 0
申请: 无
复议诉讼: 无
"""
R = "  予以公开:        22     0     0     0     0     0    22  # 三、（一）予以公开\n"


# -- clean files


def test_the_whole_report_is_read_without_a_fault() -> None:
    found = read(WHOLE)
    assert found.places == []
    assert found.report is not None
    assert found.report.published == date(2024, 3, 8)
    assert found.row("收费万元") == [Decimal("5949.088667")]
    assert found.row("直接起诉") == [4, 0, 0, 1, 5]
    assert found.report.explanations[0].numbers == ("470", "643")
    assert found.report.corrections[0].date == "2024-04-02"


@pytest.mark.parametrize(
    "file",
    sorted((ROOT / "content" / "reports").rglob("20*.yaml")),
    ids=lambda file: file.parent.name + file.stem,
)
def test_the_samples_of_the_project_are_clean(file: Path) -> None:
    form = load_form(
        (ROOT / "nianbao" / "forms" / f"{2019 if int(file.stem) < 2021 else 2021}.yaml").read_text(
            encoding="utf-8"
        )
    )
    report, faults = read_report(file.read_text(encoding="utf-8"), form, int(file.stem))
    assert report is not None
    assert [fault.kind for fault in faults] == []


def test_a_year_without_requests_is_all_zero() -> None:
    found = read(NONE)
    assert found.kinds == []
    assert set(found.row("办理总计") + found.row("行政复议")) == {0}


def test_official_labels_are_names_too() -> None:
    text = retyped("  予以公开:", "  （一）予以公开:")
    text = retyped("    安全稳定:", '    3.危及"三安全一稳定":', text)
    text = retyped("    国家秘密:", "    属于国家秘密:", text)
    text = retyped("\n申请:", "\n三、收到和处理政府信息公开申请情况:", text)
    assert read(text).kinds == []


# -- dates and words


@pytest.mark.parametrize(
    "typed",
    [
        "2024年3月8日", "2024.3.8", "2024-3-8", "2024/3/8", "2024－03－08", "２０２４年３月８日", "20240308",
        "2024年 3月 8日", "2024-03-08 10:30", "2024-03-08T10:30:00", "2024年3月8日 上午9时",
        "2024-03-08 星期五", "2024-03-08。", "2024年3月8号",
    ],
)  # fmt: skip
def test_a_whole_date_is_understood_and_mended(typed: str) -> None:
    found = read(retyped(DATE, f"{typed}  "))
    assert found.places == ["date-form 3:7"]
    assert found.mended == WHOLE
    assert found.report is not None
    assert (found.report.published, found.report.fields["published"]) == (date(2024, 3, 8), "2024-03-08")


@pytest.mark.parametrize(
    ("typed", "kind", "likely"),
    [
        ("2024年1月", "date-incomplete", ""),
        ("2024.1", "date-incomplete", ""),
        ("1月22日", "date-incomplete", ""),
        ("2024", "date-incomplete", ""),
        ("二〇二四年一月二十二日", "date-incomplete", "2024-01-22"),
        ("二〇二四年一月", "date-incomplete", ""),
        ("2024-02-30", "date-impossible", ""),
        ("2024年2月30日", "date-impossible", ""),
        ("20241301", "date-impossible", ""),
        ("1/22/2024", "bad-date", "2024-01-22"),
        ("45313", "bad-date", "2024-01-22"),
        ("未定", "bad-date", ""),
    ],
)
def test_a_date_that_is_not_certain_is_asked_about(typed: str, kind: str, likely: str) -> None:
    found = read(retyped(DATE, f"{typed}  "))
    assert found.places == [f"{kind} 3:7"]
    assert found.faults[0].facts["likely"] == likely
    assert not found.edits
    assert found.report is not None
    assert found.report.published is None


def test_dates_of_statements_and_corrections_are_read_the_same_way() -> None:
    text = retyped("日期: 2024-02-26", "日期: 2024年2月26日")
    found = read(retyped("日期: 2024-04-02", "日期: 2024.4.2", text))
    assert found.kinds == ["date-form", "date-form"]
    assert found.mended == WHOLE


def test_a_remark_behind_a_date_may_be_marked_in_any_way() -> None:
    for remark in ("　# 注", "# 注", "＃注", "（星期五）", " // 注"):
        found = read(f"发布日期: 2024-03-08{remark}\n{NONE}")
        assert found.kinds == ["note"], remark
        assert found.report is not None
        assert found.report.published == date(2024, 3, 8)


def test_a_report_without_a_date_is_a_draft() -> None:
    for head in ("", "发布日期: 待定\n", "发布日期:\n", "发布日期: 待定 # 查\n"):
        found = read(head + NONE)
        assert found.kinds == []
        assert found.report is not None
        assert found.report.published is None


def test_a_correction_needs_its_date() -> None:
    assert read(NONE + "更正:\n  - 内容: 改\n").places == ["correction-without-date 11:5"]
    assert read(NONE + "更正: 无\n核实说明: 无\n").kinds == []


@pytest.mark.parametrize("typed", ["无。", "“无”", "无；", "'无'", '"无"'])
def test_none_with_punctuation_is_none(typed: str) -> None:
    found = read(NONE.replace("申请: 无", f"申请: {typed}"))
    assert found.kinds == ([] if typed[0] in "'\"" else ["word-form"])
    assert set(found.row("本年新收")) == {0}
    assert read(found.mended).kinds == []


@pytest.mark.parametrize("typed", ["全无", "没有", "0", "零", "没有发生", "全年没有", "/"])
def test_words_near_to_none_are_asked_about(typed: str) -> None:
    found = read(NONE.replace("申请: 无", f"申请: {typed}"))
    assert found.places == ["none-unclear 8:5"]
    assert not found.edits
    assert set(found.row("本年新收")) == {"unreadable"}


@pytest.mark.parametrize("typed", ["见附件", "待填", ""])
def test_a_table_needs_its_rows(typed: str) -> None:
    assert read(NONE.replace("申请: 无", f"申请: {typed}")).kinds == ["not-a-table"]


def test_the_first_table_has_no_word_for_none() -> None:
    assert read("主动公开: 无\n申请: 无\n复议诉讼: 无\n").kinds == ["not-a-table"]


# -- names


@pytest.mark.parametrize(
    ("typed", "inside", "suggestion"),
    [("予以公布", "申请", "予以公开"), ("部份公开", "申请", "部分公开"), ("本年新受", "申请", "本年新收")],
)
def test_a_misspelt_row_is_told_once_with_the_likely_name(typed: str, inside: str, suggestion: str) -> None:
    found = read(retyped(f"  {suggestion}:", f"  {typed}:"))
    assert found.kinds == ["unknown-key"]
    assert (found.faults[0].facts["inside"], found.faults[0].facts["suggestion"]) == (inside, suggestion)


def test_a_misspelt_field_has_its_likely_name_too() -> None:
    found = read("发布曰期: 2024-01-22\n" + NONE)
    assert found.faults[0].facts["suggestion"] == "发布日期"
    found = read(NONE + "更正:\n  - 日期: 2024-01-22\n    內容: 改\n")
    assert found.faults[0].facts["suggestion"] == "内容"


def test_a_row_of_another_table_is_sent_there() -> None:
    found = read(retyped(R, R + "  行政许可: 5\n"))
    assert found.kinds == ["misplaced"]
    assert (found.faults[0].facts["here"], found.faults[0].facts["there"]) == ("申请", "主动公开")


def test_a_row_of_another_group_is_sent_there_and_read() -> None:
    text = retyped("    没有掌握:", "    重复申请:")
    text = retyped("    重复申请:       1 ", "    没有掌握:       1 ", text)
    found = read(text)
    assert found.kinds == ["misplaced", "misplaced"]
    assert [fault.facts["there"] for fault in found.faults] == ["申请-不予处理", "申请-无法提供"]
    assert found.row("重复申请") == [31, 0, 0, 0, 0, 0, 31]


def test_a_lost_group_is_one_fault_for_all_its_rows() -> None:
    start = WHOLE.index("  不予公开:")
    found = read(WHOLE[:start] + WHOLE[WHOLE.index("    国家秘密") :])
    assert found.kinds == ["misplaced"]
    assert len(found.faults[0].facts["keys"]) == 8
    assert found.row("行政查询") == [2, 0, 0, 0, 0, 0, 2]


def test_a_lost_table_is_one_fault_for_all_its_rows() -> None:
    found = read(retyped("\n复议诉讼:\n  列:            维持", "\n  列:            维持"))
    assert found.kinds == ["duplicate-key", "misplaced"]
    assert found.faults[1].facts["keys"] == ["行政复议", "直接起诉", "复议后诉"]


def test_fields_amid_a_table_are_sent_to_the_head() -> None:
    found = read(retyped(R, R + "  标题: 某\n"))
    assert (found.kinds, found.faults[0].facts["there"]) == (["misplaced"], "")


def test_missing_rows_are_one_fault() -> None:
    text = retyped(R, "")
    start, end = text.index("    信访投诉"), text.index("  其他处理:")
    found = read(text[:start] + text[end:])
    assert found.kinds == ["missing-rows", "group-without-rows"]
    assert found.faults[0].facts["rows"] == ["予以公开"]
    assert len(found.faults[1].facts["rows"]) == 5


def test_missing_tables_are_told() -> None:
    found = read("主动公开:\n  规章: 0 0 0\n")
    assert found.kinds.count("missing-table") == 2
    assert [fault.facts["none"] for fault in found.faults if fault.kind == "missing-table"] == ["无", "无"]


def test_rows_in_another_order_are_put_in_order() -> None:
    first, second = (line for line in WHOLE.splitlines(True) if line.startswith(("  本年新收", "  上年结转")))
    found = read(WHOLE.replace(first + second, second + first))
    assert found.kinds == ["row-order"]
    assert found.mended == WHOLE
    assert found.row("上年结转") == [0] * 7


def test_rows_in_another_order_are_mended_together_with_what_is_in_them() -> None:
    first, second = (line for line in WHOLE.splitlines(True) if line.startswith(("  本年新收", "  上年结转")))
    found = read(WHOLE.replace(first + second, second + first.replace("本年新收:", "本年新收：")))
    assert sorted(found.kinds) == ["colon", "row-order"]
    assert read(found.mended).kinds == []
    assert found.mended.index("本年新收:") < found.mended.index("上年结转:")


def test_the_line_of_columns_guards_their_order() -> None:
    guard = "列:          自然人  企业  科研  公益  法律  其他  总计"
    assert read(retyped(guard, "列: 自然人，企业，科研，公益，法律，其他，总计")).kinds == ["guard-form"]
    found = read(retyped(guard, "列: 企业  自然人  科研  公益  法律  其他  总计"))
    assert (found.kinds, found.edits) == (["wrong-guard"], [])
    assert (
        read(retyped(guard, "列: 自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计")).kinds == []
    )


def test_statements_need_their_dashes() -> None:
    found = read(NONE + "核实说明:\n  问题: S102\n  位置: 主动公开-规章-有效\n")
    assert found.kinds == ["not-a-list"]
    assert found.report is not None
    assert found.report.explanations[0].rule == "S102"


def test_numbers_of_a_statement_may_have_commas_between() -> None:
    found = read(retyped("470 643", "４７０，６４３"))
    assert found.kinds == []
    assert found.report is not None
    assert found.report.explanations[0].numbers == ("470", "643")


def test_text_is_kept_as_typed() -> None:
    found = read("索引号: 010010\n版式: 2021\n标题: 某 某 #1\n" + NONE)
    assert found.report is not None
    assert found.report.fields["index_number"] == "010010"
    assert found.report.fields["edition"] == "2021"
    assert found.report.fields["title"] == "某 某"
    assert found.kinds == ["text-lost"]


# -- signs of YAML, and what no parser reads


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("申请: &a 无\n", ["sign-first"]),
        ("申请: *a\n", ["sign-first"]),
        ("申请: !x 无\n", ["sign-first"]),
        ("%YAML 1.2\n", ["marker"]),
        ("? 申请: 无\n", ["name-sign"]),
        ("<<: *a\n", ["sign-first"]),
        ("[甲]: 1\n", ["unknown-key"]),
        ("申请: 无 }\n", ["not-a-table"]),
    ],
)
def test_signs_of_yaml_are_named(text: str, kinds: list[str]) -> None:
    tables = NONE.replace("申请: 无\n", "") if "申请" in text else NONE
    found = read(text + tables)
    assert [kind for kind in found.kinds if not kind.startswith("missing")][: len(kinds)] == kinds
    assert found.report is not None


def test_a_line_nobody_can_read_does_not_hide_the_others() -> None:
    text = (
        NONE.replace("行政许可: 0", "行政许可: ０")
        .replace("申请: 无", "申请: 无\n? [\n复议诉讼：无")
        .replace("复议诉讼: 无\n", "")
    )
    assert set(read(text).kinds) >= {"wide-number", "colon"}


def test_the_words_of_the_parser_are_never_shown() -> None:
    import nianbao.rules  # noqa: F401
    from nianbao.rules.register import FAULT, rule_for

    for text in ("a: b\n c: [\n", "申请: 无\n  ? [\n", "a\nb: {\n", "申请: 无\n\t- {\n"):
        for fault in read(text).faults:
            problem = rule_for(FAULT, fault.kind).check(fault)
            assert not any(word in problem.text for word in ("found", "expected", "mapping", "token"))


# -- limits


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("申请: " + "[" * 90_000, "sign-first"),
        ("申请: " + "[" * 100_000, "too-long"),
        ("申请:\n  予以公开: " + "[" * 90_000, "wrong-count"),
        ("附件: " + "[" * 90_000 + "\n", "sign-first"),
        ("\n".join(f"k{i}: 1" for i in range(200_000)), "too-long"),
        ("\n".join(["申请:"] * 40_000), "too-long"),
        ("\n".join("申请:" for _ in range(MAX_LINES - 1)), "duplicate-key"),
        ("申请:\n" + "\n".join(f"  k{i}: 1" for i in range(MAX_LINES - 9)), "unknown-key"),
        ("申请:\n  予以公开: " + "0\t" * 45_000, "tab"),
        ("申请:\n  予以公开: " + "0\u2028" * 45_000, "line-sign"),
        ("申请:\n  予以公开: " + "0（" * 45_000, "wrong-count"),
        ("申请:\n  予以公开: " + "总计：" * 30_000, "not-a-number"),
        ("申请:\n  予以公开: " + "9" * 90_000, "wrong-count"),
        ("标题: " + '"' * 90_000, "quote-early"),
        ("标题: a" + " " * 90_000 + "b", "missing-table"),
        ("\n".join(" " * depth + "申请:" for depth in range(400)), "too-deep"),
        ("\u200b" * 90_000, "not-a-report"),
    ],
    ids=lambda value: value if len(value) < 20 else f"{len(value)} characters",
)
@pytest.mark.timeout(60)
def test_the_size_of_a_file_never_holds_up_the_rest(text: str, kind: str) -> None:
    found = read(text)
    assert kind in found.kinds or (kind == "not-a-number" and "wrong-count" in found.kinds)


# -- C and pure parser


@pytest.fixture
def pure(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    events = located._events
    monkeypatch.setattr(located, "_events", lambda text, _: events(text, True))
    yield


ODD_FILES = [
    WHOLE,
    NONE,
    WHOLE.replace("\n", "\r\n"),
    row_retyped("予以公开", ":\t22\t0 0 0 0 0 22\t# 注"),
    row_retyped("予以公开", "：22 0\u2028 0 0 0 0 22"),
    retyped(R, "\t予以公开: 22 0\n      0 0 0 0 22\n"),
    retyped("原因: 统计", "原因: % 统计"),
    retyped("2024-03-08 ", " "),
    retyped("    说明: |\n", "    说明: |\n     \n"),
]


@pytest.mark.parametrize("number", range(len(ODD_FILES)))
def test_both_parsers_give_the_same_values_faults_and_places(
    number: int, pure: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = read(ODD_FILES[number])
    monkeypatch.undo()
    assert _same(read(ODD_FILES[number])) == _same(slow)


def _same(found: Read) -> object:
    return found.report, [(fault.kind, fault.start, fault.end, fault.edits) for fault in found.faults]


# -- anything typed anywhere

TYPED = st.sampled_from(
    [
        *"：，、；。　\u00a0\t\u200b\ufeff\u2028\x85\v\0＃#[]［］【】\"'“”*&%@`!?|｜>",
        *"－—-–~～/_＿: \n\r{},.0８１①无件（）",
        "\n  ",
        "    ",
        "\r\n",
        *("待填", "- ", "注: ", " #", "申请:", "本年新收", "列", "０，０", "\ud800", "🎈"),
    ]
)
CHANGE = st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 3), TYPED)


@st.composite
def changed_files(draw: st.DrawFn) -> str:
    """The whole report with a few places typed over."""
    text = WHOLE
    for place, removed, typed in draw(st.lists(CHANGE, min_size=1, max_size=6)):
        text = text[:place] + typed + text[place + removed :]
    return text


@settings(max_examples=400, deadline=None, derandomize=True)
@given(changed_files())
def test_whatever_is_typed_mends_are_safe_complete_and_apart(text: str) -> None:
    found = read(text)
    assert all(0 <= fault.start <= fault.end and fault.start <= len(text) for fault in found.faults)
    edits = found.edits
    assert all(one.end <= other.start and one.start < other.start for one, other in pairwise(edits))
    again = read(found.mended)
    # What a mend has moved may want its blanks moved once more: rows in order, a text below its name.
    moved = ("row-order", "text-not-indented")
    assert [fault.kind for fault in again.faults if fault.edits and fault.kind not in moved] == []
    if found.report is not None and again.report is not None:
        for before, after in zip(found.report.figures, again.report.figures, strict=True):
            assert before.state != NUMBER or after.state != NUMBER or before.value == after.value


@settings(max_examples=150, deadline=None, derandomize=True)
@given(changed_files())
def test_whatever_is_typed_both_parsers_agree(text: str) -> None:
    events = located._events
    fast = _same(read(text))
    located._events = lambda text, _: events(text, True)
    try:
        assert _same(read(text)) == fast
    finally:
        located._events = events


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    read(text)


def test_parse_date_takes_one_form_only() -> None:
    assert parse_date("2024-01-22") == date(2024, 1, 22)
    assert [parse_date(text) for text in ("2024-1-22", "２０２４-01-22", "2024-02-30", "")] == [None] * 4


def test_a_row_over_two_lines_is_told_on_the_second() -> None:
    text = retyped(R, "  予以公开: 22 0 0\n      0 0 0 22\n")
    assert read(text).places == [f"row-broken {line_of(WHOLE, R) + 1}:7"]
