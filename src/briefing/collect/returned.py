"""`briefing import` of a Word file: what people changed and said in a report that was sent to them, shown and taken.

Words of statements and notebooks are written where somebody agrees; everything else, and what is declined, stands in
remarks.csv with who said it and when. No number is ever taken from a Word file.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from helpers.data.checking import check_folder
from helpers.data.rows import Row
from helpers.data.schema import TABLES, read_table
from helpers.data.updating import one_writer, put_rows, replace_files, tried, with_rows
from helpers.editions import PLACEHOLDER
from helpers.language import Message, _
from helpers.problems import InputError, Problem, printable
from helpers.project import here

from .. import foreign
from ..build.versions import Version, publications, versions
from ..document.formats.docx.reading import NotRead, Paragraph, WordFile, read_words
from ..order import VERSIONS, Order
from .edits import NOTEBOOK, NUMBER, ROW, STATEMENT, Comparison, Edit
from .exchange import YES, NothingWritten
from .limits import TooMuch, within_limits

_KINDS = {
    STATEMENT: _("sentence of {where}"), NOTEBOOK: _("words of {where}"), ROW: _("cell of a table: {where}"),
    NUMBER: _("number typed over, refused: {where}"),
}  # fmt: skip


def take(
    order: Order, path: Path, ask: Callable[[str], str], say: Callable[[str], None], yes: bool = False
) -> Counter[str]:
    """Show what was changed and said in a Word file, ask, and write; gives how many sentences and remarks were written.

    yes: nobody is asked; sentences of statements.csv are taken. Raises InputError for a file that is not read or that no
    version has made, NothingWritten where nobody agrees.
    """
    file = opened(path)
    version, sent = _sent(order, path, file)
    edits = Comparison(file, version, sent).edits()
    texts = _Texts(order.data)
    with one_writer(order.data):
        check_folder(order.data)
        known = {(row["period"], row["remark"]) for row in read_table(order.data, "remarks")[1].values()}
    told = {_key(row): (edit, row) for edit in edits for row in [_row(edit, version, path)]}
    rows = []
    for edit, row in (each for key, each in told.items() if key not in known):
        for line in _shown(edit, texts.now(edit)):
            say(printable(line))
        may = edit.kind == STATEMENT or (edit.kind == NOTEBOOK and not yes)
        text = texts.text(edit) if may else None
        if text and (yes or ask("   " + _("Take it? [y/N] ")).strip().lower() in YES):
            texts.put(edit, text)
            row["state"] = "taken"
        rows.append(row)
    counts = Counter("sentences" if row["state"] == "taken" else "remarks" for row in rows)
    if not rows:
        return counts
    asked = _(
        "Write {sentences} sentences and {remarks} remarks? [y/N] ",
        sentences=counts["sentences"],
        remarks=counts["remarks"],
    )
    if not yes and ask(asked).strip().lower() not in YES:
        raise NothingWritten(_("Nothing was written."))
    with one_writer(order.data):
        now = _Texts(order.data)
        if any(now.now(edit) != texts.now(edit) for edit in texts.taken.values()):
            raise NothingWritten(_("Nothing was written: a text has changed meanwhile. Import the file again."))
        statements, notebooks = now.files(texts)
        contents = {order.data / "remarks.csv": with_rows(order.data / "remarks.csv", rows), **statements}
        with tried(order.data, contents) as copy:
            check_folder(copy)
        # notebooks first: a command killed between them leaves words that can be seen, not a row that says so
        replace_files(notebooks)
        replace_files(contents)
    return counts


def opened(path: Path) -> WordFile:
    """A Word file that may be read. Raises InputError for whatever else it is, with what to do."""
    try:
        content = foreign.content(path)
        return within_limits(lambda: read_words(content))
    except OSError as error:
        found, expected, remedy = (
            None,
            _("a file ({strerror})", strerror=error.strerror or error),
            _("Correct the name."),
        )
    except NotRead as fault:
        found, expected, remedy = fault.args
    except TooMuch:
        found, expected = _("more than can be read within seconds"), _("a Word document as it was sent")
        remedy = _("ask for the document as it was sent, without pasted pictures")
    remedy = f"{remedy[0].upper()}{remedy[1:].rstrip('.')}."
    raise InputError(Problem(str(path), value=found, expected=expected, remedy=remedy))


def _sent(order: Order, path: Path, file: WordFile) -> tuple[Version, list[Paragraph]]:
    """The version that a file was made of, and what it said then: the one that it names, else the one most like it."""
    periods = [order.period] if order.period else sorted(path.parent.name for path in order.out.glob(f"*/{VERSIONS}"))
    words = {paragraph.before for paragraph in file.paragraphs}
    best: tuple[tuple[bool, int, int], Version, list[Paragraph]] | None = None
    for period in periods:
        for version in [*versions(order.out / period), *publications(order.out, period)]:
            for says, sent in version.words:
                rank = says == file.says, sum(paragraph.text in words for paragraph in sent), version.number
                if best is None or rank > best[0]:
                    best = rank, version, sent
    if best is None or not (best[0][0] or best[0][1] * 2 > len(words)):
        expected = _("a report that was built here: no version in {folder} says most of this", folder=order.out)
        remedy = _("Import it where it was built, or name the folder of its editions: --out DIR.")
        raise InputError(Problem(str(path), expected=expected, remedy=remedy))
    return best[1], best[2]


class _Texts:
    """The texts that edits may change, as they are now and as they will be."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.rows = list(read_table(data, "statements")[1].values())
        self.before: dict[str, str | None] = {}
        self.made: dict[str, str] = {}
        self.taken: dict[str, Edit] = {}

    def now(self, edit: Edit) -> str | None:
        """The text that an edit would change; None for one that is gone, and for what is no text."""
        if edit.where not in self.before:
            self.before[edit.where] = self._read(edit) if edit.kind in (STATEMENT, NOTEBOOK) else None
        return self.before[edit.where]

    def _read(self, edit: Edit) -> str | None:
        if edit.kind == STATEMENT:
            row = self._row(edit)
            return row["text"] if row else None
        cell = _cell(edit)[1]
        return "".join(cell["source"]) if cell else None

    def _row(self, edit: Edit) -> Row | None:
        """The statement as it is now."""
        key = TABLES["statements"].key
        return next((row for row in self.rows if all(row[name] == edit.row[name] for name in key)), None)

    def text(self, edit: Edit) -> str | None:
        """The text with an edit; None where it has changed since it was sent, and where a figure in it would change."""
        text = made = self.made.get(edit.where, edit.source)
        for old, new in edit.changes:
            made = made.replace(old, new) if made.count(old) == 1 else ""
        same = PLACEHOLDER.findall(made) == PLACEHOLDER.findall(text)
        return made if made and same and self.now(edit) == edit.source else None

    def put(self, edit: Edit, text: str) -> None:
        self.made[edit.where], self.taken[edit.where] = text, edit

    def files(self, agreed: _Texts) -> tuple[dict[Path, bytes], dict[Path, bytes]]:
        """The table and the notebooks with the texts that somebody agreed to."""
        rows: list[Row] = []
        notebooks: dict[Path, dict[str, str]] = {}
        for where, edit in agreed.taken.items():
            if edit.kind == STATEMENT:
                rows.append({**self._row(edit), "text": agreed.made[where]})
            else:
                notebooks.setdefault(_cell(edit)[0], {})[where.rpartition(" ")[2]] = agreed.made[where]
        path, found = self.data / "statements.csv", {}
        statements = {path: put_rows(path, rows, TABLES["statements"].key)} if rows else {}
        for path, made in notebooks.items():
            notebook = json.loads(path.read_bytes())
            for cell in notebook["cells"]:
                if cell["id"] in made:
                    cell["source"] = made[cell["id"]].splitlines(keepends=True)
            found[path] = (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode()
        return statements, found


def _cell(edit: Edit) -> tuple[Path, dict | None]:
    """The notebook and the cell that an edit names."""
    name, _comma, cell = edit.where.partition(", cell ")
    path = here().notebooks / Path(name).name
    cells = json.loads(path.read_bytes())["cells"] if path.exists() else []
    return path, next((each for each in cells if each.get("id") == cell), None)


def _row(edit: Edit, version: Version, path: Path) -> Row:
    """An edit as a row of remarks.csv."""
    where = f" ({edit.where})" if edit.where and edit.kind != STATEMENT else ""
    said = edit.about, edit.old, f"{edit.said}{where}", edit.by, edit.day
    return {
        "period": version.about.period,
        "remark": hashlib.sha256(repr(said).encode()).hexdigest()[:10],
        **dict(zip(("about", "quoted", "said", "by", "day"), said, strict=True)),
        "file": path.name,
        "state": "answered" if edit.settled else "open",
    }


def _key(row: Row) -> tuple[str, str]:
    return row["period"], row["remark"]


def _shown(edit: Edit, now: str | None) -> Iterator[str]:
    """An edit for who decides of it: where, what was there, what is to be there, what it is."""
    who = ", ".join(filter(None, (edit.by, edit.day)))
    yield f"{edit.section or '–'} ({who or '?'})"
    yield from (f"   {sign} {text}" for sign, text in (("-", edit.old), ("+", edit.new or edit.said)) if text)
    about: Message = _KINDS.get(edit.kind, _("remark"))
    yield "   " + about.format(where=edit.where)
    if edit.kind == NUMBER:
        yield "   " + _("Correct the cell ({briefing} decide), or ask the office that knows it; the number stays.")
    if edit.kind in (STATEMENT, NOTEBOOK) and now != edit.source:
        yield "   " + _("It says something else by now; nothing is taken: {now}", now=now or "–")
