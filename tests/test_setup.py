"""The two commands set themselves up: from a fresh copy, from a wheel, and when something is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nianbao import bootstrap
from nianbao.located import c_parser_available
from tests.sites import ROOT, small_site, write

PARTS = ["build.py", "nianbao", "layouts", "content", "requirements.lock", "pyproject.toml", "README.md", "LICENSE"]


def copy_project(target: Path) -> Path:
    """What a fresh clone has, without what was made here."""
    target.mkdir()
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, target / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target / part)
    return target


def outside_environment() -> dict[str, str]:
    """The environment of somebody who has nothing of ours."""
    hidden = ("PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME")
    return {name: value for name, value in os.environ.items() if name not in hidden}


@pytest.mark.timeout(600)
def test_one_command_makes_the_site_from_a_fresh_copy(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "年报 项目")
    base = Path(sys.base_prefix) / "bin" / "python3"
    command = [str(base if base.exists() else sys._base_executable), str(project / "build.py")]  # type: ignore[attr-defined]
    first = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=outside_environment())
    if "程序包没有装上" in first.stderr:
        pytest.skip("没有网络，不能安装程序包 / no network to install packages from")
    assert first.returncode == 0, first.stderr
    assert "第一次运行" in first.stderr
    assert (project / "site/reports/pingtan/2023.html").exists()
    second = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=outside_environment())
    assert second.returncode == 0
    assert "第一次运行" not in second.stderr
    assert "写了 0" in second.stdout


@pytest.mark.timeout(600)
def test_the_wheel_builds_a_site_elsewhere(tmp_path: Path) -> None:
    project = copy_project(tmp_path / "source")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    made = subprocess.run(
        [*pip, "wheel", ".", "--no-deps", "-w", str(tmp_path)], cwd=project, capture_output=True, text=True
    )
    if made.returncode and "hatchling" in made.stderr:
        pytest.skip("没有网络，不能取得打包工具 / no network to fetch the build backend from")
    assert made.returncode == 0, made.stderr
    [wheel] = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    subprocess.run([*pip, "install", "--no-deps", "--target", str(installed), str(wheel)], check=True)
    write(tmp_path / "office", small_site())
    run = subprocess.run(
        [str(installed / "bin/nianbao"), "build", "--project", str(tmp_path / "office")],
        cwd=tmp_path,
        env={**outside_environment(), "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "office/site/reports/jiaowei/2023.html").exists()


def test_an_environment_satisfies_a_lock_only_with_the_same_versions() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert bootstrap.satisfied(lock)
    assert not bootstrap.satisfied(lock.replace("jinja2==3.1.6", "jinja2==3.1.5"))
    assert not bootstrap.satisfied(lock + "\nno-such-package==1.0\n")


def test_the_test_lock_contains_the_other() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return {line.split(" ")[0] for line in text.splitlines() if "==" in line and not line.startswith(" ")}

    assert pins("requirements.lock") <= pins("requirements-test.lock")


def test_locks_pin_every_package_by_hash_and_name_no_host() -> None:
    for name in ("requirements.lock", "requirements-test.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "--hash=sha256:" in text
        assert "://" not in text


def test_the_locked_packages_bring_the_fast_yaml_parser() -> None:
    assert c_parser_available()


def test_without_venv_one_sentence_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    (tmp_path / "requirements.lock").write_text("no-such-package==1.0\n")
    with pytest.raises(SystemExit) as stop:
        bootstrap.ensure(tmp_path, [])
    assert stop.value.code == 2
    assert "apt install python3-venv" in capsys.readouterr().err
    assert not (tmp_path / ".venv.new").exists()


def test_a_package_swapped_on_the_way_stops_the_installation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    (wheels / "nothing-1.0-py3-none-any.whl").write_bytes(b"not what was pinned")
    (tmp_path / "requirements.lock").write_text(f"nothing==1.0 --hash=sha256:{'0' * 64}\n")
    with pytest.raises(SystemExit) as stop:
        bootstrap.ensure(tmp_path, [])
    assert stop.value.code == 2
    assert not (tmp_path / ".venv").exists()
