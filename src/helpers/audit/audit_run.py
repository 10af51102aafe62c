"""The audit of an edition: every rule tried, what it found, what is probably right, and what nothing guards."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias

from ..data.code_validity import RULES, Validity
from ..data.declared_tables import TABLES
from ..data.text_rows import Records
from ..values.vietnamese import number
from .check_types import Check, Proofread
from .comparability import fact_columns
from .decisions import Decision, check_ids, of_findings
from .error_localisation import Explanation, Network, localise
from .rule_binding import checks
from .trial_values import Cell, Values

_UNCHECKED = ("order",)  # places in a printed order are not facts
_WITHOUT_FACTS = ("codes", "headings", "rules", "periods", "corrections", "acceptances", "questions", "offices")
_UNDEFINED = "không tính được: số để so sánh bằng 0 hoặc là số âm"
_UNLIKE = {"=": "≠", "<=": ">", ">=": "<", "~": "khác cỡ"}  # what a violated relation is


@dataclass(frozen=True)
class Finding:
    """A violated check. seen: what does not agree, in words that change when a value does."""

    check: Check
    left: float | None
    right: float | None
    seen: str
    explanations: tuple[Explanation, ...] = ()
    decision: Decision | None = None

    @property
    def id(self) -> str:
        return self.check.id

    @property
    def suspects(self) -> tuple[Cell, ...]:
        """The cells that are probably wrong: those of the best explanations; none if there is no explanation."""
        if not self.explanations:
            return ()
        best = self.explanations[0].rank[0], len(self.explanations[0].explains)
        alike = [e for e in self.explanations if (e.rank[0], len(e.explains)) == best]
        found = dict.fromkeys(explanation.cell for explanation in alike)
        if self.check.rule.kind == "growth" and len(self.check.cells) == 3 and best[1] == 1:
            found |= dict.fromkeys(self.check.cells[:2])  # nothing else says whether the growth or its number is wrong
        return tuple(found)

    @property
    def doubtful(self) -> tuple[Cell, ...]:
        """The cells of which each by itself is in doubt: the suspects, else each number that it compares and that is one cell."""
        single = (part[0] for part in self.check.parts if len(part) == 1 and self.check.numeric)
        return self.suspects or tuple(dict.fromkeys(single))


@dataclass(frozen=True)
class Audit:
    """What the rules said of an edition's records."""

    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    untested: tuple[Check, ...]
    texts: Mapping[Cell, str] = field(repr=False)

    @cached_property
    def guarded(self) -> set[Cell]:
        """The numeric cells that at least one rule about their values reaches."""
        aside = ("format", "proofreading")  # neither that a cell has a form nor that words follow it guards a number
        reaching = (check for check in self.checks if check.rule.kind not in aside)
        return {cell for check in reaching for cell in check.cells} & self.texts.keys()

    def tied(self, cells: Collection[Cell]) -> list[Cell]:
        """The further cells that state the same facts, as rules of equality that hold say: they are in doubt together."""
        found = dict.fromkeys(cells)
        pairs = [check.pair for check in self.checks if check.pair and check.id not in self._violated]
        while more := [
            cell for pair in pairs if not found.keys().isdisjoint(pair) for cell in pair if cell not in found
        ]:
            found |= dict.fromkeys(more)
        return [cell for cell in found if cell not in cells]

    @cached_property
    def _violated(self) -> set[str]:
        return {finding.id for finding in self.findings}

    @property
    def unguarded(self) -> list[Cell]:
        return [cell for cell in self.texts if cell not in self.guarded]


def valid_checks(records: Records, read: Proofread | None = None) -> list[Check]:
    """Every check whose rule holds in the period."""
    validity = Validity(records["validity"])
    every = checks(records) + (read.checks if read else [])
    return [check for check in every if validity.holds(RULES, check.rule.id, records.period)]


