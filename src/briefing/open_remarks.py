"""What readers wrote into a report that was sent to them: rows of remarks.csv, told until somebody has dealt with them."""

from collections.abc import Callable, Iterator

from helpers.data.indexed_rows import Rows
from helpers.i18n import _


def open_remark_lines(period: str, rows: Callable[[str], Rows]) -> Iterator[str]:
    """The open remarks of a period in lines, for `status` and who makes the final copy. rows: gives all rows of a table."""
    for row in rows("remarks").values():
        if row["period"] == period and row["state"] == "open":
            who = ", ".join(filter(None, (row["by"], row["day"], row["file"])))
            quoted = f"“{row['quoted'][:60]}” " if row["quoted"] else ""
            values = {"quoted": quoted, "said": " ".join(row["said"].split()), "who": who}
            named = {"remark": row["remark"], "section": row["section"] or "–"}
            yield _("open remark {remark}, {section}: {quoted}{said} ({who})", **named, **values)
