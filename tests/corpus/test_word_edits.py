"""A hundred and thirty edits of a report come back from Word, LibreOffice and editors that drop what they do not know, each as what it is."""

from __future__ import annotations

import csv
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import briefing
from editors import Editor
from word_edits import WORD_EDITS, WordEdit
from word_edits_more import FURTHER, Further

AS_TYPED, IN_TRACK, STRIPPED = "typed", "tracked", "split and stripped"
THROUGH_LIBREOFFICE, THROUGH_ODT, CONVERTED_TRACKED = (
    "saved by LibreOffice",
    "by way of .odt",
    "tracked, saved by LibreOffice",
)
EDITORS = (AS_TYPED, IN_TRACK, STRIPPED, THROUGH_LIBREOFFICE, THROUGH_ODT, CONVERTED_TRACKED)


@pytest.fixture(scope="module")
def out(real, tmp_path_factory) -> Path:
    """The published edition with its Word file, in which findings are asked."""
    out = tmp_path_factory.mktemp("sent")
    shutil.copytree(real.folder, out / "2024-H1")
    ran = briefing("build", "2024-H1", "--data", real.data, "--out", out, "--format", "docx", "--with-remarks")
    assert ran.code == 0, ran.err
    return out


@pytest.fixture
def data(real, tmp_path) -> Path:
    return Path(shutil.copytree(real.data, tmp_path / "data"))


def libreoffice(path: Path, kind: str, folder: Path) -> Path:
    """A file saved by LibreOffice in another kind, in a folder."""
    folder.mkdir()
    command = [
        "soffice",
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        folder,
        path,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=200)
    return folder / path.with_suffix(f".{kind}").name


def edited(out: Path, folder: Path, editor: str, further: Sequence[Further] = ()) -> Path:
    """The report with all edits, or with the further ones, as an editor leaves it."""
    word = Editor(out / "2024-H1" / "briefing-du-thao-nhan-xet.docx", editor in (IN_TRACK, CONVERTED_TRACKED))
    for each in further:
        each.do(word)
    for edit in () if further else WORD_EDITS:
        word.do(edit.at, edit.how, edit.old, edit.new)
    path = folder / "bao-cao.docx"
    word.save(path, editor == STRIPPED)
    if editor == THROUGH_ODT:
        path = libreoffice(path, "odt", folder / "odt")
    if editor in (THROUGH_LIBREOFFICE, THROUGH_ODT, CONVERTED_TRACKED):
        path = libreoffice(path, "docx", folder / "docx")
    return path


def comes_back(edit: WordEdit, told: list[dict[str, str]], printed: str, answers: list[str]) -> bool:
    """Whether an edit is told at its paragraph, as what it is."""
    if edit.kind == "reply":
        return any(edit.new in row["answer"] and edit.old in row["said"] for row in told)
    if edit.kind == "answer":
        return any(edit.new in answer for answer in answers)
    new = edit.new if edit.how != "move" else edit.at
    if edit.kind == "":
        return not any(edit.at in row["quoted"] or edit.at in row["said"] for row in told)
    if edit.how in ("insert", "move", "comment"):
        return any(new in row["said"] for row in told)
    rows = [
        row
        for row in told
        if (edit.how == "delete" and row["quoted"].startswith(edit.at))
        or (edit.old in row["quoted"] and new in row["said"])
    ]
    return bool(rows) and any(edit.kind == kind_of(row, printed) for row in rows)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def kind_of(row: dict[str, str], printed: str) -> str:
    """As what an edit is shown on the terminal."""
    kinds = {
        "   sentence of": "sentence",
        "   words of": "sentence",
        "   cell of": "row",
        "   number": "number",
        "   remark": "remark",
    }
    told = [("", "", "")]  # the old words, the new ones, the line that says what it is
    for line in printed.splitlines():
        if not line.startswith("   "):
            told.append(("", "", ""))
        elif line.startswith(("   - ", "   + ")):
            told[-1] = (line[5:], told[-1][1], "") if line[3] == "-" else (told[-1][0], line[5:], "")
        elif not told[-1][2] and not line.startswith("     "):
            told[-1] = (*told[-1][:2], line)
    found = [
        next((kind for begins, kind in kinds.items() if about.startswith(begins)), "")
        for old, new, about in told
        if old == row["quoted"].partition("\n")[0] and (new in row["said"] or about.startswith("   number"))
    ]
    return max(found, default="")


