"""The declaration of the tables: read, laid out, its faults named; data folders of an older one brought up to it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import briefing
from doors import columns, declared, run
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.editions import Edition
from helpers.errors import Problem

PERIODS = """
    {
      "name": "periods",
      "type": "table",
      "path": "periods.csv",
      "format": "csv",
      "mediatype": "text/csv",
      "encoding": "utf-8",
      "titleVi": "Kỳ báo cáo",
      "schema": {
        "fieldsMatch": "equal",
        "primaryKey": ["period"],
        "fields": [
          {"name": "period", "type": "string", "constraints": {"required": true}}
        ]
      }
    }"""
LOANS = """
    {
      "name": "loans",
      "type": "table",
      "path": "loans.csv",
      "format": "csv",
      "mediatype": "text/csv",
      "encoding": "utf-8",
      "titleVi": "Lượt mượn",
      "description": "Loans of the library.",
      "schema": {
        "fieldsMatch": "equal",
        "primaryKey": ["period", "reader"],
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
          {"name": "open", "type": "string", "constraints": {"enum": ["true", "false"]}},
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


def refused(folder: Path, text: str) -> list[Problem]:
    """What is wrong with a declaration."""
    for name in ("data", "notebooks"):
        (folder / name).mkdir(exist_ok=True)
    (folder / "data" / "datapackage.json").write_text(text, encoding="utf-8")
    ran = run("maintain", "schema", cwd=folder)
    assert ran.exit in (0, 2), ran.err
    return ran.refused


def test_columns_are_found_by_name_in_whatever_order_they_stand(small):
    table = small.data / "stock.csv"
    lines = [line.split(",") for line in table.read_text(encoding="utf-8").splitlines()]
    table.write_text("".join(",".join(reversed(line)) + "\n" for line in lines), encoding="utf-8")
    assert Edition("2031-Q3", small.data).figure("stock", "books", branch="north").value == 3500


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"type": "date"', '"type": "day"', "datapackage.json, column loans.until: found 'day'; expected a type: string, number"),
        ('"name": "until"', '"name": "growth"', "column loans.growth: found 'growth'; expected each column once"),
        ('"name": "loans",\n      "type": "table"', '"name": "periods",\n      "type": "table"', "expected each table once"),
        ('"name": "loans",\n      "type": "table"', '"name": "../loans",\n      "type": "table"', "found '../loans'; expected a name of letters a to z"),
        ('["period", "reader"],\n', '["period", "who"],\n', 'column loans: found \'who\'; expected "primaryKey", a list of the columns that identify a row; of period, reader'),
        ('"primaryKey": ["period", "reader"]', '"primaryKey": []', 'expected "primaryKey", a list of the columns that identify a row'),
        ('"resource": "periods"', '"resource": "years"', '"fields": ["period"]}}; of codes, validity'),
        ('["period", "parent"]', '["period", "mother"]', "found 'mother'; expected a foreign key"),
        ('{"fields": ["period", "reader"]}', '"loans"', "expected a foreign key"),
        ('"path": "loans.csv"', '"path": "other.csv"', 'expected "path", the table'),
        ('"encoding": "utf-8"', '"encoding": "utf-16"', 'expected "encoding": "utf-8"'),
        ('"titleVi": "Lượt mượn",\n', "", "column loans: expected a Vietnamese title"),
        ('"description": "Loans of the library."', '"description": 5', "found '5'; expected a text as \"description\""),
        ('"fieldsMatch": "equal"', '"fieldsMatch": "subset"', 'expected "fieldsMatch": "equal"'),
        ('"mark", "type": "string"', '"mark", "type": "string"}, "loan", {"name": "other"', 'tables that have a "name" and a "schema" with "fields"'),
        ('"titleVi": "Lượt mượn",\n', '"titleVi": "Lượt mượn", "role": "loans",\n', 'found \'loans\'; expected "role": facts'),
        ('"titleVi": "Lượt mượn",\n', '"titleVi": "Lượt mượn", "optional": "yes",\n', 'expected "optional": true or false'),
        ('"titleVi": "Lượt mượn",\n', '"titleVi": "Lượt mượn", "tasks": {"done": {"state": ["a"]}},\n', 'expected "tasks", such as {"done": {"state": ["completed"]}'),
        ('"titleVi": "Lượt mượn",\n', '"titleVi": "Lượt mượn", "tasks": {"done": {"mark": ["a"]}, "reported": "yes"},\n', 'expected "tasks", such as {"done"'),
        ('"codes": "reader"', '"code": "reader"', "found 'code'; expected only the properties name, type"),
        ('"codes": "reader"', '"codes": 7', "found '7'; expected a text as \"codes\""),
        ('"until", "type": "date"', '"until", "type": "date", "unit": "%"', "found 'unit'; expected it only with the types number"),
        ('"unit": "%"', '"unit": "@unit"', "or @unit, with a column `unit`"),
        ('"minimum": 0', '"minimum": ' + "9" * 10000, 'expected an object with "resources"'),
        ('"minimum": 0', '"least": 0', "expected constraints: required, minimum, maximum, pattern, enum"),
        ('"minimum": 0', '"minimum": "0"', 'expected "minimum": a number'),
        ('["flow", "stock"]', "[1, 2]", 'expected "enum": a list of texts'),
        ('["flow", "stock"]', "[]", 'expected "enum": a list of texts'),
        ("[A-Z][0-9]", "[A-Z", "expected a pattern of at most 500 characters that can be compiled"),
        ("[A-Z][0-9]", "a{99999999999}", "expected a pattern of at most 500 characters that can be compiled"),
        ('"[A-Z][0-9]"', "5", "found '5'; expected a pattern of at most 500 characters that can be compiled"),
        ('"type": "date"', '"type": "boolean"', "column loans.until: found 'boolean'; expected a type: string, number"),
        ('"type": "date"},', '"type": "date"', "expected JSON"),
        ('"resources": [', '"tables": [', 'expected an object with "resources"'),
        ('"codes": "reader"', '"codes": "reader", "roles": {"pupil": "bright"}', 'expected "roles" of the codes of a list: good'),
        ('"titleVi": "Lượt mượn",\n', '"titleVi": "Lượt mượn", "observations": "yes",\n', 'expected "observations": true or false'),
        ('"titleVi": "Lượt mượn",\n', '"titleVi": "Lượt mượn", "next": {"unless": {"who": ["a"]}},\n', "found 'who'; expected \"next\", \"measured\", \"others\", or what is carried, such as {\"unless\": {\"state\": [\"done\"]}, \"with\": {\"result\": \"\"}}, of a table with periods; of period, reader, parent"),
        ('"titleVi": "Lượt mượn",\n', '"titleVi": "Lượt mượn", "tasks": {"done": {"who": ["a"]}},\n', "; of period, reader, parent"),
        ('"unit": "lượt"', '"unit": "lượt", "part_of": "all"', "found 'all'; expected \"part_of\": the column, or of each value the value, that is its whole; of period, reader, parent"),
        ('"name": "until", ', "", 'tables that have a "name" and a "schema" with "fields"'),
    ],
)  # fmt: skip
def test_faults_of_the_declaration_are_named_with_their_place(tmp_path, old, new, words):
    assert old in PACKAGE
    problems = refused(tmp_path, new.join(PACKAGE.rsplit(old, 1)))
    assert any(words in str(problem) for problem in problems), problems
    assert all(problem.file == "datapackage.json" and problem.remedy for problem in problems)


