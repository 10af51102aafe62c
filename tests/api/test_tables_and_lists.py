"""What notebooks show: heads of tables, counts, lists, the signature."""

import re
from decimal import Decimal

import pandas as pd
import pytest
import samples
from doors import to_html, to_text
from lxml.html import fragment_fromstring
from samples import SYNTHETIC

from helpers import letterhead, tables
from helpers.editions import Edition
from helpers.errors import InputError
from helpers.prose import NOTHING, bullets, counted, how_many, listed, numbered, prose
from helpers.values.figures import Figure
from helpers.values.sourced_text import Text
from helpers.values.sources import Cells


def figure(value, unit="", line=2):
    return Figure(
        None if value is None else Decimal(value), unit, f"t.c({value})", (Cells("counts", (line,), "value"),)
    )


@pytest.fixture(scope="module")
def edition():
    return Edition("2031-Q3", SYNTHETIC)


@pytest.fixture
def plan():
    frame = pd.DataFrame({"name": ["Giờ phát"], "plan": [figure(8)], "done": [figure(2)]}, dtype=object)
    frame["ratio"] = frame["done"] / frame["plan"]
    return frame


def test_what_a_join_has_left_empty_is_printed_as_missing(edition):
    stations = edition.register("base_stations")
    stations["before"] = stations["stations"].shift()
    shown = tables.table(stations, "Trạm", {"generation": "Thế hệ", "before": "Trước", "stations": "Trạm"})
    assert shown.text.splitlines()[2] == "2G | - | 3.295"


def test_texts_that_hold_figures_say_from_which_tables_they_come(edition):
    stations = edition.register("base_stations")
    stations["said"] = stations["stations"].map(lambda figure: f"{figure:unit}")
    assert "(base_stations.csv)" in tables.table(stations[["said"]], "Trạm", {"said": "Trạm"}).html


HEADS = {"name": "Chỉ tiêu", "plan": "Kế hoạch", "done": "Thực hiện", "ratio": "So sánh"}


def test_a_head_spans_its_columns_and_the_others_reach_down(plan):
    shown = tables.table(plan, "Bảng", HEADS, spanning={"Năm nay": ("plan", "done")})
    table = fragment_fromstring(shown.html).find(".//table")
    assert [column.get("span") for column in table.iter("colgroup")] == ["1", "2", "1"]
    assert [
        [(cell.text_content(), cell.get("scope"), cell.get("colspan"), cell.get("rowspan")) for cell in row]
        for row in table.find("thead")
    ] == [
        [("Chỉ tiêu", "col", None, "2"), ("Năm nay", "colgroup", "2", None), ("So sánh", "col", None, "2")],
        [("Kế hoạch", "col", None, None), ("Thực hiện", "col", None, None)],
    ]
    assert shown.text.splitlines()[1] == "Chỉ tiêu | Năm nay: Kế hoạch | Năm nay: Thực hiện | So sánh"


def test_columns_are_numbered_and_a_quotient_says_of_what(plan):
    shown = tables.table(plan, "Bảng", HEADS, quotients={"ratio": ("done", "plan")})
    cells = fragment_fromstring(shown.html).findall(".//thead/tr[2]/td")
    assert [cell.text_content() for cell in cells] == ["(1)", "(2)", "(3)", "(3)/(2)"]
    assert all(cell.find("span").get("class") == "text" for cell in cells)  # digits that nobody typed into prose


def test_a_head_over_an_unknown_column_is_refused_by_name(plan):
    with pytest.raises(InputError, match="found 'plans'; expected a column that it shows: name, plan, done, ratio"):
        tables.table(plan, "Bảng", HEADS, spanning={"Năm nay": ("plans",)})


def test_a_column_of_short_lists_is_not_a_long_one():
    cited = [Text("551/STTTT-CN ngày 07/3/2024"), Text("780/STTTT-CN ngày 01/4/2024")]
    frame = pd.DataFrame({"documents": [cited], "text": ["dài " * 20]}, dtype=object)
    heads = fragment_fromstring(tables.table(frame, "Bảng", {"documents": "A", "text": "B"}).html).findall(
        ".//thead//th"
    )
    assert [head.get("class") for head in heads] == [None, "long"]


def test_numbers_of_one_kind_have_as_many_decimals_in_each_row_of_a_column():
    """3.950 beside 4.812,5 is one column of a table in which the first was stated as a whole number."""

    def of(value, places, unit="tỷ đồng"):
        return Figure(value and Decimal(value), unit, decimals=places)

    amounts = [of("4812.5", 1), of("3950", 0), of(None, 0), of("2", 0)]
    others = [of("7.5", 1, "%"), of("3", 0, "giường"), of("2", 0), of("1.25", 2)]  # no more in common than a column
    frame = pd.DataFrame({"Chi": amounts, "Khác": others}, dtype=object)
    said = tables.table(frame, "Chi", {"Chi": "Chi", "Khác": "Khác"}).text.splitlines()[2:]
    assert said == ["4.812,5 | 7,5%", "3.950,0 | 3", "- | 2", "2,0 | 1,25"]
    assert "3.950 | 3" in tables.table(frame, "Chi", {"Chi": "Chi", "Khác": "Khác"}, formats={"Chi": ".0"}).text
    frame["Chi"] = [Figure(Decimal(each), "%", decimals=places) for each, places in (("12.7367346938776", 13), ("15", 0), ("2", 0), ("3", 0))]  # fmt: skip
    assert "12,74% | " in tables.table(frame, "Chi", {"Chi": "Chi", "Khác": "Khác"}).text  # “.13” was refused


