"""`briefing decide` walks one list: contradictions, what is missing and what waits, each place once, with a key for what is decided."""

from __future__ import annotations

import csv
import json
import shlex
import shutil
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from case_projects import FORM, project
from doors import COMMAND, run
from workbook_form import fill

from helpers.editions import Edition

NEW = "Thư viện đón {visits.visits():unit}."

CASES = list(csv.DictReader(Path(__file__).with_name("decisions.csv").open(encoding="utf-8", newline="")))


def decided(what: str) -> list[tuple[list[str], list[str]]]:
    """What is typed, and which sentences or findings are confirmed, dropped or still open then."""
    cases = [each for each in CASES if each["what"] == what]
    return [
        ([key.replace("Enter", "") for key in each["typed"].split("; ") if key], each["which"].split())
        for each in cases
    ]


@pytest.fixture(scope="module")
def answered(tmp_path_factory) -> Path:
    """The department whose form has come in: four sentences of the period before wait, two of them in one section."""
    at = Path(shutil.copytree(project("form_filled"), tmp_path_factory.mktemp("one") / "list"))
    assert run("forms", "in", FORM, "--yes", cwd=at).exit == 0
    return at


def rows(at: Path, table: str) -> list[dict[str, str]]:
    path = at / "data" / f"{table}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row.get("period", "2032-Q3") == "2032-Q3"]


def decide(at: Path, *keys: str) -> str:
    ran = run("decide", "2032-Q3", "--by", "VP", cwd=at, typed="".join(f"{key}\n" for key in keys))
    assert ran.exit == 0, ran.err
    return ran.out


@pytest.mark.parametrize(("keys", "confirmed"), decided("confirmed"))
def test_sentences_are_confirmed_a_section_with_one_key_reworded_or_left(answered, tmp_path, keys, confirmed):
    at = Path(shutil.copytree(answered, tmp_path / "list"))
    decide(at, *keys)
    found = rows(at, "statements")
    assert [row["id"] for row in found if row["state"] == "confirmed"] == confirmed
    assert (NEW in [row["text"] for row in found]) == (NEW in "".join(keys))


def test_who_confirms_a_sentence_confirms_the_document_that_it_cites_as_the_period_before_has_it(answered, tmp_path):
    at = Path(shutil.copytree(answered, tmp_path / "list"))
    columns = "period,document,kind,number,date,issuer,title,source"
    documents = f"{columns}\n2031-Q3,05/KH,plan,05/KH,2031-01-05,TV,Mở cửa,I.1\n"
    (at / "data" / "documents.csv").write_text(documents, encoding="utf-8")
    with (at / "data" / "codes.csv").open("a", encoding="utf-8") as file:
        file.write("document_kind,plan,1,Kế hoạch\n")
    statements = at / "data" / "statements.csv"
    text = statements.read_text(encoding="utf-8")
    assert text.count("Thư viện đón") == 2
    statements.write_text(text.replace("Thư viện đón", "Theo {document('05/KH')}, thư viện đón"), encoding="utf-8")
    assert "   Theo Kế hoạch số 05/KH, thư viện đón" in decide(at, "", "v", "x").replace("\u00a0", " ")
    assert [row["id"] for row in rows(at, "statements") if row["state"] == "confirmed"] == ["visits-1"]
    gaps = json.loads(run("check", "2032-Q3", "--json", cwd=at).out)["gaps"]
    assert "documents.rows(document='05/KH')" not in [gap["rows"] for gap in gaps]


def test_each_number_of_a_sentence_is_told_in_words_before_it_is_confirmed(answered):
    meaning = "     50,0%: tỷ lệ Lượt bạn đọc (Thiếu nhi) trên Lượt bạn đọc"
    assert meaning not in decide(answered, "x").splitlines()
    assert meaning in decide(answered, "", "x").splitlines()


