"""The words of the Word document: the document's inlines as runs, each in a content control that is named by its id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from copy import copy

from docx.oxml.ns import qn
from lxml import etree

from helpers.values.blocks import Citation, Figure, Inline, Inlines, Note, Reference, Text

from ...audience_view import APART
from .wordml import W, w, written

FLAG, CALL, NOTE = "Dấu kiểm tra", "footnote reference", "footnote text"  # styles
FIRST_NOTE = 2  # the rules above the notes are -1 and 0 in Word's files, 0 and 1 in LibreOffice's
LONGEST_TAG = 64


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

    def __init__(self, styles: dict[str, str], anchors: set[str]) -> None:
        self.styles, self.places = styles, dict[str, etree._Element]()
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

    def inlines(self, said: Inlines, **look: object) -> list[etree._Element]:
        return [*_apart([made for each in said for made in self._inline(each, look)])]

    def _inline(self, each: Inline, look: dict[str, object]) -> list[etree._Element]:
        match each:
            case Note():
                return [self._note(each)]
            case Reference(kind="flag"):  # it leads nowhere: LibreOffice spoils a link right behind a content control
                return [run(f"{APART}{each.text}", rStyle=self.styles[FLAG])]
            case Reference():
                return self._reference(each, look)
            case Text() | Figure() | Citation():
                return [self._controlled(each, look)]
        return []  # judgments, whose words the view has taken out of them

    def _controlled(self, each: Text | Figure | Citation, look: dict[str, object]) -> etree._Element:
        """What is printed from cells, in a content control: words may be changed, a number or a document is locked."""
        made = run(each.text, **look)
        if not each.id:
            return made
        lock = [] if isinstance(each, Text) else [w("lock", val="sdtContentLocked")]
        control = w("sdt", w("sdtPr", w("tag", val=tag_of(each.id)), *lock), w("sdtContent", made))
        return self.places.setdefault(each.id, control)

    def _reference(self, each: Reference, look: dict[str, object]) -> list[etree._Element]:
        text = run(each.text.replace(" ", "\u00a0"), **look)  # "mục I.2.7" is not broken
        if each.link not in self._anchors:
            return [text]
        is_counted = each.kind == "chart"
        return field(f"REF {bookmark_of(each.link)} \\h", text) if is_counted else [link(each.link, text)]

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
