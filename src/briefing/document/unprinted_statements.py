"""Every statement of the period is printed: one that no notebook asks for would vanish silently."""

from helpers.editions import Edition
from helpers.errors import Problem, refuse
from helpers.i18n import _
from helpers.values.blocks import inlines_of
from helpers.values.display_bundle import says_nothing

from .model import Document, runs


def check_statements(made: Document, edition: Edition) -> None:
    """Refuse statements that stand nowhere, unless `prose` had no figure to print."""
    said = {
        each.of for _, block in made.parts() for run in runs(block) for each in inlines_of(run) if hasattr(each, "of")
    }
    refuse(
        _problem(edition, line)
        for line, filled in edition.all_statements().items()
        if filled and edition.statement_id(line) not in said and not says_nothing(filled)
    )


def _problem(edition: Edition, line: int) -> Problem:
    row = edition.row("statements", line)
    topic = str(row["topic"])
    expected = _("a topic that a section prints; none does")
    call = f'edition.statements("{row["section"]!s}", topic="{topic}")'
    remedy = _("Print {call} in a notebook, or correct section and topic.", call=call)
    return Problem("statements.csv", line, "topic", topic, expected, remedy, code="unprinted_topic")
