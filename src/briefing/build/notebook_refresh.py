"""Run the section notebooks and store them with their outputs, as JupyterLab's "Restart and run all" and "Save" would."""

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import get_kernel_spec
from nbformat.sign import NotebookNotary

from helpers.data.csv_writer import replace_files
from helpers.project import Project

from ..sections import SectionsFailed, discover
from .notebook_runner import run


def store_outputs(project: Project) -> Iterator[str]:
    """Run every notebook with its own parameters and store its outputs, which JupyterLab trusts; gives the names that changed.

    Raises SectionsFailed, and writes nothing, if one fails.
    """
    sections = discover(project.notebooks)
    with tempfile.TemporaryDirectory() as folder:
        with run(sections, Path(folder), {}) as start:
            results = sorted(start(), key=lambda result: result.section.name)
        failed = [result for result in results if result.error]
        if failed:
            raise SectionsFailed([(result.section, result.error) for result in failed])
        changed = {path: text for result in results if (text := _stored(path := result.section.path, result.output))}
        replace_files({path: text.encode() for path, text in changed.items()})
        yield from (path.name for path in changed)


def _stored(path: Path, executed: Path) -> str:
    """A notebook with the outputs of its execution, its kernel as JupyterLab writes it; empty if it has them already."""
    before = path.read_text(encoding="utf-8")
    notebook, ran = nbformat.reads(before, as_version=4), nbformat.read(executed, as_version=4)
    for cell, done in zip(notebook.cells, ran.cells, strict=True):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = done.outputs, done.execution_count
    name = notebook.metadata.kernelspec.name
    kernel = get_kernel_spec(name)
    notebook.metadata.kernelspec = {"display_name": kernel.display_name, "language": kernel.language, "name": name}
    notebook.metadata.language_info = ran.metadata.language_info
    after = nbformat.writes(notebook) + "\n"
    with suppress(OSError):  # nowhere to keep signatures: JupyterLab shows the charts when it has run them
        NotebookNotary().sign(nbformat.reads(after, as_version=4))
    return after if after != before else ""
