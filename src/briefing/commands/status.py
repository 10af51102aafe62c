from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from helpers.i18n import _

from ..command_result import Result, results
from ..options import command, edition
from ..order import Order

if TYPE_CHECKING:
    from ..build.versions import Version


@command()
@edition()
def run(order: Order) -> Result:
    """List which sections are stale, and why, which are signed, which remarks are open, and an edition's versions.

    Of a version: when it was made, of which commit, and what of it is kept.
    """
    from ..build.pipeline import plan
    from ..build.snapshot import take_snapshot
    from ..build.versions import versions
    from ..document.remarks import told
    from ..document.signatures import signatures
    from ..history.signing import lines

    with take_snapshot(order.project, order.data) as taken:
        todo = plan(order, taken)
    stale, fresh = _("stale"), _("fresh")
    for section in todo.taken.sections:
        state, why = (stale, todo.stale[section]) if section in todo.stale else (fresh, "")
        print(f"{state:{max(len(stale), len(fresh))}} {section.path.name:36} {why}".rstrip())
    period, rows, kept = todo.order.period, todo.taken.tables.rows, versions(todo.order.folder)
    remarks = list(told(period, rows))
    signed = list(signatures(kept[-1].digests, period, rows)) if kept else []
    results([*lines(signed, kept), *remarks])
    results(
        map(_line, kept)
        if kept
        else [_("{period} has no version yet; {briefing} build makes the first.", period=period)]
    )
    stale_ = [{"notebook": each.path.name, "stale": todo.stale.get(each, "")} for each in todo.taken.sections]
    versions_ = [{"number": each.number, "made": each.made, "commit": each.commit} for each in kept]
    return Result(
        data={
            "period": period,
            "sections": stale_,
            "signatures": [asdict(one) for one in signed],
            "remarks": remarks,
            "versions": versions_,
        }
    )


def _line(version: Version) -> str:
    about = version
    commit = (about.commit[:10] or _("no commit")) + (_(" and changes") if about.dirty else "")
    papers = _("  with {papers}", papers=", ".join(version.papers)) if version.papers else ""
    return f"{about.number:4}  {about.made[:16].replace('T', ' ')}  {commit:24}{papers}"
