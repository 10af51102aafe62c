"""The one list of an edition: what contradicts, what is missing and what waits, each place once, for `check` and `decide`."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from helpers import audit_report
from helpers.audit.audit_run import Summary, by_number, figure_of
from helpers.audit.completeness import Gap
from helpers.audit.decisions import Decision
from helpers.data.expressions import selection
from helpers.editions import Edition
from helpers.finding_text import Group, place, proposed, sentence, severity
from helpers.i18n import _
from helpers.values.block_html import FINDING

_KINDS = {"accepted": _("accepted"), "asked": _("asked")}


@dataclass(frozen=True)
class DecisionItem:
    """What is decided together. findings: those of one number, or of one rule; gaps: of the same rows, of a section's sentences that wait."""

    number: int
    findings: Group
    gaps: Sequence[Gap]

    @property
    def parts(self) -> list["DecisionItem"]:
        """What of it may be decided alone: findings of one number, else each gap."""
        if groups := by_number(self.findings):
            return [replace(self, findings=group) for group in groups]
        return [replace(self, gaps=[gap]) for gap in self.gaps]

    @property
    def ids(self) -> set[str]:
        return {*(finding["id"] for finding in self.findings), *(gap.rows for gap in self.gaps)}

    @property
    def is_open(self) -> bool:
        """Whether something is to be decided; of what a table lacks altogether, or nobody has said of the organisation, there is nothing."""
        findings = (finding["state"] != "accepted" for finding in self.findings)
        return any(findings) or any(gap.kind not in ("table", "organisation") for gap in self.gaps)

    @property
    def is_asked(self) -> bool:
        return any(finding["state"] == "asked" for finding in self.findings)

    @property
    def is_awaited(self) -> bool:
        """Whether its numbers are to come from an office."""
        return all(gap.kind in ("rows", "cells") for gap in self.gaps) and not self.findings

    def as_plain(self) -> dict[str, object]:
        findings, gaps = [each["id"] for each in self.findings], [gap.rows for gap in self.gaps]
        return {"number": self.number, "findings": findings, "gaps": gaps}


def check(edition: Edition) -> Summary:
    """The audit of an edition in plain data; cells by their keys, never by line."""
    result: Summary = {"period": edition.period, **audit_report.result(edition)}

    def named(cells: list[str]) -> list[str]:
        """Cells "table:line:column" as corrections and `trace` name them, each once."""
        return [*dict.fromkeys(figure_of(at, edition.records) for at in map(place, cells) if at[1])]

    result["unguarded"] = named(result["unguarded"])
    for finding in result["findings"]:
        finding["words"] = sentence(finding, edition)
        for proposal in finding["proposals"]:
            proposal["words"] = proposed(proposal, edition)
            for change in proposal["changes"]:
                del change["cell"]
        for cells in (finding["cells"], finding["suspects"], finding["doubtful"]):
            cells[:] = named(cells)
        finding["parts"] = [named(part) for part in finding["parts"]]
    return result


def stops(edition: Edition, checked: Summary) -> list[DecisionItem]:
    """The list: findings by their numbers, then gaps by who is to give them and when.

    Findings of one rule stand together, so do the sentences of a section that wait and the documents that they cite. A
    sentence that a finding is about stands beside it.
    """
    together: dict[object, tuple[Group, list[Gap]]] = {}
    told: dict[str, object] = {}  # statement → where the findings about it stand
    for group in by_number(checked["findings"]):
        cells = [selection(cell) for each in group for cell in each["cells"]]
        ids = [dict(each.where)["id"][0] for each in cells if each.table == "statements" and not each.period]
        one = _one_rule(group) if not ids else group[0]["number"]
        told |= dict.fromkeys(ids, one)
        together.setdefault(one, ([], []))[0].extend(group)
    carried, cited = edition.unconfirmed(), edition.unknown_documents()
    sections = {row["id"]: row["section"] for row in carried.values()}
    gaps = [Gap(**gap) for gap in checked["gaps"]]
    for gap in sorted(gaps, key=lambda gap: (not gap.office, gap.due, gap.office, gap.kind == "document")):
        of = dict(selection(gap.rows).where)
        one = gap.rows
        if gap.kind in ("carried", "condition"):
            one = told.get(of["id"][0]) or (one if gap.kind == "condition" else ("section", sections[of["id"][0]]))
        elif gap.kind == "document":  # who confirms a sentence keeps its documents
            waiting = (("section", carried[line]["section"]) for line in cited[of["document"][0]] if line in carried)
            one = next(waiting, one)
        together.setdefault(one, ([], []))[1].append(gap)
    return [DecisionItem(number, group, own) for number, (group, own) in enumerate(together.values(), 1)]


