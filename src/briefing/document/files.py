"""From executed sections to files: briefing.html, figures.csv, and the paper as PDF and Word file."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from helpers.data.rows import Rows
from helpers.data.schema import read_table
from helpers.editions import Edition
from helpers.values.vietnamese import lower_first

from ..order import FIGURES, HTML, Order
from ..sections import Section, appendices
from .annotate import of_sections
from .bundles import collected
from .contents import Index
from .exporters import converted, document
from .formats import Report, files_of
from .formats.zip import figures_csv
from .model import FILE, Document
from .publication import imprint
from .remarks import put_remarks, standing
from .revised import mark_revised
from .screen import for_screen, put_addresses
from .signed import marks, signatures
from .statements import check_statements, with_unconfirmed
from .tree import About, check_links


def document_of(executed: Iterable[Path], about: About, edition: Edition) -> Document:
    """The document of an edition as data. executed: as `assembled` has it.

    Raises InputError for a statement that is not printed, NotFinished for a section that is not ready to be read.
    """
    made = of_sections([(path.name, collected(path.name, path.read_bytes())) for path in executed], about)
    check_statements(made, edition)
    return with_unconfirmed(made, edition)


def assembled(
    sections: list[Section], executed: Iterable[Path], order: Order, edition: Edition, early: Report | None = None
) -> Report:
    """The document of an edition, and what it says. executed: the sections' notebooks as they ran, in order.

    early: one of the same edition, given again where the notebooks show what it was made of.
    Raises InputError for a statement that is not printed, NotFinished for a section that is not ready to be read.
    """
    rows = partial(read_table, edition.data)
    about = about_of(order.period, rows)
    executed = [*executed]
    notebooks = [path.read_bytes() for path in executed]
    cells = tuple(map(converted, notebooks))
    if early and early.cells == cells:
        return early
    made = document(notebooks, about)
    data = document_of(executed, about, edition)
    check_links(made)
    if order.revised:
        mark_revised(made, edition, order.revised)
    if order.publication:
        imprint(made, order.publication)
        about = order.publication.about(about)
    sheet = for_screen(data)
    index = Index(sheet.body, data.findings)
    contents = index.contents
    put_addresses(index)
    signed = marks(signatures(contents.sections, order.period, rows))
    if not order.publication:  # what is sent carries no talk about it
        put_remarks(sheet, index, standing(contents, order.period, rows), edition)
    files = files_of(order, appendices(sections))
    return Report(made, sheet, about, order.final, edition, signed, contents, files, order.remarked, cells, data)


def write_formats(report: Report, new: Path, shown: Callable[[bytes], object] = lambda page: None) -> None:
    """Write the files of a document into the new folder of its edition; one that is there already, kept from the last build, stays.

    shown: told the page as soon as it is made: papers take as long again. Raises InputError for a text that the PDF's fonts
    cannot show.
    """
    for name, (suffix, part) in report.files.items():
        if not (new / name).exists():
            (new / name).write_bytes(report.file(suffix, part))
        if name == HTML:
            shown((new / name).read_bytes())
    if not (new / FILE).exists() and report.data:
        (new / FILE).write_bytes(report.data.written())
    if not (new / FIGURES).exists():
        (new / FIGURES).write_bytes(figures_csv(report.tree))


def about_of(period: str, rows: Callable[[str], Rows]) -> About:
    """Title, agency and headings of the edition."""
    own = (("period", (period,)),)
    label = next(row["label"] for row in rows("periods").where(own).values())
    of = next(iter(rows("organisation").where(own).values()), {"name": "", "report_kind": "Báo cáo", "subject": ""})
    return {
        "period": period,
        "agency": of["name"],
        "title": f"{of['report_kind']} {lower_first(of['subject'])}".strip().replace("{period}", label),
        "headings": {row["section"]: row["title"].replace("{period}", label) for row in rows("headings").values()},
    }
