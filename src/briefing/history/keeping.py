"""`briefing versions`: what an edition keeps of its earlier builds."""

from collections.abc import Iterator

from helpers.language import _

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


def _line(version: Version) -> str:
    about = version.about
    commit = (about.commit[:10] or _("no commit")) + (_(" and changes") if about.dirty else "")
    papers = _("  with {papers}", papers=", ".join(version.papers)) if version.papers else ""
    made = about.made[:16].replace("T", " ")
    return f"{about.number:4}  {made}  {commit:24} {version.size / 1000:6.0f} kB{papers}"
