"""Sentences from rows: phrases, enumerations, conditions, dates; and what the analyst looks at."""

from decimal import Decimal

import pandas as pd
import pytest
import samples
from doors import to_html, to_text
from samples import SYNTHETIC

from helpers import tables
from helpers.editions import Edition
from helpers.prose import NOTHING, bullets, join_phrases, prose, within
from helpers.values.figures import Figure, total
from helpers.values.sourced_text import Code
from helpers.values.sources import Cells


def figure(value, unit=""):
    return Figure(None if value is None else Decimal(value), unit, cells=(Cells("t", (2,), "c"),))


@pytest.fixture
def channels():
    index = pd.Index([Code("online", "Trực tuyến"), Code("direct", "Trực tiếp")], dtype=object)
    return pd.Series([figure(30, "hồ sơ"), figure(10, "hồ sơ")], index=index, dtype=object)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return samples.save(samples.load(), tmp_path_factory.mktemp("data"))


@pytest.fixture
def edition(folder):
    return Edition("2031-Q3", folder)


def test_phrases_of_a_series_are_joined_in_a_sentence(channels):
    said = f"Gồm {join_phrases(f'{count} {channel:lower}' for channel, count in channels.items())}."
    assert to_text(said) == "Gồm 30 trực tuyến và 10 trực tiếp."
    assert 'data-cells="t:2:c"' in to_html(said)


def test_a_sentence_that_would_list_no_parts_is_left_out(channels):
    none = f"Có {figure(0)} hồ sơ, gồm {join_phrases([])}."
    assert prose(none) == NOTHING
    assert prose(none, "Sau.").text == "Sau."
    assert bullets([none, "Một."]).text == "- Một."


def test_a_sum_over_an_empty_period_says_that_nothing_was_reported():
    stations = pd.Series([], dtype=object)
    assert prose(f"Toàn tỉnh có {total(stations)} trạm tại {Figure(None)} vị trí.") == NOTHING


def test_a_subject_without_a_cutoff_covers_the_period(edition):
    assert to_text(within(edition, "meetings")) == "Từ ngày 01/01/2031 đến ngày 28/9/2031"
    tables = samples.load()
    tables["cutoffs"] = []
    assert within(Edition("2031-Q3", samples.save(tables, edition.data.parent / "none")), "meetings") == "Trong kỳ"


def test_a_register_shows_no_column_of_its_sources():
    """It printed "generationstationssource2G3.295I.3.2"."""
    register = Edition("2031-Q3", SYNTHETIC).register("base_stations")
    named = register.rename(columns={"generation": "Thế hệ", "stations": "Trạm"})
    assert tables.table(named, "Trạm").text.splitlines()[1:3] == ["Thế hệ | Trạm", "2G | 3.295"]


def test_a_table_of_plain_pandas_is_shown_with_the_figures_of_its_cells():
    shown = tables.table(
        Edition("2031-Q3", SYNTHETIC).frame("dossiers_resolved").nlargest(2, "dossiers"),
        "Hồ sơ",
        {"level": "Cấp", "timeliness": "Hạn", "dossiers": "Hồ sơ"},
    )
    lines = ["Cấp tỉnh | Sớm hạn, đúng hạn | 229.590", "Cấp xã | Sớm hạn, đúng hạn | 190.300"]
    assert shown.text.splitlines()[2:] == lines and 'data-cells="dossiers_resolved:2:dossiers"' in shown.html


def test_figures_by_given_codes_and_labels_keep_their_order_and_show_what_is_absent(edition):
    states = {"": "Chưa báo cáo", "in_progress": "Đang làm"}
    found = edition.figures("plan_projects", "rows", by={"state": states})
    assert [code.label for code in found.index] == ["Chưa báo cáo", "Đang làm"]
    assert found["in_progress"].value == edition.count("plan_projects", state="in_progress").value
    none = edition.figures(
        "assigned_tasks", "tasks", by={"deadline": ["overdue"], "state": {"drafting": "Đang dự thảo"}}
    )
    assert none.shape == (1, 1) and none.iat[0, 0].is_missing


def test_a_section_has_its_statements_by_topic_and_without_one_all_of_them(edition):
    topics = ("loudspeakers", "public_telecom_service", "radio", "networks")
    by_topic = [statement for topic in topics for statement in edition.statements("I.3.3", topic=topic)]
    assert by_topic == edition.statements("I.3.3") and len(by_topic) == 8
    assert edition.statements("I.3.3", topic="nothing") == []


def test_statements_stand_in_the_order_of_their_topic_not_of_the_file(folder, tmp_path):
    tables = samples.load(folder)
    radio = [row for row in tables["statements"] if row["topic"] == "radio"]
    radio[0]["order"], radio[1]["order"] = "2", "1"
    before = Edition("2031-Q3", folder).statements("I.3.3", topic="radio")
    after = Edition("2031-Q3", samples.save(tables, tmp_path)).statements("I.3.3", topic="radio")
    assert [to_text(statement) for statement in after] == [to_text(statement) for statement in reversed(before)]


def test_a_look_shows_labels_and_lines_and_is_no_reading(edition):
    before = set(edition.reads)
    look = edition.look("dossiers_received")
    assert look.text.splitlines()[:2] == [
        "       level                 channel dossiers",
        "2   Cấp tỉnh              Trực tuyến   227265",
    ]
    assert look.text.splitlines()[-1] == "… 10 rows" and len(look.text.splitlines()) == 7
    assert edition.reads == before
    data, metadata = look._repr_mimebundle_()
    assert "Cấp tỉnh" in data["text/html"] and metadata == {"look": True}


def test_a_look_of_few_rows_shows_them_all_and_refuses_unknown_codes(edition):
    assert len(edition.look("cutoffs", subject="dossiers").text.splitlines()) == 2
    with pytest.raises(ValueError, match="'dossier' is unknown"):
        edition.look("cutoffs", subject="dossier")
    with pytest.raises(ValueError, match="cutoff"):
        edition.look("cutoff")


def test_a_statement_that_is_a_placeholder_alone_carries_its_line(folder, tmp_path):
    tables = samples.load(folder)
    tables["statements"][0]["text"] = "{decision_tasks.rows():02}"
    first = Edition("2031-Q3", samples.save(tables, tmp_path)).all_statements()[2]
    assert 'data-cells="statements:2:text"' in to_html(first) and to_text(first) == "11"


@pytest.mark.filterwarnings("ignore:A missing figure")
def test_a_sentence_of_changes_alone_says_that_there_is_nothing_to_compare_with():
    """“Trong kỳ chưa có số liệu về nội dung này” stood beside the number itself, as last year's was missing."""
    now = Figure(Decimal(5), "học sinh", cells=(Cells("counts", (2,), "value"),))
    missing = now / Figure(None, "học sinh") - 1
    assert prose(f"So với cùng kỳ năm trước, số học sinh bỏ học {missing:trend}.").text == "Chưa có số liệu để so sánh."
    assert prose(f"Có {Figure(None)} học sinh.").text == "Trong kỳ chưa có số liệu về nội dung này."
