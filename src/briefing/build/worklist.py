"""The one list of an edition: what contradicts, what is missing and what waits, each place once, for `check` and `decide`."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from helpers import audit_report
from helpers.audit.completeness import Gap, find_gaps
from helpers.audit.decisions import Decision
from helpers.audit.findings import Summary, by_number, figure_of
from helpers.data.expressions import ROWS, Select, selection
from helpers.data.reporting_period import Span
from helpers.data.schema import TABLES
from helpers.data.source_reference import origin
from helpers.editions import Edition
from helpers.finding_text import Group, place, proposed, sentence
from helpers.i18n import Message, _, ngettext

_KINDS = {"accepted": _("accepted"), "asked": _("asked")}
_NOBODY = "Chưa phân công"
ASKED_BY_FORMS = {"table", "base"}  # kinds of gaps that nobody decides: what a table or an office lacks altogether
_OF_NUMBERS = ("table", "rows", "cells")  # kinds of gaps


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
        gaps = {gap.kind for gap in self.gaps} - ASKED_BY_FORMS
        return bool(gaps) or any(finding["state"] != "accepted" for finding in self.findings)

    def as_plain(self) -> dict[str, object]:
        findings, gaps = [each["id"] for each in self.findings], [gap.rows for gap in self.gaps]
        return {"number": self.number, "findings": findings, "gaps": gaps}


def check(edition: Edition) -> Summary:
    """The audit of an edition in plain data; cells by their keys, never by line."""
    result: Summary = {"period": edition.period, **audit_report.result(edition)}

    def named(cells: list[str], period: str = "") -> list[str]:
        """Cells "table:line:column" as corrections and `trace` name them, those of a part as they are named there."""
        own, part = edition.records, (edition.of(period) if period else edition).records
        return [figure_of(at, part if at[1] in part[at[0]] else own) for at in map(place, cells) if at[1]]

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


def stops(edition: Edition, checked: Summary) -> list[Stop]:
    """The list: findings by their numbers, those of one rule together, then gaps by who is to give them and when; a gap of a
    finding's rows beside it."""
    gaps = [Gap(**gap) for gap in checked["gaps"]]
    rules: dict[object, Group] = {}
    for group in by_number(checked["findings"]):
        rules.setdefault(_one_rule(group), []).extend(group)
    groups = [*rules.values()]
    beside: list[list[Gap]] = [[] for _group in groups]
    left: list[Gap] = []
    for gap in gaps:
        at = next((at for at, group in enumerate(groups) if _is_about(gap, group)), -1)
        if at < 0:
            left.append(gap)
        elif gap.kind != "question":  # which the finding says itself
            beside[at].append(gap)
    found = [*zip(groups, beside, strict=True)]
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

    for _who, own in _by_office(left):
        together: dict[str, list[Gap]] = {}
        for gap in sorted(own, key=lambda gap: gap.kind == "document"):
            together.setdefault(one(gap), []).append(gap)
        found += [([], each) for each in together.values()]
    return [Stop(number, group, own) for number, (group, own) in enumerate(found, 1)]


def _one_rule(group: Group) -> object:
    """What makes findings of several numbers one stop: a rule that many rows of an office break. Those of sentences stay apart, each with its own."""
    first = group[0]
    alike = {(each["rule"], each["kind"], each["state"]) for each in group}
    of_words = first["kind"] == "proofreading" or any(
        selection(cell).table == "statements" for each in group for cell in each["cells"]
    )
    return first["number"] if of_words or len(alike) > 1 else (first.get("period"), first.get("office"), *alike)


def _is_about(gap: Gap, group: Group) -> bool:
    """Whether a gap is the sentence of a finding, or the question about it: what a row lacks is settled otherwise than a finding."""
    if gap.kind not in ("carried", "condition"):
        asked = dict(selection(gap.rows).where).get("finding", ())
        return any(finding["id"] in asked for finding in group)
    cells = (selection(each) for finding in group for each in finding["cells"])
    rows = replace(selection(gap.rows), column=ROWS)
    return any(not each.period and rows.includes(Select(each.table, ROWS, each.where)) for each in cells)


def print_list(edition: Edition, checked: Summary, found: Sequence[Stop]) -> None:
    """The list; then how much of the numbers rules guard, and how much is open."""
    from rich.console import Console
    from rich.text import Text

    console, who = Console(highlight=False, soft_wrap=True), ("", "")
    for stop in found:
        first, *lines = described(stop)
        style = "yellow" if stop.is_open or stop.gaps else "dim"
        style = "red" if any(finding["severity"] == "error" for finding in stop.findings) and stop.is_open else style
        now = ("", "") if stop.findings else _who(stop.gaps[0])
        if now != who and not stop.findings:
            console.print(f"{now[0]}{_(', due {due}', due=now[1]) if now[1] else ''}:")
        who = now
        console.print(Text.assemble((f"{stop.number}.", style), f" {first}"))
        for line in lines:
            console.print(Text(f"   {line}"))
    if notes := notes_of(edition):
        print(_("Notes of offices:"), *(f"  {note}" for note in notes), sep="\n")
    if said := about_base(edition):
        print(said)
    settled = _("Asked about, and holds now: {finding}. Enter the answer in questions.csv, or delete the row.")
    holding = (settled.format(finding=finding) for finding in checked["settled"])
    for told in (*holding, *_guarded(checked), _counts(edition, checked, found)):
        console.print(told)


