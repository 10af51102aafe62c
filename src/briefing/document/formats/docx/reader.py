"""The words of a Word file by the ids of what prints them, and what people said of them.

A file is read the same way when it is made and when it comes back from Word, LibreOffice or another editor, so that what
nobody touched is equal. Nothing in a file is run, followed or fetched; one that would have it so is refused.
"""

import datetime as dt
import unicodedata
from typing import NamedTuple

from lxml import etree

from helpers.i18n import _

from .... import untrusted_files
from .wordml import W

ASKS, ANSWER = "briefing", "Trả lời:"  # who asks in comments of ours; what answers are typed behind
_W14, _W15 = (f"{{http://schemas.microsoft.com/office/word/{year}/wordml}}" for year in (2010, 2012))
_SIGNS = {f"{W}br": "\n", f"{W}cr": " ", f"{W}tab": " ", f"{W}noBreakHyphen": "-"}
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
        lines = "\n".join("".join(map(_shown, each.iter())) for each in paragraphs).split("\n")
        done = any(each.get(f"{_W15}done") in ("1", "true") for each in told)
        made = Comment(*_who(comment), "\n".join(filter(None, map(plainly, lines))), done=done)
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

    def read(self, root: etree._Element) -> None:
        """A part of the file."""
        controls: dict[etree._Element, str] = {}
        opened: dict[str, list[tuple[str, str]]] = {}  # of each comment that has begun, places and words
        place = ""
        for node in root.iter():
            if node.tag == f"{W}bookmarkStart" and node.get(f"{W}name", "").startswith("b_"):
                place = node.get(f"{W}name")
                self.beside.setdefault(place, [])
            elif node.tag == f"{W}sdt" and (tag := node.find(f"{W}sdtPr/{W}tag")) is not None:
                name = tag.get(f"{W}val", "")
                if name not in self.words:  # what was copied is words like others
                    controls[node], self.words[name], place = name, [], name
            elif node.tag == f"{W}commentRangeStart":
                opened[node.get(f"{W}id")] = []
            elif node.tag == f"{W}commentReference" and (said := self.comments.pop(node.get(f"{W}id"), None)):
                touched = opened.pop(node.get(f"{W}id"), []) or [(place, "")]
                about = plainly("".join(words for _place, words in touched))
                self.told.append(said._replace(place=touched[0][0], about=about))
            elif node.tag == f"{W}p" and self.beside.get(place):
                self.beside[place].append(" ")
            elif words := _shown(node):
                around = next((controls[each] for each in node.iterancestors(f"{W}sdt") if each in controls), "")
                at = around or place
                for each in node.iterancestors(*_RECORDED):
                    self.who[at] = _who(each)
                if next(node.iterancestors(*_TAKEN), None) is None:
                    (self.words if around else self.beside).setdefault(at, []).append(words)
                    for started in opened.values():
                        started.append((at, words))


def _shown(node: etree._Element) -> str:
    return node.text or "" if node.tag in (f"{W}t", f"{W}delText") else _SIGNS.get(node.tag, "")


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
