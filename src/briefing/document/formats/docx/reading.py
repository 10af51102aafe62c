"""The words of a Word file, paragraph by paragraph, with what people changed in them and said of them.

Read the same way when the file is made and when it comes back from Word, LibreOffice or another editor, so that what
nobody touched is equal. Nothing in a file is run, followed or fetched; one that would have it so is refused.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from helpers.language import _

from .... import foreign
from .wordml import W

PROPERTY, PREFIX = "briefing", "_c"  # of the file: what it says; of the hidden bookmarks that name its sentences
RELATIONS, CUSTOM = "{http://schemas.openxmlformats.org/package/2006/relationships}", "docProps/custom.xml"
_W14, _W15 = (
    "{http://schemas.microsoft.com/office/word/2010/wordml}",
    "{http://schemas.microsoft.com/office/word/2012/wordml}",
)
_TEXT = {f"{W}br": " ", f"{W}cr": " ", f"{W}tab": " ", f"{W}noBreakHyphen": "-"}
_ADDED, _TAKEN = (f"{W}ins", f"{W}moveTo"), (f"{W}del", f"{W}moveFrom")
_AWAY = ("http", "ftp", "\\\\", "file://\\\\")  # of an attached template Word keeps the place on its own disk, too
_BY = (f"{W}author", f"{W}date")
_CLEAN = _("save it in Word or LibreOffice as a Word document (.docx) without that")


class NotRead(Exception):
    """A file that is not read: what is found, what is expected, what to do."""


class Comment(NamedTuple):
    """What somebody said. about: the words that it is set at. done: it was marked as settled."""

    by: str
    day: str
    said: str
    about: str
    done: bool


class Paragraph(NamedTuple):
    """text: with all changes. before: with none of the tracked ones. names: of the sentences whose bookmarks it has.

    by: who changed something, with the day, as tracked.
    """

    text: str
    before: str = ""
    names: tuple[str, ...] = ()
    by: tuple[tuple[str, str], ...] = ()
    comments: tuple[Comment, ...] = ()


class WordFile(NamedTuple):
    """says: the digest of the contents that it was made of, as it names them; by, day: of who saved it last."""

    says: str
    by: str
    day: str
    paragraphs: tuple[Paragraph, ...]


def read_words(content: bytes) -> WordFile:
    """What a Word file says. Raises NotRead for what is none, and for what no report needs: macros, links, entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if Counter(archive.namelist()).most_common(1)[0][1] > 1:  # programs differ in which of them they read
                raise NotRead(_("two parts of one name"), _("a Word document as Word writes it"), _CLEAN)
        parts = foreign.unzipped(content)
    except (NotRead, MemoryError):
        raise
    except Exception as error:  # zipfile has many words for a damaged file
        raise NotRead(_("a damaged file ({error})", error=error), _("a Word document (.docx)"), _CLEAN) from None
    if "word/document.xml" not in parts:
        raise NotRead(_("a zip archive or another office format"), _("a Word document (.docx)"), _CLEAN)
    types = parts.get("[Content_Types].xml", b"")
    if b"macroEnabled" in types or any(name.endswith("vbaProject.bin") for name in parts):
        raise NotRead(_("a document with macros"), _("a Word document without macros"), _CLEAN)
    trees = {name: _parsed(name, xml) for name, xml in parts.items() if name.endswith((".xml", ".rels"))}
    for name, tree in trees.items():
        for link in tree.iter(f"{RELATIONS}Relationship"):
            target, is_text = link.get("Target", "").lower(), link.get("Type", "").endswith("/hyperlink")
            if link.get("TargetMode") == "External" and not is_text and target.startswith(_AWAY):
                found = _("a link in {part} to {target}", part=name, target=target)
                raise NotRead(found, _("no links to other files"), _CLEAN)
    comments = _comments(trees)
    contents = _contents_styles(trees.get("word/styles.xml"))
    paragraphs = [
        paragraph
        for name in ("word/document.xml", "word/footnotes.xml")
        if name in trees
        for paragraph in _paragraphs(trees[name], comments, contents)
    ]
    custom, core = trees.get(CUSTOM), trees.get("docProps/core.xml")
    says = "" if custom is None else custom.xpath(f"string(//*[@name='{PROPERTY}'])")
    by, saved = (
        "" if core is None else core.xpath(f"string(//*[local-name()='{name}'])")
        for name in ("lastModifiedBy", "modified")
    )
    return WordFile(_plain(says), _plain(by), saved[:10], tuple(paragraphs))


