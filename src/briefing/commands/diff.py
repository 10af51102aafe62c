"""`briefing diff`: what changed between two versions, and why."""

from dataclasses import asdict

import click

from ..build_request import BuildRequest
from ..command_result import Result, results
from ..options import command, edition


@command()
@click.argument("a", default="")
@click.argument("b", default="")
@edition(word=False)
def run(request: BuildRequest, a: str, b: str) -> Result:
    """Say what changed between two versions, section by section, and why.

    A and B are numbers of versions, or publications: `published`, `published/1`. Default: from the version before to the last build.
    """
    from ..history.change_lines import terminal
    from ..history.compare import compare_versions

    found = compare_versions(request, a, b)
    results(list(terminal(found)))
    causes = [{name: getattr(each, name) for name in ("place", "old", "new", "by", "reason")} for each in found.causes]
    return Result(data={"causes": causes, "effects": [asdict(each) for each in found.effects]})
