"""A stranger's validator and the project's own refuse the same corrupted data."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from doors import check_folder, run
from frictionless import Package
from samples import SYNTHETIC

from helpers.errors import InputError

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The synthetic edition's declaration, written out whole."""
    project = tmp_path_factory.mktemp("project")
    (project / "notebooks").mkdir()
    shutil.copytree(SYNTHETIC, project / "data")
    assert (ran := run("maintain", "schema", "--whole", "whole", cwd=project)).exit == 0, ran.err
    return project / "whole" / "datapackage.json"


@pytest.fixture
def folder(package: Path, tmp_path: Path) -> Path:
    """A copy of the synthetic edition's data with that declaration."""
    data = Path(shutil.copytree(SYNTHETIC, tmp_path / "data"))
    shutil.copy(package, data)
    return data


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def cell(column: str, value: str) -> Callable[[Path], None]:
    """Another value in the first row."""

    def corrupt(path: Path) -> None:
        first, *others = rows_of(path)
        write_rows(path, [first | {column: value}, *others])

    return corrupt


def without(column: str) -> Callable[[Path], None]:
    return lambda path: write_rows(
        path, [{name: value for name, value in row.items() if name != column} for row in rows_of(path)]
    )


def with_column(path: Path) -> None:
    write_rows(path, [row | {"note": "x"} for row in rows_of(path)])


def repeat(path: Path) -> None:
    """The last row, once more: of `coverage`, one whose key has an empty cell."""
    rows = sorted(rows_of(path), key=lambda row: row.get("level") == "")
    write_rows(path, [*rows, rows[-1]])


def longer_row(path: Path) -> None:
    path.write_text(path.read_text(encoding="utf-8").rstrip("\n") + ",more\n", encoding="utf-8")


def utf_16(path: Path) -> None:
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))


@pytest.mark.parametrize(
    ("table", "corrupt", "ours", "theirs"),
    [
        pytest.param("alerts", cell("alerts", "many"), "expected a number", "type-error", id="no number"),
        pytest.param("alerts", cell("alerts", "7,5"), "expected a number", "type-error", id="decimal comma"),
        pytest.param("recipients", cell("order", "1.5"), "expected a whole number", "type-error", id="not whole"),
        pytest.param("alerts", cell("alerts", ""), "expected not empty", "constraint-error", id="required"),
        pytest.param("alerts", cell("alerts", "-1"), "expected 0 or more", "constraint-error", id="minimum"),
        pytest.param("alerts", cell("source", "page 5"), "such as I.2.7", "constraint-error", id="pattern"),
        pytest.param("indicators", cell("measure", "flat"), "one of flow, stock", "constraint-error", id="one of"),
        pytest.param("base_stations", repeat, "each period + generation once", "primary-key", id="key"),
        pytest.param("coverage", repeat, "each period + subject + level once", "primary-key", id="key with an empty cell"),
        pytest.param("task_documents", cell("document", "1/X"), "found '1/X'", "foreign-key", id="reference"),
        pytest.param("indicators", cell("parent", "99"), "found '99'", "foreign-key", id="reference to its own table"),
        pytest.param("alerts", cell("period", "2019"), "a period of periods.csv", "foreign-key", id="period"),
        pytest.param("cutoffs", cell("date_from", "01/01/2031"), "expected a date", "type-error", id="date"),
        pytest.param("cutoffs", cell("date_from", "2031-13-01"), "expected a date", "type-error", id="no such month"),
        pytest.param("periods", cell("estimated", "yes"), "expected one of true, false", "constraint-error", id="flag"),
        pytest.param("licences", with_column, "column note: expected only", "extra-label", id="another column"),
        pytest.param("licences", without("source"), "column source: expected", "missing-label", id="missing column"),
        pytest.param("alerts", longer_row, "5 cells as in the header, found 6", "extra-cell", id="longer row"),
        pytest.param("alerts", Path.unlink, "expected the file", "scheme-error", id="missing file"),
        pytest.param("alerts", utf_16, "found 'UTF-16'; expected UTF-8", "encoding-error", id="not UTF-8"),
    ],
)  # fmt: skip
def test_both_refuse_corrupted_data(folder, table, corrupt, ours, theirs):
    corrupt(folder / f"{table}.csv")
    with pytest.raises(InputError) as refused:
        check_folder(folder)
    assert any(problem.file == f"{table}.csv" and ours in str(problem) for problem in refused.value.problems)
    assert theirs in {kind for kind, _ in errors(folder, table)}


def errors(folder: Path, table: str) -> list[tuple[str, int]]:
    """What frictionless finds in a table: kind and line."""
    found = Package(str(folder / "datapackage.json")).get_resource(table).validate().flatten(["type", "rowNumber"])
    return [(kind, line) for kind, line in found]
