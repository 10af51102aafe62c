"""The page for the screen, in one file, with the rows behind its figures."""

from __future__ import annotations

from . import Report

PAPER, PUBLISHED = False, True


def make(report: Report, part: str = "") -> bytes:
    from ..screen import page  # not by who only asks what the format is

    return page(report.sheet, report.about, report.edition, report.signed, report.contents).encode()
