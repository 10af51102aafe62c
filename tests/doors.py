"""The doors by which tests come into the program: nothing else of it is imported by a new test.

- a command: `run("check", "--data", folder)` → exit, problems, changes, files, out, err
- the notebook API: what notebooks import, imported as they do
- a table with its declaration: a data folder, and the problems that `run` finds in it
- the audit of a folder as data: `findings(data, period)`
- a build's document as rows, which nothing of the program defines: `Built.words`, `.figures`, `.pages`, `.docx`

`.ci/doors.py` refuses what is imported otherwise.
"""

from __future__ import annotations

import atexit
import csv
import hashlib
import io
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
from contextlib import AbstractContextManager, ExitStack, chdir, nullcontext, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from unittest.mock import patch

import docx
import pytest
from lxml import html as lxml_html

from briefing import cli
from briefing.build import notebook_runner, snapshot
from briefing.document import html_page
from briefing.document.formats import Report
from briefing.document.formats.docx import writer
from briefing.document.formats.docx.template import TEMPLATE
from briefing.document.model import Document
from helpers import audit_report
from helpers.audit.audit_run import audit as findings_of
from helpers.data.datapackage import Declared, declared_in
from helpers.data.indexed_rows import Records
from helpers.editions import Edition
from helpers.errors import InputError
from helpers.i18n import language
from helpers.project import Project
from helpers.values.display_bundle import to_html as to_html
from helpers.values.display_bundle import to_text as to_text

ROOT = Path(__file__).parents[1]
MADE_UP = ROOT / "tests" / "fixtures" / "made_up" / "data"
PROJECT = Project(ROOT)
COMMAND = str(Path(sys.executable).with_name("briefing"))
READS_DATA = {"build", "status", "check", "trace"}  # commands whose data are the project's unless told
NO_FILES = {".git", ".venv", "__pycache__", ".ipynb_checkpoints"}
Rows = list[dict[str, str]]


@dataclass(frozen=True)
class Ran:
    """What a command did: how it ended, what was wrong where, which files it changed, and what it said.

    changes: paths of added, changed and removed files, by their digests: in the folder where it ran, relative to that;
    in a data or output folder that was named, with that folder's name. files: those of them that it says it has written.
    """

    exit: int
    out: str
    err: str
    problems: list[dict[str, object]] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    refused: list = field(default_factory=list)  # the problems themselves, which know their words in each language
    data: dict = field(default_factory=dict)  # what the command found, as `--json` gives it

    @property
    def code(self) -> int:
        """The same as `exit`, for tests that are older."""
        return self.exit


class Answers(io.StringIO):
    """Somebody at the terminal, who reads all that was said and answers a line, or nothing more."""

    def __init__(self, answer: Callable[[str], str]) -> None:
        super().__init__()
        self.answer = answer

    def readline(self, size: int | None = -1) -> str:
        return self.answer(sys.stdout.getvalue())


def run(*argv: object, cwd: Path = ROOT, typed: str | Callable[[str], str] = "", **environment: str) -> Ran:
    """Run the command `briefing` as a user does, on data that the test names: the project's own change every day.

    typed: what somebody answers to its questions, line by line, or a function that gives a line for what was said so far;
    without it nobody is there.

    It runs in this process, which has the libraries in memory and whose builds share their workers, as those of a watch do;
    with an environment to run in in a process of its own.
    """
    told = cwd != ROOT or {"--data", "--project", "--manifest"} & set(argv)
    assert told or argv[0] not in READS_DATA, "name the data: --data doors.MADE_UP, or a test's own folder"
    words = [*map(str, argv)]
    before = digests(words, cwd)
    if environment or "--watch" in words:
        ran = in_own_process([COMMAND, *words], cwd, typed, **environment)
    else:
        ran = in_this_process(words, cwd, typed)
    after = digests(words, cwd)
    changes = sorted(path for path in before.keys() | after.keys() if before.get(path) != after.get(path))
    files = [path for path in changes if path in ran.out]
    return replace(ran, changes=changes, files=files)


def in_this_process(words: list[str], cwd: Path, typed: str | Callable[[str], str]) -> Ran:
    notebook_runner.warm_up(isolated=True)  # here: the folder in which a command runs is not for all that come later
    snapshot.program_digests.cache_clear()  # of the program as another test has had it
    forget_commands()
    out, err = io.StringIO(), io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patched,
        patch.dict(os.environ, COLUMNS="160"),  # what the command adds goes, too
        chdir(cwd),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        patched.setattr(sys, "stdin", io.StringIO(typed) if isinstance(typed, str) else Answers(typed))
        patched.setattr(notebook_runner, "pool", pool)
        done = cli.run(words)
        forget_commands()
    problems = [problem.as_plain() for problem in done.problems]
    return Ran(done.exit, out.getvalue(), err.getvalue(), problems, refused=[*done.problems], data=dict(done.data))


new_pool = notebook_runner.pool


def pool(workers: int, isolated: bool = False, modules: tuple[str, ...] = ()) -> AbstractContextManager:
    """Workers of a build: those of the build before, which have run a section already and take half the time of new ones."""
    return new_pool(workers, isolated, modules) if isolated or modules else nullcontext(kept_workers())


