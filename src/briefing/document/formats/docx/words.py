"""The words of the Word document: the document's inlines as runs, each in a content control that is named by its id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from copy import copy

from docx.oxml.ns import qn
from lxml import etree

from helpers.values.blocks import Citation, Figure, Inline, Inlines, Judgment, Note, Reference, Text

from ...model import DRAFT, FINAL, Annotation, Document
from .wordml import W, w, written

FLAG, CALL, NOTE = "Dấu kiểm tra", "footnote reference", "footnote text"  # styles
FIRST_NOTE = 2  # the rules above the notes are -1 and 0 in Word's files, 0 and 1 in LibreOffice's
LONGEST_TAG = 64
APART = "\u202f"  # a narrow space at which no line ends


def tag_of(id_: str) -> str:
    """The name of an inline's content control, which Word keeps to 64 letters.

    >>> tag_of("directions-1/4"), tag_of("x" * 65)
    ('directions-1/4', '#9537c5fdf120482f')
    """
    return id_ if len(id_) <= LONGEST_TAG else f"#{_digest(id_)}"


def bookmark_of(id_: str) -> str:
    """The name of the bookmark around a block."""
    return f"b_{_digest(id_)}"


def _digest(id_: str) -> str:
    return hashlib.sha256(id_.encode()).hexdigest()[:16]


def run(text: str, **look: object) -> etree._Element:
    """Text in one look, its line breaks kept. look: properties of the run by their names in WordprocessingML, in its order.

    >>> "".join(run("Đạt", b=1).itertext())
    'Đạt'
    """
    made = w("r", *([w("rPr", *(w(name, val=value) for name, value in look.items()))] if look else []))
    for number, line in enumerate(text.split("\n")):
        if number:
            made.append(w("br"))
        part = w("t")
        part.text = line
        part.set(qn("xml:space"), "preserve")
        made.append(part)
    return made


def link(to: str, text: etree._Element) -> etree._Element:
    return w("hyperlink", text, anchor=bookmark_of(to), history=1)


def _apart(made: list[etree._Element]) -> Iterator[etree._Element]:
    """Elements of a line, with no link right beside a content control: LibreOffice would spoil the file."""
    for at, each in enumerate(made):
        beside = (*made[:at][-1:], *made[at + 1 :][:1])
        is_link = each.tag == f"{W}hyperlink" and any(other.tag == f"{W}sdt" for other in beside)
        yield each[0] if is_link else each


def field(code: str, shown: etree._Element) -> list[etree._Element]:
    """The runs of a field, with what it shows until Word updates it."""
    instruction = w("instrText")
    instruction.text = f" {code} "
    begin, separate, end = (w("r", w("fldChar", fldCharType=kind)) for kind in ("begin", "separate", "end"))
    return [begin, w("r", instruction), separate, shown, end]


class Words:
    """Makes paragraphs, and keeps what the whole file shares.

    styles: identifiers by name; anchors: what links of this file can lead to. places: the elements that print what has an id.
    """

    def __init__(self, document: Document, final: bool, styles: dict[str, str], anchors: set[str]) -> None:
        self.styles, self.places = styles, dict[str, etree._Element]()
        self.said = document.annotations_of(FINAL if final else DRAFT)
        self._final, self._day = final, document.day if final else ""
        self._anchors = anchors
        self._notes: list[etree._Element] = []

    def paragraph(self, style: str, runs: Sequence[etree._Element] = (), *ids: str) -> etree._Element:
        """A paragraph in the style of this name, in a bookmark for each id."""
        for id_ in filter(None, ids):
            runs = self.bookmarked(id_, *runs)
        return w("p", w("pPr", w("pStyle", val=self.styles[style])), *runs)

    def bookmarked(self, id_: str, *runs: etree._Element) -> list[etree._Element]:
        if id_ in self.places:
            return [*runs]
        number = len(self.places) + 1
        self.places[id_] = start = w("bookmarkStart", id=number, name=bookmark_of(id_))
        return [start, *runs, w("bookmarkEnd", id=number)]

    def inlines(self, said: Inlines, flagged: bool = True, **look: object) -> list[etree._Element]:
        """Inlines with what the audience is told of them. flagged: with the numbers of findings."""
        made: list[etree._Element] = []
        for each in said:
            made += self._inline(each, flagged, look)
            made += self.behind(getattr(each, "id", ""), flagged)
        return [*_apart(made)]

    def _inline(self, each: Inline, flagged: bool, look: dict[str, object]) -> list[etree._Element]:
        match each:
            case Note():
                return [self._note(each)]
            case Judgment():
                return self.inlines(each.inlines, flagged, **look)
            case Reference():
                return self._reference(each, look)
            case Text() if self._day and each.since[: len(self._day)] > self._day:
                return []  # a final copy of a day cannot know it
        if not (stated := self.marks(each.id, "stated")):
            return [self._controlled(each, look)]
        before = run(f"{', '.join(mark.label for mark in stated)} (tính lại được ", **look)
        return [before, self._controlled(each, look), run(")", **look)]

    def _controlled(self, each: Text | Figure | Citation, look: dict[str, object]) -> etree._Element:
        """What is printed from cells, in a content control: words may be changed, a number or a document is locked."""
        made = run(each.text, **look)
        if not each.id:
            return made
        lock = [] if isinstance(each, Text) else [w("lock", val="sdtContentLocked")]
        control = w("sdt", w("sdtPr", w("tag", val=tag_of(each.id)), *lock), w("sdtContent", made))
        return self.places.setdefault(each.id, control)

    def _reference(self, each: Reference, look: dict[str, object]) -> list[etree._Element]:
        if each.kind == "mark":
            return [] if self._final else self.flag(each.text)
        text = run(each.text.replace(" ", "\u00a0"), **look)  # "mục I.2.7" is not broken
        made = [text]
        if each.link in self._anchors and each.kind == "chart":
            made = field(f"REF {bookmark_of(each.link)} \\h", text)
        elif each.link in self._anchors:
            made = [link(each.link, text)]
        return [*([run(each.before)] if each.before else []), *made, *([run(each.after)] if each.after else [])]

    def marks(self, id_: str, *kinds: str) -> list[Annotation]:
        return [mark for mark in self.said.get(id_, ()) if mark.kind in kinds] if id_ else []

    def behind(self, id_: str, flagged: bool = True) -> list[etree._Element]:
        """What is printed behind its target."""
        corrected = [run(" (đính\u00a0chính)") for _ in self.marks(id_, "corrected")]
        revised = [run(f"\u00a0{mark.label}") for mark in self.marks(id_, "revised") if mark.label]
        flags = self.marks(id_, "finding", "unconfirmed", "remark") if flagged else []
        return [*corrected, *revised, *(each for mark in flags for each in self.flag(mark.label))]

    def linked(self, text: str, to: str) -> etree._Element:
        """Words that lead to a place, if the file has it."""
        return link(to, run(text)) if to in self._anchors else run(text)

    def flag(self, label: str) -> list[etree._Element]:
        """The number of a finding. It does not lead there: LibreOffice spoils a file with a link right behind a content control."""
        return [run(f"{APART}{label}", rStyle=self.styles[FLAG])]

    def _note(self, note: Note) -> etree._Element:
        """Keep a footnote for its part of the file, and give the run that calls it."""
        number = len(self._notes) + FIRST_NOTE
        called = w("rPr", w("rStyle", val=self.styles[CALL]))
        text = self.paragraph(NOTE, [w("r", copy(called), w("footnoteRef")), run(" "), *self.inlines(note.inlines)])
        self._notes.append(w("footnote", text, id=number))
        return w("r", called, w("footnoteReference", id=number))

    def footnotes(self, part: bytes) -> bytes:
        """The part of the file that holds the footnotes: the template's rules above them, then those of the text."""
        root = etree.fromstring(part)
        root[:] = [note for note in root if note.get(f"{W}type")] + self._notes
        return written(root)
