"""The paper in the official form (Nghị định 30/2020/NĐ-CP), to be signed and sent."""

from __future__ import annotations

from . import Report

PAPER = PUBLISHED = True


def make(report: Report, part: str = "") -> bytes:
    from ..pdf import pdf  # only where it is wanted

    return pdf(report.tree, report.about, report.final, part)
