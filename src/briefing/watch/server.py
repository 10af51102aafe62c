"""`briefing build --watch`: serve an edition on loopback, rebuild what a saved file made stale, and reload the page in place.

The page is a frame around the built briefing, so that what a reviewer sees is the file itself; server-sent events
tell the frame what happened. The PDF follows the page, and stands beside it for whoever wants; what changed since the watch
began is marked on demand, and sections can be signed. A mistake in the data or in a notebook is shown in the page, and the
watch goes on.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import re
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from socket import socket

from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.routing import HostMatches
from tornado.web import Application, HTTPError, RequestHandler, StaticFileHandler
from watchfiles import Change, DefaultFilter, awatch

from helpers.errors import InputError, NotFinished, misused, refusal
from helpers.i18n import _

from ..build import notebook_runner
from ..build.builds import build_folder, discard
from ..build.pipeline import build, locate
from ..build.versions import versions
from ..document.formats import files_of
from ..document.page_templates import TEMPLATE
from ..history.change_list import web_page
from ..history.diff import changes
from ..history.signing import sign
from ..history.signing_form import sign_page
from ..order import HTML, Order

HOST = "127.0.0.1"
QUIET = 10  # milliseconds without a change, after which what was saved together is built
LOOK = 1000  # milliseconds after which it looks whether it is to stop


class Stopped(Exception):
    """The watch is to end while a build runs."""


class Page(RequestHandler):
    """What is served here; no page of another site has it in a frame, where a click would be meant for something else, or sends to it."""

    def prepare(self) -> None:
        self.watch: _Watch = self.settings["watch"]
        if self.request.method == "POST" and self.request.headers.get("Origin") != f"http://{self.request.host}":
            raise HTTPError(403)

    def set_default_headers(self) -> None:
        self.set_header("Content-Security-Policy", "frame-ancestors 'self'")
        self.set_header("X-Frame-Options", "SAMEORIGIN")

    def refuse(self, error: InputError) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.write("\n".join(_vietnamese(error)))


class Made(Page):
    """A page that is made when somebody asks for it, of what is there then."""

    def initialize(self, make: Callable[[_Watch], str | bytes]) -> None:
        self.make = make

    async def get(self) -> None:
        self.set_header("Cache-Control", "no-store")
        try:
            self.write(await asyncio.to_thread(self.make, self.watch))
        except InputError as error:
            self.refuse(error)


def changed(watch: _Watch) -> str:
    """The page with what changed since the watch began."""
    return web_page(changes(watch.order, str(watch.since)))


def _vietnamese(error: InputError) -> list[str]:
    """What is wrong, as the page speaks."""
    return [problem.into("vi") for problem in error.problems]


class Sign(Made):
    """Who has signed what, and a form to sign."""

    async def post(self) -> None:
        who = [self.get_body_argument(name, "") for name in ("by", "role", "despite")]
        try:
            await asyncio.to_thread(self._sign, *who)
        except InputError as error:
            self.set_status(422)
            self.set_header("Cache-Control", "no-store")
            self.write(await asyncio.to_thread(sign_page, self.watch.order, _vietnamese(error), *who))
        else:
            self.redirect("/sign", status=303)

    def _sign(self, name: str, role: str, despite: str) -> None:
        seen = dict(box.rpartition(" ")[::2] for box in self.get_body_arguments("section"))
        sign(self.watch.order, list(seen), name, role, seen=seen, despite=despite)
        self.watch.made = 0  # what somebody stands for stays to be compared with


class Events(Page):
    """The news as server-sent events, beginning with the last one."""

    async def get(self) -> None:
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("Cache-Control", "no-store")
        seen = None
        with suppress(StreamClosedError):
            while not self.watch.stop.is_set():
                news, told = self.watch.news, self.watch.told
                if news is seen:
                    await told.wait()
                else:
                    self.write(f"data: {json.dumps(news)}\n\n")
                    await self.flush()
                    seen = news


class Files(Page, StaticFileHandler):
    """The files of the built edition, always as they are now."""

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        if "\0" in absolute_path:
            raise HTTPError(404)
        return super().validate_absolute_path(root, absolute_path)

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", "no-store")


class Sources(DefaultFilter):
    """Saved files that an edition depends on; not checkpoints, caches or an editor's own files."""

    def __call__(self, change: Change, path: str) -> bool:
        of_ours = Path(path).suffix in (".ipynb", ".csv", ".json", ".py") and ".ipynb_checkpoints" not in path
        return super().__call__(change, path) and of_ours


def watch(order: Order, port: int) -> None:
    """Serve and rebuild until Ctrl-C. Raises InputError for a port that is taken or a period that is not there."""
    order, _tables = locate(order)
    try:
        sockets = bind_sockets(port, HOST)
    except OSError as error:
        remedy = _("{error}; give another.", error=refusal(error))
        raise misused("--port", str(port), _("a free port"), remedy, code="taken_port") from None
    asyncio.run(_Watch(order, port, sockets).run())


