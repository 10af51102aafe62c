"""Prepare .venv: what runs the project or, with --tests, what tests it, too. Needs Python 3.11 or newer and nothing else.

    python3 .ci/prepare.py [--tests]

Installs what the lock file pins, by its hashes: from `wheels/` where that folder lies in the project (see .ci/bundle.py),
else from the package index. Does nothing where .venv is as it should be.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV, WHEELS = ROOT / ".venv", ROOT / "wheels"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
LOCKS = {"run": ROOT / "requirements.lock", "test": ROOT / "requirements-test.lock"}
READY = VENV / "ready"  # for what, of which locks, and in which folder it was made: its programs name that folder


def main(arguments: list[str]) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036  (whoever starts it may have an older one)
        return refuse(f"This is Python {sys.version.split()[0]}; the project needs 3.11 or newer.")
    purpose = "test" if "--tests" in arguments else "run"
    if READY.exists() and READY.read_text(encoding="utf-8") in (state("test"), state(purpose)):
        return 0
    if READY.exists() and READY.read_text(encoding="utf-8").partition("\n")[0] != str(ROOT):
        shutil.rmtree(VENV)
    print(f"Preparing .venv from {LOCKS[purpose].name} …", flush=True)
    try:
        install(purpose)
    except subprocess.CalledProcessError as error:
        if "venv" in error.cmd:
            return refuse(
                "Python's venv module is missing; install it (Debian: apt-get install python3-venv) and try again."
            )
        source = (
            f"Has {WHEELS.name}/ all packages of this platform?" if WHEELS.exists() else "Is the package index reached?"
        )
        return refuse(f"The packages could not be installed. {source}")
    READY.write_text(state(purpose), encoding="utf-8")
    return 0


def state(purpose: str) -> str:
    parts = [path.read_bytes() for path in (LOCKS[purpose], ROOT / "pyproject.toml")]
    return f"{ROOT}\n{purpose} {hashlib.sha256(b''.join(parts)).hexdigest()}\n"


def install(purpose: str) -> None:
    """uv does it in seconds; where it is missing pip brings it, as the lock file pins it."""
    if not (PROGRAMS / ("python.exe" if os.name == "nt" else "python")).exists():
        run(sys.executable, "-m", "venv", VENV)
    python = PROGRAMS / "python"
    where = ["--no-index", "--find-links", str(WHEELS)] if WHEELS.exists() else []
    uv = shutil.which("uv")
    if not uv:
        pinned = re.search(r"^uv==.*?[^\\]$", LOCKS["run"].read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        only = VENV / "uv.lock"
        only.write_text(pinned[0] + "\n", encoding="utf-8")
        pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
        run(*pip, *where, "-r", only)
        uv = str(PROGRAMS / "uv")
    run(uv, "pip", "install", "--python", python, *where, "--require-hashes", "-r", LOCKS[purpose])
    run(uv, "pip", "install", "--python", python, *where, "-q", "--no-deps", "--no-build-isolation", "-e", ROOT)


def run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT)


def refuse(words: str) -> int:
    print(words, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
