"""What `datapackage.json` says of numbers that hold others, `part_of`, `ratio_of`: no title and no rule is read to learn it."""

from __future__ import annotations

import pytest

from helpers.editions import Edition

BRANCH = '"name": "branch",'


def declare(project, old: str, new: str) -> None:
    path = project.data / "datapackage.json"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) >= 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_column_is_not_added_to_the_column_that_it_is_declared_a_part_of(small):
    edition = Edition("2031-Q3", small.data)
    with pytest.raises(ValueError, match=r"loans\.csv:2, lent is a whole that holds loans\.csv:2, returned"):
        edition.evaluate("loans.lent(branch='centre') + loans.returned(branch='centre')")
    assert edition.evaluate("loans.lent(branch='centre') + loans.returned(branch='north')").value == 845
    declare(small, ' "part_of": "lent",', "")
    assert (
        Edition("2031-Q3", small.data).evaluate("loans.lent(branch='centre') + loans.returned(branch='centre')").value
        == 1240
    )


def test_rows_are_not_added_to_the_row_that_holds_what_holds_them(small):
    assert Edition("2031-Q3", small.data).evaluate("loans.lent()").value == 940
    declare(small, BRANCH, f'{BRANCH} "part_of": {{"south": "north", "north": "centre"}},')
    edition = Edition("2031-Q3", small.data)
    for branches in (["centre", "north"], ["centre", "south"]):
        with pytest.raises(ValueError, match=r"loans\.csv:2, lent is a whole that holds"):
            edition.evaluate(f"loans.lent(branch={branches})")
    assert edition.evaluate("loans.lent(branch='south')").value == 90


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ('"part_of": "lent"', '"part_of": "nowhere"', "nowhere"),
        ('"part_of": "lent"', '"part_of": 3', "3"),
        ('"part_of": "lent"', '"ratio_of": ["lent"]', '["lent"]'),
        ('"part_of": "lent"', '"ratio_of": ["lent", "nowhere"]', "nowhere"),
    ],
)
def test_a_declaration_that_names_no_such_column_is_refused_with_its_place(small, old, new, found):
    declare(small, old, new)
    ran = small.briefing("check")
    assert ran.exit == 2 and {problem["code"] for problem in ran.problems} == {"bad_declaration"}
    assert found in [problem["value"] for problem in ran.problems]


def test_averages_are_those_that_are_declared_so_and_have_no_sum(small):
    declare(small, '"name": "returned",', '"name": "returned", "titleVi": "Số trung bình",')
    assert Edition("2031-Q3", small.data).evaluate("loans.returned()").value == 885  # whatever its title says
    declare(small, '"measure": "flow", "part_of": "lent"', '"measure": "average"')
    edition = Edition("2031-Q3", small.data)
    with pytest.raises(ValueError, match="averages do not add up"):
        edition.evaluate("loans.returned()")
    assert edition.evaluate("mean(loans.returned())").value == 295 and edition.evaluate("loans.lent()").value == 940
