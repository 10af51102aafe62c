"""Shared fixtures: real builds of the published edition and of a synthetic one, each made once.

Behaviour is tested on frozen data, never on the project's own `data/`, which analysts edit every day.
"""

from __future__ import annotations

import csv
import gc
import json
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
import samples
from case_projects import project as project_of_cases
from doors import COMMAND as COMMAND
from doors import ROOT, Built, Ran
from doors import end as end
from doors import free_port as free_port
from doors import in_own_process as in_own_process
from doors import processes as processes
from doors import run as briefing
from doors import wait_until as wait_until
from filelock import FileLock
from hypothesis import HealthCheck, settings
from playwright.sync_api import Page, sync_playwright

# Every day the same examples, so that a run says something about a change; `make test-all` seeks new ones. A machine may
# be busy: no example has a deadline.
settings.register_profile("seeking", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("seeking"), derandomize=True)
settings.load_profile("same")

os.environ["BRIEFING_LANG"] = "en"  # what tests expect; those of Vietnamese say so

BACKTEST = ROOT / "tests" / "backtest"
LIBRARY = ROOT / "tests" / "fixtures" / "library"
PUBLISHED = BACKTEST / "2024-H1" / "data"

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # in the background what a test starts would ignore Ctrl-C, too
    signal.signal(signal.SIGINT, signal.default_int_handler)

FEW = ("04_digital_data", "10_telecommunications", "13_publishing", "22_audit")
LONG = {
    "published",
    "real",
    "rebuilt",
    "rebuilt_whole",
    "checkout",
    "browser",
    "installed",
}  # fixtures that build editions of their own

FIRST = (
    "test_publishing.py",
    "test_frozen.py",
    "test_notebooks.py",
)  # files of a minute each: nobody waits for one at the end


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what takes long by its fixtures: `make test-fast` builds the synthetic edition once and no other. Files with such
    tests come first: none of the workers waits at the end for the longest file."""
    for item in items:
        if LONG & set(item.fixturenames):
            item.add_marker("builds")
    long = {item.path for item in items if item.get_closest_marker("builds")}
    items.sort(key=lambda item: (item.path not in long, item.path.name not in FIRST))


def pytest_collection_finish() -> None:
    """What is imported by now is never garbage: not looked through again and again, a command takes a tenth less."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


@dataclass(frozen=True)
class Checkout:
    """A copy of the project, with the synthetic edition as its data, in which a test may change anything."""

    folder: Path
    program: bool  # of its own, which a test may change, too: each command starts Python and imports it

    @classmethod
    def make(cls, folder: Path, program: bool = False) -> Checkout:
        for name in ("notebooks", "src") if program else ("notebooks",):
            shutil.copytree(ROOT / name, folder / name)  # with what Python has compiled
        shutil.copytree(samples.SYNTHETIC, folder / "data")
        return cls(folder, program)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def environment(self) -> dict[str, str]:
        return {"PYTHONPATH": str(self.folder / "src")} if self.program else {}

    def briefing(self, *arguments: object, typed: str = "") -> Ran:
        return briefing(*arguments, cwd=self.folder, typed=typed, **self.environment)


def only(project: Path, *notebooks: str, data: tuple[Path, ...] = ()) -> None:
    """Leave these sections to a project, to its data folders the statements that they print and the headlines that lead to them."""
    sections = set()
    for path in (project / "notebooks").glob("*.ipynb"):
        if path.stem in notebooks:
            title = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
            sections |= set(re.findall(r"^# ([IVX][\w.]*)\. ", title))
        else:
            path.unlink()
    folders = (project / "data", *data)
    tables = (folder / f"{table}.csv" for folder in folders for table in ("statements", "headlines"))
    for path in filter(Path.exists, tables):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        leads_to = sections | ({""} if path.stem == "headlines" else set())
        kept = [row for row in rows if row[header.index("section")] in leads_to]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *kept])


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run's folder, which is the same for all of its workers: each has a folder of its own in it."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def build_once(shared: Path) -> Callable[..., Built]:
    """Builds an edition of a data folder, once for all workers of a run: whoever comes second waits for the first."""

    def build(period: str, data: Path, project: Path = ROOT) -> Built:
        out = shared / f"built-{project.name}-{period}"
        with FileLock(f"{out}.lock"):
            if not (told := out / "ran.json").exists():
                formats = ("html", "pdf", "docx") if project == ROOT else ("html", "pdf")
                words = [word for each in formats for word in ("--format", each)]
                ran = briefing("build", period, "--data", data, "--out", out, *words, cwd=project)
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
def four_sections(shared: Path, build_once) -> Built:
    """The synthetic edition of a project of three sections and the annex, whose data state nothing for the others."""
    project = shared / "four_sections"
    with FileLock(f"{project}.lock"):
        if not project.exists():
            only(Checkout.make(project).folder, *FEW)
    return build_once("2031-Q3", project / "data", project)


