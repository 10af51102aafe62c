"""What an office may have meant otherwise is asked while it can be reached; what it wrote beside its numbers is kept."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import shutil
import textwrap
from functools import partial
from pathlib import Path

import offices
import openpyxl
import pytest
import samples
from conftest import briefing
from edits import change
from offices import PERIOD, cell, filled, place, sheet_of, typed
from openpyxl.comments import Comment
from openpyxl.styles import Font
from rich.console import Console

from briefing.collect.exchange import bring_in
from briefing.collect.importing import read_workbook
from briefing.collect.questions import Questions
from briefing.collect.received import Received
from briefing.collect.templates import HEAD
from helpers.problems import InputError

SENT, CABLES, RADIUS = (f"counts.value(item='{item}')" for item in ("parcels_sent", "fibre_lines", "postal_radius"))
LAST = {SENT: 11_056_275, CABLES: 4_125}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return offices.asking(tmp_path / "data")


@pytest.fixture
def read(data: Path, tmp_path: Path):
    def after(*edits: offices.Edit, office: str = "P.BCVT") -> Received:
        blank = tmp_path / f"{office}.xlsx"
        blank.write_bytes(offices.blank(data, office))
        return read_workbook(filled(blank, tmp_path / f"{office}_{PERIOD}.xlsx", *edits), partial(Questions, data))

    return after


def noted(code: str, text: str) -> offices.Edit:
    return lambda book: setattr(cell(book, code, "J"), "value", text)


def imported(data: Path, path: Path, *answers: str) -> tuple[int, str]:
    """An import in which somebody answers what is asked; how many cells were written, and what was shown."""
    given, shown = iter(answers), io.StringIO()

    def ask(prompt: str) -> str:
        shown.write(f"{prompt}\n")
        return next(given)

    return bring_in(data, [path], "", ask, Console(file=shown, width=500), by="Lê An"), shown.getvalue()


# -- numbers beside the last ones ---------------------------------------------------------------------------------------


def test_a_workbook_that_repeats_the_last_numbers_is_asked_once(read, data: Path, tmp_path: Path):
    received = read(typed({**LAST, RADIUS: 14.8}))
    assert len(received.doubts) == 3 and len(received.remarks_of_cells()) == 1
    written, shown = imported(data, data.with_name(received.name), "không thay đổi trong kỳ", "y")
    assert shown.count("all 3 numbers are those of an earlier period") == 1 and written == 3


@pytest.mark.parametrize(
    ("sent", "doubts"), [(110_562_750, 1), (1_105_627, 1), (0, 1), (12_000_000, 0), (22_000_000, 0)]
)
def test_a_number_unlike_the_last_one_is_asked_and_one_like_it_is_taken(read, sent: int, doubts: int):
    assert [answer.code for answer in read(typed({SENT: sent})).doubts] == [SENT] * doubts


def test_the_reason_of_an_office_in_its_notes_settles_what_is_asked_and_is_kept_with_the_row(data: Path, read):
    assert [answer.code for answer in read(typed({SENT: 110_562_750})).doubts] == [SENT]
    received = read(typed({SENT: 110_562_750}), noted(SENT, "sáp nhập Bưu điện\ntỉnh X"))
    assert received.doubts == []
    written, shown = imported(data, data.with_name(received.name), "y")
    assert written == 1 and "note Số liệu đơn lẻ!J9 Sản lượng bưu gửi: “sáp nhập Bưu điện tỉnh X”" in shown
    row = next(row for row in samples.load(data)["counts"] if row["item"] == "parcels_sent" and row["period"] == PERIOD)
    assert row["source"].endswith("!G9 (Ghi chú: sáp nhập Bưu điện tỉnh X)")
    assert "Sản lượng bưu gửi (P.BCVT_2031-Q4.xlsx): sáp nhập Bưu điện tỉnh X" in briefing("check", PERIOD, "--data", data).out  # fmt: skip


def test_a_reason_typed_once_is_kept_and_not_asked_for_again(data: Path, read):
    path = data.with_name(read(typed({SENT: 110_562_750})).name)
    written, _ = imported(data, path, "đếm cả bưu thiếp", "y")
    assert written == 1
    assert "(Giải trình: Lê An: đếm cả bưu thiếp)" in (data / "counts.csv").read_text(
        encoding="utf-8"
    )  # not the office's
    assert read(typed({SENT: 110_562_750})).doubts == []


def test_what_the_audit_finds_of_the_numbers_is_asked_while_the_office_can_be_reached(data: Path, read):
    petitions, forwarded = (f"counts.value(item='{item}')" for item in ("petitions", "petitions_forwarded"))
    path = data.with_name(read(typed({petitions: 5, forwarded: 8}), office="TTr").name)
    written, shown = imported(data, path, "đơn của kỳ trước", "y")
    said = "Đơn chuyển cơ quan khác (8 đơn) lớn hơn tổng số đơn (5 đơn)"
    assert written == 2 and f"finding Số liệu đơn lẻ!G6; Số liệu đơn lẻ!G8: {said}" in shown
    (kept,) = (row for row in samples.load(data)["acceptances"] if row["finding"] == "petitions_forwarded")
    assert (kept["period"], kept["reason"], kept["decided_by"]) == (PERIOD, "đơn của kỳ trước", "Lê An")


def test_a_reading_is_chosen_for_its_own_cell_alone(data: Path, read):
    """Two cells of which the same was asked: the number that was chosen for the first was written into both."""
    change("counts", "11056275", "4125")(data)
    path = data.with_name(read(typed({SENT: 96.475, CABLES: 95.475})).name)
    choices = iter("12")

    def ask(prompt: str) -> str:
        return next(choices) if "[1-2]" in prompt else "y" if prompt.startswith("Write") else ""

    written = bring_in(data, [path], "", ask, Console(file=io.StringIO(), width=500))
    rows = {row["item"]: row["value"] for row in samples.load(data)["counts"] if row["period"] == PERIOD}
    assert (written, rows["parcels_sent"], rows["fibre_lines"]) == (2, "96475", "95.475")


def test_a_cell_that_a_colleague_has_corrected_meanwhile_is_not_written_over(data: Path, read):
    path = data.with_name(read(typed({SENT: 11_000_000})).name)
    assert imported(data, path, "y")[0] == 1
    read(typed({SENT: 11_100_000}))
    shown = io.StringIO()

    def ask(prompt: str) -> str:
        change("counts", "11000000", "11050000")(data)
        return "y"

    with pytest.raises(InputError) as refused:
        bring_in(data, [path], "", ask, Console(file=shown, width=500))
    (problem,) = refused.value.problems
    assert (problem.code, problem.file, problem.column) == ("changed_meanwhile", "counts.csv", "value")
    assert problem.value == "11050000"
    assert "11.000.000, which stood there when the file was read" in problem.expected
    assert problem.expected.endswith("says 11.100.000")
    rows = [row["value"] for row in samples.load(data)["counts"] if row["period"] == PERIOD]
    assert "11050000" in rows and "11100000" not in rows


def test_why_a_number_is_not_there_yet_is_kept_and_the_gap_says_it(data: Path, read):
    def not_yet(book):
        typed({CABLES: 4_200})(book)
        cell(book, SENT, "I").value = "Chưa có số liệu"

    received = read(not_yet, noted(SENT, "chờ Bưu điện tỉnh"))
    written, _ = imported(data, data.with_name(received.name), "y")
    assert written == 2
    (row,) = [row for row in samples.load(data)["absences"] if row["period"] == PERIOD]
    assert (row["rows"], row["state"], row["reason"], row["stated_by"]) == ("counts.rows(item='parcels_sent')", "awaited", "chờ Bưu điện tỉnh", "P.BCVT")  # fmt: skip
    gaps = briefing("check", PERIOD, "--data", data).out
    assert "thiếu dòng “Sản lượng bưu gửi” (đơn vị ghi chú: chờ Bưu điện tỉnh)" in gaps


def commented(book: openpyxl.Workbook) -> None:
    cell(book, SENT).comment = Comment("Số đúng là 12 triệu", "Bà Hoa")


def written_over(book: openpyxl.Workbook) -> None:
    cell(book, SENT, "F").value = 11_056_999


@pytest.mark.parametrize(
    ("beside", "at", "words"),
    [
        (commented, "G9", "a comment says “Số đúng là 12 triệu”: does it change the number?"),
        (written_over, "F9", "F9 says 11056999, but the data have 11.056.275: is that wrong?"),
        (noted(SENT, "12.000.000"), "J9", "J9 says 12.000.000: is that the number?"),
    ],
)
def test_what_stands_beside_a_number_and_may_change_it_is_asked(data: Path, read, beside, at, words):
    received = read(beside, typed({CABLES: 4_200}))  # no number stands there
    assert [(remark.cell, words in remark.said) for remark in received.refused] == [(at, True)]
    path = data.with_name(read(typed({SENT: 11_500_000, CABLES: 4_200}), beside).name)
    ran = briefing("forms", "in", path, "--data", data, "--yes")
    assert ran.code == 2 and "1 cell is refused, nothing was written" in ran.err
    assert f"doubtful sheet Số liệu đơn lẻ, cell G9: found '11500000'; {words}" in " ".join(ran.out.split())
    written, _ = imported(data, path, "đã hỏi đơn vị", "y")
    assert written == 2 and "đã hỏi đơn vị)" in (data / "counts.csv").read_text(encoding="utf-8")
    assert briefing("forms", "in", path, "--data", data, "--yes").code == 0  # somebody has looked at it


def test_a_number_in_the_notes_that_is_the_number_is_no_question(read):
    assert read(typed({SENT: 12_000_000})).remarks == []
    assert read(typed({SENT: 11_500_000}), noted(SENT, "11.500.000")).doubts == []


# -- another time --------------------------------------------------------------------------------------------------------


def test_a_workbook_of_an_earlier_period_is_never_written_over_it_unless_it_is_named(tmp_path: Path):
    data = offices.asking(tmp_path / "data")
    questions = Questions(data, "2031-Q3")
    blank = tmp_path / "TTr_2031-Q3.xlsx"
    blank.write_bytes(offices.in_bytes(offices.template(questions, questions.owners.offices["TTr"]).book))
    sent = filled(blank, blank, typed({"counts.value(item='petitions')": 12}))
    before = (data / "counts.csv").read_bytes()
    refused = briefing("forms", "in", sent, "--data", data, "--yes")
    assert refused.code == 2 and "expected numbers of 2031-Q4, the edition that is being made" in refused.err
    assert (data / "counts.csv").read_bytes() == before
    assert briefing("forms", "in", sent, "--data", data, "--yes", "--period", "2031-Q3").code == 0


def test_days_before_2000_and_after_the_period_are_refused_and_exchanged_ones_asked(read):
    def documents(*days: object):
        def edit(book):
            sheet = sheet_of(book, "documents")
            for row, day in enumerate(days, HEAD + 1):
                for letter, value in zip("CDEFG", ("Quyết định", f"{row}/QĐ-UBND", day, "UBND tỉnh", f"Việc {row}"), strict=True):  # fmt: skip
                    sheet[f"{letter}{row}"].value = value

        return edit

    wrong = (dt.date(1931, 11, 5), "05/11/0231", "15/11/2032")
    refused = [
        remark for remark in read(documents(*wrong), office="VP").refused if remark.sheet.startswith("DS văn bản")
    ]
    assert [remark.cell for remark in refused] == ["E5", "E6", "E7"]
    assert all("2031-12-31" in remark.said or "expected a date" in remark.said for remark in refused)


# -- hands and programs --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda book: setattr(cell(book, SENT), "font", Font(strike=True)), "not crossed out"),
        (lambda book: setattr(place(book, SENT)[0], "sheet_state", "hidden"), "a sheet that is not hidden"),
        (lambda book: setattr(cell(book, SENT), "value", "không có"), "“Không phát sinh” or “Chưa có số liệu” chosen"),
        (noted(SENT, "Sè liÖu ­íc tÝnh"), "TCVN3 or VNI"),
    ],
)
def test_what_people_do_to_a_form_is_refused_with_its_cell(read, edit, words: str):
    received = read(typed({SENT: 12_000_000}), edit)
    assert any(words in remark.said for remark in received.refused), received.refused


def test_a_degree_without_its_number_is_refused(read):
    received = read(lambda book: setattr(cell(book, SENT, "H"), "value", 12_000_000))
    assert [(each.cell, each.value) for each in received.refused] == [("H9", "12000000")] and received.answers == []


def test_another_period_or_office_in_the_guide_is_refused(read):
    def told(book: openpyxl.Workbook) -> None:
        book["Hướng dẫn"]["B3"], book["Hướng dẫn"]["B5"] = "Thanh tra Sở", "6 tháng đầu năm 2024"

    received = read(told)
    assert [each.cell for each in received.refused] == ["B3", "B5"]
    assert (
        "expected “Quý IV năm 2031 (từ 01/10/2031 đến 31/12/2031)”, of which this workbook is"
        in received.refused[1].said
    )


def test_a_number_of_more_digits_than_excel_keeps_is_refused(read):
    for value in (10**15, "9" * 400, "1" + "0" * 15):
        received = read(typed({SENT: value}))
        assert [each.cell for each in received.refused] == ["G9"] and received.answers == []


def test_the_same_file_twice_is_one(data: Path, read):
    path = data.with_name(read(typed({SENT: 12_000_000})).name)
    again = shutil.copy(path, path.with_name("again.xlsx"))
    shown = io.StringIO()
    assert bring_in(data, [path, again, path], "", lambda _: "y", Console(file=shown, width=500)) == 1


def test_a_copied_sheet_with_another_number_is_refused(read):
    def copy(book):
        typed({SENT: 12_000_000})(book)
        other = book.copy_worksheet(place(book, SENT)[0])
        other[cell(book, SENT).coordinate].value = 12_100_000

    (refused,) = read(copy).refused
    assert "has 12000000; delete the copied sheet" in refused.said and refused.value == "12100000"


@pytest.mark.parametrize(
    ("typed_in", "number", "degree"),
    [("khoảng 12 triệu", "12000000", "about"), ("hơn 12.000.000 bưu gửi", "12000000", "over")],
)  # fmt: skip
def test_words_around_a_number_are_read_as_the_form_has_them(read, typed_in: str, number: str, degree: str):
    received = read(typed({SENT: typed_in}))
    assert [remark.said for remark in received.refused] == []
    assert [answer.new for answer in received.answers if answer.table == "counts"] == [number, degree]


def test_a_count_in_millions_is_asked_as_it_may_be_rounded(read):
    (doubt,) = read(typed({SENT: "12,5 triệu"})).doubts
    assert (
        doubt.reading.values == ("12500000",)
        and "rounded? Write it in full, or choose its degree" in doubt.reading.said
    )


def test_more_choices_than_an_alphabet_has_letters(data: Path):
    text = (data / "codes.csv").read_text(encoding="utf-8")
    fields = "".join(f"choice_{number},a,1,Chọn {number}\n" for number in range(30))
    (data / "codes.csv").write_text(text + fields, encoding="utf-8")
    from openpyxl import Workbook

    from briefing.collect.templates import _Sheets

    questions = Questions(data, PERIOD)
    book = Workbook()
    sheets = _Sheets(book, questions, questions.owners.offices["VP"])
    for number in range(30):
        place = sheets._range((f"a{number}",))
    assert place == "_danh_muc!$AD$1:$AD$1"


@pytest.mark.parametrize("office", ["P.CNTT", "TT.CNTTTT"])
def test_no_answer_stands_in_a_form_beforehand_and_none_of_its_headings_is_cut(data: Path, tmp_path: Path, office: str):
    """Least of all the days to which a source counts."""
    blank = tmp_path / "x.xlsx"
    blank.write_bytes(offices.blank(data, office))
    book, codes = openpyxl.load_workbook(blank), []
    for sheet in (each for each in book.worksheets if each.sheet_state == "visible" and each.title != "Hướng dẫn"):
        for row in range(5, sheet.max_row + 1):
            if (code := sheet[f"A{row}"].value) not in (None, "sum"):
                codes.append(code)
                assert sheet[f"G{row}"].value is None, code
        for head in filter(lambda head: head.value, sheet[4]):
            width, height = sheet.column_dimensions[head.column_letter].width, sheet.row_dimensions[4].height
            lines = textwrap.wrap(head.value, int(width))
            assert head.alignment.wrap_text and max(map(len, lines)) <= width, head.value
            assert height is None or 13 * len(lines) <= height, head.value
    assert len(codes) > 50 and ("cutoffs.date_to(subject='dossiers')" in codes) == (office == "P.CNTT")


def test_rows_of_a_form_are_as_high_as_what_somebody_types_into_them(data: Path, tmp_path: Path):
    """A height that is written stays; without one Excel and LibreOffice make room for each text that wraps."""
    blank = tmp_path / "x.xlsx"
    for office in ("P.CNTT", "VP"):
        blank.write_bytes(offices.blank(data, office))
        for sheet in openpyxl.load_workbook(blank).worksheets:
            assert not [row for row, about in sheet.row_dimensions.items() if about.height], sheet.title
            open_cells = [each for row in sheet.iter_rows() for each in row if not each.protection.locked]
            assert all(each.alignment.wrap_text for each in open_cells), sheet.title


def test_the_form_says_from_and_to_and_shows_no_column_twice(data: Path, tmp_path: Path):
    blank = tmp_path / "x.xlsx"
    blank.write_bytes(offices.blank(data, "P.BCVT"))
    book = openpyxl.load_workbook(blank)
    guide = " ".join(str(each.value) for row in book["Hướng dẫn"].iter_rows() for each in row if each.value)
    assert "Quý IV năm 2031 (từ 01/10/2031 đến 31/12/2031)" in guide
    sheet, _ = place(book, SENT)
    assert (sheet.column_dimensions["E"].hidden, sheet.column_dimensions["F"].hidden) == (True, False)


# -- what an office states beside a number -------------------------------------------------------------------------------

AGAIN = "2032-Q3"


@pytest.fixture
def year_on(data: Path, tmp_path: Path):
    """The workbook of the same quarter a year on, after edits; `data` has that period."""
    with (data / "periods.csv").open("a", encoding="utf-8") as file:
        file.write(f"{AGAIN},Quý III năm 2032,2031-Q4,false\n")
    own = {**next(iter(samples.load(data)["organisation"])), "period": AGAIN, "request": ""}
    with (data / "organisation.csv").open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, list(own), lineterminator="\n").writerow(own)

    def after(*edits: offices.Edit) -> Path:
        questions = Questions(data, AGAIN)
        blank = tmp_path / "blank.xlsx"
        blank.write_bytes(offices.in_bytes(offices.template(questions, questions.owners.offices["P.BCVT"]).book))
        return filled(blank, tmp_path / f"P.BCVT_{AGAIN}.xlsx", *edits)

    return after


def test_a_period_of_another_length_bears_out_no_number_and_a_copy_of_it_is_asked(data: Path, year_on):
    """Of a quarter the year before knows no more than that it is one of four; who copies its column has copied."""
    of_year = [("parcels_sent", "44000000"), ("fibre_lines", "4300"), ("postal_radius", "14.1")]
    rows = {row["item"]: row for row in samples.load(data)["counts"]}
    with (data / "counts.csv").open("a", encoding="utf-8", newline="") as file:
        made = csv.DictWriter(file, list(rows["parcels_sent"]), lineterminator="\n")
        made.writerows({**rows[item], "period": "2031", "value": value} for item, value in of_year)
    change("periods", f"{AGAIN},Quý III năm 2032,2031-Q4", f"2031,năm 2031,2030,false\n{AGAIN},Quý III năm 2032,2031")(
        data
    )
    read = partial(read_workbook, questions_of=partial(Questions, data))
    assert [answer.code for answer in read(year_on(typed({SENT: 110_562_750}))).doubts] == [SENT]  # 10 times 11.056.275
    copied = read(year_on(typed({SENT: 44_000_000, CABLES: 4_300, RADIUS: 14.1})))
    assert len(copied.doubts) == 3 and "all 3 numbers are those of an earlier period" in str(copied.doubts)


def grown(code: str, stated: object) -> offices.Edit:
    return lambda book: setattr(cell(book, code, "K"), "value", stated)


def test_a_growth_that_an_office_states_is_kept_as_a_control_and_compared_with_the_numbers(data: Path, year_on):
    path = year_on(typed({CABLES: 4_340}), grown(CABLES, 5.2))  # 4,125 a year ago
    written, shown = imported(data, path, "y")
    assert (
        written == 2 and "Tuyến cáp quang - tăng, giảm so với cùng kỳ (%)" in shown and "finding Số liệu" not in shown
    )
    (kept,) = (row for row in samples.load(data)["controls"] if row["period"] == AGAIN)
    assert kept == {
        "period": AGAIN, "control": "counts_value_item_fibre_lines_growth", "kind": "growth", "expression": CABLES,
        "value": "5.2", "unit": "%", "source": f"[{path.name}]Số liệu đơn lẻ!K23",
    }  # fmt: skip
    path = year_on(typed({CABLES: 4_430}), grown(CABLES, 5.2))  # two digits exchanged: nothing else is unlike last year
    written, shown = imported(data, path, "", "y")
    assert written == 1
    said = "so với cùng kỳ năm trước: đơn vị nêu 5,2%, tính lại được 7,39% Probably: Tuyến cáp quang: 4.430 → 4.340"
    assert said in shown
    found = json.loads(briefing("check", AGAIN, "--data", data, "--json").out)["findings"]
    assert [each["id"] for each in found if "fibre_lines" in str(each["cells"])] == [
        "counts_value_item_fibre_lines_growth"
    ]


@pytest.mark.slow
def test_only_numbers_that_last_year_knows_are_asked_for_their_growth_and_a_formula_states_none(data: Path, year_on):
    book = openpyxl.load_workbook(year_on())
    head = next(cell(book, CABLES).parent.iter_rows(min_row=HEAD, max_row=HEAD))
    assert head[10].value == "Tăng, giảm so với cùng kỳ (%)\n(Quý III năm 2031)"
    asked = {code: not cell(book, code, "K").protection.locked for code in (CABLES, RADIUS, SENT)}
    assert asked == {CABLES: True, RADIUS: True, SENT: False}  # of parcels the report states it, on a row of its own
    assert (
        cell(openpyxl.load_workbook(io.BytesIO(offices.blank(data, "P.BCVT"))), CABLES, "K")
        .parent.column_dimensions["K"]
        .hidden
    )

    read = partial(read_workbook, questions_of=partial(Questions, data))
    told = read(year_on(typed({CABLES: 4_340}), grown(CABLES, "=(G23-E23)/E23*100"))).remarks
    assert [(each.cell, "not a formula; it is not read" in each.said) for each in told] == [("K23", True)]
    refused = read(year_on(typed({CABLES: 4_340}), grown(CABLES, "như cũ"))).refused
    assert [(each.cell, "expected a number" in each.said) for each in refused] == [("K23", True)]

    def of_old(book: openpyxl.Workbook) -> None:
        cell(book, CABLES).parent[f"K{HEAD}"].value = None

    received = read(year_on(typed({CABLES: 4_340}), of_old))  # made before there was this column
    assert [answer.column for answer in received.answers] == ["value", "qualifier"] and received.remarks == []


def test_what_the_audit_finds_goes_back_to_its_office_too(data: Path, year_on, tmp_path: Path):
    """Only the import said so: the office got its file twice."""
    path = year_on(typed({CABLES: 4_430}), grown(CABLES, "5,2%"))
    assert briefing("forms", "back", path, "--data", data).code == 0
    back = openpyxl.load_workbook(next(tmp_path.rglob("*-tra-lai.xlsx")))
    assert "đơn vị nêu 5,2%, tính lại được 7,39%" in cell(back, CABLES).comment.text


def test_a_growth_goes_back_to_its_office_with_the_number(data: Path, year_on, tmp_path: Path):
    path = year_on(typed({CABLES: "bốn nghìn"}), grown(CABLES, "-3,5%"))
    assert briefing("forms", "back", path, "--data", data).code == 0
    back = openpyxl.load_workbook(next(tmp_path.rglob("*-tra-lai.xlsx")))
    assert (cell(back, CABLES).value, cell(back, CABLES, "K").value) == ("bốn nghìn", "-3,5%")


def test_what_stands_in_closed_columns_is_not_lost(read, data: Path):
    """“khoảng” was answered with “a number is needed in the column of numbers”, where it stood; a growth was lost without a word."""
    growth = "counts.growth(item='parcels_sent')"

    def edit(book: openpyxl.Workbook) -> None:
        cell(book, growth, "H").value, cell(book, growth, "K").value = "khoảng", 3

    received = read(typed({SENT: 12_000_000, growth: 2}), edit)
    assert [(each.cell, each.said) for each in received.refused] == [
        ("H10", "expected nothing here: of this number no degree is kept; write it into “Ghi chú”")
    ]
    assert ("K10", "3", "a growth is not read here: no number of last year is known; write it into “Ghi chú”") in [
        (each.cell, each.value, each.said) for each in received.remarks
    ]


def test_a_sheet_on_which_no_number_has_a_degree_shows_no_such_column(data: Path):
    book = openpyxl.load_workbook(io.BytesIO(offices.blank(data, "P.BCVT")))
    hidden = {sheet.title for sheet in book.worksheets if sheet.column_dimensions["H"].hidden}
    qualified = {place(book, code)[0].title for code in (SENT, CABLES)}
    assert hidden == {"Chỉ tiêu phát triển ngành"} and qualified == {"Số liệu đơn lẻ"}
