"""The paper in the official form, to be signed and sent: calls of a Typst template, set by Typst, its tags completed with pikepdf."""

from .. import Report

PAPER = PUBLISHED = True


def make(report: Report, part: str = "") -> bytes:
    from .setting import pdf  # only where it is wanted

    return pdf(report, part)
