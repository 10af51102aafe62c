"""The corpus of damaged files: a sample at each run, all of it when there is time."""

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from corpus import bench, damaged, damaged_elsewhere, damaged_kept, damaged_returned, damaged_strangers, mutated


def sampled() -> tuple[int, str]:
    """How many cases of the sample are not as expected, and what came of each."""
    tally = damaged.run_cases(damaged.sample())
    return sum(not outcome.met for outcome in tally.outcomes), tally.report()


def test_a_sample_ends_in_clean_words_and_changes_nothing() -> None:
    with ProcessPoolExecutor(
        1, get_context("spawn")
    ) as fresh:  # commands are forked from it: it knows no declaration yet
        unmet, report = fresh.submit(sampled).result()
    assert unmet == 0, report


@pytest.mark.parametrize("program", [(), (sys.executable,)], ids=["forked", "started"])
def test_a_command_is_measured_without_the_memory_of_the_tests(tmp_path, program) -> None:
    ballast = b"\1" * (600 << 20)
    ran = bench.run(["--help"], tmp_path, program=program)
    assert (ran.code, len(ballast)) == (0, 600 << 20), ran.said
    assert 10 < ran.memory < 200


def test_no_two_cases_share_a_name() -> None:
    names = [(case.group, case.name) for case in damaged.cases()]
    assert len(names) == len(set(names)) >= 400


@pytest.mark.slow
def test_whatever_comes_from_outside_ends_in_clean_words_and_changes_nothing() -> None:
    tally = damaged.run_cases(damaged.cases())
    print(tally.report())
    assert not [outcome for outcome in tally.outcomes if not outcome.met], tally.report()


@pytest.mark.slow
def test_what_a_stranger_sends_ends_in_clean_words_and_changes_nothing() -> None:
    made = (damaged_strangers, damaged_returned, damaged_kept, damaged_elsewhere)
    tally = damaged.run_cases([case for some in made for case in some.cases()])
    print(tally.report())
    assert not [outcome for outcome in tally.outcomes if not outcome.met], tally.report()


@pytest.mark.slow
def test_files_spoilt_by_chance_end_in_clean_words_and_change_nothing() -> None:
    tally = damaged.run_cases(mutated.cases(0, 20, list(mutated.KINDS)))
    print(tally.report())
    assert not [outcome for outcome in tally.outcomes if not outcome.met], tally.report()
