"""Sixty edits of people who do not know the program, each in a file of its own: how many come back as what they are, and none silently."""

from __future__ import annotations

import copy
import csv
import re
import shutil
from collections import Counter
from pathlib import Path

import docx
import pytest
from conftest import briefing
from docx.oxml.ns import qn
from editors import saved_as
from word_edits_strangers import CASES, NOTHING, REFUSED, Case, Told, Word

RIGHT, ELSEWHERE, REFUSAL, EXTRA, SILENT, NUMBER = (
    "right",
    "elsewhere",
    "refused",
    "told too much",
    "SILENT",
    "A NUMBER CHANGED",
)
FIGURES = re.compile(r"\{[^}]*\}|\d+")


@pytest.fixture(scope="module")
def sent(real, tmp_path_factory) -> Path:
    """The published edition with its Word file, as it was sent."""
    out = tmp_path_factory.mktemp("sent")
    shutil.copytree(real.folder, out / "2024-H1")
    ran = briefing("build", "2024-H1", "--data", real.data, "--out", out, "--format", "docx")
    assert ran.code == 0, ran.err
    return out


@pytest.fixture(scope="module")
def later(sent, real, tmp_path_factory) -> tuple[Path, Path]:
    """The same edition two builds on: in each another sentence has changed."""
    folder = tmp_path_factory.mktemp("later")
    data, out = shutil.copytree(real.data, folder / "data"), shutil.copytree(sent, folder / "out")
    path = data / "statements.csv"
    for old, new in (
        ("Không có kiến nghị, đề xuất.", "Sở không có kiến nghị."),
        ("Nền tảng khảo sát VNForm", "Hệ thống khảo sát VNForm"),
    ):
        assert old in path.read_text(encoding="utf-8")
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        assert briefing("build", "2024-H1", "--data", data, "--out", out, "--format", "html").code == 0
    return data, out


def made(each: Case, sent: Path, folder: Path) -> Path:
    """The file that comes back."""
    word = Word(sent / "2024-H1" / "briefing-du-thao.docx")
    each.edit(word)
    path = folder / (each.file or "bao-cao.docx")
    if "another" in each.finish:
        other = docx.Document()
        other.add_paragraph("Báo cáo của một đơn vị khác về công tác phòng cháy.")
        other.save(str(path))
        return path
    if {"bare", "unmarked"} & set(each.finish):
        for mark in list(word.body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
            mark.getparent().remove(mark)
        for text in list(word.body.iter(qn("w:t"))):
            run = text.getparent()
            if (
                run.tag == qn("w:r")
                and len(run.findall(qn("w:t"))) == len(run.findall("*")) == 1
                and len(text.text or "") > 9
            ):
                after = docx.text.run.Run(run, None)
                second = copy.deepcopy(run)
                run.addnext(second)
                after.text, docx.text.run.Run(second, None).text = text.text[:7], text.text[7:]
    if "bare" in each.finish:
        for part in list(word.document.part.package.rels.values()):
            if part.reltype.endswith("/custom-properties"):
                del word.document.part.package.rels[part.rId]
    word.document.save(str(path))
    if "office" in each.finish:
        path = saved_as(path, "docx", folder / "office")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def verdict(wanted: Told, told: list[dict[str, str]]) -> str:
    """What became of one thing that somebody did."""
    said = [row for row in told if wanted.said in row["said"] and (wanted.said or wanted.quoted in row["quoted"])]
    for row in said:
        at = wanted.quoted in row["quoted"] + row["stood"] and row["section"].startswith(wanted.section)
        kind = "statement" if row["state"] == "taken" else "number" if "bị gõ đè" in row["said"] else ""
        if at and wanted.kind in ("", kind):
            return RIGHT
    return ELSEWHERE if said else SILENT


def judged(each: Case, sent: Path, real, later, folder: Path) -> tuple[str, str]:
    data, out = later if each.state == "later" else (real.data, sent)
    data = Path(shutil.copytree(data, folder / "data"))
    before = {path.name: path.read_bytes() for path in data.glob("*.csv")}
    statements, remarks = rows(data / "statements.csv"), rows(data / "remarks.csv")
    path = made(each, sent, folder)
    order = ("import", path, "--data", data, "--out", out, "--yes")
    ran = briefing(*order)
    again = briefing(*order) if each.twice else None
    told = [row for row in rows(data / "remarks.csv") if row not in remarks]
    changed = [(old, new) for old, new in zip(statements, rows(data / "statements.csv"), strict=True) if old != new]
    came = f"exit {ran.code}\n{ran.out}{ran.err}"
    touched = {name for name, content in before.items() if (data / name).read_bytes() != content} - {
        "remarks.csv",
        "statements.csv",
    }
    if touched or any(FIGURES.findall(old["text"]) != FIGURES.findall(new["text"]) for old, new in changed):
        return NUMBER, came
    if each.outcome == REFUSED:
        return (RIGHT if ran.code == 2 and ran.err.strip() and "Traceback" not in ran.err else SILENT), came
    if ran.code:
        return REFUSAL, came
    if again and "0 sentences taken, 0 answers and 0 remarks written" not in again.out:
        return EXTRA, came + again.out
    verdicts = [verdict(wanted, told) for wanted in each.told]
    worst = max(verdicts, key=[RIGHT, ELSEWHERE, SILENT].index, default=RIGHT)
    if worst == RIGHT and len(told) > (0 if each.outcome == NOTHING else each.at_most or len(each.told)):
        return EXTRA, came
    return worst, came


@pytest.mark.slow
def test_sixty_edits_of_strangers_come_back(sent, real, later, tmp_path):
    assert len(CASES) == 60
    verdicts = {}
    for number, each in enumerate(CASES):
        (folder := tmp_path / str(number)).mkdir()
        verdicts[each.name] = judged(each, sent, real, later, folder)
        shutil.rmtree(folder / "profile", ignore_errors=True)
    counts = Counter(result for result, _came in verdicts.values())
    wrong = "\n\n".join(f"{result}: {name}: {came}" for name, (result, came) in verdicts.items() if result != RIGHT)
    assert counts == {RIGHT: 60}, f"{counts}\n{wrong}"
