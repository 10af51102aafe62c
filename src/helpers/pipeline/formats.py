"""From executed sections to files: briefing.html, figures.csv."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

from ..audit.loading import read_table
from .exporters import BriefingExporter, about_edition, merge, page, pdf
from .sections import Section

if TYPE_CHECKING:
    from .build import Order


def write_formats(sections: list[Section], order: Order, new: Path) -> None:
    """Write the ordered formats of an edition into its new folder, from the executed notebooks that are there."""
    notebooks = [nbformat.read(new / "notebooks" / section.path.name, as_version=4) for section in sections]
    merged = merge(notebooks, _about(order))
    made, _ = BriefingExporter().document(merged)
    about = merged.metadata["briefing"]
    if "pdf" in order.formats:  # before the page: it puts the footnotes elsewhere
        (new / "briefing.pdf").write_bytes(pdf(made, about, order.audit))
    (new / "briefing.html").write_text(page(made, about), encoding="utf-8", newline="\n")
    _write_figures(made.figures, new / "figures.csv")


def _about(order: Order) -> dict:
    """Title, agency and headings of the edition."""
    periods, organisation, headings = (read_table(order.data / f"{name}.csv") for name in ("periods", "organisation", "headings"))
    period = periods[periods["period"] == order.period].iloc[0]
    agency = organisation[organisation["period"] == order.period]
    return about_edition(order.period, period["label"], agency["name"].iloc[0] if len(agency) else "", dict(zip(headings["section"], headings["title"], strict=True)))


def _write_figures(figures: list[dict[str, str]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["section", "key", "text", "value", "unit", "table", "lines", "column", "formula"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(figures)
