"""Importing again: nobody's work is lost, nothing is overwritten silently, and twice is the same as once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.drafting import draft_figures, draft_prose
from nianbao.forms import Form
from nianbao.importing.document import Refused
from nianbao.importing.files.merging import Merged, Standing, merge
from nianbao.importing.files.prose_merging import CHANGED, CONFLICT, KEPT, merge_prose
from nianbao.importing.imported import Imported
from nianbao.report import Report, read_report
from nianbao.tidying import tidy
from nianbao.writing import write_tables
from tests.importing.imported_samples import FORMS, YEARS, imported
from tests.sites import FORM

TOTAL, NATURAL = "requests.new_requests.total", "requests.new_requests.natural_person"
FEES = "disclosure.fees.amount"
TAIL = """
核实说明:
  - 问题: A103   # 已核实
    位置: 申请-本年新收-总计
    数值: 1 0
    说明: |
      台账如此。
    核实人: 办公室
    日期: 2024-01-10
更正:
  - 日期: 2024-04-02
    内容: 改了一个数。
    原因: 笔误
"""


def first(source: Imported | None = None) -> Standing:
    return standing(merge(source or imported(), Standing()))


def standing(merged: Merged) -> Standing:
    return Standing(merged.figures, merged.prose, merged.log)


def edited(files: Standing, *pairs: tuple[str, str]) -> Standing:
    """The files after a clerk has changed words in them."""
    figures, prose = (files.figures or b"").decode(), (files.prose or b"").decode()
    for old, new in pairs:
        assert (old in figures) != (old in prose)
        figures, prose = figures.replace(old, new, 1), prose.replace(old, new, 1)
    return Standing(figures.encode(), prose.encode(), files.log)


def read(data: bytes, form: Form = FORM) -> Report:
    report, faults = read_report(data.decode(), form, YEARS[form.edition])
    assert report is not None and [f for f in faults if not f.facts.get("draft_ok")] == []
    return report


def sign(merged: Merged, address: str) -> str:
    return read(merged.figures).figures[FORM.by_address[address].index].sign


def with_figure(files: Standing, address: str, new: str, form: Form = FORM) -> Standing:
    """The files after a clerk has typed another figure."""
    assert files.figures is not None
    figure = read(files.figures, form).figures[form.by_address[address].index]
    text = files.figures.decode()
    return Standing((text[: figure.start] + new + text[figure.end :]).encode(), files.prose, files.log)


# -- twice is the same as once


@pytest.mark.parametrize("edition", FORMS)
def test_importing_the_same_file_twice_changes_no_byte(edition: str) -> None:
    source = imported(form=FORMS[edition])
    once = merge(source, Standing())
    assert merge(source, standing(once)) == once
    assert merge(source, standing(once), replace=True) == once


def test_importing_twice_changes_no_byte_of_what_a_clerk_made_of_it() -> None:
    files = edited(
        first(),
        ("发布日期: 2024-01-20", "发布日期:   2024-01-22   # 已核"),
        ("  规章:               0     0     0", "  规章: 1 0 1"),
        ("全年主动公开政府信息，都在政府网站上。", "全年主动公开政府信息12条。"),
    )
    files = Standing((files.figures or b"") + TAIL.encode(), files.prose, files.log)
    again = merge(imported(), files)
    assert (again.figures, again.prose, again.log) == (files.figures, files.prose, files.log)
    assert not again.changes and not again.conflicts
    assert [item.address for item in again.kept] == [
        "disclosure.regulations.issued",
        "disclosure.regulations.in_force",
        "",
    ]


def test_a_conflict_stays_until_somebody_decides() -> None:
    files = with_figure(first(), TOTAL, "1")
    second = merge(imported({TOTAL: "2"}), files)
    assert [item.address for item in second.conflicts] == [TOTAL]
    third = merge(imported({TOTAL: "2"}), standing(second))
    assert standing(third) == standing(second) and [item.address for item in third.conflicts] == [TOTAL]
    log = (third.log or b"").decode()
    assert "还没有决定的：1 处，写在最后。" in log
    assert "\n申请-本年新收-总计\n  现在：1\n  新来：2\n" in log


@pytest.mark.parametrize(("decided", "kept"), [("2", []), ("7", ["7"])])
def test_typing_another_figure_decides_a_conflict(decided: str, kept: list[str]) -> None:
    second = merge(imported({TOTAL: "2"}), with_figure(first(), TOTAL, "1"))
    third = merge(imported({TOTAL: "2"}), with_figure(standing(second), TOTAL, decided))
    assert sign(third, TOTAL) == decided and not third.conflicts
    assert [item.mine for item in third.kept] == kept
    assert "请决定" not in third.log.decode()


def test_keeping_decides_for_what_stands_there_and_lets_the_rest_come_in() -> None:
    files = edited(with_figure(first(), TOTAL, "1"), ("都在政府网站上", "都在网上"))
    theirs = imported(
        {TOTAL: "2", FEES: "3"}, markdown=imported().markdown.replace("都在政府网站上", "都在官网")
    )
    kept = merge(theirs, files, keep=True)
    assert (sign(kept, TOTAL), sign(kept, FEES)) == ("1", "3")
    assert "都在网上" in kept.prose.decode() and not kept.conflicts
    assert [item.address for item in kept.kept] == [TOTAL, ""]
    again = merge(theirs, standing(kept))
    assert standing(again) == standing(kept) and not again.conflicts


def test_a_newer_source_is_compared_with_what_is_still_to_be_decided() -> None:
    second = merge(imported({TOTAL: "2"}), with_figure(first(), TOTAL, "1"))
    third = merge(imported({TOTAL: "3"}), standing(second))
    assert [(item.mine, item.theirs) for item in third.conflicts] == [("1", "3")]
    back = merge(imported({TOTAL: "1"}), standing(second))
    assert not back.conflicts and "请决定" not in back.log.decode()


def test_passages_wait_until_somebody_decides_too() -> None:
    base = imported()
    files = edited(first(), ("都在政府网站上", "都在网上"), ("每周检查一次", "每月检查一次"))
    new = base.markdown.replace("都在政府网站上", "都在官网").replace("每周检查一次", "每日检查一次")
    theirs = imported(markdown=new)
    second = merge(theirs, files)
    assert len(second.conflicts) == 2
    third = merge(theirs, standing(second))
    assert standing(third) == standing(second) and len(third.conflicts) == 2
    decided = edited(standing(third), ("都在网上", "都在官网"))
    [left] = merge(theirs, decided).conflicts
    assert "每月检查一次" in left.mine
    decided = edited(decided, ("每月检查一次", "每季检查一次"))
    done = merge(theirs, decided)
    assert not done.conflicts and "请决定" not in done.log.decode()


def test_the_unit_of_an_amount_waits_too() -> None:
    form = FORMS["2019"]
    files = first(imported(form=form, units={"采购单位": "元"}))
    other = imported(form=form, units={"采购单位": "万元"})
    second = merge(other, edited(files, ("元  ", "未注明  ")))
    third = merge(other, standing(second))
    assert standing(third) == standing(second) and [item.mine for item in third.conflicts] == ["未注明"]


# -- figures


def test_a_figure_that_only_the_source_changed_comes_in_with_old_and_new() -> None:
    merged = merge(imported({TOTAL: "12", FEES: "5949.088667"}), first())
    assert (sign(merged, TOTAL), sign(merged, FEES)) == ("12", "5949.088667")
    fees, total = merged.changes
    assert (total.place, total.mine, total.theirs) == ("表三 一、本年新收，总计", "0", "12")
    assert (fees.address, fees.mine, fees.theirs) == (FEES, "0", "5949.088667")
    assert tidy(merged.figures.decode(), FORM, 2023)[1] == 0


def test_everything_but_the_figures_stays_as_it_is() -> None:
    files = edited(first(), ("发布日期: 2024-01-20", "发布日期: 2024-01-25  # 书记定的\n汇总范围: 全部下级"))
    files = Standing((files.figures or b"") + TAIL.encode(), files.prose, files.log)
    source = imported({TOTAL: "123456"}, fields={"published": "2024-02-01", "title": "别的标题"})
    old, new = (files.figures or b"").decode(), merge(source, files).figures.decode()
    differing = [(a, b) for a, b in zip(old.split("\n"), new.split("\n"), strict=True) if a != b]
    assert all("#" in a and a.split("#")[1] == b.split("#")[1] for a, b in differing)
    assert [b.split() for _, b in differing if "123456" in b] != []
    assert "2024-01-25  # 书记定的\n汇总范围: 全部下级\n" in new and new.endswith(TAIL)


def test_columns_that_nobody_keeps_straight_are_left_as_they_are() -> None:
    files = edited(first(), ("  规章:               0     0     0", "  规章: 0 0 0"))
    old, new = (files.figures or b"").decode(), merge(imported({TOTAL: "12"}), files).figures.decode()
    differing = [(a, b) for a, b in zip(old.split("\n"), new.split("\n"), strict=True) if a != b]
    [(before, after)] = differing
    assert after == before.replace("     0  #", "    12  #")


@pytest.mark.parametrize("remark", ["", "   # 全年没有"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_table_that_was_one_word_is_written_out_when_a_figure_comes(remark: str, newline: str) -> None:
    text = (first().figures or b"").decode()
    head, _, rest = text.partition("申请:\n")
    typed = f"{head}申请: 无{remark}\n\n{rest[rest.index('复议诉讼:') :]}".replace("\n", newline)
    files = Standing(typed.encode(), first().prose, first().log)
    assert merge(imported(), files).figures == typed.encode()
    merged = merge(imported({TOTAL: "1", NATURAL: "1"}), files)
    assert (sign(merged, TOTAL), sign(merged, NATURAL), sign(merged, FEES)) == ("1", "1", "0")
    new = merged.figures.decode()
    assert f"\n申请:{remark}{newline}  列: " in new
    assert new.count("\n") == new.count(newline) == text.count("\n")


def test_a_figure_written_another_way_is_no_change() -> None:
    files = with_figure(first(imported({FEES: "25.10"})), FEES, "25.1")
    again = merge(imported({FEES: "25.10"}), files)
    assert again.figures == files.figures and not again.kept


def test_the_unit_of_an_amount_follows_the_same_rule() -> None:
    form = FORMS["2019"]
    files = first(imported(form=form, units={"采购单位": "元"}))
    other = imported(form=form, units={"采购单位": "万元"})
    merged = merge(other, files)
    assert read(merged.figures, form).units == {"procurement": "万元"}
    assert [(item.place, item.mine, item.theirs) for item in merged.changes] == [
        ("表二 采购单位", "元", "万元")
    ]
    mine = edited(files, ("元  ", "未注明  "))
    assert [item.mine for item in merge(other, mine).conflicts] == ["未注明"]


def test_a_draft_of_new_is_filled_and_what_was_typed_into_it_stays() -> None:
    draft = draft_figures(FORM, "东城区教育委员会", 2023, {TOTAL: "7", NATURAL: "0"}).encode()
    files = Standing(draft, draft_prose(FORM).encode())
    merged = merge(imported(), files)
    assert [(item.address, item.mine, item.theirs) for item in merged.conflicts] == [(TOTAL, "7", "0")]
    assert sign(merged, TOTAL) == "7" and sign(merged, FEES) == "0"
    assert read(merged.figures).dated == ""
    assert b"\xe5\xbe\x85\xe5\xa1\xab" not in merged.prose


@pytest.mark.parametrize("log", [None, b"", b"\xff\x00damaged"])
def test_without_a_log_every_difference_is_a_conflict(log: bytes | None) -> None:
    files = Standing(first().figures, first().prose, log)
    source = imported({TOTAL: "1"}, markdown="别的文字。\n")
    merged = merge(source, files)
    assert (merged.figures, merged.prose) == (files.figures, files.prose)
    assert not merged.changes
    assert (merged.conflicts[0].address, merged.conflicts[0].mine, merged.conflicts[0].theirs) == (
        TOTAL,
        "0",
        "1",
    )
    assert any(item.address == "" for item in merged.conflicts)


def test_replacing_lets_the_source_win_and_still_shows_old_and_new() -> None:
    files = edited(with_figure(first(), TOTAL, "5"), ("都在政府网站上", "都在网上"))
    for log in (files.log, None):
        source = imported({TOTAL: "1", NATURAL: None})
        merged = merge(source, Standing(files.figures, files.prose, log), replace=True)
        assert sign(merged, TOTAL) == "1"
        assert [(item.mine, item.theirs) for item in merged.changes if item.address == TOTAL] == [("5", "1")]
        assert merged.prose == first().prose
        assert not merged.conflicts


def test_what_the_source_does_not_say_replaces_nothing() -> None:
    files = with_figure(first(imported({TOTAL: None})), TOTAL, "5")
    for log in (files.log, None):
        merged = merge(imported({TOTAL: None}), Standing(files.figures, files.prose, log), replace=True)
        assert sign(merged, TOTAL) == "5"


def test_a_missing_file_is_written_and_the_other_is_left() -> None:
    files = first()
    assert merge(imported(), Standing(None, files.prose, files.log)).figures == files.figures
    assert merge(imported(), Standing(files.figures, None, files.log)).prose == files.prose


def test_marks_and_line_ends_of_the_file_stay() -> None:
    files = first()
    mark = b"\xef\xbb\xbf"
    crlf = Standing(
        *(mark + (data or b"").replace(b"\n", b"\r\n") for data in (files.figures, files.prose, files.log))
    )
    same = merge(imported(), crlf)
    assert (same.figures, same.prose) == (crlf.figures, crlf.prose)
    other = merge(imported({TOTAL: "12"}, markdown="头一段。\n\n" + imported().markdown), crlf)
    for data in (other.figures, other.prose):
        assert data.startswith(mark) and data.count(b"\n") == data.count(b"\r\n")
    assert sign(Merged(other.figures[3:], b"", b""), TOTAL) == "12"
    assert other.prose.decode("utf-8-sig").startswith("头一段。\r\n")


def test_totals_left_to_the_program_stay_so_until_the_source_changes_them() -> None:
    files = with_figure(first(), TOTAL, "_")
    merged = merge(imported({NATURAL: "3"}), files)
    assert (sign(merged, TOTAL), sign(merged, NATURAL)) == ("_", "3")
    assert [item.mine for item in merged.kept] == ["_"]
    assert [item.address for item in merge(imported({TOTAL: "3"}), files).conflicts] == [TOTAL]


# -- files that cannot be relied on


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text.replace("申请:", "申清:"),
        lambda text: text.replace("     0     0     0     0     0     0     0", "  0 0 0 0 0 0"),
        lambda text: text.replace("     0     0     0", "     0，    0     0"),
        lambda text: "这不是年报",
        lambda text: "[" * 10_000,
        lambda text: text + "\n" * 3_000,
    ],
)
def test_a_file_with_faults_is_left_alone_and_the_reason_is_given(damage: object) -> None:
    files = first()
    assert callable(damage)
    text = damage((files.figures or b"").decode())
    with pytest.raises(Refused) as refused:
        merge(imported({TOTAL: "1"}), Standing(text.encode(), files.prose, files.log), replace=True)
    fault = refused.value.fault
    assert fault.kind == "import-standing-broken"
    assert fault.facts["file"] == "2023.yaml" and fault.facts["line"] >= 1 and fault.facts["faults"]


def test_prose_that_cannot_be_read_is_left_alone() -> None:
    files = first()
    with pytest.raises(Refused) as refused:
        merge(imported(), Standing(files.figures, "正文".encode("utf-16"), files.log))
    assert refused.value.fault.facts["file"] == "2023.md"


def test_a_report_in_another_edition_is_left_alone() -> None:
    old = FORMS["2019"]
    files = first(imported(form=old, year=2021, fields={"edition": "2019"}))
    with pytest.raises(Refused) as refused:
        merge(imported(year=2021), files)
    assert refused.value.fault.kind == "import-other-edition"
    assert refused.value.fault.facts["wanted"] == "2021"
    with pytest.raises(Refused) as refused:
        merge(imported(form=old, year=2023, fields={"edition": "2019"}), first())
    assert refused.value.fault.kind == "import-other-edition"


# -- any figures at all

SIGNS = st.sampled_from(["0", "1", "12", "400", "~", "/", "待填"])


def tables(form: Form, values: Mapping[str, str]) -> bytes:
    unit = "采购单位:          待填"
    text = draft_figures(form, "某单位", YEARS[form.edition], dict(values))
    return text.replace(unit, unit.replace("待填", "  元")).encode()


@pytest.mark.parametrize("edition", FORMS)
@given(data=st.data())
def test_three_ways_of_any_figures(edition: str, data: st.DataObject) -> None:
    form = FORMS[edition]
    addresses = [cell.address for cell in form.cells]

    def drawn() -> dict[str, str]:
        some = data.draw(st.dictionaries(st.sampled_from(addresses), SIGNS, max_size=12))
        return dict.fromkeys(addresses, "0") | some

    base, mine, theirs = drawn(), drawn(), drawn()
    log = merge(imported(base, form=form), Standing()).log
    prose = imported().markdown.encode()
    merged = merge(imported(theirs, form=form), Standing(tables(form, mine), prose, log))
    result = {
        cell.address: figure.sign
        for cell, figure in zip(form.cells, read(merged.figures, form).figures, strict=True)
    }
    conflicts = {item.address for item in merged.conflicts}
    for address in addresses:
        says = theirs[address] != "待填"
        both = mine[address] != base[address] and theirs[address] != base[address]
        assert (address in conflicts) == (says and both and mine[address] != theirs[address])
        taken = theirs if says and mine[address] == base[address] else mine
        assert result[address] == taken[address]
    if edition == "2031":  # the smallest
        again = merge(imported(theirs, form=form), standing(merged))
        assert standing(again) == standing(merged)
        assert {item.address for item in again.conflicts} == conflicts
    changed = {item.address for item in merged.changes if item.address in result}
    assert changed == {address for address in addresses if result[address] != mine[address]}


# -- prose


def lines(*texts: str) -> str:
    return "\n\n".join(texts) + "\n"


def kinds(passages: object) -> list[str]:
    assert isinstance(passages, tuple)
    return [passage.kind for passage in passages]


@given(data=st.data())
def test_edits_in_different_places_are_all_made(data: st.DataObject) -> None:
    """Each line is changed, taken out or followed by a new one, on one side at most."""
    base = [f"第{number}段。" for number in range(data.draw(st.integers(0, 12)))]
    mine, theirs, both = [], [], []
    for line in base:
        side = data.draw(st.sampled_from(["", "mine", "theirs"]))
        made = data.draw(st.sampled_from([[f"{line}改"], [], [line, f"{line}新"]])) if side else [line]
        mine += made if side == "mine" else [line]
        theirs += made if side == "theirs" else [line]
        both += made
    text, passages = merge_prose(lines(*base), lines(*mine), lines(*theirs))
    assert text.split() == both
    assert CONFLICT not in kinds(passages)


@given(st.text("甲乙\n #", max_size=30), st.text("甲乙\n #", max_size=30), st.text("甲乙\n #", max_size=30))
def test_any_three_texts_merge(base: str, mine: str, theirs: str) -> None:
    def said(text: str) -> list[str]:
        return [line.strip() for line in text.split("\n") if line.strip()]

    assert merge_prose(base, base, theirs)[0].split() == theirs.split()
    assert merge_prose(base, mine, base)[0] == mine
    assert merge_prose(theirs, mine, theirs)[0] == mine
    assert merge_prose(None, mine, theirs)[0] == mine
    assert said(merge_prose(base, mine, theirs, replacing=True)[0]) == said(theirs)
    merged, passages = merge_prose(base, mine, theirs)
    assert set(said(merged)) <= set(said(mine)) | set(said(theirs))
    if CONFLICT not in kinds(passages):
        assert set(said(theirs)) - set(said(base)) <= set(said(merged))
    assert set(said(mine)) - set(said(base)) <= set(said(merged))


def test_both_changing_one_paragraph_keeps_mine_and_shows_both() -> None:
    base = lines("## 一、总体情况", "共3件。", "另一段。")
    mine, theirs = base.replace("3件", "4件"), base.replace("3件", "5件").replace("另一段", "新一段")
    text, (conflict, change) = merge_prose(base, mine, theirs)
    assert text == lines("## 一、总体情况", "共4件。", "新一段。")
    assert (conflict.kind, conflict.heading) == (CONFLICT, "一、总体情况")
    assert (conflict.base, conflict.mine, conflict.theirs) == ("共3件。", "共4件。", "共5件。")
    assert (change.kind, change.mine, change.theirs) == (CHANGED, "另一段。", "新一段。")


def test_the_same_change_on_both_sides_is_none() -> None:
    assert merge_prose("甲\n", "乙\n", "乙\n") == ("乙\n", ())


def test_paragraphs_put_in_at_one_place_by_both_are_a_conflict() -> None:
    text, passages = merge_prose(lines("甲", "丁"), lines("甲", "乙", "丁"), lines("甲", "丙", "丁"))
    assert text == lines("甲", "乙", "丁") and kinds(passages) == [CONFLICT]


def test_what_a_clerk_took_out_stays_out() -> None:
    text, passages = merge_prose(lines("甲", "乙", "丙"), lines("甲", "丙"), lines("甲", "乙", "丙", "丁"))
    assert text == lines("甲", "丙", "丁")
    assert sorted(kinds(passages)) == [CHANGED, KEPT]


def test_blanks_and_empty_lines_are_no_change() -> None:
    mine = "　　甲\n乙  \n\n\n丙"
    assert merge_prose(lines("甲", "乙", "丙"), mine, lines("甲", "乙", "丙")) == (mine, ())
    assert merge_prose(lines("甲", "乙", "丙"), mine, lines("甲", "乙", "丙", "丁"))[0] == f"{mine}\n\n丁\n"


@pytest.mark.timeout(60)
def test_texts_of_many_lines_that_are_all_alike_take_no_long_time() -> None:
    merge_prose("甲\n乙\n" * 20_000, "乙\n丙\n" * 30_000, "丙\n甲\n" * 30_000)
    merge_prose("甲\n乙\n" * 900, "乙\n丙\n甲\n" * 600, "丙\n甲\n乙\n丁\n" * 450)


def test_prose_and_figures_are_merged_together() -> None:
    files = edited(first(), ("都在政府网站上", "都在网上"))
    source = imported({TOTAL: "1"}, markdown=imported().markdown.replace("每周检查一次", "每日检查一次"))
    merged = merge(source, files)
    assert "都在网上" in merged.prose.decode() and "每日检查一次" in merged.prose.decode()
    assert [(item.address, item.place) for item in merged.changes] == [
        (TOTAL, "表三 一、本年新收，总计"),
        ("", "五、存在的主要问题及改进情况"),
    ]
    assert [item.mine for item in merged.kept] == ["全年主动公开政府信息，都在网上。"]


def test_the_tables_of_a_file_made_by_hand_are_merged_too() -> None:
    head = "发布日期: 2024-01-20\n"
    typed = head + write_tables(FORM, {}, "0").replace("\n申请:", "\n申请:  # 手工抄录").replace(
        "  规章:", '  "规章":'
    )
    files = Standing(typed.encode(), first().prose, first().log)
    merged = merge(imported({TOTAL: "3"}), files)
    assert sign(merged, TOTAL) == "3" and "# 手工抄录" in merged.figures.decode()


def test_what_a_later_source_does_not_say_erases_nothing() -> None:
    files = first(imported({TOTAL: "5"}))
    merged = merge(imported({TOTAL: None}), files)
    assert merged.figures == files.figures and not merged.changes and not merged.conflicts
    assert [item.mine for item in merged.kept] == ["5"]
