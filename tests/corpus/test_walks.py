"""The corpus of walks: a sample at each run, all of it when there is time."""

import pytest
from corpus import walks


def test_a_sample_ends_as_expected() -> None:
    tally = walks.run_steps(walks.sample())
    assert not [outcome for outcome in tally.outcomes if not outcome.met], tally.report()


def test_no_two_walks_share_a_name() -> None:
    names = [(step.group, step.name) for step in walks.steps()]
    assert len(names) == len(set(names)) >= 60


@pytest.mark.slow
def test_a_year_of_commands_ends_as_expected() -> None:
    tally = walks.run_steps(walks.steps())
    print(tally.report())
    assert not [outcome for outcome in tally.outcomes if not outcome.met], tally.report()
