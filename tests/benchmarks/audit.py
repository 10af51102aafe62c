"""How well the audit finds typing slips, and how fast: python tests/benchmarks/audit.py [--every N]

On the clean edition each numeric cell in turn gets one slip of each kind (seeded). Counted: slips detected among
guarded cells and overall, how often the cell is among the proposals, how often its true value is the first one.
Cells are told apart by what guards them: an identity (a total, share, equality …) reacts to any change beyond its
rounding; bounds and whole numbers only to gross ones. Those are tried again with the rows of earlier years.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import samples
from timing import Measured, print_table

from helpers.audit.findings import LOOSE, audit, numbers, numeric_cells
from helpers.audit.rules import checks
from helpers.audit.terms import Cell
from helpers.data.rows import Records, Rows


def slips(text: str, chance: random.Random) -> dict[str, str]:
    """One slip of each kind that a number of this length can suffer."""
    sign, number = ("-", text[1:]) if text.startswith("-") else ("", text)
    whole, point, fraction = number.partition(".")
    digits = whole + fraction
    at = chance.randrange(len(digits))

    def written(changed: str) -> str:
        cut = len(changed) - len(fraction)
        return f"{sign}{int(changed[:cut] or '0')}{point}{changed[cut:]}"

    found = {
        "digit replaced": written(
            digits[:at] + chance.choice([d for d in "0123456789" if d != digits[at]]) + digits[at + 1 :]
        ),
        "digit added": written(digits[:at] + chance.choice("0123456789") + digits[at:]),
        "unit off by 1000": str(Decimal(text) * 1000),
    }
    if len(digits) > 1:
        found["digit dropped"] = written(digits[:at] + digits[at + 1 :])
        swap = min(at, len(digits) - 2)
        found["digits swapped"] = written(digits[:swap] + digits[swap + 1] + digits[swap] + digits[swap + 2 :])
    if not fraction and len(whole) > 3:
        found["comma for thousands"] = f"{sign}{whole[:-3]}.{whole[-3:]}"
    return {kind: value for kind, value in found.items() if Decimal(value) != Decimal(text)}


def trial(job: tuple[Cell, str, str, str]) -> tuple[str, str, bool, bool, bool]:
    (table, line, column), kind, typed, guard = job
    records = samples.records(samples.load())
    true = records[table][line][column]
    records[table][line] = {**records[table][line], column: typed}
    findings = audit(records).findings
    explanations = [explanation for finding in findings for explanation in finding.explanations]
    named = any(change.cell == (table, line, column) for e in explanations for change in e.changes)
    best = min(explanations, key=lambda e: (-len(e.explains), e.rank), default=None)
    first = best is not None and len(best.changes) == 1 and best.changes[0].cell == (table, line, column)
    return kind, guard, bool(findings), named, first and Decimal(best.changes[0].new) == Decimal(true)


def guards() -> dict[Cell, str]:
    """What guards each numeric cell of the clean edition: an identity, loose rules, or nothing."""
    records = samples.records(samples.load())
    found = dict.fromkeys(numeric_cells(records), "nothing")
    for check in audit(records).checks:
        for cell in check.cells:
            if cell in found and found[cell] != "an identity":
                found[cell] = "loose rules" if check.rule.kind in LOOSE else "an identity"
    return found


def quality(every: int) -> None:
    chance = random.Random(2024)
    records = samples.records(samples.load())
    print(f"clean edition: {len(audit(records).findings)} false alarms in {len(audit(records).checks)} checks")
    jobs = []
    for cell, guard in list(guards().items())[::every]:
        table, line, column = cell
        for kind, typed in slips(records[table][line][column], chance).items():
            jobs.append((cell, kind, typed, guard))
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    with ProcessPoolExecutor() as pool:
        missed = []
        for (cell, _, typed, _), (kind, guard, *outcome) in zip(jobs, pool.map(trial, jobs, chunksize=16), strict=True):
            if guard == "an identity" and not outcome[0]:
                missed.append(f"  {':'.join(map(str, cell))} typed as {typed} ({kind})")
            for name in (
                f"guarded by {guard}" if guard != "nothing" else "guarded by nothing",
                "all",
                *([f"  {kind}"] if guard == "an identity" else []),
            ):
                counts[name][0] += 1
                for place, yes in enumerate(outcome, 1):
                    counts[name][place] += yes
    print(f"\n{'slips':34} {'tried':>6} {'detected':>9} {'right cell':>11} {'right value first':>18}")
    for name, (tried, detected, named, first) in sorted(counts.items()):
        print(
            f"{name:34} {tried:6} {detected / tried:9.1%} {named / max(detected, 1):11.1%} {first / max(detected, 1):18.1%}"
        )
    print("\nnot detected although under an identity:", *(missed or ["  none"]), sep="\n")


def history() -> None:
    """Slips in cells that no identity guards, noticed with the rows of one, two and three years."""
    first = samples.load()
    tables = [first]
    for year in (2032, 2033):
        period = {**first["periods"][0], "period": f"{year}-Q3", "last_year": f"{year - 1}-Q3"}
        tables.insert(0, samples.following(tables[0], period, year, {}))
    print(f"\n{'years':>5} {'false alarms':>13} {'tried':>6} {'noticed':>8}   of slips by a factor of 2, 10 and more")
    for years in (1, 2, 3):
        records = samples.records(tables[3 - years], *tables[4 - years :])  # the newest year has `years - 1` before it
        print(f"{years:5} {noticed(records)}")


def noticed(records: Records) -> str:
    """False alarms, and which seeded slips in loosely guarded cells violate a check that held."""
    chance, values, touching = random.Random(2024), numbers(records), defaultdict(list)
    every, texts = checks(records), numeric_cells(records)
    for check in every:
        for cell in check.cells:
            touching[cell].append(check)
    alarms = sum(check.holds(values) is False for check in every)
    tried: dict[int, list[bool]] = {1: [], 2: [], 10: []}
    for cell in texts:
        if all(check.rule.kind in LOOSE for check in touching[cell]):
            for typed in slips(texts[cell], chance).values():
                changed = {**values, cell: float(typed)}
                seen = any(
                    check.holds(changed) is False for check in touching[cell] if check.holds(values) is not False
                )
                ratio = abs(float(typed) or 1e-9) / (float(texts[cell]) or 1e-9)
                for factor, found in tried.items():
                    if max(ratio, 1 / ratio) >= factor:
                        found.append(seen)
    shares = [f"{sum(found) / len(found):8.1%}" for found in tried.values()]
    return f"{alarms:13} {len(tried[1]):6} {shares[0]}   {' '.join(shares[1:])}"


def measure() -> list[Measured]:
    """Seconds of the processor as the dossier tables grow, each organisation a level of its own; sizes double, so that an order shows."""
    found = []
    for last_year in (False, True):
        for count, aim in (
            (1, ""),
            (63, ""),
            (165, ""),
            (330, "≤ 5"),
            *([(500, ""), (1000, "≤ 5")] if last_year else ()),
        ):
            records = grown(count)
            records = with_last_year(records) if last_year else records
            begun = time.process_time()
            checks = len(audit(records).checks)
            rows = len(records["dossiers_received"])
            beside = " and last year's" if last_year else ""
            what = f"audit with {rows:,} rows in a table{beside}, {checks:,} checks"
            found.append(Measured(what, time.process_time() - begun, "s", aim))
    return found


def with_last_year(records: Records) -> Records:
    """The same rows as of a year before, a little smaller, on later lines."""
    chance = random.Random(1)
    before = {name: Rows((line + 10**6, dict(row)) for line, row in rows.items()) for name, rows in records.items()}
    for name in ("dossiers_received", "dossiers_resolved"):
        for row in before[name].values():
            row["dossiers"] = str(int(int(row["dossiers"]) * chance.uniform(0.85, 0.95)))
    return Records(records, {"@last_year": Records(before)})


def grown(count: int) -> Records:
    """The clean edition with so many organisations; what is stated of all together no longer agrees."""
    records = samples.records(samples.load())
    for name in ("dossiers_received", "dossiers_resolved"):
        rows = list(records[name].values())
        for copy in range(1, count):
            for row in rows:
                records[name][len(records[name]) + 2] = {**row, "level": f"{row['level']}_{copy}"}
    labels = records["codes"]
    for row in [row for row in labels.values() if row["list"] == "level"]:
        for copy in range(1, count):
            labels[len(labels) + 2] = {**row, "code": f"{row['code']}_{copy}"}
    return records


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="try only every Nth cell")
    options = parser.parse_args()
    history()
    quality(options.every)
    print_table(measure())
