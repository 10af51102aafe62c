"""The paper in the official form, to be signed and sent: calls of a Typst template, set by Typst, its tags completed with pikepdf."""

from ....order import BODY
from .. import Report, data_files, published

PAPER = PUBLISHED = True


def make(report: Report, part: str = "") -> bytes:
    from .setting import pdf  # only where it is wanted

    names = [f"briefing.{name}" for name in published()] if report.final and part in ("", BODY) else []
    return pdf(report.tree, report.about, report.final, part, data_files(report, names))  # an archive has its data