@pytest.mark.parametrize("editor", EDITORS)
def test_edits_come_back_at_their_sentences_as_what_they_are(editor, out, data, real, tmp_path):
    assert len(WORD_EDITS) == 76
    before = {path.name: path.read_bytes() for path in data.glob("*.csv")}
    path = edited(out, tmp_path, editor)
    ran = briefing("import", path, "--data", data, "--out", out, "--yes")
    assert ran.code == 0, ran.err
    told, asked = (rows(data / name) for name in ("remarks.csv", "questions.csv"))
    answers = [row["answer"] for row in asked]
    if editor == STRIPPED:  # which reply is to what is gone: each is a remark of its own
        answers += [row["said"] for row in told]
        told = [{**row, "answer": "; ".join(answers)} for row in told]
    lost = [edit for edit in WORD_EDITS if not comes_back(edit, told, ran.out, answers)]
    assert len(lost) <= 3, "\n".join(map(str, lost))
    changed = {name for name, content in before.items() if (data / name).read_bytes() != content}
    assert changed == {"statements.csv", "remarks.csv", "questions.csv"}
    assert {row["by"] for row in told if "Xác minh với Thanh tra Sở." in row["said"]} == {"Trần Thị Bình"}
    if editor in (IN_TRACK, CONVERTED_TRACKED):
        assert {(row["by"], row["day"]) for row in told if "trọng tâm" in row["said"]} == {
            ("Nguyễn Văn An", "2024-06-03")
        }
    ran = briefing("import", path, "--data", data, "--out", out, "--yes")
    assert "0 sentences taken, 0 answers and 0 remarks written" in ran.out


LOST = {"an equation", "on words of a footnote"}  # by LibreOffice itself, where it has no part for formulas
SLOW = (THROUGH_LIBREOFFICE, THROUGH_ODT, CONVERTED_TRACKED)


def as_told(edit: Further, told: list[dict[str, str]], printed: str) -> bool:
    """Whether an edit is told in its section, as what it is."""
    if edit.kind == "":
        return not any(edit.quoted in row["quoted"] or edit.quoted in row["said"] for row in told)
    return any(
        row["section"].startswith(edit.section)
        and edit.quoted in row["quoted"]
        and edit.said in row["said"]
        and edit.kind in ("told", kind_of(row, printed))
        for row in told
    )


@pytest.mark.parametrize(
    "editor", [pytest.param(each, marks=pytest.mark.slow if each in SLOW else ()) for each in EDITORS]
)
def test_further_edits_come_back_in_their_sections_as_what_they_are(editor, out, data, tmp_path):
    assert len(FURTHER) == 54
    further = [each for each in FURTHER if editor not in SLOW or each.name not in LOST]
    before = {path.name: path.read_bytes() for path in data.glob("*.csv")}
    ran = briefing("import", edited(out, tmp_path, editor, further), "--data", data, "--out", out, "--yes")
    assert ran.code == 0, ran.err
    told = rows(data / "remarks.csv")
    lost = [each for each in further if not as_told(each, told, ran.out)]
    assert not lost, "\n".join(f"{each.name}: {each.section}, {each.quoted}, {each.said}" for each in lost)
    changed = {name for name, content in before.items() if (data / name).read_bytes() != content}
    assert changed == {"statements.csv", "remarks.csv"}
    assert {row["state"] for row in told if "Đã thống nhất" in row["said"]} == {"answered"}
    assert "bốn cấp" not in (data / "statements.csv").read_text(encoding="utf-8")


@pytest.mark.slow
def test_no_remark_is_void_while_what_it_is_about_says_the_same(out, data, tmp_path):
    shutil.copytree(out, tmp_path / "out")
    order = "--data", data, "--out", tmp_path / "out"
    ran = briefing("import", edited(out, tmp_path, AS_TYPED, FURTHER), *order, "--yes")
    assert ran.code == 0, ran.err
    assert briefing("build", "2024-H1", *order, "--format", "html").code == 0
    told = briefing("status", "2024-H1", *order).out
    assert told.count("open remark") == len([row for row in rows(data / "remarks.csv") if row["state"] == "open"])
    assert "void remark" not in told
