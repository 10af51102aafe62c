"""Which remarks of readers nobody has answered: one is void once what it is about says something else, as a signature is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from helpers.data.rows import Row, Rows
from helpers.language import _

from .contents import Contents


def open_remarks(contents: Contents, period: str, rows: Callable[[str], Rows]) -> Iterator[tuple[str, Row]]:
    """The remarks that wait for an answer, each with the section that it is about. rows: gives all rows of a table."""
    of = {piece.name: (section.name, piece.text) for section in contents.sections.values() for piece in section.pieces}
    whole = {
        section.name: (section.name, " ".join(piece.text for piece in section.pieces))
        for section in contents.sections.values()
    }
    for row in rows("remarks").values():
        section, words = of.get(row["about"]) or whole.get(row["about"]) or ("", "")
        if (
            row["period"] == period
            and row["state"] == "open"
            and (row["quoted"] in words or words in row["quoted"])
            and words
        ):
            yield section, row


def told(contents: Contents, period: str, rows: Callable[[str], Rows]) -> Iterator[str]:
    """The open remarks in lines, for `status` and who makes the final copy."""
    for section, row in open_remarks(contents, period, rows):
        who = ", ".join(filter(None, (row["by"], row["day"], row["file"])))
        quoted = f"“{row['quoted'][:60]}” " if row["quoted"] else ""
        yield _(
            "open remark {remark}, {section}: {quoted}{said} ({who})",
            remark=row["remark"],
            section=section,
            quoted=quoted,
            said=row["said"],
            who=who,
        )
