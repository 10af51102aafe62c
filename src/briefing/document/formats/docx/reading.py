"""The words of a Word file, paragraph by paragraph, with what people changed in them and said of them.

Read the same way when the file is made and when it comes back from Word, LibreOffice or another editor, so that what
nobody touched is equal. Nothing in a file is run, followed or fetched; one that would have it so is refused.
"""

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from itertools import chain
from posixpath import join
from typing import NamedTuple

from lxml import etree

from helpers.i18n import _

from .... import untrusted_files
from .wordml import DRAWING, W, style_of

PROPERTY, PREFIX = "briefing", "_c"  # of the file: what it says; of the hidden bookmarks that name its sentences
ASKS, ANSWER = "briefing", "Trả lời:"  # who asks in comments of ours; what answers are typed behind
CUSTOM = "docProps/custom.xml"
PICTURE = "Hình "  # how the report's pictures are named, with their numbers
_MARGINS = {"header": "[Đầu trang]", "footer": "[Chân trang]"}  # parts whose lines are on each page, as they are told
_W14, _W15 = (f"{{http://schemas.microsoft.com/office/word/{year}/wordml}}" for year in (2010, 2012))
_AGAIN = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # a text box again, for old programs
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
_TEXT = {f"{W}br": " ", f"{W}cr": " ", f"{W}tab": " ", f"{W}noBreakHyphen": "-"}
_GONE = [f"{W}{name}" for name in ("strike", "dstrike", "vanish")]  # of runs: words crossed out or hidden by hand
_GREY = 64  # of 255: a colour whose red, green and blue differ less is no colour to a reader
_ADDED, _TAKEN = (tuple(W + name for name in names.split()) for names in ("ins moveTo cellIns", "del moveFrom cellDel"))
_HEADING = "heading "  # how each program names these styles, whatever it shows
_NOTES = {f"{W}{kind}Reference": f"{W}{kind}" for kind in ("footnote", "endnote")}
_CLEAN = _("open it in Word or LibreOffice and save it as a Word document (.docx)")


class Comment(NamedTuple):
    """What somebody said. about: the words that it is set at. done: it was marked as settled. replies: in their order."""

    by: str
    day: str
    said: str
    about: str = ""
    done: bool = False
    replies: tuple["Comment", ...] = ()
    mark: str = ""  # of a question of ours: of its words

    @property
    def answer(self) -> str:
        """What others said to it, each with who and when."""
        who = (", ".join(filter(None, (each.by, each.day))) for each in self.replies)
        return "; ".join(f"{each.said} ({by})" if by else each.said for each, by in zip(self.replies, who, strict=True))


class Paragraph(NamedTuple):
    """text: with all changes. before: with none of the tracked ones. names: of the sentences whose bookmarks it has.

    by: who changed something, with the day, as tracked. beside: of a note, the words of the paragraph that it is to, "" where
    its mark is gone. picture: a digest of that which the report has there. rank: of a heading, else ""; None where nobody knows.
    """

    text: str
    before: str = ""
    names: tuple[str, ...] = ()
    by: tuple[tuple[str, str], ...] = ()
    comments: tuple[Comment, ...] = ()
    picture: str = ""
    beside: str = ""
    rank: str | None = None


class WordFile(NamedTuple):
    """says: the digest of the contents that it was made of, as it names them; by, day: of who saved it last.

    entries: those of the table of contents.
    """

    says: str
    by: str
    day: str
    paragraphs: tuple[Paragraph, ...]
    entries: tuple[str, ...] = ()


