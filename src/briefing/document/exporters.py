"""nbconvert exporters: `jupyter nbconvert --to briefing notebook.ipynb`, and the whole edition from its notebooks."""

from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any, TypeAlias

import nbformat
from nbconvert.exporters import TemplateExporter
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.data.periods import choose_period
from helpers.data.schema import read_table
from helpers.project import project_of

from . import dropped, marks
from .about import about_of
from .annotate import of_sections
from .bundles import PARAMETERS, collected
from .clean import clean
from .formats import Report, format_of
from .pages import TEMPLATE
from .screen import highlighted
from .tree import About, Tree, assemble

Resources: TypeAlias = dict[str, Any]  # what nbconvert knows beside a notebook


def document(notebooks: Iterable[bytes], about: About) -> Tree:
    """The finished document of executed notebooks, in order; `about` says what the briefing is of (see `page`)."""
    return _finished("".join(map(converted, notebooks)), about)


@lru_cache(maxsize=64)
def converted(notebook: bytes) -> str:
    """An executed notebook's cells as HTML; kept: `watch` changes one notebook of many, a build converts while others run."""
    read = nbformat.reads(notebook.decode(), as_version=4)
    read.cells = [cell for cell in read.cells if not PARAMETERS & set(cell.metadata.get("tags", []))]
    return _exporter().cells(read)[0]


@cache
def prepare() -> None:
    """Do once what the first notebook would wait for: compile the templates, make ready to read markdown and code."""
    cells = [new_markdown_cell("# 1"), new_code_cell("1")]
    converted(nbformat.writes(new_notebook(cells=cells)).encode())


@cache
def _exporter() -> "BriefingExporter":
    """One for all notebooks: each compiles its templates anew."""
    return BriefingExporter(optimistic_validation=True)


def _finished(cells: str, about: About) -> Tree:
    made = assemble(cells, about.get("headings", {}))
    marks.mark(made.body)
    return made


def _about(notebook: NotebookNode) -> About:
    """What an executed notebook is a section of: the period of its parameters, as the project's tables name it."""
    given = notebook.metadata.get("papermill", {}).get("parameters", {})
    named = Path(given.get("data_dir") or "-")
    rows = partial(read_table, named if named.is_dir() else project_of().data)
    return about_of(choose_period(rows("periods"), given.get("period", "")), rows)


def section_page(name: str, notebook: bytes) -> str:
    """A notebook's own section on the page for the screen."""
    about = _about(nbformat.reads(notebook.decode(), as_version=4))
    data = of_sections([(name, collected(name, notebook))], about, whole=False)
    page: bytes = format_of("html").make(Report(_finished("", about), about, data=data))
    return page.decode()


class BriefingExporter(TemplateExporter):
    """Notebook → one self-contained HTML page. `metadata.briefing` of the notebook names title, period and headings."""

    export_from_notebook = "Báo cáo (HTML)"
    file_extension = ".html"
    output_mimetype = "text/html"
    template_name = "briefing"
    template_extension = ".html.j2"
    extra_template_basedirs = [str(TEMPLATE)]  # noqa: RUF012 (a trait of nbconvert)

    def default_filters(self) -> Iterator[tuple[str, Callable[..., str]]]:
        yield from TemplateExporter.default_filters(self)
        yield "markdown2html", markdown2html_mistune
        yield "highlight_code", highlighted
        yield "clean", clean

    def cells(self, nb: NotebookNode, resources: Resources | None = None, **kw: object) -> tuple[str, Resources]:
        """The cells as HTML, of which `assemble` makes the document."""
        dropped.refuse(nb)
        for cell in (cell for cell in nb.cells if cell.cell_type == "code"):
            cell.outputs = [each for each in cell.outputs if not dropped.is_looked_at(each)]
        return super().from_notebook_node(nb, resources, **kw)

    def from_notebook_node(
        self, nb: NotebookNode, resources: Resources | None = None, **kw: object
    ) -> tuple[Any, Resources]:
        """The file; bytes, unless it is text."""
        cells, resources = self.cells(nb, resources, **kw)
        about, name = _about(nb), f"{(resources.get('metadata') or {}).get('name', 'notebook')}.ipynb"
        data = of_sections([(name, collected(name, nbformat.writes(nb).encode()))], about, whole=False)
        report = Report(_finished(cells, about), about, data=data)
        file = format_of(self.file_extension.removeprefix(".")).make(report)
        resources["output_extension"] = self.file_extension
        return file.decode() if self.output_mimetype.startswith("text/") else file, resources


class BriefingPDFExporter(BriefingExporter):
    """Notebook → PDF, to be signed and sent."""

    export_from_notebook = "Báo cáo (PDF)"
    file_extension = ".pdf"
    output_mimetype = "application/pdf"


class BriefingWordExporter(BriefingExporter):
    """Notebook → Word document, for colleagues to edit."""

    export_from_notebook = "Báo cáo (Word)"
    file_extension = ".docx"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
