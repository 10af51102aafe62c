"""Numbers arrive in Excel: a template, filled in as people do, comes back as CSV rows, or to its sender with what is wrong."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
import shutil
import subprocess
import unicodedata
import zipfile
from functools import partial
from pathlib import Path, PureWindowsPath

import offices
import openpyxl
import pytest
from conftest import COMMAND, briefing
from lxml import html as lxml_html
from offices import PERIOD, cell, filled, place, typed
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from briefing.collect import workbooks
from briefing.collect.importing import read_workbook
from briefing.collect.marking import SUMMARY, write_return
from briefing.collect.questions import Questions
from briefing.collect.received import Received
from briefing.collect.separated import read_csv
from briefing.collect.storing import store
from briefing.collect.templates import Blank, in_bytes, template
from briefing.collect.workbooks import Sheet, as_made
from helpers.data.checking import check_folder
from helpers.data.owners import Office
from helpers.data.periods import KEY
from helpers.data.updating import with_rows
from helpers.problems import InputError
from helpers.values.sources import parse

SENT, RADIUS = "counts.value(item='parcels_sent')", "counts.value(item='postal_radius')"
VILLAGES, CABLES = "counts.value(item='villages_covered_share')", "counts.value(item='fibre_lines')"
POST, AGENCY, CULTURE, OTHER = (f"postal_points.points(kind='{kind}')" for kind in ("post_office", "agency", "cultural_post_office", "other"))  # fmt: skip
TODAY = dt.date(2032, 1, 5)


@pytest.fixture(scope="module")
def asked(tmp_path_factory) -> Path:
    """A data folder that asks for a period; tests that write copy it."""
    return offices.asking(tmp_path_factory.mktemp("asked") / "data")


@pytest.fixture(scope="module")
def questions(asked: Path) -> Questions:
    return Questions(asked, PERIOD)


@pytest.fixture(scope="module")
def post(asked: Path, tmp_path_factory) -> Path:
    """The template of the office for post and telecommunications."""
    path = tmp_path_factory.mktemp("templates") / f"P.BCVT_{PERIOD}.xlsx"
    path.write_bytes(offices.blank(asked, "P.BCVT"))
    return path


@pytest.fixture
def read(post: Path, questions: Questions, tmp_path: Path):
    """Reads the template after edits."""

    def after(*edits: offices.Edit) -> Received:
        return read_workbook(filled(post, tmp_path / post.name, *edits), lambda _: questions)

    return after


def rows(data: Path, table: str, period: str = PERIOD) -> list[dict[str, str]]:
    with (data / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["period"] == period]


# -- what is asked -----------------------------------------------------------------------------------------------------


def test_each_office_is_asked_for_its_rows_and_nobody_for_anothers(questions: Questions):
    asked = {office: len([1 for owner, _ in questions.asked.values() if owner.office == office]) for office in questions.owners.offices}  # fmt: skip
    assert asked == {"P.BCVT": 67, "P.CNTT": 119, "P.TTBCXB": 61, "TT.CNTTTT": 73, "TTr": 3, "VP": 11}


def test_the_template_shows_earlier_values_locked_and_codes_hidden(post: Path):
    book = openpyxl.load_workbook(post)
    sheet, row = place(book, SENT)
    assert [sheet[f"{column}{row}"].value for column in "CDEFG"] == [
        "Sản lượng bưu gửi",
        "bưu gửi",
        None,
        11056275,
        None,
    ]
    assert sheet.protection.sheet and not sheet.protection.password
    assert [sheet[f"{column}{row}"].protection.locked for column in "ACDEFGHIJ"] == [True] * 5 + [False] * 4
    assert sheet.column_dimensions["A"].hidden
    assert [each.title for each in book.worksheets if each.sheet_state == "hidden"] == ["_danh_muc", "_briefing"]
    guide = " ".join(str(each.value) for line in book["Hướng dẫn"].iter_rows() for each in line if each.value)
    assert "Hạn gửi 28/11/2031" in guide and "Văn phòng Sở (Chánh Văn phòng)" in guide
    assert not any(each.merged_cells.ranges for each in book.worksheets)


def test_every_input_is_validated_with_words_and_totals_are_formulas(post: Path):
    book = openpyxl.load_workbook(post)
    for sheet in (each for each in book.worksheets if each.sheet_state == "visible" and each.title != "Hướng dẫn"):
        checks = sheet.data_validations.dataValidation
        inputs = [row for row in range(5, sheet.max_row + 1) if sheet[f"A{row}"].value not in (None, "sum")]
        for row in inputs:
            check = next(check for check in checks if f"G{row}" in check.sqref)
            assert check.prompt and check.error and check.showErrorMessage
    sheet, row = place(book, POST)
    total = next(at for at in range(row, sheet.max_row) if sheet[f"A{at}"].value == "sum")
    assert sheet[f"G{total}"].value == f"=SUM(G{row}:G{row + 3})"
    assert sheet[f"C{total}"].value == "Cộng: điểm phục vụ bưu chính"


def test_lists_of_choices_hold_the_labels_of_their_codes(asked: Path, tmp_path: Path):
    path = tmp_path / "VP.xlsx"
    path.write_bytes(offices.blank(asked, "VP"))
    book = openpyxl.load_workbook(path)
    state = cell(book, "decision_tasks.state(task='1')")
    (check,) = [each for each in state.parent.data_validations.dataValidation if state.coordinate in each.sqref]
    assert check.type == "list"
    choices = [each.value for (each,) in book["_danh_muc"][check.formula1.partition("!")[2].replace("$", "")]]
    assert choices == ["Hoàn thành", "Đang dự thảo", "Chưa hoàn thành"]


# -- what is understood --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "value", "number_format", "expected"),
    [
        (SENT, 12000001, None, "12000001"),
        (SENT, "154.297", None, "154297"),
        (SENT, " 154\u00a0297 ", None, "154297"),
        (SENT, "154,297", None, "154297"),
        (SENT, "154.297 bưu gửi", None, "154297"),
        (SENT, 154297.0, None, "154297"),
        (RADIUS, "2,96", None, "2.96"),
        (RADIUS, "1.234,5", None, "1234.5"),
        (RADIUS, 0.1 + 0.2, None, "0.3"),
        (VILLAGES, 0.9977, "0.00%", "99.77"),
        (VILLAGES, "99,77%", None, "99.77"),
        (SENT, "Không phát sinh", None, "0"),
    ],
)
def test_a_number_is_understood_however_it_is_written(read, code, value, number_format, expected):
    def edit(book):
        cell(book, code).value = value
        if number_format:
            cell(book, code).number_format = number_format

    received = read(edit)
    assert [remark for remark in received.remarks if remark.weight == "refused"] == []
    assert [answer.reading.values for answer in received.answers if answer.code == code] == [(expected,)]


@pytest.mark.parametrize(
    ("code", "value", "readings", "said"),
    [
        (RADIUS, "1.313", ("1313", "1.313"), "last time it was 14,8"),
        (SENT, 96.475, ("96475", "96.475"), "last time it was 11056275"),
        (VILLAGES, 0.9977, ("99.77", "0.9977"), "last time it was 100"),
    ],
)
def test_a_number_with_two_readings_is_asked_with_both_and_with_the_last(read, code, value, readings, said):
    received = read(typed({code: value}))
    (doubt,) = received.doubts
    assert doubt.reading.values == readings and said in doubt.reading.said
    assert doubt.chosen(readings[0]).new == readings[0]


def test_a_number_with_two_readings_is_the_one_that_is_like_last_time(read):
    """“77.249” hectares beside 77249 of last year were asked, and ten like it, one by one."""
    received = read(typed({RADIUS: "14.313"}))  # 14,8 last time: not fourteen thousand
    assert received.answers[0].reading.values == ("14.313",) and received.doubts == []


def test_states_by_their_label_and_days_in_every_form(asked: Path, questions: Questions, tmp_path: Path):
    path = tmp_path / "VP.xlsx"
    path.write_bytes(offices.blank(asked, "VP"))
    state, day = "decision_tasks.state(task='{}')", "decision_tasks.due_by(task='{}')"
    values = {state.format(1): " hoàn  thành", day.format(1): "28/5/2031", day.format(2): 48000, day.format(3): dt.date(2031, 12, 31)}  # fmt: skip
    received = read_workbook(filled(path, tmp_path / "x.xlsx", typed(values)), lambda _: questions)
    new = {answer.code: answer.new for answer in received.answers}
    assert new[state.format(1)] == "completed"
    assert [new[day.format(task)] for task in (1, 2, 3)] == ["2031-05-28", "2031-06-01", "2031-12-31"]


def test_days_counted_from_1904_are_read_by_the_workbooks_own_epoch(asked: Path, questions: Questions, tmp_path: Path):
    path = tmp_path / "VP.xlsx"
    path.write_bytes(offices.blank(asked, "VP"))

    def macintosh(book):
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
        cell(book, "decision_tasks.due_by(task='2')").value = 48000 - 1462

    received = read_workbook(filled(path, tmp_path / "x.xlsx", macintosh), lambda _: questions)
    assert {answer.new for answer in received.answers if answer.code == "decision_tasks.due_by(task='2')"} == {
        "2031-06-01"
    }


def test_an_empty_cell_is_missing_and_a_number_that_is_not_there_yet_is_said(read):
    def edit(book):
        cell(book, SENT, "I").value = "Chưa có số liệu"

    received = read(edit)
    assert received.not_yet == ["Sản lượng bưu gửi"]
    assert "Bán kính phục vụ bình quân của một điểm" in received.missing
    assert received.answers == []


# -- what is caught ----------------------------------------------------------------------------------------------------


def _insert(book):
    sheet, row = place(book, POST)
    sheet.insert_rows(row)
    sheet[f"C{row}"], sheet[f"G{row}"] = "Thùng thư", 5


def _hide(book):
    sheet, row = place(book, POST)
    sheet.row_dimensions[row].hidden = True


def _merge(book):
    sheet, row = place(book, POST)
    sheet.merge_cells(f"G{row}:H{row}")


def _swap_columns(book):
    sheet, _ = place(book, POST)
    sheet.move_range(f"G4:G{sheet.max_row}", cols=1)


def _rename(book):
    place(book, POST)[0].title = "Bưu chính"


def _delete(book):
    sheet, row = place(book, POST)
    sheet.delete_rows(row)


def _typed_total(book):
    typed(dict.fromkeys((POST, AGENCY, CULTURE, OTHER), 10))(book)
    sheet, row = place(book, OTHER)
    sheet[f"G{row + 1}"].value = 41


def _both(book):
    cell(book, SENT).value = 5
    cell(book, SENT, "I").value = "Không phát sinh"


@pytest.mark.parametrize(
    ("edit", "place_said", "words"),
    [
        (typed({SENT: "5 thùng"}), "cell G", "expected a number of bưu gửi alone"),
        (typed({SENT: "1.313,5"}), "cell G", "expected a whole number of bưu gửi"),
        (typed({SENT: -5}), "cell G", "expected 0 or more"),
        (typed({SENT: "=SUM(1,2)"}), "cell G", "this formula has no computed value"),
        (typed({SENT: "#DIV/0!"}), "cell G", "not an error of Excel"),
        (typed({SENT: dt.date(2031, 1, 1)}), "cell G", "a number, not a date"),
        (_both, "cell G", "keep one of the two"),
        (lambda book: setattr(cell(book, SENT, "I"), "value", "có"), "cell I", "expected “Không phát sinh”"),
        (lambda book: setattr(cell(book, SENT, "D"), "value", "nghìn bưu gửi"), "cell D", "expected “bưu gửi”: the number may be of something else"),
        (lambda book: setattr(cell(book, SENT, "C"), "value", "Bưu gửi"), "cell C", "expected “Sản lượng bưu gửi”: the number may be of something else"),
        (lambda book: setattr(cell(book, SENT, "H"), "value", "độ"), "cell H", "expected one of"),
        (_insert, "cell C", "expected the template's rows alone"),
        (_hide, "cell G", "expected no hidden row"),
        (_merge, "cell G", "expected cells that are not merged"),
        (_swap_columns, "cell G4", "expected the heading “Số liệu kỳ này”"),
        (_rename, "sheet Số liệu khác", "expected the sheet under its own name"),
        (_delete, "cell G", "expected the row “Bưu cục” once, found it 0 times"),
        (_typed_total, "cell G", "expected 40, which the parts of “Cộng: điểm phục vụ bưu chính” give"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_with_its_cell_and_what_to_do(read, edit, place_said, words):
    values = {} if edit is _both else {SENT: 11056275}
    received = read(typed(values), edit)
    said = [str(remark) for remark in received.refused]
    assert any(place_said in each and words in each for each in said), said
    assert all(remark.said.into("vi") for remark in received.refused)


def test_a_code_of_another_offices_row_is_refused(read):
    stolen = "counts.value(item='petitions')"

    def swap(book):
        sheet, row = place(book, SENT)
        sheet[f"A{row}"].value, sheet[f"G{row}"].value = stolen, 5
        key = next(cells for cells in book["_briefing"].iter_rows() if cells[0].value == SENT)
        key[0].value = stolen

    received = read(swap)
    assert received.answers == []
    assert ["it is not asked of this office any more" in remark.said for remark in received.refused] == [True]


def test_a_row_waits_whole_while_one_of_its_cells_or_its_total_is_refused(read):
    growth = "counts.growth(item='parcels_sent')"
    received = read(typed({SENT: "nhiều", growth: 2, CABLES: 4000}), _typed_total)
    assert [answer.code for answer in received.answers if answer.new] == [CABLES]
    assert len(received.refused) == 2  # the text, and the total
    assert sum("this cell waits" in remark.said for remark in received.remarks) == 5


def test_a_moved_row_is_read_by_its_code_and_said(read):
    def move(book):
        sheet, row = place(book, POST)
        typed({POST: 54, AGENCY: 7})(book)
        sheet.insert_rows(row)

    received = read(move)
    assert {answer.code: answer.new for answer in received.answers} == {POST: "54", AGENCY: "7"}
    assert any("was moved from line" in remark.said for remark in received.remarks)


def test_colours_and_pictures_are_said_but_not_read(read, tmp_path: Path):
    def edit(book):
        cell(book, SENT).value = 5
        cell(book, SENT).fill = PatternFill("solid", fgColor="FF0000")
        from openpyxl.drawing.image import Image
        from PIL import Image as Picture

        Picture.new("RGB", (2, 2)).save(tmp_path / "x.png")
        place(book, SENT)[0].add_image(Image(tmp_path / "x.png"), "C9")

    received = read(edit)
    said = " | ".join(remark.said for remark in received.remarks)
    assert "a colour is not read" in said and "pictures are not read" in said
    assert received.refused == []


def test_a_stray_cell_at_the_end_of_a_sheet_costs_nothing(read):
    received = read(typed({SENT: 12_000_000}), lambda book: place(book, SENT)[0].cell(1_048_576, 16_384, "x"))
    assert {answer.code: answer.new for answer in received.answers if answer.new} == {SENT: "12000000"}
    assert any("rows below 5000 are not read" in remark.said for remark in received.remarks)


def _with(path: Path, target: Path, name: str, content: bytes) -> Path:
    """A copy of a workbook with another part in it."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in source.infolist():
            if part.filename != name:
                copy.writestr(part, source.read(part))
        copy.writestr(name, content)
    return target


