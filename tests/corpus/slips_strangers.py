"""Forty single mistakes that a stranger invented, none of a kind of `slips.py`, each with what must come of it; written before the rules were read.

Where a mistake touches several cells it is one movement of a hand: a column pasted one row too low, two offices' rows exchanged, a unit
taken for another. `found`: a new finding or gap must tell of it. `silent`: no reader of the tables alone could know.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from . import slips

PERIOD, SEED = "2031-Q3", 7
LAST_YEARS = "what stood there last year"
Change = tuple[str, dict[str, str], str, str]  # table, key, column, what is written instead


@dataclass
class Case:
    name: str
    want: str
    changes: list[Change]


def alone(name: str, table: str, key: dict[str, str], column: str, new: str, want: str = "found") -> Case:
    return Case(name, want, [(table, key, column, new)])


def count(name: str, item: str, new: str, want: str = "found", column: str = "value") -> Case:
    return alone(name, "counts", {"item": item}, column, new, want)


def lowered(table: str, column: str, keys: list[dict[str, str]], values: list[str]) -> list[Change]:
    """A column pasted one row too low: each row has what belongs above it, the first what was left over."""
    moved = [values[-1], *values[:-1]]
    return [(table, key, column, value) for key, value in zip(keys, moved, strict=True)]


def rows(columns: tuple[str, ...], *values: tuple[str, ...]) -> list[dict[str, str]]:
    return [dict(zip(columns, each, strict=True)) for each in values]


RECEIVED = rows(
    ("level", "channel"),
    *[(level, channel) for level in ("province", "district") for channel in ("online", "direct", "postal")],
    *[(level, channel) for level in ("commune", "land_office") for channel in ("online", "direct")],
)  # fmt: skip
STATIONS = rows(("generation",), ("2G",), ("3G",), ("4G",), ("5G",))
LICENCES = rows(("licence",), ("non_commercial",), ("newsletter",), ("press_conference",))
TOWNS = rows(
    ("course", "audience"),
    *[("digital_skills", town) for town in ("ninh_hai", "ninh_phuoc", "thuan_bac", "thuan_nam")],
)


def last_years(table: str, keys: list[dict[str, str]], column: str) -> list[Change]:
    return [(table, key, column, LAST_YEARS) for key in keys]


CASES = [
    Case(
        "a column one row too low, ten rows with totals",
        "found",
        lowered(
            "dossiers_received",
            "dossiers",
            RECEIVED,
            ["227265", "3050", "205", "19520", "11790", "5", "185415", "5405", "3690", "107960"],
        ),
    ),
    Case(
        "a column one row too low, the total stays",
        "found",
        lowered("base_stations", "stations", STATIONS, ["3295", "4040", "4380", "375"]),
    ),
    Case(
        "a column one row too low, small numbers, no total",
        "found",
        lowered("licences", "licences", LICENCES, ["9", "5", "2"]),
    ),
    Case(
        "a column of a course one row too low, the total stays",
        "found",
        lowered("training", "learners", TOWNS, ["2050", "820", "735", "910"]),
    ),
    Case(
        "two districts' rows exchanged, the total stays",
        "found",
        [
            ("training", TOWNS[0], "classes", "1"),
            ("training", TOWNS[0], "learners", "820"),
            ("training", TOWNS[1], "classes", "4"),
            ("training", TOWNS[1], "learners", "2050"),
        ],
    ),
    Case(
        "two levels' rows exchanged",
        "found",
        [
            ("online_services", {"level": "district", "kind": "full"}, "services", "80"),
            ("online_services", {"level": "district", "kind": "partial"}, "services", "270"),
            ("online_services", {"level": "commune", "kind": "full"}, "services", "265"),
            ("online_services", {"level": "commune", "kind": "partial"}, "services", "555"),
        ],
    ),
    Case(
        "two levels' shares of signed documents exchanged",
        "found",
        [
            ("online_rates", {"measure": "signature", "level": "province"}, "percent", "96.72"),
            ("online_rates", {"measure": "signature", "level": "commune"}, "percent", "99.27"),
        ],
    ),
    Case(
        "two levels' shares exchanged that nothing weighs, 1.6 points apart",
        "silent",
        [
            ("online_rates", {"measure": "exchange", "level": "district"}, "percent", "97.03"),
            ("online_rates", {"measure": "exchange", "level": "commune"}, "percent", "95.42"),
        ],
    ),
    Case(
        "incoming written as outgoing, at one level",
        "found",
        [
            ("edocuments", {"level": "district", "direction": "outgoing"}, "documents", "311025"),
            ("edocuments", {"level": "district", "direction": "incoming"}, "documents", "153910"),
        ],
    ),
    count("triệu for tỷ", "postal_revenue", "5150000"),
    count("tỷ for triệu", "postal_dossiers_revenue", "3126.49"),
    alone(
        "megabytes for megabits",
        "internet_links",
        {"provider": "viettel", "route": "domestic"},
        "speed",
        "43.75",
    ),
    alone("TiB for TB", "equipment", {"equipment": "san"}, "capacity", "95.5", "silent"),
    count("hours of the quarter for hours a day", "province_broadcast", "1748"),
    count("hours of the year for hours of the quarter", "relay_hours", "1440"),
    count("since January for this quarter", "email_accounts", "18240"),
    count("since January for this quarter, articles", "portal_articles", "6351"),
    count("three quarters' bulletins", "press_bulletins", "39"),
    alone(
        "the year's plan for what was done",
        "indicators",
        {"indicator": "7.1"},
        "estimate",
        "6750",
    ),
    count("the quarter before, 3 % less", "tourism_visits", "25913400", "silent"),
    count("the quarter before, beside this one's growth", "parcels_sent", "10420115"),
    alone(
        "the sum of outgoing for the province's part",
        "edocuments",
        {"level": "province", "direction": "outgoing"},
        "documents",
        "505990",
    ),
    alone("the total for a part", "base_stations", {"generation": "4G"}, "stations", "12090"),
    alone(
        "the course's sum for one audience",
        "training",
        {"course": "onetouch", "audience": "province"},
        "learners",
        "7660",
    ),
    alone("a part for the total", "controls", {"control": "services_total"}, "value", "3120"),
    count("the growth's sign", "postal_revenue", "-2.7", column="growth"),
    count("this year's level in percent of last year's for the growth", "parcels_delivered", "109.3", column="growth"),
    count("the growth without its comma", "parcels_sent", "145", column="growth"),
    count("the year for the number", "petitions", "2031"),
    count("the year for the number, within its size", "it_specialists", "2031"),
    count("a share for the count", "shared_sites", "32.6"),
    count("the low end above the high end", "email_use_low", "97"),
    alone(
        "the rest to 100 for the share",
        "controls",
        {"control": "media_negative_share"},
        "value",
        "90.53",
    ),
    alone("learners for classes", "training", TOWNS[2], "classes", "735"),
    alone(
        "the text's and the appendix's number differ",
        "indicators",
        {"indicator": "5"},
        "estimate",
        "575",
    ),
    count("the length in the row of the lines", "fibre_lines", "36560"),
    Case(
        "a whole table as last year",
        "found",
        last_years("media_items", rows(("tone",), ("positive",), ("neutral",), ("negative",)), "items"),
    ),
    alone("a cut-off of the quarter before", "cutoffs", {"subject": "assigned_tasks"}, "date_to", "2031-06-27"),
    alone("a state ahead of its documents", "decision_tasks", {"task": "9"}, "state", "completed"),
    alone("the quarter of a deadline", "decision_tasks", {"task": "1"}, "due", "Quý II/2031"),
]  # fmt: skip


def made(bench: slips.Bench, case: Case) -> slips.Slip:
    """The case as a slip on the bench's tables."""

    def found(table: str, key: dict[str, str], period: str) -> int:
        of = enumerate(bench.tables.rows[table])
        return next(at for at, row in of if {"period": period, **key}.items() <= row.items())

    before = f"{int(PERIOD[:4]) - 1}{PERIOD[4:]}"
    changes, cells = [], []
    for table, key, column, new in case.changes:
        rows, at = bench.tables.rows[table], found(table, key, PERIOD)
        text = rows[found(table, key, before)][column] if new == LAST_YEARS else new
        changes.append((table, at, column, rows[at][column], text))
        cells.append(bench.tables.named(table, rows[at], column))
    each = slips.Slip(case.name, PERIOD, case.changes[0][0], cells, changes)
    each.guard, each.setting = "stranger", bench.setting
    return each


def measured(cases: list[Case], audit: slips.Audit = slips.command_line) -> Iterator[tuple[Case, str, str]]:
    """Each case alone on clean data with last year's beside it: found (a wrong cell is named first), asked, or silent; and the words."""
    bench = slips.Bench(PERIOD, "last year", SEED, audit)
    for case in cases:
        each, tables = made(bench, case), bench.tables.copy()
        for table, at, column, _, wrong in each.changes:
            tables.rows[table][at][column] = wrong
        try:
            fresh = slips.news(bench.clean, bench.ask(tables))
        except slips.Refused as refused:
            yield case, "found", str(refused)
            continue
        first = {name for finding in fresh for name in slips.named_in(finding)[:1]}
        said = "; ".join(finding.get("words") or str(finding.get("gap")) for finding in fresh)
        yield case, "found" if first & set(each.cells) else "asked" if fresh else "silent", said