def _parsed(name: str, xml: bytes) -> etree._Element:
    try:
        root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise NotRead(
            _("a damaged file ({error})", error=f"{name}: {error.msg}"), _("a Word document (.docx)"), _CLEAN
        ) from None
    if root.getroottree().docinfo.doctype:
        raise NotRead(_("a document type in {part}", part=name), _("a Word document as Word writes it"), _CLEAN)
    return root


def _contents_styles(styles: etree._Element | None) -> set[str]:
    """The styles of the entries of the table of contents, whose page numbers editors renew."""
    every = () if styles is None else styles.iter(f"{W}style")
    named = {style.get(f"{W}styleId", ""): style.find(f"{W}name") for style in every}
    return {
        key
        for key, name in named.items()
        if name is not None and name.get(f"{W}val", "").lower().startswith(("toc ", "contents "))
    }


def _comments(trees: dict[str, etree._Element]) -> dict[str, Comment]:
    """The comments and their replies, by their ids."""
    root, more = trees.get("word/comments.xml"), trees.get("word/commentsExtended.xml")
    done = (
        set()
        if more is None
        else {each.get(f"{_W15}paraId") for each in more if each.get(f"{_W15}done") in ("1", "true")}
    )
    found = {}
    for comment in () if root is None else root.iter(f"{W}comment"):
        said = _plain(" ".join("".join(p.itertext(f"{W}t")) for p in comment.iter(f"{W}p")))
        settled = any(p.get(f"{_W14}paraId") in done for p in comment.iter(f"{W}p"))
        by, day = (comment.get(name, "") for name in _BY)
        found[comment.get(f"{W}id", "")] = Comment(_plain(by), day[:10], said, "", settled)
    return found


def _paragraphs(root: etree._Element, comments: dict[str, Comment], contents: set[str]) -> Iterator[Paragraph]:
    """The paragraphs in which something stands, or stood; a comment is told where its words end."""
    open_: dict[str, list[str]] = {}
    for paragraph in root.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.get(f"{W}val") in contents:
            continue
        text, before, names, by, said = [], [], [], {}, []
        for node in paragraph.iter():
            if node.tag == f"{W}bookmarkStart" and node.get(f"{W}name", "").startswith(PREFIX):
                names.append(node.get(f"{W}name")[1:])
            elif node.tag == f"{W}commentRangeStart":
                open_[node.get(f"{W}id")] = []
            elif node.tag == f"{W}commentReference" and (about := comments.get(node.get(f"{W}id"))):
                said.append(about._replace(about=_plain("".join(open_.pop(node.get(f"{W}id"), [])))))
            words = (node.text or "") if node.tag in (f"{W}t", f"{W}delText") else _TEXT.get(node.tag, "")
            if not words:
                continue
            around = list(node.iterancestors(f"{W}p", *_ADDED, *_TAKEN))
            if next(each for each in around if each.tag == f"{W}p") is not paragraph:
                continue  # of a text box, which has paragraphs of its own
            kinds = {each.tag for each in around}
            for each in around:
                if each.tag != f"{W}p":
                    by[_plain(each.get(_BY[0], "")), each.get(_BY[1], "")[:10]] = True
            if not kinds & set(_TAKEN):
                text.append(words)
                for quoted in open_.values():
                    quoted.append(words)
            if not kinds & set(_ADDED):
                before.append(words)
        made = Paragraph(_plain("".join(text)), _plain("".join(before)), tuple(names), tuple(by), tuple(said))
        if made.text or made.before or made.comments:
            yield made


def words_of(paragraph: etree._Element) -> str:
    """What a paragraph that was just written says, without what the contents leave out: fields, the audit's marks.

    A field of the writer's refers to a figure or counts it.
    """
    words, within = [], False
    for node in paragraph.iter(f"{W}fldChar", *_TEXT, f"{W}t"):
        if node.tag == f"{W}fldChar":
            within = node.get(f"{W}fldCharType") != "end"
        elif not within and node.getparent().find(f"{W}rPr/{W}rStyle") is None:
            words.append(node.text or _TEXT.get(node.tag, ""))
    return _plain("".join(words))


def _plain(text: str) -> str:
    """Words as tables can hold them: without what nobody sees."""
    seen = "".join(letter for letter in text if letter.isspace() or not unicodedata.category(letter).startswith("C"))
    return unicodedata.normalize("NFC", " ".join(seen.split()))