@pytest.mark.parametrize(
    ("row", "value", "words"),
    [
        (1, "0", "expected template 1"),
        (2, "2031-Q3", "expected period 2031-Q4"),
        (3, "P.XYZ", "expected one of P.BCVT"),
    ],
)
def test_a_workbook_of_another_version_period_or_office_is_refused(read, row, value, words):
    with pytest.raises(InputError, match=words):
        read(lambda book: setattr(book["_briefing"].cell(row, 2), "value", value))


def test_another_workbook_is_no_template(questions: Questions, tmp_path: Path):
    openpyxl.Workbook().save(tmp_path / "own.xlsx")
    with pytest.raises(InputError, match="expected a template that `briefing forms out` has made"):
        read_workbook(tmp_path / "own.xlsx", lambda _: questions)


# -- what is written ---------------------------------------------------------------------------------------------------


@pytest.fixture
def own(asked: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(asked, tmp_path / "data"))


def test_a_row_is_written_with_its_words_its_number_and_where_it_stands(own: Path, read):
    before = (own / "counts.csv").read_bytes()
    received = read(typed({SENT: "12.000.001", CABLES: 4000}))
    assert store(own, [received], TODAY) == 2
    sent, cables = rows(own, "counts")
    assert [sent[name] for name in ("item", "label", "value", "unit", "growth")] == ["parcels_sent", "Sản lượng bưu gửi", "12000001", "bưu gửi", ""]  # fmt: skip
    assert sent["source"] == "[P.BCVT_2031-Q4.xlsx]Số liệu đơn lẻ!G9" and cables["value"] == "4000"
    assert (own / "counts.csv").read_bytes().startswith(before)
    (source,) = rows(own, "sources")
    assert (source["file"], source["office"], source["imported_on"]) == ("P.BCVT_2031-Q4.xlsx", "P.BCVT", "2032-01-05")
    kept = own / "sources" / PERIOD / source["file"]
    assert kept.read_bytes() == received.content and len(source["sha256"]) == 64


