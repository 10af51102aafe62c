"""Make one archive of the project and all its packages, for a machine without internet.

    python3 .ci/bundle.py PLATFORM PYTHON        # PLATFORM: windows, linux or macos; PYTHON: such as 3.12

Writes build/briefing-PLATFORM-PYTHON.zip. There: unpack it, then `make report` and `make test`, or on Windows `briefing build`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = "requirements-test.lock"
PLATFORMS = {  # as uv calls them, and the wheels that run there
    "windows": ("x86_64-pc-windows-msvc", ["win_amd64"]),
    "linux": ("x86_64-manylinux_2_28", [f"manylinux_2_{minor}_x86_64" for minor in (28, 27, 26, 24, 17, 12, 5)] + ["manylinux2014_x86_64"]),
    "macos": ("aarch64-apple-darwin", [f"macosx_{major}_0_arm64" for major in (14, 13, 12, 11)]),
}  # fmt: skip


def main(platform: str, python: str) -> None:
    triple, tags = PLATFORMS[platform]
    target = ROOT / "build" / f"briefing-{platform}-{python}.zip"
    target.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        wheels, lock = Path(name, "wheels"), Path(name, "lock")
        # pip reads the lock's markers for this machine, whatever the platform: uv resolves them for the other one first
        asked = [
            "--no-deps",
            "--generate-hashes",
            "--no-header",
            "-q",
            "--python-platform",
            triple,
            "--python-version",
            python,
        ]
        run("uv", "pip", "compile", LOCK, *asked, "-o", lock)
        chosen = [word for tag in tags for word in ("--platform", tag)]
        only = ["--only-binary", ":all:", "--python-version", python, "--no-deps", "--disable-pip-version-check"]
        run(sys.executable, "-m", "pip", "download", "-q", *only, *chosen, "--require-hashes", "-r", lock, "-d", wheels)
        files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in filter(None, files.split("\0")):
                archive.write(ROOT / file, f"briefing/{file}")
            for wheel in sorted(wheels.iterdir()):
                archive.write(wheel, f"briefing/wheels/{wheel.name}", zipfile.ZIP_STORED)
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size >> 20} MB")


def run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT)


if __name__ == "__main__":
    if len(sys.argv) != 3 or sys.argv[1] not in PLATFORMS:
        sys.exit(__doc__)
    main(*sys.argv[1:])
