"""What was changed in a Word file that comes back: compared with the words that were sent, and told as what it is.

A change of words between the figures of one statement is a new text of its row; between those of one string of a notebook,
new words there; a heading, a name or a day that a table has is a new value of its cell. A number that was typed over is
refused: it has cells. What was typed behind a question is its answer. Whatever else was changed or said is a remark.
"""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, partial, reduce
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

from helpers.data.rows import Row
from helpers.data.schema import TABLES
from helpers.editions import CONDITIONAL, PLACEHOLDER
from helpers.i18n import Message, _
from helpers.values.block_html import FINDING

from ..build.versions import Version
from ..document.contents import FRONT, SENTENCE, Piece, Run
from ..document.formats.docx.reading import ANSWER, ASKS, Comment, Paragraph, WordFile, mark_of
from ..document.remarks import Place, places, stood
from ..sections import Notebook
from .aligned import ALIKE, Op, Pair, aligned, changed_words, counted_as_sent, together

STATEMENT, NOTEBOOK, NUMBER, ROW, REMARK, ANSWERS = "statement", "notebook", "number", "row", "remark", "answer"
_PLACES = re.compile(f"{CONDITIONAL.pattern}|{PLACEHOLDER.pattern}", re.DOTALL)  # no words that may come back
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_FINDING = re.compile(rf"{FINDING}(\d+)[.:]")
_ENTRY = re.compile(r"^(?:#+|[-*])\s+(?:[IVX]+[\w.]*\.\s+)?")
# letters of a sentence that is known again, and of a name
SAME, LEAST = 20, 3
CELLS = " | "  # between cells that have come or gone together
_LISTED = ("1", "2", "3")  # ranks of the headings in the table of contents
_REPLACED = _("The picture was replaced")
FEW = 2  # replaced pictures, each of which is told


class Edit(NamedTuple):
    """A change, or what was said. section, about: where, as the contents name it. said: for who reads the remark.

    where: the table, line and column, or the notebook and its cell, that it would change; what it answers. source: the text
    there, as it was sent. row: of the table, as it was then. answer: what others said to it. stood: what that said then of
    which it is void once it says something else (`document.remarks.stood`).
    """

    kind: str
    section: str
    about: str
    old: str
    new: str
    said: str
    by: str
    day: str
    where: str = ""
    source: str = ""
    changes: tuple[tuple[str, str], ...] = ()  # words that stand once in the source, and what stands there then
    row: Row | None = None
    settled: bool = False
    answer: str = ""
    stood: str = ""


