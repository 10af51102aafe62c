"""The words of a Word file by the bookmarks that they stand in, and what people said of them.

A file is read the same way when it is made and when it comes back from Word, LibreOffice or another editor, so that what
nobody touched is equal. Nothing in a file is run, followed or fetched; one that would have it so is refused.
"""

import datetime as dt
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from helpers.i18n import _

from .. import untrusted_files
from ..document.formats.docx.wordml import BOOKMARK, W

_ID = f"{W}id"
_SIGNS = {f"{W}br": " ", f"{W}cr": " ", f"{W}tab": " ", f"{W}noBreakHyphen": "-", f"{W}p": " "}
_RECORDED = {f"{W}{change}" for change in ("del", "ins", "moveFrom", "moveTo")}
_CLEAN = _("open it in Word or LibreOffice and save it as a Word document (.docx)")


class Comment(NamedTuple):
    """What somebody said of words. place: the bookmark that they stand in."""

    place: str
    quoted: str
    said: str
    by: str
    day: str


class WordFile(NamedTuple):
    """keywords: of the file, which name what it was made of; saved: by whom and on which day, last.

    words: from each bookmark to the next, with the footnotes that are called there, by its name; "" before the first. changed:
    of each such name who changed something there, on the record, and on which day.
    """

    keywords: str
    saved: tuple[str, str]
    words: dict[str, str]
    changed: dict[str, tuple[str, str]]
    comments: list[Comment]


def read_words(path: Path) -> WordFile:
    """What a Word file says. Raises InputError for what is none (see `untrusted_files.office_parts`)."""
    _content, _parts, trees = untrusted_files.office_parts(
        path, "word/document.xml", _("a Word document (.docx)"), _CLEAN
    )
    about = {each.tag.rpartition("}")[2]: each.text or "" for each in trees.get("docProps/core.xml", ())}
    saved = plainly(about.get("lastModifiedBy", "")), _day(about.get("modified", ""))
    file = WordFile(plainly(about.get("keywords", "")), saved, {}, {}, [])
    comments, notes = (
        {each.get(_ID): each for each in trees.get(f"word/{name}.xml", ())} for name in ("comments", "footnotes")
    )
    quoted = dict[str, str]()  # of each comment that has begun, the words
    place = ""
    for node in _in_order(trees["word/document.xml"], notes):
        name = node.get(_ID)
        if node.tag == f"{W}bookmarkStart" and node.get(f"{W}name", "").startswith(BOOKMARK):
            place = node.get(f"{W}name")
            file.words.setdefault(place, "")
        elif node.tag in _RECORDED:
            file.changed[place] = _who(node)
        elif node.tag == f"{W}commentRangeStart":
            quoted[name] = ""
        elif node.tag == f"{W}commentReference" and name in comments:
            lines = (plainly("".join(map(_text, each.iter()))) for each in comments[name].iter(f"{W}p"))
            said = "\n".join(filter(None, lines))
            file.comments.append(Comment(place, plainly(quoted.pop(name, "")), said, *_who(comments[name])))
        elif (words := _text(node)) and next(node.iterancestors(f"{W}moveFrom"), None) is None:
            file.words[place] = file.words.get(place, "") + words
            quoted |= {each: before + words for each, before in quoted.items()}
    return file


def _in_order(root: etree._Element, notes: dict[str, etree._Element]) -> Iterator[etree._Element]:
    """The elements of a file, those of a footnote where it is called."""
    for node in root.iter():
        yield node
        if node.tag == f"{W}footnoteReference" and node.get(_ID) in notes:
            yield from notes[node.get(_ID)].iter()


def _text(node: etree._Element) -> str:
    return node.text or "" if node.tag == f"{W}t" else _SIGNS.get(node.tag, "")


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
