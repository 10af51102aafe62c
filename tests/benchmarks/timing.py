"""What the benchmarks share: commands as users run them, timed."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
sys.path.insert(0, str(ROOT / "tests"))
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's Python keeps what it has compiled


def run(*command: object, cwd: Path = ROOT) -> None:
    subprocess.run(list(map(str, command)), cwd=cwd, check=True, capture_output=True)


def output(*command: object, env: dict[str, str] | None = None) -> str:
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True, env=env).stdout


def peak(*command: object) -> float:
    """Run a command; the most memory that its own process had at once, in MB."""
    process = subprocess.Popen(list(map(str, command)), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_maxrss / 1024


def seconds(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def processor(action: Callable[[], object]) -> float:
    """Seconds of the processor that an action took, with all processes that it waited for: what a busy machine doesn't lengthen."""
    begun = os.times()
    action()
    return sum(os.times()[:4]) - sum(begun[:4])


def median(
    action: Callable[[], object],
    runs: int,
    before: Callable[[], object] = lambda: None,
    clock: Callable[[Callable[[], object]], float] = seconds,
) -> float:
    """Median seconds of an action; `before` prepares each run and is not counted."""
    return statistics.median([(before(), clock(action))[1] for _ in range(runs)])


def in_turn(runs: int, *measured: Callable[[], float]) -> list[float]:
    """Medians of what is compared, measured in turn: the machine is now faster, now slower."""
    rounds = [[measure() for measure in measured] for _ in range(runs)]
    return [statistics.median(each) for each in zip(*rounds, strict=True)]


@dataclass(frozen=True)
class Measured:
    """A result. aim: what it should be at most, or at least if it begins with "≥"; empty: only told."""

    what: str
    value: float
    unit: str = "×"
    aim: str = ""

    @property
    def met(self) -> bool | None:
        if not self.aim:
            return None
        sign, wanted = self.aim.split()
        return self.value >= float(wanted) if sign == "≥" else self.value <= float(wanted)


def print_table(results: Iterable[Measured]) -> None:
    """All results in one table, those with an aim first, as aims met or not."""
    words = {True: "met", False: "NOT MET", None: ""}
    print(f"\n{'':58} {'measured':>10}    {'aim':8}")
    for result in sorted(results, key=lambda result: not result.aim):
        print(f"{result.what:58} {result.value:10.2f} {result.unit:2} {result.aim:8} {words[result.met]}".rstrip())