def audit(records: Records, read: Proofread | None = None) -> Audit:
    """Try every rule on an edition's records and localise what is violated; what was `read` is decided as other findings are."""
    texts = numeric_cells(records)
    values = numbers(records)
    all_checks = [_lacking(check, values, records) or check for check in valid_checks(records, read)]
    results = [(check, check.holds(values)) for check in all_checks]
    violated = [check for check, held in results if held is False]
    seen = {check.id: _seen(check, values) for check in violated}
    ids = [*(check.id for check in all_checks), *(read.ids if read else ())]
    check_ids(records, ids)
    decided = of_findings(records, seen)
    tried = [check for check, held in results if held is not None and check.numeric]
    # what was asked about stays likely to be so when a slip beside it changes what it sees
    spoken_of = {row["finding"] for name in ("acceptances", "questions") for row in records[name].values()}
    network = Network(tried, values, texts, spoken_of)
    explanations = localise(network) if violated else []
    because = {id: tuple(each for each in explanations if id in each.explains) for id in seen}
    findings = [
        Finding(check, *check.sides(values), seen[check.id], because[check.id], decided.get(check.id))
        for check in violated
    ]
    untested = tuple(check for check, held in results if held is None)
    return Audit(tuple(all_checks), tuple(findings), untested, texts)


def _lacking(check: Check, values: Values, records: Records) -> Check | None:
    """The check as a violated one where its cells do not give the figure that is stated; None where they do, or all are 0."""
    if not check.states or values[check.cells[0]] is None or check.sides(values)[1] is not None:
        return None
    empty = [cell for cell in check.cells[1:] if values[cell] is None and cell[1] in records[cell[0]]]
    known = {values[cell] for cell in check.cells}
    if not empty and (None in known or known == {0}):
        return None  # of another period, or nothing after nothing
    why = f"còn trống: {', '.join(figure_of(cell, records) for cell in empty)}" if empty else _UNDEFINED
    words = f"báo cáo nêu {_shown(values[check.cells[0]], check)}, nhưng {why}"
    cells = (*empty, *(cell for cell in check.cells if cell not in empty))
    return replace(
        check, cells=cells, holds=lambda values: False, numeric=False, states="", detail=lambda values: words
    )


def _seen(check: Check, values: Values) -> str:
    """What does not agree: the two sides, or what a rule about several figures or a register says."""
    left, right = check.sides(values)
    if left is None or right is None:
        return check.detail(values) or check.rule.statement
    return check.detail(values) or f"{_shown(left, check)} {_UNLIKE.get(check.relation, '≠')} {_shown(right, check)}"


def numeric_cells(records: Records) -> dict[Cell, str]:
    """Every number that an edition states, as written."""
    return {
        (table, line, field.name): row[field.name]
        for table in records
        if table not in _WITHOUT_FACTS
        for field in TABLES[table].columns.values()
        if field.kind == "number" and field.name not in _UNCHECKED
        for line, row in records[table].items()
        if row[field.name]
    }


def numbers(records: Records) -> dict[Cell, float | None]:
    """Every cell of a number column, of the periods compared with too; None for an empty one, and for "no such row" (line 0)."""
    values: dict[Cell, float | None] = {}
    compared = {id(other): other for other in records.before.values()}  # one period may have several names
    for each in (*compared.values(), records):
        for table in each:
            for column in (column.name for column in TABLES[table].columns.values() if column.kind == "number"):
                values[table, 0, column] = None
                for line, row in each[table].items():
                    values[table, line, column] = float(row[column]) if row[column] else None
    return values


# -- the result in plain data, for the notebook, the terminal and machines ---------------------------------------------


PlainFinding: TypeAlias = dict[str, Any]  # what `_finding` gives; number, office, words: given later
Summary: TypeAlias = dict[str, Any]  # what `summary` gives; period, gaps: given later


def summary(result: Audit, records: Records) -> Summary:
    """What people and machines read of an audit: counts, findings with proposals, unguarded cells. JSON-ready."""
    kinds: dict[str, dict[str, int]] = {}
    violated = {finding.id for finding in result.findings}
    untested = {check.id for check in result.untested}
    values = numbers(records)
    for check in result.checks:
        counts = kinds.setdefault(check.rule.kind, {"checks": 0, "passed": 0, "violated": 0, "untested": 0})
        counts["checks"] += 1
        counts["violated" if check.id in violated else "untested" if check.id in untested else "passed"] += 1
    observed = [cell for cell in result.texts if TABLES[cell[0]].observations]
    return {
        "figures": len(result.texts),
        "guarded": len(result.guarded),
        "rules": len({(check.rule.file, check.rule.line) for check in result.checks}),
        "checks": len(result.checks),
        "untested": len(result.untested),
        "kinds": kinds,
        "findings": numbered([_finding(finding, result, records, values) for finding in result.findings]),
        "empty": [table.name for table in TABLES.values() if fact_columns(table) and not records[table.name]],
        "unguarded": [place(cell) for cell in result.unguarded if not TABLES[cell[0]].observations],
        "observations": Counter(f"{table}.{column}" for table, _, column in observed),
    }


