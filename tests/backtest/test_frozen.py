"""Every frozen edition, built again by today's code: the same words, figures, findings and papers."""

from __future__ import annotations

from difflib import unified_diff
from pathlib import Path

import pytest
from freeze import HERE, editions

pytestmark = pytest.mark.builds
FROZEN = sorted(path.parent.name for path in HERE.glob("*/words.csv"))
MOST = 60  # lines of a difference that are shown of a file
AGAIN = "If this is meant: .venv/bin/python tests/backtest/freeze.py, and the commit says what and why."


def difference(name: str, then: list[str], now: list[str]) -> str:
    """What a file says otherwise, with the line before it."""
    lines = [*unified_diff(then, now, f"{name}: frozen", f"{name}: now", lineterm="", n=1)]
    left = [f"… and {len(lines) - MOST} more lines"] if len(lines) > MOST else []
    return "\n".join([*lines[:MOST], *left])


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory, build_once) -> dict[str, dict[str, list[str]]]:
    return dict(editions(tmp_path_factory.mktemp("editions"), build_once))


@pytest.mark.parametrize("edition", FROZEN)
def test_an_edition_says_what_was_frozen(edition: str, now):
    found = now[edition]
    assert sorted(found) == sorted(path.name for path in (HERE / edition).iterdir() if path.is_file())
    changed = [difference(f"{edition}/{name}", read(HERE / edition / name), lines) for name, lines in found.items()]
    assert not any(changed), "\n".join([*filter(None, changed), AGAIN])


def read(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").removesuffix("\n").split("\n")


def test_every_edition_that_is_built_is_frozen(now):
    assert sorted(now) == FROZEN


def test_a_difference_names_the_file_and_the_row():
    then = ["key,text", "licences.licences(),16", "alerts.alerts(),3"]
    now = ["key,text", "licences.licences(),15", "alerts.alerts(),3"]
    assert difference("a/figures.csv", then, now).splitlines() == [
        "--- a/figures.csv: frozen",
        "+++ a/figures.csv: now",
        "@@ -1,3 +1,3 @@",
        " key,text",
        "-licences.licences(),16",
        "+licences.licences(),15",
        " alerts.alerts(),3",
    ]
    assert difference("a/figures.csv", then, then) == ""
