"""The paper in the official form, to be signed and sent: a Typst template lays the document out, pikepdf completes its tags."""

from .. import Report

PAPER = True


def make(report: Report) -> bytes:
    from .typesetting import pdf  # only where it is wanted

    return pdf(report)
