from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.forms.loading import load_form
from nianbao.importing.tables.labels import CLEAR, SURE, Labels
from tests.sites import ROOT

LABELS = Labels(load_form((ROOT / "nianbao/forms/2021.yaml").read_text(encoding="utf-8")))


def best(text: str, axis: str = "row") -> tuple[str, float]:
    """The one label of an axis that a text is taken for; several are ''."""
    hits = [hit for hit in LABELS.find(text) if hit.node.axis == axis]
    names = {hit.node.label for hit in hits}
    return (names.pop(), hits[0].score) if len(names) == 1 else ("", 0)


def test_every_label_of_the_form_is_found_as_it_is_printed() -> None:
    for table in LABELS.form.tables:
        for block in table.blocks:
            for path in block.row_paths():
                for heading in path:
                    if heading.label:
                        assert best(heading.label) == (heading.label, 1.0)


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("属于国家秘密", "1.属于国家秘密"),
        ("1、属于国家\n秘密", "1.属于国家秘密"),
        ("①属于国家秘密", "1.属于国家秘密"),
        ("⑴属于国家秘密", "1.属于国家秘密"),
        ("（1）属于国家秘密", "1.属于国家秘密"),
        ("3.危及三安全一稳定", "3.危及“三安全一稳定”"),
        ('危及"三安全一稳定"', "3.危及“三安全一稳定”"),
        ("（六）其它处理", "（六）其他处理"),
        ("3.其它", "3.其他"),
        ("(七)总计", "（七）总计"),
        ("七、总计", "（七）总计"),
        ("（二）部分公开", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
        ("一、本年新收政府信息公开申請數量", "一、本年新收政府信息公开申请数量"),
        ("规章（设区的市、自治州人民政府应提供相关数据）", "规章"),
        ("行政 规范性 文件", "行政规范性文件"),
        ("逾期不补正", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
        (
            "1.申请人无正当理由逾期不补正，行政机关不再处理其政府信息公开申请",
            "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        ),
    ],
)
def test_labels_of_other_typists_are_sure(printed: str, label: str) -> None:
    found, score = best(printed)
    assert (found, score >= SURE) == (label, True)


@pytest.mark.parametrize(
    ("printed", "label", "is_clear"),
    [
        ("规范性文件", "行政规范性文件", False),
        ("5.要求行政机关确认或重新出具已获取的信息", "5.要求行政机关确认或重新出具已获取信息", True),
        ("1.本机关不掌握相关信息", "1.本机关不掌握相关政府信息", False),
        ("2.没有现成的信息需要另行制作", "2.没有现成信息需要另行制作", True),
        ("8.属于行政咨询事项", "8.属于行政查询事项", False),
    ],
)
def test_a_few_signs_more_or_less_are_understood_but_not_as_sure(
    printed: str, label: str, is_clear: bool
) -> None:
    found, score = best(printed)
    assert found == label
    assert score < SURE
    assert (score >= CLEAR) == is_clear


@pytest.mark.parametrize(
    "printed",
    [
        "其他主动公开文件",
        "小计",
        "其中：行政处罚",
        "其中",
        "备注",
        "处罚",
        "本年结转政府信息公开申请数量",
        "12",
        "",
        "。" * 50,
        "申请" * 300,
    ],
)
def test_what_is_no_label_or_could_be_two_is_none(printed: str) -> None:
    assert best(printed)[0] == ""


def test_a_label_of_both_axes_is_offered_for_both() -> None:
    assert {hit.node.axis for hit in LABELS.find("总计")} == {"row", "column"}
    assert {hit.node.axis for hit in LABELS.find("其他")} == {"row", "column"}


@given(st.text(max_size=200))
def test_any_text_is_looked_up_the_same_twice(text: str) -> None:
    assert Labels.find(LABELS, text) == LABELS.find(text)
    assert all(hit.score <= 1 for hit in LABELS.find(text))
