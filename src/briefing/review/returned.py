"""`briefing forms in` of a Word file, or of remarks from the page: what people changed and said in a report, shown and taken.

Words of statements and notebooks and cells of tables are written where somebody agrees, answers at what they answer;
everything else, and what is declined, stands in remarks.csv with who said it and when. No number is ever taken from a Word
file.
"""

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from pathlib import Path

from helpers.data.csv_writer import one_writer, replace_files, tried
from helpers.data.rows import Row
from helpers.data.schema import read_table
from helpers.data.validation import check_folder
from helpers.editions import PLACEHOLDER
from helpers.errors import InputError, Problem, printable
from helpers.i18n import Message, _
from helpers.project import here
from helpers.values.block_html import FINDING

from ..build.versions import Version, publications, versions
from ..document.formats.docx.reading import Paragraph, WordFile, read_words
from ..intake.import_session import YES, NothingWritten
from ..intake.import_writer import Plan
from ..intake.questionnaire import RowKey, key_of
from ..limits import opened
from ..order import BUILDS, Order
from ..sections import Notebook, in_bytes
from .aligned import changed_words
from .edits import ANSWERS, NOTEBOOK, NUMBER, REMARK, ROW, STATEMENT, Comparison, Edit
from .from_page import from_page

REPORTS = (".docx", ".json", ".doc", ".docm", ".dotx", ".dotm", ".odt", ".rtf")  # names of files that are no workbooks
MANY = 3  # places in which the same words were put for the same
_KINDS = {
    STATEMENT: _("sentence of {where}"), NOTEBOOK: _("words of {where}"), ROW: _("cell of a table: {where}"),
    NUMBER: _("number typed over, refused: {where}"), ANSWERS: _("answer to {where}"), REMARK: _("remark {where}"),
}  # fmt: skip


def take(
    order: Order, path: Path, ask: Callable[[str], str], say: Callable[[str], None], yes: bool = False
) -> Counter[str]:
    """Show what was changed and said in a file, ask, and write; gives how many sentences, answers and remarks were written.

    yes: nobody is asked; sentences of statements.csv are taken. Raises InputError for a file that is not read or that no
    version has made, NothingWritten where nobody agrees.
    """
    version, edits = from_page(order, path) if path.suffix.lower() == ".json" else _from_word(order, path, say)
    with one_writer(order.data):
        check_folder(order.data)
        texts, records = _Texts(order.data), _Records(order.data, version)
    counts = Counter(sentences=0, answers=0, remarks=0)
    for swap, group in _grouped(edits):
        new = {row["remark"]: (edit, row) for edit in group if (row := records.new(edit, path))}
        for line in _shown(swap, [edit for edit, _row in new.values()], texts):
            say(printable(line))
        may = [edit for edit, _row in new.values() if (edit.kind == STATEMENT or not yes) and texts.text(edit)]
        agreed = may and (yes or ask("   " + _("Take it? [y/N] ")).strip().lower() in YES)
        for edit, row in new.values():
            kind = "answers" if edit.kind == ANSWERS and records.answer(edit) else "remarks"
            if agreed and edit in may and (text := texts.text(edit)):
                texts.put(edit, text)
                row["state"], kind = "taken", "sentences"
            if kind != "answers":
                records.put("remarks", row)
            counts[kind] += 1
    if not counts.total():
        return counts
    asked = _("Write {sentences} sentences, {answers} answers and {remarks} remarks? [y/N] ", **counts)
    if not yes and ask(asked).strip().lower() not in YES:
        raise NothingWritten(_("Nothing was written."))
    with one_writer(order.data):
        now = _Texts(order.data)
        if any(now.now(edit) != texts.now(edit) for edit in texts.taken.values()):
            raise NothingWritten(_("Nothing was written: a text has changed meanwhile. Import the file again."))
        notebooks = now.notebooks(texts)
        for table, row in now.rows(texts):
            records.plan.put(table, row)
        tables = records.plan.contents(order.data)
        with tried(order.data, tables) as copy:
            check_folder(copy)
        # notebooks first: who is stopped between them leaves words that can be seen, not a row that says so
        together = order.data.resolve().is_relative_to(here().root.resolve())
        for files in [notebooks | tables] if together else [notebooks, tables]:
            replace_files(files)
    return counts


def word_file(path: Path) -> WordFile:
    """A Word file that may be read. Raises InputError for whatever else it is, with what to do."""
    fresh = _("ask for the document as it was sent, without pasted pictures")
    return opened(path, read_words, _("a Word document as it was sent"), fresh)


