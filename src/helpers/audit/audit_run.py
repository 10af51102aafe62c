"""The audit of an edition: every rule tried, what it found, what is probably right, and what nothing guards."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, TypeAlias

from ..data.code_validity import RULES, Validity
from ..data.indexed_rows import Records
from ..values.vietnamese import number
from .check_model import Check
from .decisions import of_findings
from .error_localisation import Explanation, Network, localise
from .numeric_formulas import Cell, Values, Written
from .plausibility import fact_columns
from .ruleset import checks

_UNCHECKED = ("order",)  # places in a printed order are not facts
_WITHOUT_FACTS = ("codes", "headings", "rules", "periods", "corrections", "acceptances", "questions", "offices")
PlainFinding: TypeAlias = dict[str, Any]  # what `_finding` gives; number, office, words: given later
Summary: TypeAlias = dict[str, Any]  # what `audit` gives; period, gaps: given later
_UNLIKE = {"=": "≠", "<=": ">", ">=": "<", "~": "khác cỡ"}  # what a violated relation is


def valid_checks(records: Records, others: Iterable[Check] = ()) -> list[Check]:
    """Every check whose rule holds in the period."""
    validity = Validity(records["validity"])
    return [check for check in [*checks(records), *others] if validity.holds(RULES, check.rule.id, records.period)]


def audit(records: Records, others: Iterable[Check] = ()) -> Summary:
    """Try every rule on an edition's records, and `others`, and localise what is violated.

    What people and machines read of it: counts, findings with proposals, unguarded cells. JSON-ready.
    """
    texts, values = numeric_cells(records), Written(records)
    every = valid_checks(records, others)
    results = [(check, check.holds(values)) for check in every]
    violated = {check.id: check for check, held in results if held is False}
    seen = {id: _seen(check, values) for id, check in violated.items()}
    decided = {id: {"state": each.kind, "decision": asdict(each)} for id, each in of_findings(records, seen).items()}
    # what was asked about stays likely to be so when a slip beside it changes what it sees
    spoken_of = {row["finding"] for name in ("acceptances", "questions") for row in records[name].values()}
    tried = [check for check, held in results if held is not None and check.numeric]
    explanations = localise(Network(tried, values, texts, spoken_of, records.tables)) if violated else []
    # two cells that are one fact, stated twice
    equal = (check for check in tried if check.rule.kind == "equality" and check.relation == "=")
    pairs = [check.cells for check in equal if len(check.cells) == 2 and check.id not in violated]
    findings = [
        _finding(check, values, [each for each in explanations if id in each.explains], pairs, records)
        | {"seen": seen[id], "state": "open", "decision": {}}
        | decided.get(id, {})
        for id, check in violated.items()
    ]
    aside = ("format", "proofreading")  # neither that a cell has a form nor that words follow it guards a number
    guarded = {cell for check in every if check.rule.kind not in aside for cell in check.cells} & texts.keys()
    observed = [cell for cell in texts if records.tables[cell[0]].observations]
    return {
        "figures": len(texts),
        "guarded": len(guarded),
        "rules": len({(check.rule.file, check.rule.line) for check in every}),
        "checks": len(every),
        "untested": sum(held is None for _, held in results),
        "agreeing": sum(held is True and check.rule.file == "controls.csv" for check, held in results),
        "findings": numbered(findings),
        "empty": [table.name for table in records.tables.values() if fact_columns(table) and not records[table.name]],
        "unguarded": [place(cell) for cell in texts if cell not in guarded and cell not in observed],
        "observations": Counter(f"{table}.{column}" for table, _, column in observed),
    }


def _suspects(check: Check, because: list[Explanation], single: list[Cell]) -> list[Cell]:
    """The cells that are probably wrong: those of the best explanations; none if there is no explanation.

    single: the numbers that the check compares and that are one cell. Where nothing but this check speaks for a slip, they may
    be wrong as well.
    """
    ranks = [(each.rank[0], len(each.explains)) for each in because]
    found = dict.fromkeys(each.cell for each, rank in zip(because, ranks, strict=True) if rank == ranks[0])
    explained = ranks[0][1] if ranks else 1
    if found and explained == 1:
        found |= dict.fromkeys(single)
    if check.rule.kind == "growth" and len(check.cells) == 3 and explained == 1:
        found |= dict.fromkeys(check.cells[:2])  # nothing else says whether the growth or its number is wrong
    return [*found]


def _tied(cells: Collection[Cell], pairs: Sequence[tuple[Cell, ...]]) -> list[Cell]:
    """Cells with those that state the same facts, as rules of equality that hold say: they are in doubt together."""
    found = dict.fromkeys(cells)
    while more := [cell for pair in pairs if not found.keys().isdisjoint(pair) for cell in pair if cell not in found]:
        found |= dict.fromkeys(more)
    return [*found]


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
        for field in records.tables[table].columns.values()
        if field.kind == "number" and field.name not in _UNCHECKED
        for line, row in records[table].items()
        if row[field.name]
    }


# -- the result in plain data, for the notebook, the terminal and machines ---------------------------------------------


def place(cell: Cell) -> str:
    """A cell in writing: `table:line:column`."""
    return ":".join(map(str, cell))


def _finding(
    check: Check, values: Values, because: list[Explanation], pairs: Sequence[tuple[Cell, ...]], records: Records
) -> PlainFinding:
    left, right = check.sides(values)
    named = ((part[0], records.tables[part[0][0]].columns[part[0][2]]) for part in check.parts if len(part) == 1)
    single = [cell for cell, field in named if field.kind == "number"]
    suspects = _suspects(check, because, single)
    alike = [(each.rank, len(each.explains)) for each in because[:2]]
    return {
        "id": check.id,
        "kind": check.rule.kind,
        "severity": check.rule.severity,
        "statement": check.rule.statement,
        "rule": f"{check.rule.file}:{check.rule.line}",
        "check": check.text,
        "left": _shown(left, check),
        "right": _shown(right, check),
        "units": ["" if unit == "ratio" else unit for unit in (check.unit, check.other_unit or check.unit)],
        "detail": check.detail(values),
        "cells": [place(cell) for cell in check.cells],
        "suspects": [place(cell) for cell in suspects],
        "doubtful": [place(cell) for cell in _tied(suspects or single, pairs)],  # of which each by itself is in doubt
        "parts": [[place(cell) for cell in part] for part in check.parts],
        "proposals": [_proposal(explanation, records) for explanation in because[:4]],
        "equally_good": len(alike) > 1 and alike[0] == alike[1],
        "states": check.states,
        "cause": check.cause,
        "numeric": check.numeric,
        "of_cell": check.of_cell,
        "relation": _UNLIKE.get(check.relation, "≠"),
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
    return records.tables[table].place(row, column, "" if own else row.get("period", ""))
