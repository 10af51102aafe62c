"""Data made for tests: the frozen edition `tests/edition/data/`, and editions like it with other numbers."""

from __future__ import annotations

import csv
import datetime as dt
import random
import shutil
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain
from pathlib import Path

from helpers.audit.findings import numbers
from helpers.audit.formula import bind
from helpers.data import expressions
from helpers.data.datapackage import FILE
from helpers.data.expressions import parse
from helpers.data.reporting_period import Span
from helpers.data.rows import Records, Rows
from helpers.data.schema import TABLES, read_table, use_tables
from helpers.values.vietnamese import short_date

SYNTHETIC = Path(__file__).parent / "edition" / "data"
PUBLISHED = Path(__file__).parent / "backtest" / "2024-H1" / "data"
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
OFF = {5: -1, 6: 1}  # Saturday, Sunday: by how many days a working day is near
NOT_COUNTED = ("%", "lớp", "cấp", "giờ", "giờ/ngày", "giờ/tháng", "bản tin", "đường truyền", "trang", "phương thức")


def load(folder: Path = SYNTHETIC) -> Tables:
    use_tables(folder)  # the project's own may declare more
    return {name: [{**row} for row in read_table(folder, name).values()] for name in TABLES}


def save(tables: Tables, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, TABLES[name].written, extrasaction="ignore", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    if not (folder / FILE).exists():
        shutil.copy(SYNTHETIC / FILE, folder)
    return folder


def find(tables: Tables, table: str, **where: str) -> dict[str, str]:
    (row,) = [row for row in tables[table] if all(row[name] == value for name, value in where.items())]
    return row


def records(tables: Tables, *earlier: Tables) -> Records:
    """As the audit reads them: table → line → column → text, lines from 2; earlier: last year's, those before …, on later lines."""
    before = _moved(records(*earlier), 10000) if earlier else None
    return Records(
        {name: Rows(enumerate(rows, 2)) for name, rows in tables.items()}, {"@last_year": before} if before else {}
    )


def _moved(found: Records, by: int) -> Records:
    """The same rows on lines of their own, as in one file."""
    tables = {name: Rows((line + by, row) for line, row in rows.items()) for name, rows in found.items()}
    return Records(tables, {name: _moved(other, by) for name, other in found.before.items()})


def restate(tables: Tables) -> Tables:
    """Compute every stated total, share, ratio, count, density and growth again, at its decimals."""
    people = Decimal(600000)
    found = records(tables)
    tables["controls"] = [
        row for row in tables["controls"] if all(line for _, line, _ in bind(parse(row["expression"]), found).cells)
    ]
    found, values = records(tables), _values(tables)
    for line, row in found["controls"].items():
        term = bind(parse(row["expression"]), found)
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
        stated = str(Decimal(repr(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
        tables["controls"][line - 2]["value"] = stated
        values["controls", line, "value"] = float(stated)  # others may be of it
    return tables


def settle_indicators(tables: Tables) -> Tables:
    """Let the indicators that repeat a stated density say the same."""
    for control, indicator in (("fixed_postpaid_density", "2"), ("internet_density", "3")):
        stated = find(tables, "controls", control=control)["value"]
        find(tables, "indicators", indicator=indicator).update(
            estimate=stated, previous=stated, plan=stated, decision_target=stated
        )
    return restate(tables)


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
    for row in both["statements"]:
        if row["period"] == "2032-Q3":  # there is last year's number to grow from
            stated = "controls.value(control='edocuments_growth') >= 0.01"
            row["text"] = row["text"].replace(stated, "growth(edocuments.documents()) >= 0")
    find(both, "periods", period="2032-Q3")["previous"] = "2032-Q2"
    both["controls"] = [row for row in both["controls"] if row["period"] == "2031-Q3" or row["kind"] != "growth"]
    for row in both["counts"]:
        if row["period"] == "2032-Q3":  # the numbers are the same
            row |= {name: row[name] and "0" for name in ("growth", "change")}
    find(both, "rules", rule="plausible")["right"] = "off"  # so nothing is said of that
    for row in both["plan_projects"]:
        row["result"] += " Đã rà soát lại." if row["result"] and row["period"] == "2032-Q3" else ""
    on_working_days(both)
    other = "1158/KHPPH-STTTT-SGDĐT-TĐ"  # alike but for its letters, so not of the same day
    find(both, "documents", period="2032-Q3", document=other)["date"] = "2032-05-06"
    return both


def on_working_days(tables: Tables) -> None:
    """What was issued on a Monday is dated on a Sunday of another year: Sundays become Mondays, Saturdays Fridays, wherever they are told."""
    moved = {}
    for row in tables["documents"]:
        day = dt.date.fromisoformat(row["date"]) if row["date"] else dt.date.min
        if row["period"] and day.weekday() in OFF:
            other = day + dt.timedelta(days=OFF[day.weekday()])
            row["date"] = other.isoformat()
            moved[f"{row['number']} ngày {short_date(day)}"] = f"{row['number']} ngày {short_date(other)}"
    for row in chain(*tables.values()) if moved else ():
        for column, value in row.items():
            for told, now in moved.items():
                value = value.replace(told, now)
            row[column] = value


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
        if row["unit"] not in NOT_COUNTED and row["item"] != "tasks_in_time":  # nor tasks, which are rows
            row["value"] = str(Decimal(row["value"]) * factor)
    points = find(tables, "indicators", indicator="5")
    for column in ("estimate", "previous", "plan", "decision_target"):
        points[column] = str(int(points[column]) * factor)
    for row in tables["coverage"]:
        if row["subject"] in ("portal_services", "staff_records", "portal_questions"):
            row["done"], row["total"] = (str(int(row[column]) * factor) for column in ("done", "total"))


# -- periods one after the other ---------------------------------------------------------------------------------------


def following(before: Tables, period: dict[str, str], seed: int, words: dict[str, str]) -> Tables:
    """A later period of the same department: each number grows somewhat, in its own way, and all rules still hold.

    before: last year's tables. period: its row of periods.csv. words: texts of the one that are others now.
    """
    chance = random.Random(seed)
    tables = {name: [dict(row) for row in rows] for name, rows in before.items()}
    for rows in tables.values():
        for row in rows:
            for column in row:
                for old, new in words.items():
                    row[column] = row[column].replace(old, new)
                if column == "period" and row[column]:
                    row[column] = period["period"]
    tables["periods"] = [period]
    on_working_days(tables)
    for name in ("corrections", "acceptances", "questions"):
        tables[name] = []
    for place in COUNTED:
        name, column = place.split(".")
        trend = chance.uniform(1.02, 1.15)
        for row in tables[name]:
            row[column] = _grown(row[column], trend, chance)
    for row in tables["counts"]:
        if row["unit"] not in NOT_COUNTED and row["item"] != "tasks_in_time":  # nor tasks, which are rows
            row["value"] = _grown(row["value"], 1.07, chance)
    _settle(tables)
    settle_indicators(restate(tables))
    state_growth(tables, before)
    return tables


def _grown(value: str, trend: float, chance: random.Random) -> str:
    """A number some percent larger, with as many decimals; what is counted on the fingers stays as it is."""
    if not value or Decimal(value) < 20:
        return value
    decimals = len(value.partition(".")[2])
    return f"{float(value) * trend * chance.uniform(0.97, 1.03):.{decimals}f}"


def _total(tables: Tables, table: str, column: str, **where: str) -> int:
    rows = [row for row in tables[table] if all(row[name] == value for name, value in where.items())]
    return sum(int(row[column]) for row in rows)


def _settle(tables: Tables) -> None:
    """What several tables say of one thing is said alike again."""
    for level in {row["level"] for row in tables["dossiers_received"]}:
        received = _total(tables, "dossiers_received", "dossiers", level=level)
        late = _total(tables, "dossiers_resolved", "dossiers", level=level, timeliness="late")
        on_time = find(tables, "dossiers_resolved", level=level, timeliness="on_time")
        on_time["dossiers"] = str(min(int(on_time["dossiers"]), received - late))
    find(tables, "databases", database="land", item="communes")["value"] = "18"
    stations, points = _total(tables, "base_stations", "stations"), _total(tables, "postal_points", "points")
    find(tables, "databases", database="stations", item="stations")["value"] = str(stations)
    postal = _total(tables, "dossiers_received", "dossiers", channel="postal")
    find(tables, "counts", item="postal_dossiers_received")["value"] = str(postal)
    businesses = find(tables, "databases", database="tourism", item="businesses")["value"]
    find(tables, "counts", item="tourism_businesses")["value"] = businesses
    for column in ("estimate", "previous", "plan", "decision_target"):
        find(tables, "indicators", indicator="5")[column] = str(points)
    services = find(tables, "coverage", subject="portal_services")
    services["total"] = str(_total(tables, "online_services", "services"))
    services["done"] = str(min(int(services["done"]), int(services["total"])))


def state_growth(tables: Tables, before: Tables) -> None:
    """State what growth and change the rows of two years give."""
    now = records(tables, before)
    values = numbers(now)
    for row in tables["controls"]:
        if row["kind"] == "growth" and (growth := bind(parse(f"growth({row['expression']})"), now).value(values)):
            row["value"] = f"{growth:.2f}"
    old = {row["item"]: row["value"] for row in before["counts"]}
    for row in tables["counts"]:
        if row["growth"]:
            row["growth"] = f"{(float(row['value']) / float(old[row['item']]) - 1) * 100:.1f}"
        if row["change"]:
            row["change"] = str(Decimal(row["value"]) - Decimal(old[row["item"]]))


def together(*periods: Tables) -> Tables:
    """The tables of several periods in one data folder, the first ones' rows in front; what belongs to no period once."""
    found: Tables = {name: list(rows) for name, rows in periods[0].items()}
    for tables in periods[1:]:
        for name, rows in tables.items():
            found[name] += [row for row in rows if row.get("period")]
    return found


AFTER_2025 = {
    "Ninh Thuận": "Khánh Hòa",
    "Sở Thông tin và Truyền thông": "Sở Khoa học và Công nghệ",
    "STTTT": "SKHCN",
    ", {coverage.done(subject='wan', level='district'):02} huyện, thành phố và": " và",
    ", {online_rates.percent(measure='exchange', level='district'):.2} ở cấp huyện và": " và",
    ", {counts.value(item='district_sites'):02} trang của UBND huyện, thành phố": "",
    "level=['province', 'district']": "level='province'",
}
HALF_FILLED = ("edocuments", "online_rates", "dossiers_resolved", "media_items", "alerts", "training", "databases", "coverage",
               "base_stations", "subscribers_added", "licences", "equipment")  # fmt: skip
NEXT_YEAR = {"2025": "2026", "2024": "2025", "2023": "2024"}


def years() -> Tables:
    """The published half-year and three periods after it that nobody has reported.

    2025-H1, to be compared with it; 2025, a whole year after the district level has ended and the department has
    become part of another; 2026-H1, half filled, to be compared with 2025-H1.
    """
    published = load(PUBLISHED)
    half = following(settled(published), _period("2025-H1", "6 tháng đầu năm 2025", "2023"), 1, NEXT_YEAR)
    state_growth(half, corrected(published))
    year = following(half, _period("2025", "Năm 2025", "2024"), 2, {})
    for item, months in (("relay_hours", 360), ("local_hours", 12)):
        each = find(year, "counts", item=f"{item}_{'daily' if item == 'relay_hours' else 'monthly'}")["value"]
        find(year, "counts", item=item)["value"] = str(Decimal(each) * months)
    without_districts(year)
    part = following(half, _period("2026-H1", "6 tháng đầu năm 2026", "2025"), 3, NEXT_YEAR | AFTER_2025)
    without_districts(part)
    state_growth(part, half)
    for name in HALF_FILLED:
        part[name] = []
    part["controls"] = [
        row for row in part["controls"] if not any(f"{name}." in row["expression"] for name in HALF_FILLED)
    ]
    return together(published, half, year, part)


def _period(key: str, label: str, previous: str) -> dict[str, str]:
    return Span.of(key).told | {"period": key, "label": label, "previous": previous, "estimated": "false"}


def without_districts(tables: Tables) -> None:
    """As reported once there is no district level."""
    for name, rows in tables.items():
        if "level" in TABLES[name].columns:
            tables[name] = [row for row in rows if row["level"] != "district"]
    tables["counts"] = [row for row in tables["counts"] if row["item"] != "district_sites"]
    tables["controls"] = [row for row in tables["controls"] if "'district'" not in row["expression"]]
    _settle(tables)
    settle_indicators(restate(tables))


def corrected(tables: Tables) -> Tables:
    """The tables with their decided corrections, as an edition sees them."""
    found = {name: [dict(row) for row in rows] for name, rows in tables.items()}
    for correction in tables["corrections"]:
        cell = expressions.cell(correction["figure"])
        find(found, cell.table, **{name: values[0] for name, values in cell.where})[cell.column] = correction["new"]
    return found


def settled(published: Tables) -> Tables:
    """The published edition without what its audit found, and without decisions about it."""
    tables = {name: [dict(row) for row in rows] for name, rows in published.items()}
    tables |= {name: [] for name in ("corrections", "acceptances", "questions")}
    _settle_figures(tables)
    _settle_documents(tables)
    return tables


def _settle_figures(tables: Tables) -> None:
    find(tables, "dossiers_resolved", level="district", timeliness="late")["dossiers"] = "71"
    find(tables, "dossiers_received", level="province", channel="online")["dossiers"] = "45453"
    find(tables, "media_items", tone="neutral")["items"] = "96475"
    find(tables, "databases", database="stations", item="stations")["value"] = "2418"
    find(tables, "counts", item="postal_dossiers_received")["value"] = "42"
    find(tables, "counts", item="postal_dossiers_returned")["value"] = "40"
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


def _settle_documents(tables: Tables) -> None:
    find(tables, "documents", document="10/KH-STTTT")["date"] = "2024-01-03"
    find(tables, "documents", document="53/QĐ-BTC")["title"] += " (bổ sung)"
    find(tables, "documents", document="1258/STTTT-TTCNTTTT")["title"] += " (đợt hai)"
    find(tables, "documents", document="1158/KHPPH-STTTT-SGDĐT-TĐ")["date"] = "2024-05-07"
    find(tables, "decision_tasks", task="3").update(due="Tháng 03/2024", due_by="2024-03-31")
    find(tables, "decision_tasks", task="5").update(due="Tháng 04/2024", due_by="2024-04-30")
    find(tables, "documents", document="815/KH-STTTT")["date"] = "2024-03-29"
    find(tables, "documents", document="780/STTTT-CN")["date"] = "2024-03-29"  # a lower number is no later
    project = find(tables, "plan_projects", project="p07")
    project["result"] = project["result"].replace("04/4/2024", "29/3/2024")
