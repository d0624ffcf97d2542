"""The end of an import: a table that fits where it is printed, and what to do next."""

from __future__ import annotations

import io
import os

import pytest

from nianbao.agencies import Agency
from nianbao.importing.many.ending import (
    CHANGED,
    NEW,
    REFUSED,
    SAME,
    UNDECIDED,
    Line,
    Told,
    report_words,
    tell_end,
)
from nianbao.widths import width

LINES = [
    Line("收件/国有资产监督管理委员会2024年年报（最终版2）.docx", "区国资委 2024年", NEW, 3, 10, 2),
    Line("收件/民政局/附件1.docx", "民政局 2024年", SAME, 0, 0, 0),
    Line("收件/气象局年报.docx", "青州市云山区气象局，网址可以是 yunshan/qi-xiang-ju", f"{REFUSED}（I124）"),
]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(*lines: Line, dry_run: bool = False, out: io.StringIO | None = None) -> str:
    out = out or io.StringIO()
    tell_end(Told(list(lines)), dry_run=dry_run, again="导入 收件", out=out)
    return out.getvalue()


@pytest.mark.parametrize("columns", [80, 100, 200])
def test_the_table_fits_a_terminal_and_loses_no_letter(monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setattr("shutil.get_terminal_size", lambda *_: os.terminal_size((columns, 24)))
    text = told(*LINES, out=Terminal())
    table = text.split("\n\n")[0].strip("\n").split("\n")
    assert max(map(width, table)) < columns
    letters = "".join("".join(table).split())
    for line in LINES:
        for part in (line.file.removeprefix("收件/"), line.report):
            assert set(part) - set(letters) - {" "} == set()
    assert sum("10     2" in line for line in table) == 1


def test_in_a_file_each_report_is_one_line() -> None:
    table = told(*LINES).strip("\n").split("\n\n")[0].split("\n")
    assert len(table) == 1 + len(LINES)
    assert table[1].startswith("国有资产监督管理委员会2024年年报（最终版2）.docx  区国资委 2024年 ")


def test_a_single_file_needs_no_table() -> None:
    assert told(LINES[0]).startswith("\n导入：新建 1 份。\n下一步：\n  1. 对着原件看导入记录")


def test_the_next_step_is_what_is_still_to_be_done() -> None:
    assert told(LINES[1]) == "\n导入：没有变化 1 份。\n"
    assert told(LINES[2]).endswith("  2. 办好以后再运行“导入 收件”；已经导入的不会变。\n")
    assert "加 --留着 再导入一次" in told(Line("甲.docx", "甲 2024年", UNDECIDED, 0, 0, 0))
    assert "填上“待填”" not in told(Line("甲.docx", "甲 2024年", CHANGED, 0, 0, 0))
    trial = told(*LINES, dry_run=True)
    assert trial.endswith("  2. 没有问题，就真的导入：运行“导入 收件”。\n")


def test_a_report_is_named_in_few_words() -> None:
    agencies = {
        "yunshan": Agency("yunshan", "青州市云山区人民政府"),
        "yunshan/minzheng": Agency("yunshan/minzheng", "青州市云山区民政局"),
        "yunshan/jiaoyu": Agency("yunshan/jiaoyu", "青州市云山区教育局", short_name="区教育局"),
    }
    assert report_words("yunshan/minzheng", "青州市云山区民政局", 2024, agencies) == "民政局 2024年"
    assert report_words("yunshan/jiaoyu", "青州市云山区教育局", 2024, agencies) == "区教育局 2024年"
    assert report_words("yunshan", "青州市云山区人民政府", 2024, agencies) == "青州市云山区人民政府 2024年"
    assert report_words("", "", None, agencies) == ""
