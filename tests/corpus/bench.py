"""What the corpora of damaged files and of walks share: a command run and measured, a folder watched, verdicts counted."""

import hashlib
import io
import itertools
import multiprocessing
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

BRIEFING = Path(sys.executable).with_name("briefing")
REPOSITORY = Path(__file__).resolve().parents[2]
SECONDS, MEGABYTES = 5.0, 500  # CPU time and memory of one command
IDLE, RUNAWAY = (
    20.0,
    25.0,
)  # a hang: so long without any work, or so much work (on a busy machine wall time says little)

# What no terminal should be sent: control characters (but line ends and tabs), and marks that turn the reading direction.
UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
ALL = "--all" in sys.argv
_SMALL = multiprocessing.get_context("forkserver")  # what a fork of the tests holds, it holds from its beginning
_SMALL.set_forkserver_preload(["briefing.cli", "briefing.collect.exchange"])
REAL, _COMMANDS = 20, itertools.count(1)  # every so many commands runs as a process of its own, as people run it
VERDICTS = ("right", "asked", "refused", "silent", "broken")


@dataclass
class Ran:
    """One command that has ended: what it said, and what it took."""

    argv: list[str]
    code: int
    said: str
    cpu: float
    memory: float
    hung: bool = False

    def faults(self, seconds: float = SECONDS, megabytes: float = MEGABYTES) -> list[str]:
        found = []
        if self.hung:
            found.append(f"hung (idle, or at work for more than {RUNAWAY:.0f} s)")
        elif self.code not in (0, 1, 2):
            found.append(f"exit code {self.code}")
        if "Traceback (most recent call last)" in self.said:
            found.append("traceback")
        if self.cpu > seconds:
            found.append(f"{self.cpu:.1f} s of CPU")
        if self.memory > megabytes:
            found.append(f"{self.memory:.0f} MB")
        if unsafe := UNSAFE.search(self.said):
            found.append(f"control character {unsafe.group()!r} on the terminal")
        return found

    @property
    def gist(self) -> str:
        words = " ".join(UNSAFE.sub("?", self.said).split())
        if "fault of the program" in words:
            words = words[words.rindex(": ") - 20 :]
        return words if len(words) < 160 else f"{words[:100]} … {words[-50:]}"


def work_of(process: int) -> float:
    """The CPU time that a process and its ended children have taken."""
    try:
        words = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, words[11:15])) / os.sysconf("SC_CLK_TCK")


def memory_of(process: int) -> float:
    """The most megabytes that a process has held since its program began; 0 once it has ended."""
    try:
        found = re.search(r"VmHWM:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def run(
    argv: Sequence[str | Path],
    folder: Path,
    typed: bytes = b"",
    hang: float = IDLE,
    runaway: float = RUNAWAY,
    kill_after: float | None = None,
    program: Sequence[str] = (),
) -> Ran:
    """Run `briefing` there, with these keys typed; killed (-9, with all that it started) after `kill_after` seconds of work."""
    scratch = folder / ".." / "scratch"
    env = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    env.pop("PYTHONPATH", None)
    with tempfile.NamedTemporaryFile() as keys, tempfile.NamedTemporaryFile() as paper:
        if scratch.is_dir():
            env["TMPDIR"] = str(scratch.resolve())
        keys.write(typed)
        keys.flush()
        words = [*program, str(BRIEFING), *map(str, argv)]
        ended: Callable[[], int | None]
        if program or kill_after is not None or next(_COMMANDS) % REAL == 0:
            with open(keys.name, "rb") as typing:
                child = subprocess.Popen(
                    words, cwd=folder, stdin=typing, stdout=paper, stderr=subprocess.STDOUT, env=env, start_new_session=True
                )  # fmt: skip
            process, ended = child.pid, child.poll
        else:
            process, ended = forked(words, folder, (keys.name, paper.name), env)
        hung, worked, held, moved = False, 0.0, 0.0, time.monotonic()
        while (code := ended()) is None:
            now = time.monotonic()
            if (work := work_of(process)) > worked:
                worked, moved = work, now
            held = memory_of(process) or held  # the last: before its program begins a process shares this one's memory
            stuck = now - moved > hang or worked > runaway
            if stuck or (kill_after is not None and worked >= kill_after):
                hung = hung or stuck
                with suppress(ProcessLookupError):
                    os.killpg(process, signal.SIGKILL)
            time.sleep(0.004)
        said = paper.read(4_000_000).decode("utf-8", "replace")
    return Ran([str(word) for word in argv], code, said, worked, held, hung)


def forked(
    words: Sequence[str], folder: Path, streams: tuple[str, str], env: dict[str, str]
) -> tuple[int, Callable[[], int | None]]:
    """The same command in a fork of a small process that has the program's modules already: a third of the time.

    Gives the process, and what tells its exit code once it has ended.
    """
    child = _SMALL.Process(target=command, args=(words, folder, streams, env))
    child.start()
    return child.pid or 0, lambda: child.exitcode


def command(words: Sequence[str], folder: Path, streams: tuple[str, str], env: dict[str, str]) -> None:
    """In the fork: the program with these words, its streams and its environment, and nothing of this file's."""
    from briefing.cli import main

    code = 70
    try:
        os.setsid()
        os.chdir(folder)
        typed, paper = os.open(streams[0], os.O_RDONLY), os.open(streams[1], os.O_WRONLY | os.O_APPEND)
        for number, stream in enumerate((typed, paper, paper)):
            os.dup2(stream, number)
        os.environ.clear()
        os.environ.update(env)
        tempfile.tempdir = None
        sys.argv, sys.stdin = list(words), io.TextIOWrapper(io.BufferedReader(io.FileIO(0)), encoding="utf-8")
        sys.stdout = sys.stderr = io.TextIOWrapper(io.FileIO(1, "w"), encoding="utf-8", line_buffering=True)
        code = main()
        sys.stdout.flush()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    finally:
        os._exit(code)


