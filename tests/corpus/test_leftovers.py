"""The leftovers of leftovers.py must be found where they stand, the sentences of leftovers_innocent.py must pass.

`python tests/corpus/test_leftovers.py` prints the count by kind and what was missed.
"""

import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

from corpus.leftovers import LEFTOVERS, Leftover, Place, at
from corpus.leftovers_innocent import CLAIM, DECLARED, DOCUMENTS, ENDED, INNOCENT, WORDS, Innocent
from corpus.words_runner import FROZEN, Copy, Result, findings, names, quoted, table_of

from helpers.data.carrying import begin

PERIOD, LAST = "2025-H1", "2024-H1"
# Tables of numbers: 2025-H1 has the same rows, so that every sentence with figures can be said.
NUMBERS = [
    "counts",
    "coverage",
    "edocuments",
    "online_rates",
    "online_services",
    "dossiers_received",
    "dossiers_resolved",
    "report_forms",
    "media_items",
    "alerts",
    "training",
    "equipment",
    "internet_links",
    "postal_points",
    "base_stations",
    "subscribers",
    "subscribers_added",
    "licences",
    "indicators",
    "assigned_tasks",
    "databases",
    "connected_systems",
    "controls",
]
# A case of each kind of trouble, for the ordinary tests.
SAMPLE = {
    "year_plain",
    "giap_thin",
    "contest_ordinal",
    "dept_name_in_full",
    "day_typed",
    "classes_typed",
    "two_thirds",
    "todo",
    "figure_nine",
}
SAMPLE_INNOCENT = {"ministry_now", "law_without_year", "cac", "certificates", "span_to_come"}


def new_edition(folder: Path) -> Copy:
    """2025-H1 begun as `briefing new` begins it, its numbers in, the register's documents, and what is declared for it."""
    copy = Copy(folder)
    begin(copy.folder, PERIOD)
    for table in NUMBERS:
        columns, rows = copy.read(table)
        there = {tuple(r[c] for c in columns[1:3]) for r in rows if r["period"] == PERIOD}
        last = [{**r, "period": PERIOD} for r in rows if r["period"] == LAST]
        copy.write(table, columns, [*rows, *(r for r in last if tuple(r[c] for c in columns[1:3]) not in there)])
    copy.edit("media_items", {"tone": "neutral"}, {"items": "96475"}, PERIOD)
    copy.edit("dossiers_resolved", {"level": "district", "timeliness": "late"}, {"dossiers": "71"}, PERIOD)
    columns, _ = copy.read("documents")
    copy.add("documents", *(dict(zip(columns, values, strict=True)) for values in DOCUMENTS))
    columns, rows = copy.read("validity")
    declared = {w[1]: {**WORDS, **dict(zip(WORDS, w, strict=False))} for w in (*DECLARED, *ENDED)}
    new = [declared.pop(r["code"], r) if r["code"] in {words for _, words, *_ in ENDED} else r for r in rows]
    known = {row["code"] for row in rows}
    copy.write("validity", columns, [*new, *(row for words, row in declared.items() if words not in known)])
    return copy


def last_text(place: Place) -> str:
    copied = Copy.__new__(Copy)
    copied.folder = FROZEN
    return copied.row(copied.read(place.table)[1], place.key, LAST)[place.column]


def text_of(case: Leftover) -> str:
    """The new text; of a copied sentence last year's own, with a second space where the case says so."""
    if case.text:
        return case.text
    text = last_text(case.place)
    return text.replace(" ", "  ", 1) if "space" in case.name else text


def rounds(cases: list[Leftover]) -> list[list[Leftover]]:
    """Cases in as few copies as their places allow: one case a cell."""
    seen: Counter[str] = Counter()
    copies: dict[int, list[Leftover]] = {}
    for case in cases:
        copies.setdefault(seen[str(case.place)], []).append(case)
        seen[str(case.place)] += 1
    return list(copies.values())