def place(cell: Cell) -> str:
    """A cell in writing: `table:line:column`."""
    return ":".join(map(str, cell))


def _finding(finding: Finding, result: Audit, records: Records, values: Values) -> PlainFinding:
    check, doubtful = finding.check, finding.doubtful
    return {
        "id": finding.id,
        "kind": check.rule.kind,
        "severity": check.rule.severity,
        "statement": check.rule.statement,
        "rule": f"{check.rule.file}:{check.rule.line}",
        "check": check.text,
        "left": _shown(finding.left, check),
        "right": _shown(finding.right, check),
        "unit": "" if check.unit == "ratio" else check.unit,
        "detail": check.detail(values),
        "cells": [place(cell) for cell in check.cells],
        "suspects": [place(cell) for cell in finding.suspects],
        "doubtful": [place(cell) for cell in (*doubtful, *result.tied(doubtful))],
        "parts": [[place(cell) for cell in part] for part in check.parts],
        "proposals": [_proposal(explanation, records) for explanation in finding.explanations[:4]],
        "equally_good": len(finding.explanations) > 1
        and finding.explanations[0].rank == finding.explanations[1].rank
        and len(finding.explanations[0].explains) == len(finding.explanations[1].explains),
        "states": check.states,
        "cause": check.cause,
        "numeric": check.numeric,
        "vague": check.vague,
        "relation": _UNLIKE.get(check.relation, "≠"),
        "seen": finding.seen,
        "state": finding.decision.kind if finding.decision else "open",
        "decision": asdict(finding.decision) if finding.decision else {},
    }


def numbered(findings: list[PlainFinding]) -> list[PlainFinding]:
    """Findings in the order of their numbers; those of one cause share a number: one change or one answer would settle them, or their checks say so.

    The number of a finding is the same on every page, in the annex and on the terminal: errors first, of these what
    somebody can act on, for a cell is proposed or an office was asked; accepted last.
    """
    found: dict[str, list[PlainFinding]] = {}
    for finding in findings:
        changes = [(each["cell"], each["new"]) for proposal in finding["proposals"][:1] for each in proposal["changes"]]
        decided = finding["decision"].get("words", "")  # one question, or one reason why what breaks one rule may stay
        same = f"{finding['rule']} {decided}" if finding["state"] == "accepted" else decided
        one = str(changes or finding["cause"] or same or finding["id"])
        found.setdefault(one, []).append(finding)
    groups = sorted(
        found.values(),
        key=lambda group: (
            all(finding["state"] == "accepted" for finding in group),
            all(finding["severity"] == "warning" for finding in group),
            not any(finding["proposals"] or finding["state"] == "asked" for finding in group),
        ),
    )
    return [{**finding, "number": number} for number, group in enumerate(groups, 1) for finding in group]


def by_number(findings: list[PlainFinding]) -> list[list[PlainFinding]]:
    """The findings of a summary, those of one number together."""
    return [list(group) for _, group in groupby(findings, key=itemgetter("number"))]


def _shown(value: float | None, check: Check) -> str:
    """A side of a check at the decimals that tell the two sides apart."""
    if value is None:
        return ""
    enough = check.decimals if value == round(value, check.decimals) else max(2, check.decimals)
    decimals = 0 if value == round(value) else enough
    return number(Decimal(repr(value)), decimals)


def _proposal(explanation: Explanation, records: Records) -> dict[str, Any]:
    about = {"cell": place(explanation.cell), "figure": figure_of(explanation.cell, records)}
    named = about | {"old": explanation.old, "new": explanation.new, "reason": explanation.reason}
    return {"changes": [named], "explains": list(explanation.explains)}


def figure_of(cell: Cell, records: Records) -> str:
    """The cell in the words of the tables, as `corrections.csv` names it."""
    table, line, column = cell
    row = records.row(table, line)
    own = line in records[table] or table == "periods"
    return TABLES[table].place(row, column, "" if own else row.get("period", ""))
