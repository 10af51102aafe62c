"""Edits drawn at random between two versions: `diff` misses none of what changed and invents nothing."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from edits import load, save

from briefing.build.versions import versions
from briefing.document.contents import read_page
from briefing.history.changes.comparing import compare
from helpers.data.schema import TABLES

COUNTED = (
    "licences",
    "alerts",
    "training",
    "base_stations",
    "subscribers",
    "media_items",
    "equipment",
    "counts",
    "online_rates",
    "databases",
)
DAILY, ALL, TOGETHER = 1, 40, 5  # builds, and edits between two of them


def edit(data: Path, chance: random.Random, taken: set[tuple]) -> tuple[str, str, str]:
    """Change one number cell; gives its place, old and new value."""
    while True:
        table = chance.choice(COUNTED)
        grid = load(data / f"{table}.csv")
        columns = [at for at, name in enumerate(grid[0]) if TABLES[table].columns[name].kind == "number"]
        line, column = chance.randrange(1, len(grid)), chance.choice(columns)
        old = grid[line][column]
        if (table, line) in taken or not old.isdecimal() or int(old) < 3:
            continue
        taken.add((table, line))
        grid[line][column] = str(int(old) + chance.randint(1, max(2, int(old) // 20)))
        save(data / f"{table}.csv", grid)
        row = dict(zip(grid[0], grid[line], strict=True))
        where = ", ".join(f"{name}={row[name]!r}" for name in TABLES[table].key)
        return f"{table}.{grid[0][column]}({where})", old, grid[line][column]


def printed(page: str) -> list[tuple[str, str]]:
    """Key and text of every figure outside the annex, by a reading of the page of its own."""
    shown = read_page(page).xpath(".//data[not(ancestor::section[@class='annex'])]")
    return sorted((figure.get("data-key", ""), figure.text_content()) for figure in shown)


@pytest.mark.parametrize(
    "seed", [*range(DAILY), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(DAILY, ALL))]
)
def test_every_edit_is_named_and_nothing_else(rebuilt_whole, seed):
    data, out, again = rebuilt_whole
    chance, taken = random.Random(seed), set()
    made = {edit(data, chance, taken) for _ in range(TOGETHER)}
    ran = again("--format", "html")
    assert ran.code == 0, ran.err
    found = compare(*versions(out / "2031-Q3"))
    assert {(cause.place, cause.old, cause.new) for cause in found.causes} == made
    assert all(effect.causes for effect in found.effects), [effect for effect in found.effects if not effect.causes]
    old, new = (printed(version.page) for version in (found.a, found.b))
    told = " ".join(effect.old for effect in found.effects), " ".join(effect.new for effect in found.effects)
    for side, other, words in ((old, new, told[0]), (new, old, told[1])):
        missed = [
            text for figure in side if figure not in other for text in figure[1:] if " ".join(text.split()) not in words
        ]
        assert not missed, missed
    pages = [said(version.page) for version in (found.a, found.b)]
    for effect in found.effects:
        assert effect.old != effect.new
        if effect.old and effect.new and effect.kind != "finding":  # what is new or gone as a whole is told in a row
            assert bare(effect.old) in pages[0] and bare(effect.new) in pages[1], effect


def said(page: str) -> str:
    """The page's text without the audit's marks, references to charts and calls of notes."""
    body = read_page(page)
    for mark in body.xpath("//sup | //span[@class='chart-ref' or @class='stated text']"):
        mark.drop_tree()
    return bare(body.text_content())


def bare(text: str) -> str:
    return "".join(text.split())
