"""Make one archive of the project and all its packages, for a machine without internet.

    .venv/bin/python .ci/bundle.py PLATFORM PYTHON        # PLATFORM: windows, linux or macos; PYTHON: such as 3.12

Writes build/briefing-PLATFORM-PYTHON.zip. There: unpack it, then `make report` and `make test`, or on Windows `briefing build`.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements-test.lock"
PINNED = re.compile(
    r"^(?P<package>[^ \n]+==[^ \n]+)(?: ; (?P<where>[^\\\n]+))? \\\n(?P<hashes>(?: +--hash.*\n?)+)", re.M
)
PLATFORMS = {  # what a lock's markers ask of a machine, and the wheels that run there
    "windows": (("win32", "nt", "Windows", "AMD64"), ["win_amd64"]),
    "linux": (("linux", "posix", "Linux", "x86_64"), [f"manylinux_2_{minor}_x86_64" for minor in (28, 27, 26, 24, 17, 12, 5)] + ["manylinux2014_x86_64"]),
    "macos": (("darwin", "posix", "Darwin", "arm64"), [f"macosx_{major}_0_arm64" for major in (15, 14, 13, 12, 11)]),
}  # fmt: skip


def main(platform: str, python: str, folder: Path = ROOT / "build") -> Path:
    tags = [word for tag in PLATFORMS[platform][1] for word in ("--platform", tag)]
    only = ["--only-binary", ":all:", "--no-deps", "--disable-pip-version-check"]
    folder.mkdir(exist_ok=True)
    target = folder / f"briefing-{platform}-{python}.zip"
    with tempfile.TemporaryDirectory() as name:
        wheels, lock = Path(name, "wheels"), Path(name, "lock")
        for release, pinned in pins(platform, python):
            lock.write_text(pinned, encoding="utf-8")
            there = ["--python-version", release, *only, *tags, "-d", wheels]
            run(sys.executable, "-m", "pip", "download", "-q", "--require-hashes", "-r", lock, *there)
        files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in filter(None, files.split("\0")):
                archive.write(ROOT / file, f"briefing/{file}")
            for wheel in sorted(wheels.iterdir()):
                archive.write(wheel, f"briefing/wheels/{wheel.name}", zipfile.ZIP_STORED)
    return target


def pins(platform: str, python: str) -> Iterator[tuple[str, str]]:
    """Releases of a Python and the lock's lines for them on a platform; pip would read their markers for this machine.

    Which 3.11 it is there nobody knows: a second lock has what its last version wants otherwise than its first.
    """
    names = ("sys_platform", "os_name", "platform_system", "platform_machine")
    machine = dict(zip(names, PLATFORMS[platform][0], strict=True))
    machine |= {"python_version": python, "implementation_name": "cpython", "platform_python_implementation": "CPython"}
    entries, seen = [match.groupdict() for match in PINNED.finditer(LOCK.read_text(encoding="utf-8"))], set()
    for release in (f"{python}.0", f"{python}.99"):
        there = machine | {"python_full_version": release}
        wanted = [e for e in entries if not e["where"] or Marker(e["where"]).evaluate(there)]
        new = [f"{e['package']} \\\n{e['hashes']}" for e in wanted if e["package"] not in seen]
        seen |= {e["package"] for e in wanted}
        if new:
            yield release, "".join(new)


def run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT)


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in PLATFORMS:
        sys.exit(__doc__)
    made = main(*sys.argv[1:])
    print(f"{made.relative_to(ROOT)}: {made.stat().st_size >> 20} MB")