@pytest.mark.parametrize(("keys", "left_out"), decided("dropped"))
def test_a_sentence_is_dropped_by_a_row_that_says_why_and_is_back_without_it(answered, tmp_path, keys, left_out):
    at = Path(shutil.copytree(answered, tmp_path / "list"))
    before = rows(at, "statements")
    decide(at, *keys)
    told = [(each["rows"], each["state"], each["reason"]) for each in rows(at, "absences")]
    assert told == [(f"statements.rows(id='{each}')", "ended", "Đã xong") for each in left_out]
    assert rows(at, "statements") == before
    printed = len(Edition("2032-Q3", at / "data").all_statements())
    (at / "data" / "absences.csv").unlink(missing_ok=True)
    assert (printed, len(Edition("2032-Q3", at / "data").all_statements())) == (4 - len(left_out), 4)


def test_a_stop_of_several_sentences_stays_until_they_are_done(answered, tmp_path):
    at = Path(shutil.copytree(answered, tmp_path / "list"))
    ended = "words,Thư viện,,2031-12-31,Nhà sách,Đổi tên\nwords,đón,,2031-12-31,,Không còn dùng\n"
    validity = at / "data" / "validity.csv"
    validity.write_text(f"list,code,valid_from,valid_to,successor,reason\n{ended}", encoding="utf-8")
    table = at / "data" / "statements.csv"
    told = table.read_text(encoding="utf-8").replace("Thư viện đón", "Nay đón").replace("Tiếp tục", "Thư viện")
    table.write_text(told, encoding="utf-8")
    decide(at, "s", "Nhà sách báo cáo.", "Nhà sách nhắc.", "x")
    texts = {row["id"]: row["text"] for row in rows(at, "statements")}
    assert (texts["introduction-1"], texts["direction-1"]) == ("Nhà sách báo cáo.", "Nhà sách nhắc.")


@pytest.fixture
def twice(answered, tmp_path) -> Path:
    """Two branches of which more came back than was lent."""
    at = Path(shutil.copytree(answered, tmp_path / "list"))
    loans = at / "data" / "loans.csv"
    text = loans.read_text(encoding="utf-8")
    for sent, typed in (("centre,1313,1236,", "centre,1313,1336,"), ("north,1300,1241,", "north,1300,1341,")):
        assert sent in text
        text = text.replace(sent, typed)
    loans.write_text(text, encoding="utf-8")
    return at


def broken(at: Path) -> list[list[str]]:
    """The open findings of the list, those of one stop together."""
    found = json.loads(run("check", "2032-Q3", "--json", cwd=at).out)
    open_ = {each["id"] for each in found["findings"] if each["state"] == "open"}
    return [stop["findings"] for stop in found["list"] if open_ & {*stop["findings"]}]


@pytest.mark.parametrize(("keys", "left"), decided("open"))
def test_what_breaks_one_rule_is_one_stop_decided_together_or_one_by_one(twice, keys, left):
    decide(twice, *keys)
    assert ["+".join(stop) for stop in broken(twice)] == left


def test_a_row_without_its_first_number_is_a_gap_and_in_the_form_that_fills_it(tmp_path):
    at, code = (
        Path(shutil.copytree(project("form_filled"), tmp_path / "list")),
        "visits.visits(branch='west', reader='adult')",
    )
    for table, row in (("codes", "branch,west,4,Chi nhánh Tây\n"), ("visits", "2032-Q3,west,adult,,\n")):
        with (at / "data" / f"{table}.csv").open("a", encoding="utf-8") as file:
            file.write(row)
    gaps = json.loads(run("check", "2032-Q3", "--json", cwd=at).out)["gaps"]
    (gap,) = [each for each in gaps if each["rows"] == "visits.rows(branch='west', reader='adult')"]
    assert (gap["kind"], gap["office"]) == ("cells", "Thư viện tỉnh")
    assert run("forms", "out", "2032-Q3", "--out", "anew", cwd=at).exit == 0
    fill(at / "anew" / FORM, at / "anew" / FORM, **{code: 4100})
    assert run("forms", "in", f"anew/{FORM}", "--yes", cwd=at).exit == 0
    (row,) = [row for row in rows(at, "visits") if row["branch"] == "west"]
    assert row["visits"] == "4100" and row["source"].startswith(f"[{FORM}]")
    assert all("west" not in each["rows"] for each in json.loads(run("check", "2032-Q3", "--json", cwd=at).out)["gaps"])