@cache
def kept_workers() -> object:
    kept = ExitStack()
    atexit.register(kept.close)
    made = kept.enter_context(new_pool(notebook_runner.WORKERS))
    kept.enter_context(patch.object(made, "stop"))  # as a build does that has made them
    return made


def in_own_process(command: list[str], cwd: Path = ROOT, typed: str = "", **environment: str) -> Ran:
    """Run a program in a process of its own."""
    told = {**os.environ, "COLUMNS": "160", **environment}
    done = subprocess.run(command, input=typed, capture_output=True, text=True, cwd=cwd, env=told, timeout=300)
    return Ran(done.returncode, done.stdout, done.stderr)


def forget_commands() -> None:
    """Where the machine speaks Vietnamese: a command's help is in the language in which its module was imported."""
    if language() == "vi":
        for name in [name for name in sys.modules if name.startswith("briefing.commands.")]:
            del sys.modules[name]


def digests(words: list[str], cwd: Path) -> dict[str, str]:
    """The files that a command may change, by digest: those where it runs, and in each folder that it is told.

    Of this project itself nothing: tests name folders of their own.
    """
    named = [(cwd / word).resolve() for word in words if os.path.isdir(cwd / word)]
    folders = [folder for folder in dict.fromkeys([cwd, *named]) if not ROOT.is_relative_to(folder)]
    outer = [
        folder for folder in folders if not any(folder.is_relative_to(other) for other in folders if other != folder)
    ]
    found = {}
    for folder in outer:
        base = cwd if folder == cwd else folder.parent
        for path in _files(folder):
            with suppress(OSError):
                found[path.relative_to(base).as_posix()] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def _files(folder: Path) -> Iterator[Path]:
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in NO_FILES and entry.path != str(ROOT):
                yield from _files(Path(entry.path))
        elif entry.is_file(follow_symlinks=False):
            yield Path(entry.path)


# -- what a table with its declaration, a folder and a document say -----------------------------------------------------


def check_folder(data: Path, period: str = "") -> dict:
    """What `check` finds in a data folder; what it refuses is raised."""
    if (ran := run("check", *filter(None, [period]), "--data", data)).refused:
        raise InputError(ran.refused)
    return ran.data


@cache
def declared(data: Path = MADE_UP) -> dict[str, dict]:
    """What a data folder and the program declare of each table, written out: the resources of a Data Package."""
    with TemporaryDirectory() as folder:
        at = Path(folder, "project")
        (at / "notebooks").mkdir(parents=True)
        shutil.copytree(data, at / "data")
        ran = run("maintain", "schema", "--whole", "whole", cwd=at)
        assert ran.exit == 0, ran.err
        whole = json.loads((at / "whole" / "datapackage.json").read_text(encoding="utf-8"))
    return {table["name"]: table for table in whole["resources"]}


def tables_of(data: Path = MADE_UP) -> Declared:
    """The tables of a data folder, as an edition has them."""
    return declared_in(data)


def read_tables(data: Path) -> dict[str, list[dict[str, str]]]:
    """The rows of every table of a data folder, as an edition reads them."""
    tables = tables_of(data)
    return {name: [{**row} for row in tables.rows(data, name).values()] for name in tables}


def columns(table: str, data: Path = MADE_UP) -> list[str]:
    """The columns of a table that is declared."""
    return [field["name"] for field in declared(data)[table]["schema"]["fields"]]


def audit_of(records: Records) -> dict:
    """The audit of rows that no folder holds, as `check --json` has that of a folder."""
    return findings_of(records)


def audited(records: Records) -> list[dict]:
    """The findings of rows that no folder holds."""
    return audit_of(records)["findings"]


def gaps(of: Edition | dict) -> list[SimpleNamespace]:
    """What an edition, or what `check` has found in it, lacks: kind, rows, words, office, due, blocks, and the table."""
    found = (of if isinstance(of, dict) else audit_report.result(of))["gaps"]
    return [SimpleNamespace(**gap, table=gap["rows"].partition(".")[0]) for gap in found]


def numbers_of_sections(notebooks: Path) -> dict[str, str]:
    """Of each section's notebook the number in its heading, in order: "I.2.1", "Phụ lục II", "" of one without."""
    found = {}
    for path in sorted(notebooks.glob("*.ipynb")):
        heading = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
        number = re.match(r"# ((?:Phụ lục )?[IVX]+(?:\.\d+)*)\. ", heading)
        found[path.stem] = number[1] if number else ""
    return found


# -- renderers, of a document as data -----------------------------------------------------------------------------------


def page_of(said: dict, **more: object) -> str:
    """The page of a document."""
    return html_page.page_of(Document.read(json.dumps(said)), **more)


def docx_of(said: dict, template: Path = TEMPLATE, **of: object) -> bytes:
    """The Word file of a document."""
    return writer.docx(Report(Document.read(json.dumps(said)), **of), template)


# -- a document, as rows -----------------------------------------------------------------------------------------------


