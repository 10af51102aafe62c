"""What an edition still lacks, by the office that is to give it, for the terminal and as a page."""

from itertools import groupby
from pathlib import Path

from helpers.audit.completeness import Gap, find_gaps
from helpers.data.reporting_period import Span
from helpers.data.schema import TABLES
from helpers.data.source_reference import origin
from helpers.editions import Edition, sound
from helpers.i18n import Message, _
from helpers.values.texts import Day

from ..document.pages import page

_NOBODY = "Chưa phân công"
_OF_NUMBERS = ("table", "rows", "cells")  # kinds of gaps


def gaps_of(data: Path, period: str) -> tuple[Edition, list[Gap]]:
    """The edition of a period (empty: the newest) and its gaps. Raises InputError for data that are not sound."""
    edition = sound(data, period)
    return edition, find_gaps(edition)


def notes_of(edition: Edition) -> list[str]:
    """What offices have written beside the numbers that they sent, and why such were taken, each with its row."""
    return [
        f"{edition.row_name(name, line)} ({found.file}): {'; '.join(filter(None, (found.reason, found.note)))}"
        for name, rows in edition.records.items()
        if TABLES[name].sourced
        for line, row in rows.items()
        if (found := origin(row["source"])) and (found.reason or found.note)
    ]


def about_base(edition: Edition) -> Message | None:
    """What is to be said where the edition that one follows has no numbers yet, so that another is its base, or lacks some."""
    followed, base = edition.followed, edition.base
    if followed is None or base is None:
        return None
    said: dict[str, object] = {"period": edition.period, "followed": followed.period, "base": base.period}
    if followed is not base:
        return _("{followed} has no numbers yet: {period} is compared with {base}, and asks for what that has", **said)
    lacks = [gap for gap in find_gaps(base) if gap.kind in _OF_NUMBERS]
    if not lacks:
        return None
    offices = "; ".join(dict.fromkeys(gap.office or _NOBODY for gap in lacks))
    said |= {"count": len(lacks), "offices": offices}
    return _("{base} itself has {count} gaps, which are none of {period} ({offices}): {briefing} check {base}", **said)


def print_gaps(edition: Edition, gaps: list[Gap]) -> None:
    """The gaps by office and day; a line each, with the rows that they are about."""
    for (office, due), own in _by_office(gaps):
        print(f"{office}{_(', due {due}', due=due) if due else ''}:")
        for gap in own:
            print(f"  {gap.words}", f"    {gap.rows}", sep="\n")
    if notes := notes_of(edition):
        print(_("Notes of offices:"), *(f"  {note}" for note in notes), sep="\n")
    base = _("the first period: nothing to compare with")
    if edition.base:  # one of other months is no comparison: it only says which rows are asked for
        alike = Span.of(edition.period)[2:] == Span.of(edition.base.period)[2:]
        of = {"period": edition.base.period}
        base = _("compared with {period}", **of) if alike else _("asks for what {period} has", **of)
    if said := about_base(edition):
        print(said)
    counts = {"period": edition.period, "base": base, "count": len(gaps), "blocking": sum(gap.blocks for gap in gaps)}
    print(_("{period} ({base}): {count} gaps, {blocking} of them stop a final edition.", **counts))


def gaps_page(edition: Edition, gaps: list[Gap]) -> str:
    """The gaps as a page for the browser."""
    offices = [((office, due and str(Day.fromisoformat(due))), own) for (office, due), own in _by_office(gaps)]
    return page("gaps.html.j2", title=f"Còn thiếu, {edition.label!s}", offices=offices, notes=notes_of(edition))


def _by_office(gaps: list[Gap]) -> list[tuple[tuple[str, str], list[Gap]]]:
    """Gaps by who is to give them and by when; those of nobody at the end."""
    ordered = sorted(gaps, key=lambda gap: (not gap.office, gap.due, gap.office))
    grouped = groupby(ordered, key=lambda gap: (gap.office or _NOBODY, gap.due))
    return [(who, list(own)) for who, own in grouped]
