"""One file that somebody edited, as it is sent back, taken in and judged: what the corpora of strangers' edits share."""

from __future__ import annotations

import copy
import csv
import re
import shutil
from pathlib import Path

import docx
from conftest import briefing
from docx.oxml.ns import qn
from editors import W14, saved_as
from lxml import etree
from word_edits_strangers import NOTHING, REFUSED, Case, Told, Word

from briefing.document.formats.docx.wordml import w

RIGHT, ELSEWHERE, REFUSAL, EXTRA, SILENT, NUMBER = (
    "right",
    "elsewhere",
    "refused",
    "told too much",
    "SILENT",
    "A NUMBER CHANGED",
)
OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # how a file begins that Word has locked with a password
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
FIGURES = re.compile(r"\{[^}]*\}|\d+")


def made(each: Case, sent: Path, folder: Path) -> Path:
    """The file that comes back."""
    word = Word(next(sent.glob("*/briefing-du-thao.docx")))
    each.edit(word)
    path = folder / (each.file or "bao-cao.docx")
    if "another" in each.finish:
        other = docx.Document()
        other.add_paragraph("Báo cáo của một đơn vị khác về công tác phòng cháy.")
        other.save(str(path))
        return path
    if "locked" in each.finish:
        path.write_bytes(OLE + bytes(4096))
        return path
    for name, leave in (("google", google_docs), ("onlyoffice", onlyoffice), ("wps", wps)):
        if name in each.finish:
            leave(word)
    if {"bare", "unmarked"} & set(each.finish):
        drop(word, "w:bookmarkStart", "w:bookmarkEnd")
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
        drop_properties(word)
    word.document.save(str(path))
    if "doc" in each.finish:
        path = saved_as(path, "doc", folder / "old")
    if {"doc", "office"} & set(each.finish):
        path = saved_as(path, "docx", folder / "office")
    return path


def drop(word: Word, *tags: str) -> None:
    for each in list(word.body.iter(*map(qn, tags))):
        each.getparent().remove(each)


def drop_properties(word: Word) -> None:
    """What names the version that was sent."""
    for part in list(word.document.part.package.rels.values()):
        if part.reltype.endswith("/custom-properties"):
            del word.document.part.package.rels[part.rId]


def google_docs(word: Word) -> None:
    """No bookmark, field, control or property of its own; notes are counted from 1, pictures named anew; each run says which way it is written."""
    drop(word, "w:bookmarkStart", "w:bookmarkEnd", "w:fldChar", "w:instrText", "w:lastRenderedPageBreak")
    drop_properties(word)
    for control in list(word.body.iter(qn("w:sdt"))):
        for inside in control.find(qn("w:sdtContent")):
            control.addprevious(inside)
        control.getparent().remove(control)
    part = word.part("/footnotes.xml")
    root = etree.fromstring(part.blob)
    for number, reference in enumerate(word.body.iter(qn("w:footnoteReference")), 1):
        note = next(one for one in root if one.get(qn("w:id")) == reference.get(qn("w:id")))
        for one in (note, reference):
            one.set(qn("w:id"), str(number))
    part._blob = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    for number, drawn in enumerate(word.body.iter(DRAWN), 1):
        drawn.set("name", f"image{number}.png")
        drawn.attrib.pop("descr", None)
    for run in word.body.iter(qn("w:r")):
        look(run).append(w("rtl", val=0))


def onlyoffice(word: Word) -> None:
    """Each paragraph has a number, each run the letters it is set in, and no property of the file is kept."""
    drop_properties(word)
    for number, paragraph in enumerate(word.body.iter(qn("w:p"))):
        paragraph.set(f"{W14}paraId", f"{number:08X}")
    for run in word.body.iter(qn("w:r")):
        look(run).append(w("lang", val="vi-VN"))


def wps(word: Word) -> None:
    """Letters with two marks are set in a run of their own, by the hint of another font."""
    for text in list(word.body.iter(qn("w:t"))):
        run = text.getparent()
        parts = re.split(r"([ếềểễệốồổỗộớờởỡợứừửữự]+)", text.text or "")
        if run.tag != qn("w:r") or len(parts) == 1 or len(run.findall(qn("w:t"))) != 1 or len(run) > 2:
            continue
        for at, part in enumerate(parts):
            if part:
                run.addprevious(after := copy.deepcopy(run))
                after.find(qn("w:t")).text = part
                after.find(qn("w:t")).set(SPACE, "preserve")
                look(after).append(w("rFonts", hint="eastAsia" if at % 2 else "default"))
        run.getparent().remove(run)


def look(run: etree._Element) -> etree._Element:
    if run.find(qn("w:rPr")) is None:
        run.insert(0, w("rPr"))
    return run.find(qn("w:rPr"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def verdict(wanted: Told, told: list[dict[str, str]]) -> str:
    """What became of one thing that somebody did."""
    said = [row for row in told if wanted.said in row["said"] and (wanted.said or wanted.quoted in row["quoted"])]
    for row in said:
        at = wanted.quoted in row["quoted"] + row["stood"] and row["section"].startswith(wanted.section)
        kind = "statement" if row["state"] == "taken" else "number" if "bị gõ đè" in row["said"] else ""
        as_it_is = (
            all(getattr(wanted, name) in ("", row[name]) for name in ("by", "day")) and wanted.answer in row["answer"]
        )
        if at and as_it_is and wanted.kind in ("", kind):
            return RIGHT
    return ELSEWHERE if said else SILENT


def judged(each: Case, data: Path, out: Path, sent: Path, folder: Path) -> tuple[str, str]:
    """The verdict, and what the command said; data, out: what it is taken into, beside the edition that was sent."""
    data = Path(shutil.copytree(data, folder / "data"))
    before = {path.name: path.read_bytes() for path in data.glob("*.csv")}
    statements, remarks = rows(data / "statements.csv"), rows(data / "remarks.csv")
    path = made(each, sent, folder)
    order = ("forms", "in", path, "--data", data, "--out", out, "--yes")
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
    if each.prints not in ran.out + ran.err:
        return SILENT, came
    worst = max(verdicts, key=[RIGHT, ELSEWHERE, SILENT].index, default=RIGHT)
    if worst == RIGHT and len(told) > (0 if each.outcome == NOTHING else each.at_most or len(each.told)):
        return EXTRA, came
    return worst, came
