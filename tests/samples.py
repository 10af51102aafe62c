"""Data made for tests: the frozen edition `tests/edition/data/`, and editions like it with other numbers."""

from __future__ import annotations

import csv
import random
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from helpers.audit.terms import bind
from helpers.data.expressions import parse
from helpers.data.rows import Rows
from helpers.data.schema import TABLES

SYNTHETIC = Path(__file__).parent / "edition" / "data"
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
NOT_COUNTED = ("%", "lớp", "cấp", "giờ", "giờ/ngày", "giờ/tháng", "bản tin", "đường truyền", "trang")


def load(folder: Path = SYNTHETIC) -> Tables:
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
    """Compute every stated total, share, ratio, count, density and growth again, at its decimals."""
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


def settle_indicators(tables: Tables) -> Tables:
    """Let the indicators that repeat a stated density say the same."""
    for control, indicator in (("fixed_postpaid_density", "2"), ("internet_density", "3")):
        stated = find(tables, "controls", control=control)["value"]
        find(tables, "indicators", indicator=indicator).update(
            estimate=stated, previous=stated, plan=stated, decision_target=stated
        )
    return restate(tables)


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


def another(seed: int = 7, without: tuple[str, ...] = ()) -> Tables:
    """An edition like the frozen one with other numbers and fewer rows, as consistent as that one.

    without: tables that are empty for the period.
    """
    chance = random.Random(seed)
    tables = load()
    leave_out(tables, chance)
    multiply(tables, chance.randint(2, 9))
    for name in without:
        tables[name] = []
    tables["controls"] = [
        row for row in tables["controls"] if not any(f"{name}." in row["expression"] for name in without)
    ]
    return restate(tables) if without else settle_indicators(restate(tables))


def with_next_year(tables: Tables) -> Tables:
    """The frozen edition and the same period a year later, 2032-Q3: complete, confirmed, and nothing left over in its words."""
    words = {"2032": "2033", "2031": "2032", "2030": "2031", "Tân Hợi": "Nhâm Tý", "1932": "1933"}
    words |= {
        "lần thứ XXI": "lần thứ hai hai",
        "lần thứ X": "lần thứ XI",
        "lần thứ ba": "lần thứ tư",
        "hai hai": "XXII",
    }
    both: Tables = {}
    for name, rows in tables.items():
        both[name] = [*rows]
        for row in rows if name not in ("corrections", "acceptances", "questions") else ():
            if row.get("period"):
                later = dict(row)
                for old, new in words.items():
                    later = {column: value.replace(old, new) for column, value in later.items()}
                both[name].append(later | ({"state": "confirmed"} if name == "statements" else {}))
    find(both, "periods", period="2032-Q3")["previous"] = "2032-Q2"
    for row in both["plan_projects"]:
        row["result"] += " Đã rà soát lại." if row["result"] and row["period"] == "2032-Q3" else ""
    looks_back = find(both, "statements", period="2032-Q3", section="I.4.2", topic="coordination", order="4")
    looks_back["text"] = looks_back["text"].replace("năm 2031", "năm trước")
    return both


def leave_out(tables: Tables, chance: random.Random) -> None:
    """Leave rows out of tables whose other rows do not depend on them."""
    for name in ("connected_systems", "alerts", "training", "databases"):
        kept = [
            row
            for row in tables[name]
            if (name == "databases" and row["database"] in ("tourism", "land", "stations")) or chance.random() > 0.2
        ]
        tables[name] = kept or tables[name]


def multiply(tables: Tables, factor: int, besides: tuple[str, ...] = ()) -> None:
    """Multiply what is counted, so that what held of the numbers still holds; besides: columns left as they are."""
    for place in set(COUNTED) - set(besides):
        name, column = place.split(".")
        for row in tables[name]:
            row[column] = str(int(row[column]) * factor) if row[column] else ""
    find(tables, "databases", database="land", item="communes")["value"] = "18"  # communes do not become more
    for row in tables["counts"]:
        if row["unit"] not in NOT_COUNTED:
            row["value"] = str(Decimal(row["value"]) * factor)
    points = find(tables, "indicators", indicator="5")
    for column in ("estimate", "previous", "plan", "decision_target"):
        points[column] = str(int(points[column]) * factor)
    for row in tables["coverage"]:
        if row["subject"] in ("portal_services", "staff_records", "portal_questions"):
            row["done"], row["total"] = (str(int(row[column]) * factor) for column in ("done", "total"))
