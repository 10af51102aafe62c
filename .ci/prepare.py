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
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src"
VENV, WHEELS = ROOT / ".venv", ROOT / "wheels"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
LOCKS = {"run": ROOT / "requirements.lock", "test": ROOT / "requirements-test.lock"}
VERSION = sys.version.split()[0]
READY = VENV / "ready"  # for what, of which locks, and in which folder it was made: its programs name that folder


def main(arguments: list[str]) -> int:
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # an old console lacks letters
    if sys.version_info < (3, 11):  # noqa: UP036  (whoever starts it may have an older one)
        return refuse(_("This is Python {version}; the project needs 3.11 or newer.", version=VERSION))
    purpose = "test" if "--tests" in arguments else "run"
    if READY.exists() and READY.read_text(encoding="utf-8") in (state("test"), state(purpose)):
        return 0
    if READY.exists() and READY.read_text(encoding="utf-8").partition("\n")[0] != str(ROOT):
        shutil.rmtree(VENV)
    print(_("Preparing .venv from {lock} …", lock=LOCKS[purpose].name), flush=True)
    try:
        install(purpose)
    except subprocess.CalledProcessError as error:
        if "venv" in error.cmd:
            return refuse(
                _("Python's venv module is missing; install it (Debian: apt-get install python3-venv) and try again.")
            )
        source = (
            _("Has {folder} all packages of this platform and Python {version}?", folder="wheels/", version=VERSION)
            if WHEELS.exists()
            else _("Is the package index reached?")
        )
        return refuse(_("The packages could not be installed. {source}", source=source))
    READY.write_text(state(purpose), encoding="utf-8")
    return 0


def state(purpose: str) -> str:
    parts = [path.read_bytes() for path in (LOCKS[purpose], ROOT / "pyproject.toml")]
    return f"{ROOT}\n{purpose} {hashlib.sha256(b''.join(parts)).hexdigest()}\n"


def install(purpose: str) -> None:
    """uv does it in seconds; where it is missing pip brings it, as the lock file pins it, for that time (it has 40 MB)."""
    if not (PROGRAMS / ("python.exe" if os.name == "nt" else "python")).exists():
        run(sys.executable, "-m", "venv", VENV)
    python = PROGRAMS / "python"
    where = ["--no-index", "--find-links", WHEELS] if WHEELS.exists() else []
    lock = LOCKS[purpose].read_text(encoding="utf-8")
    pinned = re.search(r"^uv==.*?[^\\]\n", lock, re.MULTILINE | re.DOTALL)[0]
    with tempfile.TemporaryDirectory() as folder:
        tool, rest = Path(folder, "uv.lock"), Path(folder, "rest.lock")
        tool.write_text(pinned, encoding="utf-8")
        rest.write_text(lock.replace(pinned, ""), encoding="utf-8")
        uv = shutil.which("uv")
        if not uv:
            pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
            run(*pip, *where, "-r", tool, "--target", folder)
            uv = shutil.which("uv", path=Path(folder, "bin"))
        into = [uv, "pip", "install", "--python", python, *where]
        run(*into, "--require-hashes", "-r", rest)
        run(*into, "-q", "--no-deps", "--no-build-isolation", "-e", ROOT)


def _(text: str, **values: str) -> str:
    """In the reader's language. What reads the catalogue otherwise is yet to be installed: each text here is one line of it."""
    sys.path.insert(0, str(SRC))
    from helpers.i18n import LOCALE, language

    known = LOCALE / language() / "LC_MESSAGES" / "briefing.po"
    found = known.exists() and re.search(
        f'^msgid "{re.escape(text)}"\nmsgstr "(.+)"$', known.read_text(encoding="utf-8"), re.M
    )
    return (found[1] if found else text).format(**values)


def run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT)


def refuse(words: str) -> int:
    print(words, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
