"""What several commands take: a period, folders, formats. Each has one meaning and one help, whichever command it stands in."""

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from helpers.data.reporting_period import KEY
from helpers.i18n import Message, _
from helpers.project import here, use

from .document.formats import FORMATS
from .order import Order
from .terminal import say


class Command(click.Command):
    """A command, which the list of commands shows with the first sentence of its help."""

    @property
    def line(self) -> str:
        return (self.help or "").strip().splitlines()[0].rstrip(".")


class Group(Command, click.Group):
    """A command of several, each with its own options."""


as_json = click.option(  # `cli.run` looks whether it is there
    "--json", is_flag=True, expose_value=False, help=_("print the result as JSON, all else on stderr")
)


def command(of: Group | None = None) -> Callable[[Callable[..., Any]], Command]:
    """Make a command of a function: its docstring is the help, what it gives the `Result` (nothing: done).

    Its name is that of its module, or of the function where it is one of a group.
    """

    def made(run: Callable[..., Any]) -> Command:
        name = run.__name__.rstrip("_") if of else run.__module__.rpartition(".")[2]
        about = Message(inspect.getdoc(run) or "?")
        new: Command = click.command(cls=Command, name=name, help=about, options_metavar=_("[OPTIONS]"))(
            project(as_json(run))
        )
        if of:
            of.add_command(new)
        return new

    return made


def group(name: str, about: str) -> Group:
    """A command of several; `command(of=…)` adds one."""
    made: Group = project(
        Group(name, help=about, options_metavar=_("[OPTIONS]"), subcommand_metavar=_("COMMAND [ARGS]..."))
    )
    return made


def _folder(parameter: str, about: str, ready: Callable[[Path | None], Path] | None) -> Callable[..., Any]:
    """ready: makes a folder of what is typed; None: left as it was typed."""
    return click.option(
        f"--{parameter}", type=click.Path(path_type=Path), metavar=_("DIR"), help=about,
        callback=lambda _context, _parameter, value: ready(value) if ready else value,
    )  # fmt: skip


def words(*names: str, metavar: str, told: str, multiple: bool = False) -> Callable[..., Any]:
    """An option that takes words, none unless it is given."""
    return click.option(*names, multiple=multiple, default=() if multiple else "", metavar=metavar, help=told)


def whole(data: Path) -> Path:
    """A data folder in which, as in its project, no killed command has left something half-done."""
    from helpers.data.csv_writer import finish

    if finished := [name for folder in (here().root, here().notebooks, data) for name in finish(folder)]:
        say(_("Finished what a command that was killed had begun to write: {finished}", finished=", ".join(finished)))
    return data


def new_file(_context: click.Context, _parameter: click.Parameter, value: Path | None) -> Path | None:
    """A file that can be written where it is to lie, as a callback of an option."""
    if value and value.is_dir():
        raise click.BadParameter(_("{value!r} is a folder: name a file in it", value=str(value)))
    if value and not value.parent.is_dir():
        raise click.BadParameter(
            _("{value!r} lies in no folder: make {parent} first", value=str(value), parent=value.parent)
        )
    return value


def folder(_context: click.Context, _parameter: click.Parameter, value: Path | None) -> Path | None:
    """A folder in which a file is to be written, as a callback of an option."""
    if value and not value.is_dir():
        raise click.BadParameter(_("{value!r} is no folder: make it first", value=str(value)))
    return value


FILE = click.Path(path_type=Path)
project = click.option(
    "--project", type=FILE, metavar=_("DIR"), is_eager=True, expose_value=False,
    callback=lambda _context, _parameter, value: value and use(value),
    help=_("the project; default: the one around the working folder"),
)  # fmt: skip


