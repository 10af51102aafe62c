from helpers.language import _

from ..options import command, edition
from ..order import Order
from ..terminal import results


@command("review")
@edition
def run(order: Order) -> None:
    """List an edition's versions: when, of which commit, what of them is kept."""
    from ..build.recipe import locate
    from ..build.versions import versions

    order, _tables = locate(order)
    lines = []
    for version in versions(order.folder):
        about = version.about
        commit = (about.commit[:10] or _("no commit")) + (_(" and changes") if about.dirty else "")
        papers = _("  with {papers}", papers=", ".join(version.papers)) if version.papers else ""
        made = about.made[:16].replace("T", " ")
        lines.append(f"{about.number:4}  {made}  {commit:24} {version.size / 1000:6.0f} kB{papers}")
    results(lines or [_("{period} has no version yet; {briefing} build makes the first.", period=order.period)])
