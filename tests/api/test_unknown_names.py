"""A name that nothing has is an error with near names; one that only this period lacks is a missing figure."""

import pytest
import samples

from helpers.data.expressions import ExpressionError
from helpers.editions import Edition


@pytest.fixture(scope="module")
def edition():
    return Edition("2031-Q3", samples.SYNTHETIC)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (
            lambda edition: edition.figures("alerts", "alerts", by="severty"),
            "has no column 'severty'; it has .*severity",
        ),
        (lambda edition: edition.text("organisation", "nam"), "has no column 'nam'; it has .*name"),
        (lambda edition: edition.fact("nope"), r"item 'nope' is unknown: no period of counts\.csv has it; near: \w+, "),
        (lambda edition: edition.fact("parcel_sent"), r"item 'parcel_sent' is unknown: .*; near: parcels_sent, "),
        (lambda edition: edition.growth(edition.fact("parcels_snt")), "near: parcels_sent, "),
        (lambda edition: edition.growth(edition.fact("computer")), "near: computer_share"),
        (lambda edition: edition.stated("phone_densty"), r"no period of controls\.csv has it; near: phone_density, "),
        (
            lambda edition: edition.figure("coverage", "done", subject="ngps"),
            r"subject 'ngps' is unknown; near: ngsp \(codes\.csv\)",
        ),
        (
            lambda edition: edition.figure("counts", "value", item=["parcels_sent", "letter"]),
            "item 'letter' is unknown",
        ),
        (lambda edition: edition.evaluate("counts.value(item='parcel_sent') / 2"), "near: parcels_sent, "),
        (lambda edition: edition.figure("indicators", "plan", indicator="99"), "indicator '99' is unknown"),
    ],
)
def test_an_unknown_name_is_refused_with_near_ones(edition, ask, said):
    with pytest.raises(ExpressionError, match=said):
        ask(edition)


@pytest.mark.parametrize(("key", "near"), [("2226/UBND", "2226/UBND-KTTH"), ("226/UBND-KTTH", "2226/UBND-KTTH")])
def test_an_unknown_document_is_refused_with_near_ones(edition, key, near):
    with pytest.raises(KeyError, match=f"document '{key}' is not in documents.csv for 2031-Q3; near: {near}"):
        edition.document(key)


def test_what_another_period_has_is_missing_in_this_one(tmp_path):
    tables = samples.load()
    tables["periods"].append(tables["periods"][0] | {"period": "2031-9M"})
    for name in ("counts", "controls"):
        tables[name].append(tables[name][0] | {"period": "2031-9M", tables_key(name): "only_there"})
    data = samples.save(tables, tmp_path / "data")
    here, there = Edition("2031-Q3", data), Edition("2031-9M", data)
    assert here.fact("only_there").is_missing and not there.fact("only_there").is_missing
    assert (
        here.stated("only_there").is_missing
        and here.growth(here.fact("only_there")).text("trend") == "chưa so sánh được"
    )


def test_what_the_projects_own_data_have_is_missing_in_a_folder_that_never_reports_it(tmp_path):
    tables = samples.load()
    tables["counts"] = [row for row in tables["counts"] if row["item"] != "parcels_sent"]
    assert Edition("2031-Q3", samples.save(tables, tmp_path / "data")).fact("parcels_sent").is_missing


def tables_key(name: str) -> str:
    return {"counts": "item", "controls": "control"}[name]
