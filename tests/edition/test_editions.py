"""Three editions and a second half-year, one after the other, with every command as people use it.

The published half-year, then 2025-H1, 2025-H2 and 2026-H1: begun, sent out, filled in with openpyxl, imported, missed,
audited, settled and built. In between the department becomes part of another one, and the province too.
"""

from __future__ import annotations

import datetime as dt
from itertools import chain
from pathlib import Path

import openpyxl
import pytest
import samples
from conftest import briefing
from forms import INPUT, LAST_YEAR, PREVIOUS, questions
from lxml import html
from samples import load, save

from helpers.data.source_reference import origin
from helpers.editions import Edition

PROJECT, STATE = "p14", "Đang triển khai"


def fill_in(path: Path, day: dict[str, str]) -> None:
    """Fill in a form as an office does that has counted one more than before, to the last day of the period (of periods.csv)."""
    more, book = 1, openpyxl.load_workbook(path)
    for asked in questions(book):
        sheet = book[asked.sheet]
        cell = sheet[f"{INPUT}{asked.row}"]
        then = (sheet[f"{column}{asked.row}"].value for column in (PREVIOUS, LAST_YEAR))
        known, unit = next((value for value in then if value is not None), None), sheet[f"C{asked.row}"].value
        if asked.code.startswith("cutoffs."):
            assert cell.value is None  # no day of another period stands there
            cell.value = dt.date.fromisoformat(day[asked.code.partition("(")[0].removeprefix("cutoffs.")])
        elif asked.code == f"plan_projects.state(project='{PROJECT}')":
            cell.value = STATE
        elif isinstance(known, int | float):
            many = float(known) > 20 and unit != "%"
            cell.value, more = known + many * more, 0 if many else more
        elif known is not None and not asked.code.startswith("plan_projects."):
            cell.value = known
    book.save(path)


def settle(data: Path, period: str) -> None:
    """What `gaps` asks of whoever makes the report: the tasks and documents of the period, its absences, each sentence read."""
    tables, edition = load(data), Edition(period, data)
    base = edition.base.period
    for name in ("documents", "decision_tasks", "task_documents", "connected_systems", "absences"):
        there = [row for row in tables[name] if row["period"] == period]
        tables[name] += [
            row | {"period": period, "source": "III"} if "source" in row else row | {"period": period}
            for row in tables[name]
            if row["period"] == base and not there
        ]
    for name in ("organisation", "recipients"):
        for row in tables[name]:
            row["source"] = "III" if row["period"] == period else row["source"]
    for row in tables["plan_projects"]:
        if row["period"] == period:
            row |= {"state": row["state"] or "in_progress", "result": row["result"] or f"Đang thực hiện, {period}."}
    (about,) = [row for row in tables["organisation"] if row["period"] == period]
    (last,) = [row for row in tables["organisation"] if row["period"] == base]
    about |= {
        "report_number": last["report_number"] and "12",
        "request": last["request"],
        "report_date": period[:4] + "-06",
    }
    said, lines = edition.records["statements"], edition.unknown_figures().values()
    told_of = {said[line]["text"] for line in chain.from_iterable(lines)}  # of what is no longer counted
    ended = "district" not in edition.codes("level")
    tables["statements"] = [
        row
        for row in tables["statements"]
        if row["period"] != period or not (row["text"] in told_of or (ended and "district" in row["text"]))
    ]
    for row in tables["statements"]:
        row["state"] = "confirmed" if row["period"] == period else row["state"]
    save(tables, data)


def gaps(data: Path, period: str) -> list[str]:
    ran = briefing("check", period, "--data", data)
    assert ran.code == 0, ran.err
    return ran.out.splitlines()


@pytest.mark.builds
@pytest.mark.slow
def test_three_editions_and_a_second_half_year(tmp_path):
    tables = load(samples.PUBLISHED)
    data, groups = save(tables, tmp_path / "data"), samples.corrected(tables)["plan_groups"]
    for period, name in (("2025-H1", "Ninh Thuận"), ("2025-H2", "Khánh Hòa"), ("2026-H1", "Khánh Hòa")):
        begun = briefing("new", period, "--data", data)
        assert begun.code == 0, begun.err
        tables = load(data)
        carried = samples.find(tables, "plan_projects", period=period, project=PROJECT)
        assert (carried["state"], origin(carried["source"])) == ("", None)
        assert [r["number"] for r in tables["plan_groups"] if r["period"] == period] == [r["number"] for r in groups]
        assert samples.find(tables, "organisation", period=period)["province"] == f"tỉnh {name}"
        sent = briefing("forms", "out", period, "--data", data, "--out", tmp_path / period)
        assert sent.code == 0, sent.err
        workbooks, row = sorted((tmp_path / period).glob("*.xlsx")), samples.find(load(data), "periods", period=period)
        for path in workbooks:
            fill_in(path, row)
        brought = briefing("forms", "in", *workbooks, "--yes", "--data", data)
        assert brought.code == 0, brought.out + brought.err
        assert origin(samples.find(load(data), "plan_projects", period=period, project=PROJECT)["source"])
        assert not [line for line in gaps(data, period) if "cutoffs" in line or "licences" in line]  # what was imported
        settle(data, period)
        assert gaps(data, period)[-1].endswith(": 0 gaps, 0 of them stop a final edition."), gaps(data, period)
        assert briefing("check", period, "--data", data).code == 0
        final = briefing("build", period, "--final", "--data", data, "--out", tmp_path / "out", "--format", "html")
        lacking = [line for line in final.err.splitlines() if "no gap in a final" in line or "statements.csv" in line]
        assert final.code in (0, 2) and not lacking
        built = briefing("build", period, "--data", data, "--out", tmp_path / "out", "--format", "html")
        assert built.code == 0, built.err
        text = html.fromstring((tmp_path / "out" / period / "briefing.html").read_text(encoding="utf-8")).text_content()
        assert f"Từ ngày {Edition(period, data).day('periods', 'date_from')!s}" in text
