"""Sections in processes of their own: one that shows something else there than in the last build is named, and not published."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from conftest import Checkout
from test_snapshot import put

ONCE = """
from pathlib import Path
mark = Path({mark!r})
words = "Lần sau." if mark.exists() else "Lần đầu."
mark.touch()
prose(words)
"""


def page(library: Checkout) -> bytes:
    return (library.folder / "reports" / "2031-Q3" / "briefing.html").read_bytes()


def test_a_section_in_a_process_of_its_own_is_that_of_the_last_build(small_page):
    before = page(small_page)
    ran = small_page.briefing("build", "--format", "html", "--isolated")
    assert ran.exit == 0 and ran.err.count("done") == 3, ran.err
    assert page(small_page) == before


@pytest.mark.parametrize("published", [False, True])
def test_a_section_that_shows_something_else_in_a_process_of_its_own_is_refused(small, tmp_path, published):
    put(small.folder / "notebooks" / "01_visits.ipynb", 3, ONCE.format(mark=str(tmp_path / "mark")))
    assert small.briefing("build", "--format", "html").exit == 0
    before = page(small)
    if published:
        commit(small)
    ran = small.briefing(*(["publish"] if published else ["build", "--format", "html", "--isolated"]))
    assert ran.exit == 2
    assert [(each["code"], each["file"]) for each in ran.problems] == [
        ("leaking_section", "notebooks/01_visits.ipynb")
    ], ran.err
    assert b"L\xe1\xba\xa7n \xc4\x91\xe1\xba\xa7u" in page(small)
    assert published or page(small) == before
    assert not list(Path(small.folder, "reports", "published").rglob("SHA256SUMS"))


def commit(library: Checkout) -> None:
    """Commit the project."""
    (library.folder / ".gitignore").write_text("reports/\n.lock\n", encoding="utf-8")
    git = ["git", "-c", "user.name=An", "-c", "user.email=an@example.org"]
    subprocess.run([*git, "init", "-q"], cwd=library.folder, check=True)
    subprocess.run([*git, "add", "-A"], cwd=library.folder, check=True)
    subprocess.run([*git, "commit", "-q", "-m", "all"], cwd=library.folder, check=True)
