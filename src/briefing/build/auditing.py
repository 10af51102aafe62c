"""The audit on the terminal: findings a person can act on, JSON for machines."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from helpers import review
from helpers.audit.decisions import Decision
from helpers.audit.findings import Summary, by_number, figure_of
from helpers.data.schema import TABLES
from helpers.editions import Edition
from helpers.finding_text import Group, place, proposed, sentence
from helpers.i18n import _, ngettext

if TYPE_CHECKING:
    from rich.console import Console

_KINDS = {"accepted": _("accepted"), "asked": _("asked")}


def check(edition: Edition) -> Summary:
    """The audit of an edition in plain data; cells by their keys, never by line."""
    result: Summary = {"period": edition.period, **review.result(edition)}

    def named(cells: list[str], period: str = "") -> list[str]:
        """Cells "table:line:column" as corrections and `trace` name them, those of a part as they are named there."""
        records = (edition.of(period) if period else edition).records
        return [figure_of(at, records) for at in map(place, cells) if at[1]]

    result["unguarded"] = named(result["unguarded"])
    for finding in result["findings"]:
        finding["words"] = sentence(finding, edition)
        for proposal in finding["proposals"]:
            proposal["words"] = proposed(proposal, edition)
            for change in proposal["changes"]:
                del change["cell"]
        of = finding.get("period", "")
        for cells in (finding["cells"], finding["suspects"], finding["doubtful"]):
            cells[:] = named(cells, of)
        finding["parts"] = [named(part) for part in finding["parts"]]
    return result


def print_audit(checked: Summary) -> None:
    """What the audit found, then how much of the numbers its rules guard."""
    from rich.console import Console

    console, groups = Console(highlight=False, soft_wrap=True), by_number(checked["findings"])
    _print_found(groups, console)
    open_ = [group for group in groups if any(finding["state"] != "accepted" for finding in group)]
    share = checked["guarded"] / checked["figures"] if checked["figures"] else 1.0
    counts: Mapping[str, object] = {**checked, "open": len(open_), "share": share}
    rules = _("{period}: {rules} rules, {checks} checks, {untested} without figures; {open} open findings.")
    cells = _(
        "{guarded} of {figures} numeric cells ({share:.1%}) are under at least one rule, {held} of them under an identity (a total, share, equality …). Nothing guards:"
    )
    observed = checked["observations"].items()
    of_columns = (_("{column} ({count} observations)", column=column, count=count) for column, count in observed)
    unguarded = ", ".join([*_by_column(checked["unguarded"]), *of_columns]) or _("none")
    console.print(rules.format(**counts), cells.format(**counts), f"  {unguarded}", sep="\n")
    if alone := checked["of_parts"]:
        console.print(
            ngettext(
                "{count} check of what comes and of what there is at the end, tried in each part of the period alone: {checks}",
                "{count} checks of what comes and of what there is at the end, tried in each part of the period alone: {checks}",
                len(alone),
                checks=", ".join(alone),
            )
        )
    settled = _("Asked about, and holds now: {finding}. Enter the answer in questions.csv, or delete the row.")
    for finding in checked["settled"]:
        console.print(settled.format(finding=finding))
    if checked["empty"]:
        tables = ", ".join(checked["empty"])
        console.print(_("Not counted, since without a row in this period: {tables}.", tables=tables))


def _by_column(cells: list[str]) -> Iterator[str]:
    """Cells that no rule reaches, many of a column as one: the annex and --json name each. Where a row is a thing of its own, all."""
    columns: dict[str, list[str]] = {}
    for cell in cells:
        columns.setdefault(cell.partition("(")[0], []).append(cell)
    for column, own in columns.items():
        table, _dot, name = column.partition(".")
        alike = len(own) > 2 and TABLES[table].columns[name].unit != "@unit"
        yield from [_("{column} ({count} cells)", column=column, count=len(own))] if alike else own


def _print_found(groups: Iterable[Group], console: "Console") -> None:
    """Findings, those of one number a paragraph: their words, their ids, what was decided or is probably right, where to look."""
    from rich.text import Text

    for group in groups:
        first = group[0]
        style = "red" if any(finding["severity"] == "error" for finding in group) else "yellow"
        style = "dim" if first["state"] == "accepted" else style
        probably = [_("equally good:")] * first["equally_good"] + [proposal["words"] for proposal in first["proposals"]]
        where = ", ".join((first["suspects"] or first["cells"])[:6])
        words, *more = (finding["words"] for finding in group)
        told = [*more, *(finding["id"] for finding in group), *decided(group), *probably, where]
        console.print(Text.assemble((f"{first['number']}.", style), f" {words}"))
        for line in filter(None, told):
            console.print(Text(f"   {line}"))


def decided(group: Group) -> list[str]:
    """What was decided of the findings of one number, each decision once."""
    decisions = [Decision(**finding["decision"]) for finding in group if finding["decision"]]
    said = (f"{_KINDS[each.kind]} ({each.office}{_awaited(each)}): {each.words}" for each in decisions)
    return list(dict.fromkeys(said))


def _awaited(decision: Decision) -> str:
    """What a question was answered, or by when it is to be."""
    if decision.kind != "asked":
        return ""
    if decision.answer:
        return _(", answered: {answer}", answer=decision.answer)
    late = decision.is_late(dt.date.today())
    return _(", late: answer due {due}", due=decision.due) if late else _(", answer due {due}", due=decision.due)
