"""`serve`: the site on this computer, made anew at every save and shown at once.

livereload gives the websocket and the script; what it leaves out is here: only this computer may ask
(Host and Origin are checked), no reload is ever dropped, and a page that was fetched while a build was
running is reloaded as soon as it connects.
"""

from __future__ import annotations

import signal
import threading
import time
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado import httpserver, ioloop, netutil, web

from .errors import CannotRun
from .pipeline import Built, Options, build_site
from .project import Project
from .publish import CannotWrite

LOOPBACK = "127.0.0.1"
COOKIE = "nianbao-build"


@dataclass
class State:
    """Shared by the builder thread and the handlers; `number` grows with every build shown."""

    port: int
    number: int = 0


def serve_site(project: Project, port: int, *, open_browser: bool) -> int:
    """Build into a folder of its own, serve it, and build again at every change, until interrupted."""
    target = project.cache / "preview"
    stop = threading.Event()
    changes = Changes(project, stop)
    _announce(_build(project, target))
    server, state = start_server(target, port)
    address = f"http://localhost:{state.port}/"
    print(f"预览：{address}　改好文件一存，页面就刷新；按 Ctrl+C 结束。", flush=True)
    loop = ioloop.IOLoop.current()
    watcher = threading.Thread(
        target=changes.each, args=(lambda: _rebuild(project, target, state, loop),), daemon=True
    )
    watcher.start()
    if open_browser:
        import webbrowser

        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    # An exception raised by Ctrl+C would be lost in a handler that logs whatever goes wrong in it.
    before = signal.signal(signal.SIGINT, lambda *_: stop.set())
    ioloop.PeriodicCallback(lambda: loop.stop() if stop.is_set() else None, 100).start()
    try:
        loop.start()
        print("\n预览结束。")
    finally:
        signal.signal(signal.SIGINT, before)
        stop.set()
        server.stop()
        # A build that is under way should not be cut off by the end of the program.
        watcher.join(timeout=5)
    return 0


def start_server(folder: Path, port: int) -> tuple[httpserver.HTTPServer, State]:
    """A server for `folder` on the loopback address, on `port` or the first free one after it."""
    for number in range(port, port + 20):
        try:
            sockets = netutil.bind_sockets(number, address=LOOPBACK)
        except OSError:
            continue
        state = State(sockets[0].getsockname()[1])
        server = httpserver.HTTPServer(_application(folder, state))
        server.add_sockets(sockets)
        return server, state
    raise CannotRun(f"端口 {port} 到 {port + 19} 都被占用。请用 --port 换一个。")


class Changes:
    """What is saved below content/ or layouts/, from the moment this is made, until `stop`.

    Made before the first build: a save while the preview is starting is shown as well."""

    def __init__(self, project: Project, stop: threading.Event) -> None:
        from watchfiles import DefaultFilter, watch

        folders = [project.content, *(folder for folder in project.layouts if folder.is_dir())]
        self._sets = watch(
            *folders,
            watch_filter=DefaultFilter(),
            debounce=60,
            step=20,
            stop_event=stop,
            rust_timeout=100,
            yield_on_timeout=True,
            raise_interrupt=False,
        )
        # The folders are being watched from the first answer on; what it tells is read by the first build.
        next(self._sets)

    def each(self, rebuild: Callable[[], None]) -> None:
        """Call `rebuild` after every change."""
        for changed in self._sets:
            if changed:
                rebuild()


def _rebuild(project: Project, target: Path, state: State, loop: ioloop.IOLoop) -> None:
    try:
        built = _build(project, target)
    except Exception:
        # A fault of the program must not end the preview in silence: the next save may be fine.
        print("程序出错，页面没有更新。请把下面的内容交给维护人员：", flush=True)
        traceback.print_exc()
        return
    _announce(built)
    if built is not None:
        state.number += 1
        loop.add_callback(_Live.reload_waiters, "*")


def _build(project: Project, target: Path) -> Built | None:
    """One build of the preview; None when another build holds the lock for too long or the disk refuses."""
    problem: CannotWrite | None = None
    for _ in range(50):
        try:
            return build_site(project, Options(preview=True), target)
        except CannotWrite as error:
            problem = error
            time.sleep(0.1)
    print(f"这次没有更新：{problem}", flush=True)
    return None


def _announce(built: Built | None) -> None:
    from .messages import counts

    if built is None:
        return
    if built.published is None:
        print(
            "版面或版式有错，页面没有更新：",
            *(f.text for f in built.findings if f.blocks),
            sep="\n  ",
            flush=True,
        )
    else:
        print(f"已更新：{built.published.written} 个文件；{counts(built.findings)}。", flush=True)


# -- handlers


def _application(folder: Path, state: State) -> web.Application:
    _Live.DEFAULT_RELOAD_TIME = 0
    shared = {"state": state}
    return web.Application(
        [
            (r"/livereload", _Live, shared),
            (r"/livereload\.js", _Script, shared),
            (r"/(.*)", _Files, {"path": str(folder), "default_filename": "index.html", **shared}),
        ]
    )


class _OnlyHere:
    """Refuses requests that name another host: a page elsewhere must not read or drive the preview."""

    request: Any
    state: State

    def prepare(self) -> Awaitable[None] | None:
        host = self.request.host.rpartition(":")[0] if ":" in self.request.host else self.request.host
        if host not in ("localhost", LOOPBACK):
            raise web.HTTPError(403, reason="Forbidden")
        return None


class _Live(_OnlyHere, LiveReloadHandler):  # type: ignore[misc]
    watcher = type("_NoWatcher", (), {"filepath": "*"})()
    live_css = False

    def initialize(self, state: State) -> None:
        self.state = state

    def check_origin(self, origin: str) -> bool:
        return origin in (f"http://localhost:{self.state.port}", f"http://{LOOPBACK}:{self.state.port}")

    def on_message(self, message: str) -> None:
        super().on_message(message)
        # The page may have been fetched before the build that ran while it was loading.
        if '"info"' in message and self.get_cookie(COOKIE, "") not in ("", str(self.state.number)):
            self.send_message({"command": "reload", "path": "*", "liveCSS": False})


class _Script(_OnlyHere, LiveReloadJSHandler):  # type: ignore[misc]
    def initialize(self, state: State) -> None:
        self.state = state


class _Files(_OnlyHere, web.StaticFileHandler):
    def initialize(self, path: str, default_filename: str, state: State) -> None:  # type: ignore[override]
        super().initialize(path, default_filename)
        self.state = state

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        if path.endswith((".html", "/")) or not path:
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.set_cookie(COOKIE, str(self.state.number), httponly=True, samesite="Strict")

    def get_content_size(self) -> int:
        # A build may replace the file between asking for its size and reading it: so it is read once.
        self._content = Path(str(self.absolute_path)).read_bytes()
        return len(self._content)

    def get_content(self, abspath: str, start: int | None = None, end: int | None = None) -> bytes:  # type: ignore[override]
        return self._content[start:end]

    def compute_etag(self) -> str | None:
        return None

    def should_return_304(self) -> bool:
        return False

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        page = Path(self.root) / "404.html"
        if status_code == 404 and page.is_file():
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.finish(page.read_bytes())
        else:
            super().write_error(status_code, **kwargs)