def test_what_an_office_explains_at_the_import_is_no_finding_again(tmp_path):
    at = Path(shutil.copytree(project("form_filled"), tmp_path / "list"))
    with (at / "data" / "rules.csv").open("a", encoding="utf-8") as file:
        file.write("plausible,plausibility,warning,,*,plausible,@last_year,Số liệu không khác xa cùng kỳ năm trước\n")
    with (at / "data" / "codes.csv").open("a", encoding="utf-8") as file:
        file.write("rule_kind,plausibility,9,Hợp lý\n")
    book = openpyxl.load_workbook(at / FORM)
    sheet = book.worksheets[1]
    sheet["F8"].value, sheet["J8"].value = 1291, "Đóng cửa sửa chữa"
    book.save(at / FORM)
    assert run("forms", "in", FORM, "--yes", "--by", "An", cwd=at).exit == 0
    (said,) = [row["source"] for row in rows(at, "visits") if row["visits"] == "1291"]
    assert said.endswith(" (Ghi chú: Đóng cửa sửa chữa)")
    assert json.loads(run("check", "2032-Q3", "--json", cwd=at).out)["findings"] == []


def type_in_terminal(at: Path, *steps: tuple[str, str]) -> str:
    """`decide` at a terminal: what is typed behind which prompt, and what is said after the last."""
    pexpect = pytest.importorskip("pexpect")
    words = [COMMAND, "decide", "2032-Q3", "--by", "VP"]
    session = pexpect.spawn(shlex.join(words), cwd=at, encoding="utf-8", timeout=60, dimensions=(50, 400))
    for prompt, key in steps:
        session.expect(prompt)
        if key == "^C":
            time.sleep(0.5)  # one that comes before Python listens for keys waits for the next
            session.sendintr()
        else:
            session.sendline(key)
    session.expect(pexpect.EOF)
    return session.before


@pytest.mark.skipif(sys.platform == "win32", reason="no lines that can be edited there")
def test_a_sentence_is_reworded_from_what_it_is_on_a_terminal(answered, tmp_path):
    at, asked = Path(shutil.copytree(answered, tmp_path / "list")), r"\[x\]"
    type_in_terminal(at, (asked, ""), (asked, "s"), ("figures as they are in it: .*visits", "Xong."), (asked, "x"))
    (before,) = [row["text"] for row in rows(answered, "statements") if row["id"] == "visits-1"]
    (now,) = [row for row in rows(at, "statements") if row["id"] == "visits-1"]
    assert (now["text"], now["state"]) == (f"{before}Xong.", "confirmed")


@pytest.mark.skipif(sys.platform == "win32", reason="no lines that can be edited there")
def test_who_stops_with_ctrl_c_is_told_what_is_written(answered, tmp_path):
    at, asked = Path(shutil.copytree(answered, tmp_path / "list")), r"\[x\]"
    said = type_in_terminal(at, (asked, "v"), (asked, "b"), ("Reason to drop", "^C"))
    assert "Stopped. Written: statements.csv; an open question is not." in said
    assert [row["id"] for row in rows(at, "statements") if row["state"] == "confirmed"] == ["introduction-1"]


@pytest.mark.skipif(sys.platform == "win32", reason="no lines that can be edited there")
def test_a_number_is_typed_on_an_empty_line_beside_what_it_is_now(twice):
    """What was typed was put behind the number that stood on the line: 66 and 65 made 6665."""
    asked, cell = r"\[x\]", r"2: loans.returned\(branch='centre'\)\s.*\[1\]: $"
    steps = ((asked, "s"), (asked, "s"), (cell, "2"), (r"\[1336\]: $", "1236"), ("Reason: $", "Nhầm"), (asked, "x"))
    type_in_terminal(twice, *steps)
    (row,) = rows(twice, "corrections")
    assert (row["old"], row["new"]) == ("1336", "1236")


def test_a_correction_is_corrected_again_from_what_was_reported(twice):
    cell = "loans.returned(branch='centre')"
    for value, reason in (("1335", "Nhầm"), ("1236", "Đếm lại")):
        decide(twice, "s", "s", cell, value, reason, "x")
    (row,) = rows(twice, "corrections")
    assert (row["figure"], row["old"], row["new"], row["reason"]) == (cell, "1336", "1236", "Đếm lại")