def test_several_numbers_of_a_row_each_name_their_cell(own: Path, read):
    growth = "counts.growth(item='parcels_sent')"
    store(
        own,
        [read(typed({SENT: 12_000_000, growth: "2,5"}), lambda book: setattr(cell(book, SENT, "H"), "value", "hơn"))],
        TODAY,
    )
    (row,) = rows(own, "counts")
    assert (row["value"], row["growth"], row["qualifier"]) == ("12000000", "2.5", "over")
    assert row["source"] == "[P.BCVT_2031-Q4.xlsx]Số liệu đơn lẻ!value=G9,qualifier=H9,growth=G10"


def test_a_second_import_shows_only_what_changed(own: Path, post: Path, tmp_path: Path):
    first = filled(post, tmp_path / post.name, typed({SENT: 12_000_000, CABLES: 4000}))
    store(own, [read_workbook(first, partial(Questions, own))], TODAY)
    again = tmp_path / "again"
    again.mkdir()
    second = filled(first, again / post.name, typed({CABLES: 4001}))
    received = read_workbook(second, partial(Questions, own))
    assert [(answer.code, answer.old, answer.new) for answer in received.changes] == [(CABLES, "4000", "4001")]
    store(own, [received], TODAY)
    assert {row["item"]: (row["value"], row["source"].partition("]")[0]) for row in rows(own, "counts")} == {
        "parcels_sent": ("12000000", "[P.BCVT_2031-Q4.xlsx"),
        "fibre_lines": ("4001", "[P.BCVT_2031-Q4-2.xlsx"),
    }
    assert sorted(path.name for path in (own / "sources" / PERIOD).iterdir()) == [
        "P.BCVT_2031-Q4-2.xlsx",
        "P.BCVT_2031-Q4.xlsx",
    ]


