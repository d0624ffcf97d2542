"""The commands as a clerk types them: words, aliases, exit codes, and nothing in English."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nianbao.cli import main
from tests.sites import ROOT, figures, run_command, small_site, write

WRONG = {"requests.results_total.total": "1"}


def test_build_is_the_command_when_none_is_given(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, small_site())
    code, out, _ = run_command(capsys, "--project", str(tmp_path))
    assert code == 0
    assert "年报 1 份" in out
    assert (tmp_path / "site/index.html").exists()


def test_what_follows_test_goes_to_pytest(monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []

    def run_nothing(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        called.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr("nianbao.commands.subprocess.run", run_nothing)
    assert main(["测试", "-q", "-k", "forms"]) == 0
    assert called[0][1:] == ["-m", "pytest", "-q", "-k", "forms"]


def test_an_unknown_command_gets_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run_command(capsys, "chekc")
    assert code == 2
    assert "是不是 check？" in err


@pytest.mark.parametrize(
    ("typed", "meant"), [("--formt", "--format"), ("--hold-error", ""), ("--holderrors", "--hold-errors")]
)
def test_an_unknown_option_gets_a_suggestion(
    capsys: pytest.CaptureFixture[str], typed: str, meant: str
) -> None:
    code, _, err = run_command(
        capsys, "check" if "form" in typed else "build", typed, "--project", "/nowhere"
    )
    assert code == 2
    assert not meant or f"是不是 {meant}？" in err
    assert "unrecognized" not in err


def test_check_writes_nothing_and_exits_with_1_for_what_must_be_mended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {**small_site(), "content/reports/jiaowei/2023.yaml": figures(changes=WRONG)})
    code, out, _ = run_command(capsys, "检查", "--project", str(tmp_path))
    assert code == 1
    assert "必改 A102" in out
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("word", ["jiaowei", "东城区教育委员会", "区教委", "content/reports/jiaowei/"])
def test_an_agency_may_be_named_by_path_or_by_any_of_its_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    write(tmp_path, small_site())
    assert run_command(capsys, "check", word, "--project", str(tmp_path))[0] == 0


def test_an_unknown_agency_gets_a_suggestion(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, small_site())
    code, _, err = run_command(capsys, "check", "jiaowe", "--project", str(tmp_path))
    assert code == 2
    assert "是不是 jiaowei" in err


def test_json_has_a_version_and_every_finding_with_its_places(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {**small_site(), "content/reports/jiaowei/2023.yaml": figures(changes=WRONG)})
    _, out, _ = run_command(capsys, "check", "--format", "json", "--project", str(tmp_path))
    data = json.loads(out)
    assert data["version"] == 1
    finding = data["findings"][0]
    assert (finding["code"], finding["level"], finding["agency"], finding["year"]) == (
        "A102",
        "error",
        "jiaowei",
        2023,
    )
    assert finding["positions"][0]["file"] == "content/reports/jiaowei/2023.yaml"
    assert "requests.results_total.total" in finding["cells"]


def test_explain_prints_why_example_remedy_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run_command(capsys, "解释", "A102")
    assert code == 0
    for part in ("为什么：", "例：", "改法：", "依据："):
        assert part in out
    assert run_command(capsys, "explain", "各项相加不等于总计")[1] == out


def test_explain_without_a_code_lists_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    from nianbao.rules.register import RULES

    _, out, _ = run_command(capsys, "explain")
    assert [line[:4] for line in out.splitlines()] == sorted(RULES)


def test_every_rule_says_why_with_an_example_a_remedy_and_its_source() -> None:
    from nianbao import rules  # noqa: F401
    from nianbao.rules.register import RULES

    for rule in RULES.values():
        for part in ("为什么：", "例：", "改法：", "依据："):
            assert part in rule.doc, rule.code


def test_new_leaves_every_cell_to_be_filled_in_but_what_last_year_handed_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    carried = {
        f"requests.{row}.{column}": "3"
        for row in ("new_requests", "carried_forward")
        for column in ("natural_person", "total")
    }
    write(tmp_path, {**small_site(), "content/reports/jiaowei/2023.yaml": figures(changes=carried)})
    code, out, _ = run_command(capsys, "新建", "区教委", "2024", "--project", str(tmp_path))
    assert code == 0
    text = (tmp_path / "content/reports/jiaowei/2024.yaml").read_text(encoding="utf-8")
    assert text.count("待填") == 1 + 200 - 7
    [row] = [line for line in text.splitlines() if "上年结转" in line]
    assert row.split("#")[0].split() == ["上年结转:", "3", "0", "0", "0", "0", "0", "3"]
    prose_text = (tmp_path / "content/reports/jiaowei/2024.md").read_text(encoding="utf-8")
    assert prose_text.count("\n## ") == 6
    assert "发出收费通知待填件，总金额待填元，实际收取待填元" in prose_text
    code, out, _ = run_command(capsys, "build", "--project", str(tmp_path))
    assert (code, "草稿 1 份" in out) == (0, True)


def test_new_never_overwrites(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, small_site())
    code, _, err = run_command(capsys, "new", "jiaowei", "2023", "--project", str(tmp_path))
    assert code == 2
    assert "已经有" in err


def test_new_suggests_an_address_for_an_agency_it_does_not_know(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, small_site())
    code, _, err = run_command(capsys, "new", "东城区体育局", "2023", "--project", str(tmp_path))
    assert code == 2
    assert "dong-cheng-qu-ti-yu-ju" in err
    assert (
        run_command(capsys, "new", "tiyuju", "2023", "--name", "东城区体育局", "--project", str(tmp_path))[0]
        == 0
    )
    assert "全称: 东城区体育局" in (tmp_path / "content/reports/tiyuju/agency.yaml").read_text(
        encoding="utf-8"
    )


def test_fix_mends_symbols_and_changes_no_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = figures()
    typed = good.replace("本年新收:       0     0     0", "本年新收:       0，0，０")
    assert typed != good
    write(tmp_path, {**small_site(), "content/reports/jiaowei/2023.yaml": typed})
    assert run_command(capsys, "check", "--project", str(tmp_path))[0] == 1
    assert run_command(capsys, "check", "--修", "--project", str(tmp_path))[0] == 0
    assert run_command(capsys, "check", "--project", str(tmp_path))[0] == 0


def test_a_folder_without_content_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run_command(capsys, "--project", str(tmp_path))
    assert code == 2
    assert "content" in err and "Traceback" not in err


def test_the_same_bytes_whatever_the_time_zone_the_locale_and_the_hash_seed(tmp_path: Path) -> None:
    import os

    from tests.sites import tree

    trees = []
    for number, more in enumerate(
        (
            {"TZ": "Asia/Shanghai", "PYTHONHASHSEED": "1"},
            {"TZ": "America/New_York", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
        )
    ):
        root = tmp_path / str(number)
        write(root, small_site())
        subprocess.run(
            [sys.executable, str(ROOT / "build.py"), "--project", str(root)],
            check=True,
            env={**os.environ, **more},
            capture_output=True,
        )
        trees.append(tree(root / "site"))
    assert trees[0] == trees[1]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig"])
def test_fix_saves_a_file_of_another_encoding_as_utf_8(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    text = figures().replace("本年新收:", "本年新收：").replace("\n", "\r\n")
    write(tmp_path, {**small_site(), "content/reports/jiaowei/2023.yaml": text.encode(encoding)})
    assert run_command(capsys, "check", "--fix", "--project", str(tmp_path))[0] == 0
    data = (tmp_path / "content/reports/jiaowei/2023.yaml").read_bytes()
    assert data.removeprefix(b"\xef\xbb\xbf").decode("utf-8") == text.replace("本年新收：", "本年新收:")
    assert data.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8-sig")


def test_fix_leaves_the_words_of_published_years_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = small_site()
    files["content/site.yaml"] += "严格自: 2024\n"
    files["content/reports/jiaowei/2023.md"] = files["content/reports/jiaowei/2023.md"].replace(
        "改进情况", "改进措施"
    )
    write(tmp_path, files)
    code, out, _ = run_command(capsys, "check", "--fix", "--project", str(tmp_path))
    assert (code, "提示 D301" in out) == (0, True)
    prose = (tmp_path / "content/reports/jiaowei/2023.md").read_text(encoding="utf-8")
    assert "改进措施" in prose
