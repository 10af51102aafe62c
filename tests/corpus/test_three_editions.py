"""The corpus of three editions: all of it when there is time."""

import pytest
from corpus import three_editions, three_editions_counter, three_editions_desks

CASES = [*three_editions_desks.CASES, *three_editions_counter.CASES]


def test_no_two_cases_share_a_name() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names)) >= 100


@pytest.mark.slow
def test_signing_publishing_and_revising_end_as_expected() -> None:
    tally = three_editions.run_cases(CASES)
    print(tally.report())
    assert not [outcome for outcome in tally.outcomes if not outcome.met], tally.report()