def snapshot(folder: Path, skip: Iterable[str] = ()) -> dict[str, str]:
    """Every name below the folder and what it is; files by their digest."""
    found: dict[str, str] = {}
    skipped = tuple(skip)
    for place, folders, files in os.walk(folder):
        relative = os.path.relpath(place, folder)
        folders[:] = [name for name in folders if os.path.normpath(os.path.join(relative, name)) not in skipped]
        for name in [*folders, *files]:
            path = os.path.join(place, name)
            known = os.lstat(path)
            key = os.path.normpath(os.path.join(relative, name))
            if key in skipped:
                continue
            if stat.S_ISLNK(known.st_mode):
                found[key] = "link " + os.readlink(path)
            elif stat.S_ISREG(known.st_mode):
                with open(path, "rb") as file:
                    found[key] = hashlib.file_digest(file, "sha256").hexdigest()
            else:
                found[key] = oct(stat.S_IFMT(known.st_mode))
    return found


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return sorted(
        key
        for key in before.keys() | after.keys()
        if before.get(key) != after.get(key) and not Path(key).name.endswith(".lock")
    )


def copy_project(where: Path, data: Path | None = None) -> Path:
    """The project without its history and tests: what a command needs to run."""
    where.mkdir(parents=True)
    for name in ("notebooks", "data"):
        shutil.copytree(data if name == "data" and data else REPOSITORY / name, where / name)
    (where / "reports").mkdir()
    for name in ("pyproject.toml", "requirements.lock", "LICENSE", "README.md"):
        shutil.copy(REPOSITORY / name, where / name)
    (where / "src").symlink_to(REPOSITORY / "src")
    return where


def clone_project(where: Path) -> Path:
    """The whole checkout, as a colleague gets it with git."""
    subprocess.run(["git", "clone", "-q", str(REPOSITORY), str(where)], check=True)
    for key, value in (
        ("user.name", "Văn phòng Sở"),
        ("user.email", "vanphong@example.vn"),
        ("commit.gpgsign", "false"),
    ):
        subprocess.run(["git", "-C", str(where), "config", key, value], check=True)
    return where


def commit(project: Path, message: str = "Ghi lại") -> None:
    subprocess.run(["git", "-C", str(project), "add", "-A"], check=True)
    subprocess.run(["git", "-C", str(project), "commit", "-q", "--allow-empty", "-m", message], check=True)


@dataclass
class Outcome:
    name: str
    group: str
    want: frozenset[str]
    verdict: str
    note: str = ""

    @property
    def met(self) -> bool:
        return self.verdict in self.want


@dataclass
class Tally:
    outcomes: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)

    def report(self) -> str:
        lines = [f"{len(self.outcomes)} cases, {sum(outcome.met for outcome in self.outcomes)} as expected"]
        for group in dict.fromkeys(outcome.group for outcome in self.outcomes):
            counts = Counter(outcome.verdict for outcome in self.outcomes if outcome.group == group)
            lines.append(
                f"  {group}: " + ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS if counts[verdict])
            )
        counts = Counter(outcome.verdict for outcome in self.outcomes)
        lines.append("  all: " + ", ".join(f"{counts[verdict]} {verdict}" for verdict in VERDICTS))
        for outcome in self.outcomes:
            if not outcome.met:
                wanted = "/".join(sorted(outcome.want))
                lines.append(
                    f"  {outcome.verdict.upper()} (expected {wanted}) [{outcome.group}] {outcome.name}: {outcome.note}"
                )
        return "\n".join(lines)


def thinned(cases: list, keep: int) -> list:
    """So many of them, evenly: what a full run has time for. `--all` runs every one."""
    if ALL or len(cases) <= keep:
        return cases
    return [cases[place * len(cases) // keep] for place in range(keep)]


def judged(
    name: str,
    group: str,
    want: Iterable[str],
    runs: Sequence[Ran],
    altered: Sequence[str],
    allowed: Callable[[str], bool],
    false: str | None,
    asked: bool = False,
    seconds: float = SECONDS,
    megabytes: float = MEGABYTES,
) -> Outcome:
    """The verdict on a case: its commands, what changed below its folder, which of it may change, and what is false now."""
    faults = [f"{' '.join(ran.argv)[:80]}: {fault}" for ran in runs for fault in ran.faults(seconds, megabytes)]
    last = runs[-1]
    refused = last.code == 2
    strange = [key for key in altered if refused or not allowed(key)]
    if strange:
        faults.append(
            f"written {'although refused' if refused else 'where nothing was expected'}: {', '.join(strange[:3])!r}"
        )
    wanted = frozenset(want)
    if faults:
        return Outcome(name, group, wanted, "broken", "; ".join(dict.fromkeys(faults))[:400] + " — " + last.gist)
    if refused:
        return Outcome(name, group, wanted, "refused", last.gist)
    if false:
        return Outcome(name, group, wanted, "silent", f"{false} — {last.gist}"[:400])
    if asked or last.code == 1:
        return Outcome(name, group, wanted, "asked", last.gist)
    verdict = "right" if "right" in wanted else "silent"
    return Outcome(name, group, wanted, verdict, last.gist)
