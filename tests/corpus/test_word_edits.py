"""A hundred and thirty-one edits of a report come back from Word, LibreOffice and editors that drop what they do not know, each as what it is."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import briefing
from editors import Editor, edited_in_libreoffice, saved_as
from word_edits import WORD_EDITS, WordEdit
from word_edits_libreoffice import IN_LIBREOFFICE, InLibreOffice
from word_edits_more import FURTHER, Further

from briefing.document.formats.docx.reading import read_words

AS_TYPED, IN_TRACK, STRIPPED = "typed", "tracked", "split and stripped"
THROUGH_LIBREOFFICE, THROUGH_ODT, CONVERTED_TRACKED = (
    "saved by LibreOffice",
    "by way of .odt",
    "tracked, saved by LibreOffice",
)
EDITORS = (AS_TYPED, IN_TRACK, STRIPPED, THROUGH_LIBREOFFICE, THROUGH_ODT, CONVERTED_TRACKED)
BY_LIBREOFFICE, BY_LIBREOFFICE_TRACKED = "in LibreOffice itself", "in LibreOffice itself, tracked"


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


def edited(out: Path, folder: Path, editor: str, further: Sequence[Further] = ()) -> Path:
    """The report with all edits, or with the further ones, as an editor leaves it."""
    sent = out / "2024-H1" / "briefing-du-thao-nhan-xet.docx"
    if editor in (BY_LIBREOFFICE, BY_LIBREOFFICE_TRACKED):
        edits = [edit[:4] for edit in WORD_EDITS]
        return edited_in_libreoffice(sent, folder / "own", edits, editor == BY_LIBREOFFICE_TRACKED)
    word = Editor(sent, editor in (IN_TRACK, CONVERTED_TRACKED))
    for each in further:
        each.do(word)
    for edit in () if further else WORD_EDITS:
        word.do(edit.at, edit.how, edit.old, edit.new)
    path = folder / "bao-cao.docx"
    word.save(path, editor == STRIPPED)
    if editor == THROUGH_ODT:
        path = saved_as(path, "odt", folder / "odt")
    if editor in (THROUGH_LIBREOFFICE, THROUGH_ODT, CONVERTED_TRACKED):
        path = saved_as(path, "docx", folder / "docx")
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
        or (edit.old in row["quoted"] and edit.old in row["stood"] and new in row["said"])
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
        if old + new  # not of those that are shown together
        and old == row["quoted"].partition("\n")[0]
        and (new in row["said"] or about.startswith("   number"))
    ]
    return max(found, default="")


@pytest.mark.parametrize(
    "editor",
    [
        AS_TYPED,
        *(
            pytest.param(each, marks=pytest.mark.slow)
            for each in (
                THROUGH_LIBREOFFICE,
                IN_TRACK,
                STRIPPED,
                THROUGH_ODT,
                CONVERTED_TRACKED,
                BY_LIBREOFFICE,
                BY_LIBREOFFICE_TRACKED,
            )
        ),
    ],
)
def test_edits_come_back_at_their_sentences_as_what_they_are(editor, out, data, real, tmp_path):
    assert len(WORD_EDITS) == 76
    before = {path.name: path.read_bytes() for path in data.glob("*.csv")}
    path = edited(out, tmp_path, editor)
    ran = briefing("forms", "in", path, "--data", data, "--out", out, "--yes")
    assert ran.code == 0, ran.err
    told, asked = (rows(data / name) for name in ("remarks.csv", "questions.csv"))
    answers = [row["answer"] for row in asked]
    if editor in (
        STRIPPED,
        BY_LIBREOFFICE,
        BY_LIBREOFFICE_TRACKED,
    ):  # which reply is to what is gone: each is a remark of its own
        answers += [row["said"] for row in told]
        told = [{**row, "answer": "; ".join(answers)} for row in told]
    lost = [edit for edit in WORD_EDITS if not comes_back(edit, told, ran.out, answers)]
    assert not lost, "\n".join(map(str, lost))
    changed = {name for name, content in before.items() if (data / name).read_bytes() != content}
    assert changed == {"statements.csv", "remarks.csv", "questions.csv"}
    assert {row["by"] for row in told if "Xác minh với Thanh tra Sở." in row["said"]} == {"Trần Thị Bình"}
    if editor in (IN_TRACK, CONVERTED_TRACKED):
        assert {(row["by"], row["day"]) for row in told if "trọng tâm" in row["said"]} == {
            ("Nguyễn Văn An", "2024-06-03")
        }
    ran = briefing("forms", "in", path, "--data", data, "--out", out, "--yes")
    assert "0 sentences taken, 0 answers and 0 remarks written" in ran.out


FIGURES = re.compile(r"\{[^}]*\}|\d+")
LOST = {"an equation", "on words of a footnote"}  # by LibreOffice itself, where it has no part for formulas
CONVERTED = (THROUGH_LIBREOFFICE, THROUGH_ODT, CONVERTED_TRACKED)


def as_told(edit: Further | InLibreOffice, told: list[dict[str, str]], printed: str) -> bool:
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
    "editor", [pytest.param(each, marks=() if each in (IN_TRACK, STRIPPED) else pytest.mark.slow) for each in EDITORS]
)
def test_further_edits_come_back_in_their_sections_as_what_they_are(editor, out, data, tmp_path):
    assert len(FURTHER) == 55
    further = [each for each in FURTHER if editor not in CONVERTED or each.name not in LOST]
    before = {path.name: path.read_bytes() for path in data.glob("*.csv")}
    ran = briefing("forms", "in", edited(out, tmp_path, editor, further), "--data", data, "--out", out, "--yes")
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
    ran = briefing("forms", "in", edited(out, tmp_path, AS_TYPED, FURTHER), *order, "--yes")
    assert ran.code == 0, ran.err
    assert briefing("build", "2024-H1", *order, "--format", "html").code == 0
    told = briefing("status", "2024-H1", *order).out
    assert told.count("open remark") == len([row for row in rows(data / "remarks.csv") if row["state"] == "open"])
    assert "void remark" not in told


@pytest.mark.slow
@pytest.mark.parametrize("tracked", [False, True])
def test_what_libreoffice_itself_has_edited_comes_back_at_its_sentence_as_what_it_is(tracked, out, data, tmp_path):
    sent, before = (
        out / "2024-H1" / "briefing-du-thao-nhan-xet.docx",
        (data / "statements.csv").read_text(encoding="utf-8"),
    )
    path = edited_in_libreoffice(sent, tmp_path / "own", [each.edit[:4] for each in IN_LIBREOFFICE], tracked)
    assert any(each.by for each in read_words(path.read_bytes()).paragraphs) == tracked
    untouched = {each.name: each.read_bytes() for each in data.glob("*.csv")}
    ran = briefing("forms", "in", path, "--data", data, "--out", out, "--yes")
    assert ran.code == 0, ran.err
    told = rows(data / "remarks.csv")
    lost = [each for each in IN_LIBREOFFICE if not as_told(each, told, ran.out)]
    assert not lost, "\n".join(map(str, lost))
    assert len(told) == 17  # one of each, of what was replaced everywhere four, of what looks otherwise none
    assert {(row["by"], len(row["day"])) for row in told} == {("Nguyễn Văn An", 10), ("Trần Thị Bình", 10)}
    changed = {name for name, content in untouched.items() if (data / name).read_bytes() != content}
    assert changed == {"statements.csv", "remarks.csv"}
    assert FIGURES.findall((data / "statements.csv").read_text(encoding="utf-8")) == FIGURES.findall(before)
    ran = briefing("forms", "in", path, "--data", data, "--out", out, "--yes")
    assert "0 sentences taken, 0 answers and 0 remarks written" in ran.out
