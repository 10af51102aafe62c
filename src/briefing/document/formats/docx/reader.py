"""The words of a Word file by the ids of what prints them, and what people said of them.

A file is read the same way when it is made and when it comes back from Word, LibreOffice or another editor, so that what
nobody touched is equal. Nothing in a file is run, followed or fetched; one that would have it so is refused.
"""

import datetime as dt
import unicodedata
from itertools import chain
from typing import NamedTuple

from lxml import etree

from helpers.i18n import _

from .... import untrusted_files
from .wordml import W

ASKS, ANSWER = "briefing", "Trả lời:"  # who asks in comments of ours; what answers are typed behind
_W14, _W15 = (f"{{http://schemas.microsoft.com/office/word/{year}/wordml}}" for year in (2010, 2012))
_AGAIN = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # a text box again, for old programs
_BLANKS = {f"{W}br": " ", f"{W}cr": " ", f"{W}tab": " ", f"{W}noBreakHyphen": "-"}
_STRUCK = [f"{W}{name}" for name in ("strike", "dstrike", "vanish")]
_TAKEN = [f"{W}{name}" for name in ("del", "moveFrom")]
_RECORDED = [*_TAKEN, f"{W}ins", f"{W}moveTo"]
_CLEAN = _("open it in Word or LibreOffice and save it as a Word document (.docx)")


class Comment(NamedTuple):
    """What somebody said. place, about: the name of what it is set at, and its words. done: it was marked as settled."""

    by: str
    day: str
    said: str
    place: str = ""
    about: str = ""
    done: bool = False
    replies: tuple["Comment", ...] = ()

    @property
    def answer(self) -> str:
        """What others said to it, each with who and when."""
        who = (", ".join(filter(None, (each.by, each.day))) for each in self.replies)
        return "; ".join(f"{each.said} ({by})" if by else each.said for each, by in zip(self.replies, who, strict=True))


class WordFile(NamedTuple):
    """keywords: of the file, among them the digest of the document that it was made of; by, day: of who saved it last.

    words: of each content control, by its name. beside: what stands outside of them, by the name of the control or the
    bookmark before it. who: of each such name who changed something there, on the record.
    """

    keywords: str
    by: str
    day: str
    words: dict[str, str]
    beside: dict[str, str]
    who: dict[str, tuple[str, str]]
    comments: tuple[Comment, ...]


def read_words(content: bytes) -> WordFile:
    """What a Word file says. Raises NotRead for what is none (see `untrusted_files.office_parts`)."""
    _parts, trees = untrusted_files.office_parts(content, "word/document.xml", _("a Word document (.docx)"), _CLEAN)
    reader = _Reader(_comments(trees))
    for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
        if name in trees:
            reader.read(trees[name])
    core = trees.get("docProps/core.xml")
    keywords, by, saved = (
        "" if core is None else core.xpath(f"string(//*[local-name()='{name}'])")
        for name in ("keywords", "lastModifiedBy", "modified")
    )
    words, beside = ({name: "".join(said) for name, said in each.items()} for each in (reader.words, reader.beside))
    comments = (*reader.told, *reader.comments.values())  # those set where nothing is read last
    return WordFile(plainly(keywords), plainly(by), _day(saved), words, beside, reader.who, comments)


def _comments(trees: dict[str, etree._Element]) -> dict[str, Comment]:
    """The comments by their ids, each with its replies, which are no comments of their own."""
    root, more = trees.get("word/comments.xml"), trees.get("word/commentsExtended.xml")
    about = {} if more is None else {each.get(f"{_W15}paraId"): each for each in more}
    found: dict[str, Comment] = {}
    threads: dict[str, str] = {}  # the paragraphs of a comment → the comment that it belongs to
    for comment in () if root is None else root.iter(f"{W}comment"):
        name, paragraphs = comment.get(f"{W}id", ""), list(comment.iter(f"{W}p"))
        told = [about[key] for each in paragraphs if (key := each.get(f"{_W14}paraId")) in about]
        lines = ("".join(_shown(node, "\n") for node in chain(each.iter(), ())) for each in paragraphs)
        said = "\n".join(filter(None, map(plainly, "\n".join(lines).split("\n"))))
        done = any(each.get(f"{_W15}done") in ("1", "true") for each in told)
        made = Comment(*_who(comment), said, done=done)
        first = next((threads[up] for each in told if (up := each.get(f"{_W15}paraIdParent")) in threads), name)
        threads |= {key: first for each in paragraphs if (key := each.get(f"{_W14}paraId"))}
        found[first] = made if first == name else found[first]._replace(replies=(*found[first].replies, made))
    return found


