"""The one list of an edition: what contradicts, what is missing and what waits, each place once, for `check` and `decide`."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from helpers import audit_report
from helpers.audit.audit_run import Summary, by_number, figure_of
from helpers.audit.completeness import Gap
from helpers.audit.decisions import Decision
from helpers.data.expressions import ROWS, Select, selection
from helpers.data.reporting_period import Span
from helpers.editions import Edition
from helpers.finding_text import Group, place, proposed, sentence, severity
from helpers.i18n import _
from helpers.values.block_html import FINDING

_KINDS = {"accepted": _("accepted"), "asked": _("asked")}
_NOBODY = "Chưa phân công"
ASKED_BY_FORMS = {"table"}  # kinds of gaps that nobody decides: what a table or an office lacks altogether


@dataclass(frozen=True)
class Stop:
    """What is decided together. findings: those of one number, or of one rule; gaps: of the same rows, sentences that wait: of a section."""

    number: int
    findings: Group
    gaps: Sequence[Gap]

    @property
    def groups(self) -> list[Group]:
        """Its findings, those of one number together."""
        return by_number(self.findings)

    @property
    def ids(self) -> set[str]:
        return {*(finding["id"] for finding in self.findings), *(gap.rows for gap in self.gaps)}

    @property
    def is_open(self) -> bool:
        """Whether something is to be decided."""
        findings = (finding["state"] != "accepted" for finding in self.findings)
        return any(findings) or any(gap.kind not in ASKED_BY_FORMS for gap in self.gaps)

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


def stops(edition: Edition, checked: Summary) -> list[Stop]:
    """The list: findings by their numbers, those of one rule together, then gaps by who is to give them and when; a gap of a
    finding's rows beside it."""
    rules: dict[object, tuple[Group, list[Gap]]] = {}
    for group in by_number(checked["findings"]):
        rules.setdefault(_one_rule(group), ([], []))[0].extend(group)
    left: list[Gap] = []
    for gap in (Gap(**gap) for gap in checked["gaps"]):
        next((beside for group, beside in rules.values() if _is_about(gap, group)), left).append(gap)
    carried, cited = edition.unconfirmed(), edition.unknown_documents()
    sections = {row["id"]: row["section"] for row in carried.values()}

    def one(gap: Gap) -> str:
        """Its section, of a carried sentence and of a document that one cites: who confirms the sentence keeps its documents."""
        of, section = dict(selection(gap.rows).where), ""
        if gap.kind == "carried":
            section = sections[of["id"][0]]
        elif gap.kind == "document":
            section = next((carried[line]["section"] for line in cited[of["document"][0]] if line in carried), "")
        return f"section {section}" if section else gap.rows

    together: dict[object, tuple[Group, list[Gap]]] = {}
    for gap in sorted(left, key=lambda gap: (not gap.office, gap.due, gap.office, gap.kind == "document")):
        together.setdefault((_who(gap), one(gap)), ([], []))[1].append(gap)
    found = [*rules.values(), *together.values()]
    return [Stop(number, group, own) for number, (group, own) in enumerate(found, 1)]


def _one_rule(group: Group) -> object:
    """What makes findings of several numbers one stop: a rule that many rows of an office break. Those of sentences stay apart, each with its own."""
    first, alike = group[0], {(each["rule"], each["kind"], each["state"]) for each in group}
    cells = (cell for each in group for cell in each["cells"])
    apart = (
        len(alike) > 1 or first["kind"] == "proofreading" or any(selection(at).table == "statements" for at in cells)
    )
    return first["number"] if apart else (first.get("office"), *alike)


def _is_about(gap: Gap, group: Group) -> bool:
    """Whether a gap is the sentence of a finding: what a row lacks is settled otherwise than a finding."""
    if gap.kind not in ("carried", "condition"):
        return False
    cells = (selection(each) for finding in group for each in finding["cells"])
    rows = replace(selection(gap.rows), column=ROWS)
    return any(not each.period and rows.includes(Select(each.table, ROWS, each.where)) for each in cells)


