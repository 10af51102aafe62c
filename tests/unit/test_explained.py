"""What a library says of figures is said so that an analyst can go on: what it was given, and what to write instead."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook
from samples import SYNTHETIC

from helpers.editions import Edition
from helpers.explained import explained
from helpers.prose import enumerated


@pytest.fixture(scope="module")
def edition():
    return Edition("2031-Q3", SYNTHETIC)


DRAW, COMPUTE = r"charts\.drawn\(", r"given figures, days, texts or codes.*computed\(lambda numbers"
CELLS = [
    (lambda e: sns.barplot(e.register("base_stations"), x="generation", y="stations"), rf"seaborn: .*Write {DRAW}"),
    (lambda e: sns.regplot(e.register("indicators"), x="previous", y="plan"), rf"seaborn: .*Write {DRAW}"),
    (lambda e: e.register("training").learners.hist(), rf"pandas: .*Write {DRAW}"),
    (lambda e: e.register("base_stations").plot(x="generation", y="stations"), rf"pandas: .*Write {DRAW}"),
    (lambda e: e.register("decision_tasks").due_by.dt.month, rf"pandas: .*{COMPUTE}"),
    (lambda e: e.register("decision_tasks").due_by < "2031-07-01", r"are plain in edition\.table"),
    (
        lambda e: e.register("decision_tasks").product.str.upper(),
        r"product: expected a column, .*Write frame\['product'\]\.str",
    ),
    (lambda e: e.table("base_stations").station, r"found 'station'.*Did you mean stations\?"),
    (lambda e: e.register("alerts")["severty"], r"found 'severty'.*Did you mean severity\?"),
    (lambda e: e.register("alerts")[["severity", "nhan"]], r"rows and columns: found 'nhan'; expected .*severity"),
    (lambda e: e.register("alerts").sort_values("nhan"), r"rows and columns: found 'nhan'; expected .*severity"),
    (lambda e: e.table("alerts").groupby("nhan"), r"rows and columns: found 'nhan'; expected .*severity"),
    (lambda e: e.table("alerts").set_index("nhan"), r"rows and columns: found 'nhan'; expected .*severity"),
    (lambda e: e.table("alerts").drop(columns="nhan"), r"rows and columns: found 'nhan'; expected .*severity"),
    (
        lambda e: e.figures("dossiers_received", "dossiers", by="level")["Cấp tỉnh"],
        r"found 'Cấp tỉnh'; .*province \(Cấp tỉnh\)",
    ),
    (lambda e: np.sqrt(e.figure("base_stations", "stations")), rf"the cell: .*{COMPUTE}.*float\(figure\)"),
    (
        lambda e: int(e.figure("base_stations", "stations")),
        r"int: expected a figure as it is, .*\{figure:\.0\}.*int\(float\(figure\)\).* \(TypeError",
    ),
    (
        lambda e: e.before("last_year").register("alerts"),
        r"edition\.before: expected a period that periods\.csv has a row of, and not .*Add its row to periods\.csv",
    ),
    (
        lambda e: np.polyfit(range(4), e.figures("base_stations", "stations", by="generation"), 1),
        rf"numpy: .*{COMPUTE}",
    ),
    (
        lambda e: f"{float(e.figure('base_stations', 'stations')):unit}",
        r"a figure; this is a plain number.*computed\(.*'unit'",
    ),
    (lambda e: enumerated(pd.Series([3]), "{figure:unit}"), r"a figure; this is a plain number"),
    (lambda e: f"{e.year - 1}-Q1", r"a number; this is a text.*int\(edition\.year\) - 1"),
]


@pytest.mark.parametrize(("cell", "says"), CELLS)
def test_an_error_of_a_library_tells_what_it_was_given_and_what_to_write(edition, cell, says):
    with pytest.raises(Exception) as raised:
        cell(edition)
    plt.close("all")
    told = explained(raised.value)
    assert told is not None
    with pytest.raises(type(told), match=says):
        _raise(told)


def _raise(error):
    raise error


@pytest.mark.parametrize(
    "cell",
    [
        lambda e: {}["a"],
        lambda e: pd.DataFrame({"a": [1]})["b"],
        lambda e: sns.barplot(pd.DataFrame({"a": [1]}), x="a", y="b"),
        lambda e: e.figure("base_stations", "stations") * 0.5,
        lambda e: e.table("base_station"),
        lambda e: 1 / 0,
    ],
)
def test_an_error_that_is_about_nothing_of_ours_stays_as_it_is(edition, cell):
    with pytest.raises(Exception) as raised:
        cell(edition)
    assert explained(raised.value) is None


def test_a_kernel_says_it():
    """JupyterLab's kernel, and nbconvert's: the line of the cell, and what to write in it."""
    cells = [
        "import seaborn as sns\nfrom helpers.editions import Edition\n"
        f"stations = Edition('2031-Q3', {str(SYNTHETIC)!r}).register('base_stations')",
        "x = 1\nsns.barplot(stations, x='generation', y='stations')",
        "1 / 0",
        "import numpy as np\nfrom numpy.random import default_rng\n"
        "[int(rng.integers(100)) for rng in (default_rng(), np.random.default_rng())], np.random.RandomState().randint(100)",
        "import random\nstations.sample(1).index.tolist(), random.random(), random.Random().random()",
        "import pandas as pd\nlen(pd.merge(stations, stations.head(3)[['generation']], on='generation'))",
    ]
    notebook = new_notebook(cells=[new_code_cell(source) for source in cells])
    NotebookClient(notebook, allow_errors=True, timeout=120).execute()
    drawn, plain = (next(each for each in cell.outputs if "ename" in each) for cell in notebook.cells[1:3])
    assert drawn.ename == "InputError" and "charts.drawn(" in drawn.evalue and "line 2" in "".join(drawn.traceback)
    assert (plain.ename, plain.evalue) == ("ZeroDivisionError", "division by zero")
    assert notebook.cells[3].outputs[0].data["text/plain"] == "([85, 85], 20)"
    drawn_by_chance = notebook.cells[4].outputs[0].data["text/plain"]
    assert drawn_by_chance == "([4], 0.8444218515250481, 0.8444218515250481)"  # in every run
    assert "merge leaves out 1 row that has no partner: 5G." in notebook.cells[5].outputs[0].text
