"""`briefing build`."""

from __future__ import annotations

import time
from dataclasses import replace

import click

from ..build.recipe import build
from ..options import apart, command, edition, final, formats
from ..order import Order
from ..terminal import say, shown


@command("build")
@edition
@click.option(
    "--section",
    "wanted",
    multiple=True,
    metavar="NN",
    help="run only this section (repeatable); the others are kept from the last build",
)
@formats
@final
@apart
@click.option("--force", is_flag=True, help="run sections although nothing they read has changed")
def run(order: Order, wanted: tuple[str, ...], **asked: object) -> None:
    """Build an edition: HTML, figures and executed notebooks."""
    from ..progress import Progress

    begun = time.perf_counter()
    order = replace(order, wanted=wanted, **asked)
    with Progress() as progress:
        built = build(order, progress.sections, progress.section)
    say(*built.notes)
    version = f", version {built.version}" + ("" if built.new_version else ", as before") if built.version else ""
    done = "Built" if built.ran else "Formats written" if built.written else "Nothing to run; up to date"
    print(f"{done} in {time.perf_counter() - begun:.1f} s{version}:")
    print(*(f"  {shown(built.folder / name)}" for name in [*built.files, "figures.csv"]), sep="\n")
    if built.open.get("findings"):
        findings, errors = built.open["findings"], built.open["errors"]
        print(f"{findings} findings are open, {errors} of them errors: briefing audit, briefing decide")