def test_a_file_that_was_saved_before_the_one_imported_is_refused(own: Path, post: Path, tmp_path: Path):
    files = []
    for name, day in (("new.xlsx", 9), ("old.xlsx", 8)):
        files.append(
            _saved_on(filled(post, tmp_path / name, typed({SENT: 12_000_000 + day})), f"2032-01-{day:02}T08:00:00Z")
        )
    store(own, [read_workbook(files[0], partial(Questions, own))], TODAY)
    (refused,) = read_workbook(files[1], partial(Questions, own)).refused
    assert "expected a file saved after 2032-01-09 08:00, as new.xlsx was" in refused.said


def _saved_on(path: Path, moment: str) -> Path:
    """A workbook that says it was saved at another time; openpyxl always writes now."""
    with zipfile.ZipFile(path) as source:
        core = source.read("docProps/core.xml").decode()
    core = re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{moment}", core)
    changed = _with(path, path.with_suffix(".tmp"), "docProps/core.xml", core.encode())
    return changed.rename(path)


def test_the_data_are_as_they_were_when_they_would_not_be_sound(own: Path, read):
    (own / "rules.csv").write_text("broken", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in own.glob("[!.]*")}
    with pytest.raises(InputError):
        store(own, [read(typed({SENT: 12_000_000}))], TODAY)
    assert {path.name: path.read_bytes() for path in own.glob("[!.]*")} == before