class _Reader:
    """Reads the parts of a file, one after the other. comments: those not told yet."""

    def __init__(self, comments: dict[str, Comment]) -> None:
        self.comments = comments
        self.words: dict[str, list[str]] = {}
        self.beside: dict[str, list[str]] = {}
        self.who: dict[str, tuple[str, str]] = {}
        self.told: list[Comment] = []
        self._open: dict[str, list[tuple[str, str]]] = {}  # of each comment that has begun, places and words

    def read(self, root: etree._Element) -> None:
        """A part of the file, without fields, whose results each program counts again: the table of contents is one."""
        controls: dict[etree._Element, str] = {}
        place, field = "", 0
        for node in root.iter():
            if node.tag == f"{W}bookmarkStart" and node.get(f"{W}name", "").startswith("b_"):
                place = node.get(f"{W}name")
                self.beside.setdefault(place, [])
            elif node.tag == f"{W}sdt" and (tag := node.find(f"{W}sdtPr/{W}tag")) is not None:
                name = tag.get(f"{W}val", "")
                if name not in self.words:  # what was copied is words like others
                    controls[node], self.words[name], place = name, [], name
            elif node.tag == f"{W}fldChar":
                field += {"begin": 1, "end": -1}.get(node.get(f"{W}fldCharType"), 0)
            elif node.tag == f"{W}commentRangeStart":
                self._open[node.get(f"{W}id")] = []
            elif node.tag == f"{W}commentReference" and (said := self.comments.pop(node.get(f"{W}id"), None)):
                touched = self._open.pop(node.get(f"{W}id"), []) or [(place, "")]
                about = plainly("".join(words for _place, words in touched))
                self.told.append(said._replace(place=touched[0][0], about=about))
            elif (words := _shown(node, " ")) and not field and next(node.iterancestors(_AGAIN), None) is None:
                around = next((controls[each] for each in node.iterancestors(f"{W}sdt") if each in controls), "")
                at = around or place
                recorded = [*node.iterancestors(*_RECORDED)]
                for each in recorded:
                    self.who[at] = _who(each)
                look = node.getparent().find(f"{W}rPr")
                struck = look is not None and any(_is_on(look.find(name)) for name in _STRUCK)
                if not struck and not any(each.tag in _TAKEN for each in recorded):
                    (self.words if around else self.beside).setdefault(at, []).append(words)
                    for touched in self._open.values():
                        touched.append((at, words))
            elif node.tag == f"{W}p" and self.beside.get(place):
                self.beside[place].append(" ")


def _shown(node: etree._Element, line: str) -> str:
    if node.tag in (f"{W}t", f"{W}delText"):
        return node.text or ""
    return line if node.tag == f"{W}br" else _BLANKS.get(node.tag, "")


def _is_on(mark: etree._Element | None) -> bool:
    return mark is not None and mark.get(f"{W}val", "1") not in ("0", "false", "none")


def _who(mark: etree._Element) -> tuple[str, str]:
    """Who made a change or a comment, and on which day."""
    return plainly(mark.get(f"{W}author", "")), _day(mark.get(f"{W}date", ""))


def _day(moment: str) -> str:
    """The day of a moment; empty for what is none, as LibreOffice writes of one that it does not know."""
    try:
        return dt.date.fromisoformat(moment[:10]).isoformat()
    except ValueError:
        return ""


def plainly(text: str) -> str:
    """Words as tables can hold them: without what nobody sees."""
    seen = "".join(letter for letter in text if letter.isspace() or not unicodedata.category(letter).startswith("C"))
    return unicodedata.normalize("NFC", " ".join(seen.split()))
