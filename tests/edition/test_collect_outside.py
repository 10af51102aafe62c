"""Files from outside: whatever they hold, they are taken in whole or refused in words, and the data stay as they were."""

from __future__ import annotations

import shutil
import time
import zipfile
from functools import partial
from pathlib import Path

import offices
import openpyxl
import pytest
import samples
from conftest import briefing
from offices import PERIOD, cell, filled, place, typed
from openpyxl.worksheet.datavalidation import DataValidation

from briefing.collect.importing import read_workbook
from briefing.collect.marking import write_return
from briefing.collect.questions import Questions
from briefing.collect.separated import read_csv
from helpers.data.checking import check_folder
from helpers.problems import InputError, Problem

SENT, CABLES = "counts.value(item='parcels_sent')", "counts.value(item='fibre_lines')"
HEADER = "period,monitor,severity,alerts\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return offices.asking(tmp_path / "data")


@pytest.fixture
def post(data: Path, tmp_path: Path) -> Path:
    path = tmp_path / f"P.BCVT_{PERIOD}.xlsx"
    path.write_bytes(offices.blank(data, "P.BCVT"))
    return path


def everything(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != ".lock"}  # fmt: skip


# -- tables ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("period", ["../../ESC", "..", "/tmp/ESC", "2031-Q9", "", "CON", "a\x1b[31mb"])
def test_a_period_that_a_file_invents_never_becomes_a_folder(data: Path, tmp_path: Path, period: str):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "alerts.csv").write_text(f"{HEADER}{period},server,high,5\n", encoding="utf-8")
    before = everything(tmp_path)
    refused = briefing("forms", "in", tmp_path / "in" / "alerts.csv", "--data", data, "--yes")
    assert refused.code == 2 and "alerts.csv" in refused.err and "\x1b" not in refused.err + refused.out
    assert everything(tmp_path) == before


