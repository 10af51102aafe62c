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
what is wrong, "" where it holds. `records.tables["documents"]` is how a table is declared, `parse(text, records.tables)` reads
an expression.
"""

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
from .check_model import Check, Rule
from .numeric_formulas import Cell

SEVERITIES = ("error", "warning")
Found: TypeAlias = tuple[str, Iterable[Cell], str]
Function: TypeAlias = Callable[[Records], Iterable[Found]]


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
    label, named, wrong = found
    cells = tuple(dict.fromkeys(named))
    for table, line, column in cells:
        records.row(table, line)[column]  # which has to be there
    return Check.of_words(rule, label, cells, wrong)


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
