"""After an edit of data a judging word follows, or a finding names what it contradicts.

`python tests/corpus/test_judging_words.py` prints the count and what stayed silent. Each edition is the plain one built on: only the sections that
read the edited cells are run, forked from one process.
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent.parent))

from corpus.judging_words import EDITED, Edited
from corpus.judging_words_second import SECOND
from corpus.words_runner import Copy, Result, findings, marks, names, printed, quoted, table_of
from samples import PUBLISHED, SYNTHETIC

from briefing.build.recipe import build
from briefing.order import Order
from helpers.problems import InputError

DATA = {"2024-H1": PUBLISHED, "2031-Q3": SYNTHETIC}


class Plain:
    """An edition as it is: its printed lines, what is found of it, and copies of it in which one thing is otherwise."""

    def __init__(self, folder: Path, period: str, built: Path | None = None) -> None:
        self.folder, self.period = folder, period
        if built:
            shutil.copytree(built, folder / "out" / period)
        self.lines = self.built(Copy(folder / "data", DATA[period]))
        self.known = marks(findings(Copy(folder / "known", DATA[period]), period)[0])

    def built(self, copy: Copy) -> list[str]:
        built = build(Order(self.period, copy.folder, self.folder / "out", ("html",)))
        return printed((built.folder / "briefing.html").read_text(encoding="utf-8"))

    def concerned(self, copy: Copy, case: Edited) -> list[tuple[str, dict[str, str]]]:
        """The rows that are edited, and the controls that state a number of their rows."""
        counted = {f"{table}.rows(" for table, _, _ in case.cells}
        controls = [row for row in copy.read("controls")[1] if any(count in row["expression"] for count in counted)]
        return [(table, key) for table, key, _ in case.cells] + [
            ("controls", {"control": r["control"]}) for r in controls
        ]

    def judged(self, case: Edited) -> Result:
        """`right`: the old words are gone and the new stand there; `asked`: a new finding names one of the cells."""
        assert any(re.search(case.before, line) for line in self.lines), f"{case.name}: {case.before} is not printed"
        copy = Copy(self.folder / case.name, DATA[self.period])
        for table, key, changes in case.cells:
            columns, rows = copy.read(table)
            row = copy.row(rows, key, self.period)
            assert {c: row[c] for c in changes} == {c: old for c, (old, _) in changes.items()}, case.name
            row.update({c: new for c, (_, new) in changes.items()})
            copy.write(table, columns, rows)
        try:
            lines = self.built(copy)
        except InputError as error:
            return Result(case.word, case.name, "refused", str(error)[:400])
        except Exception as error:
            return Result(case.word, case.name, "broken", f"{error}"[:400])
        new = [f for f in findings(copy, self.period)[0] if not marks([f]) <= self.known]
        found = [f for f in new if any(names(f, table, key) for table, key in self.concerned(copy, case))]
        stays = [line for line in lines if re.search(case.before, line)]
        follows = not stays and any(re.search(case.after, line) for line in lines)
        shutil.rmtree(copy.folder)
        said = "; ".join(f"{f['id'].split('@')[0]}: {quoted(f)[:120]}" for f in found) or "no finding"
        came = f"stays: {stays[0][:160]}; " if stays else "" if follows else f"not found: {case.after}; "
        return Result(
            case.word,
            case.name,
            "right" if follows else "asked" if found else "silent",
            f"{came}{said} (true is: {case.truth})",
        )


class Editions(dict):
    """The plain editions by their periods, each built when it is first asked for, from what is built already."""

    def __init__(self, folder: Path, built: Callable[[str], Path | None] = lambda _: None) -> None:
        self.folder, self.built = folder, built

    def __missing__(self, period: str) -> Plain:
        self[period] = Plain(self.folder / period, period, self.built(period))
        return self[period]


@pytest.fixture(scope="module")
def editions(build_once, tmp_path_factory: pytest.TempPathFactory) -> Editions:
    return Editions(tmp_path_factory.mktemp("words"), lambda period: build_once(period, DATA[period]).folder)


@pytest.mark.parametrize("case", [pytest.param(c, id=c.name, marks=pytest.mark.slow) for c in [*EDITED, *SECOND]])
def test_a_judging_word_follows_or_is_contradicted(editions: Editions, case: Edited) -> None:
    result = editions[case.period].judged(case)
    assert result.verdict in ("right", "asked"), result


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        built = Editions(Path(temporary))
        results = [built[c.period].judged(c) for c in [*EDITED, *SECOND]]
    print(table_of(results))
    print(*(f"{r.verdict}: {r.kind}: {r.name}: {r.came}" for r in results), sep="\n")
