"""A folder over http with the strict policy, as a government web host would serve it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@contextmanager
def serving(folder: Path, policy: str, without_policy: str = "\0") -> Iterator[str]:
    """The address of `folder`. Paths that hold `without_policy` are served without the header: a preview has
    a policy of its own."""

    class Handler(SimpleHTTPRequestHandler):
        def end_headers(self) -> None:
            if without_policy not in self.path:
                self.send_header("Content-Security-Policy", policy)
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()
    thread.join()
