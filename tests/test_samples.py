"""The samples under content/ state what the originals print: every cell, blanks included.

The originals are public documents that are not part of the project, so they are looked for beside the
checkout. The readers of the originals here are deliberately plain and share no code with the program:
a mistake in the program's own reading must not hide a mistake in the samples.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from itertools import combinations, pairwise, product
from pathlib import Path
from unicodedata import east_asian_width

import lxml.html
import pdfplumber
import pytest

from nianbao.forms.loading import load_form
from nianbao.pipeline import Options, build_site
from nianbao.project import Project
from nianbao.report import read_report

ROOT = Path(__file__).resolve().parents[1]
REPORTS = ROOT / "content" / "reports"
ORIGINALS = ROOT.parent / "shared" / "examples"

needs_originals = pytest.mark.skipif(
    not ORIGINALS.is_dir(), reason="the original reports are not beside the checkout (../shared/examples)"
)

Rows = dict[str, list[str]]
BLANK = "~"

# -- the rows of the form, as the content files name them and as the originals print them

DENIED = {
    "国家秘密": "1.属于国家秘密",
    "法律禁止": "2.其他法律行政法规禁止公开",
    "安全稳定": "3.危及“三安全一稳定”",
    "三方权益": "4.保护第三方合法权益",
    "内部事务": "5.属于三类内部事务信息",
    "过程信息": "6.属于四类过程性信息",
    "执法案卷": "7.属于行政执法案卷",
    "行政查询": "8.属于行政查询事项",
}
UNABLE = {
    "没有掌握": "1.本机关不掌握相关政府信息",
    "另需制作": "2.没有现成信息需要另行制作",
    "补正不明": "3.补正后申请内容仍不明确",
}
NOT_PROCESSED = {
    "信访投诉": "1.信访举报投诉类申请",
    "重复申请": "2.重复申请",
    "公开出版": "3.要求提供公开出版物",
    "大量反复": "4.无正当理由大量反复申请",
    "重新出具": "5.要求行政机关确认或重新出具已获取信息",
}
OTHER = {
    "逾期未补": "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    "逾期未缴": "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    "其他情形": "3.其他",
}
DISPUTES = ["复议诉讼-行政复议", "复议诉讼-直接起诉", "复议诉讼-复议后诉"]


def in_group(group: str, labels: dict[str, str]) -> dict[str, str]:
    return {f"申请-{group}-{name}": label for name, label in labels.items()}


def request_rows(other: dict[str, str]) -> dict[str, str]:
    """Table 3; the editions differ in （六）其他处理 alone."""
    return {
        "申请-本年新收": "一、本年新收政府信息公开申请数量",
        "申请-上年结转": "二、上年结转政府信息公开申请数量",
        "申请-予以公开": "（一）予以公开",
        "申请-部分公开": "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
        **in_group("不予公开", DENIED),
        **in_group("无法提供", UNABLE),
        **in_group("不予处理", NOT_PROCESSED),
        **other,
        "申请-办理总计": "（七）总计",
        "申请-结转下年": "四、结转下年度继续办理",
    }


DISCLOSURE_2021 = {
    "主动公开-规章": "规章",
    "主动公开-行政规范性文件": "行政规范性文件",
    "主动公开-行政许可": "行政许可",
    "主动公开-行政处罚": "行政处罚",
    "主动公开-行政强制": "行政强制",
    "主动公开-收费万元": "行政事业性收费",
}
DISCLOSURE_2019 = {
    "主动公开-规章": "规章",
    "主动公开-规范性文件": "规范性文件",
    "主动公开-行政许可": "行政许可",
    "主动公开-其他事项": "其他对外管理服务事项",
    "主动公开-行政处罚": "行政处罚",
    "主动公开-行政强制": "行政强制",
    "主动公开-收费项目": "行政事业性收费",
    "主动公开-集中采购": "政府集中采购",
}
REQUESTS_2021 = request_rows(in_group("其他处理", OTHER))
REQUESTS_2019 = request_rows({"申请-其他处理": "（六）其他处理"})
FORM_2021 = DISCLOSURE_2021 | REQUESTS_2021
FORM_2019 = DISCLOSURE_2019 | REQUESTS_2019
FORMS = {"2021": FORM_2021, "2019": FORM_2019}
WIDTHS = {"主动公开-规章": 3, "主动公开-行政规范性文件": 3}

# -- what the samples state

EDITIONS = {
    edition: load_form((ROOT / f"nianbao/forms/{edition}.yaml").read_text(encoding="utf-8"))
    for edition in ("2019", "2021")
}


def stated(report: str, edition: str = "2021") -> Rows:
    """The rows the program reads from a content file, each as the signs of its cells."""
    text = (REPORTS / f"{report}.yaml").read_text(encoding="utf-8")
    form = EDITIONS[edition]
    read, faults = read_report(text, form, int(report.rpartition("/")[2]))
    assert read is not None and not faults
    return {
        "-".join((table.name, *line.groups, line.name)): [
            read.figures[cell.index].sign for cell in line.cells
        ]
        for table in form.tables
        for line in table.rows
    }


# -- what the originals print


def compact(text: str) -> str:
    return re.sub(r"\s+", "", text)


def numbered(label: str) -> str:
    """A label in the one spelling used here: some originals write `1、` for `1.`."""
    return re.sub(r"^(\d)、", r"\1.", compact(label))


def words_after(words: list[str], labels: dict[str, str], width: int) -> Rows:
    """The figures behind each label in a list of table cells, read once from front to back."""
    found: Rows = {}
    at = 0
    for path, label in labels.items():
        at = words.index(label, at) + 1
        found[path] = words[at : at + WIDTHS.get(path, width)]
        at += WIDTHS.get(path, width)
    return found


def dispute_rows(cells: list[str]) -> Rows:
    assert len(cells) == 15
    return {name: cells[5 * i : 5 * i + 5] for i, name in enumerate(DISPUTES)}


def dongcheng_2023() -> Rows:
    """Text out of a Word file: one table cell a line behind a tab, merged cells as empty lines."""
    text = (ORIGINALS / "2023-dongcheng-government-office.txt").read_text(encoding="utf-8")
    parts = re.split(r"\n(?=[二三四五]、\S+情况\n|五、)", text)
    disclosure, requests, disputes = (
        [compact(word) for word in part.split("\n") if word.strip()] for part in parts[1:4]
    )
    return {
        **words_after(disclosure, DISCLOSURE_2021, 1),
        **words_after(requests, REQUESTS_2021, 7),
        **dispute_rows(disputes[-15:]),
    }


def shanghai_2019() -> Rows:
    """Three HTML tables, the label being the last cell before the figures; a blank cell holds `&nbsp;`."""
    page = lxml.html.parse(
        str(ORIGINALS / "2019-shanghai-gov-general-office.html"), lxml.html.HTMLParser(encoding="utf-8")
    )
    tables = [
        [[compact(cell.text_content()) or BLANK for cell in row] for row in table.iter("tr")]
        for table in page.iter("table")
    ]
    disclosure = {row[0]: row[1:] for row in tables[0]}
    requests = {row[-8]: row[-7:] for row in tables[1] if len(row) >= 8}
    return {
        **{path: disclosure[label] for path, label in DISCLOSURE_2019.items()},
        **{path: requests[label] for path, label in REQUESTS_2019.items()},
        **dispute_rows(tables[2][-1]),
    }


def huaian_2024() -> Rows:
    """PDF tables, cut by page ends; a row is its last label and its figures, merged cells are None."""
    labels: Rows = {}
    disputes: list[str] = []
    with pdfplumber.open(ORIGINALS / "2024-huaian-city.pdf") as document:
        for row in (row for page in document.pages for table in page.extract_tables() for row in table):
            cells = [numbered(cell) for cell in row if cell is not None]
            words = [cell for cell in cells if cell and not is_number(cell)]
            figures = [cell for cell in cells if is_number(cell)]
            if words and figures:
                labels[words[-1]] = figures
            elif figures:
                disputes = figures
    return {**{path: labels[label] for path, label in FORM_2021.items()}, **dispute_rows(disputes)}


def is_number(text: str) -> bool:
    return re.fullmatch(r"\d+(?:\.\d+)?", text) is not None


def pingtan_runs(year: int) -> dict[str, str]:
    """Web text whose cells run together: per row, the digits between its label and whatever comes next."""
    text = compact((ORIGINALS / f"{year}-pingtan-experimental-zone.txt").read_text(encoding="utf-8"))
    text = text[text.index("二、主动公开政府信息情况第二十条") : text.index("五、存在的主要问题")]
    rows = {label: path for path, label in FORM_2021.items()}
    marks = sorted((text.index(label), label) for label in [*rows, *PINGTAN_HEADINGS])
    runs = {label: text[at + len(label) : after] for (at, label), (after, _) in pairwise(marks)}
    return {path: runs[label] for label, path in rows.items()} | {"复议诉讼": text.rpartition("总计")[2]}


PINGTAN_HEADINGS = [
    "第二十条第（五）项",
    "第二十条第（六）项",
    "第二十条第（八）项",
    "三、收到和处理政府信息公开申请情况",
    "三、本年度办理结果",
    "（三）不予公开",
    "（四）无法提供",
    "（五）不予处理",
    "（六）其他处理",
    "四、政府信息公开行政",
]


def run_together(rows: Rows) -> dict[str, str]:
    """The stated figures as that text has them: without anything between the cells."""
    runs = {path: "".join(cells) for path, cells in rows.items() if path not in DISPUTES}
    return runs | {"复议诉讼": "".join("".join(rows[name]) for name in DISPUTES)}


# -- every way to part digits that run together

Figures = tuple[int, ...]


def partings(digits: str, count: int) -> Iterator[Figures]:
    """All ways to read `digits` as `count` numbers, none with a needless zero in front."""
    if count == 1:
        if digits and (digits == "0" or digits[0] != "0"):
            yield (int(digits),)
        return
    for cut in range(1, 2 if digits[:1] == "0" else len(digits)):
        for rest in partings(digits[cut:], count - 1):
            yield (int(digits[:cut]), *rest)


def balanced(run: str, count: int) -> list[Figures]:
    """The readings of a row whose last number is the sum of the others."""
    return [cells for cells in partings(run, count) if sum(cells[:-1]) == cells[-1]]


def request_readings(runs: dict[str, str]) -> list[tuple[Figures, ...]]:
    """The readings of all of table 3 that satisfy the rows, the results and the printed balance, column by column."""
    choices = {path: balanced(run, 7) for path, run in runs.items() if path in REQUESTS_2021}
    paths = list(choices)
    results = [paths.index(path) for path in paths if path not in REQUEST_EDGES]
    edges = [paths.index(path) for path in REQUEST_EDGES]

    def holds(rows: tuple[Figures, ...]) -> bool:
        new, carried, total, left = (rows[i] for i in edges)
        summed = all(sum(rows[i][c] for i in results) == total[c] for c in range(7))
        return summed and all(new[c] + carried[c] == total[c] + left[c] for c in range(7))

    return [rows for rows in product(*choices.values()) if holds(rows)]


REQUEST_EDGES = ["申请-本年新收", "申请-上年结转", "申请-办理总计", "申请-结转下年"]


def dispute_readings(run: str) -> list[Figures]:
    """The readings of table 4 in which each group of five adds up."""
    return [
        (*first, *second, *third)
        for one, two in combinations(range(5, len(run) - 4), 2)
        for first in balanced(run[:one], 5)
        for second in balanced(run[one:two], 5)
        for third in balanced(run[two:], 5)
    ]


def as_numbers(rows: Rows, table: str) -> tuple[Figures, ...]:
    return tuple(tuple(map(int, cells)) for path, cells in rows.items() if path.startswith(f"{table}-"))


# -- the tests


@needs_originals
def test_every_figure_of_dongcheng_2023_is_as_printed() -> None:
    assert stated("dongcheng/government-office/2023") == dongcheng_2023()


@needs_originals
def test_every_figure_of_shanghai_2019_is_as_printed_and_every_blank_is_blank() -> None:
    printed = shanghai_2019()
    assert printed["主动公开-集中采购"] == ["6", "251000元"]
    assert stated("shanghai/general-office/2019", "2019") == printed | {"主动公开-集中采购": ["6", "251000"]}
    assert re.search(r"采购单位: +元(?= )", source("shanghai/general-office/2019"))


@needs_originals
def test_every_figure_of_huaian_2024_is_as_printed() -> None:
    assert stated("huaian/2024") == huaian_2024()


@needs_originals
@pytest.mark.parametrize("year", [2022, 2023])
def test_every_figure_of_pingtan_has_the_digits_printed(year: int) -> None:
    assert run_together(stated(f"pingtan/{year}")) == pingtan_runs(year)


@needs_originals
@pytest.mark.parametrize("year", [2022, 2023])
def test_the_digits_of_pingtan_that_run_together_can_be_parted_in_one_way_only(year: int) -> None:
    rows, runs = stated(f"pingtan/{year}"), pingtan_runs(year)
    assert request_readings(runs) == [as_numbers(rows, "申请")]


@needs_originals
def test_the_disputes_of_pingtan_2023_can_be_parted_in_one_way_only() -> None:
    readings = dispute_readings(pingtan_runs(2023)["复议诉讼"])
    assert readings == [sum(as_numbers(stated("pingtan/2023"), "复议诉讼"), ())]


@needs_originals
def test_the_disputes_of_pingtan_2022_are_parted_by_blanks_in_the_original() -> None:
    text = (ORIGINALS / "2022-pingtan-experimental-zone.txt").read_text(encoding="utf-8")
    assert " ".join(" ".join(stated("pingtan/2022")[name]) for name in DISPUTES) in text


def source(report: str) -> str:
    return (REPORTS / f"{report}.yaml").read_text(encoding="utf-8")


def prose(report: str) -> str:
    return (REPORTS / f"{report}.md").read_text(encoding="utf-8")


SAMPLES = {
    "dongcheng/government-office/2023": "2021",
    "shanghai/general-office/2019": "2019",
    "huaian/2024": "2021",
    "pingtan/2022": "2021",
    "pingtan/2023": "2021",
}
each_sample = pytest.mark.parametrize("report", SAMPLES)


def test_no_sample_is_left_untested() -> None:
    found = {path.relative_to(REPORTS).with_suffix("").as_posix() for path in REPORTS.rglob("[0-9]*.yaml")}
    assert found == set(SAMPLES)


@each_sample
def test_every_sample_says_that_its_words_are_not_the_units(report: str) -> None:
    assert prose(report).startswith("本文为示例：")
    assert "公开的" in source(report) and "不是该单位的文字" in source(report)


@each_sample
def test_the_prose_of_every_sample_cites_cells_that_exist_and_are_numbers(report: str) -> None:
    rows = stated(report, SAMPLES[report])
    for path in re.findall(r"\{([^}]+)\}", prose(report)):
        table, *names, column = path.split("-")
        columns = COLUMNS[table]
        fitting = [
            row for row in rows if row.startswith(f"{table}-") and row.split("-")[-len(names) :] == names
        ]
        assert len(fitting) == 1, path
        assert is_number(rows[fitting[0]][columns.index(column)]), path


COLUMNS = {
    "主动公开": ["制发", "废止", "有效"],
    "申请": ["自然人", "企业", "科研", "公益", "法律", "其他", "总计"],
    "复议诉讼": ["维持", "纠正", "其他", "未结", "总计"],
}


@each_sample
def test_the_figures_of_every_sample_stand_under_each_other(report: str) -> None:
    """Right edge under right edge, in columns of one width; a decimal fraction may run over its edge."""
    for table in re.split(r"\n(?=\S)", source(report)):
        name = table.partition(":")[0]
        if name in COLUMNS and "列:" in table:
            edges = {edge for line in table.splitlines()[1:] for edge in right_edges(line)}
            assert len(edges) == len(COLUMNS[name]), (name, sorted(edges))
            assert len({after - before for before, after in pairwise(sorted(edges))}) == 1


def right_edges(line: str) -> list[int]:
    name, _, rest = line.partition("#")[0].partition(":")
    figures = re.sub(r"\.\d+", lambda match: " " * len(match[0]), rest)
    return [width(f"{name}:{figures[: match.end()]}") for match in re.finditer(r"\S+", figures)]


def width(text: str) -> int:
    """Columns of a fixed-width font, in which a Han character takes two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def test_every_figure_stated_stands_in_its_cell_of_the_page(tmp_path: Path) -> None:
    shutil.copytree(REPORTS.parent, tmp_path / "content")
    built = build_site(Project(tmp_path), Options())
    assert built.exit_code == 0
    for report, edition in SAMPLES.items():
        page = lxml.html.parse(str(tmp_path / f"site/reports/{report}.html")).getroot()
        rows = stated(report, edition)
        for table in EDITIONS[edition].tables:
            for line in table.rows:
                name = "-".join((table.name, *line.groups, line.name))
                for cell, sign in zip(line.cells, rows[name], strict=True):
                    [place] = page.xpath(f"//td[@id='{cell.id}']")
                    expected = {"~": "空白", "/": "/"}.get(sign, sign)
                    assert compact(place.text_content()).removesuffix("元") == expected, (report, cell.path)
