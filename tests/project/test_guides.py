"""The pages for people hold: every command runs as it is written there, for users of make and for users of conda."""

from __future__ import annotations

import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from glob import glob
from itertools import chain
from pathlib import Path

import pytest
import samples
from conftest import PUBLISHED, ROOT, Checkout, Ran, briefing, end, free_port, in_own_process, only, wait_until

PAGES = (
    "README.md",
    "reports/README.md",
    "src/README.md",
    "notebooks/README.md",
    "HUONG-DAN.md",
)  # in an order in which one can follow them
README = "\n".join((ROOT / page).read_text(encoding="utf-8") for page in PAGES)
PROGRAMS = Path(sys.executable).parent
NOT_RUN = ("make test",)  # it would run this test
KEEP_RUNNING = {  # what they say when they are ready
    "jupyter lab": "is running at",
    "briefing build --watch": "Watching 2024-H1",
    "dask scheduler": "Scheduler at",
    "dask worker": "Registered to",
}
REFUSED = "--final"  # while errors are open


def commands() -> list[str]:
    """The lines of the pages' blocks of commands, without their comments; what several pages show stands once."""
    blocks = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    lines = [re.sub(r"\s+#.*", "", line) for block in blocks for line in block.splitlines() if line.strip()]
    return [*dict.fromkeys(lines)]


class User:
    """Someone in a copy of the project with few sections, whose data are those of the published edition."""

    def __init__(self, folder: Path) -> None:
        self.folder = Checkout.make(folder).folder
        shutil.rmtree(folder / "data")
        shutil.copytree(PUBLISHED, folder / "data")
        shutil.copytree(samples.SYNTHETIC, folder / "tests" / "fixtures" / "made_up" / "data")
        only(
            folder,
            "10_telecommunications",
            "13_publishing",
            "22_audit",
            data=(folder / "tests" / "fixtures" / "made_up" / "data",),
        )
        shutil.copytree(ROOT / ".ci", folder / ".ci")
        for name in ("Makefile", "requirements.lock", "requirements-test.lock", "pyproject.toml"):
            shutil.copy(ROOT / name, folder)
        manifest = re.search(r"^```csv\n(data,period,output\n.*?)^```", README, re.MULTILINE | re.DOTALL)
        (folder / "provinces.csv").write_text(manifest[1], encoding="utf-8")
        loans = re.search(r"^```csv\n(Hình thức,.*?)^```", README, re.MULTILINE | re.DOTALL)
        (folder / "loans.csv").write_text(loans[1], encoding="utf-8")
        self.ports = {"8786": str(free_port()), "lab": str(free_port()), "watch": str(free_port())}
        own = {f"JUPYTER_{name}_DIR": str(folder / "jupyter" / name) for name in ("DATA", "CONFIG", "RUNTIME")}
        self.environment = {**os.environ, **own}
        self.running: list[subprocess.Popen] = []

    def run(self, command: str) -> None:
        """Run a command to its end, or until it says that it is ready; fail with what it said."""
        command = command.replace("8786", self.ports["8786"])
        ready = next((said for name, said in KEEP_RUNNING.items() if name in command), "")
        if ready:
            self._start(command, ready)
            return
        answers = "y\n" * 9 if "briefing forms in" in command else ""  # the lists that workbooks bring along
        codes = (0, 2) if REFUSED in command else (0,)
        done = self._briefing(command, answers) or in_own_process(["sh", "-c", command], self.folder, answers, **self.environment)  # fmt: skip
        assert done.code in codes and "Traceback" not in done.err, f"{command}\n{done.out}{done.err}"

    def _briefing(self, command: str, answers: str) -> Ran | None:
        """What `briefing` gives here, as any test runs it: the shell, make and what they find are others' commands."""
        program, *words = shlex.split(command)
        if program != ".venv/bin/briefing":
            return None
        free = [word for word in words if "*" in word and f'"{word}"' not in command]  # a shell leaves what is quoted
        found = [sorted(glob(word, root_dir=self.folder)) if word in free else [word] for word in words]
        return briefing(*chain(*found), cwd=self.folder, typed=answers)

    def _start(self, command: str, ready: str) -> None:
        if command.endswith(("lab", "--watch")):  # somebody else's may run here
            name = command.rpartition(" ")[2].strip("-")
            command += f" --port {self.ports[name]}" + (" --no-browser --allow-root" if name == "lab" else "")
        log = self.folder / f"{len(self.running)}.log"
        with log.open("w") as file:
            begun = subprocess.Popen(
                command,
                shell=True,
                cwd=self.folder,
                env=self.environment,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )
        self.running.append(begun)
        wait_until(lambda: ready in log.read_text() or begun.poll() is not None, f"{command} says {ready!r}")
        assert begun.poll() is None, log.read_text()
        if "dask" not in command:  # it would build again whatever the commands after it change
            end(self.running.pop())

    def leave(self) -> None:
        for process in reversed(self.running):
            end(process)