def verdict(case: Leftover, found: list[dict]) -> Result:
    """`asked` when a finding at the place quotes the leftover; what else is said of the place is told with a silent case."""
    here = [f for f in found if names(f, case.place.table, case.place.key)]
    wanted = [w.casefold() for w in case.quote.split("|") if w]
    hits = [f for f in here if not wanted or any(w in quoted(f) for w in wanted)]
    came = hits or here
    said = "; ".join(f"{f['id'].split('@')[0]}: {quoted(f)[:110]}" for f in came) or "nothing"
    return Result(case.kind, case.name, "asked" if hits else "silent", f"{said} (wanted: {case.quote or 'the place'})")


def run_leftovers(folder: Path, cases: list[Leftover]) -> list[Result]:
    base, results = new_edition(folder / "edition"), []
    for number, group in enumerate(rounds(cases)):
        for attempt in range(4):
            copy = Copy(folder / f"leftovers-{number}-{attempt}", base.folder)
            for case in group:
                changes = {case.place.column: text_of(case)}
                if case.place.table == "statements":
                    changes["state"] = ""
                copy.edit(case.place.table, case.place.key, changes, PERIOD)
            found, fault = findings(copy, PERIOD)
            refused = [c for c in group if fault and f"{c.place.table}.csv" in fault and text_of(c)[:60] in fault]
            refused += [c for c in group if fault and "{document(" in c.text and c.quote in fault]
            results += [Result(c.kind, c.name, "refused", fault[:300]) for c in refused]
            group = [c for c in group if c not in refused]
            if not refused:
                break
        results += [Result(c.kind, c.name, "broken", fault[:300]) if fault else verdict(c, found) for c in group]
    return results


def run_innocent(folder: Path, cases: list[Innocent]) -> list[Result]:
    """Each innocent sentence takes the place of a statement; whatever names that place is a false finding."""
    copy = new_edition(folder / "innocent")
    columns, _ = copy.read("claims")
    copy.write("claims", columns, [])  # places are lent: what claims say of their own sentences is no matter here
    _, rows = copy.read("statements")
    # A sentence that a claim rests on keeps its words.
    places = [
        at("/".join((r["section"], r["topic"], r["order"])))
        for r in rows
        if r["period"] == PERIOD and r["section"] != "II.2"
    ]
    pairs = list(zip(cases, places, strict=False))
    for case, place in pairs:
        copy.edit(place.table, place.key, {"text": case.text, "state": ""}, PERIOD)
        if case.declared == CLAIM:
            copy.add("claims", {"period": PERIOD, **place.key, "words": case.text})
    found, fault = findings(copy, PERIOD)
    results = []
    for case, place in pairs:
        here = [f for f in found if names(f, place.table, place.key)]
        said = "; ".join(f"{f['id'].split('@')[0]}: {quoted(f)[:140]}" for f in here)
        bad = ("refused" if fault.startswith("exit 2") else "broken") if fault else "false finding" if here else "right"
        declared = f" (to declare: {case.declared})" if case.declared else ""
        results.append(Result(f"innocent: {case.kind}", case.name, bad, fault[:300] or said + declared))
    return results


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    folder = tmp_path_factory.mktemp("leftovers")
    results = run_leftovers(folder, [c for c in LEFTOVERS if c.name in SAMPLE])
    results += run_innocent(folder, [c for c in INNOCENT if c.name in SAMPLE_INNOCENT])
    return {r.name: r for r in results}


@pytest.mark.parametrize("name", sorted(SAMPLE | SAMPLE_INNOCENT))
def test_a_sample_of_leftovers(sampled: dict[str, Result], name: str) -> None:
    assert sampled[name].verdict in ("asked", "right"), sampled[name]


@pytest.mark.slow
def test_all_leftovers(tmp_path: Path) -> None:
    results = run_leftovers(tmp_path, LEFTOVERS) + run_innocent(tmp_path, INNOCENT)
    print(table_of(results))
    matter = {c.name for c in LEFTOVERS if c.matters} | {c.name for c in INNOCENT}
    bad = [r for r in results if r.name in matter and r.verdict not in ("asked", "right", "refused")]
    assert not bad, "\n" + table_of(results)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        print(table_of(run_leftovers(Path(temporary), LEFTOVERS)))
        print()
        print(table_of(run_innocent(Path(temporary), INNOCENT)))
