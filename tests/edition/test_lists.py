"""Lists: what an office adds to its own sheets becomes rows, with the keys and the places that nobody has to type."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import offices
import openpyxl
import pytest
from conftest import briefing
from offices import PERIOD, sheet_of

from briefing.collect.importing import read_workbook
from briefing.collect.marking import write_return
from briefing.collect.questions import Questions
from briefing.collect.received import Received
from briefing.collect.storing import store
from briefing.collect.templates import HEAD, KEY

TODAY = dt.date(2032, 1, 5)
DECISION = ("Quyết định", "12/QĐ-UBND", "15/11/2031", "UBND tỉnh", "ban hành Quy chế dữ liệu mở")
LETTER = ("công văn", "99/STTTT-VP", dt.date(2031, 12, 1), "Sở Thông tin và Truyền thông", "góp ý dự thảo")
UNNUMBERED = ("Kế hoạch", None, None, "UBND tỉnh", "Chuyển đổi số năm 2032")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return offices.asking(tmp_path / "data")


def added(table: str, *lines: tuple, first: int = 0):
    """Write lines into a list, as somebody pastes them: in the order of its columns, from its first line."""

    def edit(book: openpyxl.Workbook) -> None:
        sheet = sheet_of(book, table)
        for number, line in enumerate(lines, HEAD + 1 + first):
            for column, value in enumerate(line, 3):
                sheet.cell(number, column).value = value

    return edit


@pytest.fixture
def sent(data: Path, tmp_path: Path):
    """Reads the workbook of an office after edits."""

    def of(office: str, *edits, questions: Questions | None = None) -> Received:
        blank = tmp_path / f"{office}.xlsx"
        blank.write_bytes(offices.blank(data, office))
        return read_workbook(offices.filled(blank, tmp_path / f"{office}_{PERIOD}.xlsx", *edits), lambda _: questions or Questions(data, PERIOD))  # fmt: skip

    return of


def rows(data: Path, table: str) -> list[dict[str, str]]:
    with (data / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["period"] == PERIOD]


def refused(received: Received) -> list[tuple[str, str]]:
    return [(remark.cell, remark.said.into("vi")) for remark in received.refused]


# -- the sheets --------------------------------------------------------------------------------------------------------


def test_an_office_has_a_sheet_for_each_list_of_which_it_owns_rows(data, tmp_path):
    made = {}
    for office in ("VP", "P.CNTT", "TT.CNTTTT", "TTr"):
        (tmp_path / "x.xlsx").write_bytes(offices.blank(data, office))
        book = openpyxl.load_workbook(tmp_path / "x.xlsx")
        made[office] = [row[1] for row in book[KEY].iter_rows(values_only=True) if str(row[0]).startswith("list ")]
    assert made == {
        "VP": ["DS nhiệm vụ theo quyết định", "DS văn bản của nhiệm vụ", "DS văn bản viện dẫn", "DS trích dẫn văn bản"],
        "P.CNTT": ["DS nhiệm vụ, dự án"],
        "TT.CNTTTT": ["DS hệ thống kết nối Trung tâm"],
        "TTr": [],
    }  # fmt: skip


def test_a_list_asks_for_what_nobody_else_knows_and_offers_its_choices(data, tmp_path):
    (tmp_path / "x.xlsx").write_bytes(offices.blank(data, "VP"))
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    documents, citations = sheet_of(book, "documents"), sheet_of(book, "citations")
    assert [cell.value for cell in documents[HEAD]][1:] == ["TT", "Loại văn bản", "Số", "Ngày", "Cơ quan ban hành", "Trích yếu"]  # fmt: skip
    assert [cell.value for cell in citations[HEAD]][1:] == ["TT", "Mục của báo cáo", "Vai trò", "Văn bản"]
    assert documents.max_row == HEAD + 2 * 87  # twice as many lines as last time had
    assert documents.protection.sheet and not documents["D5"].protection.locked and documents["B5"].protection.locked
    assert documents["D5"].number_format == "@" and documents["E5"].number_format == "dd/mm/yyyy"
    checks = {str(check.sqref).split()[0]: check for check in citations.data_validations.dataValidation}
    assert checks["C5"].type == checks["D5"].type == "list"
    assert (checks["C5"].errorStyle, checks["D5"].errorStyle) == ("information", "stop")  # a new section may be written


def test_what_is_listed_again_each_time_stands_there_already(data, tmp_path):
    (tmp_path / "x.xlsx").write_bytes(offices.blank(data, "TT.CNTTTT"))
    systems = sheet_of(openpyxl.load_workbook(tmp_path / "x.xlsx"), "connected_systems")
    assert [systems[f"C{row}"].value for row in (5, 6, 20, 21)] == [
        "Hệ thống dịch vụ công trực tuyến tỉnh",
        "Hệ thống theo dõi tiến độ xử lý văn bản",
        "Cơ sở dữ liệu giá",
        None,
    ]


# -- what becomes of the lines -------------------------------------------------------------------------------------------


def test_a_reference_that_leads_nowhere_is_refused_with_what_is_like_it(sent):
    received = sent(
        "VP",
        added("documents", DECISION, LETTER, UNNUMBERED),
        added("citations", ("I.2.1", "Quyết định tham mưu ban hành", "12/QĐ-UBND"), ("I.2.1", "Căn cứ", "99/STTT-VP"), ("I.9", "Căn cứ", "12/QĐ-UBND")),
    )  # fmt: skip
    assert refused(received) == [("E6", "chưa có dòng này trong “Văn bản viện dẫn” (gần giống: 99/STTTT-VP, 936/BTTTT-NEAC); đề nghị kiểm tra, hoặc bổ sung vào danh sách đó")]  # fmt: skip


def test_pasted_lines_become_rows_with_keys_places_and_sources_and_sent_again_change_nothing(data, sent):
    edits = (
        added("documents", DECISION, LETTER, UNNUMBERED),
        added("citations", ("I.2.1", "Căn cứ", "12/QĐ-UBND"), ("I.2.1", "Căn cứ", "99/STTTT-VP"), ("I.9", "Căn cứ", "chuyen-doi-so-nam-2032")),
    )  # fmt: skip
    received = sent("VP", *edits)
    assert refused(received) == []
    assert store(data, [received], TODAY) == 3 * 5 - 2 + 3
    sheet = f"[VP_{PERIOD}.xlsx]DS văn bản viện dẫn!"
    assert rows(data, "documents") == [
        {"period": PERIOD, "document": "12/QĐ-UBND", "kind": "decision", "number": "12/QĐ-UBND", "date": "2031-11-15", "issuer": "UBND tỉnh", "title": "ban hành Quy chế dữ liệu mở", "source": f"{sheet}kind=C5,number=D5,date=E5,issuer=F5,title=G5"},
        {"period": PERIOD, "document": "99/STTTT-VP", "kind": "official_letter", "number": "99/STTTT-VP", "date": "2031-12-01", "issuer": "Sở Thông tin và Truyền thông", "title": "góp ý dự thảo", "source": f"{sheet}kind=C6,number=D6,date=E6,issuer=F6,title=G6"},
        {"period": PERIOD, "document": "chuyen-doi-so-nam-2032", "kind": "plan", "number": "", "date": "", "issuer": "UBND tỉnh", "title": "Chuyển đổi số năm 2032", "source": f"{sheet}kind=C7,issuer=F7,title=G7"},
    ]  # fmt: skip
    assert [(row["section"], row["role"], row["order"], row["document"]) for row in rows(data, "citations")] == [
        ("I.2.1", "basis", "1", "12/QĐ-UBND"),
        ("I.2.1", "basis", "2", "99/STTTT-VP"),
        ("I.9", "basis", "1", "chuyen-doi-so-nam-2032"),
    ]
    assert sent("VP", *edits).changes == []


def test_a_document_that_gets_its_number_keeps_its_key(data, sent):
    store(data, [sent("VP", added("documents", UNNUMBERED))], TODAY)
    kind, _, _, issuer, title = UNNUMBERED
    received = sent("VP", added("documents", (kind, "7/KH-UBND", "20/12/2031", issuer, title)))
    assert [(answer.column, answer.old, answer.new) for answer in received.changes] == [
        ("number", "", "7/KH-UBND"),
        ("date", "", "2031-12-20"),
    ]
    store(data, [received], TODAY)
    assert [(row["document"], row["number"]) for row in rows(data, "documents")] == [
        ("chuyen-doi-so-nam-2032", "7/KH-UBND")
    ]


def test_a_line_that_is_gone_is_told_and_its_row_stays(data, sent):
    store(data, [sent("VP", added("documents", DECISION, LETTER))], TODAY)
    received = sent("VP", added("documents", LETTER, (None,) * 5))
    assert received.changes == []
    (said,) = received.remarks
    assert (said.weight, said.sheet, said.value) == ("said", "DS văn bản viện dẫn", "ban hành Quy chế dữ liệu mở")
    assert "delete it there if it is wrong" in str(said)
    assert [row["document"] for row in rows(data, "documents")] == ["12/QĐ-UBND", "99/STTTT-VP"]


def test_a_line_that_is_refused_is_not_told_as_gone_and_anothers_rows_are_not(data, sent):
    with (data / "owners.csv").open("a", encoding="utf-8") as file:
        file.write("\"documents.rows(issuer='UBND tỉnh')\",TTr\n")
    store(data, [sent("VP", added("documents", LETTER)), sent("TTr", added("documents", DECISION))], TODAY)
    received = sent("VP", added("documents", ("Sắc lệnh", *LETTER[1:])))
    assert [(remark.weight, remark.cell) for remark in received.remarks] == [("refused", "C5")]
    assert sent("VP").remarks == []


def test_a_thing_that_was_there_last_time_keeps_its_key_and_a_new_one_gets_one(data, sent):
    received = sent("TT.CNTTTT", added("connected_systems", ("Nền tảng Trợ lý ảo",), first=16), added("connected_systems", (None,), first=1))  # fmt: skip
    assert refused(received) == []
    store(data, [received], TODAY)
    found = [(row["system"], row["order"], row["name"]) for row in rows(data, "connected_systems")]
    assert len(found) == 16
    assert found[:2] + found[-1:] == [
        ("online-public-services", "1", "Hệ thống dịch vụ công trực tuyến tỉnh"),
        ("smart-education", "2", "Hệ thống giáo dục thông minh"),
        ("nen-tang-tro-ly-ao", "16", "Nền tảng Trợ lý ảo"),
    ]


def test_projects_are_put_into_groups_by_their_headings(data, sent):
    assert briefing("new", PERIOD, "--data", data).code == 0
    before = len(rows(data, "plan_projects"))
    line = ("Các nhiệm vụ trọng tâm - Phát triển nền tảng", "1.10", "Dùng chung bản đồ số", "Sở TTTT", "Quý IV/2031", "31/12/2031", "Đang triển khai", "Đã gửi dự thảo.")  # fmt: skip
    groups = {row["title"]: row["group"] for row in rows(data, "plan_groups")}
    heading = next(iter(groups))
    received = sent("P.CNTT", added("plan_projects", (heading, *line[1:6], None, line[7])))
    assert refused(received) == []
    store(data, [received], TODAY)
    new = rows(data, "plan_projects")[before:]
    assert [(row["project"], row["group"], row["number"], row["due_by"], row["state"], row["result"]) for row in new] == [
        ("dung-chung-ban-do-so", groups[heading], "1.10", "2031-12-31", "", "Đã gửi dự thảo."),
    ]  # fmt: skip
    assert int(new[0]["order"]) == max(int(row["order"]) for row in rows(data, "plan_projects")[:before]) + 1


# -- what is refused -----------------------------------------------------------------------------------------------------


def test_a_line_that_cannot_be_taken_is_refused_at_its_cell(sent):
    lines = (
        DECISION,
        (None, "1/QĐ-UBND", *DECISION[2:]),
        ("Sắc lệnh", "2/QĐ-UBND", *DECISION[2:]),
        ("Quyết định", "3/QĐ-UBND", "31/02/2031", *DECISION[3:]),
        DECISION,
        ("Quyết định", None, None, "UBND tỉnh", None),
        ("Quyết định", "=A1", None, "UBND tỉnh", "x"),
        ("Quyết định", "1/QĐ", None, "UBND tỉnh", dt.datetime(2031, 5, 1)),
    )
    expected = {
        "C6": "thiếu loại văn bản; nhập bổ sung, hoặc xóa cả dòng",
        "C7": "cần một trong: Quyết định, Kế hoạch, ",
        "E8": "cần một ngày; ghi ngày/tháng/năm",
        "C9": "trùng với dòng 5",
        "D10": "cần nhập số, trích yếu",
        "D11": "công thức chưa có kết quả",
        "G12": "cần một đoạn chữ",
    }
    found = dict(refused(sent("VP", added("documents", *lines))))
    assert {at: said[: len(expected.get(at, said))] for at, said in found.items()} == expected


def test_a_row_of_another_office_and_a_moved_column_are_refused(data, sent):
    owners = (data / "owners.csv").read_text(encoding="utf-8")
    (data / "owners.csv").write_text(f"{owners}\"citations.rows(section='I.7')\",TTr\n", encoding="utf-8")
    line = ("I.7", "Căn cứ", "Luật Giao dịch điện tử")
    assert refused(sent("VP", added("citations", line)))[0] == ("C5", "dòng này không thuộc đơn vị; đề nghị bỏ, hoặc báo nơi nhận")  # fmt: skip

    def moved(book):
        sheet_of(book, "citations")["D4"] = "Văn bản"

    assert refused(sent("VP", moved)) == [("D4", "cần tiêu đề “Vai trò” (cột bị chuyển, thêm hoặc xóa); đề nghị nhập lại vào mẫu gốc")]  # fmt: skip


def test_a_hidden_line_is_refused_and_what_is_refused_is_marked_for_the_sender(data, sent, tmp_path):
    def hidden(book):
        sheet_of(book, "documents").row_dimensions[6].hidden = True

    received = sent("VP", added("documents", ("Sắc lệnh", *DECISION[1:]), LETTER), hidden)
    assert [(cell, said.partition(";")[0]) for cell, said in refused(received)] == [
        ("C6", "dòng bị ẩn"),
        ("C5", "cần một trong: Quyết định, Kế hoạch, Kế hoạch phối hợp, Phương án, Công văn, Văn bản, Thông báo, Nghị quyết, Chỉ thị, Thông tư, Nghị định, Kết luận, Báo cáo, Giấy mời, Quy chế, Luật"),
    ]  # fmt: skip
    assert write_return(received, Questions(data, PERIOD), tmp_path / "back.xlsx") == 2
    sheet = sheet_of(openpyxl.load_workbook(tmp_path / "back.xlsx"), "documents")
    assert "Chưa nhận: cần một trong" in sheet["C5"].comment.text and "dòng bị ẩn" in sheet["C6"].comment.text


def test_from_the_template_to_the_rows_by_the_commands(data, tmp_path):
    made = briefing("forms", "out", PERIOD, "--owner", "VP", "--data", data, "--out", tmp_path / "out")
    assert made.code == 0 and "and 4 lists for Văn phòng Sở" in made.out
    path = tmp_path / "out" / f"VP_{PERIOD}.xlsx"
    offices.filled(path, path, added("documents", DECISION))
    brought = briefing("forms", "in", path, "--yes", "--data", data)
    assert brought.code == 0, brought.err
    assert [row["document"] for row in rows(data, "documents")] == ["12/QĐ-UBND"]
    assert briefing("trace", f"documents.date(document='12/QĐ-UBND', period='{PERIOD}')", "--data", data).code in (0, 2)