def test_a_row_of_several_lines_is_replaced_and_the_others_keep_their_bytes(tmp_path: Path):
    path = tmp_path / "x.csv"
    path.write_bytes('\ufeffkey,text\r\na,"một\nhai"\r\n"b",hai\r\n\r\nc,"x ""y"""'.encode())
    new = with_rows(path, [{"key": "d", "text": "bốn"}, {"key": "a", "text": "một, hai"}], ("key",))
    assert new.decode() == '\ufeffkey,text\r\na,"một, hai"\r\n"b",hai\r\n\r\nc,"x ""y"""\r\nd,bốn\r\n'


def test_a_growth_without_its_number_is_refused(read):
    received = read(typed({"counts.growth(item='parcels_sent')": 2}))
    assert ["expected value too" in remark.said for remark in received.refused] == [True]
    assert received.answers == []


def test_a_source_that_names_an_unknown_file_is_refused_by_the_check(own: Path):
    path = own / "alerts.csv"
    path.write_text(path.read_text(encoding="utf-8") + f"{PERIOD},server,high,1,[A.xlsx]Bảng!G5\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"column source: found '\[A\.xlsx\]Bảng!G5'; expected a file of sources\.csv"):
        check_folder(own)


# -- the commands --------------------------------------------------------------------------------------------------------


def test_from_template_to_import_on_the_command_line(own: Path, tmp_path: Path):
    out = tmp_path / "mau"
    made = briefing("forms", "out", PERIOD, "--owner", "TTr", "--out", out, "--data", own)
    assert (made.code, made.out.split("mau/")[1]) == (0, f"TTr_{PERIOD}.xlsx: 3 cells for Thanh tra Sở\n")
    petitions, forwarded = "counts.value(item='petitions')", "counts.value(item='petitions_forwarded')"
    file = filled(
        out / f"TTr_{PERIOD}.xlsx", tmp_path / "tra-loi.xlsx", typed({petitions: "12 đơn", forwarded: "nhiều"})
    )
    refused = briefing("forms", "in", file, "--data", own, "--yes")
    assert refused.code == 2 and "1 cell is refused, nothing was written" in refused.err
    assert rows(own, "counts") == []
    returned = briefing("forms", "back", file, "--data", own)
    assert (returned.code, returned.out.strip()[-15:]) == (0, ": 1 cell marked")
    good = briefing("forms", "in", file, "--data", own, "--yes", "--only-good")
    assert good.code == 0 and "1 of 6 offices have sent numbers; missing: P.BCVT (due 2031-11-28)" in " ".join(
        good.out.split()
    )
    assert [(row["item"], row["value"]) for row in rows(own, "counts")] == [("petitions", "12")]


def test_an_office_that_sent_two_files_is_asked_about(own: Path, post: Path, tmp_path: Path):
    files = [filled(post, tmp_path / name, typed({SENT: number})) for name, number in (("a.xlsx", 1), ("b.xlsx", 2))]
    refused = briefing("forms", "in", *files, "--data", own, "--yes")
    assert refused.code == 2 and "expected one file of P.BCVT; a.xlsx was saved" in refused.err


def test_without_an_answer_nothing_is_written_and_a_filled_in_workbook_is_not_written_over(own: Path, tmp_path: Path):
    made = ("forms", "out", PERIOD, "--owner", "TTr", "--out", tmp_path / "mau", "--data", own)
    assert briefing(*made).code == 0
    (template,) = (tmp_path / "mau").glob("*.xlsx")
    filled(template, template, typed({"counts.value(item='petitions')": 12}))
    again = briefing(*made)
    assert again.code == 2 and "It may be filled in already" in again.err
    before = {path.name: path.read_bytes() for path in own.glob("[!.]*")}
    for answer in (b"", b"\xff\xfe\n"):  # bytes that are no letters are no agreement either
        asked = subprocess.run(
            [COMMAND, "forms", "in", template, "--data", own], input=answer, capture_output=True, cwd=tmp_path
        )
        assert (asked.returncode, b"Traceback" in asked.stderr) == (2, False)
        assert b"Write 1 cell of" in asked.stdout and b"Nothing was written." in asked.stderr
    assert {path.name: path.read_bytes() for path in own.glob("[!.]*")} == before


def test_an_unknown_office_and_an_unknown_period_are_refused(own: Path, tmp_path: Path):
    refused = briefing("forms", "out", PERIOD, "--owner", "P.XYZ", "--out", tmp_path / "x", "--data", own)
    assert refused.code == 2 and "found 'P.XYZ'; expected one of P.BCVT" in refused.err
    assert briefing("forms", "out", "2040", "--out", tmp_path / "x", "--data", own).code == 2
    assert not (tmp_path / "x").exists()


# -- back to the sender ----------------------------------------------------------------------------------------------------


def test_the_returned_workbook_marks_its_cells_and_can_be_corrected_and_sent_again(
    post: Path, questions: Questions, tmp_path: Path
):
    sent = filled(post, tmp_path / "sent.xlsx", typed({SENT: "nhiều", RADIUS: "1.313", CABLES: 4000}))
    assert write_return(read_workbook(sent, lambda _: questions), questions, tmp_path / "back.xlsx") == 2
    book = openpyxl.load_workbook(tmp_path / "back.xlsx")
    assert book.sheetnames[0] == SUMMARY
    assert book[SUMMARY]["A2"].value.startswith("1 ô chưa nhận, 1 ô cần làm rõ")
    unseen = [cell for cell in book[SUMMARY]["F"] if cell.value]
    assert book[SUMMARY].column_dimensions["F"].hidden and len(unseen) >= 5
    assert not [
        cell.coordinate for cell in unseen if cell.alignment.wrap_text
    ]  # or rows are as high as what nobody sees
    assert cell(book, SENT).comment.text == "Chưa nhận: cần một số; ghi chữ số, ví dụ 1.250 hoặc 2,5"
    assert "có thể hiểu là 1313 · 1,313 (kỳ trước 14,8)" in cell(book, RADIUS).comment.text
    assert cell(book, CABLES).comment is None
    corrected = filled(tmp_path / "back.xlsx", tmp_path / "again.xlsx", typed({SENT: 12_000_000, RADIUS: 12.9}))
    received = read_workbook(corrected, lambda _: questions)
    assert received.remarks == [] and len(received.answers) == 6


def test_what_an_office_writes_into_the_results_is_told_with_its_cell(post: Path, questions: Questions, tmp_path: Path):
    sent = filled(post, tmp_path / "sent.xlsx", typed({SENT: "nhiều"}))
    write_return(read_workbook(sent, lambda _: questions), questions, tmp_path / "back.xlsx")

    def answered(book):
        book[SUMMARY]["E5"] = "đã sửa, đúng là 12.000.000"
        book[SUMMARY]["H2"] = "Hoa: xin gia hạn"
        book[SUMMARY]["A5"].comment = Comment("hỏi VNPT", "Hoa")

    again = filled(tmp_path / "back.xlsx", tmp_path / "again.xlsx", typed({SENT: 12_000_000}), answered)
    told = {
        remark.cell: (remark.value, str(remark.said)) for remark in read_workbook(again, lambda _: questions).remarks
    }
    assert told["E5"][0] == "đã sửa, đúng là 12.000.000" and "belongs to the notes of its cell" in told["E5"][1]
    assert told["H2"][0] == "Hoa: xin gia hạn" and "hỏi VNPT" in told["A5"][1]
    assert set(told) == {"E5", "H2", "A5"}


def test_an_office_that_sent_nothing_last_time_is_asked_for_what_it_had_before(own: Path, tmp_path: Path):
    """2031-Q4 has numbers of one office alone; 2032-Q4 follows it."""
    workbook = tmp_path / f"TTr_{PERIOD}.xlsx"
    workbook.write_bytes(offices.blank(own, "TTr"))
    filled(workbook, workbook, typed({"counts.value(item='petitions')": 3}))
    assert briefing("forms", "in", workbook, "--data", own, "--yes", "--only-good").code == 0
    assert briefing("new", "2032-Q4", "--data", own).code == 0
    made = briefing("forms", "out", "2032-Q4", "--data", own, "--out", tmp_path / "next")
    told = [line.rpartition("/")[2] for line in made.out.splitlines() if " cells" in line]
    assert told[:3] == [
        "P.BCVT_2032-Q4.xlsx: 67 cells for Phòng Bưu chính - Viễn thông",
        "P.CNTT_2032-Q4.xlsx: 119 cells and 1 lists for Phòng Công nghệ thông tin",
        "P.TTBCXB_2032-Q4.xlsx: 61 cells for Phòng Thông tin - Báo chí - Xuất bản",
    ]


# -- CSV as Excel saves it ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1258", ";"), ("utf-8", ",")]
)
def test_a_csv_that_excel_saved_is_read_into_the_table_of_its_name(own: Path, tmp_path: Path, encoding, separator):
    with (own / "counts.csv").open(encoding="utf-8", newline="") as file:
        grid = list(csv.reader(file))
    for row in grid[1:]:
        row[3] = row[3].replace(".", ",") if separator != "," else row[3]
        if row[1] == "fibre_lines":
            row[3] = "4.321" if separator != "," else "4321"  # there the point may begin decimals: it is asked
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(grid)
    text = unicodedata.normalize("NFD", out.getvalue()) if encoding == "cp1258" else out.getvalue()
    content = _in_cp1258(text) if encoding == "cp1258" else text.encode(encoding)
    (tmp_path / "counts.csv").write_bytes(content)
    received = read_csv(tmp_path / "counts.csv", own)
    assert [(answer.old, answer.new) for each in received for answer in each.changes] == [("4125", "4321")]
    assert store(own, received, TODAY) == 1
    row = next(row for row in rows(own, "counts", "2031-Q3") if row["item"] == "fibre_lines")
    assert row["value"] == "4321" and row["source"].startswith("[counts.csv]counts!")


