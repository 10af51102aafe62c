"""What offices decide of findings: corrections, acceptances and questions, written by `briefing decide` or by hand."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import samples
from conftest import briefing, wait_until

from briefing.build.decision_session import decide
from helpers.audit.findings import audit, summary
from helpers.data.csv_reader import read_rows
from helpers.data.csv_writer import one_writer
from helpers.data.periods import PeriodRows
from helpers.data.validation import check_folder
from helpers.editions import Edition
from helpers.errors import InputError

WRONG = {"level": "district", "timeliness": "late"}


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    """The synthetic edition with one slip: a digit of the district's late dossiers is lost."""
    tables = samples.load()
    row = samples.find(tables, "dossiers_resolved", **WRONG)
    assert row["dossiers"] == "355"
    row["dossiers"] = "35"
    return samples.save(tables, tmp_path / "data")


def findings(data: Path) -> list[dict]:
    edition = Edition("2031-Q3", data)
    return summary(audit(edition.records), edition.records)["findings"]


def test_among_the_rows_of_every_period_a_correction_changes_its_own_periods(data):
    tables = samples.second_year()
    cell = {"figure": "documents.number(document='10/KH-STTTT')", "old": "10/KH-STTTT", "new": "11/KH-STTTT"}
    tables["corrections"] = [cell | {"period": "2031-Q3", "reason": "Nhầm", "decided_by": "VP", "date": "2031-10-01"}]
    samples.save(tables, data)
    every = PeriodRows("", lambda name: read_rows(data / f"{name}.csv")[1]).rows("documents").values()
    found = {row["period"]: row["number"] for row in every if row["document"] == "10/KH-STTTT"}
    assert found == {"2031-Q3": "11/KH-STTTT", "2032-Q3": "10/KH-STTTT"}


@pytest.mark.parametrize("command", [("decide", "2031-Q3", "--by", "VP"), ("import", "--yes")])
def test_who_comes_while_tables_are_put_in_their_places_waits_for_all_of_them(data, tmp_path, command):
    sent = (shutil.copy(data / "alerts.csv", tmp_path),) if command[0] == "import" else ()
    words = [Path(sys.executable).with_name("briefing"), *command, *sent, "--data", data]
    with one_writer(data):
        (data / "counts.csv").rename(tmp_path / "aside")
        second = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        wait_until(
            lambda: second.poll() is not None or slept(second.pid) > 20, "the second looks at the lock again and again"
        )
        assert second.poll() is None, second.communicate()
        (tmp_path / "aside").rename(data / "counts.csv")
    _, said = second.communicate("x\n", timeout=60)
    assert second.returncode == 0, said


def slept(process: int) -> int:
    """How often a process has let go of the processor by itself."""
    told = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)", told, re.MULTILINE)[1])


def answering(*answers: str):
    """Answers one prompt after the other; the input ends behind the last."""
    left = iter(answers)

    def ask(prompt: str) -> str:
        try:
            return next(left)
        except StopIteration:
            raise EOFError from None

    return ask