def _from_word(order: Order, path: Path, say: Callable[[str], None]) -> tuple[Version, list[Edit]]:
    file = word_file(path)
    says, version, sent = _sent(order, path, file)
    if says != file.says:
        which = {"file": path.name, "number": version.number, "period": version.about.period}
        say(_("{file} names no version that is kept here: it is compared with version {number} of {period}", **which))
    comparison = Comparison(file, version, sent)
    edits = comparison.edits()
    if comparison.typed:
        places = ", ".join(dict.fromkeys(each or "–" for each in comparison.typed))
        say(_("Only quotes, dashes, tone marks or an item's number differ, and stay as sent: {places}", places=places))
    return version, edits


def _sent(order: Order, path: Path, file: WordFile) -> tuple[str, Version, list[Paragraph]]:
    """The version that a file was made of, by its name or its words, and these. Raises InputError for another edition's."""
    periods = sorted(path.parent.name for path in order.out.glob(f"*/{BUILDS}"))
    words = {paragraph.before for paragraph in file.paragraphs}
    best: tuple[tuple[bool, int, int], str, Version, list[Paragraph]] | None = None
    for period in periods:
        for version in [*versions(order.out / period), *publications(order.out, period)]:
            for sent in version.words:
                rank = sent.says == file.says, sum(each.text in words for each in sent.paragraphs), version.number
                if best is None or rank > best[0]:
                    best = rank, sent.says, version, [*sent.paragraphs]
    if best is None or not (best[0][0] or best[0][1] * 2 > len(words)):
        begins = " ".join(paragraph.text for paragraph in file.paragraphs)[:80]
        expected = _("a report that was built here: no version in {folder} says most of this", folder=order.out)
        remedy = _("Import it where it was built, or name the folder of its editions: --out DIR.")
        raise InputError(
            Problem(str(path), value=printable(begins), expected=expected, remedy=remedy, code="unknown_report")
        )
    if order.period not in ("", about := best[2].about.period):
        is_of, expected = (_("a report of {period}", period=period) for period in (about, order.period))
        remedy = _("Import it with --period {period}, or leave that out.", period=about)
        raise InputError(Problem(str(path), value=is_of, expected=expected, remedy=remedy, code="other_period"))
    return best[1:]