def described(stop: Stop) -> Iterator[str]:
    """A stop in lines: the words of its findings, their ids, what was decided or is probably right, where to look; what is missing."""
    if len(stop.groups) > 1:
        yield about_rule(stop)
    for group in stop.groups:
        first = group[0]
        yield from (finding["words"] for finding in group)
        yield from (finding["id"] for finding in group)
        yield from decided(group)
        yield from [_("equally good:")] * first["equally_good"]
        yield from (proposal["words"] for proposal in first["proposals"])
        if where := ", ".join((first["suspects"] or first["cells"])[:6]):
            yield where
    for gap in stop.gaps:
        yield gap.words
        yield gap.rows


def about_rule(stop: Stop) -> str:
    """What the findings of a stop have in common."""
    return _("{statement} ({count} places)", statement=stop.findings[0]["statement"], count=len(stop.groups))


def _guarded(checked: Summary) -> Iterator[str]:
    """How much of the numbers rules guard, and what nothing does."""
    share = checked["guarded"] / checked["figures"] if checked["figures"] else 1.0
    observed = checked["observations"].items()
    of_columns = (_("{column} ({count} observations)", column=column, count=count) for column, count in observed)
    unguarded = ", ".join([*_by_column(checked["unguarded"]), *of_columns]) or _("none")
    said = _(
        "{guarded} of {figures} numeric cells ({share:.1%}) are under at least one rule, {held} of them under an identity (a total, share, equality …). Nothing guards:"
    )
    yield said.format(**checked, share=share)
    yield f"  {unguarded}"
    if alone := checked["of_parts"]:
        yield ngettext(
            "{count} check of what comes and of what there is at the end, tried in each part of the period alone: {checks}",
            "{count} checks of what comes and of what there is at the end, tried in each part of the period alone: {checks}",
            len(alone),
            checks=", ".join(alone),
        )
    if checked["empty"]:
        tables = ", ".join(checked["empty"])
        yield _("Not counted, since without a row in this period: {tables}.", tables=tables)


def _counts(edition: Edition, checked: Summary, found: Sequence[Stop]) -> str:
    base = _("the first period: nothing to compare with")
    if edition.base:  # one of other months is no comparison: it only says which rows are asked for
        alike = Span.of(edition.period)[2:] == Span.of(edition.base.period)[2:]
        of = {"period": edition.base.period}
        base = _("compared with {period}", **of) if alike else _("asks for what {period} has", **of)
    groups = (group for stop in found for group in stop.groups)
    open_ = sum(any(each["state"] != "accepted" for each in group) for group in groups)
    counts = {
        **checked, "base": base, "open": open_, "stops": sum(stop.is_open for stop in found),
        "gaps": len(checked["gaps"]), "blocking": sum(gap["blocks"] for gap in checked["gaps"]),
    }  # fmt: skip
    rules = _("{period}: {rules} rules, {checks} checks, {untested} without figures; {open} open findings.", **counts)
    gaps = _("{period} ({base}): {gaps} gaps, {blocking} of them stop a final edition.", **counts)
    return f"{rules}\n{_('{stops} places to decide: {briefing} decide {period}', **counts)}\n{gaps}"


def _by_column(cells: list[str]) -> Iterator[str]:
    """Cells that no rule reaches, many of a column as one: the annex and --json name each. Where a row is a thing of its own, all."""
    columns: dict[str, list[str]] = {}
    for each in cells:
        columns.setdefault(each.partition("(")[0], []).append(each)
    for column, own in columns.items():
        table, _dot, name = column.partition(".")
        alike = len(own) > 2 and TABLES[table].columns[name].unit != "@unit"
        yield from [_("{column} ({count} cells)", column=column, count=len(own))] if alike else own


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


# -- what is missing, by the office that is to give it --------------------------------------------------------------------


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


def _by_office(gaps: Sequence[Gap]) -> list[tuple[tuple[str, str], list[Gap]]]:
    """Gaps by who is to give them and by when; those of nobody at the end."""
    ordered = sorted(gaps, key=lambda gap: (not gap.office, gap.due, gap.office))
    return [(who, list(own)) for who, own in groupby(ordered, key=_who)]


def _who(gap: Gap) -> tuple[str, str]:
    return gap.office or _NOBODY, gap.due
