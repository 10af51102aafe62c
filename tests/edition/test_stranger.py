"""A stranger's validator and the project's own agree on the data, clean and corrupted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from frictionless import Package, Resource

from helpers.data.checking import check_folder
from helpers.data.problems import InputError

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the project's data with its declaration."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


def test_both_accept_the_projects_data(folder):
    check_folder(folder)
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "type", "note"])
    assert len(report.tasks) == len(list(folder.glob("*.csv")))


def replace(table: str, old: str, new: str):
    def corrupt(folder: Path) -> None:
        path = folder / f"{table}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return table, corrupt


def append(table: str, row: str):
    def corrupt(folder: Path) -> None:
        with (folder / f"{table}.csv").open("a", encoding="utf-8") as file:
            file.write(row + "\n")

    return table, corrupt


def delete(table: str):
    return table, lambda folder: (folder / f"{table}.csv").unlink()


def write(table: str, content: bytes):
    return table, lambda folder: (folder / f"{table}.csv").write_bytes(content)


@pytest.mark.parametrize(
    ("corrupted", "ours", "theirs"),
    [
        pytest.param(replace("alerts", "7250", "many"), "line 2, column alerts: found 'many'", "type-error", id="type"),
        pytest.param(replace("alerts", "7250", '"7,5"'), "expected a number", "type-error", id="decimal comma"),
        pytest.param(replace("recipients", ",1,", ",1.5,"), "expected a whole number", "type-error", id="not whole"),
        pytest.param(replace("alerts", "7250", ""), "expected not empty", "constraint-error", id="required"),
        pytest.param(replace("alerts", "7250", "-7250"), "expected 0 or more", "constraint-error", id="minimum"),
        pytest.param(replace("alerts", "I.2.5", "page 5"), "column source", "constraint-error", id="pattern"),
        pytest.param(replace("indicators", ",level,", ",flat,"), "one of flow, level", "constraint-error", id="enum"),
        pytest.param(append("base_stations", "2024-H1,2G,1,I.3.2"), "each period + generation once", "primary-key", id="key"),
        pytest.param(append("coverage", "2024-H1,portal_services,,1,1,I.2.7"), "once", "primary-key", id="key with empty cell"),
        pytest.param(replace("task_documents", "185/KH-UBND", "1/X"), "found '1/X'", "foreign-key", id="reference"),
        pytest.param(replace("indicators", "7.1,7,", "7.1,99,"), "found '99'", "foreign-key", id="reference to itself"),
        pytest.param(replace("alerts", "2024-H1", "2023-H1"), "a period of periods.csv", "foreign-key", id="period"),
        pytest.param(replace("cutoffs", "2024-01-01", "01/01/2024"), "expected a date", "type-error", id="date"),
        pytest.param(replace("cutoffs", "2024-01-01", "2024-13-01"), "expected a date", "type-error", id="no such month"),
        pytest.param(replace("periods", ",true", ",yes"), "expected true or false", "type-error", id="boolean"),
        pytest.param(replace("licences", "source\n", "source,note\n"), "expected 5 cells", "extra-label", id="extra label"),
        pytest.param(write("media_items", b"period,tone,items\n"), "column source: expected", "missing-label", id="column"),
        pytest.param(replace("alerts", "medium,7250", "medium,7,250"), "found 6", "extra-cell", id="row too long"),
        pytest.param(delete("alerts"), "expected the file", "scheme-error", id="missing file"),
        pytest.param(write("alerts", "period,tin cảnh báo".encode("utf-16")), "UTF-16", "encoding-error", id="not UTF-8"),
    ],
)  # fmt: skip
def test_both_refuse_corrupted_data(folder, corrupted, ours, theirs):
    table, corrupt = corrupted
    corrupt(folder)
    with pytest.raises(InputError) as refused:
        check_folder(folder)
    assert f"{table}.csv" in str(refused.value) and ours in str(refused.value)
    resource: Resource = Package(str(folder / "datapackage.json")).get_resource(table)
    types = {kind for (kind,) in resource.validate().flatten(["type"])}
    assert theirs in types, types


def test_a_document_of_another_period_is_no_reference(folder):
    """References are composite: a task may only name a document of its own period."""
    append("periods", "2024-Q3,Quý III năm 2024,quarter,2024-07-01,2024-09-30,2024-Q2,2023-Q3,75,true")[1](folder)
    append("statements", "2024-Q3,I.1,activity,1,Không có,I.1")[1](folder)
    append("task_documents", "2024-Q3,2,submitted,1,185/KH-UBND,Phụ lục 2")[1](folder)
    with pytest.raises(InputError, match=r"task_documents\.csv.*'185/KH-UBND'"):
        check_folder(folder)
    report = Package(str(folder / "datapackage.json")).get_resource("task_documents").validate()
    notes = [note for kind, note in report.flatten(["type", "note"]) if kind == "foreign-key"]
    assert any("185/KH-UBND" in note for note in notes)
