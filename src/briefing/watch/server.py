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
import os
import re
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.routing import HostMatches
from tornado.web import Application, HTTPError, RequestHandler, StaticFileHandler
from watchfiles import Change, DefaultFilter, awatch

from helpers.data.datapackage import FILE as SCHEMA
from helpers.errors import InputError, NotFinished, Problem, refusal
from helpers.i18n import _
from helpers.project import here

from ..build import notebook_runner
from ..build.builds import build_folder, discard
from ..build.freshness import HELPERS, PROGRAM
from ..build.recipe import SectionsFailed, build, locate
from ..build.versions import versions
from ..build.worklist import gaps_page
from ..document.formats import files_of
from ..document.pages import TEMPLATE
from ..history.change_list import web_page
from ..history.diff import changes
from ..history.signing import sign
from ..history.signing_form import sign_page
from ..order import HTML, Order

HOST = "127.0.0.1"
SINCE = "BRIEFING_SINCE"  # in the environment: the version at the start, for when the watch starts again
QUIET = 10  # milliseconds without a change, after which what was saved together is built
LOOK = 1000  # milliseconds between two looks for folders that were taken away and made again


class Stopped(Exception):
    """The watch is to end while a build runs."""


class News:
    """What happened last, and everyone who waits for what happens next. Used from the event loop only."""

    def __init__(self) -> None:
        self.last: dict[str, str] = {}
        self.waiting: set[asyncio.Queue[dict[str, str] | None]] = set()

    def tell(self, **news: str) -> None:
        """state: building, built or failed; text: in words; edition, paper: to be shown; since: the version at the start."""
        self.last = news
        for queue in self.waiting:
            queue.put_nowait(news)

    def end(self) -> None:
        """Nothing more will be told."""
        for queue in self.waiting:
            queue.put_nowait(None)


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
        known = self.get_body_arguments("known")
        sign(self.watch.order, list(seen), name, role, seen=seen, despite=despite, known=known)
        self.watch.made = 0  # what somebody stands for stays to be compared with


class Events(Page):
    """The news as server-sent events, beginning with the last one."""

    async def get(self) -> None:
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("Cache-Control", "no-store")
        queue: asyncio.Queue[dict[str, str] | None] = asyncio.Queue()
        queue.put_nowait(self.watch.news.last)
        self.watch.news.waiting.add(queue)
        try:
            with suppress(StreamClosedError):
                while news := await queue.get():
                    self.write(f"data: {json.dumps(news)}\n\n")
                    await self.flush()
        finally:
            self.watch.news.waiting.discard(queue)


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
        return (
            super().__call__(change, path)
            and Path(path).suffix in (".ipynb", ".csv", ".json", ".py", ".j2", ".css", ".js", ".html", ".typ")
            and ".ipynb_checkpoints" not in path
        )


def watch(order: Order, port: int) -> None:
    """Serve and rebuild until Ctrl-C. Raises InputError for a port that is taken or a period that is not there."""
    order, _ = locate(order)
    asyncio.run(_Watch(order, port).run())


