"""Edits drawn at random between two versions: `diff` misses none of what changed and invents nothing."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest
from differences import difference
from edits import load, save

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
ANNEX = "kiem-tra-so-lieu"


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


def figures(folder: Path) -> list[tuple[str, str, str]]:
    """Section, key and text of every figure outside the annex."""
    with (folder / "figures.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["section"], row["key"].lstrip("'"), row["text"]) for row in csv.DictReader(file)]
    return [row for row in rows if row[0] != ANNEX]


@pytest.mark.parametrize(
    "seed", [*range(DAILY), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(DAILY, ALL))]
)
def test_every_edit_is_named_and_nothing_else(rebuilt_whole, seed):
    data, out, again = rebuilt_whole
    chance, taken = random.Random(seed), set()
    old = figures(out / "2031-Q3")
    made = {edit(data, chance, taken) for _ in range(TOGETHER)}
    ran = again("--format", "html")
    assert ran.code == 0, ran.err
    new, found = figures(out / "2031-Q3"), difference(data, out)
    assert {(cause.place, cause.old, cause.new) for cause in found.causes} == made
    unexplained = [effect for effect in found.effects if not effect.causes]
    assert not unexplained, unexplained
    assert all(effect.old != effect.new for effect in found.effects)
    ids = [(effect.section, effect.kind, effect.id) for effect in found.effects]
    assert len(ids) == len({*ids})
    for side, other, of in ((old, new, "old"), (new, old, "new")):
        told: dict[str, str] = {}
        for effect in found.effects:
            told[effect.section] = f"{told.get(effect.section, '')} {getattr(effect, of)}"
        missed = [row for row in side if row not in other and " ".join(row[2].split()) not in told.get(row[0], "")]
        assert not missed, missed
    changed = {(row[0], row[1]) for row in new} & {(row[0], row[1]) for row in [*{*new} - {*old}]}
    known = {(effect.section, id_) for effect in found.effects for id_ in effect.figures}
    came = {effect.section for effect in found.effects if not effect.old}
    by_id = [
        row
        for row in changed
        if row[0] not in came and not any(row[0] == section and row[1] in id_ for section, id_ in known)
    ]
    assert not by_id, by_id
