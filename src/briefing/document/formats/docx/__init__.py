"""A Word document in the official form, for colleagues to edit."""

from .. import Report

PAPER = True


def make(report: Report) -> bytes:
    from .writer import docx  # only where it is wanted

    return docx(report)
