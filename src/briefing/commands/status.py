from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from helpers.i18n import _

from ..options import command, edition
from ..order import Order
from ..result import Result
from ..terminal import results

if TYPE_CHECKING:
    from ..build.versions import Version


@command()
@edition()
def run(order: Order) -> Result:
    """List which sections are stale, and why, which are signed, which remarks are open, and an edition's versions.

    Of a version: when it was made, of which commit, and what of it is kept.
    """
    from ..build.pipeline import plan
    from ..build.versions import versions
    from ..document.remarks import told
    from ..document.signed import signatures
    from ..history.signing import lines

    todo = plan(order)
    stale, fresh = _("stale"), _("fresh")
    signed, remarks, told_of = list[str](), list[str](), []
    for section in todo.taken.sections:
        state, why = (stale, todo.stale[section]) if section in todo.stale else (fresh, "")
        print(f"{state:{max(len(stale), len(fresh))}} {section.path.name:36} {why}".rstrip())
    period, kept = todo.order.period, versions(todo.order.folder)
    if kept:
        signed, remarks = (
            list(lines(period, kept, todo.taken.tables.rows)),
            list(told(kept[-1].document, period, todo.taken.tables.rows)),
        )
        told_of = [asdict(one) for one in signatures(kept[-1].digests, period, todo.taken.tables.rows)]
    results([*signed, *remarks])
    results(listed(kept) or [_("{period} has no version yet; {briefing} build makes the first.", period=period)])
    stale_ = [{"notebook": each.path.name, "stale": todo.stale.get(each, "")} for each in todo.taken.sections]
    versions_ = [{"number": each.number, "made": each.about.made, "commit": each.about.commit} for each in kept]
    return Result(
        data={"period": period, "sections": stale_, "signatures": told_of, "remarks": remarks, "versions": versions_}
    )


def listed(kept: Sequence["Version"]) -> list[str]:
    lines = []
    for version in kept:
        about = version.about
        commit = (about.commit[:10] or _("no commit")) + (_(" and changes") if about.dirty else "")
        papers = _("  with {papers}", papers=", ".join(version.papers)) if version.papers else ""
        made = about.made[:16].replace("T", " ")
        lines.append(f"{about.number:4}  {made}  {commit:24}{papers}")
    return lines
