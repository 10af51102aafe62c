"""What several commands take: a period, folders, formats. Each has one meaning and one help, whichever command it stands in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from helpers.project import here, use

from .document.formats import FORMATS
from .order import Order
from .terminal import say

STEPS = {  # of an edition's cycle, in their order: a command belongs to one
    "begin": "Begin a period",
    "collect": "Collect numbers",
    "check": "Check and decide",
    "build": "Write and build",
    "review": "Review",
    "send": "Sign and publish",
    "many": "Many editions",
    "project": "The project",
}


class Command(click.Command):
    """A command and the step of the cycle under which the list of commands shows it."""

    step: str

    @property
    def line(self) -> str:
        """The first sentence of its help, for the list."""
        return (self.help or "").strip().splitlines()[0].rstrip(".")


def command(step: str) -> Callable[[Callable[..., Any]], Command]:
    """Make a command of a function: its docstring is the help, what it gives the exit code (nothing is 0)."""

    def made(run: Callable[..., Any]) -> Command:
        of = click.command(cls=Command, name=run.__module__.rpartition(".")[2].rstrip("_"))(project(run))
        of.step = step
        return of

    return made


def _use(_context: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
    if value:
        use(value)


def _folder(
    parameter: str, about: str, default: Callable[[], Path], ready: Callable[[Path], Path] = Path
) -> Callable[..., Any]:
    return click.option(
        f"--{parameter}", type=click.Path(path_type=Path), metavar="DIR", help=about,
        callback=lambda _context, _parameter, value: ready(value or default()),
    )  # fmt: skip


def _whole(data: Path) -> Path:
    """A data folder in which no killed command has left something half-done."""
    from helpers.data.updating import finish

    if finished := finish(data):
        say(f"Finished what a command that was killed had begun to write: {', '.join(finished)}")
    return data


def new_file(_context: click.Context, _parameter: click.Parameter, value: Path | None) -> Path | None:
    """A file that can be written where it is to lie, as a callback of an option."""
    if value and value.is_dir():
        raise click.BadParameter(f"{str(value)!r} is a folder: name a file in it")
    if value and not value.parent.is_dir():
        raise click.BadParameter(f"{str(value)!r} lies in no folder: make {value.parent} first")
    return value


FILE = click.Path(path_type=Path)
project = click.option(
    "--project", type=FILE, metavar="DIR", is_eager=True, expose_value=False, callback=_use,
    help="the project; default: the one around the working folder",
)  # fmt: skip
period = click.argument("period", default="", metavar="[PERIOD]")
named_period = click.option("--period", default="", metavar="PERIOD", help="default: the newest")
data = _folder("data", "folder of the CSVs; default: the project's data/", lambda: here().data, _whole)
out = _folder("out", "folder of the editions; default: the project's reports/", lambda: here().reports)
as_json = click.option("--json", "as_json", is_flag=True, help="print the result as JSON")
final = click.option(
    "--final", is_flag=True, help="the copy that is sent: refused while errors are open, without marks and annex, not marked as a draft"
)  # fmt: skip
apart = click.option(
    "--appendices-apart", "apart", is_flag=True,
    help="on paper, each appendix in a file of its own, with the place for the issuer's signature",
)  # fmt: skip


def _with_html(_context: click.Context, _parameter: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(["html", *(value or ("html", "pdf"))]))  # the others are made of the same document


formats = click.option(
    "--format", "formats", multiple=True, type=click.Choice(FORMATS), metavar="FORMAT", callback=_with_html,
    help=f"{', '.join(FORMATS)} (repeatable); default: html and pdf",
)  # fmt: skip


def edition(run: Callable[..., Any]) -> Callable[..., Any]:
    """An edition by its period, its data and the folder of editions: given to the command as an `Order`."""
    return period(_ordered(run))


def edition_named(run: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a command whose words are something else: the period is an option."""
    return named_period(_ordered(run))


def _ordered(run: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(run)
    def ordered(period: str, data: Path, out: Path, **others: Any) -> Any:
        return run(Order(period, data, out), **others)

    return data(out(ordered))
