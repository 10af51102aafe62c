"""What the audit notices beside the identities: last year's number left, a 0, exchanges, empty cells, documents; and at what cost."""

from __future__ import annotations

import pytest
import samples
from doors import audited


@pytest.fixture(scope="module")
def two_years() -> tuple[samples.Tables, samples.Tables]:
    return samples.frozen("year_after"), samples.load()


def found(tables: samples.Tables, *earlier: samples.Tables) -> dict[str, dict]:
    return {finding["id"]: finding for finding in audited(samples.records(tables, *earlier))}


def changed(tables: samples.Tables, table: str, column: str, value: str, **where: str) -> samples.Tables:
    copy = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    samples.find(copy, table, **where)[column] = value
    return copy


# -- beside last year --------------------------------------------------------------------------------------------------


def test_a_number_that_moves_otherwise_than_the_others_stands_out_and_one_that_moves_alike_does_not(two_years):
    now, before = two_years
    emails = int(samples.find(before, "counts", item="emails")["value"])
    stands = [
        "plausible@counts.value:item=emails"
        in found(changed(now, "counts", "value", f"{value}", item="emails"), before)
        for value in (emails, emails * 5 // 4, emails * 2, emails * 10, emails // 2, emails // 10)
    ]
    assert stands == [False, False, True, True, True, True]


def test_zero_after_several_stands_out(two_years):
    now, before = two_years
    gone = found(changed(now, "counts", "value", "0", item="emails"), before)
    assert "kỳ này 0, cùng kỳ năm trước 44.645" in gone["plausible@counts.value:item=emails"]["detail"]


VALUE, GROWTH = "counts.value(item='postal_revenue')", "counts.growth(item='postal_revenue')"


@pytest.mark.parametrize(
    ("value", "growth", "last", "suspects"),
    [
        ("5150", "3", "5000", None),
        ("5350", "3", "5000", {VALUE, GROWTH}),  # 5150, or 7 %
        ("5150", "8", "5000", {VALUE, GROWTH}),  # 3 %, or another number
        ("1550", "3", "5000", {VALUE}),  # also far from last year's
        ("5000", "0", "5000", None),
        ("5150", "0", "5000", {VALUE, GROWTH}),
        ("5150", "3", "0", None),  # no growth from 0
        ("0", "0", "0", None),
    ],
)
def test_a_growth_that_its_number_contradicts_puts_both_in_doubt(two_years, value, growth, last, suspects):
    now, then = two_years
    now = changed(
        changed(now, "counts", "growth", growth, item="postal_revenue"), "counts", "value", value, item="postal_revenue"
    )
    then = changed(then, "counts", "value", last, item="postal_revenue")
    finding = found(now, then).get("stated_growth@postal_revenue")
    cells = {":".join(("counts", f"{42}", column)): name for column, name in (("value", VALUE), ("growth", GROWTH))}
    assert finding is None if suspects is None else {cells[cell] for cell in finding["suspects"]} == suspects


# -- documents and dates -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "where", "column", "value", "finding"),
    [
        ("documents", {"document": "185/KH-UBND"}, "date", "2031-10-02", "documents_in_period@document=185/KH-UBND"),
        ("documents", {"document": "185/KH-UBND"}, "date", "2030-01-12", "documents_of_year@document=185/KH-UBND"),
        ("documents", {"document": "185/KH-UBND"}, "number", "158/KH-UBND", "documents_keyed@document=185/KH-UBND"),
        ("documents", {"document": "185/KH-UBND"}, "issuer", "Chính phủ", "documents_of_issuer@document=185/KH-UBND"),
        ("documents", {"document": "185/KH-UBND"}, "date", "2031-01-12", "documents_on_working_days@document=185/KH-UBND"),
        ("documents", {"document": "185/KH-UBND"}, "date", "", "documents_with_date@document=185/KH-UBND"),
        ("decision_tasks", {"task": "2"}, "due_by", "2032-01-31", "tasks_due@task=2"),
        ("cutoffs", {"subject": "dossiers"}, "date_to", "2030-12-28", "cutoffs_dated@subject=dossiers"),
    ],
)  # fmt: skip
def test_a_document_or_a_date_that_contradicts_its_own_row_is_found(table, where, column, value, finding):
    assert finding in found(changed(samples.load(), table, column, value, **where))


# -- what it costs -----------------------------------------------------------------------------------------------------
