"""`check --fix`, `--diff` and `--accept`: what is safe is mended, what is not is shown, nothing else is touched."""

from __future__ import annotations

import os
import random
import re
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nianbao.cells import UNREADABLE
from nianbao.decoding import decode
from nianbao.fixing import keeping_figures
from nianbao.forms.loading import load_form
from nianbao.keyboard import apply_edits
from nianbao.memo import Memo
from nianbao.pipeline import Checked, Options, check_site
from nianbao.project import Project, gather
from nianbao.report import read_report
from nianbao.rules.register import RULES
from nianbao.tidying import tidy
from tests.sites import FORM, ROOT, figures, prose, run_check, small_site, tree, write
from tests.test_keyboard import PARTS, ROWS
from tests.test_robustness import FIGURES, damaged
from tests.test_site_rules import CASES, OURS, overlay
from tests.typed_samples import WHOLE, YEAR, read, retyped, row_retyped

SETTINGS = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
REPORT = "content/reports/jiaowei/2023.yaml"
PROSE = "content/reports/jiaowei/2023.md"


def checked(root: Path) -> Checked:
    project = Project(root)
    return check_site(project, gather(project), Memo(None), Options())


def with_figures(root: Path, text: str | bytes) -> Path:
    """The small site with a file of figures; where that lies."""
    write(root, {**small_site(), REPORT: text})
    return root / REPORT


def fixed(capsys: pytest.CaptureFixture[str], root: Path, text: str | bytes) -> str:
    path = with_figures(root, text)
    run_check(capsys, root, "--fix")
    return path.read_bytes().decode("utf-8")


# -- symbols

TYPED = [
    (f"a row: {what}", row_retyped("予以公开", typed), row_retyped("予以公开", mended))
    for what, typed, _, mended, _ in ROWS
    if mended is not None and "\0" not in typed  # no text file holds a NUL: it is not read at all
]
TYPED += [
    (f"a part: {what}", retyped(old, new), retyped(old, mended))
    for what, old, new, _, mended in PARTS
    if mended is not None
]


@pytest.mark.parametrize(("typed", "mended"), [case[1:] for case in TYPED], ids=[case[0] for case in TYPED])
def test_what_the_input_method_did_is_mended_and_only_blanks_of_that_row_move(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], typed: str, mended: str
) -> None:
    found = fixed(capsys, tmp_path, typed)
    assert found == tidy(mended, FORM, YEAR)[0]
    different = [
        (was.split(), now.split())
        for was, now in zip(mended.split("\n"), found.split("\n"), strict=True)
        if was != now
    ]
    # The row retyped has lost its label: that comes back.
    assert len(different) <= 2
    assert all(now[: len(was)] == was for was, now in different)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("８０ 1 0 0 0 0 81", "80 1 0 0 0 0 81"),
        ("80，1，0，0，0，0，81", "80 1 0 0 0 0 81"),
        ("80、1、0；0,0,0,81", "80 1 0 0 0 0 81"),
        ("1,000 0 0 0 0 0 1,000", "1000 0 0 0 0 0 1000"),
        ("【80 1 0 0 0 0 81】", "80 1 0 0 0 0 81"),
        ("80 1 ～ ／ 0 0 ＿", "80 1 ~ / 0 0 _"),
        ("“80” 1 0 0 0 0 81", "80 1 0 0 0 0 81"),
        ("+80 01 0 0 0 0 1e3", "80 1 0 0 0 0 1000"),
        ("80件 1 件 0 0 0 0 81", "80 1 0 0 0 0 81"),
    ],
)
def test_numbers_are_written_plainly_and_stand_under_one_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], typed: str, wanted: str
) -> None:
    found = fixed(capsys, tmp_path, row_retyped("本年新收", f": {typed}"))
    [row] = [line for line in found.split("\n") if line.startswith("  本年新收:")]
    [other] = [line for line in found.split("\n") if line.startswith("  上年结转:")]
    assert row.split("#")[0].split()[1:] == wanted.split()
    assert row.index("#") == other.index("#")
    assert row.endswith("# 一、本年新收政府信息公开申请数量")


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("2024年1月22日", "2024-01-22"),
        ("2024.1.22", "2024-01-22"),
        ("２０２４/1/22", "2024-01-22"),
        ("“待定”", "待定"),
    ],
)
def test_a_date_is_written_in_the_one_way(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], typed: str, wanted: str
) -> None:
    found = fixed(capsys, tmp_path, figures(published=typed))
    assert found == figures(published=wanted)


