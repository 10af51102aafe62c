"""Every statement of the period is printed, and printed once: one that no notebook asks for would vanish silently.

One that was carried over and that nobody has looked at is marked; a final copy is refused while there is one.
"""

from collections import Counter

from lxml.html.builder import E

from helpers.editions import Edition
from helpers.language import _
from helpers.problems import Problem, refuse
from helpers.values.markup import says_nothing

from .marks import put_beside
from .printed import Printed, printed
from .tree import Tree

UNCONFIRMED = "chưa rà soát"


def check_statements(made: Tree, edition: Edition) -> None:
    """Refuse statements that stand nowhere, unless `prose` had no figure to print, or stand several times."""
    found = Counter(one.source for one in _texts(made))
    problems = []
    for line, filled in edition.all_statements().items():
        source = f"statements:{line}:text"
        pieces = filled.count(f'"{source}"')  # its words between figures and documents, each with this source
        if found[source] > pieces or (found[source] < pieces and not says_nothing(filled)):
            problems.append(_problem(edition, line, repeated=found[source] > pieces))
    refuse(problems)


def mark_unconfirmed(made: Tree, edition: Edition) -> None:
    """Mark for the reviewer which statements are the period before's, behind their last words."""
    last = {one.source: one.element for one in _texts(made)}
    for line in edition.unconfirmed():
        if (words := last.get(f"statements:{line}:text")) is not None:
            put_beside(words, E.sup({"class": "flag"}, UNCONFIRMED))


def _texts(made: Tree) -> list[Printed]:
    """Words that are printed from rows, those of statements among them."""
    return [one for one in printed(made.body) if one.element.tag == "span"]


def _problem(edition: Edition, line: int, repeated: bool) -> Problem:
    row = edition.row("statements", line)
    call = f'edition.statements("{row["section"]!s}", topic="{row["topic"]!s}")'
    expected = _("a topic that a section prints; none does")
    remedy = _("Print {call} in a notebook, or correct section and topic.", call=call)
    code = "unprinted_topic"
    if repeated:
        code = "repeated_topic"
        expected = _("a topic that one place of the report prints; several do")
        remedy = _("Leave one of the cells that print {call}.", call=call)
    return Problem("statements.csv", line, "topic", str(row["topic"]), expected, remedy, code=code)