def _in_cp1258(text: str) -> bytes:
    """Vietnamese as Windows wrote it: base letters that the code page has, tone marks behind them."""
    found = b""
    for character in unicodedata.normalize("NFC", text):
        try:
            found += character.encode("cp1258")
        except UnicodeEncodeError:
            base, *marks = unicodedata.normalize("NFD", character)
            tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
            letter = unicodedata.normalize("NFC", base + "".join(mark for mark in marks if mark not in tones))
            found += (letter + "".join(tones)).encode("cp1258")
    return found


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("nothing.csv", "a;b\n", "expected the name of a table with sources"),
        (
            "alerts.csv",
            "period;monitor;muc\n2031-Q3;server;5\n",
            "line 1, column muc: .*expected the columns period, monitor, severity",
        ),
        ("alerts.csv", "period;monitor;severity;alerts\n2031-Q3;server;high\n", "line 2: .*expected 4 cells"),
    ],
)
def test_a_csv_that_is_not_the_tables_is_refused(own: Path, tmp_path: Path, name, content, words):
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=words):
        read_csv(tmp_path / name, own)


def test_a_csv_goes_the_same_way_on_the_command_line(own: Path, tmp_path: Path):
    text = "period;monitor;severity;alerts\n2031-Q3;server;high;1.234\n2031-Q4;server;high;5,5\n"
    (tmp_path / "alerts.csv").write_text(text, encoding="utf-16")
    refused = briefing("forms", "in", tmp_path / "alerts.csv", "--data", own, "--yes")
    assert refused.code == 2 and "to change 2031-Q3 all the same: --period 2031-Q3" in refused.err
    refused = briefing("forms", "in", tmp_path / "alerts.csv", "--data", own, "--yes", "--period", "2031-Q4")
    assert refused.code == 2 and "sheet alerts, cell D3: found '5,5'; expected a whole number of cảnh báo" in " ".join(
        refused.out.split()
    )
    done = briefing("forms", "in", tmp_path / "alerts.csv", "--data", own, "--yes", "--period", "2031-Q3")
    assert (done.code, "1 cell written" in done.out) == (0, True), done.err