def test_the_word_for_nothing_loses_its_full_stop(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start = WHOLE.index("复议诉讼:")
    end = WHOLE.index("核实说明:")
    assert fixed(capsys, tmp_path, f"{WHOLE[:start]}复议诉讼: 无。\n\n{WHOLE[end:]}") == (
        f"{WHOLE[:start]}复议诉讼: 无\n\n{WHOLE[end:]}"
    )


def test_the_line_of_column_names_gets_its_blanks_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = WHOLE.replace("制发  废止  有效", "制发，废止，有效")
    assert fixed(capsys, tmp_path, typed) == WHOLE


@pytest.mark.parametrize("typed", ["1,000,0,0,0,0,0", "- 0 0 0 0 0 0", "三 0 0 0 0 0 3", "0 0 0 0 0 0"])
def test_what_has_two_readings_is_left_to_people(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], typed: str
) -> None:
    text = row_retyped("本年新收", f": {typed}")
    assert fixed(capsys, tmp_path, text) == text


# -- files


@pytest.mark.parametrize(
    "name",
    [
        REPORT,
        PROSE,
        "content/reports/jiaowei/agency.yaml",
        "content/site.yaml",
        "content/words/aliases.txt",
        "content/pages/about.md",
    ],
)
@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_a_file_of_another_encoding_is_saved_as_utf_8_with_every_character(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, encoding: str
) -> None:
    files = {
        **small_site(),
        "content/words/aliases.txt": "# 别名\n教委  教育委员会\n",
        "content/pages/about.md": "# 关于本站\n\n这里是东城区的年报。\n",
    }
    text = files[name].replace("\n", "\r\n")
    write(tmp_path, {**files, name: text.encode(encoding)})
    assert run_check(capsys, tmp_path, "--fix")[0] == 0
    assert (tmp_path / name).read_bytes() == text.encode("utf-8")