@pytest.fixture
def user(tmp_path: Path) -> Iterator[User]:
    someone = User(tmp_path / "project")
    yield someone
    someone.leave()


@pytest.mark.slow
def test_every_command_runs_for_users_of_make(user):
    (user.folder / ".venv").mkdir()
    (user.folder / ".venv" / "bin").symlink_to(PROGRAMS)
    prepare = runpy.run_path(str(user.folder / ".ci" / "prepare.py"))
    prepare["READY"].write_text(prepare["state"]("test"), encoding="utf-8")
    for command in commands():
        if command not in NOT_RUN:
            user.run(command)
    made = {path.name for path in user.folder.rglob("*") if path.is_file()}
    assert {"briefing.html", "briefing-du-thao.pdf", "out.ipynb", "out.html"} <= made
    assert (user.folder / "editions" / "binh-an" / "2031-Q3" / "briefing.html").exists()


def test_an_activated_environment_has_every_program():
    programs = {command.removeprefix(".venv/bin/").split()[0] for command in commands()} - {"make"}
    assert {"briefing", "jupyter", "papermill", "dask"} <= programs
    assert [program for program in programs if shutil.which(program, path=str(PROGRAMS)) is None] == []


def test_every_command_in_the_text_exists():
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    said = re.findall(r"`(?:\.venv/bin/)?((?:make|briefing) [^`]+)`", README)
    assert len(said) > 8
    for program, name, *options in map(str.split, said):
        if program == "make":
            assert name in targets
        else:
            part = options[:1] if name in ("forms", "maintain") else []
            known = briefing(name, *part, "--help", cwd=ROOT / "notebooks")
            assert known.code == 0 and all(option in known.out for option in options if option.startswith("--")), name


def test_what_it_shows_is_complete():
    shown = "\n".join(commands())
    for wanted in ("--to briefing", "--force", "dask scheduler", "dask worker", "--cluster tcp://"):
        assert wanted in shown
    assert "conda activate briefing" in README


def test_each_page_is_short_enough_to_read_and_its_links_lead_somewhere():
    assert len((ROOT / "README.md").read_bytes()) <= 6000
    for page in [
        *PAGES,
        "HUONG-DAN-DON-VI.md",
        "tests/README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
    ]:
        text = (ROOT / page).read_text(encoding="utf-8")
        for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", text):
            file = (ROOT / page).parent / target if target else ROOT / page
            assert file.exists(), f"{page}: {target}"
            if anchor:
                headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
                slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
                assert anchor in slugs, f"{page}: #{anchor}"


def test_the_map_names_files_that_there_are():
    named = set(re.findall(r"`([\w./*-]+/[\w.-]+\.\w+)`", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")))
    lost = {
        each
        for each in named
        if not any((ROOT / at / each).exists() for at in ("", "src", "src/briefing", "src/helpers", "tests"))
    }
    assert len(named) > 10 and not lost
