"""A walk through the cycle: from `new` to the final copy, with every cell counted by how it came to be there.

Who typed it: nobody, where `new` has carried it or `import` writes it; an office, into the cells that it is asked for or
the lines of its lists, of which the documents come from its register; or whoever makes the report, by hand. Sentences are
counted apart: carried ones are confirmed, others written.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import samples
from conftest import briefing
from forms import DEGREE, NOTE, cell
from offices import sheet_of
from samples import find, load, save, with_next_year

from briefing.intake.questionnaire import Questions, registers
from helpers.data.schema import TABLES
from helpers.values.vietnamese import slug

NOW = "2032-Q3"


def second_edition(asked: list) -> samples.Tables:
    """The year after, without the totals and shares that the briefing computes: nobody needs to state them again."""
    tables = {name: [row for row in rows if row.get("period") == NOW] for name, rows in with_next_year(load()).items()}
    stated = {question.row["control"] for question in asked if question.table == "controls"}
    tables["controls"] = [row for row in tables["controls"] if row["control"] in stated]
    return {name: rows for name, rows in tables.items() if TABLES[name].periodic and name != "periods"}


def keyed(wanted: samples.Tables, begun: samples.Tables) -> samples.Tables:
    """With the keys that lists make, of a document's number or title, and with the places behind what `new` has carried."""
    made: dict[str, str] = {}
    for row in wanted["documents"]:
        key = row["number"] or slug(row["title"])[:60].strip("-")
        made[row["document"]] = f"{key}-2" if key in made.values() else key
    for row in (*wanted["documents"], *wanted["citations"], *wanted["task_documents"]):
        row["document"] = made.get(row["document"], row["document"])
    for name, column in (("absences", "rows"), ("statements", "text")):
        for row in wanted[name]:
            row[column] = re.sub("'([^']+)'", lambda match: f"'{made.get(match[1], match[1])}'", row[column])
    projects = {row["project"]: int(row["order"]) for row in begun["plan_projects"] if row["period"] == NOW}
    new = (row for row in wanted["plan_projects"] if row["project"] not in projects)
    for order, row in enumerate(new, max(projects.values()) + 1):
        row["project"], row["order"] = slug(row["name"])[:60].strip("-"), str(order)
    there = [row for row in begun["citations"] if row["period"] == NOW]
    last: dict[tuple[str, str], int] = {}
    for row in there:
        last[row["section"], row["role"]] = max(int(row["order"]), last.get((row["section"], row["role"]), 0))
    carried = [(row["section"], row["role"], row["document"]) for row in there]
    for row in wanted["citations"]:
        if (row["section"], row["role"], row["document"]) not in carried:
            last[row["section"], row["role"]] = last.get((row["section"], row["role"]), 0) + 1
            row["order"] = str(last[row["section"], row["role"]])
    return wanted


def shown(field, value: str, labels: dict[str, str]) -> object:
    """A CSV's value as people write it into a cell."""
    if field.kind == "date":
        return dt.date.fromisoformat(value)
    return float(value) if field.kind == "number" else labels.get(value, value)


def fill_in(path: Path, questions: Questions, wanted: samples.Tables) -> dict[tuple, str]:
    """Fill in an office's workbook; gives what was typed: table, key and column → "asked" or "listed"."""
    book, office, typed = openpyxl.load_workbook(path), path.name.partition("_")[0], {}
    rows = {(name, *(row[k] for k in TABLES[name].full_key)): row for name, each in wanted.items() for row in each}
    for owner, question in questions.asked.values():
        value = rows.get(question.row_key, {}).get(question.column, "")
        if owner.office == office and value:
            cell(book, question.code).value = shown(question.field, value, questions.choices(question.field))
            cell(book, question.code, NOTE).value = "như năm trước"
            if rows[question.row_key].get("qualifier") and question.qualified:
                cell(book, question.code, DEGREE).value = questions.labels("qualifier")[
                    rows[question.row_key]["qualifier"]
                ]
                typed[(*question.row_key, "qualifier")] = "asked"
            typed[(*question.row_key, question.column)] = "asked"
    there = {question.row_key for _, question in questions.asked.values()}
    for listing in registers(questions, questions.owners.offices[office]):
        name = listing.table.name
        own = [row for row in listing.rows if row["period"] == NOW]
        there |= {(name, *(row[k] for k in listing.table.full_key)) for row in own}
        lines = [row for row in wanted[name] if (name, *(row[k] for k in listing.table.full_key)) not in there]
        sheet = sheet_of(book, name)
        for at, row in enumerate(lines, 5 + len(own)):
            for column, field in enumerate(listing.fields, 2):
                value = shown(field, row[field.name], listing.choices.get(field.name, {})) if row[field.name] else None
                if sheet.cell(at, column).value != value:
                    sheet.cell(at, column).value = value
                    typed[(name, *(row[k] for k in listing.table.full_key), field.name)] = "listed"
    book.save(path)
    return typed