def _one_rule(group: Group) -> object:
    """What makes findings of several numbers one stop: a rule that many rows of an office break."""
    first, alike = group[0], {(each["rule"], each["kind"], each["state"]) for each in group}
    apart = len(alike) > 1 or first["kind"] == "proofreading"
    return first["number"] if apart else (first["office"], *alike)


def print_list(edition: Edition, checked: Summary, found: Sequence[DecisionItem]) -> None:
    """The list; then how much of the numbers rules guard, and how much is open."""
    who = ""
    for stop in found:
        now = "" if stop.findings else _who(stop.gaps[0])
        if now not in ("", who):
            print(f"{now}:")
        who = now
        print(f"{stop.number}.", "\n   ".join(line for part in stop.parts for line in described(part)))
    columns = Counter(cell.partition("(")[0] for cell in checked["unguarded"]) + Counter(checked["observations"])
    told: dict[str, object] = {
        **checked, "base": edition.base.period if edition.base else _("no earlier period"), "gaps": len(checked["gaps"]),
        "stops": sum(stop.is_open for stop in found),
        "share": checked["guarded"] / checked["figures"] if checked["figures"] else 1.0,
        "unguarded": ", ".join(f"{column} ({count})" for column, count in columns.items()) or _("none"),
        "open": sum(any(each["state"] != "accepted" for each in group) for group in by_number(checked["findings"])),
    }  # fmt: skip
    print(_("{guarded} of {figures} numeric cells ({share:.1%}) are under at least one rule. Nothing guards:\n  {unguarded}", **told))  # fmt: skip
    print(_("{period}: {rules} rules, {checks} checks, {untested} without figures; {open} open findings.", **told))
    print(_("{stops} places to decide: {briefing} decide {period}", **told))
    print(_("{period} (beside {base}): {gaps} gaps; a final edition has none.", **told))


def described(part: DecisionItem, numbers: Mapping[str, int] | None = None) -> Iterator[str]:
    """A part of a stop in lines: the words of its findings, their ids, where to look, what is probably right, what was
    decided; what is missing. numbers: of findings, by their ids, where others have been counted since."""
    if group := part.findings:
        first = group[0]
        told = _("error") if severity(group) == "error" else _("warning")
        number = first["number"] if numbers is None else numbers.get(first["id"])
        yield f"{f'{told} ({FINDING}{number})' if number else told}: {first['words']}"
        yield from (finding["words"] for finding in group[1:])
        yield from (finding["id"] for finding in group)
        yield _("Cells: {cells}", cells=", ".join((first["suspects"] or first["cells"])[:6]))
        if first["proposals"]:
            yield _("If it was mistyped, equally good:") if first["equally_good"] else _("If it was mistyped:")
        yield from (f" [{at}] {proposal['words']}" for at, proposal in enumerate(first["proposals"], 1))
        yield from dict.fromkeys(_decided(Decision(**each["decision"])) for each in group if each["decision"])
    for gap in part.gaps:
        yield gap.words
        yield gap.rows


def _decided(decision: Decision) -> str:
    """What was decided; what a question was answered, or by when it is to be."""
    due = _(", late: answer due {due}") if decision.is_late(dt.date.today()) else _(", answer due {due}")
    awaited = due.format(due=decision.due) if decision.due else ""
    if decision.answer:
        awaited = _(", answered: {answer}", answer=decision.answer)
    return f"{_KINDS[decision.kind]} ({decision.office}{awaited}): {decision.words}"


def _who(gap: Gap) -> str:
    return (gap.office or "Chưa phân công") + (_(", due {due}", due=gap.due) if gap.due else "")
