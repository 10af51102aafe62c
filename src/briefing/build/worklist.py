"""The one list of an edition: what contradicts, what is missing and what waits, each place once, for `check` and `decide`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from helpers import audit_result
from helpers.audit.audit_run import Summary, by_number, figure_of
from helpers.audit.completeness import Gap
from helpers.audit.decisions import Decision
from helpers.data.expressions import ROWS
from helpers.editions import Edition
from helpers.finding_text import Group, place, proposed, sentence, severity
from helpers.i18n import _
from helpers.values.block_html import FINDING

_KINDS = {"accepted": _("accepted"), "asked": _("asked, answer due")}


@dataclass(frozen=True)
class DecisionItem:
    """A place of the list. findings: those of one number, or of one rule; gaps: of the same rows, of a section's sentences that wait."""

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
        """Whether somebody has to decide it; what is missing comes in a form, or is typed into its CSV."""
        findings = (finding["state"] != "accepted" for finding in self.findings)
        return any(findings) or any(gap.kind == "carried" for gap in self.gaps)

    def as_plain(self) -> dict[str, object]:
        return {"findings": [each["id"] for each in self.findings], "gaps": [gap.rows for gap in self.gaps]}


def check(edition: Edition) -> Summary:
    """The audit of an edition in plain data; cells by their keys, never by line."""
    result: Summary = {"period": edition.period, **audit_result.result(edition)}

    def named(cells: list[str]) -> list[str]:
        """Cells "table:line:column" as corrections and `trace` name them, each once."""
        return [*dict.fromkeys(figure_of(at, edition.records) for at in map(place, cells) if at[1])]

    result["unguarded"] = named(result["unguarded"])
    for finding in result["findings"]:
        finding["words"] = sentence(finding, edition)
        for proposal in finding["proposals"]:
            proposal["words"] = proposed(proposal, edition)
        for cells in (finding["cells"], finding["suspects"], finding["doubtful"]):
            cells[:] = named(cells)
        finding["parts"] = [named(part) for part in finding["parts"]]
    return result


def stops(edition: Edition, checked: Summary) -> list[DecisionItem]:
    """The list: findings by their numbers, then gaps by who is to give them and when.

    Findings of one rule stand together; so do the sentences of a section that wait.
    """
    together = defaultdict[object, tuple[Group, list[Gap]]](lambda: ([], []))
    for group in by_number(checked["findings"]):
        alike = {(each["office"], each["rule"], each["kind"], each["state"]) for each in group}
        one = alike.pop() if len(alike) == 1 else group[0]["number"]
        together[one][0].extend(group)
    sections = {edition.tables["statements"].place(row, ROWS): row["section"] for row in edition.unconfirmed().values()}
    for gap in sorted((Gap(**gap) for gap in checked["gaps"]), key=lambda gap: (not gap.office, gap.due, gap.office)):
        together[sections.get(gap.rows, gap.rows)][1].append(gap)
    return [DecisionItem(*of) for of in together.values()]


def described(stop: DecisionItem, numbers: Mapping[str, int] | None = None) -> Iterator[str]:
    """A place in lines: of each number the words of its findings, their ids, where to look, what is probably right, what was
    decided; what is missing, who gives it. numbers: of findings, by their ids, where others have been counted since."""
    for group in by_number(stop.findings):
        first = group[0]
        told = _("error") if severity(group) == "error" else _("warning")
        number = first["number"] if numbers is None else numbers.get(first["id"])
        yield f"{told}{f' ({FINDING}{number})' if number else ''}: {first['words']}"
        yield from (finding["words"] for finding in group[1:])
        yield from (finding["id"] for finding in group)
        yield _("Cells: {cells}", cells=", ".join((first["suspects"] or first["cells"])[:6]))
        yield from (f" [{at}] {proposal['words']}" for at, proposal in enumerate(first["proposals"], 1))
        yield from dict.fromkeys(_decided(Decision(**each["decision"])) for each in group if each["decision"])
    for gap in stop.gaps:
        yield _("{words} ({office}, due {due})", **vars(gap)) if gap.office else gap.words
        yield gap.rows


def _decided(decision: Decision) -> str:
    """What was decided, or asked and answered, when, and by which office."""
    words = " → ".join(filter(None, [decision.words, decision.answer]))
    return f"{_KINDS[decision.kind]} {decision.due or decision.date} ({decision.office}): {words}"
