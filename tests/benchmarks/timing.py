"""What the benchmarks share: commands as users run them, timed."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
sys.path.insert(0, str(ROOT / "tests"))


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


def median(action: Callable[[], object], runs: int, before: Callable[[], object] = lambda: None) -> float:
    """Median seconds of an action; `before` prepares each run and is not counted."""
    return statistics.median([(before(), seconds(action))[1] for _ in range(runs)])


def verdict(ratio: float, aim: float, at_least: bool = True) -> str:
    """A ratio beside its aim."""
    met = ratio >= aim if at_least else ratio <= aim
    return f"{ratio:8.2f}   aim {'≥' if at_least else '≤'} {aim:<5g} {'met' if met else 'NOT MET'}"
