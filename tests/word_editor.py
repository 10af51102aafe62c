"""Somebody who edits a Word file, as typed or tracked."""

from __future__ import annotations

import copy
import shutil
import subprocess
from pathlib import Path

import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.text.run import Run
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
TRACKED = {"author": "Nguyễn Văn An", "date": "2024-06-03T08:30:00Z"}


def w(name: str, *children: etree._Element, **attributes: object) -> etree._Element:
    """An element of a Word file."""
    made = etree.Element(W + name, {W + key: str(value) for key, value in attributes.items()}, nsmap={"w": W[1:-1]})
    made.extend(children)
    return made


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
        self.replies: list[tuple[str, str]] = []

    def paragraph(self, at: str) -> etree._Element:
        """The paragraph that begins so."""
        every = self.word.element.body.xpath(".//w:p[not(ancestor::w:sdt)]")
        (found, *_more) = [each for each in every if " ".join(text_of(each).split()).startswith(at)]
        return found

    def do(self, at: str, how: str, old: str, new: str) -> None:
        """Edit the paragraph that begins so."""
        paragraph = self.paragraph(at)
        text = text_of(paragraph)
        if how == "replace":
            self._replace(runs_of(paragraph, text.index(old), text.index(old) + len(old)), new)
        elif how == "delete":
            self._delete(paragraph)
        elif how == "insert":
            self._insert(paragraph, new)
        elif how == "comment":
            runs = runs_of(paragraph, text.index(old), text.index(old) + len(old))
            self.word.add_comment([Run(each, None) for each in runs], new, author="Trần Thị Bình", initials="TTB")
        elif how == "reply":
            self._reply(old, new)

    def _reply(self, said: str, new: str) -> None:
        """Answer the comment that says something in a reply of one's own, as Word keeps those."""
        comments = next(part for part in self.word.part.package.iter_parts() if part.partname == "/word/comments.xml")
        asked = next(each for each in comments.element if said in "".join(each.itertext(f"{W}t")))
        number = str(len(comments.element) + 70)
        made = w("comment", w("p", w("r", w("t"))), id=number, **{**TRACKED, "author": "Lê Văn Cường"})
        made[0].set(f"{W14}paraId", f"0000{number}")
        made.find(f".//{W}t").text = new
        asked[-1].set(f"{W14}paraId", asked[-1].get(f"{W14}paraId") or f"0000A{asked.get(f'{W}id'):0>2}")
        self.replies.append((asked[-1].get(f"{W14}paraId"), f"0000{number}"))
        asked.addnext(made)
        marks = self.word.element.iter(f"{W}commentReference")
        mark = next(each for each in marks if each.get(f"{W}id") == asked.get(f"{W}id"))
        mark.getparent().addnext(w("r", w("commentReference", id=number)))

    def _threads(self) -> None:
        """Word's part that says which comment is a reply to which."""
        names = dict.fromkeys(name for pair in self.replies for name in pair)
        above = {reply: asked for asked, reply in self.replies}
        every = "".join(
            f'<w15:commentEx w15:paraId="{name}"{f""" w15:paraIdParent="{above[name]}" """ if name in above else ""} w15:done="0"/>'
            for name in names
        )
        space = "http://schemas.microsoft.com/office/word/2012/wordml"
        content = f'<w15:commentsEx xmlns:w15="{space}">{every}</w15:commentsEx>'.encode()
        kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
        part = Part(PackURI("/word/commentsExtended.xml"), kind, content, self.word.part.package)
        self.word.part.relate_to(part, "http://schemas.microsoft.com/office/2011/relationships/commentsExtended")

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

    def save(self, path: Path) -> None:
        if self.replies:
            self._threads()
        self.word.save(str(path))


def libreoffice(profile: Path, *arguments: object) -> int:
    """Run LibreOffice with a profile of its own; gives its exit code. Where there is none the test is left out."""
    if not shutil.which("soffice"):
        pytest.skip("needs LibreOffice")
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", *arguments]
    return subprocess.run(command, capture_output=True, timeout=300).returncode


def saved_as(path: Path, kind: str, folder: Path) -> Path:
    """A file saved by LibreOffice in another kind, in a folder."""
    assert libreoffice(folder / "profile", "--convert-to", kind, "--outdir", folder, path) == 0
    return folder / path.with_suffix(f".{kind}").name