@pytest.fixture
def small(tmp_path: Path) -> Checkout:
    """A library's report, to be changed: three tables, three notebooks, nine figures, built in a second."""
    return Checkout(Path(shutil.copytree(LIBRARY, tmp_path / "library")), program=False)


@pytest.fixture
def small_page(tmp_path: Path) -> Checkout:
    """The same with its page, which was built once."""
    return Checkout(Path(shutil.copytree(project_of_cases("built"), tmp_path / "library")), program=False)


@pytest.fixture(scope="session")
def small_built(shared: Path, build_once) -> Built:
    """The library's report, built once; to be looked at."""
    project = shared / "library"
    with FileLock(f"{project}.lock"):
        if not project.exists():
            shutil.copytree(LIBRARY, project)
    return build_once("2031-Q3", project / "data", project)


@pytest.fixture(scope="session")
def browser():
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "Chromium is missing: apt-get install chromium (make test does it)"
    with sync_playwright() as playwright:
        alone = ["--no-sandbox", "--disable-gpu", "--disable-software-rasterizer"]  # no process that draws for others
        launched = playwright.chromium.launch(executable_path=path, args=alone)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def empty_page(browser) -> Iterator[Callable[..., Page]]:
    """Gives a page for a test to go from, the same one to all that ask for the same options: a page of its own is a process
    of its own, which takes twice the time of what it shows. What a page keeps in its browser stays in it."""
    pages: dict[str, Page] = {}

    def empty(width: int = 1280, height: int = 800, **options: object) -> Page:
        if (asked := json.dumps(options, sort_keys=True)) not in pages:
            pages[asked] = browser.new_context(**options).new_page()
        page = pages[asked]
        page.goto("about:blank")
        page.mouse.move(0, 0)
        page.emulate_media(media="null")
        page.set_viewport_size({"width": width, "height": height})
        return page

    yield empty
    for page in pages.values():
        page.context.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the synthetic edition's data that a test may spoil."""
    return Path(shutil.copytree(samples.SYNTHETIC, tmp_path / "data"))


Rebuilt = tuple[Path, Path, Callable[..., Ran]]


def to_build_again(built: Built, folder: Path) -> Rebuilt:
    """A copy of an edition's data and of its build, and how to build again."""
    data, out = folder / "data", folder / "out"
    shutil.copytree(built.data, data)
    shutil.copytree(built.folder, out / "2031-Q3")
    return data, out, lambda *more: briefing("build", "--data", data, "--out", out, *(more or ("--format", "html")))


@pytest.fixture
def rebuilt(four_sections: Built, tmp_path: Path) -> Rebuilt:
    """The edition of few sections, to be changed and built again."""
    shutil.copytree(four_sections.data.parent / "notebooks", tmp_path / "notebooks")
    return to_build_again(four_sections, tmp_path)


@pytest.fixture
def rebuilt_whole(synthetic: Built, tmp_path: Path) -> Rebuilt:
    """The edition of all sections, to be changed and built again."""
    return to_build_again(synthetic, tmp_path)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout.make(tmp_path / "checkout")


@pytest.fixture
def few(checkout: Checkout, data: Path) -> Checkout:
    """A copy of the project with two sections and the annex, which print all statements that it and `data` have."""
    only(checkout.folder, *FEW, data=(data,))
    return checkout


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Another department's project as `init` leaves it, without the finding on purpose."""
    ran = briefing("init", tmp_path / "new", "--name", "Sở Y tế tỉnh Bình An", "--period", "2031-Q1", cwd=tmp_path)
    assert ran.exit == 0, ran.err
    rules = tmp_path / "new" / "data" / "rules.csv"
    rules.write_text(rules.read_text(encoding="utf-8").splitlines(keepends=True)[0], encoding="utf-8")
    return tmp_path / "new"