def test_all_faults_are_listed_together(tmp_path):
    problems = refused(tmp_path, PACKAGE.replace('"date"', '"day"').replace('"minimum"', '"least"'))
    assert [problem.column for problem in problems] == ["loans.loans", "loans.until"]


@pytest.mark.parametrize("key", [5, [], None])
def test_a_wrong_key_is_a_fault_of_its_own_table_and_of_none_that_refers_to_it(tmp_path, key):
    package = json.loads(PACKAGE)
    loans, copies = package["resources"][1], json.loads(LOANS) | {"name": "copies", "path": "copies.csv"}
    copies["schema"]["foreignKeys"][1]["reference"]["resource"] = "loans"
    package["resources"].append(copies)
    assert refused(tmp_path, json.dumps(package)) == []
    loans["schema"]["primaryKey"] = key
    if key is None:
        del loans["schema"]["primaryKey"]
    (problem,) = refused(tmp_path, json.dumps(package))
    assert problem.column == "loans" and '"primaryKey", a list of the columns' in str(problem)


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


@settings(max_examples=40)
@given(st.sampled_from([path for path in nodes(json.loads(PACKAGE)) if path]), JSON)
@example(("resources", 1, "schema", "foreignKeys"), None)
@example(("resources", 1, "schema", "fields"), [])
def test_whatever_stands_in_a_declaration_it_is_read_or_refused_in_words(tmp_path_factory, path, value):
    package = json.loads(PACKAGE)
    place = package
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    problems = refused(tmp_path_factory.mktemp("declared"), json.dumps(package))
    assert all(problem.expected and problem.remedy for problem in problems)


def test_the_projects_tables_have_the_period_first_and_the_source_last():
    tables = declared()
    for name, table in tables.items():
        names = [column for column in columns(name) if column != "id"]
        assert "period" not in names or names[0] == "period" or "period" not in table["schema"]["primaryKey"], name
        assert "source" not in names or names[-1] == "source", name


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project's folder with nothing but a declaration of two tables."""
    (tmp_path / "project" / "notebooks").mkdir(parents=True)
    (tmp_path / "project" / "data").mkdir()
    (tmp_path / "project" / "data" / "datapackage.json").write_text(PACKAGE, encoding="utf-8")
    return tmp_path / "project"


def test_the_command_counts_what_is_declared(project):
    ran = briefing("maintain", "schema", cwd=project)
    tables = declared(project / "data")  # with the program's own
    assert ran.code == 0 and ran.out.startswith(f"{len(tables)} tables, ")


def test_the_command_lays_the_declaration_out(project):
    path = project / "data" / "datapackage.json"
    path.write_text(json.dumps(json.loads(PACKAGE)), encoding="utf-8")
    refused = briefing("maintain", "schema", "--whole", "data", cwd=project)
    assert (refused.exit, refused.changes) == (2, [])  # nothing was changed, as it says
    ran = briefing("maintain", "schema", cwd=project)
    assert (ran.exit, ran.files) == (0, ["data/datapackage.json"]), ran.out
    assert path.read_text(encoding="utf-8") == PACKAGE
