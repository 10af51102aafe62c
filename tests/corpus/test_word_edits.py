"""Sixty edits of a report come back from Word, LibreOffice and editors that drop what they do not know, each as what it is."""

from __future__ import annotations

import copy
import csv
import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from conftest import briefing
from docx.text.run import Run
from lxml import etree
from word_edits import WORD_EDITS, WordEdit

from briefing.document.formats.docx.wordml import W, w

TRACKED = {"author": "Nguyễn Văn An", "date": "2024-06-03T08:30:00Z"}
AS_TYPED, IN_TRACK, STRIPPED = "typed", "tracked", "split and stripped"
THROUGH_LIBREOFFICE, THROUGH_ODT, CONVERTED_TRACKED = (
    "saved by LibreOffice",
    "by way of .odt",
    "tracked, saved by LibreOffice",
)
EDITORS = (AS_TYPED, IN_TRACK, STRIPPED, THROUGH_LIBREOFFICE, THROUGH_ODT, CONVERTED_TRACKED)


@pytest.fixture(scope="module")
def out(real, tmp_path_factory) -> Path:
    """The published edition with its Word file."""
    out = tmp_path_factory.mktemp("sent")
    shutil.copytree(real.folder, out / "2024-H1")
    ran = briefing("build", "2024-H1", "--data", real.data, "--out", out, "--format", "docx")
    assert ran.code == 0, ran.err
    return out


@pytest.fixture
def data(real, tmp_path) -> Path:
    return Path(shutil.copytree(real.data, tmp_path / "data"))


def text_of(paragraph: etree._Element) -> str:
    """What a paragraph shows; a letter for a letter."""
    return "".join(
        (each.text or "") if each.tag == f"{W}t" else " " for each in paragraph.iter(f"{W}t", f"{W}br")
    ).replace("\u00a0", " ")


def runs_of(paragraph: etree._Element, start: int, end: int) -> list[etree._Element]:
    """The runs that have just the letters between two places, cut where they begin or end within one."""
    found, at = [], 0
    for run in list(paragraph.iter(f"{W}r")):
        texts = run.findall(f"{W}t")
        size = sum(len(each.text or "") for each in texts) + len(run.findall(f"{W}br"))
        first, last = max(start - at, 0), min(end - at, size)
        if first < last and len(texts) == 1:
            words = texts[0].text
            parts = [words[:first], words[first:last], words[last:]]
            for part in parts:
                if part:
                    made = copy.deepcopy(run)
                    made.find(f"{W}t").text = part
                    made.find(f"{W}t").set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                    run.addprevious(made)
                    if part is parts[1]:
                        found.append(made)
            run.getparent().remove(run)
        at += size
    return found


