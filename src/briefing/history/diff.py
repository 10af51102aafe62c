"""`briefing diff A B`: what changed between two versions of an edition, and why.

A and B are version numbers, `published`, or folders (of an edition, a version or a publication).
"""

import os
from pathlib import Path

from helpers.errors import InputError, Problem
from helpers.i18n import _

from ..build.builds import build_folder
from ..build.edition_versions import Version, newest, open_publication, open_version, publications, versions
from ..build.pipeline import locate
from ..order import PUBLICATION, PUBLISHED, VERSION, Order
from .compare import Changes, compare


def changes(order: Order, a: str = "", b: str = "") -> Changes:
    """What changed from A, or the version before, to B, or the last build. Raises InputError for what names no version of one period."""
    order, _tables = locate(order)
    new = _found(b, "B", order) if b else newest(order)
    old = _found(a, "A", order) if a else _before(new, order)
    if old.period != new.period:
        which, name, period = ("A", a, new.period) if a else ("B", b, old.period)
        expected, remedy = _("a version of {period}", period=period), _("{briefing} status lists the versions.")
        raise InputError(Problem(which, value=name, expected=expected, remedy=remedy, code="unknown_name"))
    return compare(old, new)


def _before(version: Version, order: Order) -> Version:
    """The last publication, else the version before this one."""
    if published := publications(order.out, order.period):
        return published[-1]
    kept = (other for other in versions(order.folder) if other.number < version.number)
    earlier = [other for other in kept if other.digest != version.digest]  # a signature changes the page alone
    if earlier:
        return earlier[-1]
    remedy = _("Change something and build again, or name two versions: {briefing} diff A B")
    expected = _("a version of {period} before the newest", period=order.period)
    raise InputError(Problem("A", expected=expected, remedy=remedy, code="no_earlier_version"))


def _found(name: str, which: str, order: Order) -> Version:
    """The version that an argument names."""
    if name.isdecimal() and ((folder := build_folder(order.folder, int(name))) / VERSION).exists():
        return open_version(folder)
    if name == PUBLISHED:
        if kept := publications(order.out, order.period):
            return kept[-1]
        expected = _("a publication of {period}", period=order.period)
        remedy = _("There is none yet: {briefing} publish")
        raise InputError(Problem(which, value=name, expected=expected, remedy=remedy, code="no_publication"))
    if os.path.isdir(name):  # Path.is_dir() raises OSError for a name that is too long
        return _of_folder(Path(name))
    known = {"numbers": ", ".join(str(version.number) for version in versions(order.folder)) or _("none yet")}
    expected = _("a version of {period} ({numbers}) or a folder", period=order.period, **known)
    remedy = _("{briefing} status lists the versions.")
    raise InputError(Problem(which, value=name, expected=expected, remedy=remedy, code="unknown_name"))


def _of_folder(folder: Path) -> Version:
    """A version's own folder, or the newest version of an edition's."""
    if (folder / PUBLICATION).exists():
        return open_publication(folder)
    if (folder / VERSION).exists():
        return open_version(folder)
    kept = versions(folder)
    return kept[-1] if kept else open_version(folder)
