"""The locked environment, made when it is missing. Standard library only: it runs before anything else.

If the running Python does not already have every package of the lock, `.venv` is built beside the
project by hash and the program is started again inside it.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

LOCK = "requirements.lock"
TEST_LOCK = "requirements-test.lock"
STAMP = "nianbao-stamp"
MINIMUM = (3, 11)


def ensure(root: Path, arguments: list[str]) -> None:
    """Return when the packages are there; otherwise make `.venv` and run `build.py` again inside it.

    `test` needs the second lock as well. Exits with 2 and one sentence when it cannot be done.
    """
    if sys.version_info < MINIMUM:
        _give_up(f"需要 Python {MINIMUM[0]}.{MINIMUM[1]} 或更新的版本，现在是 {platform.python_version()}。")
    lock = root / (TEST_LOCK if _wants_tests(arguments) else LOCK)
    if not lock.is_file() or satisfied(lock.read_text(encoding="utf-8")):
        return
    folder = root / ".venv"
    if not _stamp_fits(folder, lock):
        _make(root, folder, lock)
    _restart(folder, root / "build.py", arguments)


def satisfied(lock: str) -> bool:
    """Whether the running environment has every requirement of a lock in its version; those for other
    systems are passed over."""
    for name, version, rest in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)([^\\\n]*)", lock, re.MULTILINE):
        condition = rest.partition(";")[2]
        if condition and "CPython" not in condition:
            continue
        try:
            if metadata.version(name) != version:
                return False
        except metadata.PackageNotFoundError:
            return False
    return True


def _wants_tests(arguments: list[str]) -> bool:
    return bool(arguments) and arguments[0] in ("test", "测试")


def _stamp(lock: Path) -> str:
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    return f"{digest} {platform.python_implementation()} {platform.python_version()} {platform.machine()}"


def _stamp_fits(folder: Path, lock: Path) -> bool:
    """The test lock contains the first one, so a `.venv` made for tests serves the site as well."""
    try:
        stamps = (folder / STAMP).read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    return _stamp(lock) in stamps and _python(folder).exists()


def _make(root: Path, folder: Path, lock: Path) -> None:
    print(f"第一次运行：正在安装所需的程序包（{lock.name}），大约需要一分钟 …", file=sys.stderr, flush=True)
    new = root / ".venv.new"
    shutil.rmtree(new, ignore_errors=True)
    try:
        import ensurepip
        import venv

        ensurepip.version()
        venv.EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(new)
    except (ImportError, subprocess.CalledProcessError, OSError) as error:
        shutil.rmtree(new, ignore_errors=True)
        _give_up(f"不能建立 Python 环境（{error}）。Debian、Ubuntu、UOS：请先运行 apt install python3-venv。")
    wheels = root / "wheels"
    source = ["--no-index", "--find-links", str(wheels)] if wheels.is_dir() else []
    command = [str(_python(new)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*command, "--require-hashes", *source, "-r", str(lock)], check=False)
    if done.returncode:
        shutil.rmtree(new, ignore_errors=True)
        _give_up(
            "程序包没有装上。没有网络时，请把程序包放在 wheels 文件夹里（见 README.zh-CN.md“没有网络”）。"
        )
    stamps = [_stamp(lock)]
    if lock.name == TEST_LOCK:
        stamps.append(_stamp(root / LOCK))
    # A virtual environment knows its own path only in scripts, which are not used: python is called by path.
    shutil.rmtree(folder, ignore_errors=True)
    os.replace(new, folder)
    (folder / STAMP).write_text("\n".join(stamps) + "\n", encoding="utf-8")


def _python(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def _restart(folder: Path, script: Path, arguments: list[str]) -> None:
    if Path(sys.prefix).resolve() == folder.resolve():
        _give_up("程序包与 requirements.lock 不一致：请删除 .venv 文件夹后再运行一次。")
    command = [str(_python(folder)), str(script), *arguments]
    sys.stdout.flush()
    if os.name == "nt":
        raise SystemExit(subprocess.run(command, check=False).returncode)
    os.execv(command[0], command)


def _give_up(sentence: str) -> None:
    print(sentence, file=sys.stderr)
    raise SystemExit(2)
