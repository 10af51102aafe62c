"""What is said of each kind of fault, once and in both languages: a row of codes.csv is a code, how it is provoked, and its words.

A row: the command; a file of the data in which `old` becomes `new` (old `*`: the whole file, `-`: the file is taken away, empty: a
first row). DATA stands for the data folder.
"""

import ast
import csv
import re
import shlex
import shutil
from pathlib import Path

import pytest
from doors import MADE_UP, ROOT, forget

from briefing.cli import run
from helpers.data.schema import TABLES

ROWS = [*csv.DictReader((Path(__file__).parent / "codes.csv").read_text(encoding="utf-8").splitlines())]
WITHOUT_A_ROW = 110  # codes that no row provokes yet; only ever fewer
MAKERS = {"Problem", "SentProblem", "misused", "unknown_name"}


def changed(folder: Path, row: dict[str, str]) -> Path:
    data = Path(shutil.copytree(MADE_UP, folder / "data"))
    (folder / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / "13_publishing.ipynb", folder / "notebooks")
    path, new = data / row["file"], row["new"].replace("\\n", "\n").replace("\\t", "\t")
    if row["file"] and row["old"] == "-":
        path.unlink()
    elif row["file"] and row["old"] == "*":
        path.write_text(f"{new}\n" if new else "", encoding="utf-8")
    elif row["file"] and not row["old"]:
        header, rows = path.read_text(encoding="utf-8").split("\n", 1)
        path.write_text(f"{header}\n{new}\n{rows}", encoding="utf-8")
    elif row["file"]:
        before = path.read_text(encoding="utf-8")
        assert row["old"] in before, "the case changes nothing"
        path.write_text(before.replace(row["old"], new, 1), encoding="utf-8")
    return data


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["code"])
def test_a_fault_has_its_code_and_its_words_in_both_languages(tmp_path, monkeypatch, row):
    data = changed(tmp_path, row)
    monkeypatch.setattr(TABLES, "_declared", None)
    monkeypatch.chdir(tmp_path)
    done = run([word.replace("DATA", str(data)) for word in shlex.split(row["command"])])
    forget()
    problem = next((one for one in done.problems if one.code == row["code"]), None)
    assert done.exit == 2 and problem, [one.code for one in done.problems]
    said = (problem.into(language).replace(str(tmp_path), "HERE") for language in ("en", "vi"))
    assert (*said,) == (row["en"], row["vi"])


def test_each_code_is_a_short_name_and_each_row_of_one_that_there_is():
    codes = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MAKERS:
                codes |= {each.value.value for each in node.keywords if each.arg == "code" and isinstance(each.value, ast.Constant)}  # fmt: skip
    rows = [row["code"] for row in ROWS]
    assert len(set(rows)) == len(rows)
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+){0,4}", code) for code in codes)
    assert len(codes - {*rows}) <= WITHOUT_A_ROW