# -- other programs --------------------------------------------------------------------------------------------------------


def _saved_by_libreoffice(path: Path, folder: Path) -> Path:
    """A workbook opened and saved by LibreOffice, which computes its formulas."""
    home = f"-env:UserInstallation=file://{folder / 'home'}"
    command = ["soffice", home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", folder / "saved", path]  # fmt: skip
    subprocess.run(list(map(str, command)), check=True, capture_output=True, timeout=120)
    return folder / "saved" / path.name


@pytest.mark.builds
@pytest.mark.slow
def test_a_template_survives_libreoffice_with_its_lists_codes_and_answers(post: Path, questions: Questions, tmp_path: Path):  # fmt: skip
    values = {POST: "54", AGENCY: 7, CULTURE: 40, OTHER: "=8*2", SENT: "12.154.297", RADIUS: "2,96"}
    sent = filled(
        post, tmp_path / post.name, typed(values), lambda book: setattr(cell(book, SENT, "H"), "value", "hơn")
    )
    saved = _saved_by_libreoffice(sent, tmp_path)
    received = read_workbook(saved, lambda _: questions)
    assert [str(remark) for remark in received.refused] == []
    new = {answer.code: answer.new for answer in received.answers if answer.new}
    expected = {POST: "54", AGENCY: "7", CULTURE: "40", OTHER: "16", SENT: "12154297", RADIUS: "2.96"}
    assert new == {**expected, "counts.qualifier(item='parcels_sent')": "over"}
    before, after = openpyxl.load_workbook(post), openpyxl.load_workbook(saved)
    assert after.sheetnames == before.sheetnames
    assert [sheet.sheet_state for sheet in after] == [sheet.sheet_state for sheet in before]
    for sheet in before:
        checks = {(check.type, check.prompt) for check in sheet.data_validations.dataValidation}
        kept = {(check.type, check.prompt) for check in after[sheet.title].data_validations.dataValidation}
        assert kept == checks
        assert after[sheet.title].protection.sheet == sheet.protection.sheet
    _, row = place(after, SENT)
    (lists,) = [check for check in place(after, SENT)[0].data_validations.dataValidation if f"I{row}" in check.sqref]
    assert "_danh_muc" in lists.formula1


# -- a whole period ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_of_a_whole_period_no_figure_is_typed_and_every_figures_panel_names_its_cell(data: Path, tmp_path: Path):
    for command in (("new", PERIOD), ("forms", "out", PERIOD, "--out", tmp_path / "sent")):
        assert briefing(*command, "--data", data).code == 0
    files = [filled(path, tmp_path / path.name, offices.as_before) for path in (tmp_path / "sent").glob("*.xlsx")]
    done = briefing("forms", "in", *files, "--data", data, "--yes")
    assert (done.code, "6 of 6 offices have sent numbers" in done.out) == (0, True), done.err
    assert briefing("build", PERIOD, "--data", data, "--out", tmp_path / "out", "--format", "html").code == 0
    page = lxml_html.parse(tmp_path / "out" / PERIOD / "briefing.html")
    known = json.loads(page.xpath("string(//script[@id='rows'])"))
    places: dict[str, set[bool]] = {}
    for cells in (found for figure in page.xpath("//data[@data-cells]") for found in parse(figure.get("data-cells"))):
        for line in cells.lines:
            place = known[cells.table][str(line)].get(f"@{cells.column}", "")
            named = re.fullmatch(r"tệp [\w.-]+\.xlsx, trang tính .+, ô [GI]\d+.*", place)
            places.setdefault(f"{cells.table}.{cells.column}", set()).add(named is not None)
    # the calendar, and keys and places in the order that the program gives
    typed_by_nobody = {
        "periods.period",
        "plan_projects.project",
        "connected_systems.system",
        "connected_systems.order",
    }
    assert {column for column, named in places.items() if named != {True}} == typed_by_nobody
    assert len(places) == 35


@pytest.mark.parametrize(
    ("office", "name"),
    [("P.BCVT", "P.BCVT_2031-Q4.xlsx"), ("CON.1", "_CON.1_2031-Q4.xlsx"), ("aux", "aux_2031-Q4.xlsx"), ("lpt1.", "_lpt1._2031-Q4.xlsx")],
)  # fmt: skip
def test_no_workbook_has_the_name_of_a_device_of_windows(office, name):
    named = Blank(Office(office, "", "", 0, False), Workbook(), [], 0, 0).file_name("2031-Q4")
    assert named == name and not PureWindowsPath(named).is_reserved()


def test_no_period_has_the_name_of_a_device_of_windows_or_ends_in_a_dot():
    assert not any(KEY.fullmatch(key) for key in ("CON", "aux", "NUL.2024", "2024-H1.", "2024-H1 ", "com1"))


def test_a_template_says_and_looks_the_same_read_or_only_made(questions):
    def said(sheet: Sheet) -> tuple[set[object], ...]:
        cells = [(letter, cell) for row in sheet.rows.values() for letter, cell in row.items()]
        words = {(letter, cell.text) for letter, cell in cells if cell.text and not cell.text.startswith("=")}
        return words, {look for _letter, cell in cells for look in (cell.ink, cell.colour)}, {*sheet.margins}

    seen = 0
    for office in questions.owners.offices.values():
        book = template(questions, office).book
        for name, sheet in workbooks.read("", in_bytes(book)).sheets.items():
            assert said(as_made(book[name])) == said(sheet)
            seen += sum(isinstance(cell.value, dt.date) for row in sheet.rows.values() for cell in row.values())
    assert seen == 14  # days among them