@dataclass(frozen=True, eq=False)
class _Template:
    """A text with places between its words: a statement's, a cell's, a notebook's."""

    kind: str
    where: str
    words: tuple[str, ...]
    source: str
    row: Row | None = None

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where its words stand in a text, and between them what filled its places; nothing if it is not in the text."""
        longest = max(self.words, key=len, default="")
        if longest not in text or not longest.strip():
            return []
        found = re.search("(.*?)".join(f"({re.escape(each)})" for each in self.words) + r"(?!\w)", text)
        return [found.span(number) for number in range(1, found.re.groups + 1, 2)] if found else []


class Comparison:
    """A Word file compared with what was sent. version: that it was made of; sent: what it said then."""

    def __init__(self, file: WordFile, version: Version, sent: Sequence[Paragraph]) -> None:
        self.file, self.version, self.sent = file, version, sent
        self.typed: list[str] = []  # the sections where only quotes, dashes, tone marks or an item's number differ
        sections = version.contents.sections
        self._places = places(version.contents)
        self._titles = {name: section.title for name, section in sections.items()}
        self._pieces = {piece.name: piece for section in sections.values() for piece in section.pieces}
        self._texts = {name: piece.text for name, piece in self._pieces.items()}
        # tables and charts by what stands for their pictures, "[Hình 2]"
        passages = (passage for section in sections.values() for passage in section.passages)
        self._charts = {f"[{each.number.rstrip('.')}]": each.name for each in passages}

    def edits(self) -> list[Edit]:
        pairs = list(aligned(self.sent, counted_as_sent(self.sent, self.file.paragraphs)))
        left = [old for old, new in pairs if old and not (new and new.text)]
        gone = {old.text: self._titles.get(self._section(next(iter(old.names), "")), "") for old in left}
        come = {new.text for old, new in pairs if new and not old}
        stand = {old.text for old, new in pairs if old and new and new.text}
        found: list[Edit] = []
        replaced: list[Edit] = []  # of them, pictures
        for old, new, near in self._placed(pairs):
            who = self._by(new)
            if new and not old and new.text:
                said = _("Added: “{words}”", words=new.text)
                if new.text in gone:
                    said = _("Moved here from “{section}”: “{words}”", section=gone[new.text], words=new.text)
                found.append(self._remark("", near, "", new.text, said.into("vi"), who))
            elif old and not (new and new.text) and old.text not in come:
                about = "" if CELLS in old.text else self._piece(old, near)
                found.append(self._remark(about, near, old.text, "", _("Taken out").into("vi"), who))
            elif old and new and new.text and old.text != new.text:
                words = list(self._changed(old, new.text, near, who))
                self.typed += [] if words else [self._section(near)]
                found += words
            if old and new and new.text:
                for message in _beside_words(old, new, stand):
                    found.append(self._said(Comment(*who, message.into("vi")), near, old))
                    replaced += found[-1:] if message is _REPLACED else []
            if new:
                found += [self._said(comment, near, old or new) for comment in new.comments]
        return [edit for edit in (*self._entries(), *self._as_one(replaced, found)) if edit.said]

    def _as_one(self, replaced: list[Edit], found: list[Edit]) -> list[Edit]:
        """The edits with replaced pictures as one, if they are many: programs that make files smaller replace all."""
        if len(replaced) <= FEW:
            return found
        names = ", ".join(edit.old for edit in replaced)
        said = _("{count} pictures were replaced, or made smaller", count=len(replaced))
        whole = self._remark("", FRONT, names, "", said.into("vi"), self._by(None))
        return [whole, *(edit for edit in found if edit not in replaced)]

    def _entries(self) -> Iterator[Edit]:
        """What the table of contents says that no heading says, as it was sent or as it is; and headings that it leaves out."""
        sent, now = ({_bare(each.text) for each in every} for every in (self.sent, self.file.paragraphs))
        entries = {_bare(entry): entry for entry in self.file.entries}
        told = {entry: entry for bare, entry in entries.items() if not any(_is_of(bare, each) for each in sent | now)}
        for each in self.file.paragraphs if entries else ():
            bare = _bare(each.text)
            if each.rank in _LISTED and bare in sent and not any(_is_of(entry, bare) for entry in entries):
                told[each.text] = ""
        found: dict[str, Edit] = {}
        for words, entry in told.items():
            alike = {name: SequenceMatcher(None, title, words).ratio() for name, title in self._titles.items()}
            near = max(alike, key=alike.__getitem__, default=FRONT)
            said = _("In the contents: “{words}”", words=entry) if entry else _("Taken out of the contents")
            edit = self._remark("", near, self._titles.get(near, ""), entry, said.into("vi"), self._by(None))
            found.setdefault(near, edit)  # an entry that reads otherwise is not taken out, too
        yield from found.values()

    def _placed(self, pairs: Iterable[Pair]) -> Iterator[tuple[Paragraph | None, Paragraph | None, str]]:
        """Pairs with the name of what stands before them; cells of one table that have come or gone together as one."""
        last = ""
        annexes = {f"{name} {title}": name for name, title in self._titles.items()}  # their headings have no bookmark
        placed: list[tuple[tuple[str | int, bool], str, Paragraph | None, Paragraph | None]] = []
        for old, new in pairs:
            here = (name for name in (old.names if old else ()) if name in self._pieces)
            last = next(here, annexes.get(old.text, last) if old else last)
            near = self._piece(new, last) or last if new and new.beside and not old else last
            of = self._places[near].table if near and bool(old) != bool(new and new.text) else ""
            placed.append(((of or len(placed), bool(old)), near, old, new))  # what is in no table stays alone
        for _of, cells in groupby(placed, key=itemgetter(0)):
            _ofs, places_, sent, come = zip(*cells, strict=True)
            yield _one(sent), _one(come), places_[0]

    def _said(self, comment: Comment, near: str, at: Paragraph) -> Edit:
        """A comment, which may be one of ours that somebody has answered. at: the paragraph, as it was sent."""
        words = comment.about or at.text
        asked, _mark, typed = comment.said.partition(ANSWER)
        ours = comment.by == ASKS
        who = comment if comment.by and not ours else Comment(self.file.by, self.file.day, "")
        if ours and comment.replies:
            who = comment.replies[-1]
        edit = self._remark(self._piece(at, near, words), near, words, "", comment.said, (who.by, who.day))
        if not ours:
            return edit._replace(settled=comment.done, answer=comment.answer)
        asked_so = comment.mark == mark_of(asked.strip())  # else somebody has typed into the question
        said = "; ".join(filter(None, (typed.strip() if asked_so else comment.said, comment.answer)))
        return edit._replace(kind=ANSWERS, said=said, where=asked.partition(":")[0], source=asked.strip())

    def _by(self, new: Paragraph | None) -> tuple[str, str]:
        """Who changed a paragraph, and when: as tracked, else who saved the file last."""
        by = new.by if new and new.by else ((self.file.by, self.file.day),)
        return "; ".join(dict.fromkeys(name for name, _day in by if name)), max(day for _name, day in by)

    # -- where -------------------------------------------------------------------------------------------------

    def _section(self, name: str) -> str:
        return self._places[name].section if name in self._places else FRONT

    def _piece(self, at: Paragraph, near: str, words: str = "") -> str:
        """The name of what a paragraph says, or of its sentence with the words, looked for first where `near` stands; or ""."""
        text = at.beside or at.text
        if known := self._finding(text) or self._charts.get(text):
            return known
        sentence = next((each for each in SENTENCE.split(text) if words and words in each), words or text)
        section = self._section(near)
        likely = [
            (said != sentence, name not in at.names, self._section(name) != section, -len(said), name)
            for name, said in self._texts.items()
            if said == sentence
            or (len(said) >= SAME and (sentence in said or (said in sentence and 3 * len(said) >= len(sentence))))
        ]
        if likely:
            return min(likely)[-1]
        own = [name for name in at.names if name in self._pieces]
        near_by = (name for name in self._pieces if self._places[name][::2] == (section, ""))  # of running text
        alike = {name: SequenceMatcher(None, self._texts[name], sentence).ratio() for name in (*own, *near_by)}
        best = max(alike, key=alike.__getitem__, default="")
        return best if alike.get(best, 0) >= ALIKE else max(own, key=alike.__getitem__, default="")

    def _finding(self, text: str) -> str:
        """The name of the finding of which a paragraph speaks by its number, or as the question that was asked of it."""
        findings, number = self.version.contents.findings, _FINDING.match(text)
        asked = {row["finding"] for row in self.version.rows("questions").values() if row["question"] in text}
        named = (name for name, each in findings.items() if (number and each.number == number[1]) or name in asked)
        return next(named, "")

    def _remark(self, about: str, near: str, old: str, new: str, said: str, who: tuple[str, str]) -> Edit:
        """about: the name of what it is about; where there is none it is at what stands before, in a table at all of that."""
        name = about or (self._places[near].table if near else "") or near or FRONT
        section, pieces, table = self._places.get(name, Place(FRONT, []))
        stands = stood(pieces) if old and (about or table) else ""
        finding = self.version.contents.findings.get(name)
        if finding:
            here = self._section(near)
            section = here if here in finding.sections else section or FRONT
        where = f"{FINDING}{finding.number}" if finding else ""
        return Edit(REMARK, section, name, old, new, said, *who, where=where, stood=stands)

    def _change(self, at: Paragraph, near: str, span: tuple[int, int], ops: list[Op], who: tuple[str, str]) -> Edit:
        """A part of a paragraph that reads otherwise now; it is about the sentence in which that begins."""
        shown, then = _around(at.text, *span, ops)
        sentence = at.text[slice(*_sentence(at.text, ops[0].start, ops[0].end))].strip()
        said = _("Changed to: “{words}”", words=then) if then else _("Taken out")
        return self._remark(self._piece(at, near, sentence), near, shown, then, said.into("vi"), who)

    # -- what --------------------------------------------------------------------------------------------------

    def _changed(self, at: Paragraph, new: str, near: str, who: tuple[str, str]) -> Iterator[Edit]:
        """The changes of one paragraph: each as what it is."""
        old = at.text
        rest: list[Op] = []
        of: dict[_Template, list[Op]] = {}
        moves_figures = Counter(_DIGITS.findall(old)) == Counter(_DIGITS.findall(new))
        notebook = self.version.notebooks.get(self._section(near), "")

        def rank(template: _Template) -> tuple[int, bool, int]:
            kind = (NOTEBOOK, STATEMENT, ROW).index(template.kind)
            return kind, template.where.startswith(notebook), sum(map(len, template.words))

        said = (name for name, text in self._texts.items() if text == old or (len(text) >= SAME and text in old))
        printed = (template for name in said for template in self._in_cells(self._pieces[name]))
        spans = {each: found for each in (*self._templates, *printed) if (found := each.spans(old))}
        for op in changed_words(old, new):
            counts = any(map(_DIGITS.search, (old[op.start : op.end], op.new)))
            fits = [
                template
                for template, found in spans.items()
                if any(start <= op.start and op.end <= end for start, end in found)
                and (template.kind == ROW or (not counts and not re.search(r"[{}\"'\\]", op.new)))
                and _applied(template, old, found, [op])
            ]
            if fits:
                of.setdefault(max(fits, key=rank), []).append(op)
            else:
                rest.append(op)
        for template, own in of.items():
            changes = _applied(template, old, spans[template], own)
            if changes is None:
                rest += own
                continue
            span = _sentence(old, spans[template][0][0], spans[template][-1][1])
            edit = self._change(at, near, span, own, who)._replace(where=template.where)
            runs = self._pieces[edit.about].runs if edit.about in self._pieces else ()
            typed = [op for op in own if op.end > op.start]
            computed = any(run.judged and _is_in(op, old, run.text) for run in runs for op in typed)
            if not computed:  # as what judges is
                edit = edit._replace(kind=template.kind, source=template.source, changes=changes, row=template.row)
            yield edit
        for span, own in _by_sentence(old, rest):
            yield from self._others(self._change(at, near, span, own, who), old, own, moves_figures)

    def _others(self, edit: Edit, old: str, ops: list[Op], moves_figures: bool) -> Iterator[Edit]:
        """What is no change of words between figures: numbers typed over, a cell of a table, anything else."""
        piece = self._pieces.get(edit.about, Piece("", ()))
        figures = [run for run in piece.runs if run.key is not None]
        rest = []
        for op in ops:
            was = set(_DIGITS.findall(old[op.start : op.end]))
            runs = [run for run in figures if was & set(_DIGITS.findall(run.text))]
            if not runs or not _DIGITS.search(op.new) or moves_figures:
                rest.append(op)
                continue
            words = {"old": old[op.start : op.end], "new": op.new}
            said = _("The number {old} was typed over with {new}: correct its cell, or ask the office", **words)
            where = "; ".join(part for run in runs for part in (run.cells, run.key) if part)
            yield edit._replace(kind=NUMBER, where=where, said=said.into("vi"))
        where = ";".join(run.cells for run in piece.runs if run.cells)
        if rest:
            is_cell = where and not figures and "statements:" not in where
            yield edit._replace(kind=ROW, where=where) if is_cell else edit

    def _in_cells(self, piece: Piece) -> Iterator[_Template]:
        """The texts and days of a piece that stand in cells of one row each; a key stands for all that is said of its row."""
        text = piece.text
        known = {text} & self._cells.keys()
        if not any(run.cells for run in piece.runs):  # a note, which says what a cell says, among more
            known |= {value for value in self._cells if len(value) >= SAME and value in text}
        for run in (*piece.runs, *(Run(value, self._cells[value]) for value in sorted(known))):
            table, line, column = (run.cells if run.cells.count(":") == 2 else "::").split(":")
            row = self.version.rows(table).get(int(line)) if line.isdecimal() and table != "statements" else None
            if row is None or run.key is not None or table not in TABLES:
                continue
            keys = TABLES[table].full_key
            said = text if column in keys else run.text
            for name, value in row.items() if column in keys else [(column, row[column])]:
                words = value if value in said else ""
                field = TABLES[table].columns.get(name)
                if field and field.kind in ("text", "date") and name not in keys and len(words) >= LEAST:
                    yield _Template(ROW, f"{table}:{line}:{name}", (words,), value, row)

    @cached_property
    def _cells(self) -> dict[str, str]:
        """Where a name or a label stands in the tables; nothing of one that stands twice."""
        tables = [Path(name).stem for name in self.version.inputs if name.endswith(".csv")]
        cells = [
            (value, f"{table}:{line}:{column}")
            for table in tables
            for line, row in self.version.rows(table).items()
            for column, value in row.items()
        ]
        count = Counter(value for value, _place in cells)
        return {value: place for value, place in cells if count[value] == 1}

    @cached_property
    def _templates(self) -> list[_Template]:
        found = [
            _Template(kind, f"{table}:{line}:{column}", _literals(_PLACES.sub("\0", row[column])), row[column], row)
            for kind, table, column in ((STATEMENT, "statements", "text"), (ROW, "headings", "title"))
            for line, row in self.version.rows(table).items()
            if row.get("period", "") in (self.version.about.period, "")
        ]
        for path, content in self.version.inputs.items():
            if path.endswith(".ipynb"):
                found += _of_notebook(path, json.loads(content))
        return found


def _one(cells: Iterable[Paragraph | None]) -> Paragraph | None:
    """The cells of a table that have come, or gone, together, as one paragraph; None if there are none."""
    there = [cell for cell in cells if cell]
    return reduce(partial(together, between=CELLS), there) if there else None


def _beside_words(old: Paragraph, new: Paragraph, stand: set[str]) -> Iterator[Message]:
    """What of a paragraph has changed that no words are. stand: the paragraphs that are still there."""
    if old.picture not in ("", new.picture):
        yield _REPLACED
    if old.beside in stand and not new.beside:
        yield _("The mark of this note was taken out")
    elif old.beside not in ("", new.beside) and new.beside in stand:
        yield _("The mark of this note stands elsewhere: “{words}”", words=new.beside)
    if None not in (old.rank, new.rank) and old.rank != new.rank:
        yield _("Another rank of heading: {old} → {new}", old=old.rank or "–", new=new.rank or "–")


def _bare(text: str) -> str:
    """The letters and digits of a heading, which stands in several lines, or with other marks between."""
    return re.sub(r"\W", "", text).casefold()


def _is_of(entry: str, heading: str) -> bool:
    """Whether an entry of the contents is of a heading; its page stands behind."""
    return entry.startswith(heading) and not entry[len(heading) :].strip("0123456789")


def _literals(text: str) -> tuple[str, ...]:
    """The words between places, spaces folded as the page folds them."""
    return tuple(re.sub(r"\s+", " ", part) for part in text.strip().split("\0"))


def _of_notebook(path: str, notebook: Notebook) -> Iterator[_Template]:
    """The strings of a notebook's cells, and the lines of its text."""
    for number, cell in enumerate(notebook["cells"]):
        source, where = "".join(cell["source"]), f"{path}, cell {cell.get('id', number)}"
        if cell["cell_type"] == "markdown":
            lines = (_ENTRY.sub("", line).strip() for line in source.splitlines())
            yield from (_Template(NOTEBOOK, where, (line,), source) for line in lines if line)
            continue
        try:
            tree = ast.parse(source)
        except SyntaxError:
            continue  # a magic
        for node in ast.walk(tree):
            text = ""
            if isinstance(node, ast.JoinedStr):
                text = "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = PLACEHOLDER.sub("\0", node.value)
            if len(text.split()) >= 2:
                yield _Template(NOTEBOOK, where, _literals(text), source)


