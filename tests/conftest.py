"""Shared fixtures: real builds of the real edition and of a synthetic one, each made once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import samples
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Ran:
    """What a command left."""

    code: int
    out: str
    err: str


def briefing(*arguments: object, cwd: Path = ROOT, **environment: str) -> Ran:
    """Run the command `briefing` as a user does."""
    command = [str(Path(sys.executable).with_name("briefing")), *map(str, arguments)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "COLUMNS": "160", **environment},
        timeout=300,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


@dataclass(frozen=True)
class Built:
    """A built edition."""

    folder: Path
    data: Path
    ran: Ran

    @property
    def html(self) -> str:
        return (self.folder / "briefing.html").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The edition 2024-H1, built from the project's data."""
    out = tmp_path_factory.mktemp("real")
    return Built(out / "2024-H1", ROOT / "data", briefing("build", "2024-H1", "--out", out))


@pytest.fixture(scope="session")
def synthetic(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """An edition of a province and a period that do not exist."""
    folder = tmp_path_factory.mktemp("synthetic")
    data = samples.save(samples.another(), folder / "data")
    return Built(folder / "out" / "2031-Q3", data, briefing("build", "--data", data, "--out", folder / "out"))


@pytest.fixture(scope="session")
def browser():
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert path, "Chromium is missing: apt-get install chromium (make test does it)"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the project's data that a test may spoil."""
    return samples.save(samples.load(), tmp_path / "data")
