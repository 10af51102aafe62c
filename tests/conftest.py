"""Shared fixtures: real builds of the published edition and of a synthetic one, each made once.

Behaviour is tested on frozen data, never on the project's own `data/`, which analysts edit every day.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
import samples
from filelock import FileLock
from hypothesis import HealthCheck, settings
from lxml import html as lxml_html
from playwright.sync_api import sync_playwright

from briefing.build import freshness
from helpers.data.schema import use_tables

# Every day the same examples, so that a run says something about a change; `make test-all` seeks new ones.
settings.register_profile("seeking", suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
settings.register_profile("same", settings.get_profile("seeking"), derandomize=True)
settings.load_profile("same")

os.environ["BRIEFING_LANG"] = "en"  # what tests expect; those of Vietnamese say so

ROOT = Path(__file__).parents[1]
BACKTEST = ROOT / "tests" / "backtest"
PUBLISHED = BACKTEST / "2024-H1" / "data"
COMMAND = str(Path(sys.executable).with_name("briefing"))

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # in the background what a test starts would ignore Ctrl-C, too
    signal.signal(signal.SIGINT, signal.default_int_handler)

LONG = {"published", "rebuilt", "checkout", "browser"}  # fixtures that build editions of their own


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what takes long by its fixtures: `make test-fast` builds the synthetic edition once and no other."""
    for item in items:
        if LONG & set(item.fixturenames):
            item.add_marker("builds")


@dataclass(frozen=True)
class Ran:
    """What a command left."""

    code: int
    out: str
    err: str


READS_DATA = {"build", "watch", "status", "audit", "trace"}  # commands whose data are the project's unless told


