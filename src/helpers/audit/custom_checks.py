"""What must hold of one report alone: functions beside its notebooks (`checks.py`), tried as the rules of rules.csv are.

    from helpers.audit.custom_checks import check

    @check(severity="warning", kind="bounds")
    def documents_dated(records):
        \"\"\"Văn bản của kỳ báo cáo phải có ngày\"\"\"
        for line, row in records["documents"].items():
            wrong = "" if row["date"] else f"văn bản {row['number']} chưa có ngày"
            yield f"document={row['document']}", [("documents", line, "date")], wrong

The name is that of the rule, the first line of the docstring what must hold. It is given the rows of every table of the
period, by table and line of the CSV, and yields for each instance its label, the cells concerned (table, line, column) and
what is wrong, "" where it holds; or `Ranges`, of cells that state one number.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

from ..data.indexed_rows import Records
from ..errors import wrong_input
from ..i18n import _
from ..project import CHECKS
from .check_model import Check, Ends, Rule, Sides
from .numeric_formulas import Cell, Values

SEVERITIES = ("error", "warning")
Found: TypeAlias = "tuple[str, Iterable[Cell], str] | Ranges"
Function: TypeAlias = Callable[[Records], Iterable[Found]]


@dataclass(frozen=True)
class Ranges:
    """Cells that state one number in several ways: all the ranges of what it can be have a value in common.

    ranges: the least and the greatest value that each statement allows, for any values of the cells; None where one is missing.
    text, unit: what is the same, and in what. detail: what the values say. parts: the cells of each statement.
    """

    cells: Iterable[Cell]
    ranges: Callable[[Values], list[Ends] | None]
    text: str
    unit: str = ""
    detail: Callable[[Values], str] = lambda values: ""
    parts: tuple[tuple[Cell, ...], ...] = ()
    label: str = ""

    def holds(self, values: Values) -> bool | None:
        found = self.ranges(values)
        return None if found is None else max(low for low, _ in found) <= min(high for _, high in found)

    def sides(self, values: Values) -> Sides:
        """The greatest and the least of the numbers, each in the middle of its range."""
        middles = [sum(ends) / 2 for ends in self.ranges(values) or ()]
        return (round(max(middles)), round(min(middles))) if middles else (None, None)


@dataclass(frozen=True)
class Declared:
    """A function with what is declared of it."""

    rule: Rule
    function: Function


def check(severity: str, kind: str = "equality") -> Callable[[Function], Declared]:
    """Make a function of `checks.py` a check of the report.

    severity: "error" or "warning". kind: a code of the list `rule_kind`. Raises ValueError for another
    severity and for a function without a docstring.
    """
    if severity not in SEVERITIES:
        raise ValueError(_("severity is one of {severities}", severities=", ".join(SEVERITIES)))

    def declared(function: Any) -> Declared:
        statement = (function.__doc__ or "").strip().partition("\n")[0].rstrip(".")
        if not statement:
            raise ValueError(_("{name} needs a docstring that says what must hold", name=function.__name__))
        line = function.__code__.co_firstlineno
        return Declared(Rule(function.__name__, kind, severity, statement, f"notebooks/{CHECKS}", line), function)

    return declared


def custom_checks(records: Records) -> Iterator[Check]:
    """The checks of the project's own. Raises InputError, with file and line, for a function that cannot be tried."""
    if records.project is None:
        return
    path = records.project.notebooks / CHECKS
    kinds = {row["code"] for row in records["codes"].values() if row["list"] == "rule_kind"}
    for each in _declared(path, path.read_bytes()) if path.is_file() else ():
        with _saying_where(path, each.rule.line):
            if kinds and each.rule.kind not in kinds:
                raise ValueError(_("kind is one of {kinds}", kinds=", ".join(sorted(kinds))))
            if each.rule.id in records["rules"].by("rule"):
                raise ValueError(_("rules.csv has a rule {name}, too", name=each.rule.id))
            yield from [_made(found, each.rule, records) for found in each.function(records)]


@cache
def _declared(path: Path, source: bytes) -> list[Declared]:
    with _saying_where(path, 1):
        names: dict[str, Any] = {"__name__": path.stem, "__file__": str(path)}
        exec(compile(source, str(path), "exec"), names)
    return [each for each in names.values() if isinstance(each, Declared)]


def _made(found: Found, rule: Rule, records: Records) -> Check:
    label, named, wrong = (found.label, found.cells, "") if isinstance(found, Ranges) else found
    cells = tuple(dict.fromkeys(named))
    texts = {cell: records.row(*cell[:2])[cell[2]] if cell[1] else "" for cell in cells}  # which have to be there
    if not isinstance(found, Ranges):
        return Check.of_words(rule, label, cells, wrong)
    values = {cell: float(text) if text else None for cell, text in texts.items()}
    if found.holds(values) is False:  # what is said of it, too, is tried where errors have their line
        _tried = found.sides(values), found.detail(values)
    about: dict[str, Any] = {"text": found.text, "unit": found.unit, "detail": found.detail, "parts": found.parts}
    return Check(rule, label, cells, found.holds, found.sides, **about)


@contextmanager
def _saying_where(path: Path, line: int) -> Iterator[None]:
    """What an error in the file is: where it is, and what Python says. line: where nothing else is known."""
    try:
        yield
    except Exception as error:
        inside = [each.lineno for each in traceback.extract_tb(error.__traceback__) if each.filename == str(path)]
        if isinstance(error, SyntaxError) and error.filename == str(path):
            inside.append(error.lineno)
        what = f"{type(error).__name__}: {error}"
        raise wrong_input(
            f"notebooks/{CHECKS}",
            [line, *filter(None, inside)][-1],
            value=what[:200],
            expected=_("a check that can be tried"),
            remedy=_("Correct the function there."),
            code="bad_check",
        ) from error
