"""Make `tests/edition/data/`, the frozen edition of a province and a period that do not exist: python tests/edition/synthesise.py

It is made of the published edition in `tests/backtest/2024-H1/`: its errors settled, other numbers, fewer rows, another
place and another time. Run it when a table gets another form, and look at the difference before committing it.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from samples import (
    PUBLISHED,
    SYNTHETIC,
    Tables,
    find,
    load,
    multiply,
    on_working_days,
    restate,
    save,
    settle_indicators,
    settled,
)

PERIOD, YEAR, PROVINCE = "2031-Q3", "2031", "Bình An"
DOUBTED = (
    "assigned_same",
    "departments_same",
)  # rules of the published edition that do not hold in it
KEPT_AS_THEY_ARE = ("licences.licences", "alerts.alerts")


def synthesise() -> Tables:
    """The published edition as another one: consistent, so that its audit has nothing to say."""
    tables = settled(load(PUBLISHED))
    tables["validity"] = []  # a place that does not exist has had no reform
    tables["headings"] = [row for row in tables["headings"] if row["section"] != "notice"]  # it imitates no report
    _count_tasks_once(tables)
    tables["required_signatures"] = [{"section": "*", "role": "Trưởng phòng"}]
    _shorten_plan(tables)
    multiply(tables, 5, KEPT_AS_THEY_ARE)
    _rename(tables)
    on_working_days(tables)
    _last_a_quarter(tables)
    return settle_indicators(restate(tables))


def _count_tasks_once(tables: Tables) -> None:
    """The published report states its tasks and its departments twice, and each time otherwise, and more hours than a day has; this one does not."""
    tables["rules"] = [row for row in tables["rules"] if row["rule"] not in DOUBTED]
    told = find(tables, "statements", section="II.2", topic="assigned_tasks", order="1")
    stated, rows = "controls.value(control='directed_tasks_completed')", "assigned_tasks.tasks(state='completed')"
    told["text"] = told["text"].replace(stated, rows)


def _shorten_plan(tables: Tables) -> None:
    last = {row["group"]: row for row in tables["plan_projects"]}
    tables["plan_projects"] = [
        row for row in tables["plan_projects"] if row is not last[row["group"]] or row["number"] in ("1", "1.1")
    ]


def _rename(tables: Tables) -> None:
    """Another place and time in every text; keys of documents change alike wherever they are named."""
    words = {"2024": YEAR, "2023": str(int(YEAR) - 1), "2025": str(int(YEAR) + 1), "Ninh Thuận": PROVINCE}
    words |= {"Giáp Thìn": "Tân Hợi", "1925": "1932", "2021-2030": "2026-2035"}
    words |= {
        "là số ước thực hiện": "là số thực hiện",
        "đến năm 2030": "đến năm 2040",
        "đến năm {'2030'}": "đến năm {'2040'}",
    }
    words |= {"những tháng đầu năm": "những tháng trong quý", f"6 tháng đầu năm {YEAR}": f"Quý III năm {YEAR}"}
    for rows in tables.values():
        for row in rows:
            for column, value in row.items():
                for old, new in words.items():
                    value = value.replace(old, new)
                row[column] = PERIOD if column == "period" and value else value
    (period,) = tables["periods"]
    period |= {"label": f"Quý III năm {YEAR}", "previous": f"{YEAR}-Q2", "estimated": "false"}
    find(tables, "organisation")["report_date"] = f"{YEAR}-10"  # when the quarter is over
    find(tables, "documents", document="2226/UBND-KTTH")["date"] = f"{YEAR}-09-21"
    for row in tables["cutoffs"]:
        row["date_to"] = row["date_to"].replace(f"{YEAR}-05-", f"{YEAR}-09-")


def _last_a_quarter(tables: Tables) -> None:
    """What is counted by hours, months and weeks lasts three months."""
    for item, value in (("relay_hours", "360"), ("local_hours", "156"), ("press_bulletins", "13")):
        find(tables, "counts", item=item)["value"] = value


if __name__ == "__main__":
    save(synthesise(), SYNTHETIC)