class _Watch:
    def __init__(self, order: Order, port: int, sockets: list[socket]) -> None:
        self.order, self.port, self.sockets = order, port, sockets
        # state: building, built or failed; text: in words; edition, paper, since: see `_tell`
        self.news: dict[str, str] = {}
        self.told, self.stop = asyncio.Event(), asyncio.Event()
        # changes are shown since this version; 0: none was built
        self.since = next((kept.number for kept in reversed(versions(order.folder))), 0)
        self.version = self.made = 0  # made: that of this watch
        self.page = b""  # what is shown: the edition's, or that of one whose papers are being made

    async def run(self) -> None:
        logging.getLogger("tornado.access").setLevel(logging.ERROR)
        server = self._serve()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows: Ctrl-C then ends it as any program
                loop.add_signal_handler(number, self.stop.set)
        at = {"period": self.order.period, "host": HOST, "port": self.port}
        print(_("Watching {period}: http://{host}:{port}/ (Ctrl-C stops)", **at), flush=True)
        notebook_runner.warm_up()
        folders = (self.order.project.notebooks, self.order.data)
        watching = awatch(*folders, watch_filter=Sources(), step=QUIET, stop_event=self.stop, rust_timeout=LOOK)
        saved = asyncio.ensure_future(anext(watching, None))  # from now on, also while the first build runs
        await self._rebuild()
        while await saved:
            saved = asyncio.ensure_future(anext(watching, None))
            await self._rebuild()
        server.stop()
        self.told.set()
        await asyncio.sleep(0)  # those who wait hear it

    def _serve(self) -> HTTPServer:
        host = HostMatches(rf"({re.escape(HOST)}|localhost)")
        routes = [
            ("/", Made, {"make": lambda _watch: (TEMPLATE / "watch.html").read_text(encoding="utf-8")}),
            ("/changes", Made, {"make": changed}),
            ("/sign", Sign, {"make": lambda watch: sign_page(watch.order)}),
            ("/edition/briefing.html", Made, {"make": lambda watch: watch.page}),
            ("/events", Events),
            ("/edition/(.*)", Files, {"path": str(self.order.folder)}),
        ]
        server = HTTPServer(Application([(host, routes)], watch=self))
        server.add_sockets(self.sockets)
        return server

    async def _rebuild(self) -> None:
        """The page is shown as soon as it is there; where the build fails, the edition's is shown again."""
        self._tell("building", _("Building …"))
        loop = asyncio.get_running_loop()
        state, text = await asyncio.to_thread(self._build, lambda page: loop.call_soon_threadsafe(self._show, page))
        with suppress(FileNotFoundError):
            self.page = (self.order.folder / HTML).read_bytes()
        self._tell(state, text)
        print(text, flush=True)

    def _show(self, page: bytes) -> None:
        self.page = page
        self._tell("building", _("Building …"))

    def _tell(self, state: str, text: str) -> None:
        """Let all who wait know. edition, paper: what is to be shown; since: the version at the start, if there is another."""
        name = next(name for name in files_of(self.order, ()) if name.endswith(".pdf"))
        pdf = self.order.folder / name
        since = str(self.since) if self.version not in (0, self.since) else ""
        edition = hashlib.sha256(self.page).hexdigest()[:12] if self.page else ""
        paper = f"{name}?{pdf.stat().st_mtime_ns}" if pdf.exists() else ""  # tells one written file from the next
        self.news = {"state": state, "text": text, "edition": edition, "paper": paper, "since": since}
        self.told.set()
        self.told = asyncio.Event()

    def _build(self, show: Callable[[bytes], object]) -> tuple[str, str]:
        begun = time.perf_counter()
        try:
            built = build(self.order, report=self._stop_if_asked, shown=show)
        except Stopped:
            return "failed", _("Stopped; the last edition is untouched.")
        except InputError as error:
            return "failed", "\n".join([_("The input has problems:"), *map(str, error.problems)])
        except NotFinished as error:
            return "failed", str(error)
        except Exception as error:  # whatever it is, the reader sees it and the watch goes on
            return "failed", f"{type(error).__name__}: {error}"
        before, self.version = self.made, built.version
        self.since = self.since or built.version
        if built.written and before not in (0, self.since, built.version):  # the saves of one watch make one version
            discard(build_folder(self.order.folder, before))
        self.made = built.version if built.written else self.made
        if not built.written:
            return "built", _("Up to date: {path}", path=", ".join(built.files))
        few, seconds = len(built.ran) <= 5, time.perf_counter() - begun
        what = ", ".join(built.ran) or ", ".join(built.files) if few else _("{count} sections", count=len(built.ran))
        return "built", "\n".join([_("Rebuilt {what} in {seconds:.1f} s", what=what, seconds=seconds), *built.notes])

    def _stop_if_asked(self, result: object) -> None:
        if self.stop.is_set():
            raise Stopped
