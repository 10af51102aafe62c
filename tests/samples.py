"""Editions made for tests: the real data with its errors settled, and editions of places and periods that do not exist."""

from __future__ import annotations

import csv
import random
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from helpers.audit.terms import bind
from helpers.data.expressions import parse
from helpers.data.rows import Rows
from helpers.data.schema import TABLES

DATA = Path(__file__).parents[1] / "data"
Tables = dict[str, list[dict[str, str]]]
COUNTED = (
    "edocuments.documents",
    "online_services.services",
    "dossiers_received.dossiers",
    "dossiers_resolved.dossiers",
    "report_forms.forms",
    "media_items.items",
    "alerts.alerts",
    "training.learners",
    "databases.value",
    "base_stations.stations",
    "subscribers.total",
    "subscribers_added.added",
    "postal_points.points",
    "licences.licences",
)


def load(folder: Path = DATA) -> Tables:
    tables = {}
    for name in TABLES:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            tables[name] = list(csv.DictReader(file))
    return tables


def save(tables: Tables, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(TABLES[name].columns), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def find(tables: Tables, table: str, **where: str) -> dict[str, str]:
    (row,) = [row for row in tables[table] if all(row[name] == value for name, value in where.items())]
    return row


def records(tables: Tables) -> dict[str, Rows]:
    """As the audit reads them: table → line → column → text (one period, lines from 2)."""
    return {name: Rows(enumerate(rows, 2)) for name, rows in tables.items()}


def restate(tables: Tables) -> Tables:
    """Compute every stated total, share, ratio, count, density and growth anew, at its decimals."""
    people = Decimal(600000)
    tables["controls"] = [row for row in tables["controls"] if _has_rows(row["expression"], tables)]
    for line, row in records(tables)["controls"].items():
        values = _values(tables)
        term = bind(parse(row["expression"]), records(tables))
        value = term.value(values)
        if value is None:
            continue
        if row["kind"] == "density":
            per = row["unit"].split("/")[1].split(" ")[0]
            value = float(people) / value if not per.isdigit() else value * int(per) / float(people)
        elif row["kind"] == "growth":
            value = 3.0
        elif row["unit"] == "%" and term.unit == "ratio":
            value *= 100
        decimals = 2 if row["unit"] in ("%", "thuê bao/100 dân") and row["kind"] != "growth" else 0
        tables["controls"][line - 2]["value"] = str(
            Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        )
    return tables


def _has_rows(expression: str, tables: Tables) -> bool:
    return all(line for _, line, _ in bind(parse(expression), records(tables)).cells)


def _values(tables: Tables) -> dict[tuple[str, int, str], float | None]:
    found: dict[tuple[str, int, str], float | None] = {}
    for name, rows in tables.items():
        for field in TABLES[name].columns.values():
            if field.kind == "number":
                found[name, 0, field.name] = None
                found.update(
                    {
                        (name, line, field.name): float(row[field.name]) if row[field.name] else None
                        for line, row in enumerate(rows, 2)
                    }
                )
    return found


def clean(folder: Path = DATA) -> Tables:
    """The real edition with every finding settled: the audit has nothing to say about it."""
    tables = load(folder)
    find(tables, "dossiers_resolved", level="district", timeliness="late")["dossiers"] = "71"
    find(tables, "dossiers_received", level="province", channel="online")["dossiers"] = "45453"
    find(tables, "media_items", tone="neutral")["items"] = "96475"
    find(tables, "databases", database="stations", item="stations")["value"] = "2418"
    find(tables, "counts", item="postal_dossiers_received")["value"] = "42"
    find(tables, "counts", item="postal_revenue")["value"] = "1030"
    for level, percent in (("province", "98.15"), ("district", "95.42"), ("commune", "97.03")):
        find(tables, "online_rates", measure="exchange", level=level)["percent"] = percent
    for group, number in (
        ("digital-infrastructure", "III"),
        ("digital-data", "IV"),
        ("digital-platforms", "V"),
        ("information-security", "VI"),
        ("human-resources", "VII"),
    ):
        find(tables, "plan_groups", group=group)["number"] = number
    _settle_documents(tables)
    restate(tables)
    for control, indicator in (("fixed_postpaid_density", "2"), ("internet_density", "3")):
        stated = find(tables, "controls", control=control)["value"]
        find(tables, "indicators", indicator=indicator).update(
            estimate=stated, previous=stated, plan=stated, decision_target=stated
        )
    return restate(tables)


def _settle_documents(tables: Tables) -> None:
    find(tables, "documents", document="10/KH-STTTT")["date"] = "2024-01-03"
    find(tables, "documents", document="53/QĐ-BTC")["title"] += " (bổ sung)"
    find(tables, "documents", document="1258/STTTT-TTCNTTTT")["title"] += " (đợt hai)"
    find(tables, "documents", document="1158/KHPPH-STTTT-SGDĐT-TĐ")["date"] = "2024-05-07"
    find(tables, "decision_tasks", task="3")["due_by"] = "2024-03-31"
    find(tables, "decision_tasks", task="5")["due_by"] = "2024-04-30"


def another(seed: int = 7, province: str = "Bình An", year: str = "2031", without: tuple[str, ...] = ()) -> Tables:
    """A clearly synthetic edition: other place, period, words, row counts and numbers, still consistent.

    without: tables that are empty for the period.
    """
    chance = random.Random(seed)
    tables = clean()
    last = {row["group"]: row for row in tables["plan_projects"]}
    tables["plan_projects"] = [
        row for row in tables["plan_projects"] if row is not last[row["group"]] or row["number"] in ("1", "1.1")
    ]
    for name in ("connected_systems", "alerts", "training", "databases"):
        kept = [
            row
            for row in tables[name]
            if (name == "databases" and row["database"] in ("tourism", "land", "stations")) or chance.random() > 0.2
        ]
        tables[name] = kept or tables[name]
    factor = chance.randint(3, 9)
    for place in COUNTED:
        name, column = place.split(".")
        for row in tables[name]:
            row[column] = str(int(row[column]) * factor) if row[column] else ""
    find(tables, "databases", database="land", item="communes")["value"] = "18"
    for row in tables["counts"]:
        if row["unit"] not in ("%", "lớp", "cấp", "giờ", "giờ/ngày", "giờ/tháng", "bản tin", "đường truyền", "trang"):
            row["value"] = str(Decimal(row["value"]) * factor)
    find(tables, "indicators", indicator="5")["estimate"] = str(117 * factor)
    for column in ("previous", "plan", "decision_target"):
        find(tables, "indicators", indicator="5")[column] = str(115 * factor)
    for row in tables["coverage"]:
        if row["subject"] in ("portal_services", "staff_records", "portal_questions"):
            row["done"], row["total"] = (str(int(row[column]) * factor) for column in ("done", "total"))
    for name in without:
        tables[name] = []
    _rename(tables, province, year)
    tables["controls"] = [
        row for row in tables["controls"] if not any(f"{name}." in row["expression"] for name in without)
    ]
    if not without:
        for control, indicator in (("fixed_postpaid_density", "2"), ("internet_density", "3")):
            stated = find(restate(tables), "controls", control=control)["value"]
            find(tables, "indicators", indicator=indicator).update(
                estimate=stated, previous=stated, plan=stated, decision_target=stated
            )
    return restate(tables)


def _rename(tables: Tables, province: str, year: str) -> None:
    """Another place and period in every text; keys of documents change alike wherever they are named."""
    for rows in tables.values():
        for row in rows:
            for column, value in row.items():
                row[column] = (
                    value.replace("2024", year)
                    .replace("2023", str(int(year) - 1))
                    .replace("2025", str(int(year) + 1))
                    .replace("Ninh Thuận", province)
                )
                if column == "period" and value:
                    row[column] = f"{year}-Q3"
    periods = {
        "period": f"{year}-Q3",
        "label": f"Quý III năm {year}",
        "kind": "quarter",
        "date_from": f"{year}-07-01",
        "date_to": f"{year}-09-30",
        "previous": f"{year}-Q2",
        "last_year": f"{int(year) - 1}-Q3",
        "year_share": "50",
        "estimated": "false",
    }
    tables["periods"] = [periods]
