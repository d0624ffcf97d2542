"""Step 6: view + layout → bytes. One environment a process; layouts of the project come before ours."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
    meta,
)

SHIPPED_PREFIX = "shipped"


class LayoutError(Exception):
    """A layout that cannot be used; `file` and `line` say where."""

    def __init__(self, file: str, line: int, text: str) -> None:
        super().__init__(text)
        self.file, self.line, self.text = file, line, text


class Renderer:
    """Renders views with the layouts found in `folders`, first found wins.

    A project's layout may extend the one it replaces as `shipped/<name>`.
    """

    def __init__(self, folders: tuple[str, ...], assets: Mapping[str, str]) -> None:
        self._folders = folders
        self._assets = assets
        loaders: list[BaseLoader] = [FileSystemLoader(folder, encoding="utf-8") for folder in folders]
        self._environment = Environment(
            loader=ChoiceLoader([*loaders, PrefixLoader({SHIPPED_PREFIX: loaders[-1]})]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self._environment.filters.update(
            count=count, chinese_date=chinese_date, site_url=site_url, stable_id=stable_id
        )
        self._environment.policies["json.dumps_kwargs"] = {"ensure_ascii": False}

    def render(self, layout: str, path: str, view: Mapping[str, Any], site: Mapping[str, Any]) -> bytes:
        """The bytes of one file. `path` is where it will stand; links in it are relative to that."""
        url = relative_to(path, str(site.get("base_path", "")) if path == "404.html" else "")
        try:
            template = self._environment.get_template(layout)
            text = template.render(
                view=view, site=site, path=path, url=url, asset=lambda name: url(self._assets.get(name, name))
            )
        except TemplateSyntaxError as error:
            raise LayoutError(
                self._shown(error.name or layout), error.lineno, f"写法不对：{error.message}"
            ) from error
        except TemplateNotFound as error:
            raise LayoutError(self._shown(layout), 1, f"找不到版面文件 {error.message}") from error
        except (UndefinedError, TemplateError, TypeError, AttributeError, KeyError) as error:
            file, line = _place(error, layout)
            raise LayoutError(self._shown(file), line, _missing(error)) from error
        return text.encode("utf-8")

    def _shown(self, file: str) -> str:
        """A layout's file as messages name it: layouts/report.html."""
        for folder in self._folders:
            file = file.removeprefix(folder).lstrip("/\\")
        return f"layouts/{file.removeprefix(SHIPPED_PREFIX + '/')}"

    def closure(self, layout: str) -> str:
        """A digest of a layout and of all it can draw in; of all layouts when it names one dynamically."""
        seen: set[str] = set()
        waiting = [layout]
        while waiting:
            name = waiting.pop()
            if name in seen or self._environment.loader is None:
                continue
            seen.add(name)
            try:
                source = self._environment.loader.get_source(self._environment, name)[0]
                used = set(meta.find_referenced_templates(self._environment.parse(source, name)))
            except TemplateNotFound:
                continue
            except TemplateSyntaxError as error:
                raise LayoutError(
                    self._shown(error.name or name), error.lineno, f"写法不对：{error.message}"
                ) from error
            waiting += self._environment.list_templates() if None in used else [n for n in used if n]
        hasher = hashlib.sha256()
        for name in sorted(seen):
            try:
                hasher.update(self._environment.loader.get_source(self._environment, name)[0].encode())  # type: ignore[union-attr]
            except TemplateNotFound:
                hasher.update(b"-")
        return hasher.hexdigest()


@lru_cache(maxsize=4)
def renderer(folders: tuple[str, ...], assets: tuple[tuple[str, str], ...], state: str) -> Renderer:
    """The process's environment. `state` is the digest of all layouts: a change makes a new one."""
    return Renderer(folders, dict(assets))


def relative_to(path: str, base_path: str = "") -> Callable[[str], str]:
    """A function that makes paths of the site relative to the page at `path`.

    With `base_path` they start there instead: the 404 page is shown at any address.
    """
    folders = path.split("/")[:-1]
    # The beginnings a target may share with the page, longest first, and what leads from the page to there.
    shared = [
        ("".join(f"{name}/" for name in folders[:length]), "../" * (len(folders) - length))
        for length in range(len(folders), 0, -1)
    ]
    up = "../" * len(folders)

    def url(target: str) -> str:
        if _ELSEWHERE.match(target):
            return target
        if base_path:
            return base_path + target
        for beginning, way in shared:
            if target.startswith(beginning):
                return way + target[len(beginning) :]
        return up + target

    return url


_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#", re.IGNORECASE)


def find_assets(folders: tuple[Path, ...]) -> dict[str, tuple[str, Path]]:
    """Asset name → (published path with its digest in the name, file). Names starting with _ are parts."""
    found: dict[str, tuple[str, Path]] = {}
    for folder in reversed(folders):
        root = folder / "assets"
        for file in sorted(root.rglob("*")) if root.is_dir() else []:
            if file.is_file() and not file.name.startswith(("_", ".")):
                name = f"assets/{file.relative_to(root).as_posix()}"
                stem, dot, suffix = name.rpartition(".")
                short = hashlib.sha256(file.read_bytes()).hexdigest()[:10]
                found[name] = (f"{stem}-{short}{dot}{suffix}", file)
    return dict(sorted(found.items()))


# Beginning with a fixed text they are found four times as fast; what stands before it is looked at then.
_TARGETS = [re.compile(rf"""{name}="(?<=\s{name}=")([^"]*)\"""") for name in ("href", "src", "action")]
_ID = re.compile(r"""id="(?<=\sid=")([^"]*)\"""")


def links_and_ids(page: str) -> tuple[list[str], list[str]]:
    """Every address and every id of a page, ids in order so that doubles can be seen."""
    return sorted({target for pattern in _TARGETS for target in pattern.findall(page)}), _ID.findall(page)


# -- filters


def count(number: Any) -> str:
    """A number for reading: groups of three parted by a thin space would hinder copying, so as stated."""
    return "" if number is None else str(number)


def chinese_date(text: str) -> str:
    """2024-03-08 → 2024年3月8日."""
    parts = text.split("-")
    return f"{int(parts[0])}年{int(parts[1])}月{int(parts[2])}日" if len(parts) == 3 else text


def site_url(path: str, base: str) -> str:
    """The full address of a path, for feeds and sitemaps; the path alone when the site has no address."""
    return base + path


def stable_id(path: str, name: str) -> str:
    """An identifier for feeds of a site without an address: the same for the same path and site name."""
    return uuid5(NAMESPACE_URL, f"{name}\n{path}").urn


def _missing(error: Exception) -> str:
    """Jinja's commonest complaint in Chinese; what else it says stays as it is, for those who write layouts."""
    found = re.search(r"'(\w+)' is undefined|has no attribute '(\w+)'", str(error))
    return f"没有“{found[1] or found[2]}”这一项" if found else f"{error}"


def _place(error: Exception, layout: str) -> tuple[str, int]:
    """File and line of the deepest layout frame in a traceback."""
    file, line = layout, 1
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name.endswith((".html", ".xml", ".txt")):
            file, line = name, trace.tb_lineno
        trace = trace.tb_next
    return file, line
