"""nbconvert exporters: `jupyter nbconvert --to briefing notebook.ipynb`."""

from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import nbformat
from nbconvert.exporters.exporter import Exporter, FilenameExtension
from nbformat import NotebookNode

from helpers.data.datapackage import declared_in
from helpers.data.reporting_period import choose_period
from helpers.project import project_of

from .audit_marks import of_sections
from .cell_outputs import notebook_blocks
from .formats import Report

Resources: TypeAlias = dict[str, Any]  # what nbconvert knows beside a notebook


def section_file(name: str, notebook: bytes, suffix: str = "html") -> bytes:
    """A notebook's own section in a format. name: of its file."""
    given = nbformat.reads(notebook.decode(), as_version=4).metadata.get("papermill", {}).get("parameters", {})
    named = Path(given.get("data_dir") or "-")
    folder = named if named.is_dir() else project_of().data
    rows = partial(declared_in(folder).rows, folder)
    period = choose_period(rows("periods"), given.get("period", ""))
    data = of_sections([(name, notebook_blocks(name, notebook))], period, rows, whole=False)
    return Report(data).file(suffix)


class BriefingExporter(Exporter):
    """Notebook → one self-contained HTML page, or a file of another format where `file_extension` names it."""

    export_from_notebook = "Báo cáo"
    file_extension = FilenameExtension(".html").tag(config=True)
    output_mimetype = "text/html"

    def from_notebook_node(
        self, nb: NotebookNode, resources: Resources | None = None, **kw: object
    ) -> tuple[Any, Resources]:
        """The file."""
        notebook, known = super().from_notebook_node(nb, resources, **kw)
        name = f"{(known.get('metadata') or {}).get('name', 'notebook')}.ipynb"
        return section_file(name, nbformat.writes(notebook).encode(), self.file_extension.removeprefix(".")), known
