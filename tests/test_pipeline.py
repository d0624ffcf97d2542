"""The whole build on small sites: what is published, what stops what, what a second build does."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from nianbao import rendering
from nianbao.drafting import new_report
from nianbao.publish import CannotWrite, locked
from tests.sites import FORM, build, codes, figures, prose, small_site, tree, write

MARKER = "青鸾火凤"


def test_a_report_becomes_a_page_with_all_its_figures(tmp_path: Path) -> None:
    built = build(tmp_path, small_site())
    assert built.exit_code == 0, [finding.text for finding in built.findings]
    page = (tmp_path / "site/reports/jiaowei/2023.html").read_text(encoding="utf-8")
    for cell in FORM.cells:
        assert f'id="{cell.id}"' in page
    assert "东城区教育委员会2023年政府信息公开工作年度报告" in page


def test_second_build_writes_nothing(tmp_path: Path) -> None:
    build(tmp_path, small_site())
    again = build(tmp_path)
    assert again.published is not None
    assert (again.published.written, again.published.removed) == (0, 0)


def test_a_draft_is_nowhere_in_the_site(tmp_path: Path) -> None:
    files = small_site()
    files["content/reports/jiaowei/2024.yaml"] = figures(2024, published="待定", extra=f"来源: {MARKER}\n")
    files["content/reports/jiaowei/2024.md"] = prose(2024, MARKER)
    built = build(tmp_path, files)
    assert built.exit_code == 0
    assert len(built.checked.drafts) == 1
    for name, data in tree(tmp_path / "site").items():
        assert MARKER not in data.decode("utf-8", errors="replace"), name
        assert "2024" not in name


def test_a_report_with_a_cell_not_filled_in_is_never_published(tmp_path: Path) -> None:
    files = small_site()
    cell = "requests.new_requests.total"
    files["content/reports/jiaowei/2023.yaml"] = figures(changes={cell: "待填"})
    assert "F031" in codes(build(tmp_path, files))
    assert not (tmp_path / "site/reports/jiaowei/2023.html").exists()
    held = build(tmp_path, hold_errors=True)
    assert held.published is not None
    assert not (tmp_path / "site/reports/jiaowei/2023.html").exists()


def test_one_wrong_report_stops_the_build_and_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    build(tmp_path, small_site())
    before = tree(tmp_path / "site")
    wrong = figures(changes={"requests.results_total.total": "1"})
    built = build(tmp_path, {"content/reports/jiaowei/2023.yaml": wrong})
    assert built.exit_code == 1
    assert built.published is None
    assert tree(tmp_path / "site") == before


def test_a_build_that_stopped_forgets_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(tmp_path, small_site())
    good = (tmp_path / "content/reports/jiaowei/2023.yaml").read_text(encoding="utf-8")
    wrong = figures(changes={"requests.results_total.total": "1"})
    assert build(tmp_path, {"content/reports/jiaowei/2023.yaml": wrong}).published is None

    def nothing_to_render(*_: object) -> list[object]:
        raise AssertionError("a page was made again")

    monkeypatch.setattr(rendering, "_render_chunk", nothing_to_render)
    assert build(tmp_path, {"content/reports/jiaowei/2023.yaml": good}).published is not None


def test_hold_errors_publishes_the_others_and_still_exits_with_1(tmp_path: Path) -> None:
    files = small_site()
    files |= {
        name.replace("jiaowei", "minzheng"): text for name, text in small_site().items() if "jiaowei" in name
    }
    files["content/reports/minzheng/2023.yaml"] = figures(changes={"requests.results_total.total": "1"})
    built = build(tmp_path, files, hold_errors=True)
    assert built.exit_code == 1
    assert (tmp_path / "site/reports/jiaowei/2023.html").exists()
    assert not (tmp_path / "site/reports/minzheng/2023.html").exists()
    assert [head.agency for head in built.checked.held] == ["minzheng"]


def test_a_report_listed_as_published_is_never_held(tmp_path: Path) -> None:
    files = small_site()
    files["content/published.csv"] = "agency,year,date\njiaowei,2023,2024-01-20\n"
    files["content/reports/jiaowei/2023.yaml"] = figures(changes={"requests.results_total.total": "1"})
    built = build(tmp_path, files, hold_errors=True)
    assert built.published is None
    assert built.exit_code == 1


def test_carry_over_blames_the_later_year_only(tmp_path: Path) -> None:
    files = small_site()
    row = {f"requests.carried_over.{column}": "2" for column in ("natural_person", "total")}
    handled = {
        f"requests.{name}.{column}": "2"
        for name in ("granted", "results_total")
        for column in ("natural_person", "total")
    }
    files["content/reports/jiaowei/2024.yaml"] = figures(2024, changes=row | handled)
    files["content/reports/jiaowei/2024.md"] = prose(2024)
    built = build(tmp_path, files, hold_errors=True)
    [finding] = [finding for finding in built.findings if finding.code == "S101"]
    assert finding.year == 2024
    assert [place.file.rpartition("/")[2] for place in finding.positions] == ["2024.yaml"] * 2 + [
        "2023.yaml"
    ] * 2
    assert (tmp_path / "site/reports/jiaowei/2023.html").exists()
    assert not (tmp_path / "site/reports/jiaowei/2024.html").exists()


def test_an_explained_finding_no_longer_blocks_until_a_number_changes(tmp_path: Path) -> None:
    note = "核实说明:\n  - 问题: A102\n    位置: 申请-办理总计-总计\n    数值: 1 0\n    说明: 已核实\n"
    wrong = {"requests.results_total.total": "1", "requests.new_requests.total": "1"}
    wrong |= {"requests.results_total.natural_person": "1", "requests.new_requests.natural_person": "1"}
    files = small_site()
    files["content/reports/jiaowei/2023.yaml"] = figures(changes=wrong, extra=note)
    assert build(tmp_path, files).exit_code == 0
    changed = {**wrong, "requests.granted.natural_person": "5"}
    files["content/reports/jiaowei/2023.yaml"] = figures(changes=changed, extra=note)
    built = build(tmp_path, files)
    assert built.exit_code == 1
    assert "E101" in codes(built)


def test_a_former_address_leads_to_the_present_one(tmp_path: Path) -> None:
    files = small_site()
    files["content/reports/jiaowei/agency.yaml"] += "曾用地址:\n  - jiaoyuju\n"
    assert build(tmp_path, files).published is not None
    page = (tmp_path / "site/reports/jiaoyuju/2023.html").read_text(encoding="utf-8")
    assert 'content="0; url=../jiaowei/2023.html"' in page
    assert 'href="../jiaowei/2023.html"' in page
    assert (tmp_path / "site/reports/jiaoyuju/index.html").exists()


def test_prose_without_figures_is_no_report(tmp_path: Path) -> None:
    files = small_site()
    del files["content/reports/jiaowei/2023.yaml"]
    built = build(tmp_path, files)
    assert "U113" in codes(built)
    assert built.published is None


@pytest.mark.parametrize(
    "text",
    ["", "[" * 100, "[" * 100_000, "{", "- 1\n- 2\n", "\ufeff", "%YAML 9.9\n", "? [\n", "--- a\n--- b\n"],
)
def test_a_file_that_cannot_be_read_is_never_passed_over(tmp_path: Path, text: str) -> None:
    built = build(tmp_path, {**small_site(), "content/reports/jiaowei/2023.yaml": text})
    assert built.published is None
    assert any(finding.blocks for finding in built.findings)


def test_a_consolidated_report_is_not_added_to_its_parts(tmp_path: Path) -> None:
    one = {
        f"requests.{row}.{column}": "5"
        for row in ("new_requests", "granted", "results_total")
        for column in ("natural_person", "total")
    }
    files = small_site()
    files |= {
        "content/reports/qu/agency.yaml": "全称: 东城区人民政府\n",
        "content/reports/qu/2023.yaml": figures(changes=one).replace(
            "发布日期", "汇总范围: 全部下级\n发布日期", 1
        ),
        "content/reports/qu/2023.md": prose(text="汇总全区情况。"),
        "content/reports/qu/jiaowei/agency.yaml": "全称: 东城区教育局\n",
        "content/reports/qu/jiaowei/2023.yaml": figures(changes=one),
        "content/reports/qu/jiaowei/2023.md": prose(),
    }
    built = build(tmp_path, files)
    assert built.published is not None
    site = built.checked.site
    consolidated = site.reports["qu", 2023]
    assert site.contains_others(consolidated)
    page = (tmp_path / "site/years/2023.html").read_text(encoding="utf-8")
    assert "按已发布的 2 份合计" in page


def test_only_what_was_ours_is_removed(tmp_path: Path) -> None:
    build(tmp_path, small_site())
    (tmp_path / "site/CNAME").write_text("example.invalid")
    (tmp_path / "site/reports/jiaowei/other.html").write_text("not ours")
    build(
        tmp_path,
        {f"content/reports/jiaowei/{name}": None for name in ("2023.yaml", "2023.md")}
        | {
            "content/reports/jiaowei/2022.yaml": figures(2022),
            "content/reports/jiaowei/2022.md": prose(2022),
        },
    )
    left = tree(tmp_path / "site")
    assert "CNAME" in left and "reports/jiaowei/other.html" in left
    assert "reports/jiaowei/2023.html" not in left and "years/2023.html" not in left
    assert "reports/jiaowei/2022.html" in left


@pytest.mark.parametrize(
    "changes",
    [
        {"content/site.yaml": "名称: 新的名称\n"},
        {"content/reports/jiaowei/agency.yaml": "全称: 东城区教育局\n"},
        {"content/reports/jiaowei/2023.md": prose(text="改过的一段。")},
        {"content/reports/jiaowei/2022.yaml": figures(2022), "content/reports/jiaowei/2022.md": prose(2022)},
        {"content/reports/jiaowei/2024.yaml": figures(2024, published="待定")},
        {"layouts/404.html": "{% extends 'shipped/404.html' %}{% block title %}没有这一页{% endblock %}"},
        {"layouts/report.html": "<title>{{ view.title }}</title>"},
        {"layouts/assets/nianbao.css": "body { color: black }"},
        {"content/pages/about.md": "# 关于\n\n说明。\n"},
        {"content/pages/help.md": "# 怎样查找\n\n说明。\n"},
        {"content/words/aliases.txt": "教委 教育委员会\n"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_an_incremental_build_equals_a_clean_one(tmp_path: Path, changes: dict[str, str]) -> None:
    files = {**small_site(), "content/pages/help.md": "# 帮助\n\n说明。\n"}
    build(tmp_path / "one", files)
    assert build(tmp_path / "one", dict(changes)).published is not None
    build(tmp_path / "two", {**files, **changes})
    assert tree(tmp_path / "one/site") == tree(tmp_path / "two/site")


def test_a_page_edited_by_hand_is_made_again(tmp_path: Path) -> None:
    build(tmp_path, small_site())
    before = tree(tmp_path / "site")
    page = tmp_path / "site/reports/jiaowei/2023.html"
    page.write_text(page.read_text(encoding="utf-8").replace("2023", "2099"), encoding="utf-8")
    build(tmp_path)
    assert tree(tmp_path / "site") == before


def test_the_cache_may_be_deleted_at_any_time(tmp_path: Path) -> None:
    build(tmp_path, small_site())
    before = tree(tmp_path / "site")
    for file in (tmp_path / ".cache").rglob("*"):
        if file.is_file():
            file.unlink()
    again = build(tmp_path)
    assert again.published is not None and again.published.written == 0
    assert tree(tmp_path / "site") == before


def test_a_corrupt_cache_is_thrown_away(tmp_path: Path) -> None:
    build(tmp_path, small_site())
    (tmp_path / ".cache/memo.sqlite").write_bytes(b"not a database" * 100)
    assert build(tmp_path).exit_code == 0


def test_a_layout_error_names_file_and_line_and_publishes_nothing(tmp_path: Path) -> None:
    files = small_site()
    files["layouts/404.html"] = "<p>\n{{ view.no_such_thing }}\n"
    built = build(tmp_path, files)
    assert built.exit_code == 1 and built.published is None
    [finding] = [finding for finding in built.findings if finding.code == "L101"]
    assert (finding.positions[0].file.endswith("layouts/404.html"), finding.positions[0].line) == (True, 2)


def test_a_dead_link_stops_the_build(tmp_path: Path) -> None:
    files = small_site()
    files["content/reports/jiaowei/2023.md"] = prose(
        text="见[上一年](2022.html)和[第三部分](#s3)、[没有](#s99)。"
    )
    built = build(tmp_path, files)
    assert built.published is None
    assert sorted(codes(built)) == ["L201", "L202"]


def test_an_output_folder_that_refuses_is_one_sentence(tmp_path: Path) -> None:
    write(tmp_path, small_site())
    (tmp_path / "site").write_text("a file, not a folder")
    with pytest.raises(CannotWrite):
        build(tmp_path)


def test_a_second_build_at_the_same_time_says_who_holds_the_lock(tmp_path: Path) -> None:
    project = write(tmp_path, small_site())
    with locked(project.cache), pytest.raises(CannotWrite, match=str(os.getpid())), locked(project.cache):
        pass


def test_pages_do_not_depend_on_how_many_processes_made_them(tmp_path: Path) -> None:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    from nianbao.pipeline import Options, build_site
    from nianbao.workers import Work

    build(tmp_path / "one", small_site())
    project = write(tmp_path / "two", small_site())
    with ProcessPoolExecutor(2, mp_context=get_context("forkserver")) as executor:
        build_site(project, Options(work=Work(executor=executor)))
    assert tree(tmp_path / "one/site") == tree(tmp_path / "two/site")


def test_an_invented_edition_dropped_in_as_one_file_passes_through_everything(tmp_path: Path) -> None:
    text = (Path(__file__).parent / "editions/2031.yaml").read_text(encoding="utf-8")
    files = small_site()
    files["content/forms/2031.yaml"] = text
    files["content/reports/jiaowei/2031.yaml"] = (
        "发布日期: 2032-01-20\n件数表:\n  头: 甲 乙 合计\n  来信: 3 4 7\n  去信:\n    平信: 1 1 2\n    挂号: 0 ~ 0\n  金额: 12.5\n"
    )
    files["content/reports/jiaowei/2031.md"] = (
        "## 甲、件数\n\n全年来信{件数表-来信-合计}件。\n\n## 乙、说明\n\n没有。\n"
    )
    built = build(tmp_path, files)
    assert codes(built) == ["A110"]
    page = (tmp_path / "site/reports/jiaowei/2031.html").read_text(encoding="utf-8")
    assert 'id="letters-received-total"' in page and "平信往来" in page
    files["content/reports/jiaowei/2031.yaml"] = files["content/reports/jiaowei/2031.yaml"].replace(
        "3 4 7", "3 4 8"
    )
    assert "A103" in codes(build(tmp_path, files))


def test_a_new_report_of_2019_is_a_draft_without_mistakes(tmp_path: Path) -> None:
    files = {name: text for name, text in small_site().items() if "2023" not in name}
    assert new_report(write(tmp_path, files), "区教委", 2019, "", io.StringIO()) == 0
    built = build(tmp_path)
    assert [finding.text for finding in built.findings if finding.level == "error"] == []
    typed = tmp_path / "content/reports/jiaowei/2019.yaml"
    typed.write_text(typed.read_text(encoding="utf-8").replace("待定", "2020-01-20", 1), encoding="utf-8")
    assert {"F031", "F050"} <= set(codes(build(tmp_path)))
