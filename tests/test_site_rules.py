"""The rules that need a whole site. Each has a folder tests/rules/<CODE>/ with `good/` and `bad/`, laid over
a small site whose figures are all 0, and the exact words; NIANBAO_UPDATE=1 writes `expected.txt` anew.

In those folders `2023.txt` holds figures of that year as `path: value`, `2023.more.yaml` what follows them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nianbao.forms import find_cells
from nianbao.messages import format_finding
from nianbao.rules.register import RULES
from tests.sites import FORM, build, figures, prose, small_site

CASES = Path(__file__).parent / "rules"
OURS = sorted(folder.name for folder in CASES.iterdir() if (folder / "bad").is_dir())
DATE = "发布日期"


def overlay(folder: Path) -> dict[str, str | bytes | None]:
    """The small site with the files of a folder on top."""
    files: dict[str, str | bytes | None] = dict(small_site())
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".txt" and path.stem.isdigit():
            more = folder / f"{path.stem}.more.yaml"
            text = year_file(int(path.stem), path.read_text(encoding="utf-8"))
            files[f"content/reports/jiaowei/{path.stem}.yaml"] = text + (
                more.read_text(encoding="utf-8") if more.exists() else ""
            )
            files[f"content/reports/jiaowei/{path.stem}.md"] = prose(int(path.stem))
        elif path.is_file() and not name.endswith(".more.yaml"):
            files[name] = path.read_text(encoding="utf-8")
    return files


def year_file(year: int, lines: str) -> str:
    stated = dict(line.split(": ") for line in lines.splitlines())
    published = stated.pop(DATE, None)
    changes = {}
    for path, value in stated.items():
        [cell] = find_cells(FORM, path)
        changes[cell.address] = value
    return figures(year, published=published, changes=changes)


@pytest.mark.parametrize("code", OURS)
def test_a_good_example_is_left_alone(code: str, tmp_path: Path) -> None:
    built = build(tmp_path, overlay(CASES / code / "good"))
    assert [
        finding.text for finding in built.findings if finding.code == code and not finding.explanation
    ] == []


@pytest.mark.parametrize("code", OURS)
def test_a_bad_example_gets_exactly_these_words(code: str, tmp_path: Path) -> None:
    built = build(tmp_path, overlay(CASES / code / "bad"))
    said = [finding for finding in built.findings if finding.code == code]
    words = "".join(format_finding(finding) + "\n" for finding in said).replace(str(tmp_path) + "/", "")
    expected = CASES / code / "expected.txt"
    if os.environ.get("NIANBAO_UPDATE"):
        expected.write_text(words, encoding="utf-8")
    assert said
    assert words == expected.read_text(encoding="utf-8")


def test_every_rule_has_its_examples() -> None:
    # These need what no folder can hold: a link out of the folder, a file without permission, no site.yaml.
    elsewhere = {"U105", "U106", "U108"}
    assert set(RULES) - elsewhere - {folder.name for folder in CASES.iterdir()} == set()


def test_a_link_out_of_the_content_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# 不该公开\n", encoding="utf-8")
    build(tmp_path, small_site())
    (tmp_path / "content/pages").mkdir()
    (tmp_path / "content/pages/secret.md").symlink_to(tmp_path / "secret.md")
    built = build(tmp_path)
    assert [finding.code for finding in built.findings] == ["U105"]
    assert not (tmp_path / "site/secret.html").exists()


def test_a_file_that_may_not_be_opened_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "2023.yaml":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    built = build(tmp_path, small_site())
    assert "U106" in [finding.code for finding in built.findings]
    assert built.published is None


def test_a_site_without_its_file_says_which_file_to_write(tmp_path: Path) -> None:
    files = small_site()
    del files["content/site.yaml"]
    built = build(tmp_path, files)
    assert [finding.code for finding in built.findings] == ["U108"]
    assert built.published is None
