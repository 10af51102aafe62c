import time
from dataclasses import replace
from typing import Any

import click

from helpers.language import _

from ..build.recipe import build
from ..options import apart, command, edition, final, formats
from ..order import Order
from ..terminal import say, shown


@command("build")
@edition
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
def run(order: Order, **asked: Any) -> None:
    """Build an edition: HTML, figures and executed notebooks."""
    from ..collect.cited import refuse_contradicted
    from ..progress import Progress

    if asked["final"] and asked["remarked"]:
        raise click.UsageError(_("--final is the copy that is sent, --with-remarks one that is discussed: name one"))
    if asked["final"]:
        refuse_contradicted(order.data, order.period)
    begun = time.perf_counter()
    order = replace(order, **asked)
    with Progress() as progress:
        built = build(order, progress.sections, progress.section)
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
            "{findings} findings are open, {errors} of them errors: {briefing} audit, {briefing} decide", **built.open
        )
        print(said)
