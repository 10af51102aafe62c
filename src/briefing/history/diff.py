"""`briefing diff A B`: what changed between two versions of an edition, and why.

A and B are numbers of versions, `published` for the last publication, or `published/1` for another one.
"""

from helpers.errors import InputError, Problem
from helpers.i18n import _

from ..build.edition_versions import Version, newest, publications, versions
from ..build.pipeline import locate
from ..build_request import PUBLISHED, BuildRequest
from .compare import Changes, compare


def changes(request: BuildRequest, a: str = "", b: str = "") -> Changes:
    """What changed from A, or the version before, to B, or the last build. Raises InputError for what names no version."""
    request, _tables = locate(request)
    sent = publications(request.out, request.period)
    known = {f"{each.number}": each for each in versions(request.folder)}
    known |= {f"{PUBLISHED}/{each.folder.name}": each for each in sent} | ({PUBLISHED: sent[-1]} if sent else {})
    for which, name in (("A", a), ("B", b)):
        if name and name not in known:
            expected = _(
                "a version of {period}: {known}", period=request.period, known=", ".join(known) or _("none yet")
            )
            remedy = _("{briefing} status lists the versions.")
            raise InputError(Problem(which, value=name, expected=expected, remedy=remedy, code="unknown_name"))
    new = known[b] if b else newest(request)
    return compare(known[a] if a else _before(new, known, request), new)


def _before(version: Version, known: dict[str, Version], request: BuildRequest) -> Version:
    """The last publication, else the version before this one."""
    # a signature changes the page alone
    kept = [each for each in known.values() if each.number < version.number and each.digest != version.digest]
    if PUBLISHED in known or kept:
        return known.get(PUBLISHED, kept[-1] if kept else version)
    remedy = _("Change something and build again, or name two versions: {briefing} diff A B")
    expected = _("a version of {period} before the newest", period=request.period)
    raise InputError(Problem("A", expected=expected, remedy=remedy, code="no_earlier_version"))
