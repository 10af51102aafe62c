"""Progress on the terminal: a line for each section or edition as it ends, and on a terminal a bar below them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from helpers.i18n import _

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from .build.batch import Outcome
    from .build.notebook_runner import Result
    from .sections import Section

_WORDS = {"done": _("done"), "built": _("built"), "unchanged": _("unchanged"), "failed": _("failed")}
_COLOURS = {"done": "green", "built": "green", "failed": "red"}


class Progress:
    """A line for each step that ended, with its time, and how many are left. Nothing to do prints nothing."""

    _bar: Bar | None = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar:
            self._bar.stop()

    def start(self, what: str, total: int) -> None:
        from rich import progress
        from rich.console import Console

        columns = (
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TimeElapsedColumn(),
            progress.TextColumn(_("left")),
            progress.TimeRemainingColumn(),
        )
        self._bar = progress.Progress(*columns, console=Console(file=sys.stderr, highlight=False), transient=True)
        self._task = self._bar.add_task(what, total=total)
        self._bar.start()

    def sections(self, stale: dict[Section, str]) -> None:
        self.start(_("Sections"), len(stale))

    def section(self, result: Result) -> None:
        self._step("failed" if result.error else "done", result.seconds, result.section.label)

    def edition(self, outcome: Outcome) -> None:
        self._step(outcome.result, outcome.seconds, f"{outcome.order.period}  {outcome.order.out}")

    def _step(self, state: str, seconds: float, label: str) -> None:
        mark = f"[{_COLOURS.get(state, 'default')}]{_WORDS[state]:>9}[/]"
        if self._bar:
            self._bar.console.print(f"{mark} {seconds:5.1f} s  {label}", soft_wrap=True)
            self._bar.advance(self._task)


def print_summary(outcomes: list[Outcome]) -> None:
    """A table of what became of each edition, and how many of each kind."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in (_("result"), _("period"), _("output"), _("seconds"), _("reason")):
        table.add_column(heading, justify="right" if heading == _("seconds") else "left", overflow="fold")
    for outcome in sorted(outcomes, key=lambda outcome: (outcome.result, str(outcome.order.out))):
        seconds = f"{outcome.seconds:.1f}" if outcome.seconds else ""
        table.add_row(_WORDS[outcome.result], outcome.order.period, str(outcome.order.out), seconds, outcome.reason)
    console = Console(highlight=False, markup=False, soft_wrap=False)
    console.print(table)
    counts = {kind: sum(outcome.result == kind for outcome in outcomes) for kind in ("built", "unchanged", "failed")}
    console.print(_("{built} built, {unchanged} unchanged, {failed} failed", **counts))
