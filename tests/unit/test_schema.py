"""The declaration of the tables: read, laid out, its faults named; data folders of an older one brought up to it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, briefing
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.data.datapackage import lay_out, read_tables
from helpers.data.rows import Rows
from helpers.data.schema import TABLES
from helpers.data.validation import check
from helpers.errors import InputError

PERIODS = """
    {
      "name": "periods", "type": "table", "path": "periods.csv", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
      "titleVi": "Kỳ báo cáo",
      "schema": {
        "fieldsMatch": "equal", "primaryKey": ["period"],
        "fields": [
          {"name": "period", "type": "string", "constraints": {"required": true}}
        ]
      }
    }"""
LOANS = """
    {
      "name": "loans", "type": "table", "path": "loans.csv", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
      "titleVi": "Lượt mượn",
      "description": "Loans of the library.",
      "schema": {
        "fieldsMatch": "equal", "primaryKey": ["period", "reader"],
        "foreignKeys": [
          {"fields": ["period"], "reference": {"resource": "periods", "fields": ["period"]}},
          {"fields": ["period", "parent"], "reference": {"fields": ["period", "reader"]}}
        ],
        "fields": [
          {"name": "period", "type": "string", "constraints": {"required": true}},
          {"name": "reader", "type": "string", "description": "who", "codes": "reader", "constraints": {"required": true}},
          {"name": "parent", "type": "string"},
          {"name": "loans", "type": "integer", "unit": "lượt", "constraints": {"required": true, "minimum": 0}},
          {"name": "growth", "type": "number", "unit": "%"},
          {"name": "until", "type": "date"},
          {"name": "open", "type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
          {"name": "rule", "type": "string", "expression": true},
          {"name": "mark", "type": "string", "example": "A1", "constraints": {"pattern": "[A-Z][0-9]"}},
          {"name": "measure", "type": "string", "constraints": {"enum": ["flow", "stock"]}}
        ]
      }
    }"""
PACKAGE = f"""{{
  "resources": [{PERIODS},{LOANS}
  ]
}}
"""


def read(folder: Path, text: str):
    path = folder / "datapackage.json"
    path.write_text(text, encoding="utf-8")
    return read_tables(path)


def test_a_table_is_read_with_the_kinds_of_its_columns(tmp_path):
    loans = read(tmp_path, PACKAGE)["loans"]
    assert (loans.title, loans.about) == ("Lượt mượn", "Loans of the library.")
    assert (loans.full_key, loans.key, loans.periodic, loans.sourced) == (
        ("period", "reader"),
        ("reader",),
        True,
        False,
    )
    kinds = {name: field.kind for name, field in loans.columns.items()}
    assert kinds == {
        "period": "reference",
        "reader": "code",
        "parent": "reference",
        "loans": "number",
        "growth": "number",
        "until": "date",
        "open": "flag",
        "rule": "expression",
        "mark": "text",
        "measure": "text",
    }
    assert [loans.columns[name].table for name in ("period", "parent")] == ["periods", "loans"]
    assert (loans.columns["loans"].least, loans.columns["loans"].unit, loans.columns["loans"].empty) == (
        0,
        "lượt",
        False,
    )
    assert (loans.columns["growth"].least, loans.columns["growth"].empty) == (None, True)


def test_the_key_of_the_table_of_periods_is_the_period(tmp_path):
    assert read(tmp_path, PACKAGE)["periods"].key == ("period",)
    assert TABLES["organisation"].key == () and TABLES["organisation"].full_key == ("period",)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("loans", "1.5", "a whole number"),
        ("loans", "-1", "0 or more"),
        ("loans", "", "not empty"),
        ("growth", "1,5", "a number"),
        ("growth", "9" * 400, "a number of at most 15 digits"),
        ("until", "31/12/2024", "a date"),
        ("open", "yes", "true or false"),
        ("mark", "A", "a text, such as A1"),
        ("measure", "both", "one of flow, stock"),
        ("reader", "child", "a code of the list reader in codes.csv: adult, pupil"),
    ],
)
def test_cells_are_checked_as_declared(tmp_path, column, value, expected):
    table = read(tmp_path, PACKAGE)["loans"]
    row = dict.fromkeys(table.columns, "") | {"period": "2024-H1", "reader": "adult", "loans": "5", "open": "true"}
    codes = {"reader": ["adult", "pupil"]}
    assert check(list(table.columns), Rows({2: row}), table, codes) == []
    (problem,) = check(list(table.columns), Rows({2: row | {column: value}}), table, codes)
    assert (problem.line, problem.column, problem.value, problem.expected) == (2, column, value, expected)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"type": "date"', '"type": "day"', "line 29, column loans.until: found 'day'; expected a type: string, number"),
        ('"name": "until"', '"name": "growth"', "column loans.growth: found 'growth'; expected each column once"),
        ('"name": "loans", "type": "table"', '"name": "periods", "type": "table"', "expected each table once"),
        ('"name": "loans", "type": "table"', '"name": "../loans", "type": "table"', "found '../loans'; expected a name of letters a to z"),
        ('["period", "reader"],\n', '["period", "who"],\n', 'column loans: found \'["period", "who"]\'; expected "primaryKey"'),
        ('"primaryKey": ["period", "reader"]', '"primaryKey": []', 'expected "primaryKey", a list of the columns that identify a row'),
        ('"resource": "periods"', '"resource": "years"', "found 'years'; expected a table to refer to: codes, validity"),
        ('["period", "parent"]', '["period", "mother"]', "found 'mother'; expected columns of loans in the foreign key"),
        ('{"fields": ["period", "reader"]}', '{"fields": ["period", "mark"]}', "expected a reference to the key of loans"),
        ('{"fields": ["period", "reader"]}', '{"fields": ["reader", "reader"]}', "expected a reference to the key of loans"),
        ('{"fields": ["period", "reader"]}', '"loans"', "expected a foreign key"),
        ('"path": "loans.csv"', '"path": "other.csv"', 'expected "path": "loans.csv"'),
        ('"encoding": "utf-8"', '"encoding": "utf-16"', 'expected "encoding": "utf-8"'),
        ('"titleVi": "Lượt mượn",\n', "", "column loans: expected a Vietnamese title"),
        ('"description": "Loans of the library."', '"description": 5', "found '5'; expected a text as \"description\""),
        ('"fieldsMatch": "equal", "primaryKey": ["period", ', '"fieldsMatch": "subset", "primaryKey": ["period", ', 'expected "fieldsMatch": "equal"'),
        ('"mark", "type": "string"', '"mark", "type": "string"}, "loan", {"name": "other"', 'tables that have a "name" and a "schema" with "fields"'),
        ('"titleVi": "Lượt mượn",\n', '"titleVi": "Lượt mượn", "role": "loans",\n', 'found \'loans\'; expected "role": facts, coverage, tasks'),
        ('"titleVi": "Lượt mượn",\n', '"titleVi": "Lượt mượn", "optional": "yes",\n', 'expected "optional": true or false'),
        ('"titleVi": "Lượt mượn",\n', '"titleVi": "Lượt mượn", "tasks": {"done": {"state": ["a"]}},\n', 'expected "tasks", such as {"done": {"state": ["completed"]}'),
        ('"titleVi": "Lượt mượn",\n', '"titleVi": "Lượt mượn", "tasks": {"done": {"mark": ["a"]}, "reported": "yes"},\n', 'expected "tasks", such as {"done"'),
        ('"titleVi": "Lượt mượn",\n', '"titleVi": "Lượt mượn", "tasks": {"counted": {"finished": {"mark": "a"}}},\n', "the standings done, done_late, reported"),
        ('"codes": "reader"', '"code": "reader"', "found 'code'; expected only the properties name, type"),
        ('"codes": "reader"', '"codes": 7', "found '7'; expected a text as \"codes\""),
        ('"until", "type": "date"', '"until", "type": "date", "unit": "%"', "found 'unit'; expected it only with the types number"),
        ('"unit": "%"', '"unit": "@unit"', "found '@unit'; expected a column `unit` in the table"),
        ('"minimum": 0', '"minimum": ' + "9" * 10000, "with numbers of at most a thousand digits"),
        ('"minimum": 0', '"least": 0', "expected constraints: required, minimum, maximum, pattern, enum"),
        ('"minimum": 0', '"minimum": "0"', 'expected "minimum": a number'),
        ('["flow", "stock"]', "[1, 2]", 'expected "enum": a list of texts'),
        ('["flow", "stock"]', "[]", 'expected "enum": a list of texts'),
        ("[A-Z][0-9]", "[A-Z", "expected a pattern of at most 500 characters that can be compiled"),
        ('"trueValues": ["true"], ', "", 'column loans.open: expected "trueValues": ["true"]'),
        ('"type": "date"},', '"type": "date"', "datapackage.json, line 30: expected JSON"),
        ('"resources": [', '"tables": [', 'expected an object with "resources"'),
        ('"titleVi": "Lượt mượn",\n', '"titleVi": "Lượt mượn", "list": {"mark": ["who"]},\n', 'expected "list", the columns that are made of others'),
        ('"titleVi": "Lượt mượn",\n', '"titleVi": "Lượt mượn", "list": {"mark": "reader"},\n', 'expected "list", the columns that are made of others'),
        ('"codes": "reader"', '"codes": "reader", "roles": {"pupil": "bright"}', 'expected "roles" of the codes of a list: good'),
        ('"titleVi": "Lượt mượn",\n', '"titleVi": "Lượt mượn", "observations": "yes",\n', 'expected "observations": true or false'),
        ('"name": "until", ', "", 'tables that have a "name" and a "schema" with "fields"'),
    ],
)  # fmt: skip
def test_faults_of_the_declaration_are_named_with_their_place(tmp_path, old, new, words):
    assert old in PACKAGE
    with pytest.raises(InputError) as refused:
        read(tmp_path, new.join(PACKAGE.rsplit(old, 1)))
    assert words in str(refused.value)
    assert all(problem.file == "datapackage.json" and problem.remedy for problem in refused.value.problems)


def test_all_faults_are_listed_together(tmp_path):
    with pytest.raises(InputError) as refused:
        read(tmp_path, PACKAGE.replace('"date"', '"day"').replace('"minimum"', '"least"'))
    assert [problem.column for problem in refused.value.problems] == ["loans.loans", "loans.until"]


def nodes(value, path=()):
    yield path
    for key, item in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from nodes(item, (*path, key))


SIMPLE = st.none() | st.booleans() | st.integers() | st.text("aT(", max_size=2)
JSON = (
    SIMPLE
    | st.lists(SIMPLE | st.lists(SIMPLE), max_size=2)
    | st.dictionaries(st.sampled_from(["name", "fields"]), SIMPLE)
)


@given(st.sampled_from([path for path in nodes(json.loads(PACKAGE)) if path]), JSON)
@example(("resources", 1, "schema", "foreignKeys"), None)
def test_whatever_stands_in_a_declaration_it_is_read_or_refused_in_words(tmp_path_factory, path, value):
    package = json.loads(PACKAGE)
    place = package
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    file = tmp_path_factory.getbasetemp() / "datapackage.json"
    file.write_text(json.dumps(package), encoding="utf-8")
    try:
        tables = read_tables(file)
    except InputError as refused:
        assert all(problem.expected and problem.remedy for problem in refused.problems)
    else:
        check(list(tables["loans"].columns), Rows(), tables["loans"], {}) if "loans" in tables else None
        assert json.loads(lay_out(package)) == package


def test_laying_out_keeps_a_laid_out_declaration():
    assert lay_out(json.loads(PACKAGE)) == PACKAGE


def test_the_projects_tables_have_the_period_first_and_the_source_last():
    for table in TABLES.values():
        columns = list(table.columns)
        assert not table.periodic or columns[0] == "period"
        assert not table.sourced or [name for name in columns if name != "id"][-1] == "source"
    assert len({table.columns["source"] for table in TABLES.values() if table.sourced}) == 1


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project's folder with nothing but a declaration of two tables."""
    (tmp_path / "project" / "notebooks").mkdir(parents=True)
    (tmp_path / "project" / "data").mkdir()
    (tmp_path / "project" / "data" / "datapackage.json").write_text(PACKAGE, encoding="utf-8")
    return tmp_path / "project"


def test_the_command_counts_what_is_declared(project):
    ran = briefing("maintain", "schema", cwd=project)
    assert ran.code == 0 and ran.out.startswith("27 tables, 179 columns: ")  # with the program's own


def test_the_command_lays_the_declaration_out(project):
    path = project / "data" / "datapackage.json"
    path.write_text(json.dumps(json.loads(PACKAGE)), encoding="utf-8")
    assert briefing("maintain", "schema", "--format", cwd=project).code == 0
    assert path.read_text(encoding="utf-8") == PACKAGE


def test_a_build_refuses_a_declaration_with_faults(project, data, tmp_path):
    shutil.copy(min((ROOT / "notebooks").glob("*.ipynb")), project / "notebooks")
    path = data / "datapackage.json"  # the data's own
    path.write_text(PACKAGE.replace('"date"', '"day"'), encoding="utf-8")
    ran = briefing("build", "--data", data, "--out", tmp_path / "out", cwd=project)
    assert (ran.code, ran.out) == (2, "") and "Traceback" not in ran.err
    assert "datapackage.json, line 29, column loans.until: found 'day'" in ran.err
    path.unlink()
    (project / "data" / "datapackage.json").unlink()
    ran = briefing("build", "--data", data, "--out", tmp_path / "out", cwd=project)
    assert ran.code == 2 and "datapackage.json: expected the declaration of the tables" in ran.err
