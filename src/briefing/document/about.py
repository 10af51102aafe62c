"""What a document is of: title, agency and the headings that no notebook carries."""

from collections.abc import Callable
from typing import TypedDict

from helpers.data.rows import Rows
from helpers.values.vietnamese import lower_first


class About(TypedDict, total=False):
    """What the formats print beside the sections. headings: titles of parts that no notebook carries."""

    period: str
    agency: str
    title: str
    headings: dict[str, str]
    stamp: str
    signed_here: bool


def about_of(period: str, rows: Callable[[str], Rows]) -> About:
    """Title, agency and headings of the edition."""
    own = (("period", (period,)),)
    label = next(row["label"] for row in rows("periods").where(own).values())
    of = next(iter(rows("organisation").where(own).values()), {"name": "", "report_kind": "Báo cáo", "subject": ""})
    return {
        "period": period,
        "agency": of["name"],
        "title": f"{of['report_kind']} {lower_first(of['subject'])}".strip().replace("{period}", label),
        "headings": {row["section"]: row["title"].replace("{period}", label) for row in rows("headings").values()},
    }