def rows(data: Path, table: str) -> list[dict[str, str]]:
    with (data / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_proposal_is_taken_with_one_key_and_settles_all_that_it_explains(doubtful):
    assert {finding["id"] for finding in findings(doubtful)} >= {"resolved_late", "resolved_district", "resolved_total"}
    said: list[str] = []
    written = decide(doubtful, "2031-Q3", "Văn phòng Sở", answering("1", "Thiếu chữ số cuối"), said.append)
    assert written == 1
    (row,) = rows(doubtful, "corrections")
    assert row["figure"] == "dossiers_resolved.dossiers(level='district', timeliness='late')"
    assert (row["old"], row["new"]) == ("35", "355")
    assert (row["decided_by"], row["reason"]) == ("Văn phòng Sở", "Thiếu chữ số cuối")
    assert findings(doubtful) == []
    assert any("Hồ sơ giải quyết (Cấp huyện, Trễ hạn): 35 → 355" in line for line in said)


def test_a_value_that_the_cell_cannot_hold_is_refused_and_asked_again(doubtful):
    said: list[str] = []
    figure = "dossiers_resolved.dossiers(level='district', timeliness='late')"
    answers = ("s", figure, "ba trăm", "Lý do", "s", "alerts.rows()", "x")
    assert decide(doubtful, "2031-Q3", "Văn phòng Sở", answering(*answers), said.append) == 0
    assert rows(doubtful, "corrections") == []
    assert any("column new: found 'ba trăm'; expected a number" in line for line in said)
    assert any("found 'alerts.rows()'; expected one cell of the period" in line for line in said)


def test_a_code_is_typed_as_it_is_printed(doubtful):
    keys = ("s", "plan_projects.state(project='p01')", "Đã báo cáo kết quả", "Đã xong", "x")
    ran = briefing("decide", "--data", doubtful, "--by", "VP", typed="".join(f"{key}\n" for key in keys))
    assert ran.code == 0, ran.err
    (row,) = rows(doubtful, "corrections")
    assert (row["old"], row["new"]) == ("in_progress", "reported")


def test_a_question_leaves_the_finding_open_and_says_who_is_asked(doubtful):
    assert (
        decide(doubtful, "2031-Q3", "Văn phòng Sở", answering("h", "P.CNTT", "Số nào đúng?", "2031-10-15"), print) == 7
    )
    (state,) = {finding["state"] for finding in findings(doubtful)}
    assert state == "asked"
    decision = findings(doubtful)[0]["decision"]
    assert (decision["office"], decision["words"], decision["due"]) == ("P.CNTT", "Số nào đúng?", "2031-10-15")


def test_a_question_whose_check_holds_now_is_told_as_settled_and_stops_nothing(doubtful):
    decide(doubtful, "2031-Q3", "Văn phòng Sở", answering("h", "P.CNTT", "Số nào đúng?", "2031-10-15"), print)
    tables = samples.load(doubtful)
    samples.find(tables, "dossiers_resolved", **WRONG)["dossiers"] = "355"
    ran = briefing("check", "--data", samples.save(tables, doubtful))
    assert ran.code == 0, ran.err
    assert ran.out.count("Asked about, and holds now: ") == 7
    assert "Asked about, and holds now: resolved_late. Enter the answer in questions.csv, or delete the row." in ran.out
    for row in tables["questions"]:
        row["answer"] = "355"
    assert "Asked about" not in briefing("check", "--data", samples.save(tables, doubtful)).out


@pytest.mark.parametrize(
    ("due", "said"), [("2024-01-02", "late: answer due 2024-01-02"), ("9999-12-31", "answer due 9999-12-31")]
)
def test_the_audit_says_by_when_an_answer_is_awaited_and_which_is_late(doubtful, due, said):
    decide(doubtful, "2031-Q3", "Văn phòng Sở", answering("h", "P.CNTT", "Số nào đúng?", due), print)
    assert f"asked (P.CNTT, {said}): Số nào đúng?" in " ".join(briefing("check", "--data", doubtful).out.split())


def test_an_acceptance_covers_what_it_saw_and_no_other_value(doubtful):
    decide(doubtful, "2031-Q3", "Văn phòng Sở", answering("v", "Đã đối chiếu sổ"), print)
    assert {finding["state"] for finding in findings(doubtful)} == {"accepted"}
    tables = samples.load(doubtful)
    samples.find(tables, "dossiers_resolved", **WRONG)["dossiers"] = "34"
    samples.save(tables, doubtful)
    states = {finding["id"]: finding["state"] for finding in findings(doubtful)}
    assert states["resolved_late"] == "open"  # 994 late, not 995
    assert states["resolved_late_share"] == "accepted"  # 0,18 % as before


def test_ids_name_rows_by_key_so_a_row_inserted_above_moves_no_acceptance(doubtful):
    before = {finding["id"] for finding in findings(doubtful)}
    tables = samples.load(doubtful)
    tables["dossiers_resolved"].insert(0, tables["dossiers_resolved"].pop())
    samples.save(tables, doubtful)
    assert {finding["id"] for finding in findings(doubtful)} == before


@pytest.mark.parametrize("table", ["acceptances", "questions"])
def test_a_decision_about_no_finding_is_refused_with_the_nearest_ids(doubtful, table):
    row = {
        "period": "2031-Q3",
        "finding": "resolved_lat",
        "seen": "x",
        "reason": "x",
        "decided_by": "x",
        "date": "2031-10-01",
    }
    more = {
        "question": "x",
        "asked_of": "x",
        "asked_on": "2031-10-01",
        "due": "2031-10-02",
        "answer": "",
        "answered_on": "",
    }
    tables = samples.load(doubtful)
    columns = Edition("2031-Q3", doubtful).frame(table).columns
    tables[table].append({name: value for name, value in {**row, **more}.items() if name in columns})
    samples.save(tables, doubtful)
    with pytest.raises(InputError) as refused:
        findings(doubtful)
    (problem,) = refused.value.problems
    assert (problem.file, problem.line, problem.column) == (f"{table}.csv", 2, "finding")
    assert "resolved_late" in problem.expected


def test_a_text_is_corrected_as_a_number_is(doubtful):
    tables = samples.load(doubtful)
    group = next(row for row in tables["plan_groups"] if row["number"] == "II")
    correction = {"figure": f"plan_groups.number(group='{group['group']}')", "old": "II", "new": "2", "reason": "x"}
    tables["corrections"].append({"period": "2031-Q3", **correction, "decided_by": "x", "date": "2031-10-01"})
    samples.save(tables, doubtful)
    check_folder(doubtful)
    assert Edition("2031-Q3", doubtful).text("plan_groups", "number", group=group["group"]) == "2"


def test_who_accepts_a_number_is_told_that_the_reason_will_be_printed(doubtful):
    prompts: list[str] = []
    answers = iter(["v", "Đã đối chiếu sổ"])

    def ask(prompt: str) -> str:
        prompts.append(prompt.strip())
        return next(answers, "x")

    assert decide(doubtful, "2031-Q3", "Văn phòng Sở", ask, print) > 0
    assert prompts[1] == "Reason, which the final copy prints as a note:"


def test_the_command_reads_answers_and_ends_with_the_input(doubtful):
    ran = briefing("decide", "--data", doubtful, "--by", "Văn phòng Sở")
    assert ran.code == 0, ran.err
    assert "0 rows written" in ran.out and "[1] Hồ sơ giải quyết (Cấp huyện, Trễ hạn): 35 → 355" in ran.out
