"""Seventy-six edits of a report come back from Word, LibreOffice and editors that drop what they do not know, each as what it is."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import briefing
from editors import Editor
from word_edits import WORD_EDITS, WordEdit

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


def edited(out: Path, folder: Path, editor: str) -> Path:
    """The report with all edits, as an editor leaves it."""
    word = Editor(out / "2024-H1" / "briefing-du-thao-nhan-xet.docx", editor in (IN_TRACK, CONVERTED_TRACKED))
    for edit in WORD_EDITS:
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
    lines = printed.splitlines()
    at = next(number for number, line in enumerate(lines) if line == f"   - {row['quoted']}")
    about = next(line for line in lines[at:] if line.startswith("   ") and line[3] not in "-+")
    kinds = {
        "   sentence of": "sentence",
        "   words of": "sentence",
        "   cell of": "row",
        "   number": "number",
        "   remark": "remark",
    }
    return next(kind for begins, kind in kinds.items() if about.startswith(begins))


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
