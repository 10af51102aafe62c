"""From executed sections to the document of an edition, of which every format is made."""

from collections.abc import Iterable
from functools import partial
from pathlib import Path

from helpers.data.table_registry import read_table
from helpers.editions import Edition

from ..build_request import BuildRequest
from .audit_marks import of_sections
from .cell_outputs import notebook_blocks
from .formats import Report, files_of
from .revised_figures import with_revised
from .source_rows import with_sources
from .unprinted_statements import check_statements


def edition_report(executed: Iterable[Path], request: BuildRequest, edition: Edition) -> Report:
    """The document of an edition, and what it says.

    executed: the sections' notebooks as they ran, in order.

    Raises InputError for a statement that is not printed, NotFinished for a section that is not ready to be read.
    """
    rows = partial(read_table, edition.data)
    data = of_sections(
        [(path.name, notebook_blocks(path.name, path.read_bytes())) for path in executed], request.period, rows
    )
    check_statements(data, edition)
    data = with_sources(data, edition)
    if request.revised or request.publication:
        data = with_revised(data, edition, request.revised or (), request.publication)
    return Report(data, request.final, edition, files_of(request), request.archive)
