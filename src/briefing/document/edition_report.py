"""From executed sections to the document of an edition, of which every format is made."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from helpers.editions import Edition
from helpers.errors import Problem, refuse
from helpers.i18n import _
from helpers.values.display_bundle import says_nothing

from ..build_request import BuildRequest
from .audit_marks import of_sections, printed
from .cell_outputs import notebook_blocks
from .formats import Report, files_of
from .model import Annotation
from .revised_figures import with_revised
from .source_rows import with_sources

UNCONFIRMED = "chưa rà soát"


def edition_report(executed: Iterable[Path], request: BuildRequest, edition: Edition) -> Report:
    """The document of an edition, and what it says.

    executed: the sections' notebooks as they ran, in order.

    Raises InputError for a statement that is not printed, NotFinished for a section that is not ready to be read.
    """
    rows = partial(edition.tables.rows, edition.data)
    shown = ((path.name, notebook_blocks(path.name, path.read_bytes())) for path in executed)
    data = of_sections(shown, request.period, rows)
    ends = {one.node.of: one.node.id for one in printed(data)}  # of each statement
    refuse(_unprinted(ends, edition))
    names = [name for name in map(edition.statement_id, edition.unconfirmed()) if name in ends]
    marks = tuple(Annotation(ends[name], "unconfirmed", UNCONFIRMED) for name in names)  # carried over
    data = with_sources(replace(data, annotations=(*data.annotations, *marks)), edition)
    if request.revised or request.publication:
        data = with_revised(data, edition, request.revised or (), request.publication)
    return Report(data, request.final, files_of(request), request.archive)


def _unprinted(printed: Container[str], edition: Edition) -> Iterator[Problem]:
    """Statements that no notebook asks for, as they would vanish silently; not those of which `prose` had no figure to print."""
    for line, filled in edition.all_statements().items():
        if not filled or edition.statement_id(line) in printed or says_nothing(filled):
            continue
        row = edition.row("statements", line)
        topic = str(row["topic"])
        expected = _("a topic that a section prints; none does")
        call = f'edition.statements("{row["section"]!s}", topic="{topic}")'
        remedy = _("Print {call} in a notebook, or correct section and topic.", call=call)
        yield Problem("statements.csv", line, "topic", topic, expected, remedy, code="unprinted_topic")
