"""What analysts who know pandas write, cell by cell, on the synthetic edition: each prints the right thing with its source, or is told in words.

The cells stand in `analysts.cells`: `# %% name => printed words`, `# %% name => refused words` or `# %% name => looked at`, of what
the analyst sees and the document leaves out; then the code. Words are those that the page, or the message, must hold. Each cell runs as a section of its own, as a build runs it, and goes into the document as a
build puts it there. What it comes to is one of four: right, refused in words, a bare error of a library, or silent, which is
worst: something is printed that is not what was asked for, or nothing is.
"""

import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import nbformat
import samples
from lxml import html
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from briefing.build import notebook_runner
from briefing.document.cell_outputs import collected
from briefing.sections import Section
from helpers.errors import InputError, NotFinished
from helpers.values.blocks import MIME

FOLDER = Path(__file__).parent
_PARAMETERS = 'period: str = ""\ndata_dir: str = ""'
_IMPORTS = """\
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from helpers import charts, task_status, tables
from helpers.editions import Edition
from helpers.prose import bullets, highest, join_phrases, judged, lowest, prose
edition = Edition(period, data_dir)"""
_KERNEL = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
_NAMED = re.compile(r"^# %% (?P<name>.+?)(?: => (?P<kind>printed|refused|looked) (?P<words>.+))?\n", re.MULTILINE)


class Cell(NamedTuple):
    """One cell: its code, and the words that come of it."""

    name: str
    kind: str
    words: str
    source: str


class Outcome(NamedTuple):
    """What became of a cell."""

    cell: Cell
    kind: str
    said: str

    @property
    def verdict(self) -> str:
        if self.cell.kind == "looked":
            return (
                "right" if self.kind == "printed" and not self.said.partition("[cell")[0].strip() else self._otherwise
            )
        met = self.kind == self.cell.kind and "".join(self.cell.words.split()) in "".join(self.said.split())
        return {"printed": "right", "refused": "refused in words"}[self.kind] if met else self._otherwise

    @property
    def _otherwise(self) -> str:
        return "silent" if self.kind == "printed" else "bare error"


def cells(whose: str = "analysts") -> list[Cell]:
    """whose: "analysts", written over time by who knows the helpers; "newcomers", forty written before trying any."""
    _before, *parts = _NAMED.split((FOLDER / f"{whose}.cells").read_text(encoding="utf-8"))
    taken = zip(parts[::4], parts[1::4], parts[2::4], parts[3::4], strict=True)
    return [Cell(name, kind or "", words or "", source.strip("\n")) for name, kind, words, source in taken]


def run(chosen: list[Cell], folder: Path) -> list[Outcome]:
    """Every cell in a section of its own, in the order in which they stand."""
    folder.mkdir(exist_ok=True)
    named = {f"{number:03}": cell for number, cell in enumerate(chosen)}
    for name, cell in named.items():
        parameters = new_code_cell(_PARAMETERS, metadata={"tags": ["parameters"]})
        parts = [new_markdown_cell("# I. Thử"), parameters, new_code_cell(_IMPORTS), new_code_cell(cell.source)]
        nbformat.write(new_notebook(cells=parts, metadata=_KERNEL), folder / f"{name}.ipynb")
    (folder / "out").mkdir(exist_ok=True)
    paths = [folder / f"{name}.ipynb" for name in named]
    sections = [Section(path, path.read_bytes()) for path in paths]
    parameters = {"period": "2031-Q3", "data_dir": str(samples.SYNTHETIC)}
    with notebook_runner.run(sections, folder / "out", parameters) as results:
        ended = {result.section.name: _became(result) for result in results}
    return [Outcome(cell, *ended[name]) for name, cell in named.items()]


def _became(result: notebook_runner.Result) -> tuple[str, str]:
    if result.error:
        return "refused", result.error
    notebook = nbformat.read(result.output, as_version=4)
    notebook.cells = notebook.cells[-1:]
    try:
        collected(result.output.name, nbformat.writes(notebook).encode())
    except (InputError, NotFinished) as error:
        return "refused", str(error)
    shown = [output.data for output in notebook.cells[0].outputs if MIME in output.get("data", {})]
    said = " ".join(html.fragment_fromstring(data["text/html"], create_parent=True).text_content() for data in shown)
    return "printed", " ".join(said.split()) + "".join(f" [{said}]" for said in result.warnings)


def report(outcomes: list[Outcome]) -> str:
    """Each cell that did not end as expected, and how many ended how."""
    lines = [
        f"{each.verdict}: {each.cell.name}\n    wanted: {each.cell.kind} {each.cell.words}\n    came:   {each.kind} {each.said}"
        for each in outcomes
        if each.verdict in ("silent", "bare error")
    ]
    return "\n".join([*lines, f"{len(outcomes)} cells: {dict(Counter(each.verdict for each in outcomes))}"])
