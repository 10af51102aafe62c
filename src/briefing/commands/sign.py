"""`briefing sign`: stand for what sections say."""

from dataclasses import asdict

import click

from helpers.i18n import _

from ..build_request import BuildRequest
from ..command_result import Result, results, shown
from ..options import command, edition


@command()
@click.argument("sections", nargs=-1, required=True, metavar=_("SECTION... [PERIOD]"))
@click.option("--by", required=True, metavar=_("NAME"), help=_("who signs"))
@click.option("--role", required=True, metavar=_("ROLE"), help=_("as what, as required_signatures.csv names it"))
@edition(among="sections")
def run(request: BuildRequest, sections: tuple[str, ...], by: str, role: str) -> Result:
    """Stand for what sections say; a signature falls when they say something else.

    SECTION is a number such as I.6.2 and means what stands under that heading alone; '*' means all that the role must sign.
    """
    from ..history.signoff import sign

    signed = sign(request, [*sections], by, role)
    for one in signed:
        results([f"{one.state} {one.section}  {one.role}: {one.name}, {one.date}"])
    print(_("Written to {path}; commit it.", path=shown(request.data / "signatures.csv")))
    return Result(data={"signed": [asdict(one) for one in signed]})
