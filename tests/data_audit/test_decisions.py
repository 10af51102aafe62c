"""What offices decide of findings: corrections, acceptances and questions, written by `briefing decide` or by hand."""

from __future__ import annotations

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest
import samples
from conftest import briefing, wait_until
from doors import Ran, audit
from filelock import FileLock

from helpers.editions import Edition

CNTT = "Phòng Công nghệ thông tin"

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
    return audit(data)["findings"]


def decide(data: Path, *answers: str) -> Ran:
    """`briefing decide`, answered line by line; the input ends behind the last."""
    ran = briefing("decide", "--data", data, "--by", "Văn phòng Sở", typed="".join(f"{each}\n" for each in answers))
    assert ran.code == 0, ran.err
    return ran


def written(data: Path, *answers: str) -> int:
    """How many rows were written."""
    return int(re.search(r"^(\d+) rows? written", decide(data, *answers).out, re.MULTILINE)[1])


def test_a_correction_changes_its_own_period(data):
    tables = samples.second_year()
    cell = {"figure": "documents.number(document='10/KH-STTTT')", "old": "10/KH-STTTT", "new": "11/KH-STTTT"}
    tables["corrections"] = [cell | {"period": "2031-Q3", "reason": "Nhầm", "decided_by": "VP", "date": "2031-10-01"}]
    samples.save(tables, data)
    now, then = (Edition(period, data).document("10/KH-STTTT").number for period in ("2031-Q3", "2032-Q3"))
    assert (now, then) == ("11/KH-STTTT", "10/KH-STTTT")


def test_who_comes_while_tables_are_put_in_their_places_waits_for_all_of_them(data, tmp_path):
    words = [Path(sys.executable).with_name("briefing"), "decide", "2031-Q3", "--by", "VP", "--data", data]
    with FileLock(data / ".lock"):
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


def rows(data: Path, table: str) -> list[dict[str, str]]:
    with (data / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_proposal_is_taken_with_one_key_and_settles_all_that_it_explains(doubtful):
    assert {finding["id"] for finding in findings(doubtful)} >= {"resolved_late", "resolved_district", "resolved_total"}
    said = decide(doubtful, "1", "Thiếu chữ số cuối").out
    assert "1 row written" in said
    (row,) = rows(doubtful, "corrections")
    assert row["figure"] == "dossiers_resolved.dossiers(level='district', timeliness='late')"
    assert (row["old"], row["new"]) == ("35", "355")
    assert (row["decided_by"], row["reason"]) == ("Văn phòng Sở", "Thiếu chữ số cuối")
    assert findings(doubtful) == []
    assert "Hồ sơ giải quyết (Cấp huyện, Trễ hạn): 35 → 355" in said


def test_a_value_that_the_cell_cannot_hold_is_refused_and_asked_again(doubtful):
    figure = "dossiers_resolved.dossiers(level='district', timeliness='late')"
    said = decide(doubtful, "s", figure, "ba trăm", "Lý do", "s", "alerts.rows()", "x").out
    assert "0 rows written" in said and rows(doubtful, "corrections") == []
    assert "column new: found 'ba trăm'; expected a number" in said
    assert "found 'alerts.rows()'; expected one cell of the finding" in said


def test_a_cell_of_another_period_and_an_unchanged_number_are_not_written(doubtful):
    figure = "dossiers_resolved.dossiers(level='district', timeliness='late')"
    said = decide(doubtful, "s", figure.replace(")", ", period='2030-Q3')"), "s", figure, "35", "x").out
    assert "0 rows written" in said and "expected one cell of the finding" in said


def test_where_no_office_owns_the_number_the_office_to_ask_is_typed(doubtful):
    owners = doubtful / "owners.csv"
    owners.write_text(owners.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    said = decide(doubtful, "h", "", "x").out
    assert "Office that is asked: " in said and "0 rows written" in said
    assert written(doubtful, "h", "UBND huyện", "Số nào đúng?", "9999-12-31") == 7
    assert {row["asked_of"] for row in rows(doubtful, "questions")} == {"UBND huyện"}


def test_a_question_leaves_the_finding_open_and_says_who_is_asked(doubtful):
    assert written(doubtful, "h", "P.CNTT", "Số nào đúng?", "2031-10-15") == 7
    (state,) = {finding["state"] for finding in findings(doubtful)}
    assert state == "asked"
    decision = findings(doubtful)[0]["decision"]
    assert (decision["office"], decision["words"], decision["due"]) == (CNTT, "Số nào đúng?", "2031-10-15")


def test_the_audit_says_by_when_an_answer_is_awaited(doubtful):
    decide(doubtful, "h", "P.CNTT", "Số nào đúng?", "9999-12-31")
    assert f"asked, answer due 9999-12-31 ({CNTT}): Số nào đúng?" in " ".join(
        briefing("check", "--data", doubtful).out.split()
    )


def test_an_acceptance_covers_what_it_saw_and_no_other_value(doubtful):
    decide(doubtful, "v", "Đã đối chiếu sổ")
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


def test_a_text_is_corrected_as_a_number_is(doubtful):
    tables = samples.load(doubtful)
    group = next(row for row in tables["plan_groups"] if row["number"] == "II")
    correction = {"figure": f"plan_groups.number(group='{group['group']}')", "old": "II", "new": "2", "reason": "x"}
    tables["corrections"].append({"period": "2031-Q3", **correction, "decided_by": "x", "date": "2031-10-01"})
    samples.save(tables, doubtful)
    assert (
        findings(doubtful) and Edition("2031-Q3", doubtful).text("plan_groups", "number", group=group["group"]) == "2"
    )


def test_who_accepts_a_number_is_told_that_the_reason_will_be_printed(doubtful):
    assert "the final copy prints it beside a number" in decide(doubtful, "v", "Đã đối chiếu sổ").out


def test_the_command_reads_answers_and_ends_with_the_input(doubtful):
    said = decide(doubtful).out
    assert "0 rows written" in said and "[1] Hồ sơ giải quyết (Cấp huyện, Trễ hạn): 35 → 355" in said
