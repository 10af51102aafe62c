"""`briefing publish`: publish the final copy of a commit."""

from helpers.i18n import _

from ..build_request import BuildRequest
from ..command_result import Result, say, shown
from ..options import command, edition


@command()
@edition()
def run(request: BuildRequest) -> Result:
    """Publish an edition: signed, without open errors, in a folder that stays."""
    from ..build.pipeline import locate
    from ..history.publish import publish
    from ..open_remarks import open_remark_lines

    request, tables = locate(request)
    say(*open_remark_lines(request.period, tables.rows))
    published = publish(request)
    print(_("Published: {folder}; commit it.", folder=shown(published)))
    return Result(files=(published,))
