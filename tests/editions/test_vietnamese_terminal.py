"""Who reads only Vietnamese gets a workbook refused, decides and signs: every line met is Vietnamese."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import office_forms
import openpyxl
import pytest
import samples
from conftest import FEW, ROOT, Checkout, Ran, briefing, only
from office_forms import PERIOD, filled, typed

SENT = "counts.value(item='parcels_sent')"
ENGLISH = re.compile(r"\b(the|of|is|are|and|expected|found|written|cells?|rows?|nothing|section|sheet|line)\b")


@pytest.fixture
def vietnamese(monkeypatch, tmp_path: Path):
    """Runs a command as somebody whose machine speaks Vietnamese; no line of what it says has an English word.

    With BRIEFING_MET, the name of a file, what was typed and said is added to it.
    """
    monkeypatch.setenv("BRIEFING_LANG", "")
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    monkeypatch.setenv("COLUMNS", "500")
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: object, answers: str = "") -> Ran:
        done = briefing(*arguments, cwd=tmp_path, typed=answers)
        if met := os.environ.get("BRIEFING_MET"):
            with open(met, "a", encoding="utf-8") as file:
                file.write(f"$ briefing {' '.join(map(str, arguments))}\n{done.out}{done.err}\n")
        english = [
            line for line in (done.out + done.err).splitlines() if ENGLISH.search(re.sub(r"\S*[/(]\S*", "", line))
        ]
        assert english == []
        return done

    return run


def test_a_workbook_is_refused_sent_back_and_taken(vietnamese, tmp_path: Path):
    data = office_forms.asking(tmp_path / "data")
    blank = tmp_path / f"P.BCVT_{PERIOD}.xlsx"
    blank.write_bytes(office_forms.blank(data, "P.BCVT"))
    filled(blank, blank, typed({SENT: "nhiều"}))
    refused = vietnamese("forms", "in", blank, "--yes", "--data", data, "--project", ROOT)
    assert refused.code == 2
    assert "chưa nhận Số liệu!F9" in refused.out and "cần một con số, ví dụ 1234 hoặc 12,5" in refused.out
    back = vietnamese("forms", "back", blank, "--data", data, "--project", ROOT)
    assert back.out == f"P.BCVT_{PERIOD}-tra-lai.xlsx: đã đánh dấu 1 ô\n"
    (marked,) = tmp_path.glob("*-tra-lai.xlsx")
    comments = [cell.comment.text for row in openpyxl.load_workbook(marked)["Số liệu"] for cell in row if cell.comment]  # fmt: skip
    assert comments == ["Chưa nhận: cần một con số, ví dụ 1234 hoặc 12,5"]
    filled(marked, marked, typed({SENT: 12_000_000}))
    taken = vietnamese("forms", "in", marked, "--data", data, "--project", ROOT, answers="c\n")
    assert taken.code == 0 and "Đã ghi 1 ô vào data; lần lập báo cáo sau sẽ in ra." in taken.out, taken


def test_from_an_empty_folder_to_a_publication(vietnamese, tmp_path: Path):
    """Draft, what is missing, what contradicts, a final copy that is refused, decisions, a signature, a publication that is proved."""
    home = Checkout.make(tmp_path / "so").folder
    only(home, *FEW)
    shutil.copy(ROOT / ".gitignore", home)
    git = ["git", "-c", "user.name=VP", "-c", "user.email=vp@localhost"]

    def commit() -> None:
        for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
            subprocess.run([*git, *command], cwd=home, check=True, capture_output=True)

    def run(command: str, *arguments: object, code: int = 0, answers: str = "") -> str:
        ran = vietnamese(command, *arguments, "--project", home, answers=answers)
        assert ran.code == code, ran
        return ran.out + ran.err

    def names_at(listed: str) -> set[int]:
        return {line.index(name) for line in listed.splitlines() for name in FEW if name in line}

    assert len(before := names_at(run("status"))) == 1
    assert "Đã lập báo cáo trong" in run("build")
    assert "Không có gì thay đổi" in run("build")
    assert names_at(run("status")) == before  # one column, whichever word stands before it
    run("check")
    run("trace", "alerts.alerts(monitor='server')")
    assert "Lỗi trong dữ liệu đầu vào (1)" in run("build", "2030-X", code=2)
    with (home / "data" / "alerts.csv").open("a", encoding="utf-8") as file:
        file.write("2031-Q3,server,nhiều,1,I.2.5\n")
    assert "alerts.csv, dòng" in run("build", code=2)
    shutil.copy(samples.SYNTHETIC / "alerts.csv", home / "data")
    commit()
    assert "'--by'" in run("sign", "*", "--role", "Trưởng phòng", code=2)
    run("publish", code=2)  # nobody has signed
    assert "✔ I.5  Trưởng phòng: Nguyễn An" in run("sign", "*", "--by", "Nguyễn An", "--role", "Trưởng phòng")
    commit()
    run("build", "--final")
    assert "Đã phát hành: so/reports/published/2031-Q3/1; hãy commit." in run("publish")
    published = home / "reports" / "published" / "2031-Q3" / "1"
    commit()
    assert "giữ nguyên như khi phát hành" in run("verify", published)
    assert "không có gì thay đổi" in run("diff", "1")


def test_the_words_of_a_form_tell_its_rows_and_choices_apart(vietnamese, tmp_path: Path):
    """“Chương trình địa phương” stood twice, the first and the last day under one name, `press-law` for a law."""
    data = office_forms.asking(tmp_path / "data")
    cited = data / "citations.csv"
    cited.write_text(cited.read_text(encoding="utf-8") + f"{PERIOD},III,basis,1,press-law,III\n", encoding="utf-8")
    before = cited.read_text(encoding="utf-8")
    assert vietnamese("forms", "out", PERIOD, "--out", tmp_path, "--data", data, "--project", ROOT).code == 0
    alike, named = [], set[str]()
    for path in tmp_path.glob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        for sheet in (each for each in book if each.sheet_state == "visible" and each["A4"].value == "TT"):
            title, seen = "", set[str]()
            for number, label, *_rest in sheet.iter_rows(min_row=5, values_only=True):
                title, seen = (number, set()) if isinstance(number, str) else (title, seen)
                alike += [(title, label)] if label in seen and not sheet.title.startswith("DS") else []
                seen.add(label)
                named.add(label)
            named |= {value for row in sheet.iter_rows(min_row=5, min_col=4, values_only=True) for value in row[:1]}
        for choices in book["_danh_muc"].iter_cols(values_only=True):
            alike += [] if len({*choices} - {None}) == len([each for each in choices if each]) else [choices]
    assert not alike
    assert {
        "Số giờ phát sóng truyền hình: Chương trình địa phương - ước thực hiện",
        "Văn bản điện tử - đến ngày",
    } <= named
    assert "press-law" not in named
    assert (
        vietnamese("forms", "in", tmp_path / f"VP_{PERIOD}.xlsx", "--yes", "--data", data, "--project", ROOT).code == 0
    )
    assert cited.read_text(encoding="utf-8") == before  # the law is known by its name again
