"""A table that many agencies report: each its own rows, the sums are the edition's, and who is missing is said."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Checkout
from offices import filled, typed

from helpers.data.datapackage import lay_out

AGENCIES = ("S.NV", "S.TC", "S.YT")
FIELDS = [
    {"name": "period", "type": "string", "constraints": {"required": True}},
    {"name": "agency", "type": "string", "constraints": {"required": True}},
    {"name": "kind", "type": "string", "constraints": {"required": True, "enum": ["new", "old"]}},
    {"name": "cases", "type": "number", "unit": "vụ việc", "constraints": {"required": True, "minimum": 0}},
]


@pytest.fixture
def project(checkout: Checkout) -> Checkout:
    """A project with a table of cases, which three agencies report; only the first of them ever has."""
    data = checkout.folder / "data"
    package = json.loads((data / "datapackage.json").read_text(encoding="utf-8"))
    alerts = next(
        resource for resource in package["resources"] if isinstance(resource, dict) and resource["name"] == "alerts"
    )
    references = [
        {"fields": ["period"], "reference": {"resource": "periods", "fields": ["period"]}},
        {"fields": ["agency"], "reference": {"resource": "offices", "fields": ["office"]}},
    ]
    schema = {"primaryKey": ["period", "agency", "kind"], "foreignKeys": references}
    schema["fields"] = [*FIELDS, alerts["schema"]["fields"][-1]]
    cases = {**alerts, "name": "cases", "path": "cases.csv", "titleVi": "Vụ việc", "description": "Cases."}
    package["resources"].append({**cases, "schema": {**alerts["schema"], **schema}})
    (data / "datapackage.json").write_text(lay_out(package), encoding="utf-8")
    rows = "2031-Q3,S.NV,new,5,I.5\n2031-Q3,S.NV,old,2,I.5\n"
    (data / "cases.csv").write_text(f"period,agency,kind,cases,source\n{rows}", encoding="utf-8")
    with (data / "offices.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{agency},Sở {agency[2:]},Chánh Văn phòng,-10,false\n" for agency in AGENCIES)
    with (data / "owners.csv").open("a", encoding="utf-8") as file:
        file.write(f'"cases.rows(agency={list(AGENCIES)!r})",\n')
    with (data / "periods.csv").open("a", encoding="utf-8") as file:
        file.write("2031-Q4,Quý IV năm 2031,2031-Q3,false\n")
    return checkout


def python(project: Checkout, script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=project.folder, env=project.environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_agencies_send_their_rows_and_the_edition_sums_them(project: Checkout, tmp_path: Path):
    made = project.briefing("forms", "out", "2031-Q4", "--out", tmp_path)
    assert [line for line in made.out.splitlines() if "Sở " in line and "2 cells" in line] != [], made.err
    files = []
    for agency, new in (("S.NV", 7), ("S.TC", "1.200")):
        code = f"cases.cases(agency='{agency}', kind='{{}}')"
        values = {code.format("new"): new, code.format("old"): 3}
        files.append(filled(tmp_path / f"{agency}_2031-Q4.xlsx", tmp_path / f"{agency}.xlsx", typed(values)))
    done = project.briefing("forms", "in", *files, "--yes")
    assert done.code == 0, done.err
    assert "S.YT (due 2031-12-21)" in " ".join(done.out.split())
    csv = (project.folder / "data" / "cases.csv").read_text(encoding="utf-8")
    assert "2031-Q4,S.TC,new,1200,[S.TC.xlsx]Vụ việc!F6\n" in csv
    edition = "from helpers.editions import Edition; edition = Edition('2031-Q4')\n"
    assert python(project, f"{edition}print(edition.figure('cases', 'cases', kind='new'))") == "1.207\n"
    listed = python(project, f"{edition}from helpers import review; print(review.received(edition))").splitlines()
    assert [line for line in listed if line.startswith("Sở ")] == [
        "Sở NV | S.NV.xlsx | 2",
        "Sở TC | S.TC.xlsx | 2",
        "Sở YT |  | Chưa gửi",
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [("cases.rows(agency='S.XX'),", "S.XX not in offices.csv"), ("cases.rows(),", "no office: name the office")],
)
def test_a_line_without_an_office_must_name_agencies_that_are_known(project: Checkout, line, words):
    with (project.folder / "data" / "owners.csv").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    refused = project.briefing("forms", "out", "2031-Q4", "--out", project.folder / "out")
    assert refused.code == 2 and words in refused.err