class Editor:
    """A Word file that somebody edits. tracked: with Word's own record of it."""

    def __init__(self, path: Path, tracked: bool) -> None:
        self.word, self.tracked = docx.Document(str(path)), tracked
        self.revision = 9000

    def paragraph(self, at: str) -> etree._Element:
        """The paragraph that begins so."""
        every = self.word.element.body.xpath(".//w:p[not(ancestor::w:sdt)]")
        (found, *_more) = [each for each in every if " ".join(text_of(each).split()).startswith(at)]
        return found

    def do(self, edit: WordEdit) -> None:
        paragraph = self.paragraph(edit.at)
        text = text_of(paragraph)
        if edit.how == "replace":
            self._replace(runs_of(paragraph, text.index(edit.old), text.index(edit.old) + len(edit.old)), edit.new)
        elif edit.how == "delete":
            self._delete(paragraph)
        elif edit.how == "insert":
            self._insert(paragraph, edit.new)
        elif edit.how == "move":
            self._insert(self.paragraph(edit.new), " ".join(text.split()))
            self._delete(paragraph)
        elif edit.how == "comment":
            runs = runs_of(paragraph, text.index(edit.old), text.index(edit.old) + len(edit.old))
            self.word.add_comment([Run(each, None) for each in runs], edit.new, author="Trần Thị Bình", initials="TTB")
        elif edit.how == "split":
            below = copy.deepcopy(paragraph)
            cut = text.index(edit.old) + len(edit.old)
            for half, (first, last) in ((paragraph, (cut, len(text))), (below, (0, cut))):
                for run in runs_of(half, first, last):
                    run.getparent().remove(run)
            paragraph.addnext(below)
        elif edit.how == "join":
            below = paragraph.getnext()
            paragraph.append(w("r", space := w("t")))
            space.text = " "
            space.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            for run in below.findall(f"{W}r"):
                paragraph.append(run)
            below.getparent().remove(below)

    def _mark(self, kind: str, *runs: etree._Element) -> etree._Element:
        self.revision += 1
        return w(kind, *runs, id=self.revision, **TRACKED)

    def _replace(self, runs: list[etree._Element], new: str) -> None:
        added = copy.deepcopy(runs[0])
        added.find(f"{W}t").text = new
        runs[-1].addnext(self._mark("ins", added) if self.tracked else added)
        for run in runs:
            self._take(run)

    def _take(self, run: etree._Element) -> None:
        if not self.tracked:
            run.getparent().remove(run)
            return
        mark = self._mark("del")
        run.addprevious(mark)
        mark.append(run)
        for text in run.findall(f"{W}t"):
            text.tag = f"{W}delText"

    def _delete(self, paragraph: etree._Element) -> None:
        if not self.tracked:
            paragraph.getparent().remove(paragraph)
            return
        for run in list(paragraph.iter(f"{W}r")):
            self._take(run)

    def _insert(self, above: etree._Element, words: str) -> None:
        text = w("t")
        text.text = words
        run = w("r", text)
        above.addnext(w("p", self._mark("ins", run) if self.tracked else run))

    def strip(self) -> None:
        """Runs cut in two, with the numbers that Word gives them; no bookmark, no property of the file."""
        for run in list(self.word.element.body.iter(f"{W}r")):
            text = run.find(f"{W}t")
            if text is not None and len(run.findall(f"{W}t")) == 1 and len(text.text or "") > 8:
                half = copy.deepcopy(run)
                text.text, half.find(f"{W}t").text = text.text[:5], text.text[5:]
                for each in (text, half.find(f"{W}t")):
                    each.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                half.set(f"{W}rsidR", "00A77B3E")
                run.addnext(half)
        for mark in self.word.element.xpath("//w:bookmarkStart | //w:bookmarkEnd"):
            mark.getparent().remove(mark)

    def save(self, path: Path, stripped: bool) -> None:
        if stripped:
            self.strip()
        buffer = io.BytesIO()
        self.word.save(buffer)
        with zipfile.ZipFile(buffer) as made, zipfile.ZipFile(path, "w") as target:
            for name in made.namelist():
                content = made.read(name)
                if stripped and name == "docProps/custom.xml":
                    content = re.sub(rb"<property .*</property>", b"", content)
                target.writestr(name, content)


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
    """The report with all sixty edits, as an editor leaves it."""
    word = Editor(out / "2024-H1" / "briefing-du-thao.docx", editor in (IN_TRACK, CONVERTED_TRACKED))
    for edit in WORD_EDITS:
        word.do(edit)
    path = folder / "bao-cao.docx"
    word.save(path, editor == STRIPPED)
    if editor == THROUGH_ODT:
        path = libreoffice(path, "odt", folder / "odt")
    if editor in (THROUGH_LIBREOFFICE, THROUGH_ODT, CONVERTED_TRACKED):
        path = libreoffice(path, "docx", folder / "docx")
    return path


def comes_back(edit: WordEdit, told: list[dict[str, str]], printed: str) -> bool:
    """Whether an edit is told at its paragraph, as what it is."""
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
def test_sixty_edits_come_back_at_their_sentences_as_what_they_are(editor, out, data, real, tmp_path):
    assert len(WORD_EDITS) == 60
    before = {path.name: path.read_bytes() for path in data.glob("*.csv")}
    path = edited(out, tmp_path, editor)
    ran = briefing("import", path, "--data", data, "--out", out, "--yes")
    assert ran.code == 0, ran.err
    with (data / "remarks.csv").open(encoding="utf-8", newline="") as file:
        told = list(csv.DictReader(file))
    lost = [edit for edit in WORD_EDITS if not comes_back(edit, told, ran.out)]
    assert len(lost) <= 3, "\n".join(map(str, lost))
    changed = {name for name, content in before.items() if (data / name).read_bytes() != content}
    assert changed == {"statements.csv", "remarks.csv"}
    assert {row["by"] for row in told if "Xác minh với Thanh tra Sở." in row["said"]} == {"Trần Thị Bình"}
    if editor in (IN_TRACK, CONVERTED_TRACKED):
        assert {(row["by"], row["day"]) for row in told if "trọng tâm" in row["said"]} == {
            ("Nguyễn Văn An", "2024-06-03")
        }
    ran = briefing("import", path, "--data", data, "--out", out, "--yes")
    assert "0 sentences taken, 0 remarks written" in ran.out
