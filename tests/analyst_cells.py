"""What analysts who know pandas write, cell by cell, on the synthetic edition: each prints the right thing with its source, or is told in words.

The cells stand in `analysts.cells`: `# %% name => printed words`, `# %% name => refused words` or `# %% name => looked at`, of what
the analyst sees and the document leaves out; then the code. Words are those that the page, or the message, must hold. What a
cell comes to is one of four: right, refused in words, a bare error of a library, or silent, which is
worst: something is printed that is not what was asked for, or nothing is. Of a cell that prints nothing because it does not end
with what it made, “looked at” is right: its analyst sees nothing, either.
"""

import re
from collections import Counter
from typing import NamedTuple

import samples
from lxml import html
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

BUNDLE = "application/vnd.briefing+json"  # beside the HTML of what a document prints
FOLDER = samples.FIXTURES / "analyst_cells"
_IMPORTS = """\
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import seaborn as sns
from helpers import charts, task_status, tables
from helpers.editions import Edition
from helpers.prose import bullets, highest, join_phrases, judged, lowest, prose
edition = Edition({period!r}, {data!r})
own = {{*globals(), "own"}}"""
_ALONE = """\
for name in {*globals()} - own:
    if name[0] != "_":
        del globals()[name]
plt.rcdefaults()"""
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
            return "right" if (self.kind, self.said) == ("printed", "") else self._otherwise
        met = self.kind == self.cell.kind and "".join(self.cell.words.split()) in "".join(self.said.split())
        return {"printed": "right", "refused": "refused in words"}[self.kind] if met else self._otherwise

    @property
    def _otherwise(self) -> str:
        return "silent" if self.kind == "printed" else "bare error"


def cells(whose: str = "analysts") -> list[Cell]:
    """whose: "analysts", written over time by who knows the helpers; "newcomers", written before trying any, and what they write next."""
    _before, *parts = _NAMED.split((FOLDER / f"{whose}.cells").read_text(encoding="utf-8"))
    taken = zip(parts[::4], parts[1::4], parts[2::4], parts[3::4], strict=True)
    return [Cell(name, kind or "", words or "", source.strip("\n")) for name, kind, words, source in taken]


def run(chosen: list[Cell]) -> list[Outcome]:
    """Every cell in a real kernel, as JupyterLab runs them, with nothing that another one has left."""
    first = new_code_cell(_IMPORTS.format(period="2031-Q3", data=str(samples.SYNTHETIC)))
    alone = [new_code_cell(source) for cell in chosen for source in (_ALONE, cell.source)]
    notebook = new_notebook(cells=[first, *alone])
    NotebookClient(notebook, kernel_name="python3", timeout=120, allow_errors=True).execute()
    ended = map(_became, notebook.cells[2::2])
    return [Outcome(cell, *came) for cell, came in zip(chosen, ended, strict=True)]


def _became(cell: NotebookNode) -> tuple[str, str]:
    errors = [output for output in cell.outputs if output.output_type == "error"]
    if errors:
        return "refused", " ".join(f"{each.ename}: {each.evalue}" for each in errors)
    shown = [output.data["text/html"] for output in cell.outputs if BUNDLE in output.get("data", {})]
    said = " ".join(html.fragment_fromstring(each, create_parent=True).text_content() for each in shown)
    return "printed", " ".join(said.split())


def report(outcomes: list[Outcome]) -> str:
    """Each cell that did not end as expected, and how many ended how."""
    lines = [
        f"{each.verdict}: {each.cell.name}\n    wanted: {each.cell.kind} {each.cell.words}\n    came:   {each.kind} {each.said}"
        for each in outcomes
        if each.verdict in ("silent", "bare error")
    ]
    return "\n".join([*lines, f"{len(outcomes)} cells: {dict(Counter(each.verdict for each in outcomes))}"])
