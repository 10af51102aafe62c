"""From executed sections to files: briefing.html, briefing.pdf, briefing.docx, figures.csv."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat

from ...data.reading import read_rows
from ...editions import Edition
from ..sections import Section
from .exporters import BriefingExporter, about_edition, merge, pdf
from .screen import page, rows_of
from .statements import check_statements
from .tree import Tree

if TYPE_CHECKING:
    from ..order import Order

INSTALL = (
    "Install it: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation (conda: pango)"
)


def write_formats(sections: list[Section], order: Order, new: Path, complete: bool = True) -> list[str]:
    """Write the ordered formats of an edition into its new folder, from the executed notebooks that are there.

    complete: every section says what the data say now, so every statement must be printed (else InputError).
    Gives what the user must know, such as system libraries that a format lacks; the HTML needs none.
    """
    notebooks = [nbformat.read(new / "notebooks" / section.path.name, as_version=4) for section in sections]
    merged = merge(notebooks, _about(order))
    made, _ = BriefingExporter(optimistic_validation=True).document(merged)
    if complete:
        check_statements(made, order)
    about = merged.metadata["briefing"]
    notes = _write_pdf(made, about, order, new / "briefing.pdf") if "pdf" in order.formats else []
    if "docx" in order.formats:
        from .word import docx

        (new / "briefing.docx").write_bytes(docx(made, about, order.audit))
    (new / "briefing.html").write_text(
        page(made, about, rows_of(made, Edition(order.period, order.data, checked=True))),
        encoding="utf-8",
        newline="\n",
    )
    _write_figures(made.figures, new / "figures.csv")
    return notes


def _write_pdf(made: Tree, about: dict, order: Order, path: Path) -> list[str]:
    """The PDF, or what to install for it."""
    try:
        path.write_bytes(pdf(made, about, order.audit))
    except OSError as error:  # Pango or one of its companions cannot be loaded
        return [f"No PDF: {str(error).splitlines()[0]}. {INSTALL}"]
    return [] if _has_font() else [f"The PDF has another font than Times New Roman or Liberation Serif. {INSTALL}"]


def _has_font() -> bool:
    """True where the prescribed font or its metric twin is installed, or where nobody can say."""
    match = shutil.which("fc-match")
    found = (
        subprocess.run([match, "Times New Roman"], capture_output=True, text=True, check=False).stdout
        if match
        else "Times"
    )
    return found.startswith(("Times", "Liberation", "Tinos"))


def _about(order: Order) -> dict:
    """Title, agency and headings of the edition."""
    rows = {name: read_rows(order.data / f"{name}.csv")[1] for name in ("periods", "organisation", "headings")}
    own = (("period", (order.period,)),)
    return about_edition(
        order.period,
        next(row["label"] for row in rows["periods"].where(own).values()),
        next((row["name"] for row in rows["organisation"].where(own).values()), ""),
        {row["section"]: row["title"] for row in rows["headings"].values()},
    )


def _write_figures(figures: list[dict[str, str]], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(
            file,
            ["section", "key", "text", "value", "unit", "table", "lines", "column", "formula"],
            lineterminator="\n",
        )
        writer.writeheader()
        writer.writerows(figures)
