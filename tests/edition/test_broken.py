"""One rule for every broken input: the same edition, or a refusal with its place, what is expected and what to do.

Never a fall, never a wait, never silence. The cases are those of `broken.py`; each is looked at as `briefing check` and
the check of a build look at a folder, in this process. A seeded part runs every day, all of them with the slow tests.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections import Counter
from pathlib import Path

import broken
import pytest
from broken import EITHER, REFUSED, Case

from briefing.build.auditing import check
from briefing.build.recipe import check_data
from helpers.editions import sound
from helpers.errors import InputError, Problem

PATIENCE = 20  # seconds of processor that a look may take: one takes half a second, one that hangs takes them all
DAILY = 24


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return broken.base(tmp_path_factory.mktemp("broken") / "data")


def look(folder: Path) -> dict:
    """What a build's check and the audit make of a folder. Raises InputError."""
    check_data(folder, "")
    return check(sound(folder, ""))


def judge(case: Case, folder: Path, sound: dict) -> str:
    """Which class a case falls into; "" where the rule holds."""
    path = folder / case.file
    before, begun = path.read_bytes(), time.process_time()
    try:
        path.unlink() if case.content is None else path.write_bytes(case.content)
        found = look(folder)
    except InputError as refused:
        return _of_refusal(case, refused.problems)
    except Exception as error:
        return f"fall ({type(error).__name__})"
    finally:
        path.write_bytes(before)
    if time.process_time() - begun > PATIENCE:
        return "wait"
    if case.wanted == REFUSED:
        return "silence"
    return "other edition" if case.wanted == broken.SAME and found != sound else ""


def _of_refusal(case: Case, problems: list[Problem]) -> str:
    if not all(problem.expected and problem.remedy for problem in problems):
        return "without remedy"
    if case.wanted == broken.SAME:
        return "refused in vain"
    if case.wanted == EITHER:
        return "" if all(problem.file.endswith((".csv", ".json")) for problem in problems) else "elsewhere"
    places = {(problem.file, problem.line) for problem in problems}
    columns = {problem.column for problem in problems if (problem.file, problem.line) == (case.file, case.line)}
    if not case.line:
        return "" if any(problem.file == case.file for problem in problems) else "elsewhere"
    return "" if (case.file, case.line) in places and (not case.column or case.column in columns) else "elsewhere"


def judged(cases: list[Case], folder: Path) -> list[tuple[Case, str]]:
    sound = look(folder)
    return [(case, judge(case, folder, sound)) for case in cases]


def table(results: list[tuple[Case, str]]) -> str:
    """How many cases of each class, and what became of them."""
    lines = Counter((case.wanted, wrong or "as wanted") for case, wrong in results)
    return "\n".join(f"{wanted:8} {wrong:24} {count:6}" for (wanted, wrong), count in sorted(lines.items()))


def assert_as_wanted(results: list[tuple[Case, str]]) -> None:
    print(f"\n{table(results)}")
    wrong = [f"{why}: {case}" for case, why in results if why]
    assert not wrong, f"{len(wrong)} of {len(results)} cases\n" + "\n".join(wrong[:40])


def test_broken_input_is_refused_in_words(folder):
    chance = random.Random(1)
    assert_as_wanted(judged(chance.sample([*broken.cases(folder)], DAILY), folder))


@pytest.mark.slow
def test_every_broken_input_is_refused_in_words(folder):
    cases = [*broken.cases(folder)]
    assert len(cases) >= 10_000
    assert_as_wanted(judged(cases, folder))


NO_FILES = {
    "a folder": Path.mkdir,
    "a link to itself": lambda path: path.symlink_to(path),
    "a link to nothing": lambda path: path.symlink_to(path.with_name("nothing")),
    "a pipe": os.mkfifo,
    "a device without end": lambda path: path.symlink_to("/dev/zero"),
}


@pytest.mark.parametrize("kind", NO_FILES)
def test_a_table_that_is_no_file(folder, tmp_path, kind):
    data = Path(shutil.copytree(folder, tmp_path / "data"))
    path = data / "alerts.csv"
    path.unlink()
    NO_FILES[kind](path)
    with pytest.raises(InputError) as refused:
        look(data)
    assert [problem.file for problem in refused.value.problems] == ["alerts.csv"]
    assert all(problem.expected and problem.remedy for problem in refused.value.problems)


