"""The audit on the terminal: a table a person can act on, JSON for machines."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ..audit.findings import audit, summary
from ..data.checking import check_folder
from ..editions import Edition
from ..review import groups, words


def check(data: Path, period: str) -> dict:
    """The audit of a period (empty: the newest) of a data folder, in plain data."""
    check_folder(data)
    edition = Edition(period, data, checked=True)
    result = {"period": edition.period, **summary(audit(edition.records), edition.records)}
    for finding in result["findings"]:
        for proposal in finding["proposals"]:
            for change in proposal["changes"]:
                change["words"] = words(change["cell"], edition)
    return result


def print_json(checked: dict) -> None:
    json.dump(checked, sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def print_table(checked: dict) -> None:
    """Findings as a table: id, what must hold, the two sides, what is probably right, where to look."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    open_ = [finding for finding in checked["findings"] if not finding["accepted"]]
    table = Table(show_lines=True, expand=True)
    for heading, ratio in (("Finding", 2), ("What does not hold", 4), ("Probably; look at", 4)):
        table.add_column(heading, ratio=ratio, overflow="fold")
    for group in groups(checked["findings"]):
        first = group[0]
        style = (
            "dim"
            if first["accepted"]
            else "red"
            if any(finding["severity"] == "error" for finding in group)
            else "yellow"
        )
        where = ", ".join((first["suspects"] or first["cells"])[:6])
        table.add_row(
            Text("\n".join(finding["id"] for finding in group), style=style),
            Text("\n".join(f"{finding['statement']}: {_sides(finding)}".rstrip(": ") for finding in group)),
            Text("\n".join(filter(None, [_probably(first), where]))),
        )
    if checked["findings"]:
        console.print(table)
    share = checked["guarded"] / checked["figures"] if checked["figures"] else 1.0
    console.print(
        f"{checked['period']}: {checked['rules']} rules, {checked['checks']} checks, {checked['untested']} without figures; {len(open_)} open findings."
    )
    console.print(
        f"{checked['guarded']} of {checked['figures']} numeric cells ({share:.1%}) are under at least one rule, {checked['held']} "
        "of them under an identity (a total, share, equality …). Nothing guards:"
    )
    console.print("  " + (", ".join(checked["unguarded"]) or "none"))


def _sides(finding: dict) -> str:
    if finding["detail"] or not finding["left"]:
        return finding["detail"]
    return f"{finding['left']} ≠ {finding['right']} {finding['unit']}".strip() if finding["difference"] else ""


def _probably(finding: dict) -> str:
    if finding["accepted"]:
        return f"accepted: {finding['accepted']}"
    lines = [
        "; ".join(
            f"{change['words']}: {change['old']} → {change['new']} ({change['reason']})"
            for change in proposal["changes"]
        )
        for proposal in finding["proposals"]
    ]
    return "\n".join((["equally good:"] if finding["equally_good"] else []) + lines)
