"""`briefing forms in` of a Word file: what people changed and said in a report becomes rows of remarks.csv.

A remark stands at the paragraph, item or cell that it is about, with who said it and when. Neither a number nor the wording
of a sentence is ever taken from a Word file: somebody writes it.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from helpers.data.csv_writer import one_writer, replace_files, with_rows
from helpers.data.indexed_rows import Row
from helpers.data.validation import check_folder
from helpers.errors import InputError, Problem
from helpers.i18n import _

from ..build.version_contents import Version, publications, versions
from ..build_request import BUILDS, BuildRequest
from ..document.assemble import OPENING
from ..document.formats.docx.wordml import bookmark_of
from ..document.model import Document, section_name, text_runs
from .word_reader import Comment, WordFile, plainly, read_words

LEAST = 0.5  # of the bookmarks that were sent: with fewer, a program has dropped them


def take(request: BuildRequest, path: Path) -> list[Row]:
    """Write what was changed and said in a file to remarks.csv; gives the new rows.

    Raises InputError for a file that is not read or that no version has made.
    """
    file = read_words(path)
    version, sent = _sent(request, path, file)
    sections = _sections(version.document)
    ids = {bookmark_of(id_): id_ for id_ in sections}
    made = dict[str, Row]()
    for each in (*_changes(sent, file), *file.comments):
        about = ids.get(each.place, "")
        remark = sha256(repr((about, *each[1:])).encode()).hexdigest()[:10]
        made[remark] = {
            "period": version.period, "remark": remark, "section": sections.get(about, ""), "about": about or OPENING,
            "quoted": each.quoted, "said": each.said, "by": each.by, "day": each.day,
            "file": path.name, "state": "open", "answer": "",
        }  # fmt: skip
    with one_writer(request.data):
        tables = check_folder(request.data)
        remarks = tables.rows(request.data, "remarks").values()
        known = {row["remark"] for row in remarks if row["period"] == version.period}
        new = [row for name, row in made.items() if name not in known]
        if new:
            replace_files({request.data / "remarks.csv": with_rows(request.data, tables["remarks"], new)})
    return new


def _changes(sent: WordFile, file: WordFile) -> Iterator[Comment]:
    """What was changed, as if somebody had said it."""
    for place, words in sent.words.items():
        was, now = plainly(words), plainly(file.words.get(place, ""))
        if was != now:
            said = _("Changed to: “{words}”", words=now) if now else _("Taken out")
            yield Comment(place, was, said.into("vi"), *file.changed.get(place, file.saved))


def _sections(document: Document) -> dict[str, str]:
    """The section of each id for which a Word file has a bookmark."""
    found = {section.name: section_name(section) for section in document.walk()}
    for section, block in document.parts():
        own = (block.id, f"{block.id}/note", f"{block.id}/sources", *(run.id for run in text_runs(block)))
        found |= dict.fromkeys(own, section_name(section))
    return found


def _sent(request: BuildRequest, path: Path, file: WordFile) -> tuple[Version, WordFile]:
    """The version that a file was made of, and the file as it was sent. Raises InputError where that is not kept here."""
    every = [request.period] if request.period else sorted(each.parent.name for each in request.out.glob(f"*/{BUILDS}"))
    for period in (period for period in every if file.keywords.startswith(period)):
        for version in (*versions(request.out / period), *publications(request.out, period)):
            for sent in map(read_words, sorted(version.folder.glob("*.docx"))):
                if sent.keywords == file.keywords:
                    _refuse_without_bookmarks(path, sent, file)
                    return version, sent
    expected = _("a report that was built here: no version in {folder} is what it was made of", folder=request.out)
    remedy = _("Import it where it was built, or name the folder of its editions: --out DIR.")
    raise InputError(Problem(path.name, expected=expected, remedy=remedy, code="unknown_name"))


def _refuse_without_bookmarks(path: Path, sent: WordFile, file: WordFile) -> None:
    if len(sent.words.keys() & file.words.keys()) < LEAST * len(sent.words):
        expected = _("the bookmarks of the file as it was sent: the program that saved it has dropped them")
        remedy = _("Ask for it as Word or LibreOffice saves it.")
        raise InputError(Problem(path.name, expected=expected, remedy=remedy, code="no_bookmarks"))