@pytest.fixture
def spoilt(folder, tmp_path):
    """Looks at a copy of the folder in which one table's rows were changed, and at what was changed before."""
    data = Path(shutil.copytree(folder, tmp_path / "data"))

    def look_at(table: str, change) -> dict:
        grid = broken.grids(data)[table]
        rows = [dict(zip(grid[0], row, strict=True)) for row in grid[1:]]
        change(rows)
        text = broken.write([grid[0], *([row[name] for name in grid[0]] for row in rows)])
        (data / f"{table}.csv").write_text(text, encoding="utf-8")
        return look(data)

    return look_at


RULES = [
    ("alerts.alerts() / 0", "<=", "1", "left", "divides by 0"),
    ("1", "<=", "alerts.alerts() / 0", "right", "divides by 0"),
    ("alerts.alerts()", "<=", "weighted(1)", "right", "write weighted(rates, weights)"),
    ("alerts.alerts(severity='huge')", "<=", "1", "left", "'huge' is unknown"),
    ("1", "<=", "alerts.alerts(severity='huge')", "right", "'huge' is unknown"),
    ("alerts.alerts()", "<=", "media_items.items()", "right", "cannot compare 'cảnh báo' with 'tin'"),
    ("alerts.alerts() + media_items.items()", "<=", "1", "left", "cannot compute 'cảnh báo' with 'tin'"),
    ("1" + " + 1" * 600, "<=", "1", "left", "at most 2,000 characters"),
    ("1", "<=", "(" * 900 + "1" + ")" * 900, "right", "nested"),
    ("1", "<=", "9" * 400, "right", "at most 30 digits"),
    ("alerts.alerts()", "<=", "", "right", "it is empty"),
    ("alerts.alerts()", "is", "1", "relation", "relation 'is' is unknown"),
    (
        "task_documents.document",
        "not after",
        "decision_tasks.name",
        "right",
        "write a date of 'task_documents' or of a table",
    ),
    (
        "task_documents.document",
        "not after",
        "documents.title",
        "right",
        "write a date of 'task_documents' or of a table",
    ),
    ("alerts.alerts", "not after", "decision_tasks.due_by", "right", "write a date of 'alerts' or of a table"),
    ("alerts.nowhere", "each row", "filled(alerts)", "left", "is not a column"),
    ("documents.title", "whole numbers", "", "left", "is no column of numbers"),
    ("5", "<=", "3", "left", "write a figure here"),
    ("5", "rounds to", "alerts.alerts()", "left", "write a figure here"),
    ("alerts.alerts()", "<=", "1e400", "right", "'1e400' is not part of the language"),
    ("documents.number", "each row", "filled(number) == True", "right", "'True' is not part of the language"),
    ("documents.number", "each row", "year(date) < 1e400", "right", "is not part of the language"),
]


@pytest.mark.parametrize(("left", "relation", "right", "column", "words"), RULES)
def test_what_is_wrong_with_a_rule_is_said_in_its_column(spoilt, left, relation, right, column, words):
    rule = {"rule": "new", "kind": "bounds", "severity": "error", "each": "", "left": left, "relation": relation}
    with pytest.raises(InputError) as refused:
        spoilt("rules", lambda rows: rows.insert(0, rule | {"right": right, "statement": "x"}))
    (problem,) = refused.value.problems
    assert (problem.file, problem.line, problem.column) == ("rules.csv", 2, column)
    assert words in problem.remedy


def test_each_without_a_table_is_said_of_each(spoilt):
    rule = {"rule": "new", "kind": "bounds", "severity": "error", "each": "level", "left": "1", "relation": "<="}
    with pytest.raises(InputError, match=r"rules.csv, line 2, column each: .*`each` needs a table"):
        spoilt("rules", lambda rows: rows.insert(0, rule | {"right": "2", "statement": "x"}))


def test_each_of_an_unknown_column_is_said_of_each(spoilt):
    rule = {"rule": "new", "kind": "bounds", "severity": "error", "each": "nosuch", "relation": "<="}
    with pytest.raises(InputError, match=r"rules.csv, line 2, column each: .*'alerts' has no column 'nosuch'"):
        left = "alerts.alerts(severity='{nosuch}')"
        spoilt("rules", lambda rows: rows.insert(0, rule | {"left": left, "right": "2", "statement": "x"}))