def audit(data: Path, period: str = "", cwd: Path = ROOT) -> dict:
    """The audit of a folder as data: `findings` with rule, cells, severity and state; how much is guarded."""
    ran = run("check", *filter(None, [period]), "--data", data, "--json", cwd=cwd)
    assert ran.exit == 0, ran.err
    return json.loads(ran.out)


def findings(data: Path, period: str = "", cwd: Path = ROOT) -> Rows:
    """What the audit of a folder finds, a row each: rule, cells, severity, state."""
    return finding_rows(audit(data, period, cwd))


def finding_rows(audited: dict) -> Rows:
    return [
        {
            "rule": finding["id"],
            "cells": "; ".join(finding["cells"]),
            "severity": finding["severity"],
            "state": finding["state"],
        }
        for finding in audited["findings"]
    ]


def figure_rows(table: Path) -> Rows:
    """The figures of figures.csv: section, key, value, unit, text, cells."""
    rows = []
    for row in csv.DictReader(table.open(encoding="utf-8", newline="")):
        parts = zip(*(row[name].split(";") for name in ("table", "lines", "column")), strict=True)
        cells = "; ".join(":".join(part) for part in parts if part[0])
        rows.append({name: row[name] for name in ("section", "key", "value", "unit", "text")} | {"cells": cells})
    return rows


def of_blocks(*blocks: dict, **more: object) -> dict:
    """The document, as its JSON, of one section with blocks."""
    section = {"name": "I", "anchor": "muc-I", "number": "I.", "title": "Một", "kind": "numbered", "level": 1}
    return {"type": "document", "sections": [{"type": "section", **section, "blocks": [*blocks]}], **more}


KINDS = {  # elements that hold words of their own → what they are
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("p", "li", "dt", "dd", "summary", "blockquote"), "words"),
    **dict.fromkeys(("caption", "figcaption"), "caption"),
    "th": "head",
    "td": "cell",
    "text": "chart",
}
BLOCKS = "|".join(f"self::{name}" for name in KINDS)


def word_rows(page: str) -> Rows:
    """The words of a page in the order of reading: section, kind, words. Of the screen's own (menus, panels, a phone's charts) nothing."""
    rows, main = [], lxml_html.document_fromstring(page.encode()).xpath("//main")[0]
    for element in main.xpath(f".//*[{BLOCKS}]"):
        if element.xpath(
            "ancestor-or-self::*[self::script or self::style or self::template or self::nav or @class='narrow']"
        ):
            continue
        words = " ".join("".join(_own_words(element)).replace("\u00a0", " ").split())
        if words:
            around = element.xpath("ancestor::section[@id][1]/@id")
            rows.append({"section": around[0] if around else "", "kind": KINDS[element.tag], "words": words})
    return rows


def _own_words(element: lxml_html.HtmlElement) -> Iterator[str]:
    """The words of an element without those of the blocks in it, which are rows of their own."""
    yield element.text or ""
    for child in element:
        if child.tag not in KINDS and child.tag not in ("script", "style") and isinstance(child.tag, str):
            yield from _own_words(child)
            if child.tag in ("br", "div", "ul", "ol", "table"):
                yield " "
        yield child.tail or ""


def pdf_words(path: Path) -> list[str]:
    """The words of a PDF, page by page, as pdftotext reads them: within a table in an order that its look decides."""
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", path, "-"], capture_output=True, text=True, check=True)
    return done.stdout.split()


def docx_words(path: Path) -> list[str]:
    """The paragraphs of a Word file, those in tables and text boxes among them, as python-docx reads them."""
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    texts: dict[object, str] = {}
    for text in docx.Document(str(path)).element.body.iter(f"{word}t"):
        around = next(text.iterancestors(f"{word}p"))
        texts[around] = texts.get(around, "") + (text.text or "")
    return [" ".join(words.split()) for words in texts.values() if words.strip()]


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
    def build(self) -> Path:
        """The folder of its current build."""
        return self.folder / "builds" / (self.folder / "builds" / "current").read_text(encoding="utf-8")

    @property
    def words(self) -> Rows:
        """Section, kind and words of all that the page prints."""
        return word_rows(self.html)

    @property
    def notebooks(self) -> list[bytes]:
        """The executed notebooks, in order."""
        return [path.read_bytes() for path in sorted((self.build / "notebooks").glob("*.ipynb"))]

    def figure_rows(self) -> Rows:
        """Section, key, value, unit, text and cells of every figure."""
        return figure_rows(self.folder / "figures.csv")

    def figures(self) -> list[str]:
        """The texts of the figures that every reader sees: those in `details`, the folded annex apart, are for the screen."""
        shown = "//main//data[not(ancestor::details[not(contains(@class, 'folded'))])]"
        return [" ".join(data.text_content().split()) for data in lxml_html.fromstring(self.html).xpath(shown)]

    def text(self, between: str = "") -> str:
        """The report's text without notes' calls and audit's marks; `between` stands between its elements."""
        main = lxml_html.document_fromstring(self.html).get_element_by_id("briefing")
        for sign in main.xpath("//main//sup"):
            sign.drop_tree()
        return " ".join(between.join(main.itertext()).replace("\u00a0", " ").split())


# -- servers and other processes ---------------------------------------------------------------------------------------


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
