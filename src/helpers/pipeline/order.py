"""What to build: a period, its data, where the edition goes, and in which formats."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from ..project import here

HTML, NOTEBOOKS = "briefing.html", "notebooks"
FORMATS = ("html", "pdf", "docx")


@dataclass
class Order:
    """What to build. `period` empty: the newest; `out`: the folder that gets a folder for each edition."""

    period: str = ""
    data: Path = field(default_factory=lambda: here().data)
    out: Path = field(default_factory=lambda: here().reports)
    formats: tuple[str, ...] = ("html", "pdf")
    wanted: list[str] = field(default_factory=list)
    force: bool = False
    audit: bool = True  # the paper carries the audit's marks and annex

    @property
    def parameters(self) -> dict[str, str]:
        """Parameters of every notebook. The data folder is told to the sections, so that no result depends on where it is."""
        return {"period": self.period}

    @property
    def folder(self) -> Path:
        return self.out / self.period
