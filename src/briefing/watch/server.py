"""`briefing build --watch`: serve an edition on loopback, rebuild what a saved file made stale, and reload the page in place.

The page is a frame around the built briefing, so that what a reader sees is the file itself; server-sent events tell the frame what
happened. A mistake in the data or in a notebook is shown in the page, and the watch goes on. Papers are made by `briefing build`.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Thread
from urllib.parse import urlsplit

import watchfiles
from pebble import ProcessPool

from helpers.errors import InputError, NotFinished, misused, refusal
from helpers.i18n import _

from ..build import notebook_runner
from ..build.pipeline import build, locate
from ..build_request import HTML, BuildRequest
from ..document.html_page import TEMPLATE
from ..history.publish import prune

HOST = "127.0.0.1"
QUIET = 10  # milliseconds without a change, after which what was saved together is built
LOOK = 200  # milliseconds after which the first build begins: by then no change is missed


SAVED = watchfiles.DefaultFilter(  # not checkpoints, locks or an editor's own files
    ignore_dirs=(*watchfiles.DefaultFilter.ignore_dirs, ".ipynb_checkpoints"),
    ignore_entity_patterns=(*watchfiles.DefaultFilter.ignore_entity_patterns, r"^\."),
)


def serve(request: BuildRequest, port: int) -> None:
    """Serve and rebuild until Ctrl-C. Raises InputError for a port that is taken or a period that is not there."""
    request, _tables = locate(replace(request, formats=("html",)))
    try:
        server = Server(request, port)
    except OSError as error:
        remedy = _("{error}; give another.", error=refusal(error))
        raise misused("--port", str(port), _("a free port"), remedy, code="taken_port") from None
    Thread(target=server.serve_forever, daemon=True).start()
    at = {"period": request.period, "host": HOST, "port": port}
    print(_("Watching {period}: http://{host}:{port}/ (Ctrl-C stops)", **at), flush=True)
    changes = watchfiles.watch(
        request.project.notebooks, request.data, watch_filter=SAVED, step=QUIET, rust_timeout=LOOK, yield_on_timeout=True,
        raise_interrupt=True,
    )  # fmt: skip
    with suppress(KeyboardInterrupt), notebook_runner.pool(notebook_runner.WORKERS) as server.workers:
        for saved in changes:
            if saved or not server.news:
                server.rebuild()


class Server(ThreadingHTTPServer):
    """An edition as it is built last, and what happens to it."""

    daemon_threads = True
    allow_reuse_address = os.name != "nt"  # there it would share a port that is taken

    def __init__(self, request: BuildRequest, port: int) -> None:
        self.request = request
        # state: building, built or failed; text: in words; edition: tells one page from the next
        self.news: dict[str, str] = {}
        self.told = Condition()
        self.made = 0  # the version that this watch made last
        self.workers: ProcessPool  # kept from build to build
        super().__init__((HOST, port), PageHandler)

    def rebuild(self) -> None:
        """Build, and let all who wait know. Where the build fails, the last page stays."""
        self._tell("building", _("Building …"))
        state, text = self._build()
        self._tell(state, text)
        print(text, flush=True)

    @property
    def page(self) -> bytes:
        """The edition's; nothing before the first build."""
        path = self.request.folder / HTML
        return path.read_bytes() if path.exists() else b""

    def _tell(self, state: str, text: str) -> None:
        edition = hashlib.sha256(self.page).hexdigest()[:12] if self.page else ""
        with self.told:
            self.news = {"state": state, "text": text, "edition": edition}
            self.told.notify_all()

    def _build(self) -> tuple[str, str]:
        begun = time.perf_counter()
        try:
            built = build(self.request, workers=self.workers)
        except InputError as error:
            return "failed", "\n".join([_("The input has problems:"), *map(str, error.problems)])
        except NotFinished as error:
            return "failed", str(error)
        except Exception as error:  # whatever it is, the reader sees it and the watch goes on
            return "failed", f"{type(error).__name__}: {error}"
        if built.written and self.made not in (0, built.version):  # the saves of one watch make one version
            with suppress(InputError, OSError):  # what is built is good, whatever becomes of the one before
                prune(self.request, last=1, among={self.made})
        if not built.written:
            return "built", _("Up to date: {path}", path=", ".join(built.files))
        self.made = built.version if built.new_version else self.made
        seconds, what = time.perf_counter() - begun, ", ".join(built.ran or built.files)
        return "built", "\n".join([_("Rebuilt {what} in {seconds:.1f} s", what=what, seconds=seconds), *built.notes])


class PageHandler(BaseHTTPRequestHandler):
    """What is served, to this machine alone: the frame, the page, the news."""

    server: Server

    def handle(self) -> None:
        with suppress(ConnectionError):  # the reader has gone
            super().handle()

    def do_GET(self) -> None:
        asked, host = urlsplit(self.path).path, self.headers.get("Host", "").partition(":")[0]
        if host not in (HOST, "localhost"):  # another site's name for this address
            self.send_error(404)
        elif asked == "/":
            self._send("text/html; charset=utf-8", (TEMPLATE / "watch.html").read_bytes())
        elif asked == "/events":
            self._send("text/event-stream")
            self._follow()
        elif asked == f"/edition/{HTML}":
            self._send("text/html; charset=utf-8", self.server.page)
        else:
            self.send_error(404)

    def _send(self, kind: str, content: bytes = b"") -> None:
        """No page of another site has it in a frame, where a click would be meant for something else."""
        self.send_response(200)
        own = {"Content-Security-Policy": "frame-ancestors 'self'", "X-Frame-Options": "SAMEORIGIN"}
        for name, value in {"Content-Type": kind, "Cache-Control": "no-store", **own}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def _follow(self) -> None:
        """The news, beginning with the last one."""
        told, seen = self.server.told, None
        with suppress(OSError):  # the reader has gone
            while True:
                with told:
                    while self.server.news is seen:
                        told.wait()
                    seen = self.server.news
                self.wfile.write(f"data: {json.dumps(seen)}\n\n".encode())

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the terminal tells of builds."""