# -- from two texts to changes -------------------------------------------------------------------------------------------


def _around(old: str, start: int, end: int, ops: Iterable[Op]) -> tuple[str, str]:
    """A part of the old text, and what it became."""
    text = old[start:end]
    for op in sorted(ops, reverse=True):
        text = text[: op.start - start] + op.new + text[op.end - start :]
    return old[start:end].strip(), " ".join(text.split())


def _sentence(old: str, start: int, end: int) -> tuple[int, int]:
    """The sentences of which a part of a text is."""
    ends = [0, *(found.end() for found in SENTENCE.finditer(old)), len(old)]
    first = max(each for each in ends[:-1] if each <= start)
    return first, min(each for each in ends[1:] if each >= max(end, first + 1))


def _is_in(op: Op, old: str, part: str) -> bool:
    """Whether a change is one of a part of the old text, which may stand there with marks between its words."""
    at = old.find(part.strip())
    return old[op.start : op.end] in part if at < 0 else at <= op.start and op.end <= at + len(part.strip())


def _by_sentence(old: str, ops: Iterable[Op]) -> list[tuple[tuple[int, int], list[Op]]]:
    """Changes by the sentence of the old text in which they begin; one that goes further takes those sentences along."""
    found: dict[int, tuple[int, list[Op]]] = {}
    for op in sorted(ops):
        start, end = _sentence(old, op.start, op.end)
        most, own = found.get(start, (0, []))
        found[start] = max(most, end), [*own, op]
    return [((start, end), own) for start, (end, own) in found.items()]


def _applied(
    template: _Template, old: str, spans: list[tuple[int, int]], ops: list[Op]
) -> tuple[tuple[str, str], ...] | None:
    """The changes of a text's source; None where it does not tell in one way which of its words are meant."""
    source = template.source
    changes = []
    for op in sorted(ops, reverse=True):
        first, last = next((start, end) for start, end in spans if start <= op.start and op.end <= end)
        start, end = op.start, op.end
        while start > first and old[start - 1 : end] in source:
            start -= 1
        while end < last and old[start : end + 1] in source:
            end += 1
        change = old[start:end], old[start : op.start] + op.new + old[op.end : end]
        if source.count(change[0]) != 1:
            return None
        source = source.replace(*change)
        changes.append(change)
    return tuple(changes)
