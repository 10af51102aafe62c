"""Run the section notebooks and store their outputs in them, as JupyterLab's "Restart and run all" would."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat

from .build import SectionsFailed
from .running.execution import run
from .sections import discover


def store_outputs() -> Iterator[str]:
    """Run every notebook with its own parameters and write its outputs into it; gives the names that changed.

    Raises SectionsFailed, and writes nothing, if one fails.
    """
    sections = discover()
    with tempfile.TemporaryDirectory() as folder:
        results = sorted(run(sections, Path(folder), {}), key=lambda result: result.section.name)
        failed = [result for result in results if result.error]
        if failed:
            raise SectionsFailed(failed)
        for result in results:
            if _store(result.section.path, result.output):
                yield result.section.path.name


def _store(path: Path, executed: Path) -> bool:
    """Copy the outputs of an executed notebook; True if the stored notebook is not what it was."""
    before = path.read_text(encoding="utf-8")
    notebook, ran = nbformat.reads(before, as_version=4), nbformat.read(executed, as_version=4)
    for cell, done in zip(notebook.cells, ran.cells, strict=True):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = done.outputs, done.execution_count
    after = nbformat.writes(notebook) + "\n"
    if after != before:
        path.write_text(after, encoding="utf-8", newline="\n")
    return after != before
