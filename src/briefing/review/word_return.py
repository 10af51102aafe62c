"""`briefing forms in` of a Word file: what people changed and said in a report, shown and taken.

Answers are written at what they answer; everything else stands in remarks.csv with who said it and when. Neither a number
nor the wording of a sentence is ever taken from a Word file: somebody writes it.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from helpers.data.csv_writer import one_writer, replace_files, trial_copy
from helpers.data.indexed_rows import Row
from helpers.data.table_registry import read_table
from helpers.data.validation import check_folder
from helpers.errors import InputError, Problem, printable
from helpers.i18n import _
from helpers.values.block_html import FINDING

from ..build.version_contents import Version, publications, versions
from ..build_request import BUILDS, DOCUMENT, BuildRequest
from ..document.formats.docx.reader import WordFile, read_words
from ..intake.import_session import YES, NothingWritten
from ..intake.import_writer import Plan
from .changes import Comparison, Edit

REPORTS = (".docx", ".doc", ".docm", ".dotx", ".dotm", ".odt", ".rtf")  # names of files that are no workbooks
LEAST = 0.5  # of the content controls that were sent: with fewer, a program has dropped them


def take(
    request: BuildRequest, path: Path, ask: Callable[[str], str], say: Callable[[str], None], yes: bool = False
) -> Counter[str]:
    """Show what was changed and said in a file, ask, and write; gives how many answers and remarks were written.

    yes: nobody is asked. Raises InputError for a file that is not read or that no version has made, NothingWritten where
    nobody agrees.
    """
    file = read_words(path)
    version, sent = _sent(request, path, file)
    compared = Comparison(version.document, sent, file)
    with one_writer(request.data):
        check_folder(request.data)
        records = _Records(request.data, version, compared, path.name)
    counts = Counter(answers=0, remarks=0)
    for edit in compared.edits():
        if edit.asked:
            counts["answers"] += records.answer(edit)
        elif row := records.new(edit):
            who = ", ".join(filter(None, (edit.by, edit.day)))
            for line in (f"{row['section'] or '–'} ({who or '?'})", f"   - {edit.old}", f"   + {edit.said}"):
                say(printable(line))
            records.plan.put("remarks", row)
            counts["remarks"] += 1
    if not counts.total():
        return counts
    asked = _("Write {answers} answers and {remarks} remarks? [y/N] ", **counts)
    if not yes and ask(asked).strip().lower() not in YES:
        raise NothingWritten(_("Nothing was written."))
    with one_writer(request.data):
        tables = records.plan.contents(request.data)
        with trial_copy(request.data, tables) as copy:
            check_folder(copy)
        replace_files(tables)
    return counts


def _sent(request: BuildRequest, path: Path, file: WordFile) -> tuple[Version, WordFile]:
    """The version that a file was made of, and the file as it was sent. Raises InputError where that is not kept here."""
    every = sorted(each.parent.name for each in request.out.glob(f"*/{BUILDS}"))
    kept = [
        (version, read_words(each))
        for period in ([request.period] if request.period else every)
        for version in (*versions(request.out / period), *publications(request.out, period))
        if (content := version.folder / DOCUMENT).exists()
        and sha256(content.read_bytes()).hexdigest()[:20] in file.keywords
        for each in sorted(version.folder.glob("*.docx"))
    ]
    if not kept:
        expected = _("a report that was built here: no version in {folder} is what it was made of", folder=request.out)
        remedy = _("Import it where it was built, or name the folder of its editions: --out DIR.")
        raise InputError(Problem(path.name, expected=expected, remedy=remedy, code="unknown_name"))
    version, sent = max(kept, key=lambda each: len(each[1].words.keys() & file.words.keys()))
    if len(sent.words.keys() & file.words.keys()) < LEAST * len(sent.words):
        expected = _("the content controls of the file as it was sent: the program that saved it has dropped them")
        remedy = _("Ask for it as Word or LibreOffice saves it.")
        raise InputError(Problem(path.name, expected=expected, remedy=remedy, code="no_controls"))
    return version, sent


class _Records:
    """The rows that what people said becomes: remarks, and the answers of what was asked."""

    def __init__(self, data: Path, version: Version, compared: Comparison, file: str) -> None:
        self.period, self._compared, self._file = version.period, compared, file
        self.plan = Plan()
        self._remarks, self._questions = (
            [dict(row) for row in read_table(data, table).values() if row["period"] == self.period]
            for table in ("remarks", "questions")
        )
        self._asked = {f"{FINDING}{each.number}": each.ids for each in version.document.findings}

    def new(self, edit: Edit) -> Row | None:
        """An edit as a row of remarks.csv; None for one that is there, with its answer."""
        told = edit.about, edit.old, edit.said, edit.by, edit.day
        row = {
            "period": self.period,
            "remark": sha256(repr(told).encode()).hexdigest()[:10],
            "section": self._compared.sections.get(edit.about, ""),
            **dict(zip(("about", "quoted", "said", "by", "day"), (edit.about or "briefing", *told[1:]), strict=True)),
            "file": self._file,
            "state": "open",
            "answer": edit.answer,
        }
        known = [each for each in self._remarks if each["remark"] == row["remark"]]
        if known and edit.answer in known[0]["answer"]:
            return None
        return {**known[0], "answer": edit.answer} if known else row

    def answer(self, edit: Edit) -> bool:
        """Put an answer where it belongs; False where it is there, or nobody has asked."""
        asked = [row for row in self._questions if row["finding"] in self._asked.get(edit.asked, ())]
        new = [row for row in asked if edit.said not in row["answer"]]
        for row in new:
            row["answer"] = "; ".join(filter(None, (row["answer"], edit.said)))
            row["answered_on"] = edit.day or f"{dt.date.today()}"
            self.plan.put("questions", row)
        return bool(new)