def test_phrases_of_a_list_get_the_marks_of_a_sentence():
    assert bullets(["năm quyết định", "", "ba kế hoạch"], lead="Sở ban hành:", phrases=True).text == (
        "Sở ban hành:\n- năm quyết định;\n- ba kế hoạch."
    )
    assert bullets(["Một câu."]).text == "- Một câu."


def test_a_list_stands_between_paragraphs_and_an_empty_one_is_left_out():
    assert prose("Trước.", bullets(["a"]), "Sau.").html == "<p>Trước.</p>\n<ul>\n<li>a</li>\n</ul>\n<p>Sau.</p>"
    assert prose(bullets([], lead="Gồm:"), "Sau.").text == "Sau."
    assert prose(bullets([]), "", bullets([])) == NOTHING


@pytest.mark.parametrize(
    ("value", "said"), [(0, "không có nhiệm vụ"), (5, "05 nhiệm vụ"), (10, "10 nhiệm vụ"), (None, "- nhiệm vụ")]
)
def test_no_task_is_said_in_words_and_still_knows_its_source(value, said):
    words = how_many(figure(value), "nhiệm vụ")
    assert to_text(words) == said
    assert 'data-cells="counts:2:value"' in to_html(words)


def test_documents_are_counted_by_role_with_one_note_behind_the_last(edition):
    found = counted(
        edition, "I.6.2", {"issued_plan": "kế hoạch", "advised_plan": "kế hoạch", "issued_notice": "thông báo"}
    )
    assert [re.sub('<span class="footnote">.*', "", to_html(text)).partition(">")[2] for text in found] == [
        "06</data> kế hoạch",
        "01</data> thông báo",
    ]
    assert [to_html(text).count("footnote") for text in found] == [0, 1]
    first, *others, last = to_text(found[1]).split("; ")
    assert "Kế hoạch số" in first and len(others) == 5 and last.startswith("Thông báo số")


def test_documents_are_listed_in_full_without_an_issuer_that_the_lead_names(edition):
    plans = listed(
        edition, "I.4", "advised_plan", "Sở tham mưu UBND tỉnh ban hành {count:02} kế hoạch:"
    ).text.splitlines()
    assert plans[:2] == [
        "Sở tham mưu UBND tỉnh ban hành 05 kế hoạch:",
        "- Kế hoạch số 931/KH-UBND ngày 04/3/2031 về thông tin đối ngoại năm 2031;",
    ]
    others = listed(edition, "I.2.1", "advised_plan", "Tham mưu {count:02} kế hoạch:").text.splitlines()
    assert others[1].startswith("- Kế hoạch số 03-KH/BCĐCĐS ngày 14/3/2031 của Ban Chỉ đạo Chuyển đổi số tỉnh về")
    own = listed(edition, "I.2.1", "issued_plan", "Ban hành {count:02} kế hoạch:").text.splitlines()
    assert own[1].startswith("- Kế hoạch số 1028/KH-STTTT ngày 24/4/2031 về phát động")
    assert listed(edition, "I.4", "issued_plan", "Ban hành {count:02} kế hoạch:") == NOTHING


def test_paragraphs_are_numbered_without_those_that_say_nothing():
    shown = numbered(["Một.", "", f"Có {figure(None)} hồ sơ.", "Hai."])
    assert shown.text == "1. Một.\n\n2. Hai."
    assert '<span class="text">1.</span> Một.' in shown.html  # the document's own numbering, no typed digit
    assert numbered([]) == NOTHING


def test_what_an_appendix_reports_on_is_the_end_of_its_heading(edition):
    shown = letterhead.reported_on(edition.cited("Phụ lục II", "basis"))
    assert shown.text == "theo Quyết định số 36/QĐ-UBND ngày 13/01/2031 của UBND tỉnh"
    assert letterhead.reported_on(when=f"{edition.label}").text == "Quý III năm 2031"
    assert letterhead.reported_on([]).html == ""


def test_who_signs_for_another_stands_below_him(tmp_path):
    """“KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC” stood in one line."""
    tables = samples.load()
    tables["organisation"][0]["signatory_title"] = "TM. ỦY BAN NHÂN DÂN; KT. CHỦ TỊCH; PHÓ CHỦ TỊCH"
    shown = letterhead.signature(Edition("2031-Q3", samples.save(tables, tmp_path)))
    assert shown.text.splitlines()[-4:-1] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]


def test_a_table_of_chosen_rows_without_any_says_that_there_are_none_not_that_nothing_was_reported():
    columns = {"name": "Nhiệm vụ"}
    none = pd.DataFrame({"name": []})
    assert (
        tables.table(none, "Nhiệm vụ cần theo dõi", columns).text == "Nhiệm vụ cần theo dõi: trong kỳ không có số liệu."
    )
    said = tables.table(none, "Nhiệm vụ cần theo dõi", columns, none="Không có nhiệm vụ cần theo dõi.")
    assert said.html == '<p class="nothing">Không có nhiệm vụ cần theo dõi.</p>'