class _Watch:
    def __init__(self, order: Order, port: int) -> None:
        self.order, self.port = order, port
        self.news = News()
        self.stop = asyncio.Event()
        newest = next((kept.number for kept in reversed(versions(order.folder))), 0)
        self.since = int(os.environ.pop(SINCE, newest))  # changes are shown since this version; 0: none was built
        self.version = self.made = 0  # made: that of this watch
        self.page = b""  # what is shown: the edition's, or that of one that is being made

    async def run(self) -> None:
        logging.getLogger("tornado.access").setLevel(logging.ERROR)
        server = self._serve()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows: Ctrl-C then ends it as any program
                loop.add_signal_handler(number, self._end)
        at = {"period": self.order.period, "host": HOST, "port": self.port}
        print(_("Watching {period}: http://{host}:{port}/ (Ctrl-C stops)", **at), flush=True)
        notebook_runner.warm_up()
        watching = self._changes()
        pending = asyncio.ensure_future(anext(watching, None))  # from now on, also while the first build runs
        await self._rebuild()
        while (changes := await pending) is not None:
            saved = [Path(path) for _, path in changes if Path(path).exists()]  # without a declaration nothing starts
            if any(not {HELPERS, PROGRAM}.isdisjoint(path.parents) or path.name == SCHEMA for path in saved):
                server.stop()
                self._start_again()
            await self._rebuild()
            pending = asyncio.ensure_future(anext(watching, None))
        server.stop()
        self.news.end()
        await asyncio.sleep(0)  # those who wait hear it

    async def _changes(self) -> AsyncIterator[set[tuple[Change, str]]]:
        """What is saved, as sets of changes; an empty one where a folder was taken away, came back, or is another one.

        A watched folder that is taken away says nothing any more, so each is looked at now and then.
        """
        folders = (here().notebooks, self.order.data, HELPERS, PROGRAM)
        known = [_place(folder) for folder in folders]
        while not self.stop.is_set():
            places = [_place(folder) for folder in folders]
            if not all(places):
                if places != known:
                    known = places
                    yield set()
                await asyncio.sleep(LOOK / 1000)
                continue
            with suppress(FileNotFoundError):  # taken away since it was looked at
                async for changes in awatch(
                    *folders, watch_filter=Sources(), step=QUIET, rust_timeout=LOOK, yield_on_timeout=True, stop_event=self.stop
                ):  # fmt: skip
                    if changes or places != known:  # told only now: what is saved meanwhile is seen already
                        known = places
                        yield changes
                    if [_place(folder) for folder in folders] != places:
                        break

    def _serve(self) -> HTTPServer:
        host = HostMatches(rf"({re.escape(HOST)}|localhost)")
        routes = [
            ("/", Made, {"make": lambda _watch: (TEMPLATE / "watch.html").read_text(encoding="utf-8")}),
            ("/gaps", Made, {"make": lambda watch: gaps_page(watch.order.data, watch.order.period)}),
            ("/changes", Made, {"make": changed}),
            ("/sign", Sign, {"make": lambda watch: sign_page(watch.order)}),
            ("/edition/briefing.html", Made, {"make": lambda watch: watch.page}),
            ("/events", Events),
            ("/edition/(.*)", Files, {"path": str(self.order.folder)}),
        ]
        try:
            return Application([(host, routes)], watch=self).listen(self.port, HOST)
        except OSError as error:
            expected, remedy = _("a free port"), _("{error}; give another.", error=refusal(error))
            raise InputError(
                Problem("--port", value=str(self.port), expected=expected, remedy=remedy, code="taken_port")
            ) from None

    def _end(self) -> None:
        self.stop.set()

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
        pdf = next(name for name in files_of(self.order, ()) if name.endswith(".pdf"))
        since = str(self.since) if self.version not in (0, self.since) else ""
        edition = hashlib.sha256(self.page).hexdigest()[:12] if self.page else ""
        paper = f"{pdf}?{at}" if (at := self._written(pdf)) else ""
        self.news.tell(state=state, text=text, edition=edition, paper=paper, since=since)

    def _written(self, name: str) -> str:
        """Tells one written file from the next; empty while there is none."""
        try:
            return str((self.order.folder / name).stat().st_mtime_ns)
        except FileNotFoundError:
            return ""

    def _build(self, show: Callable[[bytes], object]) -> tuple[str, str]:
        begun = time.perf_counter()
        try:
            built = build(self.order, report=self._stop_if_asked, shown=show)
        except Stopped:
            return "failed", _("Stopped; the last edition is untouched.")
        except InputError as error:
            return "failed", "\n".join([_("The input has problems:"), *map(str, error.problems)])
        except (SectionsFailed, NotFinished) as error:
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

    def _start_again(self) -> None:
        """Code that this process has imported changed: begin again with the new code; the open page reconnects."""
        os.environ[SINCE] = str(self.since)
        os.execv(sys.executable, sys.orig_argv)

    def _stop_if_asked(self, result: object) -> None:
        if self.stop.is_set():
            raise Stopped


def _place(folder: Path) -> tuple[int, int] | None:
    """Which folder on the disk it is; None where there is none."""
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