def test_a_code_with_quotes_can_be_asked_for_each(spoilt):
    rule = {"rule": "new", "kind": "bounds", "severity": "error", "each": "item", "relation": "<=", "right": "3"}
    left = "counts.value(item='{item}', unit='con')"
    spoilt("rules", lambda rows: rows.insert(0, rule | {"left": left, "statement": "x"}))
    name = "a' + \"b\\"
    found = spoilt("counts", lambda rows: rows.append({**rows[0], "item": name, "value": "5", "unit": "con"}))
    assert f"new@{name}" in {finding["id"] for finding in found["findings"]}


@pytest.mark.parametrize(("kind", "unit", "column"), [("growth", "%", "expression")])
def test_a_control_without_parts_is_said_of_its_own_row(spoilt, kind, unit, column):
    expression = "alerts.alerts(severity='huge')" if kind == "growth" else "alerts.alerts()"
    control = {
        "period": "2031-Q3",
        "control": "new",
        "kind": kind,
        "expression": expression,
        "value": "1",
        "unit": unit,
    }
    with pytest.raises(InputError, match=rf"^controls.csv, line 2, column {column}"):
        spoilt("controls", lambda rows: rows.insert(0, control | {"source": "I.1"}))


def test_what_grows_beyond_all_measure_is_untested(spoilt, folder):
    rule = {"rule": "new", "kind": "bounds", "severity": "error", "each": "", "relation": "=", "statement": "x"}
    huge = " * ".join(["9" * 30] * 60)
    found = spoilt("rules", lambda rows: rows.insert(0, rule | {"left": huge, "right": "alerts.alerts()"}))
    assert found["untested"] == look(folder)["untested"] + 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Có {alerts.alerts():.99} cảnh báo.", "a figure's format: found '.99'"),
        ("Có {1e400} cảnh báo.", "is not part of the language"),
        ("Có {alerts.alerts( cảnh báo.", "Write {expression}, {expression:format}"),
        ("Có } cảnh báo.", "Write {expression}, {expression:format}"),
        ("Có {" + " * ".join(["9" * 30] * 3) + "} cảnh báo.", "too large to be printed"),
        ("Có {document('x')} cảnh báo.", "document 'x' is not in documents.csv"),
    ],
)
def test_a_sentence_that_cannot_be_filled_is_refused(spoilt, text, words):
    with pytest.raises(InputError) as refused:
        spoilt("statements", lambda rows: rows[0].update(text=text))
    (problem,) = refused.value.problems
    assert (problem.file, problem.line, problem.column) == ("statements.csv", 2, "text")
    assert words in problem.remedy


@pytest.mark.parametrize("parents", [{"1": "1"}, {"1": "2", "2": "1"}, {"1": "2", "2": "3", "3": "1"}])
def test_what_is_a_part_of_itself_is_refused(spoilt, parents):
    def change(rows):
        for row in rows:
            row["parent"] = parents.get(row["indicator"], row["parent"])

    with pytest.raises(InputError) as refused:
        spoilt("indicators", change)
    assert {problem.value for problem in refused.value.problems} == set(parents.values())
    assert {(problem.file, problem.column) for problem in refused.value.problems} == {("indicators.csv", "parent")}


@pytest.mark.parametrize(
    "figure", ["periods.year_share(period='2031-Q3')", "codes.label(list='level', code='province')"]
)
def test_a_correction_that_nobody_would_read_is_refused(spoilt, figure):
    with pytest.raises(InputError, match=r"corrections.csv, line 2, column figure: .*change the file itself"):
        spoilt("corrections", lambda rows: rows[0].update(figure=figure, old="50", new="51"))


@pytest.mark.parametrize("day", ["28-05-2031", "2031-13", "2031-13-99", "2031-02-30", "2031-04-31", "５"])
def test_the_day_of_the_report_is_a_day(spoilt, day):
    with pytest.raises(InputError, match=r"organisation.csv, line 2, column report_date: .*such as 2024-05"):
        spoilt("organisation", lambda rows: rows[0].update(report_date=day))
