"""A Word document in the official form, for colleagues to edit."""

from ....order import BODY
from .. import Report

PAPER = PUBLISHED = REMARKED = True


def make(report: Report, part: str = "") -> bytes:
    from .comments import notes  # only where it is wanted
    from .writer import docx

    said = notes(report) if report.remarked and part in ("", BODY) else ()  # an appendix apart asks nothing
    return docx(report.tree, report.about, report.final, part, contents=report.contents, notes=said)
