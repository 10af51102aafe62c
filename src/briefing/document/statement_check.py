"""Every statement of the period is printed, and printed once: one that no notebook asks for would vanish silently.

One that was carried over and that nobody has looked at is marked; a final copy is refused while there is one.
"""

from collections import Counter
from dataclasses import replace

from helpers.editions import Edition
from helpers.errors import Problem, refuse
from helpers.i18n import _
from helpers.values.blocks import inlines_of
from helpers.values.markup import says_nothing

from .annotate import printed
from .model import Annotation, Document, runs

UNCONFIRMED = "chưa rà soát"


def check_statements(made: Document, edition: Edition) -> None:
    """Refuse statements that stand nowhere, unless `prose` had no figure to print, or stand several times."""
    said = (run for _, block in made.parts() for run in runs(block))
    found = Counter(of for run in said for of in {getattr(each, "of", "") for each in inlines_of(run)})
    problems = []
    for line, filled in edition.all_statements().items():
        times = found[edition.statement_id(line)]
        if times > 1 or (not times and filled and not says_nothing(filled)):
            problems.append(_problem(edition, line, repeated=times > 1))
    refuse(problems)


def with_unconfirmed(made: Document, edition: Edition) -> Document:
    """The document with a mark for the reviewer behind the statements that are the period before's."""
    last = {one.node.of: one.target for one in printed(made) if getattr(one.node, "of", "")}
    names = map(edition.statement_id, edition.unconfirmed())
    marks = (Annotation(last[name], "unconfirmed", UNCONFIRMED) for name in names if name in last)
    return replace(made, annotations=(*made.annotations, *marks))


def _problem(edition: Edition, line: int, repeated: bool) -> Problem:
    row = edition.row("statements", line)
    call = f'edition.statements("{row["section"]!s}", topic="{row["topic"]!s}")'
    expected = _("a topic that a section prints; none does")
    remedy = _("Print {call} in a notebook, or correct section and topic.", call=call)
    if repeated:
        expected = _("a topic that one place of the report prints; several do")
        remedy = _("Leave one of the cells that print {call}.", call=call)
    topic = str(row["topic"])
    return Problem(
        "statements.csv",
        line,
        "topic",
        topic,
        expected,
        remedy,
        code="duplicate_name" if repeated else "unprinted_topic",
    )
