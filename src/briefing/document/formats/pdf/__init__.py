"""The paper in the official form, to be signed and sent: calls of a Typst template, set by Typst, its tags completed with pikepdf."""

from __future__ import annotations

from ....order import BODY
from .. import Report, data_files, published

PAPER = PUBLISHED = True


def make(report: Report, part: str = "") -> bytes:
    from .setting import pdf  # only where it is wanted

    names = published() if report.final and part in ("", BODY) else []
    # the archived paper brings its data
    attached = {f"briefing.{name}": (report.file(name), *module.DATA) for name, module in data_files(names).items()}
    return pdf(report.tree, report.about, report.final, part, attached)
