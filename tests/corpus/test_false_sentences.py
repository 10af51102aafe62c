"""A sentence that its numbers contradict must be asked, and a sentence that judges must follow its numbers.

`python tests/corpus/test_false_sentences.py` prints the count by kind and what stayed silent.
"""

import re
import sys
import tempfile
from pathlib import Path

import pytest

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

from corpus.false_sentences import CHANGED, JUDGED, NO_WORDS, Changed, Judged
from corpus.leftovers import at
from corpus.words_runner import BUILD_SECONDS, Copy, Result, briefing, findings, marks, names, printed, quoted, table_of

PERIOD = "2024-H1"
SAMPLE = {"press_articles_fell", "petitions_rose", "all_in_time_district", "density_exceeded", "district_best_exchange"}
SAMPLE |= {"parts_exceed_whole", "direction_swapped", "completed_and_going_on", "project_done_though_open"}
SAMPLE |= {"true_highest", "true_rose", "true_all"}


def run_judged(folder: Path, cases: list[Judged]) -> list[Result]:
    """All texts in one copy, for each has a statement of its own; what the frozen data are found for does not count."""
    assert len({c.place for c in cases}) == len(cases)
    known = marks(findings(Copy(folder / "untouched"), PERIOD)[0])
    copy = Copy(folder / "judged")
    for case in cases:
        place = at(case.place)
        copy.edit(place.table, place.key, {"text": case.text}, PERIOD)
        if case.claim:
            claim = dict(zip(("words", "left", "relation", "right"), case.claim, strict=True))
            copy.add("claims", {"period": PERIOD, **place.key, **claim})
    found, fault = findings(copy, PERIOD)
    results = []
    for case in cases:
        place = at(case.place)
        here = [
            f
            for f in found
            if marks([f]) - known and (names(f, "statements", place.key) or names(f, "claims", place.key))
        ]
        hits = [f for f in here if any(w in quoted(f) for w in case.quote.split("|"))]
        said = "; ".join(f"{f['id'].split('@')[0]}: {quoted(f)[:120]}" for f in hits or here) or "nothing"
        if fault:
            came = "refused" if fault.startswith("exit 2") else "broken"
        elif case.true_:
            came = "false finding" if here else "right"
        else:
            came = "asked" if hits else "silent"
        results.append(Result(f"text: {case.kind}", case.name, came, fault[:300] or f"{said} (true is: {case.truth})"))
    return results


def build(copy: Copy) -> tuple[list[str], str]:
    """The printed lines of the page, or what the build said instead."""
    out = copy.folder.with_suffix(".out")
    said = briefing("build", PERIOD, "--data", copy.folder, "--out", out, "--format", "html", seconds=BUILD_SECONDS)
    if said.code:
        return [], f"exit {said.code}: {(said.err or said.out).strip()}"
    return printed((out / PERIOD / "briefing.html").read_text(encoding="utf-8")), ""


def judge(case: Changed, lines: list[str], found: list[dict]) -> Result:
    """`right`: the old words are gone and the new stand there; `asked`: a new finding names the row or what it prints."""
    stays = [line for line in lines if re.search(case.before, line)]
    new = [line for line in lines if re.search(case.after, line)]
    sentence = at(case.sentence).key if case.sentence else None
    here = [f for f in found if names(f, case.table, case.key) or (sentence and names(f, "statements", sentence))]
    said = "; ".join(f"{f['id'].split('@')[0]}: {quoted(f)[:120]}" for f in here)
    if new and not stays:
        verdict = "right"
    elif here:
        verdict = "asked"
    else:
        verdict = "silent"
    came = (
        f"stays: {stays[0][:160]}"
        if stays
        else "no words can follow"
        if case.after == NO_WORDS
        else f"new words not found: {case.after}"
        if not new
        else ""
    )
    return Result(f"data: {case.kind}", case.name, verdict, f"{came}; {said or 'no finding'} (true is: {case.truth})")


def run_changed(folder: Path, cases: list[Changed]) -> list[Result]:
    """As few builds as the cases allow; a case that the program refuses is taken out, and the rest is built again."""
    plain, fault = build(Copy(folder / "plain"))
    assert not fault, fault
    known = marks(findings(Copy(folder / "known"), PERIOD)[0])
    results = []
    for case in cases:
        assert any(re.search(case.before, line) for line in plain), (
            f"{case.name}: {case.before} is not in the page of the frozen data"
        )
    for number in sorted({c.build for c in cases}):
        group = [c for c in cases if c.build == number]
        for attempt in range(4):
            copy = Copy(folder / f"changed-{number}-{attempt}")
            for case in group:
                copy.edit(case.table, case.key, case.changes, PERIOD)
            lines, fault = build(copy)
            refused = [c for c in group if f"{c.table}.csv" in fault]
            if not fault or not refused:
                break
            verdict = "refused" if fault.startswith("exit 2") else "broken"
            results += [Result(f"data: {c.kind}", c.name, verdict, fault[:400]) for c in refused]
            group = [c for c in group if c not in refused]
        if fault:
            results += [Result(f"data: {c.kind}", c.name, "broken", fault[:400]) for c in group]
            continue
        found = [f for f in findings(copy, PERIOD)[0] if marks([f]) - known]
        results += [judge(c, lines, found) for c in group]
    return results


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    return {r.name: r for r in run_judged(tmp_path_factory.mktemp("false"), [c for c in JUDGED if c.name in SAMPLE])}


@pytest.mark.parametrize("name", sorted(SAMPLE))
def test_a_sample_of_false_sentences(sampled: dict[str, Result], name: str) -> None:
    assert sampled[name].verdict in ("asked", "right"), sampled[name]


@pytest.mark.slow
def test_all_false_sentences(tmp_path: Path) -> None:
    results = run_judged(tmp_path, JUDGED) + run_changed(tmp_path, CHANGED)
    print(table_of(results))
    bad = [r for r in results if r.verdict in ("silent", "broken", "false finding")]
    assert not bad, "\n" + table_of(results)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        print(table_of(run_judged(Path(temporary), JUDGED)), flush=True)
        print()
        print(table_of(run_changed(Path(temporary), CHANGED)))
