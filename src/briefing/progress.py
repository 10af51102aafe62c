"""Progress on the terminal: a line for each section or edition as it ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpers.i18n import _

from .terminal import results, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .build.batch import Outcome
    from .build.notebook_runner import Result


def section_ended(result: Result) -> None:
    word = _("failed") if result.error else _("done")
    say(f"{word:>9} {result.seconds:5.1f} s  {result.section.label}")


def edition_ended(outcome: Outcome, number: int, total: int) -> None:
    say(f"{number}/{total} {_line(outcome)}")


def _line(outcome: Outcome) -> str:
    order = outcome.order
    what = {"built": _("built"), "unchanged": _("unchanged"), "failed": _("failed")}[outcome.result]
    return f"{what:>9} {outcome.seconds:5.1f} s  {order.period}  {order.out}  {outcome.reason}".rstrip()


def print_summary(outcomes: Sequence[Outcome]) -> None:
    """What became of each edition, and how many of each kind."""
    results(map(_line, sorted(outcomes, key=lambda outcome: (outcome.result, str(outcome.order.out)))))
    counts = {kind: sum(outcome.result == kind for outcome in outcomes) for kind in ("built", "unchanged", "failed")}
    results([_("{built} built, {unchanged} unchanged, {failed} failed", **counts)])
