"""Every statement of the period is printed, and printed once: what nobody asks for would vanish without a word."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ...data.problems import InputError, Problem
from ...editions import Edition
from ...prose import says_nothing
from .tree import Tree

if TYPE_CHECKING:
    from ..order import Order


def check_statements(made: Tree, order: Order) -> None:
    """Refuse the document if a statement of the period stands in it nowhere or several times.

    A statement whose figures are all missing is left out by `prose`, so it need not be there. Raises InputError.
    """
    edition = Edition(order.period, order.data, checked=True)
    marks = Counter(element.get("data-cells") for element in made.body.iter("span"))
    problems = []
    for line, filled in edition.all_statements().items():
        mark = f"statements:{line}:text"
        pieces = filled.count(f'"{mark}"')  # the words between its figures and documents, each with its source
        if marks[mark] != pieces and not (says_nothing(filled) and not marks[mark]):
            problems.append(_problem(edition, line, marks[mark] > pieces))
    if problems:
        raise InputError(problems)


def _problem(edition: Edition, line: int, repeated: bool) -> Problem:
    row = edition.row("statements", line)
    call = f'edition.statements("{row["section"]!s}", topic="{row["topic"]!s}")'
    return Problem(
        "statements.csv",
        line,
        "topic",
        str(row["topic"]),
        f"a topic of section {row['section']!s} that "
        + (
            "a notebook prints once; it is printed several times" if repeated else "a notebook prints; none prints this"
        ),
        f"Leave one {call} in the notebooks."
        if repeated
        else f"Print it with {call}, or correct its section or topic.",
    )
