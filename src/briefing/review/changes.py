"""What was changed and said in a Word file that came back, id by id, beside the file that was sent.

An answer belongs to what was asked; whatever else was changed or said is a remark at its place.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from helpers.i18n import Message, _
from helpers.values.block_html import finding_anchor
from helpers.values.blocks import Chart, Citation, Figure, Finding, Table

from ..document.audit_marks import printed, section_name
from ..document.formats.docx.reader import ANSWER, ASKS, Comment, WordFile, plainly
from ..document.formats.docx.wordml import bookmark_of, tag_of
from ..document.model import Document
from ..document.passages import passages


class Edit(NamedTuple):
    """A change, or what was said. about: an id of the document; old: the words there; said: for who reads the remark.

    asked: the finding that is answered, "PH3". answer: what others replied.
    """

    about: str
    old: str
    said: str
    by: str
    day: str
    asked: str = ""
    answer: str = ""


class Comparison:
    """A Word file beside that which was sent, made of a document."""

    def __init__(self, document: Document, sent: WordFile, file: WordFile) -> None:
        self.sent, self.file = sent, file
        self._passages = [each for own in passages(document).values() for each in own]
        self.sections = {each.id: "" for each in document.findings}  # of each id
        self.sections |= {block.id: section_name(section) for section, block in document.parts()}
        for each in self._passages:
            self.sections |= dict.fromkeys((*each.path, *dict(each.texts)), each.section)
        self._nodes = {one.node.id: one.node for one in printed(document) if one.node.id}
        named = {id_: id_ for id_ in (*self._nodes, *self.sections)}
        for section in document.walk():
            named[section.anchor] = section_name(section)
        for _section, block in document.parts():
            named |= {block.anchor: block.id} if isinstance(block, Table | Chart) and block.anchor else {}
            named |= {finding_anchor(block.number): block.id} if isinstance(block, Finding) else {}
        self._ids = {name: id_ for place, id_ in named.items() for name in (tag_of(place), bookmark_of(place))}
        self._who = {self._id(name): who for name, who in file.who.items()}

    def _id(self, name: str) -> str:
        return self._ids.get(name, "")

    def _by_id(self, said: dict[str, str]) -> dict[str, str]:
        """Words by their ids; those of a chart by whichever of its names stands before them."""
        found: dict[str, str] = {}
        for name, words in said.items():
            found[self._id(name)] = f"{found.get(self._id(name), '')} {words}"
        return {id_: plainly(words) for id_, words in found.items()}

    def edits(self) -> Iterator[Edit]:
        sent, now = self._by_id(self.sent.words), self._by_id(self.file.words)
        gone = {id_ for id_, words in sent.items() if words and not now.get(id_)}
        told = set[str]()
        for passage in self._passages:
            own = {id_ for id_, _text in passage.texts} & sent.keys()
            if own and own <= gone:
                told |= {*own, passage.id}
                yield self._remark(passage.id, passage.text, _("Taken out"), own)
        for name, old in self.sent.words.items():
            id_ = self._id(name)
            if id_ not in told and sent[id_] != now.get(id_, ""):
                is_number = isinstance(self._nodes.get(id_), Figure | Citation)
                yield self._changed(id_, plainly(old), plainly(self.file.words.get(name, "")), is_number)
        before, after = self._by_id(self.sent.beside), self._by_id(self.file.beside)
        for id_ in dict.fromkeys((*before, *after)):
            if id_ not in told and before.get(id_, "") != after.get(id_, ""):
                yield self._changed(id_, before.get(id_, ""), after.get(id_, ""))
        for comment in self.file.comments:
            yield from self._said(comment)

    def _changed(self, id_: str, was: str, words: str, is_number: bool = False) -> Edit:
        said = _("Changed to: “{words}”", words=words) if was else _("Added: “{words}”", words=words)
        if is_number:
            said = _("A number that was typed over, “{words}”: it is changed in data, not here", words=words)
        return self._remark(id_, was, said if words else _("Taken out"))

    def _remark(self, about: str, old: str, said: Message, within: Iterable[str] = ()) -> Edit:
        who = (self._who[id_] for id_ in (about, *within) if id_ in self._who)
        return Edit(about, old, said.into("vi"), *next(who, (self.file.by, self.file.day)))

    def _said(self, comment: Comment) -> Iterator[Edit]:
        """A comment as a remark with its replies; what is typed into one of ours, or replied to it, as an answer."""
        about, label = self._id(comment.place), comment.said.partition(":")[0]
        asked = next((each for each in self.sent.comments if each.said.partition(":")[0] == label), None)
        if comment.by != ASKS or asked is None:
            yield Edit(about, comment.about, comment.said, comment.by, comment.day, answer=comment.answer)
            return
        typed = comment.said.rpartition(ANSWER)[2].strip() or comment.said
        if comment.said != asked.said:
            yield Edit(about, label, typed, "", "", asked=label)
        for reply in comment.replies:
            yield Edit(about, label, reply.said, reply.by, reply.day, asked=label)
