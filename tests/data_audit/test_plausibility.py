"""What the audit notices beside the identities: last year's number left, a 0, exchanges, empty cells, documents; and at what cost."""

from __future__ import annotations

import pytest
import samples
from doors import audit, audit_of, audited

from helpers.errors import InputError


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


def test_of_a_condition_on_a_row_readers_are_told_what_is_wrong_and_where(tmp_path):
    samples.save(changed(samples.load(), "documents", "date", "", document="185/KH-UBND"), tmp_path)
    told = [each["words"] for each in audit(tmp_path)["findings"]]
    named = "thông tin tuyên truyền, quảng bá về tỉnh Bình An trên ấn phẩm của các cơ quan báo chí năm 2031"
    assert f"Văn bản của kỳ báo cáo đã có số thì phải có ngày: {named}: 185/KH-UBND" in told


# -- conditions --------------------------------------------------------------------------------------------------------

ROW = {"task": "3", "due": "Quý I/2031", "due_by": "2031-03-31", "state": "completed", "decision_item": ""}


def held(condition: str, column: str, row: dict[str, str]) -> tuple[bool | None, str]:
    """What a rule on each row says of one row, and in which words; None where it says nothing."""
    table = column.partition(".")[0]
    rule = {"rule": "tried", "kind": "tried", "severity": "error", "each": "", "statement": "Thử", "left": column}
    rules = [rule | {"relation": "each row", "right": condition}]
    known = samples.load()
    rows = [{name: "" for name in known[table][0]} | {"period": known["periods"][0]["period"]} | row]
    without = {**known, "rules": [], "controls": [], table: rows}
    said, others = (audit_of(samples.records(each)) for each in (without | {"rules": rules}, without))
    details = [finding["detail"] for finding in said["findings"]]
    return (not details if said["checks"] > others["checks"] else None), "".join(details)


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        ("due_by <= period.date_to", True),
        ("'2031-04-01' <= due_by <= period.date_to", False),
        ("implies(state == 'completed', filled(decision_item))", False),
        ("implies(state == 'open', filled(decision_item))", True),
        ("decision_item > '3'", None),  # an empty cell says nothing
        ("decision_item > '3' or state in ['completed', 'open']", True),
        ("not state in ['completed', 'open']", False),
        ("year(due_by) - 1 == 2030", True),
        ("coverage.done(subject='ngsp') / coverage.total(subject='ngsp') * 100 <= 100", True),  # a share
        ("month(due_by) / 3 == 1 and coverage.total(subject='ngsp') > 1", True),  # the language of figures
    ],
)
def test_a_condition_of_a_row(condition, value):
    assert held(condition, "decision_tasks.due_by", ROW)[0] is value


@pytest.mark.parametrize(
    ("condition", "value"), [("value == growth - 100", True), ("3 * value == -10.8", True), ("growth < 96.4", False)]
)
def test_a_condition_counts_in_decimals_and_says_them_as_the_report_does(condition, value):
    """As computers' fractions, 96.4 - 100 is not -3.6."""
    found, said = held(condition, "counts.value", {"item": "emails", "value": "-3.6", "growth": "96.4"})
    assert found is value and said in ("", "emails: 96,4")


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        ("dua <= due_by", "has no column 'dua'"),
        ("previous.dua <= due_by", "has no column 'dua'"),
        ("previous.state.label == ''", "refers to no other table"),
        ("(1).real == due", "is not part of the language"),
        ("state.label == ''", "refers to no other table"),
        ("__import__('os')", "is not part of the language"),
        ("due_by", "compares no two figures"),
        ("year(due) == 1", "'due' is no day"),
        ("month(state) == 1", "'state' is no day"),
        ("due_by > 3", "due_by and 3 cannot be compared: things of two kinds"),
        ("filled(due) < 3", r"filled\(due\) and 3 cannot be compared: things of two kinds"),
        ("due_by + 1 > 3", "'due_by' is no number"),
        ("filled(due) < 'x'", "cannot be compared"),
        ("filled(due) == due_by", "cannot be compared"),
        ("due_by <=", "cannot be read"),
        ("implies(state)", "if the first holds, so does the second"),
        ("(" * 60 + "due_by" + ")" * 60 + " == " + "-" * 80 + "1", "is nested more than 50 deep"),
    ],
)
def test_a_condition_that_is_no_part_of_the_language_is_refused(condition, says):
    with pytest.raises(InputError, match=says):
        held(condition, "decision_tasks.due_by", ROW)


# -- what it costs -----------------------------------------------------------------------------------------------------
