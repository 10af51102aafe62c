"""The words of the Word document: paragraphs, runs, links and footnotes, from the tree for paper."""

import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias

from lxml import etree
from lxml.html import HtmlElement

from .wordml import W, w, written

FLAG = "Dấu kiểm tra"
Look: TypeAlias = dict[str, Any]  # properties of a run, see `run`
LOOKS: dict[str, Look] = {  # of runs: properties by the class or tag of the element; those of a flag are its style's
    "number": {"caps": 0},
    "unit": {"b": 0},
    "state": {"b": 0, "i": 1},
    "sup": {"vertAlign": "superscript"},
    "em": {"i": 1},
    "strong": {"b": 1},
    "del": {"strike": 1},
    "ins": {"u": "single"},
}
FIRST_NOTE = 2  # the rules above the notes are -1 and 0 in Word's files, 0 and 1 in LibreOffice's
_SPACE = re.compile(r"[ \t\r\n]+")  # what HTML folds; a no-break space stays


def run(text: str, anchor: str | None = None, **look: object) -> etree._Element:
    """Text in one look, its line breaks kept.

    anchor: the bookmark that the text links to. look: properties of the run by their names in WordprocessingML:
    rStyle, b, i, caps, strike, sz, u, vertAlign.

    >>> "".join(run("Đạt", b=1).itertext())
    'Đạt'
    """
    properties = [
        w(name, val=look[name])
        for name in ("rStyle", "b", "i", "caps", "strike", "sz", "u", "vertAlign")
        if name in look
    ]
    made = w("r", *([w("rPr", *properties)] if properties else []))
    for number, line in enumerate(text.split("\n")):
        if number:
            made.append(w("br"))
        part = w("t")
        part.text = line
        part.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(part)
    return w("hyperlink", made, anchor=anchor, history=1) if anchor else made


def field(code: str, *shown: etree._Element) -> list[etree._Element]:
    """The runs of a field, with what it shows until Word updates it; the last run ends it."""
    instruction = w("instrText")
    instruction.text = f" {code} "
    begin, separate, end = (w("r", w("fldChar", fldCharType=kind)) for kind in ("begin", "separate", "end"))
    return [begin, w("r", instruction), separate, *shown, end]


class Runs:
    """Makes paragraphs of elements and keeps what the whole file shares: the bookmarks' names and the footnotes."""

    def __init__(self, tree: HtmlElement, styles: dict[str, str]) -> None:
        self.styles = styles  # identifiers by name, see `Template`
        # hidden bookmarks, named as Word names those of its own cross-references
        self.anchors = {name: f"_Ref{number:06}" for number, name in enumerate(tree.xpath("//@id"), 1)}
        self._captioned = set(tree.xpath("//figure[figcaption]/@id"))
        self._counted: dict[str, int] = {}  # the last number of each kind of caption
        self._notes: list[etree._Element] = []

    def paragraph(
        self, style: str, runs: Sequence[etree._Element] = (), opens: HtmlElement | None = None
    ) -> etree._Element:
        """A paragraph of the style of this name; the bookmark of the section that it opens is set in it."""
        if opens is not None and opens.getparent()[0] is opens and opens.tag != "figcaption":
            runs = self._bookmarked(opens.getparent().get("id"), *runs)
        return w("p", w("pPr", w("pStyle", val=self.styles[style])), *runs)

    def _bookmarked(self, name: str | None, *runs: etree._Element) -> list[etree._Element]:
        """Runs within the bookmark of the element that has this name in the tree."""
        if not name:
            return [*runs]
        number = int(self.anchors[name].removeprefix("_Ref"))
        start, end = w("bookmarkStart", id=number, name=self.anchors[name]), w("bookmarkEnd", id=number)
        return [start, *runs, end]

    def inline(self, element: HtmlElement, **look: object) -> list[etree._Element]:
        """The runs of an element, text folded as a browser does. look: properties of all of them, see `run`."""
        runs: list[etree._Element] = []
        gap = False  # a space is due before the next word
        for piece, form in self._pieces(element, look):
            if not isinstance(piece, str):
                runs.append(piece)
                continue
            words = _SPACE.sub(" ", piece)
            gap = runs != [] and (gap or words.startswith(" "))
            if bare := words.strip(" "):
                form = {**form}
                if form.keys() & {"anchor", "field"}:  # "mục I.2.7" is not broken
                    bare = bare.replace(" ", "\u00a0")
                code = form.pop("field", "")
                if gap and (code or {"strike", "u"} & form.keys()):  # the line begins with the word, the field, too
                    runs.append(run(" "))
                    gap = False
                made = run(" " * gap + bare, **form)
                runs += field(code, made) if code else [made]
                gap = words.endswith(" ")
        return runs

    def _pieces(self, element: HtmlElement, look: Look) -> Iterator[tuple[str | etree._Element, Look]]:
        """Texts with the look they have, and whole runs, in reading order."""
        if element.text:
            yield element.text, look
        for child in element.iterchildren("*"):
            yield from self._piece(child, look)
            if child.tail:
                yield child.tail, look

    def _piece(self, child: HtmlElement, look: Look) -> Iterator[tuple[str | etree._Element, Look]]:
        kind = child.get("class") or ""
        flag = {"rStyle": self.styles[FLAG]}
        look = {**look, **(flag if kind == "flag" else LOOKS.get(kind, LOOKS.get(child.tag, {})))}
        if kind == "footnote":
            yield self._footnote(child), look
            return
        if kind == "number" and child.getparent().tag == "figcaption":
            yield from self._numbered(child, look)
            return
        if child.tag == "br" or kind == "title":
            yield w("r", w("br")), look
        if child.get("href", "").startswith("#"):
            name = child.get("href")[1:]
            at = self.anchors.get(name)
            look |= {"field": f"REF {at} \\h"} if name in self._captioned else {"anchor": at}
        yield from self._pieces(child, look)
        if kind == "corrected":
            yield " (đính chính)", look

    def _numbered(self, child: HtmlElement, look: Look) -> Iterator[tuple[str | etree._Element, Look]]:
        """The label and number of a caption, such that Word counts again when a figure is added or taken out.

        Where the count is not the file's own (an appendix in a file of its own) its number is said.
        """
        label, number = child.text_content().rstrip(".").split()
        follows = int(number) == self._counted.get(label, 0) + 1
        self._counted[label] = int(number)
        start, end = self._bookmarked(child.getparent().getparent().get("id"))
        yield start, look
        yield f"{label} ", look
        yield number, {**look, "field": f"SEQ {label} \\* ARABIC" + ("" if follows else f" \\r {number}")}
        yield end, look
        yield ".", look

    def _footnote(self, span: HtmlElement) -> etree._Element:
        """Keep a footnote for its part of the file, and give the run that calls it."""
        number = len(self._notes) + FIRST_NOTE
        style = self.styles["footnote reference"]
        mark = w("r", w("rPr", w("rStyle", val=style)), w("footnoteRef"))
        text = self.paragraph("footnote text", [mark, run(" "), *self.inline(span)])
        self._notes.append(w("footnote", text, id=number))
        return w("r", w("rPr", w("rStyle", val=style)), w("footnoteReference", id=number))

    def footnotes(self, part: bytes) -> bytes:
        """The part of the file that holds the footnotes: the template's rules above them, then those of the text."""
        root = etree.fromstring(part)
        root[:] = [note for note in root if note.get(f"{W}type")] + self._notes
        return written(root)
