"""`briefing check`: the one list of what contradicts, is missing or waits."""

from collections import Counter

from helpers.i18n import _

from ..build_request import BuildRequest
from ..command_result import Result
from ..options import DATA, command, edition, flag


@command()
@edition(folders=[DATA])
@flag("--strict", _("exit with 1 if findings are open"))
def run(request: BuildRequest, strict: bool) -> Result:
    """Say what of an edition is missing, contradicts or waits.

    One list, each place once: what rules and texts contradict, and what is probably right; then what the edition lacks, who is to give it and by when.
    """
    from helpers.editions import sound
    from helpers.headline_rules import offered

    from ..build.worklist import check, described, stops

    edition = sound(request.data, request.period, request.project)
    offered(edition)  # refuses a headline that cannot be read
    checked = check(edition)
    found = stops(edition, checked)
    for number, stop in enumerate(found, 1):
        print(f"{number}.", "\n   ".join(described(stop)))
    columns = Counter(cell.partition("(")[0] for cell in checked["unguarded"]) + Counter(checked["observations"])
    told: dict[str, object] = {
        **checked, "base": edition.base.period if edition.base else _("no earlier period"), "gaps": len(checked["gaps"]),
        "stops": sum(stop.is_open for stop in found),
        "unguarded": ", ".join(f"{column} ({count})" for column, count in columns.items()) or _("none"),
        "open": len({each["number"] for each in checked["findings"] if each["state"] != "accepted"}),
    }  # fmt: skip
    print(_("{guarded} of {figures} numeric cells are under at least one rule. Nothing guards:\n  {unguarded}", **told))
    print(_("{period}: {rules} rules, {checks} checks; {open} open findings.", **told))
    print(_("{stops} places to decide: {briefing} decide {period}", **told))
    print(_("{period} (beside {base}): {gaps} gaps; a final edition has none.", **told))
    return Result(1 if strict and told["open"] else 0, data={**checked, "list": [stop.as_plain() for stop in found]})