def test_a_mark_at_the_head_and_line_ends_of_windows_stay(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = figures().replace("本年新收: ", "本年新收：").replace("\n", "\r\n")
    path = with_figures(tmp_path, b"\xef\xbb\xbf" + typed.encode())
    run_check(capsys, tmp_path, "--fix")
    assert path.read_bytes() == b"\xef\xbb\xbf" + figures().replace("\n", "\r\n").encode()


def test_a_file_with_a_broken_character_is_not_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = figures().replace("本年新收:", "本年新收：").encode()
    broken = data.replace("不予公开".encode(), "不予公".encode() + b"\xe5\xbc", 1)
    path = with_figures(tmp_path, broken)
    run_check(capsys, tmp_path, "--fix")
    assert path.read_bytes() == broken


def test_a_read_only_file_is_one_sentence_and_no_file_is_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = with_figures(tmp_path, figures().replace("本年新收:", "本年新收："))
    prose_path = tmp_path / PROSE
    prose_path.write_text(prose().replace("改进情况", "改进措施"), encoding="utf-8")
    path.chmod(0o444)
    before = tree(tmp_path / "content")
    code, out, err = run_check(capsys, tmp_path, "--fix")
    assert (code, out) == (2, "")
    assert err == f"{REPORT}：文件是只读的，没有改动任何文件。去掉“只读”再试。\n"
    assert tree(tmp_path / "content") == before


def test_a_full_disk_leaves_every_file_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with_figures(tmp_path, figures().replace("本年新收:", "本年新收："))
    before = tree(tmp_path / "content")

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("nianbao.replacing.os.replace", refuse)
    code, _, err = run_check(capsys, tmp_path, "--fix")
    assert (code, err) == (2, f"{REPORT}：写不进去，磁盘满了。\n")
    assert tree(tmp_path / "content") == before


def test_a_link_stays_a_link_and_a_file_keeps_its_permissions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = with_figures(tmp_path, figures())
    kept = path.with_name("kept.txt")
    kept.write_text(figures().replace("本年新收: ", "本年新收："), encoding="utf-8")
    kept.chmod(0o640)
    path.unlink()
    path.symlink_to(kept.name)
    run_check(capsys, tmp_path, "--fix")
    assert path.is_symlink()
    assert kept.read_text(encoding="utf-8") == figures()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640


def test_what_somebody_explained_is_not_reworded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    note = "核实说明:\n  - 问题: D301\n    说明: 原件如此\n"
    kept = prose().replace("改进情况", "改进措施")
    write(tmp_path, {**small_site(), REPORT: figures(extra=note), PROSE: kept})
    run_check(capsys, tmp_path, "--fix")
    assert (tmp_path / PROSE).read_text(encoding="utf-8") == kept


def test_only_the_agencies_asked_for_are_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = "content/reports/tiyuju"
    typed = figures().replace("本年新收: ", "本年新收：").replace("  # 3.其他", "")
    write(
        tmp_path,
        {
            **small_site(),
            REPORT: typed,
            f"{other}/agency.yaml": "全称: 东城区体育局\n",
            f"{other}/2023.yaml": typed,
            f"{other}/2023.md": prose(),
        },
    )
    run_check(capsys, tmp_path, "区教委", "--fix")
    assert (tmp_path / REPORT).read_text(encoding="utf-8") == figures()
    assert (tmp_path / other / "2023.yaml").read_text(encoding="utf-8") == typed


# -- tables set straight

SAMPLES = sorted((ROOT / "content/reports").rglob("20*.yaml"))
FORMS = {
    year: load_form((ROOT / f"nianbao/forms/{year}.yaml").read_text(encoding="utf-8"))
    for year in ("2019", "2021")
}


def form_of(path: Path) -> object:
    return FORMS["2019" if path.stem in ("2019", "2020") else "2021"]


@pytest.mark.parametrize("path", SAMPLES, ids=[f"{path.parent.name}-{path.stem}" for path in SAMPLES])
def test_a_file_that_is_straight_is_left_alone(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert tidy(text, FORMS[form_of(path).edition], int(path.stem)) == (text, 0)  # type: ignore[attr-defined]


def test_what_new_writes_is_straight() -> None:
    assert tidy(figures(), FORM, YEAR) == (figures(), 0)


def test_a_row_out_of_line_is_moved_and_no_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed = re.sub(r"  (予以公开|规章): +(\d+) +", r"  \1: \2 ", WHOLE)
    path = with_figures(tmp_path, typed)
    assert "对齐 2 行" in run_check(capsys, tmp_path, "--fix")[1]
    assert path.read_text(encoding="utf-8") == WHOLE


def test_a_missing_label_comes_back_and_a_remark_of_the_clerks_own_stays() -> None:
    typed = WHOLE.replace("  # 1.属于国家秘密", "").replace("# 3.危及“三安全一稳定”", "# 问过保密局")
    wanted = WHOLE.replace("# 3.危及“三安全一稳定”", "# 问过保密局")
    assert tidy(typed, FORM, YEAR) == (wanted, 1)


def test_a_table_without_any_order_is_written_as_new_writes_it() -> None:
    typed = re.sub(r" +#.*", "", re.sub(r"(?<=[\d发止]) +(?=[\d废有])", " ", figures()))
    rows = figures().partition("\n主动公开:")[2]
    assert tidy(typed, FORM, YEAR)[0].partition("\n主动公开:")[2] == rows


def test_a_long_number_makes_its_column_wider_and_never_touches_its_neighbour() -> None:
    changes = {"requests.new_requests.business": "1234567", "disclosure.fees.amount": "5949.088667"}
    lines = figures(changes=changes).split("\n")
    rows = [line.split("#")[0].rstrip() for line in lines if re.match(r"  (上年结转|本年新收):", line)]
    assert {len(row) for row in rows} == {len(rows[0])}
    assert tidy(figures(changes=changes), FORM, YEAR)[1] == 0
    assert any(re.search(r" 5949\.088667  +#", line) for line in lines)


def test_a_row_that_cannot_be_read_is_left_as_it_is() -> None:
    typed = row_retyped("予以公开", ": 22 0 0 0 0 22")
    assert tidy(typed, FORM, YEAR) == (typed, 0)


def test_official_labels_as_names_get_no_second_label() -> None:
    typed = (
        figures()
        .replace("  本年新收:", "  一、本年新收政府信息公开申请数量:")
        .replace("  # 一、本年新收政府信息公开申请数量", "")
    )
    [row] = [line for line in tidy(typed, FORM, YEAR)[0].split("\n") if "本年新收" in line]
    assert "#" not in row


def everything(text: str) -> object:
    report, faults = read_report(text, FORM, YEAR)
    kinds = [fault.kind for fault in faults]
    if report is None:
        return kinds
    return (
        kinds,
        [(figure.state, figure.value) for figure in report.figures],
        report.fields,
        report.units,
        [(item.rule, item.path, item.numbers, item.text, item.by, item.date) for item in report.explanations],
        [(item.date, item.text, item.reason) for item in report.corrections],
    )


@st.composite
def untidy(draw: st.DrawFn) -> str:
    """A real file with the blanks of its tables as anybody may type them."""
    chosen = random.Random(draw(st.integers(0, 10**6)))
    share = draw(st.sampled_from([0.02, 0.3, 1]))

    def blanks(found: re.Match[str]) -> str:
        return " " * chosen.randint(1, 9) if chosen.random() < share else found.group()

    text = FIGURES.decode("utf-8")
    head, _, tables = text.partition("主动公开:\n")
    lines = [re.sub(r"(?<=\S) +(?=[\d~/#])", blanks, line) for line in tables.split("\n")]
    cut = [line.partition("#")[0] if chosen.random() < share / 4 else line for line in lines]
    return f"{head}主动公开:\n" + draw(st.sampled_from(["\n", "\r\n"])).join(cut)


@SETTINGS
@given(untidy())
def test_setting_straight_twice_is_setting_straight_once_and_changes_no_figure(text: str) -> None:
    once = tidy(text, FORM, YEAR)[0]
    assert tidy(once, FORM, YEAR) == (once, 0)
    assert everything(once) == everything(text)
    assert re.sub(r"\s+|#.*", "", once) == re.sub(r"\s+|#.*", "", text)


@SETTINGS
@given(damaged(FIGURES))
def test_setting_a_damaged_file_straight_changes_no_figure(data: bytes) -> None:
    text = data.decode("utf-8", errors="replace")
    once = tidy(text, FORM, YEAR)[0]
    assert tidy(once, FORM, YEAR)[0] == once
    assert everything(once) == everything(text)


@SETTINGS
@given(damaged(FIGURES))
def test_mending_a_damaged_file_changes_no_figure_that_could_be_read(data: bytes) -> None:
    text, faults = decode(data)
    found = read(text)
    if found.report is None or any(not fault.edits for fault in faults):
        return
    mends = keeping_figures(data, [fault.edits for fault in found.faults if fault.edits], FORM, YEAR)
    after = read(apply_edits(text, [edit for mend in mends for edit in mend])).report
    assert after is not None
    for before, now in zip(found.report.figures, after.figures, strict=True):
        assert before.state == UNREADABLE or (before.state, before.value) == (now.state, now.value)


def test_a_mend_that_would_lose_figures_is_not_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = figures().replace("\n主动公开:\n", "\n来源:主动公开:\n").replace("上年结转:", "上年结转：")
    assert [fault.kind for fault in read(typed).faults if fault.edits] == ["colon", "colon-in-text", "colon"]
    found = fixed(capsys, tmp_path, typed)
    assert "来源: |" not in found
    assert "上年结转:" in found


@SETTINGS
@given(damaged(FIGURES), st.randoms())
def test_edits_may_be_made_in_any_order(data: bytes, chance: random.Random) -> None:
    found = read(data.decode("utf-8", errors="replace"))
    shuffled = list(found.edits)
    chance.shuffle(shuffled)
    assert apply_edits(found.text, shuffled) == apply_edits(found.text, found.edits)


# -- shown and not done


def test_diff_shows_what_fix_would_do_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_figures(tmp_path, figures().replace("上年结转:       0", "上年结转：\t0"))
    before = tree(tmp_path / "content")
    code, out, _ = run_check(capsys, tmp_path, "--对照")
    assert code == 1
    assert tree(tmp_path / "content") == before
    assert f"{REPORT}：可以改好 1 处，对齐 1 行" in out
    rows = [line for line in out.split("\n") if line.startswith("  16 ") or line.startswith("  17 ")]
    assert [row.split("上年结转")[0] for row in rows] == ["  17 -   ", "  17 +   "]
    assert "〔制表符（Tab）〕" in rows[0]
    run_check(capsys, tmp_path, "--fix")
    code, out, _ = run_check(capsys, tmp_path, "--diff")
    assert (code, out.split("\n")[0]) == (0, "没有可以自动改好的地方，也没有修改建议。")


def test_diff_shows_suggestions_that_fix_never_makes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = (
        figures()
        .replace("行政处罚:           0", "行政处罰:           0")
        .replace("收费万元:           0", "收费万元:     251000元")
    )
    write(tmp_path, {**small_site(), REPORT: typed, PROSE: prose(text="全年收到政府信息公开申请5件。")})
    write(tmp_path, {REPORT: typed.replace("本年新收:       0", "本年新收:       3")})
    _, out, _ = run_check(capsys, tmp_path, "--diff")
    assert re.search(r"必改 F035 .*建议改为", out)
    assert re.search(r"\n  12 \+   收费万元:     25\.1 ", out)
    assert re.search(r"\n  10 \+   行政处罚:  ", out)
    assert re.search(r"请核 N201 .*建议改为", out)
    assert "+ 全年收到政府信息公开申请{申请-本年新收-总计}件。" in out
    run_check(capsys, tmp_path, "--fix")
    text = (tmp_path / REPORT).read_text(encoding="utf-8")
    assert "251000元" in text and "行政处罰" in text
    assert "申请5件" in (tmp_path / PROSE).read_text(encoding="utf-8")


def test_a_long_paragraph_is_shown_around_the_difference(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = "重点领域信息公开稳步推进。" * 40
    write(tmp_path, {**small_site(), PROSE: prose(text=f"{words}\x01{words}")})
    _, out, _ = run_check(capsys, tmp_path, "--diff")
    shown = [line for line in out.split("\n") if re.match(r" +\d+ [-+] …", line)]
    assert len(shown) == 2
    assert all(len(line) < 100 for line in shown)
    assert "〔控制字符（U+0001）〕" in shown[0]


def test_a_file_that_only_needs_saving_as_utf_8_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_figures(tmp_path, figures().encode("gb18030"))
    assert "  整个文件转存为 UTF-8，文字不变。" in run_check(capsys, tmp_path, "--diff")[1]


@pytest.mark.parametrize("words", [("--diff", "--fix"), ("--修", "--核实"), ("--diff", "--accept")])
def test_one_of_fix_diff_and_accept_is_chosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    write(tmp_path, small_site())
    code, _, err = run_check(capsys, tmp_path, *words)
    assert code == 2
    assert "只能选一个" in err


# -- 核实说明 to be filled in

ACCEPTABLE = [code for code in OURS if RULES[code].acceptable]
WRONG = {"requests.results_total.total": "1", "requests.results_total.natural_person": "1"}


def fill(root: Path) -> None:
    """Write words where a skeleton waits for them."""
    for path in (root / "content/reports").rglob("20*.yaml"):
        text = path.read_bytes().decode("utf-8")
        text = re.sub(r"(说明: \|\r?\n +)待填", r"\1口径有调整。", text)
        text = text.replace("核实人: 待填", "核实人: 政务公开科").replace("日期: 待填", "日期: 2024-01-18")
        path.write_bytes(text.encode("utf-8"))


def open_ones(root: Path, code: str) -> list[str]:
    return [
        finding.text for finding in checked(root).findings if finding.code == code and not finding.explanation
    ]


@pytest.mark.parametrize("code", ACCEPTABLE)
def test_what_can_be_accepted_is_accepted_once_its_words_are_written(
    code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, overlay(CASES / code / "bad"))
    before = checked(tmp_path)
    waiting = [f for f in before.findings if f.code == code and not f.explanation]
    listed = {finding.text for finding in waiting}
    assert waiting
    code_of_run, out, err = run_check(capsys, tmp_path, "--accept", "--select", code)
    assert code_of_run == 0, err
    unfinished = checked(tmp_path)
    assert {f.text for f in unfinished.findings if f.code == code and not f.explanation} == listed
    assert sum(finding.code == "E103" for finding in unfinished.findings) == len(waiting), out
    assert {f.code for f in unfinished.findings} - {f.code for f in before.findings} == {"E103"}
    written = tree(tmp_path / "content")
    run_check(capsys, tmp_path, "--accept", "--select", code)
    assert tree(tmp_path / "content") == written
    fill(tmp_path)
    assert open_ones(tmp_path, code) == []
    assert open_ones(tmp_path, "E101") == open_ones(tmp_path, "E103") == []


ENDS = ["", "\n", "\n\n\n", "\n# 完\n"]
LISTS = {
    "no list yet": "",
    "an empty list": "核实说明:\n",
    "the word for nothing": "核实说明: 无  # 还没有\n",
    "a list at the end": "核实说明:\n  - 问题: D101\n    说明: |\n      旧的。\n",
    "a list at the left edge": "核实说明:\n- 问题: D101\n  说明: 旧的\n",
    "a list before something else": "核实说明:\n    -  问题: D101\n       说明: 旧的\n\n# 下面是更正\n更正:\n  - 日期: 2024-04-02\n    内容: 改了一处\n",
}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("tail", ENDS, ids=repr)
@pytest.mark.parametrize("listed", LISTS.values(), ids=LISTS)
def test_a_skeleton_is_added_at_the_end_of_the_list_and_every_other_byte_stays(
    listed: str, tail: str, end: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (figures(changes=WRONG, extra=f"\n{listed}" if listed else "").rstrip("\n") + tail).replace(
        "\n", end
    )
    path = with_figures(tmp_path, b"\xef\xbb\xbf" + text.encode())
    code, out, err = run_check(capsys, tmp_path, "区教委", "--核实")
    assert (code, err) == (0, ""), out
    new = path.read_bytes().decode("utf-8-sig")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert new.count(end) == new.count("\n") and new.count("核实说明:") == 1
    added = [line for line in new.split(end) if line not in text.split(end)]
    lost = [line for line in text.split(end) if line not in new.split(end)]
    assert all(
        re.match(r"核实说明:| *- +问题: A10\d|  +(位置|数值|说明|核实人|日期|公开):|  +待填$", line)
        for line in added
    )
    assert lost in ([], ["核实说明: 无  # 还没有"])
    fill(tmp_path)
    assert [f for f in checked(tmp_path).findings if f.code.startswith("A") and not f.explanation] == []


def test_accepting_asks_for_an_agency_or_a_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, small_site())
    code, _, err = run_check(capsys, tmp_path, "--accept")
    assert code == 2
    assert "要写明哪个单位" in err


def test_only_the_year_asked_for_is_written_to(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = "content/reports/jiaowei/2024.yaml"
    write(
        tmp_path,
        {
            **small_site(),
            REPORT: figures(changes=WRONG),
            later: figures(2024, changes=WRONG),
            "content/reports/jiaowei/2024.md": prose(2024),
        },
    )
    run_check(capsys, tmp_path, "区教委", "--accept", "--year", "2024")
    assert (tmp_path / REPORT).read_text(encoding="utf-8") == figures(changes=WRONG)
    assert "核实说明:" in (tmp_path / later).read_text(encoding="utf-8")


def test_hints_get_no_skeleton_unless_their_rule_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {**small_site(), REPORT: figures(changes=WRONG)}
    files["content/site.yaml"] += "严格自: 2024\n"
    write(tmp_path, files)
    assert "没有要写核实说明的问题" in run_check(capsys, tmp_path, "区教委", "--accept")[1]
    assert (tmp_path / REPORT).read_text(encoding="utf-8") == figures(changes=WRONG)
    run_check(capsys, tmp_path, "区教委", "--accept", "--select", "A")
    assert "核实说明:" in (tmp_path / REPORT).read_text(encoding="utf-8")


def test_a_file_whose_shape_is_wrong_is_not_written_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = figures(changes=WRONG, extra="核实说明：\n  - 问题: D101\n    说明: 旧的\n")
    path = with_figures(tmp_path, typed)
    _, out, _ = run_check(capsys, tmp_path, "区教委", "--accept")
    assert f"{REPORT}：没有写" in out
    assert path.read_text(encoding="utf-8") == typed


def test_two_findings_of_one_rule_each_need_their_own_words(tmp_path: Path) -> None:
    notes = "核实说明:\n  - 问题: D301\n    位置: 第五部分\n    说明: 原件如此\n"
    text = prose().replace("改进情况", "改进措施").replace("六、其他需要报告的事项", "六、其他报告事项")
    write(tmp_path, {**small_site(), REPORT: figures(extra=notes), PROSE: text})
    left = [f.place for f in checked(tmp_path).findings if f.code == "D301" and not f.explanation]
    assert left == ["第六部分"]


def test_no_leftover_stands_beside_the_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = with_figures(tmp_path, figures().replace("本年新收:", "本年新收："))
    run_check(capsys, tmp_path, "--fix")
    assert sorted(os.listdir(path.parent)) == ["2023.md", "2023.yaml", "agency.yaml"]