def briefing(*arguments: object, cwd: Path = ROOT, **environment: str) -> Ran:
    """Run the command `briefing` as a user does, on data that the test names: the project's own change every day."""
    told = cwd != ROOT or {"--data", "--project"} & set(arguments)
    assert told or arguments[0] not in READS_DATA, "name the data: --data samples.SYNTHETIC, or a test's own folder"
    done = subprocess.run(
        [COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "COLUMNS": "160", **environment},
        timeout=300,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def wait_until(true: Callable[[], object], what: str, seconds: float = 120) -> None:
    """Wait until something is true; fail with `what` was waited for when it takes too long."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"waited {seconds:g} s in vain: {what}"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def end(process: subprocess.Popen) -> None:
    """End a server that was started in a session of its own, with what it started. JupyterLab asked to end while it
    starts a kernel waits for that kernel for ever: then it is killed."""
    os.killpg(process.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=30)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def processes(session: int) -> list[str]:
    """The processes of a session that still run; forked sections have process groups of their own in it."""
    listed = subprocess.run(["ps", "-wweo", "sid,stat,pid,args"], capture_output=True, text=True, check=True).stdout
    rows = [line.split(maxsplit=2) for line in listed.splitlines()[1:]]
    return [rest for number, state, rest in rows if number == str(session) and not state.startswith("Z")]


@dataclass(frozen=True)
class Built:
    """A built edition."""

    folder: Path
    data: Path
    ran: Ran

    @property
    def html(self) -> str:
        return (self.folder / "briefing.html").read_text(encoding="utf-8")

    @property
    def notebooks(self) -> list[bytes]:
        """The executed notebooks, in order."""
        return [path.read_bytes() for path in sorted((self.folder / "notebooks").glob("*.ipynb"))]

    def figures(self) -> list[str]:
        """The texts of the figures that every reader sees: those in `details`, the folded annex apart, are for the screen."""
        shown = "//main//data[not(ancestor::details[not(@class='folded')])]"
        return [" ".join(data.text_content().split()) for data in lxml_html.fromstring(self.html).xpath(shown)]

    def text(self, between: str = "") -> str:
        """The report's text without notes' calls and audit's marks; `between` stands between its elements."""
        main = lxml_html.document_fromstring(self.html).get_element_by_id("briefing")
        for sign in main.xpath("//main//sup"):
            sign.drop_tree()
        return " ".join(between.join(main.itertext()).replace("\u00a0", " ").split())


@dataclass(frozen=True)
class Checkout:
    """A copy of the project, with the synthetic edition as its data, in which a test may change anything."""

    folder: Path

    @classmethod
    def make(cls, folder: Path) -> Checkout:
        for name in ("notebooks", "src"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(samples.SYNTHETIC, folder / "data")
        return cls(folder)

    @property
    def environment(self) -> dict[str, str]:
        return {"PYTHONPATH": str(self.folder / "src")}

    def briefing(self, *arguments: object) -> Ran:
        return briefing(*arguments, cwd=self.folder, **self.environment)


def only(project: Path, *notebooks: str, data: tuple[Path, ...] = ()) -> None:
    """Leave these sections to a project, and to its data folders the statements that they print: it is built quickly."""
    sections = set()
    for path in (project / "notebooks").glob("*.ipynb"):
        if path.stem in notebooks:
            title = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
            sections |= set(re.findall(r"^# ([IVX][\w.]*)\. ", title))
        else:
            path.unlink()
    for folder in (project / "data", *data):
        with (folder / "statements.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        with (folder / "statements.csv").open("w", encoding="utf-8", newline="") as file:
            kept = [row for row in rows if row[header.index("section")] in sections]
            csv.writer(file, lineterminator="\n").writerows([header, *kept])


@pytest.fixture(autouse=True)
def fingerprints_of_this_project() -> Iterator[None]:
    """What a test has found out of another project's program and lock is forgotten behind it."""
    yield
    for remembered in (freshness.helpers_fingerprint, freshness.page_fingerprint, freshness.program_digests):
        remembered.cache_clear()
    use_tables(samples.SYNTHETIC)


@pytest.fixture(scope="session")
def build_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Path], Built]:
    """Builds an edition of a data folder, once for all workers of a run: whoever comes second waits for the first."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # each worker has a folder of its own in the run's
        shared = shared.parent

    def build(period: str, data: Path) -> Built:
        out = shared / f"built-{period}"
        with FileLock(f"{out}.lock"):
            if not (told := out / "ran.json").exists():
                ran = briefing("build", period, "--data", data, "--out", out)
                out.mkdir(exist_ok=True)  # a build that fails makes no folder
                told.write_text(json.dumps(asdict(ran)), encoding="utf-8")
        return Built(out / period, data, Ran(**json.loads(told.read_text(encoding="utf-8"))))

    return build


@pytest.fixture(scope="session")
def published(build_once) -> Callable[[str], Built]:
    """Builds a published edition from its frozen data, each once."""
    return lambda period: build_once(period, BACKTEST / period / "data")


@pytest.fixture(scope="session")
def real(published) -> Built:
    """The published edition 2024-H1."""
    return published("2024-H1")


@pytest.fixture(scope="session")
def synthetic(build_once) -> Built:
    """An edition of a province and a period that do not exist."""
    return build_once("2031-Q3", samples.SYNTHETIC)


@pytest.fixture(scope="session")
def browser():
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "Chromium is missing: apt-get install chromium (make test does it)"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the synthetic edition's data that a test may spoil."""
    return Path(shutil.copytree(samples.SYNTHETIC, tmp_path / "data"))


@pytest.fixture
def rebuilt(synthetic: Built, data: Path, tmp_path: Path) -> tuple[Path, Path, Callable[..., Ran]]:
    """A copy of the data and of its build, and how to build again."""
    out = tmp_path / "out"
    shutil.copytree(synthetic.folder, out / "2031-Q3")

    def again(*more: str) -> Ran:
        return briefing("build", "--data", data, "--out", out, *more)

    return data, out, again


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout.make(tmp_path / "checkout")


FEW = ("04_digital_data", "13_publishing", "22_audit")


@pytest.fixture
def few(checkout: Checkout, data: Path) -> Checkout:
    """A copy of the project with two sections and the annex, which print all statements that it and `data` have."""
    only(checkout.folder, *FEW, data=(data,))
    return checkout
