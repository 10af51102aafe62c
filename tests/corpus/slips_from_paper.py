"""Movements of a hand that types a report from paper, each with what must come of it: twenty of forty, written before the rules were read.

None is of a kind of `slips.py` or of `slips_strangers.py`: blocks pasted a row off, what was typed before a late correction, the period's for the
year's to date, a unit for one office only, commas and points, and what stood beside the number on the sheet. `found`: a new finding or gap must
tell of it; `silent`: nobody who has the tables alone could know, or there is nothing to know.
"""

from .slips_strangers import RECEIVED, Case, alone, count, last_years, lowered, rows

SENT = rows(
    ("level", "direction"),
    *[(level, way) for level in ("province", "district", "commune") for way in ("outgoing", "incoming")],
)
TONES = rows(("tone",), ("positive",), ("neutral",), ("negative",))
DISTRICT, COMMUNE = (
    [{"level": level, "timeliness": when} for when in ("on_time", "late")] for level in ("district", "commune")
)


def raised(table: str, column: str, keys: list[dict[str, str]], values: list[str]) -> list[tuple]:
    """A column pasted one row too high: each row has what belongs below it, the last what belongs to the first."""
    return lowered(table, column, keys[::-1], values[::-1])


def control(name: str, of: str, new: str, want: str = "found") -> Case:
    return alone(name, "controls", {"control": of}, "value", new, want)


def dated(name: str, document: str, day: str, want: str = "found") -> Case:
    return alone(name, "documents", {"document": document}, "date", day, want)


CASES = [
    # blocks
    Case(
        "six rows one row too high, totals stated",
        "found",
        raised("edocuments", "documents", SENT, ["202180", "693990", "153910", "311025", "149900", "716105"]),
    ),
    Case(
        "full and partial exchanged at every level",
        "found",
        [
            ("online_services", {"level": level, "kind": kind}, "services", value)
            for level, full, partial in (("province", "1540", "1580"), ("district", "265", "555"), ("commune", "80", "270"))
            for kind, value in (("full", partial), ("partial", full))
        ],
    ),
    Case(
        "two levels' answers exchanged, in time and late",
        "found",
        [
            *[("dossiers_resolved", key, "dossiers", new) for key, new in zip(DISTRICT, ("190300", "165"), strict=True)],
            *[("dossiers_resolved", key, "dossiers", new) for key, new in zip(COMMUNE, ("29455", "355"), strict=True)],
        ],
    ),
    Case(
        "two rows as last year, nothing stated",
        "found",
        last_years("databases", rows(("item",), ("lamps",), ("hydrants",)), "value"),
    ),
    # a unit for one office only
    Case(
        "one level in thousands",
        "found",
        [("edocuments", SENT[2], "documents", "154"), ("edocuments", SENT[3], "documents", "311")],
    ),
    Case(
        "a whole table in thousands",
        "found",
        [("media_items", key, "items", new) for key, new in zip(TONES, ("60", "482", "57"), strict=True)],
    ),
    count("a quarter's for a month's", "local_hours_monthly", "156"),
    # shares
    alone("a percentage for the count", "coverage", {"subject": "national_databases"}, "done", "50"),
    control("a share of one for a percentage, stated", "received_online_share", "0.77"),
    control("a share with a decimal less, rightly rounded", "resolved_on_time_share", "99.8", "silent"),
    control("a share rounded twice", "signature_average", "97.5", "silent"),
    # what came late
    Case(
        "a late correction in its level's total, not in the whole's",
        "found",
        [
            ("dossiers_received", RECEIVED[0], "dossiers", "227565"),
            ("controls", {"control": "received_province"}, "value", "230820"),
        ],
    ),
    control("a density with last census' population", "internet_density", "301.17"),
    # of a period, to date
    alone("all subscribers for those added", "subscribers_added", {"subscription": "fixed_broadband"}, "added", "469975"),
    # signs, commas, points
    count("a dash before what changed read as minus", "petitions", "-1", column="change"),
    alone("a decimal comma one place to the left", "online_rates", {"measure": "signature", "level": "province"}, "percent", "9.927"),
    count("a footnote's mark typed behind the number", "portal_articles", "219020"),
    # dates
    dated("day and month exchanged", "931/KH-UBND", "2031-04-03"),
    dated("the day of receipt for the day of issue", "483/UBND-TCD", "2031-02-07"),
    dated("a day later", "1168/KH-UBND", "2031-03-19", "silent"),
]  # fmt: skip
