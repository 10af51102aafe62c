"""Progress on the terminal: each section as it ends, with its time, and how many are left."""

from __future__ import annotations

import sys

from .execution import Result
from .sections import Section


class Progress:
    """A line for each section that ended; on a terminal also a bar below them. Nothing to run prints nothing."""

    def __enter__(self) -> Progress:
        self._bar = None
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar:
            self._bar.stop()

    def start(self, stale: dict[Section, str]) -> None:
        from rich import progress
        from rich.console import Console

        console = Console(file=sys.stderr, highlight=False)
        columns = (
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.MofNCompleteColumn(),
            progress.TimeElapsedColumn(),
        )
        self._bar = progress.Progress(*columns, console=console, transient=True)
        self._task = self._bar.add_task("Sections", total=len(stale))
        self._bar.start()

    def step(self, result: Result) -> None:
        mark = "[red]failed[/red]" if result.error else "[green]  done[/green]"
        self._bar.console.print(f"{mark} {result.seconds:5.1f} s  {result.section.label}", soft_wrap=True)
        self._bar.advance(self._task)
