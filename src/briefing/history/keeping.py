"""`briefing versions`: what an edition keeps of its earlier builds, and how to let go of it."""

import os
import shutil
from collections.abc import Iterator

from helpers.language import _
from helpers.problems import InputError, Problem

from ..build.locks import locked
from ..build.recipe import locate
from ..build.versions import Version, versions
from ..order import Order


def listed(order: Order) -> Iterator[str]:
    """A line for each version of an edition, the newest last."""
    order, _tables = locate(order)
    kept = versions(order.folder)
    if not kept:
        yield _("{period} has no version yet; {briefing} build makes the first.", period=order.period)
    for version in kept:
        yield _line(version)


def pruned(order: Order, newest: int) -> Iterator[str]:
    """Delete all but the newest versions; a line for each that is gone."""
    if newest < 1:
        expected = _("at least 1: the newest version is the edition itself")
        raise InputError(Problem("--keep", value=str(newest), expected=expected, remedy=_("Give a larger number.")))
    order, _tables = locate(order)
    with locked(order.folder):
        kept = versions(order.folder)
        gone = {version.folder: _line(version) for version in kept[:-newest]}
        # what is left here the next command clears
        aside = order.folder.with_name(f".{order.folder.name}.{os.getpid()}")
        for folder in gone:
            folder.rename(aside)
            shutil.rmtree(aside)
    yield from (_("deleted {version}", version=line) for line in gone.values())
    yield _("{count} version(s) deleted, {kept} kept", count=len(gone), kept=len(kept) - len(gone))


def _line(version: Version) -> str:
    about = version.about
    commit = (about.commit[:10] or _("no commit")) + (_(" and changes") if about.dirty else "")
    papers = _("  with {papers}", papers=", ".join(version.papers)) if version.papers else ""
    made = about.made[:16].replace("T", " ")
    return f"{about.number:4}  {made}  {commit:24} {version.size / 1000:6.0f} kB{papers}"