def print_list(edition: Edition, checked: Summary, found: Sequence[Stop]) -> None:
    """The list; then how much of the numbers rules guard, and how much is open."""
    numbers, who = {each["id"]: each["number"] for each in checked["findings"]}, ("", "")
    for stop in found:
        now = ("", "") if stop.findings else _who(stop.gaps[0])
        if now != who and not stop.findings:
            print(f"{now[0]}{_(', due {due}', due=now[1]) if now[1] else ''}:")
        who = now
        print(f"{stop.number}.", "\n   ".join(described(stop, numbers)))
    columns = Counter(cell.partition("(")[0] for cell in checked["unguarded"]) + Counter(checked["observations"])
    of = _("the first period: nothing to compare with")
    if base := edition.base:  # one of other months is no comparison: it only says which rows are asked for
        alike = Span.of(edition.period)[2:] == Span.of(base.period)[2:]
        of = _("compared with {base}", base=base.period) if alike else _("asks for what {base} has", base=base.period)
    told: dict[str, object] = {
        **checked, "base": of, "stops": sum(stop.is_open for stop in found),
        "share": checked["guarded"] / checked["figures"] if checked["figures"] else 1.0,
        "unguarded": ", ".join(f"{column} ({count})" for column, count in columns.items()) or _("none"),
        "open": sum(any(each["state"] != "accepted" for each in group) for stop in found for group in stop.groups),
        "gaps": len(checked["gaps"]),
    }  # fmt: skip
    print(_("{guarded} of {figures} numeric cells ({share:.1%}) are under at least one rule. Nothing guards:\n  {unguarded}", **told))  # fmt: skip
    print(_("{period}: {rules} rules, {checks} checks, {untested} without figures; {open} open findings.", **told))
    print(_("{stops} places to decide: {briefing} decide {period}", **told))
    stopping = _("{period} ({base}): {gaps} gaps, which stop a final edition.", **told)
    print(stopping if checked["gaps"] else _("{period} ({base}): {gaps} gaps.", **told))


def described(stop: Stop, numbers: Mapping[str, int]) -> Iterator[str]:
    """A stop in lines: the words of its findings, their ids, where to look, what is probably right, what was decided; what
    is missing. numbers: of findings, by their ids."""
    several = len(stop.groups) > 1
    if several:
        yield _("{statement} ({count} places)", statement=stop.findings[0]["statement"], count=len(stop.groups))
    for nth, group in enumerate(stop.groups, 1):
        first, number = group[0], numbers.get(group[0]["id"])
        told = _("error") if severity(group) == "error" else _("warning")
        mark = f"{told} ({FINDING}{number})" if number else told
        yield f"{f'[{nth}] ' * several}{mark}: {first['words']}"
        yield from (finding["words"] for finding in group[1:])
        yield from (finding["id"] for finding in group)
        yield _("Cells: {cells}", cells=", ".join((first["suspects"] or first["cells"])[:6]))
        if first["proposals"]:
            yield _("Probably, equally good:") if first["equally_good"] else _("Probably:")
        yield from (f" [{at}] {proposal['words']}" for at, proposal in enumerate(first["proposals"], 1))
        yield from dict.fromkeys(_decided(Decision(**each["decision"])) for each in group if each["decision"])
    for gap in stop.gaps:
        yield gap.words
        yield gap.rows


def _decided(decision: Decision) -> str:
    """What was decided; what a question was answered, or by when it is to be."""
    due = _(", late: answer due {due}") if decision.is_late(dt.date.today()) else _(", answer due {due}")
    awaited = due.format(due=decision.due) if decision.due else ""
    if decision.answer:
        awaited = _(", answered: {answer}", answer=decision.answer)
    return f"{_KINDS[decision.kind]} ({decision.office}{awaited}): {decision.words}"


def _who(gap: Gap) -> tuple[str, str]:
    return gap.office or _NOBODY, gap.due
