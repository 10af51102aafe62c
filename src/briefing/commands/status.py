"""`briefing status`: which sections would run, which are signed, which remarks are open."""

from dataclasses import asdict

from helpers.i18n import _

from ..build_request import BuildRequest
from ..command_result import Result, results
from ..options import command, edition


@command()
@edition()
def run(request: BuildRequest) -> Result:
    """List which sections are stale, and why, which are signed, which remarks are open, and an edition's versions, with their commits."""
    from ..build.pipeline import plan
    from ..build.snapshot import take_snapshot
    from ..build.version_contents import versions
    from ..history.signoff import lines, signatures
    from ..open_remarks import open_remark_lines

    with take_snapshot(request.project, request.data) as taken:
        todo = plan(request, taken)
    period, rows, kept = todo.request.period, taken.tables.rows, versions(todo.request.folder)
    for section in taken.sections:
        why = todo.stale.get(section, "")
        results([f"{_('stale') if why else _('fresh'):12} {section.path.name:36} {why}".rstrip()])
    remarks = list(open_remark_lines(period, rows))
    signed = list(signatures(kept[-1].digests, period, rows)) if kept else []
    results([*lines(signed, kept), *remarks])
    for each in kept:
        commit = (each.commit[:10] or _("no commit")) + (_(" and changes") if each.dirty else "")
        results([f"{each.number:4}  {each.made[:16].replace('T', ' ')}  {commit}"])
    if not kept:
        results([_("{period} has no version yet; {briefing} build makes the first.", period=period)])
    data = {
        "sections": [{"notebook": each.path.name, "stale": todo.stale.get(each, "")} for each in taken.sections],
        "signatures": [asdict(one) for one in signed],
        "versions": [{"number": each.number, "made": each.made, "commit": each.commit} for each in kept],
    }
    return Result(data={"period": period, "remarks": remarks, **data})