def read_words(content: bytes) -> WordFile:
    """What a Word file says. Raises NotRead for what is none (see `untrusted_files.office_parts`)."""
    parts, trees = untrusted_files.office_parts(content, "word/document.xml", _("a Word document (.docx)"), _CLEAN)
    comments = _comments(trees)
    links = trees.get("word/_rels/document.xml.rels", ())
    files = {link.get("Id"): parts.get(join("/word", link.get("Target") or "")[1:], b"") for link in links}
    reader = _Reader(comments, _styles(trees.get("word/styles.xml")), files)
    margins = {
        paragraph._replace(text=f"{label} {paragraph.text}", before=f"{label} {paragraph.before}"): None
        for kind, label in _MARGINS.items()
        for name in sorted(trees)
        if name.startswith(f"word/{kind}")
        for paragraph in reader.paragraphs(trees[name])
    }
    bodies = [trees[name] for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml") if name in trees]
    # those of margins once, on however many kinds of pages they stand
    paragraphs = [*margins, *chain.from_iterable(map(reader.paragraphs, bodies))]
    if comments and paragraphs:  # set where nothing is read, as in the contents
        paragraphs[-1] = paragraphs[-1]._replace(comments=(*paragraphs[-1].comments, *comments.values()))
    custom, core = trees.get(CUSTOM), trees.get("docProps/core.xml")
    says = "" if custom is None else custom.xpath(f"string(//*[@name='{PROPERTY}'])")
    by, saved = (
        "" if core is None else core.xpath(f"string(//*[local-name()='{name}'])")
        for name in ("lastModifiedBy", "modified")
    )
    return WordFile(_plain(says), _plain(by), _day(saved), tuple(paragraphs), tuple(reader.entries))


def _styles(styles: etree._Element | None) -> dict[str, str]:
    """The names of styles by their identifiers, which each program makes up."""
    every = () if styles is None else styles.iter(f"{W}name")
    return {name.getparent().get(f"{W}styleId", ""): name.get(f"{W}val", "").lower() for name in every}


def _comments(trees: dict[str, etree._Element]) -> dict[str, Comment]:
    """The comments by their ids, each with its replies, which are no comments of their own."""
    root, more = trees.get("word/comments.xml"), trees.get("word/commentsExtended.xml")
    about = {} if more is None else {each.get(f"{_W15}paraId"): each for each in more}
    found: dict[str, Comment] = {}
    threads: dict[str, str] = {}  # the paragraphs of a comment → the comment that it belongs to
    for comment in () if root is None else root.iter(f"{W}comment"):
        name, paragraphs = comment.get(f"{W}id", ""), list(comment.iter(f"{W}p"))
        told = [about[key] for each in paragraphs if (key := each.get(f"{_W14}paraId")) in about]
        by, day = _who(comment)
        said = _lines(paragraphs)
        done = any(each.get(f"{_W15}done") in ("1", "true") for each in told)
        made = Comment(by, day, said, done=done, mark=comment.get(f"{W}initials", ""))
        first = next((threads[up] for each in told if (up := each.get(f"{_W15}paraIdParent")) in threads), name)
        threads |= {key: first for each in paragraphs if (key := each.get(f"{_W14}paraId"))}
        found[first] = made if first == name else found[first]._replace(replies=(*found[first].replies, made))
    return found


def _lines(paragraphs: list[etree._Element]) -> str:
    """What paragraphs of a comment say, a line for a line."""
    words = (
        "".join((node.text or "") if node.tag == f"{W}t" else "\n" for node in each.iter(f"{W}t", f"{W}br"))
        for each in paragraphs
    )
    return "\n".join(filter(None, (_plain(line) for line in "\n".join(words).split("\n"))))


class _Reader:
    """Reads the parts of a file, one after the other.

    comments: those not told yet; styles: their names; files: what is embedded, by its ids. entries: of the table of contents,
    whose page numbers editors renew, so that they are none of the paragraphs.
    """

    def __init__(self, comments: dict[str, Comment], styles: dict[str, str], files: dict[str, bytes]) -> None:
        self.comments, self.styles, self.files = comments, styles, files
        self.entries: list[str] = []
        self._beside: dict[tuple[str, str | None], str] = {}  # the words to which each note is, by kind and number

    def paragraphs(self, root: etree._Element) -> Iterator[Paragraph]:
        """The paragraphs in which something stands, or stood; a comment is told where its words end."""
        self._quoted: dict[str, list[str]] = {}  # of each comment that has begun
        self._pictures: set[str] = set()
        self._counted = False  # within a field that counts pages, as each program does anew
        self._caption = ""  # that stands above
        for paragraph in root.iter(f"{W}p"):
            style = self.styles.get(style_of(paragraph), "")
            if style.startswith(("toc ", "contents ")):
                if style[-1].isdigit():  # not its heading
                    self.entries.append(_plain("".join(node.text or "" for node in paragraph.iter(f"{W}t"))))
            elif next(paragraph.iterancestors(_AGAIN), None) is None:
                made = self._noted(paragraph, self._paragraph(paragraph))
                if made.text or made.before or made.comments:
                    self._caption = made.before
                    yield made._replace(rank=style[len(_HEADING) :] if style.startswith(_HEADING) else "")

    def _paragraph(self, paragraph: etree._Element) -> Paragraph:
        said: list[Comment] = []
        self._picture = ""
        text, before, marked = [], [], []
        by: dict[tuple[str, str], bool] = {}
        rows = [*_of_rows(paragraph)]
        for node in paragraph.iter():
            words = self._met(node, said)
            look = node.getparent().find(f"{W}rPr") if words else None
            if not words or self._counted or (look is not None and any(_is_on(look.find(name)) for name in _GONE)):
                continue
            if next(node.iterancestors(f"{W}p")) is not paragraph:
                continue  # of a text box, which has paragraphs of its own
            around = [*rows, *node.iterancestors(*_ADDED, *_TAKEN)]
            kinds = {each.tag for each in around}
            by |= {_who(each): True for each in around}
            if not kinds & set(_TAKEN):
                text.append(words)
                marked.append(words if look is not None and _is_marked(look) else "\n")
                for quoted in self._quoted.values():
                    quoted.append(words)
            if not kinds & set(_ADDED):
                before.append(words)
        colour = _("Marked by a colour").into("vi")
        said += [Comment("", "", colour, words) for words in map(_plain, "".join(marked).split("\n")) if words]
        starts = (node.get(f"{W}name", "") for node in paragraph.iter(f"{W}bookmarkStart"))
        names = tuple(name[1:] for name in starts if name.startswith(PREFIX))
        words, were = (_plain("".join(each)) for each in (text, before))
        return Paragraph(words, were, names, tuple(by), tuple(said), picture=self._picture)

    def _met(self, node: etree._Element, said: list[Comment]) -> str:
        """What a node shows. said: gets what was said at words that end here, and that something was added."""
        if node.tag == f"{W}instrText" and (node.text or "").split()[:1] in (["PAGE"], ["NUMPAGES"]):
            self._counted = True
        elif node.tag == f"{W}fldChar" and node.get(f"{W}fldCharType") == "end":
            self._counted = False
        elif node.tag == f"{W}commentRangeStart":
            self._quoted[node.get(f"{W}id")] = []
        elif node.tag == f"{W}commentReference" and (about := self.comments.pop(node.get(f"{W}id"), None)):
            said.append(about._replace(about=_plain("".join(self._quoted.pop(node.get(f"{W}id"), [])))))
        elif node.tag == f"{W}sym":
            said.append(Comment("", "", _("A symbol was added ({font})", font=node.get(f"{W}font", "")).into("vi")))
        elif node.tag == f"{DRAWING}docPr":
            name = node.get("name", "")
            if not name.startswith(PICTURE):  # some editors name pictures anew
                name = self._caption.partition(". ")[0]
            if name.startswith(PICTURE) and name not in self._pictures:
                self._pictures.add(name)
                shown = (self.files.get(blip.get(_EMBED), b"") for blip in node.getparent().iter("{*}blip"))
                self._picture = hashlib.sha256(b"".join(shown)).hexdigest()[:10]
                return f" [{name}] "  # that it is there
            said.append(Comment("", "", _("A picture or a drawing was added").into("vi")))
        return (node.text or "") if node.tag in (f"{W}t", f"{W}delText", _MATH) else _TEXT.get(node.tag, "")

    def _noted(self, paragraph: etree._Element, made: Paragraph) -> Paragraph:
        """A paragraph, of a note with the words to which the note is."""
        notes = ((_NOTES[node.tag], node.get(f"{W}id")) for node in paragraph.iter(*_NOTES))
        self._beside |= dict.fromkeys(notes, made.text)
        note = next(paragraph.iterancestors(*_NOTES.values()), None)
        return made if note is None else made._replace(beside=self._beside.get((note.tag, note.get(f"{W}id")), ""))


def _is_on(mark: etree._Element | None) -> bool:
    return mark is not None and mark.get(f"{W}val", "1") not in ("0", "false", "none")


def _of_rows(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The marks of the rows and cells around it that were added, or taken out, on the record."""
    for each in paragraph.iterancestors(f"{W}tr", f"{W}tc"):
        look = each.find(f"{each.tag}Pr")
        yield from () if look is None else look.iterchildren(*_ADDED, *_TAKEN)


def _is_marked(look: etree._Element) -> bool:
    """Whether a reader has highlighted words, or set them in a colour; the report's have none."""
    ink, ground = (look.find(f"{W}{name}") for name in ("color", "shd"))
    return (
        _is_on(look.find(f"{W}highlight"))
        or (ink is not None and _is_coloured(ink.get(f"{W}val", "")))
        or (ground is not None and ground.get(f"{W}fill", "auto").upper() not in ("AUTO", "FFFFFF"))
    )


def _is_coloured(value: str) -> bool:
    """Whether a colour, as six hexadecimal digits, is one; "auto" is not."""
    if not re.fullmatch("[0-9A-Fa-f]{6}", value):
        return False
    parts = bytes.fromhex(value)
    return max(parts) - min(parts) > _GREY


def words_of(paragraph: etree._Element) -> str:
    """What a paragraph that was just written says, without what the contents leave out."""
    return _plain("".join(words for _node, words in spoken(paragraph)))


def spoken(paragraph: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """The words of a paragraph and the elements that hold them, without the audit's marks and fields, which refer or count."""
    within = False
    for node in paragraph.iter(f"{W}fldChar", *_TEXT, f"{W}t"):
        if node.tag == f"{W}fldChar":
            within = node.get(f"{W}fldCharType") != "end"
        elif not within and node.getparent().find(f"{W}rPr/{W}rStyle") is None:
            yield node, node.text or _TEXT.get(node.tag, "")


def mark_of(asked: str) -> str:
    """What a question of ours has as its initials, which editors keep: by it is seen whether it still says what it said."""
    return hashlib.sha256(_plain(asked).encode()).hexdigest()[:6]


def _who(mark: etree._Element) -> tuple[str, str]:
    """Who made a change or a comment, and on which day."""
    return _plain(mark.get(f"{W}author", "")), _day(mark.get(f"{W}date", ""))


def _day(moment: str) -> str:
    """The day of a moment; empty for what is none, as LibreOffice writes of one that it does not know."""
    try:
        return dt.date.fromisoformat(moment[:10]).isoformat()
    except ValueError:
        return ""


def _plain(text: str) -> str:
    """Words as tables can hold them: without what nobody sees."""
    seen = "".join(letter for letter in text if letter.isspace() or not unicodedata.category(letter).startswith("C"))
    return unicodedata.normalize("NFC", " ".join(seen.split()))
