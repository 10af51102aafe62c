"""A Word document in the official form, for colleagues to edit."""

from __future__ import annotations

from .. import Report

PAPER = PUBLISHED = True


def make(report: Report, part: str = "") -> bytes:
    from .writer import docx  # only where it is wanted

    return docx(report.tree, report.about, report.final, part, contents=report.contents)
