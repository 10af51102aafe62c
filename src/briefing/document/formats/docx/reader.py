"""The words of a Word file by the ids of what prints them, and what people said of them.

A file is read the same way when it is made and when it comes back from Word, LibreOffice or another editor, so that what
nobody touched is equal. Nothing in a file is run, followed or fetched; one that would have it so is refused.
"""

import datetime as dt
import unicodedata
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from helpers.i18n import _

from .... import untrusted_files
from .wordml import W

ASKS, ANSWER = "briefing", "Trả lời:"  # who asks in comments of ours; what answers are typed behind
_W14, _W15 = (f"{{http://schemas.microsoft.com/office/word/{year}/wordml}}" for year in (2010, 2012))
_SIGNS = {f"{W}br": "\n", f"{W}cr": " ", f"{W}tab": " ", f"{W}noBreakHyphen": "-"}
_STRUCK = [f"{W}{name}" for name in ("strike", "dstrike", "vanish")]
_TAKEN = [f"{W}{name}" for name in ("del", "moveFrom")]
_RECORDED = [*_TAKEN, f"{W}ins", f"{W}moveTo"]
_CLEAN = _("open it in Word or LibreOffice and save it as a Word document (.docx)")


class Comment(NamedTuple):
    """What somebody said. place, about: the name of what it is set at, and its words."""

    by: str
    day: str
    said: str
    place: str = ""
    about: str = ""
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
    comments: list[Comment]


def read_words(path: Path) -> WordFile:
    """What a Word file says. Raises InputError for what is none (see `untrusted_files.office_parts`)."""
    _content, _parts, trees = untrusted_files.office_parts(
        path, "word/document.xml", _("a Word document (.docx)"), _CLEAN
    )
    core, comments = trees.get("docProps/core.xml"), _comments(trees)
    keywords, by, saved = (
        "" if core is None else core.xpath(f"string(//*[local-name()='{name}'])")
        for name in ("keywords", "lastModifiedBy", "modified")
    )
    file = WordFile(plainly(keywords), plainly(by), _day(saved), {}, {}, {}, [])
    for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml"):
        if name in trees:
            _read(trees[name], file, comments)
    file.comments.extend(comments.values())  # those set where nothing is read last
    return file


def _comments(trees: dict[str, etree._Element]) -> dict[str, Comment]:
    """The comments by their ids, each with its replies, which are no comments of their own."""
    root, more = trees.get("word/comments.xml"), trees.get("word/commentsExtended.xml")
    above = {} if more is None else {each.get(f"{_W15}paraId"): each.get(f"{_W15}paraIdParent") for each in more}
    found: dict[str, Comment] = {}
    threads: dict[str, str] = {}  # the paragraphs of a comment → the comment that it belongs to
    for comment in () if root is None else root.iter(f"{W}comment"):
        name, paragraphs = comment.get(f"{W}id", ""), list(comment.iter(f"{W}p"))
        keys = [key for each in paragraphs if (key := each.get(f"{_W14}paraId"))]
        lines = "\n".join("".join(map(_shown, each.iter())) for each in paragraphs).split("\n")
        made = Comment(*_who(comment), "\n".join(filter(None, map(plainly, lines))))
        first = next((threads[above[key]] for key in keys if above.get(key) in threads), name)
        threads |= dict.fromkeys(keys, first)
        found[first] = made if first == name else found[first]._replace(replies=(*found[first].replies, made))
    return found


def _read(root: etree._Element, file: WordFile, comments: dict[str, Comment]) -> None:
    """Read a part of a file. comments: those not told yet."""
    controls: dict[etree._Element, str] = {}
    opened: dict[str, list[tuple[str, str]]] = {}  # of each comment that has begun, places and words
    place = ""
    for node in root.iter():
        name = node.get(f"{W}id")
        if node.tag == f"{W}bookmarkStart" and node.get(f"{W}name", "").startswith("b_"):
            place = node.get(f"{W}name")
            file.beside.setdefault(place, "")
        elif node.tag == f"{W}sdt" and (tag := node.find(f"{W}sdtPr/{W}tag")) is not None:
            if (of := tag.get(f"{W}val", "")) not in file.words:  # what was copied is words like others
                controls[node], file.words[of], place = of, "", of
        elif node.tag == f"{W}commentRangeStart":
            opened[name] = []
        elif node.tag == f"{W}commentReference" and name in comments:
            touched = opened.pop(name, []) or [(place, "")]
            about = plainly("".join(words for _place, words in touched))
            file.comments.append(comments.pop(name)._replace(place=touched[0][0], about=about))
        elif node.tag == f"{W}p" and file.beside.get(place):
            file.beside[place] += " "
        elif (words := _shown(node)) and not _is_struck(node):
            around = next((controls[each] for each in node.iterancestors(f"{W}sdt") if each in controls), "")
            at, said = around or place, file.words if around else file.beside
            for each in node.iterancestors(*_RECORDED):
                file.who[at] = _who(each)
            if next(node.iterancestors(*_TAKEN), None) is None:
                said[at] = said.get(at, "") + words
                for started in opened.values():
                    started.append((at, words))


def _shown(node: etree._Element) -> str:
    return node.text or "" if node.tag in (f"{W}t", f"{W}delText") else _SIGNS.get(node.tag, "")


def _is_struck(text: etree._Element) -> bool:
    """True for what somebody has struck or hidden by hand: the words are to go, as those of a recorded deletion."""
    looks = [look.find(name) for look in text.itersiblings(f"{W}rPr", preceding=True) for name in _STRUCK]
    return any(look is not None and look.get(f"{W}val", "true") not in ("0", "false", "off") for look in looks)


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