def ways(begun: samples.Tables, now: samples.Tables, wanted: samples.Tables, typed: dict) -> Iterator[tuple[str, str]]:
    """Table and way of each cell of an edition: "carried" by `new`; "asked" of an office; "listed" by one; "imported"
    with either; "hand", what the edition lacks after that."""
    for name, rows in wanted.items():
        table = TABLES[name]
        first, last = ({table.row_id(row): row for row in each[name] if row["period"] == NOW} for each in (begun, now))
        for row in rows:
            key = (name, *(row[column] for column in table.full_key))
            carried, there = first.get(table.row_id(row), {}), last.get(table.row_id(row), {})
            for column, value in row.items():
                if value and column != "period":
                    same = there.get(column) == value or (column == "source" and there.get(column))
                    imported = typed.get((*key, column), "imported")
                    yield name, "carried" if carried.get(column) == value else imported if same else "hand"


@pytest.mark.builds
@pytest.mark.slow
def test_from_new_to_the_final_copy_with_every_typed_cell_counted(data, tmp_path):
    first = sum(bool(value) for rows in load().values() for row in rows if row.get("period") for value in row.values())
    assert briefing("new", NOW, "--data", data).code == 0
    refused = briefing("build", NOW, "--final", "--data", data, "--out", tmp_path / "out", "--format", "html")
    assert refused.code == 2 and "expected no gap in a final edition" in refused.err
    questions, begun = Questions(data, NOW), load(data)
    wanted = keyed(second_edition([question for _, question in questions.asked.values()]), begun)
    texts = {TABLES["statements"].row_id(row): row["text"] for row in begun["statements"] if row["period"] == NOW}
    confirmed = Counter(texts.get(TABLES["statements"].row_id(row)) == row["text"] for row in wanted["statements"])
    assert briefing("forms", "out", NOW, "--data", data, "--out", tmp_path / "sent").code == 0
    sent, typed = sorted((tmp_path / "sent").glob("*.xlsx")), {}
    for path in sent:
        typed |= fill_in(path, questions, wanted)
    brought = briefing("forms", "in", *sent, "--yes", "--data", data)
    assert brought.code == 0 and not brought.problems, brought.out + brought.err
    now = load(data)
    found = Counter(ways(begun, now, wanted | {"statements": []}, typed))
    for name, rows in wanted.items():
        now[name] = [row for row in now[name] if row["period"] != NOW] + rows
    find(now, "rules", rule="plausible")["right"] = (
        "off"  # of numbers that all are last year's the audit would have it said again
    )
    now["validity"] = with_next_year(load())["validity"]  # which time a yearly contest is held is declared anew
    save(now, data)
    assert briefing("check", NOW, "--data", data).out.endswith("0 gaps, 0 of them stop a final edition.\n")
    findings = json.loads(briefing("check", NOW, "--data", data, "--json").out)["findings"]
    assert [finding["id"] for finding in findings if finding["kind"] == "proofreading"] == []
    built = briefing("build", NOW, "--final", "--data", data, "--out", tmp_path / "out", "--format", "html")
    assert built.code == 0, built.err
    assert (first, confirmed[True], confirmed[False]) == (5363, 130, 15)
    cells = {way: sum(n for (_, each), n in found.items() if each == way) for _, way in found}
    assert cells == {"carried": 349, "imported": 1344, "asked": 315, "listed": 876, "hand": 58}
    assert {name: n for (name, way), n in found.items() if way == "listed"} == {
        "documents": 398,  # pasted from the register of documents
        "citations": 297, "decision_tasks": 84, "plan_projects": 64, "task_documents": 33,
    }  # fmt: skip
    assert {name: n for (name, way), n in found.items() if way == "hand"} == {
        "plan_projects": 45,  # the new year's deadlines of what goes on
        "absences": 5, "indicators": 4, "organisation": 2, "controls": 1, "counts": 1,
    }  # fmt: skip
