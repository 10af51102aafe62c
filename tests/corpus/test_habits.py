"""The corpus of habits: a sample in the ordinary tests, all of it (some minutes) with `-m slow`."""

import sys
from collections import Counter
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import habits  # noqa: E402
import habits_clerks  # noqa: E402
import habits_counter  # noqa: E402
import habits_desks  # noqa: E402
import habits_lists  # noqa: E402
import habits_looks  # noqa: E402
import habits_numbers  # noqa: E402
import habits_offices  # noqa: E402
import habits_slips  # noqa: E402
import habits_workbooks  # noqa: E402

ALL = [
    *habits_numbers.HABITS,
    *habits_slips.HABITS,
    *habits_workbooks.HABITS,
    *habits_lists.HABITS,
    *habits_looks.HABITS,
    *habits_offices.HABITS,
    *habits_desks.HABITS,
    *habits_clerks.HABITS,
    *habits_counter.HABITS,
]
SAMPLE = (
    "typed '13.062' in counts.value(item='postal_dossiers_received')",
    "typed '2,91' in counts.value(item='postal_radius')",
    "typed '1.313' in counts.value(item='postal_revenue')",
    "typed 'tăng 1 đơn' in counts.change(item='petitions')",
    "filled in honestly, TTr",
    "a task without a name",
    "a new task",
    "the number with its word",
)


def test_names_of_habits_are_unique():
    assert [name for name, times in Counter(habit.name for habit in ALL).items() if times > 1] == []


def test_a_sample_of_habits(tmp_path):
    chosen = [habit for habit in ALL if habit.name in SAMPLE]
    assert len(chosen) == len(SAMPLE)
    outcomes, report = habits.run_all(tmp_path, chosen)
    assert [o for o in outcomes if not o.met] == [], report


@pytest.mark.slow
def test_all_habits(tmp_path):
    outcomes, report = habits.run_all(tmp_path, ALL)
    print(report)
    assert [o for o in outcomes if not o.met] == [], report