def _given(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """A period that is named has a name: that of an empty variable of a shell is not the newest."""
    if not value and context.get_parameter_source(parameter.name or "") is click.core.ParameterSource.COMMANDLINE:
        raise click.BadParameter(_("expected a period, or nothing for the newest; it is empty"))
    return value


named_period = click.option(
    "-p", "--period", default="", callback=_given, metavar=_("PERIOD"), help=_("default: the newest")
)


def period(run: Callable[..., Any]) -> Callable[..., Any]:
    """The period that a command is about: its only word, or --period."""

    @wraps(run)
    def of_one(period: str, word: str, **others: Any) -> Any:
        return run(period=_only(word, period), **others)

    return click.argument("word", default="", callback=_given, metavar=_("[PERIOD]"))(named_period(of_one))


def _only(*named: str) -> str:
    """The period that is named, however often; empty: none."""
    one, *others = [*dict.fromkeys(filter(None, named))] or [""]
    if others:
        raise click.UsageError(_("two periods, {one} and {other}: name one", one=one, other=others[0]))
    return one


_DATA = "data", _("folder of the CSVs; default: the project's data/")
_OUT = "out", _("folder of the editions; default: the project's reports/")


def _data(typed: Path | None) -> Path:
    return whole(typed or here(checkout=False).data)


def _out(typed: Path | None) -> Path:
    return typed or here().reports


data, out = _folder(*_DATA, _data), _folder(*_OUT, _out)
by = click.option(
    "--by", default="", metavar=_("NAME"), help=_("who decides, signs or gives a reason: it is written down")
)
everything = click.option("--all", "everything", is_flag=True, help=_("show every row, not one screen"))
final = click.option(
    "--final", is_flag=True, help=_("the copy that is sent: refused while errors are open, without marks and annex, not marked as a draft")
)  # fmt: skip
apart = click.option(
    "--appendices-apart", "apart", is_flag=True,
    help=_("on paper, each appendix in a file of its own, with the place for the issuer's signature"),
)  # fmt: skip


formats = click.option(
    "--format", "formats", multiple=True, type=click.Choice(FORMATS), metavar=_("FORMAT"),
    # the others are made of the same document as the page
    callback=lambda _context, _parameter, value: tuple(dict.fromkeys(["html", *(value or ("html", "pdf"))])),
    help=_("{formats} (repeatable); default: html and pdf", formats=", ".join(FORMATS)),
)  # fmt: skip


def edition(run: Callable[..., Any]) -> Callable[..., Any]:
    """An edition by its period, its data and the folder of editions: given to the command as an `Order`."""
    return period(_ordered(run))


def edition_unsettled(run: Callable[..., Any]) -> Callable[..., Any]:
    """The same, looked up when the command asks: it gets a function that gives the `Order`."""

    @wraps(run)
    def unsettled(period: str, data: Path | None, out: Path | None, **others: Any) -> Any:
        return run(lambda: Order(period, _data(data), _out(out)), **others)

    return period(_folder(*_DATA, None)(_folder(*_OUT, None)(unsettled)))


def edition_named(run: Callable[..., Any]) -> Callable[..., Any]:
    """The same for a command whose words may be periods that it is not about: the period is an option."""
    return named_period(_ordered(run))


def edition_among(words: str) -> Callable[..., Callable[..., Any]]:
    """An edition whose period stands among words of the command's own, sections or files: it is the one of that form."""

    def among(run: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(run)
        def of_words(period: str, **others: Any) -> Any:
            periods = [str(each) for each in others[words] if KEY.fullmatch(str(each))]
            others[words] = tuple(each for each in others[words] if str(each) not in periods)
            if not others[words]:
                raise click.UsageError(_("only a period is named, {period}: of what, see --help", period=periods[0]))
            return run(period=_only(*periods, period), **others)

        return named_period(of_words)

    return lambda run: among(_ordered(run))


def _ordered(run: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(run)
    def ordered(period: str, data: Path, out: Path, **others: Any) -> Any:
        return run(Order(period, data, out), **others)

    made: Callable[..., Any] = data(out(ordered))
    return made
