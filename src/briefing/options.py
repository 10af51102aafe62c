"""What several commands take: a period, folders, formats. Each has one meaning and one help, whichever command it stands in."""

import inspect
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any

import click

from helpers.data.csv_writer import finish
from helpers.data.reporting_period import KEY
from helpers.errors import misused
from helpers.i18n import Message, _
from helpers.project import Project, project_around

from .build_request import BuildRequest
from .document.formats import FORMATS

# `cli.run` looks whether it is there
as_json = click.option("--json", is_flag=True, expose_value=False, help=_("the result as JSON, all else on stderr"))


def command(of: click.Group | None = None) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a command of a function: its docstring is the help, what it gives the `Result` (nothing: done).

    Its name is that of its module, or of the function where it is one of a group.
    """

    def made(run: Callable[..., Any]) -> click.Command:
        name = run.__name__.rstrip("_") if of else run.__module__.rpartition(".")[2]
        about = Message(inspect.getdoc(run) or "?")
        short = about.splitlines()[0].rstrip(".")
        told: dict[str, Any] = {"help": about, "short_help": short, "options_metavar": _("[OPTIONS]")}
        return (of or click).command(name, **told)(project(as_json(run)))

    return made


def group(name: str, about: str, kind: type[click.Group] = click.Group) -> click.Group:
    """A command of several; `command(of=…)` adds one."""
    told: dict[str, Any] = {"options_metavar": _("[OPTIONS]"), "subcommand_metavar": _("COMMAND [ARGS]...")}
    made: click.Group = project(kind(name, help=about, short_help=about.rstrip("."), **told))
    return made


def words(*names: str, metavar: str, told: str, multiple: bool = False) -> Callable[..., Any]:
    """An option that takes words, none unless it is given."""
    return click.option(*names, multiple=multiple, default=() if multiple else "", metavar=metavar, help=told)


def flag(name: str, told: str) -> Callable[..., Any]:
    """An option that takes nothing."""
    return click.option(name, is_flag=True, help=told)


FILE = click.Path(path_type=Path)
FOLDER = click.Path(path_type=Path, file_okay=False)
OLD_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
project = click.option(
    "--project", type=FOLDER, metavar=_("DIR"), is_eager=True, expose_value=False, callback=lambda context, _parameter, value: _name(context, value),
    help=_("the project; default: the one around the working folder"),
)  # fmt: skip


def _name(context: click.Context, folder: Path | None) -> None:
    """The project that is named, for this command and those of a group."""
    if folder and not Project(folder).is_one:
        expected, remedy = _("a folder with data/ and notebooks/"), _("Give another --project DIR.")
        raise misused("--project", str(folder), expected, remedy, code="no_project")
    context.obj = Project(folder.resolve()) if folder else context.obj


def project_here(*places: Path) -> Project:
    """The project that is named, else the one around these places, else around the working folder."""
    return click.get_current_context().obj or project_around(*places, Path.cwd())


_PERIOD = click.option("-p", "--period", default="", metavar=_("PERIOD"), help=_("default: the newest"))
_WORD = click.argument("word", default="", metavar=_("[PERIOD]"))
DATA = click.option("--data", type=FOLDER, metavar=_("DIR"), help=_("folder of the CSVs; default: the project's data/"))
OUT = click.option("--out", type=FILE, metavar=_("DIR"), help=_("of the editions; default: the project's reports/"))


def edition(
    *, word: bool = True, among: str = "", folders: Sequence[Callable[..., Any]] = (DATA, OUT)
) -> Callable[..., Callable[..., Any]]:
    """Give a command the `BuildRequest` of an edition: its project, its period, its data, the folder of editions.

    word: the period is the command's only word, or --period. among: it may be the last of these words of the command's own. folders:
    options; what is not asked for is the project's, which is the named one, else the one around the data, else around the working folder.
    """

    def of(run: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(run)
        def of_one(period: str, word: str = "", data: Path | None = None, out: Path | None = None, **told: Any) -> Any:
            if among and len(told[among]) > 1 and KEY.fullmatch(str(told[among][-1])):
                *told[among], word = told[among]
            if period and word and period != str(word):
                raise click.UsageError(_("two periods, {one} and {other}: name one", one=word, other=period))
            project = project_here(*filter(None, [data]))
            data = data or project.data
            for folder in (project.root, project.notebooks, data):
                finish(folder)  # what a command that was killed had begun to write
            return run(request=BuildRequest(project, period or str(word), data, out or project.reports), **told)

        for option in (*folders, _PERIOD, *((_WORD,) if word and not among else ())):
            of_one = option(of_one)
        return of_one

    return of


by = words("--by", metavar=_("NAME"), told=_("who decides, signs or gives a reason: it is written down"))
yes = flag("--yes", _("write without asking; cells that need a reason wait"))
everything = click.option("--all", "everything", is_flag=True, help=_("show every row, not one screen"))
final = flag("--final", _("the copy that is sent: without marks and annex, refused while errors are open"))

formats = click.option(
    "--format", "formats", multiple=True, type=click.Choice(FORMATS), metavar=_("FORMAT"),
    # the others are made of the same document as the page
    callback=lambda _context, _parameter, value: tuple(dict.fromkeys(["html", *(value or ("html", "pdf"))])),
    help=_("{formats} (repeatable); default: html and pdf", formats=", ".join(FORMATS)),
)  # fmt: skip
