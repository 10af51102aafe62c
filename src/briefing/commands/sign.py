from dataclasses import asdict

import click

from helpers.i18n import _

from ..command_result import Result, results, shown
from ..options import by, command, edition, words
from ..order import Order


@command()
@click.argument("sections", nargs=-1, required=True, metavar=_("SECTION... [PERIOD]"))
@by
@click.option("--role", required=True, help=_("as what, as required_signatures.csv names it"))
@words("--despite", metavar=_("REASON"), told=_("why it is signed although errors of the audit are open in it"))
@edition(among="sections")
def run(order: Order, sections: tuple[str, ...], by: str, role: str, despite: str) -> Result:
    """Stand for what sections say; a signature falls when they say something else.

    SECTION is a number such as I.6.2 and means what stands under that heading alone; '*' means all that the role must sign, 'I.6.*' those of
    them in I.6.
    """
    from ..history.signing import sign

    if not by:
        raise click.UsageError(_("a signature has a name: --by NAME"))
    signed = sign(order, [*sections], by, role, despite=despite)
    for one in signed:
        known = _("; despite {findings}", findings=one.findings) if one.findings else ""
        results([f"{one.mark} {one.section}  {one.role}: {one.name}, {one.date}{known}"])
    print(_("Written to {path}; commit it, and build to show it.", path=shown(order.data / "signatures.csv")))
    return Result(data={"signed": [asdict(one) for one in signed]})