class _Texts:
    """The texts that edits may change, of rows and of notebooks, as they are now and as they will be."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.before: dict[str, str | None] = {}
        self.made: dict[str, str] = {}
        self.taken: dict[str, Edit] = {}
        self._notebooks: dict[Path, Notebook] = {}

    def now(self, edit: Edit) -> str | None:
        """The text that an edit would change; None for one that is gone, and for what is no text."""
        if edit.where not in self.before and edit.changes:
            if edit.kind == NOTEBOOK:
                cell = self._cell(edit)
                self.before[edit.where] = "".join(cell["source"]) if cell else None
            else:
                self.before[edit.where] = (self._row(edit) or {}).get(edit.where.rpartition(":")[2])
        return self.before.get(edit.where)

    def _row(self, edit: Edit) -> Row | None:
        """The row of an edit as it is now."""
        table = edit.where.partition(":")[0]
        rows = read_table(self.data, table).values()
        return next((row for row in rows if edit.row and key_of(table, row) == key_of(table, edit.row)), None)

    def _cell(self, edit: Edit) -> Notebook | None:
        """The cell of an edit as it is now."""
        name, _comma, cell = edit.where.partition(", cell ")
        path = here().notebooks / Path(name).name
        if path not in self._notebooks and path.exists():
            self._notebooks[path] = json.loads(path.read_bytes())
        cells = self._notebooks.get(path, {"cells": []})["cells"]
        return next((each for each in cells if each.get("id") == cell), None)

    def text(self, edit: Edit) -> str | None:
        """The text with an edit; None where it has changed since it was sent, and where a figure in it would change."""
        text = made = self.made.get(edit.where, edit.source)
        for old, new in edit.changes:
            made = made.replace(old, new) if made.count(old) == 1 else ""
        same = PLACEHOLDER.findall(made) == PLACEHOLDER.findall(text)
        return made if edit.changes and made and same and self.now(edit) == edit.source else None

    def put(self, edit: Edit, text: str) -> None:
        self.made[edit.where], self.taken[edit.where] = text, edit

    def rows(self, agreed: "_Texts") -> Iterator[tuple[str, Row]]:
        """The rows with the texts that somebody agreed to, each with its table."""
        changed: dict[RowKey, Row] = {}
        for where, edit in agreed.taken.items():
            if edit.kind != NOTEBOOK:
                table, _line, column = where.split(":")
                now = self._row(edit) or {}
                row = changed.setdefault(key_of(table, now), dict(now))
                row[column] = agreed.made[where]
                yield table, row

    def notebooks(self, agreed: "_Texts") -> dict[Path, bytes]:
        """The notebooks with the texts that somebody agreed to."""
        for where, edit in agreed.taken.items():
            if edit.kind == NOTEBOOK and (cell := self._cell(edit)):
                cell["source"] = agreed.made[where].splitlines(keepends=True)
        return {path: in_bytes(notebook) for path, notebook in self._notebooks.items()}


class _Records:
    """What people said, as rows of remarks.csv and as answers in the rows of what was asked."""

    def __init__(self, data: Path, version: Version) -> None:
        self.version, self.period = version, version.about.period
        every = [("remarks", row) for row in read_table(data, "remarks").values()]
        every += [("questions", row) for row in read_table(data, "questions").values()]
        self.known = {key_of(table, row): row for table, row in every if row["period"] == self.period}
        self.plan = Plan()  # of what is written

    def put(self, table: str, row: Row) -> None:
        self.known[key_of(table, row)] = row
        self.plan.put(table, row)

    def new(self, edit: Edit, path: Path) -> Row | None:
        """An edit as a row of remarks.csv; None for one that is there, with the answers that it has."""
        said = f"{edit.source} {edit.said}" if edit.kind == ANSWERS else edit.said
        where = f" ({edit.where})" if edit.where and edit.kind not in (STATEMENT, ANSWERS) else ""
        told = edit.about, edit.old, f"{said}{where}", edit.by, edit.day
        row = {
            "period": self.period,
            "remark": hashlib.sha256(repr(told).encode()).hexdigest()[:10],
            "section": edit.section,
            **dict(zip(("about", "quoted", "said", "by", "day"), told, strict=True)),
            "stood": edit.stood,
            "file": path.name,
            "state": "answered" if edit.settled else "open",
            "answer": edit.answer,
        }
        there = self.known.get(key_of("remarks", row))
        if edit.kind == ANSWERS and (asked := self._asked(edit)):
            return row if any(edit.said not in each["answer"] for _table, each in asked) else None
        if there is None or edit.answer in there["answer"]:
            return row if there is None else None
        return there | {"answer": edit.answer}

    def _asked(self, edit: Edit) -> list[tuple[str, Row]]:
        """What an answer is to: a remark by its name, or the questions about a finding by its number."""
        ids = {name for name, each in self.version.contents.findings.items() if f"{FINDING}{each.number}" == edit.where}
        return [
            (table, row)
            for (table, *_values), row in self.known.items()
            if (row["remark"] == edit.where if table == "remarks" else row["finding"] in ids)
        ]

    def answer(self, edit: Edit) -> bool:
        """Put an answer where it belongs; False where nobody has asked."""
        day = edit.day or f"{dt.date.today()}"
        for table, row in self._asked(edit):
            said = row["answer"] if edit.said in row["answer"] else "; ".join(filter(None, (row["answer"], edit.said)))
            more = {"state": "answered"} if table == "remarks" else {"answered_on": day}
            self.put(table, row | {"answer": said} | more)
        return bool(self._asked(edit))


def _grouped(edits: list[Edit]) -> Iterator[tuple[tuple[str, str], list[Edit]]]:
    """Edits one by one; those which put the same words for the same, as somebody who replaces them everywhere, together."""
    words = (changed_words(edit.old, edit.new) if edit.new else () for edit in edits)
    swaps = [
        frozenset((edit.old[op.start : op.end], op.new) for op in ops) for edit, ops in zip(edits, words, strict=True)
    ]
    often = {changes for changes, count in Counter(swaps).items() if len(changes) == 1 and count >= MANY}
    groups: dict[object, tuple[tuple[str, str], list[Edit]]] = {}
    for number, (edit, changes) in enumerate(zip(edits, swaps, strict=True)):
        swap = next(iter(changes)) if changes in often and edit.old else ("", "")
        groups.setdefault(swap if any(swap) else number, (swap, []))[1].append(edit)
    yield from groups.values()


def _shown(swap: tuple[str, str], edits: list[Edit], texts: "_Texts") -> Iterator[str]:
    """Edits for who decides of them: where, what was there, what is to be there, what it is; a swap once for all places."""
    if len(edits) > 1:
        yield _("“{old}” → “{new}”, in {count} places:", old=swap[0], new=swap[1], count=len(edits))
    for edit in edits:
        who = ", ".join(filter(None, (edit.by, edit.day)))
        yield f"{edit.section or '–'} ({who or '?'})"
        for sign, text in (("-", edit.old), ("+", edit.new or edit.said)) if len(edits) == 1 else ():
            marks = chain(sign, repeat(" "))
            yield from (f"   {mark} {line}" for mark, line in zip(marks, text.splitlines(), strict=False))
        about: Message = _KINDS[edit.kind]
        yield "   " + about.format(where=edit.where).rstrip()
        if edit.answer:
            yield "   " + _("answered: {answer}", answer=edit.answer)
        if edit.changes and (now := texts.now(edit)) != edit.source:
            yield "   " + _("It says something else by now; nothing is taken: {now}", now=now or "–")
    if any(edit.kind == NUMBER for edit in edits):
        yield "   " + _("Correct the cell ({briefing} decide), or ask the office that knows it; the number stays.")