@pytest.mark.parametrize("name", [".", "..", "a/b.xlsx"])
def test_a_kept_file_has_the_name_of_a_file(data: Path, name: str):
    with (data / "sources.csv").open("a", encoding="utf-8") as file:
        file.write(f"{PERIOD},{name},{'0' * 64},,,2031-12-01\n")
    with pytest.raises(InputError, match=r"sources\.csv, line 2, column file: found '.+'; expected"):
        check_folder(data)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("2031-Q4,server,high,5\n2031-Q4,server,high,6\n", "row 2 has it too"),
        ("2031-Q4,nothing,high,5\n", "sheet alerts, cell"),
        ("2031-Q4,server,high,999999999999999999\n", "sheet alerts, cell D2"),
    ],
)
def test_rows_that_the_data_would_not_bear_are_refused_at_their_cell_and_nothing_is_written(data: Path, tmp_path: Path, rows, words):  # fmt: skip
    (tmp_path / "alerts.csv").write_text(HEADER + rows, encoding="utf-8")
    before = everything(data)
    refused = briefing("forms", "in", tmp_path / "alerts.csv", "--data", data, "--yes")
    assert refused.code == 2 and words in " ".join((refused.out + refused.err).split()), refused
    assert everything(data) == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("S?n l??ng b?u g?i", "TCVN3 or VNI"),
        ("QuyÕt ®Þnh", "TCVN3 or VNI"),
        ("Soá lieäu baùo caùo", "TCVN3 or VNI"),
        ("B+AOE-o c+AOE-o", "TCVN3 or VNI"),
        ("tín hiệu\x07", "U+0007"),
    ],
)
def test_letters_of_another_font_lost_letters_and_control_characters_are_refused(data: Path, tmp_path: Path, text: str, words: str):  # fmt: skip
    text = f"period,item,label,value,unit\n2031-Q4,parcels_sent,{text},5,bưu gửi\n"
    (tmp_path / "counts.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=words.replace("+", r"\+")):
        read_csv(tmp_path / "counts.csv", data)


def test_what_a_terminal_would_obey_is_written_out():
    said = str(Problem("a\x1b]0;x\x07.csv", 2, "ô\u202e\n", "\x1b[2J", "b", "d\x9b.", code="x"))
    assert said.isprintable() and "\\x1b]0;x\\x07" in said and "\\u202e" in said and "\\n" in said


# -- workbooks ---------------------------------------------------------------------------------------------------------


def spoilt(path: Path, name: str, change) -> Path:
    """A workbook with one part of it changed."""
    target = path.with_name("spoilt.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy:
        for part in source.infolist():
            content = source.read(part)
            copy.writestr(part.filename, change(content) if part.filename == name else content)
    return target


SHEET = "xl/worksheets/sheet2.xml"
MERGES = "".join(f"<mergeCell ref='A{row}:B{row}'/>" for row in range(100, 30_000, 2)).encode()
LINKS = "".join(f'<hyperlink location="a" ref="C{row}"/>' for row in range(1, 20_000)).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda xml: xml.replace(b"<dataValidations", b"<mergeCells>" + MERGES + b"</mergeCells><dataValidations", 1),
        lambda xml: xml.replace(
            b"<dataValidations", b"<mergeCells><mergeCell ref = 'A1:XFD1048576' /></mergeCells><dataValidations", 1
        ),
        lambda xml: xml.replace(
            b"<dataValidations", b'<mergeCells><mergeCell ref="A:XFD"/></mergeCells><dataValidations', 1
        ),
        lambda xml: xml.replace(b"<pageMargins", b"<hyperlinks>" + LINKS + b"</hyperlinks><pageMargins", 1),
        lambda xml: xml[: len(xml) // 2],
        lambda xml: bytes(255 - each for each in xml),
        lambda xml: b"",
        lambda xml: xml.replace(b'r="G', b'r="GZZZZ'),
        lambda xml: xml.replace(b'r="A', b'r="-'),
    ],
)
def test_a_damaged_sheet_is_refused_in_words_at_once(data: Path, post: Path, change):
    begun = time.process_time()
    with pytest.raises(InputError, match=r"spoilt\.xlsx"):
        read_workbook(spoilt(post, SHEET, change), partial(Questions, data))
    assert time.process_time() - begun < 5


def test_a_sheet_in_utf_16_is_read_as_it_is_meant(data: Path, post: Path):
    sent = filled(post, post.with_name("x.xlsx"), typed({SENT: 12_000_000}))
    in_utf_16 = spoilt(sent, SHEET, lambda xml: xml.decode().replace("UTF-8", "UTF-16").encode("utf-16"))
    try:
        received = read_workbook(in_utf_16, partial(Questions, data))
    except InputError as error:
        assert "spoilt.xlsx" in str(error)
    else:
        assert {answer.code for answer in received.answers if answer.new} == {SENT}


def test_a_shared_text_that_there_is_not_is_not_an_empty_cell(data: Path, post: Path):
    sent = filled(post, post.with_name("x.xlsx"), typed({SENT: 12_000_000}))

    def lost(xml: bytes) -> bytes:
        assert b't="n"><v>12000000</v>' in xml
        return xml.replace(b't="n"><v>12000000</v>', b't="s"><v></v>')

    with pytest.raises(InputError, match=r"a workbook that can be read \(xl/worksheets/sheet\d\.xml: shared string\)"):
        read_workbook(spoilt(sent, SHEET, lost), partial(Questions, data))


def test_cells_without_end_are_stopped_in_time_and_memory(data: Path, post: Path):
    def many(xml: bytes) -> bytes:
        rows = "".join(
            f'<row r="{row}">' + "".join(f'<c r="{letter}{row}"><v>1</v></c>' for letter in "KLMNOPQRST") + "</row>"
            for row in range(6_000, 24_000)
        )
        return xml.replace(b"</sheetData>", rows.encode() + b"</sheetData>")

    try:
        read_workbook(spoilt(post, SHEET, many), partial(Questions, data))
    except InputError as error:
        assert "spoilt.xlsx" in str(error)


def test_one_bad_workbook_never_refuses_the_others(data: Path, post: Path, tmp_path: Path):
    good = filled(post, tmp_path / "good.xlsx", typed({SENT: 12_000_000}))
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04broken")
    both = ("forms", "in", bad, good, "--data", data, "--yes")
    refused = briefing(*both)
    assert refused.code == 2 and "bad.xlsx" in refused.err
    done = briefing(*both, "--only-good")
    assert (done.code, "1 cell written" in done.out, "refused bad.xlsx" in done.out) == (0, True, True), done


# -- what goes back ----------------------------------------------------------------------------------------------------


def test_what_goes_back_has_values_and_our_marks_and_no_formula_of_a_stranger(data: Path, post: Path, tmp_path: Path):
    def strange(book):
        typed({SENT: "nhiều", CABLES: '=WEBSERVICE("http://x/")'})(book)
        sheet, row = place(book, SENT)
        sheet[f"J{row}"].value = '=HYPERLINK("http://x/","a")'
        sheet[f"J{row}"].hyperlink = "http://x/"
        sheet["Z1"].value = "=cmd|' /C calc'!A0"
        check = DataValidation("custom", formula1='WEBSERVICE("http://x/")')
        sheet.add_data_validation(check)
        check.add("G9")
        book.create_sheet("thêm")["A1"] = "=1+1"

    sent = filled(post, tmp_path / "sent.xlsx", strange)
    questions = Questions(data, PERIOD)
    write_return(read_workbook(sent, lambda _: questions), questions, tmp_path / "back.xlsx")
    with zipfile.ZipFile(tmp_path / "back.xlsx") as packed:
        everything = b"".join(packed.read(name) for name in packed.namelist())
    assert b"http://x" not in everything and b"cmd|" not in everything
    book = openpyxl.load_workbook(tmp_path / "back.xlsx")
    assert not [each.coordinate for sheet in book for row in sheet.iter_rows() for each in row if each.data_type == "f"]
    assert cell(book, SENT).value == "nhiều"


def test_a_deleted_row_and_a_renamed_sheet_come_back_as_they_were_sent(data: Path, post: Path, tmp_path: Path):
    def changed(book):
        sheet, row = place(book, SENT)
        cell(book, CABLES).value = 4_100
        sheet.delete_rows(row)
        sheet.title = "Sheet1"

    questions = Questions(data, PERIOD)
    sent = filled(post, tmp_path / "sent.xlsx", changed)
    write_return(read_workbook(sent, lambda _: questions), questions, tmp_path / "back.xlsx")
    book = openpyxl.load_workbook(tmp_path / "back.xlsx")
    assert place(book, SENT) and cell(book, CABLES).value == 4_100 and "Sheet1" not in book.sheetnames


def test_the_frozen_editions_are_asked_for_as_they_lie_there(tmp_path: Path):
    shutil.copytree(samples.SYNTHETIC, tmp_path / "data")
    made = briefing("forms", "out", "2031-Q3", "--owner", "TTr", "--out", tmp_path / "out", "--data", tmp_path / "data")
    assert made.code == 0
