"""The corpus of what analysts write: a sample at each run, all of it when there is time."""

import analyst_cells as analysts
import pytest

SILENT = {"silent", "bare error"}


@pytest.mark.builds
def test_92_of_106_cells_that_a_newcomer_writes_work_as_written_the_others_say_what_to_write_and_so_does_a_sample() -> (
    None
):
    """In one kernel: each costs seconds."""
    newcomers, sample = analysts.cells("newcomers"), analysts.cells()[::29]
    outcomes = analysts.run([*newcomers, *sample])
    assert not SILENT & {each.verdict for each in outcomes}, analysts.report(outcomes)
    assert sum(each.verdict == "right" for each in outcomes[: len(newcomers)]) >= 92


def test_each_cell_has_a_name_and_says_what_comes_of_it() -> None:
    cells = analysts.cells()
    assert len({cell.name for cell in cells}) == len(cells) >= 370 and all(cell.words for cell in cells)


@pytest.mark.slow
def test_every_cell_is_printed_with_its_source_or_refused_in_words() -> None:
    outcomes = analysts.run(analysts.cells())
    print(analysts.report(outcomes))
    assert not SILENT & {each.verdict for each in outcomes}, analysts.report(outcomes)
