"""The audit of an edition: every rule tried, what it found, what is probably right, and what nothing guards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from .localise import Explanation, Network, localise
from .rules import Check, checks
from .tables import TABLES
from .terms import Cell, Records

_UNCHECKED = ("order",)  # places in a printed order are not facts
_WITHOUT_FACTS = ("codes", "headings", "rules", "periods", "corrections", "acceptances")


@dataclass(frozen=True)
class Finding:
    """A violated check. `state`: open, or accepted with a reason."""

    check: Check
    left: float | None
    right: float | None
    explanations: tuple[Explanation, ...] = ()
    accepted: str = ""

    @property
    def id(self) -> str:
        return self.check.id

    @property
    def is_open(self) -> bool:
        return not self.accepted

    @property
    def suspects(self) -> tuple[Cell, ...]:
        """The cells that are probably wrong: those of the best explanations; all of the check's if there is none."""
        if not self.explanations:
            return self.check.cells
        best = self.explanations[0].rank[0], len(self.explanations[0].explains)
        alike = [e for e in self.explanations if (e.rank[0], len(e.explains)) == best]
        return tuple(dict.fromkeys(change.cell for explanation in alike for change in explanation.changes))


@dataclass(frozen=True)
class Audit:
    """What the rules said of an edition's records."""

    checks: tuple[Check, ...]
    findings: tuple[Finding, ...]
    untested: tuple[Check, ...]
    texts: Mapping[Cell, str] = field(repr=False)

    @property
    def open(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.is_open]

    @cached_property
    def guarded(self) -> set[Cell]:
        """The numeric cells that at least one rule reaches."""
        return {cell for check in self.checks for cell in check.cells} & self.texts.keys()

    @property
    def unguarded(self) -> list[Cell]:
        return [cell for cell in self.texts if cell not in self.guarded]


def audit(records: Records, only: Iterable[Cell] | None = None) -> Audit:
    """Try every rule on an edition's records and localise what is violated.

    records: table → line → column → text, of one period, corrections applied.
    only: look no further than the checks connected with these cells (what a section has read).
    Raises InputError for rules that cannot be read.
    """
    texts = numeric_cells(records)
    values = _values(records)
    all_checks = checks(records)
    if only is not None:
        wanted = set(only)
        all_checks = [check for check in all_checks if wanted & set(check.cells)]
    results = [(check, check.holds(values)) for check in all_checks]
    network = Network([check for check, held in results if held is not None and check.numeric], values, texts)
    explanations = localise(network) if any(held is False for _, held in results) else []
    accepted = {row["finding"]: row["reason"] for row in records["acceptances"].values()}
    findings = [
        Finding(check, *check.sides(values), tuple(e for e in explanations if check.id in e.explains), accepted.get(check.id, ""))
        for check, held in results
        if held is False
    ]
    return Audit(tuple(all_checks), tuple(findings), tuple(check for check, held in results if held is None), texts)


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


def _values(records: Records) -> dict[Cell, float | None]:
    """Every cell of a number column; None for an empty one, and for "no such row" (line 0)."""
    columns = [(table, column.name) for table in records for column in TABLES[table].columns.values() if column.kind == "number"]
    values: dict[Cell, float | None] = {(table, 0, column): None for table, column in columns}
    for table, column in columns:
        values.update({(table, line, column): float(row[column]) if row[column] else None for line, row in records[table].items()})
    return values

