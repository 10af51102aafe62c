"""The page for the screen, in one file, with the rows behind its figures."""

from __future__ import annotations

from . import Report

PAPER, PUBLISHED = False, True


def make(report: Report, part: str = "") -> bytes:
    from ..screen import page, rows_of  # not by who only asks what the format is

    rows = rows_of(report.tree, report.edition) if report.edition else {}
    return page(report.sheet, report.about, rows, report.signed).encode()
