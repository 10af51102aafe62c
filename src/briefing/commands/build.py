import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from helpers.i18n import _

from ..options import FILE, apart, command, edition_unsettled, final, formats
from ..order import Order
from ..result import Result
from ..terminal import say, shown

MODES = {  # what is built otherwise, and the options that it has
    "serve": {"word", "period", "data", "out", "port"},
    "manifest": {"cluster", "anywhere", "formats", "final"},
    "": {"word", "period", "data", "out", "formats", "final", "apart", "remarked", "force", "isolated", "publication"},
}


@command()
@edition_unsettled
@formats
@final
@apart
@click.option(
    "--with-remarks",
    "remarked",
    is_flag=True,
    help=_("Word: open findings and remarks as comments, to be answered there and imported again"),
)
@click.option("--force", is_flag=True, help=_("run sections although nothing they read has changed"))
@click.option(
    "--isolated",
    is_flag=True,
    help=_(
        "run all sections, each in a process of its own; refused where one shows something else than in the last build"
    ),
)
@click.option(
    "--publication",
    type=FILE,
    metavar="publication.json",
    help=_("the files of a publication again, as this file of it says"),
)
@click.option(
    "--watch", "serve", is_flag=True, help=_("serve the briefing here; rebuild and reload it when a file is saved")
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8787,
    metavar="N",
    help=_("of --watch, on 127.0.0.1; default: 8787"),
)
@click.option("--manifest", type=FILE, metavar=_("FILE.csv"), help=_("build the editions that it lists"))
@click.option("--cluster", default="", metavar="tcp://HOST:PORT", help=_("with --manifest: a Dask scheduler"))
@click.option("--anywhere", is_flag=True, help=_("with --manifest: outputs may lie outside its folder"))
@click.pass_context
def run(
    context: click.Context,
    /,
    order: Callable[[], Order],
    serve: bool,
    port: int,
    manifest: Path | None,
    cluster: str,
    anywhere: bool,
    **asked: Any,
) -> Result:
    """Build an edition: HTML, figures and executed notebooks.

    With --watch it stays and shows the briefing in the browser. With --manifest it builds many editions, on this machine or on a
    Dask cluster; the file has the columns `data`, `period` and `output`; `project`, where it is of several departments.
    """
    _refuse_stray(context, "serve" if serve else "manifest" if manifest else "")
    if manifest:
        return _batch(manifest, cluster, anywhere, asked["formats"], asked["final"])
    if serve:
        from ..watch.server import watch

        watch(order(), port)
        return Result()
    publication = asked.pop("publication")
    made = replace(order(), **asked)
    if publication:
        from ..history.publish import as_published

        made = as_published(made, publication)
    return _build(made)


def _refuse_stray(context: click.Context, mode: str) -> None:
    """Options that say nothing of what is built."""
    options = {one.name: one.opts[-1] for one in context.command.params if one.name and one.expose_value}
    typed = click.core.ParameterSource.COMMANDLINE
    given = [name for name in options if name != mode and context.get_parameter_source(name) == typed]
    if stray := [options[name] for name in given if name not in MODES[mode]]:
        of = options.get(mode, "")
        said = _("{stray} and {mode} do not go together", stray=stray[0], mode=of)
        raise click.UsageError(said if of else _("{stray} needs --watch or --manifest", stray=stray[0]))


def _build(order: Order) -> Result:
    from ..build.recipe import build
    from ..progress import Progress

    if order.final and order.remarked:
        raise click.UsageError(_("--final is the copy that is sent, --with-remarks one that is discussed: name one"))
    begun = time.perf_counter()
    with Progress() as progress:
        built = build(order, progress.sections, progress.section, gate=_gate)
    say(*built.notes)
    seconds = f"{time.perf_counter() - begun:.1f}"
    nothing = _("Nothing to run; up to date in {seconds} s", seconds=seconds)
    written = _("Formats written in {seconds} s", seconds=seconds) if built.written else nothing
    done = _("Built in {seconds} s", seconds=seconds) if built.ran else written
    version = _(", version {version}", version=built.version) if built.version else ""
    print(f"{done}{version}{'' if built.new_version or not version else _(', as before')}:")
    print(*(f"  {shown(built.folder / name)}" for name in [*built.files, "figures.csv"]), sep="\n")
    if built.open.get("findings"):
        said = _(
            "{findings} findings are open, {errors} of them errors: {briefing} check, {briefing} decide", **built.open
        )
        print(said)
    files = tuple(built.folder / name for name in (*built.files, "figures.csv")) if built.written else ()
    return Result(
        files=files, data={"period": built.folder.name, "version": built.version, "ran": built.ran, "open": built.open}
    )


def _gate(data: Path, period: str) -> None:
    """What no final copy is made of: numbers that the file which they name says otherwise."""
    from ..intake.source_check import gate  # loads openpyxl

    gate(data, period)


def _batch(manifest: Path, cluster: str, anywhere: bool, formats: tuple[str, ...], final: bool) -> Result:
    from ..build.batch import SchedulerLost, read_manifest, run_batch
    from ..progress import Progress, print_summary

    orders = read_manifest(manifest, formats, final, anywhere)
    outcomes, lost = [], ""
    with Progress() as progress:
        progress.start(_("Editions"), len(orders))
        try:
            for outcome in run_batch(orders, cluster):
                progress.edition(outcome)
                outcomes.append(outcome)
        except SchedulerLost as error:
            lost = str(error)
    print_summary(outcomes)
    if lost:
        say(_("{count} editions not built: {lost}", count=len(orders) - len(outcomes), lost=lost))
    failed = any(outcome.result == "failed" for outcome in outcomes)
    told = [
        {"period": one.order.period, "folder": shown(one.order.out), "result": one.result, "reason": one.reason}
        for one in outcomes
    ]
    return Result(1 if lost or failed else 0, data={"editions": told})
